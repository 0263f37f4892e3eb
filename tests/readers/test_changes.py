"""Tracked changes, read as accepted and noted; struck-out and hidden words, left out."""

import pytest

from pipeline.model.document import NoteKind
from tests.readers.written import cell_of, note_of, p, read, rows_of, run, table_of, tbl, tc, text_of, tr

BY = 'w:id="7" w:author="QA" w:date="2026-01-05T09:00:00Z"'
GONE = "<w:r><w:delText xml:space='preserve'>old words </w:delText></w:r>"
TRACKED, STRUCK = NoteKind.TRACKED_CHANGES, NoteKind.STRUCK_TEXT


def ins(content: str) -> str:
    return f"<w:ins {BY}>{content}</w:ins>"


def deleted(content: str = GONE) -> str:
    return f"<w:del {BY}>{content}</w:del>"


def test_an_insertion_is_read():
    assert text_of(run("by ") + ins(run("essay"))) == "by essay"


def test_a_deletion_is_not_read():
    assert text_of(run("by ") + deleted() + run("essay")) == "by essay"


def test_a_deletion_inside_an_insertion_is_not_read():
    assert text_of(ins(run("new") + deleted())) == "new"


def test_moved_words_stand_where_they_were_moved_to():
    start, end = f'<w:moveFromRangeStart {BY} w:name="move1"/>', '<w:moveFromRangeEnd w:id="7"/>'
    away = start + f"<w:moveFrom {BY}>{run('essay')}</w:moveFrom>" + end
    assert cell_of(p(run("a ") + away) + p(f"<w:moveTo {BY}>{run('essay')}</w:moveTo>")).text == "a \nessay"


def test_a_deleted_row_is_gone():
    table = table_of(tbl(tr("a"), tr("b", properties=f"<w:del {BY}/>"), tr("c")))
    assert rows_of(table) == [["a"], ["c"]]
    assert table.rows[1].location.label == "table 1, row 2"


def test_a_table_whose_rows_are_all_deleted_is_gone_and_not_counted():
    document = read(tbl(tr("a", properties=f"<w:del {BY}/>")) + tbl(tr("b")))
    assert [table.location.table for table in document.tables] == [1]


def test_an_inserted_row_is_read():
    assert rows_of(table_of(tbl(tr("a"), tr("b", properties=f"<w:ins {BY}/>")))) == [["a"], ["b"]]


def test_a_deleted_cell_is_gone_and_an_inserted_one_is_there():
    row = tr("a", tc("b", f"<w:cellDel {BY}/>"), tc("c", f"<w:cellIns {BY}/>"))
    assert rows_of(table_of(tbl(row))) == [["a", "c"]]


def test_a_tracked_merge_of_cells_is_read_as_merged():
    rows = (
        tr(tc("a", f'<w:cellMerge {BY} w:vMerge="rest"/>'), "b"),
        tr(tc("", f'<w:cellMerge {BY} w:vMerge="cont"/>'), "c"),
    )
    assert rows_of(table_of(tbl(*rows))) == [["a", "b"], ["a", "c"]]


@pytest.mark.parametrize("mark", ["del", "moveFrom"])
def test_a_deleted_paragraph_mark_joins_two_paragraphs(mark):
    first = p(run("Assign"), f"<w:rPr><w:{mark} {BY}/></w:rPr>")
    assert cell_of(first + p("ment 1") + p("Diary")).text == "Assignment 1\nDiary"
    assert [line.text for line in read(first + p("ment 1")).paragraphs] == ["Assignment 1"]


def test_a_paragraph_deleted_whole_leaves_nothing():
    assert cell_of(p("one") + p(deleted(), f"<w:rPr><w:del {BY}/></w:rPr>") + p("two")).text == "one\ntwo"


def test_a_deleted_mark_before_a_table_or_at_the_end_loses_no_words():
    first = p(run("essay"), f"<w:rPr><w:del {BY}/></w:rPr>")
    assert [line.text for line in read(first + tbl(tr("a")) + first).paragraphs] == ["essay", "essay"]


def test_changes_are_noted_with_their_first_place_words_and_count():
    body = (
        p("intro") + tbl(tr("a", "b", "c"), tr("d", tc(p(ins(run("new  words")) + deleted())), "f")) + p(ins(run("x")))
    )
    assert note_of(body, TRACKED) == ("table 1, row 2", "new words", 3)


@pytest.mark.parametrize(
    "body",
    [
        tbl(tr("a", properties=f"<w:ins {BY}/>")),
        tbl(tr(tc("a", f"<w:cellIns {BY}/>"))),
        p("a", f"<w:rPr><w:ins {BY}/></w:rPr>"),
        f"<w:ins {BY}>{p('a')}</w:ins>",
    ],
)
def test_every_kind_of_change_is_noted(body):
    assert [note.kind for note in read(body).notes] == [TRACKED]


def test_a_long_quote_is_cut():
    _, quote, _ = note_of(p(ins(run("word " * 200))), TRACKED)
    assert len(quote) <= 200
    assert quote.endswith("…")


def test_a_change_of_formatting_is_no_change_of_words():
    strike = f"<w:b/><w:rPrChange {BY}><w:rPr><w:strike/></w:rPr></w:rPrChange>"
    number = (
        f'<w:jc w:val="left"/><w:pPrChange {BY}><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'
    )
    merged = f'<w:tcPrChange {BY}><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr></w:tcPrChange>'
    document = read(tbl(tr("a", tc(p(run("essay", strike), number), merged), "c")))
    assert rows_of(document.tables[0]) == [["a", "essay", "c"]]
    assert document.notes == ()


@pytest.mark.parametrize("strike", ["<w:strike/>", "<w:dstrike/>", '<w:strike w:val="true"/>'])
def test_struck_out_words_are_read_as_deleted_and_noted(strike):
    content = run("Essay 1") + run(" and diary", f"<w:b/>{strike}")
    assert text_of(content) == "Essay 1"
    assert note_of(tbl(tr("a", tc(p(content)))), STRUCK) == ("table 1, row 1", "and diary", 1)


def test_a_strike_that_is_switched_off_strikes_nothing():
    assert text_of(run("Essay", '<w:strike w:val="0"/>')) == "Essay"


def test_struck_out_blanks_are_not_noted():
    assert read(p(run("Essay") + run("  ", "<w:strike/>"))).notes == ()


def test_the_struck_paragraphs_are_counted():
    struck = p(run("one ", "<w:strike/>") + run("two", "<w:strike/>"))
    assert note_of(p("x") + struck + struck, STRUCK) == ("", "one two", 2)


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Goner"><w:name w:val="Goner"/><w:basedOn w:val="Gone"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Out"><w:name w:val="Out"/><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Note"><w:name w:val="Note"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Pool"/></w:style>'
    '<w:style w:type="character" w:styleId="Pool"><w:name w:val="Pool"/><w:basedOn w:val="Loop"/></w:style>'
    '<w:style w:type="character" w:styleId="A&amp;B"><w:name w:val="A&amp;B"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.mark.parametrize("style", ["Gone", "Goner"])
def test_a_character_style_strikes_out(style):
    content = run("Essay") + run(" diary", f'<w:rStyle w:val="{style}"/>')
    assert text_of(content, styles=STYLES) == "Essay"


def test_a_paragraph_style_strikes_out():
    assert cell_of(p("old words", '<w:pStyle w:val="Out"/>'), styles=STYLES).text == ""


def test_two_styles_that_strike_out_cancel_each_other():
    both = p(run("Essay", '<w:rStyle w:val="Gone"/>'), '<w:pStyle w:val="Out"/>')
    assert cell_of(both, styles=STYLES).text == "Essay"


def test_direct_formatting_goes_over_a_style():
    assert cell_of(p(run("Essay", '<w:strike w:val="0"/>'), '<w:pStyle w:val="Out"/>'), styles=STYLES).text == "Essay"


def test_styles_based_on_each_other_end():
    assert text_of(run("Essay", '<w:rStyle w:val="Loop"/>'), styles=STYLES) == "Essay"


def test_a_style_that_is_not_there_says_nothing():
    assert text_of(run("Essay", '<w:rStyle w:val="Lost"/>'), styles=STYLES) == "Essay"


def test_hidden_words_are_not_read():
    assert text_of(run("Essay") + run(" hidden", "<w:vanish/>") + run("!", '<w:vanish w:val="0"/>')) == "Essay!"


def test_words_hidden_by_a_style_are_not_read():
    assert text_of(run("Essay") + run(" hidden", '<w:rStyle w:val="A&amp;B"/>'), styles=STYLES) == "Essay"
    assert cell_of(p("hidden", '<w:pStyle w:val="Note"/>'), styles=STYLES).text == ""


def test_a_hidden_paragraph_mark_runs_into_the_next_paragraph():
    assert cell_of(p(run("Assign"), "<w:rPr><w:vanish/></w:rPr>") + p("ment 1")).text == "Assignment 1"
