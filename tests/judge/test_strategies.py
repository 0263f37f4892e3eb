"""Strategies cells: taught, put off, or pointing elsewhere; `tests/cases/strategies.toml` and what lies near it."""

import pytest

from pipeline.judge.absence import Postponement, put_off
from pipeline.model.submission import Column
from pipeline.model.verdicts import CellState, CellVerdict
from tests.judge.documents import POLICY, UNIT, judged, reading, row, verdicts
from tests.rounds import CASES, Cell, load_round

CELLS = load_round(CASES / "strategies.toml").cells


def strategies(text: str, unit: str = UNIT, ref: str = "1.1") -> CellVerdict:
    return verdicts({ref: text}, unit, Column.STRATEGIES)[ref]


@pytest.mark.parametrize("answer", ["substantive", "absent"])
def test_every_cell_gets_its_answer(answer: str) -> None:
    cells = [cell for cell in CELLS if cell.right == (answer,)]
    assert len(cells) >= 60
    assert [cell.text for cell in cells if reading(strategies(cell.text, cell.unit, cell.ref)) != answer] == []


def test_hardly_anything_is_asked() -> None:
    asked = [cell.text for cell in CELLS if _is_asked(cell)]
    assert len(asked) <= 0.02 * len(CELLS), asked


def _is_asked(cell: Cell) -> bool:
    return strategies(cell.text, cell.unit, cell.ref).doubt is not None


def test_what_is_put_off_with_words_that_name_no_teaching_is_asked() -> None:
    found = strategies("TBC - Sarah to do")
    assert found.state is CellState.SUBSTANTIVE
    assert found.doubt == "“TBC - Sarah to do” reads as if nothing is settled yet. Is the criterion taught?"


@pytest.mark.parametrize("text", ["None - there is no taught session for this", "N/A, see the portfolio"])
def test_a_denial_beside_other_words_is_asked(text: str) -> None:
    assert strategies(text).doubt


@pytest.mark.parametrize("text", ["To follow", "Learning strategies: not yet taught", "No formal teaching"])
def test_what_may_mean_that_it_is_taught_is_absent_and_asked(text: str) -> None:
    found = strategies(text)
    assert found.state is CellState.ABSENT
    assert found.doubt


@pytest.mark.parametrize(
    "text", ["To be provided by the training team", "Topics to be agreed with the tutor", "See module 1"]
)
def test_who_teaches_and_where_puts_nothing_off(text: str) -> None:
    found = strategies(text)
    assert (found.state, found.doubt) == (CellState.SUBSTANTIVE, None)


@pytest.mark.parametrize("pointer", ["See above", "see 1.1", "As above"])
def test_a_pointer_takes_the_doubt_of_its_place_and_adds_none(pointer: str) -> None:
    sure = verdicts({"1.1": "Taught day", "1.2": pointer}, column=Column.STRATEGIES)["1.2"]
    assert (sure.state, sure.doubt) == (CellState.SUBSTANTIVE, None)
    unsure = verdicts({"1.1": "TBC - Sarah to do", "1.2": pointer}, column=Column.STRATEGIES)["1.2"]
    assert unsure.doubt


def test_teaching_whose_date_is_put_off_is_teaching() -> None:
    found = strategies("TBC venue; workshop on contracting")
    assert (found.state, found.doubt) == (CellState.SUBSTANTIVE, None)


@pytest.mark.parametrize(
    "text", ["One-to-one with the tutor", "Lecture with cases", "One-to-one with the line manager"]
)
def test_teaching_with_somebody_points_nowhere(text: str) -> None:
    rows = (row((UNIT, "1.1"), 2, text, "Essay"), row((UNIT, "1.2"), 3, "", ""))
    found = judged(rows)[UNIT, "1.1"].strategies.verdict
    assert (found.state, found.doubt) == (CellState.SUBSTANTIVE, None)


def test_a_pointer_in_words_to_no_row_is_asked() -> None:
    found = strategies("as the row about weather forecasts")
    assert found.state is CellState.ABSENT
    assert found.doubt == (
        "“as the row about weather forecasts” reads as pointing to another row, and we found none such. "
        "Is the criterion taught?"
    )


def test_a_cell_that_says_so_over_and_over_is_read_in_no_time() -> None:
    policy = POLICY.cells.absent.put_off
    assert put_off("tbc " * 2_000 + "x", policy) is Postponement.BEGINNING
    assert put_off("to be confirmed by " + "programme director " * 1_000, policy) is Postponement.WHOLE
    assert put_off("the " * 5_000 + "workshop", policy) is Postponement.NONE
