"""The texts of a workbook that came back, and its result, to the decisions that were filled in."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.decisions import Decision
from pipeline.report.shown import without_unseen
from pipeline.report.workbook import titles
from pipeline.result import Criterion, Result, Status
from pipeline.text import fold, squash

Sheets = Mapping[str, Sequence[Sequence[str]]]
"""The texts of each sheet by its name, rows x columns from the first cell on."""

_NEEDED = (titles.UNIT, titles.NUMBER, titles.DECISION, titles.REASON)
_TITLES = (*_NEEDED, titles.DECIDED_BY, titles.DECIDED_ON)
_HEAD_ROWS = 50
"""So far down the titles are looked for: people put rows above them."""
_QUOTED = 60
_STATUS: Mapping[str, Status] = {"full": "full", "partial": "partial", "none": "none"}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong in the workbook, and where: "Criteria, row 7, cell M7"."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back: the decisions in the result's order, and all that is wrong.

    `needless` are criteria, as "8580-500 1.2", that were decided as they were computed, where there was no doubt.
    """

    decisions: tuple[Decision, ...] = ()
    needless: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class _Head:
    """The row with the titles, from 1, and where each column is that has one of them, from 0."""

    sheet: str
    row: int
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row below the titles, as texts by the title of their column."""

    head: _Head
    number: int
    texts: Mapping[str, str]

    @property
    def key(self) -> tuple[str, str]:
        return self.text(titles.UNIT), self.text(titles.NUMBER)

    def text(self, title: str) -> str:
        """What the row says in a column, "" where there is no such column."""
        return self.texts.get(title, "")

    def fault(self, title: str, text: str) -> Fault:
        """What is wrong in the cell of that column."""
        cell = f"{_letters(self.head.columns[title])}{self.number}"
        return Fault(f"{self.head.sheet}, row {self.number}, cell {cell}", text)


def returned(sheets: Sheets, result: Result, fingerprints: Collection[str]) -> Returned:
    """The decisions in a workbook that was drawn from this result, which is known by one of its fingerprints.

    Rows may be sorted, hidden or gone, and columns moved: criteria are found by unit and number, cells by their title.
    """
    if not any(squash(text).lower() in fingerprints for rows in sheets.values() for row in rows for text in row):
        return Returned(faults=(_stranger(sheets),))
    head = _head(sheets)
    if isinstance(head, Fault):
        return Returned(faults=(head,))
    rows = list(_rows(head, sheets[head.sheet]))
    known = {(unit.ref, criterion.ref): criterion for unit in result.units for criterion in unit.criteria}
    met = Counter(row.key for row in rows)
    decisions: dict[tuple[str, str], Decision] = {}
    needless: list[str] = []
    faults: list[Fault] = []
    for row in filter(_is_filled, rows):
        criterion = known.get(row.key)
        fault = _fault(row, criterion, met[row.key])
        if fault or criterion is None:
            faults.extend([fault] if fault else [])
        elif _is_needless(row, criterion):
            needless.append(" ".join(row.key))
        else:
            decisions[row.key] = _decision(row, criterion)
    ordered = tuple(decisions[key] for key in known if key in decisions)
    return Returned(ordered, tuple(needless), tuple(faults))


def _stranger(sheets: Sheets) -> Fault:
    """What is wrong where no fingerprint is the result's."""
    if titles.ABOUT not in sheets:
        text = (
            "The sheet is gone, so we cannot tell which result this workbook is on. Use the workbook as it was drawn."
        )
        return Fault(f"Sheet {titles.ABOUT}", text)
    text = "This workbook was drawn from another result: the fingerprint in it is not this one's. Name its own result."
    return Fault(f"Sheet {titles.ABOUT}", text)


def _head(sheets: Sheets) -> _Head | Fault:
    """Where the titles of the decisions' columns stand, on whichever sheet."""
    for sheet, rows in sheets.items():
        for number, row in enumerate(rows[:_HEAD_ROWS], 1):
            found = [fold(text) for text in row]
            if all(fold(title) in found for title in _NEEDED):
                twice = [title for title in _TITLES if found.count(fold(title)) > 1]
                if twice:
                    return Fault(f"{sheet}, row {number}", f"Two columns are headed “{twice[0]}”. Keep one of them.")
                columns = {title: found.index(fold(title)) for title in _TITLES if fold(title) in found}
                return _Head(sheet, number, columns)
    wanted = f"{', '.join(_NEEDED[:-1])} and {_NEEDED[-1]}"
    return Fault(f"Sheet {titles.CRITERIA}", f"No sheet has a row with the titles {wanted}. Put the titles back.")


def _rows(head: _Head, rows: Sequence[Sequence[str]]) -> Iterator[_Row]:
    for number, row in enumerate(rows[head.row :], head.row + 1):
        texts = {title: squash(without_unseen(row[at])) if at < len(row) else "" for title, at in head.columns.items()}
        yield _Row(head, number, texts)


def _is_filled(row: _Row) -> bool:
    return bool(row.text(titles.DECISION) or row.text(titles.REASON))


def _fault(row: _Row, criterion: Criterion | None, times: int) -> Fault | None:
    """The first thing that is wrong in a row that is filled in."""
    named = squash(" ".join(row.key))
    word = row.text(titles.DECISION)
    if criterion is None:
        text = (
            f"“{_short(named)}” is no criterion of this result." if named else "It does not say which criterion it is."
        )
        return row.fault(titles.NUMBER, f"{text} Put the unit and the number back as they were.")
    if times > 1:
        return row.fault(titles.NUMBER, f"{times} rows are {named}. Keep one of them.")
    if not word:
        return row.fault(titles.DECISION, "There is a reason, but no decision. Choose one, or clear the reason.")
    if _status(row) is None:
        return row.fault(
            titles.DECISION, f"“{_short(word)}” is no decision. Choose Full, Partial or None, or leave the cell blank."
        )
    if not row.text(titles.REASON) and not _is_needless(row, criterion):
        return row.fault(titles.REASON, "The decision has no reason. Say why, or clear the decision.")
    return None


def _status(row: _Row) -> Status | None:
    return _STATUS.get(fold(row.text(titles.DECISION)))


def _is_needless(row: _Row, criterion: Criterion) -> bool:
    """Whether it was decided as computed, with nothing to answer by that: a doubt is settled by the same word too."""
    return criterion.certain and _status(row) == criterion.status


def _decision(row: _Row, criterion: Criterion) -> Decision:
    return Decision(
        unit=row.key[0],
        ref=row.key[1],
        computed=criterion.status,
        decided=_status(row) or criterion.status,
        reason=row.text(titles.REASON),
        who=row.text(titles.DECIDED_BY),
        when=row.text(titles.DECIDED_ON),
    )


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"


def _letters(column: int) -> str:
    """A column as Excel names it, counted from 0: A, B, … Z, AA."""
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)
