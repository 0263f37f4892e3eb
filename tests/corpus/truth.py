"""A plan to its label: the rubric's status table over what was meant; nothing here reads a document."""

from typing import Any

from tests.corpus.plan import CERTIFICATE, DIPLOMA, Plan, RowPlan, Slot

AWARDS = {"certificate": CERTIFICATE, "diploma": DIPLOMA}
ORDER = ("provisional", "optional", "no_assessment_named", "shortfall", "part_only", "unresolved_reference")
RANK = {"absent": 0, "weak": 1, "substantive": 2}


def truth(plan: Plan, file: str) -> dict[str, Any]:
    """The label of the document that the plan becomes."""
    units = {ref: unit_label(plan, ref) for ref in plan.reference}
    findings = [{"code": c, "unit": list(u) if isinstance(u, tuple) else u, "ref": r} for c, u, r in _findings(plan)]
    return {
        "file": file,
        "category": plan.category,
        "tests": "; ".join(plan.tests) or "an ordinary submission",
        "readable": True,
        "error": None,
        "claimed": list(plan.claimed),
        "combinations": {award: _combination(plan, award) for award in AWARDS},
        "units": units,
        "findings": findings,
        "findings_optional": sorted(plan.optional),
        "lenient": plan.lenient,
        "features": sorted(plan.features),
        "layout": plan.layout,
        "hand": plan.hand,
    }


def unit_label(plan: Plan, ref: str) -> dict[str, Any]:
    """A unit's status and its criteria's labels; not_claimed where it is neither claimed nor mapped."""
    if not is_judged(plan, ref):
        return {"status": "not_claimed", "criteria": {}}
    criteria = {ac: criterion_label(plan, ref, ac) for ac in plan.reference[ref]["criteria"]}
    found = {label["status"] for label in criteria.values()}
    return {"status": found.pop() if len(found) == 1 else "partial", "criteria": criteria}


def is_judged(plan: Plan, ref: str) -> bool:
    """Whether a claimed award needs the unit, or a row of it has words in its strategies or evidence cell."""
    mapped = any(row.unit == ref and (row.strategies.text or row.evidence.text) for row in plan.rows())
    return mapped or any(ref in AWARDS[award] for award in plan.claimed)


def criterion_label(plan: Plan, unit: str, ref: str) -> dict[str, Any]:
    """One criterion's label: the best cell of each column over the rows that map it, then the status table."""
    rows = [row for row in plan.rows() if row.unit == unit and row.ref == ref]
    if not rows:
        blank = {"match": "missing", "evidence": "", "strategies": ""}
        return {"status": "none", "reasons": ["criterion_missing"], **blank}
    evidence = max((resolved(plan, row, "evidence") for row in rows), key=lambda slot: RANK[slot.state])
    strategies = max((resolved(plan, row, "strategies") for row in rows), key=lambda slot: RANK[slot.state])
    match = min((row.match for row in rows), key=("identical", "number_only", "reworded", "altered").index)
    status, reasons = _status(strategies.state, evidence, is_altered=match == "altered")
    label: dict[str, Any] = {"status": status, "reasons": reasons, "match": match}
    texts = {"evidence": evidence.text, "strategies": strategies.text}
    label |= texts
    for column in ("evidence", "strategies"):
        looks = _looks(rows, column, texts[column])
        if looks:
            label[f"{column}_any"] = looks
    if any(row.join is not None or row.part for row in rows):
        label["match_any"] = ["identical", "reworded"]
    return label


def _status(strategies: str, evidence: Slot, *, is_altered: bool) -> tuple[str, list[str]]:
    altered = ["wording_altered"] if is_altered else []
    untaught = ["strategies_missing"] if strategies == "absent" else []
    if evidence.state == "absent":
        return ("none", ["nothing_mapped", *altered]) if untaught else ("partial", ["evidence_missing", *altered])
    if evidence.state == "weak":
        return "partial", [f"evidence_weak:{evidence.kind}", *untaught, *altered]
    return ("partial", untaught + altered) if untaught or altered else ("full", [])


def _looks(rows: list[RowPlan], column: str, text: str) -> list[str]:
    """The other texts that a reader may report: those of the cell, and of several rows joined."""
    slots = [getattr(row, column) for row in rows]
    looks = {look for slot in slots for look in slot.looks}
    if len(slots) > 1:
        looks |= {slot.text for slot in slots} | {"\n".join(slot.text for slot in slots if slot.text)}
        looks.add("\n".join(dict.fromkeys(slot.text for slot in slots if slot.text)))
    return sorted(looks - {text})


def resolved(plan: Plan, row: RowPlan, column: str, seen: tuple[int, ...] = ()) -> Slot:
    """The cell, judged: a reference takes what its place is worth, or is weak (in strategies: absent)."""
    slot: Slot = getattr(row, column)
    if slot.points_to is None:
        return slot
    targets = [] if id(slot) in seen else _targets(plan, row, slot.points_to)
    states = [resolved(plan, target, column, (*seen, id(slot))).state for target in targets]
    if "substantive" in states:
        return Slot(slot.text, "substantive", looks=slot.looks)
    if column == "strategies":
        return Slot(slot.text, "absent", looks=slot.looks)
    return Slot(slot.text, "weak", "unresolved_reference", looks=slot.looks)


def _targets(plan: Plan, row: RowPlan, pointer: tuple[str, ...]) -> list[RowPlan]:
    if pointer[0] == "row":
        return [other for other in plan.rows() if (other.unit, other.ref) == pointer[1:]]
    if pointer[0] == "above":
        unit = next(unit for unit in plan.units if any(other is row for other in unit.rows))
        at = next(at for at, other in enumerate(unit.rows) if other is row)
        return unit.rows[max(at - 1, 0) : at]
    return []


def _combination(plan: Plan, award: str) -> str:
    if award not in plan.claimed:
        return "n/a"
    there = {unit.ref for unit in plan.units}
    return "yes" if set(AWARDS[award]) <= there else "no"


def _findings(plan: Plan) -> list[tuple[str, Any, str | None]]:
    """The findings that the defects expect, and those that follow from what is there: units that are missing."""
    there = {unit.ref for unit in plan.units}
    needed = dict.fromkeys(ref for award in plan.claimed for ref in AWARDS[award])
    missing = [("unit_missing", ref, None) for ref in needed if ref not in there]
    return [*missing, *plan.findings]
