"""A Word document's XML to the cell at a place, with tables, rows and columns counted as its reader counts them."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from lxml.etree import _Element as Element

from pipeline.report.annotated.package import Names
from pipeline.result import Place

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"


class _Spot(NamedTuple):
    """A cell and its first column; not `is_own` where it goes on with the cell above or to its left."""

    column: int
    cell: Element
    is_own: bool


_Grid = list[list[_Spot]]


class Tables:
    """The tables of a document; `pictured` are the numbers of those that were read from pictures, which are not its."""

    def __init__(self, root: Element, names: Names, pictured: Collection[int]) -> None:
        self._names = names
        self._table, self._row, self._cell = names("tbl"), names("tr"), names("tc")
        self._paragraph, self._run, self._box = names("p"), names("r"), names("txbxContent")
        self._control, self._content = names("sdt"), names("sdtContent")
        self._deleted = (names("del"), names("moveFrom"))
        others = ("pPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "tblPrEx", "trPr")
        self._left_out = (*self._deleted, *map(names, others))
        self._grids: dict[Element, _Grid] = {}
        self._inner: dict[Element, list[Element]] = {}
        self._tops = dict(self._numbered(root, pictured))

    def find(self, place: Place) -> Element | None:
        """The w:tc at a place; the first of the row or table where the place is one. None where there is none."""
        table = self._tops.get(place.table or 0)
        row, column = place.row, place.column
        if table is not None and place.inner_table:
            inner = self._inner_tables(table)
            table = inner[place.inner_table - 1] if place.inner_table <= len(inner) else None
            row = place.inner_row
        elif place.inner_row:
            column = None  # a table on a picture in a cell
        grid = self._grid(table) if table is not None else []
        at = (row or 1) - 1
        spots = grid[at] if at < len(grid) else []
        own = next((spot.cell for spot in spots if spot.column == column), None)
        return own if own is not None else next((spot.cell for spot in spots if spot.is_own), None)

    def _numbered(self, root: Element, pictured: Collection[int]) -> Iterator[tuple[int, Element]]:
        number = 0
        for table in self._tables(root):
            if not self._grid(table):
                continue
            number += 1
            while number in pictured:
                number += 1
            yield number, table

    def _tables(self, parent: Element) -> Iterator[Element]:
        """The tables in a body, cell or text box, in reading order, those in their cells left out."""
        for child in parent:
            tag = child.tag
            if tag == self._table:
                yield child
            elif tag in (self._paragraph, self._run):
                if next(child.iter(self._box), None) is not None:
                    yield from self._boxed(child)
            elif tag == self._control:
                content = child.find(self._content)
                yield from () if content is None else self._tables(content)
            elif tag == _ALTERNATE:
                chosen = _branch(child)
                yield from () if chosen is None else self._tables(chosen)
            elif tag not in self._left_out and len(child):
                yield from self._tables(child)

    def _boxed(self, parent: Element) -> Iterator[Element]:
        """The tables in the text boxes that are anchored in a paragraph."""
        for child in parent:
            if child.tag == self._box:
                yield from self._tables(child)
            elif child.tag == _ALTERNATE:
                chosen = _branch(child)
                yield from () if chosen is None else self._boxed(chosen)
            elif child.tag not in self._deleted:
                yield from self._boxed(child)

    def _inner_tables(self, table: Element) -> list[Element]:
        """The tables inside a top-level one, however deep, as the reader meets them."""
        if table not in self._inner:
            self._inner[table] = list(self._met_inside(table))
        return self._inner[table]

    def _met_inside(self, table: Element) -> Iterator[Element]:
        for row in self._grid(table):
            for spot in row:
                for inner in self._tables(spot.cell) if spot.is_own else ():
                    yield inner
                    yield from self._met_inside(inner)

    def _grid(self, table: Element) -> _Grid:
        """The rows of a table that are not deleted, each with its cells."""
        if table not in self._grids:
            rows = [row for row in self._members(table, self._row) if not self._is_deleted(row)]
            self._grids[table] = list(self._spots(rows))
        return self._grids[table]

    def _spots(self, rows: list[Element]) -> Iterator[list[_Spot]]:
        above: set[int] = set()
        for row in rows:
            spots: list[_Spot] = []
            here: set[int] = set()
            column = 1 + self._gap(row)
            for cell in self._members(row, self._cell):
                mark = self._mark(cell)
                if mark.is_deleted:
                    continue
                goes_on = mark.vertical == "on" and column in above
                if mark.vertical:
                    here.add(column)
                spots.append(_Spot(column, cell, not goes_on and not (mark.is_beside and bool(spots))))
                column += mark.span
            above = here
            yield spots

    def _members(self, parent: Element, wanted: str) -> Iterator[Element]:
        """The rows of a table, or the cells of a row, in order, whatever wraps them."""
        for child in parent:
            tag = child.tag
            if tag == wanted:
                yield child
            elif tag == self._control:
                content = child.find(self._content)
                yield from () if content is None else self._members(content, wanted)
            elif tag == _ALTERNATE:
                chosen = _branch(child)
                yield from () if chosen is None else self._members(chosen, wanted)
            elif tag not in self._left_out:
                yield from self._members(child, wanted)

    def _is_deleted(self, row: Element) -> bool:
        properties = row.find(self._names("trPr"))
        return properties is not None and any(properties.find(tag) is not None for tag in self._deleted)

    def _gap(self, row: Element) -> int:
        """How many columns a row leaves out before its first cell."""
        properties = row.find(self._names("trPr"))
        gap = None if properties is None else properties.find(self._names("gridBefore"))
        return 0 if gap is None else max(_whole(gap.get(self._names("val")), 0), 0)

    def _mark(self, cell: Element) -> "_Mark":
        """What a cell's properties say of its place."""
        mark, value = _Mark(), self._names("val")
        properties = cell.find(self._names("tcPr"))
        for child in () if properties is None else properties:
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if name == "gridSpan":
                mark = mark._replace(span=max(_whole(child.get(value), 1), 1))
            elif name == "vMerge":
                mark = mark._replace(vertical="new" if child.get(value) == "restart" else "on")
            elif name == "hMerge":
                mark = mark._replace(is_beside=child.get(value) != "restart")
            elif name == "cellDel":
                mark = mark._replace(is_deleted=True)
            elif name == "cellMerge":
                merged = {"cont": "on", "rest": "new"}
                mark = mark._replace(vertical=merged.get(child.get(self._names("vMerge"), ""), ""))
        return mark


class _Mark(NamedTuple):
    """`vertical`: "new" where a cell may go on below, "on" where it goes on with the one above; `is_beside`, with the
    one to its left."""

    span: int = 1
    vertical: str = ""
    is_beside: bool = False
    is_deleted: bool = False


def _branch(alternate: Element) -> Element | None:
    first = alternate.find(_CHOICE)
    return first if first is not None else next(iter(alternate), None)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and len(text) < 6 and text.lstrip("-").isdecimal() else otherwise
