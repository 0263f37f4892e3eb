"""A Word file's parts, to be read and changed by name; which files are left as they are, and why."""

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.errors import NotDrawnError
from pipeline.report.package import pack

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES_PART = "[Content_Types].xml"
_SIGNATURES = "_xmlsignatures/"
_OFF = ("0", "false", "off")

_SIGNED = (
    "No copy with comments is made: the document is digitally signed, and a comment would break the signature. "
    "Send the comments in the reply, or ask for a copy that is not signed."
)
_PROTECTED = (
    "No copy with comments is made: the document is protected against changes. "
    "Send the comments in the reply, or ask for a copy without the protection (Review, Restrict Editing in Word)."
)
_INCOMPLETE = (
    "No copy with comments is made: a part of the Word file is damaged or missing, although its words could be read. "
    "Open it in Word, save it again, and check the new copy."
)
_TOO_LARGE = (
    "No copy with comments is made: the Word file holds far more than a mapping does. "
    "Send the comments in the reply, or ask for the mapping alone."
)
_UNPACKED_MAX = 200_000_000
"""Bytes, of pictures for the most part."""


@dataclass(frozen=True, slots=True)
class Names:
    """WordprocessingML's names in Clark notation: `names("p")`. Strict files have another namespace than usual ones."""

    namespace: str

    def __call__(self, name: str) -> str:
        """The name of an element or attribute."""
        return f"{{{self.namespace}}}{name}"


class Package:
    """The parts of a Word file. Raises: NotDrawnError, where it must not be changed."""

    def __init__(self, packed: bytes) -> None:
        self._parts = _unpacked(packed)
        self._names = {_folded(name): name for name in self._parts}
        self._trees: dict[str, Element] = {}
        self._changed: set[str] = set()
        self._root_links = self._links("")
        main = next((target for kind, target in self._root_links.values() if kind == "officeDocument"), None)
        if main not in self._names or _folded(_TYPES_PART) not in self._names:
            raise NotDrawnError(_INCOMPLETE)
        self.main = self._names[main]
        self._main_links = self._links(self.main)
        self._refuse()

    def find(self, kind: str) -> str | None:
        """The name of the part that belongs to the document as this kind ("comments"), where the file has it."""
        found = (target for each, target in self._main_links.values() if each == kind)
        return next((self._names[target] for target in found if target in self._names), None)

    def read(self, part: str) -> bytes:
        """The bytes of a part."""
        return self._parts[part]

    def tree(self, part: str) -> Element:
        """A part's root element, to be read."""
        if part not in self._trees:
            self._trees[part] = parse(self._parts[part])
        return self._trees[part]

    def edited(self, part: str) -> Element:
        """A part's root element, to be changed: the part is written anew."""
        self._changed.add(part)
        return self.tree(part)

    def add(self, kind: str, content_type: str, root: Element) -> None:
        """Adds a part of this kind to the document, beside it, named after its kind."""
        names = Names(self.tree(self.main).tag[1:].partition("}")[0])
        folder = posixpath.dirname(self.main)
        part = self._free(posixpath.join(folder, kind))
        types = self.edited(self._names[_folded(_TYPES_PART)])
        override = etree.SubElement(types, f"{{{_TYPES}}}Override")
        override.set("PartName", f"/{part}")
        override.set("ContentType", content_type)
        links = self._link_part()
        link = etree.SubElement(links, f"{{{_LINKS}}}Relationship")
        link.set("Id", self._free_link())
        link.set("Type", f"{_relation_types(names.namespace)}/{kind}")
        link.set("Target", posixpath.basename(part))
        self._put(part, root)

    def packed(self) -> bytes:
        """The file with what was changed in it; the other parts byte for byte."""
        written = {part: write(self._trees[part]) for part in self._changed}
        return pack({name: written.get(name, content) for name, content in self._parts.items()})

    def _free(self, stem: str) -> str:
        """A part's name that is not taken."""
        taken = (f"{stem}{number or ''}.xml" for number in range(len(self._parts) + 1))
        return next(name for name in taken if _folded(name) not in self._names)

    def _free_link(self) -> str:
        return next(
            name for at in range(1, len(self._main_links) + 2) if (name := f"rIdIlm{at}") not in self._main_links
        )

    def _link_part(self) -> Element:
        """The document's own relations, made where there are none."""
        part = _links_of(self.main)
        name = self._names.get(_folded(part))
        if name is None:
            self._put(part, parse(f'<Relationships xmlns="{_LINKS}"/>'.encode()))
        return self.edited(name or part)

    def _put(self, part: str, root: Element) -> None:
        self._parts[part], self._names[_folded(part)], self._trees[part] = b"", part, root
        self._changed.add(part)

    def _links(self, part: str) -> dict[str, tuple[str, str]]:
        """Relations by id: the last word of their type, and the folded name of the part that they lead to."""
        name = self._names.get(_folded(_links_of(part)))
        if name is None:
            return {}
        folder = posixpath.dirname(part)
        return {
            link.get("Id", ""): (link.get("Type", "").rpartition("/")[2], _target(folder, link.get("Target", "")))
            for link in self.tree(name).iterchildren(f"{{{_LINKS}}}Relationship")
            if link.get("TargetMode") != "External"
        }

    def _refuse(self) -> None:
        """Nothing, unless the file is signed or protected. Raises: NotDrawnError."""
        is_signed = any(name.startswith(_SIGNATURES) for name in self._names)
        if is_signed or any(kind == "origin" for kind, _ in self._root_links.values()):
            raise NotDrawnError(_SIGNED)
        settings = self.find("settings")
        if settings and b"Protection" in self.read(settings) and _is_protected(self.tree(settings)):
            raise NotDrawnError(_PROTECTED)


def _unpacked(packed: bytes) -> dict[str, bytes]:
    """The parts' bytes by name, in the file's order. Raises: NotDrawnError."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > _UNPACKED_MAX:
                raise NotDrawnError(_TOO_LARGE)
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error) as fault:
        raise NotDrawnError(_INCOMPLETE) from fault  # a part that the reader had no need of


def parse(content: bytes) -> Element:
    """The root element of a part, all that is in it kept. Raises: NotDrawnError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False, collect_ids=False
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        raise NotDrawnError(_INCOMPLETE) from fault


def write(root: Element) -> bytes:
    """A part's bytes."""
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True)


def _is_protected(settings: Element) -> bool:
    """Whether Word would refuse to let a person change or comment on the document without more ado.

    A recommendation to open it for reading alone is none; a password for changing it is.
    """
    for child in settings:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        said = {etree.QName(attribute).localname: value for attribute, value in child.attrib.items()}
        is_enforced = str(said.get("enforcement", "0")) not in _OFF and said.get("edit", "none") != "none"
        if name == "documentProtection" and is_enforced:
            return True
        if name == "writeProtection" and ("hash" in said or "hashValue" in said):
            return True
    return False


def _relation_types(namespace: str) -> str:
    """What the types of relations begin with in a file whose document has this namespace."""
    if namespace.startswith("http://purl.oclc.org/ooxml/"):
        return "http://purl.oclc.org/ooxml/officeDocument/relationships"
    return "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _links_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _target(folder: str, target: str) -> str:
    return _folded(posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))))


def _folded(name: str) -> str:
    """A part's name as it is compared (ECMA-376 part 2, 6.2.2.3: ASCII case does not count)."""
    return unquote(name.replace("\\", "/")).lstrip("/").lower()
