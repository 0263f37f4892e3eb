"""An assignment to matched rows: criterion, wording, certainty, runner-up, and every sign with its bits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.match.assign import NOTHING, Assignment
from pipeline.match.headings import FOREIGN, Heading
from pipeline.match.index import Index
from pipeline.match.split import Part
from pipeline.match.wording import Verdict, wording, wording_within
from pipeline.model.matching import MatchedRow, MatchKind, RunnerUp, Signal
from pipeline.policy.matching import Wording
from pipeline.text import squash


@dataclass(frozen=True, slots=True)
class Decided:
    """All that is known of the parts before they are told as rows."""

    parts: tuple[Part, ...]
    headings: tuple[Heading, ...]
    assignment: Assignment
    index: Index
    policy: Wording


def matched_rows(decided: Decided) -> tuple[MatchedRow, ...]:
    """The parts as matched rows, in the document's order."""
    return tuple(_matched(at, decided) for at in range(len(decided.parts)))


def _matched(at: int, decided: Decided) -> MatchedRow:
    part, place = decided.parts[at], int(decided.assignment.chosen[at])
    heading = decided.headings[part.block]
    margin, runner_up = _margin(at, decided)
    shown = squash(part.text)
    index = decided.index
    if place == NOTHING:
        # A foreign heading decides; but rows to the letter ours may stand under a mistyped one, so a person is asked.
        is_ours = float(decided.assignment.weights.likeness[at].max()) >= index.policy.canonical_min
        is_certain = not is_ours if heading.unit == FOREIGN else margin >= index.policy.certain_margin
        is_certain = is_certain and not _fills_a_gap(part, heading, decided)
        return MatchedRow(
            row=part.row,
            block=part.block,
            number=part.number,
            text=shown,
            unit=None,
            ref=None,
            kind=MatchKind.MISSING,
            score=0.0,
            is_certain=is_certain,
            runner_up=runner_up,
            signals=(),
        )
    unit, criterion = int(index.unit_of[place]), index.criteria[place]
    verdict = _verdict(part, criterion.text, decided.policy)
    likeness = float(decided.assignment.weights.likeness[at, place])
    is_like = likeness >= index.policy.certain_text_min or not part.folded
    return MatchedRow(
        row=part.row,
        block=part.block,
        number=part.number,
        text=shown,
        unit=index.units[unit].ref,
        ref=criterion.ref,
        kind=verdict.kind,
        score=_probability(margin),
        is_certain=margin >= index.policy.certain_margin and is_like and verdict.is_certain,
        runner_up=runner_up,
        signals=tuple(_signals(at, place, decided)),
        difference=verdict.difference,
        is_misplaced=heading.is_stated and unit != heading.unit,
        is_renumbered=_is_renumbered(part, place, likeness, index),
    )


def _fills_a_gap(part: Part, heading: Heading, decided: Decided) -> bool:
    """Whether a row that maps nothing bears the number of a criterion of its unit that no other row maps."""
    index, taken = decided.index, {int(place) for place in decided.assignment.chosen}
    return any(
        int(index.unit_of[place]) == heading.unit and criterion.ref == part.number and place not in taken
        for place, criterion in enumerate(index.criteria)
    )


def _verdict(part: Part, canonical: str, policy: Wording) -> Verdict:
    return (wording_within if part.is_whole else wording)(part.text, canonical, policy)


def _is_renumbered(part: Part, place: int, likeness: float, index: Index) -> bool:
    number = index.criteria[place].ref
    return part.number not in (None, number) and likeness >= index.policy.canonical_min


def _margin(at: int, decided: Decided) -> tuple[float, RunnerUp | None]:
    """The lead in bits over the better of runner-up and "no criterion", and the runner-up.

    Where nothing was chosen: the lead of "no criterion", and the criterion that comes nearest.
    """
    weights, index = decided.assignment.weights, decided.index
    bits, null = weights.total[at], float(weights.null[at])
    place = int(decided.assignment.chosen[at])
    others = np.delete(np.arange(len(bits)), place) if place != NOTHING else np.arange(len(bits))
    if not len(others):
        return float(bits[place]) - null, None
    second = int(others[bits[others].argmax()])
    chosen = null if place == NOTHING else float(bits[place])
    lead_over_second = round(chosen - float(bits[second]), 2)
    margin = lead_over_second if place == NOTHING else min(lead_over_second, round(chosen - null, 2))
    unit = index.units[int(index.unit_of[second])]
    return margin, RunnerUp(unit.ref, index.criteria[second].ref, round(1 - _probability(lead_over_second), 4))


def _probability(bits: float) -> float:
    """Odds of two to the power of so many bits, as a probability; far beyond what can be told it is 0 or 1."""
    return round(1 / (1 + 2 ** -max(-100.0, min(100.0, bits))), 4)


# ---------------------------------------------------------------- signals


def _signals(at: int, place: int, decided: Decided) -> Iterator[Signal]:
    """Every sign of a match with its two values, its level and its bits; they add up to the match's total."""
    part, index, weights = decided.parts[at], decided.index, decided.assignment.weights
    criterion, unit = index.criteria[place], index.units[int(index.unit_of[place])]
    expected = decided.headings[part.block].unit
    heading = index.units[expected].ref if expected >= 0 else ""
    likeness = float(weights.likeness[at, place])
    shown = index.policy.shown_characters
    yield Signal(
        "text",
        _short(part.text, shown),
        _short(criterion.text, shown),
        f"{_level(likeness, index)} {likeness:.4f}" if part.folded else "blank",
        _bits(weights.text[at, place]),
    )
    yield Signal(
        "number",
        part.number or "",
        criterion.ref,
        f"{_number_level(part.number, criterion.ref)}, trust {weights.trust:.2f}",
        _bits(weights.number[at, place]),
    )
    level = _unit_level(heading, unit.ref, is_pasted=expected != decided.assignment.expected[at])
    yield Signal("unit", heading, unit.ref, level, _bits(weights.unit[at, place]))
    if weights.quantity[at, place]:
        submitted, canonical = index.amounts_of(part.text), index.amounts[place]
        level = "shared" if submitted & canonical else "different" if canonical else "extra"
        yield Signal("quantity", _amounts(submitted), _amounts(canonical), level, _bits(weights.quantity[at, place]))
    if weights.order[at, place]:
        yield Signal("order", "", "", "fits its neighbours", _bits(weights.order[at, place]))
    yield Signal("prior", "", "", f"one of {len(index.criteria)}", weights.prior)


def _bits(value: np.float64) -> float:
    return round(float(value), 2)


def _short(text: str, most: int) -> str:
    squashed = squash(text)
    return squashed if len(squashed) <= most else squashed[: most - 1].rstrip() + "…"


def _level(likeness: float, index: Index) -> str:
    return next(name for least, name in index.policy.levels if likeness >= least)


def _number_level(number: str | None, ref: str) -> str:
    if not number:
        return "absent"
    return "same" if number == ref else "same outcome" if number.split(".")[0] == ref.split(".")[0] else "other"


def _unit_level(heading: str, unit: str, *, is_pasted: bool) -> str:
    if is_pasted:
        return "other, its rows are this unit's"
    return "no heading" if not heading else "same" if heading == unit else "other"


def _amounts(amounts: Sequence[tuple[str, float]] | frozenset[tuple[str, float]]) -> str:
    return ", ".join(f"{value:g} {unit}" for unit, value in sorted(amounts))
