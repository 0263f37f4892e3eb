"""What cannot be read: each with its code and a sentence that says what to do."""

import gzip
import io
import struct
import zipfile

import msgspec
import pytest

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.readers import dispatch
from pipeline.readers.archive import Archive
from tests.compound import compound_file
from tests.readers.test_packages import parts_of
from tests.readers.written import limits, p, tbl, tr
from tests.wordml import NAMESPACES, docx, pack, root

WORD = docx(tbl(tr("a", "b")))


def refusal(packed: bytes) -> SubmissionError:
    with pytest.raises(SubmissionError) as caught:
        dispatch.read(packed, limits())
    return caught.value


def open_document(kind: str) -> bytes:
    return pack({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x/>"})


def with_document(content: str | bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, usual in parts_of(WORD).items():
            archive.writestr(name, content if name == "word/document.xml" else usual)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("packed", "words"),
    [
        (b"\x9b\xa5\x21\x00" + bytes(60), "a Word document from before 1991"),
        (compound_file("Workbook"), "a spreadsheet"),
        (compound_file("Workbook", embedded="WordDocument"), "a spreadsheet"),
        (compound_file("PowerPoint Document"), "a presentation"),
        (compound_file("__properties_version1.0"), "an e-mail"),
        (compound_file("other"), "a compound Office file"),
        (open_document("spreadsheet"), "a spreadsheet"),
        (open_document("presentation"), "a presentation"),
        (open_document("graphics"), "a drawing"),
        (pack({"mimetype": "application/epub+zip", "content.opf": "<x/>"}), "an e-book"),
        (b"\xffWPC\x10\x00", "a WordPerfect"),
        (pack({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), "a spreadsheet"),
        (pack({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<x/>"}), "a presentation"),
        (pack({"Index/Document.iwa": "x"}), "an Apple Pages"),
        (pack({"mapping.docx": "x", "letter.docx": "y"}), "take the Word document out"),
        (gzip.compress(b"x", mtime=0), "an archive"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), "a picture in a telephone's own format"),
        (b"\xef\xbb\xbf <!DOCTYPE html><html>", "a web page"),
        (b"From: a@b\r\nSubject: mapping\r\n", "an e-mail"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\nFrom: a@b\r\n", "an e-mail"),
        (b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x', "a web page"),
        (b'<?xml version="1.0"?><pkg:package xmlns:pkg="x"/>', "a Word document saved as a single XML"),
        (b'<?xml version="1.0"?>\n<w:wordDocument xmlns:w="x"/>', "a Word 2003 document"),
        ("Dear reader, our mapping – at last.".encode(), "a plain text"),
        ("Dear reader".encode("utf-16"), "a plain text"),
        (bytes(range(1, 256)), "do not know"),
    ],
)
def test_other_kinds_are_named_with_what_to_send_instead(packed, words):
    error = refusal(packed)
    assert error.code == ErrorCode.UNSUPPORTED_FORMAT
    assert words in error.advice
    assert "Word" in error.advice


@pytest.mark.parametrize("packed", [b"", b"\r\n \t\n", bytes(4096)])
def test_a_file_with_nothing_in_it_is_empty(packed):
    assert refusal(packed).code == ErrorCode.EMPTY


@pytest.mark.parametrize("body", ["", p(), p("   "), "<w:p><w:r><w:br w:type='page'/></w:r></w:p>"])
def test_a_document_without_words_is_empty(body):
    assert refusal(docx(body)).code == ErrorCode.EMPTY


def test_a_blank_form_is_not_empty():
    assert len(dispatch.read(docx(tbl(tr("", ""))), limits()).tables) == 1


@pytest.mark.parametrize("streams", [("EncryptedPackage",), ("WordDocument", "EncryptedPackage")])
def test_a_file_with_a_password(streams):
    error = refusal(compound_file(*streams))
    assert error.code == ErrorCode.ENCRYPTED
    assert "send it without one" in error.advice


def test_a_zip_with_a_password():
    locked = bytearray(WORD)
    at = locked.find(b"PK\x01\x02")
    while at >= 0:
        locked[at + 8] |= 1
        at = locked.find(b"PK\x01\x02", at + 1)
    assert refusal(bytes(locked)).code == ErrorCode.ENCRYPTED


@pytest.mark.parametrize("end", [30, 200, len(WORD) // 2, len(WORD) - 30, len(WORD) - 1])
def test_a_file_that_was_cut_off(end):
    assert refusal(WORD[:end]).code == ErrorCode.CORRUPT


@pytest.mark.parametrize(
    "document",
    [
        "",
        "<w:document",
        f"<w:document {NAMESPACES}><w:body></w:document>",
        f"<w:document {NAMESPACES}><w:body>\x01</w:body></w:document>",
        "<other/>",
        root("hdr", "<w:p/>"),
        b"\xff\xfe\xfa",
    ],
)
def test_broken_xml(document):
    assert refusal(with_document(document)).code == ErrorCode.CORRUPT


def test_damaged_data_inside():
    broken = bytearray(WORD)
    start = WORD.find(b"word/document.xml") + 40
    broken[start : start + 50] = bytes(50)
    assert refusal(bytes(broken)).code == ErrorCode.CORRUPT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declared",
    ['<!ENTITY x "y">', '<!ENTITY x SYSTEM "file:///etc/hostname">', '<!ENTITY a "&b;&b;"><!ENTITY b "&c;&c;">', ""],
)
def test_a_document_type_is_refused_whatever_it_declares(declared, encoding):
    document = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w:document [{declared}]>'
    document += f"<w:document {NAMESPACES}><w:body>{p('essay')}</w:body></w:document>"
    assert refusal(with_document(document.encode(encoding))).code == ErrorCode.CORRUPT


def too_large(packed: bytes) -> bool:
    error = refusal(packed)
    return error.code == ErrorCode.TOO_LARGE and "new Word document" in error.advice


def test_a_part_that_unpacks_to_far_more_than_it_is():
    assert too_large(with_document(bytes(20 * 2**20)))


def test_a_part_whose_directory_lies_about_its_size():
    honest = with_document(" " * (40 * 2**20))
    at = honest.find(b"PK\x01\x02")
    lying = bytearray(honest)
    while at >= 0:
        if honest[at + 46 :].startswith(b"word/document.xml"):
            lying[at + 24 : at + 28] = struct.pack("<I", 5000)
        at = honest.find(b"PK\x01\x02", at + 1)
    assert refusal(bytes(lying)).code in (ErrorCode.TOO_LARGE, ErrorCode.CORRUPT)


def test_parts_that_are_too_much_together():
    sizes = {"part_bytes": 9_000, "unpacked_bytes": 10_000}
    archive = Archive(pack({"a": bytes(8_000), "b": bytes(8_000)}), msgspec.structs.replace(limits(), **sizes))
    assert len(archive.read("a")) == 8_000
    with pytest.raises(SubmissionError) as caught:
        archive.read("b")
    assert caught.value.code == ErrorCode.TOO_LARGE


def test_a_directory_without_end():
    assert too_large(WORD + b"PK\x01\x02" * 20 * limits().entries)


def test_too_many_parts():
    assert too_large(pack(parts_of(WORD) | {f"word/media/{at}.bin": "" for at in range(limits().entries)}))


def test_tables_nested_without_end():
    assert too_large(docx("<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000))
    assert too_large(docx("<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:customXml>", "</w:customXml>"),
        ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"),
    ],
)
def test_other_things_nested_deep_are_read_or_refused(start, end):
    depth = 240 // start.count("<")
    assert len(dispatch.read(docx(start * depth + p("essay") + end * depth), limits()).paragraphs) == 1
    assert too_large(docx(start * 400 + p("essay") + end * 400))


def test_a_text_without_end():
    assert too_large(with_document(root("document", f"<w:body>{p('word ' * 3_000_000)}</w:body>"), zipfile.ZIP_STORED))


@pytest.mark.parametrize(
    "body",
    [
        lambda most: tbl(*["<w:tr/>"] * (most.rows + 1)),
        lambda most: tbl(tr(*["<w:tc></w:tc>"] * (most.columns + 1))),
        lambda most: "<w:p/>" * most.marks,
        lambda most: p("word " * 20) * (most.characters // 90),
    ],
    ids=["rows", "columns", "marks", "characters"],
)
def test_what_is_past_the_limits(body):
    refused = refusal(with_document(root("document", f"<w:body>{body(limits())}</w:body>"), zipfile.ZIP_STORED))
    assert refused.code == ErrorCode.TOO_LARGE
    assert "new Word document" in refused.advice
