"""Filled areas to the sides that a person sees: the pieces that writers fill a cell with, made one.

Word fills a cell line by line, with a strip for the margin on each side; LibreOffice and browsers fill it at once.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.readers.paged.page import Box, Edge

_TOUCH = 1.0  # points between pieces of one area
_MARGIN = 7.0  # points between a cell's border and its text: Word's 5.4; no column is so narrow


def joined(areas: Mapping[Box, int]) -> tuple[Box, ...]:
    """The areas of a page, by their colours, as they are seen: pieces of one colour that touch are one area where only
    the text's lines, or the margins of a cell, part them."""
    if len(areas) < 2:
        return tuple(areas)
    strips = [area for area in areas if area.width < _MARGIN]
    wide = [area for area in areas if area.width >= _MARGIN]
    stacked = list(_stacked(wide, strips, areas))
    if not strips:
        return tuple(box for box, _ in stacked)
    found = [(_widened(box, [one for one in strips if areas[one] == colour]), colour) for box, colour in stacked]
    left = (one for one in strips if not any(areas[one] == colour and _holds(box, one) for box, colour in found))
    return (*(box for box, _ in found), *left)


def sides(area: Box, upright: Sequence[Edge]) -> Iterator[Edge]:
    """The sides of an area, but for those beside which a line is drawn; `upright` are such lines, left to right."""
    yield Edge(area.left, area.top, area.right, area.top)
    yield Edge(area.left, area.bottom, area.right, area.bottom)
    for x in (area.left, area.right):
        start = bisect_left(upright, x - _MARGIN, key=_left)
        near = upright[start : bisect_left(upright, x + _MARGIN, key=_left)]
        if not any(line.top <= area.top + _TOUCH and line.bottom >= area.bottom - _TOUCH for line in near):
            yield Edge(x, area.top, x, area.bottom)


def without_lines(areas: Iterable[Box], upright: Sequence[Edge]) -> tuple[Box, ...]:
    """The areas that no upright line touches: they are of tables without such lines, or of none."""
    return tuple(area for area in areas if not any(_is_beside(line, area) for line in upright))


def _is_beside(line: Edge, area: Box) -> bool:
    is_level_with = line.top < area.bottom - _TOUCH and line.bottom > area.top + _TOUCH
    return is_level_with and area.left - _MARGIN < line.left < area.right + _MARGIN


def _left(line: Edge) -> float:
    return line.left


def _stacked(wide: Iterable[Box], strips: Sequence[Box], areas: Mapping[Box, int]) -> Iterator[tuple[Box, int]]:
    """The areas with those made one that stand on each other, by colour."""
    last: Box | None = None
    for area in sorted(wide, key=lambda area: (areas[area], round(area.left), round(area.right), area.top)):
        colour = areas[area]
        if last is None:
            last, last_colour = area, colour
        elif colour == last_colour and _is_on(last, area) and not _is_side(last.bottom, area, strips, areas):
            last = Box(last.left, last.top, last.right, area.bottom)
        else:
            yield last, last_colour
            last, last_colour = area, colour
    if last is not None:
        yield last, last_colour


def _is_on(upper: Box, lower: Box) -> bool:
    is_below = abs(lower.top - upper.bottom) <= _TOUCH
    return is_below and abs(upper.left - lower.left) <= _TOUCH and abs(upper.right - lower.right) <= _TOUCH


def _is_side(y: float, area: Box, strips: Iterable[Box], areas: Iterable[Box]) -> bool:
    """Whether what parts an area from the one above it is seen elsewhere too: cells of a row end alike."""
    if any(_touch(area, one) and one.top < y - _TOUCH and one.bottom > y + _TOUCH for one in strips):
        return False
    beside = (one for one in areas if one.right <= area.left + _TOUCH or one.left >= area.right - _TOUCH)
    return any(min(abs(one.top - y), abs(one.bottom - y)) <= _TOUCH for one in beside)


def _touch(area: Box, strip: Box) -> bool:
    return min(abs(area.left - strip.right), abs(area.right - strip.left)) <= _TOUCH


def _widened(area: Box, strips: Iterable[Box]) -> Box:
    """An area with the strips on both sides of it."""
    left, right = area.left, area.right
    for strip in strips:
        if min(strip.bottom, area.bottom) - max(strip.top, area.top) <= 0:
            continue
        if abs(strip.right - area.left) <= _TOUCH:
            left = min(left, strip.left)
        elif abs(strip.left - area.right) <= _TOUCH:
            right = max(right, strip.right)
    return Box(left, area.top, right, area.bottom)


def _holds(box: Box, strip: Box) -> bool:
    return box.left <= strip.left and strip.right <= box.right and strip.top < box.bottom and box.top < strip.bottom
