"""A body's, cell's or text box's content to blocks: paragraphs with their numbers, tables, what stands in boxes."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec import Struct

from pipeline.model.document import Table
from pipeline.readers.paged.page import PageLine
from pipeline.readers.word.context import Context
from pipeline.readers.word.inline import leave_instructions, plain_text, read_control, read_inline, read_run
from pipeline.readers.word.names import (
    ALTCHUNK,
    ALTERNATE,
    DEL,
    ILVL,
    INS,
    MOVEFROM,
    MOVETO,
    NUMID,
    NUMPR,
    OUTLINELVL,
    PPR,
    PSTYLE,
    RPR,
    SDT,
    SDTENDPR,
    SDTPR,
    SECTPR,
    TBL,
    TCPR,
    VAL,
    Element,
    P,
    R,
    whole,
)
from pipeline.readers.word.numbering import BULLET
from pipeline.readers.word.pictures import branch
from pipeline.readers.word.styles import PLAIN, Look, Style, is_outlined, over, own_look
from pipeline.readers.word.tables import Content, least_sure, read_table, recognised_table, table_text


class Line(NamedTuple):
    """A paragraph that was read."""

    text: str
    is_heading: bool
    confidence: float | None = None


Block = Line | Table
_UNSTYLED = Style()


class _Properties(Struct):
    """What a paragraph's properties say; `is_joined`: its mark is deleted or hidden, so that it runs into the next."""

    style: Style = _UNSTYLED
    style_id: str = ""
    num_id: int | None = None
    level: int | None = None
    is_heading: bool | None = None
    is_joined: bool = False
    mark: Look = PLAIN


_BARE = _Properties()


def read_story(context: Context, parent: Element) -> list[Block]:
    """The blocks in a body, cell, text box, header or footer, in order."""
    kept, context.carried = context.carried, ""
    fields = len(context.fields)
    blocks: list[Block] = []
    _read_blocks(context, parent, blocks)
    _flush(context, blocks)
    del context.fields[fields:]
    context.carried = kept
    return blocks


def read_cell(context: Context, cell: Element) -> Content:
    """A cell's text, nested tables' included, those tables, and how sure its words are."""
    if cell not in context.marks.rich:
        return Content("" if context.muted else plain_text(cell))
    pictures, context.cell_pictures = context.cell_pictures, []
    blocks = read_story(context, cell)
    text = _text_of(blocks)
    if not text and context.cell_pictures:
        for picture in context.cell_pictures:
            context.read_picture(*picture)
        _add_scans(context, blocks)
        text = _text_of(blocks)
    context.cell_pictures = pictures
    if len(blocks) == 1 and isinstance(blocks[0], Line):
        return Content(text, (), blocks[0].confidence)
    return Content(text, tuple([block for block in blocks if isinstance(block, Table)]), _least_sure(blocks))


def _least_sure(blocks: list[Block]) -> float | None:
    """How sure the least certain of the recognised words is; None where there are none."""
    sure = (block.confidence if isinstance(block, Line) else least_sure(block) for block in blocks)
    return min((one for one in sure if one is not None), default=None)


def _text_of(blocks: list[Block]) -> str:
    if len(blocks) == 1 and isinstance(blocks[0], Line):
        return blocks[0].text.strip()
    return "\n".join([block.text if isinstance(block, Line) else table_text(block) for block in blocks]).strip()


def _read_blocks(context: Context, parent: Element, blocks: list[Block]) -> None:
    for child in parent:
        tag = child.tag
        if tag == P:
            _read_paragraph(context, child, blocks)
        elif tag in _BLOCKS:
            _BLOCKS[tag](context, child, blocks)
        elif len(child):
            _read_blocks(context, child, blocks)


def _read_paragraph(context: Context, element: Element, blocks: list[Block]) -> None:
    """Adds a paragraph, then what stands in the text boxes that are anchored in it."""
    if element not in context.marks.holders:
        text = "" if context.muted else plain_text(element)
        blocks.append(Line(context.carried + text, is_heading=False))
        context.carried = ""
        return
    first = element[0] if len(element) else None
    said = _BARE if first is None or first.tag != PPR else _properties(context, first)
    label = "" if said is _BARE or said.is_joined else _label(context, said)
    context.parts, context.look = [], said.style.look
    read_inline(context, element)
    _finish(context, said, label, blocks)


def _finish(context: Context, said: _Properties, label: str, blocks: list[Block]) -> None:
    if context.instructions:
        leave_instructions(context)
    context.look = PLAIN
    text = context.carried + "".join(context.parts)
    context.carried = ""
    if said.is_joined:
        context.carried = text
    else:
        heading = said.style.is_heading if said.is_heading is None else said.is_heading
        blocks.append(Line(_labelled(label, text), heading))
    if context.struck:
        _take_down_struck(context)
    if context.boxes:
        boxes, context.boxes = context.boxes, []
        for box in boxes:
            blocks.extend(read_story(context, box))
    if context.scans:
        _add_scans(context, blocks)


def _add_scans(context: Context, blocks: list[Block]) -> None:
    """Adds what was recognised on pictures."""
    scans, context.scans = context.scans, []
    for page in scans:
        for block in page.blocks:
            if isinstance(block, PageLine):
                blocks.append(Line(block.text, block.is_heading, block.confidence))
                context.sureness.append(block.confidence or 0.0)
            else:
                blocks.append(recognised_table(context, block))


def _labelled(label: str, text: str) -> str:
    """A paragraph's number and its text; a bullet with nothing behind it is no text."""
    if label and not text.strip():
        return "" if label.strip() == BULLET else label.rstrip()
    return label + text


def _take_down_struck(context: Context) -> None:
    words, context.struck = "".join(context.struck).strip(), []
    if words:
        context.strike(words)


def _properties(context: Context, element: Element) -> _Properties:
    said = _Properties()
    for child in element:
        tag = child.tag
        if tag == PSTYLE:
            said.style_id = child.get(VAL, "")
            said.style = context.styles.get(said.style_id)
        elif tag == NUMPR:
            for each in child:
                if each.tag == NUMID:
                    said.num_id = whole(each.get(VAL), 0)
                elif each.tag == ILVL:
                    said.level = whole(each.get(VAL), 0)
        elif tag == OUTLINELVL:
            said.is_heading = is_outlined(child)
        elif tag == RPR and child in context.marks.properties:
            _read_mark(context, child, said)
    return said


def _read_mark(context: Context, properties: Element, said: _Properties) -> None:
    """What a paragraph mark's own properties say: changes to it, whether it is hidden."""
    for child in properties:
        if child.tag in (DEL, MOVEFROM):
            said.is_joined = True
        if child.tag in (INS, DEL, MOVEFROM, MOVETO):
            context.change()
    said.mark = over(said.style.look, own_look(properties))
    if said.mark.hidden:
        said.is_joined = True


def _label(context: Context, said: _Properties) -> str:
    """The paragraph's number and what parts it from the text; "" where it has none."""
    style = said.style
    is_own = said.num_id is not None
    num_id = said.num_id if is_own else style.num_id
    if not num_id:
        return ""
    level = said.level if said.level is not None else (0 if is_own else style.level)
    number, between = context.numbering.next(num_id, level, style.numbered_by or said.style_id)
    return "" if context.muted or said.mark.struck else number + between if number else ""


def _flush(context: Context, blocks: list[Block]) -> None:
    """Adds what was carried over to a next paragraph where none came."""
    if context.carried.strip():
        blocks.append(Line(context.carried, is_heading=False))
    context.carried = ""


def _read_table(context: Context, element: Element, blocks: list[Block]) -> None:
    _flush(context, blocks)
    table = read_table(context, element, read_cell)
    if table is not None:
        blocks.append(table)


def _read_control(context: Context, element: Element, blocks: list[Block]) -> None:
    read_control(context, element, lambda inner, content: _read_blocks(inner, content, blocks))


def _read_alternate(context: Context, element: Element, blocks: list[Block]) -> None:
    chosen = branch(element)
    if chosen is not None:
        _read_blocks(context, chosen, blocks)


def _read_inserted(context: Context, element: Element, blocks: list[Block]) -> None:
    context.change(element)
    _read_blocks(context, element, blocks)


def _read_deleted(context: Context, element: Element, _: list[Block]) -> None:
    context.change(element)


def _read_chunk(context: Context, _element: Element, _: list[Block]) -> None:
    """Takes down a document inside the document, which Word reads when it is opened (ECMA-376 part 1, 17.17.2.1)."""
    context.cannot_read("")


def _read_loose_run(context: Context, element: Element, blocks: list[Block]) -> None:
    """A run outside any paragraph, as odd writers leave it, is a paragraph."""
    context.parts = []
    read_run(context, element)
    _finish(context, _BARE, "", blocks)


def _skip(_context: Context, _element: Element, _blocks: list[Block]) -> None:
    """Leaves out properties."""


_BLOCKS: dict[str, Callable[[Context, Element, list[Block]], None]] = {
    TBL: _read_table,
    SDT: _read_control,
    ALTERNATE: _read_alternate,
    INS: _read_inserted,
    MOVETO: _read_inserted,
    DEL: _read_deleted,
    MOVEFROM: _read_deleted,
    ALTCHUNK: _read_chunk,
    R: _read_loose_run,
    **dict.fromkeys((PPR, TCPR, SECTPR, SDTPR, SDTENDPR), _skip),
}


def lines(blocks: list[Block]) -> Iterator[Line]:
    """The lines in blocks, those in table cells too."""
    for block in blocks:
        if isinstance(block, Line):
            yield block
        else:
            yield from (Line(cell.text, is_heading=False) for row in block.rows for cell in row.cells)
