"""What the check suggests, and why: the QCM decides."""

from collections.abc import Sequence

from pipeline.judge.messages import filled, things
from pipeline.policy import Policy
from pipeline.result import Combination, Criterion, Finding, Suggestion, SuggestionAnswer, Unit, Verdict

UNCLEAR = "qualification_unclear"
"""The finding that is a question to the QCM: nothing can be suggested before it is answered."""


def verdict(units: Sequence[Unit], claimed: Sequence[Combination]) -> Verdict:
    """`complete` where every judged criterion is full and every claimed award met; claiming nothing is not complete."""
    is_full = all(unit.status in ("full", "not_claimed") for unit in units)
    return "complete" if claimed and is_full and all(award.answer == "yes" for award in claimed) else "gaps"


def suggestion(reached: Verdict, units: Sequence[Unit], findings: Sequence[Finding], policy: Policy) -> Suggestion:
    """The suggested answer of the rubric, with its sentence filled in."""
    criteria = [criterion for unit in units for criterion in unit.criteria]
    if not criteria:
        return Suggestion(answer="return", why=policy.sentences.nothing_mapped)
    gaps = [criterion for criterion in criteria if criterion.status != "full"]
    unsure = sum(not criterion.certain for criterion in criteria)
    unsure += sum(finding.code == UNCLEAR for finding in findings)
    to_do = len(gaps) + sum(finding.must for finding in findings)
    words = {
        "full": str(len(criteria) - len(gaps)),
        "criteria": str(len(criteria)),
        "gaps": things(len(gaps), "criterion", "criteria"),
        "questions": things(unsure, "question needs", "questions need"),
        "things": things(to_do, "thing", "things"),
    }
    answer = _answer(reached, gaps, findings, policy) if not unsure else "look_first"
    return Suggestion(answer=answer, why=filled(policy.sentences.suggestions[answer], words))


def no_mapping(saw: str, policy: Policy) -> Suggestion:
    """The suggestion for a document without a criterion table: what was found in it."""
    return Suggestion(answer="not_a_mapping", why=filled(policy.sentences.suggestions["not_a_mapping"], {"saw": saw}))


def _answer(
    reached: Verdict, gaps: Sequence[Criterion], findings: Sequence[Finding], policy: Policy
) -> SuggestionAnswer:
    has_major = any(finding.severity == "major" for finding in findings)
    if reached == "complete" and not has_major:
        return "ready"
    return "conditions" if gaps and not has_major and _are_light(gaps, policy) else "return"


def _are_light(gaps: Sequence[Criterion], policy: Policy) -> bool:
    """Whether the gaps are few and slight enough to approve with conditions."""
    limits = policy.rules.conditions
    return len(gaps) <= limits.partial_max and all(
        gap.status == "partial" and all((reason.kind or reason.code) in limits.reasons for reason in gap.reasons)
        for gap in gaps
    )
