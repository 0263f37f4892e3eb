"""The header rows of a table that are repeated on its further pages, and the beginning of another table like it."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from pipeline.readers.paged.habits import is_number
from pipeline.readers.paged.page import PageCell

# Of a hundred: recognised words differ from page to page by a letter or two, but no unit's number does.
_ALIKE = 88
_HEADS_MAX = 4  # a unit, a title and a header of two rows
_Row = list[tuple[int, int, int, str, bool]]


def repeated(table: Sequence[PageCell], part: Sequence[PageCell]) -> int:
    """How many rows at the top of a part repeat those at the top of its table; a row with a number is no header."""
    for row in range(1, _HEADS_MAX + 1):
        mine, other = _row(table, row), _row(part, row)
        texts = [text for *_, text, _ in mine if text]
        if not texts or any(map(is_number, texts)) or not _is_same(mine, other):
            return row - 1
    return _HEADS_MAX


def begins_anew(table: Sequence[PageCell], part: Sequence[PageCell], dropped: int) -> bool:
    """Whether a part is the beginning of another table of the same form: another heading above the same header, numbers
    that start again below it, or a header without the row above it, which no writer repeats so by itself."""
    if dropped:
        first, again = _first_number(table, dropped), _first_number(part, dropped)
        return first is not None and first == again
    if any(
        _is_like(_row(table, row - 1), _row(part, row - 1)) and _is_repeated(_row(table, row), _row(part, row))
        for row in range(2, _HEADS_MAX + 1)
    ):
        return True
    top = _row(part, 1)
    heads = [row for row in range(2, _HEADS_MAX + 1) if _is_repeated(_row(table, row), top)]
    return bool(heads) and not any(
        _is_same(_row(table, row), top) for row in range(heads[0] + 1, max(cell.row for cell in table) + 1)
    )


def _is_like(mine: _Row, other: _Row) -> bool:
    """Whether two rows are made alike, with other words."""
    return bool(mine) and [one[:3] for one in mine] == [one[:3] for one in other]


def _is_repeated(mine: _Row, other: _Row) -> bool:
    return len([text for *_, text, _ in mine if text]) > 1 and _is_same(mine, other)


def _row(cells: Iterable[PageCell], row: int) -> _Row:
    """A row's cells by place and text, without blanks: narrow columns break words; recognised ones are marked."""
    return [
        (
            cell.column,
            cell.column_span,
            cell.row_span,
            "".join(cell.text.split()).casefold(),
            cell.confidence is not None,
        )
        for cell in cells
        if cell.row == row
    ]


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _is_same(mine: _Row, other: _Row) -> bool:
    if len(mine) != len(other):
        return False
    return all(
        one[:3] == two[:3]
        and (
            one[3] == two[3]
            or ((one[4] or two[4]) and _digits(one[3]) == _digits(two[3]) and fuzz.ratio(one[3], two[3]) >= _ALIKE)
        )
        for one, two in zip(mine, other, strict=True)
    )


def _first_number(cells: Iterable[PageCell], header: int) -> str | None:
    """The number of the first row below the header."""
    first = sorted(
        (cell for cell in cells if cell.row == header + 1 and cell.text.strip()), key=lambda cell: cell.column
    )
    return next((cell.text.strip() for cell in first if is_number(cell.text)), None)
