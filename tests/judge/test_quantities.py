"""Quantities in evidence against a criterion's minimum: units, ranges, products, words, as forms write them."""

import pytest

from pipeline.judge.spoken import spoken
from pipeline.model.verdicts import CellState, WeakKind
from tests.judge.documents import POLICY
from tests.judge.documents import ruled_amount as verdict

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
        "Log of twelve weekly sessions of one hour",
        "Log of six fortnightly meetings (two hours each)",
        "Log of six weekly two-hour sessions",
        "Log of three-hour sessions on four nights",
        "Log: six clients, two 2-hour sessions with each",
        "Log of four half-day sessions of three hours each, marked",
        "Log of coaching: four porters, 3 hrs apiece",
        "Log: 45 mins twice a wk, 8 wks",
        "Log of one hour every other week from January to June",
        "Log with five hours for the first client, four for the second and three for the third",
        "Log of fifteen hours, three of which are the learner's own induction",
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
        ("Log of ten weekly sessions of one hour", "10 hours"),
        ("Log of four monthly meetings (2 hours each)", "8 hours"),
        ("Log of six weekly sessions of 2 hours in all", "2 hours"),
        ("Log of 8 hours of coaching; six weekly two-hour classes", "8 hours"),
        ("Log of coaching: three porters, 3 hrs apiece", "9 hours"),
        ("Log of two hours a month from January to April", "8 hours"),
        ("Log of twelve hours, three of which are the learner's own induction", "9 hours"),
        ("Log of 12 hrs less the 3 that we keep for induction", "9 hours"),
        ("Log, signed off at 75% of the twelve hours", "9 hours"),
        ("Log of five mornings of two hours", "10 hours"),
        ("Log of ten hours of coaching all told, that being five Mondays at two hours", "10 hours"),
        ("Log: 7 x 90 min = 10.5 h", "10.5 hours"),
        ("Log: five sessions of two hours, ten hours in the season", "10 hours"),
        ("Log of three-quarters of an hour a week over twelve weeks", "9 hours"),
        ("Log: ten hours, and two in reserve", "10 hours"),
        ("Diary: 10 h of coaching; 4 h of machine demonstration by the foreman are entered separately", "10 hours"),
        ("Log of eleven hours; sixteen tutorial hours are logged on a separate sheet", "11 hours"),
    ],
)
def test_less_than_the_minimum_is_a_shortfall_with_what_it_comes_to(cell: str, have: str) -> None:
    found = verdict(cell, TWELVE_HOURS)
    assert (found.kind, found.have) == (WeakKind.SHORTFALL, have)


SIX_CLIENTS = "8580-502 1.1"


@pytest.mark.parametrize(
    ("cell", "have"),
    [
        ("Rationale and contracts x4, in the portfolio", "4 clients"),
        ("5x client contracts and rationale in portfolio", "5 clients"),
        ("Contracts with each of three technicians and each of two foremen, and a written rationale", "5 clients"),
        ("Portfolio: rationale, contracts with the four nurses they coach", "4 clients"),
        ("Rationale and contracts with four midwives", "4 clients"),
        ("Portfolio: rationale, contracts for from four to seven colleagues", "4 clients"),
        ("Rationale, contracts w 2 porters, a cook & a cleaner", "4 clients"),
        ("Rationale and five signed contracts, one for each client", "5 clients"),
        ("Rationale and contracts, five of them", "5 clients"),
        ("Four clients, four signed contracts, and a rationale", "4 clients"),
        ("Five clients and five contracts, and a rationale", "5 clients"),
    ],
)
def test_clients_by_any_name_are_counted(cell: str, have: str) -> None:
    found = verdict(cell, SIX_CLIENTS)
    assert (found.kind, found.have) == (WeakKind.SHORTFALL, have)
    assert found.quote in cell


@pytest.mark.parametrize(
    "cell",
    [
        "Rationale and contracts with three foremen and three porters, in the portfolio",
        "Portfolio of contracts, marked by two assessors",
        "Rationale and contracts with three porters, two cooks and a cleaner",
        "Rationale, contracts with two clients from each of three depots",
        "Rationale, contracts with two team leaders at each of our three sites",
        "Portfolio: rationale and contracts, presented to three managers",
    ],
)
def test_people_who_are_no_clients_are_no_shortfall(cell: str) -> None:
    assert verdict(cell, SIX_CLIENTS).kind is not WeakKind.SHORTFALL


def test_an_hour_a_week_needs_no_article() -> None:
    found = verdict("Log in portfolio, hr a wk coaching, ten wks", TWELVE_HOURS)
    assert (found.kind, found.have) == (WeakKind.SHORTFALL, "10 hours")


@pytest.mark.parametrize(
    "cell",
    [
        "Log of five hours with each client",
        "Log of two hours per session",
        "Log of one hour, observed",
    ],
)
def test_what_falls_short_beside_words_that_may_multiply_it_is_asked(cell: str) -> None:
    found = verdict(cell, TWELVE_HOURS)
    assert found.kind is WeakKind.SHORTFALL
    assert found.doubt


@pytest.mark.parametrize(
    ("cell", "have"),
    [
        ("Development plan, marked, from 1 October to 31 March following", "6 months"),
        ("Development plan beginning on 1 April 2024 and ending on 31 December 2024", "9 months"),
        ("Development plan from September until the following Easter", "8 months"),
    ],
)
def test_a_span_of_dates_has_its_length(cell: str, have: str) -> None:
    assert verdict(cell, "8580-503 3.3").have == have


def test_a_span_of_a_year_is_enough() -> None:
    assert verdict("Development plan from 1 October 2025 to 30 September 2026", "8580-503 3.3").kind is None


@pytest.mark.parametrize(
    "cell",
    [
        "Log of two reports on 8 hours of coaching",
        "Log of 8 hours, 4 at work and 4 at college",
        "Log of 8 hours, 4 with the supervisor",
        "Log of 6 hours with clients, 6 in the classroom",
        "Log of 6 entries of 2 hours in total",
        "Log of 8 hours; first review after 4 hours, second after 8",
        "Log of 10 hours twice checked by the assessor",
        "Log of half an hour a week for 12 weeks",
        "All 12 learners log 8 hours each",
        "Log of 4 hours for each of 3 learners",
        "Log (500 words, 3 hours each)",
    ],
)
def test_numbers_of_other_things_make_no_shortfall_enough(cell: str) -> None:
    assert verdict(cell, TWELVE_HOURS).kind is WeakKind.SHORTFALL


@pytest.mark.parametrize(
    "cell",
    [
        "Contracts with 4 clients, logs for 8 interviews",
        "Contracts with three porters, two cooks and a tutor",
        "Rationale; six coaching plans, two clients",
    ],
)
def test_other_numbers_are_no_clients(cell: str) -> None:
    assert verdict(cell, SIX_CLIENTS).kind is WeakKind.SHORTFALL


def test_hours_that_are_broken_down_are_counted_once() -> None:
    cell = "Log of 80 hours with six clients: 40 with two of them and 40 with four"
    assert verdict(cell, "8580-502 2.1").kind is WeakKind.SHORTFALL


def test_what_is_enough_only_by_a_sum_is_asked() -> None:
    assert verdict("Log of coaching: four porters, 3 hrs apiece", TWELVE_HOURS).doubt
    assert verdict("Log: 12 hours", TWELVE_HOURS).doubt is None


@pytest.mark.parametrize(
    ("cell", "place", "have"),
    [
        ("Contracts, formerly three clients, now signed", SIX_CLIENTS, "3 clients"),
        ("Log; it was 8 hours and there are now 20 learners", TWELVE_HOURS, "8 hours"),
        ("Log of 10 supervised hours of coaching", TWELVE_HOURS, "10 hours"),
    ],
)
def test_what_is_now_something_else_is_no_amount(cell: str, place: str, have: str) -> None:
    assert verdict(cell, place).have == have


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Plan Jan 26 - Mar 26", "Plan (3 months)"),
        ("Plan, Sep 25 – Jan 26", "Plan, (5 months)"),
        ("Plan, September 2026 to July 2028.", "Plan, (23 months)."),
        ("Plan (01/2026 to 06/2026)", "Plan ((6 months))"),
        ("Plan, Jan 2027 to March 2025", "Plan, Jan 2027 to March 2025"),
        ("Plan for two hundred and ten days", "Plan for 7 months"),
        ("Plan for 340 days", "Plan for 10 months"),
        ("Plan for three hundred and sixty-five days", "Plan for 12 months"),
        ("Plan in 30 days", "Plan in 30 days"),
    ],
)
def test_months_are_counted_by_their_years_however_they_are_written(text: str, months: str) -> None:
    assert spoken(text, POLICY.cells.quantities) == months
