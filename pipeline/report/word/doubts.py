"""Review to what needs the QCM's eye: the questions, each with both wordings and the words in which they differ."""

from collections.abc import Iterator, Sequence

from pipeline.report import rows, words
from pipeline.report.docx.markup import Numbers, heading, line, link, paragraph, run
from pipeline.report.docx.tables import Cell, Row, cell, heads, table
from pipeline.report.review import Review
from pipeline.report.rows import Question
from pipeline.report.shown import short
from pipeline.report.word import parts

_WIDTHS = (6000, 6000, 2400)


def draw(review: Review, numbers: Numbers) -> str:
    """The questions in the reference's order, or that there is none."""
    return "".join(_drawn(review, numbers))


def asked(question: Question) -> Sequence[str]:
    """What the QCM is asked of one criterion."""
    return question.criterion.questions or ("Please look at this criterion.",)


def _drawn(review: Review, numbers: Numbers) -> Iterator[str]:
    result = review.result
    qualification, questions = result.reference.question, rows.questions(result)
    yield heading(numbers.bookmark("questions", run("Needs your eye")))
    if qualification:
        best = run(f"Qualification: our best answer is {result.reference.qualification}")
        yield heading(numbers.bookmark("question-qualification", best), 2)
        yield line(words.begun(qualification))
    if questions:
        yield line("Here we could not be sure, so we ask you.", "Lead")
        yield paragraph(
            run("Struck through", "Gone") + run(": only in the unit. ") + run("Underlined", "Added")
            + run(": only in the customer’s row."), "Lead",
        )  # fmt: skip
        for question in questions:
            yield from _question(question, numbers)
    elif not qualification:
        total = result.counts.criteria
        sure = "We were sure of every row and every cell that we judged." if total else "No criterion was judged."
        yield line(f"Nothing. {sure}")


def _question(question: Question, numbers: Numbers) -> Iterator[str]:
    unit, criterion = question.unit, question.criterion
    about = f"{unit.ref} {criterion.ref}"
    row = link(run(about), rows.anchor("row", unit.ref, criterion.ref))
    best = run(": our best answer is ") + parts.status(criterion.status)
    yield heading(numbers.bookmark(question.anchor, row) + best, 2)
    for said in asked(question):
        yield line(words.begun(said), "Lead")
    theirs = "The customer wrote" if criterion.match.certain else "The customer’s row reads"
    drawn = [heads("The unit requires", theirs, "Your answer"), Row([*_pair(question), cell()])]
    yield table(f"The two wordings of {about}", _WIDTHS, drawn)
    yield line(_where(question), "After")


def _pair(question: Question) -> tuple[Cell, Cell]:
    criterion = question.criterion
    if criterion.match.certain:
        wrote = [
            run(f"{name}: ", "Theirs") + parts.written(text)
            for name, text in (("Strategies", criterion.strategies), ("Evidence", criterion.evidence))
        ]
        return cell(run(criterion.text)), cell(*wrote)
    if not question.written:
        return cell(run(criterion.text)), cell(run("No wording", "Theirs"))
    return cell(parts.marked(question.required, "Gone")), cell(parts.marked(question.written, "Added"))


def _where(question: Question) -> str:
    place = question.criterion.location
    said = [f"In the document: {short(place.label, parts.NAME)}."] if place and place.label else []
    if question.nearest and question.nearest[1]:
        said.append(f"The next nearest is {question.nearest[0]}: “{question.nearest[1]}”.")
    return " ".join(said)
