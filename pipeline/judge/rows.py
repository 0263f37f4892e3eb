"""Matching to judged criteria: the cells that count for each criterion, joined, resolved and judged."""

from pipeline.judge.judging import Judging
from pipeline.model.matching import Matching
from pipeline.model.submission import Column, Submission
from pipeline.model.verdicts import JudgedCriterion
from pipeline.policy import Policy
from pipeline.reference import Qualification


def judge_rows(
    submission: Submission, matching: Matching, qualification: Qualification, policy: Policy
) -> tuple[JudgedCriterion, ...]:
    """Every criterion of the qualification, in its order, with the verdict on its strategies and its evidence."""
    judging = Judging(submission, matching, qualification, policy)
    return tuple(
        JudgedCriterion(
            unit=unit.ref,
            ref=criterion.ref,
            rows=tuple(matching.of(unit.ref, criterion.ref)),
            strategies=judging.cell(unit.ref, criterion.ref, Column.STRATEGIES),
            evidence=judging.cell(unit.ref, criterion.ref, Column.EVIDENCE),
        )
        for unit, criterion in qualification.pairs()
    )
