"""Defects of rows and units: missing, doubled, foreign, misplaced and renumbered ones, and their headings."""

from copy import deepcopy

from tests.corpus import defects_wording
from tests.corpus.defects_cells import pick, renew
from tests.corpus.phrases import absent
from tests.corpus.plan import DIPLOMA, Plan, RowPlan, Slot, UnitPlan
from tests.corpus.programmes import data, good_strategies


def drop_row(plan: Plan) -> None:
    """No row for the criterion: criterion_missing."""
    if row := pick(plan):
        _remove(plan, row)
        plan.tests.append("a criterion missing")


def _remove(plan: Plan, row: RowPlan) -> None:
    for unit in plan.units:
        unit.rows[:] = [other for other in unit.rows if other is not row]


def _insert(plan: Plan, after: RowPlan, row: RowPlan) -> None:
    for unit in plan.units:
        for at, other in enumerate(unit.rows):
            if other is after:
                unit.rows.insert(at + 1, row)
                return


def _next_number(unit: UnitPlan) -> str:
    """The number after the unit's last."""
    outcome = unit.rows[-1].outcome
    taken = [int(row.number.split(".")[1]) for row in unit.rows if row.outcome == outcome and row.number]
    return f"{outcome}.{max(taken) + 1}"


def duplicate(plan: Plan) -> None:
    """A criterion mapped twice; the best cell of each column counts."""
    if row := pick(plan):
        twin = deepcopy(row)
        renew(plan, twin)
        roll = plan.rng.random()
        if roll < 0.4:
            row.evidence = absent(plan.rng, "evidence")
        elif roll < 0.7:
            twin.evidence, twin.strategies = (
                absent(plan.rng, "evidence"),
                good_strategies(plan.programme, row.unit, str(row.ref), plan.rng),
            )
        _insert(plan, row, twin)
        plan.find("criterion_duplicate", row.unit, row.ref)
        plan.tests.append("a criterion mapped twice")


def misplace(plan: Plan) -> None:
    """Another unit's criterion among a unit's rows: it counts for none. Twin criteria of 501 and 502 are left alone."""
    homes = [unit for unit in plan.units if unit.ref != "8580-503" and unit.rows]
    strangers = [row for row in plan.untouched() if row.unit == "8580-503"]
    if not strangers or not homes:
        return
    home, stranger = plan.rng.choice(homes), plan.rng.choice(strangers)
    row = deepcopy(stranger)
    row.ref, row.unit, row.number = None, home.ref, ""
    renewed = deepcopy(stranger)
    renew(plan, renewed)
    row.evidence = renewed.evidence
    row.outcome = home.rows[-1].outcome
    row.number = _next_number(home)
    home.rows.append(row)
    if plan.rng.random() < 0.5:
        _remove(plan, stranger)
    plan.find("criterion_misplaced", (home.ref, stranger.unit), None)
    plan.tests.append("another unit's criterion among the rows")


def renumber(plan: Plan) -> None:
    """Two rows of an outcome with each other's number."""
    row = pick(plan)
    mates = [
        other
        for other in plan.untouched()
        if row and (other.unit, other.outcome) == (row.unit, row.outcome) and other is not row
    ]
    if row and mates:
        mate = plan.rng.choice(mates)
        row.number, mate.number = mate.number, row.number
        for one in (row, mate):
            one.match = "identical"
            plan.find("criterion_renumbered", one.unit, one.ref)
        plan.tests.append("two rows with each other's number")


def add_unknown(plan: Plan) -> None:
    """A row that is no criterion of the qualification: criterion_unknown."""
    unit = plan.rng.choice([unit for unit in plan.units if unit.rows])
    last = unit.rows[-1]
    text = plan.rng.choice(data("wordings")["foreign"]["rows"])
    row = RowPlan(
        unit.ref,
        None,
        _next_number(unit),
        text,
        "missing",
        last.outcome,
        deepcopy(last.strategies),
        deepcopy(last.evidence),
    )
    row.strategies, row.evidence = (
        Slot("Taught by a visiting lecturer", "substantive"),
        Slot(plan.programme.tasks[0].name, "substantive"),
    )
    unit.rows.append(row)
    plan.find("criterion_unknown", unit.ref, None)
    plan.tests.append("a row that is no criterion")


def add_unknown_unit(plan: Plan) -> None:
    """Another qualification's unit: unit_unknown; its rows are nothing's."""
    entry = plan.rng.choice(data("wordings")["foreign_unit"])
    rows = []
    for at, text in enumerate(entry["rows"], start=1):
        cells = Slot("Taught in a block week", "substantive"), Slot(plan.programme.tasks[0].name, "substantive")
        rows.append(RowPlan(entry["ref"], None, f"1.{at}", text, "missing", "1", *cells))
    outcome = {"1": "Be able to do what this unit asks for"}
    plan.units.append(UnitPlan(entry["ref"], entry["title"], plan.rng.choice([4, 5, 6]), outcome, rows))
    plan.find("unit_unknown")
    plan.optional |= {"criterion_unknown", "outcome_altered"}
    plan.tests.append("another qualification's unit")


def drop_unit(plan: Plan) -> None:
    """A mandatory unit of a claimed award that is not in the document: unit_missing."""
    if plan.stated in ("rules", "cover") and len(plan.units) > 2:
        unit = plan.rng.choice(plan.units)
        plan.units.remove(unit)
        plan.tests.append("a mandatory unit missing")


def picture_of_unit(plan: Plan) -> None:
    """A unit's table pasted as a picture: text_unreadable, and the unit is not in the document."""
    if plan.stated in ("rules", "cover") and len(plan.units) > 2:
        unit = plan.rng.choice(plan.units)
        plan.units.remove(unit)
        plan.pictures.append((unit.ref, unit.title))
        plan.find("text_unreadable")
        plan.tests.append("a unit's table as a picture")


def blank_unit(plan: Plan) -> None:
    """A claimed unit whose every cell is blank: nothing_mapped throughout."""
    if plan.stated in ("rules", "cover"):
        unit = plan.rng.choice(plan.units)
        for row in unit.rows:
            row.evidence, row.strategies = Slot(), Slot()
        plan.tests.append("a unit left blank")


def paste_501_under_502(plan: Plan) -> None:
    """Unit 501's rows under 502's heading: misplaced, though some read alike in both."""
    if plan.claimed != ("diploma",):
        return
    unit = next(unit for unit in plan.units if unit.ref == DIPLOMA[1])
    pasted = []
    for ref, text in plan.reference["8580-501"]["criteria"].items():
        old = next(row for row in unit.rows if row.number == ref)
        pasted.append(RowPlan(unit.ref, None, ref, text, "missing", ref[0], old.strategies, old.evidence))
    unit.rows[:] = pasted
    unit.outcomes = dict(plan.reference["8580-501"]["outcomes"])
    plan.find("criterion_misplaced")
    plan.optional |= {"criterion_unknown", "outcome_altered", "criterion_duplicate"}
    for ref in ("1.2", "2.2", "2.3", "2.4", "3.2", "3.3"):
        plan.lenient[f"{unit.ref}/{ref}"] = ["none", "partial", "full"]
    plan.lenient[unit.ref] = ["none", "partial"]
    plan.lenient["8580-501"] = ["not_claimed", "none", "partial", "full"]
    plan.tests.append("501's rows under 502's heading")


def other_title(plan: Plan) -> None:
    """A unit's heading with another title."""
    unit = plan.rng.choice(plan.units)
    if unit.ref in plan.reference:
        unit.title = plan.rng.choice(
            ["Managing performance in the workplace", "Leading a team through change", "Developing people at work"]
        )
        plan.find("unit_title_differs", unit.ref)
        plan.tests.append("a heading with another title")


def other_credits(plan: Plan) -> None:
    """A unit's heading with another credit value; the reference's counts."""
    unit = plan.rng.choice([unit for unit in plan.units if unit.ref in plan.reference])
    unit.credits += plan.rng.choice([1, 2, 4])
    plan.find("credit_value_differs", unit.ref)
    plan.tests.append("a heading with other credits")


def alter_outcome(plan: Plan) -> None:
    """A learning outcome whose meaning changed."""
    said = data("wordings")["outcomes"]
    places = [key for key in said if any(unit.ref == key.split("/")[0] for unit in plan.units)]
    if places:
        ref, number = plan.rng.choice(places).split("/")
        next(unit for unit in plan.units if unit.ref == ref).outcomes[number] = said[f"{ref}/{number}"]
        plan.find("outcome_altered", ref)
        plan.tests.append("an outcome altered")


def split_row(plan: Plan) -> None:
    """A criterion split over two rows: read joined."""
    if row := pick(plan):
        words = row.text.split(" ")
        half = len(words) // 2
        second = deepcopy(row)
        row.text, second.text = " ".join(words[:half]), " ".join(words[half:])
        second.number, second.part, row.part = "", True, True
        second.strategies, row.evidence = Slot(), Slot()
        _insert(plan, row, second)
        plan.optional.add("criterion_duplicate")
        plan.tests.append("a criterion split over two rows")


ROWS = (
    defects_wording.number_only,
    drop_row,
    duplicate,
    misplace,
    renumber,
    add_unknown,
    add_unknown_unit,
    drop_unit,
    split_row,
    paste_501_under_502,
)
HEADINGS = (other_title, other_credits, alter_outcome)
