"""The file around the document: Strict names, macros and templates, parts with odd names."""

import io
import zipfile

import pytest

from pipeline.model.document import Document
from pipeline.readers import dispatch
from tests.readers.test_numbering import NUMBERED, OUTLINE, styled
from tests.readers.written import limits, p, rows_of, run, tbl, tr
from tests.wordml import docx, pack

BODY = tbl(tr("a", "b"))
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def parts_of(packed: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def read(packed: bytes) -> Document:
    return dispatch.read(packed, limits())


def is_whole(document: Document) -> bool:
    return [rows_of(table) for table in document.tables] == [[["a", "b"]]]


@pytest.mark.parametrize(
    ("main_type", "name"),
    [
        (MAIN, "docx"),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "docm"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", "dotx"),
        ("application/vnd.ms-word.template.macroEnabledTemplate.main+xml", "dotm"),
    ],
)
def test_every_kind_of_word_file(main_type, name):
    document = read(docx(BODY, main_type=main_type))
    assert is_whole(document)
    assert (document.format, document.read_by, document.pages) == (name, "docx", None)


def test_a_strict_file():
    parts = parts_of(docx(styled("x", "Outcome") + BODY, numbering=OUTLINE, styles=NUMBERED))
    names = {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            "http://purl.oclc.org/ooxml/officeDocument/relationships"
        ),
    }
    for usual, strict in names.items():
        parts = {name: content.replace(usual, strict) for name, content in parts.items()}
    document = read(pack(parts))
    assert is_whole(document)
    assert document.paragraphs[0].text == "1 x"


def test_the_document_is_found_by_its_relation():
    parts = parts_of(docx(BODY))
    moved = {name.replace("word/document", "deep/er/main7"): content for name, content in parts.items()}
    moved = {name: content.replace("word/document.xml", "deep/er/main7.xml") for name, content in moved.items()}
    assert is_whole(read(pack(moved)))


def test_the_document_is_found_by_its_content_type():
    parts = parts_of(docx(BODY))
    del parts["_rels/.rels"]
    assert is_whole(read(pack(parts)))


def test_the_document_is_found_by_its_usual_name():
    parts = parts_of(docx(BODY))
    del parts["[Content_Types].xml"]
    assert is_whole(read(pack(parts)))


def test_parts_may_be_named_in_another_case_or_with_a_slash():
    parts = parts_of(docx(styled("x", "Outcome") + BODY, numbering=OUTLINE, styles=NUMBERED))
    odd = {name.replace("word/document.xml", "/Word/Document.xml"): content for name, content in parts.items()}
    odd["word\\Styles.xml"] = odd.pop("word/styles.xml")
    document = read(pack(odd))
    assert is_whole(document)
    assert document.paragraphs[0].text == "1 x"


def test_a_relation_from_the_root_of_the_file():
    parts = parts_of(docx(styled("x", "Outcome") + BODY, numbering=OUTLINE, styles=NUMBERED))
    links = parts["word/_rels/document.xml.rels"].replace('Target="', 'Target="/word/')
    assert read(pack(parts | {"word/_rels/document.xml.rels": links})).paragraphs[0].text == "1 x"


def test_styles_with_another_prefix_are_read():
    parts = parts_of(docx(styled("x", "Outcome"), numbering=OUTLINE, styles=NUMBERED))
    other = parts["word/styles.xml"].replace("<w:", "<x:").replace("</w:", "</x:").replace(" w:", " x:")
    parts["word/styles.xml"] = other.replace("xmlns:w=", "xmlns:x=")
    assert read(pack(parts)).paragraphs[0].text == "1 x"


@pytest.mark.parametrize("lost", ["word/styles.xml", "word/numbering.xml"])
def test_a_part_that_is_named_and_not_there_is_done_without(lost):
    parts = parts_of(docx(styled("x", "Outcome"), numbering=OUTLINE, styles=NUMBERED))
    del parts[lost]
    assert read(pack(parts)).paragraphs[0].text == "x"


def test_a_document_in_another_encoding():
    parts = parts_of(docx(p(run("ü", '<w:rFonts w:ascii="Wingdings"/>')) + BODY))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            wide = content.replace("UTF-8", "UTF-16").encode("utf-16")
            archive.writestr(name, wide if name == "word/document.xml" else content)
    document = read(packed.getvalue())
    assert is_whole(document)
    assert document.paragraphs[0].text == "✓"


def test_comments_and_instructions_in_the_xml_are_no_text():
    parts = parts_of(docx(BODY))
    noisy = (
        parts["word/document.xml"].replace("<w:tc>", "<!-- x --><?mso y?><w:tc>").replace("<w:p ", "<!-- z --><w:p ")
    )
    assert is_whole(read(pack(parts | {"word/document.xml": noisy})))


def test_a_document_written_with_indents_reads_the_same():
    parts = parts_of(docx(tbl(tr("a", "b"))))
    airy = parts["word/document.xml"].replace("><", ">\n  <")
    assert is_whole(read(pack(parts | {"word/document.xml": airy})))
