import pytest

from tests.readers.pdf.printed import browsed, needs_browser, read, rows_of

pytestmark = needs_browser

TEXTS = {
    "1.1": "Explain what coaching is and how it differs from mentoring in the workplace of a manager",
    "1.2": "Review a model",
    "1.3": "Present the case for coaching to the board of an organisation, with its costs and its benefits",
}
HEADS = ["No", "Assessment criteria", "Learning strategies", "Assessment evidence"]
ROWS = [HEADS, *([no, text, f"Day {no}", f"Essay {no}"] for no, text in TEXTS.items())]
SHADES = "th,.z td{background:#dde;-webkit-print-color-adjust:exact}"
WIDTHS = "<col width=8%><col width=32%><col width=30%><col width=30%>"


def form(*, striped: bool = False) -> str:
    head = "".join(f"<th align=left>{text}" for text in HEADS)
    rows = (
        f"<tr{' class=z' if striped and at % 2 else ''}>" + "".join(f"<td>{text}" for text in row)
        for at, row in enumerate(ROWS[1:])
    )
    return f"<h2>Unit 500 Understanding the skills</h2><table>{WIDTHS}<tr>{head}{''.join(rows)}</table><p>After it.</p>"


@pytest.mark.parametrize("align", ["top", "middle", "bottom"])
@pytest.mark.parametrize("border", ["0", "solid #555;border-width:1px 0"])
def test_rows_are_whole_wherever_their_numbers_stand(align: str, border: str) -> None:
    style = f"{SHADES}th,td{{border:{border};vertical-align:{align};padding:4px}}"
    document = read(browsed(form(), style))
    assert [rows_of(table) for table in document.tables] == [ROWS]
    assert document.paragraphs[-1].text == "After it."


def test_rows_shaded_in_turns_are_rows() -> None:
    document = read(browsed(form(striped=True), SHADES + "td{border:0;vertical-align:middle}"))
    assert [rows_of(table) for table in document.tables] == [ROWS]


def test_a_table_without_lines_brings_doubt() -> None:
    (table,) = read(browsed(form(), SHADES + "td{border:0}")).tables
    assert all(cell.confidence is not None and cell.confidence <= 0.5 for row in table.rows for cell in row.cells)


def test_an_outcome_beside_its_criteria_is_one_cell() -> None:
    outcome = "<td rowspan=2>Understand the purpose of coaching and of mentoring within the context of an organisation"
    rows = f"<tr><td>1{outcome}<td>1.1<td>Explain it<td>Essay<tr><td><td>1.2<td>Review it<td>Report"
    rows += "<tr><td>2<td>Know the skills<td>2.1<td>Explore them<td>Essay"
    body = "<table><tr><th><th>Outcome<th>No<th>Assessment criteria<th>Assessment evidence" + rows + "</table>"
    (table,) = read(browsed(body, SHADES + "td,th{border:solid #555;border-width:1px 0}")).tables
    texts = [row[1] for row in rows_of(table)]
    assert texts[1] == texts[2]
    assert texts[1].endswith("an organisation")
    assert texts[3] == "Know the skills"


def test_small_tables_between_lines_are_read_cell_by_cell() -> None:
    rows = "<tr><td>Award: N/A<td>Certificate: YES<td>Diploma: N/A<tr><td>No award<td>One hour<td>Three units"
    (table,) = read(browsed(f"<table>{rows}</table>", "td{border:solid #555;border-width:1px 0}")).tables
    assert rows_of(table)[0] == ["Award: N/A", "Certificate: YES", "Diploma: N/A"]


def test_a_heading_between_two_tables_is_of_neither() -> None:
    body = form() + form()
    document = read(browsed(body, SHADES + "th,td{border:solid #555;border-width:1px 0}"))
    assert [rows_of(table) for table in document.tables] == [ROWS, ROWS]


def test_a_table_goes_on_over_the_page_below_repeated_headings() -> None:
    head = "".join(f"<th align=left>{text}" for text in HEADS)
    words = TEXTS["1.1"].split()
    texts = [" ".join([*words[at % 7 :], *words[: at % 5], *words]) for at in range(1, 20)]
    rows = "".join(f"<tr><td>1.{at}<td>{text}<td>Day {at}<td>Essay {at}" for at, text in enumerate(texts, 1))
    body = f"<table>{WIDTHS}<thead><tr>{head}</thead><tbody>{rows}</table>"
    (table,) = read(browsed(body, SHADES + "td,th{border:0;padding:9px}tr{break-inside:avoid}")).tables
    found = rows_of(table)
    assert [row[0] for row in found] == ["No", *(f"1.{at}" for at in range(1, 20))]
    assert [row[1] for row in found[1:]] == texts
