"""One criterion's words over several cells and rows; rows that bear several numbers, or none."""

import pytest

from tests.extract.forms import (
    DEFINE,
    EXPLORE,
    HEADS,
    IDENTIFY,
    PRESENT,
    TEMPLATE_HEADS,
    Box,
    read,
    rows,
    said,
    scopes,
)


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("1.1", ("1.1",)),
        ("AC1.1", ("1.1",)),
        ("AC 1.1:", ("1.1",)),
        ("1.1)", ("1.1",)),
        ("(1.1)", ("1.1",)),
        ("1.1.", ("1.1",)),
        ("1,1", ("1.1",)),
        ("1 . 1", ("1.1",)),
        ("01.1", ("1.1",)),
        ("1.10", ("1.10",)),
        ("LO1 AC 1.1", ("1.1",)),
        ("LO1 AC2", ("1.2",)),
        ("501.1.1", ("1.1",)),
        ("Criterion 1.1", ("1.1",)),
        ("1.1a", ("1.1",)),
        ("1.1 and 1.2", ("1.1", "1.2")),
        ("1.1, 1.2 & 1.3", ("1.1", "1.2", "1.3")),
        ("1.1, 1.2, and 1.3", ("1.1", "1.2", "1.3")),
        ("1.1-1.3", ("1.1", "1.2", "1.3")),
        ("1.1 – 1.3", ("1.1", "1.2", "1.3")),
        ("1.1 to 1.3", ("1.1", "1.2", "1.3")),
        ("1.1/1.2", ("1.1", "1.2")),
        ("1.1-3", ("1.1", "1.2", "1.3")),
        ("1.1\n1.2\n1.3", ("1.1", "1.2", "1.3")),
        ("AC 1.1 - AC 1.2", ("1.1", "1.2")),
    ],
)
def test_numbers_however_they_are_written(written, numbers):
    in_a_column = rows("Unit 500: Title", [TEMPLATE_HEADS, ["1", "Understand", written, DEFINE, "Workshop", "Essay"]])
    assert said(in_a_column[0]) == (numbers, DEFINE, "Workshop", "Essay")
    if "\n" not in written and written != "1.1-3":
        with_the_text = rows("Unit 500: Title", [HEADS, ["1 Understand", f"{written} {DEFINE}", "Workshop", "Essay"]])
        assert said(with_the_text[0]) == (numbers, DEFINE, "Workshop", "Essay")


def test_a_quantity_is_no_number():
    (row,) = rows([HEADS, ["Understand", "2.5 hours of practice are completed", "Workshop", "Essay"]])
    assert (row.numbers, row.text) == ((), "2.5 hours of practice are completed")


def test_several_criteria_line_by_line_in_one_cell():
    (row,) = rows([HEADS, ["1 Understand", f"1.1 {DEFINE}\n1.2 {IDENTIFY}", "Workshop", "Essay"]])
    assert (row.numbers, row.text) == (("1.1", "1.2"), f"{DEFINE}\n{IDENTIFY}")


def test_merged_cells_stand_in_every_row():
    body = [
        ["1 Understand", f"1.1 {DEFINE}", Box("Workshop", rows=3), Box("Essay", rows=2)],
        ["", f"1.2 {IDENTIFY}"],
        ["", f"1.3 {PRESENT}", "Diary"],
    ]
    assert [(row.strategies.text, row.evidence.text) for row in rows([HEADS, *body])] == [
        ("Workshop", "Essay"),
        ("Workshop", "Essay"),
        ("Workshop", "Diary"),
    ]


def test_a_criterion_merged_over_rows_has_all_their_words():
    body = [
        [Box("1 Understand", rows=2), Box(f"1.1 {DEFINE}", rows=2), Box("Workshop", rows=2), "Essay"],
        ["Diary"],
        ["", f"1.2 {IDENTIFY}", "Reading", "Report"],
    ]
    assert [said(row) for row in rows([HEADS, *body])] == [
        (("1.1",), DEFINE, "Workshop", "Essay\nDiary"),
        (("1.2",), IDENTIFY, "Reading", "Report"),
    ]


def test_words_below_a_criterion_with_nothing_beside_them_go_on_with_it():
    body = [
        ["1", "Understand", "1.1", DEFINE, "Workshop", "Essay"],
        ["", "", "", "", "Reading", "Diary"],
        ["", "", "1.2", IDENTIFY, "", ""],
    ]
    found = rows([TEMPLATE_HEADS, *body])
    assert [said(row) for row in found] == [
        (("1.1",), DEFINE, "Workshop\nReading", "Essay\nDiary"),
        (("1.2",), IDENTIFY, "", ""),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Define what coaching is and", "Explain the similarities with mentoring"),
        ("Define what coaching is", "and explain the similarities with mentoring"),
        ("Define what coaching is,", "mentoring too"),
        ("Define what coaching is", "(including its limits)"),
    ],
)
def test_a_criterion_split_over_two_rows_is_read_joined(first, second):
    body = [["1", "Understand", "1.1", first, "Workshop", "Essay"], ["", "", "", second, "", "Diary"]]
    (row,) = rows("Unit 500: Title", [TEMPLATE_HEADS, *body])
    assert said(row) == (("1.1",), f"{first} {second}", "Workshop", "Essay\nDiary")


def test_a_whole_criterion_without_a_number_is_a_row_of_its_own():
    body = [["1", "Understand", "1.1", f"{DEFINE}.", "Workshop", "Essay"], ["", "", "", IDENTIFY, "Reading", "Diary"]]
    assert [row.numbers for row in rows([TEMPLATE_HEADS, *body])] == [("1.1",), ()]


def test_a_row_of_something_unknown_is_kept():
    body = [
        ["1", "Understand", "1.1", DEFINE, "", ""],
        ["", "", "", "Prepare a budget for a department", "Lecture", "Test"],
    ]
    assert rows([TEMPLATE_HEADS, *body])[1].text == "Prepare a budget for a department"


def test_blank_rows_and_totals_are_no_rows():
    body = [
        ["1", "Understand", "1.1", DEFINE, "", ""],
        ["", "", "", "", "", ""],
        ["Total credits", "5", "", "", "", ""],
    ]
    assert len(rows([TEMPLATE_HEADS, *body])) == 1


def test_outcomes_over_the_whole_width_stand_above_their_criteria():
    heads = ["Assessment Criteria", "Learning Strategies", "Assessment Evidence"]
    body = [
        [Box("Learning outcome 1: Understand the purpose", columns=3)],
        [f"1.1 {DEFINE}", "Workshop", "Essay"],
        [Box("2. Understand the skills", columns=3)],
        [f"2.1 {EXPLORE}", "Reading", "Diary"],
        [Box("Understand the role of contracting", columns=3)],
        ["3.1 Review a model", "", ""],
    ]
    assert [(row.numbers, row.outcome_number, row.outcome) for row in rows([heads, *body])] == [
        (("1.1",), "1", "Understand the purpose"),
        (("2.1",), "2", "Understand the skills"),
        (("3.1",), None, "Understand the role of contracting"),
    ]


def test_outcomes_among_the_criteria_are_no_rows():
    heads = ["Ref", "Assessment Criteria", "Learning Strategies", "Assessment Evidence"]
    body = [
        ["1", "Understand the purpose", "", ""],
        ["1.1", DEFINE, "Workshop", "Essay"],
        ["LO2", "Understand the skills", "", ""],
        ["2.1", EXPLORE, "", ""],
    ]
    assert [(row.numbers, row.outcome_number) for row in rows([heads, *body])] == [(("1.1",), "1"), (("2.1",), "2")]


def test_evidence_beside_an_outcomes_own_row_is_for_its_criteria():
    body = [
        ["1 Understand the purpose", "", "", "Essay"],
        ["", f"1.1 {DEFINE}", "Workshop", ""],
        ["", f"1.2 {IDENTIFY}", "", ""],
    ]
    found = read("Unit 8580-500: Understanding it", [HEADS, *body])
    assert scopes(found.statements) == [("evidence", "8580-500", "1", (), "Essay")]
    assert len(found.blocks[0].rows) == 2


def test_criteria_numbered_within_their_outcome():
    heads = ["LO", "Outcome", "No", "Criteria", "Delivery", "Evidence"]
    body = [
        ["1", "Understand", "1", DEFINE, "", ""],
        ["", "", "2", IDENTIFY, "", ""],
        ["2", "Explore", "1", EXPLORE, "", ""],
    ]
    assert [row.numbers for row in rows("Unit 500: Title", [heads, *body])] == [("1.1",), ("1.2",), ("2.1",)]


def test_criteria_numbered_through_are_left_to_the_match():
    heads = ["LO", "Outcome", "No", "Criteria", "Delivery", "Evidence"]
    body = [
        ["1", "Understand", "1", DEFINE, "", ""],
        ["", "", "2", IDENTIFY, "", ""],
        ["2", "Explore", "3", EXPLORE, "", ""],
    ]
    assert [row.numbers for row in rows("Unit 500: Title", [heads, *body])] == [(), (), ()]


TICKED = ["Assessment Criteria", "Learning Strategies", "Essay", "Coaching diary", "Viva"]


def test_ticks_under_assessments_names_name_them():
    body = [
        [f"1.1 {DEFINE}", "Workshop", "✓", "", "✓"],
        [f"1.2 {IDENTIFY}", "Reading", "", "x", "☐"],
        [f"1.3 {PRESENT}", "", "", "", ""],
    ]
    found = rows(
        "Unit 500: Title",
        [TICKED, *[[cell.replace("x", "✓") if len(cell) == 1 else cell for cell in line] for line in body]],
    )
    assert [row.evidence.text for row in found] == ["Essay; Viva", "Coaching diary", ""]
    assert [row.strategies.text for row in found] == ["Workshop", "Reading", ""]


@pytest.mark.parametrize("mark", ["x", "X", "✔", "☒", "☑", "ü", "yes", "Y"])
def test_marks_that_are_ticks(mark):
    body = [[f"1.1 {DEFINE}", "Workshop", mark, "", ""], [f"1.2 {IDENTIFY}", "Reading", "", mark, ""]]
    assert [row.evidence.text for row in rows("Unit 500: Title", [TICKED, *body])] == ["Essay", "Coaching diary"]


def test_a_cross_beside_ticks_says_no():
    body = [[f"1.1 {DEFINE}", "Workshop", "✓", "✗", "✗"], [f"1.2 {IDENTIFY}", "Reading", "✗", "✓", "✗"]]
    assert [row.evidence.text for row in rows("Unit 500: Title", [TICKED, *body])] == ["Essay", "Coaching diary"]


def test_names_of_assessments_under_a_common_heading():
    heads = [
        [Box("Assessment Criteria", rows=2), Box("Learning Strategies", rows=2), Box("Assessment Evidence", columns=3)],
        ["Essay", "Coaching diary", "Viva"],
    ]
    body = [[f"1.1 {DEFINE}", "Workshop", "✓", "", "Q3"], [f"1.2 {IDENTIFY}", "Reading", "", "✓", ""]]
    assert [row.evidence.text for row in rows("Unit 500: Title", [*heads, *body])] == [
        "Essay; Viva: Q3",
        "Coaching diary",
    ]


def test_ticks_beside_a_column_of_words():
    heads = ["Assessment Criteria", "Learning Strategies", "Assessment Evidence", "Coaching diary"]
    body = [[f"1.1 {DEFINE}", "Workshop", "Essay on it", "✓"], [f"1.2 {IDENTIFY}", "Reading", "Report on it", ""]]
    assert [row.evidence.text for row in rows([heads, *body])] == ["Essay on it\nCoaching diary", "Report on it"]


def test_ticks_of_the_office_are_no_evidence():
    heads = ["Assessment Criteria", "Learning Strategies", "Assessment Evidence", "IQA sampled", "Full"]
    body = [[f"1.1 {DEFINE}", "Workshop", "", "Y", "✓"], [f"1.2 {IDENTIFY}", "Reading", "", "N", "✓"]]
    assert [row.evidence.text for row in rows([heads, *body])] == ["", ""]


def test_ticks_under_kinds_of_teaching_are_strategies():
    heads = [
        [Box("Assessment Criteria", rows=2), Box("Learning Strategies", columns=2), Box("Assessment Evidence", rows=2)],
        ["Workshop", "Online"],
    ]
    body = [[f"1.1 {DEFINE}", "✓", "", "Essay"], [f"1.2 {IDENTIFY}", "✓", "✓", "Diary"]]
    assert [row.strategies.text for row in rows("Unit 500: Title", [*heads, *body])] == ["Workshop", "Workshop; Online"]


def test_short_rows_without_numbers_are_no_headings():
    body = [
        ["Outcome 1", "Analyse why coaches need to communicate", "Workshop", "Assignment"],
        ["Outcome 2", "Explain the criteria for choosing a coach", "Training", "Evidence folder"],
        ["Outcome 3", DEFINE, "Workshop", "Assessed task"],
    ]
    assert [row.evidence.text for row in rows([HEADS, *body])] == ["Assignment", "Evidence folder", "Assessed task"]


def test_a_learning_journal_that_is_ticked_is_evidence():
    heads = ["Assessment Criteria", "Learning Strategies", "Learning journal", "Coaching log"]
    body = [[f"1.1 {DEFINE}", "Workshop", "✓", ""], [f"1.2 {IDENTIFY}", "Reading", "✓", "✓"]]
    assert [said(row)[2:] for row in rows("Unit 500: Title", [heads, *body])] == [
        ("Workshop", "Learning journal"),
        ("Reading", "Learning journal; Coaching log"),
    ]


@pytest.mark.parametrize(
    "name", ["Observation by the county tutor", "Coaching hours log", "Signed contract", "Job pack", "Observed session"]
)
def test_names_of_assessments_with_words_of_the_office_in_them(name):
    heads = ["Assessment Criteria", "Learning Strategies", name, "Essay"]
    body = [[f"1.1 {DEFINE}", "Workshop", "✓", ""], [f"1.2 {IDENTIFY}", "Reading", "", "✓"]]
    assert [row.evidence.text for row in rows("Unit 500: Title", [heads, *body])] == [name, "Essay"]


@pytest.mark.parametrize(
    "name", ["IQA sampled", "Tutor", "Guided learning hours", "Completed", "Seen by EV", "Date met"]
)
def test_ticks_under_words_of_the_office_name_nothing(name):
    heads = ["Assessment Criteria", "Learning Strategies", name, "Essay"]
    body = [[f"1.1 {DEFINE}", "Workshop", "✓", ""], [f"1.2 {IDENTIFY}", "Reading", "✓", "✓"]]
    assert [row.evidence.text for row in rows("Unit 500: Title", [heads, *body])] == ["", "Essay"]


def test_a_grid_of_ticks_alone_parts_teaching_from_assessment():
    heads = ["Assessment Criteria", "Workshop", "Online", "Essay", "Coaching diary"]
    body = [[f"1.1 {DEFINE}", "✓", "", "✓", ""], [f"1.2 {IDENTIFY}", "", "✓", "", "✓"]]
    assert [said(row)[2:] for row in rows("Unit 500: Title", [heads, *body])] == [
        ("Workshop", "Essay"),
        ("Online", "Coaching diary"),
    ]


def test_a_joined_row_is_as_sure_as_its_least_sure_part():
    (row,) = rows(
        "Unit 8580-500: Understanding the skills",
        [
            TEMPLATE_HEADS,
            [
                "1",
                "Understand",
                Box("1.1", confidence=0.9),
                Box(DEFINE, confidence=0.8),
                "Seminar",
                Box("Essay", confidence=0.9),
            ],
            ["", "", "", "", "", Box("and diary", confidence=0.2)],
        ],
    )
    assert row.confidence == 0.8
    assert (row.evidence.text, row.evidence.confidence) == ("Essay\nand diary", 0.2)
    assert row.strategies.confidence is None
