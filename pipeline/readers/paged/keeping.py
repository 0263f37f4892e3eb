"""Lines of words to the columns that they keep to."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise

from pipeline.readers.paged.lines import PART_GAP, TextLine
from pipeline.readers.paged.page import Word
from pipeline.readers.paged.rowcuts import column_of

CROSSED = 1.5  # points by which a word must go over a side that it crosses
_LEFTS_DIFFER = 3.0  # points by which lines that begin in one column differ


def lefts(lines: Iterable[TextLine], columns: Sequence[float]) -> dict[int, float]:
    """Where most lines begin in each column."""
    found: dict[int, Counter[int]] = {}
    for line in lines:
        for column, words in groupby(line.words, key=lambda word: column_of(word, columns)):
            found.setdefault(column, Counter())[round(next(words).box.left)] += 1
    return {column: float(counts.most_common(1)[0][0]) for column, counts in found.items()}


def keeps_to(line: TextLine, columns: Sequence[float], lefts: Mapping[int, float]) -> bool:
    """Whether no word of a line goes over a side of these columns, nor a text in which a blank stands there.

    `lefts`: where most lines begin in each column.
    """
    if any(crosses(word, x) for word in line.words for x in columns[1:-1]):
        return False
    for one, other in pairwise(line.words):
        column = column_of(other, columns)
        is_over = column_of(one, columns) < column and is_close(one, other)
        if is_over and column in lefts and abs(other.box.left - lefts[column]) > _LEFTS_DIFFER:
            return False
    return True


def crosses(word: Word, x: float) -> bool:
    """Whether a word goes over this x."""
    return word.box.left + CROSSED < x < word.box.right - CROSSED


def is_close(one: Word, other: Word) -> bool:
    """Whether two words stand as near as in one text."""
    return other.box.left - one.box.right < PART_GAP * one.box.height
