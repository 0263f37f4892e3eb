"""Documents built by hand: tables of texts with spans, paragraphs, the form's own headings."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from msgspec.structs import replace

from pipeline.extract import extract
from pipeline.model.document import Cell, Document, Location, Paragraph, Row, Table
from pipeline.model.submission import MappedRow, Statement, Submission, UnitBlock
from pipeline.policy import load_policy
from pipeline.policy.form import Form
from pipeline.reference import load_reference


@dataclass(frozen=True)
class Box:
    """A cell of a table to be: its text, how many rows and columns it spans, the tables inside it, its confidence."""

    text: str = ""
    rows: int = 1
    columns: int = 1
    tables: tuple[Table, ...] = ()
    confidence: float | None = None


Texts = Sequence[Sequence[str | Box]]
HEADS = ["Learning Outcomes", "Assessment Criteria", "Learning Strategies", "Assessment Evidence"]
TEMPLATE_HEADS = [Box(HEADS[0], columns=2), Box(HEADS[1], columns=2), HEADS[2], HEADS[3]]
DEFINE = "Define what coaching and mentoring is within the context of an organisation"
IDENTIFY = "Identify potential barriers to using coaching or mentoring"
PRESENT = "Present the case for using coaching or mentoring to benefit organisations"
EXPLORE = "Critically explore the knowledge, skills and behaviour of an effective coach"
UNIT = ["Unit No: 8580-500", "Understanding the skills of coaching and mentoring 5 credits"]


def table(rows: Texts) -> Table:
    """A table of these texts; its place is given by `document`."""
    taken: set[tuple[int, int]] = set()
    built = []
    for at, texts in enumerate(rows, start=1):
        column, cells = 1, []
        for text in texts:
            box = text if isinstance(text, Box) else Box(text)
            while (at, column) in taken:
                column += 1
            place = Location(table=0, row=at, column=column)
            cells.append(Cell(box.text, place, box.rows, box.columns, box.tables, box.confidence))
            taken |= {(at + down, column + right) for down in range(box.rows) for right in range(box.columns)}
            column += box.columns
        built.append(Row(tuple(cells), Location(table=0, row=at)))
    width = max((column for _, column in taken), default=0)
    return Table(tuple(built), width, Location(table=0))


def document(*blocks: str | Paragraph | Texts | Table) -> Document:
    """A Word document of paragraphs and tables; "# Words" is a heading."""
    placed: list[Paragraph | Table] = []
    count = 0
    for block in blocks:
        if isinstance(block, str):
            placed.append(Paragraph(block.removeprefix("# "), Location(), is_heading=block.startswith("# ")))
        elif isinstance(block, Paragraph):
            placed.append(block)
        else:
            count += 1
            placed.append(_placed(block if isinstance(block, Table) else table(block), count))
    return Document(format="docx", read_by="docx", blocks=tuple(placed))


def _placed(built: Table, number: int) -> Table:
    rows = tuple(
        Row(
            tuple(
                replace(cell, location=Location(table=number, row=cell.location.row, column=cell.location.column))
                for cell in row.cells
            ),
            Location(table=number, row=row.location.row),
        )
        for row in built.rows
    )
    return Table(rows, built.column_count, Location(table=number))


@cache
def form() -> Form:
    """The policy's words of the form."""
    return load_policy().form


def read(*blocks: str | Paragraph | Texts | Table) -> Submission:
    """The submission that a document of these blocks is."""
    return extract(document(*blocks), form(), load_reference())


def only_block(submission: Submission) -> UnitBlock:
    """The one unit block."""
    (block,) = submission.blocks
    return block


def rows(*blocks: str | Paragraph | Texts | Table) -> tuple[MappedRow, ...]:
    """The rows of a document with one unit."""
    return only_block(read(*blocks)).rows


def said(row: MappedRow) -> tuple[tuple[str, ...], str, str, str]:
    """What a row says: numbers, text, strategies, evidence."""
    return row.numbers, row.text, row.strategies.text, row.evidence.text


def scopes(statements: Sequence[Statement]) -> list[tuple[str, str | None, str | None, tuple[str, ...], str]]:
    """What statements say: column, unit, outcome, numbers, words."""
    return [(one.column.value, one.unit, one.outcome, one.numbers, one.passage.text) for one in statements]
