"""A body of WordprocessingML to a Word file with the look of the form, and nothing in it of a machine or a clock."""

from functools import lru_cache
from pathlib import Path

from pipeline.report.docx.markup import field, paragraph, quoted, run, section
from pipeline.report.package import pack
from pipeline.report.shown import short

_PARTS = Path(__file__).parent / "parts"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMESPACES = f'xmlns:w="{_W}" xmlns:r="{_R}"'
_LONGEST_TITLE = 100
_STATIC = ("styles", "numbering", "settings")


def document(title: str, body: str, *, is_landscape: bool = True) -> bytes:
    """The file with this title and body; its last section lies on its side or stands. The footer counts the pages."""
    title = short(title, _LONGEST_TITLE)
    texts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("rIdDocument", f"{_R}/officeDocument", "word/document.xml"),
            ("rIdCore", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/document.xml": f"{_DECLARATION}<w:document {_NAMESPACES}><w:body>{body}"
        f"{section(is_landscape=is_landscape)}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(
            *((f"rId{name.title()}", f"{_R}/{name}", f"{name}.xml") for name in _STATIC),
            ("rIdFooter", f"{_R}/footer", "footer1.xml"),
        ),
        "word/footer1.xml": f"{_DECLARATION}<w:ftr {_NAMESPACES}>{_footer(title)}</w:ftr>",
        "docProps/core.xml": _core(title),
    }
    return pack({name: text.encode() for name, text in texts.items()} | _static_parts())


@lru_cache(maxsize=1)
def _static_parts() -> dict[str, bytes]:
    return {f"word/{name}.xml": (_PARTS / f"{name}.xml").read_bytes() for name in _STATIC}


def _footer(title: str) -> str:
    return paragraph(f"{run(f'{title}  ·  Page ')}{field('PAGE')}{run(' of ')}{field('NUMPAGES')}", "Footer")


def _core(title: str) -> str:
    """The core properties: a title, and no more of who and when than the format needs."""
    when = 'xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z'
    return (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{quoted(title)}</dc:title><dc:creator>ilm-coverage</dc:creator><dc:language>en-GB</dc:language>"
        "<cp:lastModifiedBy>ilm-coverage</cp:lastModifiedBy>"
        f"<dcterms:created {when}</dcterms:created><dcterms:modified {when}</dcterms:modified></cp:coreProperties>"
    )


def _content_types() -> str:
    kinds = {"document": "document.main", "footer1": "footer"} | {name: name for name in _STATIC}
    words = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{words}<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relations(*links: tuple[str, str, str]) -> str:
    made = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in links)
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'
