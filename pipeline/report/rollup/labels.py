"""The words that stand for the contract's codes where many submissions are listed and counted."""

from collections.abc import Iterable, Mapping

from pipeline.records import Kind
from pipeline.report import words
from pipeline.result import Change, SuggestionAnswer

KIND: Mapping[Kind, str] = {
    "complete": "Complete",
    "gaps": "With gaps",
    "not_a_mapping": "Not a mapping document",
    "unread": "Could not be read",
}
KIND_SIGN: Mapping[Kind, str] = {"complete": "✓", "gaps": "◐", "not_a_mapping": "▲", "unread": "✕"}
ANSWER: Mapping[SuggestionAnswer, str] = {
    "ready": "Ready to approve",
    "conditions": "Approve with conditions",
    "look_first": "Look first",
    "return": "Return to the customer",
    "not_a_mapping": "Ask for the mapping",
}
ATTENTION: tuple[str, ...] = ("unread", "not_a_mapping", "look_first", "return", "conditions", "ready")
"""What is listed first: kinds of submissions without an answer, then answers."""

NOT_STATED = "Not stated"

_REASON: Mapping[str, str] = {
    "criterion_missing": "No row for the criterion",
    "nothing_mapped": "Both cells blank",
    "evidence_missing": "Taught, but no evidence given",
    "strategies_missing": "Assessed, but nothing says how it is taught",
    "evidence_weak:provisional": "Evidence still to be agreed",
    "evidence_weak:optional": "Not every learner is assessed",
    "evidence_weak:no_assessment_named": "No assessment named, only teaching",
    "evidence_weak:shortfall": "Less than the unit asks for",
    "evidence_weak:part_only": "Evidence covers only part",
    "evidence_weak:unresolved_reference": "Points to a place without evidence",
    "wording_altered": "Criterion changed",
    "unit_missing": "A unit of the award is not in the document",
    "qualification_unclear": "Not clear which qualification it maps",
    "credits_short": "Too few credits for the award",
    "unit_unknown": "A unit is not part of the qualification",
    "unit_title_differs": "A unit has another title",
    "credit_value_differs": "A unit has another credit value",
    "outcome_altered": "A learning outcome has been changed",
    "criterion_unknown": "A row matches no criterion of its unit",
    "criterion_duplicate": "Several rows map one criterion",
    "criterion_misplaced": "A row stands in another unit",
    "criterion_renumbered": "A row has another number than the unit’s",
    "claim_disagrees": "The Summary’s tick disagrees",
    "assessment_unlisted": "An assessment is not in the Summary’s list",
    "placeholder_left": "Template text still in place",
    "induction_missing": "No statement of induction",
    "tutorial_missing": "Too little tutorial support stated",
    "tracked_changes": "Changes not yet accepted",
    "struck_text": "Text struck through",
    "ocr_text": "Read from a scan",
    "text_unreadable": "A picture that we could not read",
}


def reason(code: str, kind: str | None = None) -> str:
    """A reason or a finding in a few words; one that we have no words for is its own name, in words."""
    name = f"{code}:{kind}" if kind else code
    return _REASON.get(name) or words.begun((kind or code).replace("_", " "))


def headline(submissions: int, kinds: Mapping[str, int]) -> str:
    """The whole batch in a sentence: "200 submissions: 61 complete, 131 with gaps, 5 could not be read"."""
    not_mapping = kinds.get("not_a_mapping", 0)
    parts = (
        (kinds.get("complete", 0), "complete"),
        (kinds.get("gaps", 0), "with gaps"),
        (not_mapping, "not a mapping document" if not_mapping == 1 else "not mapping documents"),
        (kinds.get("unread", 0), "could not be read"),
    )
    told = ", ".join(f"{count:,} {what}" for count, what in parts if count)
    return f"{counted(submissions, 'submission')}{f': {told}' if told else ''}"


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 submission", "12,000 submissions"."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def changed(counts: Iterable[int | None]) -> str:
    """What became of a resubmission's criteria, by their counts in the order of `words.CHANGE`."""
    told = [f"{count} {words.CHANGE[change].lower()}" for change, count in zip(Change, counts, strict=True) if count]
    return words.listed(told) or "nothing changed"
