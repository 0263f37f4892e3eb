"""Level lines and shading to grids: tables in which no upright line is drawn.

Lines are drawn from cell to cell and cells are shaded one by one, so that their ends are sides of columns; where they
are not, words tell columns by the gaps between them, and rows by their numbers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from statistics import median

from pipeline.readers.paged import rowcuts
from pipeline.readers.paged.grid import Grid, GridCell
from pipeline.readers.paged.lines import LONE, PART_GAP, TextLine, is_row, margin, text_lines
from pipeline.readers.paged.page import Box, Edge, Word
from pipeline.readers.paged.rowcuts import Numbers, column_of, middle

_NEAR = 3.0  # points within which lines and sides of areas count as one
_WIDTH_MIN = 60.0  # points: what is narrower rules no table
_CROSSED = 1.5  # points by which a word must go over a side that it crosses
_FAR = 3.0  # heights of a line: what stands farther below is of no table
_PAD = 2.0  # a heading stands so many times farther below a line than the words of rows
_GUTTER = 0.35  # of the text's height
_INSET = 2.0  # points between a side that only words tell and the words
_FARTHER = 1.5  # and so many times farther than rows from each other
_WAITING_MAX = 4  # lines over several columns inside a table


@dataclass(slots=True)
class _Cut:
    """A height at which lines are drawn, or shading begins or ends, from each left to each right."""

    y: float
    rules: list[tuple[float, float]] = field(default_factory=list)
    shades: list[tuple[float, float]] = field(default_factory=list)

    @property
    def left(self) -> float:
        return min(left for left, _ in self.rules + self.shades)

    @property
    def right(self) -> float:
        return max(right for _, right in self.rules + self.shades)

    def ends(self) -> set[float]:
        """Where the lines and areas end."""
        return {x for part in self.rules + self.shades for x in part}

    def covers(self, left: float, right: float) -> bool:
        """Whether something is drawn between these two sides."""
        x = (left + right) / 2
        return any(start <= x <= end for start, end in self.rules + self.shades)


@dataclass(slots=True)
class _Band:
    """The stretch of a table between two heights; `start` and `end` are what is drawn there, None where nothing is."""

    top: float
    bottom: float
    words: list[Word]
    shades: list[Box]
    start: _Cut | None = None
    end: _Cut | None = None

    @property
    def pad(self) -> float:
        """How far its words stand below its top."""
        return min((word.box.top for word in self.words), default=self.top) - self.top

    @property
    def is_free(self) -> bool:
        """Whether it is neither shaded nor between two lines: it may hold many rows, and what is of no table."""
        return not self.shades and not (self.start and self.start.rules and self.end and self.end.rules)

    def inner_ends(self) -> tuple[list[float], list[float]]:
        """Where what is drawn at its top and its bottom ends, but for the outer sides."""
        start, end = (_clustered(cut.ends())[1:-1] if cut else [] for cut in (self.start, self.end))
        return start, end


@dataclass(slots=True)
class _Part:
    """A table while it is put together: its bands, and where what is drawn of it ends."""

    bands: list[_Band] = field(default_factory=list)
    ends: set[float] = field(default_factory=set)

    @property
    def is_closed(self) -> bool:
        """Whether a line is drawn under its last band."""
        return bool(self.bands and self.bands[-1].end and self.bands[-1].end.rules and not self.bands[-1].is_free)

    def add(self, band: _Band) -> None:
        """Adds a band below the others."""
        self.bands.append(band)
        for cut in (band.start, band.end):
            self.ends |= cut.ends() if cut else set()


def grids(
    words: Sequence[Word], rules: Sequence[Edge], areas: Sequence[Box], known: Sequence[float] | None = None
) -> tuple[Grid, ...]:
    """The tables that level lines and shaded areas make of the words, top to bottom.

    `known` are the columns of a table that ends the page before and may go on.
    """
    frames = list(_frames(_cuts(rules, areas)))
    tops = [frame[0].y for frame in frames[1:]]
    found: list[Grid] = []
    for at, (cuts, end) in enumerate(zip(frames, [*tops, float("inf")], strict=True)):
        frame = _Frame(cuts, words, areas, () if at or known is None else known)
        for part in frame.parts(found[-1].box.bottom if found else 0.0, end):
            grid = frame.grid(part)
            if grid is not None:
                found.append(grid)
    return tuple(found)


def _cuts(rules: Sequence[Edge], areas: Sequence[Box]) -> list[_Cut]:
    """The cuts of a page, top to bottom."""
    drawn = [((rule.top + rule.bottom) / 2, (rule.left, rule.right), True) for rule in rules]
    drawn += [(y, (area.left, area.right), False) for area in areas for y in (area.top, area.bottom)]
    found: list[_Cut] = []
    for y, part, is_rule in sorted(drawn):
        if not found or y - found[-1].y > _NEAR:
            found.append(_Cut(y))
        (found[-1].rules if is_rule else found[-1].shades).append(part)
    return [cut for cut in found if cut.right - cut.left > _WIDTH_MIN]


def _frames(cuts: Iterable[_Cut]) -> Iterator[list[_Cut]]:
    """The cuts in stretches that go from the same left to the same right, or over a part of it."""
    frame: list[_Cut] = []
    left = right = 0.0
    for cut in cuts:
        is_left, is_right = abs(cut.left - left) < _NEAR, abs(cut.right - right) < _NEAR
        is_part = (is_left and cut.right < right) or (is_right and cut.left > left)
        if frame and not (is_part or (is_left and is_right)):
            yield frame
            frame = []
        if not frame:
            left, right = cut.left, cut.right
        frame.append(cut)
    if frame:
        yield frame


class _Frame:
    """Cuts between the same two sides, and the words between them and between `start` and `end`.

    `known` are the columns of a table that ends the page before, where they lie between the same sides.
    """

    def __init__(
        self, cuts: Sequence[_Cut], words: Sequence[Word], areas: Sequence[Box], known: Sequence[float]
    ) -> None:
        self._cuts = cuts
        self._left, self._right = min(cut.left for cut in cuts), max(cut.right for cut in cuts)
        self._words = [
            word for word in words if self._left - _NEAR < (word.box.left + word.box.right) / 2 < self._right
        ]
        self._areas = areas
        is_same = bool(known) and abs(known[0] - self._left) < _NEAR and abs(known[-1] - self._right) < _NEAR
        self._known = tuple(known) if is_same else ()
        pads = [band.pad for one, other in pairwise(cuts) if (band := self._band(one, other)).words]
        self._pad = max(median(pads), 0.0) if pads else 0.0

    def parts(self, start: float, end: float) -> Iterator[_Part]:
        """The tables of the frame, from `start` to `end`."""
        part = self._leading(start)
        if part.bands and part.bands[-1].end is None:
            yield part
            part, self._known = _Part(), ()
        for one, other in pairwise(self._cuts):
            band = self._band(one, other)
            is_whole = self._add_free(part, band) if band.is_free else self._add(part, band)
            if not is_whole:
                yield part
                part, self._known = _Part(), ()
        last = self._cuts[-1]
        rest = _Band(last.y, end, [word for word in self._words if last.y < middle(word) < end], [], last)
        if rest.words and (not part.is_closed or self._goes_on(part, rest)):
            self._add_free(part, rest)
        yield part

    def _band(self, one: _Cut, other: _Cut) -> _Band:
        words = [word for word in self._words if one.y < middle(word) < other.y]
        shades = [area for area in self._areas if area.top < one.y + _NEAR and area.bottom > other.y - _NEAR]
        return _Band(one.y, other.y, words, shades, one, other)

    def _add(self, part: _Part, band: _Band) -> bool:
        """Adds a band that is shaded or stands between lines; False where it stands between two tables."""
        if not band.shades and self._is_between(band):
            return False
        part.add(band)
        return True

    def _is_between(self, band: _Band) -> bool:
        """Whether a band between two lines is what stands between two tables: a heading, or a blank."""
        above, below = band.inner_ends()
        is_other = bool(above and below) and not (_are_among(above, below) or _are_among(below, above))
        if not band.words:
            return is_other or bool(below)
        lines = text_lines(band.words)
        is_heading = all(len(line.parts(PART_GAP * line.height)) == 1 for line in lines)
        starts_left = lines[0].words[0].box.left < self._left + (self._right - self._left) / 10
        return is_heading and starts_left and (is_other or band.pad > max(_PAD * self._pad, lines[0].height / 2))

    def _add_free(self, part: _Part, band: _Band) -> bool:
        """Adds those lines of a band without a line below it that go on with the table; False where not all do."""
        columns = self._columns(part)
        lines = text_lines(band.words)
        count = _kept(lines, columns, band.top) if lines and len(columns) > 2 else 0
        if count:
            kept = [word for line in lines[:count] for word in line.words]
            bottom = band.bottom if count == len(lines) and band.end else lines[count - 1].bottom + 1
            part.add(_Band(band.top, bottom, kept, [], band.start, band.end if count == len(lines) else None))
        return bool(count) and count == len(lines)

    def _columns(self, part: _Part) -> list[float]:
        """The sides of a part's columns that are drawn there, and those on the page before where it may go on."""
        drawn = {*part.ends, self._left, self._right}
        return _clustered({*drawn, *self._known} if _are_among(drawn, self._known) else drawn)

    def _goes_on(self, part: _Part, rest: _Band) -> bool:
        """Whether words below the last line are of a row that the page's end cuts off."""
        line = text_lines(rest.words)[0]
        columns = self._columns(part)
        return rest.pad < _PAD * self._pad + 1 and len({column_of(word, columns) for word in line.words}) > 1

    def _leading(self, start: float) -> _Part:
        """The words above the first cut that go on with the table of the page before."""
        part, first = _Part(), self._cuts[0]
        lines = text_lines(word for word in self._words if start < middle(word) < first.y)
        if not self._known:
            self._add_header(part, lines)
            return part
        lines = lines[margin(lines, self._known) :]
        count = _kept(lines, self._known, lines[0].top) if lines else 0
        words = [word for line in lines[:count] for word in line.words]
        if any(len({column_of(word, self._known) for word in line.words}) > 1 for line in lines[:count]):
            is_on = count == len(lines) and first.y - lines[-1].bottom < _FAR * lines[-1].height
            bottom = first.y if is_on else lines[count - 1].bottom + 1
            part.add(_Band(lines[0].top - 1, bottom, words, [], None, first if is_on else None))
        return part

    def _add_header(self, part: _Part, lines: Sequence[TextLine]) -> None:
        """Adds the headings above the first line, where each row has but a line below it."""
        first = self._cuts[0]
        columns = _clustered(first.ends())
        top = first.y
        words: list[Word] = []
        for line in reversed(lines if first.rules and not first.shades else ()):
            is_near = top - line.bottom < (LONE * line.height if words else _PAD * max(self._pad, line.height / 2))
            if not is_near or len(line.parts(line.height)) < 2 or not _keeps_to(line, columns, {}):
                break
            words += line.words
            top = line.top
        if words:
            part.add(_Band(top - 1, first.y, words, [], None, first))

    def grid(self, part: _Part) -> Grid | None:
        """A part's grid; None where it has no two columns and rows."""
        body = [word for band in part.bands if not band.shades for word in band.words]
        columns = self._columns(part)
        columns = _sides([word for word in body if not any(_crosses(word, x) for x in columns[1:-1])], columns)
        numbering = rowcuts.numbers(body, columns)
        rows = list(_rows(part.bands, columns, numbering, is_on=bool(self._known)))
        if len(columns) < 3 or len(rows) < (1 if self._known else 2):
            return None
        return _made(rows, part.bands[-1].bottom, columns, 0 if numbering is None else numbering.column)


def _are_among(some: Iterable[float], others: Iterable[float]) -> bool:
    return all(any(abs(one - other) < _NEAR for other in others) for one in some)


def _kept(lines: Sequence[TextLine], columns: Sequence[float], top: float) -> int:
    """How many of the lines keep to these columns, with those over several columns between them."""
    lefts = _lefts([line for line in lines if _keeps_to(line, columns, {})], columns)
    count, bottom = 0, top
    widest = lines[0].top - top
    for at, line in enumerate(lines):
        gap = line.top - bottom
        is_lone = len({column_of(word, columns) for word in line.words}) == 1
        if gap > _FAR * line.height or at - count > _WAITING_MAX:
            break
        if (
            at
            and gap > max(LONE * line.height, _FARTHER * widest)
            and (is_lone or not is_row(line, lines[:at], columns))
        ):
            break
        if _keeps_to(line, columns, lefts):
            count = at + 1 if at == count or not is_lone else count
        widest = max(widest, gap) if at else widest
        bottom = max(bottom, line.bottom)
    return count


def _lefts(lines: Iterable[TextLine], columns: Sequence[float]) -> dict[int, float]:
    """Where most lines begin in each column."""
    found: dict[int, Counter[int]] = {}
    for line in lines:
        for column, words in groupby(line.words, key=lambda word: column_of(word, columns)):
            found.setdefault(column, Counter())[round(next(words).box.left)] += 1
    return {column: float(counts.most_common(1)[0][0]) for column, counts in found.items()}


def _keeps_to(line: TextLine, columns: Sequence[float], lefts: Mapping[int, float]) -> bool:
    """Whether no word of a line goes over a side of these columns, nor a text in which a blank stands there.

    `lefts`: where most lines begin in each column.
    """
    if any(_crosses(word, x) for word in line.words for x in columns[1:-1]):
        return False
    for one, other in pairwise(line.words):
        column = column_of(other, columns)
        is_over = column_of(one, columns) < column and _is_close(one, other)
        if is_over and column in lefts and abs(other.box.left - lefts[column]) > _NEAR:
            return False
    return True


def _crosses(word: Word, x: float) -> bool:
    return word.box.left + _CROSSED < x < word.box.right - _CROSSED


def _clustered(xs: Iterable[float]) -> list[float]:
    found: list[float] = []
    for x in sorted(xs):
        if not found or x - found[-1] > _NEAR:
            found.append(x)
    return found


def _sides(body: Sequence[Word], columns: Sequence[float]) -> list[float]:
    """The sides of columns with those that gutters in them tell."""
    found = list(columns)
    for left, right in pairwise(columns):
        own = [word for word in body if left - _CROSSED <= word.box.left and word.box.right <= right + _CROSSED]
        found += _gutters(own, is_wide=len(columns) > 2)
    return _clustered(found)


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
    start: _Cut | None

    def groups(self, columns: Sequence[float]) -> list[tuple[int, int]]:
        """The columns, counted from 0, that are one cell each, as first and last."""
        lines = text_lines(self.words)
        crossed = {x for x in columns[1:-1] if any(_crosses(word, x) for word in self.words)}
        found = [(0, 0)]
        for column, x in enumerate(columns[1:-1], start=1):
            is_one = x in crossed or ((crossed or self._is_in_shade(x)) and _is_run_over(lines, x))
            if is_one:
                found[-1] = (found[-1][0], column)
            else:
                found.append((column, column))
        return found

    def _is_in_shade(self, x: float) -> bool:
        return any(area.left + _NEAR < x < area.right - _NEAR for area in self.shades)


def _is_run_over(lines: Iterable[TextLine], x: float) -> bool:
    """Whether words on both sides of this x stand as near as in one text."""
    return any(
        one.box.right <= x + _CROSSED and other.box.left >= x - _CROSSED and _is_close(one, other)
        for line in lines
        for one, other in pairwise(line.words)
    )


def _is_close(one: Word, other: Word) -> bool:
    return other.box.left - one.box.right < PART_GAP * one.box.height


def _rows(
    bands: Sequence[_Band], columns: Sequence[float], numbering: Numbers | None, *, is_on: bool
) -> Iterator[_Row]:
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
    lefts = _lefts([line for line in lines if _keeps_to(line, columns, {})], columns)
    before: TextLine | None = None
    for is_kept, group in groupby(lines, key=lambda line: _keeps_to(line, columns, lefts)):
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
