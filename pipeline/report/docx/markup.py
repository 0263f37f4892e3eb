"""Text to WordprocessingML: runs, paragraphs, links, places to fill in (ECMA-376 part 1, clause 17)."""

import re
import zlib
from collections.abc import Iterable
from html import escape

from pipeline.report.shown import shown

_LETTER = re.compile(r"[^\W\d_]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

_SIGN_FONT = '<w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="Segoe UI Symbol"/>'
TAB = "<w:r><w:tab/></w:r>"
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*")
_LONGEST_NAME = 40  # of a bookmark, in Word


def run(text: str, style: str = "") -> str:
    """The text in a character style, its line breaks kept."""
    look = f'<w:rStyle w:val="{style}"/>' if style else ""
    if _is_right_to_left(text):
        look += "<w:rtl/>"
    return _run(text, look) if text else ""


def sign(text: str, style: str = "") -> str:
    """A sign (✓ ◐ ✕) in a font that has it, so that no program chooses another for the words beside it."""
    look = f'<w:rStyle w:val="{style}"/>' if style else ""
    return _run(text, look + _SIGN_FONT)


def paragraph(content: str, style: str = "") -> str:
    """A paragraph of runs; one whose first letter is read from the right runs from the right."""
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    if "<w:rtl/>" in content and content.index("<w:rtl/>") < content.index("<w:t "):
        look += "<w:bidi/>"
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{content}</w:p>"


def heading(content: str, level: int = 1, *, on_new_page: bool = False) -> str:
    """A heading of runs, from level 1 down; it may begin a page."""
    new = "<w:pageBreakBefore/>" if on_new_page else ""
    return f'<w:p><w:pPr><w:pStyle w:val="Heading{level}"/>{new}</w:pPr>{content}</w:p>'


def line(text: str, style: str = "") -> str:
    """A paragraph of one text."""
    return paragraph(run(text), style)


def section(*, is_landscape: bool) -> str:
    """What ends a section: an A4 page, in the form's own margins where it lies on its side, and the footer."""
    if is_landscape:
        size, margins = 'w:w="16838" w:h="11906" w:orient="landscape"', (1000, 1100)
    else:
        size, margins = 'w:w="11906" w:h="16838"', (1134, 1304)
    down, across = margins
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz {size}/>'
        f'<w:pgMar w:top="{down}" w:right="{across}" w:bottom="{down}" w:left="{across}" '
        'w:header="600" w:footer="600" w:gutter="0"/></w:sectPr>'
    )


def section_end(*, is_landscape: bool) -> str:
    """A paragraph of next to no height that ends a section before the last one."""
    return f'<w:p><w:pPr><w:pStyle w:val="TableGap"/>{section(is_landscape=is_landscape)}</w:pPr></w:p>'


def field(instruction: str) -> str:
    """A field that Word works out: PAGE, NUMPAGES."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark_name(anchor: str) -> str:
    """The anchor as Word allows it: letters, digits and underscores, 40 at the most, and no two alike."""
    name = anchor.replace("-", "_").replace(".", "__")
    if _PLAIN_NAME.fullmatch(anchor) and len(name) <= _LONGEST_NAME:
        return name
    return f"at_{zlib.crc32(anchor.encode('utf-8', 'surrogatepass')):08x}"


def link(content: str, anchor: str) -> str:
    """Runs that lead to a bookmark in the same file."""
    return f'<w:hyperlink w:anchor="{bookmark_name(anchor)}" w:history="1">{content}</w:hyperlink>'


class Numbers:
    """The numbers that tell the bookmarks and the controls of one file apart."""

    def __init__(self) -> None:
        self._last = 0

    def bookmark(self, anchor: str, content: str) -> str:
        """The content as a place that a link can lead to."""
        number = self._next()
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(anchor)}"/>{content}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def blank(self, label: str, *, is_date: bool = False) -> str:
        """A content control to fill in, which shows its label until it is; a date can be picked."""
        kind = '<w:date><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-GB"/></w:date>' if is_date else ""
        name = quoted(label.strip("[]"))
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{name}"/><w:tag w:val="{name}"/><w:id w:val="{self._next()}"/>'
            f"<w:showingPlcHdr/>{kind}</w:sdtPr><w:sdtContent>{run(label, 'PlaceholderText')}</w:sdtContent></w:sdt>"
        )

    def _next(self) -> int:
        self._last += 1
        return self._last


def joined(parts: Iterable[str], between: str = " ") -> str:
    """Runs with a text between them."""
    return run(between).join(filter(None, parts))


def quoted(text: str) -> str:
    """The text as it may stand in XML, in an attribute too."""
    return escape(shown(text)).replace("\n", " ")


def _run(text: str, look: str) -> str:
    lines = escape(shown(text), quote=False).replace("\t", " ").split("\n")
    texts = "<w:br/>".join(f'<w:t xml:space="preserve">{part}</w:t>' if part else "" for part in lines)
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{texts}</w:r>"


def _is_right_to_left(text: str) -> bool:
    """Whether the first letter of the text is Hebrew, Arabic or their like."""
    first = None if text.isascii() else _LETTER.search(text)
    return bool(first and _RIGHT_TO_LEFT.match(first.group()))
