"""A page's picture to one on white paper: shade, shadows and the scanner's noise taken away, letters kept grey."""

import cv2
import numpy as np

from pipeline.readers.ocr.grey import Grey

_AROUND = 0.2  # inches round a place where some paper is seen
_COARSE = 4  # the paper changes slowly: it is told on a picture so many times smaller
_SOFTER = 0.6  # pixels: noise is finer than strokes
_BLACK, _WHITE = 0.25, 0.86  # shares of the paper's grey: what is darker is black, what is lighter white


def whitened(grey: Grey, dpi: float) -> Grey:
    """The picture with white paper. Tesseract reads twice as many numbers in scans with noise so."""
    side = round(_AROUND * dpi / _COARSE) | 1
    height, width = grey.shape
    small = (max(width // _COARSE, 1), max(height // _COARSE, 1))
    coarse = cv2.resize(grey, small, interpolation=cv2.INTER_AREA)
    without_letters = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    paper = cv2.resize(cv2.medianBlur(without_letters, side), (width, height)).astype(np.float32)
    share = cv2.GaussianBlur(grey, (0, 0), _SOFTER) / np.maximum(paper, 1)
    return np.asarray(np.clip((share - _BLACK) / (_WHITE - _BLACK), 0, 1) * 255, np.uint8)
