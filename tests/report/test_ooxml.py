"""The rules by which the tests judge a Word file: a sound one passes, and each thing that Word refuses is found."""

import io
import zipfile

import pytest

from pipeline.report.package import pack
from pipeline.report.review import Review
from pipeline.report.word import render
from tests.report import sample
from tests.report.ooxml import faults

DOCUMENT = "word/document.xml"
BROKEN = {
    "a bookmark twice": (DOCUMENT, 'w:bookmarkStart w:id="2"', 'w:bookmarkStart w:id="1"', "bookmark 1 is there 2"),
    "a bookmark open": (DOCUMENT, '<w:bookmarkEnd w:id="1"/>', "", "does not end"),
    "a link to nowhere": (DOCUMENT, 'w:anchor="actions"', 'w:anchor="elsewhere"', "leads to elsewhere"),
    "a cell without paragraph": (DOCUMENT, "</w:p></w:tc>", "</w:p><w:tbl></w:tbl></w:tc>", "does not end with a"),
    "a row too short": (DOCUMENT, '<w:gridCol w:w="600"/>', "", "wide in a grid of"),
    "an unknown style": (DOCUMENT, 'w:pStyle w:val="Title"', 'w:pStyle w:val="Grand"', "style Grand is not defined"),
    "another order": (DOCUMENT, '<w:tblLayout w:type="fixed"/>', '<w:tblStyle w:val="TableGrid"/>', "no order"),
    "an end too early": (DOCUMENT, "</w:body>", "", "not well-formed"),
    "a control character": (DOCUMENT, "Summary", "\x0b", "not well-formed"),
    "a part gone": ("word/_rels/document.xml.rels", "footer1.xml", "footer2.xml", "which is not there"),
    "a relationship gone": ("word/_rels/document.xml.rels", "rIdFooter", "rIdOther", "rIdFooter is not there"),
    "a type for nothing": ("[Content_Types].xml", "/word/footer1.xml", "/word/footer2.xml", "and is not there"),
    "no type": ("[Content_Types].xml", 'Extension="xml"', 'Extension="png"', "no content type"),
}


def broken(name: str, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(render(Review(sample.with_gaps())))) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    if name == "[Content_Types].xml" and "Extension" in old:
        parts["word/more.xml"] = b"<more/>"
    assert old.encode() in parts[name]
    return pack(parts | {name: parts[name].replace(old.encode(), new.encode(), 1)})


def test_a_sound_file_has_no_fault() -> None:
    assert faults(render(Review(sample.with_gaps()))) == []


@pytest.mark.parametrize("what", BROKEN)
def test_what_word_refuses_is_found(what: str) -> None:
    name, old, new, said = BROKEN[what]
    assert [fault for fault in faults(broken(name, old, new)) if said in fault], faults(broken(name, old, new))
