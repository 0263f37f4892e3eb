"""A copy with comments as a test reads it: its comments, the cells that they stand at, what is left without them."""

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.check import check
from pipeline.report.annotated import render
from pipeline.report.review import Review
from pipeline.result import Result
from tests.wordml import pack

AUTHOR = "ilm-coverage"


@dataclass(frozen=True)
class Comment:
    """A comment of ours: its number, its lines, and the text of the cell or paragraph where it ends."""

    number: str
    lines: tuple[str, ...]
    cell: str
    is_in_cell: bool

    @property
    def title(self) -> str:
        return self.lines[0]


def checked(packed: bytes, folder: Path, name: str = "mapping.docx") -> Result:
    """The result of a check of these bytes."""
    path = folder / name
    path.write_bytes(packed)
    result = check(path)
    assert isinstance(result, Result), result
    return result


def copied(packed: bytes, folder: Path, name: str = "mapping.docx") -> tuple[Result, bytes]:
    """The result of a check of these bytes, and the copy with comments that is drawn of it."""
    result = checked(packed, folder, name)
    ending, copy = render(Review(result), lambda: packed)
    assert ending == f" - with comments{Path(name).suffix}"
    return result, copy


def part(packed: bytes, name: str) -> Element:
    """The root element of a part."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return etree.fromstring(archive.read(name))


def parts(packed: bytes) -> dict[str, bytes]:
    """The parts by name."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def named(root: Element, name: str) -> str:
    """A name of the namespace that a part's root element has."""
    return f"{{{etree.QName(root).namespace}}}{name}"


def text_of(element: Element) -> str:
    """The words in an element, deleted ones left out."""
    return "".join(found.text or "" for found in element.iter(named(element, "t")))


def comments(copy: bytes, main: str = "word/document.xml", own: str = "word/comments.xml") -> list[Comment]:
    """Our comments, in order."""
    return list(_comments(part(copy, main), part(copy, own)))


def _comments(document: Element, written: Element) -> Iterator[Comment]:
    number, tag = named(written, "id"), named(document, "commentReference")
    references = {found.get(named(document, "id")): found for found in document.iter(tag)}
    for comment in written:
        if comment.get(named(written, "author")) != AUTHOR:
            continue
        lines = tuple(text_of(paragraph) for paragraph in comment)
        reference = references[comment.get(number)]
        cell = next(reference.iterancestors(named(document, "tc")), None)
        paragraph = next(reference.iterancestors(named(document, "p")))
        held = paragraph if cell is None else cell
        yield Comment(comment.get(number, ""), lines, text_of(held), cell is not None)


def says(copy: bytes, ref: str) -> list[tuple[str, str]]:
    """What is said of a criterion, and the text of the cell where it is said."""
    said = [comment for comment in comments(copy) if re.search(rf"{ref}\b", comment.title)]
    return [(" ".join(comment.lines[1:]), comment.cell) for comment in said]


def with_part(packed: bytes, name: str, content: str | bytes) -> bytes:
    """The file with one part changed or added."""
    return pack({**parts(packed), name: content})


def without_ours(document: Element, own: Collection[str] = ()) -> Element:
    """The document as it is when our comments are deleted and our changes rejected; `own` are its own comments."""
    document = deepcopy(document)
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        for found in [*document.iter(named(document, name))]:
            if found.get(named(document, "id")) not in own:
                run = found.getparent() if name == "commentReference" else found
                assert run is not None
                _taken_out(run)
    for change in [*document.iter(named(document, "ins"), named(document, "del"))]:
        if change.get(named(document, "author")) == AUTHOR:
            _rejected(change)
    return document


def _rejected(change: Element) -> None:
    if change.tag.endswith("}del"):
        for text in change.iter(named(change, "delText")):
            text.tag = named(change, "t")
        for run in reversed(change):
            change.addnext(run)
    _taken_out(change)


def _taken_out(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    assert not (element.tail or "").strip()
    parent.remove(element)


def written(root: Element) -> bytes:
    """An element in the one form that XML has for it."""
    return etree.tostring(root, method="c14n")
