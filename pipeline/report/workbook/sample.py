"""What the external verifier samples by: each assessment a row, each criterion a narrow column."""

from collections.abc import Iterator

from pipeline.report import words
from pipeline.report.review import Review
from pipeline.report.verifier import Sampling, by_unit, sampling
from pipeline.report.workbook.book import QUIET, Book, Cell, Column

_TOUCHED, _ALONE = "●", "◆"
_SAMPLED = "In the sample"
_LAST_LINE_COLUMN = 24


def sample(book: Book, review: Review) -> None:
    """The sheet EV sample: the suggestion in words, then the matrix."""
    found = sampling(review.result)
    columns = [
        Column("Assessment", 44),
        Column("Suggestion", 15, marks=(_SAMPLED,)),
        Column("Criteria", 9, look={"align": "center"}),
        Column("Rest on it alone", 9, look={"align": "center"}),
        *_criteria(found),
    ]
    sheet = book.sheet("EV sample", columns)
    top = 0
    for top, line in enumerate(_lines(found), 1):
        sheet.line(top - 1, (0, max(3, min(len(columns) - 1, _LAST_LINE_COLUMN))), line, bold=top == 1)
    sheet.table(top + 1, "Sample", list(_matrix(found)))
    sheet.freeze(top + 1, columns=1)
    sheet.height(top + 1, 74 if found.columns else 28)


def _criteria(found: Sampling) -> Iterator[Column]:
    """A narrow column for each criterion, with a line before the first one of a unit."""
    unit = ""
    for one in found.columns:
        begins = {"left": 1, "left_color": QUIET} if one.unit != unit else {}
        unit = one.unit
        yield Column(f"{one.unit} {one.ref}", 3.6, look={"rotation": 90, "align": "center"} | begins)


def _lines(found: Sampling) -> Iterator[str]:
    """The suggestion, and what no assessment touches or only one."""
    if not found.rows:
        yield "No criterion names an assessment, so there is nothing to sample yet."
        return
    yield f"{words.sample_size(found)} {words.sample_proof(found.sample)}"
    yield f"{_TOUCHED} The assessment touches the criterion. {_ALONE} It does, and no other does."
    if found.untouched:
        named = "; ".join(f"{unit} {words.listed(refs)}" for unit, refs in by_unit(found.untouched))
        yield f"No assessment touches {named}."


def _matrix(found: Sampling) -> Iterator[list[Cell]]:
    alone = {one.title: len(one.columns) for one in found.alone}
    for row in found.rows:
        marks = [
            (_ALONE if len(column.assessments) == 1 else _TOUCHED) if touches else ""
            for column, touches in zip(found.columns, row.touches, strict=True)
        ]
        yield [row.title, _SAMPLED if row.is_sampled else "", row.count, alone.get(row.title, 0), *marks]
