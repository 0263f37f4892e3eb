"""Criterion numbers as they were printed: "1.l" in a column of numbers is 1.1."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.readers.paged.page import PageCell

_NUMBER = re.compile(r"\d{1,2}\.\d{1,2}\.?")
_LIKE = re.compile(r"[\dlIiOo|!]{1,2} ?[.,:·] ?[\dlIiOo|!]{1,2}\.?")
_DIGITS = str.maketrans("lIi|!Oo,:·", "1111100...", " ")
_SHARE = 0.5  # of a column's cells with text, headings left aside: it is one of numbers


def mended(cells: Sequence[PageCell]) -> tuple[PageCell, ...]:
    """The cells, digits for the letters that are like them where a column holds numbers and the cell nothing else."""
    columns: dict[int, list[str]] = defaultdict(list)
    for cell in cells:
        if text := cell.text.strip():
            columns[cell.column].append(text)
    numbered = {column for column, texts in columns.items() if _is_numbered(texts)}
    return tuple(
        replace(cell, text=cell.text.strip().translate(_DIGITS))
        if cell.column in numbered and _LIKE.fullmatch(cell.text.strip())
        else cell
        for cell in cells
    )


def _is_numbered(texts: Sequence[str]) -> bool:
    short = [text for text in texts if len(text.split()) == 1]
    return sum(bool(_NUMBER.fullmatch(text)) for text in texts) >= max(2, _SHARE * len(short))
