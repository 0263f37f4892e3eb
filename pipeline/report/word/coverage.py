"""Review to the form's own tables: the Summary filled in, the Rules of Combination answered; and the action plan."""

from collections.abc import Iterator, Sequence

from pipeline.report import rows, words
from pipeline.report.docx.markup import Numbers, heading, line, run, sign
from pipeline.report.docx.tables import HEAD, Cell, Row, cell, head, heads, table
from pipeline.report.docx.tables import words as text_cell
from pipeline.report.review import Review
from pipeline.report.rows import Action
from pipeline.report.word import parts
from pipeline.result import Combination, Result, Unit

_STATUSES = ("none", "partial", "full")
_AWARDS_IN_A_ROW = 3


def draw(review: Review, numbers: Numbers) -> str:
    """The Summary of coverage, the Rules of Combination and what the customer must do."""
    result = review.result
    return "".join((*_summary(result), *_combination(result), *_plan(result, numbers)))


def no_award(result: Result) -> str:
    """What to ask for where no award is claimed."""
    first = "" if result.counts.criteria else "to fill in the form, and "
    return f"Ask the customer {first}to say which award it is for."


def _summary(result: Result) -> Iterator[str]:
    yield heading(run("Summary of coverage"), on_new_page=True)
    yield line("Each unit of the qualification, as in the form’s own Summary table.", "Lead")
    top = [
        head(""),
        head("Summary"),
        head("Coverage", span=4),
        head("Comments"),
        head("Title of Assessment for External Verification"),
    ]
    names = ("Ref", "Unit Title", "Credit Value", "None", "Partial", "Full", "", "")
    widths = (1150, 3300, 850, 1050, 1100, 1250, 2650, 3050)
    rows_drawn = [Row(top, is_head=True), heads(*names), *map(_summary_row, result.units)]
    yield table("Summary of coverage by unit", widths, rows_drawn)


def _summary_row(unit: Unit) -> Row:
    titles = [parts.named(title) for title in unit.assessments]
    return Row(
        [
            cell(run(unit.ref, "Strong")),
            text_cell(unit.title),
            text_cell(str(unit.credits), "TableTick"),
            *(_tick(unit, status) for status in _STATUSES),
            text_cell(words.unit_comment(unit)),
            cell(*titles),
        ]
    )


def _tick(unit: Unit, status: str) -> Cell:
    """The tick, and the customer's own where it is in another column."""
    ticks = [sign("✓", parts.STYLE[unit.status])] if unit.status == status else []
    if unit.claimed_status == status != unit.status:
        ticks.append(run("Customer: ", "Theirs") + sign("✓", "Theirs"))
    return cell(*ticks, style="TableTick", shade=parts.SHADE[unit.status] if unit.status == status else "")


def _combination(result: Result) -> Iterator[str]:
    """The form's own block: an award a column, answered."""
    if not result.combinations:
        return
    yield heading(run("Rules of Combination CHECK"))
    awards = result.combinations
    for start in range(0, len(awards), _AWARDS_IN_A_ROW):
        group = awards[start : start + _AWARDS_IN_A_ROW]
        yield line("", "TableGap") if start else ""
        top = Row([_answer(award, is_claimed=award.award in result.claimed) for award in group], is_head=True)
        facts = Row([cell(*_facts(award, is_claimed=award.award in result.claimed)) for award in group])
        yield table("Rules of combination by award", (parts.WIDTH // len(group),) * len(group), [top, facts])


def _answer(award: Combination, *, is_claimed: bool) -> Cell:
    """The form's own words; a bare NO would say that the award is not claimed."""
    answer = "NO (claimed, but not met)" if is_claimed and award.answer == "no" else award.answer.upper()
    return Cell(line(f"{award.title}: {answer}", "TableHead"), HEAD)


def _facts(award: Combination, *, is_claimed: bool) -> list[str]:
    if not is_claimed:
        return [run("Not claimed, so not checked.", "Quiet")]
    return [
        sign("✓ " if is_met else "✕ ", "Full" if is_met else "None") + run(words.begun(fact))
        for fact, is_met in words.award_facts(award)
    ]


def _plan(result: Result, numbers: Numbers) -> Iterator[str]:
    yield heading(numbers.bookmark("actions", run("What the customer must do")))
    planned = rows.actions(result)
    gaps = rows.gaps(planned)
    if not gaps and not result.claimed:
        yield line(no_award(result))
    if planned:
        if not gaps and result.claimed:
            yield line("Nothing must be done. What follows is advice.")
        yield line(
            "What must be done comes before what is advice, the higher risk first. The last four columns are for you "
            "and the customer to fill in.",
            "Lead",
        )
        yield _plan_table(planned)
    elif result.claimed:
        yield line("Nothing. Every criterion of the claimed units is covered, and we found nothing else to ask for.")


def _plan_table(planned: Sequence[Action]) -> str:
    names = (
        "No.", "Unit and criterion", "What we found", "What to do", "What to send back", "Must do or advice", "Risk",
        "Owner", "By when", "Customer’s reply", "Closed on",
    )  # fmt: skip
    widths = (600, 1150, 2400, 2150, 1450, 950, 1050, 1150, 1000, 1600, 900)
    drawn = [_plan_row(number, action) for number, action in enumerate(planned, 1)]
    return table("Action plan", widths, [heads(*names), *drawn])


def _plan_row(number: int, action: Action) -> Row:
    return Row(
        [
            text_cell(str(number)),
            cell(parts.linked(parts.about(action), action.anchor)),
            text_cell(action.found),
            text_cell(action.ask),
            cell(parts.named(action.send_back)),
            cell(run(rows.weight(action), "Strong" if action.must and action.is_sure else "")),
            text_cell(words.RISK[action.risk]),
            *(cell() for _ in range(4)),
        ]
    )
