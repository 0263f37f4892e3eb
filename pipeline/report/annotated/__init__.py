"""The customer's own document with comments: a copy, made of the submission's bytes, never over the original."""

from pipeline.errors import NotDrawnError
from pipeline.report.drawing import Source
from pipeline.report.review import Review

_WORD = ("docx", "docm", "dotx", "dotm")
_OTHER = (
    "No copy with comments is made of {kind}: only a Word document (.docx) or a PDF with text can bear them. "
    "Send the comments in the reply, or ask for the document in one of these forms."
)
_KINDS = {"doc": "a Word document in the old .doc form", "rtf": "a rich text file", "odt": "an OpenDocument text"}


def render(review: Review, source: Source) -> tuple[str, bytes]:
    """The ending of the copy's name, and the copy. Raises: NotDrawnError, where none can be made."""
    submission = review.result.submission
    if submission.read_by == "docx" and submission.format in _WORD:
        from pipeline.report.annotated import word

        return f" - with comments.{submission.format}", word.render(review, source())
    if submission.format == "pdf":
        from pipeline.report.annotated import pages

        return " - with comments.pdf", pages.render(review, source())
    kind = _KINDS.get(submission.format, "a picture" if submission.read_by == "ocr" else "such a file")
    raise NotDrawnError(_OTHER.format(kind=kind))
