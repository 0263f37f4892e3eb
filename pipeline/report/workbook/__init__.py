"""Review to an Excel workbook: a submission to sort, filter and decide in, criterion by criterion."""

from pipeline.report.review import Review
from pipeline.report.workbook.book import Book
from pipeline.report.workbook.criteria import criteria
from pipeline.report.workbook.lists import about, actions, changes, findings
from pipeline.report.workbook.sample import sample
from pipeline.report.workbook.summary import summary


def render(review: Review) -> bytes:
    """The workbook: Summary, Criteria, Actions, Findings, what changed since the last submission, EV sample, About."""
    submission = review.result.submission
    book = Book(f"Coverage: {submission.programme or submission.file}")
    summary(book, review)
    criteria(book, review)
    actions(book, review)
    findings(book, review)
    if review.since:
        changes(book, review.since)
    sample(book, review)
    about(book, review)
    return book.packed()
