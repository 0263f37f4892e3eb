"""A cell's signs to what kind of evidence it is, with probabilities: a linear model over labelled cells.

Its weights are whole hundredths, so that the sums are the same on every processor; `bench/training.py` makes the file.
"""

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.data import TRAINED, load

DEFAULT_CATEGORISER = TRAINED / "categoriser.json"


class Categoriser(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The categories in order ("substantive" first, then the weak kinds), and each sign's weights in hundredths."""

    categories: tuple[str, ...]
    bias: tuple[int, ...]
    weights: dict[str, tuple[int, ...]]

    def lean(self, signs: Iterable[str], category: str) -> int:
        """How far these signs speak for a category rather than for the first, in hundredths."""
        at = self.categories.index(category)
        return sum(weights[at] - weights[0] for sign in signs if (weights := self.weights.get(sign)))

    def probabilities(self, signs: Iterable[str]) -> dict[str, float]:
        """Category -> its probability to three decimals; they add up to 1 but for rounding."""
        found = frozenset(signs)
        rows = [weights for sign in found if (weights := self.weights.get(sign))]
        sums = [sum(column) for column in zip(*rows, strict=True)] or [0] * len(self.categories)
        length = math.sqrt(len(found)) or 1.0
        scores = [(bias + total / length) / 100 for bias, total in zip(self.bias, sums, strict=True)]
        best = max(scores)
        odds = [math.exp(score - best) for score in scores]
        total = sum(odds)
        return {name: round(odd / total, 3) for name, odd in zip(self.categories, odds, strict=True)}


@lru_cache(maxsize=1)
def load_categoriser(path: Path = DEFAULT_CATEGORISER) -> Categoriser:
    """The categoriser in a file. Raises: DataError, naming the file and the place inside it."""
    return load(path, "categoriser", lambda packed: msgspec.json.decode(packed, type=Categoriser), _faults)


def _faults(categoriser: Categoriser) -> Iterator[str]:
    """What no type can say: a bias for each category."""
    if len(categoriser.bias) != len(categoriser.categories):
        yield "there is not one bias for each category - at `$.bias`"
