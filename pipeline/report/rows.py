"""Result to the rows that every report draws: actions, gaps, questions, and the anchors that tie them together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.report import words
from pipeline.report.differences import Run, compare
from pipeline.result import Criterion, Finding, Reason, Result, Risk, Status, Unit

_RISKS: Sequence[Risk] = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the action plan.

    `unit` is "" where the whole document is meant, `criteria` "1.2", "all 12 criteria" or "". `status` is the
    criteria's, None for a finding. `anchor` is the id of the row that the action is about. `size` is how many things
    it puts right, as the suggestion counts them: a criterion is one, and so is a finding. Not `is_sure` where it rests
    on a doubt: the customer is then asked, and not told.
    """

    anchor: str
    unit: str
    criteria: str
    status: Status | None
    code: str
    found: str
    ask: str
    send_back: str
    must: bool
    risk: Risk
    size: int = 1
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """A criterion that a person must look at: the questions, and the two wordings side by side.

    `nearest` names the next best criterion and its wording, "" where that unit is not in the result; None where the
    match is certain.
    """

    anchor: str
    unit: Unit
    criterion: Criterion
    required: tuple[Run, ...]
    written: tuple[Run, ...]
    nearest: tuple[str, str] | None


def anchor(part: str, unit: str, ref: str = "") -> str:
    """The id of a unit's "unit", a criterion's "row" or its "question" in the page."""
    return "-".join(re.sub(r"[^\w.]+", "-", name) for name in (part, unit, ref) if name)


def actions(result: Result) -> tuple[Action, ...]:
    """All that the customer is asked for: what must be done, then what must be where we read it rightly, then advice.

    In each the higher risk is first. A unit whose criteria all lack the same is one action, and so is a unit that is
    not in the document at all. Every report numbers them in this order.
    """
    doubtful = _doubtful(result)
    found = [
        replace(action, is_sure=action.anchor not in doubtful)
        for action in (*_finding_actions(result), *_criterion_actions(result))
    ]
    return tuple(sorted(found, key=lambda action: (not action.must, action.must > action.is_sure, *_by_risk(action))))


def weight(action: Action) -> str:
    """What an action is, in a word: "Must do", "To clear up" where it rests on a doubt, "Advice"."""
    if not action.must:
        return words.ADVICE
    return words.MUST if action.is_sure else words.TO_CLEAR_UP


def gaps(planned: Sequence[Action]) -> tuple[Action, ...]:
    """The actions that keep the submission from being complete, one for each row concerned, in the plan's order."""
    first = {action.anchor: action for action in reversed(planned) if action.must or action.status}
    return tuple(sorted(first.values(), key=planned.index))


def questions(result: Result) -> tuple[Question, ...]:
    """The criteria that need a person's eye, in the reference's order."""
    texts = {(unit.ref, criterion.ref): criterion.text for unit in result.units for criterion in unit.criteria}
    return tuple(
        _question(unit, criterion, texts)
        for unit in result.units
        for criterion in unit.criteria
        if not criterion.certain
    )


def wording(criterion: Criterion) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """The unit's wording and the customer's as runs; both empty where the customer's says the same or nothing."""
    return compare(criterion.text, criterion.match.text) if is_reworded(criterion) else ((), ())


def is_reworded(criterion: Criterion) -> bool:
    """Whether the customer's row says something, and in other words than the unit's."""
    return criterion.match.kind in ("reworded", "altered") and bool(criterion.match.text)


def _by_risk(action: Action) -> tuple[int, bool]:
    """Among high risks what concerns the whole document comes first, otherwise last."""
    rank = _RISKS.index(action.risk)
    return rank, (action.status is None) == (rank > 0)


def _doubtful(result: Result) -> set[str]:
    """The anchors of the actions that rest on something that we are not sure of."""
    units = [unit for unit in result.units if not all(criterion.certain for criterion in unit.criteria)]
    found = {anchor("unit", unit.ref) for unit in units}
    unsure = {(unit.ref, criterion.ref) for unit in units for criterion in unit.criteria if not criterion.certain}
    found |= {anchor("row", unit, ref) for unit, ref in unsure}
    ticks = {unit.ref for unit in units if _may_be_as_claimed(unit)}
    for at, finding in enumerate(result.findings, 1):
        is_tick = finding.code == "claim_disagrees" and finding.unit in ticks
        if is_tick or (finding.unit, finding.ref) in unsure:
            found.add(f"finding-{at}")
    return found


def _may_be_as_claimed(unit: Unit) -> bool:
    """Whether the customer's own tick holds if the criteria that we are not sure of are read their way."""
    sure: set[Status] = {criterion.status for criterion in unit.criteria if criterion.certain}
    return unit.claimed_status == "partial" or sure <= {unit.claimed_status}


def _finding_actions(result: Result) -> Iterator[Action]:
    units = {unit.ref: unit for unit in result.units if unit.criteria}
    for number, finding in enumerate(result.findings, 1):
        if not finding.request:
            continue
        missing = units.get(finding.unit or "") if finding.code == "unit_missing" else None
        missing = missing if missing and _is_absent(missing) else None
        yield Action(
            anchor=anchor("unit", missing.ref) if missing else f"finding-{number}",
            unit=finding.unit or "",
            criteria=_all_of(missing) if missing else finding.ref or "",
            status="none" if missing else None,
            code=finding.code,
            found=finding.message,
            ask=finding.request,
            send_back=f"Unit {missing.ref}, added" if missing else _corrected(finding),
            must=finding.must,
            risk=finding.risk,
            size=1 + len(missing.criteria) if missing else 1,
        )


def _criterion_actions(result: Result) -> Iterator[Action]:
    missing = {finding.unit for finding in result.findings if finding.code == "unit_missing"}
    for unit in result.units:
        if not unit.criteria or (unit.ref in missing and _is_absent(unit)):
            continue
        if len(unit.criteria) > 1 and unit.criteria[0].reasons and _is_alike(unit.criteria):
            yield from (_unit_action(unit, reason) for reason in unit.criteria[0].reasons)
        else:
            yield from (_action(unit, criterion, reason) for criterion in unit.criteria for reason in criterion.reasons)


def _is_alike(criteria: Sequence[Criterion]) -> bool:
    return all(criterion.reasons == criteria[0].reasons for criterion in criteria)


def _is_absent(unit: Unit) -> bool:
    """Whether none of its criteria has a row, and nobody decided otherwise."""
    return all([reason.code for reason in criterion.reasons] == ["criterion_missing"] for criterion in unit.criteria)


def _all_of(unit: Unit) -> str:
    return f"all {len(unit.criteria)} criteria"


def _unit_action(unit: Unit, reason: Reason) -> Action:
    return Action(
        anchor=anchor("unit", unit.ref),
        unit=unit.ref,
        criteria=_all_of(unit),
        status=unit.criteria[0].status,
        code=reason.code,
        found=reason.message,
        ask=reason.request,
        send_back=f"Unit {unit.ref}, every row",
        must=reason.must,
        risk=reason.risk,
        size=len(unit.criteria),
    )


def _action(unit: Unit, criterion: Criterion, reason: Reason) -> Action:
    place = words.place(criterion.location)
    return Action(
        anchor=anchor("row", unit.ref, criterion.ref),
        unit=unit.ref,
        criteria=criterion.ref,
        status=criterion.status,
        code=":".join(filter(None, (reason.code, reason.kind))),
        found=reason.message,
        ask=reason.request,
        send_back=f"{place}, corrected" if place else f"A row for {criterion.ref}",
        must=reason.must,
        risk=reason.risk,
    )


def _corrected(finding: Finding) -> str:
    place = words.place(finding.location)
    return f"{place}, corrected" if place else "The mapping, corrected"


def _question(unit: Unit, criterion: Criterion, texts: dict[tuple[str, str], str]) -> Question:
    required, written = compare(criterion.text, criterion.match.text)
    other = None if criterion.match.certain else criterion.match.runner_up
    return Question(
        anchor=anchor("question", unit.ref, criterion.ref),
        unit=unit,
        criterion=criterion,
        required=required,
        written=written,
        nearest=(f"{other.unit} {other.ref}", texts.get((other.unit, other.ref), "")) if other else None,
    )
