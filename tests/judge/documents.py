"""Hand-built documents for the judge of cells: rows of evidence or strategies, judged as `judge_rows` judges them."""

from collections.abc import Mapping

import msgspec

from pipeline.judge.cells import judge_evidence
from pipeline.judge.likeness import load_likeness
from pipeline.judge.reading import Reader
from pipeline.judge.rows import judge_rows
from pipeline.judge.signs import Sight
from pipeline.judge.vocabulary import Vocabulary
from pipeline.judge.weighing import Opinion, opinions
from pipeline.model.document import Location, Passage
from pipeline.model.matching import MatchedRow, Matching, MatchKind
from pipeline.model.submission import Column, MappedRow, Statement, Submission, Term, UnitBlock
from pipeline.model.verdicts import CellVerdict, JudgedCriterion
from pipeline.policy import Policy, load_policy
from pipeline.reference import load_reference

REFERENCE = load_reference()
POLICY = load_policy()
UNIT = "8580-500"
Place = tuple[str, str]


def row(place: Place, at: int, strategies: str, evidence: str) -> MatchedRow:
    """A row that maps one criterion, its cells at their own places."""
    here = Location(table=1, row=at)
    mapped = MappedRow(
        (place[1],),
        "",
        None,
        "",
        Passage(strategies, Location(table=1, row=at, column=3)),
        Passage(evidence, Location(table=1, row=at, column=4)),
        here,
    )
    return MatchedRow(mapped, 0, place[1], "", place[0], place[1], MatchKind.IDENTICAL, 1.0, True, None, ())


def submission(
    rows: tuple[MatchedRow, ...], statements: tuple[Statement, ...] = (), terms: tuple[Term, ...] = ()
) -> Submission:
    """A document that holds these rows in one block."""
    block = UnitBlock(UNIT, None, None, Location(), tuple(matched.row for matched in rows))
    return Submission(None, None, (), (), (block,), statements, terms, (), (), (), "")


def judged(
    rows: tuple[MatchedRow, ...],
    statements: tuple[Statement, ...] = (),
    terms: tuple[Term, ...] = (),
    policy: Policy = POLICY,
) -> dict[Place, JudgedCriterion]:
    """Every criterion of the qualification, judged on these rows."""
    units = (rows[0].unit,) if rows else ()
    result = judge_rows(submission(rows, statements, terms), Matching(rows, units, ()), REFERENCE, policy)
    return {(criterion.unit, criterion.ref): criterion for criterion in result}


def verdicts(
    cells: Mapping[str, str], unit: str = UNIT, column: Column = Column.EVIDENCE, policy: Policy = POLICY
) -> dict[str, CellVerdict]:
    """The verdicts on one column's cells, by criterion, in rows in their order; the other column is filled."""
    pairs = ((text, "Essay") if column is Column.STRATEGIES else ("Seminar", text) for text in cells.values())
    rows = tuple(row((unit, ref), at, *pair) for at, (ref, pair) in enumerate(zip(cells, pairs, strict=True), 2))
    found = judged(rows, policy=policy)
    return {ref: getattr(found[unit, ref], column.value).verdict for ref in cells}


def verdict(text: str, criterion: str = f"{UNIT} 1.1", policy: Policy = POLICY) -> CellVerdict:
    """The verdict on one evidence cell."""
    unit, ref = criterion.split()
    return verdicts({ref: text}, unit, policy=policy)[ref]


def by_rules(policy: Policy = POLICY) -> Policy:
    """The policy with the categoriser unheard: the rules alone decide."""
    unheard = msgspec.structs.replace(policy.cells.categoriser, is_heard=False)
    return msgspec.structs.replace(policy, cells=msgspec.structs.replace(policy.cells, categoriser=unheard))


RULES = by_rules()


def by_rules_of_amounts(policy: Policy = POLICY) -> Policy:
    """The policy with the judge of amounts unheard: what the rules of amounts say stands, and they alone ask."""
    quantities = msgspec.structs.replace(policy.cells.quantities, judged=frozenset())
    return msgspec.structs.replace(policy, cells=msgspec.structs.replace(policy.cells, quantities=quantities))


RULES_OF_AMOUNTS = by_rules_of_amounts()


def ruled_amount(text: str, criterion: str) -> CellVerdict:
    """What the rules of amounts make of one evidence cell; what the judge beside them does is in test_amounts.py."""
    return verdict(text, criterion, RULES_OF_AMOUNTS)


def opinion_on(text: str, criterion: str = f"{UNIT} 1.1") -> Opinion:
    """What ships says is likely of one evidence cell."""
    reader = Reader(POLICY.cells)
    read = reader.read(text)
    wording = next(c.text for u, c in REFERENCE.pairs() if f"{u.ref} {c.ref}" == criterion)
    ruled = judge_evidence(read, Vocabulary(), reader.subject(wording), POLICY.cells)
    sight = Sight(reader.wording(wording), Vocabulary(), POLICY.cells.grammar)
    return opinions([(read, ruled, sight)], load_likeness(), POLICY.cells.categoriser)[0]


def reading(verdict: CellVerdict) -> str:
    """A verdict in a word: its weak kind, else its state."""
    return str(verdict.kind or verdict.state)
