"""Tables and their rows over page breaks: what is one, and what is not."""

from itertools import pairwise
from textwrap import wrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.document import Document, Table
from pipeline.readers.paged.page import Box, PageLine
from tests.readers.paged.pages import BOTTOM, LETTER, SIDES, line, read, shown, table, texts

HEADER = ("No", "Criterion", "Strategies", "Evidence")
ROWS = [
    (f"{at // 4 + 1}.{at % 4 + 1}", f"Explain subject {at}.", f"Workshop {at}.", f"Essay {at} (500 words).")
    for at in range(8)
]


def over(above, below, rows=ROWS[:4]) -> Table:
    """The one table that a page with these rows, and then the row above the break, makes with the row below it."""
    (found,) = read([table(HEADER, *rows, above, bottom=BOTTOM)], [table(below, *ROWS[5:])]).tables
    return found


def is_joined(above, below) -> bool:
    return len(over(above, below).rows) == 9


# ---------------------------------------------------------------- rows


def test_a_row_that_goes_on_over_the_page_is_joined():
    above = (
        "2.1",
        "Explain why the rationale of a coach is",
        "Workshop 4",
        "An essay of 500 words on the whole of the\nrationale, with two",
    )
    found = over(above, ("", "agreed with the client.", "", "examples (optional)."))
    assert texts(found)[5] == [
        "2.1",
        "Explain why the rationale of a coach is agreed with the client.",
        "Workshop 4",
        "An essay of 500 words on the whole of the rationale, with two examples (optional).",
    ]
    assert found.rows[5].location.page == 1


def test_a_row_with_a_number_of_its_own_is_never_joined():
    for number in ("2.2", "AC 2.2", "2.2.", "2", "(b)", "LO2"):
        assert not is_joined(
            ("2.1", "Explain the", "", "An essay and"), (number, "agreed aims", "Workshop", "a journal")
        )


def test_a_new_row_without_its_number_is_kept_apart():
    assert not is_joined(ROWS[4], ("", "Describe another subject.", "Lecture.", "Journal."))


def test_a_new_row_without_number_and_evidence_is_kept_apart():
    assert not is_joined(ROWS[4], ("", "Describe another subject.", "", ""))


def test_a_cell_that_had_room_above_the_break_does_not_go_on_below():
    above = ("2.1", "Explain the", "Workshop", "\n".join(["An essay of some words that fill the line to"] * 8))
    assert not is_joined(above, ("", "rationale of coaching", "Lecture", "its end, with a journal"))


def test_texts_left_out_above_and_below_complete_each_other():
    above = ("2.1", "", "Workshop", "An essay on the rationale of coaching, and\nits use in the")
    below = ("", "Explain the rationale of\ncoaching to a client.", "", "Workplace (500 words).")
    assert is_joined(above, below)


def test_a_sentence_that_begins_below_a_full_line_belongs_to_the_row_where_other_cells_have_ended():
    full = "An essay on the whole rationale of any coach at wo."
    assert is_joined(("2.1", "Explain.", "Workshop.", full), ("", "", "", "Handed in later."))


def test_a_writer_that_leaves_a_blank_where_a_line_wraps_says_that_the_row_goes_on():
    above = (
        "2.1",
        "Explain how the Coaching Academy is\nled by the ",
        "Workshop on the whole of it in a house by the ",
        "Essay.",
    )
    below = ("", "Academy Board of the county.", "Academy Board.", "")
    assert is_joined(above, below)


def test_a_number_that_a_narrow_column_breaks_is_no_number_of_its_own():
    assert texts(over(("2.", "Explain the", "", ""), ("1", "rationale of it.", "", "")))[5][0] == "2.1"


def test_a_word_that_is_broken_is_joined_without_a_blank():
    above = ("2.1", "Explain how coaching is led by self-", "", "")
    assert texts(over(above, ("", "awareness.", "", "")))[5][1] == "Explain how coaching is led by self-awareness."


def test_a_row_over_three_pages_is_one_row():
    middle = ("", "coaching is set out\nfor a client in the", "", "")
    pages = [
        [table(HEADER, *ROWS[:4], ("2.1", "Explain how the", "", ""), bottom=BOTTOM)],
        [table(middle, bottom=BOTTOM)],
        [table(("", "workplace.", "", "Essay."))],
    ]
    (found,) = read(*pages).tables
    assert texts(found)[5] == [
        "2.1",
        "Explain how the coaching is set out for a client in the workplace.",
        "",
        "Essay.",
    ]


# ---------------------------------------------------------------- merged cells


def merged(text: str, rows: int):
    return (text, rows, 1)


def test_a_merged_cell_goes_on_over_the_break():
    first = [
        ("1", "Explain.", "Workshop.", merged("Essay.", 3)),
        ("1.1", "Do.", "Lecture.", None),
        ("1.2", "Show.", "Talk.", None),
    ]
    second = [
        ("1.3", "Tell.", "Talk.", merged("", 2)),
        ("1.4", "Say.", "Talk.", None),
        ("1.5", "Act.", "Talk.", "Log."),
    ]
    (found,) = read([table(HEADER, *first, bottom=BOTTOM)], [table(*second)]).tables
    assert [cell.row_span for cell in found.rows[1].cells] == [1, 1, 1, 5]
    assert found.grid()[5][3] is found.rows[1].cells[3]
    assert found.rows[6].cells[3].text == "Log."


def test_a_blank_below_a_cell_of_one_row_is_a_blank():
    found = over(ROWS[4], ("2.2", "Describe.", "Lecture.", ""))
    assert [cell.row_span for cell in found.rows[5].cells] == [1, 1, 1, 1]
    assert found.rows[6].cells[3].text == ""


def test_a_merged_cell_whose_text_flows_on_is_one_cell_though_the_rows_are_two():
    first = [
        ("1.1", "Explain.", "Workshop.", merged("An essay on all of the coaching that is\ndone in a", 2)),
        ("1.2", "Show.", "Talk.\nTalk.", None),
    ]
    second = [("1.3", "Tell.", "Talk.", "workplace (optional)."), ("1.4", "Say.", "Talk.", "Log.")]
    (found,) = read([table(HEADER, *first, bottom=BOTTOM)], [table(*second)]).tables
    assert (found.rows[1].cells[3].row_span, found.rows[1].cells[3].text[-30:]) == (
        3,
        "done in a workplace (optional)."[-30:],
    )


# ---------------------------------------------------------------- tables


def test_repeated_header_rows_are_left_out():
    unit = (("Unit 500", 1, 2), None, ("Coaching", 1, 2), None)
    (found,) = read([table(unit, HEADER, *ROWS[:4], bottom=BOTTOM)], [table(unit, HEADER, *ROWS[4:])]).tables
    assert len(found.rows) == 10


def test_a_repeated_header_that_is_a_table_by_itself_is_left_out():
    first, head = table(HEADER, *ROWS[:4], bottom=BOTTOM), table(HEADER)
    (found,) = read([first], [head, table(*ROWS[4:], top=head.box.bottom + 2)]).tables
    assert len(found.rows) == 9


@pytest.mark.parametrize("between", ["Unit 502", "Notes"])
def test_a_line_between_parts_two_tables(between):
    assert (
        len(read([table(HEADER, *ROWS[:4], bottom=BOTTOM)], [line(between, 50.0), table(*ROWS[4:], top=70.0)]).tables)
        == 2
    )


def test_margins_between_part_no_table():
    contents = [
        [line("Acme", 20.0), table(HEADER, *ROWS[:4], bottom=BOTTOM), line("Page 1 of 2", 570.0)],
        [line("Acme", 20.0), table(*ROWS[4:]), line("Page 2 of 2", 570.0)],
    ]
    assert len(read(*contents).tables) == 1


def test_numbers_that_start_again_under_the_header_are_another_table():
    assert len(read([table(HEADER, *ROWS[:4], bottom=BOTTOM)], [table(HEADER, *ROWS[:4])]).tables) == 2


def test_another_unit_above_the_same_header_is_another_table():
    first = table((("Unit 500", 1, 4), None, None, None), HEADER, *ROWS[:4], bottom=BOTTOM)
    second = table((("Unit 501", 1, 4), None, None, None), HEADER, *ROWS[:4])
    assert len(read([first], [second]).tables) == 2


def test_a_table_that_ends_high_on_its_page_is_over():
    assert len(read([table(HEADER, *ROWS[:4])], [table(*ROWS[4:], bottom=BOTTOM)]).tables) == 2


def test_other_columns_are_another_table():
    other = (40.0, 120.0, 200.0, 400.0, 800.0)
    assert len(read([table(HEADER, *ROWS[:4], bottom=BOTTOM)], [table(*ROWS[4:], sides=other)]).tables) == 2


def test_columns_are_told_by_their_place_where_one_page_lacks_some():
    wide = table(("Group work", "Essay."), bottom=BOTTOM, sides=(40.0, 540.0, 800.0))
    (found,) = read([wide], [table(*ROWS)]).tables
    assert found.column_count == 4
    assert [(cell.location.column, cell.column_span) for cell in found.rows[0].cells] == [(1, 3), (4, 1)]


def test_inner_and_outer_margins_change_sides_from_page_to_page():
    moved = tuple(x + 25.0 for x in SIDES)
    assert len(read([table(HEADER, *ROWS[:4], bottom=BOTTOM)], [table(*ROWS[4:], sides=moved)]).tables) == 1


# ---------------------------------------------------------------- any table, broken anywhere

_WORDS = st.sampled_from(["coach", "goals", "essay", "journal", "plan", "the", "of", "reflective", "(words)", "log"])
_SENTENCE = st.lists(_WORDS, min_size=2, max_size=40).map(lambda words: f"Coach {' '.join(words)}.")
_ROW = st.tuples(_SENTENCE, _SENTENCE, _SENTENCE)
_LENGTHS = [int((right - left - 4) / LETTER) for left, right in pairwise(SIDES)]


def _set(at: int, row: tuple[str, str, str]) -> list[list[str]]:
    """A row's cells as lines."""
    cells = (f"{at // 4 + 1}.{at % 4 + 1}", *row)
    return [
        wrap(text, length, break_long_words=False, break_on_hyphens=False)
        for text, length in zip(cells, _LENGTHS, strict=True)
    ]


def _with(cell: list[str], n: int, so_far: str, wraps: bool) -> str:
    """A cell's text so far with its line of this number; one that wraps ends in a blank where the writer leaves one."""
    if n >= len(cell):
        return so_far
    words = cell[n] + (" " if wraps and n + 1 < len(cell) else "")
    return f"{so_far}\n{words}" if so_far else words


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(_ROW, min_size=2, max_size=8),
    breaks=st.sets(st.integers(0, 60), max_size=4),
    wraps=st.booleans(),
    heads=st.booleans(),
)
def test_a_table_that_is_broken_anywhere_is_given_back(rows, breaks, wraps, heads):
    whole = [_set(at, row) for at, row in enumerate(rows)]
    lines = [(at, n) for at, row in enumerate(whole) for n in range(max(map(len, row)))]
    pages: list[list[list[str]]] = [[]]
    for place, (at, n) in enumerate(lines):
        if place and place in breaks:
            pages.append([])
        if n == 0 or not pages[-1]:
            pages[-1].append(["", "", "", ""])
        pages[-1][-1] = [_with(cell, n, so_far, wraps) for cell, so_far in zip(whole[at], pages[-1][-1], strict=True)]
    contents = [
        [table(*([HEADER] if heads or not page else []), *rows, bottom=BOTTOM)] for page, rows in enumerate(pages)
    ]
    (found,) = read(*contents).tables
    assert texts(found) == [list(HEADER), *([shown("\n".join(cell)) for cell in row] for row in whole)]


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(_ROW, min_size=3, max_size=8), at=st.integers(1, 7))
def test_a_whole_row_without_its_number_is_kept_apart_wherever_the_page_breaks(rows, at):
    at = min(at, len(rows) - 1)
    lines = [["\n".join(cell) for cell in _set(n, row)] for n, row in enumerate(rows)]
    lines[at][0] = ""
    (found,) = read([table(HEADER, *lines[:at], bottom=BOTTOM)], [table(*lines[at:])]).tables
    assert texts(found)[at + 1] == [shown(cell) for cell in lines[at]]


# ---------------------------------------------------------------- words that run out of the table


def _below(text: str, left: float) -> PageLine:
    return PageLine(text, Box(left, BOTTOM + 2, left + LETTER * len(text), BOTTOM + 12))


def _broken_merge(*stray: PageLine) -> Document:
    above = table(HEADER, ("2.1", "Explain it.", ("Workshop on the roles of", 1, 1), "Essay."), bottom=BOTTOM)
    below = table(("2.2", "Define it.", ("", 2, 1), "Diary."), ("2.3", "Review it.", None, "Test."))
    return read([above, *stray], [below])


def test_words_that_run_out_of_a_merged_cell_at_the_pages_end_are_its_own():
    document = _broken_merge(_below("coach and client", SIDES[2] + 2))
    (found,) = document.tables
    assert texts(found)[1] == ["2.1", "Explain it.", "Workshop on the roles of coach and client", "Essay."]
    assert [cell.row_span for cell in found.rows[1].cells] == [1, 1, 3, 1]
    assert not document.paragraphs


@pytest.mark.parametrize(
    "stray",
    [
        _below("A line that is wider than any one of the columns of the table above it, and so its own", SIDES[0]),
        PageLine("far below", Box(SIDES[2] + 2, BOTTOM + 30, SIDES[3] - 20, BOTTOM + 40)),
    ],
)
def test_a_line_of_its_own_below_a_table_stays_one(stray: PageLine):
    document = _broken_merge(stray)
    assert [line.text for line in document.paragraphs] == [stray.text]
    assert len(document.tables) == 2
