"""Which awards are claimed, and whether each meets its rules of combination."""

from pipeline.judge.coverage import Case
from pipeline.model.submission import Answer, Support
from pipeline.reference import Award
from pipeline.result import Combination, CombinationAnswer


def claimed_awards(case: Case) -> tuple[Award, ...]:
    """The awards that the form claims; where it claims none, those that the mapped units are for."""
    awards = case.qualification.awards
    answers = {claim.award: claim.answer for claim in case.submission.claims}
    claimed = tuple(award for award in awards if answers.get(award.key) is Answer.YES)
    if claimed:
        return claimed
    return tuple(award for award in awards if award.key not in answers and _is_meant(case, award))


def _is_meant(case: Case, award: Award) -> bool:
    """Whether a unit is mapped that only some awards need, this one among them: units of every award tell nothing."""
    others = [other.units for other in case.qualification.awards if other.key != award.key]
    telling = [unit for unit in award.units if not others or not all(unit in units for units in others)]
    return any(case.is_mapped(unit) for unit in telling)


def combination(case: Case, award: Award, *, is_claimed: bool) -> Combination:
    """One award held against the document: units, credits, induction, tutorial support."""
    units = [case.qualification.unit(ref) for ref in award.units]
    present = [unit for unit in units if case.is_present(unit.ref)]
    held = sum(unit.credits for unit in present)
    is_met = len(present) == len(units) and held >= award.credits
    answer: CombinationAnswer = ("yes" if is_met else "no") if is_claimed else "n/a"
    return Combination(
        award=award.key,
        title=award.title,
        answer=answer,
        credits=held,
        required=award.credits,
        missing_units=[unit.ref for unit in units if unit not in present],
        induction_stated=_is_induction_stated(case, award),
        induction_hours_required=award.induction_hours,
        tutorial_hours_stated=_hours_stated(case, Support.TUTORIAL),
        tutorial_hours_required=award.tutorial_hours,
    )


def is_tutorial_stated(combination: Combination) -> bool:
    """Whether tutorial support is stated with as many hours as the award needs."""
    return (combination.tutorial_hours_stated or 0) >= combination.tutorial_hours_required


def _is_induction_stated(case: Case, award: Award) -> bool:
    """An induction without hours is stated; one with fewer hours than the award needs is not."""
    stated = [statement for statement in case.submission.support if statement.kind is Support.INDUCTION]
    hours = _hours_stated(case, Support.INDUCTION)
    return bool(stated) and (hours is None or hours >= award.induction_hours)


def _hours_stated(case: Case, kind: Support) -> float | None:
    hours = [s.hours for s in case.submission.support if s.kind is kind and s.hours is not None]
    return max(hours, default=None)
