"""What the numbers of a cell may come to, held against a criterion's minimums: "10 x 1.25 = 12.5 enough".

No rule says here which of them is meant: what learned from labelled amounts tells that from the words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, product

from pipeline.judge.headcount import headcount
from pipeline.judge.spoken import spoken
from pipeline.judge.sums import told_as_one, units_of
from pipeline.policy.cells import Quantities
from pipeline.reference import Minimum
from pipeline.text import in_figures

_NUMBER = r"(?<![\w.,/])\d{1,4}(?:\.\d+)?"
_NUMBERS_MAX = 5  # of a kind: further ones belong to no amount that anybody works out in his head
_WAYS_MAX = 16
_COUNT_MAX = 300


def reckoned(text: str, minimums: Sequence[Minimum], policy: Quantities) -> tuple[str, str]:
    """A cell in figures, and what its numbers may come to; "" where nothing of it may be an amount.

    A length of time can be told without any number, from feast to feast: of one the words are always to be heard.
    """
    figures = in_figures(spoken(text, policy), (("hours", policy.hours),))
    if all(minimum.of == "months" for minimum in minimums):  # "two cycles of nine months": it is not reckoned below
        summed, is_doubtful = told_as_one(figures, "months", policy)
        figures = figures if is_doubtful else summed
    spans = {of: list(_amounts(figures, of, policy)) for of in ("hours", "months")}
    told = [(minimum, list(islice(_ways(figures, spans, minimum, policy), _WAYS_MAX))) for minimum in minimums]
    if not any(ways or minimum.of == "months" for minimum, ways in told):
        return figures, ""
    return figures, " ; ".join(f"{minimum.value:g} {minimum.of} : {' , '.join(ways)}" for minimum, ways in told)


def _ways(
    figures: str, spans: Mapping[str, Sequence[tuple[range, float]]], minimum: Minimum, policy: Quantities
) -> Iterator[str]:
    """Each thing that the numbers may come to once, with whether it is enough; `spans` are a unit's amounts."""
    taken = [span for found in spans.values() for span, _ in found]
    counts = [] if minimum.of == "months" else list(_counts(figures, taken, policy))[:_NUMBERS_MAX]
    amounts = [value for _, value in spans.get(minimum.of, ())][:_NUMBERS_MAX]
    alone = list(_counts(figures, taken, policy, policy.alone))[: _NUMBERS_MAX - len(amounts)] if amounts else []
    ways = dict(_sums(amounts, counts, is_hours=minimum.of == "hours"))
    if alone:  # "60 hours here and 45 there"
        ways[" + ".join(f"{one:g}" for one in (*amounts, *alone))] = sum((*amounts, *alone))
    for way, value in ways.items():
        told = f"{way} = {value:g}" if " " in way else way
        yield f"{told} {'enough' if round(value, 2) >= minimum.value else 'low'}"
    if minimum.of == "clients" and (people := headcount(figures, policy)):
        yield f"{people:g} people {'enough' if people >= minimum.value else 'low'}"


def _amounts(figures: str, of: str, policy: Quantities) -> Iterator[tuple[range, float]]:
    """The amounts of a unit with their places."""
    worth = dict(units_of(policy, of)[of])
    words = "|".join(sorted(map(re.escape, worth), key=len, reverse=True))
    for found in re.finditer(rf"({_NUMBER}) ?-?({words})s?\b", figures):
        yield range(found.start(), found.end()), round(float(found[1]) * worth[found[2]], 2)


def _counts(figures: str, taken: Sequence[range], policy: Quantities, behind: str = "") -> Iterator[float]:
    """The numbers beside the amounts that may count something, with such words `behind` them."""
    spans = [*taken, *(range(found.start(), found.end()) for found in re.finditer(policy.labelled, figures))]
    for found in re.finditer(rf"{_NUMBER}(?![\w.,/:]*\d){behind}", figures):
        if float(found[0]) <= _COUNT_MAX and not any(found.start() in span for span in spans):
            yield float(found[0])


def _sums(amounts: Sequence[float], counts: Sequence[float], *, is_hours: bool) -> Iterator[tuple[str, float]]:
    """Amounts alone, times counts, together and less each other; of counts alone where there is no amount."""
    firsts = amounts or counts
    yield from ((f"{one:g}", one) for one in firsts)
    if is_hours and amounts:
        several = [k for k in counts if k > 1]
        yield from ((f"{k:g} x {one:g}", k * one) for k, one in product(several, amounts))
        pairs = product(combinations(several, 2), amounts)
        yield from ((f"{j:g} x {k:g} x {one:g}", j * k * one) for (j, k), one in pairs)
        yield from ((f"{amounts[0]:g} - {k:g}", amounts[0] - k) for k in counts if k < amounts[0])
    elif not amounts:
        yield from ((f"{j:g} x {k:g}", j * k) for j, k in combinations(firsts, 2) if j > 1 < k)
    if len(firsts) > 1:
        yield " + ".join(f"{one:g}" for one in firsts), sum(firsts)
        yield from ((f"{one:g} - {other:g}", one - other) for one, other in combinations(firsts, 2) if one > other)
