"""A table to its lines and to what speaks for its mapping criteria."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract import columns
from pipeline.extract.columns import Layout
from pipeline.extract.gridrows import Context, Place, read_row
from pipeline.extract.headings import UnitHeading, row_heading, title_row
from pipeline.extract.headrows import (
    CRITERIA,
    EVIDENCE,
    NUMBER,
    OUTCOME,
    STRATEGIES,
    Roles,
    headings,
    is_unknown_heading,
)
from pipeline.extract.lines import Line, RowLine, ScopeLine
from pipeline.extract.numbers import has_outcome_label, outcome_number
from pipeline.extract.patterns import any_of
from pipeline.extract.sheets import Sheet
from pipeline.policy.form import Form
from pipeline.text import squash


@dataclass(frozen=True, slots=True)
class Reading:
    """A table's lines, its layout, the points that it earns as a criterion table, the outcome that it ends in."""

    lines: tuple[Line, ...]
    layout: Layout
    points: int
    outcome_number: str | None
    outcome: str

    @property
    def is_bare(self) -> bool:
        """Whether its rows bear numbers and no criterion's words, and no heading says of which unit."""
        rows = [line for line in self.lines if isinstance(line, RowLine)]
        is_headed = any(isinstance(line, UnitHeading) for line in self.lines)
        return bool(rows) and not is_headed and not any(row.text for row in rows)


def read(sheet: Sheet, context: Context) -> Reading:
    """The table read as a criterion table, whether or not it is one."""
    form = context.form
    heads = _heads(sheet, form)
    before = context.before if context.before and context.before.width == sheet.width else None
    place = Place(context.outcome_number, context.outcome)
    layout = before if heads else _unheaded(sheet, before, form)
    lines: list[Line] = []
    at = 0 if heads or before else _first_row(sheet, layout, context)
    while at < len(sheet.rows):
        if at in heads:
            told, taken = columns.layout(sheet, at, heads[at], form)
            layout = told if told.is_mapping or layout is None else layout
            lines += filter(None, [row_heading(sheet, at, form, context.prefix)])
            at += taken
            continue
        lines += _above(sheet, at, place, context) if layout is None else read_row(sheet, at, layout, place, context)
        at += 1
    layout = layout or Layout(sheet.width, (None,) * sheet.width)
    done = tuple(_numbered(lines))
    points = _points(layout, done, form, is_continued=before is not None and not heads)
    return Reading(done, layout, points, place.outcome_number, place.outcome)


def _heads(sheet: Sheet, form: Form) -> dict[int, Roles]:
    """The heading rows and what their places mean; a later one has the strategies and evidence of the first."""
    found = ((at, headings(sheet, at, form)) for at in range(len(sheet.rows)))
    heads = {at: roles for at, roles in found if roles}
    first = set(heads[min(heads)]) & {EVIDENCE, STRATEGIES} if heads else set()
    return {at: roles for at, roles in heads.items() if at <= min(heads) + 1 or first <= set(roles)}


def _unheaded(sheet: Sheet, before: Layout | None, form: Form) -> Layout:
    """The layout of a table without a heading row: the one before it goes on where its numbers stand as there."""
    told = columns.unheaded(sheet, 0, form)
    if before and (not told.is_mapping or told.of(NUMBER) == before.of(NUMBER)):
        return replace(before, headed=frozenset())
    return told


def _first_row(sheet: Sheet, layout: Layout | None, context: Context) -> int:
    """Where reading begins in a table whose heading, if it has one, is in words that the form does not know."""
    is_numbered = layout is not None and layout.is_numbered
    is_unit = row_heading(sheet, 0, context.form, context.prefix) is not None
    return 1 if is_numbered and not is_unit and is_unknown_heading(sheet, context.form) else 0


def _above(sheet: Sheet, at: int, place: Place, context: Context) -> Iterator[Line]:
    """The unit heading that a row above the heading row is; an outcome there holds for the rows below."""
    form = context.form
    found = row_heading(sheet, at, form, context.prefix) or title_row(sheet, at, form, context.prefix)
    text = squash(" ".join(cell.text for cell in sheet.own(at)))
    if found:
        yield found
    elif has_outcome_label(text, form.numbers):
        place.enter(*outcome_number(text, form.numbers))


def _numbered(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, criteria that are numbered from 1 within each of several outcomes given their whole numbers."""
    rows = [line for line in lines if isinstance(line, RowLine) and line.ordinal is not None]
    firsts: dict[tuple[str | None, str], list[int]] = {}
    for row in rows:
        firsts.setdefault((row.outcome_number, row.outcome), []).append(row.ordinal or 0)
    is_within = len(firsts) > 1 and all(number and min(found) == 1 for (number, _), found in firsts.items())
    for line in lines:
        if is_within and isinstance(line, RowLine) and line.ordinal is not None and not line.numbers:
            yield replace(line, numbers=(f"{line.outcome_number}.{line.ordinal}",))
        else:
            yield line


def _points(layout: Layout, lines: Sequence[Line], form: Form, *, is_continued: bool) -> int:
    """How much speaks for a criterion table; 0 where nothing could be mapped in it."""
    if not layout.is_mapping:
        return 0
    rows = [line for line in lines if isinstance(line, RowLine) and (line.numbers or line.text)]
    least = max(1.0, form.share_min * len(rows))
    verbs = any_of(form.told_by.verbs)
    points = form.points
    earned = (
        *(getattr(points, role) for role in (CRITERIA, EVIDENCE, STRATEGIES, OUTCOME) if role in layout.headed),
        points.numbers * (sum(bool(row.numbers) for row in rows) >= least),
        points.verbs * (sum(bool(verbs.search(row.text)) for row in rows) >= least),
        points.unit * any(isinstance(line, UnitHeading) for line in lines),
        points.statement * any(isinstance(line, ScopeLine) for line in lines),
        points.continued * is_continued,
    )
    return sum(earned)
