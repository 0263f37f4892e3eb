"""Submissions as extract would give them, made of the reference's own criteria and of what a customer did to them."""

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from pipeline.model.document import Location, Passage
from pipeline.model.submission import Answer, Claim, MappedRow, Submission, UnitBlock
from pipeline.reference import Qualification, load_reference

REFERENCE: Qualification = load_reference()
HERE = Location(table=1, row=1)
CANONICAL = {(unit.ref, criterion.ref): criterion.text for unit, criterion in REFERENCE.pairs()}


@dataclass(frozen=True)
class Line:
    """A row to be: what it bears and says."""

    text: str
    numbers: tuple[str, ...] = ()
    outcome: str = ""
    outcome_number: str | None = None


def row(line: Line, at: int = 1) -> MappedRow:
    place = replace(HERE, row=at)
    words = Passage("words", place)
    return MappedRow(line.numbers, line.text, line.outcome_number, line.outcome, words, words, place)


def block(lines: Iterable[Line], ref: str | None, title: str | None = None) -> UnitBlock:
    rows = tuple(row(line, at) for at, line in enumerate(lines, 2))
    return UnitBlock(ref=ref, title=title, credits=None, location=HERE, rows=rows)


def submission(*blocks: UnitBlock, claimed: Iterable[str] = ()) -> Submission:
    return Submission(
        programme=None,
        customer=None,
        claims=tuple(Claim(award, Answer.YES, HERE) for award in claimed),
        summary=(),
        blocks=blocks,
        statements=(),
        terms=(),
        support=(),
        placeholders=(),
        notes=(),
        saw="",
    )


def lines_of(unit: str) -> list[Line]:
    """The unit's rows as the template has them."""
    return [
        Line(criterion.text, (criterion.ref,), outcome.text, outcome.number)
        for outcome in REFERENCE.unit(unit).outcomes
        for criterion in outcome.criteria
    ]


def unit_block(unit: str, *, headed: bool = True) -> UnitBlock:
    """The unit as the template has it."""
    title = REFERENCE.unit(unit).title
    return block(lines_of(unit), unit if headed else None, title if headed else None)
