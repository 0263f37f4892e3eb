"""What a submission is meant to say, before anybody writes it: cells, rows, units, and the document round them."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

CERTIFICATE = ("8580-500", "8580-501", "8580-503")
DIPLOMA = ("8580-500", "8580-502", "8580-503")


@dataclass(frozen=True)
class Task:
    """An assessment of a programme."""

    code: str
    name: str
    short: str
    units: tuple[str, ...]


@dataclass(frozen=True)
class Programme:
    """An invented programme: who runs it, its assessments, and its own ways to write a cell."""

    key: str
    customer: str
    title: str
    overview: str
    people: dict[str, str]
    sessions: tuple[str, ...]
    evidence: tuple[str, ...]
    strategies: tuple[str, ...]
    tasks: tuple[Task, ...]


@dataclass
class Slot:
    """One cell as meant.

    `text` is what a reader sees; `shown` what stands in the cell itself where that is something else (a code, a tick,
    nothing because a whole-unit row speaks for it). `looks` are other texts that a reader may rightly report. `dress`
    is how Word writes it. `points_to` is ("row", unit, ref), ("above",) or ("nowhere",) where the cell is a reference.
    """

    text: str = ""
    state: str = "absent"
    kind: str | None = None
    shown: str | None = None
    looks: tuple[str, ...] = ()
    dress: tuple[str, ...] = ()
    points_to: tuple[str, ...] | None = None
    tasks: tuple[Task, ...] = ()
    is_merged: bool = False

    @property
    def written(self) -> str:
        return self.text if self.shown is None else self.shown


@dataclass
class RowPlan:
    """One row of a criterion table; `ref` is None where it counts for no criterion.

    Neighbours with the same `join` are one row of the form ("1.1-1.3"). `part` is the second half of a criterion split
    over two rows. `dress` and `text_dress` are how Word writes the row and its wording.
    """

    unit: str
    ref: str | None
    number: str
    text: str
    match: str
    outcome: str
    strategies: Slot
    evidence: Slot
    dress: tuple[str, ...] = ()
    join: int | None = None
    part: bool = False
    text_dress: tuple[str, ...] = ()


@dataclass
class UnitPlan:
    """One unit's table: its heading as given, its outcomes' words, its rows.

    `statements` speak for several criteria: whether in one cell, the words that say for which, the words mapped.
    """

    ref: str
    title: str
    credits: int
    outcomes: dict[str, str]
    rows: list[RowPlan]
    statements: list[tuple[bool, str, str]] = field(default_factory=list)


@dataclass
class Plan:
    """A whole submission as meant, and what a checker should say of it beside the criteria."""

    seed: int
    category: str
    rng: Random
    programme: Programme
    reference: dict[str, Any]
    claimed: tuple[str, ...]
    units: list[UnitPlan]
    tests: list[str] = field(default_factory=list)
    stated: str = "rules"
    answer_style: str = "plain"
    support_style: str = "sentence"
    number_style: str = "{}"
    summary_style: str = "ticks"
    other_answer: str = "N/A"
    induction: str = ""
    tutorial: str = ""
    ticks: dict[str, str] = field(default_factory=dict)
    is_ticked: bool = False
    titles_listed: tuple[str, ...] = ()
    key_of_codes: tuple[tuple[str, str], ...] = ()
    placeholders: tuple[str, ...] = ()
    findings: list[tuple[str, str | tuple[str, ...] | None, str | None]] = field(default_factory=list)
    optional: set[str] = field(default_factory=set)
    lenient: dict[str, list[str]] = field(default_factory=dict)
    features: set[str] = field(default_factory=set)
    beside: tuple[str, ...] = ()
    pictures: list[tuple[str, str]] = field(default_factory=list)
    layout: str = "template"
    hand: str = "word2016"
    packaging: str = "docx"

    def find(self, code: str, unit: str | tuple[str, ...] | None = None, ref: str | None = None) -> None:
        """Expects this finding."""
        self.findings.append((code, unit, ref))

    def rows(self) -> list[RowPlan]:
        """Every row that counts for a criterion."""
        return [row for unit in self.units for row in unit.rows if row.ref is not None]

    def untouched(self) -> list[RowPlan]:
        """The rows that no defect has changed yet: one row for its criterion, identical, substantive, undressed."""
        counts: dict[tuple[str, str | None], int] = {}
        for row in self.rows():
            counts[row.unit, row.ref] = counts.get((row.unit, row.ref), 0) + 1
        return [
            row
            for row in self.rows()
            if row.match == "identical"
            and row.join is None
            and not row.part
            and counts[row.unit, row.ref] == 1
            and row.evidence.state == row.strategies.state == "substantive"
            and not (
                row.evidence.points_to or row.evidence.kind or row.evidence.dress or row.evidence.shown is not None
            )
            and row.text == self.canonical(row.unit, str(row.ref))
        ]

    def canonical(self, unit: str, ref: str) -> str:
        """A criterion's text in the reference."""
        return str(self.reference[unit]["criteria"][ref])
