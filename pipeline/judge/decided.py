"""A result and what a person decided on it to the result as it then stands, by the functions that judge."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from pipeline.decisions import Decision, Decisions, by_criterion
from pipeline.errors import UsageError
from pipeline.judge.coverage import summed, total
from pipeline.judge.findings import claim_disagrees
from pipeline.judge.messages import filled
from pipeline.judge.suggestion import suggestion, verdict
from pipeline.policy import Policy
from pipeline.policy.rules import Sentences
from pipeline.result import WORTH, Criterion, Finding, Reason, Result, Unit

_ENDS = (".", "!", "?", "…", "”", "’", '"', ")")


def decided(result: Result, decisions: Decisions, policy: Policy) -> Result:
    """The result with the decisions in it, and with what follows from them: units, claims, verdict, suggestion.

    Without decisions it is the same result. Raises: UsageError, where a decision is on no criterion of the result, or
    on one that was computed otherwise than it says.
    """
    by = by_criterion(decisions)
    _refuse_strangers(result, by)
    if not by:
        return result
    units = [_unit(unit, by, policy.sentences) for unit in result.units]
    touched = {unit for unit, _ in by}
    found = _findings(result.findings, units, touched, policy.sentences)
    reached = verdict(units, [combination for combination in result.combinations if combination.answer != "n/a"])
    return replace(
        result,
        units=units,
        findings=found,
        counts=total(units),
        verdict=reached,
        suggestion=suggestion(reached, units, found, policy),
    )


def _refuse_strangers(result: Result, by: Mapping[tuple[str, str], Decision]) -> None:
    computed = {(unit.ref, criterion.ref): criterion.status for unit in result.units for criterion in unit.criteria}
    for (unit, ref), decision in by.items():
        if (unit, ref) not in computed:
            raise UsageError(f"There is a decision on {unit} {ref}, which is no criterion of this result.")
        if computed[unit, ref] != decision.computed:
            now = computed[unit, ref]
            raise UsageError(f"The decision on {unit} {ref} is from {decision.computed}, but the result says {now}.")


def _unit(unit: Unit, by: Mapping[tuple[str, str], Decision], sentences: Sentences) -> Unit:
    criteria = [
        _criterion(criterion, by[unit.ref, criterion.ref], sentences) if (unit.ref, criterion.ref) in by else criterion
        for criterion in unit.criteria
    ]
    if criteria == unit.criteria:
        return unit
    status, counts = summed(criteria)
    return replace(unit, criteria=criteria, status=status, counts=counts)


def _criterion(criterion: Criterion, decision: Decision, sentences: Sentences) -> Criterion:
    """The criterion as decided: no part of it is a doubt any more, its match among them."""
    return replace(
        criterion,
        status=decision.decided,
        certain=True,
        questions=[],
        reasons=_reasons(criterion, decision, sentences),
        match=replace(criterion.match, certain=True),
    )


def _reasons(criterion: Criterion, decision: Decision, sentences: Sentences) -> list[Reason]:
    """Why it is not full: what the person wrote; what was computed beside it holds where they decided lower still."""
    if decision.decided == decision.computed:
        return criterion.reasons
    if decision.decided == "full":
        return []
    sentence = sentences.decided.none if decision.decided == "none" else sentences.decided.partial
    words = {"reason": _sentence(decision.reason)}
    own = Reason(
        code="decided",
        kind=None,
        quote=None,
        message=filled(sentence.found, words),
        request=filled(sentence.ask, words),
        must=sentence.must,
        risk=sentence.risk,
    )
    is_lower = WORTH[decision.decided] < WORTH[decision.computed]
    return [own, *criterion.reasons] if is_lower else [own]


def _sentence(text: str) -> str:
    """What a person wrote as a whole sentence, where it lacks no more than its capital and its full stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(_ENDS) else '.'}"


def _findings(
    found: Sequence[Finding], units: Sequence[Unit], touched: set[str], sentences: Sentences
) -> list[Finding]:
    """The findings, those on a unit's own tick anew where something in the unit was decided; in the judge's order."""
    before = {finding.unit: finding for finding in found if finding.code == "claim_disagrees"}
    claims = [
        _claim(unit, before.get(unit.ref), sentences) if unit.ref in touched else before.get(unit.ref) for unit in units
    ]
    others = [finding for finding in found if finding.code != "claim_disagrees"]
    codes = list(sentences.findings)
    later = codes[codes.index("claim_disagrees") :]
    at = next((at for at, finding in enumerate(others) if finding.code in later), len(others))
    return [*others[:at], *filter(None, claims), *others[at:]]


def _claim(unit: Unit, before: Finding | None, sentences: Sentences) -> Finding | None:
    """The finding on a unit's tick, at the place where the result saw the tick."""
    found = claim_disagrees(unit, sentences)
    return replace(found, location=before.location) if found and before else found
