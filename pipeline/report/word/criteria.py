"""Review to the units row by row: what is required, what the customer wrote, its coverage, why, and where."""

from collections.abc import Iterator

from pipeline.decisions import Decision
from pipeline.report import rows, words
from pipeline.report.docx.markup import Numbers, heading, line, link, run
from pipeline.report.docx.tables import Cell, Row, cell, head, heads, table
from pipeline.report.docx.tables import words as text_cell
from pipeline.report.review import Review
from pipeline.report.word import parts
from pipeline.result import Criterion, Unit

_NAMES = (
    "No.", "Assessment Criteria", "Learning Strategies", "Assessment Evidence", "Coverage", "Why, and what to ask for",
    "Where",
)  # fmt: skip
_WIDTHS = (600, 3350, 2600, 2900, 1200, 2700, 1050)
_UNIT_SPAN = 2


def draw(review: Review, numbers: Numbers) -> str:
    """A table a judged unit, in the form's own columns and what we found beside them."""
    units = [unit for unit in review.result.units if unit.criteria]
    if not units:
        return ""
    title = heading(run("Criterion by criterion"))
    return title + "".join(part for unit in units for part in _unit(unit, review, numbers))


def _unit(unit: Unit, review: Review, numbers: Numbers) -> Iterator[str]:
    name = numbers.bookmark(rows.anchor("unit", unit.ref), run(f"{unit.ref} {unit.title}"))
    yield heading(name, 2)
    yield line(words.unit_comment(unit), "Lead")
    worth = words.things(unit.credits, "credit", "credits")
    top = [head(f"Unit No: {unit.ref}", span=_UNIT_SPAN), head(f"{unit.title} {worth}", span=len(_NAMES) - _UNIT_SPAN)]
    drawn = [_row(unit, criterion, review, numbers) for criterion in unit.criteria]
    yield table(f"The criteria of unit {unit.ref}", _WIDTHS, [Row(top, is_head=True), heads(*_NAMES), *drawn])


def _row(unit: Unit, criterion: Criterion, review: Review, numbers: Numbers) -> Row:
    decision = review.decided.get((unit.ref, criterion.ref))
    anchor = rows.anchor("row", unit.ref, criterion.ref)
    reasons = [run(f"{reason.message} ") + run("Ask: ", "Strong") + run(reason.request) for reason in criterion.reasons]
    return Row(
        [
            cell(numbers.bookmark(anchor, run(criterion.ref, "Strong"))),
            _required(criterion),
            cell(parts.written(criterion.strategies)),
            cell(parts.written(criterion.evidence)),
            _coverage(unit, criterion, decision),
            cell(*(_decided(decision) if decision else ()), *reasons),
            text_cell(parts.place(criterion.location) or "Not found"),
        ]
    )


def _required(criterion: Criterion) -> Cell:
    required, written = rows.wording(criterion)
    if not written:
        return cell(run(criterion.text))
    theirs = run("Their wording: ", "Theirs") + parts.marked(written, "Added")
    return cell(parts.marked(required, "Gone"), theirs)


def _coverage(unit: Unit, criterion: Criterion, decision: Decision | None) -> Cell:
    said = [parts.status(criterion.status)]
    if decision:
        said += [run("By decision", "Strong"), run("We computed: ", "Theirs") + parts.status(decision.computed)]
    if not criterion.certain:
        said.append(link(parts.needs_eye(), rows.anchor("question", unit.ref, criterion.ref)))
    return cell(*said, shade=parts.SHADE[criterion.status])


def _decided(decision: Decision) -> tuple[str, ...]:
    """Why it was decided otherwise, by whom and when."""
    signed = ", ".join(filter(None, (decision.who, decision.when)))
    return (run("Decided: ", "Strong") + run(decision.reason), *((run(signed, "Theirs"),) if signed else ()))
