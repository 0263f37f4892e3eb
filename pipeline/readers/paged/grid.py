"""Rulings to grids: the tables that straight lines draw on a page, cells with their spans.

The geometry is pdfplumber's (lines that nearly meet are snapped and joined, crossings become cells, cells that touch
become tables); spans, frames, tables inside cells and sides that nobody drew are told here.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from pipeline.readers.paged.page import Box, Edge

# Points within which lines count as one, or as touching: pdfplumber's own defaults, wider than the double lines and
# gaps that Word, LibreOffice and Chromium draw (up to 1.5) and narrower than the lowest row of text (5).
_SNAP = 3.0
_LENGTH_MIN = 3.0
# By a line's direction: the names of its two ends and of its place, and the direction across.
_ALONG = {"v": ("top", "bottom", "x0"), "h": ("x0", "x1", "top")}
_ACROSS = {"v": "h", "h": "v"}
_Corners = tuple[float, float, float, float]
_Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell at its first place in its grid, rows and columns counted from 1."""

    box: Box
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the x of its columns' sides and the y of its rows' sides, one more of each than there are columns
    and rows; cells row by row, left to right. A place that no lines close has no cell."""

    box: Box
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[GridCell, ...]


def tables(edges: Sequence[Edge]) -> tuple[Grid, ...]:
    """The grids that the edges draw, top to bottom, then left to right.

    A grid inside a cell of another one belongs to that cell and is left out. A single box is a grid of one cell, unless
    it frames others. Where lines run out at the same height or side without one that closes them, as at the end of a
    page, the closing line is taken as drawn.
    """
    from pdfplumber.table import cells_to_tables, edges_to_intersections, merge_edges

    drawn = [line for edge in set(edges) if (line := _line(edge))]
    if not drawn:
        return ()
    merged = _merged(merge_edges, drawn)
    closing = [*_closing(merged, "v"), *_closing(merged, "h")]
    if closing:
        merged = _merged(merge_edges, [*merged, *closing])
    merged = [line for line in merged if _length(line) >= _LENGTH_MIN]
    cells = _cells(edges_to_intersections(merged, _SNAP, _SNAP))
    groups: list[list[_Corners]] = cells_to_tables(cells)
    grouped = {cell for group in groups for cell in group}
    groups += [[cell] for cell in cells if cell not in grouped]
    if not groups:
        return ()
    grids = [_grid(group) for group in _outermost(groups)]
    return tuple(sorted(grids, key=lambda grid: (grid.box.top, grid.box.left)))


def _line(edge: Edge) -> _Line | None:
    """An edge as pdfplumber has it; None where it is a dot."""
    width, height = edge.right - edge.left, edge.bottom - edge.top
    if max(width, height) < 1:
        return None
    if height > width:
        return _made("v", (edge.left + edge.right) / 2, edge.top, edge.bottom)
    return _made("h", (edge.top + edge.bottom) / 2, edge.left, edge.right)


def _made(direction: str, place: float, start: float, end: float) -> _Line:
    first, last, across = _ALONG[direction]
    line: _Line = {"orientation": direction, first: start, last: end, across: place}
    line |= {"bottom": place} if direction == "h" else {"x1": place}
    return line | {"width": line["x1"] - line["x0"], "height": line["bottom"] - line["top"]}


def _merged(merge_edges: Any, lines: list[_Line]) -> list[_Line]:
    merged: list[_Line] = merge_edges(lines, _SNAP, _SNAP, _SNAP, _SNAP)
    return merged


def _length(line: _Line) -> float:
    return float(max(line["x1"] - line["x0"], line["bottom"] - line["top"]))


def _closing(lines: list[_Line], direction: str) -> Iterator[_Line]:
    """The lines that nobody drew across the loose ends of lines of this direction, where two or more end alike."""
    along = [line for line in lines if line["orientation"] == direction]
    across = [line for line in lines if line["orientation"] != direction]
    first, last, place = _ALONG[direction]
    for end in (first, last):
        loose = [(line[end], line[place], line) for line in along if not _is_met(line, line[end], across, direction)]
        for group in _alike(loose):
            tied = [line for _, _, line in group if any(_crosses(line, other, direction) for other in across)]
            if len(tied) > 1:
                yield _between(tied, end, direction)


def _alike(loose: list[tuple[float, float, _Line]]) -> Iterator[list[tuple[float, float, _Line]]]:
    """Loose ends by where they end."""
    group: list[tuple[float, float, _Line]] = []
    for end in sorted(loose, key=lambda item: item[:2]):
        if group and end[0] - group[-1][0] > _SNAP:
            yield group
            group = []
        group.append(end)
    if group:
        yield group


def _is_met(line: _Line, end: float, across: Iterable[_Line], direction: str) -> bool:
    """Whether a line across meets the end of this one."""
    first, _, place = _ALONG[direction]
    return any(abs(other[first] - end) <= _SNAP and _spans(other, line[place], _ACROSS[direction]) for other in across)


def _crosses(line: _Line, other: _Line, direction: str) -> bool:
    place, across = _ALONG[direction][2], _ACROSS[direction]
    return _spans(line, other[_ALONG[across][2]], direction) and _spans(other, line[place], across)


def _spans(line: _Line, at: float, direction: str) -> bool:
    first, last, _ = _ALONG[direction]
    return bool(line[first] - _SNAP <= at <= line[last] + _SNAP)


def _between(tied: list[_Line], end: str, direction: str) -> _Line:
    """A line across these lines' ends."""
    places = [line[_ALONG[direction][2]] for line in tied]
    return _made(_ACROSS[direction], sum(line[end] for line in tied) / len(tied), min(places), max(places))


def _cells(crossings: dict[tuple[float, float], dict[str, list[_Line]]]) -> list[_Corners]:
    """The smallest rectangle to the right of and below each crossing whose four sides are drawn.

    As pdfplumber's intersections_to_cells, but that one builds its sets of lines anew for each pair of crossings it
    compares.
    """
    level = {point: {id(line) for line in lines["h"]} for point, lines in crossings.items()}
    upright = {point: {id(line) for line in lines["v"]} for point, lines in crossings.items()}
    rows: dict[float, list[float]] = defaultdict(list)
    columns: dict[float, list[float]] = defaultdict(list)
    found: list[_Corners] = []
    for x, y in sorted(crossings, reverse=True):
        lying, standing = level[x, y], upright[x, y]
        right = [one for one in reversed(rows[y]) if not lying.isdisjoint(level[one, y])]
        below = (one for one in reversed(columns[x]) if right and not standing.isdisjoint(upright[x, one]))
        rows[y].append(x)
        columns[x].append(y)
        corners = (
            (one, other)
            for other in below
            for one in right
            if (one, other) in crossings
            and not upright[one, other].isdisjoint(upright[one, y])
            and not level[one, other].isdisjoint(level[x, other])
        )
        if corner := next(corners, None):
            found.append((x, y, *corner))
    return found[::-1]


def _outermost(groups: list[list[_Corners]]) -> list[list[_Corners]]:
    """Tables without those that lie in a cell of another one, and without boxes that frame nothing but tables."""
    frames = [group for group in groups if len(group) == 1]
    tables_ = [group for group in groups if len(group) > 1]
    if any(map(_has_overlaps, tables_)) or any(
        _is_within(_around(one), [_around(other)]) for one, other in permutations(tables_, 2)
    ):
        cells = [cell for group in tables_ for cell in group]
        tables_ = [kept for group in tables_ if (kept := [cell for cell in group if not _is_within(cell, cells)])]
    cells = [cell for group in tables_ for cell in group]
    single = [group for group in frames if not _is_within(group[0], cells)]
    boxes = [group[0] for group in single]
    single = [group for group in single if not any(_is_within(cell, group) for cell in [*cells, *boxes])]
    return tables_ + single


def _has_overlaps(cells: list[_Corners]) -> bool:
    """Whether cells lie over each other: then they take more space than there is around them."""
    left, top, right, bottom = _around(cells)
    space = (right - left) * (bottom - top)
    return sum((cell[2] - cell[0]) * (cell[3] - cell[1]) for cell in cells) > space * 1.001


def _around(cells: list[_Corners]) -> _Corners:
    lefts, tops, rights, bottoms = zip(*cells, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _is_within(cell: _Corners, others: Iterable[_Corners]) -> bool:
    left, top, right, bottom = cell
    return any(
        other != cell and other[0] <= left and other[1] <= top and other[2] >= right and other[3] >= bottom
        for other in others
    )


def _grid(cells: list[_Corners]) -> Grid:
    columns = tuple(sorted({x for cell in cells for x in (cell[0], cell[2])}))
    rows = tuple(sorted({y for cell in cells for y in (cell[1], cell[3])}))
    placed = []
    for left, top, right, bottom in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        row, column = bisect_left(rows, top), bisect_left(columns, left)
        spans = bisect_left(rows, bottom) - row, bisect_left(columns, right) - column
        placed.append(GridCell(Box(left, top, right, bottom), row + 1, column + 1, *spans))
    return Grid(Box(columns[0], rows[0], columns[-1], rows[-1]), columns, rows, tuple(placed))
