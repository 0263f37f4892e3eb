"""What judge finds in the cells of each criterion."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.document import Location
from pipeline.model.matching import MatchedRow


class CellState(StrEnum):
    """What a cell is worth."""

    ABSENT = "absent"
    WEAK = "weak"
    SUBSTANTIVE = "substantive"


class WeakKind(StrEnum):
    """Why evidence is weak, in the order in which the first that holds is the reason."""

    PROVISIONAL = "provisional"
    OPTIONAL = "optional"
    NO_ASSESSMENT_NAMED = "no_assessment_named"
    SHORTFALL = "shortfall"
    PART_ONLY = "part_only"
    UNRESOLVED_REFERENCE = "unresolved_reference"


@dataclass(frozen=True, slots=True)
class CellVerdict:
    """A cell judged: `quote` the words that made it so, `rule` the policy entry that they met.

    `need` and `have` are a shortfall's two quantities in words ("12 hours"). `doubt` is a question for the QCM where
    the reading is near the line, None where it is certain. `assessments` are the assessments that the cell names.
    """

    state: CellState
    kind: WeakKind | None = None
    quote: str = ""
    rule: str = ""
    need: str = ""
    have: str = ""
    doubt: str | None = None
    assessments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedCell:
    """One column of a criterion: its words as submitted (rows joined by "\n"), where they stand, and the verdict."""

    text: str
    location: Location | None
    verdict: CellVerdict


@dataclass(frozen=True, slots=True)
class JudgedCriterion:
    """Both columns of one criterion; `rows` are the rows that map it, the one that stands for it first, () if none."""

    unit: str
    ref: str
    rows: tuple[MatchedRow, ...]
    strategies: JudgedCell
    evidence: JudgedCell
