"""Comments in a Word file: each in the comments' part, and its marks in the paragraphs that it is about."""

from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.report.annotated.notes import Note
from pipeline.report.annotated.package import Names, Package
from pipeline.report.shown import shown

AUTHOR, INITIALS = "ilm-coverage", "ILM"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_HALF_POINTS = "20"
_IDS_MAX = 2**31 - 100_000
"""A number is below 2**31; what others have numbered higher is passed over."""


class Ids:
    """Numbers for comments and tracked changes that no other one in the document has."""

    def __init__(self, roots: Sequence[Element | None]) -> None:
        known = (value for root in roots if root is not None for value in _numbers(root))
        self._last = max((number for number in known if number < _IDS_MAX), default=-1)

    def next(self) -> str:
        """A number that is free."""
        self._last += 1
        return str(self._last)


def _numbers(root: Element) -> Iterator[int]:
    id_ = f"{{{root.tag[1:].partition('}')[0]}}}id"
    for element in root.iter():
        value = element.get(id_)
        if value and len(value) < 11 and value.isdecimal():
            yield int(value)


class Comments:
    """The comments of a document, its own kept."""

    def __init__(self, package: Package, ids: Ids) -> None:
        self._names = Names(package.tree(package.main).tag[1:].partition("}")[0])
        self._ids = ids
        self._style, self._mark_style = _styles(package)
        part = package.find("comments")
        if part is None:
            self._root = etree.Element(self._names("comments"), nsmap={"w": self._names.namespace})
            package.add("comments", _CONTENT_TYPE, self._root)
        else:
            self._root = package.edited(part)
        self._own = Names(self._root.tag[1:].partition("}")[0])

    def add(self, note: Note, paragraphs: Sequence[Element]) -> None:
        """A comment on these paragraphs, from the start of the first to the end of the last."""
        number = self._ids.next()
        self._write(note, number)
        names = self._names
        paragraphs[0].insert(_start(paragraphs[0], names), _marked(names, "commentRangeStart", number))
        paragraphs[-1].append(_marked(names, "commentRangeEnd", number))
        run = etree.SubElement(paragraphs[-1], names("r"))
        if self._mark_style:
            properties = etree.SubElement(run, names("rPr"))
            etree.SubElement(properties, names("rStyle")).set(names("val"), self._mark_style)
        run.append(_marked(names, "commentReference", number))

    def _write(self, note: Note, number: str) -> None:
        own = self._own
        comment = etree.SubElement(self._root, own("comment"))
        for name, value in (("id", number), ("author", AUTHOR), ("initials", INITIALS)):
            comment.set(own(name), value)
        self._paragraph(comment, ((note.title, True),))
        for label, text in note.lines:
            self._paragraph(comment, ((label, True), (text, False)))

    def _paragraph(self, comment: Element, runs: Sequence[tuple[str, bool]]) -> None:
        """A paragraph of runs, each bold or not, a blank between them."""
        own = self._own
        paragraph = etree.SubElement(comment, own("p"))
        if self._style:
            properties = etree.SubElement(paragraph, own("pPr"))
            etree.SubElement(properties, own("pStyle")).set(own("val"), self._style)
        said = [(text, is_bold) for text, is_bold in runs if text]
        for at, (text, is_bold) in enumerate(said):
            run = etree.SubElement(paragraph, own("r"))
            properties = etree.SubElement(run, own("rPr"))
            if is_bold:
                etree.SubElement(properties, own("b"))
            etree.SubElement(properties, own("sz")).set(own("val"), _HALF_POINTS)
            _written(run, own("t"), shown(text) + (" " if at < len(said) - 1 else ""))


def paragraphs_of(cell: Element, names: Names) -> list[Element]:
    """The first and the last paragraph of a cell or body that can bear a comment; [] where it has none.

    Those of tables inside it are its cells' own. In a text box Word takes no comments: it is then the paragraph that
    the box is anchored in.
    """
    boxes = list(cell.iterancestors(names("txbxContent")))
    if boxes:
        host = next(boxes[-1].iterancestors(names("p")), None)
        return [] if host is None else [host]
    found = list(_paragraphs(cell, names))
    return [found[0], found[-1]] if found else []


def _paragraphs(parent: Element, names: Names) -> Iterator[Element]:
    through = tuple(map(names, ("sdt", "sdtContent", "customXml")))
    for child in parent:
        if child.tag == names("p"):
            yield child
        elif child.tag in through:
            yield from _paragraphs(child, names)


def _start(paragraph: Element, names: Names) -> int:
    """Where a paragraph's content begins, behind the starts of other comments."""
    before = (names("pPr"), names("commentRangeStart"))
    return next((at for at, child in enumerate(paragraph) if child.tag not in before), len(paragraph))


def _marked(names: Names, name: str, number: str) -> Element:
    element = etree.Element(names(name))
    element.set(names("id"), number)
    return element


def _written(run: Element, tag: str, text: str) -> None:
    element = etree.SubElement(run, tag)
    element.set(SPACE, "preserve")
    element.text = text


def _styles(package: Package) -> tuple[str, str]:
    """The styles of a comment's text and of its mark; "" where the document does not have Word's own."""
    part = package.find("styles")
    content = package.read(part) if part else b""
    text, mark = (name if f'"{name}"'.encode() in content else "" for name in ("CommentText", "CommentReference"))
    return text, mark
