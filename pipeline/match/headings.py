"""Unit headings to units: by number, by title, by the vote of the rows beneath."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import fuzz

from pipeline.match.index import Index, Ints
from pipeline.match.similarity import Floats
from pipeline.match.split import Part
from pipeline.model.submission import UnitBlock
from pipeline.text import fold

ABSENT, FOREIGN = -1, -2
"""The place of a unit where no heading names one, and where it names one that the qualification does not have."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The unit that a block is headed by: its place in the index, ABSENT or FOREIGN.

    `rival` is the unit that the title names where the number names another. `is_stated`: the heading says it, and not
    the rows beneath.
    """

    unit: int
    rival: int = ABSENT
    is_stated: bool = True


def stated(blocks: Sequence[UnitBlock], index: Index) -> tuple[Heading, ...]:
    """What each block's heading says."""
    return tuple(_stated(block, index) for block in blocks)


def _stated(block: UnitBlock, index: Index) -> Heading:
    by_ref = _by_ref(block.ref, index) if block.ref else ABSENT
    by_title = _by_title(block.title, index) if block.title else ABSENT
    if by_ref >= 0:
        return Heading(by_ref, rival=by_title if by_title not in (by_ref, ABSENT) else ABSENT)
    if by_title >= 0:
        return Heading(by_title)
    return Heading(by_ref, is_stated=False)


def _by_ref(ref: str, index: Index) -> int:
    """The unit of this number, whole ("8580-501") or its last part alone ("501")."""
    numbers = re.findall(r"\d+", ref)
    for at, unit in enumerate(index.units):
        if numbers and numbers in (re.findall(r"\d+", unit.ref), re.findall(r"\d+", unit.ref)[-1:]):
            return at
    return FOREIGN


def _by_title(title: str, index: Index) -> int:
    rules = index.policy.heading
    scores = [fuzz.ratio(fold(title), fold(unit.title)) / 100 for unit in index.units]
    first, *others = sorted(range(len(scores)), key=lambda at: -scores[at])
    is_clear = scores[first] >= rules.title_min and all(scores[first] - scores[o] >= rules.title_lead for o in others)
    return first if is_clear else ABSENT


# ---------------------------------------------------------------- the rows beneath


def settled(headings: Sequence[Heading], parts: Sequence[Part], likeness: Floats, index: Index) -> tuple[Heading, ...]:
    """The headings, with the rows' word where number and title differ and where there is no heading."""
    owners = np.array([part.block for part in parts], dtype=np.intp)
    return tuple(_settled(heading, likeness[owners == at], index) for at, heading in enumerate(headings))


def _settled(heading: Heading, likeness: Floats, index: Index) -> Heading:
    if heading.rival >= 0:
        own, other = (likeness[:, index.of_unit(unit)].max(axis=1).sum() for unit in (heading.unit, heading.rival))
        return replace(heading, unit=heading.rival) if other > own else heading
    return replace(heading, unit=_voted(likeness, index)) if heading.unit == ABSENT else heading


def _voted(likeness: Floats, index: Index) -> int:
    """The unit that the rows read like; ABSENT where they are few or do not agree."""
    rules = index.policy.heading
    by_unit = np.array([likeness[:, index.of_unit(unit)].max(axis=1) for unit in range(len(index.units))]).T
    telling = by_unit[by_unit.max(axis=1) >= rules.text_min]
    if len(telling) < rules.rows_min:
        return ABSENT
    votes = telling >= telling.max(axis=1, keepdims=True) - rules.tie
    shares = (votes / votes.sum(axis=1, keepdims=True)).sum(axis=0) / len(telling)
    first = int(shares.argmax())
    return first if shares[first] >= rules.share_min else ABSENT


def pasted(heading: Heading, chosen: Ints, likeness: Floats, index: Index) -> int:
    """The twin whose rows stand under this heading in place of its own; ABSENT where they are its own.

    `chosen` are the criteria of the block's rows, -1 for none; `likeness` is theirs.
    """
    rules, twin = index.policy.twin, index.twins.get(heading.unit, ABSENT)
    if twin == ABSENT or not heading.is_stated:
        return ABSENT
    signs = []
    for row, place in zip(likeness, chosen, strict=True):
        ref = index.criteria[place].ref
        own, other = index.at.get((heading.unit, ref)), index.at.get((twin, ref))
        if place >= 0 and index.unit_of[place] in (heading.unit, twin) and own is not None and other is not None:
            gap = row[other] - row[own]
            if abs(gap) >= rules.difference:
                signs.append(float(np.sign(gap)))
    return twin if len(signs) >= rules.rows_min and sum(signs) / len(signs) > rules.cut else ABSENT
