"""The words and signs that stand for the contract's codes in every report, and the small phrases built of them."""

from collections.abc import Mapping, Sequence

from pipeline.report.since import Since
from pipeline.report.verifier import Sample, Sampling
from pipeline.result import Change, Combination, Place, Risk, Severity, SubmissionInfo, Unit, UnitStatus

STATUS: Mapping[UnitStatus, str] = {"full": "Full", "partial": "Partial", "none": "None", "not_claimed": "Not claimed"}
STATUS_SIGN: Mapping[UnitStatus, str] = {"full": "✓", "partial": "◐", "none": "✕", "not_claimed": "–"}
SEVERITY: Mapping[Severity, str] = {"major": "Major", "minor": "Minor", "info": "For information"}
SEVERITY_SIGN: Mapping[Severity, str] = {"major": "▲", "minor": "△", "info": "ⓘ"}
RISK: Mapping[Risk, str] = {"high": "High", "medium": "Medium", "low": "Low"}
CHANGE: Mapping[Change, str] = {
    Change.PUT_RIGHT: "Put right",
    Change.STILL_OPEN: "Still open",
    Change.NEW: "New",
    Change.GOT_WORSE: "Got worse",
}
"""In the order in which a report tells them."""
CHANGE_SIGN: Mapping[Change, str] = {
    Change.PUT_RIGHT: "✓",
    Change.STILL_OPEN: "○",
    Change.NEW: "+",
    Change.GOT_WORSE: "▼",
}

MUST, TO_CLEAR_UP, ADVICE = "Must do", "To clear up", "Advice"
"""What an action is: to be put right, to be put right if we read the customer rightly, or only better done."""

FIRM = ("What we found", "What to do")
"""Before what is told to the customer."""
OPEN = ("How we read it", "What to do, if that is right")
"""The same, where we are not sure that we read them rightly."""

_READ_AS = {
    "docx": "a Word document",
    "pdf": "a PDF, from its own text",
    "libreoffice": "a document that LibreOffice turned into a Word document",
    "ocr": "a scan, by recognising the letters in the picture",
}


def things(count: int, one: str, many: str) -> str:
    """A count with its noun: "1 criterion", "3 criteria"."""
    return f"{count} {one if count == 1 else many}"


def hours(value: float) -> str:
    """Hours in words: "1 hour", "2.5 hours"."""
    return f"{value:g} {'hour' if value == 1 else 'hours'}"


def listed(names: Sequence[str]) -> str:
    """Names as a reader lists them: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), "".join(names[-1:]))))


def begun(text: str) -> str:
    """The text as the start of a sentence: its first letter a capital."""
    return text[:1].upper() + text[1:]


def place(location: Place | None) -> str:
    """The place as the start of a sentence: "Table 3, row 4"; "" where it is not known."""
    return begun(location.label) if location else ""


def read_as(submission: SubmissionInfo) -> str:
    """How the file was read, in words: "a Word document"."""
    return _READ_AS.get(submission.read_by) or f"a {submission.format.upper()} file"


def award_facts(award: Combination) -> tuple[tuple[str, bool], ...]:
    """What one claimed award needs, each with whether it is met: rules of combination, induction, tutorial support."""
    is_met = award.answer == "yes"
    rules = f"rules of combination {'met' if is_met else 'not met'}. {award.credits} of {award.required} credits."
    rules += "".join(f" {group.title}: {group.credits} of {group.required} credits." for group in award.groups)
    if award.missing_units:
        rules += f" Not in the document: {listed(award.missing_units)}."
    induction = f"Induction: {'stated' if award.induction_stated else 'not stated'}."
    return (rules, is_met), (induction, award.induction_stated), _tutorial(award)


def _tutorial(award: Combination) -> tuple[str, bool]:
    stated, needed = award.tutorial_hours_stated, award.tutorial_hours_required
    if (stated or 0) >= needed:
        return f"Tutorial support: {hours(stated or 0)} stated.", True
    had = hours(stated) if stated else "no hours"
    return f"Tutorial support: {had} stated, {needed:g} needed.", False


def unit_comment(unit: Unit) -> str:
    """One sentence on a unit for the QCM's Summary table."""
    doubts = sum(not criterion.certain for criterion in unit.criteria)
    eye = f"; {doubts} {'needs' if doubts == 1 else 'need'} your eye" if doubts else ""
    return f"{unit_coverage(unit)}{eye}."


def unit_coverage(unit: Unit) -> str:
    """How much of a unit is covered, in words without a full stop: "9 of 12 full and 3 partial"."""
    size, counts = len(unit.criteria), unit.counts
    if unit.status == "not_claimed":
        return "Not claimed, so not judged"
    if unit.status == "full":
        return f"All {size} criteria are full"
    if unit.status == "none":
        return f"None of the {size} criteria is covered"
    parts = [f"{count} {status}" for status, count in (("partial", counts.partial), ("none", counts.none)) if count]
    return listed([f"{counts.full} of {size} full", *parts])


def since_counts(since: Since) -> str:
    """What became of the gaps since the last submission: "4 put right, 2 still open and 1 new"."""
    counted = ((len(since.of(change)), word.lower()) for change, word in CHANGE.items())
    return listed([f"{count} {word}" for count, word in counted if count]) or "nothing was open, and nothing is now"


def sample_size(sampling: Sampling) -> str:
    """How many assessments are enough for the external verifier, and for how many criteria."""
    sample, total = sampling.sample, len(sampling.columns)
    does = "touches" if len(sample.titles) == 1 else "together touch"
    enough = f"{things(len(sample.titles), 'assessment', 'assessments')} {does} every criterion"
    if sample.touched == total:
        return f"{enough}: {total} of {total}."
    return f"{enough} that any assessment touches: {sample.touched} of {total}."


def sample_proof(sample: Sample) -> str:
    """Whether fewer would do, as far as it is known."""
    if sample.is_smallest:
        return "No smaller set does."
    return f"There may be a smaller set, but none of fewer than {sample.at_least}."
