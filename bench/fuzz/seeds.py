"""The valid files that are spoilt: Word files and PDFs, and the heads of what is read by other programs."""

from dataclasses import dataclass
from pathlib import Path

from bench.fuzz import spoil_bytes, spoil_pdf, spoil_xml, spoil_zip
from bench.fuzz.spoil_bytes import Spoil
from tests.compound import compound_file
from tests.corpus.generate import generate
from tests.readers.test_any_bytes import EVERYTHING
from tests.wordml import pack

_INPUTS = Path(__file__).parent.parent.parent / "inputs"
_STRUCTURED = 9  # of the generated submissions: one with changes, controls, boxes and merged cells in many places
_PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000100000001008020000009091683600000000")
_TIFF = b"II*\x00\x08\x00\x00\x00\x02\x00\x00\x01\x03\x00\x01\x00\x00\x00\x10\x00\x00\x00" + bytes(20)
_JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xdb\x00\x43\x00" + bytes(40)
_ODT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>", "META-INF/manifest.xml": "<m/>"}


Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Seed:
    """A valid file, how to spoil it, and how often it is taken beside the others."""

    name: str
    packed: bytes
    spoils: tuple[Spoil, ...]
    weight: int


def seeds() -> tuple[Seed, ...]:
    word = (*spoil_bytes.SPOILS, *spoil_zip.SPOILS, *spoil_xml.SPOILS * 24)
    pdf = (*spoil_bytes.SPOILS, *spoil_pdf.SPOILS * 2)
    documents = {"everything.docx": EVERYTHING, "structured.docx": generate(_STRUCTURED).docx}
    documents |= {path.name: path.read_bytes() for path in sorted(_INPUTS.glob("*.docx"))}
    heads = {
        "head.rtf": b"{\\rtf1\\ansi{\\fonttbl\\f0 Arial;}\\trowd\\cellx4000 1.1 Define\\cell\\row}",
        "head.odt": pack(_ODT),
        "head.doc": compound_file("WordDocument", content=b"\xec\xa5\xc1\x00"),
        "head.png": _PNG,
        "head.tif": _TIFF,
        "head.jpg": _JPEG,
    }
    return (
        *(Seed(name, packed, word, 6 if name == "everything.docx" else 3) for name, packed in documents.items()),
        Seed("form.pdf", pdf_form(), pdf, 12),
        *(Seed(name, packed, spoil_bytes.SPOILS, 1) for name, packed in heads.items()),
    )


def pdf_form() -> bytes:
    """A PDF of two pages, each with a ruled table of a unit, all of it plain text: every part can be spoilt."""
    coaching = (
        ("Unit 8580-500 Understanding the skills of coaching", "", "", ""),
        ("No", "Assessment criteria", "Learning strategies", "Assessment evidence"),
        ("1.1", "Define what coaching and mentoring is", "Workshop 1", "Assignment 1"),
        ("1.2", "Explain the role of a coach", "Workshop 2", "Essay"),
    )
    undertaking = (
        ("Unit 8580-501 Undertaking coaching", "", "", ""),
        ("No", "Assessment criteria", "Learning strategies", "Assessment evidence"),
        ("2.1", "Complete a minimum of twelve hours", "Practice (week 3)", "Log of 12 hours"),
    )
    pages = b"<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    fonts = b"/Resources << /Font << /F1 7 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R " + fonts + b" >>"
    first, second = _stream(coaching), _stream(undertaking)
    return _file([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page % 4, first, page % 6, second, font])


def _stream(rows: Rows) -> bytes:
    content = _content(rows)
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _content(rows: Rows) -> bytes:
    lefts, drawn = (50, 90, 300, 430, 560), []
    for at, row in enumerate(rows):
        top = 780 - 40 * at
        drawn.append(b"50 %d m 560 %d l S" % (top, top))
        for left, text in zip(lefts, row, strict=False):
            escaped = text.replace("(", "\\(").replace(")", "\\)").encode()
            drawn.append(b"BT /F1 9 Tf 1 0 0 1 %d %d Tm (%s) Tj ET" % (left + 3, top - 20, escaped))
    bottom = 780 - 40 * len(rows)
    drawn.append(b"50 %d m 560 %d l S" % (bottom, bottom))
    drawn += [b"%d 780 m %d %d l S" % (left, left, bottom) for left in lefts]
    return b"\n".join(drawn)


def _file(objects: list[bytes]) -> bytes:
    packed, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(packed))
        packed += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(packed))
    return packed + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
