"""Tables: every cell at its place in the grid, whatever is merged, left out, nested or wrong in the file."""

import pytest

from tests.readers.written import cell_of, p, read, rows_of, table_of, tbl, tc, tr

START, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def span(count: object) -> str:
    return f'<w:gridSpan w:val="{count}"/>'


def test_a_cell_over_columns_and_one_over_rows():
    table = table_of(
        tbl(
            tr(tc("unit", span(3))),
            tr(tc("outcome", START), "1.1", "x"),
            tr(tc("", ON), "1.2", "y"),
            tr(tc("", '<w:vMerge w:val="continue"/>'), "1.3", "z"),
        )
    )
    assert rows_of(table) == [
        ["unit", "unit", "unit"],
        ["outcome", "1.1", "x"],
        ["outcome", "1.2", "y"],
        ["outcome", "1.3", "z"],
    ]
    outcome = table.rows[1].cells[0]
    assert (outcome.row_span, outcome.column_span) == (3, 1)
    assert [cell.location.column for cell in table.rows[2].cells] == [2, 3]


def test_a_block_merged_both_ways():
    rows = tr(tc("block", START + span(2)), "a"), tr(tc("", ON + span(2)), "b")
    assert rows_of(table_of(tbl(*rows))) == [["block", "block", "a"], ["block", "block", "b"]]


def test_the_text_of_a_cell_that_continues_another_is_hidden_as_word_hides_it():
    rows = tr(tc("shown", START), "a"), tr(tc("hidden", ON), "b")
    assert rows_of(table_of(tbl(*rows))) == [["shown", "a"], ["shown", "b"]]


def test_a_cell_that_continues_nothing_is_a_cell():
    rows = tr(tc("first", ON), "a"), tr(tc("hidden", ON), "b"), tr("c", "d"), tr(tc("last", ON), "e")
    assert rows_of(table_of(tbl(*rows))) == [["first", "a"], ["first", "b"], ["c", "d"], ["last", "e"]]


def test_cells_merged_the_old_way():
    row = tr(tc("both", '<w:hMerge w:val="restart"/>'), tc("", '<w:hMerge w:val="continue"/>'), "c")
    assert rows_of(table_of(tbl(row))) == [["both", "both", "c"]]


def test_a_cell_merged_across_is_not_merged_with_the_one_below():
    across = tr(tc("a", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"))
    assert rows_of(table_of(tbl(across, tr(tc("b", ON), "c")))) == [["a", "a"], ["b", "c"]]


def test_a_row_that_leaves_out_columns():
    gaps = '<w:gridBefore w:val="1"/><w:wBefore w:w="100" w:type="dxa"/><w:gridAfter w:val="1"/>'
    assert rows_of(table_of(tbl(tr("a", "b", "c"), tr("e", properties=gaps)))) == [["a", "b", "c"], ["-", "e", "-"]]


@pytest.mark.parametrize("columns", [0, 1, 9])
def test_a_grid_that_is_missing_or_wrong_does_not_matter(columns):
    table = table_of(tbl(tr("a", "b"), tr(tc("c", span(2))), columns=columns))
    assert rows_of(table) == [["a", "b"], ["c", "c"]]


@pytest.mark.parametrize("nonsense", ["abc", "", "-3", "0", "1.5"])
def test_a_span_that_is_no_number_is_one_column(nonsense):
    assert rows_of(table_of(tbl(tr(tc("a", span(nonsense)), "b")))) == [["a", "b"]]


def test_a_span_beyond_all_tables_ends_with_the_table():
    assert rows_of(table_of(tbl(tr("a", "b", "c"), tr("d", tc("e", span(10**9)))))) == [
        ["a", "b", "c"],
        ["d", "e", "e"],
    ]


@pytest.mark.parametrize("nonsense", ["abc", "-5"])
def test_gaps_that_are_no_numbers_are_none(nonsense):
    assert rows_of(table_of(tbl(tr("a", properties=f'<w:gridBefore w:val="{nonsense}"/>')))) == [["a"]]


def test_a_nested_table_is_in_the_text_of_its_cell_and_a_table_of_its_own():
    cell = cell_of(p("before") + tbl(tr("1", "2"), tr(tc("3", span(2)))) + p("after"))
    assert cell.text.split() == ["before", "1", "2", "3", "after"]
    assert [rows_of(table) for table in cell.tables] == [[["1", "2"], ["3", "3"]]]
    assert cell.tables[0].rows[1].cells[0].location.label == "table 1, row 2, inner row 2"


def test_tables_in_one_table_are_counted_through_in_reading_order():
    pair = tbl(tr("a"), columns=1) + tbl(tr(tc(tbl(tr("b"), columns=1))), columns=1)
    document = read(tbl(tr(tc(pair), tc(pair))) + tbl(tr(tc(pair))))
    found = [
        (cell.location.table, cell.location.inner_table)
        for table in document.tables
        for outer in table.rows[0].cells
        for inner in outer.tables
        for cell in inner.rows[0].cells
    ]
    assert found == [(1, 1), (1, 2), (1, 4), (1, 5), (2, 1), (2, 2)]


def test_tables_nested_deeper():
    cell = cell_of(tbl(tr(tc(tbl(tr("deep", "er")) + p("up")))))
    assert cell.text.split() == ["deep", "er", "up"]
    assert rows_of(cell.tables[0].rows[0].cells[0].tables[0]) == [["deep", "er"]]


def test_only_tables_of_the_body_are_counted():
    document = read(tbl(tr(tc(tbl(tr("inner"))))) + tbl(tr("second")))
    assert [cell.location.label for table in document.tables for cell in table.rows[0].cells] == [
        "table 1, row 1",
        "table 2, row 1",
    ]


def test_paragraphs_are_lines_and_blank_ones_at_the_ends_are_left_out():
    assert cell_of(p() + p("one") + p() + p("two") + p()).text == "one\n\ntwo"


def test_rows_and_cells_in_other_wrappers():
    custom = '<w:customXml w:uri="x" w:element="y"><w:customXmlPr/>'
    row = f"{custom}{tr('a', custom + tc('b') + '</w:customXml>')}</w:customXml>"
    assert rows_of(table_of(tbl(row))) == [["a", "b"]]


def test_a_row_without_cells_keeps_its_number():
    table = table_of(tbl(tr("a"), '<w:tr w:rsidR="00A77B3E"/>', tr("b")))
    assert [row.location.row for row in table.rows] == [1, 2, 3]


def test_properties_of_one_rows_exception_are_no_cells():
    exception = '<w:tblPrEx><w:tblW w:w="0" w:type="auto"/></w:tblPrEx>'
    assert rows_of(table_of(tbl(tr("a").replace("<w:tc>", f"{exception}<w:tc>", 1)))) == [["a"]]


def test_the_body_in_order():
    document = read(p("one") + tbl(tr("a")) + p("two") + p() + tbl(tr("b")))
    assert [getattr(block, "text", None) or block.rows[0].cells[0].text for block in document.blocks] == [
        "one",
        "a",
        "two",
        "b",
    ]


@pytest.mark.parametrize(
    ("style", "is_heading"), [("Heading1", True), ("Mine", True), ("Title", True), ("Lead", True), ("Plain", False)]
)
def test_headings_are_told_by_their_style(style, is_heading):
    styles = (
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="Heading1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Lead"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Plain"><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    )
    document = read(p("Unit 500", f'<w:pStyle w:val="{style}"/>'), styles=styles)
    assert [line.is_heading for line in document.paragraphs] == [is_heading]


def test_an_outline_level_of_its_own_makes_a_heading():
    document = read(p("Unit 500", '<w:outlineLvl w:val="0"/>') + p("text", '<w:outlineLvl w:val="9"/>'))
    assert [line.is_heading for line in document.paragraphs] == [True, False]


def test_headers_and_footers_are_margins():
    sections = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:headerReference w:type="first" r:id="rId1"/>'
        '<w:footerReference w:type="default" r:id="rId2"/></w:sectPr>'
    )
    document = read(
        tbl(tr("a")) + sections,
        header1=p("Acme") + tbl(tr("Ltd")),
        footer1=p("Page 1"),
        header2=p("of a section that is gone"),
    )
    assert [line.text for line in document.margins] == ["Acme", "Ltd", "Page 1"]
    assert len(document.tables) == 1
