"""Defects of the document round the tables: claims, support, the Summary, placeholders, units beyond the claim."""

from tests.corpus.defects_cells import pick
from tests.corpus.plan import Plan, Slot
from tests.corpus.programmes import capital, data, fill
from tests.corpus.truth import AWARDS, unit_label

UNLISTED = (
    "Timed open-book examination",
    "Video essay",
    "Oral examination before two examiners",
    "Poster presentation",
    "Practical skills test",
)


def supported(plan: Plan) -> None:
    """Induction and tutorial support stated in the introduction: the ordinary case."""
    said = data("form")["support"]
    plan.induction = capital(fill(plan.rng.choice(said["induction"]), plan.programme, plan.rng))
    plan.tutorial = capital(fill(plan.rng.choice(said["tutorial"]), plan.programme, plan.rng))


def no_induction(plan: Plan) -> None:
    """No induction stated: induction_missing."""
    plan.induction = plan.rng.choice(["", *data("form")["support"]["induction_short"]])
    plan.find("induction_missing")
    plan.tests.append("induction not stated, or too short")


def no_tutorial(plan: Plan) -> None:
    """No tutorial support of two hours stated: tutorial_missing."""
    short = [capital(fill(say, plan.programme, plan.rng)) for say in data("form")["support"]["tutorial_short"]]
    plan.tutorial = plan.rng.choice(["", *short])
    plan.find("tutorial_missing")
    plan.tests.append("tutorial support not stated, or too short")


def on_the_cover(plan: Plan) -> None:
    """The award named on the cover and in no other place."""
    if len(plan.claimed) == 1:
        plan.stated = "cover"
        plan.tests.append("award named on the cover only")


def unsaid(plan: Plan) -> None:
    """No award named: inferred from the units that are mapped."""
    mapped = {row.unit for row in plan.rows() if row.evidence.text or row.strategies.text}
    needed = {ref for award in plan.claimed for ref in AWARDS[award]}
    if needed == mapped:
        plan.stated = plan.rng.choice(["none", "unanswered"])
        plan.tests.append("award inferred from the units")


def written_otherwise(plan: Plan) -> None:
    """Answers, support and Summary in other shapes than the form's own."""
    plan.answer_style = plan.rng.choice(["plain", "small", "dash", "boxes", "struck"])
    plan.support_style = plan.rng.choice(["sentence", "table"])
    plan.summary_style = plan.rng.choice(["ticks", "words"])
    if "text" in plan.layout or plan.layout in ("template", "other words", "no outcomes", "evidence first"):
        plan.number_style = plan.rng.choice(["AC {}", "AC{}", "{}.", "{})", "{}"])


def tables_beside(plan: Plan) -> None:
    """Tables that are no part of the mapping, a list of versions numbered 1.1 among them."""
    plan.beside = tuple(plan.rng.sample(list(data("form")["beside"]), 2))
    plan.tests.append("tables beside the mapping")


def said_no(plan: Plan) -> None:
    """NO beside the award that is not claimed."""
    plan.other_answer = "NO"


def ticked(plan: Plan) -> None:
    """The Summary ticked as it should be."""
    plan.is_ticked = True


def wrong_tick(plan: Plan) -> None:
    """A tick that differs from the unit's status: claim_disagrees."""
    plan.is_ticked = True
    units = [unit for unit in plan.units if unit.ref in plan.reference and unit.ref not in plan.lenient]
    unit = plan.rng.choice(units)
    status = unit_label(plan, unit.ref)["status"]
    plan.ticks[unit.ref] = plan.rng.choice([other for other in ("full", "partial", "none") if other != status])
    plan.find("claim_disagrees", unit.ref)
    plan.tests.append("a Summary tick that disagrees")


def listed(plan: Plan) -> None:
    """The Summary lists every assessment by its code, name and short name."""
    plan.titles_listed = tuple(f"{task.code} {task.name} ({task.short})" for task in plan.programme.tasks)


def unlisted(plan: Plan) -> None:
    """An assessment that the Summary's list does not have: assessment_unlisted."""
    listed(plan)
    if row := pick(plan):
        row.evidence = Slot(plan.rng.choice(UNLISTED), "substantive", dress=("split",))
        plan.find("assessment_unlisted")
        plan.tests.append("an assessment that the Summary does not list")


def placeholder(plan: Plan) -> None:
    """A placeholder of the template left in place."""
    words = data("form")["template"]
    plan.placeholders = plan.rng.choice(
        [
            (words["placeholder_name"],),
            (words["placeholder_overview"],),
            (words["placeholder_name"], words["placeholder_overview"]),
        ]
    )
    plan.find("placeholder_left")
    plan.tests.append("a placeholder left")


FORM = (no_induction, no_tutorial, on_the_cover, unsaid, said_no, wrong_tick, unlisted, placeholder, ticked)
