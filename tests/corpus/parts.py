"""The parts of a Word file beside its body: styles, numbering, notes, footer, settings; and the package as a whole."""

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tests import wordml
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
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STRICT = {
    W: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    R: "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "http://purl.oclc.org/ooxml/drawingml/main",
}
SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rFooter"/><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1000" w:right="1100" w:bottom="1000" w:left="1100" w:header="600" w:footer="600" w:gutter="0"/></w:sectPr>'
)
EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def package(body: str, dresser: "Dresser", font: str, packaging: str) -> bytes:
    """The Word file's bytes: the body, and every part that it refers to."""
    content = {
        "styles": styles(font),
        "numbering": numbering(dresser.lists, dresser.line_lists),
        "settings": '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>',
        "footer1": footer(),
        **{name: notes(name, texts) for name, texts in dresser.notes.items() if texts},
    }
    files = {"word/document.xml": wordml.root("document", f"<w:body>{body}{SECTION}</w:body>")}
    links = [
        f'<Relationship Id="rLink{at}" Type="{R}/hyperlink" Target="{url}" TargetMode="External"/>'
        for at, url in enumerate(dresser.links, start=1)
    ]
    types = f'<Override PartName="/word/document.xml" ContentType="{MAIN[packaging]}"/>'
    for name, xml in content.items():
        kind = name.rstrip("0123456789")
        files[f"word/{name}.xml"] = wordml.root("ftr" if kind == "footer" else kind, xml)
        types += f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>'
        links.append(
            f'<Relationship Id="{"rFooter" if kind == "footer" else "r" + name}" Type="{R}/{kind}" Target="{name}.xml"/>'
        )
    files["[Content_Types].xml"] = content_types(types)
    main = f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    files["_rels/.rels"], files["word/_rels/document.xml.rels"] = relations(main), relations("".join(links))
    if packaging == "strict":
        files = {name: strict(xml) for name, xml in files.items()}
    return wordml.pack(files)


def strict(xml: str) -> str:
    """A part in the namespaces of Strict Open XML."""
    for loose, exact in STRICT.items():
        xml = xml.replace(loose, exact)
    return xml.replace("<w:document ", '<w:document w:conformance="strict" ')


def content_types(overrides: str) -> str:
    defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    return f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{defaults}{overrides}</Types>'


def relations(links: str) -> str:
    return f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'


def styles(font: str) -> str:
    """The styles that the form uses, in one font."""

    def style(name: str, kind: str, shown: str, properties: str) -> str:
        base = '<w:basedOn w:val="Normal"/>' if kind == "paragraph" and name != "Normal" else ""
        return f'<w:style w:type="{kind}" w:styleId="{name}"{" w:default=" + chr(34) + "1" + chr(34) if name == "Normal" else ""}><w:name w:val="{shown}"/>{base}{properties}</w:style>'

    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
    heading = '<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/></w:pPr><w:rPr><w:b/><w:color w:val="1F3864"/><w:sz w:val="{}"/></w:rPr>'
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="20"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="80"/></w:pPr></w:pPrDefault></w:docDefaults>'
        + style("Normal", "paragraph", "Normal", "")
        + style(
            "Title",
            "paragraph",
            "Title",
            '<w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr><w:b/><w:color w:val="1F3864"/><w:sz w:val="32"/></w:rPr>',
        )
        + style("Heading1", "paragraph", "heading 1", heading.format(28))
        + style("Heading2", "paragraph", "heading 2", heading.format(24))
        + style("ListParagraph", "paragraph", "List Paragraph", '<w:pPr><w:ind w:left="360"/></w:pPr>')
        + style("ListBullet", "paragraph", "List Bullet", '<w:pPr><w:numPr><w:numId w:val="902"/></w:numPr></w:pPr>')
        + style(
            "UnitOutcome",
            "paragraph",
            "Unit Outcome",
            '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="903"/></w:numPr></w:pPr>',
        )
        + style(
            "UnitCriterion",
            "paragraph",
            "Unit Criterion",
            '<w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="903"/></w:numPr></w:pPr>',
        )
        + style(
            "UnitHeading",
            "paragraph",
            "Unit Heading",
            '<w:pPr><w:numPr><w:numId w:val="903"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr>',
        )
        + style("PlaceholderText", "character", "Placeholder Text", '<w:rPr><w:color w:val="808080"/></w:rPr>')
        + style(
            "TableGrid",
            "table",
            "Table Grid",
            f'<w:tblPr><w:tblBorders>{EDGES}</w:tblBorders><w:tblCellMar><w:left w:w="90" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>',
        )
    )


def numbering(lists: int, line_lists: int) -> str:
    """Outcome and criterion numbers (one list for each unit), bullets, numbered lines, and numbers that styles carry."""

    def level(at: int, text: str, *, kind: str = "decimal", style: str = "") -> str:
        linked = f'<w:pStyle w:val="{style}"/>' if style else ""
        return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{linked}<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'

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
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">Page </w:t></w:r>{field}</w:p>'


def notes(name: str, texts: list[str]) -> str:
    """Footnotes, endnotes or comments; ids from 2, as 0 and 1 are Word's separators."""
    kind = name.removesuffix("s")
    author = ' w:author="R. Lee"' if kind == "comment" else ""
    return "".join(
        f'<w:{kind} w:id="{at}"{author}><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:{kind}>'
        for at, text in enumerate(texts, start=2)
    )
