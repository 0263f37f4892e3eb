"""Amounts told in several numbers, as one: "three porters, four hours each" to "12 hours".

What tells such an amount is data (`cells.quantities.sums`): patterns over a text whose numbers are in figures, each
with what is to be done with its numbers. They are tried in their order, each for as long as it fits.
"""

import re
from functools import lru_cache
from itertools import accumulate
from math import prod

from pipeline.policy.cells import Quantities, Sum
from pipeline.text import in_figures

_PARTS = re.compile(r"(?<!P)<(\w+)>")
_NUMBER = r"\d+(?:\.\d+)?"
_NEAR = 200  # characters beside a sum that may say that it is none
_TIMES_MAX = 8  # of one pattern: "3 hours with A, 2 with B, 1 with C, ..."


def told_as_one(text: str, of: str, policy: Quantities) -> tuple[str, bool]:
    """The text with its sums worked out, in figures, and whether one of them might be meant otherwise.

    `of` is the unit that is asked for. A text without sums comes back as it is.
    """
    figures, is_doubtful, is_summed = in_figures(text, (("hours", policy.hours),)), False, False
    for entry, pattern in _patterns(of, policy):
        if entry.unless and re.search(entry.unless, figures):
            continue
        for _ in range(_TIMES_MAX):
            found = next((m for m in pattern.finditer(figures) if _is_meant(m, entry, policy)), None)
            if found is None:
                break
            unit = found.groupdict().get("unit") or of
            figures = f"{figures[: found.start()]}{_value(found, entry, policy):g} {unit}{figures[found.end() :]}"
            is_summed, is_doubtful = True, is_doubtful or entry.is_doubtful
    return (figures if is_summed else text), is_doubtful


def units_of(policy: Quantities, asked: str) -> dict[str, tuple[tuple[str, float], ...]]:
    """The policy's words; a thing that it does not list ("visits") is called by its own name alone."""
    own = {asked: ((asked.casefold().removesuffix("s"), 1.0),)}
    return own | {"hours": policy.hours, "clients": policy.clients, "months": policy.months}


def _is_meant(found: re.Match[str], entry: Sum, policy: Quantities) -> bool:
    """Whether the numbers of a match are to be worked out.

    Not where it is of other people's time ("the tutor sees them for ..."), where more would be taken away than there
    is, or where what follows only breaks the first number down ("80 hours, 40 with each").
    """
    start = found.start()
    before, behind = found.string[max(start - _NEAR, 0) : start], found.string[start : found.end() + _NEAR]
    if re.search(policy.sums_unless, re.split(policy.parts, before)[-1]):
        return False
    if entry.how == "difference":
        return _value(found, entry, policy) > 0
    if entry.how in ("sum", "list") and found.groupdict().get("unit"):
        first, *others = (float(number) for number in re.findall(_NUMBER, behind))
        return first not in list(accumulate(others))[1:]
    return True


def _value(found: re.Match[str], entry: Sum, policy: Quantities) -> float:
    """What the numbers of a match come to."""
    parts = found.groupdict()
    numbers = [_number(parts[name], policy) for name in ("n", "k", "j", "m") if parts.get(name)]
    match entry.how:
        case "product":
            return prod(numbers)
        case "sum":
            return sum(numbers)
        case "list":
            return sum(float(number) for number in re.findall(_NUMBER, found[0]))
        case "more":
            each = parts["m"] or parts["j"] or "1"
            return _number(parts["n"], policy) + _number(parts["k"], policy) * _number(each, policy)
        case "clock":
            return _number(parts["n"] or "1", policy) + _number(parts["m"], policy) / 60
        case "difference":
            return numbers[0] - sum(numbers[1:])
        case "fewer":
            return _number(parts["n"], policy) * (_number(parts["k"], policy) - float(parts["m"] or 1))
        case "share":
            return prod(numbers) / 100
        case "rate":
            spans = dict(policy.periods_weeks)
            whole, each = (spans[re.sub(r"s$", "", parts[name])] for name in ("q", "p"))
            return prod(numbers) * _number(parts["d"], policy) * whole / each


def _number(word: str, policy: Quantities) -> float:
    words = dict(policy.multiples)
    return words[word] if word in words else float(word)


@lru_cache(maxsize=16)
def _patterns(of: str, policy: Quantities) -> tuple[tuple[Sum, re.Pattern[str]], ...]:
    """The sums of a unit with their patterns."""
    units = "|".join(sorted((re.escape(word) for word, _ in units_of(policy, of)[of]), key=len, reverse=True))
    known = dict(policy.sum_parts) | {
        "unit": rf"(?P<unit>\b(?:{units})s?\b|(?<=\d)(?:{units})s?\b)",
        "period": "|".join(sorted((f"{re.escape(word)}s?" for word, _ in policy.periods_weeks), key=len, reverse=True)),
    }

    def part(m: re.Match[str]) -> str:
        return known.get(m[1]) or f"(?P<{m[1]}>{_NUMBER})"

    return tuple(
        (entry, re.compile(_PARTS.sub(part, entry.pattern))) for entry in policy.sums if of in entry.of or not entry.of
    )
