"""Text boxes, read once where they are anchored; pictures, reported where they may hold words."""

import pytest

from pipeline.model.document import NoteKind
from tests.readers.written import cell_of, p, read, rows_of, run, tbl, tc, tr

EMU = 360_000


def shape(content: str) -> str:
    return (
        '<w:drawing><wp:anchor behindDoc="0"><wp:extent cx="5000000" cy="3000000"/><wp:docPr id="1" name="Text Box 1"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )


def vml(content: str) -> str:
    return (
        '<w:pict><v:shape style="position:absolute;width:200pt;height:90pt"><v:textbox>'
        f"<w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )


def both(content: str) -> str:
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{shape(content)}</mc:Choice>'
        f"<mc:Fallback>{vml(content)}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def picture(width_cm: float, height_cm: float, *, about: str = 'descr="Mapping table"', more: str = "") -> str:
    return (
        f'<w:r><w:drawing><wp:inline {more}><wp:extent cx="{int(width_cm * EMU)}" cy="{int(height_cm * EMU)}"/>'
        f'<wp:docPr id="2" name="Picture 2" {about}/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def old_picture(width: str, height: str) -> str:
    return (
        f'<w:r><w:pict><v:shape id="x" style="width:{width};height:{height};z-index:1" alt="Mapping table">'
        '<v:imagedata r:id="rId9" o:title=""/></v:shape></w:pict></w:r>'
    )


def unreadable(body: str) -> list[tuple[str, str]]:
    notes = read(body).notes
    return [(note.location.label, note.quote) for note in notes if note.kind is NoteKind.TEXT_UNREADABLE]


def test_a_text_box_in_a_cell_is_read_once():
    assert cell_of(p(run("Essay") + both(p("in a box") + p("two lines")))).text == "Essay\nin a box\ntwo lines"


def test_the_fallback_is_read_where_there_is_nothing_else():
    only = f"<w:r><mc:AlternateContent><mc:Fallback>{vml(p('in a box'))}</mc:Fallback></mc:AlternateContent></w:r>"
    assert cell_of(p(only)).text == "in a box"


def test_a_text_box_of_an_old_word():
    assert cell_of(p(f"<w:r>{vml(p('in a box'))}</w:r>")).text == "in a box"


def test_a_text_box_in_the_body_becomes_blocks_at_its_place():
    document = read(p(run("before") + both(p("in a box") + tbl(tr("a", "b")))) + tbl(tr("c")))
    assert [line.text for line in document.paragraphs] == ["before", "in a box"]
    assert [(table.location.table, rows_of(table)) for table in document.tables] == [(1, [["a", "b"]]), (2, [["c"]])]


def test_a_table_in_a_text_box_in_a_cell_is_nested():
    cell = cell_of(p(both(tbl(tr("x", "y")))))
    assert cell.text == "x y"
    assert rows_of(cell.tables[0]) == [["x", "y"]]


def test_a_box_in_a_box():
    assert cell_of(p(both(p(run("outer") + both(p("inner")))))).text == "outer\ninner"


def test_a_hidden_text_box_is_not_read():
    assert cell_of(p(both(p("in a box")).replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>", 1))).text == ""


def test_alternatives_round_blocks():
    choice, fallback = f'<mc:Choice Requires="wps">{p("one")}</mc:Choice>', f"<mc:Fallback>{p('two')}</mc:Fallback>"
    assert cell_of(f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>").text == "one"


@pytest.mark.parametrize("drawn", [picture(12, 8), old_picture("12cm", "226.8pt"), old_picture("5in", "80mm")])
def test_a_large_picture_may_be_a_picture_of_a_table(drawn):
    assert unreadable(p("x") + p(drawn)) == [("", "Mapping table")]


@pytest.mark.parametrize(
    "drawn",
    [
        picture(4, 2),
        picture(15, 1.5),
        old_picture("3cm", "2cm"),
        old_picture("wide", "high"),
        picture(12, 8, about='descr="Company logo"'),
    ],
)
def test_a_logo_or_a_banner_is_not_reported(drawn):
    assert unreadable(p("x") + p(drawn)) == []


def test_a_picture_marked_as_decoration_is_not_reported():
    name = 'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'
    mark = f'<a:extLst><a:ext uri="{{C183D7F6}}"><adec:decorative {name} val="1"/></a:ext></a:extLst>'
    drawn = picture(12, 8).replace('descr="Mapping table"/>', f'descr="Mapping table">{mark}</wp:docPr>')
    assert unreadable(p("x") + p(drawn)) == []


def test_a_picture_alone_in_a_cell_stands_for_words():
    assert unreadable(tbl(tr("a", tc(p(picture(4, 3)))))) == [("table 1, row 1", "Mapping table")]


def test_a_picture_beside_words_in_a_cell_does_not():
    assert unreadable(tbl(tr("a", tc(p(run("Essay") + picture(4, 3)))))) == []


def test_a_hidden_picture_is_not_reported():
    assert unreadable(p("x") + p(picture(12, 8).replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"))) == []


def test_the_width_is_held_against_the_pages():
    wide = '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/><w:pgMar w:left="720" w:right="720"/></w:sectPr>'
    assert unreadable(p("x") + p(picture(10, 8))) == [("", "Mapping table")]
    assert unreadable(p("x") + p(picture(10, 8)) + wide) == []


def test_a_document_inside_the_document_is_reported():
    assert unreadable(p("x") + '<w:altChunk r:id="rId9"/>') == [("", "")]


def test_a_document_that_is_one_picture_is_read_and_the_picture_reported():
    assert unreadable(p(picture(15, 20))) == [("", "Mapping table")]
