"""Cells that point elsewhere take what is there, and are weak where nothing is."""

import tomllib
from typing import Any

import pytest

from pipeline.model.submission import Column
from pipeline.model.verdicts import CellState, WeakKind
from tests.judge.documents import reading, verdicts
from tests.judge.test_cells import CASES

DOCUMENTS = tomllib.loads((CASES / "references.toml").read_text(encoding="utf-8"))["document"]


@pytest.mark.parametrize("document", [pytest.param(document, id=document["why"]) for document in DOCUMENTS])
def test_a_pointer_takes_what_is_at_its_place(document: dict[str, Any]) -> None:
    found = {ref: reading(verdict) for ref, verdict in verdicts(document["rows"]).items()}
    assert {ref: found[ref] for ref in document["expect"]} == document["expect"]


def test_a_strategies_cell_that_points_at_an_absent_one_is_absent() -> None:
    found = verdicts({"1.1": "", "1.2": "as above", "1.3": "Seminar", "2.1": "ditto"}, column=Column.STRATEGIES)
    assert [verdict.state for verdict in found.values()] == [
        CellState.ABSENT,
        CellState.ABSENT,
        CellState.SUBSTANTIVE,
        CellState.SUBSTANTIVE,
    ]


def test_what_is_pointed_at_is_held_against_this_criterions_minimum() -> None:
    found = verdicts({"1.1": "Log of 8 hours", "2.1": "as 1.1"}, "8580-501")
    assert found["1.1"].state is CellState.SUBSTANTIVE
    assert found["2.1"].kind is WeakKind.SHORTFALL


def test_a_circle_is_unresolved_for_all_in_it() -> None:
    found = verdicts({"1.1": "see 1.2", "1.2": "see 1.3", "1.3": "see 1.1"})
    assert {verdict.kind for verdict in found.values()} == {WeakKind.UNRESOLVED_REFERENCE}
