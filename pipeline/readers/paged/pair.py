"""The two pieces of a column at a break between pages: whether one text runs through both."""

import re
from dataclasses import dataclass
from enum import IntEnum

from pipeline.readers.paged.habits import Column
from pipeline.readers.paged.page import PageCell

# Writers keep two lines of a paragraph together, and so a paragraph of three: so many may have been left out above.
_LINES_KEPT = 3
_PITCH = 1.15  # from line to line, of a line's height, in the usual fonts
_INSET_MAX = 8.0  # points between a cell's border and its text; what is wider is no inset but a line that is short
# A word is set in the next line where less than its width is left of this one. Its width is told by the letters' mean
# one: words of wide or narrow letters differ from it by so much, and a blank goes before it.
_WIDEST, _NARROWEST = 1.3, 0.8
_BLANK = 0.5
_FIRST_WORD = re.compile(r"[^\s/-]+[/-]?|\S")
_BEGINS_LOWER = re.compile(r"[a-z,;:)&–—%]|\([a-z]")
_OPEN_END = re.compile(
    r"(?:[,;:(&/–—-]|\b(?:and|or|of|the|to|with|for|in|a|an|by|on|at|from|your|own|their|its|as|that|is|are|be|will))$",
    re.IGNORECASE,
)
_BROKEN_WORD = re.compile(r"[^\W\d_]-$|\u00ad$")
BROKEN_NUMBER = re.compile(r"[A-Za-z ]{0,12}\d{1,2}(?:\.\n|\n\.)\d{1,2}\W?")


class Flow(IntEnum):
    """How a text above a break and a text below it stand to each other, from two texts to one."""

    APART = 0  # one text ends, another begins
    EITHER = 1  # a full line, then what may be another sentence of the same cell
    ON = 2  # a sentence seems to go on
    SURE = 3  # a sentence or word goes on


@dataclass(frozen=True, slots=True)
class Pair:
    """The cells of one column on both sides of a break.

    `above` is the cell as far as it stands on its last page, `whole` with what it has on the pages before.
    """

    above: PageCell
    whole: PageCell
    below: PageCell
    column: Column

    @property
    def is_merged(self) -> bool:
        """Whether one of the cells lies over several rows: it says nothing about one row."""
        return self.above.row_span > 1 or self.below.row_span > 1

    @property
    def has_both(self) -> bool:
        """Whether there is text on both sides."""
        return bool(self.above.text.strip() and self.below.text.strip())

    @property
    def is_left(self) -> bool:
        """Whether the cell has ended above the break, with text."""
        return bool(self.whole.text.strip()) and not self.below.text.strip()

    @property
    def is_begun(self) -> bool:
        """Whether the cell has its first text below the break."""
        return not self.whole.text.strip() and bool(self.below.text.strip())

    @property
    def is_broken_number(self) -> bool:
        """Whether a narrow column breaks a number at the break: "1." and "2", or "AC1" and ".2"."""
        return bool(BROKEN_NUMBER.fullmatch(f"{self.above.text.strip()}\n{self.below.text.strip()}"))

    @property
    def flow(self) -> Flow:
        """How the texts on both sides stand to each other."""
        above, below = self.above.text.rstrip(), self.below.text.lstrip()
        if _BROKEN_WORD.search(above) or self.is_broken_number:
            return Flow.SURE
        room, first = self._room, len((_FIRST_WORD.match(below) or [""])[0])
        is_open, is_lower = bool(_OPEN_END.search(above)), bool(_BEGINS_LOWER.match(below))
        if room is not None and room > 2 * _BLANK + _WIDEST * first:
            return Flow.ON if is_open and is_lower else Flow.APART
        if (room is not None and self.above.is_wrapped) or (is_open and is_lower):
            return Flow.SURE
        if is_open or (is_lower and not self.column.is_lower):
            return Flow.ON
        return Flow.APART if room is None or room > _BLANK + _NARROWEST * first else Flow.EITHER

    @property
    def has_room(self) -> bool:
        """Whether lines of the cell below would have found room in the cell above: it does not go on there."""
        lines = self.above.lines or self.below.lines
        if not lines or not self.below.text.strip():
            return False
        box = self.above.box
        end = self.above.lines[-1].bottom if self.above.lines else box.top
        inset = min(max(lines[0].top - (box.top if self.above.lines else self.below.box.top), 0.0), _INSET_MAX)
        height = sum(line.height for line in lines) / len(lines)
        return (box.bottom - end - inset) / (_PITCH * height) >= _LINES_KEPT

    @property
    def is_filled(self) -> bool:
        """Whether the cell above has no room for one line more."""
        if not self.above.lines:
            return False
        last = self.above.lines[-1]
        inset = min(max(self.above.lines[0].top - self.above.box.top, 0.0), _INSET_MAX)
        return self.above.box.bottom - last.bottom - inset < _PITCH * last.height

    @property
    def _room(self) -> float | None:
        """How many letters the last line above has room for; None where it is not known."""
        if not self.above.lines or not self.below.lines:
            return None
        left = min(line.left for line in self.above.lines)
        inset = min(max(left - self.above.box.left, 0.0), _INSET_MAX)
        letter = sum(line.width for line in self.below.lines) / max(len(self.below.text), 1)
        return (self.above.box.right - inset - self.above.lines[-1].right) / max(letter, 1.0)
