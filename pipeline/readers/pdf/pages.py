"""One page of a PDF to a Page: its text in its tables; None where it is a picture that must be recognised."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.policy.limits import Limits
from pipeline.readers.paged import grid, gutters
from pipeline.readers.paged.grid import Grid
from pipeline.readers.paged.page import Box, Edge, Page, PageTable, Word
from pipeline.readers.pdf import layout
from pipeline.readers.pdf.rulings import Drawing, drawing, sides
from pipeline.readers.pdf.runs import Characters, Run, turn_of

_NUMBERED = re.compile(r"\s*\d{1,2}\.\d{1,2}\b")
_NEAR = 3.0  # points between an area's side and a line that is drawn along it
_UNDERLINE = 0.7  # points by which an underline is longer than its words
_STRUCK = (0.12, 0.5)


@dataclass(frozen=True, slots=True)
class Read:
    """A page that was read; `page` is None where its words are in a picture."""

    page: Page | None
    struck: tuple[str, ...] = ()
    unread: tuple[Box, ...] = ()


def read_page(pdf: pdfium.PdfDocument, number: int, before: Page | None, limits: Limits) -> Read:
    """The page of this number; a table without lines at the end of the page before may go on.

    Raises: SubmissionError, where it holds more than the limits allow; PdfiumError.
    """
    page = pdf[number - 1]
    try:
        if _is_filled_in(page):
            pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
            page.close()
            page = pdf[number - 1]
        turn = turn_of(page)
        drawn = drawing(page, turn, limits.pages.objects)
        usual = frozenset(word for heading in limits.pages.headings for word in heading.split())
        characters = Characters(page, turn, usual)
        try:
            return _read(page, number, characters, drawn, _Form(limits.pages.headings, _open_columns(before)))
        finally:
            characters.close()
    finally:
        page.close()


def _is_filled_in(page: pdfium.PdfPage) -> bool:
    """Whether there are fields, stamps or typed text above the page, which a person sees as part of it."""
    count = pdfium_c.FPDFPage_GetAnnotCount(page)
    return any(_subtype(page, at) in _SEEN for at in range(count))


_SEEN = (pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_FREETEXT, pdfium_c.FPDF_ANNOT_STAMP)


def _subtype(page: pdfium.PdfPage, at: int) -> int:
    annotation = pdfium_c.FPDFPage_GetAnnot(page, at)
    subtype = int(pdfium_c.FPDFAnnot_GetSubtype(annotation))
    pdfium_c.FPDFPage_CloseAnnot(annotation)
    return subtype


@dataclass(frozen=True, slots=True)
class _Form:
    """What is known of a form's tables: its headings, and the columns of a table without lines that may go on."""

    headings: tuple[str, ...]
    columns: tuple[float, ...] | None

    def tables(self, runs: Sequence[Run], lines: Sequence[Edge], characters: Characters) -> tuple[Grid, ...]:
        """The tables without lines that these runs make."""
        if self.columns is None and not self._may_be(runs):
            return ()
        headings = {" ".join(heading.split()[:end]) for heading in self.headings for end in range(1, 9)}
        words = (Word(word.text, word.box) for run in runs for word in characters.words(run))
        return gutters.grids(words, lines, frozenset(headings), self.columns)

    def _may_be(self, runs: Sequence[Run]) -> bool:
        """Whether there are headings or numbered lines enough for a look at each word."""
        texts = [run.text.lower() for run in runs]
        numbered = sum(bool(_NUMBERED.match(text)) for text in texts)
        return numbered > 1 or sum(any(heading in text for text in texts) for heading in self.headings) > 1


def _open_columns(before: Page | None) -> tuple[float, ...] | None:
    """The columns of the table without lines that ends a page; None where none does."""
    tables = [block for block in before.blocks if isinstance(block, PageTable)] if before else []
    return None if not tables or tables[-1].is_ruled else tables[-1].columns


def _read(page: pdfium.PdfPage, number: int, characters: Characters, drawn: Drawing, form: _Form) -> Read:
    width, height = page.get_size()
    marked = _marked(characters.runs(), drawn.lines, characters)
    level = [line for line in marked.rulings if _is_level(line)]
    level += [side for area in drawn.areas for side in sides(area)[:2]]
    blocks = layout.blocks(
        marked.runs,
        _grids(marked.rulings, drawn.areas),
        lambda outside: form.tables(outside, level, characters),
        characters,
    )
    return Read(Page(number, width, height, tuple(blocks)), marked.struck)


@dataclass(frozen=True, slots=True)
class _Marked:
    """A page's runs without what is struck out, and the lines that neither strike out nor underline."""

    runs: tuple[Run, ...]
    rulings: tuple[Edge, ...]
    struck: tuple[str, ...]


def _marked(runs: Iterable[Run], lines: Sequence[Edge], characters: Characters) -> _Marked:
    level = [line for line in lines if _is_level(line)]
    kept: list[Run] = []
    struck: list[str] = []
    spent: set[Edge] = set()
    for run in runs:
        under = [line for line in level if _is_of(line, run)]
        spent.update(under)
        through = [line for line in under if _is_through(line, run, characters)]
        if not through:
            kept.append(run)
            continue
        left, out = characters.parted(run, through)
        kept += left
        struck += [part.text for part in out]
    return _Marked(tuple(kept), tuple(line for line in lines if line not in spent), tuple(struck))


def _is_level(line: Edge) -> bool:
    return line.right - line.left > line.bottom - line.top


def _is_of(line: Edge, run: Run) -> bool:
    """Whether a level line belongs to words: it is no longer than they are, and stands under or among them."""
    box = run.box
    return (
        box.top < line.top <= box.bottom + 1
        and line.left >= box.left - _UNDERLINE
        and line.right <= box.right + _UNDERLINE
    )


def _is_through(line: Edge, run: Run, characters: Characters) -> bool:
    """Whether a line strikes words out: writers draw it at 0.22 to 0.35 of the letters' height above their base."""
    return _STRUCK[0] < (run.base - line.top) / max(characters.size(run), 1) < _STRUCK[1]


def _grids(lines: Sequence[Edge], areas: Sequence[Box]) -> list[Grid]:
    """The ruled tables; a shaded area by itself is no table."""
    edges = [*lines, *(side for area in areas for side in sides(area))]
    return [
        found
        for found in grid.tables(edges)
        if len(found.cells) > 1 or any(_is_along(line, found.box) for line in lines)
    ]


def _is_along(line: Edge, box: Box) -> bool:
    """Whether a line is the top of a box."""
    return abs(line.top - box.top) < _NEAR and line.right - line.left > box.width - 2 * _NEAR
