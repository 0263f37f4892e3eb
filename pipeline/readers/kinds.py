"""Bytes to the kind of file that they are: by their content, never by a name."""

import io
import re
import struct
from enum import StrEnum

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.readers.archive import DAMAGED, Archive


class Kind(StrEnum):
    """The kinds that are told apart; the value is what a person calls it."""

    WORD = "Word document"
    OLD_WORD = "Word document in the old .doc format"
    WORD_95 = "Word 95 document"
    WORD_6 = "Word 6 document"
    WORD_2 = "Word 2 document"
    OLDEST_WORD = "Word document from before 1991"
    WORD_XML = "Word 2003 document saved as a single XML file"
    FLAT_WORD = "Word document saved as a single XML file"
    PDF = "PDF"
    RTF = "rich text (RTF) file"
    OPEN_DOCUMENT = "OpenDocument text"
    FLAT_OPEN_DOCUMENT = "OpenDocument text in a single XML file"
    PAGES = "Apple Pages document"
    WORDPERFECT = "WordPerfect document"
    SPREADSHEET = "spreadsheet"
    PRESENTATION = "presentation"
    DRAWING = "drawing"
    E_BOOK = "e-book"
    IMAGE = "picture"
    PHONE_PICTURE = "picture in a telephone's own format (HEIC)"
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
    (b"\xdb\xa5", Kind.WORD_2),
    (b"\x9b\xa5", Kind.OLDEST_WORD),
    (b"\x31\xbe\x00\x00", Kind.OLDEST_WORD),  # of DOS
    (b"\xfe\x37\x00", Kind.OLDEST_WORD),  # of the Macintosh
    (b"\xffWPC", Kind.WORDPERFECT),
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
_ANYCASE = re.IGNORECASE | re.MULTILINE
_PATTERNS = (
    (re.compile(rb"[\x00-\xff]{0,1024}?%PDF-"), Kind.PDF),
    (re.compile(rb"RIFF[\x00-\xff]{4}WEBP"), Kind.IMAGE),
    (re.compile(rb"[\x00-\xff]{4}ftyp(?:heic|heix|mif1|avif)"), Kind.PHONE_PICTURE),
    (re.compile(rb"\s*\{\\rtf"), Kind.RTF),
    (re.compile(rb"<\?xml[\x00-\xff]{0,2048}?<pkg:package\b"), Kind.FLAT_WORD),
    (re.compile(rb"<\?xml[\x00-\xff]{0,2048}?<w:wordDocument\b"), Kind.WORD_XML),
    (
        re.compile(
            rb"<\?xml[\x00-\xff]{0,2048}?<office:document\b[^>]*"
            rb"\boffice:mimetype=[\"']application/vnd\.oasis\.opendocument\.text[\"']"
        ),
        Kind.FLAT_OPEN_DOCUMENT,
    ),
    # Word's "single file web page" begins like a message that nobody sent.
    (
        re.compile(rb"(?![\x00-\xff]{0,4096}?^(?:From|Received):)MIME-Version:[^<]{0,400}multipart/related", _ANYCASE),
        Kind.WEB_PAGE,
    ),
    (re.compile(rb"(?:MIME-Version|Received|From|Subject|Return-Path|Message-ID):", re.IGNORECASE), Kind.EMAIL),
    (re.compile(rb"[\x00-\xff]{0,1024}?<(?:!doctype\s+html|html)\b", re.IGNORECASE), Kind.WEB_PAGE),
)
# What the first sign found in an OLE2 file says of it; [MS-OFFCRYPTO] 2.3.4.4 for the first.
_STREAMS = (
    ("EncryptedPackage", Kind.ENCRYPTED),
    ("WordDocument", Kind.OLD_WORD),
    ("Workbook", Kind.SPREADSHEET),
    ("Book", Kind.SPREADSHEET),
    ("PowerPoint Document", Kind.PRESENTATION),
    ("__properties_version1.0", Kind.EMAIL),
)
_MEMBERS = (
    ("xl/", Kind.SPREADSHEET),
    ("ppt/", Kind.PRESENTATION),
    ("visio/", Kind.DRAWING),
    ("index/document.iwa", Kind.PAGES),
    ("index.apxl", Kind.PRESENTATION),
    ("meta-inf/manifest.xml", Kind.OPEN_DOCUMENT),
)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_MIMETYPES = {
    f"{_OPEN_DOCUMENT}text": Kind.OPEN_DOCUMENT,
    f"{_OPEN_DOCUMENT}text-template": Kind.OPEN_DOCUMENT,
    f"{_OPEN_DOCUMENT}spreadsheet": Kind.SPREADSHEET,
    f"{_OPEN_DOCUMENT}presentation": Kind.PRESENTATION,
    f"{_OPEN_DOCUMENT}graphics": Kind.DRAWING,
    "application/epub+zip": Kind.E_BOOK,
}
_SAMPLE_BYTES = 8192  # LibreOffice writes three kilobytes of namespaces before it says what the file is

# [MS-DOC] 2.5.1 and 2.5.2, FibBase: the sign of Word 97 and later, the version, and the bit that says "encrypted".
_WORD_97 = 0xA5EC
_WORD_6_VERSIONS = range(103)
_IS_ENCRYPTED = 0x0100
_FIB = struct.Struct("<HH6xH")
# What olefile lets through from a damaged directory, beside its own error.
_LET_THROUGH = (ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError, struct.error)


def kind_of(packed: bytes) -> Kind:
    """The kind of file in these bytes; for a zip `Kind.ZIP`, of which `kind_of_archive` says more.

    Raises: SubmissionError, where an Office file's directory is damaged.
    """
    if packed.startswith(_ZIP_STARTS):
        return Kind.ZIP
    for start, kind in _STARTS:
        if packed.startswith(start):
            return _REFINED[kind](packed) if kind in _REFINED else kind
    head = packed[:_SAMPLE_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    found = (kind for pattern, kind in _PATTERNS if pattern.match(head))
    return next(found, Kind.TEXT if _is_text(packed[:_SAMPLE_BYTES]) else Kind.UNKNOWN)


def kind_of_archive(archive: Archive) -> Kind:
    """What a zip without a Word document in it is, by what it says of itself, else by the names of its parts.

    Raises: SubmissionError; what zipfile and zlib raise for damaged data.
    """
    names = archive.names
    found = (kind for start, kind in _MEMBERS if any(name.startswith(start) for name in names))
    usual = next(found, Kind.ARCHIVE)
    said = archive.read("mimetype").decode("latin-1").strip() if "mimetype" in archive else ""
    return _MIMETYPES.get(said, usual)


def _kind_of_compound(packed: bytes) -> Kind:
    """What an OLE2 file is, by the streams at its root: what is embedded in it has streams of the same names below."""
    from olefile import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(packed)) as streams:
            kind = next((kind for name, kind in _STREAMS if streams.exists(name)), Kind.COMPOUND)
            return _kind_of_word(streams.openstream("WordDocument").read(_FIB.size)) if kind is Kind.OLD_WORD else kind
    except (olefile.OleFileError, *_LET_THROUGH) as fault:
        raise SubmissionError(ErrorCode.CORRUPT, DAMAGED) from fault


def _kind_of_word(head: bytes) -> Kind:
    """Which Word wrote a document that begins so."""
    sign, version, bits = _FIB.unpack(head.ljust(_FIB.size, b"\0")[: _FIB.size])
    if bits & _IS_ENCRYPTED:
        return Kind.ENCRYPTED
    if sign == _WORD_97 or not sign:
        return Kind.OLD_WORD
    return Kind.WORD_6 if version in _WORD_6_VERSIONS else Kind.WORD_95


def _kind_of_word_2(packed: bytes) -> Kind:
    return Kind.ENCRYPTED if _kind_of_word(packed) is Kind.ENCRYPTED else Kind.WORD_2


_REFINED = {Kind.COMPOUND: _kind_of_compound, Kind.WORD_2: _kind_of_word_2}


def _is_text(sample: bytes) -> bool:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 0x20 and byte not in b"\t\n\x0b\x0c\r\x1b" for byte in sample)
