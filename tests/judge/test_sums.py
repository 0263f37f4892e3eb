"""Amounts told in several numbers: what they come to, and whether that is sure."""

import pytest

from pipeline.judge.sums import told_as_one
from tests.judge.documents import POLICY

QUANTITIES = POLICY.cells.quantities


@pytest.mark.parametrize(
    ("text", "of", "told"),
    [
        ("three porters, four hours each", "hours", "12 hours"),
        ("5 hours for the first, 4 for the second and 3 for the third", "hours", "12 hours for the third"),
        ("log, 45 mins twice a wk, 8 wks", "hours", "log, 720 mins"),
        ("one hour a fortnight for 20 weeks", "hours", "10 hour"),
        (
            "three quarters of a year",
            "months",
            "three quarters of a year",
        ),  # the policy's `spoken` has put it in figures
        ("0.75 of a year", "months", "0.75 year"),
        ("75% of the 100 hrs", "hours", "75 hrs"),
        ("plans x4", "clients", "4 clients"),
        ("four sessions of two hours and four of one hour", "hours", "12 hours"),
        ("one meeting of four hours and eight later ones of an hour each", "hours", "1 meeting of 12 hours"),
        ("three clients, for each client five hours", "hours", "15 hours"),
        ("45 minutes a week throughout the 15-week term", "hours", "675 minutes term"),
        ("10 meetings from sowing to planting-out, each of 1.25 hours", "hours", "12.5 hours"),
        ("nine meetings, each of an hour and twenty minutes", "hours", "12 hour"),
        ("nine entries, each for a session of eighty minutes", "hours", "720 minutes"),
        (
            "five sessions of 45 minutes with the first client, ten of 50 with the second",
            "hours",
            "725 minutes with the second",
        ),
        ("3 clients, four 1hr meetings apiece", "hours", "12 hr"),
        ("four clients, three hours being set down for each", "hours", "12 hours"),
        ("two halves of five months each", "months", "10 months"),
        ("the first of six months and the second of four", "months", "the 10 months"),
        ("two cycles of nine months", "months", "18 months"),
        ("in two bound volumes of six months each", "months", "in 12 months"),
        ("two pages of nine months", "months", "two pages of nine months"),
        ("four clients of the county court and for two of the tribunals", "clients", "6 clients"),
        ("Essay of 1,000 words, and 12 hours", "hours", "Essay of 1,000 words, and 12 hours"),
    ],
)
def test_what_an_amount_comes_to_stands_in_its_place(text: str, of: str, told: str) -> None:
    assert told_as_one(text, of, QUANTITIES) == (told, False)


@pytest.mark.parametrize(
    ("text", "of", "told"),
    [
        ("12 hours less the 3 for induction", "hours", "9 hours"),
        ("two log books of six months each", "months", "12 months"),
        ("first six months in detail, next six in outline", "months", "first 12 months"),
        ("6 months on listening, then 6 on asking", "months", "12 months"),
    ],
)
def test_what_may_be_meant_otherwise_is_told(text: str, of: str, told: str) -> None:
    assert told_as_one(text, of, QUANTITIES) == (told, True)


def test_the_time_of_others_is_left_alone() -> None:
    text = "log, and the tutor sees them for 1 hour a week for 12 weeks"
    assert told_as_one(text, "hours", QUANTITIES) == (text, False)


def test_nothing_is_taken_away_that_is_more_than_there_is() -> None:
    text = "2 hours less the 3 for induction"
    assert told_as_one(text, "hours", QUANTITIES) == (text, False)


def test_a_thing_that_the_policy_does_not_know_has_its_own_name() -> None:
    assert told_as_one("0.5 of the 8 visits", "visits", QUANTITIES) == ("4 visits", False)
