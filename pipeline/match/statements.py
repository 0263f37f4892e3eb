"""Statements that cover criteria which no row of their own maps: "Whole unit: Assignment 1" as the only row."""

from collections.abc import Iterator, Sequence

from pipeline.model.document import Passage
from pipeline.model.matching import MatchedRow, MatchKind
from pipeline.model.submission import Column, MappedRow, Statement, Submission
from pipeline.reference import Criterion, Qualification


def covered_rows(
    submission: Submission, rows: Sequence[MatchedRow], units: Sequence[str | None], qualification: Qualification
) -> Iterator[MatchedRow]:
    """A row found by its number alone for each criterion that only a row of a table over several criteria maps.

    A line outside the tables maps no criterion by itself: it speaks for rows that are there.
    """
    mapped = {(row.unit, row.ref) for row in rows if not row.is_misplaced}
    for block, unit in enumerate(units):
        said = [one for one in submission.statements if one.unit and one.passage.location.row and _is_of(one, unit)]
        for criterion in qualification.unit(unit).criteria if unit and said else ():
            covering = [one for one in said if one.covers(criterion.ref)]
            if covering and (unit, criterion.ref) not in mapped:
                mapped.add((unit, criterion.ref))
                yield _row(covering, block, str(unit), criterion)


def _is_of(statement: Statement, unit: str | None) -> bool:
    return unit is not None and (statement.unit or "").rsplit("-", 1)[-1] == unit.rsplit("-", 1)[-1]


def _row(covering: Sequence[Statement], block: int, unit: str, criterion: Criterion) -> MatchedRow:
    at = covering[0].passage.location
    here = [one for one in covering if (one.passage.location.table, one.passage.location.row) == (at.table, at.row)]
    said = {one.column: one.passage for one in reversed(here)}
    row = MappedRow(
        numbers=(criterion.ref,),
        text="",
        outcome_number=criterion.ref.split(".")[0],
        outcome="",
        strategies=said.get(Column.STRATEGIES, Passage("", at)),
        evidence=said.get(Column.EVIDENCE, Passage("", at)),
        location=at,
    )
    return MatchedRow(
        row=row,
        block=block,
        number=criterion.ref,
        text="",
        unit=unit,
        ref=criterion.ref,
        kind=MatchKind.NUMBER_ONLY,
        score=1.0,
        is_certain=True,
        runner_up=None,
        signals=(),
    )
