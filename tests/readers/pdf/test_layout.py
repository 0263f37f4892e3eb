"""Text into the cells of tables that browsers print: close rows, words beside a table, rows without upright lines."""

from tests.readers.pdf.printed import browsed, needs_browser, read, rows_of

_ROWS = [["Austria", "58", "79"], ["Denmark", "", "48"], ["Finland", "89", "96"], ["Greece", "28", "58"]]


def _table(style: str = "") -> str:
    cells = ("".join(f"<td>{text}</td>" for text in row) for row in _ROWS)
    return f'<table style="{style}">' + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


@needs_browser
def test_borders_of_close_rows_are_no_underlines() -> None:
    packed = browsed(_table(), "td{padding:0 2px;line-height:1;height:10pt;border:.5pt solid #000}")
    assert [rows_of(table) for table in read(packed).tables] == [_ROWS]


@needs_browser
def test_words_beside_a_table_stay_outside() -> None:
    notes = "".join(f"<p style='margin:0;line-height:20px'>Note {number}</p>" for number in range(1, 5))
    page = f"<div style='display:flex;gap:30px'><div style='width:90px'>{notes}</div>{_table('width:300px')}</div>"
    document = read(browsed(page, "td{padding:0 2px;line-height:20px}"))
    assert [rows_of(table) for table in document.tables] == [_ROWS]
    assert "Note 1" in " ".join(paragraph.text for paragraph in document.paragraphs)


@needs_browser
def test_rows_without_upright_lines_have_the_columns_of_the_others() -> None:
    head = "<tr class=head><td>Country</td><td>Before</td><td>Now</td></tr>"
    style = "tr:not(.head) td{border-left:0;border-right:0}table{border-left:1px solid;border-right:1px solid}"
    document = read(browsed(_table().replace("<tr>", head + "<tr>", 1), style))
    assert [rows_of(table) for table in document.tables] == [[["Country", "Before", "Now"], *_ROWS]]


@needs_browser
def test_a_title_over_all_columns_stays_one_cell() -> None:
    title = '<tr><td colspan="3">Unit 500: what a coach does, and why it works for others</td></tr>'
    (table,) = read(browsed(_table().replace("<tr>", title * 2 + "<tr>", 1))).tables
    assert [cell.column_span for row in table.rows[:2] for cell in row.cells] == [3, 3]
