"""Words that map more than one row."""

import pytest

from pipeline.model.document import Location, Paragraph
from tests.extract.forms import DEFINE, HEADS, IDENTIFY, PRESENT, TEMPLATE_HEADS, Box, read, scopes

UNIT = "Unit 8580-500: Understanding the skills"
BODY = [
    ["1", "Understand", "1.1", DEFINE, "Workshop", ""],
    ["", "", "1.2", IDENTIFY, "Reading", ""],
    ["", "", "1.3", PRESENT, "Reading", ""],
]


def across(text: str):
    return read(UNIT, [TEMPLATE_HEADS, *BODY, [Box(text, columns=6)]])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Whole unit: Assignment 1", (None, (), "Assignment 1")),
        ("Whole unit – Assignment 1", (None, (), "Assignment 1")),
        ("All criteria: Assignment 1", (None, (), "Assignment 1")),
        ("All criteria of this unit: Assignment 1", (None, (), "Assignment 1")),
        ("All criteria of outcome 2: diary", ("2", (), "diary")),
        ("LO2, all criteria: diary", ("2", (), "diary")),
        ("Outcome 2 (all criteria): diary", ("2", (), "diary")),
        ("Whole of outcome 2: diary", ("2", (), "diary")),
        ("Applies to 1.1–1.3: Portfolio", (None, ("1.1", "1.2", "1.3"), "Portfolio")),
        ("1.1 and 1.2: Essay", (None, ("1.1", "1.2"), "Essay")),
        ("Criteria 1.1 to 1.3: Essay", (None, ("1.1", "1.2", "1.3"), "Essay")),
        ("The entire unit is assessed by Assignment 1", (None, (), "The entire unit is assessed by Assignment 1")),
    ],
)
def test_a_row_over_the_whole_width_that_covers_several(text, expected):
    found = across(text)
    assert scopes(found.statements) == [("evidence", "8580-500", *expected)]
    assert [row.numbers for row in found.blocks[0].rows] == [("1.1",), ("1.2",), ("1.3",)]


def test_what_was_read_unsurely_stays_so_in_what_it_covers():
    said = "All criteria: Assignment 1"
    line = read(UNIT, Paragraph(said, Location(), confidence=0.3), [TEMPLATE_HEADS, *BODY])
    assert [one.passage.confidence for one in line.statements] == [0.3]
    for row in ([Box(said, columns=6, confidence=0.3)], ["", "", "", "", "", Box(said, confidence=0.3)]):
        found = read(UNIT, [TEMPLATE_HEADS, *BODY, row])
        assert [one.passage.confidence for one in found.statements] == [0.3]


def test_words_of_teaching_are_the_strategies():
    assert scopes(across("Whole unit (taught): two workshops").statements) == [
        ("strategies", "8580-500", None, (), "two workshops")
    ]


def test_a_statement_in_the_evidence_column():
    for line in (
        ["All criteria of outcome 1", "", "", "", "", "Diary"],
        ["", "", "", "All criteria of outcome 1", "", "Diary"],
        ["", "", "", "", "", "All criteria of outcome 1: Diary"],
    ):
        found = read(UNIT, [TEMPLATE_HEADS, *BODY, line])
        assert scopes(found.statements) == [("evidence", "8580-500", "1", (), "Diary")]
        assert len(found.blocks[0].rows) == 3


def test_a_row_of_numbers_alone_speaks_for_the_rows_beside_it():
    found = read(UNIT, [TEMPLATE_HEADS, *BODY, ["", "", "1.1-1.3", "", "", "Portfolio"]])
    assert scopes(found.statements) == [("evidence", "8580-500", None, ("1.1", "1.2", "1.3"), "Portfolio")]
    assert len(found.blocks[0].rows) == 3


def test_a_row_of_numbers_alone_is_a_row_where_no_other_has_them():
    found = read(UNIT, [TEMPLATE_HEADS, ["1", "Understand", "1.1-1.2", "", "Workshop", "Portfolio"]])
    assert found.statements == ()
    assert found.blocks[0].rows[0].numbers == ("1.1", "1.2")


def test_a_line_between_heading_and_table():
    found = read(UNIT, "Whole unit: Assignment 1", [TEMPLATE_HEADS, *BODY])
    assert scopes(found.statements) == [("evidence", "8580-500", None, (), "Assignment 1")]


def test_a_table_of_statements_after_the_rest():
    found = read(UNIT, [TEMPLATE_HEADS, *BODY], [[Box("Whole unit: Assignment 1", columns=6)]])
    assert scopes(found.statements) == [("evidence", "8580-500", None, (), "Assignment 1")]


@pytest.mark.parametrize(
    ("cell", "outcome", "numbers"),
    [
        ("Folder (for 1.1 to 1.3)", None, ("1.1", "1.2", "1.3")),
        ("Essay, covers 1.1-1.3", None, ("1.1", "1.2", "1.3")),
        ("Report (1.1–1.3)", None, ("1.1", "1.2", "1.3")),
        ("1.1-1.3: Essay", None, ("1.1", "1.2", "1.3")),
        ("Diary for all criteria in LO1", "1", ()),
        ("Portfolio (whole unit)", None, ()),
        ("Essay; covers LO1", "1", ()),
        ("Diary for all criteria of this outcome", "1", ()),
    ],
)
def test_a_cell_that_says_that_it_covers_more_than_its_row(cell, outcome, numbers):
    found = read(UNIT, [TEMPLATE_HEADS, [*BODY[0][:5], cell], *BODY[1:]])
    assert scopes(found.statements) == [("evidence", "8580-500", outcome, numbers, cell)]
    assert found.blocks[0].rows[0].evidence.text == cell


@pytest.mark.parametrize(
    "cell",
    [
        "see 1.2",
        "as 1.2",
        "as for 1.1 to 1.3",
        "See 1.1-1.3",
        "Assignment 1.2",
        "Task 3.1",
        "Section 2.3 of the report",
        "Report, section (1.1-1.3)",
        "Essay; it does not cover the whole unit",
        "Essay marked against all criteria",
        "The learner meets all the criteria of the contract",
        "All learners complete an essay",
        "Essay (for 1.1)",
        "Diary entries 1.2, 1.3",
        "Part of the whole unit portfolio",
    ],
)
def test_a_cell_that_covers_its_own_row_alone(cell):
    assert read(UNIT, [TEMPLATE_HEADS, [*BODY[0][:5], cell], *BODY[1:]]).statements == ()


def test_a_merged_cell_states_its_scope_once():
    body = [
        ["1 Understand", f"1.1 {DEFINE}", "Workshop", Box("Essay (whole unit)", rows=2)],
        ["", f"1.2 {IDENTIFY}", "Reading"],
    ]
    assert len(read(UNIT, [HEADS, *body]).statements) == 1


def test_the_unit_of_a_statement_under_a_title_is_the_summarys():
    summary = [
        ["Ref", "Unit Title", "None", "Partial", "Full"],
        ["8580-503", "Reviewing own ability as a coach", "", "", "X"],
        ["8580-500", "Understanding it all", "", "", ""],
    ]
    other = [HEADS, ["1 Understand", f"1.1 {DEFINE}", "Workshop", "Diary"]]
    found = read(
        summary,
        "# Reviewing own ability as a coach",
        [TEMPLATE_HEADS, *BODY, [Box("Whole unit: Essay", columns=6)]],
        "# Understanding it all",
        other,
    )
    assert [block.ref for block in found.blocks] == [None, None]
    assert scopes(found.statements) == [("evidence", "8580-503", None, (), "Essay")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("All criteria of this unit are assessed by Assignment 1.", [("evidence", None)]),
        ("Assignment 1 covers the whole unit.", [("evidence", None)]),
        ("All criteria of outcome 1 are taught in two workshops.", [("strategies", "1")]),
        ("Each criterion must be met by every learner.", []),
        ("Evidence is spread across learning outcomes and assessment criteria.", []),
    ],
)
def test_a_sentence_between_heading_and_table(line, expected):
    found = read(UNIT, line, [TEMPLATE_HEADS, *BODY])
    assert [(one.column.value, one.outcome) for one in found.statements] == expected
    assert all(one.passage.text == line for one in found.statements)


def test_a_statement_beside_a_unit_column_and_comments():
    heads = ["Unit", *HEADS, "Comments"]
    body = [["8580-500", "1 Understand", f"1.1 {DEFINE}", "Workshop", "", ""]]
    line = ["8580-500", "", "LO1, all criteria", "", "Examination", "new"]
    assert scopes(read([heads, *body, line]).statements) == [("evidence", "8580-500", "1", (), "Examination")]


def covering(*row, heads=TEMPLATE_HEADS):
    """What the only row of a unit covers, as outcome and numbers; both columns say the same words."""
    found = read(UNIT, [heads, list(row)])
    assert [block.rows for block in found.blocks] == [()]
    assert {one.passage.text for one in found.statements} == {"Workshop", "Essay"}
    return list(dict.fromkeys((one.outcome, one.numbers) for one in found.statements))


WHOLE_UNIT = [(None, ())]
OVER_OUTCOMES = [("1", ()), ("2", ()), ("3", ()), (None, ("4.1", "4.2"))]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Whole unit", WHOLE_UNIT),
        ("All criteria", WHOLE_UNIT),
        ("All", WHOLE_UNIT),
        ("All criteria in this unit", WHOLE_UNIT),
        ("All criteria of outcome 4", [("4", ())]),
        ("All of outcome 3", [("3", ())]),
        ("Outcome 4 (all)", [("4", ())]),
        ("LO 1", [("1", ())]),
        ("Outcome 3", [("3", ())]),
        ("LOs 1-3", [("1", ()), ("2", ()), ("3", ())]),
        ("1.1-4.2", OVER_OUTCOMES),
        ("AC 1.1 to AC 4.2", OVER_OUTCOMES),
    ],
)
def test_the_only_row_of_a_unit_in_a_column_of_numbers_and_text(written, expected):
    assert covering("", written, "Workshop", "Essay", heads=HEADS) == expected
    assert covering("", "", written, "", "Workshop", "Essay") == expected


@pytest.mark.parametrize("text", ["Whole unit", "All criteria", ""])
@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1-4", [("1", ()), ("2", ()), ("3", ()), ("4", ())]),
        ("1, 2 and 4", [("1", ()), ("2", ()), ("4", ())]),
        ("LO1", [("1", ())]),
        ("LO 2", [("2", ())]),
        ("Outcome 4", [("4", ())]),
        ("LOs 1-3", [("1", ()), ("2", ()), ("3", ())]),
        ("1.1-4.2", OVER_OUTCOMES),
    ],
)
def test_the_only_row_of_a_unit_with_a_number_of_its_own(number, text, expected):
    assert covering("", "", number, text, "Workshop", "Essay") == expected


def test_a_range_that_begins_within_an_outcome_leaves_out_what_is_before():
    (_, begun), *others = covering("", "", "1.2-2.1", "", "Workshop", "Essay")
    assert "1.1" not in begun
    assert begun[:3] == ("1.2", "1.3", "1.4")
    assert others == [(None, ("2.1",))]


def test_all_criteria_beside_an_outcome_are_that_outcomes():
    assert covering("2", "Understand", "", "All criteria", "Workshop", "Essay") == [("2", ())]
    assert covering("2", "Understand", "1-3", "", "Workshop", "Essay") == [(None, ("2.1", "2.2", "2.3"))]


def test_evidence_named_in_the_criteria_cell_is_the_statements():
    blank = ["", "", "", "Whole unit: Assignment 1", "", ""]
    for body in ([blank], [*BODY, blank]):
        found = read(UNIT, [TEMPLATE_HEADS, *body])
        assert scopes(found.statements) == [("evidence", "8580-500", None, (), "Assignment 1")]
        assert len(found.blocks[0].rows) == len(body) - 1
    found = read(UNIT, [TEMPLATE_HEADS, ["", "", "Whole unit: Assignment 9", "", "Workshop", "Essay"]])
    assert scopes(found.statements) == [
        ("strategies", "8580-500", None, (), "Workshop"),
        ("evidence", "8580-500", None, (), "Assignment 9\nEssay"),
    ]


def test_a_row_over_the_whole_width_that_covers_several_outcomes():
    found = across("1.1-4.2: Assignment 1")
    assert [(one.outcome, one.numbers) for one in found.statements] == OVER_OUTCOMES
    assert {one.passage.text for one in found.statements} == {"Assignment 1"}
