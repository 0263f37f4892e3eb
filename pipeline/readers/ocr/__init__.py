"""Scans, photos and pictures: what is on them, by recognising the letters."""

from typing import TYPE_CHECKING

import numpy as np

from pipeline.errors import PagesError
from pipeline.model.document import Document
from pipeline.policy.limits import Limits
from pipeline.readers.ocr import tesseract
from pipeline.readers.ocr.tesseract import is_there
from pipeline.readers.paged.page import Page

if TYPE_CHECKING:
    from PIL.Image import Image

    from pipeline.readers.ocr.grey import Grey

__all__ = ["is_there", "pictured", "read", "recognise", "require"]

_TOO_MANY = (
    "{pages} pages are scans, more than the {limit} that can be recognised. "
    "Please send the pages with the mapping alone."
)


def require(pages: int, limits: Limits) -> None:
    """Nothing, where so many pages can be recognised.

    Raises: PagesError, where there are too many; SubmissionError, where Tesseract is not installed.
    """
    if pages > limits.recognition.pages:
        raise PagesError(pages, _TOO_MANY.format(pages=pages, limit=limits.recognition.pages))
    tesseract.require()


def recognise(picture: "Image | Grey", number: int, size: tuple[float, float], limits: Limits) -> Page:
    """The page on a grey picture; `size` in points. Raises: SubmissionError."""
    from pipeline.readers.ocr import opened, sheet

    grey = picture if isinstance(picture, np.ndarray) else np.asarray(picture.convert("L"), np.uint8)
    return sheet.page_of(opened.sized(grey, size), number, size, limits)


def read(packed: bytes, limits: Limits) -> Document:
    """The document on the pages of a picture file. Raises: SubmissionError."""
    from pipeline.readers.ocr import opened, sheet
    from pipeline.readers.paged import assemble

    require(opened.count(packed, limits), limits)
    pages = [
        sheet.page_of(grey, number, size, limits)
        for number, (grey, size) in enumerate(opened.pages(packed, limits), start=1)
    ]
    with opened.opened(packed, limits) as image:
        kind = (image.format or "picture").lower()
    return assemble.document(pages, {"mpo": "jpeg", "dib": "bmp"}.get(kind, kind), "ocr", limits)


def pictured(packed: bytes, size: tuple[float, float], limits: Limits) -> Page:
    """What is on a picture in a document; `size` in points, as it is drawn there. Raises: SubmissionError."""
    from pipeline.readers.ocr import opened, sheet

    tesseract.require()
    grey, _ = next(opened.pages(packed, limits))
    return sheet.page_of(opened.sized(grey, size), 1, size, limits)
