"""The rubric as data: every threshold, weight, word list, pattern and sentence; read from the policy file and checked.

One class per table of `reference/policy.toml`, in the file's order; the file's comments say what each entry means.
"""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from pipeline.data import DATA, load
from pipeline.model import CellState, MatchKind
from pipeline.result import Risk, Severity, Status, SuggestionAnswer, UnitStatus

DEFAULT_POLICY = DATA / "policy.toml"

Text = Annotated[str, Meta(min_length=1)]


class _Data(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


Positive = Annotated[int, Meta(ge=1)]


class Limits(_Data, frozen=True, kw_only=True):
    """What a submission may hold, and which of its pictures are reported (readers)."""

    file_bytes: Positive
    entries: Positive
    part_bytes: Positive
    ratio: Positive
    ratio_past_bytes: Positive
    marks: Positive
    characters: Positive
    rows: Positive
    columns: Positive
    nesting: Positive
    picture_share: Annotated[float, Meta(gt=0)]
    picture_height_cm: Annotated[float, Meta(gt=0)]
    cell_picture_width_cm: Annotated[float, Meta(gt=0)]
    cell_picture_height_cm: Annotated[float, Meta(gt=0)]
    decoration: tuple[Text, ...]
    quote_characters: Positive


Words = tuple[str, ...]


class FormPoints(_Data, frozen=True, kw_only=True):
    """What a table's parts add to its being a mapping, and how much is needed."""

    needed: int
    criteria: int
    evidence: int
    strategies: int
    outcome: int
    numbers: int
    verbs: int
    unit: int
    continued: int
    statement: int


class FormColumn(_Data, frozen=True, kw_only=True):
    """What a column is where its heading's words fit."""

    role: Literal["extra", "number", "unit", "criteria", "outcome", "evidence", "strategies"]
    words: Words


class FormToldBy(_Data, frozen=True, kw_only=True):
    """What tells columns apart that have no heading."""

    taught: Words
    assessed: Words
    verbs: Words


class FormNumbers(_Data, frozen=True, kw_only=True):
    """What stands before numbers, and after those that are quantities."""

    criterion: Words
    outcome: Words
    not_before: Words


class FormUnit(_Data, frozen=True, kw_only=True):
    """How a unit's heading gives its number, title and credits."""

    refs: Words
    lead: Text
    titled: Words
    credits: Words
    labels: Words
    not_title: Words
    not_titles: Words


class FormScope(_Data, frozen=True, kw_only=True):
    """Words that map more than one row."""

    hints: Words
    unit: Words
    outcome: Words
    numbers: Words
    denied: Words
    references: Words
    parts: Words
    said_after: Text
    said_before: Text
    strategies: Words
    evidence: Words


class FormFront(_Data, frozen=True, kw_only=True):
    """Labels of the programme's details, and the template's own words on the cover."""

    programme: Words
    customer: Words
    qualification: Words
    other_labels: Words
    cover: Words
    before: Words
    title: Words
    mapping_of: Words
    blank: Words


class FormAward(_Data, frozen=True, kw_only=True):
    """An award's key and its word."""

    award: Text
    word: Text


class FormClaims(_Data, frozen=True, kw_only=True):
    """Answers of the Rules of Combination block, and sentences that claim an award."""

    block: Text
    answer_words_max: int
    lead_words_max: int
    yes: Words
    no: Words
    not_applicable: Words
    boxes_ticked: Words
    boxes_unticked: Words
    stated: Words
    titles: Words
    denied: Text
    both: Words
    awards: tuple[FormAward, ...]


class FormSummary(_Data, frozen=True, kw_only=True):
    """Headings of the Summary table."""

    none: Words
    partial: Words
    full: Words
    coverage: Words
    unit: Words
    credits: Words
    comments: Words
    assessments: Words
    criteria: Words
    head_rows_max: int
    headings_min: int
    bullet: Text


class FormSupport(_Data, frozen=True, kw_only=True):
    """How induction and tutorial support are stated, and how they are not."""

    induction: Words
    tutorial: Words
    induction_aside: Words
    tutorial_aside: Words
    told: Words
    denied: Words
    bullets: Words
    hours: tuple[tuple[str, float], ...]
    reach_words: int
    label_words_max: int
    counted: Text
    sentence_end: Text


class FormTerms(_Data, frozen=True, kw_only=True):
    """How a code is explained."""

    code: Text
    code_characters_max: int
    meaning_words_max: int
    titled: Text
    means: Words
    lists: Words
    key: Words
    head: Words
    not_codes: Words


class FormPlaceholders(_Data, frozen=True, kw_only=True):
    """Prompts that a centre was to replace."""

    sign: Text
    template: Words
    generic: Words


class FormSaw(_Data, frozen=True, kw_only=True):
    """What was found where there is no mapping."""

    nothing: Text
    one: Text
    many: Text


class Form(_Data, frozen=True, kw_only=True):
    """What the parts of a mapping form are called: headings, columns, claims, support, placeholders (extract)."""

    qualification: Text
    heading_words_max: int
    name_words_max: int
    title_words: tuple[int, int]
    heading_rows_max: int
    share_min: Annotated[float, Meta(gt=0, le=1)]
    verbs_share_min: Annotated[float, Meta(gt=0, le=1)]
    prose_words_min: float
    ticks: Words
    crosses: Words
    unticked: Words
    furniture: Words
    general_headings: Words
    points: FormPoints
    columns: tuple[FormColumn, ...]
    told_by: FormToldBy
    numbers: FormNumbers
    unit: FormUnit
    scope: FormScope
    front: FormFront
    claims: FormClaims
    summary: FormSummary
    support: FormSupport
    terms: FormTerms
    placeholders: FormPlaceholders
    saw: FormSaw


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
    pointer_max: float
    pointer_words: int


class Matching(_Data, frozen=True, kw_only=True):
    """Weights in bits and thresholds of the row-to-criterion match (match/assign)."""

    ngrams: tuple[int, int]
    text_share: float
    curve: tuple[tuple[float, float], ...]
    levels: tuple[tuple[float, str], ...]
    identical: float
    canonical_min: float
    null: float
    null_identical: float
    duplicate_min: float
    duplicate_text_min: float
    regret: float
    certain_margin: float
    certain_text_min: float
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
    nouns: tuple[tuple[str, str], ...]
    verb_follows: tuple[str, ...]
    verb_within: int
    verb_low: int
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
    slip_length: int
    misread: tuple[tuple[str, str], ...]
    contained_min: float
    clause_words: int
    clause_starts: tuple[str, ...]
    clause_contained_min: float
    doubt_words: int
    cut_marks: tuple[str, ...]
    quoted_words: int
    quoted_changes: int
    outcome_left_out: float
    outcome_alike_min: float
    outcome_number: float
    sentences: WordingSentences


class Absence(_Data, frozen=True, kw_only=True):
    """Cells without an answer: words and patterns of the whole cell, instructions, check boxes."""

    words: frozenset[str]
    patterns: tuple[str, ...]
    instructions: frozenset[str]
    ticked: str
    unticked: str


class Terms(_Data, frozen=True, kw_only=True):
    """What the words of a cell name."""

    assessment: tuple[str, ...]
    document: tuple[str, ...]
    act: tuple[str, ...]
    teaching: tuple[str, ...]
    formative: tuple[str, ...]
    part: tuple[str, ...]
    body: tuple[str, ...]
    people: tuple[str, ...]
    elsewhere: tuple[str, ...]


class CueRule(_Data, frozen=True, kw_only=True):
    """Patterns of one meaning; none counts in a sentence with one of `unless`, or a cell with `unless_anywhere`.

    One that `is_topical` may be part of what an assessment is about ("paper on informal mentoring").
    """

    id: str
    kind: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
    unless_anywhere: tuple[str, ...] = ()
    takes: str = ""
    is_doubtful: bool = False
    is_topical: bool = False
    otherwise: str = ""


class Modals(_Data, frozen=True, kw_only=True):
    """May, can, could, might: when they leave a learner free."""

    verbs: frozenset[str]
    negations: frozenset[str]
    adverbs: frozenset[str]
    before_month: frozenset[str]
    after_month: frozenset[str]
    stops: frozenset[str]
    topic: frozenset[str]
    centre: frozenset[str]
    learners: frozenset[str]
    matters: frozenset[str]
    acts: frozenset[str]
    given: frozenset[str]
    manner: frozenset[str]
    choices: frozenset[str]
    particles: frozenset[str]
    pronouns: frozenset[str]
    adjuncts: frozenset[str]


class Joints(_Data, frozen=True, kw_only=True):
    """What parts and joins the clauses of a cell."""

    stops: frozenset[str]
    opens: frozenset[str]
    closes: frozenset[str]
    pauses: frozenset[str]
    dashes: frozenset[str]
    ands: frozenset[str]
    ors: frozenset[str]
    topics: frozenset[str]
    abbreviations: frozenset[str]


class Links(_Data, frozen=True, kw_only=True):
    """How two terms of a clause hang together."""

    topic: frozenset[str]
    inside: frozenset[str]
    beside: frozenset[str]
    articles: frozenset[str]
    verbs: frozenset[str]
    material: frozenset[str]
    asking: frozenset[str]
    about: frozenset[str]
    about_this: frozenset[str]


class References(_Data, frozen=True, kw_only=True):
    """How a cell points to another place."""

    lead: str
    criterion: str
    outcome: str
    unit: str
    above: str
    below: str
    ordinal: str
    by_words: str
    by_words_before: str
    ditto: str
    joined: str
    range: str
    away: str
    same: str
    fillers: frozenset[str]
    ordinals: tuple[str, ...]
    lasts: tuple[str, ...]
    common: frozenset[str]


class Quantities(_Data, frozen=True, kw_only=True):
    """How a quantity is held against a criterion's minimum; hours, clients, months: spellings with their worth."""

    hours: tuple[tuple[str, float], ...]
    clients: tuple[tuple[str, float], ...]
    months: tuple[tuple[str, float], ...]
    other: frozenset[str]
    other_before: frozenset[str]
    apart: frozenset[str]
    own: frozenset[str]
    reserve: frozenset[str]
    asked: tuple[str, ...]
    below: tuple[str, ...]
    near_words: int
    heading_words_max: int
    parts: str
    more: str
    spoken: tuple[tuple[str, str, str], ...]
    share: str


class Grammar(_Data, frozen=True, kw_only=True):
    """The small words by which a clause without a known pattern is read."""

    topic: frozenset[str]
    negatives: frozenset[str]
    intentions: frozenset[str]
    markers: frozenset[str]
    matters: frozenset[str]
    small: frozenset[str]
    persons: frozenset[str]
    wholes: frozenset[str]
    leads: frozenset[str]
    people: frozenset[str]
    people_endings: tuple[str, ...]
    no_people: frozenset[str]
    audience: frozenset[str]
    people_within: int
    givers: frozenset[str]
    prepositions: frozenset[str]
    learners: frozenset[str]
    denials: frozenset[str]
    but: frozenset[str]
    also: frozenset[str]
    beside: frozenset[str]
    unclear: frozenset[str]
    activity: frozenset[str]
    words_max: int
    plural_letters_min: int


class Names(_Data, frozen=True, kw_only=True):
    """Where an assessment's name begins and ends."""

    breaks: frozenset[str]
    generic: frozenset[str]
    words_max: int


class CellQuestions(_Data, frozen=True, kw_only=True):
    """What the QCM is asked where a cell is near the line."""

    unknown_words: str
    no_assessment: str
    condition: str
    choice: str
    part: str
    quantity: str
    reference: str
    too_long: str


class Cells(_Data, frozen=True, kw_only=True):
    """What makes a cell absent, weak or substantive (judge/cells)."""

    characters_max: Annotated[int, Meta(ge=1)]
    lemmas: tuple[tuple[str, str], ...]
    empty_words: frozenset[str]
    both: str
    coded_task: str
    absent: Absence
    terms: Terms
    classes: dict[str, tuple[str, ...]]
    modals: Modals
    joints: Joints
    links: Links
    grammar: Grammar
    cue_order: tuple[str, ...]
    cues: tuple[CueRule, ...]
    references: References
    quantities: Quantities
    names: Names
    questions: CellQuestions


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
    nothing_mapped: Text
    statuses: dict[UnitStatus, str]
    reasons: dict[str, Sentence]
    findings: dict[str, FindingSentence]
    questions: Questions
    suggestions: dict[SuggestionAnswer, str]


class Policy(_Data, frozen=True, kw_only=True):
    """A whole policy file; `sha256` is that of its bytes, filled on load."""

    limits: Limits
    form: Form
    matching: Matching
    wording: Wording
    cells: Cells
    rules: Rules
    sentences: Sentences
    sha256: str = ""


def load_policy(path: Path = DEFAULT_POLICY) -> Policy:
    """The policy in a file, checked. Raises: DataError, naming the file and the place inside it."""
    return load(path, "policy", _parsed, _faults)


@lru_cache(maxsize=4)
def _parsed(packed: bytes) -> Policy:
    """The same bytes give the same object, so that what is built from it once serves every check of a process."""
    policy = msgspec.toml.decode(packed, type=Policy)
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
