"""Numbers that nothing was made of, beside a minimum that is not stated."""

import pytest

from pipeline.model.verdicts import CellState
from tests.judge.documents import verdict

TWELVE_HOURS, SIX_CLIENTS, A_YEAR = "8580-501 2.1", "8580-502 1.3", "8580-503 3.3"


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("Coaching log, 12 time x 50 minit", TWELVE_HOURS),
        ("Coaching log, four goes at 2hr45", TWELVE_HOURS),
        ("Coaching log; one hundred and five hours; five paramedics", "8580-502 2.1"),
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
