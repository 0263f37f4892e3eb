"""Review and the customer's Word file to a copy of it with comments; the copy says all that the file said."""

from lxml.etree import _Element as Element

from pipeline.report.annotated import notes
from pipeline.report.annotated.comments import Comments, Ids, paragraphs_of
from pipeline.report.annotated.filling import fill
from pipeline.report.annotated.notes import Note
from pipeline.report.annotated.package import Names, Package
from pipeline.report.annotated.tables import Tables
from pipeline.report.review import Review
from pipeline.result import Blank
from pipeline.text import squash

_QUOTE_MIN = 6
"""Fewer characters are met in too many places."""


def render(review: Review, packed: bytes) -> bytes:
    """The file with comments, and its blank places filled in. Raises: NotDrawnError, where it must not be changed."""
    package = Package(packed)
    root = package.edited(package.main)
    document = _Document(root, Tables(root, _names(root), review.result.submission.pictured_tables))
    part = package.find("comments")
    ids = Ids([root, package.tree(part) if part else None])
    filled = [blank for blank in notes.blanks(review.result) if document.fill(blank, ids)]
    comments = Comments(package, ids)
    for note in notes.notes(review, filled, ", as tracked changes"):
        comments.add(note, document.paragraphs(note))
    return package.packed()


class _Document:
    """A document's main part."""

    def __init__(self, root: Element, tables: Tables) -> None:
        self._root, self._tables, self._names = root, tables, _names(root)

    def fill(self, blank: Blank, ids: Ids) -> bool:
        """Whether the blank place was found and filled in."""
        cell = self._tables.find(blank.place)
        return cell is not None and fill(cell, blank, self._names, ids)

    def paragraphs(self, note: Note) -> list[Element]:
        """The paragraphs that a comment is on: its cell's, those that it quotes, else the document's first."""
        cell = self._tables.find(note.place) if note.place else None
        found = paragraphs_of(cell, self._names) if cell is not None else self._quoting(note.quote)
        return found or self._first()

    def _quoting(self, quote: str) -> list[Element]:
        """The first paragraph with these words."""
        wanted = squash(quote).removesuffix("…")
        if len(wanted) < _QUOTE_MIN:
            return []
        text = self._names("t")
        for paragraph in self._root.iter(self._names("p")):
            if wanted in squash("".join(found.text or "" for found in paragraph.iter(text))):
                return paragraphs_of(paragraph, self._names) or [paragraph]
        return []

    def _first(self) -> list[Element]:
        """The first paragraph of the document with words, else its first at all."""
        names = self._names
        body = self._root.find(names("body"))
        found = [paragraph for paragraph in self._root.iter(names("p")) if not _is_boxed(paragraph, names)]
        outside = [] if body is None else [one for one in found if not _is_in_table(one, names)]
        worded = (one for one in outside or found if next(one.iter(names("t")), None) is not None)
        first = next(worded, None)
        return [first] if first is not None else (outside or found)[:1]


def _names(root: Element) -> Names:
    return Names(root.tag[1:].partition("}")[0])


def _is_boxed(paragraph: Element, names: Names) -> bool:
    return next(paragraph.iterancestors(names("txbxContent")), None) is not None


def _is_in_table(paragraph: Element, names: Names) -> bool:
    return next(paragraph.iterancestors(names("tbl")), None) is not None
