"""What the rules say of a cell, weighed against what labelled cells with the same signs were.

The rules give a verdict and its reason. The categoriser gives each kind of evidence a probability, the rules' verdict being
one of its signs. Where the two agree and it is sure, that is the answer; where they differ the likelier answer stands and
a person is asked; where it is not sure a person is asked as well.
"""

from dataclasses import replace

from pipeline.judge.categoriser import Categoriser
from pipeline.judge.reading import Reading
from pipeline.judge.signs import Sight, clause_signs, signs
from pipeline.model.verdicts import CellState, CellVerdict, WeakKind
from pipeline.policy.cells import Cells
from pipeline.text import squash

_WEAK = (WeakKind.PROVISIONAL, WeakKind.OPTIONAL, WeakKind.NO_ASSESSMENT_NAMED, WeakKind.PART_ONLY)


def weighed(
    verdict: CellVerdict, reading: Reading, sight: Sight, categoriser: Categoriser, cells: Cells
) -> CellVerdict:
    """The verdict after the categoriser was heard."""
    if not reading.clauses:
        return verdict
    limits = cells.categoriser
    shares = categoriser.probabilities(signs(reading, verdict, sight))
    weak = round(1 - shares[CellState.SUBSTANTIVE], 3)
    kind = max(_WEAK, key=lambda one: shares[one])
    if weak < limits.weak_from:
        firm = verdict if verdict.state is CellState.SUBSTANTIVE else _firm(reading, verdict, cells)
        is_sure = weak < limits.sure_below
        return firm if is_sure or firm.doubt else replace(firm, doubt=_asked(cells.questions.firm, reading))
    if verdict.kind is kind or (verdict.kind and shares[verdict.kind] >= limits.kind_from * shares[kind]):
        is_sure = weak >= limits.sure_from
        return verdict if is_sure or verdict.doubt else replace(verdict, doubt=_asked(cells.questions.weak, reading))
    clause = max(reading.clauses, key=lambda part: categoriser.lean(clause_signs(reading, part, sight), kind))
    quote = reading.words.quote(clause.start, clause.end).strip()
    return CellVerdict(
        CellState.WEAK, kind=kind, quote=quote, rule="likeness", doubt=_asked(cells.questions.weak, reading)
    )


def _firm(reading: Reading, verdict: CellVerdict, cells: Cells) -> CellVerdict:
    """A cell that the rules call weak and that reads like firm ones: a person is asked in any case."""
    return CellVerdict(
        CellState.SUBSTANTIVE,
        rule="likeness",
        doubt=cells.questions.condition.replace("{quote}", squash(verdict.quote or reading.words.text)),
    )


def _asked(question: str, reading: Reading) -> str:
    return question.replace("{text}", squash(reading.words.text))
