"""What is known of a form's tables, for those that are drawn without lines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.policy.limits import Limits
from pipeline.readers.paged import banded, gutters
from pipeline.readers.paged.grid import Grid
from pipeline.readers.paged.lines import margin, text_lines
from pipeline.readers.paged.page import Box, Edge, Page, PageTable, Word
from pipeline.readers.pdf.layout import Source
from pipeline.readers.pdf.runs import Run

_NUMBERED = re.compile(r"\s*\d{1,2}\.\d{1,2}\b")


@dataclass(frozen=True, slots=True)
class Form:
    """The headings of columns, in small letters, and the columns of a table that the page before may leave open."""

    headings: tuple[str, ...]
    columns: tuple[float, ...] | None = None

    def is_likely(self, runs: Iterable[Run]) -> bool:
        """Whether there are headings or numbered lines enough for a look at each word."""
        texts = [run.text.lower() for run in runs]
        if sum(bool(_NUMBERED.match(text)) for text in texts) > 1:
            return True
        found = [names for text in texts if (names := _names(self.headings).findall(text)) and _are_most(names, text)]
        return sum(map(len, found)) > 1

    def tables(
        self, runs: Sequence[Run], lines: Sequence[Edge], areas: Sequence[Box], source: Source
    ) -> tuple[Grid, ...]:
        """The tables without upright lines that these runs make, with level lines and shaded areas."""
        is_drawn = len(lines) > 1 or len(areas) > 1
        if self.columns is None and not is_drawn and not self.is_likely(runs):
            return ()
        words = [Word(word.text, word.box) for run in runs for word in source.words(run)]
        found = banded.grids(words, lines, areas, self.columns) if is_drawn else ()
        return (*found, *self._told(words, lines, found))

    def _told(self, words: Sequence[Word], lines: Sequence[Edge], found: Sequence[Grid]) -> Iterator[Grid]:
        """The tables that the words alone make above, between and below those that were found."""
        begun = {" ".join(words[:end]) for words in map(str.split, self.headings) for end in range(1, len(words) + 1)}
        tops = [float("-inf"), *(grid.box.bottom for grid in found)]
        ends = [*(grid.box.top for grid in found), float("inf")]
        columns = self.columns
        if columns is not None:
            read = text_lines(words)
            words = [word for line in read[margin(read, columns) :] for word in line.words]
        for top, end in zip(tops, ends, strict=True):
            part = [word for word in words if top < (word.box.top + word.box.bottom) / 2 < end]
            yield from gutters.grids(part, lines, frozenset(begun), columns)
            columns = None


def form_after(before: Page | None, limits: Limits) -> Form:
    """The form as it is known after a page."""
    tables = [block for block in before.blocks if isinstance(block, PageTable)] if before else []
    is_open = bool(tables) and not tables[-1].is_ruled
    return Form(limits.pages.headings, tables[-1].columns if is_open else None)


@lru_cache(maxsize=8)
def _names(headings: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(headings, key=len, reverse=True))) + r")\b")


def _are_most(names: Sequence[str], text: str) -> bool:
    """Whether a line is made of headings, not of a sentence in which they are met."""
    return sum(len(name.split()) for name in names) * 2 >= len(text.split())
