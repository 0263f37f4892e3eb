"""Criterion numbers as they were printed: "1.l" in a column of numbers is 1.1."""

import re
from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.readers.paged.page import PageCell

_NUMBER = re.compile(r"\d{1,2}\.\d{1,2}\.?")
_LIKE = re.compile(r"[\dlIiOo|!]{1,2} ?[.,:·] ?[\dlIiOo|!]{1,2}\.?")
_POINTLESS = re.compile(r"\d\d")
_DIGITS = str.maketrans("lIi|!Oo,:·", "1111100...", " ")
_SHARE = 0.5  # of a column's cells with text, headings left aside: it is one of numbers


def mended(cells: Sequence[PageCell]) -> tuple[PageCell, ...]:
    """The cells, digits for the letters that are like them where a column holds numbers and the cell nothing else."""
    columns: dict[int, list[str]] = defaultdict(list)
    for cell in cells:
        if text := cell.text.strip():
            columns[cell.column].append(text)
    numbered = {column for column, texts in columns.items() if _is_numbered(texts)}
    found = [
        replace(cell, text=cell.text.strip().translate(_DIGITS))
        if cell.column in numbered and _LIKE.fullmatch(cell.text.strip())
        else cell
        for cell in cells
    ]
    for column in numbered:
        _point(found, [at for at, cell in enumerate(found) if cell.column == column])
    return tuple(found)


def _point(cells: list[PageCell], column: Sequence[int]) -> None:
    """Gives "32" its point where the number before is 3.1 or the one after 3.3."""
    for before, at, after in zip((None, *column), column, (*column[1:], None), strict=False):
        text = cells[at].text.strip()
        if not _POINTLESS.fullmatch(text):
            continue
        outcome, criterion = int(text[0]), int(text[1])
        beside = [(before, f"{outcome}.{criterion - 1}"), (after, f"{outcome}.{criterion + 1}")]
        if any(other is not None and cells[other].text.strip() == number for other, number in beside):
            cells[at] = replace(cells[at], text=f"{outcome}.{criterion}")


def _is_numbered(texts: Sequence[str]) -> bool:
    short = [text for text in texts if len(text.split()) == 1]
    return sum(bool(_NUMBER.fullmatch(text)) for text in texts) >= max(2, _SHARE * len(short))
