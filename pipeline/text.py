"""Strings to strings, tokens and quantities: folding, spelling variants, numbers in words. Knows no policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in a text: `low` (a range's lower end) to `high` of `unit` ("hours"), products multiplied.

    `start` and `end` are its place in the text as given; `words` the text there ("six two-hour sessions" is 12 hours).
    """

    low: float
    high: float
    unit: str
    start: int
    end: int
    words: str


def fold(text: str) -> str:
    """The text with case, white space, punctuation, quotes, dashes, ligatures, soft hyphens, zero-width characters,
    list numbering and spelling variants folded: two texts are identical where their folds are equal. Idempotent."""
    raise NotImplementedError


def tokens(text: str) -> tuple[str, ...]:
    """The words of a folded text."""
    raise NotImplementedError


def quantities(text: str, units: Mapping[str, Sequence[str]]) -> tuple[Quantity, ...]:
    """The quantities in a text, in order; `units` maps a unit's name to its spellings ({"hours": ["hour", "hrs"]})."""
    raise NotImplementedError


def squash(text: str) -> str:
    """The text with every run of white space one space, its ends stripped."""
    return " ".join(text.split())
