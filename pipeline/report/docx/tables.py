"""Cells to WordprocessingML tables: fixed widths, heads that repeat on each page, rows that stay whole where short."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.report.docx.markup import line, paragraph, quoted, run

HEAD = "D9E2F3"
"""The shade of the form's own heads."""

_LONG_CELL = 2_500
"""A row with a cell of so much XML, some twenty lines, may go on over the page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its paragraphs as XML, its shade ("D9E2F3", "" for none), and how many columns it takes."""

    content: str
    shade: str = ""
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells; a head repeats at the top of each page."""

    cells: Sequence[Cell]
    is_head: bool = False


def cell(*contents: str, style: str = "TableText", shade: str = "") -> Cell:
    """A cell of a paragraph for each of the contents, which are runs; none makes it blank."""
    return Cell("".join(paragraph(content, style) for content in contents or ("",)), shade)


def words(text: str, style: str = "TableText") -> Cell:
    """A cell of one text."""
    return Cell(line(text, style))


def head(text: str, span: int = 1) -> Cell:
    """A head of a column, or of a row."""
    return Cell(paragraph(run(text), "TableHead"), HEAD, span)


def heads(*texts: str) -> Row:
    """A row of heads, repeated on each page."""
    return Row([head(text) for text in texts], is_head=True)


def table(name: str, widths: Sequence[int], rows: Sequence[Row]) -> str:
    """A table with a name for those who cannot see it; `widths` of its columns in twentieths of a point."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = 'w:val="0620" w:firstRow="1"' if rows and rows[0].is_head else 'w:val="0600" w:firstRow="0"'
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook {look} '
        'w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{quoted(name)}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(_row(row, widths) for row in rows)}</w:tbl>"
    )


def _row(row: Row, widths: Sequence[int]) -> str:
    is_whole = row.is_head or all(len(cell.content) <= _LONG_CELL for cell in row.cells)
    kept = ("<w:cantSplit/>" if is_whole else "") + ("<w:tblHeader/>" if row.is_head else "")
    cells, at = [], 0
    for one in row.cells:
        cells.append(_cell(one, sum(widths[at : at + one.span])))
        at += one.span
    return f"<w:tr>{f'<w:trPr>{kept}</w:trPr>' if kept else ''}{''.join(cells)}</w:tr>"


def _cell(cell: Cell, width: int) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shade}</w:tcPr>{cell.content}</w:tc>'
