"""OpenDocument text to the same without merged cells that overlap others, which its own writers leave behind.

Where a heading row stands between the rows of a merged cell, LibreOffice writes a span over the heading and the heading
too; read again, such rows lose their places and their words move under other headings.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.policy.limits import Limits
from pipeline.readers.archive import Archive
from pipeline.readers.word.package import parse

_CONTENT = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ROW, _CELL, _COVERED = f"{_TABLE}table-row", f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
_ROWS_SPANNED, _COLUMNS_SPANNED = f"{_TABLE}number-rows-spanned", f"{_TABLE}number-columns-spanned"
_REPEATED = f"{_TABLE}number-columns-repeated"
Element = etree._Element


@dataclass(slots=True)
class Span:
    """A cell, its first row, and the row after its last one, which comes nearer where another cell begins."""

    cell: Element
    start: int
    end: int


def mended(archive: Archive, packed: bytes, limits: Limits) -> bytes:
    """The file with every merged cell ended where another cell begins; the same bytes where none overlaps.

    Raises: SubmissionError; KeyError, ValueError and lxml.etree.XMLSyntaxError, where the file is damaged.
    """
    content = mended_xml(archive.read(_CONTENT), limits)
    return packed if content is None else _replaced(packed, content)


def mended_xml(content: bytes, limits: Limits) -> bytes | None:
    """The XML with every merged cell ended where another begins; None where none overlaps. Raises: as `mended`."""
    root = parse(content, limits)
    cuts = [_mend(table, limits) for table in root.iter(f"{_TABLE}table")]
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") if any(cuts) else None


def _mend(table: Element, limits: Limits) -> bool:
    """Ends the table's merged cells where another begins, and makes cells of covered places that are under none.

    Whether there were any. ODF 1.3 part 3, 9.1.4 and 9.1.5.
    """
    spans: dict[int, Span] = {}  # by column
    is_changed = False
    for at, row in enumerate(_rows(table)):
        for column, width, cell in _places(row, limits):
            above = [
                spans[place] for place in range(column, column + width) if place in spans and at < spans[place].end
            ]
            if cell.tag == _COVERED:
                if not above:
                    cell.tag = _CELL
                    is_changed = True
                continue
            for span in above:
                span.cell.set(_ROWS_SPANNED, str(at - span.start))
                span.end = at
                is_changed = True
            span = Span(cell, at, at + int(cell.get(_ROWS_SPANNED, "1")))
            spans |= dict.fromkeys(range(column, column + width), span)
    return is_changed


def _rows(table: Element) -> Iterator[Element]:
    """The rows of this table, those of tables in its cells left out."""
    for child in table:
        if child.tag == _ROW:
            yield child
        elif isinstance(child.tag, str) and child.tag.startswith(f"{_TABLE}table-") and "row" in child.tag:
            yield from _rows(child)


def _places(row: Element, limits: Limits) -> Iterator[tuple[int, int, Element]]:
    """The first column, the width and the element of each cell, covered ones too."""
    column = 0
    for cell in row:
        if cell.tag in (_CELL, _COVERED) and column < limits.columns:
            width = int(cell.get(_COLUMNS_SPANNED, "1")) if cell.tag == _CELL else 1
            yield column, min(width, limits.columns), cell
            column += min(int(cell.get(_REPEATED, "1")), limits.columns)


def _replaced(packed: bytes, content: bytes) -> bytes:
    """The zip with another content.xml."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, content if entry.filename == _CONTENT else old.read(entry))
    return written.getvalue()
