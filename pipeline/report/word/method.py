"""Review to how the check was done, the words used, and the decision that is left to a person."""

from collections.abc import Iterable, Iterator

from pipeline.decisions import Decision
from pipeline.report import rows, words
from pipeline.report.docx.markup import Numbers, heading, line, run
from pipeline.report.docx.tables import Row, cell, head, heads, table
from pipeline.report.docx.tables import words as text_cell
from pipeline.report.glossary import GLOSSARY, NOT_JUDGED
from pipeline.report.review import Review
from pipeline.report.shown import short, shown
from pipeline.report.word import parts

_READING_TROUBLE = ("text_unreadable", "ocr_text")
_MARKS = {
    "Full": parts.status("full"),
    "Partial": parts.status("partial"),
    "None": parts.status("none"),
    "Needs your eye": parts.needs_eye(),
}
"""The words that have a sign and a colour in the report."""

_BLANKS = (("Decision", 2), ("Conditions", 3), ("Name", 1), ("Role", 1), ("Date", 1))
"""What a person signs, and how many lines there are for it."""


def draw(review: Review, numbers: Numbers) -> str:
    """How this was done, what was decided, and the block to sign."""
    return "".join((*_method(review), *_decision(review, numbers)))


def _method(review: Review) -> Iterator[str]:
    result = review.result
    submission = result.submission
    yield heading(run("How this was done"))
    yield heading(run("What was read"), 2)
    pages = f" of {words.things(submission.pages, 'page', 'pages')}" if submission.pages else ""
    unread = [finding.message for finding in result.findings if finding.code in _READING_TROUBLE]
    met = " ".join(unread) or "We met nothing in it that we could not read."
    yield line(f"The file was read as {words.read_as(submission)}{pages}. {met}")
    yield heading(run("What is not judged"), 2)
    yield line("We read what the customer says. These three things stay with you:", "Lead")
    yield from (line(said, "ListBullet") for said in NOT_JUDGED)
    yield heading(run("What it rests on"), 2)
    yield line(
        "The same file, reference, policy and version give the same report. These fingerprints (SHA-256) tell them "
        "apart.",
        "Lead",
    )
    last = [(f"Last submission: {short(review.since.file, parts.NAME)}", review.since.sha256)] if review.since else []
    prints = (
        (f"File: {short(submission.file, parts.NAME)}", submission.sha256),
        *last,
        ("Reference", result.reference.sha256),
        ("Policy", result.policy.sha256),
        ("Checker", f"{result.checker.name} {result.checker.version}"),
    )
    yield table("What the report rests on", (6000, 8400), [Row([head(name), text_cell(said)]) for name, said in prints])
    yield heading(run("The words used"), 2)
    drawn = [Row([cell(_MARKS.get(term) or run(term)), text_cell(said)]) for term, said in GLOSSARY.items()]
    yield table("The words used", (3000, 11400), drawn)


def _decision(review: Review, numbers: Numbers) -> Iterator[str]:
    yield heading(run("Decision"))
    if review.decided:
        why = shown(review.as_computed.suggestion.why)
        beside = "The check stays as it is: what we computed stands beside each decision."
        yield line(f"{beside} Without them we suggested: “{why}”", "Lead")
        yield _decided(review.decided.values(), numbers)
        yield line("", "TableGap")
    blanks = [Row([head(name), cell(*("",) * lines)]) for name, lines in _BLANKS]
    yield table("Decision", (3000, 11400), blanks)


def _decided(decisions: Iterable[Decision], numbers: Numbers) -> str:
    """The criteria that a person decided, each with what was computed."""
    drawn = [
        Row(
            [
                cell(parts.linked(f"{decision.unit} {decision.ref}", rows.anchor("row", decision.unit, decision.ref))),
                cell(parts.status(decision.computed)),
                cell(parts.status(decision.decided)),
                *(text_cell(text) for text in (decision.reason, decision.who, decision.when)),
            ]
        )
        for decision in decisions
    ]
    names = heads("Unit and criterion", "We computed", "Decided", "Why", "Who", "When")
    return numbers.bookmark("decided", "") + table("Decisions", (1900, 1500, 1500, 5500, 2400, 1600), [names, *drawn])
