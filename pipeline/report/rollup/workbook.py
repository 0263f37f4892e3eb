"""The two tables and their analysis to the workbook "coverage - all submissions.xlsx"."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.report import words
from pipeline.report.rollup import labels
from pipeline.report.rollup.counts import Analysis
from pipeline.report.rollup.heads import SHEET_ROWS
from pipeline.report.rollup.links import link
from pipeline.report.rollup.listed import Listed, batches, listed
from pipeline.report.rollup.listing import Totals
from pipeline.report.rollup.longbook import DATE, Cell, Linked, LongBook
from pipeline.report.rollup.tables import CHANGES, SUBMISSIONS, rows
from pipeline.report.workbook.book import QUIET, Column

NAME = "coverage - all submissions.xlsx"

_AT_ONCE = 2_048
_NUMBER = {"align": "center"}
_LINK = {"font_color": "#0B4F8A", "underline": 1}
_CODE = {"font_color": QUIET, "font_size": 8, "text_wrap": False}
_STATUS_WORDS = ("Full", "Partial", "None")


def write(folder: Path, analysis: Analysis, found: Totals) -> Listed:
    """Writes the workbook into the folder, and gives what its sheet of criteria lists. Raises: OSError."""
    what = listed(folder, found.criteria["criteria"], SHEET_ROWS)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        book = LongBook("Coverage of all submissions", folder / NAME, Path(scratch))
        _summary(book, found, what)
        _submissions(book, folder)
        _criteria(book, folder, what)
        _lists(book, analysis)
        _copies(book, folder)
        book.close()
    return what


# ---------------------------------------------------------------- the answer first


def _summary(book: LongBook, found: Totals, what: Listed) -> None:
    """The batch in a sentence, in numbers, and what the other sheets hold."""
    columns = (Column("", 30), Column("", 96))
    sheet = book.sheet("Summary", columns)
    sheet.line(0, (0, 1), labels.headline(found.submissions, found.kinds), font_size=18, bold=True)
    sheet.line(1, (0, 1), "These are checks to help you decide. They are not the decisions.", font_color=QUIET)
    for row, (name, text) in enumerate(_facts(found, what), 3):
        sheet.write(row, 0, name, font_color=QUIET)
        sheet.line(row, (1, 1), text)


def _facts(found: Totals, what: Listed) -> Iterator[tuple[str, str]]:
    for answer, word in labels.ANSWER.items():
        if found.answers.get(answer):
            yield word, f"{found.answers[answer]:,} of {found.submissions:,}"
    yield "Needs your eye", f"{found.needs_eye:,} of {found.submissions:,}"
    if found.copies:
        yield "The same file as another", f"{found.copies:,} of {found.submissions:,}: each was checked once"
    if found.resubmissions:
        yield "Resubmissions", f"{found.resubmissions:,} of {found.submissions:,}"
    total = found.criteria["criteria"]
    for status in ("full", "partial", "none"):
        yield f"Criteria {words.STATUS[status].lower()}", f"{found.criteria[status]:,} of {total:,}"
    yield "Sheet Submissions", "Every submission, with a link to its report."
    yield "Sheet Criteria", words.begun(f"{what.note or 'lists every criterion of every submission'}.")
    yield "The other sheets", "What is missed most, and the same by customer, unit, reason, month and assessment."


# ---------------------------------------------------------------- a row a submission


_SUBMISSION_COLUMNS = (
    Column("Submission", 40),
    Column("Customer", 22),
    Column("Programme", 26),
    Column("Award", 13),
    Column("Received", 12, look=DATE),
    Column("Outcome", 27, marks=tuple(labels.KIND.values())),
    Column("Full", 7, look=_NUMBER),
    Column("Partial", 8, look=_NUMBER),
    Column("None", 7, look=_NUMBER),
    Column("Needs your eye", 9, look=_NUMBER),
    Column("Suggested answer", 24, marks=tuple(labels.ANSWER.values())),
    Column("Why", 44),
    Column("Since the last submission", 26),
    Column("The same file as", 24),
    Column("Report", 12, look=_LINK),
)


def _submissions(book: LongBook, folder: Path) -> None:
    sheet = book.sheet("Submissions", _SUBMISSION_COLUMNS, is_wide=True)
    sheet.rows(map(_submission, rows(folder / SUBMISSIONS)), nothing="There is no submission.")


def _submission(row: Mapping[str, Any]) -> list[Cell]:
    is_judged = row["kind"] in ("complete", "gaps")
    page = link(row["page"])
    return [
        row["submission"],
        row["customer"],
        row["programme"],
        words.listed(row["awards"]),
        row["received"],
        labels.KIND[row["kind"]],
        *(row[name] if is_judged else "" for name in ("full", "partial", "none", "needs_eye")),
        labels.ANSWER[row["answer"]] if row["answer"] else "",
        row["why"],
        since(row),
        row["same_as"],
        Linked("Open", page) if page else "",
    ]


def since(row: Mapping[str, Any]) -> str:
    """What changed since the submission before it, "" where there is none."""
    return "" if row["earlier"] is None else words.begun(labels.changed(row[name] for name in CHANGES))


# ---------------------------------------------------------------- a row a criterion


_CRITERION_COLUMNS = (
    Column("Submission", 34),
    Column("Customer", 20),
    Column("Unit", 9.5),
    Column("Number", 9),
    Column("What the unit requires", 40),
    Column("Coverage", 11, marks=_STATUS_WORDS),
    Column("Needs your eye", 9, marks=("Yes",)),
    Column("Why", 36),
    Column("What to ask for", 36),
    Column("Must do or advice", 11, marks=("Must do",)),
    Column("Risk", 9, marks=("High", "Medium")),
    Column("Assessments", 30),
    Column("Code", 18, look=_CODE),
)
_CRITERION_NAMES = ("submission", "customer", "unit", "criterion", "criterion_text", "status", "certain", "messages",
                    "requests", "must", "risk", "assessments", "reasons", "reason_kinds")  # fmt: skip


def _criteria(book: LongBook, folder: Path, what: Listed) -> None:
    sheet = book.sheet("Criteria", _CRITERION_COLUMNS, is_wide=True)
    found = (
        _criterion(row)
        for batch in batches(folder, what, _AT_ONCE)
        for row in zip(*(batch[name].to_pylist() for name in _CRITERION_NAMES), strict=True)
    )
    sheet.rows(found, nothing="No criterion was judged.", frozen=4)


def _criterion(row: Sequence[Any]) -> list[Cell]:
    names = row[:5]
    status, is_certain, messages, requests, must, risk, assessments, codes, kinds = row[5:]
    return [
        *names,
        words.STATUS[status],
        "No" if is_certain else "Yes",
        "\n".join(messages),
        "\n".join(requests),
        (words.MUST if must else words.ADVICE) if messages else "",
        words.RISK[risk] if risk else "",
        "\n".join(assessments),
        " ".join(":".join(filter(None, pair)) for pair in zip(codes, kinds, strict=True)),
    ]


# ---------------------------------------------------------------- the analysis


def _lists(book: LongBook, analysis: Analysis) -> None:
    """A sheet for each question that the analysis answers."""
    for name, columns, found in _sheets(analysis):
        book.sheet(name, columns).rows(found, nothing="Nothing was counted.")


def _numbers(*titles: str) -> tuple[Column, ...]:
    return tuple(Column(title, 13, look=_NUMBER) for title in titles)


_Sheet = tuple[str, tuple[Column, ...], Iterator[Sequence[Cell]]]


def _sheets(analysis: Analysis) -> Iterator[_Sheet]:
    yield (
        "Most missed",
        (Column("Unit", 11), Column("Number", 9), Column("What the unit requires", 70),
         *_numbers("Not full in", "Submissions judged", "Partial", "None", "Needs your eye")),
        ((one.unit, one.criterion, one.text, one.missed, one.judged, one.partial, one.none, one.needs_eye)
         for one in analysis.most_missed),
    )  # fmt: skip
    yield (
        "By customer",
        (Column("Customer", 44), *_numbers("Submissions", "Complete", "With gaps", "Not a mapping document",
         "Criteria full", "Criteria partial", "Criteria none", "Criteria that need your eye")),
        ((one.customer or labels.NOT_STATED, one.submissions, one.complete, one.gaps, one.not_a_mapping, one.full,
          one.partial, one.none, one.needs_eye) for one in analysis.by_customer),
    )  # fmt: skip
    yield (
        "By unit",
        (Column("Unit", 11), Column("Unit title", 60),
         *_numbers("Submissions", "Submissions with gaps", "Criteria full", "Criteria partial", "Criteria none")),
        ((one.unit, one.title, one.submissions, one.with_gaps, one.full, one.partial, one.none)
         for one in analysis.by_unit),
    )  # fmt: skip
    yield "By reason", (Column("Found", 48), Column("About", 18), *_numbers("Criteria", "Submissions")), _why(analysis)
    yield (
        "By month",
        (Column("Month received", 16), *_numbers("Submissions", *labels.KIND.values())),
        ((one.month or "Not known", one.submissions, one.complete, one.gaps, one.not_a_mapping, one.unread)
         for one in analysis.by_month),
    )  # fmt: skip
    yield (
        "Assessments",
        (Column("Assessment", 70), *_numbers("Criteria", "Submissions")),
        ((one.assessment, one.criteria, one.submissions) for one in analysis.assessments),
    )


def _why(analysis: Analysis) -> Iterator[Sequence[Cell]]:
    for one in analysis.by_reason:
        yield labels.reason(one.code, one.kind), "A criterion", one.criteria, one.submissions
    for other in analysis.by_finding:
        yield labels.reason(other.code), "The document", "", other.submissions


def _copies(book: LongBook, folder: Path) -> None:
    """Files that are the same as another, each with the one that was checked."""
    columns = (Column("Submission", 60), Column("The same file as", 60), Column("Report", 12, look=_LINK))
    found = (
        (row["submission"], row["same_as"], Linked("Open", page) if (page := link(row["page"])) else "")
        for row in rows(folder / SUBMISSIONS, ["submission", "same_as", "page"])
        if row["same_as"] is not None
    )
    book.sheet("Duplicates", columns).rows(found, nothing="No file was sent twice.")
