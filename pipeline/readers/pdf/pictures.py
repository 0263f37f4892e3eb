"""Which pages and parts of pages are pictures of text, and their pictures for recognition."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from pipeline.policy.limits import Limits
from pipeline.readers.paged.page import Box
from pipeline.readers.pdf.rulings import Drawing
from pipeline.readers.pdf.runs import Characters, Run

if TYPE_CHECKING:
    from PIL.Image import Image

_POINTS_PER_CM = 72 / 2.54
_RESOLUTION = 300  # dots an inch: what Tesseract is trained for, and no less than scanners give
_PIXELS_MAX = 4960  # A3 at that resolution; larger sheets are drawn smaller
_COVER = 0.5  # of the page: a picture that covers more is the page
_UNREADABLE = 0.3  # of the signs: a font that does not say what its signs mean
_SAMPLE = 12  # runs


def is_picture(runs: Sequence[Run], drawn: Drawing, characters: Characters, limits: Limits) -> bool:
    """Whether the page's words must be recognised from its picture.

    So where there are but a few stray signs above a picture of the page, or outlines in place of letters; where a
    scanner has laid its own guess under the picture, or unseen above it; and where the font hides what it says.
    """
    width, height = drawn.size
    cover = sum(box.width * box.height for box in drawn.pictures) / (width * height)
    letters = sum(len(run.text) for run in runs)
    if cover >= _COVER:
        return letters < limits.pages.stray_letters or drawn.is_covered or _is_unseen(runs, characters)
    if not letters:
        return drawn.paths - len(drawn.lines) - len(drawn.areas) >= limits.pages.outlines  # a blank grid is no text
    signs = "".join(run.text for run in runs)
    return not signs.isprintable() and sum(not sign.isprintable() for sign in signs) > _UNREADABLE * letters


def _is_unseen(runs: Sequence[Run], characters: Characters) -> bool:
    sample = runs[:: max(1, len(runs) // _SAMPLE)]
    return sum(characters.is_unseen(run) for run in sample) > len(sample) / 2


def unread(runs: Iterable[Run], drawn: Drawing, limits: Limits) -> tuple[Box, ...]:
    """The pictures on the page that may hold words: as large as the policy says, and without text above them."""
    width = limits.picture_share * drawn.size[0]
    height = limits.picture_height_cm * _POINTS_PER_CM
    large = [box for box in drawn.pictures if box.width >= width and box.height >= height]
    return tuple(box for box in large if not any(_is_in(run.box, box) for run in runs)) if large else ()


def _is_in(one: Box, other: Box) -> bool:
    x, y = (one.left + one.right) / 2, (one.top + one.bottom) / 2
    return other.left < x < other.right and other.top < y < other.bottom


def picture(pdf: pdfium.PdfDocument, number: int) -> "Image":
    """The page of this number as it is seen, in grey."""
    page = pdf[number - 1]
    try:
        scale = min(_RESOLUTION / 72, _PIXELS_MAX / max(page.get_size()))
        bitmap = page.render(scale=scale, grayscale=True)
        image: Image = bitmap.to_pil().copy()
        bitmap.close()
        return image
    finally:
        page.close()
