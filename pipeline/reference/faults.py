"""What is wrong in a reference file: every fault of it with its place, those of its shape and those of its sense."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, get_args, get_origin

import msgspec
from msgspec import Struct

from pipeline.reference.qualification import Award, Outcome, Qualification, Unit

T = TypeVar("T", bound=Struct)
Placed = Sequence[tuple[int, T]]
"""Entries of a list with their places in it, from 0."""

_EMPTY = {int: "a whole number", float: "a number", str: "a text", tuple: "a list"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and the place of it in the file ("$.units[0].credits"). `is_open`: nothing is given there yet."""

    place: str
    text: str
    is_open: bool = False

    def __str__(self) -> str:
        return f"{self.text} - at `{self.place}`"


def find_faults(packed: bytes) -> tuple[Fault, ...]:
    """Every fault of a reference file's bytes, in the file's order of places, its sense after its shape."""
    try:
        data = msgspec.json.decode(packed)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return (Fault("$", f"it is no JSON: {error}"),)
    units = _valid(data, "units", Unit)
    awards = _valid(data, "awards", Award)
    misfits = tuple(_misfits(data, Qualification, "$"))
    is_whole = bool(units) and not any(fault.place.startswith("$.units") for fault in misfits)
    return (*misfits, *_clashes(units, awards, is_whole=is_whole))


def clashes(qualification: Qualification) -> Iterator[Fault]:
    """What no type can say: refs that are doubled or lead nowhere, credits that do not add up."""
    return _clashes(tuple(enumerate(qualification.units)), tuple(enumerate(qualification.awards)), is_whole=True)


# ---------------------------------------------------------------- shape


def _valid(data: Any, name: str, kind: type[T]) -> Placed[T]:
    """The entries of a list of the file that are whole."""
    entries = data.get(name) if isinstance(data, dict) else None
    found: list[tuple[int, T]] = []
    for at, entry in enumerate(entries if isinstance(entries, list) else ()):
        try:
            found.append((at, msgspec.convert(entry, kind)))
        except msgspec.ValidationError:
            continue
    return found


def _misfits(data: Any, kind: Any, place: str) -> Iterator[Fault]:
    """Where data is not of a type, as deep as the types go: one fault for each place."""
    bare = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    inner = get_args(bare)[0] if get_origin(bare) is tuple else None
    if _is_struct(bare) and isinstance(data, dict):
        yield from _in_object(data, bare, place)
    elif _is_struct(inner) and isinstance(data, list) and data:
        for at, entry in enumerate(data):
            yield from _misfits(entry, inner, f"{place}[{at}]")
    elif data is None:
        what = _EMPTY.get(get_origin(bare) or bare, "a value")
        yield Fault(place, f"{what} is still to be given", is_open=True)
    else:
        try:
            msgspec.convert(data, kind)
        except msgspec.ValidationError as error:
            text, _, deeper = str(error).partition(" - at `$")
            yield Fault(place + deeper.removesuffix("`"), text)


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Struct)


def _in_object(data: Mapping[str, Any], kind: type[Struct], place: str) -> Iterator[Fault]:
    fields = msgspec.structs.fields(kind)
    known = {field.name for field in fields}
    for name in data:
        if name not in known:
            yield Fault(place, f"it has a field `{name}` that no reference file has")
    for field in fields:
        if field.name in data:
            yield from _misfits(data[field.name], field.type, f"{place}.{field.name}")
        elif field.required:
            yield Fault(place, f"the field `{field.name}` is missing", is_open=True)


# ---------------------------------------------------------------- sense


def _clashes(units: Placed[Unit], awards: Placed[Award], *, is_whole: bool) -> Iterator[Fault]:
    """Not `is_whole`: some units are not known, so that a unit which is not found may be one of them."""
    yield from _doubled("$.units", (unit.ref for _, unit in units))
    for at, unit in units:
        yield from _in_unit(unit, f"$.units[{at}]")
    yield from _doubled("$.awards", (award.key for _, award in awards))
    yield from _doubled("$.awards", (award.title for _, award in awards), "the title ")
    worth = {unit.ref: unit.credits for _, unit in units}
    for at, award in awards:
        place = f"$.awards[{at}]"
        lost = tuple(_lost(award, worth, place)) if is_whole else ()
        yield from lost
        yield from _doubled(place, award.every_unit, "unit ")
        yield from _doubled(f"{place}.groups", (group.key for group in award.groups))
        if not award.every_unit:
            yield Fault(f"{place}.units", "an award needs units, or groups of them")
        elif all(ref in worth for ref in award.every_unit):
            yield from _wrong_sums(award, worth, place)


def _in_unit(unit: Unit, place: str) -> Iterator[Fault]:
    yield from _doubled(f"{place}.outcomes", (criterion.ref for criterion in unit.criteria))
    yield from _doubled(f"{place}.outcomes", (outcome.number for outcome in unit.outcomes), "outcome ")
    for at, outcome in enumerate(unit.outcomes):
        yield from _strays(outcome, f"{place}.outcomes[{at}]")


def _strays(outcome: Outcome, place: str) -> Iterator[Fault]:
    for criterion in outcome.criteria:
        if criterion.ref.split(".")[0] != outcome.number:
            yield Fault(place, f"criterion {criterion.ref} is not one of outcome {outcome.number}")


def _lost(award: Award, worth: Mapping[str, int], place: str) -> Iterator[Fault]:
    lists = [(f"{place}.units", award.units)]
    lists += [(f"{place}.groups[{at}].units", group.units) for at, group in enumerate(award.groups)]
    for where, refs in lists:
        yield from (Fault(where, f"unit {ref} is not in the file") for ref in refs if ref not in worth)


def _wrong_sums(award: Award, worth: Mapping[str, int], place: str) -> Iterator[Fault]:
    """Credits that no choice of units makes, or that the rules themselves overrun."""
    mandatory = sum(worth[ref] for ref in award.units)
    if not award.groups:
        if mandatory != award.credits:
            yield Fault(f"{place}.credits", f"the units' credits do not add up to {award.credits}")
        return
    for at, group in enumerate(award.groups):
        there = sum(worth[ref] for ref in group.units)
        if there < group.credits_min:
            yield Fault(f"{place}.groups[{at}].credits_min", f"the group's units come to {there} credits only")
    most = sum(worth[ref] for ref in award.every_unit)
    least = mandatory + sum(group.credits_min for group in award.groups)
    if most < award.credits:
        yield Fault(f"{place}.credits", f"all its units come to {most} credits only")
    if least > award.credits:
        yield Fault(f"{place}.credits", f"its mandatory units and its groups' minimums come to {least} already")


def _doubled(place: str, refs: Iterable[str], what: str = "") -> Iterator[Fault]:
    return (Fault(place, f"{what}{ref} is there twice") for ref, count in Counter(refs).items() if count > 1)
