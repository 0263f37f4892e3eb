"""What Word files are made of: texts as XML can hold them, names of bookmarks, files without a clock in them."""

import io
import zipfile

import pytest
from lxml import etree

from pipeline.report.docx.markup import Numbers, bookmark_name, line, run
from pipeline.report.docx.tables import Row, head, heads, table, words
from pipeline.report.package import pack
from pipeline.report.shown import short, shown
from tests.report.ooxml import W, text_of

NAMESPACE = f'xmlns:w="{W[1:-1]}"'


def parsed(markup: str) -> etree._Element:
    return etree.fromstring(f"<w:body {NAMESPACE}>{markup}</w:body>")


def test_what_xml_cannot_hold_is_left_out_and_the_rest_stays() -> None:
    text = "a\x00b\x0bc\ud800d\ufffee\u202ef & <g> \U0001f9d1"
    assert text_of(parsed(line(text))) == "abcdef & <g> \U0001f9d1"


def test_line_breaks_are_kept_and_tabs_are_spaces() -> None:
    assert text_of(parsed(line("one\n\ntwo\tthree"))) == "one\n\ntwo three"


@pytest.mark.parametrize(("text", "is_turned"), [("עברית 1", True), ("2 نص", True), ("a עברית", False), ("12", False)])
def test_a_text_runs_from_the_right_where_its_first_letter_does(text: str, is_turned: bool) -> None:
    paragraph = parsed(line(text))[0]
    assert (paragraph.find(f"{W}pPr/{W}bidi") is not None) is is_turned
    assert (paragraph.find(f"{W}r/{W}rPr/{W}rtl") is not None) is is_turned


def test_a_bookmark_has_a_name_that_word_allows() -> None:
    anchors = ["row-8580-500-1.2", "row-8580-500-1-2", "row-8580 500-1.2", "é" * 90, "ü" * 90, "1", "", "a" * 80]
    names = [bookmark_name(anchor) for anchor in anchors]
    assert names[:2] == ["row_8580_500_1__2", "row_8580_500_1_2"]
    assert len(set(names)) == len(names)
    assert all(name[0].isalpha() and len(name) <= 40 and name.isascii() for name in names)


def test_numbers_of_bookmarks_and_controls_are_never_the_same() -> None:
    numbers = Numbers()
    drawn = parsed(f"<w:p>{numbers.bookmark('a', run('b'))}{numbers.blank('[c]')}{numbers.bookmark('d', '')}</w:p>")
    ids = [e.get(f"{W}id") or e.get(f"{W}val") for e in drawn.iter(f"{W}bookmarkStart", f"{W}id")]
    assert len(set(ids)) == 3


def test_the_heads_of_a_table_are_repeated_and_a_spanning_cell_is_as_wide_as_its_columns() -> None:
    drawn = parsed(table("A name", (100, 200, 300), [Row([head("a", span=2), head("b")], is_head=True), heads(*"cde")]))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in drawn.iter(f"{W}tr")] == [True, True]
    assert [cell.get(f"{W}w") for cell in drawn.iter(f"{W}tcW")] == ["300", "300", "100", "200", "300"]


def test_a_cell_without_words_has_its_paragraph() -> None:
    (cell,) = parsed(table("A name", (100,), [Row([words("")])])).iter(f"{W}tc")
    assert cell[-1].tag == f"{W}p"


def test_a_long_text_is_cut_with_a_word_on_what_is_left_out() -> None:
    assert shown("x" * 2_000) == "x" * 1_500 + "… (500 more characters in the document)"
    assert shown("x" * 1_500) == "x" * 1_500


def test_a_label_is_one_line_of_so_many_characters() -> None:
    assert short("a\r\n b\x00", 10) == "a b"
    assert short("a bc def", 5) == "a bc…"


def test_a_package_keeps_its_parts_in_order_and_no_date() -> None:
    packed = pack({"b.xml": b"<b/>", "a.xml": b"<a/>"})
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert [(m.filename, m.date_time) for m in archive.infolist()] == [
            ("b.xml", (1980, 1, 1, 0, 0, 0)),
            ("a.xml", (1980, 1, 1, 0, 0, 0)),
        ]
        assert archive.read("a.xml") == b"<a/>"
    assert packed == pack({"b.xml": b"<b/>", "a.xml": b"<a/>"})
