"""w:tbl to Table: rows and cells through all that may wrap them, each cell at its place in the grid."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.model.document import Cell, Location, Row, Table
from pipeline.readers.archive import TOO_LARGE
from pipeline.readers.paged.page import PageTable
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


class Content(NamedTuple):
    """What a cell holds; `confidence` as the cell's."""

    text: str
    tables: tuple[Table, ...] = ()
    confidence: float | None = None


ReadCell = Callable[[Context, Element], Content]
_PROPERTIES = (TBLPR, TBLGRID, TBLPREX, TRPR, TCPR)


class _Merged(Struct):
    """A cell, by its place in its row, while those beside and below may still join it."""

    cells: list[Cell]
    at: int
    column_span: int
    row_span: int = 1

    def put(self) -> None:
        """Gives the cell the spans that it has reached."""
        cell = self.cells[self.at]
        if cell.row_span != self.row_span or cell.column_span != self.column_span:
            self.cells[self.at] = replace(cell, row_span=self.row_span, column_span=self.column_span)


class _CellMark(Struct):
    """What a cell's properties say: `above`, that it continues the cell there; `continues`, the cell to its left."""

    span: int = 1
    above: bool = False
    continues: bool = False
    is_vertical: bool = False
    is_horizontal: bool = False
    is_deleted: bool = False


class _Grid:
    """The rows of one table as they are read, top to bottom."""

    def __init__(self, context: Context, columns: int, read_cell: ReadCell) -> None:
        self._context = context
        self._columns = columns
        self._read_cell = read_cell
        self._outer = context.place
        self._number = None if self._outer else context.tables + 1
        self._inner = context.inner_tables if self._outer else None
        self._rows: list[list[Cell]] = []
        self._places: list[Location] = []
        self._merged: list[_Merged] = []
        self._above: dict[int, _Merged] = {}
        self._here: dict[int, _Merged] = {}
        self._width = 0

    def add(self, row: Element) -> None:
        """Reads one row. Raises: SubmissionError, where there are too many rows or columns."""
        context, marks = self._context, self._context.marks
        context.rows += 1
        before, after = _gaps(row, context.limits.columns) if row in marks.holders else (0, 0)
        self._above, self._here = self._here, {}
        place = self._place(len(self._rows) + 1)
        self._places.append(place)
        if context.muted or row in marks.rich:
            last = self._add_cells(((cell, None) for cell in members(context, row, TC)), place, before)
        else:
            found, texts = plain_cells(row)
            if marks.rich.isdisjoint(found) and marks.merges.keys().isdisjoint(found):
                last = self._add_plain(texts, place, before)
            else:
                last = self._add_cells(zip(found, texts, strict=True), place, before)
        self._width = max(self._width, last + after)
        if self._width > context.limits.columns or context.rows > context.limits.rows:
            raise SubmissionError(ErrorCode.TOO_LARGE, TOO_LARGE)

    def _add_plain(self, texts: list[str], place: Location, before: int) -> int:
        """Adds a row of cells that hold nothing but text and are not merged; returns its last column."""
        table, row, inner, within = place.table, place.row, place.inner_row, place.inner_table
        self._rows.append(
            [
                Cell(text, Location(None, table, row, column, inner, within))
                for column, text in enumerate(texts, before + 1)
            ]
        )
        return before + len(texts)

    def _add_cells(self, found: Iterable[tuple[Element, str | None]], row: Location, before: int) -> int:
        """Adds a row of any cells, with their texts where they are known; returns its last column."""
        rich, merges = self._context.marks.rich, self._context.marks.merges
        cells: list[Cell] = []
        self._rows.append(cells)
        column = before + 1
        for cell, read in found:
            place = Location(None, row.table, row.row, column, row.inner_row, row.inner_table)
            text = None if cell in rich else read
            if cell in merges:
                column += self._add(cell, text, place)
                continue
            cells.append(Cell(text, place) if text is not None else self._rich_cell(cell, place, 1))
            column += 1
        return column - 1

    def table(self) -> Table | None:
        """The table; None where no row is left of it."""
        if not self._rows:
            return None
        for merged in self._merged:
            merged.put()
        rows = [Row(tuple(cells), place) for cells, place in zip(self._rows, self._places, strict=True)]
        return Table(tuple(rows), max(self._width, 1), self._outer or Location(table=self._number))

    def _add(self, cell: Element, text: str | None, place: Location) -> int:
        """Puts a cell that may be merged with others into the row that is read; returns how many columns it takes.

        Word shows nothing of a cell that continues another one.
        """
        mark = _cell_mark(self._context, cell)
        if mark.is_deleted:
            return 0
        cells, column = self._rows[-1], place.column or 1
        span = self._span(mark.span, column)
        above = self._above.get(column) if mark.above else None
        if mark.continues and cells and self._merged and self._merged[-1].cells is cells:
            self._merged[-1].column_span += span
        elif above is not None:
            above.row_span += 1
            self._here[column] = above
        else:
            cells.append(Cell(text, place, 1, span) if text is not None else self._rich_cell(cell, place, span))
            if mark.is_vertical or mark.is_horizontal:
                self._merged.append(_Merged(cells, len(cells) - 1, span))
            if mark.is_vertical:
                self._here[column] = self._merged[-1]
        return span

    def _rich_cell(self, cell: Element, place: Location, span: int) -> Cell:
        self._context.place = place
        text, tables, sure = self._read_cell(self._context, cell)
        self._context.place = self._outer
        return Cell(text, place, 1, span, tables, sure)

    def _span(self, span: int, column: int) -> int:
        """A cell's span; one that no table can have reaches to the last column."""
        if 0 < span <= self._context.limits.columns:
            return span
        return max(1, self._columns - column + 1) if span > 0 else 1

    def _place(self, row: int) -> Location:
        outer = self._outer
        if outer is None:
            return Location(None, self._number, row)
        return Location(None, outer.table, outer.row, None, row, self._inner)


def read_table(context: Context, element: Element, read_cell: ReadCell) -> Table | None:
    """The table in a w:tbl, its cells' content read by `read_cell`; None where no row is left of it.

    Raises: SubmissionError, where it is past the limits.
    """
    context.depth += 1
    if context.depth > context.limits.nesting:
        raise SubmissionError(ErrorCode.TOO_LARGE, TOO_LARGE)
    context.inner_tables = 0 if context.place is None else context.inner_tables + 1
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


def recognised_table(context: Context, found: PageTable) -> Table:
    """A table that was recognised on a picture, at the place where the walk stands."""
    outer = context.place
    number = context.tables + 1 if outer is None else outer.table
    rows: list[list[Cell]] = [[] for _ in range(found.row_count)]
    for cell in found.cells:
        row, inner = (cell.row, None) if outer is None else (outer.row, cell.row)
        place = Location(None, number, row, cell.column, inner)
        spans = cell.row_span, cell.column_span
        rows[cell.row - 1].append(Cell(cell.text.strip(), place, *spans, confidence=cell.confidence))
        if cell.text.strip():
            context.sureness.append(cell.confidence or 0.0)
    context.rows += len(rows)
    context.tables += outer is None
    places = ((at, None) if outer is None else (outer.row, at) for at in range(1, len(rows) + 1))
    return Table(
        tuple(
            Row(tuple(cells), Location(None, number, row, None, inner))
            for cells, (row, inner) in zip(rows, places, strict=True)
        ),
        len(found.columns) - 1,
        outer or Location(table=number),
        is_pictured=True,
    )


def least_sure(table: Table) -> float | None:
    """How sure the least certain of a table's recognised words is; None where there are none."""
    sure = (cell.confidence for row in table.rows for cell in row.cells)
    return min((one for one in sure if one is not None), default=None)


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


def _cell_mark(context: Context, cell: Element) -> _CellMark:
    mark = _CellMark()
    for found in context.marks.merges[cell]:
        _MARKS[found.tag](context, mark, found)
    return mark


def _mark_span(_: Context, mark: _CellMark, found: Element) -> None:
    mark.span = whole(found.get(VAL), 1)


def _mark_above(_: Context, mark: _CellMark, found: Element) -> None:
    mark.is_vertical = True
    mark.above = found.get(VAL) != "restart"


def _mark_left(_: Context, mark: _CellMark, found: Element) -> None:
    mark.is_horizontal = True
    mark.continues = found.get(VAL) != "restart"


def _mark_change(context: Context, mark: _CellMark, found: Element) -> None:
    context.change()
    mark.is_deleted = mark.is_deleted or found.tag == CELLDEL


def _mark_merge(context: Context, mark: _CellMark, found: Element) -> None:
    """A tracked merge, read as accepted (ECMA-376 part 1, 17.13.5.2)."""
    context.change()
    mark.is_vertical = found.get(VMERGE_NEW) in ("cont", "rest")
    mark.above = found.get(VMERGE_NEW) == "cont"


_MARKS: dict[str, Callable[[Context, _CellMark, Element], None]] = {
    GRIDSPAN: _mark_span,
    VMERGE: _mark_above,
    HMERGE: _mark_left,
    CELLDEL: _mark_change,
    CELLINS: _mark_change,
    CELLMERGE: _mark_merge,
}
