"""Outcome to Record: what a batch keeps of each submission, which its roll-up is drawn from and nothing else.

A record holds what is counted and listed over many submissions. What a customer wrote is in the result, not here, but
for the names by which a submission is known and the words that a sentence quotes."""

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec

from pipeline.result import (
    Change,
    Contract,
    Count,
    Criterion,
    Failure,
    Outcome,
    Result,
    Risk,
    Sha256,
    Status,
    SuggestionAnswer,
    TotalCounts,
    UnitStatus,
    change,
)

Kind = Literal["complete", "gaps", "not_a_mapping", "unread"]
"""What became of a submission: the verdict of its result, or that there is none."""


class ReasonRecord(Contract, frozen=True, kw_only=True, array_like=True):
    """One reason why a criterion is not full; `kind` is None where its code has no kinds."""

    code: str
    kind: str | None
    message: str
    request: str
    must: bool
    risk: Risk


class CriterionRecord(Contract, frozen=True, kw_only=True, array_like=True):
    """One criterion of a claimed unit."""

    ref: str
    status: Status
    certain: bool
    match: str
    reasons: list[ReasonRecord]
    assessments: list[str]


class UnitRecord(Contract, frozen=True, kw_only=True, array_like=True):
    """One unit that is claimed or mapped."""

    ref: str
    status: UnitStatus
    claimed_status: Status | None
    criteria: list[CriterionRecord]


class FindingRecord(Contract, frozen=True, kw_only=True, array_like=True):
    """One finding beside the criteria."""

    code: str
    unit: str | None
    ref: str | None
    message: str
    must: bool
    risk: Risk


class Record(Contract, frozen=True, kw_only=True, array_like=True):
    """One submission's outcome. `file` is its name, without a folder.

    Of a failure `code` and `message` say why it could not be read, and all after them is empty; of a result these two.
    `claimed` are the titles of the awards; `needs_eye` counts the criteria that a person must look at.
    `held` names the qualification that it was held against where several are installed, and whether that is in doubt.
    """

    file: str
    sha256: Sha256 | None
    kind: Kind
    code: str = ""
    message: str = ""
    format: str = ""
    read_by: str = ""
    customer: str = ""
    programme: str = ""
    qualification: str = ""
    reference: str = ""
    policy: str = ""
    claimed: tuple[str, ...] = ()
    full: Count = 0
    partial: Count = 0
    none: Count = 0
    needs_eye: Count = 0
    answer: SuggestionAnswer | None = None
    why: str = ""
    units: tuple[UnitRecord, ...] = ()
    findings: tuple[FindingRecord, ...] = ()
    held: str = ""

    @property
    def total(self) -> int:
        """How many criteria are judged."""
        return self.full + self.partial + self.none

    @property
    def counts(self) -> TotalCounts:
        """The criteria by status."""
        return TotalCounts(full=self.full, partial=self.partial, none=self.none, criteria=self.total)


@dataclass(frozen=True, slots=True)
class Changes:
    """How a resubmission differs from the one before it: criteria by what became of them.

    `earlier` is the submission before it as `Entry.shown` gives it, or its file's name where it was replaced in place.
    """

    earlier: str
    put_right: int
    still_open: int
    new: int
    got_worse: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One submission of the roll-up.

    `shown` is its path below the folder that was searched, `received` the day its file was last changed ("2026-03-09").
    `folder` is its pack's, below the output, None where no pack is written; `page` is the file that a reader opens
    first, below the output too: the coverage report, or why it could not be read. `same_as` is the `shown` of the
    submission with the same bytes that was checked in its stead, None where it was checked itself.
    """

    shown: str
    received: str
    folder: str | None
    record: Record
    same_as: str | None = None
    changes: Changes | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the records name by number alone: titles of units by ref, texts of criteria by (unit, ref)."""

    titles: Mapping[str, str]
    texts: Mapping[tuple[str, str], str]


def record(outcome: Outcome) -> Record:
    """What is kept of an outcome."""
    return _of_failure(outcome) if isinstance(outcome, Failure) else _of_result(outcome)


def pack(kept: Record) -> bytes:
    """The record as a ledger holds it: some 1 kB for 44 criteria."""
    return zlib.compress(msgspec.msgpack.encode(kept), 6)


_DECODER = msgspec.msgpack.Decoder(Record)


def unpack(packed: bytes) -> Record:
    """The record that was packed. Raises: msgspec.MsgspecError, zlib.error, where it is none of this version."""
    return _DECODER.decode(zlib.decompress(packed))


def changes(earlier: Record, later: Record, shown: str) -> Changes:
    """How the later submission of a programme differs from the earlier one, which is called `shown`."""
    before = dict(_statuses(earlier))
    became = Counter(change(before.get(place), now) for place, now in _statuses(later))
    return Changes(shown, *(became[each] for each in Change))


def _statuses(kept: Record) -> Iterator[tuple[tuple[str, str], Status]]:
    for unit in kept.units:
        for criterion in unit.criteria:
            yield (unit.ref, criterion.ref), criterion.status


def _of_failure(failure: Failure) -> Record:
    return Record(file=failure.file, sha256=failure.sha256, kind="unread", code=failure.code, message=failure.message)


def _of_result(result: Result) -> Record:
    submission, counts = result.submission, result.counts
    return Record(
        file=submission.file,
        sha256=submission.sha256,
        kind=result.verdict,
        format=submission.format,
        read_by=submission.read_by,
        customer=submission.customer or "",
        programme=submission.programme or "",
        qualification=result.reference.qualification,
        reference=result.reference.sha256,
        policy=result.policy.sha256,
        claimed=tuple(award.title for award in result.combinations if award.award in result.claimed),
        full=counts.full,
        partial=counts.partial,
        none=counts.none,
        needs_eye=sum(not criterion.certain for unit in result.units for criterion in unit.criteria),
        answer=result.suggestion.answer,
        why=result.suggestion.why,
        units=tuple(
            UnitRecord(
                ref=unit.ref,
                status=unit.status,
                claimed_status=unit.claimed_status,
                criteria=[_criterion(criterion) for criterion in unit.criteria],
            )
            for unit in result.units
            if unit.criteria
        ),
        held=_held(result),
        findings=tuple(
            FindingRecord(
                code=found.code,
                unit=found.unit,
                ref=found.ref,
                message=found.message,
                must=found.must,
                risk=found.risk,
            )
            for found in result.findings
        ),
    )


def _held(result: Result) -> str:
    chosen = result.reference
    if not chosen.chosen_from:
        return ""
    return f"{chosen.qualification}, or another" if chosen.question else chosen.qualification


def _criterion(criterion: Criterion) -> CriterionRecord:
    return CriterionRecord(
        ref=criterion.ref,
        status=criterion.status,
        certain=criterion.certain,
        match=criterion.match.kind,
        reasons=[
            ReasonRecord(
                code=reason.code,
                kind=reason.kind,
                message=reason.message,
                request=reason.request,
                must=reason.must,
                risk=reason.risk,
            )
            for reason in criterion.reasons
        ],
        assessments=list(criterion.assessments),
    )
