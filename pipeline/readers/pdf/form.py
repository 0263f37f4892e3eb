"""What is known of a form's tables, for those that are drawn without lines."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.policy.limits import Limits
from pipeline.readers.paged import gutters
from pipeline.readers.paged.grid import Grid
from pipeline.readers.paged.page import Edge, Page, PageTable, Word
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

    def tables(self, runs: Sequence[Run], lines: Sequence[Edge], source: Source) -> tuple[Grid, ...]:
        """The tables without lines that these runs make; level lines part their rows."""
        if self.columns is None and not self.is_likely(runs):
            return ()
        begun = {" ".join(words[:end]) for words in map(str.split, self.headings) for end in range(1, len(words) + 1)}
        words = (Word(word.text, word.box) for run in runs for word in source.words(run))
        return gutters.grids(words, lines, frozenset(begun), self.columns)


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
