"""The submissions that ship in inputs/: `python -m tests.corpus.inputs` writes them."""

from dataclasses import replace
from pathlib import Path
from random import Random

from tests.corpus import changes, defects_cells, defects_form, defects_wording
from tests.corpus.generate import Labelled, build, whole_unit
from tests.corpus.plan import CERTIFICATE, DIPLOMA, Plan, RowPlan, Slot
from tests.corpus.programmes import data, programmes, reference

FOLDER = Path(__file__).parents[2] / "inputs"


def inputs() -> tuple[Labelled, ...]:
    """The shipped submissions with their labels; the same bytes every time."""
    return tuple(build(plan, f"{name}.docx") for name, plan in plans().items())


def plans() -> dict[str, Plan]:
    """What each of the shipped submissions is meant to say, by its name without an ending."""
    return {
        "Northfield Logistics - Certificate": _complete(),
        "Riverside Care Group - Diploma with gaps": _with_gaps(),
        "Harrow Lane Academy - two hands": _two_hands(),
        "ILM 8580 mapping template (blank)": _blank(),
    }


def _plan(key: str, claimed: tuple[str, ...], seed: int) -> Plan:
    rng = Random(f"inputs {seed}")
    programme = next(programme for programme in programmes() if programme.key == key)
    refs = sorted({ref for award in claimed for ref in (CERTIFICATE if award == "certificate" else DIPLOMA)})
    units = [whole_unit(programme, ref, rng) for ref in refs or reference()]
    plan = Plan(seed, "inputs", rng, programme, reference(), claimed, units)
    plan.optional |= {"assessment_unlisted", "placeholder_left"}
    defects_form.supported(plan)
    return plan


def _row(plan: Plan, unit: str, ref: str) -> RowPlan:
    return next(row for row in plan.rows() if row.unit == f"8580-{unit}" and row.ref == ref)


def _evidence(plan: Plan, unit: str, ref: str, text: str, kind: str | None = None) -> None:
    """An evidence cell in these words: absent where there are none, weak where a kind is given."""
    state = "weak" if kind else "substantive" if text else "absent"
    _row(plan, unit, ref).evidence = Slot(text, state, kind)


def _complete() -> Plan:
    plan = _plan("logistics", ("certificate",), 9011)
    defects_form.ticked(plan)
    defects_form.listed(plan)
    return plan


def _with_gaps() -> Plan:
    plan = _plan("care", ("diploma",), 9012)
    _evidence(
        plan, "500", "1.2", "Case study of one home – brief still to be agreed with the lead trainer", "provisional"
    )
    _evidence(plan, "500", "2.2", "Group discussion on study day 2", "no_assessment_named")
    _evidence(plan, "500", "3.4", "")
    _evidence(plan, "502", "2.1", "Practice portfolio: eighty hours with six clients", "shortfall")
    _evidence(plan, "502", "3.1", "Participants may add a questionnaire to the practice portfolio", "optional")
    _evidence(plan, "503", "1.2", "Personal development plan: strengths only, weaknesses are not covered", "part_only")
    row = _row(plan, "502", "3.3")
    row.evidence = Slot("As 4.4", points_to=("nowhere",))
    _row(plan, "502", "4.2").strategies = Slot()
    altered = _row(plan, "502", "2.2")
    altered.text, altered.match = data("wordings")["8580-502/2.2"]["verb"][0], "altered"
    blank = _row(plan, "503", "3.1")
    blank.evidence, blank.strategies = Slot(), Slot()
    plan.ticks["8580-503"] = "full"
    plan.is_ticked = True
    plan.find("claim_disagrees", "8580-503")
    return plan


def _two_hands() -> Plan:
    plan = _plan("academy", ("certificate",), 9013)
    plan.hand = "word365"
    _evidence(plan, "500", "3.3", "Essay 1 (TBC)", "provisional")
    _evidence(plan, "501", "2.4", "")
    _row(plan, "501", "2.4").evidence = Slot("", shown="Click or tap here to enter text.", dress=("prompt",))
    _row(plan, "501", "2.4").evidence.looks = ("Click or tap here to enter text.",)
    _evidence(plan, "503", "2.3", "")
    _row(plan, "503", "2.3").evidence.dress = ("deleted_all",)
    defects_wording.mistyped(plan)
    dressed = ("ins", "ins_all", "replaced", "deleted_part", "moved_here", "sdt_cell", "sdt_run", "dropdown", "comment")
    for row, word in zip(plan.rng.sample(plan.untouched(), 2 * len(dressed)), 2 * dressed, strict=True):
        changes.wear(row.evidence, word)
    defects_cells.blank_strategies(plan)
    defects_form.ticked(plan)
    return plan


def _blank() -> Plan:
    plan = _plan("logistics", (), 9014)
    plan.programme = replace(plan.programme, customer="", title="", overview="")
    words = data("form")["template"]
    plan.placeholders = (words["placeholder_name"], words["placeholder_overview"])
    plan.induction = plan.tutorial = ""
    plan.stated = "unanswered"
    for row in plan.rows():
        row.evidence, row.strategies = Slot(), Slot()
    plan.find("placeholder_left")
    plan.tests.append("the template as it comes")
    return plan


def main() -> None:
    for labelled in inputs():
        (FOLDER / labelled.name).write_bytes(labelled.docx)


if __name__ == "__main__":
    main()
