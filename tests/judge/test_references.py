"""Cells that point elsewhere take what is there, and are weak where nothing is."""

import tomllib
from typing import Any

import pytest

from pipeline.model.submission import Column
from pipeline.model.verdicts import CellState, WeakKind
from tests.judge.documents import RULES_OF_AMOUNTS, UNIT, judged, reading, row, verdicts
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


@pytest.mark.parametrize(
    ("clients", "is_asked"),
    [("Rationale; contracts: 2 FE, 2 BE, 1 QA", True), ("Rationale, four signed contracts", False)],
)
def test_where_what_is_pointed_at_is_asked_the_pointer_is_too(clients: str, is_asked: bool) -> None:
    found = verdicts({"1.1": clients, "1.2": "as 1.1"}, "8580-502", policy=RULES_OF_AMOUNTS)
    assert found["1.2"].kind is WeakKind.UNRESOLVED_REFERENCE
    assert [bool(verdict.doubt) for verdict in found.values()] == [is_asked, is_asked]


@pytest.mark.parametrize(
    "cell", ["Twenty-first row", "Third down.", "AC one.", "Criterion one point two.", "The one that precedes."]
)
def test_a_cell_of_nothing_but_a_row_that_is_not_found_is_asked(cell: str) -> None:
    assert verdicts({"1.1": "tbc", "1.2": cell})["1.2"].doubt


def test_a_circle_is_unresolved_for_all_in_it() -> None:
    found = verdicts({"1.1": "see 1.2", "1.2": "see 1.3", "1.3": "see 1.1"})
    assert {verdict.kind for verdict in found.values()} == {WeakKind.UNRESOLVED_REFERENCE}


@pytest.mark.parametrize(
    "cell",
    [
        "as 1.1 innit",
        "same as row abuv",
        "same as abov",
        "samee as criteron 1.1",
        "see abve",
        "whatever I said for 1.1 put that",
        "what it says up at 1.1",
        "same place as the row before",
        "as b4",
        "see LO 1 of 500",
        "= 1.1",
        "as 1.1, with more tea",
        "covered with 1.1",
        "ref 1.1",
        "as per crit 1.1",
        "AC1.1 does this too",
        "already covered at 1.1 mate",
        "Criteria 1.1 and 1.2 are assessed together",
        "ditto mate",
        "yeah the same again",
        "see1.1",
        "Task: see 1.1",
        "Assessed by: same as 1.1",
    ],
)
def test_a_hurried_pointer_takes_what_is_at_its_place(cell: str) -> None:
    filled, blank = (verdicts({"1.1": first, "1.2": cell})["1.2"] for first in ("Coaching essay", ""))
    assert (filled.state, filled.assessments) == (CellState.SUBSTANTIVE, ("Coaching essay",))
    assert blank.state is CellState.WEAK


@pytest.mark.parametrize(
    "cell",
    [
        "ASMT-09 (covers 1.1 and 1.2)",
        "ASMT-09 for 1.1 & 1.2",
        "ASMT-09, which also meets 1.2",
        "ASMT-09: 1.1-1.3",
        "Criteria 1.1 and 1.2 are assessed together by ASMT-09",
    ],
)
def test_a_cell_counts_for_the_criteria_that_it_says_it_covers(cell: str) -> None:
    found = verdicts({"1.1": cell, "1.2": "", "2.1": ""})
    assert (found["1.2"].state, found["1.2"].assessments) == (CellState.SUBSTANTIVE, ("ASMT-09",))
    assert found["2.1"].state is CellState.ABSENT


@pytest.mark.parametrize(
    "cell",
    ["Essay (1.2 is not covered)", "Essay, see also 1.2", "Essay as 1.2", "Essay 1.1", "Essay (covers unit 501, 1.2)"],
)
def test_a_number_that_a_cell_only_speaks_of_is_not_covered_by_it(cell: str) -> None:
    assert verdicts({"1.1": cell, "1.2": ""})["1.2"].state is CellState.ABSENT


def test_a_weak_cell_that_covers_others_is_weak_for_them() -> None:
    found = verdicts({"1.1": "Essay, optional (covers 1.1 and 1.2)", "1.2": "", "1.3": "Diary (covers 1.1)"})
    assert found["1.2"].kind is WeakKind.OPTIONAL
    assert found["1.1"].state is CellState.SUBSTANTIVE


def test_numbers_that_may_be_of_a_cells_own_parts_cover_a_blank_cell_with_a_question_and_no_other() -> None:
    case_study = "Ethics case study, questions 2.1-2.3, marked"
    found = verdicts({"2.3": case_study, "2.1": "", "2.2": "Group discussion in class, led by the tutor"})
    assert (found["2.3"].state, found["2.3"].doubt) == (CellState.SUBSTANTIVE, None)
    assert found["2.1"].state is CellState.SUBSTANTIVE
    assert "own parts" in (found["2.1"].doubt or "")
    assert found["2.2"].kind is WeakKind.NO_ASSESSMENT_NAMED
    assert verdicts({"2.3": case_study, "2.1": "No", "2.2": "as 2.1"})["2.2"].doubt


def test_a_pointer_that_may_leave_something_out_is_asked() -> None:
    found = verdicts(
        {"1.1": "Essay", "1.2": "As 1.1, but for outcomes only; the process is not covered", "1.3": "as 1.1"}
    )
    assert found["1.3"].doubt is None
    assert found["1.2"].doubt


def test_a_whole_outcome_is_pointed_at_in_words() -> None:
    found = verdicts({"1.1": "like all of LO2", "2.1": "Essay", "2.2": "as 2.1"})
    assert (found["1.1"].state, found["1.1"].assessments) == (CellState.SUBSTANTIVE, ("Essay",))


@pytest.mark.parametrize(
    "cell",
    [
        "CF-3 Essay",
        "Ref. A12, essay",
        "cf3 essay",
        "ref. acc. - draft in week 6, final in week 9",
        "AS-01 issue 4, section 5: barriers",
    ],
)
def test_a_code_that_begins_as_a_pointer_does_is_none(cell: str) -> None:
    assert verdicts({"1.1": cell})["1.1"].state is CellState.SUBSTANTIVE


@pytest.mark.parametrize("cell", ["Last one-to-one", "The final one to one", "Next 1-2-1 with the tutor"])
def test_one_to_one_is_no_row(cell: str) -> None:
    found = verdicts({"1.1": "", "1.2": cell, "1.3": ""}, column=Column.STRATEGIES)
    assert (found["1.2"].state, found["1.2"].doubt) == (CellState.SUBSTANTIVE, None)


def test_cells_that_only_name_each_other_are_unresolved() -> None:
    found = verdicts({"1.1": "1.2 covers this", "1.2": "goes in with 1.1", "1.3": "same same"})
    assert {verdict.kind for verdict in found.values()} == {WeakKind.UNRESOLVED_REFERENCE}


def test_strategies_count_for_the_criteria_that_they_say_they_cover() -> None:
    found = verdicts({"1.1": "Workshop 1 (covers 1.1-1.3)", "1.2": "", "2.1": ""}, column=Column.STRATEGIES)
    assert [found[ref].state for ref in ("1.2", "2.1")] == [CellState.SUBSTANTIVE, CellState.ABSENT]


def test_a_circle_with_a_way_out_is_resolved_whichever_place_is_read_first() -> None:
    for first, second in (("1.1", "1.2"), ("1.2", "1.1")):
        found = verdicts({first: f"see {second} and 1.3", second: f"see {first}", "1.3": "Essay"})
        assert {ref: found[ref].state for ref in (first, second)} == dict.fromkeys(
            (first, second), CellState.SUBSTANTIVE
        )


def test_a_very_long_chain_of_pointers_ends_in_a_question() -> None:
    rows = tuple(row((UNIT, "1.1"), at, "Seminar", "see below") for at in range(2, 152))
    found = judged((*rows, row((UNIT, "1.1"), 152, "Seminar", "Essay")))
    assert found[UNIT, "1.1"].evidence.verdict.state is CellState.SUBSTANTIVE


def test_what_a_learner_does_in_a_document_is_no_pointer_to_it() -> None:
    found = verdicts(
        {
            "1.1": "In the Bench Book the learner reviews the tools critically, in 800 words.",
            "1.2": "In the Bench Book",
            "1.3": "In the handbook the learners receive on the first day",
        }
    )
    assert [verdict.kind for verdict in found.values()] == [None, *2 * [WeakKind.UNRESOLVED_REFERENCE]]


def test_what_is_named_to_be_on_file_is_no_pointer_to_the_file() -> None:
    found = verdicts({"1.1": "On file: a review of one model, 900 words, marked.", "1.2": "on file with HR"})
    assert [verdict.kind for verdict in found.values()] == [None, WeakKind.UNRESOLVED_REFERENCE]


@pytest.mark.parametrize("cell", ["We know it from the row before.", "The provision shall be that of the row above."])
def test_whatever_leads_to_a_row_a_cell_of_nothing_else_points_there(cell: str) -> None:
    found = verdicts({"1.1": "Essay", "1.2": cell, "1.3": "Essay, title to be agreed", "2.1": cell})
    assert (found["1.2"].state, found["2.1"].kind) == (CellState.SUBSTANTIVE, WeakKind.UNRESOLVED_REFERENCE)


def test_words_beside_a_pointer_that_only_seem_to_limit_it_are_asked() -> None:
    cell = "This belongs with 1.1, as the second half of the same section."
    found = verdicts({"1.1": "Assignment 1", "1.2": cell, "1.3": "As 1.1, if time allows"})
    assert found["1.2"].doubt
    assert found["1.3"].kind is WeakKind.OPTIONAL


def test_a_criterion_named_with_its_unit_is_pointed_at_whatever_it_is_called() -> None:
    found = verdicts({"1.1": "Assignment 1", "1.2": "See the season review of unit 500, criterion 1.1."})
    assert (found["1.2"].state, found["1.2"].rule) == (CellState.SUBSTANTIVE, "reference")
