"""How rows are matched and wordings compared (match)."""

from typing import Annotated

from msgspec import Meta

from pipeline.policy.base import Data

Weight = Annotated[float, Meta(gt=0)]
Share = Annotated[float, Meta(ge=0, le=1)]


class NumberBits(Data, frozen=True, kw_only=True):
    """A row's number against a criterion's, and how the document's numbers earn their trust."""

    same: float
    outcome: float
    other: float
    sure_hits: float
    sure_rows: float
    text_min: float


class UnitBits(Data, frozen=True, kw_only=True):
    """A row's heading against a criterion's unit; `unclaimed` where the heading is absent."""

    same: float
    other: float
    unclaimed: float


class QuantityBits(Data, frozen=True, kw_only=True):
    """A row's quantities against a criterion's."""

    shared: float
    different: float
    extra: float


class OrderBits(Data, frozen=True, kw_only=True):
    """What a row's neighbours lend it: those that are `strong`, at most `reach` rows away."""

    strong: float
    reach: int
    next: float
    after_next: float
    unit: float


class HeadingRules(Data, frozen=True, kw_only=True):
    """When a title names a unit, and when a block's rows name it for an absent or foreign heading."""

    title_min: float
    title_lead: float
    text_min: float
    tie: float
    rows_min: int
    share_min: float


class TwinRules(Data, frozen=True, kw_only=True):
    """When a block's rows are those of the twin of the unit that heads it."""

    alike_min: float
    difference: float
    rows_min: int
    cut: float


class SplitRules(Data, frozen=True, kw_only=True):
    """When a cell holds several criteria."""

    part_min: float
    sure_min: float
    slack: float
    whole_max: float
    snap: int
    pointer_max: float
    pointer_words: int


class ChoiceRules(Data, frozen=True, kw_only=True):
    """Which of several qualifications a submission maps: weights and thresholds (match/choice).

    `last_part` is what a unit's number counts of which only the last part is the qualification's; `text_min` is from
    where on a row reads like a criterion; `needed` and `lead` are shares of all that may be found.
    """

    units: Weight
    named: Weight
    criteria: Weight
    last_part: Share
    text_min: Share
    needed: Share
    lead: Share
    rows_min: int
    share_min: Share


class Matching(Data, frozen=True, kw_only=True):
    """Weights in bits and thresholds of the row-to-criterion match (match/assign)."""

    characters_max: Annotated[int, Meta(ge=300)]
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
    choice: ChoiceRules


class WordingSentences(Data, frozen=True, kw_only=True):
    """How a difference is said."""

    became: str
    left_out: str
    added: str
    between: str


class Narrowing(Data, frozen=True, kw_only=True):
    """Words that, put into a wording, ask for less than the criterion."""

    about: frozenset[str]
    or_so: tuple[str, ...]
    part_of: tuple[str, ...]
    ones: frozenset[str]
    kinds: frozenset[str]
    lesser: frozenset[str]
    clients: frozenset[str]
    stand_ins: frozenset[str]
    learner: frozenset[str]


class Wording(Data, frozen=True, kw_only=True):
    """Verb families, negations, quantities: what makes a changed wording an altered one (match/wording)."""

    units: tuple[tuple[str, tuple[str | tuple[str, float], ...]], ...]
    verbs: tuple[tuple[str, ...], ...]
    doing: tuple[str, ...]
    nouns: tuple[tuple[str, str], ...]
    verb_follows: tuple[str, ...]
    verb_within: int
    verb_low: int
    telling: tuple[str, ...]
    intending: tuple[str, ...]
    means: tuple[str, ...]
    critical: tuple[str, ...]
    negations: tuple[str, ...]
    negations_unless: tuple[str, ...]
    denied_twice: tuple[str, ...]
    denied_twice_within: int
    elliptic: frozenset[str]
    own: frozenset[str]
    of_others: tuple[str, ...]
    others: frozenset[str]
    loosened_unless: frozenset[str]
    loosened_within: int
    contraries: tuple[tuple[str, ...], ...]
    weakening: tuple[str, ...]
    weakening_unless: tuple[str, ...]
    halves: tuple[tuple[str, str], ...]
    vague: tuple[str, ...]
    each: tuple[str, ...]
    every: tuple[str, ...]
    some: tuple[str, ...]
    stop_words: tuple[str, ...]
    light_words: tuple[str, ...]
    faint_words: tuple[str, ...]
    heads: tuple[str, ...]
    sayings: tuple[tuple[str, str], ...]
    suffixes: tuple[str, ...]
    stem_min: int
    synonyms: tuple[tuple[str, ...], ...]
    opposites: tuple[str, ...]
    repair_ratio: float
    repair_length: int
    slip_length: int
    misread: tuple[tuple[str, str], ...]
    misread_digits: tuple[tuple[str, str], ...]
    contained_min: float
    clause_words: int
    clause_starts: tuple[str, ...]
    clause_contained_min: float
    another_absent: float
    another_length: float
    doubt_words: int
    cut_marks: tuple[str, ...]
    quoted_words: int
    quoted_changes: int
    outcome_left_out: float
    outcome_alike_min: float
    outcome_number: float
    narrowing: Narrowing
    sentences: WordingSentences
