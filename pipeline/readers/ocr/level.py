"""A scanned page to a level one: turned back by the angle at which its lines of text and rulings are sharpest."""

import cv2
import numpy as np

from pipeline.readers.ocr.grey import Grey

_SIDE = 1000  # pixels: enough to see an angle of a fortieth of a degree
_STEPS, _SPANS = (0.5, 0.1, 0.025), (5.0, 0.5, 0.1)  # degrees, coarse to fine: steps, and how far to each side
_MARGIN = 0.02  # of the page: the scanner's own shadows stand there
_LEVEL = 0.02  # degrees: less is not turned
_WINDOW, _DARKER = 25, 12  # pixels round a place, and by how much ink is darker than their mean
_RULING, _BLANK, _WORD = 40, 9, 31  # pixels of the small picture: no letter is as long; between words; words


def skew(grey: Grey) -> float:
    """By how many degrees the page must be turned anticlockwise to be level; at most 5 either way."""
    ink = _ink(grey)
    small = np.asarray(cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    best = 0.0
    for step, span, seen in zip(_STEPS, _SPANS, (small, small, ink), strict=True):
        angles = np.arange(best - span, best + span + step / 2, step)
        best = float(angles[int(np.argmax([_sharpness(seen, angle) for angle in angles]))])
    return best


def level(grey: Grey) -> tuple[Grey, float]:
    """The page turned level about its middle, as large as before, and by how many degrees anticlockwise it was."""
    angle = skew(grey)
    if abs(angle) < _LEVEL:
        return grey, 0.0
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    flags, border = cv2.INTER_CUBIC, cv2.BORDER_REPLICATE
    turned = np.asarray(cv2.warpAffine(grey, turn, (width, height), flags=flags, borderMode=border), np.uint8)
    return turned, angle


def is_sideways(grey: Grey) -> bool:
    """Whether the lines of text run up or down: letters that are run together make long bars along them."""
    ink = _ink(grey)
    for shape in ((1, _RULING), (_RULING, 1)):
        lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        ink = np.asarray(cv2.subtract(ink, lines), np.uint8)
    level, upright = (_bars(ink, is_level) for is_level in (True, False))
    return upright > level


def _bars(ink: Grey, is_level: bool) -> int:  # noqa: FBT001
    """How much of the ink is in words that run level, or upright."""
    closing, opening = ((1, side) if is_level else (side, 1) for side in (_BLANK, _WORD))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(closing, np.uint8))
    return int(np.count_nonzero(cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones(opening, np.uint8))))


def _ink(grey: Grey) -> Grey:
    """A small picture of the page, ink white on black."""
    scale = _SIDE / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    method, kind = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
    ink = cv2.adaptiveThreshold(small, 255, method, kind, _WINDOW, _DARKER)
    margin = round(_MARGIN * _SIDE)
    ink[:margin] = ink[-margin:] = 0
    ink[:, :margin] = ink[:, -margin:] = 0
    return np.asarray(ink, np.uint8)


def _sharpness(ink: Grey, angle: float) -> float:
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1)
    turned = np.asarray(cv2.warpAffine(ink, turn, (width, height)), np.uint8)
    return _contrast(turned, 0) + _contrast(turned, 1)


def _contrast(ink: Grey, axis: int) -> float:
    """How sharply the sums along an axis change."""
    sums = ink.sum(axis=axis, dtype=np.float64)
    return float((np.diff(sums) ** 2).sum())
