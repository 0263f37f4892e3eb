"""Hand-built cases for the judge: a submission in which every criterion of some units is fully mapped, then changed."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from pipeline.judge.coverage import Case
from pipeline.model.document import Location, Passage
from pipeline.model.matching import MatchedRow, Matching, MatchKind
from pipeline.model.submission import Claim, MappedRow, Submission, Support, SupportStatement, UnitBlock
from pipeline.model.verdicts import CellState, CellVerdict, JudgedCell, JudgedCriterion
from pipeline.policy import load_policy
from pipeline.reference import Criterion, Unit, load_reference

REFERENCE = load_reference()
POLICY = load_policy()
CERTIFICATE = ("8580-500", "8580-501", "8580-503")
NOWHERE = Location()
ABSENT = JudgedCell("", None, CellVerdict(CellState.ABSENT))


def substantive(text: str, *assessments: str) -> JudgedCell:
    return JudgedCell(text, NOWHERE, CellVerdict(CellState.SUBSTANTIVE, assessments=assessments))


def mapped_row(unit: Unit, criterion: Criterion, row: int) -> MappedRow:
    at = Location(table=REFERENCE.units.index(unit) + 1, row=row)
    return MappedRow((criterion.ref,), criterion.text, None, "", Passage("Seminar", at), Passage("Essay", at), at)


def matched_row(unit: Unit, criterion: Criterion, row: MappedRow, block: int) -> MatchedRow:
    kind = MatchKind.IDENTICAL
    return MatchedRow(row, block, criterion.ref, row.text, unit.ref, criterion.ref, kind, 0.99, True, None, ())


def case(units: Iterable[str] = CERTIFICATE, claims: tuple[Claim, ...] = (), **submission: object) -> Case:
    """A case in which these units are mapped, every criterion full, induction and tutorials stated."""
    blocks, matched = [], []
    for block, unit in enumerate(unit for unit in REFERENCE.units if unit.ref in units):
        rows = [mapped_row(unit, criterion, at) for at, criterion in enumerate(unit.criteria, start=3)]
        heading = Location(table=REFERENCE.units.index(unit) + 1, row=1)
        blocks.append(UnitBlock(unit.ref, unit.title, unit.credits, heading, tuple(rows)))
        matched += [matched_row(unit, c, row, block) for c, row in zip(unit.criteria, rows, strict=True)]
    support = tuple(
        SupportStatement(kind, hours, Passage("", NOWHERE))
        for kind, hours in ((Support.INDUCTION, 1.0), (Support.TUTORIAL, 2.0))
    )
    blank = Submission("Programme", "Customer", claims, (), tuple(blocks), (), (), support, (), (), "")
    whole = replace(blank, **submission)  # type: ignore[arg-type]
    matching = Matching(tuple(matched), tuple(block.ref for block in blocks), ())
    return judged(Case(whole, matching, (), REFERENCE, POLICY))


def judged(case: Case) -> Case:
    """The case with every mapped criterion's cells substantive, the others absent."""
    rows = {(u.ref, c.ref): tuple(case.matching.of(u.ref, c.ref)) for u, c in REFERENCE.pairs()}
    cells = tuple(
        JudgedCriterion(unit, ref, found, *((substantive("Seminar"), substantive("Essay")) if found else (ABSENT,) * 2))
        for (unit, ref), found in rows.items()
    )
    return replace(case, judged=cells)


def with_criterion(case: Case, unit: str, ref: str, **changes: object) -> Case:
    """The case with one judged criterion changed."""
    return replace(
        case,
        judged=tuple(
            replace(c, **changes) if (c.unit, c.ref) == (unit, ref) else c  # type: ignore[arg-type]
            for c in case.judged
        ),
    )


def with_row(case: Case, unit: str, ref: str, change: Callable[[MatchedRow], MatchedRow | None]) -> Case:
    """The case with one criterion's row changed, or taken out where `change` gives None."""
    changed = (change(row) if (row.unit, row.ref) == (unit, ref) else row for row in case.matching.rows)
    rows = tuple(row for row in changed if row is not None)
    return judged(replace(case, matching=replace(case.matching, rows=rows)))
