"""Criterion tables are found by what their headings mean and by what stands in them."""

import random

import pytest

from pipeline.reference import load_reference
from tests.extract.forms import (
    DEFINE,
    EXPLORE,
    HEADS,
    IDENTIFY,
    PRESENT,
    TEMPLATE_HEADS,
    UNIT,
    Box,
    only_block,
    read,
    rows,
    said,
    table,
)

FIRST = (("1.1",), DEFINE, "Workshop", "Essay")
SECOND = (("1.2",), IDENTIFY, "Reading", "Diary")


def test_the_templates_own_table_is_read_cell_by_cell():
    block = only_block(
        read(
            "# ILM Accreditation Document – Understanding the skills of coaching and mentoring",
            [
                [Box(UNIT[0], columns=3), Box(UNIT[1], columns=3)],
                TEMPLATE_HEADS,
                [Box("1", rows=2), Box("Understand the purpose", rows=2), "1.1", DEFINE, "Workshop", "Essay"],
                ["1.2", IDENTIFY, "Reading", "Diary"],
            ],
        )
    )
    assert (block.ref, block.credits) == ("8580-500", 5)
    assert block.title == "Understanding the skills of coaching and mentoring"
    assert [said(row) for row in block.rows] == [FIRST, SECOND]
    assert {(row.outcome_number, row.outcome) for row in block.rows} == {("1", "Understand the purpose")}
    assert block.rows[1].evidence.location.label == "table 1, row 4"
    assert block.location.label == "table 1, row 1"


def test_a_blank_template_row_stays_a_row():
    (row,) = rows([TEMPLATE_HEADS, ["1", "Understand", "1.1", DEFINE, "", ""]])
    assert said(row) == (("1.1",), DEFINE, "", "")


@pytest.mark.parametrize(
    "heads",
    [
        ["What the learner will know or do", "The learner can", "How it is taught", "How it is assessed"],
        ["LO", "AC", "Delivery", "Evidence"],
        ["Outcome", "Criteria", "Teaching and learning", "Assessment"],
        ["Unit outcomes", "Assessment criterion wording", "Guided learning", "Assignment / evidence"],
        ["Learning outcome (the learner will)", "What must be shown", "Activities", "Summative assessment"],
        [
            "LEARNING OUTCOMES:",
            "ASSESSMENT CRITERIA:",
            "Programme content and delivery",
            "Assessment method and evidence",
        ],
        ["Outcome", "Performance criteria", "Sessions", "Task"],
        ["LO", "Learners should be able to", "Training input", "Assessed by"],
    ],
)
def test_other_words_in_the_headings(heads):
    body = [["1 Understand", f"1.1 {DEFINE}", "Workshop", "Essay"], ["", f"1.2 {IDENTIFY}", "Reading", "Diary"]]
    assert [said(row) for row in rows([heads, *body])] == [FIRST, SECOND]


def test_columns_in_any_order():
    body = [["1 Understand", f"1.1 {DEFINE}", "Workshop", "Essay"], ["", f"1.2 {IDENTIFY}", "Reading", "Diary"]]
    for seed in range(12):
        order = random.Random(seed).sample(range(4), 4)
        turned = [[line[at] for at in order] for line in [HEADS, *body]]
        assert [said(row) for row in rows(turned)] == [FIRST, SECOND]


def test_extra_columns_are_ignored():
    heads = [
        "Hours",
        "Assessment Criteria",
        "Tutor initials",
        "Learning Strategies",
        "For EV use",
        "Assessment Evidence",
        "Page",
    ]
    body = [
        ["2", f"1.1 {DEFINE}", "RT", "Workshop", "", "Essay", "12"],
        ["3", f"1.2 {IDENTIFY}", "KM", "Reading", "", "Diary", "13"],
    ]
    assert [said(row) for row in rows([heads, *body])] == [FIRST, SECOND]


def test_a_column_that_is_not_there_is_blank():
    found = rows(
        [["Assessment Criteria", "Assessment Evidence"], [f"1.1 {DEFINE}", "Essay"], [f"1.2 {IDENTIFY}", "Diary"]]
    )
    assert [(row.strategies.text, row.evidence.text) for row in found] == [("", "Essay"), ("", "Diary")]


def test_an_extra_word_in_a_heading_does_not_lose_the_only_evidence_column():
    found = rows([["No", "Assessment Criteria", "Delivery", "Evidence / notes"], ["1.1", DEFINE, "Workshop", "Essay"]])
    assert said(found[0]) == FIRST


def test_number_columns_of_their_own():
    heads = ["No.", "Outcome", "Ref", "Criteria", "Delivery", "Evidence"]
    (first, second) = rows(
        [heads, ["1", "Understand", "1.1", DEFINE, "Workshop", "Essay"], ["", "", "1.2", IDENTIFY, "Reading", "Diary"]]
    )
    assert (said(first), said(second)) == (FIRST, SECOND)
    assert second.outcome_number == "1"


def test_headings_that_do_not_span_their_number_columns():
    heads = ["", "Learning Outcomes", "", "Assessment Criteria", "Learning Strategies", "Assessment Evidence"]
    assert [said(row) for row in rows([heads, ["1", "Understand", "1.1", DEFINE, "Workshop", "Essay"]])] == [FIRST]
    heads = ["Learning Outcomes", "", "Assessment Criteria", "", "Learning Strategies", "Assessment Evidence"]
    assert [said(row) for row in rows([heads, ["1", "Understand", "1.1", DEFINE, "Workshop", "Essay"]])] == [FIRST]


def test_headings_that_stand_over_the_wrong_columns():
    heads = [*HEADS, "", ""]
    body = [
        ["1", "Understand the purpose", "1.1", DEFINE, "Workshop", "Essay"],
        ["", "", "1.2", IDENTIFY, "Reading", "Diary"],
    ]
    assert [said(row) for row in rows([heads, *body])] == [FIRST, SECOND]


def test_two_heading_rows():
    heads = [
        [Box("Learning Outcomes", rows=2), Box("Assessment Criteria", columns=2), Box("Programme", columns=2)],
        ["No", "Text", "How taught", "How assessed"],
    ]
    assert [said(row) for row in rows([*heads, ["1 Understand", "1.1", DEFINE, "Workshop", "Essay"]])] == [FIRST]


def test_headings_repeated_on_every_page():
    body = [["1 Understand", f"1.1 {DEFINE}", "Workshop", "Essay"], HEADS, ["", f"1.2 {IDENTIFY}", "Reading", "Diary"]]
    assert [said(row) for row in rows([HEADS, *body])] == [FIRST, SECOND]


def test_a_unit_heading_in_the_heading_row():
    heads = ["Unit 8580-500: Understanding the skills (5 credits)", *HEADS[1:]]
    block = only_block(read([heads, ["1 Understand", f"1.1 {DEFINE}", "Workshop", "Essay"]]))
    assert (block.ref, block.credits, [said(row) for row in block.rows]) == ("8580-500", 5, [FIRST])


def test_no_heading_row_at_all():
    body = [
        ["1", "Understand the purpose of it", "1.1", DEFINE, "Workshop", "Essay"],
        ["", "", "1.2", IDENTIFY, "Reading", "Diary"],
    ]
    assert [said(row) for row in rows("Unit 8580-500: Understanding", body)] == [FIRST, SECOND]
    assert [said(row) for row in rows([[f"{n} {text}", s, e] for (n,), text, s, e in (FIRST, SECOND)])] == [
        FIRST,
        SECOND,
    ]


def test_without_headings_the_words_tell_strategies_from_evidence():
    body = [["1.1", DEFINE, "Assignment 1", "Lecture"], ["1.2", IDENTIFY, "Learning log", "Seminar and reading"]]
    assert [(row.strategies.text, row.evidence.text) for row in rows("Unit 500: Understanding", body)] == [
        ("Lecture", "Assignment 1"),
        ("Seminar and reading", "Learning log"),
    ]


def test_a_table_cut_in_two_goes_on_without_headings():
    found = rows(
        [TEMPLATE_HEADS, ["1", "Understand", "1.1", DEFINE, "Workshop", "Essay"]],
        "(continued)",
        [["", "", "1.2", IDENTIFY, "Reading", "Diary"], ["2", "Explore it", "2.1", EXPLORE, "", ""]],
    )
    assert [said(row) for row in found] == [FIRST, SECOND, (("2.1",), EXPLORE, "", "")]
    assert [(row.outcome_number, row.outcome) for row in found] == [("1", "Understand")] * 2 + [("2", "Explore it")]


def test_a_table_for_each_outcome_under_one_unit_heading():
    heads = HEADS[1:]
    block = only_block(
        read(
            "# Unit 8580-500 – Understanding the skills (5 credits)",
            "Outcome 1: Understand the purpose",
            [heads, [f"1.1 {DEFINE}", "Workshop", "Essay"]],
            "Outcome 2: Understand the skills",
            [heads, [f"2.1 {EXPLORE}", "Reading", "Diary"]],
        )
    )
    assert [(row.numbers, row.outcome_number, row.outcome) for row in block.rows] == [
        (("1.1",), "1", "Understand the purpose"),
        (("2.1",), "2", "Understand the skills"),
    ]


def test_all_units_in_one_table_under_heading_rows():
    found = read(
        [
            HEADS,
            [Box("Unit 8580-500: Understanding the skills, credit value 5", columns=4)],
            ["1 Understand", f"1.1 {DEFINE}", "Workshop", "Essay"],
            [Box("8580-503 Reviewing own ability - Level 5 - 3 credits", columns=4)],
            ["1 Assess", f"1.1 {EXPLORE}", "Reading", "Diary"],
        ]
    )
    assert [(block.ref, block.credits, len(block.rows)) for block in found.blocks] == [
        ("8580-500", 5, 1),
        ("8580-503", 3, 1),
    ]
    assert found.blocks[1].rows[0].outcome == "Assess"


def test_all_units_in_one_table_with_a_unit_column():
    found = read(
        "# Brewing Coaches",
        [
            ["Unit", *HEADS],
            [Box("8580-500", rows=2), "1 Understand", f"1.1 {DEFINE}", "Workshop", "Essay"],
            ["", f"1.2 {IDENTIFY}", "Reading", "Diary"],
            ["503", "1 Assess", f"1.1 {EXPLORE}", "", ""],
            ["", "", f"1.2 {PRESENT}", "", ""],
        ],
    )
    assert [(block.ref, block.title, len(block.rows)) for block in found.blocks] == [
        ("8580-500", None, 2),
        ("8580-503", None, 2),
    ]


def test_units_without_headings_begin_again_at_their_first_criterion():
    body = [
        ["1 Understand", f"1.{n} {text}", "Workshop", "Essay"] for n, text in enumerate((DEFINE, IDENTIFY, PRESENT), 1)
    ]
    other = [["1 Plan", f"1.{n} Plan and prepare the {n} sessions", "Reading", "Diary"] for n in (1, 2, 3)]
    assert [len(block.rows) for block in read([HEADS, *body, *other]).blocks] == [3, 3]
    assert [len(block.rows) for block in read([HEADS, *body], [HEADS, *other]).blocks] == [3, 3]


def test_a_criterion_mapped_twice_begins_no_new_unit():
    body = [["1", f"1.1 {DEFINE}", "Workshop", "Essay"], ["", f"1.2 {IDENTIFY}", "Reading", "Diary"]]
    assert len(rows([HEADS, *body, body[0], body[1]])) == 4


def test_a_criterion_table_inside_a_layout_table():
    inner = table([TEMPLATE_HEADS, ["1", "Understand", "1.1", DEFINE, "Workshop", "Essay"]])
    words = "\n".join(cell.text for row in inner.rows for cell in row.cells)
    block = only_block(read([[Box(f"Unit 8580-500: Understanding it\n{words}\nEnd of page", tables=(inner,))]]))
    assert (block.ref, [said(row) for row in block.rows]) == ("8580-500", [FIRST])


def test_a_unit_heading_with_no_rows_is_a_block_all_the_same():
    block = only_block(read([[Box(UNIT[0], columns=2), Box(UNIT[1], columns=2)], HEADS]))
    assert (block.ref, block.rows) == ("8580-500", ())


def test_shuffling_the_tables_keeps_every_row():
    units = [
        [[Box(f"Unit No: 8580-50{n}", columns=2), Box(f"Title number {n} of all", columns=2)], HEADS]
        + [["1 Understand", f"1.{m} Explain the {n}{m} points", f"S{n}{m}", f"E{n}{m}"] for m in (1, 2, 3)]
        for n in (0, 1, 2)
    ]
    expected = {block.ref: [said(row) for row in block.rows] for block in read(*units).blocks}
    for seed in range(6):
        turned = random.Random(seed).sample(units, 3)
        assert {block.ref: [said(row) for row in block.rows] for block in read(*turned).blocks} == expected


def test_shuffling_the_rows_of_a_unit_keeps_every_row():
    body = [
        ["Understand", f"{o}.{n} Explain the {o}{n} points of it", f"S{o}{n}", f"E{o}{n}"]
        for o in (1, 2, 3)
        for n in (1, 2, 3)
    ]
    expected = sorted(said(row) for row in rows([HEADS, *body]))
    for seed in range(6):
        assert sorted(said(row) for row in rows([HEADS, *random.Random(seed).sample(body, 9)])) == expected


@pytest.mark.parametrize(
    "rows_",
    [
        [
            ["Version", "Date", "Change"],
            ["1.0", "12 January", "First issue"],
            ["1.1", "3 February", "Comments of the board"],
        ],
        [["Role", "Qualified to"], ["Lead", "Level 7"]],
        [["Activity", "Assessment of risk", "Evidence"], ["Lifting", "High", "Seen"]],
        [
            ["1.1", "The supplier shall keep records of every order", "Yes"],
            ["1.2", "The supplier shall answer within a day", "No"],
        ],
        [["Session", "Learning outcomes", "Activities"], ["1", "Know the models", "Workshop"]],
        [["Week", "Topic", "Hours"], ["1", "Introduction to coaching", "2"]],
        [["Ref", "Requirement", "Comment"], ["1.1", "System to export to PDF within a minute", ""]],
    ],
)
def test_other_tables_map_nothing(rows_):
    found = read("A programme for managers.", rows_)
    assert found.blocks == ()
    assert found.saw == "one table, without criteria"


def test_a_document_without_tables_says_so():
    assert read("Dear all,").saw == "no tables"
    assert read([["a"]], [["b"]]).saw == "2 tables, none of them with criteria"


def test_a_second_heading_row_that_says_who():
    heads = [HEADS, ["The learner will:", "The learner can:", "", ""]]
    assert [said(row) for row in rows([*heads, ["1 Understand", f"1.1 {DEFINE}", "Workshop", "Essay"]])] == [FIRST]


def test_a_blank_heading_beside_the_strategies_is_the_evidences():
    heads = ["Outcome", "Criteria", "Delivery", ""]
    assert (
        said(rows([heads, ["1 Understand", f"1.1 {DEFINE}", "Workshop on it", "An essay on it"]])[0])[3]
        == "An essay on it"
    )


def test_a_module_is_no_unit():
    heads = ["Assessment Criteria", "Module", "Assessment Evidence"]
    body = [[f"1.1 {DEFINE}", "Module 1", "Essay"], [f"1.2 {IDENTIFY}", "Module 2", "Diary"]]
    assert [row.strategies.text for row in rows("Unit 500: Title", [heads, *body])] == ["Module 1", "Module 2"]


def test_neither_headings_nor_numbers_but_commands_under_a_unit_heading():
    body = [[DEFINE, "Lecture", "Essay"], [IDENTIFY, "Reading", "Diary"], [PRESENT, "Workshop", "Report"]]
    found = rows("Unit 500: Title", body)
    assert [(row.text, row.evidence.text) for row in found] == [
        (DEFINE, "Essay"),
        (IDENTIFY, "Diary"),
        (PRESENT, "Report"),
    ]


def test_an_index_of_assessments_is_no_unit():
    index = [["Assessment", "Criteria covered", "Week"], ["Essay", "1.1, 1.2", "4"], ["Diary", "2.1-2.3", "8"]]
    found = read(
        [[UNIT[0], UNIT[1], "", ""], HEADS, ["1 Understand", f"1.1 {DEFINE}", "Workshop", "Essay"]], "Plan", index
    )
    assert [len(block.rows) for block in found.blocks] == [1]


def test_a_matrix_of_numbers_and_assessments_under_a_unit_heading():
    matrix = [["AC", "Essay", "Coaching diary"], ["1.1", "✓", ""], ["1.2", "✓", "✓"]]
    found = rows("Unit 8580-500: Understanding it", matrix)
    assert [(row.numbers, row.evidence.text) for row in found] == [
        (("1.1",), "Essay"),
        (("1.2",), "Essay; Coaching diary"),
    ]


def test_a_unit_heading_in_a_table_of_its_own():
    heading = [["Unit No", "8580-503"], ["Unit title", "Reviewing own ability"], ["Credits", "3"]]
    block = only_block(read(heading, [HEADS, ["1 Understand", f"1.1 {DEFINE}", "Workshop", "Essay"]]))
    assert (block.ref, block.title, block.credits) == ("8580-503", "Reviewing own ability", 3)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Unit 501: Undertaking coaching (5 credits)", ("8580-501", "Undertaking coaching", 5)),
        ("Unit 8580‑501", ("8580-501", None, None)),
        ("8580 - 501 Undertaking coaching", ("8580-501", "Undertaking coaching", None)),
        ("8580/501: Undertaking coaching, 5 credits", ("8580-501", "Undertaking coaching", 5)),
        ("Unit 8581-500 – Leading teams (credit value: 4)", ("8581-500", "Leading teams", 4)),
        ("8600-301 Leading teams - Level 5 - 4 credits", ("8600-301", "Leading teams", 4)),
        ("Unit No: Y/501/1234 Leading teams", ("Y/501/1234", "Leading teams", None)),
        ("ILM Accreditation Document – Undertaking coaching", (None, "Undertaking coaching", None)),
        ("Unit 2: Undertaking coaching", (None, "Undertaking coaching", None)),
        ("# Undertaking coaching in the workplace", (None, "Undertaking coaching in the workplace", None)),
        ("Undertaking coaching in the workplace over a year.", (None, None, None)),
        ("Unit 501 is delivered over two days", (None, None, None)),
        ("# Introduction to the units of the programme", (None, None, None)),
    ],
)
def test_unit_headings_above_a_table(heading, expected):
    block = only_block(read(heading, [HEADS, ["1 Understand", f"1.1 {DEFINE}", "Workshop", "Essay"]]))
    assert (block.ref, block.title, block.credits) == expected
    assert block.location.label == "table 1"


def test_a_bare_number_is_completed_by_the_qualification_of_the_document():
    other = ["Unit 8581-502: Another", [HEADS, ["1 Understand", f"1.1 {DEFINE}", "", ""]]]
    found = read(*other, "Unit 503: Reviewing", [HEADS, ["1 Understand", f"1.1 {EXPLORE}", "", ""]])
    assert [block.ref for block in found.blocks] == ["8581-502", "8581-503"]


def test_a_statement_among_the_rows_is_no_new_heading():
    body = [[f"1.1 {DEFINE}", "Workshop", "Essay"], ["Outcome 1 (all criteria)", "", "Written examination"]]
    found = read("Unit 8580-500: Title", [HEADS[1:], *body, [f"1.2 {IDENTIFY}", "Reading", "Diary"]])
    assert [said(row) for row in found.blocks[0].rows] == [FIRST, SECOND]
    assert [one.passage.text for one in found.statements] == ["Written examination"]


def test_the_blank_template_has_its_four_units_and_blank_cells():
    blocks: list[str | list[list[str | Box]]] = [
        "# ILM LEVEL 5 UNITS IN COACHING ACCREDITATION ASSESSMENT DOCUMENT",
        "[Name of Customer programme]",
        "Rules of Combination CHECK",
        [["Award:  all credits L5 from Group 1: NO/N/A", "Certificate: YES/NO/N/A", "Diploma: YES/NO/N/A"]],
    ]
    for unit in load_reference().units:
        body: list[list[str | Box]] = [
            [Box(f"Unit No: {unit.ref}", columns=3), Box(f"{unit.title} {unit.credits} credits", columns=3)],
            list(TEMPLATE_HEADS),
        ]
        for outcome in unit.outcomes:
            for at, criterion in enumerate(outcome.criteria):
                beside = ["", ""] if at else [outcome.number, outcome.text]
                body.append([*beside, criterion.ref, criterion.text, "", ""])
        blocks += [f"ILM Accreditation Document – {unit.title}", body]
    found = read(*blocks)
    assert [(block.ref, block.credits, len(block.rows)) for block in found.blocks] == [
        ("8580-500", 5, 12),
        ("8580-501", 5, 10),
        ("8580-502", 29, 13),
        ("8580-503", 3, 9),
    ]
    assert not any(row.strategies.text or row.evidence.text for block in found.blocks for row in block.rows)
    assert (found.claims, found.support, found.programme, len(found.placeholders)) == ((), (), None, 1)
    for block, unit in zip(found.blocks, load_reference().units, strict=True):
        assert [(row.numbers[0], row.text) for row in block.rows] == [(one.ref, one.text) for one in unit.criteria]
        assert {row.outcome for row in block.rows} == {outcome.text for outcome in unit.outcomes}


def test_headings_in_words_that_the_form_does_not_know():
    body = [[f"1.1 {DEFINE}", "Workshop", "Essay"], [f"1.2 {IDENTIFY}", "Reading", "Diary"]]
    assert [said(row) for row in rows([["ILM unit wording", "Our programme", "Our assessment"], *body])] == [
        FIRST,
        SECOND,
    ]
    assert [said(row) for row in rows([["ILM wording", "In the course", "Shown"], *body])] == [FIRST, SECOND]


def test_outcomes_above_the_heading_row_and_between_rows():
    heads = ["No", "Criteria", "Delivery", "Assessment"]
    body = [
        ["Learning Outcome 1: Understand the purpose", "", "", ""],
        heads,
        ["1.1", DEFINE, "Workshop", "Essay"],
        ["Learning Outcome 2: Understand the skills", "", "", ""],
        heads,
        ["2.1", EXPLORE, "Reading", "Diary"],
    ]
    found = rows("Unit 8580-500", body)
    assert [(row.numbers, row.outcome_number, row.outcome) for row in found] == [
        (("1.1",), "1", "Understand the purpose"),
        (("2.1",), "2", "Understand the skills"),
    ]


def test_a_units_number_and_title_in_the_unit_column():
    heads = ["Unit", "Criteria", "Delivery", "Evidence"]
    body = [
        ["Unit 500 Understanding it", f"1.1 {DEFINE}", "Workshop", "Essay"],
        ["503: Reviewing", f"1.1 {EXPLORE}", "", ""],
    ]
    assert [(block.ref, block.title) for block in read([heads, *body]).blocks] == [
        ("8580-500", "Understanding it"),
        ("8580-503", "Reviewing"),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        [["Unit Title: Undertaking coaching", "Unit No: 8580-501", "Level: 5", "Credit value: 5"]],
        [["Unit", "8580-501", "Undertaking coaching", "Credits 5"]],
        [["Title", "Undertaking coaching", "", ""], ["Unit number", "8580-501", "", ""], ["Credit value", "5", "", ""]],
        [[Box("Unit No: 501 | Undertaking coaching | 5 credits", columns=4)]],
    ],
)
def test_unit_headings_in_the_rows_above_the_heading_row(heading):
    block = only_block(read([*heading, HEADS, ["1 Understand", f"1.1 {DEFINE}", "Workshop", "Essay"]]))
    assert (block.ref, block.title, block.credits) == ("8580-501", "Undertaking coaching", 5)


def test_short_first_rows_that_are_no_headings():
    first = [TEMPLATE_HEADS, ["1", "Understand", "1.1", DEFINE, "Workshop", "Essay"]]
    second = [["", "", "", "", "Reading", "Diary"], ["", "", "1.2", IDENTIFY, "", ""]]
    assert [said(row) for row in rows("Unit 500: Title", first, second)][1:] == [
        ((), "", "Reading", "Diary"),
        (("1.2",), IDENTIFY, "", ""),
    ]
    headed = [["Unit 8580-501", "Coaching at work"], [f"1.1 {DEFINE}", "Essay"], [f"1.2 {IDENTIFY}", "Diary"]]
    assert (only_block(read(headed)).ref, len(rows(headed))) == ("8580-501", 2)


@pytest.mark.parametrize(
    "heading", ["500: {}", "500 - {}", "500 {}", "Unit 500 – {}", "8580-500: {}", "U500 {}", "Unit 8580-500 – {}"]
)
def test_a_units_title_does_not_begin_with_its_number(heading):
    title = "Understanding the skills of coaching"
    found = read("# " + heading.format(title), [HEADS, ["1 Understand", f"1.1 {DEFINE}", "Workshop", "Essay"]])
    assert [block.title for block in found.blocks] == [title]
