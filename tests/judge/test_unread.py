"""Numbers that nothing was made of, beside a minimum that is not stated."""

import pytest

from pipeline.model.verdicts import CellState, WeakKind
from tests.judge.documents import ruled_amount as verdict

TWELVE_HOURS, SIX_CLIENTS, A_YEAR = "8580-501 2.1", "8580-502 1.3", "8580-503 3.3"


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("Coaching log: 09.00 to 10.30 on six Tuesdays", TWELVE_HOURS),
        ("Coaching log, four Saturday mornings", TWELVE_HOURS),
        ("Marked development plan, from the end of the course to the dry-docking ten months later", A_YEAR),
    ],
)
def test_a_number_that_was_not_read_is_asked(cell: str, place: str) -> None:
    found = verdict(cell, place)
    assert found.state is CellState.SUBSTANTIVE
    assert found.doubt
    assert "at least" in found.doubt


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("Task 8, coaching diary, pages 4 to 9, 1,500 words, marked by two assessors", TWELVE_HOURS),
        ("Coaching diary of twelve hours with three clients", TWELVE_HOURS),
        ("Assignment 3, due on 12 May 2026", TWELVE_HOURS),
        ("Portfolio, tab 4: programme plans for six officers", SIX_CLIENTS),
        ("Development plan, 600 words, 2nd edition", A_YEAR),
    ],
)
def test_numbers_of_names_lengths_and_dates_say_nothing_of_an_amount(cell: str, place: str) -> None:
    found = verdict(cell, place)
    assert found.state is CellState.SUBSTANTIVE
    assert "at least" not in (found.doubt or "")


def test_the_clients_are_fewer_than_the_minimum() -> None:
    assert (
        verdict("Portfolio: signed contracts of the five clients, with a rationale", "8580-502 1.1").have == "5 clients"
    )
    programmes = verdict("Portfolio, tab 3: coaching programmes for a minimum of four officers", SIX_CLIENTS)
    assert programmes.have == "4 clients"


@pytest.mark.parametrize(
    ("cell", "have"),
    [
        ("Portfolio: a contract with each of the crew, two gangs of two, and a rationale", "4 clients"),
        ("Rationale; contracts: 2 FE, 2 BE, 1 QA", "5 clients"),
        ("Signed agreements, one each for the four on nights; rationale", "4 clients"),
        ("Rationale; contracts, 1 per pod, 4 pods", "4 clients"),
    ],
)
def test_people_by_other_names_who_are_too_few_are_a_shortfall_that_is_asked(cell: str, have: str) -> None:
    found = verdict(cell, "8580-502 1.1")
    assert found.have == have
    assert found.doubt


@pytest.mark.parametrize(
    "cell",
    [
        "Rationale; contracts: 2 FE, 3 BE, 1 QA",
        "Rationale; contracts, 2 per pod, 4 pods",
        "Rationale and contracts: 3 brace of underkeepers",
    ],
)
def test_people_by_other_names_who_are_enough_are_no_shortfall(cell: str) -> None:
    found = verdict(cell, "8580-502 1.1")
    assert found.state is CellState.SUBSTANTIVE
    assert "at least 6 clients" in (found.doubt or "")


def test_a_bare_number_of_hours_that_is_nearly_enough_is_a_shortfall_that_is_asked() -> None:
    found = verdict("Log of hours: seventy by Easter, and there we stop, six clients", "8580-502 2.1")
    assert (found.have, bool(found.doubt)) == ("70 hours", True)


def test_what_may_come_to_enough_with_a_number_that_was_not_read_is_asked() -> None:
    found = verdict("Coaching log: ten hours at the bench. Then seven", TWELVE_HOURS)
    assert (found.have, bool(found.doubt)) == ("10 hours", True)
    plain = verdict("Coaching log: ten hours at the bench", TWELVE_HOURS)
    assert (plain.have, plain.doubt) == ("10 hours", None)


@pytest.mark.parametrize(
    ("cell", "place", "have"),
    [
        ("Coaching log, 12 time x 50 minit", TWELVE_HOURS, "10 hours"),
        ("Coaching log, four goes at 2hr45", TWELVE_HOURS, "11 hours"),
        ("Coaching log: every Thursday for ten weeks, an hour a night", TWELVE_HOURS, "10 hours"),
        ("Coaching log, 5 voyages, two hours each voyage", TWELVE_HOURS, "10 hours"),
        ("Development plan for the next two terms", A_YEAR, "up to 8 months"),
        ("Development plan for six months with 3 short-term and 3 long-term goals", A_YEAR, "6 months"),
        ("Development plan shortened from twelve months to just six", A_YEAR, "6 months"),
        ("Reflective account Q1-Q4, 6 month development plan", A_YEAR, "6 months"),
        ("Coaching log (was 12 hours until last year, now 8 hours)", TWELVE_HOURS, "8 hours"),
        ("Coaching log, 12 hours (reduced to 8 hours for this cohort)", TWELVE_HOURS, "8 hours"),
        ("Notes written up from 6 to 12 hours of coaching", TWELVE_HOURS, "6 hours"),
        ("Coaching log (12 hours required) of 8 hours", TWELVE_HOURS, "8 hours"),
        ("Coaching log showing ten of the twelve hours", TWELVE_HOURS, "10 hours"),
        ("Coaching log of 10 hours and a reflective report for Task 2.", TWELVE_HOURS, "10 hours"),
        ("Coaching log of ten hours with two hours held in reserve", TWELVE_HOURS, "10 hours"),
        ("Coaching log, 4 hrs 12 clients", TWELVE_HOURS, "4 hours"),
        ("Rationale, contracts with clients A, B, C and D", "8580-502 1.1", "4 clients"),
        ("Rationale, contracts with 7 clients, of whom 2 withdrew", "8580-502 1.1", "5 clients"),
        ("Development plan for the ninety days after the course", A_YEAR, "3 months"),
    ],
)
def test_amounts_in_units_and_periods_of_all_kinds_are_worked_out(cell: str, place: str, have: str) -> None:
    assert verdict(cell, place).have == have


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("Coaching log of 12 hours of which 4 are mentoring", TWELVE_HOURS),
        ("Coaching log of 14 hours, of which 3 are coaching sessions observed by the tutor", TWELVE_HOURS),
        ("Coaching log; 3 hours of telephone tutorials", TWELVE_HOURS),
        ("Coaching log, four hours in each of the autumn, spring and summer terms", TWELVE_HOURS),
        ("Coaching log, ten hours face to face and four hours by video call", TWELVE_HOURS),
        ("Coaching log, 40 hours in year 1 and 60 in year 2, 6 clients", "8580-502 2.1"),
        ("Assignment 2 (Q1 & Q2): development plan for the year", A_YEAR),
        ("Development plan covering each of the strengths, weaknesses and goals", A_YEAR),
        ("Development plan, two six-month halves", A_YEAR),
        ("Rationale; contracts with clients 1, 2, 3, 4, 5 and 6", "8580-502 1.1"),
        ("Rationale; contracts with three coachees and three mentees", "8580-502 1.1"),
        ("Rationale; contract with each client, two drafts marked", "8580-502 1.1"),
        ("Rationale and contracts, handed to four assessors", "8580-502 1.1"),
    ],
)
def test_what_is_enough_or_of_something_else_is_no_shortfall(cell: str, place: str) -> None:
    assert verdict(cell, place).kind is not WeakKind.SHORTFALL
