"""The sheets that are one list each: actions, findings, what changed, and what stands behind the check."""

import hashlib
from collections.abc import Iterator, Sequence

from pipeline.report import rows, words
from pipeline.report.glossary import GLOSSARY, NOT_JUDGED
from pipeline.report.review import Review
from pipeline.report.since import Changed, Since
from pipeline.report.workbook import titles
from pipeline.report.workbook.book import QUIET, Book, Column
from pipeline.result import Change, Result, encode

_CODE = {"font_color": QUIET, "font_size": 8, "text_wrap": False}
_WHOLE = "Whole document"
_TROUBLE = ("text_unreadable", "ocr_text")

_ACTIONS = (
    Column("No.", 6, look={"align": "left"}),
    Column("Unit", 11),
    Column("Criterion", 10),
    Column("What we found", 36),
    Column("What to do", 34),
    Column("What to send back", 24),
    Column("Must do or advice", 11, marks=("Must do", "To clear up")),
    Column("Risk", 9, marks=("High", "Medium")),
    Column("Owner", 14, is_input=True),
    Column("By when", 11, is_input=True),
    Column("Customer’s reply", 28, is_input=True),
    Column("Closed on", 11, is_input=True),
)


def actions(book: Book, review: Review) -> None:
    """What the customer is asked for; who does it by when, their reply and when it was closed are blank."""
    sheet = book.sheet("Actions", _ACTIONS)
    planned: list[Sequence[str | int]] = [
        (
            number,
            action.unit or _WHOLE,
            action.criteria,
            action.found,
            action.ask,
            action.send_back,
            rows.weight(action),
            words.RISK[action.risk],
            *[""] * 4,
        )
        for number, action in enumerate(rows.actions(review.result), 1)
    ]
    nothing = ["", "", "", "Nothing is asked for.", *[""] * 8]
    sheet.table(0, "Actions", planned or [nothing])
    sheet.freeze(0)
    sheet.height(0, 28)
    sheet.numbers_are_text()


_FINDINGS = (
    Column("Weight", 14, marks=("Major", "Minor")),
    Column("Unit", 11),
    Column("Criterion", 10),
    Column("What we found", 48),
    Column("What to ask for", 40),
    Column("Must do or advice", 11, marks=("Must do",)),
    Column("Where", 18),
    Column("Code", 8, look=_CODE, is_printed=False),
)


def findings(book: Book, review: Review) -> None:
    """What was found beside the criteria."""
    sheet = book.sheet("Findings", _FINDINGS)
    found = [
        (
            words.SEVERITY[finding.severity],
            finding.unit or _WHOLE,
            finding.ref or "",
            finding.message,
            finding.request,
            ("Must do" if finding.must else "Advice") if finding.request else "",
            words.place(finding.location),
            finding.code,
        )
        for finding in review.result.findings
    ]
    nothing = ["", "", "", "Nothing beside the criteria.", *[""] * 4]
    sheet.table(0, "Findings", found or [nothing])
    sheet.freeze(0)
    sheet.height(0, 28)
    sheet.numbers_are_text()


_STATUS_WORDS = ("Full", "Partial", "None")
_CHANGES = (
    Column("What became of it", 13, marks=("Put right", "Got worse", "New", "Still open")),
    Column("Unit", 11),
    Column("Criterion", 10),
    Column("Last time", 12, marks=_STATUS_WORDS),
    Column("Now", 12, marks=_STATUS_WORDS),
    Column("What we found", 70),
)


def changes(book: Book, since: Since) -> None:
    """What became of the gaps of the last submission, under a line that names it."""
    sheet = book.sheet("Since last time", _CHANGES)
    told = f"Held against “{since.file}”: {words.since_counts(since)}."
    sheet.line(0, (0, len(_CHANGES) - 1), told, bold=True)
    found = [_changed(changed) for change in words.CHANGE for changed in since.of(change)]
    sheet.table(2, "Since", found)
    sheet.freeze(2)
    sheet.height(2, 28)
    sheet.numbers_are_text()


def _changed(changed: Changed) -> tuple[str, ...]:
    if changed.now:
        states = (words.STATUS[changed.was] if changed.was else "Not judged", words.STATUS[changed.now])
    else:
        states = (
            "Not there" if changed.change is Change.NEW else "There",
            "Gone" if changed.change is Change.PUT_RIGHT else "There",
        )
    told = f"Last time: {changed.found}" if changed.change is Change.PUT_RIGHT else changed.found
    return (words.CHANGE[changed.change], changed.unit or _WHOLE, changed.ref, *states, told)


_ABOUT = (Column("Part", 22), Column("What", 24), Column("It says", 92))


def about(book: Book, review: Review) -> None:
    """What was read and what is not judged, the words used, how to decide, and the fingerprints."""
    sheet = book.sheet(titles.ABOUT, _ABOUT)
    sheet.table(0, "About", list(_about(review)))
    sheet.freeze(0)


def _about(review: Review) -> Iterator[tuple[str, str, str]]:
    result, submission = review.result, review.result.submission
    pages = f" of {words.things(submission.pages, 'page', 'pages')}" if submission.pages else ""
    trouble = [finding.message for finding in result.findings if finding.code in _TROUBLE]
    yield "What was read", "File", submission.file
    yield "What was read", "Read as", f"{words.begun(words.read_as(submission))}{pages}."
    yield "What was read", "Could not be read", " ".join(trouble) or "We met nothing in it that we could not read."
    yield from (("What is not judged", "This stays with you", text) for text in NOT_JUDGED)
    yield from (("The words used", word, meaning) for word, meaning in GLOSSARY.items())
    yield from (("How to decide", f"Step {number}", step) for number, step in enumerate(_STEPS, 1))
    yield from (("Fingerprints (SHA-256)", name, sha256) for name, sha256 in _fingerprints(review))
    yield "Checker", "Version", f"{result.checker.name} {result.checker.version}"


_STEPS = (
    f"In the sheet {titles.CRITERIA}, choose under “{titles.DECISION}” where you see a criterion otherwise than it "
    "was computed, or where it needs your eye. A blank cell leaves it as computed.",
    f"Say why under “{titles.REASON}”. Where you decide Partial or None, the customer is told it in your words.",
    f"Give your name and the date under “{titles.DECIDED_BY}” and “{titles.DECIDED_ON}”, and save the workbook. "
    "You may sort it, filter it and move its columns.",
    "Have the decisions read back: make decisions INPUT=(this workbook). They are kept beside the result, which "
    "stays as it is.",
    "Have the reports drawn with them: make report INPUT=(result.json) DECISIONS=(decisions.json).",
)


def _fingerprints(review: Review) -> Iterator[tuple[str, str]]:
    """What the check rests on; by the result's own a workbook that comes back is known."""
    result = review.result
    yield "Submission", result.submission.sha256
    if review.since:
        yield "Last submission", review.since.sha256
    yield "Reference", result.reference.sha256
    yield "Policy", result.policy.sha256
    yield titles.FINGERPRINT, fingerprint(review.as_computed)


def fingerprint(result: Result) -> str:
    """The sha256 of a result's `result.json`; "" where it holds what no file can."""
    try:
        return hashlib.sha256(encode(result)).hexdigest()
    except UnicodeEncodeError:
        return ""
