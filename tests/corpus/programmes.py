"""The data files to programmes, and a programme's own words for a cell that is well filled in."""

import json
import tomllib
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from tests.corpus.plan import Programme, Slot, Task

DATA = Path(__file__).parent / "data"
REFERENCE = Path(__file__).parents[2] / "reference" / "8580.json"


@lru_cache
def data(name: str) -> dict[str, Any]:
    """One data file of the corpus."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache
def reference() -> dict[str, Any]:
    """unit ref -> title, credits, outcomes {number: text}, criteria {ref: text}, read from the project's reference."""
    packed = json.loads(REFERENCE.read_text(encoding="utf-8"))
    return {
        unit["ref"]: {
            "title": unit["title"],
            "credits": unit["credits"],
            "outcomes": {outcome["number"]: outcome["text"] for outcome in unit["outcomes"]},
            "criteria": {c["ref"]: c["text"] for outcome in unit["outcomes"] for c in outcome["criteria"]},
        }
        for unit in packed["units"]
    }


@lru_cache
def programmes() -> tuple[Programme, ...]:
    """The invented programmes, in the file's order."""
    return tuple(_programme(entry) for entry in data("programmes")["programme"])


def _programme(entry: dict[str, Any]) -> Programme:
    people = {key: entry[key] for key in ("learner", "learners", "tutor", "supervisor")}
    tasks = tuple(
        Task(t["code"], t["name"], t["short"], tuple(f"8580-{u}" for u in t["units"])) for t in entry["tasks"]
    )
    words = {key: tuple(entry[key]) for key in ("sessions", "evidence", "strategies")}
    return Programme(entry["key"], entry["customer"], entry["title"], entry["overview"], people, tasks=tasks, **words)


def capital(text: str) -> str:
    """The text with its first letter a capital."""
    return text[:1].upper() + text[1:]


def fill(template: str, programme: Programme, rng: Random, **words: str) -> str:
    """A phrase of the data files with its places filled in the programme's words."""
    people = programme.people
    words |= {**people, "Learners": capital(people["learners"]), "session": rng.choice(programme.sessions)}
    words.setdefault("n", str(rng.randint(1, 6)))
    return template.format(**words)


def task_for(programme: Programme, unit: str, rng: Random) -> Task:
    """An assessment of the programme that serves the unit."""
    fitting = [task for task in programme.tasks if unit in task.units]
    return rng.choice(fitting or list(programme.tasks))


def good_evidence(programme: Programme, unit: str, ref: str, rng: Random) -> Slot:
    """A substantive evidence cell in the programme's own way to write."""
    task = task_for(programme, unit, rng)
    topic = rng.choice(data("topics")[unit][ref]["e"])
    words = {"name": task.name, "code": task.code, "short": task.short, "topic": topic, "Topic": capital(topic)}
    text = capital(fill(rng.choice(programme.evidence), programme, rng, **words))
    return Slot(text, "substantive", tasks=(task,))


def good_strategies(programme: Programme, unit: str, ref: str, rng: Random) -> Slot:
    """A substantive strategies cell in the programme's own way to write."""
    activity = rng.choice(data("topics")[unit][ref]["s"])
    words = {"activity": activity, "Activity": capital(activity)}
    return Slot(capital(fill(rng.choice(programme.strategies), programme, rng, **words)), "substantive")
