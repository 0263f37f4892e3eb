"""The PDF reader: pdfium's text and paths under pdfplumber's geometry; what has no text is recognised."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.model.document import Document, Location, Note, NoteKind
from pipeline.policy.limits import Limits
from pipeline.readers.archive import DAMAGED, ENCRYPTED
from pipeline.readers.paged import assemble
from pipeline.readers.pdf.pages import Read, read_page

_EMPTY = "The PDF has no pages in it. Please check that the right file was saved, and send it again."
_TOO_LONG = "The PDF has {pages} pages, more than {limit}. Please send the pages with the mapping alone."
_PASSWORD = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)


def read(packed: bytes, limits: Limits) -> Document:
    """The document in a PDF's bytes. Raises: SubmissionError, where it cannot be read."""
    try:
        pdf = pdfium.PdfDocument(packed)
        try:
            return _read(pdf, limits)
        finally:
            pdf.close()
    except pdfium.PdfiumError as error:
        raise _refusal(error) from error


def _read(pdf: pdfium.PdfDocument, limits: Limits) -> Document:
    count = len(pdf)
    if count == 0:
        raise SubmissionError(ErrorCode.EMPTY, _EMPTY)
    if count > limits.pages.pages:
        raise SubmissionError(ErrorCode.TOO_LARGE, _TOO_LONG.format(pages=count, limit=limits.pages.pages))
    if pdf.get_formtype() != pdfium_c.FORMTYPE_NONE:
        pdf.init_forms()
    read: list[Read] = []
    for number in range(1, count + 1):
        read.append(read_page(pdf, number, read[-1].page if read else None, limits))
    document = assemble.document([one.page for one in read if one.page], "pdf", "pdf", limits)
    return replace(document, notes=(*document.notes, *_notes(read, limits)))


def _notes(read: Sequence[Read], limits: Limits) -> Iterator[Note]:
    struck = [(number, text) for number, one in enumerate(read, start=1) for text in one.struck]
    if struck:
        number, text = struck[0]
        yield Note(NoteKind.STRUCK_TEXT, Location(number), text[: limits.quote_characters], len(struck))


def _refusal(error: pdfium.PdfiumError) -> SubmissionError:
    if error.err_code in _PASSWORD:
        return SubmissionError(ErrorCode.ENCRYPTED, ENCRYPTED)
    return SubmissionError(ErrorCode.CORRUPT, DAMAGED)
