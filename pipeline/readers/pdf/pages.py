"""One page of a PDF to a Page: its text in its tables; None where it is a picture that must be recognised."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.policy.limits import Limits
from pipeline.readers.paged import grid
from pipeline.readers.paged.grid import Grid
from pipeline.readers.paged.page import Box, Edge, Page
from pipeline.readers.pdf import layout
from pipeline.readers.pdf.rulings import Drawing, drawing, sides
from pipeline.readers.pdf.runs import Characters, Run, turn_of

_NEAR = 3.0  # points between an area's side and a line that is drawn along it
_UNDERLINE = 0.7  # points by which an underline is longer than its word


@dataclass(frozen=True, slots=True)
class Read:
    """A page that was read; `page` is None where its words are in a picture."""

    page: Page | None
    struck: tuple[str, ...] = ()
    unread: tuple[Box, ...] = ()


def read_page(pdf: pdfium.PdfDocument, number: int, limits: Limits) -> Read:
    """The page of this number. Raises: SubmissionError, where it holds more than the limits allow; PdfiumError."""
    page = pdf[number - 1]
    try:
        if _is_filled_in(page):
            pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
            page.close()
            page = pdf[number - 1]
        turn = turn_of(page)
        drawn = drawing(page, turn, limits.pages.objects)
        characters = Characters(page, turn)
        try:
            return _read(page, number, characters, drawn)
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


def _read(page: pdfium.PdfPage, number: int, characters: Characters, drawn: Drawing) -> Read:
    width, height = page.get_size()
    runs = list(characters.runs())
    lines = [edge for edge in drawn.lines if not _is_under(edge, runs)]
    grids = _grids(lines, drawn.areas)
    blocks = tuple(layout.blocks(runs, grids, characters))
    return Read(Page(number, width, height, blocks))


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


def _is_under(edge: Edge, runs: Sequence[Run]) -> bool:
    """Whether a line underlines words, or strikes them out."""
    return edge.right - edge.left > edge.bottom - edge.top and any(
        run.box.top < edge.top <= run.box.bottom + 1
        and edge.left >= run.box.left - _UNDERLINE
        and edge.right <= run.box.right + _UNDERLINE
        for run in runs
    )
