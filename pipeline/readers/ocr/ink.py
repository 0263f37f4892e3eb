"""A level picture without rulings to the ink on it: words that were not recognised, marks of a pen."""

from collections.abc import Iterable

import cv2
import numpy as np

from pipeline.readers.ocr.grey import POINTS_PER_INCH, Grey
from pipeline.readers.paged.page import Box

# Points.
_INSET = 2.5  # from a cell's border: what is left of its rulings
_BESIDE, _ABOVE = 3.5, 1.5  # a word's box: letters at its ends that Tesseract leaves out of it; their dots
_SPECK = 0.9  # square points: a full stop, or dust
_SPECK_SIDE = 1.6  # a dash is longer
_WINDOW = 20.0
_DARKER = 30  # grey levels below the paper round about


class Ink:
    """The ink of a page."""

    def __init__(self, grey: Grey, dpi: float) -> None:
        self._scale = dpi / POINTS_PER_INCH
        calm = cv2.medianBlur(grey, 3)
        window = round(_WINDOW * self._scale) | 1
        method, kind = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
        self._ink = np.asarray(cv2.adaptiveThreshold(calm, 255, method, kind, window, _DARKER), np.uint8)

    def take_away(self, words: Iterable[Box]) -> None:
        """Takes the words that were recognised away."""
        for word in words:
            around = Box(word.left - _BESIDE, word.top - _ABOVE, word.right + _BESIDE, word.bottom + _ABOVE)
            self._part(around, 0)[:] = 0

    def is_in(self, cell: Box) -> bool:
        """Whether there is more in a cell than its words and specks."""
        part = self._part(cell, _INSET)
        if not part.any():
            return False
        _, _, found, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
        area, side = _SPECK * self._scale**2, _SPECK_SIDE * self._scale
        return any(each[4] >= area and max(each[2], each[3]) >= side for each in found[1:])

    def _part(self, box: Box, inset: float) -> Grey:
        scale = self._scale
        top, bottom = max(round((box.top + inset) * scale), 0), max(round((box.bottom - inset) * scale), 0)
        left, right = max(round((box.left + inset) * scale), 0), max(round((box.right - inset) * scale), 0)
        return self._ink[top:bottom, left:right]
