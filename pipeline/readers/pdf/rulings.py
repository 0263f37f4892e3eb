"""A page's drawing to edges and pictures: strokes, thin bars that are filled, and the sides of filled cells."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.readers.archive import TOO_LARGE
from pipeline.readers.paged.page import Box, Edge
from pipeline.readers.pdf import shades
from pipeline.readers.pdf.runs import Turn

_THIN = 3.0  # points: what is filled and no thicker is a line (writers draw borders as bars)
_PAGE_SHARE = 0.9  # a fill of this share of the page, in width and height, is the paper
_LINE_POINTS, _RECTANGLE_POINTS = 2, 5
_WHITE = 0xFFFFFF
_NESTING_MAX = 8  # drawings in drawings (form XObjects); pdfium itself stops later
_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on a page beside its text: lines, filled areas, pictures, and how many paths there are.

    `size`: the page's width and height. `is_covered`: a picture lies over all of its text.
    """

    size: tuple[float, float]
    lines: tuple[Edge, ...]
    areas: tuple[Box, ...]
    pictures: tuple[Box, ...]
    paths: int
    is_covered: bool


class _Reader:
    """Reads one page's objects, those in drawings on it too."""

    def __init__(self, turn: Turn, size: tuple[float, float], objects_max: int) -> None:
        self._turn = turn
        self._size = size
        self._left = objects_max
        self.lines: dict[Edge, None] = {}
        self.areas: dict[Box, int] = {}
        self.pictures: list[Box] = []
        self.paths = 0
        self.is_covered = False
        self._mode = ctypes.c_int(), ctypes.c_int()
        self._sides = tuple(ctypes.c_float() for _ in range(4))
        self._point = ctypes.c_float(), ctypes.c_float()

    def read(self, objects: Iterator[pdfium_c.FPDF_PAGEOBJECT], matrix: _Matrix, depth: int) -> None:
        """Takes the objects down. Raises: SubmissionError, where there are more than a document has."""
        for one in objects:
            self._left -= 1
            if self._left < 0:
                raise SubmissionError(ErrorCode.TOO_LARGE, TOO_LARGE)
            kind = pdfium_c.FPDFPageObj_GetType(one)
            if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
                self.is_covered = False
            elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                self._read_path(one, matrix)
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                self.pictures.append(self._box(one, matrix))
                self.is_covered = self.is_covered or self._is_paper(self.pictures[-1])
            elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _NESTING_MAX:
                self.read(_objects_in(one), _times(_matrix(one), matrix), depth + 1)

    def _read_path(self, path: pdfium_c.FPDF_PAGEOBJECT, matrix: _Matrix) -> None:
        self.paths += 1
        fill, is_stroked = self._mode
        if not pdfium_c.FPDFPath_GetDrawMode(path, fill, is_stroked) or not (fill.value or is_stroked.value):
            return
        count = pdfium_c.FPDFPath_CountSegments(path)
        if fill.value and not is_stroked.value and count <= _RECTANGLE_POINTS:
            self._add_fill(path, self._box(path, matrix))
        else:
            self._add_strokes(path, count, _times(_matrix(path), matrix))

    def _add_fill(self, path: pdfium_c.FPDF_PAGEOBJECT, box: Box) -> None:
        if min(box.width, box.height) <= _THIN:
            self._add(Edge(box.left, box.top, box.right, box.bottom))
        elif (colour := _colour(path)) != _WHITE and not self._is_paper(box):
            self.areas[box] = colour

    def _add_strokes(self, path: pdfium_c.FPDF_PAGEOBJECT, count: int, matrix: _Matrix) -> None:
        """The straight parts of a path, upright and level ones."""
        self._left -= count // _RECTANGLE_POINTS
        x, y = self._point
        start = last = (0.0, 0.0)
        for at in range(min(count, max(self._left, 0))):
            segment = pdfium_c.FPDFPath_GetPathSegment(path, at)
            pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
            here = _through(matrix, x.value, y.value)
            kind = pdfium_c.FPDFPathSegment_GetType(segment)
            if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
                start = here
            elif kind == pdfium_c.FPDF_SEGMENT_LINETO:
                self._add_between(last, here)
            if count > _LINE_POINTS and pdfium_c.FPDFPathSegment_GetClose(segment):  # a line back is the same line
                self._add_between(here, start)
            last = here

    def _add_between(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        box = self._turn.box(*one, *other)
        if min(box.width, box.height) <= 1 and not self._is_paper(box):
            self._add(Edge(box.left, box.top, box.right, box.bottom))

    def _add(self, edge: Edge) -> None:
        width, height = self._size
        is_on_page = edge.right >= 0 and edge.bottom >= 0 and edge.left <= width and edge.top <= height
        if is_on_page:
            self.lines[edge] = None

    def _is_paper(self, box: Box) -> bool:
        width, height = self._size
        return box.width > _PAGE_SHARE * width and box.height > _PAGE_SHARE * height

    def _box(self, one: pdfium_c.FPDF_PAGEOBJECT, matrix: _Matrix) -> Box:
        left, bottom, right, top = self._sides
        pdfium_c.FPDFPageObj_GetBounds(one, left, bottom, right, top)
        if matrix is _SAME:
            return self._turn.box(left.value, bottom.value, right.value, top.value)
        return self._turn.box(*_through(matrix, left.value, bottom.value), *_through(matrix, right.value, top.value))


def drawing(page: pdfium.PdfPage, turn: Turn, objects_max: int) -> Drawing:
    """What is drawn on the page. Raises: SubmissionError, where it has more objects than this."""
    reader = _Reader(turn, page.get_size(), objects_max)
    count = pdfium_c.FPDFPage_CountObjects(page)
    if count > objects_max:
        raise SubmissionError(ErrorCode.TOO_LARGE, TOO_LARGE)
    opened = page.raw
    reader.read((pdfium_c.FPDFPage_GetObject(opened, at) for at in range(count)), _SAME, 0)
    return Drawing(
        size=page.get_size(),
        lines=tuple(reader.lines),
        areas=shades.joined(reader.areas),
        pictures=tuple(reader.pictures),
        paths=reader.paths,
        is_covered=reader.is_covered,
    )


def _objects_in(form: pdfium_c.FPDF_PAGEOBJECT) -> Iterator[pdfium_c.FPDF_PAGEOBJECT]:
    return (pdfium_c.FPDFFormObj_GetObject(form, at) for at in range(max(pdfium_c.FPDFFormObj_CountObjects(form), 0)))


def _matrix(one: pdfium_c.FPDF_PAGEOBJECT) -> _Matrix:
    found = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(one, found):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """Both matrices in one, the inner one first (ISO 32000-1, 8.3.4)."""
    if outer is _SAME:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _through(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _colour(path: pdfium_c.FPDF_PAGEOBJECT) -> int:
    """A fill's colour; white where it cannot be seen on paper."""
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    pdfium_c.FPDFPageObj_GetFillColor(path, red, green, blue, opacity)
    return red.value << 16 | green.value << 8 | blue.value if opacity.value else _WHITE
