"""Bytes to Document: the format is told by the content, never by the name, and what cannot be read is refused."""

from collections.abc import Callable

from msgspec.structs import replace

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.model.document import Document
from pipeline.policy.limits import Limits
from pipeline.readers import kinds
from pipeline.readers.archive import DAMAGED, ENCRYPTED, TOO_LARGE, Archive
from pipeline.readers.kinds import Kind

Reader = Callable[[bytes, Limits], Document]

_EMPTY = "The file is empty. Please check that it was saved, and send it again."
_AS_WORD = "Please send the mapping as a Word document (.docx)."
_ADVICE = {
    Kind.OLDEST_WORD: "Please open it in Word, choose Save As, Word Document (.docx), and send that.",
    Kind.WORD_XML: "Please open it in Word, choose Save As, Word Document (.docx), and send that.",
    Kind.FLAT_WORD: "Please open it in Word, choose Save As, Word Document (.docx), and send that.",
    Kind.WEB_PAGE: "Please open it in Word, choose Save As, Word Document (.docx), and send that.",
    Kind.PAGES: "Please choose File, Export To, Word in Pages, and send the .docx file.",
    Kind.ARCHIVE: "Please take the Word document out of it and send that by itself.",
    Kind.PHONE_PICTURE: "Please send it as a PDF or a JPEG picture or, better, send the Word document (.docx).",
    Kind.EMAIL: "Please send the Word document that was attached to it by itself.",
}
_RESOURCE_LIMIT = 114  # libxml2's XML_ERR_RESOURCE_LIMIT: nesting deeper than 256, or a text over 10 MB


def read(packed: bytes, limits: Limits) -> Document:
    """The document in a file's bytes. Raises: SubmissionError, where it cannot be read."""
    try:
        return _read(packed, limits)
    except _faults() as fault:
        raise _refusal(fault) from fault


def _read(packed: bytes, limits: Limits) -> Document:
    if packed.isspace() or not any(packed):
        raise SubmissionError(ErrorCode.EMPTY, _EMPTY)
    kind = kinds.kind_of(packed)
    if kind is Kind.ENCRYPTED:
        raise SubmissionError(ErrorCode.ENCRYPTED, ENCRYPTED)
    if kind not in _READERS:
        raise _unsupported(kind)
    return _READERS[kind](packed, limits)


# One reader a kind, each imported when the first file of its kind comes: a Word file pays for no PDF library, a file
# that is refused for no XML parser.


def _zip(packed: bytes, limits: Limits) -> Document:
    from pipeline.readers import word

    archive = Archive(packed, limits)
    package = word.open_package(archive, limits)
    if package is not None:
        return word.read(package, limits)
    kind = kinds.kind_of_archive(archive)
    if kind is Kind.OPEN_DOCUMENT:
        return _old(kind)(packed, limits)
    raise _unsupported(kind)


def _pdf(packed: bytes, limits: Limits) -> Document:
    from pipeline.readers import pdf

    return pdf.read(packed, limits)


def _image(packed: bytes, limits: Limits) -> Document:
    from pipeline.readers import ocr

    return ocr.read(packed, limits)


def _old(kind: Kind) -> Reader:
    """The reader of an old format, by way of a Word file."""

    def read_converted(packed: bytes, limits: Limits) -> Document:
        from pipeline.readers import convert

        document = _zip(convert.to_word(packed, kind, limits), limits)
        return replace(document, format=convert.SOURCES[kind].format, read_by="libreoffice")

    return read_converted


_READERS: dict[Kind, Reader] = {
    Kind.ZIP: _zip,
    Kind.PDF: _pdf,
    Kind.IMAGE: _image,
    **{kind: _old(kind) for kind in (Kind.OLD_WORD, Kind.WORD_95, Kind.WORD_6, Kind.WORD_2)},
    **{kind: _old(kind) for kind in (Kind.RTF, Kind.FLAT_OPEN_DOCUMENT)},
}


def _unsupported(kind: Kind) -> SubmissionError:
    article = "an" if kind[0] in "AEIOaeio" else "a"
    return SubmissionError(ErrorCode.UNSUPPORTED_FORMAT, f"This is {article} {kind}. {_ADVICE.get(kind, _AS_WORD)}")


def _faults() -> tuple[type[Exception], ...]:
    """What damaged bytes make the libraries and the walk raise."""
    import struct
    import zipfile
    import zlib

    return (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        SyntaxError,  # lxml.etree.XMLSyntaxError is one
        EOFError,
        KeyError,
        IndexError,
        ValueError,
        OverflowError,
        NotImplementedError,
        RecursionError,
    )


def _refusal(fault: Exception) -> SubmissionError:
    is_large = isinstance(fault, RecursionError) or getattr(fault, "code", None) == _RESOURCE_LIMIT
    if is_large:
        return SubmissionError(ErrorCode.TOO_LARGE, TOO_LARGE)
    return SubmissionError(ErrorCode.CORRUPT, DAMAGED)
