"""A level page to the rulings on it.

A ruling is dark where all letters have gaps: closing the grey picture along the line takes away what is short, and what
is then darker than both its sides is a line. Letters in a row leave pieces; a line of a table is met by others at its
ends.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.readers.ocr.grey import POINTS_PER_INCH, Grey
from pipeline.readers.paged.page import Edge

# Found by trying on scans of 150, 200 and 300 dots an inch with noise, blur and JPEG's blocks. Inches mostly.
_DPI = 150  # a hairline is one pixel wide, and noise is averaged away
_DARKER = 18  # grey levels
_SMOOTH = 0.02
_GAP = 0.06  # that breaks a line which goes on
_THICK = 0.05
_SURE = 0.3  # a piece of this length is a line where others meet it
_SHORT_LEVEL, _SHORT_UPRIGHT = 0.15, 0.1  # narrow columns, low rows
# Points.
_MEETS = 4.0
_REACHES = 1.5  # letters in a low row come nearer to its lines than 4 points, few as near as this
_TOUCHES = 1.0  # none
_ALIGNED = 2.0
_LONG = 72.0  # a line of this length may end loosely: tables run on over the page
_LONGEST = 108.0  # no word leaves a piece of this length

_Lines = NDArray[np.float64]  # one a row: its place across, where it starts, where it ends


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A page smoothed along one direction, and where its dark pieces are."""

    smooth: Grey
    is_level: bool

    def found(self, length: float) -> _Lines:
        """The dark pieces of at least this length in inches."""
        along, across = _bar(round(length * _DPI), self.is_level), _bar(round(_THICK * _DPI) | 1, not self.is_level)
        kept = _closed(self.smooth, along)
        dark = np.asarray(cv2.subtract(_closed(kept, across), kept) > _DARKER, np.uint8)
        joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, _bar(round(_GAP * _DPI) | 1, self.is_level))
        return np.array(list(self._lines(np.asarray(joined, np.uint8), length)), np.float64).reshape(-1, 3)

    def _lines(self, mask: Grey, length: float) -> Iterator[tuple[float, float, float]]:
        _, _, boxes, middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
        scale = POINTS_PER_INCH / _DPI
        for (left, top, width, height, area), (x, y) in zip(boxes[1:], middles[1:], strict=True):
            start, size, place = (left, width, y) if self.is_level else (top, height, x)
            if size >= length * _DPI and area / size <= _THICK * _DPI:
                yield place * scale, start * scale, (start + size) * scale


def edges(grey: Grey, dpi: float) -> tuple[Edge, ...]:
    """The rulings of the tables on a level page of so many dots an inch."""
    if dpi != _DPI:
        scale = _DPI / dpi
        grey = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    smooth = max(3, round(_SMOOTH * _DPI))
    level = _Pieces(np.asarray(cv2.blur(grey, (smooth, 1)), np.uint8), is_level=True)
    upright = _Pieces(np.asarray(cv2.blur(grey, (1, smooth)), np.uint8), is_level=False)
    levels, uprights = _tied(*_strong(level.found(_SURE), upright.found(_SURE)), level, upright)
    return tuple(
        [Edge(start, at, end, at) for at, start, end in levels.tolist()]
        + [Edge(at, start, at, end) for at, start, end in uprights.tolist()]
    )


def without(grey: Grey, dpi: float, found: Sequence[Edge]) -> Grey:
    """The picture with these rulings filled by what stands beside them."""
    cleared = grey.copy()
    scale = dpi / POINTS_PER_INCH
    half, around = max(1, round(1.1 * scale)), max(3, round(3 * scale))
    for edge in found:
        is_level = edge.right - edge.left > edge.bottom - edge.top
        part = cleared if is_level else cleared.T
        place, start, end = (edge.top, edge.left, edge.right) if is_level else (edge.left, edge.top, edge.bottom)
        at, first, last = round(place * scale), max(round(start * scale) - half, 0), round(end * scale) + half
        low, high = max(at - half, 0), at + half + 1
        outer = max(low - around, 0)
        strip = part[outer : high + around, first:last]
        if strip.size:
            filled = cv2.morphologyEx(np.ascontiguousarray(strip), cv2.MORPH_CLOSE, _bar(2 * half + 3, is_level=False))
            part[low:high, first:last] = filled[low - outer : high - outer]
    return cleared


def _strong(levels: _Lines, uprights: _Lines) -> tuple[_Lines, _Lines]:
    """The sure lines: those that hold each other, and those that are too long to be of letters."""
    kept_levels, kept_uprights = _pruned(levels, uprights)
    return _with_long(kept_levels, levels), _with_long(kept_uprights, uprights)


def _tied(levels: _Lines, uprights: _Lines, level: _Pieces, upright: _Pieces) -> tuple[_Lines, _Lines]:
    """The sure lines with the short ones that reach from one to the next."""
    low = upright.found(_SHORT_UPRIGHT)
    is_aligned = _is_aligned(low, uprights)
    loose = low[~is_aligned]
    low = _together(_between(low[is_aligned], levels, _REACHES), loose[_is_held(loose, levels, _TOUCHES, np.inf)])
    narrow = level.found(_SHORT_LEVEL)
    narrow = narrow[_is_held(narrow, uprights, _REACHES, np.inf)]
    return _pruned(_together(levels, narrow), _together(uprights, low))


def _pruned(levels: _Lines, uprights: _Lines) -> tuple[_Lines, _Lines]:
    """The lines that are left when those that nothing holds are taken away, again and again."""
    while True:
        count = len(levels) + len(uprights)
        levels = levels[_is_held(levels, uprights, _MEETS, _LONG)]
        uprights = uprights[_is_held(uprights, levels, _MEETS, _LONG)]
        if len(levels) + len(uprights) == count:
            return levels, uprights


def _is_held(lines: _Lines, others: _Lines, near: float, long: float) -> NDArray[np.bool_]:
    """Which lines others across meet at both ends, or anywhere where a line is long."""
    place, start, end = lines[:, 0:1], lines[:, 1:2], lines[:, 2:3]
    at, first, last = others[:, 0], others[:, 1], others[:, 2]
    crosses = np.logical_and(first - near <= place, place <= last + near)
    at_start = (crosses & (np.abs(at - start) <= near)).any(axis=1)
    at_end = (crosses & (np.abs(at - end) <= near)).any(axis=1)
    anywhere = (crosses & (at >= start - near) & (at <= end + near)).any(axis=1)
    return np.asarray((at_start & at_end) | (anywhere & ((end - start)[:, 0] >= long)), np.bool_)


def _between(lines: _Lines, others: _Lines, near: float) -> _Lines:
    """The lines that reach from one of the others to another one, cut off there: below, a letter may touch them."""
    if not len(lines) or not len(others):
        return np.empty((0, 3))
    place, start, end = lines[:, 0:1], lines[:, 1:2], lines[:, 2:3]
    at, first, last = others[:, 0], others[:, 1], others[:, 2]
    is_met = (first - _MEETS <= place) & (place <= last + _MEETS) & (at >= start - near) & (at <= end + near)
    lowest = np.where(is_met, at, np.inf).min(axis=1)
    highest = np.where(is_met, at, -np.inf).max(axis=1)
    cut = np.stack([lines[:, 0], lowest, highest], axis=1)
    return np.asarray(cut[highest - lowest > _MEETS], np.float64)


def _is_aligned(lines: _Lines, sure: _Lines) -> NDArray[np.bool_]:
    """Which lines stand in line with a sure one; all where there is none."""
    if not len(sure):
        return np.ones(len(lines), np.bool_)
    return np.asarray((np.abs(lines[:, 0:1] - sure[:, 0]) <= _ALIGNED).any(axis=1), np.bool_)


def _with_long(kept: _Lines, every: _Lines) -> _Lines:
    return _together(kept, every[every[:, 2] - every[:, 1] >= _LONGEST])


def _together(one: _Lines, other: _Lines) -> _Lines:
    return np.unique(np.vstack([one, other]), axis=0)


def _closed(grey: Grey, bar: Grey) -> Grey:
    closed = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, bar, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(closed, np.uint8)


def _bar(length: int, is_level: bool) -> Grey:  # noqa: FBT001
    return np.ones((1, length) if is_level else (length, 1), np.uint8)
