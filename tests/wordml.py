"""WordprocessingML to the bytes of a Word file, part by part, as Word lays them out: for tests that need real XML."""

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": W,
        "r": R,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAIN = f"{_WORD}.document.main+xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def root(tag: str, content: str) -> str:
    """A part's XML: `content` under a root `w:tag` with every namespace that Word declares."""
    return f"{_DECLARATION}<w:{tag} {NAMESPACES}>{content}</w:{tag}>"


def docx(body: str, *, main_type: str = _MAIN, **parts: str) -> bytes:
    """A Word file with this body XML; `parts` by name and content: numbering="<w:abstractNum …", header1="<w:p …"."""
    section = "" if "<w:sectPr" in body else "<w:sectPr/>"
    files = {"word/document.xml": root("document", f"<w:body>{body}{section}</w:body>")}
    types = [("/word/document.xml", main_type)]
    links = []
    for at, (name, content) in enumerate(parts.items(), start=1):
        kind = name.rstrip("0123456789")
        tag = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
        files[f"word/{name}.xml"] = root(tag, content)
        types.append((f"/word/{name}.xml", f"{_WORD}.{kind}+xml"))
        links.append(f'<Relationship Id="rId{at}" Type="{R}/{kind}" Target="{name}.xml"/>')
    overrides = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in types)
    files["[Content_Types].xml"] = (
        f'{_DECLARATION}<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    files["_rels/.rels"] = _relations(f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>')
    files["word/_rels/document.xml.rels"] = _relations("".join(links))
    return pack(files)


def pack(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts, content types first, with a fixed date: the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _relations(links: str) -> str:
    return f'{_DECLARATION}<Relationships xmlns="{_RELATIONSHIPS}">{links}</Relationships>'
