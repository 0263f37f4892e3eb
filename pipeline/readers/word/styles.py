"""styles.xml to what a style does to reading: text hidden, struck or in a symbol font, numbers, headings."""

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from pipeline.readers.symbols import symbol_font
from pipeline.readers.word.names import (
    ASCII,
    BASEDON,
    DSTRIKE,
    HANSI,
    ILVL,
    NAME,
    NUMID,
    NUMPR,
    OUTLINELVL,
    PPR,
    RFONTS,
    RPR,
    STRIKE,
    STYLE,
    STYLEID,
    VAL,
    VANISH,
    Element,
    is_on,
    whole,
)

_HEADING = re.compile(r"heading \d|title|subtitle", re.IGNORECASE)
_BODY_LEVEL = 9  # the outline level of ordinary text (ECMA-376 part 1, 17.3.1.20)
_CHAIN_MAX = 20
_FEW_BYTES = 8192  # are parsed whole as fast as a handful of definitions one by one
Finder = Callable[[str], Element | None]


class Look(Struct, frozen=True):
    """What a run's formatting does to reading it; `font` is a symbol font's name. None: not said."""

    hidden: bool | None = None
    struck: bool | None = None
    font: str | None = None


PLAIN = Look()


class Style(Struct, frozen=True):
    """A style with all that it is based on. `level` None where its number's level is not said."""

    look: Look = PLAIN
    num_id: int | None = None
    level: int | None = None
    numbered_by: str = ""
    is_heading: bool = False


_NO_STYLE = Style()


def own_look(properties: Element) -> Look:
    """What run properties say themselves, without the styles that they name."""
    hidden: bool | None = None
    struck: bool | None = None
    font: str | None = None
    for child in properties:
        tag = child.tag
        if tag == VANISH:
            hidden = is_on(child)
        elif tag in (STRIKE, DSTRIKE):
            struck = is_on(child) or bool(struck)
        elif tag == RFONTS:
            font = symbol_font(child.get(ASCII)) or symbol_font(child.get(HANSI))
            font = font or ("" if child.get(ASCII) else None)
    return Look(hidden, struck, font)


def toggled(paragraph: Look, character: Look) -> Look:
    """Two styles' looks together: a toggle set in both is off again (ECMA-376 part 1, 17.7.3)."""
    return Look(
        bool(paragraph.hidden) != bool(character.hidden),
        bool(paragraph.struck) != bool(character.struck),
        paragraph.font if character.font is None else character.font,
    )


def over(look: Look, direct: Look) -> Look:
    """A look with direct formatting over it."""
    return Look(
        look.hidden if direct.hidden is None else direct.hidden,
        look.struck if direct.struck is None else direct.struck,
        look.font if direct.font is None else direct.font,
    )


class Styles:
    """The styles of one document by id. They are looked up when first met: many templates bear hundreds of them."""

    def __init__(self, load: Callable[[], Finder]) -> None:
        self._load = load
        self._find: Finder | None = None
        self._known: dict[str, Style] = {}
        self._elements: dict[str, Element | None] = {}

    def get(self, style_id: str) -> Style:
        """The style with this id, `based on` followed; one that says nothing where there is none."""
        if style_id not in self._known:
            self._known[style_id] = self._resolve(style_id)
        return self._known[style_id]

    def _element(self, style_id: str) -> Element | None:
        if style_id not in self._elements:
            self._find = self._find or self._load()
            self._elements[style_id] = self._find(style_id)
        return self._elements[style_id]

    def _resolve(self, style_id: str) -> Style:
        result = _NO_STYLE
        for name, element in reversed(list(self._chain(style_id))):
            result = _extended(result, name, element)
        return result

    def _chain(self, style_id: str) -> Iterator[tuple[str, Element]]:
        """A style and those that it is based on, itself first; a circle is left where it closes."""
        met: set[str] = set()
        while style_id and style_id not in met and len(met) < _CHAIN_MAX:
            met.add(style_id)
            element = self._element(style_id)
            if element is None:
                return
            yield style_id, element
            base = element.find(BASEDON)
            style_id = "" if base is None else base.get(VAL, "")


def _extended(base: Style, style_id: str, element: Element) -> Style:
    run, paragraph = element.find(RPR), element.find(PPR)
    look = base.look if run is None else over(base.look, own_look(run))
    num_id, level, by = base.num_id, base.level, base.numbered_by
    number = None if paragraph is None else paragraph.find(NUMPR)
    if number is not None:
        said, at = number.find(NUMID), number.find(ILVL)
        if said is not None:
            num_id, level, by = whole(said.get(VAL), 0), None, style_id
        if at is not None:
            level = whole(at.get(VAL), 0)
    return Style(look, num_id, level, by, _is_heading(base, element, paragraph))


def _is_heading(base: Style, element: Element, paragraph: Element | None) -> bool:
    name = element.find(NAME)
    if name is not None and _HEADING.fullmatch(name.get(VAL, "")):
        return True
    outline = None if paragraph is None else paragraph.find(OUTLINELVL)
    return base.is_heading if outline is None else is_outlined(outline)


def is_outlined(outline: Element) -> bool:
    """Whether an outline level makes its paragraph a heading."""
    return 0 <= whole(outline.get(VAL), _BODY_LEVEL) < _BODY_LEVEL


def style_finder(content: bytes, parse: Callable[[bytes], Element]) -> Finder:
    """styles.xml to a function from a style's id to its element; `parse` makes an element of bytes.

    Only the definitions that are asked for are parsed where the part is large and written as Word writes it: in
    common templates the styles are five times the document.
    """
    if len(content) <= _FEW_BYTES:
        return _parsed_finder(parse(content))
    head = re.search(rb"<w:styles\b[^<>]*>", content)
    opening = head[0] if head else b""
    if not opening or opening.endswith(b"/>") or b"\x00" in content[:200]:
        return _parsed_finder(parse(content))
    starts = {at[1]: at.start() for at in re.finditer(rb'<w:style\s[^<>]*?w:styleId="([^"]*)"', content)}

    def find(style_id: str) -> Element | None:
        start = starts.get(_escaped(style_id))
        if start is None:
            return None
        end = content.index(b"</w:style>", start) + len(b"</w:style>")
        return parse(opening + content[start:end] + b"</w:styles>")[0]

    return find


def _parsed_finder(root: Element) -> Finder:
    return {style.get(STYLEID, ""): style for style in root.iter(STYLE)}.get


def _escaped(style_id: str) -> bytes:
    return style_id.replace("&", "&amp;").replace("<", "&lt;").encode()
