"""The copy of a scan: its annotations stand on the cells as they are seen, askew and on their side too."""

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from tests.readers.ocr.scanned import needs_recognition, page, scan
from tests.readers.pdf.printed import browsed
from tests.report.annotated.test_pages import WEAK, about, copied, drawn, html


@needs_recognition
@pytest.mark.parametrize(("angle", "turn"), [(1.5, 0), (-1.0, 270)])
def test_a_scan_has_them_on_its_cells(angle: float, turn: int, tmp_path: Path):
    """The picture's words are known by the page that was printed: the annotation covers where they stand on it."""
    picture = scan(page(html(), style="td{padding:9px}"), angle).rotate(-turn, expand=True)
    packed = io.BytesIO()
    picture.convert("RGB").save(packed, "PDF", resolution=200)
    _, copy = copied(packed.getvalue(), tmp_path)
    one = about(drawn(copy), "8580-500 1.3")
    whole = pdfium.PdfDocument(browsed(html(), "td{padding:9px}"))[0]
    box = _box_of(whole, WEAK.split(",")[0])
    left, bottom, right, top = _upright(one.rect, (whole.get_width(), whole.get_height()), turn)
    slack = 4 + abs(angle) * 8
    assert left - slack <= box[0] <= box[2] <= right + slack
    assert bottom - slack <= box[1] <= box[3] <= top + slack
    assert top - bottom < 80


def _box_of(page: pdfium.PdfPage, words: str) -> tuple[float, float, float, float]:
    text = page.get_textpage()
    start, count = text.search(words).get_next()
    boxes = [text.get_charbox(at) for at in range(start, start + count)]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _upright(rect: tuple[float, ...], size: tuple[float, float], turn: int) -> tuple[float, float, float, float]:
    """A rectangle on a page that was turned clockwise, on the page as it was."""
    left, bottom, right, top = rect
    width, height = size
    if turn == 90:
        return width - top, left, width - bottom, right
    if turn == 270:
        return bottom, height - right, top, height - left
    return left, bottom, right, top
