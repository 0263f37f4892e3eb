"""The sheet that answers first: the suggested answer, the numbers, the awards, and the form's own Summary table."""

from collections.abc import Iterator

from pipeline.report import rows, words
from pipeline.report.review import Review
from pipeline.report.workbook.book import MARKS, QUIET, Book, Cell, Column
from pipeline.result import Result, Unit

_TICKED = "✓"
_TICK = {"align": "center", "bold": True, "font_size": 12}
_COLUMNS = (
    Column("Ref", 18),
    Column("Unit title", 40),
    Column("Credit value", 8),
    Column("None", 8, look=_TICK | {"font_color": MARKS["None"][0]}),
    Column("Partial", 8, look=_TICK | {"font_color": MARKS["Partial"][0]}),
    Column("Full", 8, look=_TICK | {"font_color": MARKS["Full"][0]}),
    Column("Customer’s own tick", 13, marks=("Full", "Partial", "None")),
    Column("Comments", 36),
    Column("Title of assessment for external verification", 44),
)
_WIDE = (1, len(_COLUMNS) - 1)


def summary(book: Book, review: Review) -> None:
    """The sheet Summary."""
    result = review.result
    sheet = book.sheet("Summary", _COLUMNS)
    sheet.line(0, (0, _WIDE[1]), result.submission.programme or result.submission.file, font_size=18, bold=True)
    sheet.line(1, (0, _WIDE[1]), "This is a check to help you decide. It is not the decision.", font_color=QUIET)
    told = list(_lines(review))
    for row, (name, text) in enumerate(told, 3):
        is_answer = name == _ANSWER
        if name in _MARKED:
            ink, ground, sign = MARKS[_MARKED[name]]
            sheet.write(row, 0, f"{sign} {name}", font_color=ink, bg_color=ground, bold=True, valign="vcenter")
        else:
            sheet.write(row, 0, name, font_color=QUIET, valign="vcenter")
        sheet.line(row, _WIDE, text, bold=is_answer, font_size=14 if is_answer else 9, valign="vcenter")
    top = len(told) + 4
    sheet.table(top, "Summary", [_unit(unit) for unit in result.units])
    sheet.height(top, 30)


_ANSWER = "Suggested answer"
_EYE = "Needs your eye"
_MARKED = {"Full": "Full", "Partial": "Partial", "None": "None", _EYE: "Yes"}
"""The words whose colour and sign a line takes, by what the line is about."""


def _lines(review: Review) -> Iterator[tuple[str, str]]:
    """What the sheet says above its table, each with what it is about."""
    result, submission = review.result, review.result.submission
    claimed = [award for award in result.combinations if award.award in result.claimed]
    yield _ANSWER, result.suggestion.why
    yield "Customer", submission.customer or "Not stated"
    yield "Award claimed", words.listed([award.title for award in claimed]) or "No award claimed"
    yield "Qualification", result.reference.title
    yield "File", submission.file
    yield from _numbers(review)
    for award in claimed:
        facts = [f"{'✓' if is_met else '✕'} {words.begun(fact)}" for fact, is_met in words.award_facts(award)]
        yield award.title, "   ".join(facts)
    if result.reference.question:
        yield "A question to you", result.reference.question
    if review.decided:
        count = words.things(len(review.decided), "criterion", "criteria")
        yield "Decided by a person", f"{count}, each beside what was computed, in the sheet Criteria."
    if review.since:
        yield "Since last time", words.begun(f"{words.since_counts(review.since)}.")


def _numbers(review: Review) -> Iterator[tuple[str, str]]:
    """The four numbers; where something was decided, each with what was computed."""
    now, before = _counts(review.result), _counts(review.as_computed)
    total = review.result.counts.criteria
    if not total:
        yield "Criteria", "No unit is claimed and no row is filled in, so no criterion was judged."
        return
    for word, count in now.items():
        told = f"{count} of {total}"
        yield word, f"{told}. As computed: {before[word]} of {total}." if review.decided else told


def _counts(result: Result) -> dict[str, int]:
    counts = result.counts
    return {"Full": counts.full, "Partial": counts.partial, "None": counts.none, _EYE: len(rows.questions(result))}


def _unit(unit: Unit) -> list[Cell]:
    ticks = [_TICKED if unit.status == status else "" for status in ("none", "partial", "full")]
    differs = unit.claimed_status and unit.claimed_status != unit.status
    theirs = words.STATUS[unit.claimed_status] if differs and unit.claimed_status else ""
    return [unit.ref, unit.title, unit.credits, *ticks, theirs, words.unit_comment(unit), "\n".join(unit.assessments)]
