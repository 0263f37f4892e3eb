"""Submission and Qualification to Matching: which criterion each row maps, how surely, and how its wording stands."""

from pipeline.model import Matching, Submission
from pipeline.policy import Policy
from pipeline.reference import Qualification


def match(submission: Submission, qualification: Qualification, policy: Policy) -> Matching:
    """Every row of the submission with the criterion that it maps."""
    raise NotImplementedError
