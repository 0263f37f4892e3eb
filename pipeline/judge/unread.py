"""Numbers of an evidence cell that nothing was made of, beside a minimum that it does not state: a person is asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.judge.headcount import bare_numbers, headcount
from pipeline.judge.sums import units_of
from pipeline.policy.cells import Quantities
from pipeline.reference import Minimum
from pipeline.text import Quantity, in_figures, quantities


@dataclass(frozen=True, slots=True)
class Unread:
    """A minimum that a cell may fall short of, and what its numbers likely come to; None where that cannot be told."""

    minimum: Minimum
    likely: float | None = None


def unread(text: str, minimums: Sequence[Minimum], policy: Quantities) -> Unread | None:
    """The first minimum that the text may fall short of in numbers that were not read: "a caseload of three".

    None where it states enough, or no number but those of names, lengths and dates (`policy.harmless`).
    """
    figures = in_figures(text, ())
    stated = [(minimum, quantities(figures, units_of(policy, minimum.of))) for minimum in minimums]
    unstated = [(minimum, found) for minimum, found in stated if not _states(found, minimum)]
    if not unstated:
        return None
    if held := [minimum for minimum, found in unstated if _may_state(found, minimum, policy)]:
        return Unread(held[0])
    minimum, read = unstated[0]
    left = _left(figures, read, policy)
    if minimum.of == "clients":  # people by any name: "six probationers"
        people = headcount(figures, policy)
        is_asked = any(number < minimum.value for number in left) or (not left and people is not None)
        return Unread(minimum, people) if is_asked else None
    return Unread(minimum, _likely(figures, left, read, minimum, policy)) if left else None


def may_add_up(text: str, have: float, minimum: Minimum, policy: Quantities) -> bool:
    """Whether what is stated and a number not read may come to the minimum: "6 hours ... and 7 there", "two of nine".

    Lengths of time are not added where they are read, for one is often told twice: of them it is said here, too.
    """
    figures = in_figures(text, ())
    read = quantities(figures, units_of(policy, minimum.of))
    left = [number for number in _left(figures, read, policy) if 1 < number < minimum.value]
    if minimum.of != "months":
        return any(have + number >= minimum.value for number in left)
    lengths = sum(one.low for one in read if one.unit == "months" and not one.is_article)
    return lengths >= minimum.value or any(have * number >= minimum.value for number in left)


def _left(figures: str, read: Sequence[Quantity], policy: Quantities) -> list[float]:
    taken = [range(found.start, found.end) for found in read]
    return [float(found[0]) for found in bare_numbers(figures, taken, policy)]


def _states(found: Sequence[Quantity], minimum: Minimum) -> bool:
    return any(one.unit == minimum.of and one.low >= minimum.value for one in found)


def _may_state(found: Sequence[Quantity], minimum: Minimum, policy: Quantities) -> bool:
    """Whether an amount of that unit, taken for another thing's, may be meant: it is large, or may be repeated."""
    own = [one for one in found if one.unit == minimum.of]
    if any(one.low >= policy.hardly_below * minimum.value for one in own):
        return True
    is_repeated = any(one.unit == "months" and not one.is_article for one in found)
    return bool(own) and minimum.of == "hours" and is_repeated


def _likely(
    text: str, left: Sequence[float], read: Sequence[Quantity], minimum: Minimum, policy: Quantities
) -> float | None:
    """The bare numbers together, or the largest, where the unit is named without one and that is nearly enough."""
    words = "|".join(re.escape(word) for word, _ in units_of(policy, minimum.of)[minimum.of])
    is_named = re.search(rf"\b(?:{words})s?\b", text, re.IGNORECASE)
    likely = sum(left) if len(re.findall(policy.spread, text, re.IGNORECASE)) == len(left) else max(left)
    is_near = policy.likely_from * minimum.value <= likely < minimum.value
    return likely if is_named and is_near and not any(one.unit == minimum.of for one in read) else None
