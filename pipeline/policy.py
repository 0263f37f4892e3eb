"""The rubric as data: every threshold, weight, word list, pattern and sentence; read from the policy file and checked.

One class per table of `reference/policy.toml`, in the file's order; the file's comments say what each entry means.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from pipeline.errors import DataError
from pipeline.model import CellState, MatchKind
from pipeline.places import DATA
from pipeline.result import Risk, Severity, Status, SuggestionAnswer, UnitStatus

DEFAULT_POLICY = DATA / "policy.toml"

Text = Annotated[str, Meta(min_length=1)]


class _Data(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Form(_Data, frozen=True, kw_only=True):
    """What the parts of a mapping form are called: headings, columns, claims, support, placeholders (extract)."""


class NumberBits(_Data, frozen=True, kw_only=True):
    """A row's number against a criterion's, and how the document's numbers earn their trust."""

    same: float
    outcome: float
    other: float
    sure_hits: float
    sure_rows: float
    text_min: float


class UnitBits(_Data, frozen=True, kw_only=True):
    """A row's heading against a criterion's unit; `unclaimed` where the heading is absent."""

    same: float
    other: float
    unclaimed: float


class QuantityBits(_Data, frozen=True, kw_only=True):
    """A row's quantities against a criterion's."""

    shared: float
    different: float
    extra: float


class OrderBits(_Data, frozen=True, kw_only=True):
    """What a row's neighbours lend it: those that are `strong`, at most `reach` rows away."""

    strong: float
    reach: int
    next: float
    after_next: float
    unit: float


class HeadingRules(_Data, frozen=True, kw_only=True):
    """When a title names a unit, and when a block's rows name it for an absent or foreign heading."""

    title_min: float
    title_lead: float
    text_min: float
    tie: float
    rows_min: int
    share_min: float
    foreign_text_min: float


class TwinRules(_Data, frozen=True, kw_only=True):
    """When a block's rows are those of the twin of the unit that heads it."""

    alike_min: float
    difference: float
    rows_min: int
    cut: float


class SplitRules(_Data, frozen=True, kw_only=True):
    """When a cell holds several criteria."""

    part_min: float
    sure_min: float
    slack: float
    whole_max: float
    snap: int


class Matching(_Data, frozen=True, kw_only=True):
    """Weights in bits and thresholds of the row-to-criterion match (match/assign)."""

    ngrams: tuple[int, int]
    text_share: float
    curve: tuple[tuple[float, float], ...]
    levels: tuple[tuple[float, str], ...]
    canonical_min: float
    null: float
    null_identical: float
    duplicate_min: float
    regret: float
    certain_margin: float
    shown_characters: int
    number: NumberBits
    unit: UnitBits
    quantity: QuantityBits
    order: OrderBits
    heading: HeadingRules
    twin: TwinRules
    split: SplitRules


class WordingSentences(_Data, frozen=True, kw_only=True):
    """How a difference is said."""

    became: str
    left_out: str
    added: str
    between: str


class Wording(_Data, frozen=True, kw_only=True):
    """Verb families, negations, quantities: what makes a changed wording an altered one (match/wording)."""

    units: tuple[tuple[str, tuple[str | tuple[str, float], ...]], ...]
    verbs: tuple[tuple[str, ...], ...]
    doing: tuple[str, ...]
    verb_follows: tuple[str, ...]
    critical: tuple[str, ...]
    negations: tuple[str, ...]
    negations_unless: tuple[str, ...]
    weakening: tuple[str, ...]
    halves: tuple[tuple[str, str], ...]
    each: tuple[str, ...]
    stop_words: tuple[str, ...]
    light_words: tuple[str, ...]
    suffixes: tuple[str, ...]
    stem_min: int
    synonyms: tuple[tuple[str, ...], ...]
    opposites: tuple[str, ...]
    repair_ratio: float
    repair_length: int
    contained_min: float
    clause_words: int
    clause_contained_min: float
    doubt_words: int
    outcome_left_out: float
    outcome_alike_min: float
    sentences: WordingSentences


class Cells(_Data, frozen=True, kw_only=True):
    """What makes a cell absent, weak or substantive (judge/cells)."""


class StatusRule(_Data, frozen=True, kw_only=True):
    """One row of the status table; what is left out fits anything."""

    match: MatchKind | None = None
    strategies: CellState | None = None
    evidence: CellState | None = None
    status: Status
    reasons: tuple[str, ...] = ()


class Beside(_Data, frozen=True, kw_only=True):
    """A reason that is listed beside the others wherever a row's wording is of this kind."""

    match: MatchKind
    reason: str


class Conditions(_Data, frozen=True, kw_only=True):
    """How few and how slight the gaps must be for an approval with conditions."""

    partial_max: int
    reasons: frozenset[str]


class Rules(_Data, frozen=True, kw_only=True):
    """The status table and the limits of the suggestion (judge/coverage, findings, suggestion)."""

    status: Annotated[tuple[StatusRule, ...], Meta(min_length=1)]
    beside: tuple[Beside, ...]
    conditions: Conditions
    same_title_ratio: Annotated[float, Meta(ge=0, le=100)]


class Sentence(_Data, frozen=True, kw_only=True):
    """What was found and what to ask for; `must`: the customer has to act."""

    found: Text
    ask: Text
    must: bool
    risk: Risk


class FindingSentence(Sentence, frozen=True, kw_only=True):
    """The sentences of a finding, and how severe it is."""

    severity: Severity


class Questions(_Data, frozen=True, kw_only=True):
    """What the QCM is asked where a match is in doubt."""

    match_alone: Text
    match_or_other: Text
    match_by_number: Text


class Sentences(_Data, frozen=True, kw_only=True):
    """What people read: one sentence found and one asked for, per code (judge/messages)."""

    quote_characters: Annotated[int, Meta(ge=20)]
    nothing_known: Text
    statuses: dict[UnitStatus, str]
    reasons: dict[str, Sentence]
    findings: dict[str, FindingSentence]
    questions: Questions
    suggestions: dict[SuggestionAnswer, str]


class Policy(_Data, frozen=True, kw_only=True):
    """A whole policy file; `sha256` is that of its bytes, filled on load."""

    form: Form
    matching: Matching
    wording: Wording
    cells: Cells
    rules: Rules
    sentences: Sentences
    sha256: str = ""


def load_policy(path: Path = DEFAULT_POLICY) -> Policy:
    """The policy in a file, checked. Raises: DataError, naming the file and the place inside it."""
    try:
        packed = path.read_bytes()
        policy = msgspec.toml.decode(packed, type=Policy)
    except OSError as error:
        raise DataError(f"The policy file {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"The policy file {path} is not UTF-8 text: {error.reason} at byte {error.start}.") from error
    except msgspec.DecodeError as error:
        raise DataError(f"The policy file {path} is wrong: {error}.") from error
    fault = next(_faults(policy), None)
    if fault:
        raise DataError(f"The policy file {path} is wrong: {fault}.")
    return msgspec.structs.replace(policy, sha256=hashlib.sha256(packed).hexdigest())


def _faults(policy: Policy) -> Iterator[str]:
    """What no type can say: a status table that leaves a case open, a reason without a sentence."""
    last = policy.rules.status[-1]
    if last.match or last.strategies or last.evidence:
        yield "the last row of the status table must fit everything - at `$.rules.status`"
    given = {key.split(":")[0] for key in policy.sentences.reasons}
    listed = [code for rule in policy.rules.status for code in rule.reasons]
    for code in listed + [rule.reason for rule in policy.rules.beside]:
        if code not in given:
            yield f"{code} has no sentence - at `$.sentences.reasons`"
