"""Which awards are claimed, and whether each meets its rules of combination."""

from collections.abc import Iterable, Iterator

from pipeline.judge.coverage import Case
from pipeline.model.submission import Answer, Support
from pipeline.reference import Award, Group
from pipeline.result import Combination, CombinationAnswer, CombinationGroup


def claimed_awards(case: Case) -> tuple[Award, ...]:
    """The awards that the form claims; where it claims none, those that the mapped units are for.

    Units that several awards need tell nothing of them: where no unit tells, it is the awards whose rules the mapped
    units meet, and of those the ones with the most credits.
    """
    awards = case.qualification.awards
    answers = {claim.award: claim.answer for claim in case.submission.claims}
    claimed = tuple(award for award in awards if answers.get(award.key) is Answer.YES)
    if claimed:
        return claimed
    unanswered = [award for award in awards if award.key not in answers]
    meant = tuple(award for award in unanswered if _is_meant(case, award))
    if meant:
        return meant
    met = [award for award in unanswered if _is_met_by_mapped(case, award)]
    most = max((award.credits for award in met), default=0)
    return tuple(award for award in met if award.credits == most)


def claimed_units(case: Case, awards: Iterable[Award]) -> Iterator[str]:
    """The units that these awards claim: the mandatory ones, and the optional ones that are meant to count."""
    for award in awards:
        yield from award.units
        yield from (ref for group in award.groups for ref in group.units if case.is_taken(ref))


def _is_meant(case: Case, award: Award) -> bool:
    """Whether a unit is mapped that only some awards need, this one among them: units of every award tell nothing."""
    others = [other.every_unit for other in case.qualification.awards if other.key != award.key]
    telling = [unit for unit in award.every_unit if not others or not all(unit in units for units in others)]
    return any(case.is_mapped(unit) for unit in telling)


def _is_met_by_mapped(case: Case, award: Award) -> bool:
    return all(map(case.is_mapped, award.units)) and combination(case, award, is_claimed=True).answer == "yes"


def combination(case: Case, award: Award, *, is_claimed: bool) -> Combination:
    """One award held against the document: units, groups, credits, induction, tutorial support.

    An optional unit counts where it is in the document and meant to: a template's table left blank is neither.
    """
    units = [case.qualification.unit(ref) for ref in award.units]
    present = [unit for unit in units if case.is_present(unit.ref)]
    groups = [_group(case, group) for group in award.groups]
    held = sum(unit.credits for unit in present) + sum(group.credits for group in groups)
    is_whole = len(present) == len(units) and all(group.credits >= group.required for group in groups)
    answer: CombinationAnswer = ("yes" if is_whole and held >= award.credits else "no") if is_claimed else "n/a"
    return Combination(
        award=award.key,
        title=award.title,
        answer=answer,
        credits=held,
        required=award.credits,
        missing_units=[unit.ref for unit in units if unit not in present],
        groups=groups,
        induction_stated=_is_induction_stated(case, award),
        induction_hours_required=award.induction_hours,
        tutorial_hours_stated=_hours_stated(case, Support.TUTORIAL),
        tutorial_hours_required=award.tutorial_hours,
    )


def _group(case: Case, group: Group) -> CombinationGroup:
    counted = (case.qualification.unit(ref) for ref in group.units if case.is_present(ref) and case.is_taken(ref))
    held = sum(unit.credits for unit in counted)
    return CombinationGroup(key=group.key, title=group.title, credits=held, required=group.credits_min)


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
