"""What counts for several criteria: merged cells, joined rows, rows for a whole unit or outcome, tick columns."""

from itertools import groupby

from tests.corpus.plan import Plan, RowPlan, Slot, UnitPlan
from tests.corpus.programmes import data, good_evidence, good_strategies, task_for


def stretches(plan: Plan) -> list[tuple[UnitPlan, list[RowPlan]]]:
    """The outcomes whose rows are all untouched and at least two."""
    free = {id(row) for row in plan.untouched()}
    found = []
    for unit in plan.units:
        for _, rows in groupby(unit.rows, key=lambda row: row.outcome):
            stretch = list(rows)
            if len(stretch) > 1 and all(id(row) in free for row in stretch):
                found.append((unit, stretch))
    return found


def merge_cells(plan: Plan) -> None:
    """One evidence cell, or strategies cell, merged down an outcome's rows: it counts for each."""
    if not (found := stretches(plan)):
        return
    unit, rows = plan.rng.choice(found)
    column = plan.rng.choice(["evidence", "evidence", "strategies"])
    make = good_evidence if column == "evidence" else good_strategies
    slot = make(plan.programme, unit.ref, str(rows[0].ref), plan.rng)
    slot.is_merged = True
    for row in rows:
        setattr(row, column, slot)
    plan.tests.append(f"{column} merged over several rows")


def join_rows(plan: Plan) -> None:
    """An outcome's rows joined in one ("1.1-1.3")."""
    if not (found := stretches(plan)):
        return
    _, rows = plan.rng.choice(found)
    for row in rows:
        row.join = plan.seed * 100 + int(rows[0].outcome)
        row.evidence, row.strategies = rows[0].evidence, rows[0].strategies
    plan.optional |= {"criterion_duplicate", "criterion_renumbered"}
    plan.tests.append("several criteria in one row")


def _speaks_for(rows: list[RowPlan], text: str, said: str) -> None:
    for row in rows:
        row.evidence = Slot(text, "substantive", shown="", looks=("", said, said.replace(": ", "\n", 1)))


def whole_unit(plan: Plan) -> None:
    """A row that maps every criterion of its unit."""
    free = {id(row) for row in plan.untouched()}
    units = [unit for unit in plan.units if unit.rows and all(id(row) in free for row in unit.rows)]
    if units:
        unit = plan.rng.choice(units)
        task = task_for(plan.programme, unit.ref, plan.rng)
        head = plan.rng.choice(data("form")["whole"]["unit"])
        unit.statements.append((plan.rng.random() < 0.5, head, task.name))
        _speaks_for(unit.rows, task.name, head + task.name)
        plan.tests.append("one row for a whole unit")


def whole_outcome(plan: Plan) -> None:
    """A row that maps every criterion of an outcome."""
    if found := stretches(plan):
        unit, rows = plan.rng.choice(found)
        task = task_for(plan.programme, unit.ref, plan.rng)
        head = plan.rng.choice(data("form")["whole"]["outcome"]).format(n=rows[0].outcome)
        unit.statements.append((plan.rng.random() < 0.5, head, task.name))
        _speaks_for(rows, task.name, head + task.name)
        plan.tests.append("one row for a whole outcome")


def spread_cell(plan: Plan) -> None:
    """A cell that says that it covers the rows below it, which are blank."""
    if found := stretches(plan):
        unit, rows = plan.rng.choice(found)
        task = task_for(plan.programme, unit.ref, plan.rng)
        say = plan.rng.choice(data("form")["whole"]["range"])
        numbers = [row.number for row in rows]
        listed = f"{', '.join(numbers[:-1])} and {numbers[-1]}"
        said = say.format(first=numbers[0], last=numbers[-1], all=listed, text=task.name)
        _speaks_for(rows, task.name, said)
        rows[0].evidence = Slot(said, "substantive", looks=(task.name,))
        plan.tests.append("one cell for several criteria")


def no_strategies_column(plan: Plan) -> None:
    """A form without the column that says how criteria are taught: strategies missing throughout."""
    for row in plan.rows():
        row.strategies = Slot()
    plan.tests.append("no strategies column")


def tick_columns(plan: Plan) -> None:
    """Evidence as ticks under the assessments' names."""
    for row in plan.rows():
        slot = row.evidence
        if slot.state != "substantive":
            row.evidence = Slot()
            continue
        fitting = [task for task in plan.programme.tasks if row.unit in task.units]
        named = [task for task in fitting if task in slot.tasks or plan.rng.random() < 0.3] or [fitting[0]]
        names = [task.name for task in named]
        joined = (joint.join(names) for joint in ("\n", ", ", " / ", " "))
        looks = ("", "\n".join(f"{name}: ✓" for name in names), *joined)
        row.evidence = Slot("; ".join(names), "substantive", looks=looks, tasks=tuple(named))
    plan.optional.add("assessment_unlisted")
    plan.tests.append("ticks under the assessments' names")


SPANS = (merge_cells, merge_cells, join_rows, whole_unit, whole_outcome, spread_cell)
