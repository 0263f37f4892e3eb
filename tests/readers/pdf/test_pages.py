import pytest

from pipeline.model.document import NoteKind
from tests.readers.pdf.printed import browsed, needs_browser, read, rows_of, turned

pytestmark = needs_browser

FORM = """
<h1>Mapping of the programme</h1><p>Every learner has an induction of one hour.</p>
<table>
<tr style="background:#ddd"><td colspan=2>Criterion</td><td>Strategy</td><td><div class=v>Evidence</div></td></tr>
<tr><td>1.1</td><td>Explain <s>the old</s> <u>the</u> rationale <span style="background:#ff0">for coaching</span><br>
A second paragraph</td><td rowspan=2>Day 1</td><td>✓</td></tr>
<tr><td>1.2</td><td><table><tr><td>in 1</td><td>in 2</td></tr><tr><td>in 3</td><td>in 4</td></tr></table></td>
<td>☒</td></tr>
</table>"""
STYLE = ".v{writing-mode:vertical-rl;transform:rotate(180deg)}"
ROWS = [
    ["Criterion", "Criterion", "Strategy", "Evidence"],
    ["1.1", "Explain the rationale for coaching\nA second paragraph", "Day 1", "✓"],
    ["1.2", "in 1 in 2\nin 3 in 4", "Day 1", "☒"],
]


def test_tables_have_the_text_and_the_spans_that_a_person_sees() -> None:
    document = read(browsed(FORM, STYLE))
    assert [rows_of(table) for table in document.tables] == [ROWS]
    assert [(line.text, line.is_heading) for line in document.paragraphs] == [
        ("Mapping of the programme", True),
        ("Every learner has an induction of one hour.", False),
    ]
    assert (document.format, document.read_by, document.pages) == ("pdf", "pdf", 1)


def test_struck_words_are_left_out_and_noted_but_underlined_ones_stay() -> None:
    (note,) = read(browsed(FORM, STYLE)).notes
    assert (note.kind, note.quote, note.count, note.location.page) == (NoteKind.STRUCK_TEXT, "the old", 1, 1)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_on_its_side_reads_the_same(degrees: int) -> None:
    assert [rows_of(table) for table in read(turned(browsed(FORM, STYLE), degrees)).tables] == [ROWS]


def test_shaded_cells_without_lines_are_a_table() -> None:
    style = "table{border-collapse:separate;border-spacing:2px}"
    style += "td{border:0;background:#dde;-webkit-print-color-adjust:exact}"
    body = "<table><tr><td>No<td>Criterion<td>Evidence<tr><td>1.1<td>Explain it<td>Essay</table>"
    assert [rows_of(table) for table in read(browsed(body, style)).tables] == [
        [["No", "Criterion", "Evidence"], ["1.1", "Explain it", "Essay"]]
    ]


@pytest.mark.parametrize("border", ["0", "0;border-bottom:1px solid #999"])
def test_a_table_without_lines_is_told_by_its_columns(border: str) -> None:
    head = "<tr><td>AC<td>Assessment criteria<td>Learning strategies<td>Assessment evidence"
    text = "Explain what coaching is and how it differs from mentoring at work"
    rows = "".join(f"<tr><td>{no}<td>{text}<td>Day one, a talk<td>Essay {no}" for no in ("1.1", "1.2", "1.3"))
    body = f"<p>Before it.</p><table>{head}{rows}</table>"
    (table,) = read(browsed(body, f"td{{border:{border}}}")).tables
    assert rows_of(table) == [
        ["AC", "Assessment criteria", "Learning strategies", "Assessment evidence"],
        *([no, text, "Day one, a talk", f"Essay {no}"] for no in ("1.1", "1.2", "1.3")),
    ]


def test_prose_about_headings_is_no_table() -> None:
    words = "The assessment criteria are met by the learning strategies and by the assessment evidence in each unit. "
    document = read(browsed(f"<p>{words * 6}</p><p>1.1 {words}</p><p>1.2 {words}</p>"))
    assert document.tables == ()
    assert [line.text[:13] for line in document.paragraphs] == ["The assessmen", "1.1 The asses", "1.2 The asses"]


def test_letters_set_wide_are_words() -> None:
    (table,) = read(
        browsed("<table><tr><td>Unit title<td>Quality<tr><td>a<td>b</table>", "td{letter-spacing:.15em}")
    ).tables
    assert rows_of(table)[0] == ["Unit title", "Quality"]


def test_a_word_that_breaks_at_a_hyphen_goes_on_without_a_blank() -> None:
    body = "<table><tr><td>a plan for well-being<td>x<tr><td>b<td>c</table>"
    (table,) = read(browsed(body, "td{width:27mm}table{width:auto}")).tables
    assert rows_of(table)[0][0] == "a plan for well-being"
