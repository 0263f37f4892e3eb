"""Content controls and old form fields, wherever Word puts them: round a cell, a row, a table, a paragraph, a run."""

import pytest

from tests.readers.written import cell_of, p, read, rows_of, run, sdt, table_of, tbl, tc, text_of, tr

GRID = [["a", "b", "c"], ["d", "e", "f"]]
PROMPT = run("Click or tap here to enter text.", '<w:rStyle w:val="PlaceholderText"/>')
SHOWING = '<w:placeholder><w:docPart w:val="DefaultPlaceholder_-1854013440"/></w:placeholder><w:showingPlcHdr/>'


def test_a_control_round_a_cell():
    assert rows_of(table_of(tbl(tr("a", "b", "c"), tr("d", sdt(tc("e")), "f")))) == GRID


def test_a_control_round_a_row():
    assert rows_of(table_of(tbl(tr("a", "b", "c"), sdt(tr("d", "e", "f"))))) == GRID


def test_a_control_round_a_table():
    document = read(p("before") + sdt(tbl(tr("a", "b", "c"), tr("d", "e", "f"))) + tbl(tr("x")))
    assert rows_of(document.tables[0]) == GRID
    assert document.tables[1].location.label == "table 2"


def test_a_control_round_paragraphs():
    assert cell_of(sdt(p("one") + p("two"))).text == "one\ntwo"


def test_a_control_round_a_run():
    assert text_of(run("by ") + sdt(run("essay")) + run(" 1")) == "by essay 1"


def test_controls_in_controls():
    inner = sdt(tc(sdt(p(run("the ") + sdt(sdt(run("essay")))))))
    assert rows_of(table_of(sdt(tbl(sdt(sdt(tr("a", inner, "c"))))))) == [["a", "the essay", "c"]]


@pytest.mark.parametrize(
    "control",
    [
        '<w:dropDownList w:lastValue="2"><w:listItem w:displayText="Essay" w:value="2"/></w:dropDownList>',
        '<w:comboBox><w:listItem w:value="Essay"/></w:comboBox>',
        '<w:date w:fullDate="2026-11-23T00:00:00Z"><w:dateFormat w:val="dd/MM/yyyy"/></w:date>',
        '<w:dataBinding w:xpath="/form[1]/x[1]" w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/><w:text/>',
        "<w15:repeatingSectionItem/>",
    ],
)
def test_what_a_control_shows_is_read(control):
    assert text_of(sdt(run("Essay"), control)) == "Essay"


@pytest.mark.parametrize(
    "content",
    [
        sdt(p(PROMPT), SHOWING),
        p(sdt(PROMPT, SHOWING)),
        sdt(p(PROMPT), '<w:showingPlcHdr w:val="true"/>'),
        p(sdt(sdt(PROMPT, SHOWING))),
    ],
)
def test_the_prompt_of_an_empty_control_is_no_text(content):
    assert cell_of(content).text == ""


def test_the_prompt_of_a_control_round_a_cell_or_row_is_no_text():
    rows = tr("a", sdt(tc(p(PROMPT)), SHOWING), "c"), sdt(tr(tc(p(PROMPT)), tc(p(PROMPT)), tc(p(PROMPT))), SHOWING)
    assert rows_of(table_of(tbl(*rows))) == [["a", "", "c"], ["", "", ""]]


def test_a_control_that_no_longer_shows_its_prompt_is_read():
    assert cell_of(sdt(p("Essay"), '<w:showingPlcHdr w:val="0"/>')).text == "Essay"


@pytest.mark.parametrize(("state", "sign"), [('w14:val="1"', "☒"), ('w14:val="0"', "☐"), ('w14:val="true"', "☒")])
def test_a_check_box_control_is_a_box(state, sign):
    box = (
        f"<w14:checkbox><w14:checked {state}/><w14:checkedState w14:val='0052' w14:font='Wingdings 2'/></w14:checkbox>"
    )
    shown = '<w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic"/></w:rPr><w:t>?</w:t></w:r>'
    assert text_of(sdt(shown, box) + run(" Full")) == f"{sign} Full"


def test_a_check_box_control_round_a_cell_keeps_its_sign():
    box = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    assert rows_of(table_of(tbl(tr("a", sdt(tc("☒"), box), "c")))) == [["a", "☒", "c"]]


def form_field(data: str, result: str = "") -> str:
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Check1"/><w:enabled/>{data}</w:ffData>'
        '</w:fldChar></w:r><w:r><w:instrText xml:space="preserve"> FORM </w:instrText></w:r>'
        f'{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("state", "sign"),
    [
        ('<w:default w:val="0"/>', "☐"),
        ('<w:default w:val="1"/>', "☒"),
        ('<w:default w:val="0"/><w:checked/>', "☒"),
        ('<w:default w:val="1"/><w:checked w:val="0"/>', "☐"),
        ("", "☐"),
    ],
)
def test_an_old_check_box_field_is_a_box(state, sign):
    assert text_of(form_field(f"<w:checkBox><w:sizeAuto/>{state}</w:checkBox>") + run(" Yes")) == f"{sign} Yes"


@pytest.mark.parametrize(
    ("state", "entry"), [("", "Essay"), ('<w:result w:val="1"/>', "Diary"), ('<w:result w:val="99"/>', "")]
)
def test_an_old_drop_down_field_shows_the_chosen_entry(state, entry):
    data = f'<w:ddList>{state}<w:listEntry w:val="Essay"/><w:listEntry w:val="Diary"/></w:ddList>'
    assert text_of(run("By: ") + form_field(data) + run(".")) == f"By: {entry}."


def test_an_old_text_field_shows_its_result():
    assert text_of(form_field("<w:textInput/>", run("Essay 1"))) == "Essay 1"


def test_an_old_text_field_left_empty_is_blank():
    assert cell_of(p(form_field("<w:textInput/>", run("\u2002" * 5)))).text == ""
