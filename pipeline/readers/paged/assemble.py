"""Pages to a Document: margins once, tables over page breaks whole, each row with the page where it begins."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.model.document import Cell, Document, Location, Note, NoteKind, Paragraph, Row, Table
from pipeline.policy.limits import Limits
from pipeline.readers.archive import TOO_LARGE
from pipeline.readers.paged import furniture
from pipeline.readers.paged.growing import LongTable
from pipeline.readers.paged.page import Box, Page, PageLine, PageTable
from pipeline.readers.paged.stitch import PlacedLine, stitched

Corners = tuple[float, float, float, float]

_EMPTY = "The document has no words in it. Please check that the right file was saved, and send it again."
_TOO_LONG = "The document is far longer than a mapping. Please save the pages of the mapping alone and send those."


def document(pages: Sequence[Page], format: str, read_by: str, limits: Limits) -> Document:  # noqa: A002
    """The document on these pages, in order; its rows and tables are counted as the Word reader counts them.

    Raises: SubmissionError, where there are no words, or more of anything than the limits allow.
    """
    if sum(map(len, _texts(pages))) > limits.characters:
        raise SubmissionError(ErrorCode.TOO_LARGE, _TOO_LONG)
    margins = furniture.parted([_doubted(page, limits) for page in pages])
    blocks = tuple(_blocks(margins.pages, limits))
    notes = tuple(_notes(pages))
    if not any(text.strip() for text in _texts(pages)):
        raise SubmissionError(ErrorCode.EMPTY, _EMPTY)
    return Document(
        format=format,
        read_by=read_by,
        blocks=blocks,
        margins=tuple(Paragraph(line.text.strip(), Location(page)) for line, page in margins.lines),
        notes=notes,
        pages=len(pages),
    )


def _doubted(page: Page, limits: Limits) -> Page:
    """The page, the cells of tables without lines no surer than the policy has it."""
    if all(block.is_ruled for block in page.blocks if isinstance(block, PageTable)):
        return page
    return replace(page, blocks=tuple(_doubted_block(block, limits) for block in page.blocks))


def _doubted_block(block: PageTable | PageLine, limits: Limits) -> PageTable | PageLine:
    if isinstance(block, PageLine) or block.is_ruled:
        return block
    most = limits.pages.unruled_confidence
    cells = (
        replace(cell, confidence=min(most, 1 if cell.confidence is None else cell.confidence)) for cell in block.cells
    )
    return replace(block, cells=tuple(cells))


def _texts(pages: Iterable[Page]) -> Iterator[str]:
    for page in pages:
        for block in page.blocks:
            if isinstance(block, PageTable):
                yield from (cell.text for cell in block.cells)
            else:
                yield block.text


def _blocks(pages: Sequence[Page], limits: Limits) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables as the model has them; lines without words are left out."""
    tables = rows = 0
    sheets = {page.number: page for page in pages}
    for block in stitched(pages):
        if isinstance(block, PlacedLine):
            if text := block.line.text.strip():
                place = Location(block.page, box=_seen(block.line.box, sheets[block.page]))
                yield Paragraph(text, place, block.line.is_heading, block.line.confidence)
            continue
        tables += 1
        rows += len(block.row_pages)
        if rows > limits.rows or len(block.columns) - 1 > limits.columns:
            raise SubmissionError(ErrorCode.TOO_LARGE, TOO_LARGE)
        yield _table(block, tables, sheets)


def _table(long: LongTable, number: int, sheets: Mapping[int, Page]) -> Table:
    rows: list[list[Cell]] = [[] for _ in long.row_pages]
    for cell in long.cells:
        page = long.row_pages[cell.row - 1]
        place = Location(page, number, cell.row, cell.column, box=_seen(cell.box, sheets[page]))
        rows[cell.row - 1].append(
            Cell(cell.text.strip(), place, cell.row_span, cell.column_span, confidence=cell.confidence)
        )
    return Table(
        rows=tuple(
            Row(tuple(cells), Location(page, number, at, box=_over(cells)))
            for at, (cells, page) in enumerate(zip(rows, long.row_pages, strict=True), start=1)
        ),
        column_count=len(long.columns) - 1,
        location=Location(long.row_pages[0] if long.row_pages else None, number),
    )


def _seen(box: Box, page: Page) -> Corners:
    """A box on a page as it was read, on that page as it is seen: without the turn that made its lines level."""
    corners = box.left, box.top, box.right, box.bottom
    if page.turn:
        corners = _turned_back(corners, page)
    left, top, right, bottom = corners
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


def _turned_back(corners: Corners, page: Page) -> Corners:
    """The box round the corners, turned anticlockwise about the page's middle; a page on its side stands up again."""
    left, top, right, bottom = corners
    angle = math.radians(page.turn)
    cos, sin = math.cos(angle), math.sin(angle)
    is_on_side = round(page.turn / 90) % 2 == 1
    width, height = (page.height, page.width) if is_on_side else (page.width, page.height)
    points = [(x - page.width / 2, y - page.height / 2) for x in (left, right) for y in (top, bottom)]
    across = [x * cos + y * sin + width / 2 for x, y in points]
    down = [y * cos - x * sin + height / 2 for x, y in points]
    return min(across), min(down), max(across), max(down)


def _over(cells: Sequence[Cell]) -> Corners | None:
    """The box of a row: round those of its cells that lie over no further row, where there are any."""
    boxes = [cell.location.box for cell in cells if cell.row_span == 1] or [cell.location.box for cell in cells]
    known = [box for box in boxes if box]
    if not known:
        return None
    lefts, tops, rights, bottoms = zip(*known, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _notes(pages: Iterable[Page]) -> Iterator[Note]:
    """That pages were recognised: the first, how many, and how surely, over their cells and lines with words."""
    recognised = [page for page in pages if page.is_recognised]
    if not recognised:
        return
    known = [confidence for page in recognised for confidence in _confidences(page)]
    mean = sum(known) / len(known) if known else 0.0
    yield Note(NoteKind.OCR_TEXT, Location(recognised[0].number), count=len(recognised), confidence=mean)


def _confidences(page: Page) -> Iterator[float]:
    for block in page.blocks:
        for part in block.cells if isinstance(block, PageTable) else (block,):
            if part.confidence is not None and part.text.strip():
                yield part.confidence
