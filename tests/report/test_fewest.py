"""The fewest sets that hold everything: as a search through all choices finds them, and honest where effort ends."""

from collections.abc import Sequence
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.fewest import fewest


def union(sets: Sequence[int], chosen: Sequence[int]) -> int:
    found = 0
    for at in chosen:
        found |= sets[at]
    return found


def by_trying_all(sets: Sequence[int]) -> int:
    everything = union(sets, range(len(sets)))
    return next(
        size
        for size in range(len(sets) + 1)
        if any(union(sets, chosen) == everything for chosen in combinations(range(len(sets)), size))
    )


@given(st.lists(st.integers(0, 2**9 - 1), max_size=9))
def test_it_is_as_small_as_the_smallest_of_all_choices(sets: list[int]) -> None:
    found = fewest(sets)
    assert union(sets, found.chosen) == union(sets, range(len(sets)))
    assert len(found.chosen) == found.bound == by_trying_all(sets)
    assert found.is_proved


@given(st.lists(st.integers(0, 2**9 - 1), max_size=9), st.integers(0, 4))
def test_with_little_effort_the_choice_holds_everything_and_the_bound_is_true(sets: list[int], steps: int) -> None:
    found = fewest(sets, steps)
    assert union(sets, found.chosen) == union(sets, range(len(sets)))
    assert found.bound <= by_trying_all(sets) <= len(found.chosen)


@given(st.lists(st.integers(0, 2**9 - 1), max_size=9))
def test_the_choice_is_ascending_and_holds_no_set_twice(sets: list[int]) -> None:
    chosen = fewest(sets).chosen
    assert list(chosen) == sorted(set(chosen))


def test_greedy_alone_would_take_one_more() -> None:
    # The largest set first leaves two halves, which need two more.
    assert fewest([0b0001_1110, 0b0000_0111, 0b0011_1000]).chosen == (1, 2)


def test_of_nothing_nothing_is_chosen() -> None:
    assert fewest([]).chosen == fewest([0, 0]).chosen == ()


def test_of_equal_sets_the_first_is_chosen() -> None:
    assert fewest([0b11, 0b11, 0b100]).chosen == (0, 2)


def hard(seed: int) -> list[int]:
    """Many sets of a few elements each, of which no search so short can prove what the fewest are."""
    random = Random(seed)
    return [sum(1 << element for element in random.sample(range(120), 6)) for _ in range(150)]


@pytest.mark.parametrize("seed", range(3))
def test_where_effort_ends_it_says_so_with_a_bound(seed: int) -> None:
    sets = hard(seed)
    found = fewest(sets)
    assert union(sets, found.chosen) == union(sets, range(len(sets)))
    assert 20 <= found.bound < len(found.chosen)
    assert not found.is_proved


def test_the_same_sets_give_the_same_choice() -> None:
    assert fewest(hard(1)) == fewest(hard(1))
