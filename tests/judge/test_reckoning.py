"""What the numbers of a cell may come to against a criterion's minimums."""

import pytest

from pipeline.judge.reckoning import reckoned
from tests.judge.documents import POLICY
from tests.rounds import MINIMUMS

QUANTITIES = POLICY.cells.quantities


@pytest.mark.parametrize(
    ("criterion", "text", "ways"),
    [
        ("501 2.1", "Ten calls of one and a quarter hours", "12 hours : 1.25 low , 10 x 1.25 = 12.5 enough"),
        ("501 2.1", "log, 16 lots of 45 mins", "12 hours : 0.75 low , 16 x 0.75 = 12 enough"),
        ("501 2.1", "Hours logged: 10", "12 hours : 10 low"),
        ("501 2.1", "A log of 12h30", "12 hours : 12.5 enough"),
        (
            "501 2.1",
            "four meetings with each of two clients, every one of 75 minutes",
            "12 hours : 1.25 low , 4 x 1.25 = 5 low , 2 x 1.25 = 2.5 low , 4 x 2 x 1.25 = 10 low",
        ),
        ("501 2.1", "13 hours, two of them in reserve", "12 hours : 13 enough , 2 x 13 = 26 enough , 13 - 2 = 11 low"),
        ("502 1.1", "contracts: 3 with drivers, 1 with a fitter", "6 clients : 3 low , 1 low , 3 + 1 = 4 low"),
        ("502 1.3", "Plans for the chef, the porter and the clerk", "6 clients : 3 people low"),
        ("503 3.3", "A plan from October to the following March", "12 months : 6 low"),
        ("502 1.3", "Plans for two handlers, a medic and two drivers, five in all", "6 clients : 2 low , 5 low"),
        (
            "501 2.1",
            "7 hours here and 6 there",
            "12 hours : 7 low , 6 x 7 = 42 enough , 7 - 6 = 1 low , 7 + 6 = 13 enough",
        ),
        ("501 2.1", "7 hours with 6 clients", "12 hours : 7 low , 6 x 7 = 42 enough , 7 - 6 = 1 low"),
        ("503 3.3", "First six months in detail, next six in outline", "12 months : 6 low , 6 + 6 = 12 enough"),
        ("503 3.3", "A plan of two cycles of nine months", "12 months : 18 enough"),
        ("503 3.3", "A plan of two goals of nine months", "12 months : 9 low"),
        ("503 3.3", "A plan as long as the season lasts, 14 pages", "12 months : "),
    ],
)
def test_the_ways_to_an_amount(criterion: str, text: str, ways: str) -> None:
    assert reckoned(text, MINIMUMS["8580-" + criterion[:3], criterion[4:]], QUANTITIES)[1].startswith(ways)


def test_who_they_are_in_all_is_how_many() -> None:
    text = "Plans for two handlers, the medic and two drivers, five clients in all"
    assert "5 people low" in reckoned(text, MINIMUMS["8580-502", "1.3"], QUANTITIES)[1]


def test_each_minimum_has_its_own() -> None:
    _, ways = reckoned("A log of 100 hours with five clients", MINIMUMS["8580-502", "2.1"], QUANTITIES)
    hours, clients = ways.split(" ; ")
    assert hours.startswith("100 hours : 100 enough")
    assert clients.startswith("6 clients : 5 low")


def test_what_is_no_part_of_an_amount_is_left_out() -> None:
    text = "Task 5, section 2.1: an essay of 1,200 words, 14 pages, at 60%, due in 2027"
    assert reckoned(text, MINIMUMS["8580-501", "2.1"], QUANTITIES)[1] == ""


def test_a_cell_of_a_great_many_numbers_has_few_ways() -> None:
    text = "log: " + ", ".join(f"{number} visits of {number + 1} hours" for number in range(2, 60))
    figures, ways = reckoned(text, MINIMUMS["8580-501", "2.1"], QUANTITIES)
    assert figures.startswith("log: 2 visits of 3 hours")
    assert ways.count(" , ") == 15
