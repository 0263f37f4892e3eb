"""Words to grids where no lines are drawn: columns told by the gaps that run down between them, rows by numbers,
lines across and blank space.

A table is looked for under a line that holds a form's headings, or where three parts or more stand beside each other
under a criterion's number; prose is never taken for one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from pipeline.readers.paged.grid import Grid, GridCell
from pipeline.readers.paged.lines import PART_GAP, TextLine, text_lines
from pipeline.readers.paged.page import Box, Edge, Word

# Shares of the text's height.
_HEAD_LINES = 3  # headings of columns wrap: what looks like headings among the first lines is still of the same ones
_GUTTER = 0.35
_ROW_PITCH = 1.45  # lines so many times farther apart than the closest ones begin a new row
_PARTS_MIN = 3
_HEADINGS_MIN = 2
_ROWS_MIN = 2
_WRAPPED_MAX = 6  # lines of a cell that goes on from the page before, by itself
_SPANNING_MAX = 4  # lines of a heading inside a table
_NUMBER = re.compile(r"(?:(?:AC|LO)\s*)?\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\.?$", re.IGNORECASE)
_LETTERS = re.compile(r"\w+")


@dataclass(slots=True)
class _Region:
    """Lines that keep to the same columns: to the known ones, or to what is `taken` of the page's width by each.

    `spanning` are those of the lines that do not, as headings inside a table.
    """

    lines: list[TextLine]
    taken: list[tuple[float, float]]
    known: Sequence[float] | None = None
    spanning: set[int] = field(default_factory=set)

    def takes(self, line: TextLine) -> bool:
        """Whether a line keeps to the columns, which grow with it."""
        if self.known is not None:
            return _keeps_to(line, self.known)
        grown = _grown(self.taken, line)
        if len(grown) < len(self.taken):
            return False
        self.taken = grown
        return True

    def columns(self) -> tuple[float, ...]:
        """The sides of the columns."""
        if self.known is not None:
            return tuple(self.known)
        inner = ((one[1] + other[0]) / 2 for one, other in pairwise(self.taken))
        return (self.taken[0][0] - 1, *inner, self.taken[-1][1] + 1)


def grids(
    words: Iterable[Word], rules: Sequence[Edge], headings: frozenset[str], known: Sequence[float] | None = None
) -> tuple[Grid, ...]:
    """The tables that the words make without lines, top to bottom.

    `rules` are level lines that may part their rows, `headings` a form's headings in small letters, `known` the columns
    of a table that ends the page before and may go on.
    """
    found = []
    lines = text_lines(words)
    at = 0
    while at < len(lines):
        region = _region(lines, at, headings, known if at == 0 else None)
        grid = None if region is None else _grid(region, rules)
        if region is None or grid is None:
            at += 1
            continue
        found.append(grid)
        at += len(region.lines)
    return tuple(found)


def _region(
    lines: Sequence[TextLine], start: int, headings: frozenset[str], known: Sequence[float] | None
) -> _Region | None:
    """The lines of a table that begins with this one; None where none does."""
    first = lines[start]
    parts = first.parts(PART_GAP * first.height)
    near = lines[start : start + _WRAPPED_MAX]
    if known is not None and all(_keeps_to(line, known) for line in near[:2]) and _are_beside(near, known):
        region = _Region([], [], known)
    elif len(parts) >= _PARTS_MIN and (_is_heading(parts, headings) or _is_numbered(first)):
        region = _Region([], [(part[0].box.left, part[-1].box.right) for part in parts])
    else:
        return None
    waiting: list[TextLine] = []
    for line in lines[start:]:
        if len(region.lines) > _HEAD_LINES and _is_heading(line.parts(PART_GAP * line.height), headings):
            break
        if region.takes(line):
            region.spanning.update(range(len(region.lines), len(region.lines) + len(waiting)))
            region.lines += [*waiting, line]
            waiting = []
        elif not region.lines or len(waiting) == _SPANNING_MAX or _is_far((waiting or region.lines)[-1], line):
            break
        else:
            waiting.append(line)
    return region if region.lines else None


def _are_beside(lines: Iterable[TextLine], columns: Sequence[float]) -> bool:
    """Whether one of the lines, before one that goes over columns, has words in two of them."""
    kept = takewhile(lambda line: _keeps_to(line, columns), lines)
    return any(len(_columns_of(line, columns)) > 1 for line in kept)


def _is_far(before: TextLine, line: TextLine) -> bool:
    return line.top - before.bottom > 3 * line.height


def _keeps_to(line: TextLine, columns: Sequence[float]) -> bool:
    """Whether no word of a line goes over a side of these columns, or stands outside them."""
    is_across = any(word.box.left + 1 < x < word.box.right - 1 for word in line.words for x in columns[1:-1])
    return not is_across and all(0 < column < len(columns) for column in _columns_of(line, columns))


def _is_heading(parts: Sequence[Sequence[Word]], headings: frozenset[str]) -> bool:
    texts = (" ".join(_LETTERS.findall(" ".join(word.text for word in part).lower())) for part in parts)
    return sum(text in headings for text in texts) >= _HEADINGS_MIN


def _is_numbered(line: TextLine) -> bool:
    return any(_NUMBER.match(part[0].text) for part in line.parts(PART_GAP * line.height)[:2])


def _grown(taken: Sequence[tuple[float, float]], line: TextLine) -> list[tuple[float, float]]:
    """What is taken of the page's width with the line's words, in stretches with gutters between them."""
    gutter = _GUTTER * line.height
    found: list[tuple[float, float]] = []
    for left, right in sorted([*taken, *((word.box.left, word.box.right) for word in line.words)]):
        if found and left - found[-1][1] < gutter:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found if len(found) <= len(taken) else _settled(found, taken, line)


def _settled(
    found: list[tuple[float, float]], taken: Sequence[tuple[float, float]], line: TextLine
) -> list[tuple[float, float]]:
    """The stretches with those joined to their left neighbour that only a gap between words parts from it."""
    joined = [found[0]]
    for left, right in found[1:]:
        is_new = not any(left <= start < right or start <= left < end for start, end in taken)
        if is_new and left - joined[-1][1] < PART_GAP * line.height:
            joined[-1] = (joined[-1][0], right)
        else:
            joined.append((left, right))
    return joined


def _grid(region: _Region, rules: Sequence[Edge]) -> Grid | None:
    """The region as a grid; None where it has too few rows or columns for a table."""
    columns = region.columns()
    starts = list(_row_starts(region, columns, rules))
    rows_min = _ROWS_MIN if region.known is None else 1
    if len(columns) <= _PARTS_MIN or len(starts) < rows_min:
        return None
    lines = region.lines
    rows = (
        lines[0].top - 1,
        *((lines[at - 1].bottom + lines[at].top) / 2 for at in starts[1:]),
        lines[-1].bottom + 1,
    )
    cells = []
    for row, (start, (top, bottom)) in enumerate(zip(starts, pairwise(rows), strict=True), start=1):
        if start in region.spanning:
            cells.append(GridCell(Box(columns[0], top, columns[-1], bottom), row, 1, 1, len(columns) - 1))
            continue
        for column, (left, right) in enumerate(pairwise(columns), start=1):
            cells.append(GridCell(Box(left, top, right, bottom), row, column))
    return Grid(Box(columns[0], rows[0], columns[-1], rows[-1]), columns, rows, tuple(cells))


def _row_starts(region: _Region, columns: Sequence[float], rules: Sequence[Edge]) -> Iterator[int]:
    """The lines with which rows begin, counted from 0."""
    lines = region.lines
    width = columns[-1] - columns[0]
    ys = [rule.top for rule in rules if _overlap(rule, columns) > width / 2]
    is_ruled = sum(lines[0].top < y < lines[-1].bottom for y in ys) >= _ROWS_MIN
    pitches = sorted(_pitch(one, other) for one, other in pairwise(lines))
    pitch = pitches[len(pitches) // 4] if pitches else 0.0  # most lines wrap; a few stand askew beside others
    is_numbered = sum(map(_is_numbered, lines)) >= _ROWS_MIN
    yield 0
    for at in range(1, len(lines)):
        before, line = lines[at - 1], lines[at]
        if (at in region.spanning) != (at - 1 in region.spanning):
            yield at
        elif at in region.spanning:
            continue
        elif is_ruled:
            if any(before.bottom - before.height / 2 < y < line.top + line.height / 2 for y in ys):
                yield at
        elif (is_numbered and _is_numbered(line)) or (
            _pitch(before, line) > _ROW_PITCH * pitch and (not is_numbered or len(_columns_of(line, columns)) > 1)
        ):
            yield at


def _overlap(rule: Edge, columns: Sequence[float]) -> float:
    return min(rule.right, columns[-1]) - max(rule.left, columns[0])


def _pitch(one: TextLine, other: TextLine) -> float:
    return other.bottom - one.bottom


def _columns_of(line: TextLine, columns: Sequence[float]) -> set[int]:
    """The columns in which a line has words, counted from 1; 0 and one too many for those outside."""
    return {bisect_right(columns, (word.box.left + word.box.right) / 2) for word in line.words}
