"""The bands of a table without upright lines to its grid: sides of columns by gutters, rows by numbers, spans."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from msgspec.structs import replace

from pipeline.readers.paged import rowcuts
from pipeline.readers.paged.bands import NEAR, Band, Cut, clustered
from pipeline.readers.paged.grid import Grid, GridCell
from pipeline.readers.paged.keeping import CROSSED, crosses, is_close, keeps_to, lefts
from pipeline.readers.paged.lines import PART_GAP, TextLine, text_lines
from pipeline.readers.paged.page import Box, Word
from pipeline.readers.paged.rowcuts import Numbers, middle

_GUTTER = 0.35  # of the text's height
_INSET = 2.0  # points between a side that only words tell and the words


def grid(bands: Sequence[Band], drawn: Sequence[float], *, is_on: bool) -> Grid | None:
    """The grid of a table with these bands and drawn sides of columns; None where it has no two columns and rows.

    `is_on`: it may go on from the page before.
    """
    body = [word for band in bands if not band.shades for word in band.words]
    columns = _sides([word for word in body if not any(crosses(word, x) for x in drawn[1:-1])], drawn)
    numbering = rowcuts.numbers(body, columns)
    rows = list(_rows(bands, columns, numbering, is_on=is_on))
    if len(columns) < 3 or len(rows) < (1 if is_on else 2):
        return None
    return _made(rows, bands[-1].bottom, columns, 0 if numbering is None else numbering.column)


def _sides(body: Sequence[Word], columns: Sequence[float]) -> list[float]:
    """The sides of columns with those that gutters in them tell."""
    found = list(columns)
    for left, right in pairwise(columns):
        own = [word for word in body if left - CROSSED <= word.box.left and word.box.right <= right + CROSSED]
        found += _gutters(own, is_wide=len(columns) > 2)
    return clustered(found)


def _gutters(words: Sequence[Word], *, is_wide: bool) -> Iterator[float]:
    """The x of gaps between words that run down a column; `is_wide`, where the columns are known but for such."""
    lines = text_lines(words)
    right = float("-inf")
    for at, word in enumerate(ordered := sorted(words, key=lambda word: word.box.left)):
        gap, height = word.box.left - right, word.box.height
        before = ordered[:at]
        if before and gap > _GUTTER * height:
            is_numbers = all(rowcuts.is_number(one) for one in before)
            beside = sum(_has_both(line, word.box.left) for line in lines)
            if (is_numbers and beside) or (gap > PART_GAP * height and beside > is_wide):
                yield word.box.left - min(gap / 2, _INSET)
        right = max(right, word.box.right)


def _has_both(line: TextLine, x: float) -> bool:
    return line.words[0].box.left < x <= line.words[-1].box.left


@dataclass(slots=True)
class _Row:
    """A row: its words, its shaded areas, and what is drawn at its top; None where its top was told by the words."""

    top: float
    words: list[Word]
    shades: list[Box]
    start: Cut | None

    def groups(self, columns: Sequence[float]) -> list[tuple[int, int]]:
        """The columns, counted from 0, that are one cell each, as first and last."""
        lines = text_lines(self.words)
        crossed = {x for x in columns[1:-1] if any(crosses(word, x) for word in self.words)}
        found = [(0, 0)]
        for column, x in enumerate(columns[1:-1], start=1):
            is_one = x in crossed or ((crossed or self._is_in_shade(x)) and _is_run_over(lines, x))
            if is_one:
                found[-1] = (found[-1][0], column)
            else:
                found.append((column, column))
        return found

    def _is_in_shade(self, x: float) -> bool:
        return any(area.left + NEAR < x < area.right - NEAR for area in self.shades)


def _is_run_over(lines: Iterable[TextLine], x: float) -> bool:
    """Whether words on both sides of this x stand as near as in one text."""
    return any(
        one.box.right <= x + CROSSED and other.box.left >= x - CROSSED and is_close(one, other)
        for line in lines
        for one, other in pairwise(line.words)
    )


def _rows(bands: Sequence[Band], columns: Sequence[float], numbering: Numbers | None, *, is_on: bool) -> Iterator[_Row]:
    """The rows of a table, top to bottom; `is_on`: it may go on from the page before."""
    counts = [len(numbering.within(band.top, band.bottom)) for band in bands] if numbering else []
    is_told = sum(count == 1 for count in counts) >= sum(count > 1 for count in counts)
    for band in bands:
        is_whole = bool(band.shades) or (not band.is_free and is_told)
        tops = [] if is_whole else list(_tops(band.words, columns, numbering, is_on=is_on))
        is_on = is_on and bool(band.shades)
        edges = [band.top, *tops, band.bottom]
        for top, bottom in pairwise(edges):
            words = [word for word in band.words if top <= middle(word) < bottom]
            yield _Row(top, words, band.shades, band.start if top == band.top else None)


def _tops(
    words: Sequence[Word], columns: Sequence[float], numbering: Numbers | None, *, is_on: bool
) -> Iterator[float]:
    """Where rows begin in a band, but for the first: in the stretches between lines over several columns, and there."""
    lines = text_lines(words)
    begun = lefts([line for line in lines if keeps_to(line, columns, {})], columns)
    before: TextLine | None = None
    for is_kept, group in groupby(lines, key=lambda line: keeps_to(line, columns, begun)):
        stretch = list(group)
        if before is not None:
            yield (before.bottom + stretch[0].top) / 2
        if is_kept:
            own = [word for line in stretch for word in line.words]
            yield from rowcuts.cuts(own, columns, numbering, is_on=is_on and before is None)
        before = stretch[-1]


def _made(rows: Sequence[_Row], bottom: float, columns: Sequence[float], number: int) -> Grid:
    """The rows as a grid, cells that go on over rows made one; `number`: the column, from 0, that numbers the rows."""
    heights = (*(row.top for row in rows), bottom)
    leading = rowcuts.leading([word for row in rows for word in row.words], columns)
    open_: dict[tuple[int, int], int] = {}
    cells: list[GridCell] = []
    for at, row in enumerate(rows):
        going: dict[tuple[int, int], int] = {}
        for first, last in row.groups(columns):
            group = (first, last)
            sides = columns[first], columns[last + 1]
            if at and group in open_ and not _is_closed(rows[at - 1], row, sides, leading if last < number else None):
                going[group] = open_[group]
                home = cells[open_[group]]
                box = replace(home.box, bottom=heights[at + 1])
                cells[open_[group]] = replace(home, box=box, row_span=home.row_span + 1)
                continue
            going[group] = len(cells)
            box = Box(columns[first], heights[at], columns[last + 1], heights[at + 1])
            cells.append(GridCell(box, at + 1, first + 1, 1, last - first + 1))
        open_ = going
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(Box(columns[0], heights[0], columns[-1], heights[-1]), tuple(columns), heights, tuple(cells))


def _is_closed(above: _Row, row: _Row, sides: tuple[float, float], leading: float | None) -> bool:
    """Whether the cells between two sides are two: a line parts them, or a blank where none is drawn.

    `leading` is how far lines of one text stand apart; None where no cell without a line goes on over rows.
    """
    left, right = sides
    if row.start is not None and (row.start.covers(left, right) or row.start.rules):
        return row.start.covers(left, right)
    if leading is None:
        return True
    words = [word for word in (*above.words, *row.words) if left < (word.box.left + word.box.right) / 2 < right]
    return not rowcuts.is_through(words, row.top, leading)
