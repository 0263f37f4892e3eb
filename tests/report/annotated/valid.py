"""The rules by which Word tells a whole file from a corrupt one, as far as comments and changes go."""

import posixpath
from collections import Counter

from lxml import etree
from lxml.etree import _Element as Element

from tests.report.annotated.copies import comments, named, part, parts

MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")


def require_valid(packed: bytes) -> None:
    """Nothing, where the file keeps the rules by which Word tells a whole file from a corrupt one."""
    document, written_ = part(packed, "word/document.xml"), part(packed, "word/comments.xml")
    numbers = [comment.get(named(written_, "id")) for comment in written_]
    assert len(numbers) == len(set(numbers))
    own = named(document, "id")
    marks = document.iter(*(named(document, name) for name in MARKS))
    order = [(etree.QName(mark).localname, mark.get(own)) for mark in marks]
    for number in numbers:
        steps = [kind for kind, each in order if each == number]
        assert steps in (list(MARKS), ["commentReference"]), number
    assert {number for _, number in order} == set(numbers)
    assert all(comment.get(named(written_, name)) for comment in written_ for name in ("author", "id"))
    assert all(paragraph.tag == named(written_, "p") for comment in written_ for paragraph in comment)
    _require_places(document, {comment.number for comment in comments(packed)})
    _require_whole(packed)


def _require_places(document: Element, numbers: set[str]) -> None:
    """Our marks stand in paragraphs behind their properties, references in runs; changes have numbers of their own."""
    for mark in document.iter(*(named(document, name) for name in MARKS)):
        if mark.get(named(document, "id")) in numbers:
            parent = mark.getparent()
            assert parent is not None
            assert parent.tag == named(document, "r" if mark.tag.endswith("Reference") else "p")
            properties = parent.find(named(document, "pPr"))
            assert properties is None or parent.index(properties) == 0
    ours = [
        change.get(named(document, "id"))
        for change in document.iter(named(document, "ins"), named(document, "del"))
        if change.get(named(document, "author")) == "ilm-coverage"
    ]
    assert max(Counter(ours).values(), default=1) == 1


def _require_whole(packed: bytes) -> None:
    """Every part has a type, every relation a part, no relation its number twice."""
    held = parts(packed)
    types = part(packed, "[Content_Types].xml")
    named_ = [child.get("PartName") for child in types if child.get("PartName")]
    endings = {child.get("Extension") for child in types}
    assert len(named_) == len(set(named_))
    assert {name.lstrip("/") for name in named_ if name} <= set(held)
    assert "/word/comments.xml" in named_
    for name in held:
        assert name == "[Content_Types].xml" or f"/{name}" in named_ or name.rpartition(".")[2] in endings
        if name.endswith(".rels"):
            links = list(part(packed, name))
            ids = [link.get("Id") for link in links]
            assert len(ids) == len(set(ids))
            folder = posixpath.dirname(posixpath.dirname(name))
            inside = [link.get("Target", "") for link in links if link.get("TargetMode") != "External"]
            targets = {posixpath.normpath(posixpath.join("/", folder, target)) for target in inside}
            assert targets <= {f"/{each}" for each in held}
