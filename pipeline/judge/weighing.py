"""What the rules say of a cell, weighed against what labelled cells with the same signs were.

The rules give a verdict and its reason; what learned from labelled cells gives each kind of evidence a probability.
Where the rules agree with what is likely and it is sure, that is the answer; where they differ the likelier answer
stands; where it is not sure a person is asked. For the answer the prior of Bayes' rule is of the cell's own manner:
what is set down in orderly words that no rule stops at is seldom weak. How sure it must be to ask nobody depends on how
much of the whole document reads weak; the answer does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.judge.categoriser import Categoriser
from pipeline.judge.likeness import WEAK, Likeness, Told
from pipeline.judge.manner import is_orderly
from pipeline.judge.reading import Reading
from pipeline.judge.signs import Sight, clause_signs, signs, words_of
from pipeline.model.verdicts import CellState, CellVerdict, WeakKind
from pipeline.policy.cells import Categorising, Cells
from pipeline.text import squash

LIKENESS = "likeness"  # the rule of a verdict that is what is likely alone


@dataclass(frozen=True, slots=True)
class Opinion:
    """A cell as the rules read and judge it, and how likely it is of each kind."""

    reading: Reading
    ruled: CellVerdict
    sight: Sight
    shares: dict[str, float]

    @property
    def weak(self) -> float:
        """How likely the cell is weak, of whatever kind."""
        return round(1 - self.shares[CellState.SUBSTANTIVE], 3)


def opinions(
    cells: Sequence[tuple[Reading, CellVerdict, Sight]], likeness: Likeness, limits: Categorising
) -> list[Opinion]:
    """What is likely of each of the cells, which the rules read, judge and see so."""
    told = [Told(signs(*cell), words_of(cell[0], cell[2]), cell[0].words.text) for cell in cells]
    return [Opinion(*cell, found) for cell, found in zip(cells, likeness.shares(told, limits), strict=True)]


def share_weak(said: Sequence[Opinion], limits: Categorising) -> float:
    """Which share of a document's evidence is weak, by all opinions on it and by what is usual where they are few."""
    total = sum(one.weak for one in said) + limits.usual_cells * limits.usual_share
    return total / (len(said) + limits.usual_cells)


def weighed(said: Opinion, share: float, categoriser: Categoriser, cells: Cells) -> CellVerdict:
    """The verdict after what is likely was heard, in a document of which such a share is weak."""
    limits, ruled = cells.categoriser, said.ruled
    if not said.reading.clauses:
        return ruled
    kind = max(WEAK, key=lambda one: said.shares[one])
    is_plain = ruled.state is CellState.WEAK and ruled.rule not in limits.overruled
    stands = ruled.state is CellState.WEAK and ruled.rule in limits.standing
    if not stands and _with_prior(said.weak, _usual(said, limits), limits) < limits.weak_from:
        is_sure = _with_prior(said.weak, share, limits) < limits.sure_below and not is_plain
        return _firm(said, cells, is_sure=is_sure)
    doubt = None if said.weak >= limits.sure_from else ruled.doubt or _asked(cells.questions.weak, said)
    if stands or (ruled.kind and said.shares[ruled.kind] >= limits.kind_from * said.shares[kind]):
        return replace(ruled, doubt=doubt)
    return CellVerdict(CellState.WEAK, kind=kind, quote=_likest(said, kind, categoriser), rule=LIKENESS, doubt=doubt)


def _usual(said: Opinion, limits: Categorising) -> float:
    """Which share of the cells that are written in this cell's manner, and that the rules see so, is weak."""
    is_firm = said.ruled.state is CellState.SUBSTANTIVE and is_orderly(said.reading.words.text)
    return limits.orderly_share if is_firm else limits.trained_share


def _with_prior(weak: float, share: float, limits: Categorising) -> float:
    """A probability of the labelled cells as one of a document that has more or fewer weak cells than those."""
    if weak == 1:
        return weak
    odds = weak / (1 - weak) * (share / (1 - share)) / (limits.trained_share / (1 - limits.trained_share))
    return odds / (1 + odds)


def _likest(said: Opinion, kind: WeakKind, categoriser: Categoriser) -> str:
    """The clause that speaks most for a kind, to the letter."""
    clauses = said.reading.clauses
    likest = max(clauses, key=lambda one: categoriser.lean(clause_signs(said.reading, one, said.sight), kind))
    return said.reading.words.quote(likest.start, likest.end).strip()


def _firm(said: Opinion, cells: Cells, *, is_sure: bool) -> CellVerdict:
    """A cell that reads firm; where the rules call it weak by plain words, or it is not sure, a person is asked."""
    ruled = said.ruled
    if ruled.state is CellState.SUBSTANTIVE:
        return replace(ruled, doubt=None if is_sure else ruled.doubt or _asked(cells.questions.firm, said))
    doubt = cells.questions.condition.replace("{quote}", squash(ruled.quote or said.reading.words.text))
    return CellVerdict(CellState.SUBSTANTIVE, rule=LIKENESS, doubt=None if is_sure else doubt)


def _asked(question: str, said: Opinion) -> str:
    return question.replace("{text}", squash(said.reading.words.text))
