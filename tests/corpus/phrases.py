"""Phrases of the data files to evidence cells: weak of each kind, innocent of each kind, absent, pointing elsewhere."""

from random import Random

from tests.corpus.plan import Plan, RowPlan, Slot, Task
from tests.corpus.programmes import capital, data, fill, task_for

MONTHS = ("March", "June", "September", "October", "January")
WEAK = ("provisional", "optional", "no_assessment_named", "part_only", "shortfall")


def spoken(plan: Plan, row: RowPlan, template: str) -> tuple[str, Task]:
    """A phrase in the programme's words, and the assessment that it names."""
    rng, people = plan.rng, plan.programme.people
    task = task_for(plan.programme, row.unit, rng)
    words = {"A": task.name, "a": task.short, "L": people["learners"], "l": people["learner"], "T": people["tutor"]}
    words |= {"S": rng.choice(plan.programme.sessions), "M": rng.choice(MONTHS)}
    return capital(fill(template, plan.programme, rng, **words)), task


def weak(plan: Plan, row: RowPlan, kind: str, *, is_hard: bool = False) -> Slot:
    """A weak evidence cell of this kind that suits the row's criterion."""
    phrases = data("weak")
    pool = phrases["hard"].get(kind, []) if is_hard else phrases.get(kind, [])
    at = [p for p in phrases.get(f"{kind}_at", []) if f"{row.unit}/{row.ref}" in p["at"]]
    said = [say for p in at for say in p["say"]]
    # What is said of this criterion alone is rarer than what is said of any: give it even odds where it is there.
    chosen = said if said and (not pool or plan.rng.random() < 0.5) else pool
    text, task = spoken(plan, row, plan.rng.choice(chosen))
    named = () if kind == "no_assessment_named" else (task,)
    return Slot(text, "weak", kind, tasks=named)


def innocent(plan: Plan, row: RowPlan, looks_like: str, *, is_hard: bool = False) -> Slot:
    """A substantive evidence cell that looks weak in this kind's way."""
    phrases = data("innocent")
    at = [p for p in phrases.get(f"{looks_like}_at", []) if f"{row.unit}/{row.ref}" in p["at"]]
    pool = phrases["hard"]["say"] if is_hard else [*phrases.get(looks_like, []), *(s for p in at for s in p["say"])]
    text, task = spoken(plan, row, plan.rng.choice(pool))
    return Slot(text, "substantive", tasks=(task,))


def places(kind: str, table: str) -> set[tuple[str, str]]:
    """The criteria that the `_at` phrases of a data file speak of."""
    said = [at for p in data(table).get(f"{kind}_at", []) for at in p["at"]]
    return {(unit, ref) for unit, ref in (at.split("/") for at in said)}


def absent(rng: Random, column: str) -> Slot:
    """A cell that is absent in one of the rubric's ways."""
    words = data("weak")["absent"]
    roll = rng.random()
    if roll < 0.08:
        prompt = rng.choice(words["prompts"])
        return Slot("", "absent", shown=prompt, looks=(prompt,), dress=("prompt",))
    if roll < 0.12 and column == "evidence":
        text = rng.choice(words["instructions"])
        return Slot(text, "absent", looks=("",))
    if roll < 0.16 and column == "strategies":
        text = rng.choice(words["instructions_strategies"])
        return Slot(text, "absent", looks=("",))
    if roll < 0.20:
        return Slot("", "absent", shown="☐", looks=("☐",), dress=("check_off",))
    if roll < 0.25:
        return Slot(rng.choice(data("weak")["reference"]["absent_pointer"]), "absent")
    return Slot(rng.choice(words["forms"]), "absent")


def hurried(text: str, rng: Random) -> str:
    """The text as somebody in a hurry types it: small letters, no stops, short forms."""
    swaps = {
        " and ": " & ",
        " with ": " w/ ",
        "assignment": "assgnmt",
        " the ": " ",
        ", ": " - ",
        "portfolio": "p'folio",
    }
    for long, short in swaps.items():
        if rng.random() < 0.35:
            text = text.replace(long, short)
    if rng.random() < 0.6:
        text = text[:1].lower() + text[1:]
    return text.rstrip(".")
