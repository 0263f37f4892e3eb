"""Defects of cells: one function per line of the rubric's part on cells. Each changes a plan's words and its label."""

from collections.abc import Callable

from tests.corpus.phrases import WEAK, absent, hurried, innocent, places, spoken, weak
from tests.corpus.plan import Plan, RowPlan, Slot
from tests.corpus.programmes import data, good_evidence

Defect = Callable[[Plan], None]


def pick(plan: Plan, at: set[tuple[str, str]] | None = None) -> RowPlan | None:
    """An untouched row, one of these criteria where they are given; None where there is none left."""
    rows = [row for row in plan.untouched() if at is None or (row.unit, row.ref) in at]
    return plan.rng.choice(rows) if rows else None


def blank_evidence(plan: Plan) -> None:
    """Taught, not assessed: evidence_missing."""
    if row := pick(plan):
        row.evidence = absent(plan.rng, "evidence")
        plan.tests.append("evidence absent")


def blank_strategies(plan: Plan) -> None:
    """Assessed, not taught: strategies_missing."""
    if row := pick(plan):
        row.strategies = absent(plan.rng, "strategies")
        plan.tests.append("strategies absent")


def blank_both(plan: Plan) -> None:
    """Both cells absent: nothing_mapped."""
    if row := pick(plan):
        row.evidence, row.strategies = absent(plan.rng, "evidence"), absent(plan.rng, "strategies")
        plan.tests.append("nothing mapped")


def _weak(kind: str, *, is_hard: bool = False) -> Defect:
    def defect(plan: Plan) -> None:
        at = places(kind, "weak") if kind == "shortfall" or (kind == "part_only" and plan.rng.random() < 0.4) else None
        if row := pick(plan, at):
            row.evidence = weak(plan, row, kind, is_hard=is_hard)
            plan.tests.append(f"{'hurried ' * is_hard}evidence {kind}")

    return defect


def _innocent(kind: str, *, is_hard: bool = False) -> Defect:
    def defect(plan: Plan) -> None:
        at = places(kind, "innocent") if kind == "shortfall" else None
        if row := pick(plan, at):
            row.evidence = innocent(plan, row, kind, is_hard=is_hard)
            plan.tests.append(f"evidence that only looks {kind}")

    return defect


def weak_and_untaught(plan: Plan) -> None:
    """Weak evidence, and no strategies: both reasons."""
    if row := pick(plan):
        row.evidence, row.strategies = weak(plan, row, plan.rng.choice(WEAK[:3])), absent(plan.rng, "strategies")
        plan.tests.append("weak evidence, strategies absent")


def two_weak_kinds(plan: Plan) -> None:
    """Two kinds in one cell: the first in the rubric's order is the reason."""
    if row := pick(plan):
        ways = [
            ("{A} (TBC), optional", "provisional"),
            ("Group discussion, if time allows", "optional"),
            ("{A} (optional), half of the criterion only", "optional"),
        ]
        say, kind = plan.rng.choice(ways)
        text, task = spoken(plan, row, say)
        row.evidence = Slot(text, "weak", kind, tasks=(task,))
        plan.tests.append("two weak kinds")


def hurried_cell(plan: Plan) -> None:
    """A good cell, typed in a hurry."""
    if row := pick(plan):
        row.evidence.text = hurried(row.evidence.text, plan.rng)
        row.evidence.dress = ("split",)


def hurried_weak(plan: Plan) -> None:
    """A weak cell, typed in a hurry."""
    kind = plan.rng.choice(WEAK)
    at = places(kind, "weak") if kind == "shortfall" else None
    if row := pick(plan, at):
        slot = weak(plan, row, kind)
        slot.text = hurried(slot.text, plan.rng)
        row.evidence = slot
        plan.tests.append(f"hurried evidence {kind}")


# ---------------------------------------------------------------- references


def _point(plan: Plan, row: RowPlan, say: str, pointer: tuple[str, ...], **words: str) -> None:
    row.evidence = Slot(say.format(**words), points_to=pointer)


def above(plan: Plan) -> None:
    """ "As above": whatever the row before it is worth."""
    if row := pick(plan):
        _point(plan, row, plan.rng.choice(data("weak")["reference"]["to_above"]), ("above",))
        plan.tests.append("evidence points to the row above")


def above_nothing(plan: Plan) -> None:
    """ "As above" below a row whose evidence is absent."""
    rows = {id(row) for row in plan.untouched()}
    pairs = [
        (first, second)
        for unit in plan.units
        for first, second in zip(unit.rows, unit.rows[1:], strict=False)
        if id(first) in rows and id(second) in rows
    ]
    if pairs:
        first, second = plan.rng.choice(pairs)
        first.evidence = absent(plan.rng, "evidence")
        _point(plan, second, plan.rng.choice(data("weak")["reference"]["to_above"]), ("above",))
        plan.tests.append("evidence points to an absent row above")


def above_first(plan: Plan) -> None:
    """ "See above" in a unit's first row, which has nothing above it."""
    rows = {id(row) for row in plan.untouched()}
    firsts = [unit.rows[0] for unit in plan.units if unit.rows and id(unit.rows[0]) in rows]
    if firsts:
        _point(plan, plan.rng.choice(firsts), "As above", ("above",))
        plan.tests.append("nothing above to point to")


def to_row(plan: Plan) -> None:
    """ "As 1.2": a row of the same unit."""
    if row := pick(plan):
        others = [other for other in plan.rows() if other.unit == row.unit and other.ref != row.ref]
        other = plan.rng.choice(others)
        say = plan.rng.choice(data("weak")["reference"]["to_criterion"])
        _point(plan, row, say, ("row", other.unit, str(other.ref)), REF=str(other.ref))
        plan.tests.append("evidence points to another row")


def to_other_unit(plan: Plan) -> None:
    """A row of another unit, which may not be there."""
    if row := pick(plan):
        unit = plan.rng.choice([ref for ref in plan.reference if ref != row.unit])
        ref = plan.rng.choice(list(plan.reference[unit]["criteria"]))
        say = plan.rng.choice(data("weak")["reference"]["to_other_unit"])
        _point(plan, row, say, ("row", unit, ref), REF=ref, UNIT=unit, U=unit[-3:])
        plan.tests.append("evidence points to another unit")


def to_weak_or_absent(plan: Plan) -> None:
    """A row of the same unit that is itself weak or absent."""
    bad = [row for row in plan.rows() if row.evidence.state != "substantive" and row.evidence.points_to is None]
    row = pick(plan)
    targets = [other for other in bad if row and other.unit == row.unit]
    if row and targets:
        other = plan.rng.choice(targets)
        say = plan.rng.choice(data("weak")["reference"]["to_criterion"])
        _point(plan, row, say, ("row", other.unit, str(other.ref)), REF=str(other.ref))
        plan.tests.append("evidence points to a row without evidence")


def to_no_row(plan: Plan) -> None:
    """A number that the unit does not have."""
    if row := pick(plan):
        say = plan.rng.choice(data("weak")["reference"]["to_criterion"])
        _point(plan, row, say, ("nowhere",), REF=plan.rng.choice(["5.1", "6.2", "4.7", "7.3"]))
        plan.tests.append("evidence points to a criterion that is not there")


def to_nowhere(plan: Plan) -> None:
    """A place outside the document."""
    if row := pick(plan):
        _point(plan, row, plan.rng.choice(data("weak")["reference"]["to_nowhere"]), ("nowhere",))
        plan.tests.append("evidence points outside the document")


def circle(plan: Plan) -> None:
    """Two rows that point at each other."""
    row = pick(plan)
    others = [other for other in plan.untouched() if row and other.unit == row.unit and other is not row]
    if row and others:
        other = plan.rng.choice(others)
        says = data("weak")["reference"]["to_criterion"]
        _point(plan, row, plan.rng.choice(says), ("row", other.unit, str(other.ref)), REF=str(other.ref))
        _point(plan, other, plan.rng.choice(says), ("row", row.unit, str(row.ref)), REF=str(row.ref))
        plan.tests.append("two rows point at each other")


def chain(plan: Plan) -> None:
    """A row that points at a row that points at a good one."""
    rows = plan.untouched()
    units = [unit for unit in plan.reference if sum(row.unit == unit for row in rows) >= 3]
    if units:
        first, second, third = plan.rng.sample([row for row in rows if row.unit == plan.rng.choice(units)] or rows, 3)
        if first.unit == second.unit == third.unit:
            says = data("weak")["reference"]["to_criterion"]
            _point(plan, first, plan.rng.choice(says), ("row", second.unit, str(second.ref)), REF=str(second.ref))
            _point(plan, second, plan.rng.choice(says), ("row", third.unit, str(third.ref)), REF=str(third.ref))
            plan.tests.append("a chain of references")


def strategies_above(plan: Plan) -> None:
    """Strategies that say "as above": absent where the row above has none."""
    if row := pick(plan):
        row.strategies = Slot(plan.rng.choice(["As above", "as above", "Ditto", "See above"]), points_to=("above",))
        plan.tests.append("strategies point to the row above")


def split_codes(plan: Plan) -> None:
    """Evidence as codes that a key explains elsewhere; one of the codes may be no assessment."""
    tasks = [task for task in plan.programme.tasks if not task.code.isdigit()]
    if not tasks:
        return
    weak_code, kind = plan.rng.choice(
        [("GD", "no_assessment_named"), ("PQ", "no_assessment_named"), ("NX", "provisional")]
    )
    meaning = {
        "GD": "group discussion in class",
        "PQ": "practice quiz, not marked",
        "NX": f"{tasks[0].short}, brief still to be agreed",
    }
    for row in plan.untouched():
        fitting = [task for task in tasks if row.unit in task.units] or tasks
        named = plan.rng.sample(fitting, min(len(fitting), plan.rng.choice([1, 1, 2])))
        row.evidence = Slot(", ".join(task.code for task in named), "substantive", tasks=tuple(named))
    if coded := pick(plan):
        coded.evidence = Slot(weak_code, "weak", kind)
    plan.key_of_codes = (*((task.code, task.name) for task in tasks), (weak_code, meaning[weak_code]))
    plan.tests.append("codes that a key explains")


def renew(plan: Plan, row: RowPlan) -> None:
    """Good evidence again, in other words."""
    row.evidence = good_evidence(plan.programme, row.unit, str(row.ref), plan.rng)


GAPS: tuple[Defect, ...] = (blank_evidence, blank_strategies, blank_both)
KINDS: tuple[Defect, ...] = tuple(_weak(kind) for kind in WEAK)
LOOKS: tuple[Defect, ...] = tuple(_innocent(kind) for kind in (*WEAK, "reference"))
HURRIED: tuple[Defect, ...] = (
    *(_weak(kind, is_hard=True) for kind in WEAK),
    hurried_weak,
    hurried_cell,
    _innocent("hard", is_hard=True),
)
REFERENCES: tuple[Defect, ...] = (
    above,
    above_nothing,
    above_first,
    to_row,
    to_other_unit,
    to_weak_or_absent,
    to_no_row,
    to_nowhere,
    circle,
    chain,
    strategies_above,
)
