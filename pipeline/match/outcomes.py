"""Learning outcomes as submitted against the reference's."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from pipeline.match.rows import Decided
from pipeline.match.wording import outcome_wording
from pipeline.model.matching import MatchedOutcome
from pipeline.model.submission import MappedRow, UnitBlock
from pipeline.reference import Outcome, Unit
from pipeline.text import fold


def matched_outcomes(blocks: Sequence[UnitBlock], decided: Decided) -> tuple[MatchedOutcome, ...]:
    """Every outcome's wording that a known unit's rows give, each once."""
    return tuple(
        found
        for block, heading in zip(blocks, decided.headings, strict=True)
        if heading.unit >= 0
        for found in _of_block(block, decided.index.units[heading.unit], decided)
    )


def _of_block(block: UnitBlock, unit: Unit, decided: Decided) -> Iterator[MatchedOutcome]:
    seen: set[str] = set()
    elsewhere = {fold(o.text) for u in decided.index.units if u is not unit for o in u.outcomes}
    for row in block.rows:
        folded = fold(row.outcome)
        if not folded or folded.isdigit() or folded in seen:
            continue
        seen.add(folded)
        outcome = _outcome(row, folded, unit, decided)
        # Another unit's outcome to the letter is a matter of the rows' place, not of this outcome's words.
        if outcome and (folded == fold(outcome.text) or folded not in elsewhere):
            verdict = outcome_wording(row.outcome, outcome.text, decided.policy)
            yield MatchedOutcome(unit.ref, outcome.number, row.outcome, verdict.kind, verdict.difference, row.location)


def _outcome(row: MappedRow, folded: str, unit: Unit, decided: Decided) -> Outcome | None:
    """The outcome of the row's number where its text is alike, else the one most alike; None where none is."""
    alike = {outcome.number: fuzz.ratio(folded, fold(outcome.text)) / 100 for outcome in unit.outcomes}
    number = max(alike, key=lambda one: (one == row.outcome_number) * decided.policy.outcome_number + alike[one])
    if alike[number] < decided.policy.outcome_alike_min:
        return None
    return next(outcome for outcome in unit.outcomes if outcome.number == number)
