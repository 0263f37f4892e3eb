"""Rulings to grids: the tables that straight lines draw on a page, cells with their spans.

The geometry is pdfplumber's (lines that nearly meet are snapped and joined, crossings become cells, cells that touch
become tables), on plain tuples, which take a third of the time of its dictionaries. Spans, frames, tables inside cells
and sides that nobody drew are told here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations

from msgspec import Struct

from pipeline.readers.paged.page import Box, Edge

# Points within which lines count as one, or as touching: pdfplumber's own defaults, wider than the double lines and
# gaps that Word, LibreOffice and Chromium draw (up to 1.5) and narrower than the lowest row of text (5).
_SNAP = 3.0
_LENGTH_MIN = 3.0
_Corners = tuple[float, float, float, float]  # left, top, right, bottom
_Line = tuple[float, float, float]  # a level line's y, left and right; an upright one's x, top and bottom
_Meetings = list[list[int]]  # for each line of one direction, which ones of the other it meets


class GridCell(Struct, frozen=True):
    """A cell at its first place in its grid, rows and columns counted from 1."""

    box: Box
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


class Grid(Struct, frozen=True):
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
    upright, level = map(_merged, _drawn(edges))
    met = _meetings(upright, level)
    across, along = list(_closing(upright, level, met)), list(_closing(level, upright, _turned(met, len(level))))
    if across or along:
        upright, level = _merged([*upright, *along]), _merged([*level, *across])
    upright, level = _long(upright), _long(level)
    groups = _touching(_cells(upright, level, _meetings(upright, level)))
    grids = [_grid(group) for group in _outermost(groups)]
    return tuple(sorted(grids, key=lambda grid: (grid.box.top, grid.box.left)))


def _drawn(edges: Iterable[Edge]) -> tuple[list[_Line], list[_Line]]:
    """The upright and the level edges, each once and without dots."""
    upright: list[_Line] = []
    level: list[_Line] = []
    for edge in dict.fromkeys(edges):
        left, top, right, bottom = edge.left, edge.top, edge.right, edge.bottom
        width, height = right - left, bottom - top
        if height > width and height >= 1:
            upright.append(((left + right) / 2, top, bottom))
        elif width >= 1:
            level.append(((top + bottom) / 2, left, right))
    return upright, level


def _merged(lines: Sequence[_Line]) -> list[_Line]:
    """Lines of one direction by their places, those that nearly lie on one as one."""
    snapped: list[_Line] = []
    for group in _near(lines):
        mean = sum([place for place, _, _ in group]) / len(group)
        snapped += [(place + (mean - place), start, end) for place, start, end in group]
    found: list[_Line] = []
    for place, start, end in sorted(snapped):
        if not found or found[-1][0] != place or start > found[-1][2] + _SNAP:
            found.append((place, start, end))
        elif end > found[-1][2]:
            found[-1] = (place, found[-1][1], end)
    return found


def _near(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Lines of one direction in groups that lie near together."""
    groups: list[list[_Line]] = []
    own: dict[float, list[_Line]] = {}
    last = float("-inf")
    for place in sorted({line[0] for line in lines}):
        if place > last + _SNAP:
            groups.append([])
        own[place] = groups[-1]
        last = place
    for line in lines:
        own[line[0]].append(line)
    return groups


def _long(lines: Sequence[_Line]) -> list[_Line]:
    return [line for line in lines if line[2] - line[1] >= _LENGTH_MIN]


def _meetings(upright: Sequence[_Line], level: Sequence[_Line]) -> _Meetings:
    """Which of the level lines each upright one meets."""
    wide = [(at, y - _SNAP, y + _SNAP, x0 - _SNAP, x1 + _SNAP) for at, (y, x0, x1) in enumerate(level)]
    return [
        [at for at, above, below, left, right in wide if top <= below and bottom >= above and left <= x <= right]
        for x, top, bottom in upright
    ]


def _turned(met: _Meetings, count: int) -> _Meetings:
    """The same meetings for each of the lines of the other direction, of which there are so many."""
    turned: _Meetings = [[] for _ in range(count)]
    for at, others in enumerate(met):
        for other in others:
            turned[other].append(at)
    return turned


def _closing(lines: Sequence[_Line], across: Sequence[_Line], met: _Meetings) -> Iterator[_Line]:
    """The lines that nobody drew across the loose ends of lines of one direction, where two or more end alike."""
    for end in (1, 2):
        loose = [
            (line[end], line[0], bool(others))
            for line, others in zip(lines, met, strict=True)
            if not any(abs(across[at][0] - line[end]) <= _SNAP for at in others)
        ]
        for group in _alike(loose):
            tied = [(y, x) for y, x, is_met in group if is_met]
            if len(tied) > 1:
                yield sum(y for y, _ in tied) / len(tied), min(x for _, x in tied), max(x for _, x in tied)


def _alike(loose: Sequence[tuple[float, float, bool]]) -> Iterator[list[tuple[float, float, bool]]]:
    """Loose ends by where they end."""
    group: list[tuple[float, float, bool]] = []
    for end in sorted(loose):
        if group and end[0] - group[-1][0] > _SNAP:
            yield group
            group = []
        group.append(end)
    if group:
        yield group


def _cells(upright: Sequence[_Line], level: Sequence[_Line], met: _Meetings) -> list[_Corners]:
    """The smallest rectangle to the right of and below each crossing whose four sides are drawn.

    Crossings are on one line where they have a bit in common, of those that stand and of those that lie.
    """
    crossings: dict[tuple[float, float], tuple[int, int]] = {}
    for standing, others in enumerate(met):
        for lying in others:
            point = upright[standing][0], level[lying][0]
            known = crossings.get(point, (0, 0))
            crossings[point] = known[0] | 1 << standing, known[1] | 1 << lying
    rows: dict[float, list[tuple[float, int, int]]] = defaultdict(list)
    columns: dict[float, list[tuple[float, int, int]]] = defaultdict(list)
    found: list[_Corners] = []
    for (x, y), (standing, lying) in sorted(crossings.items(), reverse=True):
        corners = (
            (x, y, right, bottom)
            for bottom, stands_below, lies_below in reversed(columns[x])
            if stands_below & standing
            for right, stands_right, lies_right in reversed(rows[y])
            if lies_right & lying
            and (corner := crossings.get((right, bottom)))
            and corner[0] & stands_right
            and corner[1] & lies_below
        )
        found += [cell] if (cell := next(corners, None)) else []
        rows[y].append((x, standing, lying))
        columns[x].append((y, standing, lying))
    return found[::-1]


def _touching(cells: Sequence[_Corners]) -> list[list[_Corners]]:
    """The cells by table: those that have a corner in common, with each other or with the same one, are of one."""
    groups: list[list[_Corners]] = []
    while cells:
        group, corners, count = [cells[0]], set(_corners(cells[0])), 0
        cells = cells[1:]
        while len(group) > count:
            count, apart = len(group), []
            for cell in cells:
                own = _corners(cell)
                if corners.isdisjoint(own):
                    apart.append(cell)
                else:
                    corners.update(own)
                    group.append(cell)
            cells = apart
        groups.append(group)
    return groups


def _corners(cell: _Corners) -> tuple[tuple[float, float], ...]:
    left, top, right, bottom = cell
    return (left, top), (left, bottom), (right, top), (right, bottom)


def _outermost(groups: list[list[_Corners]]) -> list[list[_Corners]]:
    """Tables without those that lie in a cell of another one, and without boxes that frame nothing but tables."""
    frames = [group for group in groups if len(group) == 1]
    tables_ = [group for group in groups if len(group) > 1]
    if any(map(_has_overlaps, tables_)) or any(
        _is_within(_around(one), [_around(other)]) for one, other in permutations(tables_, 2)
    ):
        cells = [cell for group in tables_ for cell in group]
        tables_ = [kept for group in tables_ if (kept := [cell for cell in group if not _is_within(cell, cells)])]
    if not frames:
        return tables_
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
    column_at, row_at = ({place: at for at, place in enumerate(places, start=1)} for places in (columns, rows))
    placed = []
    for left, top, right, bottom in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        row, column = row_at[top], column_at[left]
        spans = row_at[bottom] - row, column_at[right] - column
        placed.append(GridCell(Box(left, top, right, bottom), row, column, *spans))
    return Grid(Box(columns[0], rows[0], columns[-1], rows[-1]), columns, rows, tuple(placed))
