"""A picture file's bytes to its pages: grey pictures and their sizes in points."""

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.policy.limits import Limits
from pipeline.readers.ocr.grey import POINTS_PER_INCH, Grey

_DAMAGED = "The picture is damaged and cannot be opened. Please scan or save it again, or send the Word document."
_TOO_LARGE = (
    "The picture has far more pixels than a page needs. Please scan it at 300 dots an inch, or send the Word document."
)
_UNKNOWN = (
    "The picture is of a kind that cannot be opened here. Please send it as a PNG, JPEG or TIFF, "
    "or send the Word document."
)
_NO_PAGE = "The picture is too small to be of a page. Please check that it is the right one, or send the Word document."
_SIDE_MIN, _OBLONG = 64, 20  # pixels, and times as long as wide: smaller ones are icons, longer ones are rules
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
# A picture that says fewer or more dots an inch than scanners give says nothing: phones write 72, or nothing.
_DPI_MIN, _DPI_MAX = 100, 1300
_LONG_SIDE = 11.69  # inches: such a picture is taken for one of an A4 page
_DPI = 300  # finer ones are made coarser: Tesseract learnt at this
_COARSE_DPI = 180  # coarser ones are made twice as fine: their letters are too low for it
_FAULTS = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError)


def pages(packed: bytes, limits: Limits) -> Iterator[tuple[Grey, tuple[float, float]]]:
    """The pages, one by one. Raises: SubmissionError."""
    with opened(packed, limits) as image:
        try:
            for frame in ImageSequence.Iterator(image):
                _require_page(frame, limits)
                yield _page(frame)
                if image.format != "TIFF":
                    return  # a GIF's other pictures are an animation's, an MPO's the same one again
        except _FAULTS as fault:
            raise SubmissionError(ErrorCode.CORRUPT, _DAMAGED) from fault


def count(packed: bytes, limits: Limits) -> int:
    """How many pages the file has. Raises: SubmissionError."""
    with opened(packed, limits) as image:
        try:
            return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
        except _FAULTS as fault:
            raise SubmissionError(ErrorCode.CORRUPT, _DAMAGED) from fault


def opened(packed: bytes, limits: Limits) -> Image.Image:
    """The picture, not yet unpacked. Raises: SubmissionError."""
    Image.MAX_IMAGE_PIXELS = None  # ours is the limit: Pillow's own warns only
    try:
        image = Image.open(io.BytesIO(packed), formats=_FORMATS)
    except UnidentifiedImageError as error:
        raise SubmissionError(ErrorCode.UNSUPPORTED_FORMAT, _UNKNOWN) from error
    except _FAULTS as fault:
        raise SubmissionError(ErrorCode.CORRUPT, _DAMAGED) from fault
    _require_page(image, limits)
    return image


def _require_page(image: Image.Image, limits: Limits) -> None:
    if min(image.size) < _SIDE_MIN or max(image.size) > _OBLONG * min(image.size):
        raise SubmissionError(ErrorCode.EMPTY, _NO_PAGE)
    if image.width * image.height > limits.recognition.pixels:
        raise SubmissionError(ErrorCode.TOO_LARGE, _TOO_LARGE)


def _page(frame: Image.Image) -> tuple[Grey, tuple[float, float]]:
    said = _said(frame)
    image = ImageOps.exif_transpose(frame)
    if image.size != frame.size:
        said = said[::-1]
    dpi = said if all(_DPI_MIN <= one <= _DPI_MAX for one in said) else (max(image.size) / _LONG_SIDE,) * 2
    size = image.width / dpi[0] * POINTS_PER_INCH, image.height / dpi[1] * POINTS_PER_INCH
    return sized(np.asarray(_grey(image), np.uint8), size), size


def _said(frame: Image.Image) -> tuple[float, float]:
    """The dots an inch that the file says, across and down; a fax's differ. (0, 0) where it says nothing."""
    said = frame.info.get("dpi", (0, 0))
    try:
        return float(said[0]), float(said[1])
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        return 0.0, 0.0


def _grey(image: Image.Image) -> Image.Image:
    """The picture in grey, on white where it is see-through."""
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(paper, seen).convert("L")
    if image.mode.startswith(("I;16", "I")):
        return Image.fromarray((np.asarray(image).astype(np.float64) / 257).clip(0, 255).astype(np.uint8))
    return image.convert("L")


def sized(grey: Grey, size: tuple[float, float]) -> Grey:
    """The picture at the same resolution both ways, the one that Tesseract reads best."""
    import cv2

    across, down = (pixels / points * POINTS_PER_INCH for pixels, points in zip(grey.shape[::-1], size, strict=True))
    finest = max(across, down)
    dpi = min(finest if finest >= _COARSE_DPI else 2 * finest, _DPI)
    wanted = max(round(size[0] / POINTS_PER_INCH * dpi), 1), max(round(size[1] / POINTS_PER_INCH * dpi), 1)
    if wanted == grey.shape[::-1]:
        return np.ascontiguousarray(grey)
    method = cv2.INTER_AREA if wanted[0] < grey.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, wanted, interpolation=method), np.uint8)
