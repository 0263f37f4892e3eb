"""Bytes to the kind of file that they are: by their content, never by a name."""

import re
from enum import StrEnum

from pipeline.readers.archive import Archive


class Kind(StrEnum):
    """The kinds that are told apart; the value is what a person calls it."""

    WORD = "Word document"
    OLD_WORD = "Word document in the old .doc format"
    WORD_XML = "Word document saved as a single XML file"
    PDF = "PDF"
    RTF = "rich text (RTF) file"
    OPEN_DOCUMENT = "OpenDocument text"
    PAGES = "Apple Pages document"
    SPREADSHEET = "spreadsheet"
    PRESENTATION = "presentation"
    IMAGE = "picture"
    WEB_PAGE = "web page"
    EMAIL = "e-mail message"
    ARCHIVE = "archive of several files"
    TEXT = "plain text file"
    ZIP = "zip file"
    ENCRYPTED = "file with a password"
    COMPOUND = "compound Office file"
    UNKNOWN = "file of a kind that we do not know"


_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_STARTS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.COMPOUND),
    (b"{\\rtf", Kind.RTF),
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"BM", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"7z\xbc\xaf", Kind.ARCHIVE),
    (b"Rar!", Kind.ARCHIVE),
)
_PATTERNS = (
    (re.compile(rb"[\x00-\xff]{0,1024}?%PDF-"), Kind.PDF),
    (re.compile(rb"RIFF[\x00-\xff]{4}WEBP|[\x00-\xff]{4}ftyp(?:heic|heix|mif1|avif)"), Kind.IMAGE),
    (re.compile(rb"<\?xml[\x00-\xff]{0,2048}?<(?:pkg:package|w:wordDocument)\b"), Kind.WORD_XML),
    (re.compile(rb"(?:MIME-Version|Received|From|Subject|Return-Path|Message-ID):", re.IGNORECASE), Kind.EMAIL),
    (re.compile(rb"[\x00-\xff]{0,1024}?<(?:!doctype\s+html|html)\b", re.IGNORECASE), Kind.WEB_PAGE),
)
_STREAMS = (
    ("EncryptedPackage", Kind.ENCRYPTED),  # [MS-OFFCRYPTO] 2.3.4.4; may lie beside a document that says so
    ("WordDocument", Kind.OLD_WORD),
    ("Workbook", Kind.SPREADSHEET),
    ("PowerPoint Document", Kind.PRESENTATION),
    ("__substg1.0_", Kind.EMAIL),
)
_MEMBERS = (
    ("xl/", Kind.SPREADSHEET),
    ("ppt/", Kind.PRESENTATION),
    ("index/document.iwa", Kind.PAGES),
    ("index.apxl", Kind.PRESENTATION),
    ("mimetype", Kind.OPEN_DOCUMENT),
)
_SAMPLE_BYTES = 4096


def kind_of(packed: bytes) -> Kind:
    """The kind of file in these bytes; for a zip `Kind.ZIP`, of which `kind_of_archive` says more."""
    if packed.startswith(_ZIP_STARTS):
        return Kind.ZIP
    for start, kind in _STARTS:
        if packed.startswith(start):
            return _kind_of_compound(packed) if kind is Kind.COMPOUND else kind
    head = packed[:_SAMPLE_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    found = (kind for pattern, kind in _PATTERNS if pattern.match(head))
    return next(found, Kind.TEXT if _is_text(packed[:_SAMPLE_BYTES]) else Kind.UNKNOWN)


def kind_of_archive(archive: Archive) -> Kind:
    """What a zip without a Word document in it is, by the names of its parts."""
    names = archive.names
    found = (kind for start, kind in _MEMBERS if any(name.startswith(start) for name in names))
    return next(found, Kind.ARCHIVE)


def _kind_of_compound(packed: bytes) -> Kind:
    found = (kind for stream, kind in _STREAMS if stream.encode("utf-16-le") in packed)
    return next(found, Kind.COMPOUND)


def _is_text(sample: bytes) -> bool:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 0x20 and byte not in b"\t\n\x0b\x0c\r\x1b" for byte in sample)
