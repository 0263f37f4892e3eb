"""Statuses, the suggestion, and the sentences that people read (judge)."""

from typing import Annotated

from msgspec import Meta

from pipeline.model.matching import MatchKind
from pipeline.model.verdicts import CellState
from pipeline.policy.base import Data, Text
from pipeline.result import Risk, Severity, Status, SuggestionAnswer, UnitStatus


class StatusRule(Data, frozen=True, kw_only=True):
    """One row of the status table; what is left out fits anything."""

    match: MatchKind | None = None
    strategies: CellState | None = None
    evidence: CellState | None = None
    status: Status
    reasons: tuple[str, ...] = ()


class Beside(Data, frozen=True, kw_only=True):
    """A reason that is listed beside the others wherever a row's wording is of this kind."""

    match: MatchKind
    reason: str


class Conditions(Data, frozen=True, kw_only=True):
    """How few and how slight the gaps must be for an approval with conditions."""

    partial_max: int
    reasons: frozenset[str]


class Rules(Data, frozen=True, kw_only=True):
    """The status table and the limits of the suggestion (judge/coverage, findings, suggestion)."""

    status: Annotated[tuple[StatusRule, ...], Meta(min_length=1)]
    beside: tuple[Beside, ...]
    conditions: Conditions


class Sentence(Data, frozen=True, kw_only=True):
    """What was found and what to ask for; `must`: the customer has to act."""

    found: Text
    ask: Text
    must: bool
    risk: Risk


class FindingSentence(Sentence, frozen=True, kw_only=True):
    """The sentences of a finding, and how severe it is."""

    severity: Severity


class DecidedSentences(Data, frozen=True, kw_only=True):
    """What the customer is told of a criterion that the QCM decided to be partial or none."""

    partial: Sentence
    none: Sentence


class Questions(Data, frozen=True, kw_only=True):
    """What the QCM is asked where a match is in doubt, or the qualification that a document maps."""

    match_alone: Text
    match_or_other: Text
    match_by_number: Text
    qualification: Text
    no_qualification: Text
    unread_row: Text


class Sentences(Data, frozen=True, kw_only=True):
    """What people read: one sentence found and one asked for, per code (judge/messages)."""

    quote_characters: Annotated[int, Meta(ge=20)]
    nothing_known: Text
    nothing_mapped: Text
    credits_of_group: Text
    credits_in_all: Text
    statuses: dict[UnitStatus, str]
    reasons: dict[str, Sentence]
    decided: DecidedSentences
    findings: dict[str, FindingSentence]
    questions: Questions
    suggestions: dict[SuggestionAnswer, str]
