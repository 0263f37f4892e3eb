"""What makes a cell absent, weak or substantive (judge)."""

from typing import Annotated, Literal

from msgspec import Meta

from pipeline.policy.base import Data
from pipeline.policy.pointers import References


class PutOff(Data, frozen=True, kw_only=True):
    """How a strategies cell says that there is no answer, or none yet: what leads to the words, they, what follows."""

    lead: str
    words: str
    denials: str
    soft: str
    tail: str


class Absence(Data, frozen=True, kw_only=True):
    """Cells without an answer: words and patterns of the whole cell, instructions, check boxes, answers put off."""

    words: frozenset[str]
    patterns: tuple[str, ...]
    instructions: frozenset[str]
    ticked: str
    unticked: str
    put_off: PutOff


class Terms(Data, frozen=True, kw_only=True):
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


class CueRule(Data, frozen=True, kw_only=True):
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


class Modals(Data, frozen=True, kw_only=True):
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


class Joints(Data, frozen=True, kw_only=True):
    """What parts and joins the clauses of a cell."""

    stops: frozenset[str]
    opens: frozenset[str]
    closes: frozenset[str]
    pauses: frozenset[str]
    dashes: frozenset[str]
    ands: frozenset[str]
    ors: frozenset[str]
    excepts: frozenset[str]
    wholes: frozenset[str]
    topics: frozenset[str]
    abbreviations: frozenset[str]


class Links(Data, frozen=True, kw_only=True):
    """How two terms of a clause hang together."""

    topic: frozenset[str]
    inside: frozenset[str]
    beside: frozenset[str]
    articles: frozenset[str]
    verbs: frozenset[str]
    material: frozenset[str]
    asking: frozenset[str]
    about: frozenset[str]
    finite: frozenset[str]
    again: frozenset[str]
    about_this: frozenset[str]


class Sum(Data, frozen=True, kw_only=True):
    """How an amount is told in several numbers, and what is done with them; for the units `of`, or any.

    `unless` are words elsewhere in the text beside which it is none.
    """

    how: Literal["product", "sum", "list", "more", "clock", "difference", "share", "rate", "fewer"]
    pattern: str
    of: frozenset[str] = frozenset()
    unless: str = ""
    is_doubtful: bool = False


class Headcount(Data, frozen=True, kw_only=True):
    """How people are counted that are called by other names than clients; patterns over figures and small letters."""

    groups: tuple[tuple[str, int], ...]
    one_each: str
    from_each: str
    per_place: str
    groups_of: str
    whole: str
    no_people: str
    no_more: str
    gone: str
    near: int
    articles: str
    most: int
    listed: str
    listed_one: str
    no_list: str


class Quantities(Data, frozen=True, kw_only=True):
    """How a quantity is held against a criterion's minimum; hours, clients, months: spellings with their worth."""

    hours: tuple[tuple[str, float], ...]
    clients: tuple[tuple[str, float], ...]
    months: tuple[tuple[str, float], ...]
    other: frozenset[str]
    periods: frozenset[str]
    multiplied: str
    other_before: frozenset[str]
    apart: frozenset[str]
    own: frozenset[str]
    reserve: frozenset[str]
    reserve_behind: frozenset[str]
    lasting: tuple[str, ...]
    asked: tuple[str, ...]
    asked_behind: frozenset[str]
    present: tuple[str, ...]
    as_many: tuple[str, ...]
    wholly: tuple[str, ...]
    below: tuple[str, ...]
    near_words: int
    heading_words_max: int
    total: tuple[str, str]
    harmless: str
    labelled: str
    hardly_below: Annotated[float, Meta(ge=0, lt=1)]
    likely_from: Annotated[float, Meta(gt=0, le=1)]
    spread: str
    practice: frozenset[str]
    joined: str
    clause_characters: Annotated[int, Meta(ge=1)]
    parts: str
    more: str
    part: str
    spoken: tuple[tuple[str, str, str], ...]
    month_names: tuple[str, ...]
    share: str
    coached: str
    coached_people: str
    coached_more: str
    multiples: tuple[tuple[str, float], ...]
    periods_weeks: tuple[tuple[str, float], ...]
    sums_unless: str
    sum_parts: tuple[tuple[str, str], ...]
    sums: tuple[Sum, ...]
    headcount: Headcount
    judged: frozenset[tuple[str, float]]
    short_from: Annotated[float, Meta(gt=0, le=1)]
    short_kept_from: Annotated[float, Meta(ge=0, le=1)]
    sure_within: Annotated[float, Meta(ge=0, lt=1)]
    sure_within_doubt: Annotated[float, Meta(ge=0, lt=1)]
    less: str
    taken_back: str
    together: str
    alone: str


class Grammar(Data, frozen=True, kw_only=True):
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


class Names(Data, frozen=True, kw_only=True):
    """Where an assessment's name begins and ends, and how its words and numbers are written."""

    breaks: frozenset[str]
    definite: frozenset[str]
    means: frozenset[str]
    generic: frozenset[str]
    words_max: int
    spellings: tuple[tuple[str, str], ...]
    same_word_similarity: Annotated[float, Meta(ge=0, le=1)]
    numerals: tuple[tuple[str, ...], ...]
    number_marks: frozenset[str]
    number: str
    number_lead: str
    number_joint: str
    number_range: str
    measure: str
    title_joint: str


class Categorising(Data, frozen=True, kw_only=True):
    """Whether what is likely is heard, from which probabilities on it decides, and from which it is sure."""

    is_heard: bool
    weak_from: Annotated[float, Meta(gt=0, lt=1)]
    sure_below: Annotated[float, Meta(ge=0, lt=1)]
    sure_from: Annotated[float, Meta(gt=0, le=1)]
    kind_from: Annotated[float, Meta(ge=0, le=1)]
    trained_share: Annotated[float, Meta(gt=0, lt=1)]
    orderly_share: Annotated[float, Meta(gt=0, lt=1)]
    usual_share: Annotated[float, Meta(gt=0, lt=1)]
    usual_cells: Annotated[int, Meta(ge=1)]
    categoriser_weight: Annotated[float, Meta(gt=0)]
    network_weight: Annotated[float, Meta(ge=0)]
    transformer_weight: Annotated[float, Meta(ge=0)]
    transformer_from: Annotated[float, Meta(ge=0, le=1)]
    transformer_to: Annotated[float, Meta(ge=0, le=1)]
    share_min: Annotated[float, Meta(gt=0, lt=0.1)]
    overruled: frozenset[str]
    standing: frozenset[str]


class CellQuestions(Data, frozen=True, kw_only=True):
    """What the QCM is asked where a cell is near the line."""

    unknown_words: str
    no_assessment: str
    condition: str
    choice: str
    part: str
    quantity: str
    elsewhere: str
    reference: str
    firm: str
    weak: str
    too_long: str
    recognised: str
    put_off: str
    no_place: str
    recognised_blank: str
    row: str
    numbered: str


class Cells(Data, frozen=True, kw_only=True):
    """What makes a cell absent, weak or substantive (judge/cells)."""

    characters_max: Annotated[int, Meta(ge=1)]
    lemmas: tuple[tuple[str, str], ...]
    run_together: tuple[tuple[str, str], ...]
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
    categoriser: Categorising
    questions: CellQuestions
