"""Submission and Qualification to Matching: which criterion each row maps, how surely, and how its wording stands."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.match import headings
from pipeline.match.assign import Assignment, assign
from pipeline.match.headings import ABSENT, FOREIGN, Heading
from pipeline.match.index import Index, index_of
from pipeline.match.outcomes import matched_outcomes
from pipeline.match.rows import Decided, matched_rows
from pipeline.match.similarity import Floats
from pipeline.match.split import Part, parts
from pipeline.match.statements import covered_rows
from pipeline.model.matching import MatchedRow, Matching
from pipeline.model.submission import Answer, Submission, UnitBlock
from pipeline.policy import Policy
from pipeline.reference import Qualification


def match(submission: Submission, qualification: Qualification, policy: Policy) -> Matching:
    """Every row of the submission with the criterion that it maps."""
    index = index_of(qualification, policy.matching, policy.wording)
    blocks = tuple(_bounded(block, policy.matching.characters_max) for block in submission.blocks)
    stated = headings.stated(blocks, index)
    split = parts(blocks, [h.unit if h.unit >= 0 else None for h in stated], index)
    likeness = index.likeness([part.folded for part in split])
    settled = headings.settled(stated, split, likeness, index)
    assignment = _placed(split, likeness, settled, _claimed(submission, index), index)
    decided = Decided(split, settled, assignment, index, policy.wording)
    rows = matched_rows(decided)
    units = tuple(_unit(at, heading, rows, index) for at, heading in enumerate(settled))
    covered = covered_rows(submission, rows, units, qualification)
    return Matching(rows=(*rows, *covered), units=units, outcomes=matched_outcomes(blocks, decided))


def _bounded(block: UnitBlock, characters_max: int) -> UnitBlock:
    """The block, a text longer than any row's wording cut: comparing it would take longer than anyone waits."""
    if all(len(row.text) <= characters_max and len(row.outcome) <= characters_max for row in block.rows):
        return block
    rows = (replace(r, text=r.text[:characters_max], outcome=r.outcome[:characters_max]) for r in block.rows)
    return replace(block, rows=tuple(rows))


def _claimed(submission: Submission, index: Index) -> frozenset[int]:
    """The units of the awards that are answered with yes; empty where none is."""
    awards = {claim.award for claim in submission.claims if claim.answer is Answer.YES}
    refs = {ref for award in index.qualification.awards if award.key in awards for ref in award.every_unit}
    return frozenset(at for at, unit in enumerate(index.units) if unit.ref in refs)


def _placed(
    split: Sequence[Part], likeness: Floats, settled: Sequence[Heading], claimed: frozenset[int], index: Index
) -> Assignment:
    """The assignment; once more where a block's rows turn out to be those of its unit's twin."""
    expected = np.array([settled[part.block].unit for part in split], dtype=np.intp)
    owners = np.array([part.block for part in split], dtype=np.intp)
    assignment = assign(split, likeness, expected, claimed, index)
    moved = expected.copy()
    for at, heading in enumerate(settled):
        here = owners == at
        twin = headings.pasted(heading, assignment.chosen[here], likeness[here], index)
        if twin != ABSENT:
            moved[here] = [_side(row, heading.unit, twin, index) for row in likeness[here]]
    return assignment if (moved == expected).all() else assign(split, likeness, moved, claimed, index)


def _side(row: Floats, own: int, twin: int, index: Index) -> int:
    """Of two twins the one that a row of a pasted block belongs to: its own where it reads clearly like it, or where
    both have its criterion word for word."""
    lead = row[index.of_unit(own)].max() - row[index.of_unit(twin)].max()
    return own if lead >= index.policy.twin.difference or not lead else twin


def _unit(at: int, heading: Heading, rows: Sequence[MatchedRow], index: Index) -> str | None:
    """A block's unit: its heading's, or that of most of its rows where there is no heading."""
    if heading.unit >= 0:
        return index.units[heading.unit].ref
    mapped = Counter(row.unit for row in rows if row.block == at and row.unit)
    if heading.unit == FOREIGN or not mapped:
        return None
    unit, count = mapped.most_common(1)[0]
    return unit if count * 2 > mapped.total() else None
