"""Rows to the sheets of an Excel workbook: looks, tables, marks keyed on a word, what the printer gets."""

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from pipeline.report import words
from pipeline.report.shown import shown, without_unseen
from pipeline.result import Change

Look = Mapping[str, object]
"""Properties of a cell, as xlsxwriter names them."""

INK, QUIET, RULE, WASH = "#17212B", "#53616D", "#D7DEE4", "#EEF1F4"
_INPUT, _INPUT_HEAD = "#FFFBE8", "#F6E7B0"
_GREEN, _AMBER, _RED, _VIOLET = (
    ("#14663A", "#E4F3E9"),
    ("#8A4A00", "#FCEFD8"),
    ("#B0221B", "#FBE6E4"),
    ("#5B3AA3", "#EEE8FA"),
)
MARKS: Mapping[str, tuple[str, str, str]] = {
    "Full": (*_GREEN, words.STATUS_SIGN["full"]),
    "Partial": (*_AMBER, words.STATUS_SIGN["partial"]),
    "None": (*_RED, words.STATUS_SIGN["none"]),
    "Yes": (*_VIOLET, "?"),
    "In the sample": (*_GREEN, "✓"),
    "Must do": (*_RED, ""),
    "To clear up": (*_VIOLET, ""),
    "High": (*_RED, ""),
    "Medium": (*_AMBER, ""),
    "Major": (*_RED, words.SEVERITY_SIGN["major"]),
    "Minor": (*_AMBER, words.SEVERITY_SIGN["minor"]),
    "Put right": (*_GREEN, words.CHANGE_SIGN[Change.PUT_RIGHT]),
    "Still open": (*_AMBER, words.CHANGE_SIGN[Change.STILL_OPEN]),
    "New": (*_RED, words.CHANGE_SIGN[Change.NEW]),
    "Got worse": (*_RED, words.CHANGE_SIGN[Change.GOT_WORSE]),
}
"""The colour of a word, that of its ground, and its sign. One that is not here stays as it is ("Advice", "Low")."""

_FONT, SIZE = "Arial", 9
_PLAIN: dict[str, object] = {"text_wrap": True, "valign": "top", "align": "left", "indent": 1}
LINE = 1.32
"""How high a line is, by the size of its letters."""
_LETTERS = 1.12
"""How many letters fit in where a column is as wide as one digit."""
HIGHEST = 409
"""How many points a row is high at the most."""
_LONGEST = 32_767
"""What a cell holds, in UTF-16 units."""
_ROOM_FOR_NOTE = 60
ACTS = ("=", "+", "-", "@", "\t", "\r")
"""What a text begins with that Excel takes for a formula as soon as somebody has typed in its cell."""
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - xlsxwriter knows no zones
_A4, _A3 = 9, 8


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, its width in digits, how its cells look, and what is special in it.

    `marks`: the words whose colour and sign its cells take. `is_input`: to be filled in. `choices`: with what, () for
    anything; `hint` is shown beside the cell that is being filled in. `is_printed`: False where it is on paper not.
    """

    title: str
    width: float
    look: Look = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    is_input: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""
    is_printed: bool = True


Cell = str | int
Rows = Sequence[Sequence[Cell]]


class Book:
    """A workbook that is being written: `sheet` begins the next one, `packed` ends it."""

    def __init__(self, title: str) -> None:
        self._packed = io.BytesIO()
        self._begin(title, self._packed, {"in_memory": True})

    def _begin(self, title: str, target: "io.BytesIO | str", options: Mapping[str, object]) -> None:
        from xlsxwriter import Workbook

        self._book = Workbook(
            target,
            {
                **options,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": _FONT, "font_size": SIZE, "font_color": INK},
            },
        )
        self._book.set_properties({"title": shown(title)[:200], "author": "ilm-coverage", "created": _MADE})
        self._looks: dict[tuple[tuple[str, object], ...], Any] = {}

    def sheet(self, name: str, columns: Sequence[Column], *, is_wide: bool = False) -> "Sheet":
        """A new sheet of this name with columns as wide as these, printed one page wide across; `is_wide`: on A3."""
        return Sheet(self, self._laid_out(name, columns, is_wide=is_wide), columns)

    def _laid_out(self, name: str, columns: Sequence[Column], *, is_wide: bool) -> Any:
        made = self._book.add_worksheet(name, _sheet_class())
        made.hide_gridlines(2)
        made.set_landscape()
        made.set_paper(_A3 if is_wide else _A4)
        made.fit_to_pages(1, 0)
        made.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        made.set_footer("&L&A&RPage &P of &N")
        for at, column in enumerate(columns):
            made.set_column(at, at, column.width)
        return made

    def look(self, **properties: object) -> Any:
        """The format with these properties, one for all cells that look alike."""
        key = tuple(sorted(properties.items()))
        if key not in self._looks:
            self._looks[key] = self._book.add_format(properties)
        return self._looks[key]

    def packed(self) -> bytes:
        """The whole workbook."""
        self._book.close()
        return self._packed.getvalue()


class Sheet:
    """One sheet of a book; rows and columns count from 0."""

    marks = MARKS

    def __init__(self, book: Book, sheet: Any, columns: Sequence[Column]) -> None:
        self._book, self._sheet, self._columns = book, sheet, columns

    def write(self, row: int, column: int, text: str, **look: object) -> None:
        """A text, which stays a text whatever it says."""
        self._put(row, column, text, self._formats(_PLAIN | look))

    def line(self, row: int, columns: tuple[int, int], text: str, **look: object) -> None:
        """A text over several columns of a row, which is made as high as it needs."""
        first, last = columns
        text = shown(text)
        properties = _PLAIN | look
        size = int(str(look.get("font_size", SIZE)))
        formats = self._formats(properties)
        if last > first:
            self._sheet.merge_range(row, first, row, last, "", formats[0])
        self._put(row, first, text, formats)
        room = sum(column.width for column in self._columns[first : last + 1]) * SIZE / size
        self.height(row, line_count(text, room) * size * LINE + 3)

    def height(self, row: int, points: float) -> None:
        """Sets a row's height, until somebody types in it."""
        self._sheet.set_row(row, min(points, HIGHEST))

    def table(self, top: int, name: str, rows: Rows) -> int:
        """An Excel table of the sheet's columns, their titles in the row `top`, and how many rows high it is.

        Where there are no `rows` it has a blank one, as a table must have one.
        """
        last = top + max(len(rows), 1)
        formats = [self._formats(cell_look(column)) for column in self._columns]
        for row, cells in enumerate(rows or [[""] * len(formats)], top + 1):
            lines = 1
            for at, (cell, cell_formats) in enumerate(zip(cells, formats, strict=True)):
                if cell != "":
                    lines = max(lines, line_count(str(cell), self._columns[at].width))
                self._put(row, at, cell, cell_formats)
            self.height(row, lines * SIZE * LINE + 4)
        heads = [
            {"header": column.title, "header_format": self._book.look(**head_look(column))} for column in self._columns
        ]
        shape = {"name": name, "columns": heads, "style": None, "banded_rows": False}
        self._sheet.add_table(top, 0, last, len(heads) - 1, shape)
        for at, column in enumerate(self._columns):
            self._mark((top + 1, at, last, at), column.marks)
            self._ask((top + 1, at, last, at), column)
        self._sheet.print_area(0, 0, last, sum(column.is_printed for column in self._columns) - 1)
        return last - top + 1

    def freeze(self, row: int, columns: int = 0) -> None:
        """Keeps in sight what is above and with the titles in `row`, and so many columns; pages repeat the titles."""
        self._sheet.freeze_panes(row + 1, columns)
        self._sheet.repeat_rows(row)

    def numbers_are_text(self) -> None:
        """Keeps Excel from marking the numbers of criteria as mistakes: they are texts, or 1.10 would become 1.1."""
        self._sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def _formats(self, look: Look) -> tuple[Any, Any]:
        """The format of cells that look so, and that of those whose text would act, were it not marked as a text."""
        return self._book.look(**look), self._book.look(**look, quote_prefix=True)

    def _put(self, row: int, column: int, value: Cell, formats: tuple[Any, Any]) -> None:
        if isinstance(value, int):
            self._sheet.write_number(row, column, value, formats[0])
        elif text := cell_text(value):
            self._sheet.write_string(row, column, text, formats[text.startswith(ACTS)])
        else:
            self._sheet.write_blank(row, column, None, formats[0])

    def _mark(self, area: tuple[int, int, int, int], marks: Sequence[str]) -> None:
        """In this area (first row and column, last row and column) each of the words takes its colour and sign."""
        for word in marks:
            font, ground, sign = self.marks[word]
            signed = {"num_format": f'"{sign} "@'} if sign else {}
            look = self._book.look(font_color=font, bg_color=ground, bold=True, **signed)
            self._sheet.conditional_format(
                *area, {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
            )

    def _ask(self, area: tuple[int, int, int, int], column: Column) -> None:
        """What may be filled in there, in a list to choose from, and what is said beside the cell."""
        rule: dict[str, object] = {"validate": "any", "input_title": column.title[:32], "input_message": column.hint}
        if column.choices:
            told = f"Choose {', '.join(column.choices[:-1])} or {column.choices[-1]}, or leave the cell blank."
            rule |= {"validate": "list", "source": list(column.choices)}
            rule |= {"error_title": column.title[:32], "error_message": told}
        if column.choices or column.hint:
            self._sheet.data_validation(*area, rule)


def cell_text(text: str) -> str:
    """The text as a cell can hold it; what does not fit in is cut, with a word on how much that is."""
    text = without_unseen(text)
    if len(text) * 2 <= _LONGEST or len(text.encode("utf-16-le")) // 2 <= _LONGEST:
        return text
    kept = text.encode("utf-16-le")[: 2 * (_LONGEST - _ROOM_FOR_NOTE)].decode("utf-16-le", "ignore")
    return f"{kept}… ({len(text) - len(kept):,} more characters in the document)"


def line_count(text: str, width: float) -> int:
    """How many lines a text takes in a column of this width, about."""
    room = max(1.0, _LETTERS * width - 2)
    if len(text) <= room:
        return 1 + text.count("\n")
    return sum(max(1, math.ceil(len(part) / room)) for part in text.split("\n"))


def cell_look(column: Column) -> dict[str, object]:
    """How the cells of a column look."""
    look = _PLAIN | {"bottom": 1, "bottom_color": RULE}
    if column.is_input:
        look |= {"bg_color": _INPUT, "border": 1, "border_color": _INPUT_HEAD}
    return _aligned(look, {name: value for name, value in column.look.items() if name != "rotation"})


def head_look(column: Column) -> dict[str, object]:
    """How the title of a column looks."""
    look = _PLAIN | {"bold": True, "bottom": 2, "bottom_color": QUIET, "valign": "bottom"}
    look["bg_color"] = _INPUT_HEAD if column.is_input else WASH
    return _aligned(look, {name: column.look[name] for name in ("rotation", "align") if name in column.look})


def _aligned(look: dict[str, object], own: dict[str, object]) -> dict[str, object]:
    """The look with its own properties in it; what is in the middle stands in from no side."""
    return look | own | ({"indent": 0} if own.get("align") == "center" else {})


@lru_cache(maxsize=1)
def _sheet_class() -> type:
    from xlsxwriter.worksheet import Worksheet

    class Loose(Worksheet):  # type: ignore[misc]
        """A sheet whose rows are so high to begin with only, as Excel writes it: typing in one makes it fit anew."""

        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002
            return formula  # only words are compared here: looking for the names of new functions takes 10 ms

        def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, object]]) -> None:
            super()._xml_start_tag_unencoded(tag, [pair for pair in attributes if pair != ("customHeight", 1)])

    return Loose
