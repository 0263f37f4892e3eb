"""What match gives: which criterion each row maps, and how surely."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.document import Location
from pipeline.model.submission import MappedRow


class MatchKind(StrEnum):
    """How a row's wording stands to the canonical criterion."""

    IDENTICAL = "identical"
    REWORDED = "reworded"
    ALTERED = "altered"
    NUMBER_ONLY = "number_only"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Signal:
    """One additive weight of a match: both values, the level that it reached, and its bits (log2 of the odds)."""

    signal: str
    submitted: str
    canonical: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The next best criterion; `score` is a probability."""

    unit: str
    ref: str
    score: float


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row, or one part of a row that maps several criteria, and the criterion that it maps.

    `block` is the index of its UnitBlock. `text` and `number` are this part's. `unit` and `ref` are the criterion's;
    both None where no criterion fits. `is_misplaced`: the text is another unit's; `unit` and `ref` then name the
    criterion that it reads like, and the row counts for none. `difference` says in words what was changed, "" where
    nothing was ("'a minimum of twelve hours' became '8 hours'").
    """

    row: MappedRow
    block: int
    number: str | None
    text: str
    unit: str | None
    ref: str | None
    kind: MatchKind
    score: float
    is_certain: bool
    runner_up: RunnerUp | None
    signals: tuple[Signal, ...]
    difference: str = ""
    is_misplaced: bool = False
    is_renumbered: bool = False


@dataclass(frozen=True, slots=True)
class MatchedOutcome:
    """An outcome's wording as submitted against the reference's."""

    unit: str
    number: str
    text: str
    kind: MatchKind
    difference: str
    location: Location


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of several qualifications a submission maps: its place among them, from 0.

    `installed` are the names of all of them, () where there was none to choose from. Not `is_certain`: `rival` may be
    meant as well, or, where it is None, none of them.
    """

    at: int = 0
    installed: tuple[str, ...] = ()
    is_certain: bool = True
    rival: str | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """All rows matched, in the document's order; `units` gives each block's unit, None where it is not known.

    A block whose heading names another qualification's unit keeps None; its rows are matched to nothing. `choice` is
    how the qualification was found that the rows are held against.
    """

    rows: tuple[MatchedRow, ...]
    units: tuple[str | None, ...]
    outcomes: tuple[MatchedOutcome, ...]
    choice: Choice = Choice()

    def of(self, unit: str, ref: str) -> Iterator[MatchedRow]:
        """The rows that map one criterion, in the document's order."""
        return (r for r in self.rows if r.unit == unit and r.ref == ref and not r.is_misplaced)
