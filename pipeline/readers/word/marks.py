"""One pass over a part: where the walk has to look closely, so that it need not look closely everywhere."""

from dataclasses import dataclass, field

from pipeline.readers.word.names import (
    A_P,
    A_T,
    ALTCHUNK,
    ALTERNATE,
    BR,
    CELLDEL,
    CELLINS,
    CELLMERGE,
    CONFLICTDEL,
    CR,
    DEL,
    DRAWING,
    DSTRIKE,
    FLDCHAR,
    GRIDAFTER,
    GRIDBEFORE,
    GRIDSPAN,
    HMERGE,
    INS,
    M_T,
    MOVEFROM,
    MOVETO,
    NOBREAKHYPHEN,
    NUMPR,
    OBJECT,
    OUTLINELVL,
    PICT,
    PSTYLE,
    PTAB,
    RFONTS,
    RPR,
    RSTYLE,
    RUBY,
    SDT,
    STRIKE,
    SYM,
    TAB,
    TBL,
    TC,
    TR,
    TXBXCONTENT,
    VANISH,
    VMERGE,
    Element,
    P,
)

_IN_PARAGRAPHS = (
    *(PSTYLE, NUMPR, OUTLINELVL, RSTYLE, STRIKE, DSTRIKE, VANISH),
    *(TAB, PTAB, BR, CR, NOBREAKHYPHEN, SYM, RUBY, FLDCHAR, M_T),
)
_ANYWHERE = (
    *(INS, DEL, MOVEFROM, MOVETO, CONFLICTDEL, SDT, ALTERNATE, TBL, ALTCHUNK),
    *(DRAWING, PICT, OBJECT, TXBXCONTENT, A_T, A_P),
)
_IN_CELLS = (GRIDSPAN, VMERGE, HMERGE, CELLINS, CELLDEL, CELLMERGE)
_IN_ROWS = (GRIDBEFORE, GRIDAFTER)
_HOLDERS, _CELLS, _ROWS = (P, TC, TR), (TC, TR), (TR,)
_SYMBOL_FONTS = (b"dings", b"ymbol", b"ingbats")


@dataclass(frozen=True, slots=True)
class Marks:
    """Where there is more than what is plain.

    `holders`: the paragraphs that hold more than runs of text, the rows that hold more than cells. `rich`: the cells
    that hold more than plain paragraphs, the rows whose cells cannot be told apart in one pass. `merges`: what cells'
    properties say of taking other than one place of the grid. `properties`: the w:rPr that change what is read.
    """

    holders: set[Element] = field(default_factory=set)
    rich: set[Element] = field(default_factory=set)
    merges: dict[Element, list[Element]] = field(default_factory=dict)
    properties: set[Element] = field(default_factory=set)


def marks_of(content: bytes, root: Element) -> Marks:
    """The marks of a part, from its bytes and their root element."""
    marks = Marks()
    fonts = (RFONTS,) if _has_symbols(content, root) else ()
    for found in root.iter(*_IN_PARAGRAPHS, *_ANYWHERE, *_IN_CELLS, *_IN_ROWS, *fonts):
        parent = found.getparent()
        if parent is not None:
            _mark(marks, found, parent)
    return marks


def _mark(marks: Marks, found: Element, parent: Element) -> None:
    tag = found.tag
    if tag in _IN_CELLS:
        cell = parent.getparent()
        if cell is not None and cell.tag == TC:  # not the w:tcPr of a change, which says what was before
            marks.merges.setdefault(cell, []).append(found)
        return
    if parent.tag == RPR:
        marks.properties.add(parent)
    holder = _nearest(parent, _HOLDERS)
    cell = _nearest(holder, _CELLS)
    row = _nearest(cell, _ROWS) if tag in _ANYWHERE else None
    marks.holders.update(() if holder is None else (holder,))
    marks.rich.update(each for each in (cell, row) if each is not None)


def _has_symbols(content: bytes, root: Element) -> bool:
    """Whether a part may name a symbol font: most runs name a font, few name one of these."""
    if next(root.iter(RFONTS), None) is None:
        return False
    return b"\x00" in content[:200] or any(font in content for font in _SYMBOL_FONTS)


def _nearest(element: Element | None, wanted: tuple[str, ...]) -> Element | None:
    while element is not None and element.tag not in wanted:
        element = element.getparent()
    return element
