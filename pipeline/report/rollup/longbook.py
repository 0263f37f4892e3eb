"""Rows without number to the sheets of a workbook on disk: a check's workbook's look, a row in memory at a time."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pipeline.report.rollup import labels
from pipeline.report.workbook.book import (
    ACTS,
    HIGHEST,
    LINE,
    MARKS,
    SIZE,
    Book,
    Column,
    Sheet,
    cell_look,
    cell_text,
    head_look,
    line_count,
)

_GREEN, _AMBER, _RED, _VIOLET = (MARKS[word][:2] for word in ("Full", "Partial", "None", "Yes"))
_LINKS = 20_000
"""Each is kept until the end, as links stand after the rows; Excel follows 65,530 of a sheet at the most."""
_DATE = "d mmm yyyy"
_DAY_ZERO = date(1899, 12, 30)
_ESCAPED = re.compile("(_x[0-9A-Fa-f]{4}_)")
"""What Excel takes for a character by its number (ECMA-376 part 1, 22.4.2.4)."""
_HEAD_POINTS = 28
_OFTEN, _KEPT = 300, 4096
"""How long a text may be that is likely to come again, and how many are kept."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that leads to a file beside the workbook; `link` is relative and encoded."""

    text: str
    link: str


Cell = str | int | date | Linked | None


class LongBook(Book):
    """A workbook that is being written to a file; `close` ends it.

    Excel's own tables need all their rows in memory: these sheets have filters, which do the same for a reader.
    """

    def __init__(self, title: str, path: Path, scratch: Path) -> None:
        self._packed = io.BytesIO()
        self._begin(title, str(path), {"constant_memory": True, "tmpdir": str(scratch)})

    def sheet(self, name: str, columns: Sequence[Column], *, is_wide: bool = False) -> "LongSheet":
        """As in a check's workbook."""
        return LongSheet(self, self._laid_out(name, columns, is_wide=is_wide), columns)

    def close(self) -> None:
        """Writes the workbook. Raises: OSError."""
        from xlsxwriter.exceptions import FileCreateError

        try:
            self._book.close()
        except FileCreateError as error:
            raise OSError(str(error)) from error


class LongSheet(Sheet):
    """A sheet whose rows are written from the top down."""

    marks: Mapping[str, tuple[str, str, str]] = {
        **MARKS,
        labels.KIND["complete"]: (*_GREEN, labels.KIND_SIGN["complete"]),
        labels.KIND["gaps"]: (*_AMBER, labels.KIND_SIGN["gaps"]),
        labels.KIND["not_a_mapping"]: (*_RED, labels.KIND_SIGN["not_a_mapping"]),
        labels.KIND["unread"]: (*_RED, labels.KIND_SIGN["unread"]),
        labels.ANSWER["ready"]: (*_GREEN, ""),
        labels.ANSWER["conditions"]: (*_AMBER, ""),
        labels.ANSWER["look_first"]: (*_VIOLET, "?"),
        labels.ANSWER["return"]: (*_RED, ""),
        labels.ANSWER["not_a_mapping"]: (*_RED, ""),
    }

    def rows(self, rows: Iterable[Sequence[Cell]], *, nothing: str, frozen: int = 1) -> int:
        """Writes the columns' titles and these rows with a filter, and gives how many; `nothing` is said where none is.

        The first `frozen` columns stay in sight.
        """
        self._sheet.set_row(0, _HEAD_POINTS)
        for at, column in enumerate(self._columns):
            self._sheet.write_string(0, at, column.title, self._book.look(**head_look(column)))
        last = self._put_rows(rows)
        if not last:
            self._put_rows([[nothing, *[""] * (len(self._columns) - 1)]])
        self._sheet.autofilter(0, 0, max(last, 1), len(self._columns) - 1)
        for at, column in enumerate(self._columns):
            self._mark((1, at, max(last, 1), at), column.marks)
        self._sheet.print_area(0, 0, max(last, 1), len(self._columns) - 1)
        self.freeze(0, columns=frozen)
        self.numbers_are_text()
        return last

    def _put_rows(self, rows: Iterable[Sequence[Cell]]) -> int:
        """Writes the rows below the titles as they will stand in the file, and gives how many.

        A workbook of thousands of submissions is drawn anew whenever one comes in, and xlsxwriter takes five times as
        long for a cell. What it must know of them is told it: formats, links, and how far the sheet goes.
        """
        from xlsxwriter.utility import xl_col_to_name

        sheet, last = self._sheet, 0
        sheet._write_single_row(1)  # the titles, which it still holds
        looks = [[one._get_xf_index() for one in self._formats(cell_look(column))] for column in self._columns]
        columns = [(xl_col_to_name(at), *look) for at, look in enumerate(looks)]
        widths = [column.width for column in self._columns]
        for last, cells in enumerate(rows, 1):
            written = [self._cell(last, at, cell, columns[at]) for at, cell in enumerate(cells)]
            lines = max(
                (_lines_often if len(cell) <= _OFTEN else line_count)(cell, width) if isinstance(cell, str) else 1
                for cell, width in zip(cells, widths, strict=True)
            )
            points = round(min(lines * SIZE * LINE + 4, HIGHEST), 2)
            sheet.row_data_fh.write(f'<row r="{last + 1}" ht="{points}">{"".join(written)}</row>')
        sheet._check_dimensions(max(last, 1), len(columns) - 1)
        return last

    def _cell(self, row: int, at: int, cell: Cell, column: tuple[str, int, int]) -> str:
        """A cell of SpreadsheetML (ECMA-376 part 1, 18.3.1.4): a number, or a text that stays a text."""
        name, plain, acting = column
        place = f'r="{name}{row + 1}"'
        if cell is None or cell == "":
            return f'<c {place} s="{plain}"/>'
        if isinstance(cell, Linked):
            if row <= _LINKS:
                self._sheet.hyperlinks[row][at] = _relative(cell)
            cell = cell.text
        if isinstance(cell, date):
            cell = (cell - _DAY_ZERO).days if cell > _DAY_ZERO else cell.isoformat()
        if isinstance(cell, int):
            return f'<c {place} s="{plain}"><v>{cell}</v></c>'
        told, acts = (_told_often if len(cell) <= _OFTEN else _told)(cell)
        return (
            f'<c {place} s="{acting if acts else plain}" t="inlineStr"><is><t xml:space="preserve">{told}</t></is></c>'
        )


def _told(text: str) -> tuple[str, bool]:
    """A text as the file has it, and whether Excel would act on it."""
    text = cell_text(text)
    return _ESCAPED.sub(r"_x005F\1", escape(text)), text.startswith(ACTS)


# Most texts of a sheet stand in many rows: criteria, customers, statuses, requests.
_told_often = lru_cache(maxsize=_KEPT)(_told)
_lines_often = lru_cache(maxsize=_KEPT)(line_count)

DATE: Mapping[str, object] = {"num_format": _DATE, "align": "left"}
"""The look of a column of days."""


def _relative(cell: Linked) -> Any:
    """The link as it is: xlsxwriter would write it for Windows alone."""
    from xlsxwriter.url import Url

    made = Url(f"external:{cell.link.removeprefix('./')}")
    made._relationship_link = cell.link.removeprefix("./")  # there is no public way to leave it as it is
    made.text = cell.text
    return made
