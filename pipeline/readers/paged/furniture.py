"""Pages to their running headers and footers, and the pages without them."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from pipeline.readers.paged.page import Page, PageLine, PageTable

# Points, and shares of a page's height: a margin's line stands at the same height on each of its pages, but for the
# skew of a scan; and no margin reaches further into the page.
_SAME_HEIGHT = 5.0
_DEEPEST = 0.2
_TOUCHING = 1.0
# A page's number differs from the count of pages by a cover and a table of contents, not by more.
_UNCOUNTED = 10
# What most pages have at one height runs there, even where a first page without it begins higher up.
_MOST = 0.6
_MANY = 3
_NUMBER = re.compile(r"\d+")
Block = PageLine | PageTable


@dataclass(frozen=True, slots=True)
class Margins:
    """What runs over the pages: its lines, each once, with the page where it is first; and the pages without it."""

    lines: tuple[tuple[PageLine, int], ...]
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A line near an edge of a page: how far its nearer and its further side are from that edge."""

    page: int
    line: PageLine
    near: float
    far: float


@dataclass(frozen=True, slots=True)
class _Edge:
    """The pages' top or bottom: a block's nearer and further side from there."""

    near: Callable[[Page, Block], float]
    far: Callable[[Page, Block], float]


_EDGES = (
    _Edge(lambda page, block: block.box.top, lambda page, block: block.box.bottom),
    _Edge(lambda page, block: page.height - block.box.bottom, lambda page, block: page.height - block.box.top),
)


def parted(pages: Sequence[Page]) -> Margins:
    """Running headers, footers and page numbers apart from what stands between them.

    A line runs where it is met again at the same height of another page: with the same words, or with the page's own
    number in them. A heading that stands where other pages have their text is none, however often it is met.
    """
    running = {id(line) for edge in _EDGES for line in _running(pages, edge)}
    kept = tuple(
        replace(page, blocks=tuple(block for block in page.blocks if id(block) not in running)) for page in pages
    )
    return Margins(tuple(_once(pages, running)), kept)


def _running(pages: Sequence[Page], edge: _Edge) -> Iterator[PageLine]:
    """The lines that run along one edge of the pages."""
    lines = [seen for page in pages for seen in _edge_lines(page, edge)]
    alike: dict[str, list[_Seen]] = defaultdict(list)
    for seen in lines:
        alike[_words(seen.line)].append(seen)
    counts = {id(one.line): count for group in alike.values() for one, count in _recurring(group)}
    depth = _depth(pages, {id(seen.line): seen.far for seen in lines if id(seen.line) in counts}, edge)
    for seen in lines:
        if seen.far <= depth or counts.get(id(seen.line), 0) >= max(_MOST * len(pages), _MANY):
            yield seen.line


def _edge_lines(page: Page, edge: _Edge) -> Iterator[_Seen]:
    """The lines near an edge, as far as the first table."""
    for block in sorted(page.blocks, key=lambda block: edge.near(page, block)):
        if isinstance(block, PageTable) or edge.far(page, block) > _DEEPEST * page.height:
            return
        yield _Seen(page.number, block, edge.near(page, block), edge.far(page, block))


def _recurring(group: list[_Seen]) -> Iterator[tuple[_Seen, int]]:
    """Those of a group, alike but for their digits, that are met at one height on other pages, and on how many."""
    for one in group:
        again = {other.page for other in group if other.page != one.page and _is_again(one, other)}
        if again:
            yield one, len(again) + 1


def _is_again(one: _Seen, other: _Seen) -> bool:
    """Whether two lines at one height are alike but for the number of their page; "Unit 501" and "Unit 502" are not."""
    if abs(one.near - other.near) > _SAME_HEIGHT:
        return False
    for mine, others in zip(_NUMBER.findall(one.line.text), _NUMBER.findall(other.line.text), strict=True):
        shift = int(mine) - one.page
        if mine != others and (shift != int(others) - other.page or abs(shift) > _UNCOUNTED or one.line.is_heading):
            return False
    return True


def _depth(pages: Sequence[Page], found: dict[int, float], edge: _Edge) -> float:
    """How far the margin reaches from the edge: past what was found to run, short of what any page has besides.

    A line wholly within that belongs to it too: a first page's own, or a chapter's of one page.
    """
    depth = max(found.values(), default=0.0)
    for page in pages:
        for block in page.blocks:
            is_within = isinstance(block, PageLine) and edge.far(page, block) <= depth
            if id(block) not in found and not is_within:
                depth = min(depth, edge.near(page, block) + _TOUCHING)
    return depth


def _once(pages: Iterable[Page], running: set[int]) -> Iterator[tuple[PageLine, int]]:
    """Each of the lines that run, where its words are met first."""
    met: set[str] = set()
    for page in pages:
        for block in page.blocks:
            if isinstance(block, PageLine) and id(block) in running and _words(block) not in met:
                met.add(_words(block))
                yield block, page.number


def _words(line: PageLine) -> str:
    """A line's words, every number as 0."""
    return _NUMBER.sub("0", " ".join(line.text.split())).casefold()
