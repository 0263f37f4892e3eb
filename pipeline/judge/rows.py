"""Matching to judged criteria: the cells that count for each criterion, joined, resolved and judged."""

from pipeline.model import JudgedCriterion, Matching, Submission
from pipeline.policy import Policy
from pipeline.reference import Qualification


def judge_rows(
    submission: Submission, matching: Matching, qualification: Qualification, policy: Policy
) -> tuple[JudgedCriterion, ...]:
    """Every criterion of the qualification, in its order, with the verdict on its strategies and its evidence."""
    raise NotImplementedError
