"""One submission to its Result: the stages in order, in this process."""

import hashlib
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from msgspec import structs

from pipeline.errors import SubmissionError
from pipeline.extract import extract
from pipeline.judge import judge
from pipeline.judge.amounts import load_amounts
from pipeline.judge.transformer import load_transformer
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


@dataclass(frozen=True, slots=True)
class Stages:
    """What a submission is held against, and how long each stage of its check takes, in seconds by its name."""

    qualifications: Sequence[Qualification]
    policy: Policy
    seconds: dict[str, float] = field(default_factory=dict)

    def anew(self, pages: int) -> "Stages":
        """The same for another submission, of which so many pages are recognised at the most."""
        return Stages(self.qualifications, structs.replace(self.policy, limits=_limits(self.policy.limits, pages)))

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Within it a stage runs; a second time adds to the first."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun


def stages(*, reference: Path | None = None, policy: Path | None = None) -> Stages:
    """What a check needs of the data files. Raises: DataError, where one is wrong."""
    return Stages(load_references(reference), load_policy(policy or DEFAULT_POLICY))


def check(path: Path, *, reference: Path | None = None, policy: Path | None = None) -> Outcome:
    """The verdict on the submission at `path`, or why it could not be read.

    Raises: UsageError, where the file is not there or may not be read; DataError, where a data file is wrong.
    """
    try:
        return examine(path, stages(reference=reference, policy=policy))
    except SubmissionError as error:
        return failure(path, error.code, error.advice)


def read(path: Path, *, pages: int | None = None) -> Document:
    """The submission at `path` as its reader sees it, so many pages recognised at the most; None: the policy's number.

    Raises: UsageError, DataError, SubmissionError.
    """
    limits = _limits(load_policy().limits, pages)
    return dispatch.read(load(path, limits), limits)


def examine(path: Path, stage: Stages) -> Result:
    """The verdict on the submission at `path`, its stages timed.

    Raises: SubmissionError, where it cannot be read, among them PagesError; UsageError, where it cannot be opened.
    """
    with stage.timed("read"):
        packed = load(path, stage.policy.limits)
        document = dispatch.read(packed, stage.policy.limits)
    return _judged(document, path.name, hashlib.sha256(packed).hexdigest(), stage)


def drawn(result: Result, path: Path, *, only: Collection[str] = (), since: Result | None = None) -> Drawn:
    """The reports on the submission at `path`, the kinds that are asked for, () for all; `since`: an earlier result."""
    review = Review(result, compare(since, result) if since else None)
    return draw(review, original(path, result.submission.sha256), only)


def prepare(*, reference: Path | None = None, policy: Path | None = None) -> None:
    """Loads what every check needs but its reader, by judging a document without a word. Raises: DataError."""
    nothing = Document(format="", read_by="", blocks=())
    rules = load_policy(policy or DEFAULT_POLICY)
    for qualification in load_references(reference):
        _judged(nothing, "", "", Stages((qualification,), rules))
    for model in (load_transformer(), load_amounts()):
        model.probabilities("")  # its tables are unpacked here, and not in each process that begins as this one


def _judged(document: Document, name: str, sha256: str, stage: Stages) -> Result:
    """The verdict by the qualification that the document maps; it is read anew where that is not the first one."""
    policy = stage.policy
    with stage.timed("extract"):
        submission = extract(document, policy.form, stage.qualifications[0])
        choice = choose(submission, stage.qualifications, policy.matching)
        qualification = stage.qualifications[choice.at]
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
    with stage.timed("match"):
        matching = match(submission, qualification, policy)
    with stage.timed("judge"):
        return judge(submission, replace(matching, choice=choice), qualification, policy, source)


def _limits(limits: Limits, pages: int | None) -> Limits:
    return (
        limits
        if pages is None
        else structs.replace(limits, recognition=structs.replace(limits.recognition, pages=pages))
    )
