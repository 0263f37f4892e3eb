"""A seed to a labelled Word submission: `generate(seed)`; the same seed gives the same bytes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.corpus import changes, defects_cells, defects_form, defects_rows, defects_spans, defects_wording
from tests.corpus.dress import STRUCK, TRACKED
from tests.corpus.front import front
from tests.corpus.hands import HANDS, write
from tests.corpus.layouts import LAYOUTS, form
from tests.corpus.markup import Block
from tests.corpus.plan import CERTIFICATE, DIPLOMA, Plan, Programme, RowPlan, UnitPlan
from tests.corpus.programmes import good_evidence, good_strategies, programmes, reference
from tests.corpus.truth import truth

CATEGORIES = {
    "a": "ordinary",
    "b": "Word structure",
    "c": "layouts",
    "d": "evidence kinds",
    "e": "references",
    "f": "wordings and matching",
    "g": "findings, claims, combinations",
    "h": "hurried evidence",
}
TURNS = "abcdefghbcdfcdfghbcdfaeg"
PLAIN = ("template", "other words", "repeated headers", "outcomes blank", "extra columns")
WITH_NUMBERS = tuple(
    name
    for name in LAYOUTS
    if name not in ("assessment ticks", "no numbers", "no strategies column") and not name.startswith("automatic")
)
Defects = Sequence[Callable[[Plan], None]]


@dataclass(frozen=True)
class Labelled:
    """A submission and its label: file name, the Word file's bytes, and the truth as it is written to JSON."""

    name: str
    docx: bytes
    truth: dict[str, Any]


def generate(seed: int) -> Labelled:
    """The labelled submission of a seed."""
    plan = planned(seed)
    return build(plan, f"g{seed:04}.{'docx' if plan.packaging == 'strict' else plan.packaging}")


def planned(seed: int) -> Plan:
    """What the submission of a seed is meant to say."""
    plan = ordinary(seed, TURNS[seed % len(TURNS)])
    RECIPES[plan.category](plan)
    return plan


def laid_out(plan: Plan) -> list[Block]:
    """The whole form of a plan, before anybody writes it."""
    blocks = front(plan) + form(plan)
    changes.structure(blocks, plan, is_heavy=plan.category == "b")
    return blocks


def build(plan: Plan, name: str) -> Labelled:
    """A plan as a Word file and its label."""
    docx, features = write(laid_out(plan), plan.hand, plan.packaging, plan.seed)
    plan.features |= features
    if plan.features & set(TRACKED):
        plan.find("tracked_changes")
    if plan.features & set(STRUCK):
        plan.find("struck_text")
    return Labelled(name, docx, truth(plan, name))


def ordinary(seed: int, category: str) -> Plan:
    """A complete submission: a programme, the awards that it claims, every criterion mapped, support stated."""
    rng = Random(f"corpus {seed}")
    programme = rng.choice(programmes())
    claimed = rng.choices([("certificate",), ("diploma",), ("certificate", "diploma")], [55, 35, 10])[0]
    needed = {ref for award in claimed for ref in (CERTIFICATE if award == "certificate" else DIPLOMA)}
    units = [whole_unit(programme, ref, rng) for ref in sorted(needed)]
    plan = Plan(seed, category, rng, programme, reference(), claimed, units)
    plan.hand = rng.choice(list(HANDS))
    defects_form.supported(plan)
    return plan


def whole_unit(programme: Programme, ref: str, rng: Random) -> UnitPlan:
    """A unit with every criterion mapped in the programme's words."""
    unit = reference()[ref]
    rows = [
        RowPlan(
            ref,
            ac,
            ac,
            text,
            "identical",
            ac.split(".")[0],
            good_strategies(programme, ref, ac, rng),
            good_evidence(programme, ref, ac, rng),
        )
        for ac, text in unit["criteria"].items()
    ]
    return UnitPlan(ref, unit["title"], unit["credits"], dict(unit["outcomes"]), rows)


# ---------------------------------------------------------------- one recipe for each category


def some(plan: Plan, defects: Defects, least: int, most: int) -> None:
    """Applies so many of these defects, chosen at random."""
    for _ in range(plan.rng.randint(least, most)):
        plan.rng.choice(defects)(plan)


def perhaps(plan: Plan, chance: float, *defects: Callable[[Plan], None]) -> None:
    """Applies each of these defects with this chance."""
    for defect in defects:
        if plan.rng.random() < chance:
            defect(plan)


def _ordinary(plan: Plan) -> None:
    plan.layout = plan.rng.choice(["template", "template", "other words", "outcomes blank"])
    some(plan, defects_cells.GAPS, 0, 4)
    some(plan, defects_cells.KINDS, 0, 1)
    perhaps(plan, 0.5, defects_form.ticked)
    perhaps(plan, 0.3, defects_form.said_no, defects_form.listed)
    plan.optional.add("assessment_unlisted")


def _structure(plan: Plan) -> None:
    plan.layout = plan.rng.choice(
        [*PLAIN, "outcomes blank", "no outcomes", "table per outcome", "number and text together"]
    )
    plan.packaging = plan.rng.choices(["docx", "strict", "docm", "dotx"], [58, 14, 14, 14])[0]
    some(plan, defects_cells.GAPS, 2, 6)
    perhaps(plan, 0.4, defects_spans.merge_cells, defects_spans.merge_cells)
    some(plan, defects_cells.KINDS, 0, 2)
    changes.dress(plan, plan.rng.randint(12, 30))


def _layouts(plan: Plan) -> None:
    plan.layout = list(LAYOUTS)[plan.seed % len(LAYOUTS)]
    some(plan, defects_cells.GAPS, 1, 4)
    if plan.layout == "assessment ticks":
        defects_spans.tick_columns(plan)
        return
    if plan.layout == "no strategies column":
        defects_spans.no_strategies_column(plan)
    elif plan.layout in WITH_NUMBERS:
        if plan.rng.random() < 0.2:
            defects_cells.split_codes(plan)
        else:
            some(plan, defects_spans.SPANS, 0, 2)
    some(plan, defects_cells.KINDS, 0, 2)
    perhaps(plan, 0.3, defects_form.written_otherwise, defects_form.tables_beside)
    changes.dress(plan, plan.rng.randint(0, 3))


def _kinds(plan: Plan) -> None:
    plan.layout = plan.rng.choice(WITH_NUMBERS)
    some(plan, defects_cells.KINDS, 4, 8)
    some(plan, defects_cells.LOOKS, 4, 8)
    some(plan, defects_cells.GAPS, 0, 2)
    perhaps(plan, 0.3, defects_cells.two_weak_kinds, defects_cells.weak_and_untaught)


def _references(plan: Plan) -> None:
    plan.layout = plan.rng.choice([name for name in WITH_NUMBERS if name != "table per outcome"])
    some(plan, defects_cells.GAPS, 1, 3)
    some(plan, defects_cells.KINDS, 1, 3)
    some(plan, defects_cells.REFERENCES, 5, 9)


def _wordings(plan: Plan) -> None:
    plan.layout = plan.rng.choice(PLAIN)
    some(plan, defects_rows.ROWS, 1, 3)
    some(plan, defects_wording.WORDINGS, 5, 10)
    some(plan, defects_cells.GAPS, 0, 2)
    perhaps(plan, 0.25, *defects_rows.HEADINGS)


def _findings(plan: Plan) -> None:
    plan.layout = plan.rng.choice(PLAIN)
    perhaps(plan, 0.3, defects_rows.drop_unit, defects_rows.add_unknown_unit, *defects_rows.HEADINGS)
    perhaps(plan, 0.15, defects_rows.blank_unit)
    some(plan, defects_cells.GAPS, 0, 3)
    perhaps(plan, 0.35, *defects_form.FORM[:5], defects_form.placeholder)
    perhaps(plan, 0.25, beyond_the_claim)
    perhaps(plan, 0.7, defects_form.written_otherwise)
    perhaps(plan, 0.4, defects_form.tables_beside)
    perhaps(plan, 0.12, defects_rows.picture_of_unit)
    if plan.rng.random() < 0.5:
        plan.rng.choice([defects_form.listed, defects_form.unlisted])(plan)
    perhaps(plan, 0.4, defects_form.wrong_tick)
    perhaps(plan, 0.4, defects_form.ticked)


def beyond_the_claim(plan: Plan) -> None:
    """A unit mapped that no claimed award needs: it is judged, and its award stays unclaimed."""
    extra = {"certificate": "8580-502", "diploma": "8580-501"}.get("+".join(plan.claimed))
    if extra and plan.stated in ("rules", "cover"):
        plan.units.append(whole_unit(plan.programme, extra, plan.rng))
        plan.units.sort(key=lambda unit: unit.ref)
        plan.tests.append("a unit mapped beyond the claim")


def _hurried(plan: Plan) -> None:
    plan.layout = plan.rng.choice(WITH_NUMBERS)
    some(plan, defects_cells.HURRIED, 8, 14)
    some(plan, defects_cells.GAPS, 0, 3)
    some(plan, defects_cells.REFERENCES[:1] + defects_cells.REFERENCES[3:4] + defects_cells.REFERENCES[7:8], 0, 3)
    perhaps(plan, 0.4, defects_spans.spread_cell, defects_spans.whole_outcome, defects_spans.join_rows)
    perhaps(plan, 0.3, defects_form.no_tutorial, defects_form.unsaid)


RECIPES: dict[str, Callable[[Plan], None]] = dict(
    zip("abcdefgh", (_ordinary, _structure, _layouts, _kinds, _references, _wordings, _findings, _hurried), strict=True)
)
