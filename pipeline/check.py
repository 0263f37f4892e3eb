"""One submission to its Result: the stages in order, in this process."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from msgspec import structs

from pipeline.errors import SubmissionError
from pipeline.extract import extract
from pipeline.judge import judge
from pipeline.match import match
from pipeline.match.choice import choose
from pipeline.model.document import Document
from pipeline.policy import DEFAULT_POLICY, Policy, load_policy
from pipeline.policy.limits import Limits
from pipeline.readers import dispatch
from pipeline.reference import Qualification, load_references
from pipeline.report.drawing import Drawn, draw
from pipeline.report.review import Review
from pipeline.report.since import compare
from pipeline.result import Outcome, Result, SubmissionInfo
from pipeline.source import decodable, failure, load, original


def check(path: Path, *, reference: Path | None = None, policy: Path | None = None) -> Outcome:
    """The verdict on the submission at `path`, or why it could not be read.

    Raises: UsageError, where the file is not there or may not be read; DataError, where a data file is wrong.
    """
    try:
        return examine(path, reference=reference, policy=policy)
    except SubmissionError as error:
        return failure(path, error.code, error.advice)


def read(path: Path, *, pages: int | None = None) -> Document:
    """The submission at `path` as its reader sees it; `pages` as for `examine`.

    Raises: UsageError, DataError, SubmissionError.
    """
    limits = _limits(load_policy().limits, pages)
    return dispatch.read(load(path, limits), limits)


def examine(
    path: Path, *, reference: Path | None = None, policy: Path | None = None, pages: int | None = None
) -> Result:
    """The verdict on the submission at `path`, of which so many pages are recognised at the most; None: the policy's.

    Raises: SubmissionError, where it cannot be read, among them PagesError; and what `check` raises.
    """
    qualifications = load_references(reference)
    rules = load_policy(policy or DEFAULT_POLICY)
    limits = _limits(rules.limits, pages)
    packed = load(path, limits)
    document = dispatch.read(packed, limits)
    return _judged(document, path.name, hashlib.sha256(packed).hexdigest(), qualifications, rules)


def drawn(result: Result, path: Path, *, only: Collection[str] = (), since: Result | None = None) -> Drawn:
    """The reports on the submission at `path`, the kinds that are asked for, () for all; `since`: an earlier result."""
    review = Review(result, compare(since, result) if since else None)
    return draw(review, original(path, result.submission.sha256), only)


def prepare(*, reference: Path | None = None, policy: Path | None = None) -> None:
    """Loads what every check needs but its reader, by judging a document without a word. Raises: DataError."""
    nothing = Document(format="", read_by="", blocks=())
    rules = load_policy(policy or DEFAULT_POLICY)
    for qualification in load_references(reference):
        _judged(nothing, "", "", (qualification,), rules)


def _judged(
    document: Document, name: str, sha256: str, qualifications: Sequence[Qualification], policy: Policy
) -> Result:
    """The verdict by the qualification that the document maps; it is read anew where that is not the first one."""
    submission = extract(document, policy.form, qualifications[0])
    choice = choose(submission, qualifications, policy.matching)
    qualification = qualifications[choice.at]
    if choice.at:
        submission = extract(document, policy.form, qualification)
    source = SubmissionInfo(
        file=decodable(name),
        sha256=sha256,
        format=document.format,
        pages=document.pages,
        programme=submission.programme,
        customer=submission.customer,
        read_by=document.read_by,
        pictured_tables=[table.location.table or 0 for table in document.tables if table.is_pictured],
    )
    matching = match(submission, qualification, policy)
    return judge(submission, replace(matching, choice=choice), qualification, policy, source)


def _limits(limits: Limits, pages: int | None) -> Limits:
    return (
        limits
        if pages is None
        else structs.replace(limits, recognition=structs.replace(limits.recognition, pages=pages))
    )
