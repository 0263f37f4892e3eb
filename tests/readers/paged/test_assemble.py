"""Pages to a Document: places, margins, notes, and what is refused."""

import pytest
from msgspec.structs import replace

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.model.document import Location, NoteKind
from pipeline.readers.paged import assemble
from tests.readers.paged.pages import BOTTOM, limits, line, pages, read, table, texts

HEADER = ("No", "Criterion", "Strategies", "Evidence")
ROWS = [(f"1.{at}", f"Explain subject {at}", f"Workshop {at}", f"Essay {at} (500 words)") for at in range(1, 9)]


def test_rows_columns_and_tables_are_counted_as_in_the_word_reader():
    document = read(
        [line("Unit 500", 50.0, is_heading=True), table(HEADER, ROWS[0]), line("Then", 300.0)], [table(HEADER)]
    )
    assert [block.location.label for block in document.blocks] == [
        "page 1",
        "page 1, table 1",
        "page 1",
        "page 2, table 2",
    ]
    assert document.tables[0].rows[1].cells[2].location == Location(1, 1, 2, 3, box=(300.0, 66.0, 540.0, 82.0))
    assert document.paragraphs[0].is_heading
    assert document.pages == 2


def test_a_table_over_pages_is_one_table_and_its_rows_know_their_pages():
    first = table(HEADER, *ROWS[:4], bottom=BOTTOM)
    document = read([first], [table(*ROWS[4:])])
    assert texts(document.tables[0]) == [list(row) for row in (HEADER, *ROWS)]
    assert [row.location.page for row in document.tables[0].rows] == [1] * 5 + [2] * 4
    assert document.tables[0].rows[-1].location.label == "page 2, table 1, row 9"


def test_a_document_without_words_is_refused():
    with pytest.raises(SubmissionError) as refused:
        read([table(("", "", "", ""))], [])
    assert refused.value.code is ErrorCode.EMPTY


@pytest.mark.parametrize("limit", ["rows", "columns", "characters"])
def test_more_than_the_limits_allow_is_refused(limit):
    few = replace_limit(limit)
    with pytest.raises(SubmissionError) as refused:
        assemble.document(pages([table(HEADER, *ROWS)]), "pdf", "pdfium", few)
    assert refused.value.code is ErrorCode.TOO_LARGE


def replace_limit(name):
    return replace(limits(), **{name: 3})


def test_recognised_pages_are_noted_with_their_mean_confidence():
    document = read(
        [line("Unit 500", 60.0, confidence=0.5), table(HEADER, ROWS[0], confidence=0.8)], is_recognised=True
    )
    (note,) = document.notes
    assert (note.kind, note.count, note.location) == (NoteKind.OCR_TEXT, 1, Location(1))
    assert note.confidence == pytest.approx((0.5 + 8 * 0.8) / 9)


def test_a_joined_cell_is_as_sure_as_its_less_sure_part():
    above = table(
        HEADER,
        ("1.1", "Explain", "Workshop", "A report on the whole of\nthe coaching that the"),
        bottom=BOTTOM,
        confidence=0.9,
    )
    below = table(("", "", "", "learner gave"), confidence=0.4)
    (joined,) = read([above], [below], is_recognised=True).tables
    assert [cell.confidence for cell in joined.rows[1].cells] == [0.4, 0.4, 0.4, 0.4]
    plain = replace(above, cells=tuple(replace(cell, confidence=None) for cell in above.cells))
    assert read([plain], [table(("", "", "", "learner gave"))]).tables[0].rows[1].cells[3].confidence is None


def test_the_cells_of_a_table_without_lines_are_no_surer_than_the_policy_has_it():
    unruled = replace(table(HEADER, *ROWS), is_ruled=False)
    document = read([line("All criteria: portfolio", 20.0, confidence=0.9), unruled])
    least = limits().pages.unruled_confidence
    assert {cell.confidence for row in document.tables[0].rows for cell in row.cells} == {least}
    assert least < limits().recognition.confidence
    assert document.paragraphs[0].confidence == 0.9
    assert document.notes == ()


def test_a_place_has_its_box_and_a_row_the_box_round_its_cells():
    (read_table,) = read([table(HEADER, ROWS[0])]).tables
    assert read_table.rows[1].location.box == (40.0, 66.0, 800.0, 82.0)
    assert read([line("Unit 500", 50.0)]).paragraphs[0].location.box == (40.0, 50.0, 80.0, 62.0)


@pytest.mark.parametrize(
    ("turn", "box"),
    [
        (0, (40.0, 50.0, 80.0, 62.0)),
        (90, (50.0, 762.0, 62.0, 802.0)),
        (180, (762.0, 533.0, 802.0, 545.0)),
        (270, (533.0, 40.0, 545.0, 80.0)),
    ],
)
def test_a_box_on_a_page_that_was_turned_to_be_read_is_where_it_is_seen(turn: int, box: tuple[float, ...]):
    """The page is 842 points wide and 595 high as it was read: it is seen upright after half a turn or none."""
    (page,) = pages([line("Unit 500", 50.0)])
    (paragraph,) = assemble.document([replace(page, turn=turn)], "pdf", "pdf", limits()).paragraphs
    assert paragraph.location.box == box


def test_a_page_that_was_levelled_has_its_boxes_askew():
    (page,) = pages([line("Unit 500", 50.0)])
    (paragraph,) = assemble.document([replace(page, turn=-1.0)], "pdf", "pdf", limits()).paragraphs
    left, top, right, bottom = paragraph.location.box or (0, 0, 0, 0)
    assert (left, right) == pytest.approx((44.1, 84.4), abs=0.5)
    assert (top, bottom) == pytest.approx((43.4, 56.1), abs=0.5)
