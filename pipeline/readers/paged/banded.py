"""Level lines and shading to grids: tables in which no upright line is drawn.

Lines are drawn from cell to cell and cells are shaded one by one, so that their ends are sides of columns; where they
are not, words tell columns by the gaps between them, and rows by their numbers.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from pipeline.readers.paged import openrows
from pipeline.readers.paged.bands import NEAR, Band, Cut, Part, clustered
from pipeline.readers.paged.grid import Grid
from pipeline.readers.paged.keeping import keeps_to, lefts
from pipeline.readers.paged.lines import LONE, PART_GAP, TextLine, is_row, margin, text_lines
from pipeline.readers.paged.page import Box, Edge, Word
from pipeline.readers.paged.rowcuts import column_of, middle

_WIDTH_MIN = 60.0  # points: what is narrower rules no table
_FAR = 3.0  # heights of a line: what stands farther below is of no table
_PAD = 2.0  # a heading stands so many times farther below a line than the words of rows
_FARTHER = 1.5  # a page's foot stands so many times farther from a table than rows from each other
_WAITING_MAX = 4  # lines over several columns inside a table


def grids(
    words: Sequence[Word], rules: Sequence[Edge], areas: Sequence[Box], known: Sequence[float] | None = None
) -> tuple[Grid, ...]:
    """The tables that level lines and shaded areas make of the words, top to bottom.

    `known` are the columns of a table that ends the page before and may go on.
    """
    frames = list(_frames(_cuts(rules, areas)))
    if not frames:
        return ()
    tops = [frame[0].y for frame in frames[1:]]
    found: list[Grid] = []
    for at, (cuts, end) in enumerate(zip(frames, [*tops, float("inf")], strict=True)):
        frame = _Frame(cuts, words, areas, () if at or known is None else known)
        for part in frame.parts(found[-1].box.bottom if found else 0.0, end):
            grid = frame.grid(part)
            if grid is not None:
                found.append(grid)
    return tuple(found)


def _cuts(rules: Sequence[Edge], areas: Sequence[Box]) -> list[Cut]:
    """The cuts of a page, top to bottom."""
    drawn = [((rule.top + rule.bottom) / 2, (rule.left, rule.right), True) for rule in rules]
    drawn += [(y, (area.left, area.right), False) for area in areas for y in (area.top, area.bottom)]
    found: list[Cut] = []
    for y, part, is_rule in sorted(drawn):
        if not found or y - found[-1].y > NEAR:
            found.append(Cut(y))
        (found[-1].rules if is_rule else found[-1].shades).append(part)
    return [cut for cut in found if cut.right - cut.left > _WIDTH_MIN]


def _frames(cuts: Iterable[Cut]) -> Iterator[list[Cut]]:
    """The cuts in stretches that go from the same left to the same right, or over a part of it."""
    frame: list[Cut] = []
    left = right = 0.0
    for cut in cuts:
        is_left, is_right = abs(cut.left - left) < NEAR, abs(cut.right - right) < NEAR
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
        self, cuts: Sequence[Cut], words: Sequence[Word], areas: Sequence[Box], known: Sequence[float]
    ) -> None:
        self._cuts = cuts
        self._left, self._right = min(cut.left for cut in cuts), max(cut.right for cut in cuts)
        self._words = [word for word in words if self._left - NEAR < (word.box.left + word.box.right) / 2 < self._right]
        self._areas = areas
        is_same = bool(known) and abs(known[0] - self._left) < NEAR and abs(known[-1] - self._right) < NEAR
        self._known = tuple(known) if is_same else ()
        pads = [band.pad for one, other in pairwise(cuts) if (band := self._band(one, other)).words]
        self._pad = max(median(pads), 0.0) if pads else 0.0

    def parts(self, start: float, end: float) -> Iterator[Part]:
        """The tables of the frame, from `start` to `end`."""
        part = self._leading(start)
        if part.bands and part.bands[-1].end is None:
            yield part
            part, self._known = Part(), ()
        for one, other in pairwise(self._cuts):
            band = self._band(one, other)
            is_whole = self._add_free(part, band) if band.is_free else self._add(part, band)
            if not is_whole:
                yield part
                part, self._known = Part(), ()
        last = self._cuts[-1]
        rest = Band(last.y, end, [word for word in self._words if last.y < middle(word) < end], [], last)
        if rest.words and (not part.is_closed or self._goes_on(part, rest)):
            self._add_free(part, rest)
        yield part

    def _band(self, one: Cut, other: Cut) -> Band:
        words = [word for word in self._words if one.y < middle(word) < other.y]
        shades = [area for area in self._areas if area.top < one.y + NEAR and area.bottom > other.y - NEAR]
        return Band(one.y, other.y, words, shades, one, other)

    def _add(self, part: Part, band: Band) -> bool:
        """Adds a band that is shaded or stands between lines; False where it stands between two tables."""
        if not band.shades and self._is_between(band):
            return False
        part.add(band)
        return True

    def _is_between(self, band: Band) -> bool:
        """Whether a band between two lines is what stands between two tables: a heading, or a blank."""
        above, below = band.inner_ends()
        is_other = bool(above and below) and not (_are_among(above, below) or _are_among(below, above))
        if not band.words:
            return is_other or bool(below)
        lines = text_lines(band.words)
        is_heading = all(len(line.parts(PART_GAP * line.height)) == 1 for line in lines)
        starts_left = lines[0].words[0].box.left < self._left + (self._right - self._left) / 10
        return is_heading and starts_left and (is_other or band.pad > max(_PAD * self._pad, lines[0].height / 2))

    def _add_free(self, part: Part, band: Band) -> bool:
        """Adds those lines of a band without a line below it that go on with the table; False where not all do."""
        columns = self._columns(part)
        lines = text_lines(band.words)
        count = _kept(lines, columns, band.top) if lines and len(columns) > 2 else 0
        if count:
            kept = [word for line in lines[:count] for word in line.words]
            bottom = band.bottom if count == len(lines) and band.end else lines[count - 1].bottom + 1
            part.add(Band(band.top, bottom, kept, [], band.start, band.end if count == len(lines) else None))
        return bool(count) and count == len(lines)

    def _columns(self, part: Part) -> list[float]:
        """The sides of a part's columns that are drawn there, and those on the page before where it may go on."""
        drawn = {*part.ends, self._left, self._right}
        return clustered({*drawn, *self._known} if _are_among(drawn, self._known) else drawn)

    def _goes_on(self, part: Part, rest: Band) -> bool:
        """Whether words below the last line are of a row that the page's end cuts off."""
        line = text_lines(rest.words)[0]
        columns = self._columns(part)
        return rest.pad < _PAD * self._pad + 1 and len({column_of(word, columns) for word in line.words}) > 1

    def _leading(self, start: float) -> Part:
        """The words above the first cut that go on with the table of the page before."""
        part, first = Part(), self._cuts[0]
        lines = text_lines(word for word in self._words if start < middle(word) < first.y)
        if not self._known:
            self._add_header(part, lines)
            return part
        lines = lines[margin(text_lines(self._words), self._known) :]
        count = _kept(lines, self._known, lines[0].top) if lines else 0
        words = [word for line in lines[:count] for word in line.words]
        if any(len({column_of(word, self._known) for word in line.words}) > 1 for line in lines[:count]):
            is_on = count == len(lines) and first.y - lines[-1].bottom < _FAR * lines[-1].height
            bottom = first.y if is_on else lines[count - 1].bottom + 1
            part.add(Band(lines[0].top - 1, bottom, words, [], None, first if is_on else None))
        return part

    def _add_header(self, part: Part, lines: Sequence[TextLine]) -> None:
        """Adds the headings above the first line, where each row has but a line below it."""
        first = self._cuts[0]
        columns = clustered(first.ends())
        below = text_lines(word for word in self._words if middle(word) > first.y)
        top = first.y
        words: list[Word] = []
        for line in reversed(lines if first.rules and not first.shades else ()):
            is_near = top - line.bottom < (LONE * line.height if words else _PAD * max(self._pad, line.height / 2))
            if not is_near or len(line.parts(line.height)) < 2 or not is_row(line, below, columns):
                break
            words += line.words
            top = line.top
        if words:
            part.add(Band(top - 1, first.y, words, [], None, first))

    def grid(self, part: Part) -> Grid | None:
        """A part's grid; None where it has no two columns and rows."""
        return openrows.grid(part.bands, self._columns(part), is_on=bool(self._known)) if part.bands else None


def _are_among(some: Iterable[float], others: Iterable[float]) -> bool:
    return all(any(abs(one - other) < NEAR for other in others) for one in some)


def _kept(lines: Sequence[TextLine], columns: Sequence[float], top: float) -> int:
    """How many of the lines keep to these columns, with those over several columns between them."""
    begun = lefts([line for line in lines if keeps_to(line, columns, {})], columns)
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
            and (is_lone or not is_row(line, [*lines[:at], *lines[at + 1 :]], columns))
        ):
            break
        if keeps_to(line, columns, begun):
            count = at + 1 if at == count or not is_lone else count
        widest = max(widest, gap) if at else widest
        bottom = max(bottom, line.bottom)
    return count
