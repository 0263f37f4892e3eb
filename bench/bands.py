"""Probabilities held against what is so: how often what was claimed came true."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise


def banded(
    pairs: Iterable[tuple[float, bool]], edges: Sequence[float]
) -> Iterator[tuple[float, float, int, float, float]]:
    """Of what was claimed with a probability, and is so or not: band by band, where there is any.

    Each band's lower edge and its upper one (not in it), how many, the mean of what was claimed, the share that is so.
    """
    known = list(pairs)
    for low, high in pairwise(edges):
        here = [pair for pair in known if low <= pair[0] < high]
        if here:
            claimed, true = (sum(of) / len(here) for of in zip(*here, strict=True))
            yield low, high, len(here), claimed, true
