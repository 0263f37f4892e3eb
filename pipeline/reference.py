"""The canonical qualification: units, outcomes, criteria, awards; read from a reference file and checked."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from pipeline.data import DATA, load

DEFAULT_REFERENCE = DATA / "8580.json"

Text = Annotated[str, Meta(min_length=1)]
Positive = Annotated[float, Meta(gt=0)]


class _Data(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Minimum(_Data, frozen=True, kw_only=True):
    """A quantity that the criterion asks for: at least `value` `of` ("hours", "clients", "months")."""

    of: Text
    value: Positive


class Criterion(_Data, frozen=True, kw_only=True):
    """An assessment criterion; `ref` is its number inside the unit ("1.1")."""

    ref: Annotated[str, Meta(pattern=r"^\d+\.\d+$")]
    text: Text
    minimums: tuple[Minimum, ...] = ()


class Outcome(_Data, frozen=True, kw_only=True):
    """A learning outcome and its criteria; `number` as the unit gives it ("1")."""

    number: Annotated[str, Meta(pattern=r"^\d+$")]
    text: Text
    criteria: Annotated[tuple[Criterion, ...], Meta(min_length=1)]


class Unit(_Data, frozen=True, kw_only=True):
    """A unit of the qualification; `ref` as ILM numbers it ("8580-500")."""

    ref: Text
    title: Text
    level: Annotated[int, Meta(ge=1)]
    credits: Annotated[int, Meta(ge=1)]
    outcomes: Annotated[tuple[Outcome, ...], Meta(min_length=1)]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The unit's criteria in order, over its outcomes."""
        return tuple(criterion for outcome in self.outcomes for criterion in outcome.criteria)


class Award(_Data, frozen=True, kw_only=True):
    """An award: its mandatory units, their credits, and the hours of support that it needs."""

    key: Annotated[str, Meta(pattern=r"^[a-z_]+$")]
    title: Text
    units: Annotated[tuple[str, ...], Meta(min_length=1)]
    credits: Annotated[int, Meta(ge=1)]
    induction_hours: Annotated[float, Meta(ge=0)]
    tutorial_hours: Annotated[float, Meta(ge=0)]


class Qualification(_Data, frozen=True, kw_only=True):
    """A whole reference file; `sha256` is that of its bytes, filled on load."""

    schema: Literal["ilm-coverage-reference/1"]
    ref: Text
    title: Text
    level: Annotated[int, Meta(ge=1)]
    awards: Annotated[tuple[Award, ...], Meta(min_length=1)]
    units: Annotated[tuple[Unit, ...], Meta(min_length=1)]
    sha256: str = ""

    def unit(self, ref: str) -> Unit:
        """The unit with this ref. Raises: KeyError."""
        return {unit.ref: unit for unit in self.units}[ref]

    def pairs(self) -> Iterator[tuple[Unit, Criterion]]:
        """Every criterion with its unit, in the reference's order."""
        return ((unit, criterion) for unit in self.units for criterion in unit.criteria)


def load_reference(path: Path = DEFAULT_REFERENCE) -> Qualification:
    """The qualification in a reference file, checked. Raises: DataError, naming the file and the place inside it."""
    return load(path, "reference", _parsed, _faults)


@lru_cache(maxsize=4)
def _parsed(packed: bytes) -> Qualification:
    qualification = msgspec.json.decode(packed, type=Qualification)
    return msgspec.structs.replace(qualification, sha256=hashlib.sha256(packed).hexdigest())


def _faults(qualification: Qualification) -> Iterator[str]:
    """What no type can say: refs that are doubled or lead nowhere, credits that do not add up."""
    yield from _doubled("$.units", (unit.ref for unit in qualification.units))
    yield from _doubled("$.awards", (award.key for award in qualification.awards))
    for at, unit in enumerate(qualification.units):
        yield from _doubled(f"$.units[{at}].outcomes", (criterion.ref for criterion in unit.criteria))
        for where, outcome in enumerate(unit.outcomes):
            for criterion in outcome.criteria:
                if criterion.ref.split(".")[0] != outcome.number:
                    place = f"$.units[{at}].outcomes[{where}]"
                    yield f"criterion {criterion.ref} is not one of outcome {outcome.number} - at `{place}`"
    worth = {unit.ref: unit.credits for unit in qualification.units}
    for at, award in enumerate(qualification.awards):
        lost = [ref for ref in award.units if ref not in worth]
        if lost:
            yield f"unit {lost[0]} is not in the file - at `$.awards[{at}].units`"
        elif sum(worth[ref] for ref in award.units) != award.credits:
            yield f"the units' credits do not add up to {award.credits} - at `$.awards[{at}].credits`"


def _doubled(place: str, refs: Iterable[str]) -> Iterator[str]:
    return (f"{ref} is there twice - at `{place}`" for ref, count in Counter(refs).items() if count > 1)
