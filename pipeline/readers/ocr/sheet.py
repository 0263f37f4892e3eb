"""A picture of a page to a Page: turned upright and level, its rulings found and taken away, its words recognised."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
from msgspec.structs import replace

from pipeline.policy.limits import Limits
from pipeline.readers.ocr import level, numbers, paper, rulings, tesseract
from pipeline.readers.ocr.grey import POINTS_PER_INCH, Grey
from pipeline.readers.ocr.ink import Ink
from pipeline.readers.ocr.tesseract import Seen
from pipeline.readers.paged import grid, gutters
from pipeline.readers.paged.grid import Grid
from pipeline.readers.paged.page import Box, Page, PageLine, PageTable, Word
from pipeline.readers.pdf import layout
from pipeline.readers.pdf.runs import Run

# Tesseract's segmentation modes: words wherever they stand, which finds the lone numbers of a table; a page by its own
# analysis; one even block.
_SCATTERED, _PROSE, _BLOCK = 11, 3, 6
_DOUBTFUL = 0.5  # mean confidence: a page that stands on its head is read with less
_FEW = 5  # words: too few to tell by
_MARK_LETTERS = 2  # an unticked box is read as "O", a tick as "v"; a cell's answer has more
_INSET = 1.5  # points: a cell's own border, when its picture is cut out
_WHITE = 255
_APART = 12.0  # points between the cells' pictures under each other
_LARGE, _USUAL = 1.35, 0.15  # of the letters' usual height: a heading's are larger, others' differ by their words


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of a page as the layout asks about them: there is nothing finer to tell than the words."""

    runs: tuple[Run, ...]
    known: frozenset[str]
    height: float

    def words(self, run: Run) -> Iterable[Run]:
        return (run,)

    def stretches(self, run: Run, _sides: Sequence[float]) -> Iterable[Run]:
        return (run,)

    def letters(self, _run: Run) -> Iterable[Run]:
        return ()

    def lean_of(self, _run: Run) -> int:
        return 0

    def size(self, run: Run) -> float:
        """A heading's height, or the usual one: words without tall letters are lower, not smaller."""
        return run.box.height if run.box.height > _LARGE * self.height else self.height

    def is_bold(self, _run: Run) -> bool:
        return False

    def knows(self, word: str) -> bool:
        return word in self.known


def page_of(grey: Grey, number: int, size: tuple[float, float], limits: Limits) -> Page:
    """The page on a picture; `size` in points. Raises: SubmissionError."""
    timeout = limits.recognition.page_s
    dpi = grey.shape[1] / size[0] * POINTS_PER_INCH
    turn = 0
    if level.is_sideways(grey):
        turn = tesseract.turned(grey, round(dpi), timeout)
        grey, size = _turned(grey, size, turn)
    page = _Sheet(grey, size, turn, limits)
    if len(page.words) > _FEW and _mean(page.words) < _DOUBTFUL:
        angle = tesseract.turned(grey, round(dpi), timeout)
        if angle:
            page = _Sheet(*_turned(grey, size, angle), turn + angle, limits)
    return page.read(number)


class _Sheet:
    """A page that stands upright, after it was turned clockwise by `turn` degrees; its words recognised."""

    def __init__(self, grey: Grey, size: tuple[float, float], turn: int, limits: Limits) -> None:
        self._size, self._limits = size, limits
        self._dpi = grey.shape[1] / size[0] * POINTS_PER_INCH
        flat, askew = level.level(grey)
        self._turn = turn - askew
        self._edges = rulings.edges(flat, self._dpi)
        self._grey = paper.whitened(rulings.without(flat, self._dpi, self._edges), self._dpi)
        self._grids = grid.tables(self._edges)
        self.words = self._recognised(self._grey, _SCATTERED if self._grids else _PROSE)

    def read(self, number: int) -> Page:
        """The page."""
        scale = POINTS_PER_INCH / self._dpi
        ink = Ink(self._grey, self._dpi)
        ink.take_away(_box(word, scale) for word in self.words)
        missed = self._missed(ink)
        ink.take_away(_box(word, scale) for word in missed)
        words = [*self.words, *missed]
        placed = _Placed([Word(word.text, _box(word, scale), word.confidence) for word in words])
        runs = tuple(Run(word.text, _box(word, scale), word.base * scale) for word in words)
        height = median(run.box.height for run in runs) if runs else 1.0
        text = _Text(runs, frozenset(word.text.lower() for word in words), height)
        found = layout.blocks(runs, self._grids, self._unruled, text)
        blocks = tuple(_sure(block, placed, ink) for block in found)
        return Page(number, *self._size, blocks, is_recognised=True, turn=self._turn)

    def _recognised(self, grey: Grey, mode: int) -> list[Seen]:
        return tesseract.words(grey, round(self._dpi), mode, self._limits.recognition.page_s)

    def _missed(self, ink: Ink) -> list[Seen]:
        """The words in cells that hold ink and no word, on a second look at those cells alone, under each other."""
        scale = POINTS_PER_INCH / self._dpi
        known = _Placed([Word(word.text, _box(word, scale)) for word in self.words])
        boxes = [cell.box for table in self._grids for cell in table.cells if not known.held(cell.box)]
        boxes = [box for box in boxes if ink.is_in(box)]
        if not boxes:
            return []
        strip, places = self._strip(boxes)
        return list(_put_back(self._recognised(strip, _BLOCK), places))

    def _strip(self, boxes: Sequence[Box]) -> tuple[Grey, list[tuple[int, int, int, int]]]:
        """The cells' pictures under each other, and for each its top and bottom there, and its left and top here."""
        scale = self._dpi / POINTS_PER_INCH
        inset, gap = round(_INSET * scale), round(_APART * scale)
        parts, places, at = [], [], gap
        for box in boxes:
            left, top = round(box.left * scale) + inset, round(box.top * scale) + inset
            part = self._grey[top : round(box.bottom * scale) - inset, left : round(box.right * scale) - inset]
            parts.append(part)
            places.append((at, at + part.shape[0], left - gap, top))
            at += part.shape[0] + gap
        strip = np.full((at, max(part.shape[1] for part in parts) + 2 * gap), _WHITE, np.uint8)
        for part, (first, last, _, _) in zip(parts, places, strict=True):
            strip[first:last, gap : gap + part.shape[1]] = part
        return strip, places

    def _unruled(self, runs: Sequence[Run]) -> Sequence[Grid]:
        return gutters.grids(
            [Word(run.text, run.box) for run in runs], self._edges, frozenset(self._limits.pages.headings)
        )


def _put_back(seen: Iterable[Seen], places: Sequence[tuple[int, int, int, int]]) -> Iterator[Seen]:
    """Words from the cells' pictures at their places on the page."""
    for word in seen:
        middle = (word.top + word.bottom) // 2
        for first, last, left, top in places:
            if first <= middle < last:
                down = top - first
                yield replace(
                    word,
                    left=word.left + left,
                    right=word.right + left,
                    top=word.top + down,
                    bottom=word.bottom + down,
                    base=word.bottom + down,
                )


class _Placed:
    """Words by where their middles stand."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        middles = [(word.box.left + word.box.right, word.box.top + word.box.bottom) for word in words]
        self._middles = np.array(middles, np.float64).reshape(-1, 2) / 2

    def held(self, box: Box) -> list[Word]:
        """The words in a box."""
        first, last = (box.left, box.top), (box.right, box.bottom)
        inside = ((self._middles >= first) & (self._middles <= last)).all(axis=1)
        return [self._words[at] for at in np.flatnonzero(inside).tolist()]


def _sure(block: PageTable | PageLine, words: _Placed, ink: Ink) -> PageTable | PageLine:
    """The block with how sure its words are."""
    if isinstance(block, PageLine):
        return replace(block, confidence=_confidence(words, block.box, has_more=False))
    cells = tuple(
        replace(cell, confidence=_confidence(words, cell.box, has_more=ink.is_in(cell.box))) for cell in block.cells
    )
    return replace(block, cells=numbers.mended(cells))


def _confidence(words: _Placed, box: Box, *, has_more: bool) -> float:
    """That of the least certain word in a box, of a sign only where there are no words.

    0 where there is other ink, and where a letter or two are all: so boxes and ticks are read.
    """
    held = words.held(box)
    spoken = [word for word in held if any(sign.isalnum() for sign in word.text)] or held
    whole = "".join(word.text for word in held)
    if has_more or (whole.isalpha() and len(whole) <= _MARK_LETTERS):
        return 0.0
    return min((word.confidence or 0.0 for word in spoken), default=1.0)


def _box(word: Seen, scale: float) -> Box:
    return Box(word.left * scale, word.top * scale, word.right * scale, word.bottom * scale)


def _mean(words: Sequence[Seen]) -> float:
    return sum(word.confidence for word in words) / len(words)


def _turned(grey: Grey, size: tuple[float, float], angle: int) -> tuple[Grey, tuple[float, float]]:
    """The picture and its size, turned clockwise."""
    if not angle:
        return grey, size
    turn = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}[angle]
    turned = np.asarray(cv2.rotate(grey, turn), np.uint8)
    return turned, size if angle == 180 else (size[1], size[0])
