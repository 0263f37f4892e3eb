"""What a reader gives: the submission as a person sees it.

All of it is Structs, as a document has them by the thousand: a frozen dataclass takes ten times as long to make. They
hold one another in one direction only, so that the collector of garbage need not follow them.
"""

from enum import StrEnum

from msgspec import Struct


class Location(Struct, frozen=True, gc=False):
    """A place in the submission.

    `table` counts the document's top-level tables, `row` its rows and `column` its grid columns. `inner_row` is the
    row of a table that lies inside the cell, `inner_table` counts those inside one top-level table, in reading order;
    `column` is then the inner one's. All None: a paragraph outside the tables. `box` is where it stands on its page,
    where pages are known: left, top, right and bottom, in points from the top left corner of the page as it is seen.
    """

    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    inner_row: int | None = None
    inner_table: int | None = None
    box: tuple[float, float, float, float] | None = None

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


class Passage(Struct, frozen=True, gc=False):
    """Words and where they stand; `confidence` is the lowest of the cells or the line that they come from."""

    text: str
    location: Location
    confidence: float | None = None


class Paragraph(Struct, frozen=True, gc=False):
    """One paragraph outside the tables; `is_heading` where its style is a heading or title.

    `confidence` as a cell's.
    """

    text: str
    location: Location
    is_heading: bool = False
    confidence: float | None = None


class Cell(Struct, frozen=True, gc=False):
    """One cell at its first place in the grid; a merged cell spans more than one row or column.

    `text` holds the nested tables' text too, in reading order; `tables` are those tables as tables. `confidence` is
    that of its least certain word, 0 to 1, where the text was recognised from a picture; 0 where there is ink and no
    word; None where the text is the file's own.
    """

    text: str
    location: Location
    row_span: int = 1
    column_span: int = 1
    tables: tuple["Table", ...] = ()
    confidence: float | None = None


class Row(Struct, frozen=True, gc=False):
    """The cells that begin in this row, left to right; those merged from above are in the rows above."""

    cells: tuple[Cell, ...]
    location: Location


class Table(Struct, frozen=True, gc=False):
    """A table as a grid of `column_count` columns; `is_pictured`: it was recognised on a picture in a Word file."""

    rows: tuple[Row, ...]
    column_count: int
    location: Location
    is_pictured: bool = False

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


class Note(Struct, frozen=True, gc=False):
    """A reader's note: its kind, the first place, the words concerned (shortened), and how often it was met.

    `confidence` is the mean over the recognised words, 0 to 1, where the kind is OCR_TEXT.
    """

    kind: NoteKind
    location: Location
    quote: str = ""
    count: int = 1
    confidence: float | None = None


class Document(Struct, frozen=True, gc=False):
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
