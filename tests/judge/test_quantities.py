"""Quantities in evidence against a criterion's minimum: units, ranges, products, words, as forms write them."""

import pytest

from pipeline.model.verdicts import CellState, WeakKind
from tests.judge.documents import verdict

TWELVE_HOURS = "8580-501 2.1"


@pytest.mark.parametrize(
    "cell",
    [
        "Log of six two-hour sessions",
        "Log of a dozen hours' coaching",
        "Log: 2h x 6",
        "Log of 720 minutes",
        "Log: 12-15 hrs",
        "Log: 4 hrs w/ each of 3 clients",
        "Log: 4 hrs each w 3 clients",
        "Log of one and a half hours a week for 8 weeks",
    ],
)
def test_as_much_as_the_minimum_is_no_shortfall(cell: str) -> None:
    assert verdict(cell, TWELVE_HOURS).state is CellState.SUBSTANTIVE


@pytest.mark.parametrize(
    ("cell", "have"),
    [
        ("Log of six 90 minute sessions", "9 hours"),
        ("Log, 10-14 hours", "10 hours"),
        ("Log: eight to ten hours", "8 hours"),
        ("Assignment 12, 8 hrs coaching", "8 hours"),
        ("Log: 3 hrs w each of 3 clients", "9 hours"),
    ],
)
def test_less_than_the_minimum_is_a_shortfall_with_what_it_comes_to(cell: str, have: str) -> None:
    found = verdict(cell, TWELVE_HOURS)
    assert (found.kind, found.have) == (WeakKind.SHORTFALL, have)
