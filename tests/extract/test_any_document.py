"""Whatever stands in the tables: no crash, the same answer twice, nothing mapped lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.document import Cell, Location, Row, Table
from tests.extract.forms import DEFINE, EXPLORE, HEADS, IDENTIFY, PRESENT, UNIT, Box, read, rows, said, table

WORDS = st.sampled_from(
    [
        "", "1", "1.1", "1.2", "2.1-2.3", "LO1", "AC 1.1", "x", "✓", "☐", "Yes", "n/a", "Essay", "Workshop", "8580-500",
        "Unit 501: Doing it (5 credits)", "Whole unit: Essay", "All criteria of outcome 1", "1 Understand the purpose",
        "Certificate: YES", "Diploma", "Customer", "Programme title", "Induction: one hour", "A1 = essay",
        "[insert here]", DEFINE, IDENTIFY, PRESENT, EXPLORE, f"1.1 {DEFINE}", f"1.1 {DEFINE}\n1.2 {IDENTIFY}", "Full",
        "Partial", "None",
        *HEADS, *UNIT, "Rules of Combination", "Comments", "Coverage", "Title of Assessment", "(", "1.", "-", "\n", "½",
    ]
)  # fmt: skip
BOXES = st.builds(Box, WORDS, st.integers(1, 3), st.integers(1, 3))
GRIDS = st.lists(st.lists(BOXES, min_size=1, max_size=6), min_size=1, max_size=7)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(WORDS.filter(str.strip), GRIDS), max_size=5))
def test_any_document_is_read_and_read_the_same_way_twice(blocks):
    assert read(*blocks) == read(*blocks)


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(4)), st.lists(st.tuples(WORDS, WORDS), min_size=4, max_size=4))
def test_any_words_stand_in_the_cells_where_they_were_written(order, words):
    """Cells that say that they cover other rows, or begin as headings do, stand in their own rows all the same."""
    texts = [DEFINE, IDENTIFY, PRESENT, EXPLORE]
    heads = [["Ref", "Assessment Criteria", "Learning Strategies", "Assessment Evidence"]]
    body = [[f"1.{at + 1}", texts[at], words[at][0], words[at][1]] for at in order]
    found = rows("Unit 8580-500: Title", heads + body)
    expected = [((f"1.{at + 1}",), texts[at], words[at][0].strip(), words[at][1].strip()) for at in order]
    assert [said(row) for row in found] == expected


def test_a_table_with_gaps_and_ragged_rows():
    cells = (
        Cell(f"1.1 {DEFINE}", Location(table=1, row=2, column=2)),
        Cell("Essay", Location(table=1, row=2, column=4)),
    )
    head = table([["", "Assessment Criteria", "Learning Strategies", "Assessment Evidence"]]).rows[0]
    ragged = Table((head, Row(cells, Location(table=1, row=2))), 4, Location(table=1))
    assert said(rows(ragged)[0]) == (("1.1",), DEFINE, "", "Essay")
