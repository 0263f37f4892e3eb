"""Matching to Result: the rubric, line by line."""

from pipeline import __version__
from pipeline.judge.blanks import blanks
from pipeline.judge.combination import claimed_awards, claimed_units, combination
from pipeline.judge.coverage import Case, total, unit_results
from pipeline.judge.findings import Judged, findings
from pipeline.judge.messages import filled, listed
from pipeline.judge.rows import judge_rows
from pipeline.judge.suggestion import no_mapping, suggestion, verdict
from pipeline.model.matching import Matching
from pipeline.model.submission import Submission
from pipeline.policy import Policy
from pipeline.reference import Qualification
from pipeline.result import Checker, PolicyInfo, ReferenceInfo, Result, SubmissionInfo


def judge(
    submission: Submission,
    matching: Matching,
    qualification: Qualification,
    policy: Policy,
    source: SubmissionInfo,
) -> Result:
    """The whole verdict on a submission."""
    case = Case(submission, matching, judge_rows(submission, matching, qualification, policy), qualification, policy)
    is_mapping = bool(submission.blocks)
    claimed = claimed_awards(case) if is_mapping else ()
    combinations = [combination(case, award, is_claimed=award in claimed) for award in qualification.awards]
    units = unit_results(case, claimed_units(case, claimed))
    judged = Judged(case, units, claimed, combinations)
    found = findings(judged)
    reached = verdict(units, [c for c in combinations if c.answer != "n/a"]) if is_mapping else "not_a_mapping"
    return Result(
        submission=source,
        reference=_reference(case, is_mapping=is_mapping),
        policy=PolicyInfo(sha256=policy.sha256),
        checker=Checker(name="ilm-coverage", version=__version__),
        claimed=[award.key for award in claimed],
        combinations=combinations,
        units=units,
        findings=found,
        counts=total(units),
        verdict=reached,
        suggestion=suggestion(reached, units, found, policy) if is_mapping else no_mapping(submission.saw, policy),
        blanks=blanks(judged) if is_mapping else [],
    )


def _reference(case: Case, *, is_mapping: bool) -> ReferenceInfo:
    """What the submission was held against, and what is asked where that is not certain."""
    qualification, choice = case.qualification, case.matching.choice
    questions = case.policy.sentences.questions
    question = None
    if is_mapping and not choice.is_certain:
        words = {
            "this": choice.installed[choice.at],
            "installed": listed(choice.installed),
            "other": choice.rival or "",
        }
        question = filled(questions.qualification if choice.rival else questions.no_qualification, words)
    return ReferenceInfo(
        qualification=qualification.ref,
        title=qualification.title,
        sha256=qualification.sha256,
        chosen_from=list(choice.installed),
        question=question,
    )
