"""A plan to a form: which columns, in which order, under which words, in how many tables."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from random import Random

from tests.corpus.markup import Block, Box, Grid, Line, Para
from tests.corpus.plan import Plan, RowPlan, UnitPlan
from tests.corpus.programmes import data

SHADE = "D9E2F3"
WIDTHS = {
    "lo_no": 500,
    "lo": 2600,
    "ac_no": 700,
    "ac": 3700,
    "strategies": 3200,
    "evidence": 3400,
    "lo_both": 2800,
    "ac_both": 4200,
    "unit": 1100,
    "extra": 1200,
}
WIDTH = 14400
TEMPLATE = ("lo_no", "lo", "ac_no", "ac", "strategies", "evidence")


@dataclass(frozen=True)
class Layout:
    """A variant of the form.

    `unit` is how a table says its unit: row (as the template), paragraph, title (no number), column, band. `tables`:
    one per unit, one per outcome, single, cut in two, inside another table. `outcomes`: merge, blank, repeat, band,
    none. `numbers` are text, or Word's own numbering: auto, or by style.
    """

    columns: tuple[str, ...] = TEMPLATE
    unit: str = "row"
    tables: str = "unit"
    outcomes: str = "merge"
    words: str = "template"
    repeat: bool = False
    numbers: str = "text"
    ticks: bool = False


LAYOUTS = {
    "template": Layout(),
    "other words": Layout(words="other"),
    "evidence first": Layout(
        ("ac_no", "ac", "evidence", "strategies"), words="other", unit="paragraph", outcomes="none"
    ),
    "criteria before outcomes": Layout(("ac_no", "ac", "lo_no", "lo", "strategies", "evidence")),
    "no outcomes": Layout(("ac_no", "ac", "strategies", "evidence"), outcomes="none"),
    "extra columns": Layout(("lo_no", "lo", "ac_no", "ac", "strategies", "evidence", "extra", "extra"), words="other"),
    "extra column first": Layout(
        ("extra", "ac_no", "ac", "strategies", "extra", "evidence"), outcomes="none", words="other"
    ),
    "repeated headers": Layout(repeat=True),
    "table per outcome": Layout(
        ("ac_no", "ac", "strategies", "evidence"), tables="outcome", unit="paragraph", outcomes="none", words="other"
    ),
    "one table": Layout(tables="single", unit="band"),
    "one table with a unit column": Layout(
        ("unit", "ac_no", "ac", "strategies", "evidence"),
        tables="single",
        unit="column",
        outcomes="none",
        words="other",
    ),
    "table cut in two": Layout(tables="cut"),
    "number and text together": Layout(("lo_both", "ac_both", "strategies", "evidence"), words="other"),
    "outcomes blank": Layout(outcomes="blank"),
    "outcomes repeated": Layout(("lo_both", "ac_no", "ac", "strategies", "evidence"), outcomes="repeat"),
    "outcome bands": Layout(("ac_no", "ac", "strategies", "evidence"), outcomes="band", words="other"),
    "titles without numbers": Layout(unit="title"),
    "assessment ticks": Layout(("ac_no", "ac", "strategies", "ticks"), outcomes="none", ticks=True),
    "automatic numbers": Layout(numbers="auto"),
    "automatic numbers by style": Layout(("lo_no", "lo", "ac_no", "ac", "strategies", "evidence"), numbers="style"),
    "automatic numbers in the text": Layout(
        ("ac_auto", "strategies", "evidence"), numbers="auto", unit="paragraph", outcomes="band"
    ),
    "no strategies column": Layout(("lo_no", "lo", "ac_no", "ac", "evidence")),
    "another layout for each unit": Layout(tables="mixed"),
    "inside a table": Layout(tables="inside", unit="paragraph", words="other"),
    "no numbers": Layout(("lo", "ac", "strategies", "evidence"), words="other"),
}


MIXED = (
    "template",
    "other words",
    "evidence first",
    "no outcomes",
    "extra columns",
    "outcome bands",
    "table cut in two",
)


def form(plan: Plan) -> list[Block]:
    """The criterion tables of a plan, in its layout."""
    layout = LAYOUTS[plan.layout]
    if layout.tables != "mixed":
        return list(_Form(plan, layout).blocks())
    chosen = Random(f"mixed {plan.seed}").sample(MIXED, len(MIXED))
    units = zip(plan.units, chosen, strict=False)
    return [block for unit, name in units for block in _Form(replace(plan, units=[unit]), LAYOUTS[name]).blocks()]


class _Form:
    """One layout at work on one plan."""

    def __init__(self, plan: Plan, layout: Layout) -> None:
        self.plan, self.layout, self.rng = plan, layout, Random(f"form {plan.seed}")
        words = data("form")["headings"]
        tasks = [task.name for task in plan.programme.tasks] if layout.ticks else []
        self.extras = self.rng.sample(words["extra"], 2)
        self.columns = [c for c in layout.columns if c != "ticks"] + [f"tick:{name}" for name in tasks]
        self.heads = {
            key: words[key][0] if layout.words == "template" else self.rng.choice(words[key][1:])
            for key in ("lo", "ac", "strategies", "evidence")
        }
        self.heads |= {key: self.rng.choice(words[key]) for key in ("number", "unit")}
        self.unit_rows = self.rng.choice(data("form")["unit_heading"]["rows"])
        self.paragraph = self.rng.choice(data("form")["unit_heading"]["paragraphs"])
        self.title = self.rng.choice(data("form")["unit_heading"]["titles"])
        self.extra_at = 0

    @property
    def count(self) -> int:
        return len(self.columns)

    def grid(self, lines: list[Line]) -> Grid:
        weights = [WIDTHS.get(column, 1300) for column in self.columns]
        dress = ("style_numbers",) if self.layout.numbers == "style" else ()
        return Grid([weight * WIDTH // sum(weights) for weight in weights], lines, dress)

    def blocks(self) -> Iterator[Block]:
        if self.layout.tables == "single":
            lines = [self.header()]
            for unit in self.plan.units:
                lines += [self.band(self.unit_text(unit))] if self.layout.unit == "band" else []
                lines += self.rows(unit, unit.rows) + self.statements(unit)
            yield Para("Units and criteria", "heading")
            yield self.grid(lines)
            return
        for unit in self.plan.units:
            yield from self.unit_blocks(unit)
            yield Para()

    def unit_blocks(self, unit: UnitPlan) -> Iterator[Block]:
        top = [self.header()]
        if self.layout.unit == "row":
            yield Para(f"ILM Accreditation Document – {unit.title}", "heading")
            top = [self.unit_line(unit), *top]
        else:
            yield Para(self.unit_text(unit), "heading")
        if self.layout.tables == "outcome":
            for number, rows in groupby(unit.rows, key=lambda row: row.outcome):
                yield Para(f"Outcome {number}: {unit.outcomes.get(number, '')}", "body")
                yield self.grid([*top, *self.rows(unit, list(rows))])
            yield from ([self.grid(self.statements(unit))] if unit.statements else [])
        elif self.layout.tables == "cut":
            half = _cut(unit.rows)
            yield self.grid([*top, *self.rows(unit, unit.rows[:half])])
            yield Para("" if self.rng.random() < 0.5 else "(continued)")
            again = [self.header()] if self.rng.random() < 0.5 else []
            yield self.grid([*again, *self.rows(unit, unit.rows[half:]), *self.statements(unit)])
        elif self.layout.tables == "inside":
            inner = self.grid([*top, *self.rows(unit, unit.rows), *self.statements(unit)])
            yield Grid([WIDTH + 200], [Line([Box(inner=inner)])])
        else:
            yield self.grid([*top, *self.rows(unit, unit.rows), *self.statements(unit)])

    def unit_text(self, unit: UnitPlan) -> str:
        template = self.title if self.layout.unit == "title" else self.paragraph
        return str(template).format(ref=unit.ref, short=unit.ref[-3:], title=unit.title, credits=unit.credits)

    def unit_line(self, unit: UnitPlan) -> Line:
        """The unit's heading as the table's first row, in one cell or more."""
        words = data("form")["unit_heading"]["template"] if self.layout.words == "template" else self.unit_rows
        texts = [word.format(ref=unit.ref, title=unit.title, credits=unit.credits) for word in words]
        share = self.count // len(texts)
        spans = [share] * (len(texts) - 1) + [self.count - share * (len(texts) - 1)]
        boxes = [Box(text, span, is_bold=True, shade=SHADE) for text, span in zip(texts, spans, strict=True)]
        if self.layout.numbers == "style":
            boxes[0].dress = ("unit_heading",)
        return Line(boxes)

    def band(self, text: str) -> Line:
        return Line([Box(text, self.count, is_bold=True, shade="EDEDED")])

    def header(self) -> Line:
        """The heading row; a number column shares its heading with the text beside it, as in the template."""
        boxes: list[Box] = []
        extras = iter(self.extras)
        for column in self.columns:
            if column in ("lo", "ac") and boxes and boxes[-1].text == f"@{column}":
                boxes[-1] = Box(self.heads[column], 2)
            elif column in ("lo_no", "ac_no"):
                boxes.append(Box(f"@{column[:2]}"))
            elif column == "extra":
                boxes.append(Box(next(extras)))
            elif column.startswith("tick:"):
                boxes.append(Box(column[5:]))
            else:
                boxes.append(Box(self.heads[column.removesuffix("_both").removesuffix("_auto")]))
        if self.layout.words == "other":
            boxes = [
                part
                for box in boxes
                for part in ([Box(self.heads["number"]), Box(box.text)] if box.span == 2 else [box])
            ]
        return Line([replace(box, is_bold=True, shade=SHADE) for box in boxes], is_header=True)

    def rows(self, unit: UnitPlan, rows: list[RowPlan]) -> list[Line]:
        lines: list[Line] = []
        before: RowPlan | None = None
        groups = [
            list(group)
            for _, group in groupby(
                enumerate(rows), key=lambda at: ("j", at[1].join) if at[1].join is not None else ("r", at[0])
            )
        ]
        for at, group in enumerate(groups):
            mapped = [row for _, row in group]
            if self.layout.outcomes == "band" and (before is None or before.outcome != mapped[0].outcome):
                auto = 0 if self.layout.numbers == "auto" else None
                text = unit.outcomes.get(mapped[0].outcome, "")
                lines.append(self.band(text if auto == 0 else f"{mapped[0].outcome}. {text}"))
                lines[-1].boxes[0].number_level = auto
            if self.layout.repeat and at and at % 5 == 0:
                lines.append(self.header())
            lines.append(Line([self.box(unit, column, mapped, before) for column in self.columns], mapped[0].dress))
            before = mapped[-1]
        return lines

    def box(self, unit: UnitPlan, column: str, rows: list[RowPlan], before: RowPlan | None) -> Box:
        """One cell of a row of the form, which may stand for several criteria."""
        row = rows[0]
        if column in ("lo_no", "lo", "lo_both"):
            return self.outcome_box(unit, column, row, before)
        if column in ("strategies", "evidence"):
            slot = row.strategies if column == "strategies" else row.evidence
            before_slot = before and (before.strategies if column == "strategies" else before.evidence)
            if slot.is_merged:
                return Box(merge="on") if before_slot is slot else Box(slot.written, merge="start", dress=slot.dress)
            return Box(slot.written, dress=slot.dress)
        if column.startswith("tick:"):
            named = [task.name for task in row.evidence.tasks]
            return Box("✓", dress=("sym_only",)) if column[5:] in named and row.evidence.state != "absent" else Box()
        if column == "unit":
            return Box(row.unit)
        if column == "extra":
            self.extra_at += 1
            return Box(self.rng.choice(data("form")["extra_values"][self.extras[self.extra_at % 2]]))
        return self.criterion_box(column, rows)

    def criterion_box(self, column: str, rows: list[RowPlan]) -> Box:
        numbers = [row.number for row in rows if row.number]
        number = self.plan.number_style.format(numbers[0]) if len(numbers) == 1 else ""
        if len(numbers) == 2:
            number = self.rng.choice(["{} and {}", "{}, {}", "{} & {}", "{}/{}"]).format(*numbers)
        if len(numbers) > 2:
            number = self.rng.choice(["{}-{}", "{} – {}", "{} to {}"]).format(numbers[0], numbers[-1])
        text = "\n".join(row.text for row in rows)
        if column == "ac_no":
            return Box(number) if self.layout.numbers == "text" else Box(number_level=1)
        if column == "ac_both":
            return Box(f"{number}{self.rng.choice([' ', '. ', ': ', chr(9)])}{text}" if number else text)
        return Box(text, number_level=1 if column == "ac_auto" else None, dress=rows[0].text_dress)

    def outcome_box(self, unit: UnitPlan, column: str, row: RowPlan, before: RowPlan | None) -> Box:
        is_new = before is None or before.outcome != row.outcome
        text = unit.outcomes.get(row.outcome, "")
        if self.layout.outcomes == "merge" and not is_new:
            return Box(merge="on")
        if self.layout.outcomes == "blank" and not is_new:
            return Box()
        merge = "start" if self.layout.outcomes == "merge" else ""
        if column == "lo_no":
            return Box(row.outcome, merge=merge) if self.layout.numbers == "text" else Box(number_level=0, merge=merge)
        return Box(f"{row.outcome}. {text}" if column == "lo_both" else text, merge=merge)

    def statements(self, unit: UnitPlan) -> list[Line]:
        """The rows that speak for several criteria, under the rest."""
        lines = []
        for is_one_cell, head, text in unit.statements:
            if is_one_cell and "unit" not in self.columns:
                lines.append(Line([Box(head + text, self.count)]))
                continue
            boxes = [Box(unit.ref) if name == "unit" else Box() for name in self.columns]
            boxes[0 if self.columns[0] in ("ac_no", "lo_no", "ac_both", "lo_both") else 1] = Box(head.rstrip(" :–"))
            boxes[self.columns.index("evidence")] = Box(text)
            lines.append(Line(boxes))
        return lines


def _cut(rows: list[RowPlan]) -> int:
    """Where a table may be cut: between two outcomes near the middle, or in the middle where there are none."""
    edges = [at for at in range(1, len(rows)) if rows[at].outcome != rows[at - 1].outcome]
    return min(edges, key=lambda at: abs(at - len(rows) // 2)) if edges else len(rows) // 2
