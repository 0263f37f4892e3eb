"""Pages to tables that are whole again: a table's parts on several pages are one, and so are its rows' parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.readers.paged.columns import aligned
from pipeline.readers.paged.growing import Growing, LongTable, Part
from pipeline.readers.paged.overhang import tucked
from pipeline.readers.paged.page import Page, PageLine


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line outside the tables, and its page."""

    line: PageLine
    page: int


def stitched(pages: Sequence[Page]) -> Iterator[PlacedLine | LongTable]:
    """The blocks of pages without margins, in order: lines, and tables over all of their pages."""
    pages = [*(tucked(*pair) for pair in pairwise(pages)), *pages[-1:]]
    ends = _text_ends(pages)
    growing: Growing | None = None
    for page in pages:
        free = 0.0 if growing is None else ends[_size(growing.page)] - growing.bottom
        for at, block in enumerate(page.blocks):
            if isinstance(block, PageLine):
                yield from _finished(growing)
                growing = None
                yield PlacedLine(block, page.number)
                continue
            if growing is not None and _goes_on(growing, Part(page, block), at, free):
                continue
            yield from _finished(growing)
            growing = Growing(Part(page, block))
    yield from _finished(growing)


def _goes_on(growing: Growing, part: Part, at: int, free: float) -> bool:
    """Whether a part was added to the table before it."""
    if at and not growing.awaits(part):
        return False
    alignment = aligned(growing.columns, part.table.columns)
    if alignment is None:
        return False
    return growing.add(part, alignment, free)


def _finished(growing: Growing | None) -> Iterator[LongTable]:
    if growing is not None:
        yield growing.table()


def _size(page: Page) -> tuple[int, int]:
    return round(page.width), round(page.height)


def _text_ends(pages: Sequence[Page]) -> dict[tuple[int, int], float]:
    """How far down the pages of each size are filled."""
    ends: dict[tuple[int, int], float] = {}
    for page in pages:
        lowest = max((block.box.bottom for block in page.blocks), default=0.0)
        ends[_size(page)] = max(lowest, ends.get(_size(page), 0.0))
    return ends
