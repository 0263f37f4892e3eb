"""A table while it grows, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from pipeline.readers.paged import habits
from pipeline.readers.paged.columns import Alignment, moved
from pipeline.readers.paged.headers import begins_anew, repeated
from pipeline.readers.paged.page import Page, PageCell, PageTable
from pipeline.readers.paged.pair import Pair
from pipeline.readers.paged.seam import is_one_cell, is_one_row, one_text

# A row that may break leaves less than so many points free above the break: what a writer keeps together, and how far
# pages of one size differ. A row that may not break, and all that a merged cell ties to it, leaves less than it needs.
_FREE = 48.0


@dataclass(frozen=True, slots=True)
class LongTable:
    """A table over all of its pages: cells in reading order, rows counted through; the page where each row begins."""

    cells: tuple[PageCell, ...]
    row_pages: tuple[int, ...]
    columns: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A table as far as it stands on one page, and the page."""

    page: Page
    table: PageTable


@dataclass(frozen=True, slots=True)
class _Ending:
    """A cell that reaches the bottom of the last part: its place among the table's cells, and its piece there."""

    at: int
    piece: PageCell


class Growing:
    """A table whose next page may hold more of it."""

    def __init__(self, part: Part) -> None:
        self.columns = part.table.columns
        self.page = part.page
        self.bottom = part.table.box.bottom
        self._cells = list(part.table.cells)
        self._row_pages = [part.page.number] * part.table.row_count
        self._parts = [part.table.cells]
        self._ending = [
            _Ending(at, cell) for at, cell in enumerate(self._cells) if _last_row(cell) == part.table.row_count
        ]
        self._header_page: Page | None = None

    def table(self) -> LongTable:
        """The table as far as it was read."""
        cells = sorted(self._cells, key=lambda cell: (cell.row, cell.column))
        return LongTable(tuple(cells), tuple(self._row_pages), self.columns)

    def awaits(self, part: Part) -> bool:
        """Whether the table's header stood alone above this part on its page."""
        return self._header_page is part.page

    def add(self, part: Part, alignment: Alignment, free: float) -> bool:
        """Adds a part on the next page, `free` points having been left on this one; False where it is another table."""
        cells = [moved(cell, alignment.below) for cell in part.table.cells]
        own = [moved(cell, alignment.above) for cell in self._cells]
        dropped = repeated(own, cells)
        body = [_lowered(cell, -dropped) for cell in cells if cell.row > dropped]
        rows = part.table.row_count - dropped
        first = [cell for cell in body if cell.row == 1]
        needed = max((cell.box.height for cell in first), default=0.0)
        if begins_anew(own, cells, dropped) or (not dropped and free > max(needed, _FREE)):
            return False
        self._align(own, alignment)
        if not rows:
            self._header_page = part.page
            return True
        pairs, unpaired = self._pairs(first, body)
        is_joined = free <= _FREE and is_one_row([pair for _, pair in pairs], unpaired)
        kept = {id(pair.below): at for at, pair in pairs if is_joined or is_one_cell(pair)}
        self._append(body, rows, kept, is_joined=is_joined)
        self._go_to(part)
        return True

    def _align(self, own: list[PageCell], alignment: Alignment) -> None:
        self.columns = alignment.columns
        self._cells = own
        self._parts = [tuple(moved(cell, alignment.above) for cell in part) for part in self._parts]
        self._ending = [_Ending(each.at, moved(each.piece, alignment.above)) for each in self._ending]

    def _pairs(
        self, first: Sequence[PageCell], body: Sequence[PageCell]
    ) -> tuple[list[tuple[int, Pair]], list[PageCell]]:
        """Each cell below the break with the one above it and that one's place, and those without one above."""
        columns = habits.columns([*self._parts, body], len(self.columns) - 1)
        pairs: list[tuple[int, Pair]] = []
        unpaired: list[PageCell] = []
        for cell in first:
            above = next((each for each in self._ending if _covers(each.piece, cell)), None)
            if above is None:
                unpaired.append(cell)
                continue
            pairs.append((above.at, Pair(above.piece, self._cells[above.at], cell, columns[cell.column - 1])))
        return pairs, unpaired

    def _append(self, body: Sequence[PageCell], rows: int, kept: dict[int, int], *, is_joined: bool) -> None:
        """Adds cells; those in `kept`, by their ids, to the cell at that place, which they go on with."""
        shift = len(self._row_pages) - is_joined
        ending: list[_Ending] = []
        for cell in body:
            if id(cell) in kept:
                at = kept[id(cell)]
                self._cells[at] = _one_cell(self._cells[at], cell, rows=cell.row_span - is_joined)
            else:
                at = len(self._cells)
                self._cells.append(_lowered(cell, shift))
            if _last_row(cell) == rows:
                ending.append(_Ending(at, cell))
        self._ending = ending
        self._parts.append(tuple(body))
        self._row_pages += [0] * (rows - is_joined)

    def _go_to(self, part: Part) -> None:
        self.page, self.bottom = part.page, part.table.box.bottom
        self._row_pages = [page or part.page.number for page in self._row_pages]
        self._header_page = None


def _lowered(cell: PageCell, rows: int) -> PageCell:
    """A cell so many rows further down."""
    return replace(cell, row=cell.row + rows) if rows else cell


def _last_row(cell: PageCell) -> int:
    return cell.row + cell.row_span - 1


def _covers(above: PageCell, below: PageCell) -> bool:
    return above.column <= below.column and (below.column + below.column_span <= above.column + above.column_span)


def _one_cell(cell: PageCell, rest: PageCell, *, rows: int) -> PageCell:
    """A cell with its further part, `rows` more rows high."""
    known = [one for one in (cell.confidence, rest.confidence) if one is not None]
    return replace(
        cell,
        text=one_text(cell.text, rest.text),
        row_span=cell.row_span + rows,
        confidence=min(known, default=None),
    )
