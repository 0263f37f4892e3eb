"""The last row on a page and the first on the next: whether they are one row, and which cells go on in any case."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from pipeline.readers.paged.habits import Column, is_number, is_numbered
from pipeline.readers.paged.page import PageCell

# Writers keep two lines of a paragraph together: so many may be missing at the bottom of a cell that goes on, and a
# margin inside the cell.
_LINES_KEPT = 3.5
# A word is set on the next line where less than itself is left of the line; fonts differ by so much.
_FULL = 0.85
_GOES_ON = re.compile(r"[a-z,;:)&–—%]")
_OPEN_END = re.compile(
    r"(?:[,;:(&/–—-]|\b(?:and|or|of|the|to|with|for|in|a|an|by|on|at|from|your|own|their|its|as|that|is|are|be|will))$",
    re.IGNORECASE,
)
_BROKEN_WORD = re.compile(r"[^\W\d_]-$|\u00ad$")


class Flow(Enum):
    """How the text of a cell above a break and that below it stand to each other."""

    NONE = auto()  # one of them is blank
    ON = auto()  # a sentence goes on
    EITHER = auto()  # a full line, then what may be another sentence of the same cell or another cell
    APART = auto()  # one text ends, another begins


@dataclass(frozen=True, slots=True)
class Pair:
    """The cells of one column on both sides of a break.

    `above` is the cell as far as it stands on its last page, `text` all of its text from the pages before too.
    """

    above: PageCell
    text: str
    below: PageCell
    column: Column

    @property
    def is_merged(self) -> bool:
        """Whether one of the cells lies over several rows: it says nothing about one row."""
        return self.above.row_span > 1 or self.below.row_span > 1

    @property
    def flow(self) -> Flow:
        """How their texts stand to each other."""
        above, below = self.above.text.rstrip(), self.below.text.lstrip()
        if not above or not below:
            return Flow.NONE
        is_lower = bool(_GOES_ON.match(below))
        if _BROKEN_WORD.search(above) or _OPEN_END.search(above) or (is_lower and not self.column.is_lower):
            return Flow.ON
        return Flow.EITHER if is_lower or self._is_full(above, below) else Flow.APART

    @property
    def has_room(self) -> bool:
        """Whether the cell above had room for lines of the cell below: it does not go on there."""
        height = self.column.line_height
        if height is None or not self.below.text.strip() or not self.above.text.strip():
            return False
        return self.above.box.height / height - len(self.above.text.splitlines()) > _LINES_KEPT

    def _is_full(self, above: str, below: str) -> bool:
        """Whether the first word below had no room in the last line above."""
        length = self.column.line_length
        if length is None:
            return False
        return len(above.splitlines()[-1]) + 1 + len(below.split()[0]) > _FULL * length


def is_one_row(pairs: Sequence[Pair], unpaired: Sequence[PageCell]) -> bool:
    """Whether the rows on both sides of a break are one row that is broken there.

    `unpaired` are the cells below that have no cell above them. Two rows that are joined would hide that a criterion
    has no evidence: a row is joined where something says that it goes on and nothing that it is its own.
    """
    if any(cell.text.strip() for cell in unpaired) or _has_own_number(pairs):
        return False
    if any(pair.has_room for pair in pairs if not pair.is_merged):
        return False
    if not any(pair.below.text.strip() for pair in pairs):
        return any(pair.text.strip() for pair in pairs)
    single = [pair for pair in pairs if not pair.is_merged]
    keys = [pair for pair in single if pair.column.is_key]
    lacks_above = any(not pair.text.strip() and pair.below.text.strip() for pair in keys)
    lacks_below = any(pair.text.strip() and not pair.below.text.strip() for pair in keys)
    if lacks_above and lacks_below:
        return True
    flows = {pair.flow for pair in single}
    if Flow.APART in flows:
        return False
    is_whole = not any(pair.text.strip() and not pair.below.text.strip() for pair in keys if not pair.column.is_number)
    return Flow.ON in flows or (not is_whole and Flow.EITHER in flows)


def is_one_cell(pair: Pair) -> bool:
    """Whether a cell lies over rows on both sides of a break between two rows."""
    if pair.below.text.strip():
        return pair.is_merged and not is_numbered(pair.below.text) and pair.flow is Flow.ON
    if pair.below.row_span > 1:
        return bool(pair.text.strip()) or pair.above.row_span > 1
    return pair.column.is_grouping and bool(pair.text.strip())


def one_text(above: str, below: str) -> str:
    """The text of a cell from its parts: the break is a blank, or nothing in a broken word."""
    first, rest = above.rstrip(), below.lstrip()
    if not first or not rest:
        return first or rest
    if first.endswith("\u00ad"):
        return first[:-1] + rest
    return first + rest if first[-1] in "-/" and first[-2:-1].strip() else f"{first} {rest}"


def _has_own_number(pairs: Sequence[Pair]) -> bool:
    """Whether the row below begins with its own number."""
    numbering = [pair for pair in pairs if pair.column.is_number]
    if numbering:
        return any(is_numbered(pair.below.text) for pair in numbering)
    first = next((pair.below.text for pair in pairs if pair.below.text.strip()), "")
    return is_numbered(first) or any(is_number(pair.below.text) for pair in pairs)
