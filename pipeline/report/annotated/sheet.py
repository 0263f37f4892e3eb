"""A page as it is seen to the page as a PDF counts it: its crop, its rotation, its y upwards."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Object

Box = tuple[float, float, float, float]

_LEVELS_MAX = 64


class Sheet:
    """One page: the part of it that is seen, and by how many degrees clockwise it is turned to be seen."""

    def __init__(self, crop: "Iterable[Object]", media: "Iterable[Object]", turn: int) -> None:
        outer, inner = _corners(media), _corners(crop)
        both = (
            max(outer[0], inner[0]),
            max(outer[1], inner[1]),
            min(outer[2], inner[2]),
            min(outer[3], inner[3]),
        )
        self._seen = both if both[0] < both[2] and both[1] < both[3] else outer
        self._turn = turn

    def rect(self, box: Box) -> Box:
        """A box, in points from the top left corner of the page as it is seen, as left, bottom, right and top."""
        ends = [self._point(x, y) for x, y in ((box[0], box[1]), (box[2], box[3]))]
        across, up = sorted(x for x, _ in ends), sorted(y for _, y in ends)
        return round(across[0], 1), round(up[0], 1), round(across[1], 1), round(up[1], 1)

    def upright(self) -> list[int]:
        """The matrix that turns a drawing against the page, so that it is seen upright."""
        return {0: [1, 0, 0, 1, 0, 0], 90: [0, 1, -1, 0, 0, 0], 180: [-1, 0, 0, -1, 0, 0], 270: [0, -1, 1, 0, 0, 0]}[
            self._turn
        ]

    def _point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self._seen
        return {
            0: (left + x, top - y),
            90: (left + y, bottom + x),
            180: (right - x, bottom + y),
            270: (right - y, top - x),
        }[self._turn]


def rotation(page: "Object") -> int:
    """By how many degrees clockwise a page is turned: 0, 90, 180 or 270; its own, or that of what it belongs to."""
    at: Object | None = page
    for _ in range(_LEVELS_MAX):
        if at is None:
            return 0
        turn = at.get("/Rotate")
        if turn is not None:
            return _quarter(turn)
        at = at.get("/Parent")
    return 0


def _quarter(turn: object) -> int:
    try:
        return round(float(str(turn)) / 90) % 4 * 90
    except ValueError:
        return 0


def _corners(box: "Iterable[Object]") -> Box:
    left, bottom, right, top = (float(str(side)) for side in box)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
