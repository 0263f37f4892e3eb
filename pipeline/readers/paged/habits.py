"""A table's rows to what its columns usually hold: what a part of a row at the edge of a page is told by."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.readers.paged.page import PageCell

# Shares of a column's cells. One header row among a few numbered ones must not hide the numbers; a key is hardly ever
# left blank; one criterion in three that begins in lower case makes that no sign of a sentence that goes on.
_NUMBERED = 0.6
_DISTINCT = 0.8
_KEPT = 0.9
_LOWER = 0.3
_MERGED = 0.5
_FEWEST = 2
# The number of a row: "1.2", "AC 2.3", "2.3.", "LO1", "12", "(b)", "iv)"; before a text as well where a column numbers.
_DIGITS = (
    r"\W{0,2}(?:[A-Za-z]{1,3}[. ]?\s*\d{1,3}|[A-Za-z]+\s*\d{1,2}\.\d{1,2}|\d{1,3})"
    r"(?:\s*[.,]\s*\d{1,2}){0,3}\s*[.):–-]?(?=\s|$)"
)
_LETTERS = r"\(?(?:[A-Za-z]|[ivxIVX]{1,4})[.)](?=\s|$)"
_NUMBER = re.compile(_DIGITS)
_LETTER = re.compile(_LETTERS)
_SURE = re.compile(rf"{_DIGITS}|\(?(?:[A-Za-z]|[ivxIVX]{{1,4}})\)(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of one column are like.

    `is_number`: they number their rows; `has_letters`, with letters. `is_key`: they are never left blank, as far as is
    known. `is_grouping`: most lie over several rows and none is blank. `is_lower`: texts begin in lower case.
    """

    is_number: bool = False
    has_letters: bool = False
    is_key: bool = True
    is_grouping: bool = False
    is_lower: bool = False

    def numbers(self, text: str) -> bool:
        """Whether a text begins with a number like those of this column, which numbers its rows."""
        return bool(_SURE.match(text.strip()) or (self.has_letters and _LETTER.match(text.strip())))


def is_number(text: str) -> bool:
    """Whether a text in any column is nothing but what may be its row's own number."""
    return bool(_SURE.fullmatch(text.strip()))


def columns(parts: Iterable[Sequence[PageCell]], count: int) -> tuple[Column, ...]:
    """What each of `count` columns holds, by the parts of a table on their pages.

    The first and the last row of a part tell nothing: either may be a part of a row.
    """
    cells: list[list[PageCell]] = [[] for _ in range(count)]
    for part in parts:
        last = max((cell.row + cell.row_span - 1 for cell in part), default=0)
        for cell in part:
            if cell.row > 1 and cell.row + cell.row_span - 1 < last and cell.column_span == 1:
                cells[cell.column - 1].append(cell)
    return tuple(_column(each) for each in cells)


def _column(cells: Sequence[PageCell]) -> Column:
    if len(cells) < _FEWEST:
        return Column()
    texts = [cell.text.strip() for cell in cells if cell.text.strip()]
    single = [cell for cell in cells if cell.row_span == 1]
    rows = sum(cell.row_span for cell in cells)
    has_letters = _are_numbers(_LETTER, texts)
    return Column(
        is_number=has_letters or _are_numbers(_NUMBER, texts),
        has_letters=has_letters,
        is_key=len(texts) >= _KEPT * len(cells),
        is_grouping=rows - len(single) >= _MERGED * rows and all(cell.text.strip() for cell in single),
        is_lower=sum(text[0].islower() for text in texts) > _LOWER * len(texts),
    )


def _are_numbers(pattern: re.Pattern[str], texts: Sequence[str]) -> bool:
    """Whether these texts number their rows: most have a number, hardly two the same."""
    numbers = [text for text in texts if pattern.match(text)]
    return len(numbers) >= max(_NUMBERED * len(texts), 1) and len(set(numbers)) >= _DISTINCT * len(numbers)
