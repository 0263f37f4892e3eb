"""The contract: one Result or one Failure per submission, their encoding, decoding and JSON Schema."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from pipeline.errors import ErrorCode

Status = Literal["full", "partial", "none"]
UnitStatus = Literal["full", "partial", "none", "not_claimed"]
WORTH: Mapping[Status, int] = {"none": 0, "partial": 1, "full": 2}
"""How much of a criterion each status says is there: to tell which of two is less."""


class Change(StrEnum):
    """What became of a gap since the last submission."""

    PUT_RIGHT = "put_right"
    STILL_OPEN = "still_open"
    NEW = "new"
    GOT_WORSE = "got_worse"


def change(was: Status | None, now: Status) -> Change | None:
    """What became of a criterion, whose earlier status is None where it was not judged.

    None, where it was full and is, or was not judged and is full.
    """
    if now == "full":
        return Change.PUT_RIGHT if was not in (None, "full") else None
    if was is None:
        return Change.NEW
    return Change.GOT_WORSE if WORTH[now] < WORTH[was] else Change.STILL_OPEN


Risk = Literal["low", "medium", "high"]
Severity = Literal["info", "minor", "major"]
CombinationAnswer = Literal["yes", "no", "n/a"]
Verdict = Literal["complete", "gaps", "not_a_mapping"]
SuggestionAnswer = Literal["ready", "conditions", "look_first", "return", "not_a_mapping"]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Meta(ge=0)]
Probability = Annotated[float, Meta(ge=0, le=1)]


class Contract(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a contract is made of: frozen, and nothing in it that is not named."""


class SubmissionInfo(Contract, frozen=True, kw_only=True):
    """The file that was checked, and what it says of itself.

    `pictured_tables` are the numbers of a Word file's tables that were read from pictures: they are not its own.
    """

    file: str
    sha256: Sha256
    format: str
    pages: int | None
    programme: str | None
    customer: str | None
    read_by: str
    pictured_tables: list[int] = []


class ReferenceInfo(Contract, frozen=True, kw_only=True):
    """The reference file that the submission was held against.

    `chosen_from` are the qualifications that were installed where one of several was chosen, else []; `question` is
    what the QCM is asked where the choice is not certain, else None.
    """

    qualification: str
    title: str
    sha256: Sha256
    chosen_from: list[str] = []
    question: str | None = None


class PolicyInfo(Contract, frozen=True, kw_only=True):
    """The policy file that decided."""

    sha256: Sha256


class Checker(Contract, frozen=True, kw_only=True):
    """The program and its version."""

    name: str
    version: str


class Place(Contract, frozen=True, kw_only=True, omit_defaults=True):
    """A place in the submission, counted from 1; `label` says it in words, "" where it is not known.

    `column` is a cell's first one in the table's grid, None for the whole row; where the cell is in a table inside
    another one's cell, `inner_table` counts those of the outer table, and `inner_row` and `column` are the inner
    table's. `box` is where it stands on its page, where pages are known: left, top, right and bottom, in points from
    the top left corner of the page as it is seen.
    """

    page: int | None
    table: int | None
    row: int | None
    label: str
    column: int | None = None
    inner_table: int | None = None
    inner_row: int | None = None
    box: tuple[float, float, float, float] | None = None


class CombinationGroup(Contract, frozen=True, kw_only=True):
    """One group of an award's optional units: the credits of those in the submission, and how many are required."""

    key: str
    title: str
    credits: Count
    required: Count


class Combination(Contract, frozen=True, kw_only=True):
    """One award held against its rules of combination; `missing_units` are mandatory ones."""

    award: str
    title: str
    answer: CombinationAnswer
    credits: Count
    required: Count
    missing_units: list[str]
    induction_stated: bool
    induction_hours_required: float
    tutorial_hours_stated: float | None
    tutorial_hours_required: float
    groups: list[CombinationGroup] = []


class Counts(Contract, frozen=True, kw_only=True):
    """Criteria by status."""

    full: Count
    partial: Count
    none: Count


class TotalCounts(Contract, frozen=True, kw_only=True):
    """Criteria by status over the claimed units, and how many there are."""

    full: Count
    partial: Count
    none: Count
    criteria: Count


class Reason(Contract, frozen=True, kw_only=True):
    """Why a criterion is not full: code, the words that made it so, and two plain sentences."""

    code: str
    kind: str | None
    quote: str | None
    message: str
    request: str
    must: bool
    risk: Risk


class MatchSignal(Contract, frozen=True, kw_only=True):
    """One additive weight of the match, in bits."""

    signal: str
    submitted: str
    canonical: str
    level: str
    bits: float


class MatchRunnerUp(Contract, frozen=True, kw_only=True):
    """The next best criterion."""

    unit: str
    ref: str
    score: Probability


class Match(Contract, frozen=True, kw_only=True):
    """How the criterion was found in the submission; score 0 and no text where it is missing."""

    kind: Literal["identical", "reworded", "altered", "number_only", "missing"]
    score: Probability
    certain: bool
    text: str
    number: str | None
    runner_up: MatchRunnerUp | None
    signals: list[MatchSignal]


class CriterionCells(Contract, frozen=True, kw_only=True):
    """Where what is judged of a criterion stands: a cell each, or the row where it has no such cell."""

    wording: Place | None = None
    strategies: Place | None = None
    evidence: Place | None = None


class Criterion(Contract, frozen=True, kw_only=True):
    """The verdict on one criterion; `questions` are what the QCM is asked where `certain` is false."""

    ref: str
    text: str
    status: Status
    certain: bool
    questions: list[str]
    reasons: list[Reason]
    match: Match
    strategies: str
    evidence: str
    assessments: list[str]
    location: Place | None
    cells: CriterionCells = CriterionCells()


class Unit(Contract, frozen=True, kw_only=True):
    """The verdict on one unit; `criteria` is empty where it is not claimed.

    `heading` is where its heading stands, or the table below it; `summary` its line in the Summary.
    """

    ref: str
    title: str
    credits: Count
    status: UnitStatus
    claimed_status: Status | None
    counts: Counts
    assessments: list[str]
    criteria: list[Criterion]
    heading: Place | None = None
    summary: Place | None = None


class Finding(Contract, frozen=True, kw_only=True):
    """Something beside the criteria that the QCM should know; `quote` are the words that it is about, or None."""

    code: str
    severity: Severity
    unit: str | None
    ref: str | None
    message: str
    request: str
    must: bool
    risk: Risk
    location: Place | None
    quote: str | None = None


class Blank(Contract, frozen=True, kw_only=True):
    """A place of the form that was left blank, and what belongs there.

    It is for the tick of a `unit` in the Summary, or for the answer for an `award` in the rules of combination. `words`
    are written there where the unit's status, or the award's answer, is `when`: each place is listed for each of them.
    They take the place of `instead_of` ("YES/NO/N/A"), "" where there is nothing to take the place of.
    """

    unit: str | None
    award: str | None
    when: Status | CombinationAnswer
    place: Place
    instead_of: str
    words: str


class Suggestion(Contract, frozen=True, kw_only=True):
    """What the check suggests; the QCM decides."""

    answer: SuggestionAnswer
    why: str


class Result(Contract, frozen=True, kw_only=True):
    """All that one check found."""

    schema: Literal["ilm-coverage-result/1"] = "ilm-coverage-result/1"
    submission: SubmissionInfo
    reference: ReferenceInfo
    policy: PolicyInfo
    checker: Checker
    claimed: list[str]
    combinations: list[Combination]
    units: list[Unit]
    findings: list[Finding]
    counts: TotalCounts
    verdict: Verdict
    suggestion: Suggestion
    blanks: list[Blank] = []


class Failure(Contract, frozen=True, kw_only=True):
    """A submission that could not be read: why, and what to do."""

    schema: Literal["ilm-coverage-error/1"] = "ilm-coverage-error/1"
    file: str
    sha256: Sha256 | None
    code: ErrorCode
    message: str


Outcome = Result | Failure


def submitted(outcome: Outcome) -> str | None:
    """The sha256 of the submission; None, where it could not even be opened."""
    return outcome.submission.sha256 if isinstance(outcome, Result) else outcome.sha256


def encode(outcome: Outcome) -> bytes:
    """The outcome as indented UTF-8 JSON, decoded again before it is given, so that what is written is valid.

    Raises: msgspec.ValidationError where the outcome breaks its own contract.
    """
    packed = msgspec.json.format(msgspec.json.encode(outcome), indent=1) + b"\n"
    decode(packed) if isinstance(outcome, Result) else decode_failure(packed)
    return packed


def decode(packed: bytes) -> Result:
    """The Result in `result.json`. Raises: msgspec.ValidationError, msgspec.DecodeError."""
    return msgspec.json.decode(packed, type=Result)


def decode_failure(packed: bytes) -> Failure:
    """The Failure in `error.json`. Raises: msgspec.ValidationError, msgspec.DecodeError."""
    return msgspec.json.decode(packed, type=Failure)


def schema() -> dict[str, Any]:
    """The JSON Schema of `result.json`, as it is checked in under reference/."""
    return msgspec.json.schema(Result)
