"""The types that flow in memory, in the order of the flow: Document, Submission, Matching, verdicts.

Pages, tables, rows and columns count from 1. Texts are as a reader of the document sees them: lines parted by "\\n".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

# ---------------------------------------------------------------- what a reader gives


@dataclass(frozen=True, slots=True)
class Location:
    """A place in the submission.

    `table` counts the document's top-level tables, `row` its rows and `column` its grid columns. `inner_row` is the
    row of a table that lies inside the cell. All None: a paragraph outside the tables.
    """

    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    inner_row: int | None = None

    @property
    def label(self) -> str:
        """The place in words: "page 6, table 3, row 4"; "" where nothing is known."""
        named = (
            ("page", self.page),
            ("table", self.table),
            ("row", self.row),
            ("inner row", self.inner_row),
        )
        return ", ".join(f"{name} {value}" for name, value in named if value is not None)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words and where they stand."""

    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph outside the tables; `is_heading` where its style is a heading or title."""

    text: str
    location: Location
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell at its first place in the grid; a merged cell spans more than one row or column.

    `text` holds the nested tables' text too, in reading order; `tables` are those tables as tables.
    """

    text: str
    location: Location
    row_span: int = 1
    column_span: int = 1
    tables: tuple["Table", ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that begin in this row, left to right; those merged from above are in the rows above."""

    cells: tuple[Cell, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid of `column_count` columns."""

    rows: tuple[Row, ...]
    column_count: int
    location: Location

    def grid(self) -> tuple[tuple[Cell | None, ...], ...]:
        """rows x columns: the cell that covers each place; a merged cell in each of its places, None in a gap."""
        places: list[list[Cell | None]] = [[None] * self.column_count for _ in self.rows]
        for at, row in enumerate(self.rows):
            for cell in row.cells:
                first = (cell.location.column or 1) - 1
                for line in places[at : at + cell.row_span]:
                    line[first : first + cell.column_span] = [cell] * len(line[first : first + cell.column_span])
        return tuple(tuple(line) for line in places)


class NoteKind(StrEnum):
    """What a reader noticed and a person should know."""

    TRACKED_CHANGES = "tracked_changes"
    STRUCK_TEXT = "struck_text"
    OCR_TEXT = "ocr_text"
    TEXT_UNREADABLE = "text_unreadable"


@dataclass(frozen=True, slots=True)
class Note:
    """A reader's note: its kind, the first place, the words concerned (shortened), and how often it was met."""

    kind: NoteKind
    location: Location
    quote: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """A submission as its reader saw it.

    `format` is the kind that was recognised ("docx"), `read_by` the reader. `blocks` are the body's paragraphs and
    top-level tables in order; `margins` the headers' and footers' paragraphs.
    """

    format: str
    read_by: str
    blocks: tuple[Paragraph | Table, ...]
    margins: tuple[Paragraph, ...] = ()
    notes: tuple[Note, ...] = ()
    pages: int | None = None

    @property
    def tables(self) -> tuple[Table, ...]:
        """The top-level tables, in order: table 1 first."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs outside the tables, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))


# ---------------------------------------------------------------- what extract gives


class Coverage(StrEnum):
    """The statuses of a criterion; a unit may also be `not_claimed`."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    NOT_CLAIMED = "not_claimed"


class Answer(StrEnum):
    """An answer of the Rules of Combination block."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "n/a"


@dataclass(frozen=True, slots=True)
class MappedRow:
    """One row of a criterion table as submitted, before it is matched.

    `numbers` are the criterion numbers that it bears, ranges written out: () where none, several where one row maps
    several criteria ("1.1 and 1.2", "1.1-1.3"). `text` is the criterion's wording without its number. `outcome` is the
    outcome's wording beside or above it, `outcome_number` its number. Cells merged over several rows stand in each.
    """

    numbers: tuple[str, ...]
    text: str
    outcome_number: str | None
    outcome: str
    strategies: Passage
    evidence: Passage
    location: Location


@dataclass(frozen=True, slots=True)
class UnitBlock:
    """The rows under one unit heading; `ref` ("8580-501"), `title`, `credits` as the heading gives them, or None."""

    ref: str | None
    title: str | None
    credits: int | None
    location: Location
    rows: tuple[MappedRow, ...]


class Column(StrEnum):
    """The two columns that are judged."""

    STRATEGIES = "strategies"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Statement:
    """Words that map more than one row: "whole unit: Assignment 1", "all criteria of outcome 2: diary".

    `unit` is the ref of the heading it stands under (None: the whole document); `outcome` the outcome's number, or None
    for all of them; `numbers` the criteria that it names, () for all of them. `passage.text` is what is mapped.
    """

    column: Column
    unit: str | None
    outcome: str | None
    numbers: tuple[str, ...]
    passage: Passage


@dataclass(frozen=True, slots=True)
class Term:
    """A code explained in the document: "A1 = coaching essay"."""

    code: str
    meaning: str
    location: Location


@dataclass(frozen=True, slots=True)
class Claim:
    """The answer given for one award ("certificate"): YES, NO, N/A. An unanswered line gives no claim."""

    award: str
    answer: Answer
    location: Location


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One unit's line of the Summary table: the tick (None where there is none), comments, assessment titles."""

    unit: str
    title: str
    credits: int | None
    status: Coverage | None
    comments: str
    assessments: tuple[str, ...]
    location: Location


class Support(StrEnum):
    """What each award needs beside its units."""

    INDUCTION = "induction"
    TUTORIAL = "tutorial"


@dataclass(frozen=True, slots=True)
class SupportStatement:
    """A sentence of the submission's own on induction or tutorial support; `hours` None where none are given."""

    kind: Support
    hours: float | None
    passage: Passage


@dataclass(frozen=True, slots=True)
class Submission:
    """What a mapping form says, read by what its parts mean.

    `blocks` is () where no criterion table was found; `saw` then says what was ("2 tables, none of them with
    criteria"). `notes` are the reader's.
    """

    programme: str | None
    customer: str | None
    claims: tuple[Claim, ...]
    summary: tuple[SummaryRow, ...]
    blocks: tuple[UnitBlock, ...]
    statements: tuple[Statement, ...]
    terms: tuple[Term, ...]
    support: tuple[SupportStatement, ...]
    placeholders: tuple[Passage, ...]
    notes: tuple[Note, ...]
    saw: str


# ---------------------------------------------------------------- what match gives


class MatchKind(StrEnum):
    """How a row's wording stands to the canonical criterion."""

    IDENTICAL = "identical"
    REWORDED = "reworded"
    ALTERED = "altered"
    NUMBER_ONLY = "number_only"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Signal:
    """One additive weight of a match: both values, the level that it reached, and its bits (log2 of the odds)."""

    signal: str
    submitted: str
    canonical: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The next best criterion; `score` is a probability."""

    unit: str
    ref: str
    score: float


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row, or one part of a row that maps several criteria, and the criterion that it maps.

    `block` is the index of its UnitBlock. `text` and `number` are this part's. `unit` and `ref` are the criterion's;
    both None where no criterion fits. `is_misplaced`: the text is another unit's; `unit` and `ref` then name the
    criterion that it reads like, and the row counts for none. `difference` says in words what was changed, "" where
    nothing was ("'a minimum of twelve hours' became '8 hours'").
    """

    row: MappedRow
    block: int
    number: str | None
    text: str
    unit: str | None
    ref: str | None
    kind: MatchKind
    score: float
    is_certain: bool
    runner_up: RunnerUp | None
    signals: tuple[Signal, ...]
    difference: str = ""
    is_misplaced: bool = False
    is_renumbered: bool = False


@dataclass(frozen=True, slots=True)
class MatchedOutcome:
    """An outcome's wording as submitted against the reference's."""

    unit: str
    number: str
    text: str
    kind: MatchKind
    difference: str
    location: Location


@dataclass(frozen=True, slots=True)
class Matching:
    """All rows matched, in the document's order; `units` gives each block's unit, None where it is not known.

    A block whose heading names another qualification's unit keeps None; its rows are matched to nothing.
    """

    rows: tuple[MatchedRow, ...]
    units: tuple[str | None, ...]
    outcomes: tuple[MatchedOutcome, ...]

    def of(self, unit: str, ref: str) -> Iterator[MatchedRow]:
        """The rows that map one criterion, in the document's order."""
        return (r for r in self.rows if r.unit == unit and r.ref == ref and not r.is_misplaced)


# ---------------------------------------------------------------- what judge finds in a cell


class CellState(StrEnum):
    """What a cell is worth."""

    ABSENT = "absent"
    WEAK = "weak"
    SUBSTANTIVE = "substantive"


class WeakKind(StrEnum):
    """Why evidence is weak, in the order in which the first that holds is the reason."""

    PROVISIONAL = "provisional"
    OPTIONAL = "optional"
    NO_ASSESSMENT_NAMED = "no_assessment_named"
    SHORTFALL = "shortfall"
    PART_ONLY = "part_only"
    UNRESOLVED_REFERENCE = "unresolved_reference"


@dataclass(frozen=True, slots=True)
class CellVerdict:
    """A cell judged: `quote` the words that made it so, `rule` the policy entry that they met.

    `need` and `have` are a shortfall's two quantities in words ("12 hours"). `doubt` is a question for the QCM where
    the reading is near the line, None where it is certain. `assessments` are the assessments that the cell names.
    """

    state: CellState
    kind: WeakKind | None = None
    quote: str = ""
    rule: str = ""
    need: str = ""
    have: str = ""
    doubt: str | None = None
    assessments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedCell:
    """One column of a criterion: its words as submitted (rows joined by "\n"), where they stand, and the verdict."""

    text: str
    location: Location | None
    verdict: CellVerdict


@dataclass(frozen=True, slots=True)
class JudgedCriterion:
    """Both columns of one criterion; `rows` are the rows that map it, the one that stands for it first, () if none."""

    unit: str
    ref: str
    rows: tuple[MatchedRow, ...]
    strategies: JudgedCell
    evidence: JudgedCell
