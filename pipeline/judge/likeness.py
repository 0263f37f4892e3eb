"""How likely a cell is of each kind of evidence: what three that learned from labelled cells say, as one.

The categoriser adds up signs, the rules' verdict among them; the network reads the words in their order; the
transformer knows far more of the language than the labelled cells have. They seldom err alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.errors import DataError
from pipeline.judge.categoriser import Categoriser, load_categoriser
from pipeline.judge.network import Network, load_network
from pipeline.judge.signs import COLUMNS
from pipeline.judge.transformer import Transformer, load_transformer
from pipeline.model.verdicts import CellState, WeakKind
from pipeline.policy.cells import Categorising

WEAK = (WeakKind.PROVISIONAL, WeakKind.OPTIONAL, WeakKind.NO_ASSESSMENT_NAMED, WeakKind.PART_ONLY)
# What is told apart: quantities and references are the rules' alone.
CATEGORIES: tuple[str, ...] = (CellState.SUBSTANTIVE.value, *(kind.value for kind in WEAK))


class Told(NamedTuple):
    """A cell as each of the three is told of it: its signs, its words in clauses, its text."""

    signs: frozenset[str]
    words: Sequence[Sequence[str]]
    text: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """The three, ready to be asked."""

    categoriser: Categoriser
    network: Network
    transformer: Transformer

    def shares(self, cells: Sequence[Told], limits: Categorising) -> list[dict[str, float]]:
        """For each cell category -> its probability to three decimals.

        The transformer, which takes longest, is asked where the two others are not sure, of all such cells at once.
        """
        weights = [limits.categoriser_weight, limits.network_weight]
        opinions = [[self.categoriser.probabilities(one.signs), self.network.probabilities(one.words)] for one in cells]
        found = [joined(each, weights, limits.share_min) for each in opinions]
        weak = [round(1 - each[CATEGORIES[0]], 3) for each in found]
        unsure = [at for at, share in enumerate(weak) if limits.transformer_from <= share <= limits.transformer_to]
        asked = self.transformer.read([(cells[at].text, "") for at in unsure])
        for at, said in zip(unsure, asked, strict=True):
            found[at] = joined([*opinions[at], said], [*weights, limits.transformer_weight], limits.share_min)
        return found


def joined(opinions: Sequence[dict[str, float]], weights: Sequence[float], least: float) -> dict[str, float]:
    """Several opinions as one, to three decimals: the weighted mean of their logarithms, none ever quite sure."""
    whole = sum(weights)
    odds = dict.fromkeys(opinions[0], 1.0)
    for opinion, weight in zip(opinions, weights, strict=True):
        for name in odds:
            odds[name] *= max(opinion[name], least) ** (weight / whole)
    total = sum(odds.values())
    return {name: round(value / total, 3) for name, value in odds.items()}


def load_likeness() -> Likeness:
    """The three that ship. Raises: DataError, where a file of theirs is wrong, or one is of another version."""
    categoriser, network, transformer = load_categoriser(), load_network(), load_transformer()
    told = {categoriser.categories, network.categories, transformer.categories}
    if told != {CATEGORIES} or network.columns != COLUMNS:
        raise DataError("What judges evidence in reference/trained is of another version: renew it with `make train`.")
    return Likeness(categoriser, network, transformer)
