"""What extract gives: what a mapping form says."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.document import Location, Note, Passage


class Coverage(StrEnum):
    """The statuses of a criterion; a unit may also be `not_claimed`."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    NOT_CLAIMED = "not_claimed"


class Answer(StrEnum):
    """An answer of the Rules of Combination block."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "n/a"


@dataclass(frozen=True, slots=True)
class MappedRow:
    """One row of a criterion table as submitted, before it is matched.

    `numbers` are the criterion numbers that it bears, ranges written out: () where none, several where one row maps
    several criteria ("1.1 and 1.2", "1.1-1.3"). `text` is the criterion's wording without its number. `outcome` is the
    outcome's wording beside or above it, `outcome_number` its number. Cells merged over several rows stand in each.
    `confidence` is the lowest of the cells with its numbers and text, None where they are the file's own. `wording` is
    where the text stands, None where the row has no such cell.
    """

    numbers: tuple[str, ...]
    text: str
    outcome_number: str | None
    outcome: str
    strategies: Passage
    evidence: Passage
    location: Location
    confidence: float | None = None
    wording: Location | None = None


@dataclass(frozen=True, slots=True)
class UnitBlock:
    """The rows under one unit heading; `ref` ("8580-501"), `title`, `credits` as the heading gives them, or None."""

    ref: str | None
    title: str | None
    credits: int | None
    location: Location
    rows: tuple[MappedRow, ...]


class Column(StrEnum):
    """The two columns that are judged."""

    STRATEGIES = "strategies"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Statement:
    """Words that map more than one row: "whole unit: Assignment 1", "all criteria of outcome 2: diary".

    `unit` is the ref of the heading it stands under (None: the whole document); `outcome` the outcome's number, or None
    for all of them; `numbers` the criteria that it names, () for all of them. `passage.text` is what is mapped.
    """

    column: Column
    unit: str | None
    outcome: str | None
    numbers: tuple[str, ...]
    passage: Passage

    def covers(self, ref: str) -> bool:
        """Whether it covers a criterion, by its ref, of a unit that it is of."""
        if self.numbers:
            return ref in self.numbers
        return self.outcome is None or self.outcome == ref.split(".")[0]


@dataclass(frozen=True, slots=True)
class Term:
    """A code explained in the document: "A1 = coaching essay"."""

    code: str
    meaning: str
    location: Location


@dataclass(frozen=True, slots=True)
class Claim:
    """The answer given for one award ("certificate"): YES, NO, N/A. An unanswered line gives no claim."""

    award: str
    answer: Answer
    location: Location


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A line of the Rules of Combination that gives no answer for an award, and where one would be written.

    `choices` is what the form has there to choose from, as written ("YES/NO/N/A"), "" for nothing.
    """

    award: str
    choices: str
    location: Location


@dataclass(frozen=True, slots=True)
class TickCell:
    """A cell of the Summary where a unit's status is ticked; `status` None where it is written there in words."""

    status: Coverage | None
    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One unit's line of the Summary table: the tick (None where there is none), comments, assessment titles.

    `ticks` are the cells where the tick is, or would be.
    """

    unit: str
    title: str
    credits: int | None
    status: Coverage | None
    comments: str
    assessments: tuple[str, ...]
    location: Location
    ticks: tuple[TickCell, ...] = ()


class Support(StrEnum):
    """What each award needs beside its units."""

    INDUCTION = "induction"
    TUTORIAL = "tutorial"


@dataclass(frozen=True, slots=True)
class SupportStatement:
    """A sentence of the submission's own on induction or tutorial support; `hours` None where none are given."""

    kind: Support
    hours: float | None
    passage: Passage


@dataclass(frozen=True, slots=True)
class Submission:
    """What a mapping form says, read by what its parts mean.

    `blocks` is () where no criterion table was found; `saw` then says what was ("2 tables, none of them with
    criteria"). `notes` are the reader's. `qualification` is what the form calls its qualification, "" for nothing.
    """

    programme: str | None
    customer: str | None
    claims: tuple[Claim, ...]
    summary: tuple[SummaryRow, ...]
    blocks: tuple[UnitBlock, ...]
    statements: tuple[Statement, ...]
    terms: tuple[Term, ...]
    support: tuple[SupportStatement, ...]
    placeholders: tuple[Passage, ...]
    notes: tuple[Note, ...]
    saw: str
    qualification: str = ""
    unanswered: tuple[Unanswered, ...] = ()
