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
    FOOTERREFERENCE,
    GRIDAFTER,
    GRIDBEFORE,
    GRIDSPAN,
    HEADERREFERENCE,
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
_REFERENCES = (HEADERREFERENCE, FOOTERREFERENCE)
_MARKS = (*_IN_PARAGRAPHS, *_ANYWHERE, *_IN_CELLS, *_IN_ROWS, *_REFERENCES)
_HOLDERS, _CELLS, _ROWS = (P, TC, TR), (TC, TR), (TR,)
_NEAR = 3
_SYMBOL_FONTS = (b"dings", b"ymbol", b"ingbats")


@dataclass(frozen=True, slots=True)
class Marks:
    """Where there is more than what is plain.

    `holders`: the paragraphs that hold more than runs of text, the rows that hold more than cells. `rich`: the cells
    that hold more than plain paragraphs, the rows whose cells cannot be told apart in one pass. `merges`: what cells'
    properties say of taking other than one place of the grid. `properties`: the w:rPr that change what is read.
    `references`: what names the headers and footers.
    """

    holders: set[Element] = field(default_factory=set)
    rich: set[Element] = field(default_factory=set)
    merges: dict[Element, list[Element]] = field(default_factory=dict)
    properties: set[Element] = field(default_factory=set)
    references: list[Element] = field(default_factory=list)


def marks_of(content: bytes, root: Element) -> Marks:
    """The marks of a part, from its bytes and their root element."""
    marks = Marks()
    fonts = (RFONTS,) if _has_symbols(content, root) else ()
    last: tuple[Element, bool] | None = None
    for found in root.iter(*_MARKS, *fonts):
        parent, tag = found.getparent(), found.tag
        if parent is None:
            continue
        if tag in _IN_CELLS:
            _mark_cell(marks, found, parent)
        elif tag in _REFERENCES:
            marks.references.append(found)
        elif last != (parent, tag in _ANYWHERE):  # what lies beside it marks the same
            last = parent, tag in _ANYWHERE
            _mark(marks, parent, _ROWS if tag in _ANYWHERE else ())
    return marks


def _mark_cell(marks: Marks, found: Element, properties: Element) -> None:
    cell = properties.getparent()
    if cell is not None and cell.tag == TC:  # not the w:tcPr of a change, which says what was before
        marks.merges.setdefault(cell, []).append(found)


def _mark(marks: Marks, parent: Element, rows: tuple[str, ...]) -> None:
    if parent.tag == RPR:
        marks.properties.add(parent)
    holder = _nearest(parent, _HOLDERS)
    cell = _nearest(holder, _CELLS)
    row = _nearest(cell, rows) if rows else None
    if holder is not None:
        marks.holders.add(holder)
    if cell is not None:
        marks.rich.add(cell)
    if row is not None:
        marks.rich.add(row)


def _has_symbols(content: bytes, root: Element) -> bool:
    """Whether a part may name a symbol font: most runs name a font, few name one of these."""
    if next(root.iter(RFONTS), None) is None:
        return False
    return b"\x00" in content[:200] or any(font in content for font in _SYMBOL_FONTS)


def _nearest(element: Element | None, wanted: tuple[str, ...]) -> Element | None:
    """The element itself or the nearest one around it that is wanted."""
    for _ in range(_NEAR):
        if element is None or element.tag in wanted:
            return element
        element = element.getparent()
    if element is None or element.tag in wanted:
        return element
    return next(element.iterancestors(*wanted), None)  # slower for a few steps, faster for many
