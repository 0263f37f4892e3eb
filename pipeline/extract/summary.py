"""The Summary table: one line a unit, with its tick, comments and the titles of its assessments."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract.headings import find_ref
from pipeline.extract.patterns import any_of, each_of, plain
from pipeline.extract.sheets import Piece, Sheet
from pipeline.model.submission import Coverage, SummaryRow, TickCell
from pipeline.policy.form import Form

_TICKS = ((Coverage.NONE, "none"), (Coverage.PARTIAL, "partial"), (Coverage.FULL, "full"))
_KINDS = ("criteria", "none", "partial", "full", "coverage", "assessments", "comments", "credits", "unit")
_PIECES = re.compile(r"[\n;]+")
_COMMA = re.compile(r",\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Summary:
    """The Summary's lines, and the tables that they stand in."""

    rows: tuple[SummaryRow, ...]
    used: frozenset[int]


def read_summary(pieces: Sequence[Piece], form: Form, prefix: str) -> Summary:
    """The lines of every Summary table of the document; the first line of a unit counts."""
    found: dict[str, SummaryRow] = {}
    used = set()
    for piece in pieces:
        if isinstance(piece, Sheet) and (head := _head(piece, form)):
            rows = list(_rows(piece, head, form, prefix))
            if rows:
                used.add(id(piece))
            for row in rows:
                found.setdefault(row.unit, row)
    return Summary(tuple(found.values()), frozenset(used))


Head = tuple[int, dict[str, list[int]]]


def _head(sheet: Sheet, form: Form) -> Head | None:
    """Where the heading ends and which columns mean what; None where the table is no Summary."""
    columns: dict[str, list[int]] = {}
    last = -1
    for at, texts in enumerate(sheet.texts[: form.summary.head_rows_max]):
        if any(_unit(text, form, form.qualification) for text in texts):
            break
        for column, text in enumerate(texts):
            kind = _kind(text, form)
            if kind:
                columns.setdefault(kind, []).append(column)
                last = at
    for kind in ("none", "partial", "full"):
        columns["coverage"] = [at for at in columns.get("coverage", []) if at not in columns.get(kind, [])]
    told = {kind for kind, places in columns.items() if places} - {"unit", "credits", "criteria"}
    if columns.get("criteria") or len(told) < form.summary.headings_min or last < 0:
        return None
    return last + 1, columns


def _kind(text: str, form: Form) -> str | None:
    words = plain(text)
    if not words or len(words.split()) > form.heading_words_max:
        return None
    return next((kind for kind in _KINDS if any_of(getattr(form.summary, kind)).search(words)), None)


def _rows(sheet: Sheet, head: Head, form: Form, prefix: str) -> Iterator[SummaryRow]:
    start, columns = head
    for at in range(start, len(sheet.rows)):
        texts = sheet.texts[at]
        mapped = {place for kind in ("comments", "assessments") for place in columns.get(kind, [])}
        said = [text for place, text in enumerate(texts) if place not in mapped]
        ref = next((found for text in said if (found := _unit(text, form, prefix))), None)
        if ref is None:
            continue
        yield SummaryRow(
            unit=ref,
            title=max((text for text in said if not _unit(text, form, prefix)), key=_letters, default=""),
            credits=_credits(texts, columns),
            status=_status(texts, columns, form),
            comments=_joined(sheet, at, columns.get("comments", [])),
            assessments=tuple(_titles(_joined(sheet, at, columns.get("assessments", [])), form)),
            location=sheet.rows[at].location,
            ticks=tuple(_ticks(sheet, at, columns)),
        )


def _ticks(sheet: Sheet, at: int, columns: dict[str, list[int]]) -> Iterator[TickCell]:
    """The cells where a line's status is ticked, or written."""
    for status, kind in (*_TICKS, (None, "coverage")):
        for place in columns.get(kind, []):
            if cell := sheet.grid[at][place]:
                yield TickCell(status, sheet.texts[at][place], cell.location)


def _unit(text: str, form: Form, prefix: str) -> str | None:
    """A unit's number in a cell; three digits alone are one too."""
    return find_ref(text, form, prefix) or (find_ref(f"Unit {text}", form, prefix) if text.isdigit() else None)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _credits(texts: Sequence[str], columns: dict[str, list[int]]) -> int | None:
    said = (texts[at] for at in columns.get("credits", []))
    return next((int(found[0]) for text in said if (found := re.search(r"\d+", text))), None)


def _status(texts: Sequence[str], columns: dict[str, list[int]], form: Form) -> Coverage | None:
    """The one status that is ticked, or that the coverage column names; None for none, or for more than one."""
    blank = set(form.unticked)
    ticked = {
        status
        for status, kind in _TICKS
        if any(texts[at] and texts[at].casefold() not in blank for at in columns.get(kind, []))
    }
    words = {plain(texts[at]) for at in columns.get("coverage", [])}
    named = {
        status for status, kind in _TICKS if any(any_of(getattr(form.summary, kind)).search(word) for word in words)
    }
    found = ticked or named
    return found.pop() if len(found) == 1 else None


def _joined(sheet: Sheet, at: int, places: Sequence[int]) -> str:
    cells = {id(cell): cell for place in places if (cell := sheet.grid[at][place])}
    return "\n".join(cell.text.strip() for cell in cells.values() if cell.text.strip())


def _titles(text: str, form: Form) -> Iterator[str]:
    """The titles in a cell: one a line or between semicolons; between commas where each piece begins like a title."""
    bullet = each_of((form.summary.bullet,))[0]
    pieces = [bullet.sub("", piece).strip() for piece in _PIECES.split(text)]
    said = [piece for piece in pieces if any(map(str.isalnum, piece))]
    for piece in said:
        parts = _COMMA.split(piece) if len(said) == 1 and "(" not in piece else [piece]
        yield from (part.strip(" ,.") for part in parts)
