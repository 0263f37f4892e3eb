"""Words to lines, where nothing but their places tells which stand on one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.readers.paged.page import Box, Word

# Shares of the text's height. Words of one line stand 0.2 to 0.4 apart, more where lines are stretched to both margins;
# columns stand 0.5 and more apart, as writers put at least four points on each side of a border.
PART_GAP = 0.45
LONE = 0.8  # a page's head and foot stand farther from its text than lines of one text from each other
_SAME_LINE = 0.5
_MARGIN_MAX = 3  # lines of a page's head
_ALIGNED = 1.5  # points by which lines that begin alike differ


@dataclass(slots=True)
class TextLine:
    """Words on one line, left to right."""

    words: list[Word]

    @property
    def top(self) -> float:
        """Where its highest word begins."""
        return min(word.box.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Where its lowest word ends."""
        return max(word.box.bottom for word in self.words)

    @property
    def height(self) -> float:
        """The height of its highest word."""
        return max(word.box.height for word in self.words)

    def parts(self, gap: float) -> list[list[Word]]:
        """The words in stretches that stand this far apart."""
        found = [[self.words[0]]]
        for before, word in pairwise(self.words):
            if word.box.left - before.box.right > gap:
                found.append([])
            found[-1].append(word)
        return found


def text_lines(words: Iterable[Word]) -> list[TextLine]:
    """The lines that the words make, top to bottom."""
    found: list[TextLine] = []
    for word in sorted(words, key=lambda word: (word.box.top + word.box.bottom, word.box.left)):
        if found and _is_beside(found[-1].words[-1].box, word.box):
            found[-1].words.append(word)
        else:
            found.append(TextLine([word]))
    for line in found:
        line.words.sort(key=lambda word: word.box.left)
    return found


def _is_beside(one: Box, other: Box) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > _SAME_LINE * min(one.height, other.height)


def margin(lines: Sequence[TextLine], columns: Sequence[float]) -> int:
    """How many of a page's first lines are its head, where a table with these columns may go on below.

    The head stands by itself, and not where the words of columns begin.
    """
    for at, (line, after) in enumerate(pairwise(lines[: _MARGIN_MAX + 1])):
        if after.top - line.bottom < LONE * line.height or is_row(line, lines[at + 1 :], columns):
            return at
    return 0


def is_row(line: TextLine, others: Sequence[TextLine], columns: Sequence[float]) -> bool:
    """Whether a line is of these columns by where its parts begin: all where parts of other lines do, and not one in
    the first column alone."""
    if any(word.box.left < x < word.box.right for word in line.words for x in columns[1:-1]):
        return False
    lefts = [part[0].box.left for part in line.parts(PART_GAP * line.height)]
    known = [part[0].box.left for other in others for part in other.parts(PART_GAP * other.height)]
    is_lone = len(lefts) == 1 and lefts[0] < columns[1]
    return not is_lone and all(any(abs(one - left) < _ALIGNED for one in known) for left in lefts)
