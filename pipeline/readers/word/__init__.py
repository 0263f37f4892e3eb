"""The Word reader: an own walk over WordprocessingML, which keeps what python-docx loses."""

from collections.abc import Iterator

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.model.document import Document, Location, Paragraph, Table
from pipeline.policy.limits import Limits
from pipeline.readers.word import package as packages
from pipeline.readers.word.context import Context
from pipeline.readers.word.marks import marks_of
from pipeline.readers.word.names import (
    A_T,
    DOCUMENT,
    M_T,
    R_ID,
    Element,
    T,
)
from pipeline.readers.word.numbering import Numbering
from pipeline.readers.word.package import Package, open_package
from pipeline.readers.word.scans import Scans
from pipeline.readers.word.styles import Finder, Styles, style_finder
from pipeline.readers.word.walk import Block, Line, lines, read_story

__all__ = ["open_package", "read"]

_EMPTY = "The document has no words in it. Please check that the right file was saved, and send it again."
_TOO_LONG = "The document is far longer than a mapping. Please copy the mapping into a new Word document and send that."
_OUTSIDE = Location()


def read(package: Package, limits: Limits) -> Document:
    """The document in an opened Word file. Raises: SubmissionError; what damaged XML makes lxml and the walk raise."""
    content = package.read(package.main)
    root = packages.parse(content, limits)
    if root.tag != DOCUMENT:
        raise ValueError(f"no document: {root.tag}")
    if len(content) > limits.characters and _length(root) > limits.characters:
        raise SubmissionError(ErrorCode.TOO_LARGE, _TOO_LONG)
    styles = Styles(lambda: _style_finder(package, limits))
    numbering = Numbering(lambda: _numbering(package), styles)
    scans = Scans(package, limits)
    context = Context(styles, numbering, limits, marks_of(content, root), scans.page)
    blocks = tuple(_shown(read_story(context, root)))
    scans.require_pages()
    if not blocks and not context.pictures and not context.unreadable:
        raise SubmissionError(ErrorCode.EMPTY, _EMPTY)
    margins = tuple(_margins(package, context))
    return Document(package.format, "docx", blocks, margins, tuple(context.notes()))


def _shown(blocks: list[Block]) -> Iterator[Paragraph | Table]:
    """Blocks as the model has them; paragraphs without words are left out."""
    for block in blocks:
        if not isinstance(block, Line):
            yield block
        elif text := block.text.strip():
            yield Paragraph(text, _OUTSIDE, block.is_heading, block.confidence)


def _margins(package: Package, context: Context) -> Iterator[Paragraph]:
    """The paragraphs of the headers and footers that a section names, each once."""
    context.place = _OUTSIDE  # tables in a header are not counted
    named = dict.fromkeys(reference.get(R_ID, "") for reference in context.marks.references)
    targets = (package.relations[name].target for name in named if name in package.relations)
    for part in dict.fromkeys(targets):
        if part in package:
            content = package.read(part)
            margin = packages.parse(content, context.limits)
            context.marks = marks_of(content, margin)
            for line in lines(read_story(context, margin)):
                if text := line.text.strip():
                    yield Paragraph(text, _OUTSIDE)


def _style_finder(package: Package, limits: Limits) -> Finder:
    part = package.find("styles")
    if part is None:
        return lambda _: None
    return style_finder(package.read(part), lambda content: packages.parse(content, limits))


def _numbering(package: Package) -> Element | None:
    part = package.find("numbering")
    return None if part is None else package.xml(part)


def _length(root: Element) -> int:
    return sum(len(text.text or "") for text in root.iter(T, M_T, A_T))
