"""A document as its lines and grids in reading order; tables that only lay out others are opened."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.model.document import Cell, Document, Location, Paragraph, Passage, Row, Table
from pipeline.text import squash

_NOWHERE = Location()


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A table as rows x columns: the cell that covers each place, and its text with its white space squashed."""

    table: Table
    grid: tuple[tuple[Cell | None, ...], ...]
    texts: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return self.table.column_count

    @property
    def rows(self) -> tuple[Row, ...]:
        """The table's rows, each with the cells that begin in it."""
        return self.table.rows

    def own(self, at: int) -> list[Cell]:
        """The cells with words that begin in this row."""
        return [cell for cell in self.rows[at].cells if cell.text.strip()]

    def column(self, at: int, start: int = 0) -> list[str]:
        """The texts of a column from a row on, each cell once."""
        cells = [row[at] for row in self.grid]
        return [
            self.texts[row][at]
            for row in range(start, len(cells))
            if cells[row] is not None and (row == 0 or cells[row] is not cells[row - 1])
        ]


Piece = Paragraph | Sheet


def sheet(table: Table) -> Sheet:
    """The table as a grid with texts."""
    grid = table.grid()
    squashed = {id(cell): squash(cell.text) for row in table.rows for cell in row.cells}
    texts = tuple(tuple(squashed[id(cell)] if cell else "" for cell in row) for row in grid)
    return Sheet(table, grid, texts)


def pieces(document: Document) -> tuple[Piece, ...]:
    """The document's paragraphs with words and its tables, in order."""
    return tuple(piece for block in document.blocks for piece in _opened(block))


def _opened(block: Paragraph | Table) -> Iterator[Piece]:
    if isinstance(block, Paragraph):
        if block.text.strip():
            yield block
    elif _is_layout(block):
        for row in block.rows:
            for cell in row.cells:
                yield from _inside(cell)
    elif block.rows:
        yield sheet(block)


def _is_layout(table: Table) -> bool:
    """Whether a table is there to lay out others: one within it has more cells than it has itself."""
    return any(_size(inner) > _size(table) for inner in _nested(table))


def _nested(table: Table) -> Iterator[Table]:
    """The tables within a table, however deep."""
    for row in table.rows:
        for cell in row.cells:
            for inner in cell.tables:
                yield inner
                yield from _nested(inner)


def _size(table: Table) -> int:
    return sum(len(row.cells) for row in table.rows)


def _inside(cell: Cell) -> Iterator[Piece]:
    """A layout cell's tables, each below the lines that stand above it, then the lines below the last."""
    squeezed = _squeezed(cell.text)
    at = 0
    for table in cell.tables:
        words = "".join(_squeezed(inner.text) for row in table.rows for inner in row.cells)
        start = squeezed.find(words, at)
        if start >= 0:
            yield from _lines(cell, at, start)
            at = start + len(words)
        yield from _opened(table)
    yield from _lines(cell, at, len(squeezed))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _lines(cell: Cell, start: int, end: int) -> Iterator[Paragraph]:
    """The cell's lines from one place to another, counted without white space: readers part a table's cells as they
    like."""
    at = 0
    for line in cell.text.split("\n"):
        after = at + len(_squeezed(line))
        if start <= at < after <= end:
            yield Paragraph(line.strip(), cell.location, confidence=cell.confidence)
        at = after


def passage(cells: list[Cell], fallback: Location = _NOWHERE) -> Passage:
    """The words of cells, joined by a line's end, at the first that has any."""
    wordy = [cell for cell in cells if cell.text.strip()]
    at = next(iter(wordy or cells), None)
    text = "\n".join(cell.text.strip() for cell in wordy)
    return Passage(text, at.location if at else fallback, lowest(cell.confidence for cell in cells))


def lowest(confidences: Iterable[float | None]) -> float | None:
    """The lowest confidence; None where nothing was recognised."""
    return min((one for one in confidences if one is not None), default=None)
