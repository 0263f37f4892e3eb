"""A Word file held against the rules that Word enforces on opening: what is wrong with it, each in a sentence.

ECMA-376 part 2 (the package: content types, relationships), and part 1, clause 17 and the schema of annex A (the order
of elements, what an identifier must be). LibreOffice opens nearly all of what Word refuses, so that it is no witness.
A document that others made may have faults of its own: then it is the faults that are new that count.
"""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from lxml import etree

from tests.corpus import office

needs_office = pytest.mark.skipif(office.SOFFICE is None, reason="soffice is not installed")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_MADE = ("{http://purl.org/dc/terms/}created", "{http://purl.org/dc/terms/}modified")

# The children of an element in their order; what is not named here may stand anywhere.
_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath rPrChange",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark "
    "headers cellIns cellDel cellMerge tcPrChange",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings "
    "sectPrChange",
    "sdtPr": "rPr alias tag id lock placeholder temporary showingPlcHdr dataBinding label tabIndex",
    "tbl": "tblPr tblGrid tr",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
}
_PLACES = {tag: {name: at for at, name in enumerate(order.split())} for tag, order in _ORDER.items()}


def faults(packed: bytes) -> list[str]:
    """What is wrong with the file; [] where Word opens it without a word."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
        names = archive.namelist()
    found = [f"{name} is in the package twice" for name, count in Counter(names).items() if count > 1]
    trees = {}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                trees[name] = etree.fromstring(content)
            except etree.XMLSyntaxError as error:
                found.append(f"{name} is not well-formed: {error}")
    return [*found, *_package(parts.keys(), trees), *_document(trees)]


def unfixed(packed: bytes) -> list[str]:
    """What in the file depends on when and where it was made, as far as a single file shows it."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        found = [m.filename for m in archive.infolist() if m.date_time != (1980, 1, 1, 0, 0, 0)]
        core = etree.fromstring(archive.read("docProps/core.xml"))
    dates = [element.text for element in core if element.tag in _MADE]
    return [*found, *(f"made on {date}" for date in dates if date != "2000-01-01T00:00:00Z")]


def core(packed: bytes) -> dict[str, str]:
    """The core properties by their bare names."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        tree = etree.fromstring(archive.read("docProps/core.xml"))
    return {etree.QName(element).localname: element.text or "" for element in tree}


def body(packed: bytes) -> etree._Element:
    """The body of the document."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))[0]


def text_of(element: etree._Element) -> str:
    """The text that a reader sees in an element, a paragraph a line."""
    paragraphs = element.iter(f"{W}p") if element.tag != f"{W}p" else [element]
    return "\n".join(_line(paragraph) for paragraph in paragraphs)


def rows_of(table: etree._Element) -> list[list[str]]:
    """The texts of a table's cells, row by row."""
    return [[text_of(cell) for cell in row.iterchildren(f"{W}tc")] for row in table.iterchildren(f"{W}tr")]


def cells(packed: bytes, caption: str) -> list[list[str]]:
    """The texts of the table with this caption, its heads left out."""
    table = tables(packed)[caption]
    heads = len(table.findall(f"{W}tr/{W}trPr/{W}tblHeader"))
    return rows_of(table)[heads:]


def texts_of(row: etree._Element) -> list[str]:
    return [text_of(cell) for cell in row.iter(f"{W}tc")]


def styled(element: etree._Element, style: str) -> list[str]:
    """The texts of the runs in this character style."""
    runs = element.iter(f"{W}r")
    found = [(run.find(f"{W}rPr/{W}rStyle"), run) for run in runs]
    return [
        "".join(t.text or "" for t in run.iter(f"{W}t"))
        for s, run in found
        if s is not None and s.get(f"{W}val") == style
    ]


def tables(packed: bytes) -> dict[str, etree._Element]:
    """The tables of a document by their captions."""
    return {
        table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val"): table  # type: ignore[union-attr]
        for table in body(packed).iterchildren(f"{W}tbl")
    }


def _line(paragraph: etree._Element) -> str:
    texts = {f"{W}t": lambda element: element.text or "", f"{W}br": lambda _: "\n", f"{W}tab": lambda _: "\t"}
    runs = (element for run in paragraph.iter(f"{W}r") for element in run)
    return "".join(texts[element.tag](element) for element in runs if element.tag in texts)


def pages(packed: bytes, folder: Path) -> list[str]:
    """The text of each page as LibreOffice lays it out, its white space as one space."""
    source = folder / "document.docx"
    source.write_bytes(packed)
    (printed,) = office.converted([source], "pdf", folder)
    with pdfium.PdfDocument(printed) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


# ---------------------------------------------------------------- the package


def _package(names: Sequence[str], trees: dict[str, etree._Element]) -> Iterator[str]:
    for required in ("[Content_Types].xml", "_rels/.rels"):
        if required not in names:
            yield f"{required} is missing"
            return
    types = trees["[Content_Types].xml"]
    endings = {element.get("Extension", "").lower() for element in types.iter(f"{_TYPES}Default")}
    overrides = [element.get("PartName", "") for element in types.iter(f"{_TYPES}Override")]
    yield from (f"the type of {part} is said twice" for part, count in Counter(overrides).items() if count > 1)
    yield from (f"{part} has a type and is not there" for part in overrides if part.removeprefix("/") not in names)
    for name in names:
        if f"/{name}" not in overrides and name.rpartition(".")[2].lower() not in endings and "[Con" not in name:
            yield f"{name} has no content type"
    for name, tree in trees.items():
        if name.endswith(".rels"):
            yield from _relations(name, tree, names)
    if not any(link.get("Type") == _DOCUMENT for link in trees["_rels/.rels"]):
        yield "the package names no document"


def _relations(name: str, tree: etree._Element, names: Sequence[str]) -> Iterator[str]:
    ids = Counter(link.get("Id") for link in tree)
    yield from (f"{name} has {number} {count} times" for number, count in ids.items() if count > 1)
    folder = posixpath.dirname(posixpath.dirname(name))
    for link in tree:
        target = link.get("Target", "")
        path = (
            target.removeprefix("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        )
        if link.get("TargetMode") != "External" and path not in names:
            yield f"{name} leads to {target}, which is not there"


# ---------------------------------------------------------------- the document


def _document(trees: dict[str, etree._Element]) -> Iterator[str]:
    words = {name: tree for name, tree in trees.items() if name.startswith("word/") and not name.endswith(".rels")}
    for name, tree in words.items():
        yield from (f"{name}: {fault}" for fault in (*_ids(tree), *_orders(tree), *_cells(tree), *_links(tree)))
        yield from (f"{name}: {fault}" for fault in _used(tree, name, trees))


def _ids(tree: etree._Element) -> Iterator[str]:
    """Bookmarks by number and by name, comments, controls, drawings and paragraphs: none may be there twice."""
    kinds = {
        "bookmark": [e.get(f"{W}id") for e in tree.iter(f"{W}bookmarkStart")],
        "bookmark's name": [e.get(f"{W}name") for e in tree.iter(f"{W}bookmarkStart")],
        "end of a bookmark": [e.get(f"{W}id") for e in tree.iter(f"{W}bookmarkEnd")],
        "comment": [e.get(f"{W}id") for e in tree.iter(f"{W}comment")],
        "start of a comment": [e.get(f"{W}id") for e in tree.iter(f"{W}commentRangeStart")],
        "mark of a comment": [e.get(f"{W}id") for e in tree.iter(f"{W}commentReference")],
        "control": [e.get(f"{W}val") for s in tree.iter(f"{W}sdtPr") for e in s.iterchildren(f"{W}id")],
        "drawing": [e.get("id") for e in tree.iter(f"{WP}docPr")],
        "paragraph": [e.get(f"{W14}paraId") for e in tree.iter(f"{W}p") if e.get(f"{W14}paraId")],
    }
    for kind, ids in kinds.items():
        yield from (f"{kind} {number} is there {count} times" for number, count in Counter(ids).items() if count > 1)
    if sorted(map(str, kinds["bookmark"])) != sorted(map(str, kinds["end of a bookmark"])):
        yield "a bookmark does not end, or does not begin"
    for name in kinds["bookmark's name"]:
        if not re.fullmatch(r"[^\W\d]\w{0,39}", name or "") and name != "_GoBack":
            yield f"{name} is no name of a bookmark"


def _orders(tree: etree._Element) -> Iterator[str]:
    """Elements that must stand in an order, and do not."""
    for element in tree.iter(*(f"{W}{tag}" for tag in _PLACES)):
        tag = etree.QName(element).localname
        places = _PLACES[tag]
        here = [etree.QName(child).localname for child in element if isinstance(child.tag, str)]
        order = [places[name] for name in here if name in places]
        if order != sorted(order):
            yield f"{tag} holds {' '.join(here)} in no order that Word takes"
        twice = [name for name, count in Counter(here).items() if count > 1 and name in places]
        if twice and tag not in ("tbl", "sectPr", "style"):
            yield f"{tag} holds {' '.join(twice)} twice"


def _cells(tree: etree._Element) -> Iterator[str]:
    """Tables whose rows do not fill their grid, cells that do not end with a paragraph, paragraphs in one another."""
    for table in tree.iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        widths = [_width(row) for row in _below(table, "tr", "tbl")]
        yield from (f"a row is {width} cells wide in a grid of {columns}" for width in widths if width != columns)
    for cell in tree.iter(f"{W}tc"):
        blocks = [child.tag for child in cell if child.tag in (f"{W}p", f"{W}tbl", f"{W}sdt")]
        if not blocks or blocks[-1] == f"{W}tbl":
            yield "a cell does not end with a paragraph"
    for paragraph in tree.iter(f"{W}p"):
        above = next(paragraph.iterancestors(f"{W}p", f"{W}txbxContent"), None)
        if above is not None and above.tag == f"{W}p":
            yield "a paragraph stands in a paragraph"


def _width(row: etree._Element) -> int:
    """How many columns of the grid a row fills."""
    spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in _below(row, "tc", "tr")]
    left_out = [row.find(f"{W}trPr/{W}{side}") for side in ("gridBefore", "gridAfter")]
    return sum(1 if span is None else int(span.get(f"{W}val", "1")) for span in spans) + sum(
        int(side.get(f"{W}val", "0")) for side in left_out if side is not None
    )


def _below(element: etree._Element, tag: str, owner: str) -> list[etree._Element]:
    """The elements that are an element's own, in content controls too, and not those of one inside it."""
    return [e for e in element.iter(f"{W}{tag}") if next(e.iterancestors(f"{W}{owner}")) is element]


def _links(tree: etree._Element) -> Iterator[str]:
    """Links that lead to no bookmark of the document."""
    names = {element.get(f"{W}name") for element in tree.iter(f"{W}bookmarkStart")}
    for link in tree.iter(f"{W}hyperlink"):
        anchor = link.get(f"{W}anchor")
        if anchor and not link.get(f"{R}id") and anchor not in names:
            yield f"a link leads to {anchor}, which is not there"


def _used(tree: etree._Element, name: str, trees: dict[str, etree._Element]) -> Iterator[str]:
    """Styles, lists and relationships that are used and not defined."""
    styles = trees.get("word/styles.xml")
    if styles is not None:
        defined = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
        used = {e.get(f"{W}val") for tag in ("pStyle", "rStyle", "tblStyle") for e in tree.iter(f"{W}{tag}")}
        yield from (f"the style {style} is not defined" for style in sorted(map(str, used - defined)))
    numbering = trees.get("word/numbering.xml")
    lists = {e.get(f"{W}val") for e in tree.iter(f"{W}numId") if e.getparent().tag == f"{W}numPr"} - {"0"}  # type: ignore[union-attr]
    known = {e.get(f"{W}numId") for e in numbering.iter(f"{W}num")} if numbering is not None else set()
    yield from (f"the list {number} is not defined" for number in sorted(map(str, lists - known)))
    folder, _, file = name.rpartition("/")
    relations = trees.get(f"{folder}/_rels/{file}.rels")
    links = {link.get("Id") for link in relations} if relations is not None else set()
    wanted = {value for e in tree.iter() for key, value in e.attrib.items() if str(key).startswith(R)}
    yield from (f"the relationship {number} is not there" for number in sorted(map(str, wanted - links)))
