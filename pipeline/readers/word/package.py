"""An opened zip to the parts of a Word file: which part is the document, what belongs to it, and safe XML."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.policy.limits import Limits
from pipeline.readers.archive import DAMAGED, TOO_LARGE, Archive
from pipeline.readers.word.names import Element

_FORMATS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.ms-word.document.macroenabled.main+xml": "docm",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": "dotx",
    "application/vnd.ms-word.template.macroenabledtemplate.main+xml": "dotm",
}
_USUAL_MAIN = "word/document.xml"
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = tuple(
    (_STRICT + strict, b"http://schemas.openxmlformats.org/" + transitional)
    for strict, transitional in (
        (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
        (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
        (b"officeDocument/math", b"officeDocument/2006/math"),
        (b"drawingml/main", b"drawingml/2006/main"),
        (b"drawingml/wordprocessingDrawing", b"drawingml/2006/wordprocessingDrawing"),
        (b"drawingml/picture", b"drawingml/2006/picture"),
        (b"drawingml/chart", b"drawingml/2006/chart"),
        (b"drawingml/diagram", b"drawingml/2006/diagram"),
    )
)
_DOCTYPE = b"<!DOCTYPE"
_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that belongs to another; `kind` is the last word of its type ("header")."""

    kind: str
    target: str


class Package:
    """A Word file's parts by name; `main` is the document's, `format` the kind of Word file ("docx")."""

    def __init__(self, archive: Archive, limits: Limits, main: str, kind: str) -> None:
        self._archive = archive
        self._limits = limits
        self.main = main
        self.format = kind
        self._relations: dict[str, Relation] | None = None

    def __contains__(self, part: str) -> bool:
        return part in self._archive

    def read(self, part: str) -> bytes:
        """A part's bytes, Strict names written as Transitional ones. Raises: KeyError, SubmissionError."""
        return transitional(self._archive.read(part))

    def xml(self, part: str) -> Element:
        """A part's root element. Raises: KeyError, SubmissionError, lxml.etree.XMLSyntaxError."""
        return parse(self.read(part), self._limits)

    @property
    def relations(self) -> dict[str, Relation]:
        """What belongs to the document, by relation id; parts outside the file are left out."""
        if self._relations is None:
            self._relations = dict(_relations(self._archive, self._limits, self.main))
        return self._relations

    def find(self, kind: str) -> str | None:
        """The name of the document's part of this kind ("styles"), where it has one."""
        found = (relation.target for relation in self.relations.values() if relation.kind == kind)
        return next((part for part in found if part in self._archive), None)


def open_package(archive: Archive, limits: Limits) -> Package | None:
    """The Word file in a zip; None where there is none. Raises: SubmissionError."""
    types = _content_types(archive, limits)
    for part in _main_candidates(archive, limits, types):
        kind = _FORMATS.get(types.get(part.lower(), ""))
        if part in archive and (kind or part.lower() == _USUAL_MAIN):
            return Package(archive, limits, part, kind or "docx")
    return None


def parse(content: bytes, limits: Limits) -> Element:
    """The root element of a part's bytes. Raises: SubmissionError, lxml.etree.XMLSyntaxError."""
    if _DOCTYPE in content or (b"\x00" in content[:200] and _DOCTYPE in content.replace(b"\x00", b"")):
        raise SubmissionError(ErrorCode.CORRUPT, DAMAGED)  # no Word file has one: entities lie that way
    if len(content) > limits.marks and content.count(b"<") + content.count(b"=") > limits.marks:
        raise SubmissionError(ErrorCode.TOO_LARGE, TOO_LARGE)
    root: Element = etree.fromstring(content, _PARSER)
    if root.getroottree().docinfo.internalDTD is not None:
        raise SubmissionError(ErrorCode.CORRUPT, DAMAGED)
    return root


def transitional(content: bytes) -> bytes:
    """A part's bytes with the names of Strict files written as the ordinary ones (ISO/IEC 29500-1 against -4)."""
    if _STRICT in content:
        for strict, usual in _TRANSITIONAL:
            content = content.replace(strict, usual)
    return content


def _main_candidates(archive: Archive, limits: Limits, types: dict[str, str]) -> Iterator[str]:
    """The parts that may be the document, the likeliest first: odd writers leave out one sign or the other."""
    yield from (relation.target for _, relation in _relations(archive, limits, "") if relation.kind == "officeDocument")
    yield from (part for part, kind in types.items() if kind in _FORMATS)
    yield _USUAL_MAIN


def _content_types(archive: Archive, limits: Limits) -> dict[str, str]:
    """Part names in lower case to content types in lower case, as [Content_Types].xml overrides them."""
    if "[Content_Types].xml" not in archive:
        return {}
    root = parse(archive.read("[Content_Types].xml"), limits)
    named = ((child.get("PartName"), child.get("ContentType", "")) for child in root)
    return {name.lstrip("/").lower(): kind.lower() for name, kind in named if name}


def _relations(archive: Archive, limits: Limits, part: str) -> Iterator[tuple[str, Relation]]:
    """The relations of a part, of the whole package for ""."""
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    if source not in archive:
        return
    for child in parse(archive.read(source), limits):
        if child.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, child.get("Target", "").replace("\\", "/")))
            yield child.get("Id", ""), Relation(child.get("Type", "").rpartition("/")[2], target.lstrip("/"))
