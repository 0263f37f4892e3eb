"""A result and what people decide on it: decisions read back from a workbook, reports drawn anew with them."""

from collections.abc import Collection
from pathlib import Path

from pipeline.decisions import Decisions, by_criterion
from pipeline.errors import UsageError
from pipeline.judge.decided import decided
from pipeline.policy import DEFAULT_POLICY, load_policy
from pipeline.readers import workbook
from pipeline.report.drawing import Drawn, draw
from pipeline.report.review import Review
from pipeline.report.since import compare
from pipeline.report.workbook.returned import Returned, returned
from pipeline.result import Result
from pipeline.source import original


def read_back(path: Path, result: Result, fingerprints: Collection[str]) -> Returned:
    """The decisions in the workbook at `path`, which was drawn from the result that one of these fingerprints names.

    Raises: UsageError, where it cannot be read.
    """
    try:
        packed = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        sheets = workbook.sheets(packed, load_policy().limits)
    except UsageError as error:
        raise UsageError(f"{path} cannot be read. {error.advice}") from error
    return returned(sheets, result, fingerprints)


def reviewed(
    result: Result, *, decisions: Decisions | None = None, since: Result | None = None, policy: Path | None = None
) -> Review:
    """The result as it is to be shown: with these decisions in it, by this policy, and compared with an earlier result.

    Raises: UsageError, where a decision does not fit the result; DataError, where the policy is wrong.
    """
    if decisions is None or not decisions.decisions:
        return Review(result, compare(since, result) if since else None)
    after = decided(result, decisions, load_policy(policy or DEFAULT_POLICY))
    return Review(after, compare(since, after) if since else None, by_criterion(decisions), result)


def redrawn(review: Review, submission: Path | None, only: Collection[str] = ()) -> Drawn:
    """The reports on a result, the kinds that are asked for, () for all; a copy needs the `submission` itself."""
    return draw(review, original(submission, review.result.submission.sha256), only)
