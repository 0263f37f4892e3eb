"""Lines below a table at a page's end that belong to its last row: browsers let a merged cell's words run out of it."""

from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.readers.paged.columns import aligned
from pipeline.readers.paged.page import Page, PageCell, PageLine, PageTable
from pipeline.readers.paged.seam import one_text

# Of the line's height: words that go on stand as close below as lines do. Points by which letters reach out of a cell.
_CLOSE = 1.5
_OUT = 2.0


def tucked(page: Page, after: Page) -> Page:
    """The page, with the lines after its last table in the cells that they run out of, where all of them do and the
    page after begins with more of the table."""
    at, table = max(
        ((at, one) for at, one in enumerate(page.blocks) if isinstance(one, PageTable)),
        key=lambda found: found[0],
        default=(0, None),
    )
    top = next(iter(after.blocks), None)
    if table is None or not isinstance(top, PageTable) or aligned(table.columns, top.columns) is None:
        return page
    for line in page.blocks[at + 1 :]:
        cell = _above(table, line) if isinstance(line, PageLine) else None
        if cell is None or isinstance(line, PageTable):
            return page
        table = _with(table, cell, line)
    return replace(page, blocks=(*page.blocks[:at], table))


def _above(table: PageTable, line: PageLine) -> PageCell | None:
    """The cell of the last row that a line runs out of: it stands right below it, and no wider."""
    if line.box.top - table.box.bottom > _CLOSE * line.box.height or len(table.columns) <= 2:
        return None
    return next((cell for cell in _last(table) if _is_below(cell, line) and cell.text.strip()), None)


def _last(table: PageTable) -> Sequence[PageCell]:
    return [cell for cell in table.cells if cell.row + cell.row_span - 1 == table.row_count]


def _is_below(cell: PageCell, line: PageLine) -> bool:
    return cell.box.left - _OUT <= line.box.left and line.box.right <= cell.box.right + _OUT


def _with(table: PageTable, cell: PageCell, line: PageLine) -> PageTable:
    """The table, as low as the line reaches, with its words in the cell."""
    longer = replace(cell, text=one_text(cell.text, line.text))
    cells = tuple(longer if each is cell else each for each in table.cells)
    return replace(table, cells=cells, box=replace(table.box, bottom=max(table.box.bottom, line.box.bottom)))
