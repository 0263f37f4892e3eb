"""The parts of a Word file beside its body: styles, numbering, notes, footer, settings; and the package as a whole."""

import base64
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tests import wordml
from tests.corpus.markup import Picture
from tests.corpus.ml import el, field_mark
from tests.wordml import R, W

if TYPE_CHECKING:
    from tests.corpus.dress import Dresser

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN = {
    "docx": f"{WORD}.document.main+xml",
    "strict": f"{WORD}.document.main+xml",
    "docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
    "dotx": f"{WORD}.template.main+xml",
}
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
# A grey dot, stretched: what a picture shows is nothing that a reader of words can know.
DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")
CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
PROPERTIES = "application/vnd.openxmlformats-package.core-properties+xml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STRICT = {
    W: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    R: "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "http://purl.oclc.org/ooxml/drawingml/main",
}
SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rFooter"/>'
    + el("pgSz", w=16838, h=11906, orient="landscape")
    + el("pgMar", top=1000, right=1100, bottom=1000, left=1100, header=600, footer=600, gutter=0)
    + "</w:sectPr>"
)
EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def package(body: str, dresser: "Dresser", font: str, packaging: str, title: str) -> bytes:
    """The Word file's bytes: the body, and every part that it refers to."""
    content = {
        "styles": styles(font),
        "numbering": numbering(dresser.lists, dresser.line_lists),
        "settings": '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>',
        "footer1": footer(),
        **{name: notes(name, texts) for name, texts in dresser.notes.items() if texts},
    }
    files: dict[str, str | bytes] = {"word/media/image1.png": DOT} if "rPicture" in body else {}
    files |= {"word/document.xml": wordml.root("document", f"<w:body>{body}{SECTION}</w:body>")}
    links = [
        f'<Relationship Id="rLink{at}" Type="{R}/hyperlink" Target="{url}" TargetMode="External"/>'
        for at, url in enumerate(dresser.links, start=1)
    ]
    links += [f'<Relationship Id="rPicture" Type="{R}/image" Target="media/image1.png"/>'] if "rPicture" in body else []
    types = f'<Override PartName="/word/document.xml" ContentType="{MAIN[packaging]}"/>'
    types += f'<Override PartName="/docProps/core.xml" ContentType="{PROPERTIES}"/>'
    for name, xml in content.items():
        kind = name.rstrip("0123456789")
        files[f"word/{name}.xml"] = wordml.root("ftr" if kind == "footer" else kind, xml)
        types += f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>'
        key = "rFooter" if kind == "footer" else f"r{name}"
        links.append(f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{name}.xml"/>')
    files["[Content_Types].xml"] = content_types(types)
    files["docProps/core.xml"] = core(title)
    main = f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    main += f'<Relationship Id="rId2" Type="{CORE}" Target="docProps/core.xml"/>'
    files["_rels/.rels"], files["word/_rels/document.xml.rels"] = relations(main), relations("".join(links))
    if packaging == "strict":
        files = {name: strict(xml) if isinstance(xml, str) else xml for name, xml in files.items()}
    return wordml.pack(files)


def picture(block: Picture) -> str:
    """A run with a picture in the line."""
    extent = f'<wp:extent cx="{block.width}" cy="{block.height}"/><wp:docPr id="9" name="{block.name}"/>'
    fill = '<pic:blipFill><a:blip r:embed="rPicture"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    frame = f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{block.width}" cy="{block.height}"/></a:xfrm>'
    shape = f'<pic:spPr>{frame}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
    named = f'<pic:nvPicPr><pic:cNvPr id="9" name="{block.name}.png"/><pic:cNvPicPr/></pic:nvPicPr>'
    graphic = (
        f'<a:graphicData uri="{PICTURE}"><pic:pic xmlns:pic="{PICTURE}">{named}{fill}{shape}</pic:pic></a:graphicData>'
    )
    return f"<w:r><w:drawing><wp:inline>{extent}<a:graphic>{graphic}</a:graphic></wp:inline></w:drawing></w:r>"


def core(title: str) -> str:
    """The document's own properties, with a fixed date."""
    names = (
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    )
    when = (
        '<dcterms:created xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="dcterms:W3CDTF">'
        "2026-02-03T09:00:00Z</dcterms:created>"
    )
    return f"{DECLARATION}<cp:coreProperties {names}><dc:title>{escape(title)}</dc:title>{when}</cp:coreProperties>"


def strict(xml: str) -> str:
    """A part in the namespaces of Strict Open XML."""
    for loose, exact in STRICT.items():
        xml = xml.replace(loose, exact)
    return xml.replace("<w:document ", '<w:document w:conformance="strict" ')


def content_types(overrides: str) -> str:
    kinds = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "png": "image/png",
    }
    defaults = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in kinds.items())
    return f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{defaults}{overrides}</Types>'


def relations(links: str) -> str:
    return f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'


def _heading(size: int) -> str:
    return (
        '<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/></w:pPr>'
        f'<w:rPr><w:b/><w:color w:val="1F3864"/><w:sz w:val="{size}"/></w:rPr>'
    )


def _listed(number: int, level: int = 0) -> str:
    return el("pPr", el("numPr", el("ilvl", val=level), el("numId", val=number)))


MARGINS = el("tblCellMar", el("left", w=90, type="dxa"), el("right", w=90, type="dxa"))
# (id, kind, the name that Word shows, properties)
STYLES = (
    ("Normal", "paragraph", "Normal", ""),
    ("Title", "paragraph", "Title", '<w:rPr><w:b/><w:color w:val="1F3864"/><w:sz w:val="32"/></w:rPr>'),
    ("Heading1", "paragraph", "heading 1", _heading(28)),
    ("Heading2", "paragraph", "heading 2", _heading(24)),
    ("ListParagraph", "paragraph", "List Paragraph", '<w:pPr><w:ind w:left="360"/></w:pPr>'),
    ("ListBullet", "paragraph", "List Bullet", _listed(902)),
    ("UnitHeading", "paragraph", "Unit Heading", _listed(903) + "<w:rPr><w:b/></w:rPr>"),
    ("UnitOutcome", "paragraph", "Unit Outcome", _listed(903, 1)),
    ("UnitCriterion", "paragraph", "Unit Criterion", _listed(903, 2)),
    ("PlaceholderText", "character", "Placeholder Text", '<w:rPr><w:color w:val="808080"/></w:rPr>'),
    ("TableGrid", "table", "Table Grid", el("tblPr", el("tblBorders", EDGES), MARGINS)),
)


def styles(font: str) -> str:
    """The styles that the form uses, in one font."""
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="20"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="80"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    written = []
    for name, kind, shown, properties in STYLES:
        attributes: dict[str, str | int] = {"type": kind, "styleId": name} | (
            {"default": 1} if name == "Normal" else {}
        )
        base = '<w:basedOn w:val="Normal"/>' if kind == "paragraph" and name != "Normal" else ""
        written.append(el("style", el("name", val=shown), base, properties, **attributes))
    return defaults + "".join(written)


def numbering(lists: int, line_lists: int) -> str:
    """Outcomes' and criteria's numbers (a list for each unit), bullets, numbered lines, numbers that styles carry."""

    def level(at: int, text: str, *, kind: str = "decimal", style: str = "") -> str:
        linked = f'<w:pStyle w:val="{style}"/>' if style else ""
        shape = el("start", val=1), el("numFmt", val=kind), linked, el("suff", val="space")
        return el("lvl", *shape, el("lvlText", val=text), el("lvlJc", val="left"), ilvl=at)

    def abstract(at: int, levels: str) -> str:
        return f'<w:abstractNum w:abstractNumId="{at}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'

    styled = (
        level(0, "", style="UnitHeading")
        + level(1, "%2", style="UnitOutcome")
        + level(2, "%2.%3", style="UnitCriterion")
    )
    kinds = (
        abstract(1, level(0, "%1") + level(1, "%1.%2"))
        + abstract(2, level(0, "%1."))
        + abstract(3, level(0, "•", kind="bullet"))
        + abstract(4, styled)
    )
    restart = "".join(f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="1"/></w:lvlOverride>' for at in (0, 1))
    nums = "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="1"/>{restart}</w:num>' for at in range(1, lists + 1))
    first = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    nums += "".join(
        f'<w:num w:numId="{1000 + at}"><w:abstractNumId w:val="2"/>{first}</w:num>' for at in range(1, line_lists + 1)
    )
    return (
        kinds
        + nums
        + "".join(f'<w:num w:numId="{900 + at}"><w:abstractNumId w:val="{at + 1}"/></w:num>' for at in (1, 2, 3))
    )


def footer() -> str:
    page = '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    field = f"{field_mark('begin')}{page}{field_mark('separate')}<w:r><w:t>1</w:t></w:r>{field_mark('end')}"
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">Page </w:t></w:r>{field}</w:p>'


def notes(name: str, texts: list[str]) -> str:
    """Footnotes, endnotes or comments; ids from 2, as 0 and 1 are Word's separators."""
    kind = name.removesuffix("s")
    author = ' w:author="R. Lee"' if kind == "comment" else ""
    return "".join(
        f'<w:{kind} w:id="{at}"{author}><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:{kind}>'
        for at, text in enumerate(texts, start=2)
    )
