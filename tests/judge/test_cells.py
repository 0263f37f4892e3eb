"""The rules by themselves, on the groups of `tests/cases`: every cell there gets the verdict that its group expects."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline.model.submission import Column
from pipeline.model.verdicts import CellState, CellVerdict, WeakKind
from pipeline.policy.cells import CueRule
from tests.judge import documents
from tests.judge.documents import RULES, reading, verdicts

CASES = Path(__file__).parent.parent / "cases"


def verdict(text: str, criterion: str = "8580-500 1.1") -> CellVerdict:
    return documents.verdict(text, criterion, RULES)


def _groups() -> list[Any]:
    return [
        pytest.param(group, id=f"{path.stem}: {group['expect']}: {group['why']} {group.get('criterion', '')}")
        for path in sorted(CASES.glob("*.toml"))
        for group in tomllib.loads(path.read_text(encoding="utf-8")).get("group", [])
    ]


@pytest.mark.parametrize("group", _groups())
def test_every_cell_of_a_group_gets_its_verdict(group: dict[str, Any]) -> None:
    criterion = group.get("criterion", "8580-500 1.1")
    found = {cell: reading(verdict(cell, criterion)) for cell in group["cells"]}
    assert {cell: word for cell, word in found.items() if word != group["expect"]} == {}


@pytest.mark.parametrize("group", [group for group in _groups() if group.id.startswith("substantive:")])
def test_plain_evidence_is_put_to_nobody_as_a_question(group: dict[str, Any]) -> None:
    criterion = group.get("criterion", "8580-500 1.1")
    assert [cell for cell in group["cells"] if verdict(cell, criterion).doubt] == []


def test_a_limit_that_no_pattern_explains_is_put_to_the_qcm() -> None:
    found = verdict("Book 2. Perhaps the red one instead")
    assert found.kind is not None or found.doubt is not None


@pytest.mark.parametrize("cell", ["1", "(2)", "1, 2", "50%"])
def test_a_number_without_a_word_is_put_to_the_qcm(cell: str) -> None:
    assert verdict(cell).doubt is not None


def test_the_quote_is_the_clause_that_made_it_weak() -> None:
    found = verdict("Essay on barriers to coaching. The academic board has not approved it.")
    assert (found.kind, found.quote) == (WeakKind.PROVISIONAL, "The academic board has not approved it")


def test_a_shortfall_says_what_is_asked_for_and_what_is_stated() -> None:
    found = verdict("Client log of seven hours", "8580-501 2.1")
    assert (found.need, found.have, found.quote) == ("12 hours", "7 hours", "seven hours")


def test_the_first_weak_kind_in_the_rubrics_order_is_the_reason() -> None:
    assert verdict("Optional essay, title to be agreed").kind is WeakKind.PROVISIONAL
    assert verdict("Optional log of 8 hours", "8580-501 2.1").kind is WeakKind.OPTIONAL


def test_strategies_are_never_weak() -> None:
    found = verdicts({"1.1": "Optional workshop, to be agreed", "1.2": "tbc"}, column=Column.STRATEGIES)
    assert [found[ref].state for ref in ("1.1", "1.2")] == [CellState.SUBSTANTIVE, CellState.ABSENT]


def test_a_word_added_to_the_policy_changes_a_verdict() -> None:
    cell = "Essay, for the birds"
    assert verdict(cell).state is CellState.SUBSTANTIVE
    rule = CueRule(id="birds", kind="optional", patterns=("for the birds",))
    cells = msgspec.structs.replace(RULES.cells, cues=(*RULES.cells.cues, rule))
    changed = msgspec.structs.replace(RULES, cells=cells)
    assert documents.verdict(cell, policy=changed).kind is WeakKind.OPTIONAL
