"""Pictures in a Word file to the pages that are on them, by recognition, as far as the limits reach."""

from pipeline.errors import SubmissionError
from pipeline.policy.limits import Limits
from pipeline.readers.paged.page import Page, PageCell, PageLine, PageTable
from pipeline.readers.word.names import BLIP, IMAGEDATA, R_EMBED, R_ID, Element
from pipeline.readers.word.package import Package

_POINTS_PER_CM = 72 / 2.54
_WORDS_MIN = 4  # sure ones: fewer, and no table, are a photo's


class Scans:
    """The pictures of one Word file."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._met = 0

    def page(self, picture: Element, width_cm: float, height_cm: float) -> Page | None:
        """What is on a picture, a page without blocks where there are no words; None where that cannot be known."""
        self._met += 1
        if self._met > self._limits.recognition.pages:
            return None
        from pipeline.readers import ocr  # most Word files have no picture of words

        try:
            packed = self._packed(picture)
            page = packed and ocr.pictured(
                packed, (width_cm * _POINTS_PER_CM, height_cm * _POINTS_PER_CM), self._limits
            )
        except (SubmissionError, KeyError):  # no Tesseract; a kind that is not opened, damaged, too large; no such part
            return None
        return self._told(page) if page else None

    def require_pages(self) -> None:
        """Nothing, unless pictures were met and no page may be recognised although it could be.

        Raises: PagesError, so that its reader may be given the time that recognition takes.
        """
        if self._met and not self._limits.recognition.pages:
            from pipeline.readers import ocr

            if ocr.is_there():
                ocr.require(self._met, self._limits)

    def _packed(self, picture: Element) -> bytes | None:
        """The picture's bytes; None where they are not in the file."""
        blip = picture if picture.tag == IMAGEDATA else next(picture.iter(BLIP), None)
        name = None if blip is None else blip.get(R_ID if blip.tag == IMAGEDATA else R_EMBED)
        relation = self._package.relations.get(name or "")
        return self._package.read(relation.target) if relation else None

    def _told(self, page: Page) -> Page | None:
        """The page; one without blocks for a photo; None for a table whose words are not to be read."""
        enough = self._limits.recognition.confidence
        tables = [block for block in page.blocks if isinstance(block, PageTable)]
        lines = [block for block in page.blocks if isinstance(block, PageLine)]
        parts: list[PageLine | PageCell] = [*lines, *(cell for table in tables for cell in table.cells)]
        sure = sum(len(part.text.split()) for part in parts if (part.confidence or 0) >= enough)
        if sure >= _WORDS_MIN:
            return page
        return None if tables else Page(page.number, page.width, page.height, (), is_recognised=True)
