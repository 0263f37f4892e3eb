"""Every judged criterion a row, with room for a decision: the sheet that is read back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.decisions import Decision
from pipeline.report import words
from pipeline.report.review import Review
from pipeline.report.workbook import titles
from pipeline.report.workbook.book import QUIET, Book, Column
from pipeline.result import Criterion, Unit

_STATUS_WORDS = ("Full", "Partial", "None")
_HINT_DECISION = "Blank: as computed. Choose one where you see it otherwise, or where it needs your eye."
_HINT_REASON = "Each decision needs one. Where you decide Partial or None, the customer is told it in these words."
_CODE = {"font_color": QUIET, "font_size": 8, "text_wrap": False}


@dataclass(frozen=True, slots=True)
class _Row:
    """A criterion as the review has it, as it was computed, and what was decided on it."""

    unit: Unit
    criterion: Criterion
    computed: Criterion
    decision: Decision | None


_Value = Callable[[_Row], str]


def criteria(book: Book, review: Review) -> None:
    """The sheet Criteria; where something was decided, a column says what was computed."""
    parts = [part for part in _COLUMNS if review.decided or part[0].title != "As computed"]
    columns = [column for column, _ in parts]
    sheet = book.sheet(titles.CRITERIA, columns, is_wide=True)
    found = [[value(row) for _, value in parts] for row in _rows(review)]
    nothing = ["No criterion was judged." if column.title == _REQUIRED else "" for column in columns]
    sheet.table(0, "Criteria", found or [nothing])
    sheet.freeze(0, columns=2)
    sheet.height(0, 28)
    sheet.numbers_are_text()


def _rows(review: Review) -> list[_Row]:
    computed = {
        (unit.ref, criterion.ref): criterion for unit in review.as_computed.units for criterion in unit.criteria
    }
    return [
        _Row(
            unit,
            criterion,
            computed.get((unit.ref, criterion.ref), criterion),
            review.decided.get((unit.ref, criterion.ref)),
        )
        for unit in review.result.units
        for criterion in unit.criteria
    ]


def _why(row: _Row) -> str:
    """Why it is not full; where it was decided, why it was computed so."""
    if row.decision is None:
        return _joined([reason.message for reason in row.criterion.reasons])
    found = _joined([reason.message for reason in row.computed.reasons])
    return f"As computed: {found}" if found else ""


def _joined(sentences: Sequence[str]) -> str:
    return "\n".join(sentences)


def _codes(row: _Row) -> str:
    return " ".join(":".join(filter(None, (reason.code, reason.kind))) for reason in row.criterion.reasons)


def _decided(value: Callable[[Decision], str]) -> _Value:
    return lambda row: value(row.decision) if row.decision else ""


_REQUIRED = "What the unit requires"
_COLUMNS: Sequence[tuple[Column, _Value]] = (
    (Column(titles.UNIT, 9.5), lambda row: row.unit.ref),
    (Column(titles.NUMBER, 9), lambda row: row.criterion.ref),
    (Column(_REQUIRED, 36), lambda row: row.criterion.text),
    (Column("Learning strategies", 32), lambda row: row.criterion.strategies),
    (Column("Assessment evidence", 34), lambda row: row.criterion.evidence),
    (Column("Coverage", 11, marks=_STATUS_WORDS), lambda row: words.STATUS[row.criterion.status]),
    (Column("As computed", 11, marks=_STATUS_WORDS), _decided(lambda decision: words.STATUS[decision.computed])),
    (Column("Needs your eye", 9, marks=("Yes",)), lambda row: "No" if row.criterion.certain else "Yes"),
    (Column("Question", 30), lambda row: _joined([words.begun(asked) for asked in row.criterion.questions])),
    (Column("Why", 30), _why),
    (Column("What to ask for", 30), lambda row: _joined([reason.request for reason in row.criterion.reasons])),
    (Column("Where", 14), lambda row: words.place(row.criterion.location) or "Not found"),
    (
        Column(
            titles.DECISION, 12, marks=_STATUS_WORDS, is_input=True, choices=_STATUS_WORDS, hint=_HINT_DECISION,
        ),
        _decided(lambda decision: words.STATUS[decision.decided]),
    ),
    (Column(titles.REASON, 30, is_input=True, hint=_HINT_REASON), _decided(lambda decision: decision.reason)),
    (Column(titles.DECIDED_BY, 13, is_input=True), _decided(lambda decision: decision.who)),
    (Column(titles.DECIDED_ON, 12, is_input=True), _decided(lambda decision: decision.when)),
    (Column("Code", 8, look=_CODE, is_printed=False), _codes),
)  # fmt: skip
