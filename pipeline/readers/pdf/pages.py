"""One page of a PDF to a Page: its text in its tables; None where it is a picture that must be recognised."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec import structs

from pipeline.policy.limits import Limits
from pipeline.readers.paged import grid
from pipeline.readers.paged.grid import Grid
from pipeline.readers.paged.page import Box, Edge, Page, PageLine, PageTable
from pipeline.readers.pdf import layout, pictures, shades
from pipeline.readers.pdf.fallback import plumbed
from pipeline.readers.pdf.form import Form, form_after
from pipeline.readers.pdf.layout import Source
from pipeline.readers.pdf.marked import is_level, marked
from pipeline.readers.pdf.rulings import Drawing, drawing
from pipeline.readers.pdf.runs import Characters, Run, turn_of

_NEAR = 3.0  # points between an area's side and a line that is drawn along it
_EDGES_MAX = 3_000  # a page with more is a drawing: no table of 400 cells has them
_SECOND_LOOK_PATHS = 20  # where so many paths make no table, pdfplumber is asked too
_ABOVE = (pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_FREETEXT, pdfium_c.FPDF_ANNOT_STAMP)
_Blocks = tuple[PageTable | PageLine, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A page of this width and height in points, as it was read: what is struck out on it, and pictures on it that may
    hold words. `page` is None where all its words are in a picture. `turn`: by how many degrees it was turned clockwise
    for that."""

    page: Page | None
    size: tuple[float, float]
    struck: tuple[str, ...] = ()
    unread: tuple[Box, ...] = ()
    turn: int = 0


class Pages:
    """The pages of an opened PDF; `packed` are its bytes."""

    def __init__(self, pdf: pdfium.PdfDocument, packed: bytes, limits: Limits) -> None:
        self._pdf = pdf
        self._packed = packed
        self._limits = limits

    def read(self, number: int, before: Page | None) -> Read:
        """The page of this number; a table without lines at the end of the page before may go on.

        Raises: SubmissionError, where it holds more than the limits allow; PdfiumError.
        """
        with self._opened(number) as page:
            rotation = page.get_rotation()
            with self._upright(page) as characters:
                drawn = drawing(page, characters.turn, self._limits.pages.objects)
                read = self._read(number, characters, drawn, form_after(before, self._limits))
            return _turned(read, (page.get_rotation() - rotation) % 360)

    @contextmanager
    def _upright(self, page: pdfium.PdfPage) -> Iterator[Characters]:
        """The page's text; a page whose lines run up or down is turned first."""
        usual = frozenset(word for heading in self._limits.pages.headings for word in heading.split())
        characters = Characters(page, turn_of(page), usual)
        try:
            if lean := characters.lean():
                characters.close()
                page.set_rotation((page.get_rotation() - lean) % 360)
                characters = Characters(page, turn_of(page), usual)
            yield characters
        finally:
            characters.close()

    @contextmanager
    def _opened(self, number: int) -> Iterator[pdfium.PdfPage]:
        """The page, with what is filled in, typed or stamped above it made part of it."""
        page = self._pdf[number - 1]
        try:
            if _is_filled_in(page):
                pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
                page.close()
                page = self._pdf[number - 1]
            yield page
        finally:
            page.close()

    def _read(self, number: int, characters: Characters, drawn: Drawing, form: Form) -> Read:
        runs = tuple(run for run in characters.runs() if _is_on_page(run.box, drawn.size))
        if pictures.is_picture(runs, drawn, characters, self._limits):
            return Read(None, drawn.size)
        found = marked(runs, drawn.lines, characters)
        blocks = _blocks(found.runs, (found.rulings, drawn.areas), characters, form)
        if drawn.paths > _SECOND_LOOK_PATHS and not _has_table(blocks) and form.is_likely(runs):
            blocks = self._second_look(number, form) or blocks
        page = Page(number, *drawn.size, blocks)
        return Read(page, drawn.size, found.struck, pictures.unread(runs, drawn, self._limits))

    def _second_look(self, number: int, form: Form) -> _Blocks | None:
        """The page's blocks as pdfplumber has them, where it finds a table."""
        other = plumbed(self._packed, number)
        if other is None:
            return None
        blocks = _blocks(other.runs, (other.edges, ()), other, form)
        return blocks if _has_table(blocks) else None


def _turned(read: Read, turn: int) -> Read:
    """What was read of a page that was turned for it."""
    return replace(read, turn=turn, page=read.page and structs.replace(read.page, turn=turn)) if turn else read


def _is_on_page(box: Box, size: tuple[float, float]) -> bool:
    """Whether words are seen: printers leave some outside the page's crop box."""
    return 0 < (box.left + box.right) / 2 < size[0] and 0 < (box.top + box.bottom) / 2 < size[1]


def _is_filled_in(page: pdfium.PdfPage) -> bool:
    count = pdfium_c.FPDFPage_GetAnnotCount(page)
    return any(_subtype(page, at) in _ABOVE for at in range(count))


def _subtype(page: pdfium.PdfPage, at: int) -> int:
    annotation = pdfium_c.FPDFPage_GetAnnot(page, at)
    subtype = int(pdfium_c.FPDFAnnot_GetSubtype(annotation))
    pdfium_c.FPDFPage_CloseAnnot(annotation)
    return subtype


def _blocks(runs: Sequence[Run], drawn: tuple[Sequence[Edge], Sequence[Box]], source: Source, form: Form) -> _Blocks:
    """The blocks of a page with these lines and shaded areas."""
    lines, areas = drawn
    open_ = shades.without_lines(areas, [line for line in lines if not is_level(line)])
    ruled = _grids(lines, _shaded(lines, [area for area in areas if area not in open_]))
    level = [line for line in lines if is_level(line) and not any(_is_in(line, found.box) for found in ruled)]
    return tuple(layout.blocks(runs, ruled, lambda rest: form.tables(rest, level, open_, source), source))


def _is_in(line: Edge, box: Box) -> bool:
    """Whether a level line is of a table with this box."""
    return box.top - _NEAR < line.top < box.bottom + _NEAR and line.left < box.right and line.right > box.left


def _shaded(lines: Sequence[Edge], areas: Sequence[Box]) -> list[Edge]:
    """The sides of shaded areas."""
    upright = sorted((line for line in lines if not is_level(line)), key=lambda line: line.left) if areas else ()
    return [side for area in areas for side in shades.sides(area, upright)]


def _grids(lines: Sequence[Edge], shaded: Sequence[Edge]) -> list[Grid]:
    """The ruled tables; a shaded area by itself is no table."""
    edges = [*lines, *shaded]
    if len(edges) > _EDGES_MAX:
        return []
    return [
        found
        for found in grid.tables(edges)
        if len(found.cells) > 1 or any(_is_along(line, found.box) for line in lines)
    ]


def _is_along(line: Edge, box: Box) -> bool:
    """Whether a line is the top of a box."""
    return abs(line.top - box.top) < _NEAR and line.right - line.left > box.width - 2 * _NEAR


def _has_table(blocks: _Blocks) -> bool:
    return any(isinstance(block, PageTable) and len(block.cells) > 1 for block in blocks)
