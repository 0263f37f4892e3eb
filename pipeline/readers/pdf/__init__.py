"""The PDF reader: pdfium's text and paths under pdfplumber's geometry; what has no text is recognised."""

from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec.structs import replace

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.model.document import Document, Location, Note, NoteKind
from pipeline.policy.limits import Limits
from pipeline.readers.archive import ENCRYPTED
from pipeline.readers.paged import assemble
from pipeline.readers.paged.page import Page
from pipeline.readers.pdf.pages import Pages, Read
from pipeline.readers.pdf.pictures import picture

_EMPTY = "The PDF has no pages in it. Please check that the right file was saved, and send it again."
_TOO_LONG = "The PDF has {pages} pages, more than {limit}. Please send the pages with the mapping alone."
_DAMAGED = (
    "The PDF is damaged and cannot be opened. Please save or print the document as a PDF again, "
    "or send the Word document that it was made from."
)
_PASSWORD = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
_PICTURE = "a picture on the page"


def read(packed: bytes, limits: Limits) -> Document:
    """The document in a PDF's bytes. Raises: SubmissionError, where it cannot be read."""
    try:
        pdf = pdfium.PdfDocument(packed)
        try:
            return _read(pdf, packed, limits)
        finally:
            pdf.close()
    except pdfium.PdfiumError as error:
        raise _refusal(error) from error


def _read(pdf: pdfium.PdfDocument, packed: bytes, limits: Limits) -> Document:
    count = len(pdf)
    if count == 0:
        raise SubmissionError(ErrorCode.EMPTY, _EMPTY)
    if count > limits.pages.pages:
        raise SubmissionError(ErrorCode.TOO_LARGE, _TOO_LONG.format(pages=count, limit=limits.pages.pages))
    if pdf.get_formtype() != pdfium_c.FORMTYPE_NONE:
        pdf.init_forms()
    opened = Pages(pdf, packed, limits)
    read: list[Read] = []
    for number in range(1, count + 1):
        read.append(opened.read(number, read[-1].page if read else None))
    document = assemble.document(_recognised(pdf, read, limits), "pdf", "pdf", limits)
    return replace(document, notes=(*document.notes, *_notes(read, limits)))


def _recognised(pdf: pdfium.PdfDocument, read: Sequence[Read], limits: Limits) -> list[Page]:
    """The pages, those that are pictures recognised. Raises: SubmissionError, where this cannot be done."""
    pending = sum(one.page is None for one in read)
    if not pending:
        return [one.page for one in read if one.page]
    from pipeline.readers import ocr  # a PDF with text pays for no recognition

    ocr.require(pending, limits)
    return [
        one.page or _turned(ocr.recognise(picture(pdf, number), number, one.size, limits), one.turn)
        for number, one in enumerate(read, start=1)
    ]


def _turned(page: Page, turn: int) -> Page:
    """A page that was turned before its picture was taken."""
    return replace(page, turn=page.turn + turn) if turn else page


def _notes(read: Sequence[Read], limits: Limits) -> Iterator[Note]:
    """What was struck out, and which pictures may hold words: the first place of each, and how many there are."""
    struck = [(number, text) for number, one in enumerate(read, start=1) for text in one.struck]
    if struck:
        number, text = struck[0]
        yield Note(NoteKind.STRUCK_TEXT, Location(number), text[: limits.quote_characters], len(struck))
    unread = [number for number, one in enumerate(read, start=1) for _ in one.unread]
    if unread:
        yield Note(NoteKind.TEXT_UNREADABLE, Location(unread[0]), _PICTURE, len(unread))


def _refusal(error: pdfium.PdfiumError) -> SubmissionError:
    if error.err_code in _PASSWORD:
        return SubmissionError(ErrorCode.ENCRYPTED, ENCRYPTED)
    return SubmissionError(ErrorCode.CORRUPT, _DAMAGED)
