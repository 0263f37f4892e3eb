"""What the rows of a criterion table are: rows of criteria, outcomes, statements over several, unit headings."""

from dataclasses import dataclass

from pipeline.extract.headings import UnitHeading
from pipeline.extract.scope import Scope
from pipeline.extract.sheets import passage
from pipeline.model.document import Cell, Location, Passage
from pipeline.model.submission import Column


@dataclass(frozen=True, slots=True)
class Said:
    """One column of a row: its cells, and what is said by ticks under assessments' names."""

    cells: tuple[Cell, ...] = ()
    ticked: str = ""

    @property
    def has_words(self) -> bool:
        """Whether anything is written there."""
        return bool(self.ticked) or any(cell.text.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of the grid. `ordinal` is a criterion's number within its outcome; `cell` holds the criterion's text.

    `confidence` is the lowest of the cells with its numbers and text.
    """

    numbers: tuple[str, ...]
    text: str
    outcome_number: str | None
    outcome: str
    strategies: Said
    evidence: Said
    location: Location
    cell: Cell | None = None
    ordinal: int | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """An outcome in a row of its own, with what stands in its strategies and evidence."""

    number: str | None
    text: str
    strategies: Passage
    evidence: Passage


@dataclass(frozen=True, slots=True)
class ScopeLine:
    """A row that maps several criteria without being one."""

    scope: Scope
    column: Column
    passage: Passage


Line = UnitHeading | RowLine | OutcomeLine | ScopeLine


def words(said: Said, fallback: Location) -> Passage:
    """What one column of a row says, and where."""
    own = passage(list(said.cells), fallback)
    return Passage("\n".join(filter(None, (own.text, said.ticked))), own.location, own.confidence)
