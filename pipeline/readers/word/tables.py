"""w:tbl to Table: rows and cells through all that may wrap them, each cell at its place in the grid."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.model import Cell, Location, Row, Table
from pipeline.readers.archive import TOO_LARGE
from pipeline.readers.word.context import Context
from pipeline.readers.word.inline import plain_cells, showing_prompt
from pipeline.readers.word.names import (
    ALTERNATE,
    CELLDEL,
    CELLINS,
    CELLMERGE,
    DEL,
    GRIDAFTER,
    GRIDBEFORE,
    GRIDCOL,
    GRIDSPAN,
    HMERGE,
    INS,
    MOVEFROM,
    MOVETO,
    SDT,
    SDTCONTENT,
    TBLGRID,
    TBLPR,
    TBLPREX,
    TC,
    TCPR,
    TR,
    TRPR,
    VAL,
    VMERGE,
    VMERGE_NEW,
    Element,
    whole,
)
from pipeline.readers.word.pictures import branch

ReadCell = Callable[[Context, Element], tuple[str, tuple[Table, ...]]]
_PROPERTIES = (TBLPR, TBLGRID, TBLPREX, TRPR, TCPR)


@dataclass(slots=True)
class _Draft:
    """A cell while those beside and below may still join it."""

    text: str
    tables: tuple[Table, ...]
    location: Location
    column_span: int
    row_span: int = 1


@dataclass(slots=True)
class _CellMark:
    """What a cell's properties say: `above` and `left`: it only continues the cell there."""

    span: int = 1
    above: bool = False
    begins: bool = False
    left: bool = False
    is_deleted: bool = False


class _Grid:
    """The rows of one table as they are read, top to bottom."""

    def __init__(self, context: Context, columns: int, read_cell: ReadCell) -> None:
        self._context = context
        self._columns = columns
        self._read_cell = read_cell
        self._outer = context.place
        self._number = None if self._outer else context.tables + 1
        self._rows: list[list[Cell | _Draft]] = []
        self._above: dict[int, _Draft] = {}
        self._here: dict[int, _Draft] = {}
        self._width = 0

    def add(self, row: Element) -> None:
        """Reads one row. Raises: SubmissionError, where there are too many rows or columns."""
        context, marks = self._context, self._context.marks
        context.rows += 1
        before, after = _gaps(row, context.limits.columns) if row in marks.holders else (0, 0)
        column = 1 + before
        cells: list[Cell | _Draft] = []
        self._rows.append(cells)
        self._above, self._here = self._here, {}
        table, at, _, inner = self._place(len(self._rows))
        for cell, read in _cells(context, row):
            text = None if cell in marks.rich else read
            place = Location(None, table, at, column, inner)
            merges = marks.merges.get(cell)
            if merges is not None:
                column += self._add(cell, text, place, _cell_mark(context, merges))
            else:
                words, tables = (text, ()) if text is not None else self._read(cell, place)
                cells.append(Cell(words, place, 1, 1, tables))
                column += 1
        self._width = max(self._width, column - 1 + after)
        if self._width > context.limits.columns or context.rows > context.limits.rows:
            raise SubmissionError(ErrorCode.TOO_LARGE, TOO_LARGE)

    def table(self) -> Table | None:
        """The table; None where no row is left of it."""
        if not self._rows:
            return None
        rows = tuple(
            Row(
                tuple([cell if isinstance(cell, Cell) else _done(cell) for cell in cells]),
                Location(None, *self._place(at)),
            )
            for at, cells in enumerate(self._rows, start=1)
        )
        return Table(rows, max(self._width, 1), self._outer or Location(table=self._number))

    def _add(self, cell: Element, text: str | None, place: Location, mark: _CellMark) -> int:
        """Puts a cell that may be merged with others into the row that is read; returns how many columns it takes.

        Word shows nothing of a cell that continues another one.
        """
        if mark.is_deleted:
            return 0
        cells, column = self._rows[-1], place.column or 1
        span = self._span(mark.span, column)
        above = self._above.get(column) if mark.above else None
        last = cells[-1] if mark.left and cells else None
        if isinstance(last, _Draft):
            last.column_span += span
        elif above is not None:
            above.row_span += 1
            self._here[column] = above
        else:
            words, tables = (text, ()) if text is not None else self._read(cell, place)
            draft = _Draft(words, tables, place, span)
            cells.append(draft)
            if mark.begins or mark.above:
                self._here[column] = draft
        return span

    def _read(self, cell: Element, place: Location) -> tuple[str, tuple[Table, ...]]:
        self._context.place = place
        content = self._read_cell(self._context, cell)
        self._context.place = self._outer
        return content

    def _span(self, span: int, column: int) -> int:
        """A cell's span; one that no table can have reaches to the last column."""
        if 0 < span <= self._context.limits.columns:
            return span
        return max(1, self._columns - column + 1) if span > 0 else 1

    def _place(self, row: int) -> tuple[int | None, int | None, None, int | None]:
        """Where a row is: its Location's table, row, column and inner row."""
        outer = self._outer
        return (self._number, row, None, None) if outer is None else (outer.table, outer.row, None, row)


def read_table(context: Context, element: Element, read_cell: ReadCell) -> Table | None:
    """The table in a w:tbl, its cells' content read by `read_cell`; None where no row is left of it.

    Raises: SubmissionError, where it is past the limits.
    """
    context.depth += 1
    if context.depth > context.limits.nesting:
        raise SubmissionError(ErrorCode.TOO_LARGE, TOO_LARGE)
    columns = element.find(TBLGRID)
    count = 0 if columns is None else sum(1 for _ in columns.iterchildren(GRIDCOL))
    grid = _Grid(context, min(count, context.limits.columns), read_cell)
    for row in members(context, element, TR):
        if row not in context.marks.holders or not _is_deleted(context, row):
            grid.add(row)
    context.depth -= 1
    table = grid.table()
    if table is not None and context.place is None:
        context.tables += 1
    return table


def _cells(context: Context, row: Element) -> Iterator[tuple[Element, str | None]]:
    """The cells of a row, with their texts where it holds nothing but plain ones."""
    if context.muted or row in context.marks.rich:
        return ((cell, None) for cell in members(context, row, TC))
    return iter(plain_cells(row))


def members(context: Context, parent: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, in order, whatever wraps them."""
    for child in parent:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag == SDT:
            content = child.find(SDTCONTENT)
            prompt = showing_prompt(child)
            context.muted += prompt
            yield from () if content is None else members(context, content, wanted)
            context.muted -= prompt
        elif tag == ALTERNATE:
            chosen = branch(child)
            yield from () if chosen is None else members(context, chosen, wanted)
        elif tag in (DEL, MOVEFROM):
            context.change(child)
        elif tag not in _PROPERTIES:
            yield from members(context, child, wanted)


def _done(draft: _Draft) -> Cell:
    return Cell(draft.text, draft.location, draft.row_span, draft.column_span, draft.tables)


def table_text(table: Table) -> str:
    """A table's text in reading order: a line a row, cells parted by a blank."""
    lines = (" ".join(cell.text for cell in row.cells if cell.text) for row in table.rows)
    return "\n".join(line for line in lines if line)


def _is_deleted(context: Context, row: Element) -> bool:
    """Whether a tracked change takes the row away; takes tracked rows down."""
    properties = row.find(TRPR)
    if properties is None:
        return False
    is_deleted = properties.find(DEL) is not None or properties.find(MOVEFROM) is not None
    if is_deleted or properties.find(INS) is not None or properties.find(MOVETO) is not None:
        context.change(row)
    return is_deleted


def _gaps(row: Element, columns: int) -> tuple[int, int]:
    """How many grid columns a row leaves out before its first and after its last cell."""
    properties = row.find(TRPR)
    if properties is None:
        return 0, 0
    before, after = properties.find(GRIDBEFORE), properties.find(GRIDAFTER)
    return tuple(  # type: ignore[return-value]
        0 if gap is None else min(max(whole(gap.get(VAL), 0), 0), columns) for gap in (before, after)
    )


def _cell_mark(context: Context, merges: list[Element]) -> _CellMark:
    mark = _CellMark()
    for found in merges:
        _MARKS[found.tag](context, mark, found)
    return mark


def _mark_span(_: Context, mark: _CellMark, child: Element) -> None:
    mark.span = whole(child.get(VAL), 1)


def _mark_above(_: Context, mark: _CellMark, child: Element) -> None:
    mark.begins = child.get(VAL) == "restart"
    mark.above = not mark.begins


def _mark_left(_: Context, mark: _CellMark, child: Element) -> None:
    mark.left = child.get(VAL) != "restart"


def _mark_change(context: Context, mark: _CellMark, child: Element) -> None:
    context.change()
    mark.is_deleted = mark.is_deleted or child.tag == CELLDEL


def _mark_merge(context: Context, mark: _CellMark, child: Element) -> None:
    """A tracked merge, read as accepted (ECMA-376 part 1, 17.13.5.2)."""
    context.change()
    mark.above = child.get(VMERGE_NEW) == "cont"
    mark.begins = child.get(VMERGE_NEW) == "rest"


_MARKS: dict[str, Callable[[Context, _CellMark, Element], None]] = {
    GRIDSPAN: _mark_span,
    VMERGE: _mark_above,
    HMERGE: _mark_left,
    CELLDEL: _mark_change,
    CELLINS: _mark_change,
    CELLMERGE: _mark_merge,
}
