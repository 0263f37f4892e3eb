"""Sets to the fewest of them that hold all that any of them holds (minimum set cover), within a stated effort."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

STEPS = 500
"""Partial choices looked at before the search is given up: some hundredths of a second."""


@dataclass(frozen=True, slots=True)
class Fewest:
    """The positions of the chosen sets, ascending, and the size that no choice can be below."""

    chosen: tuple[int, ...]
    bound: int

    @property
    def is_proved(self) -> bool:
        """Whether no smaller choice holds everything."""
        return len(self.chosen) == self.bound


def fewest(sets: Sequence[int], steps: int = STEPS) -> Fewest:
    """The fewest sets whose union is the union of all; a set is a number, the bits in it its elements.

    Branch and bound from a greedy start (Chvátal 1979). Where `steps` do not prove that no smaller choice exists, the
    best that was met, and the bound that was proved.
    """
    search = _Search(sets, steps)
    greedy = search.greedy()
    bound = search.bound(search.everything, search.all_sets)
    if len(greedy) > bound:
        search.best = greedy
        is_done = search.run(search.everything, search.all_sets, ())
        return Fewest(tuple(sorted(search.best)), len(search.best) if is_done else bound)
    return Fewest(tuple(sorted(greedy)), bound)


class _Search:
    """What one search knows: the sets that are not within another, who holds each element, the best choice so far."""

    def __init__(self, sets: Sequence[int], steps: int) -> None:
        self.sets = sets
        self.steps = steps
        self.best: tuple[int, ...] = ()
        kept = [at for at in range(len(sets)) if not _is_within_another(sets, at)]
        self.all_sets = sum(1 << at for at in kept)
        self.everything = 0
        for at in kept:
            self.everything |= sets[at]
        self.holders = {
            element: sum(1 << at for at in kept if sets[at] >> element & 1) for element in _bits(self.everything)
        }

    def greedy(self) -> tuple[int, ...]:
        """The set that holds most of what is left, the first of equals, until nothing is left."""
        left, chosen = self.everything, []
        while left:
            at = max(_bits(self.all_sets), key=lambda at: ((self.sets[at] & left).bit_count(), -at))
            chosen.append(at)
            left &= ~self.sets[at]
        return tuple(chosen)

    def bound(self, left: int, allowed: int) -> int:
        """What it takes at the least: by the largest set, and by elements of which no two are in one set."""
        if not left:
            return 0
        largest = max(((self.sets[at] & left).bit_count() for at in _bits(allowed)), default=0)
        apart, met = 0, 0
        for element in sorted(_bits(left), key=lambda element: (self.holders[element] & allowed).bit_count()):
            holders = self.holders[element] & allowed
            if not holders & met:
                apart, met = apart + 1, met | holders
        return max(apart, -(-left.bit_count() // max(largest, 1)))

    def run(self, left: int, allowed: int, chosen: tuple[int, ...]) -> bool:
        """Whether every choice that begins so and could be smaller than the best was looked at; keeps the best."""
        if not left:
            self.best = chosen
            return True
        self.steps -= 1
        if self.steps < 0:
            return False
        if len(chosen) + self.bound(left, allowed) >= len(self.best):
            return True
        rarest = min(_bits(left), key=lambda element: (self.holders[element] & allowed).bit_count())
        for at in sorted(_bits(self.holders[rarest] & allowed), key=lambda at: -(self.sets[at] & left).bit_count()):
            if len(chosen) + 1 < len(self.best) and not self.run(left & ~self.sets[at], allowed, (*chosen, at)):
                return False
            allowed &= ~(1 << at)  # every choice with it has been looked at
        return True


def _is_within_another(sets: Sequence[int], at: int) -> bool:
    """Whether another set holds all that this one does; of equal sets the first is kept."""
    one = sets[at]
    return any(
        one & other == one and (one != other or before < at) for before, other in enumerate(sets) if before != at
    )


def _bits(number: int) -> Iterator[int]:
    """The positions of the bits that are set, ascending."""
    while number:
        yield (number & -number).bit_length() - 1
        number &= number - 1
