"""The qualification laid out for comparison: built once, kept for every submission that follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.match.similarity import Floats, Similarity
from pipeline.policy.matching import Matching, Wording
from pipeline.reference import Criterion, Qualification, Unit
from pipeline.text import Units, fold, quantities

_KEPT = 16  # qualifications that are installed, each with an index of a megabyte or two

Ints = NDArray[np.intp]
Amounts = frozenset[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Index:
    """All criteria in the reference's order, each known by its place; units likewise.

    `places` are the criteria of each folded text (two units may share one), `at` those of (unit, number); `twins` gives
    the unit whose criteria of the same number read like this unit's. `amounts` are the quantities in each criterion.
    """

    qualification: Qualification
    policy: Matching
    units: tuple[Unit, ...]
    criteria: tuple[Criterion, ...]
    unit_of: Ints
    folded: tuple[str, ...]
    places: dict[str, tuple[int, ...]]
    at: dict[tuple[int, str], int]
    similarity: Similarity
    among: Floats
    twins: dict[int, int]
    measured: Units
    amounts: tuple[Amounts, ...]

    def likeness(self, texts: Sequence[str]) -> Floats:
        """folded texts x criteria: how alike they are; a text that is a criterion's needs no measuring."""
        scores = np.zeros((len(texts), len(self.criteria)))
        unknown = sorted({text for text in texts if text and text not in self.places})
        measured = dict(zip(unknown, self.similarity.of(unknown), strict=True)) if unknown else {}
        for at, text in enumerate(texts):
            if text in self.places:
                scores[at] = self.among[self.places[text][0]]
            elif text:
                scores[at] = measured[text]
        return scores

    def of_unit(self, unit: int) -> Ints:
        """The places of a unit's criteria."""
        return np.flatnonzero(self.unit_of == unit)

    def amounts_of(self, text: str) -> Amounts:
        """The quantities in a text, as unit and value."""
        return _amounts(text, self.measured)


@lru_cache(maxsize=_KEPT)
def index_of(qualification: Qualification, policy: Matching, wording: Wording) -> Index:
    """The index of a qualification under a policy."""
    pairs = [(at, criterion) for at, unit in enumerate(qualification.units) for criterion in unit.criteria]
    folded = tuple(fold(criterion.text) for _, criterion in pairs)
    similarity = Similarity(folded, policy.ngrams, policy.text_share)
    among = similarity.of(folded)
    at = {(unit, criterion.ref): place for place, (unit, criterion) in enumerate(pairs)}
    measured: Units = dict(wording.units)
    return Index(
        qualification=qualification,
        policy=policy,
        units=qualification.units,
        criteria=tuple(criterion for _, criterion in pairs),
        unit_of=np.array([unit for unit, _ in pairs]),
        folded=folded,
        places={text: tuple(place for place, other in enumerate(folded) if other == text) for text in folded},
        at=at,
        similarity=similarity,
        among=among,
        twins=_twins(at, among, len(qualification.units), policy.twin.alike_min),
        measured=measured,
        amounts=tuple(_amounts(criterion.text, measured) for _, criterion in pairs),
    )


def _amounts(text: str, measured: Units) -> Amounts:
    """The quantities; "a client" is none."""
    found = quantities(text, measured)
    return frozenset((amount.unit, amount.low) for amount in found if not (amount.is_article and amount.low <= 1))


def _twins(at: dict[tuple[int, str], int], among: Floats, units: int, alike_min: float) -> dict[int, int]:
    """Each unit's twin: the one whose criteria of the same number are alike on the whole."""
    twins = {}
    for unit in range(units):
        for other in range(units):
            shared = [ref for one, ref in at if one == unit and (other, ref) in at]
            alike = [among[at[unit, ref], at[other, ref]] for ref in shared]
            if other != unit and alike and sum(alike) / len(alike) >= alike_min:
                twins[unit] = other
    return twins
