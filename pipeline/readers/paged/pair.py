"""The two pieces of a column at a break between pages: whether one text runs through both."""

import re
from dataclasses import dataclass
from enum import IntEnum

from pipeline.readers.paged.habits import Column
from pipeline.readers.paged.page import Box, PageCell

# Writers keep two lines of a paragraph together, and so a paragraph of three: so many may have been left out above.
_LINES_KEPT = 3
_PITCH = 1.15  # from line to line, of a line's height, in the usual fonts
_INSET_MAX = 8.0  # points between a cell's border and its text; what is wider is no inset but a line that is short
# A word is set in the next line where less than its width is left of this one. What is measured is the mean letter's.
_WORD = 0.75
_BEGINS_LOWER = re.compile(r"[a-z,;:)&–—%]")
_OPEN_END = re.compile(
    r"(?:[,;:(&/–—-]|\b(?:and|or|of|the|to|with|for|in|a|an|by|on|at|from|your|own|their|its|as|that|is|are|be|will))$",
    re.IGNORECASE,
)
_BROKEN_WORD = re.compile(r"[^\W\d_]-$|\u00ad$")
_NUMBER_START, _NUMBER_REST = re.compile(r"\W?\d{1,2}\."), re.compile(r"\d{1,2}\W?")


class Flow(IntEnum):
    """How a text above a break and a text below it stand to each other, from two texts to one."""

    APART = 0  # one text ends, another begins
    EITHER = 1  # a full line, then what may be another sentence of the same cell
    ON = 2  # a sentence seems to go on
    SURE = 3  # a sentence or word goes on


@dataclass(frozen=True, slots=True)
class Pair:
    """The cells of one column on both sides of a break.

    `above` is the cell as far as it stands on its last page, `text` all of its text, from the pages before too.
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
    def has_both(self) -> bool:
        """Whether there is text on both sides."""
        return bool(self.above.text.strip() and self.below.text.strip())

    @property
    def is_left(self) -> bool:
        """Whether the cell has ended above the break, with text."""
        return bool(self.text.strip()) and not self.below.text.strip()

    @property
    def is_begun(self) -> bool:
        """Whether the cell has its first text below the break."""
        return not self.text.strip() and bool(self.below.text.strip())

    @property
    def is_broken_number(self) -> bool:
        """Whether a narrow column breaks a number at the break: "1." and "2"."""
        above, below = self.above.text.strip(), self.below.text.strip()
        return bool(_NUMBER_START.fullmatch(above) and _NUMBER_REST.fullmatch(below))

    @property
    def flow(self) -> Flow:
        """How the texts on both sides stand to each other."""
        above, below = self.above.text.rstrip(), self.below.text.lstrip()
        if _BROKEN_WORD.search(above) or self.is_broken_number:
            return Flow.SURE
        is_full = self._is_full(below)
        is_open, is_lower = bool(_OPEN_END.search(above)), bool(_BEGINS_LOWER.match(below))
        if is_full is False:
            return Flow.ON if is_open and is_lower else Flow.APART
        if (is_full and self.above.is_wrapped) or (is_open and is_lower):
            return Flow.SURE
        if is_open or (is_lower and not self.column.is_lower):
            return Flow.ON
        return Flow.EITHER if is_full else Flow.APART

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

    def _is_full(self, below: str) -> bool | None:
        """Whether the first word below found no room in the last line above; None where it is not known."""
        if not self.above.lines or not self.below.lines:
            return None
        inset = min(max(min(line.left for line in self.above.lines) - self.above.box.left, 0.0), _INSET_MAX)
        room = self.above.box.right - inset - self.above.lines[-1].right
        letter = _letter(self.below.lines, below)
        return room < letter * (1 + _WORD * len(below.split()[0]))


def _letter(lines: tuple[Box, ...], text: str) -> float:
    """A letter's mean width."""
    return sum(line.width for line in lines) / max(len(text), 1)
