"""A stretch of a table without lines across to where its rows are parted: by the rows' numbers and the blank between.

Cells stand at the top of their row, in its middle or at its bottom, so that a number says that there is a row, and the
widest blank before it where the row begins.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.readers.paged.page import Word

_CRITERION = re.compile(r"\(?(?:(?:AC|LO)\s*)?\d{1,2}\.\d{1,2}(?:\.\d{1,2})?[.):]?$", re.IGNORECASE)
_UNIT = re.compile(r"(?:\d{4}[-/ ])?\d{3}$|\d{1,2}\.?$")
_NUMBERS_MIN = 2
_ALIGNED = 2.0  # points by which the words at a column's left side differ
_LOOSE = 0.12  # of a word's height above and below its letters: lines' boxes touch
_AT_TOP = 0.8  # of the widest blank: the blank above a number is as wide where cells stand at the top
_MOSTLY = 0.8
_PITCH = 1.45  # lines so many times farther apart than the closest ones begin a new row
_BLANK = 0.12  # of a line's height: rows stand farther apart than lines by so much


@dataclass(frozen=True, slots=True)
class Numbers:
    """The words that number a table's rows, top to bottom, and their column, counted from 0."""

    words: tuple[Word, ...]
    column: int

    def within(self, top: float, bottom: float) -> list[Word]:
        """Those that stand between two heights."""
        return [word for word in self.words if top < middle(word) < bottom]


def middle(word: Word) -> float:
    """The height of a word's middle."""
    return (word.box.top + word.box.bottom) / 2


def column_of(word: Word, columns: Sequence[float]) -> int:
    """The column in which a word stands, counted from 0; -1 and one too many for those outside."""
    return bisect_right(columns, (word.box.left + word.box.right) / 2) - 1


def numbers(words: Sequence[Word], columns: Sequence[float]) -> Numbers | None:
    """The numbers of the rows, in the column that has most of them; None where there are none.

    The numbers of units and plain ones are numbers of rows only where no criterion has one.
    """
    for pattern in (_CRITERION, _UNIT):
        found: dict[int, list[Word]] = {}
        for word in words:
            column = column_of(word, columns)
            if pattern.match(word.text) and _is_first(word, column, words, columns):
                found.setdefault(column, []).append(word)
        if found:
            column = max(sorted(found), key=lambda column: len(found[column]))
            if len(found[column]) >= _NUMBERS_MIN or pattern is _CRITERION:
                return Numbers(tuple(sorted(found[column], key=middle)), column)
    return None


def is_number(word: Word) -> bool:
    """Whether a word may be the number of a row."""
    return bool(_CRITERION.match(word.text) or _UNIT.match(word.text))


def _is_first(word: Word, column: int, words: Iterable[Word], columns: Sequence[float]) -> bool:
    """Whether a word stands at the left of its column."""
    own = (other.box.left for other in words if column_of(other, columns) == column)
    return word.box.left < min(own, default=word.box.left) + 2 * _ALIGNED


def cuts(words: Sequence[Word], columns: Sequence[float], known: Numbers | None, *, is_on: bool = False) -> list[float]:
    """The heights between the rows that these words make; words over several columns are not to be among them.

    `is_on`: the first words may be of a row that began on the page before.
    """
    if not words:
        return []
    own = [] if known is None else known.within(min(map(_top, words)), max(map(_bottom, words)))
    if known is None or len(own) < 1:
        return _by_pitch(words, columns)
    right = [word for word in words if column_of(word, columns) >= known.column]
    text = [word for word in right if column_of(word, columns) <= known.column + 1]
    pairs = [_Gap.between(one, other, right, text) for one, other in pairwise(own)]
    at_top = sum(gap.is_at_top for gap in pairs) >= _MOSTLY * len(pairs)
    found = [gap.cut(at_top=at_top) for gap in pairs]
    usual = median(gap.widest for gap in pairs) if pairs else 0.0
    if is_on and (first := _first_cut(own[0], right, usual)):
        found.insert(0, first)
        own.insert(0, own[0])
    more = _unnumbered(words, columns, known.column, usual) if pairs else ()
    return sorted([*found, *(y for y in more if _is_between(y, own, found))])


def _first_cut(number: Word, right: Sequence[Word], usual: float) -> float | None:
    """Where the row of the first number begins, below what is left of a row; None where there is nothing of one."""
    top = min(map(_top, right), default=0.0)
    blanks = _blanks(right, top, middle(number))
    start, end = max(blanks, key=lambda blank: (blank[1] - blank[0], blank[1]), default=(0.0, 0.0))
    least = _AT_TOP * usual if usual else (2 * _LOOSE + _BLANK) * number.box.height
    return (start + end) / 2 if start > top and end - start > least else None


def _is_between(y: float, own: Sequence[Word], found: Sequence[float]) -> bool:
    """Whether a further cut parts rows off that have no number of their own, not the text of a row from its number."""
    at = bisect_right(found, y)
    return y > own[at].box.bottom and all(abs(y - other) > own[at].box.height for other in found)


@dataclass(frozen=True, slots=True)
class _Gap:
    """The blank between two numbers: the widest one and its height, and the one right above the second number."""

    widest: float
    at: float
    above: float
    top: float

    @classmethod
    def between(cls, one: Word, other: Word, right: Sequence[Word], text: Sequence[Word]) -> "_Gap":
        blanks = _blanks(right, middle(one), middle(other)) or _blanks(text, middle(one), middle(other))
        if not blanks:
            return cls(0.0, other.box.top, 0.0, other.box.top)
        start, end = max(blanks, key=lambda blank: (blank[1] - blank[0], blank[1]))
        above = next((end - start for start, end in blanks if abs(end - _ink_top(other)) < _ALIGNED), 0.0)
        return cls(end - start, (start + end) / 2, above, other.box.top - _ALIGNED / 2)

    @property
    def is_at_top(self) -> bool:
        """Whether the widest blank may be the one above the number."""
        return self.widest == 0 or self.above >= _AT_TOP * self.widest

    def cut(self, *, at_top: bool) -> float:
        """Where the second number's row begins; `at_top`: where most cells stand at the top."""
        return self.top if at_top or self.is_at_top else self.at


def _blanks(words: Iterable[Word], top: float, bottom: float) -> list[tuple[float, float]]:
    """The stretches of height without words between two heights, top to bottom."""
    found: list[tuple[float, float]] = []
    at = top
    for start, end in sorted((_ink_top(word), _ink_bottom(word)) for word in words):
        if end <= top or start >= bottom:
            continue
        if start > at:
            found.append((at, start))
        at = max(at, end)
    return found


def _ink_top(word: Word) -> float:
    return word.box.top + _LOOSE * word.box.height


def _ink_bottom(word: Word) -> float:
    return word.box.bottom - _LOOSE * word.box.height


def _top(word: Word) -> float:
    return word.box.top


def _bottom(word: Word) -> float:
    return word.box.bottom


def _by_pitch(words: Sequence[Word], columns: Sequence[float]) -> list[float]:
    """The blanks that are wider than those between most lines, where more than one column begins anew."""
    blanks = _blanks(words, min(map(_top, words)), max(map(_bottom, words)))
    if not blanks:
        return []
    height = median(word.box.height for word in words)
    pitches = sorted(end - start for start, end in blanks if end - start > 0)
    usual = max(pitches[len(pitches) // 4], 2 * _LOOSE * height)
    wide = [(start, end) for start, end in blanks if end - start > usual + (_PITCH - 1) * height / 2]
    return [(start + end) / 2 for start, end in wide if len(_columns_at(words, columns, end)) > 1]


def _unnumbered(words: Sequence[Word], columns: Sequence[float], column: int, usual: float) -> Iterator[float]:
    """The blanks as wide as those between rows with a number, below which the texts of a row begin."""
    text = {column + 1} if column + 2 < len(columns) else {column}
    for start, end in _blanks(words, min(map(_top, words)), max(map(_bottom, words))):
        begun = _columns_at(words, columns, end)
        if end - start > _AT_TOP * usual and text <= begun and len(begun) > 1:
            yield (start + end) / 2


def _columns_at(words: Iterable[Word], columns: Sequence[float], y: float) -> set[int]:
    """The columns with a line that begins at this height."""
    return {column_of(word, columns) for word in words if abs(_ink_top(word) - y) < _ALIGNED}


def leading(words: Iterable[Word], columns: Sequence[float]) -> float:
    """How far lines of one text stand apart, as most of a table's columns have them; below 0 where their boxes meet."""
    gaps: list[float] = []
    by_column: dict[int, list[Word]] = {}
    for word in words:
        by_column.setdefault(column_of(word, columns), []).append(word)
    for own in by_column.values():
        bottom = None
        for word in sorted(own, key=_top):
            if bottom is not None and word.box.top > bottom - word.box.height / 2:
                gaps.append(word.box.top - bottom)
            bottom = word.box.bottom if bottom is None else max(bottom, word.box.bottom)
    return sorted(gaps)[len(gaps) // 3] if gaps else 0.0


def is_through(words: Iterable[Word], y: float, usual: float) -> bool:
    """Whether the lines of one column run on over a height as lines of one text do, which stand `usual` apart."""
    own = tuple(words)
    above = max((word for word in own if middle(word) < y), key=_bottom, default=None)
    below = min((word for word in own if middle(word) >= y), key=_top, default=None)
    if above is None or below is None:
        return False
    return below.box.top - above.box.bottom < usual + _BLANK * min(above.box.height, below.box.height)
