"""A Word file's bytes to those of one whose XML is well formed or nearly, and wrong."""

from collections.abc import Callable
from copy import deepcopy
from random import Random

from lxml import etree

from bench.fuzz.spoil_bytes import Spoil
from bench.fuzz.spoil_zip import parts_of, zip_of

Tree = etree._Element
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VALUES = (
    *("", "0", "-1", "1", "2", "63", "201", "99999999999", "-99999999999", "1.5", "abc", "NaN", "0x10", "١", "²"),
    *("restart", "%1.%2", "%9", "none", "true", "\U0001f600", "a" * 70_000, "F0FC", "%", "rId1", "1 1"),
)
_TEXTS = (
    *("", " ", "1.1", "8580-500", "x" * 100_000, "\u202e\u200b\ufeff", "1.1-9.9", "all criteria", "see 1.1"),
    *("1.1.1.1.1.1", "☒", "<&>", "\n\t", "Ⅻ", "9" * 400, "Unit 8580-500 " * 300),
)
_TAGS = (
    *("tbl", "tr", "tc", "p", "r", "t", "sdt", "sdtContent", "tcPr", "tblPr", "tblGrid", "vMerge", "gridSpan"),
    *("gridBefore", "trPr", "ins", "del", "moveFrom", "moveTo", "fldSimple", "fldChar", "instrText"),
    *("hyperlink", "pict", "txbxContent", "numPr", "ilvl", "numId", "lvl", "abstractNum", "num", "style"),
    *("basedOn", "rPr", "pPr", "body", "document", "sym", "br", "tab", "customXml", "smartTag", "ruby"),
    *("AlternateContent", "sectPr", "headerReference"),
)
_PROLOGUES = (
    b'<!DOCTYPE w:document [<!ENTITY a "b">]>',
    b'<!DOCTYPE x SYSTEM "file:///etc/hostname">',
    b'<?xml version="1.1"?>',
    b'<?xml version="1.0" encoding="UTF-16"?>',
    b'<?xml version="1.0" encoding="latin-1"?>',
    b"\xef\xbb\xbf",
)
_STRICT = (
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_REFERENCES = (b"&a;", b"&#0;", b"&#xFFFF;", b"&#x1F600;", b"<![CDATA[x]]>", b"<!-- x -->", b"<?x y?>")
_NESTINGS = (3, 30, 300)
Change = Callable[[Tree, list[Tree], Random], object]


def _deleted(_: Tree, every: list[Tree], rng: Random) -> None:
    for node in rng.sample(every, min(len(every), rng.choice([1, 1, 5, 50]))):
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)


def _unwrapped(_: Tree, every: list[Tree], rng: Random) -> None:
    node = rng.choice(every)
    parent = node.getparent()
    if parent is not None:
        at = parent.index(node)
        parent[at : at + 1] = list(node)


def _doubled(_: Tree, every: list[Tree], rng: Random) -> None:
    node = rng.choice(every)
    parent = node.getparent()
    if parent is not None:
        copies = rng.choice([1, 2, 300]) if sum(1 for _ in node.iter()) < 50 else 1
        for _ in range(copies):
            parent.insert(rng.randrange(len(parent) + 1), deepcopy(node))


def _moved(root: Tree, every: list[Tree], rng: Random) -> None:
    node, target = rng.choice(every), rng.choice(every)
    if node is not root and node not in target.iterancestors() and node is not target:
        target.insert(rng.randrange(len(target) + 1), node)


def _nested(_: Tree, every: list[Tree], rng: Random) -> None:
    """A node inside itself, over and over: tables in tables, text boxes in text boxes."""
    node = rng.choice(every)
    parent = node.getparent()
    if parent is None:
        return
    around = rng.choice([(node.tag,), (f"{_W}tbl", f"{_W}tr", f"{_W}tc"), (f"{_W}sdt", f"{_W}sdtContent")])
    at, inner = parent.index(node), node
    parent.remove(node)
    for turn in range(rng.choice(_NESTINGS)):
        outer = etree.Element(around[-1 - turn % len(around)])
        outer.append(inner)
        inner = outer
    parent.insert(at, inner)


def _revalued(_: Tree, every: list[Tree], rng: Random) -> None:
    holders = [node for node in every if node.attrib]
    for _ in range(rng.choice([1, 3, 20])):
        if holders:
            node = rng.choice(holders)
            node.set(rng.choice(list(node.attrib)), rng.choice(_VALUES))


def _without_values(_: Tree, every: list[Tree], rng: Random) -> None:
    for node in rng.sample(every, min(len(every), 20)):
        node.attrib.clear()


def _reworded(_: Tree, every: list[Tree], rng: Random) -> None:
    texts = [node for node in every if node.text] or every
    for _ in range(rng.choice([1, 3, 20])):
        rng.choice(texts).text = rng.choice(_TEXTS).replace("\x00", "")


def _renamed(_: Tree, every: list[Tree], rng: Random) -> None:
    for _ in range(rng.choice([1, 3])):
        rng.choice(every).tag = _W + rng.choice(_TAGS)


def _added(_: Tree, every: list[Tree], rng: Random) -> None:
    node = etree.SubElement(rng.choice(every), _W + rng.choice(_TAGS))
    node.set(f"{_W}val", rng.choice(_VALUES))


_CHANGES: tuple[Change, ...] = (
    *(_deleted, _unwrapped, _doubled, _moved, _nested, _revalued, _revalued),
    *(_without_values, _reworded, _renamed, _added),
)


def tree(content: bytes, rng: Random) -> bytes:
    """A part's XML with its tree changed once or more."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))
    for _ in range(rng.choice([1, 1, 2, 6])):
        every = [node for node in root.iter() if isinstance(node.tag, str)]
        rng.choice(_CHANGES)(root, every, rng)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _prologue(content: bytes, rng: Random) -> bytes:
    body = content[content.find(b"?>") + 2 :] if content.startswith(b"<?xml") else content
    return rng.choice(_PROLOGUES) + body


def _encoded(content: bytes, rng: Random) -> bytes:
    encoding = rng.choice(["utf-16", "utf-32", "utf-7", "latin-1"])
    text = content.decode("utf-8", "replace").replace("UTF-8", encoding, 1)
    return text.encode(encoding, "replace")


def _namespaced(content: bytes, rng: Random) -> bytes:
    usual, strict = _STRICT
    return content.replace(usual, rng.choice([strict, b"urn:other", b""]), rng.choice([1, -1]))


def _referenced(content: bytes, rng: Random) -> bytes:
    at = content.find(b">", rng.randrange(len(content))) + 1
    return content[:at] + rng.choice(_REFERENCES) + content[at:]


_PART_SPOILS: tuple[Spoil, ...] = (*[tree] * 8, _prologue, _encoded, _namespaced, _referenced)


def part(packed: bytes, rng: Random) -> bytes:
    """One part spoilt, the document itself most often."""
    parts = parts_of(packed)
    weights = [6 if name == "word/document.xml" else 1 for name, _ in parts]
    at = rng.choices(range(len(parts)), weights)[0]
    name, content = parts[at]
    try:
        spoilt = rng.choice(_PART_SPOILS)(content, rng)
    except (etree.XMLSyntaxError, ValueError, LookupError):  # spoilt before, or never XML
        spoilt = content[: rng.randrange(len(content) + 1)]
    return zip_of([*parts[:at], (name, spoilt), *parts[at + 1 :]])


SPOILS: tuple[Spoil, ...] = (part,)
