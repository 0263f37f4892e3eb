"""Result to the action plan as it is put to the customer: what must be done, what is to be cleared up, what is advice.

A gap that we are not sure of is told as how we read the row, with the request to say if we misread it: it is neither
held against the customer nor kept from them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.report import rows, words
from pipeline.report.reply.blocks import Point, Points
from pipeline.report.rows import Action
from pipeline.report.shown import short
from pipeline.result import Result

_FIRM = (*words.FIRM, "What to send back")
_OPEN = (*words.OPEN, "What to send back")
_UNSURE = (
    "We are not sure that we read these rows as you meant them. If we misread one, please tell us how it is meant, and "
    "leave it as it is."
)
_LONGEST_LABEL = 160


@dataclass(frozen=True, slots=True)
class Plan:
    """The actions as they are put to the customer: what must be done, what is to be cleared up, what is advice."""

    must: Sequence[Action]
    unclear: Sequence[Action]
    advice: Sequence[Action]


def planned(result: Result) -> Plan:
    """The actions of a result, sorted by how sure we are and by how much they matter."""
    actions = rows.actions(result)
    return Plan(
        must=[action for action in actions if action.must and action.is_sure],
        unclear=[action for action in actions if action.must and not action.is_sure],
        advice=[action for action in actions if not action.must],
    )


def points(plan: Plan) -> Iterator[Points]:
    """The parts of the plan that have points, which are numbered through all of them."""
    parts = (
        ("What must be put right", "The points that matter most come first.", _FIRM, plan.must),
        ("What we would like to clear up", _UNSURE, _OPEN, plan.unclear),
        ("Advice", "This would make the mapping better. You are free to leave it.", _FIRM, plan.advice),
    )
    number = 1
    for name, intro, columns, actions in parts:
        if actions:
            numbered = [_point(at, action) for at, action in enumerate(actions, number)]
            yield Points(name, intro, columns, numbered)
            number += len(numbered)


def _point(number: int, action: Action) -> Point:
    return Point(number, _about(action), (action.found, action.ask, action.send_back))


def _about(action: Action) -> str:
    """What an action is about, spelt out: "Unit 8580-500, criterion 1.2"."""
    if not action.unit:
        return "The whole document"
    criteria = f"criterion {action.criteria}" if action.criteria[:1].isdigit() else action.criteria
    return short(", ".join(filter(None, (f"Unit {action.unit}", criteria))), _LONGEST_LABEL)
