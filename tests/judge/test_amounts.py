"""The rules of amounts beside the judge of amounts."""

from typing import Any, cast

import msgspec
import pytest

from pipeline.errors import DataError
from pipeline.judge.amounts import load_amounts, weighed_shortfall
from pipeline.judge.shortfall import Shortfall
from pipeline.judge.transformer import Transformer, load_transformer
from pipeline.model.verdicts import CellState, WeakKind
from pipeline.reference import Minimum
from tests.judge.documents import POLICY, verdicts
from tests.rounds import MINIMUMS

QUANTITIES = POLICY.cells.quantities
TWELVE_HOURS = MINIMUMS["8580-501", "2.1"]
# What the rules make of them: enough and plain, short and plain, enough by a sum that is to be asked, nothing.
PLAIN, LOW, DOUBTFUL = (
    "A log of 12 hours",
    "A log of 8 hours",
    "15 hours, eleven of them with clients and four for prep",
)
NOTHING = "A log, and 3 essays"


class _Saying:
    """A judge of amounts that always says the same."""

    def __init__(self, short: float) -> None:
        self.short = short
        self.asked: list[tuple[str, str]] = []

    def probabilities(self, text: str, beside: str) -> dict[str, float]:
        self.asked.append((text, beside))
        return {"enough": 1 - self.short, "short": self.short}


def _weighed(text: str, short: float, minimums: tuple[Minimum, ...] = TWELVE_HOURS) -> Shortfall | None:
    return weighed_shortfall(text, minimums, cast("Transformer", _Saying(short)), QUANTITIES)


def _said(found: Shortfall | None) -> tuple[bool, bool] | None:
    return (found.is_short, found.is_doubtful) if found else None


@pytest.mark.parametrize(
    ("text", "short", "said"),
    [
        (PLAIN, 0.1, None),
        (PLAIN, 0.5, (False, True)),  # nobody is sure: asked
        (PLAIN, 0.9, (True, True)),  # the judge is sure and the rules are not heard alone
        (LOW, 0.9, (True, False)),
        (LOW, 0.3, (True, True)),
        (LOW, 0.01, (False, True)),
        (DOUBTFUL, 0.95, (True, False)),  # what the rules would ask is answered by a judge that is quite sure
        (DOUBTFUL, 0.85, (True, True)),
        (NOTHING, 0.02, None),
        (NOTHING, 0.6, (False, True)),
    ],
)
def test_where_both_agree_nobody_is_asked(text: str, short: float, said: tuple[bool, bool] | None) -> None:
    assert _said(_weighed(text, short)) == said


@pytest.mark.parametrize(
    "text",
    [
        "Log: 12 hours planned, 8 completed",
        "Log of 14 hours, two of them as the client",
        "Log: 12 h incl. 6 h observing",
    ],
)
def test_what_may_be_taken_back_is_asked(text: str) -> None:
    assert _said(_weighed(text, 0.01)) == (False, True)
    assert _said(_weighed("Log of 14 hours, 13 of them with clients", 0.01)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Signed log of twelve hours shared between two learners",
        "Logged hours: 12, worked jointly",
        "Diary of twelve hours per pair",
        "Diary: twelve sessions, each of at most an hour",
        "Log of 12 hours across the cohort",
    ],
)
def test_what_may_be_no_learners_own_or_only_the_most_is_asked(text: str) -> None:
    assert _said(_weighed(text, 0.01)) == (False, True)
    assert _said(_weighed("Log of 12 hours shared between two clients, per learner", 0.01)) is None


@pytest.mark.parametrize("short", [0.01, 0.99])
def test_lengths_of_time_that_the_rules_doubt_are_asked_whatever_the_judge_says(short: float) -> None:
    found = _weighed("Plan for six months and six months more", short, MINIMUMS["8580-503", "3.3"])
    assert _said(found) == (short > 0.5, True)
    assert _said(_weighed("Plan for nine months", 0.99, MINIMUMS["8580-503", "3.3"])) == (True, False)


def test_what_only_the_judge_finds_short_is_said_in_words() -> None:
    found = _weighed("Log of 100 hours with six clients", 0.99, MINIMUMS["8580-502", "2.1"])
    assert found is not None
    assert (found.need, found.have) == ("100 hours and 6 clients", "less")
    assert found.quote == "Log of 100 hours with six clients"


def test_a_cell_without_an_amount_is_not_put_to_the_judge() -> None:
    judge = _Saying(0.99)
    found = weighed_shortfall("Signed coaching log", TWELVE_HOURS, cast("Transformer", judge), QUANTITIES)
    assert (found, judge.asked) == (None, [])


def test_the_judge_is_asked_about_every_minimum_of_the_reference_that_it_was_trained_on() -> None:
    asked = {(minimum.of, minimum.value) for minimums in MINIMUMS.values() for minimum in minimums}
    assert asked == QUANTITIES.judged


def test_of_a_minimum_that_it_was_not_trained_on_the_judge_is_not_asked() -> None:
    judge = _Saying(0.99)
    (minimum,) = TWELVE_HOURS
    ten = (msgspec.structs.replace(minimum, value=10),)
    assert weighed_shortfall("Log of ten hours", ten, cast("Transformer", judge), QUANTITIES) is None
    assert judge.asked == []


def test_the_judge_is_given_figures_and_what_they_come_to() -> None:
    judge = _Saying(0.0)
    weighed_shortfall("Six sessions of two hours", TWELVE_HOURS, cast("Transformer", judge), QUANTITIES)
    assert judge.asked == [("6 sessions of 2 hours", "12 hours : 2 low , 6 x 2 = 12 enough")]


def test_one_that_judges_something_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.judge.amounts.load_transformer", lambda _: load_transformer())
    with pytest.raises(DataError, match="make train"):
        load_amounts()


@pytest.mark.parametrize(
    ("criterion", "enough", "short"),
    [
        ("2.1", "Diary: met eight times, 90 minutes a time", "Diary: met seven times, 90 minutes a time"),
        ("2.1", "Log of 14 hours, two of them in reserve", "Log of 13 hours, two of them in reserve"),
        ("1.3", "Plan: six meetings of two hours with a client", "Plan: five meetings of two hours with a client"),
    ],
)  # fmt: skip
def test_one_number_makes_an_amount_enough_or_short(criterion: str, enough: str, short: str) -> None:
    found: list[Any] = [verdicts({criterion: text}, "8580-501")[criterion] for text in (enough, short)]
    assert [verdict.state for verdict in found] == [CellState.SUBSTANTIVE, CellState.WEAK]
    assert found[1].kind is WeakKind.SHORTFALL
