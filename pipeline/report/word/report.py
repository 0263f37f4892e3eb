"""Review to the report in Word: its sections in their order, its first page and its last."""

from collections.abc import Iterator, Sequence

from pipeline.report import rows, words
from pipeline.report.docx.file import document
from pipeline.report.docx.markup import TAB, Numbers, heading, joined, line, paragraph, run, sign
from pipeline.report.docx.tables import Cell, Row, cell, head, table
from pipeline.report.review import Review
from pipeline.report.rows import Action, Question
from pipeline.report.shown import short
from pipeline.report.word import beside, coverage, criteria, doubts, method, parts, verifier
from pipeline.result import Combination, Result

_GAPS_ON_FIRST_PAGE = 6
_QUESTIONS_ON_FIRST_PAGE = 3


def render(review: Review) -> bytes:
    """The report as a Word file, A4 on its side as the form is."""
    result, numbers = review.result, Numbers()
    name = result.submission.programme or result.submission.file
    sections = [_first_page(review, name)]
    if result.verdict != "not_a_mapping":
        drawn = (coverage.draw(review, numbers), doubts.draw(review, numbers), criteria.draw(review, numbers))
        sections += [
            *drawn,
        ]
    sections.append(beside.findings(result, numbers))
    if result.verdict != "not_a_mapping":
        sections.append(verifier.draw(result))
    sections.append(beside.since(review.since, numbers))
    return document(f"Coverage report: {name}", "".join((*sections, method.draw(review, numbers))))


def _first_page(review: Review, name: str) -> str:
    """What to do with this submission, and the facts that say why."""
    result = review.result
    said = [
        line(f"Coverage report: {short(name, parts.NAME)}", "Title"),
        _facts(result),
        heading(run("Suggested answer")),
        line(short(result.suggestion.why, parts.SENTENCE), "Answer"),
        line("This is a check to help you decide. It is not the decision."),
        *_known_beside(review),
    ]
    if result.verdict == "not_a_mapping":
        return "".join((*said, *_what_to_do()))
    gaps, questions = rows.gaps(rows.actions(result)), rows.questions(result)
    return "".join((*said, *_stand(result, questions), *_asked(result, questions), *_gaps(result, gaps, questions)))


def _known_beside(review: Review) -> Iterator[str]:
    """What changed since the last submission and what a person decided, each in a line, where there is any."""
    if review.since:
        changed = run(f": {words.since_counts(review.since)}.")
        yield paragraph(parts.linked("Since the last submission", "since") + changed)
    if review.decided:
        count = run(f": {words.things(len(review.decided), 'criterion', 'criteria')}.")
        yield paragraph(parts.linked("Decided by a person", "decided") + count)


def _facts(result: Result) -> str:
    """The form's own head: programme and customer, beside them what was checked and who decides."""
    submission, reference = result.submission, result.reference
    claimed = words.listed([award.title for award in claimed_awards(result)])
    qualification = f"{reference.qualification} {reference.title}"
    pairs = (
        (
            "Customer Programme Title",
            submission.programme or "Not stated",
            "Award claimed",
            claimed or "No award claimed",
        ),
        ("Customer", submission.customer or "Not stated", "File", submission.file),
        ("ILM Qualification", qualification, "Quality and Compliance Manager (QCM)", ""),
    )
    drawn = [
        Row([head(one), cell(parts.named(said)), head(other), cell(parts.named(answer))])
        for one, said, other, answer in pairs
    ]
    return table("What was checked", (2600, 5200, 2600, 4000), drawn)


def claimed_awards(result: Result) -> Sequence[Combination]:
    """The awards that the submission claims, in the reference's order."""
    return [award for award in result.combinations if award.award in result.claimed]


def _stand(result: Result, questions: Sequence[Question]) -> list[str]:
    said = [heading(run("Where it stands"), 2)]
    counts = result.counts
    if counts.criteria:
        figures = [(counts.full, parts.status("full")), (counts.partial, parts.status("partial"))]
        figures += [(counts.none, parts.status("none")), (len(questions), parts.needs_eye())]
        cells = [_figure(count, counts.criteria, mark) for count, mark in figures]
        said.append(table("The criteria by coverage", (parts.WIDTH // 4,) * 4, [Row(cells)]))
        said.append(line("", "TableGap"))
    else:
        said.append(line("No unit is claimed and no row is filled in, so no criterion was judged."))
    awards = claimed_awards(result)
    said += [_award(award) for award in awards]
    if not awards:
        said.append(line("No award is claimed, so no rules of combination were checked."))
    return said


def _figure(count: int, total: int, mark: str) -> Cell:
    return Cell(paragraph(run(str(count)) + run(f" of {total}", "OutOf"), "TableFigure") + paragraph(mark, "TableText"))


def _award(award: Combination) -> str:
    """One line on an award: each fact with its sign where it is not met."""
    facts = [
        joined(
            (
                sign("✓" if is_met else "✕", "Full" if is_met else "None") if at == 0 or not is_met else "",
                run(f"{award.title}:", "Strong") if at == 0 else "",
                run(words.begun(fact) if at else fact),
            )
        )
        for at, (fact, is_met) in enumerate(words.award_facts(award))
    ]
    return paragraph(joined(facts), "Award")


def _asked(result: Result, questions: Sequence[Question]) -> Iterator[str]:
    """The first questions, each a link to where it is asked; nothing where there is none."""
    qualification = result.reference.question
    if not questions and not qualification:
        return
    yield heading(run("Needs your eye"), 2)
    if qualification:
        yield paragraph(
            TAB.join((parts.linked("Qualification", "question-qualification"), run(qualification))), "Asked"
        )
    for question in questions[:_QUESTIONS_ON_FIRST_PAGE]:
        about = parts.linked(f"{question.unit.ref} {question.criterion.ref}", question.anchor)
        yield paragraph(TAB.join((about, run(short(words.begun(doubts.asked(question)[0]), parts.SENTENCE)))), "Asked")
    if left := len(questions[_QUESTIONS_ON_FIRST_PAGE:]):
        yield paragraph(parts.linked(f"and {left} more", "questions"))


def _gaps(result: Result, gaps: Sequence[Action], questions: Sequence[Question]) -> list[str]:
    """The first gaps, each a link to its row."""
    said = [heading(run("What to put right"), 2)]
    if gaps:
        shown = [paragraph(_gap(gap), "Gap") for gap in gaps[:_GAPS_ON_FIRST_PAGE]]
        left = sum(gap.size for gap in gaps[_GAPS_ON_FIRST_PAGE:])
        more = [paragraph(parts.linked(f"and {left} more", "actions"))] if left else []
        return [*said, *shown, *more]
    if not result.claimed:
        return [*said, line(coverage.no_award(result))]
    open_questions = questions or result.reference.question
    return [*said, line(f"Nothing. We found no gap{'' if open_questions else ' and no question'}.")]


def _gap(gap: Action) -> str:
    mark = parts.status(gap.status) if gap.status else sign("▲ ", "None") + run("Finding", "None")
    doubt = "" if gap.is_sure else run("? ", "Eye")
    return TAB.join((parts.linked(parts.about(gap), gap.anchor), mark, doubt + run(short(gap.found, parts.SENTENCE))))


def _what_to_do() -> list[str]:
    steps = (
        "Open the file and see whether it is the document that the customer meant to send.",
        "If it is not, ask the customer for the unit mapping, as a Word document.",
        "If it is, ask them to use the form’s own tables. Each row needs the criterion, how it is taught and how it is "
        "assessed.",
    )
    return [heading(run("What to do"), 2), *(line(step, "ListBullet") for step in steps)]
