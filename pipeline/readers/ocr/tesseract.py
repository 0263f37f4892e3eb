"""A picture to words: the one room that runs Tesseract."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from pipeline.errors import ErrorCode, SubmissionError, UsageError
from pipeline.readers.ocr.grey import Grey

_MISSING = (
    "The document is a scan or picture, and Tesseract, which recognises the words in it, is not installed. Please "
    "install it (Debian, Ubuntu: sudo apt install tesseract-ocr; macOS: brew install tesseract), "
    "or send the Word document."
)
_UNTAUGHT = "traineddata"  # Tesseract without its file on English names it
_FAILED = "The words in the scan could not be recognised. Please send the Word document that it was made from."
_SLOW = "Recognising the words in the scan took too long. Please send the Word document that it was made from."
_WORD = 5  # Tesseract's level of a word: page, block, paragraph, line, word


class Seen(Struct, frozen=True):
    """A word in a picture, in pixels; `base` is the bottom of its line, `confidence` 0 to 1."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    base: int
    confidence: float


def is_there() -> bool:
    """Whether Tesseract is installed."""
    return shutil.which("tesseract") is not None


def require() -> None:
    """Nothing. Raises: SubmissionError, where Tesseract is not installed."""
    if not is_there():
        raise SubmissionError(ErrorCode.CONVERTER_MISSING, _MISSING)


def words(grey: Grey, dpi: int, layout: int, timeout_s: int) -> list[Seen]:
    """The words in a picture, in Tesseract's order; `layout` is its page segmentation mode.

    Raises: SubmissionError, where it fails or takes longer than `timeout_s`.
    """
    import pytesseract

    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # threads make it slower where several checks run
    with tempfile.TemporaryDirectory() as folder:
        path = _written(grey, Path(folder))
        try:
            found = pytesseract.image_to_data(
                str(path),
                lang="eng",
                config=f"--psm {layout} --dpi {dpi}",
                timeout=timeout_s,
                output_type=pytesseract.Output.DICT,
            )
        except pytesseract.TesseractError as error:
            if _UNTAUGHT in str(error):
                raise SubmissionError(ErrorCode.CONVERTER_MISSING, _MISSING) from error
            raise SubmissionError(ErrorCode.CORRUPT, _FAILED) from error
        except RuntimeError as error:  # pytesseract's word for a timeout
            raise SubmissionError(ErrorCode.TIMEOUT, _SLOW) from error
    return list(_seen(found))


def turned(grey: Grey, dpi: int, timeout_s: int) -> int:
    """By how many degrees clockwise the picture must be turned to stand upright: 0, 90, 180 or 270."""
    import pytesseract

    with tempfile.TemporaryDirectory() as folder:
        path = _written(grey, Path(folder))
        try:
            found = pytesseract.image_to_osd(
                str(path), config=f"--dpi {dpi}", timeout=timeout_s, output_type=pytesseract.Output.DICT
            )
        except (pytesseract.TesseractError, RuntimeError):  # too few letters to tell
            return 0
    return int(found["rotate"])


def _written(grey: Grey, folder: Path) -> Path:
    """The picture as a file without compression, which costs more than it saves."""
    import cv2

    path = folder / "page.pgm"
    if not cv2.imwrite(str(path), grey):
        raise UsageError(f"{folder} has no room for a page's picture. Free some space there, and try again.")
    return path


def _seen(found: dict[str, list[Any]]) -> Iterator[Seen]:
    base = 0
    columns: Sequence[str] = ("level", "text", "left", "top", "width", "height", "conf")
    for level, text, left, top, width, height, confidence in zip(*(found[name] for name in columns), strict=True):
        if level == _WORD - 1:
            base = top + height
        if level == _WORD and str(text).strip():
            share = max(float(confidence), 0) / 100
            yield Seen(str(text).strip(), left, top, left + width, top + height, base, share)
