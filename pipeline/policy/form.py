"""What the parts of a mapping form are called (extract)."""

from typing import Annotated, Literal

from msgspec import Meta

from pipeline.policy.base import Data, Text, Words
from pipeline.result import CombinationAnswer


class FormPoints(Data, frozen=True, kw_only=True):
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


class FormColumn(Data, frozen=True, kw_only=True):
    """What a column is where its heading's words fit."""

    role: Literal["extra", "number", "unit", "criteria", "outcome", "evidence", "strategies"]
    words: Words


class FormToldBy(Data, frozen=True, kw_only=True):
    """What tells columns apart that have no heading."""

    taught: Words
    assessed: Words
    verbs: Words


class FormNumbers(Data, frozen=True, kw_only=True):
    """What stands before numbers, and after those that are quantities."""

    criterion: Words
    outcome: Words
    not_before: Words


class FormUnit(Data, frozen=True, kw_only=True):
    """How a unit's heading gives its number, title and credits."""

    refs: Words
    lead: Text
    titled: Words
    credits: Words
    labels: Words
    not_title: Words
    not_titles: Words


class FormScope(Data, frozen=True, kw_only=True):
    """Words that map more than one row."""

    hints: Words
    unit: Words
    outcome: Words
    alone: Words
    of_outcome: Text
    criteria_max: int
    numbers: Words
    denied: Words
    references: Words
    parts: Words
    claimed_after: Text
    claimed_before: Text
    claiming: Text
    said_after: Text
    said_before: Text
    strategies: Words
    evidence: Words


class FormFront(Data, frozen=True, kw_only=True):
    """Labels of the programme's details, and the template's own words on the cover."""

    programme: Words
    customer: Words
    qualification: Words
    named: Words
    other_labels: Words
    cover: Words
    before: Words
    title: Words
    mapping_of: Words
    blank: Words


class FormAward(Data, frozen=True, kw_only=True):
    """An award's key and the pattern of its word."""

    award: Text
    word: Text


class FormClaims(Data, frozen=True, kw_only=True):
    """Answers of the Rules of Combination block, and sentences that claim an award.

    `awards` are the qualification's own, filled in from its reference; `word` is how any award's word is found, `words`
    how those are that a form uses for other things too. `written` is what is filled in where an answer is left blank.
    """

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
    frame: Words
    word: Text
    words: tuple[tuple[Text, Text], ...]
    written: tuple[tuple[CombinationAnswer, Text], ...]
    awards: tuple[FormAward, ...] = ()


class FormSummary(Data, frozen=True, kw_only=True):
    """Headings of the Summary table, and the tick that is filled in where one is left blank."""

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
    tick: Text


class FormSupport(Data, frozen=True, kw_only=True):
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


class FormTerms(Data, frozen=True, kw_only=True):
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


class FormPlaceholders(Data, frozen=True, kw_only=True):
    """Prompts that a centre was to replace."""

    sign: Text
    template: Words
    generic: Words


class FormTemplate(Data, frozen=True, kw_only=True):
    """What a blank template tells of its qualification: its level, awards, groups of units, and what an award needs."""

    level: Text
    awards: Words
    no_award: Words
    mandatory: Words
    group: Words
    head_words_max: int
    counted: Words
    group_minimum: Words
    total: Words
    quantity: Words


class FormSaw(Data, frozen=True, kw_only=True):
    """What was found where there is no mapping."""

    nothing: Text
    one: Text
    many: Text


class Form(Data, frozen=True, kw_only=True):
    """What the parts of a mapping form are called: headings, columns, claims, support, placeholders (extract).

    `qualification` is the number of the qualification that the form is read for, filled in from its reference.
    """

    qualification: str = ""
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
    template: FormTemplate
    saw: FormSaw
