"""A paragraph's runs to text: what is seen with all changes accepted, no field codes, no hidden or struck-out words."""

from collections.abc import Callable

from pipeline.readers import symbols
from pipeline.readers.word.context import Context, Field
from pipeline.readers.word.names import (
    A_P,
    A_T,
    ALTERNATE,
    BR,
    CHAR,
    CHECKBOX,
    CHECKBOX14,
    CHECKED,
    CHECKED14,
    CONFLICTDEL,
    CR,
    CUSTOMXMLPR,
    DDLIST,
    DEFAULT,
    DEL,
    DELINSTRTEXT,
    DELTEXT,
    DRAWING,
    FFDATA,
    FLDCHAR,
    FLDCHARTYPE,
    FONT,
    INS,
    INSTRTEXT,
    LISTENTRY,
    M_CTRLPR,
    M_RPR,
    M_T,
    MOVEFROM,
    MOVETO,
    NOBREAKHYPHEN,
    OBJECT,
    PICT,
    PPR,
    PTAB,
    RESULT,
    RPR,
    RSTYLE,
    RUBY,
    RUBYBASE,
    SDT,
    SDTCONTENT,
    SDTENDPR,
    SDTPR,
    SHOWINGPLCHDR,
    SMARTTAGPR,
    SYM,
    TAB,
    TC,
    TXBXCONTENT,
    VAL,
    VAL14,
    XML_SPACE,
    Element,
    P,
    R,
    T,
    is_on,
    whole,
)
from pipeline.readers.word.pictures import branch, read_drawing
from pipeline.readers.word.styles import PLAIN, Look, over, own_look, toggled

_TICKED, _UNTICKED = "☒", "☐"
_BLANKS = " \t\r\n"
_LINE, _CELL = "\x1f", "\x1e"  # marks that no XML can hold


def read_inline(context: Context, parent: Element) -> None:
    """Adds the text of an element's runs to the paragraph that is read; wrappers are walked through."""
    for child in parent:
        tag = child.tag
        if tag == R:
            read_run(context, child)
        else:
            _HANDLERS.get(tag, read_inline)(context, child)


def read_run(context: Context, run: Element) -> None:
    """Adds a run's text to the paragraph that is read."""
    if context.look is not PLAIN:
        _read_styled(context, run)
        return
    for child in run:
        tag = child.tag
        if tag == T:
            _read_text(context, child)
        elif tag != RPR:
            _HANDLERS.get(tag, read_inline)(context, child)
        elif child in context.marks.properties:
            _read_styled(context, run)
            return


def read_control(context: Context, control: Element, read: Callable[[Context, Element], None]) -> None:
    """Reads a content control's content with `read`; Word's own prompt in an empty one is no text."""
    content = control.find(SDTCONTENT)
    if content is None:
        return
    prompt = showing_prompt(control)
    context.muted += prompt
    read(context, content)
    context.muted -= prompt


def showing_prompt(control: Element) -> bool:
    """Whether a content control still shows its prompt (ECMA-376 part 1, 17.5.2.39)."""
    properties = control.find(SDTPR)
    flag = None if properties is None else properties.find(SHOWINGPLCHDR)
    return flag is not None and is_on(flag)


def leave_instructions(context: Context) -> None:
    """Ends instructions at the paragraph's end: a field that is never closed hides no more than its paragraph."""
    at = len(context.fields)
    while context.instructions and at:
        at -= 1
        if context.fields[at] is not Field.RESULT:
            context.fields[at] = Field.RESULT
            _leave_instruction(context)


def plain_text(element: Element) -> str:
    """The text of a paragraph or cell that holds nothing but paragraphs of runs of plain text, a line for each."""
    return _seen("".join([_LINE if found.tag == P else _own_text(found) for found in element.iter(P, T)])).strip()


def plain_cells(row: Element) -> tuple[list[Element], list[str]]:
    """The cells of a row that holds nothing but plain paragraphs, and their texts: read in one pass."""
    cells: list[Element] = []
    pieces: list[str] = []
    for found in row.iter(TC, P, T):
        tag = found.tag
        if tag == T:
            text = found.text
            if text:
                pieces.append(text if text.strip(_BLANKS) is text else _own_text(found))
        elif tag == P:
            pieces.append(_LINE)
        else:
            cells.append(found)
            pieces.append(_CELL)
    texts = _seen("".join(pieces)).split(_CELL)
    return cells, [text.strip() for text in texts[1:]]


def _read_text(context: Context, element: Element) -> None:
    if not context.muted:
        context.parts.append(_seen(_own_text(element), context.font))


def _own_text(element: Element) -> str:
    """A w:t's text without the outer blanks that do not count."""
    text = element.text
    if not text:
        return ""
    is_loose = text[0] <= " " or text[-1] <= " "
    return text.strip(_BLANKS) if is_loose and not _keeps_blanks(element) else text


def _seen(text: str, font: str | None = None) -> str:
    """A text as it is seen: a line's end in the file is a blank, marks between paragraphs are line ends."""
    if "\n" in text:
        text = text.replace("\n", " ")
    if font or not text.isascii():
        text = symbols.shown(text, font)
    return text.replace(_LINE, "\n")


def _keeps_blanks(element: Element) -> bool:
    """Whether a text's outer blanks count: xml:space, of the element or, as odd writers say it, of its run or part."""
    parent = element.getparent()
    around = (element, parent, element.getroottree().getroot())
    said = (each.get(XML_SPACE) for each in around if each is not None)
    return next((value for value in said if value), "") == "preserve"


def _read_styled(context: Context, run: Element) -> None:
    """Reads a run whose formatting, or whose paragraph's style, may hide it, strike it out or make it symbols."""
    look = _look(context, run)
    kept, before = context.parts, (context.look, context.font)
    context.parts, context.look, context.font = [], PLAIN, look.font
    context.muted += bool(look.hidden)
    for child in run:
        if child.tag != RPR:
            _HANDLERS.get(child.tag, read_inline)(context, child)
    context.muted -= bool(look.hidden)
    said, context.parts = context.parts, kept
    context.look, context.font = before
    (context.struck if look.struck else kept).extend(said)


def _look(context: Context, run: Element) -> Look:
    properties = run.find(RPR)
    if properties is None:
        return context.look
    named = properties.find(RSTYLE)
    style = context.look if named is None else toggled(context.look, context.styles.get(named.get(VAL, "")).look)
    return over(style, own_look(properties))


def _skip(_context: Context, _element: Element) -> None:
    """Leaves out what is no text: properties, codes, deleted words."""


def _read_inserted(context: Context, element: Element) -> None:
    context.change(element)
    read_inline(context, element)


def _read_deleted(context: Context, element: Element) -> None:
    context.change(element)


def _read_alternate(context: Context, element: Element) -> None:
    chosen = branch(element)
    if chosen is not None:
        read_inline(context, chosen)


def _read_inline_control(context: Context, control: Element) -> None:
    properties = control.find(SDTPR)
    box = None if properties is None else properties.find(CHECKBOX14)
    if box is None:
        read_control(context, control, read_inline)
        return
    checked = box.find(CHECKED14)
    is_ticked = checked is not None and checked.get(VAL14, "1") in ("1", "true", "on")
    _write(context, _TICKED if is_ticked else _UNTICKED)


def _read_field(context: Context, element: Element) -> None:
    """Begins, turns or ends a complex field: its instruction is not read, its result is."""
    kind = element.get(FLDCHARTYPE)
    if kind == "begin":
        form = _form_value(element)
        if form is not None:
            _write(context, form)
        context.fields.append(Field.INSTRUCTION if form is None else Field.FORM)
        context.instructions += 1
        context.muted += 1
    elif kind == "separate" and context.fields and context.fields[-1] is Field.INSTRUCTION:
        context.fields[-1] = Field.RESULT
        _leave_instruction(context)
    elif kind == "end" and context.fields and context.fields.pop() is not Field.RESULT:
        _leave_instruction(context)


def _leave_instruction(context: Context) -> None:
    context.instructions -= 1
    context.muted -= 1


def _form_value(begin: Element) -> str | None:
    """What an old form field shows that is written nowhere else: its box, its list's entry. None for other fields."""
    data = begin.find(FFDATA)
    if data is None:
        return None
    box, choices = data.find(CHECKBOX), data.find(DDLIST)
    if box is not None:
        state = next((found for tag in (CHECKED, DEFAULT) if (found := box.find(tag)) is not None), None)
        return _TICKED if state is not None and is_on(state) else _UNTICKED
    if choices is None:
        return None
    entries = [entry.get(VAL, "") for entry in choices.iterchildren(LISTENTRY)]
    chosen = next((found for tag in (RESULT, DEFAULT) if (found := choices.find(tag)) is not None), None)
    at = 0 if chosen is None else whole(chosen.get(VAL), 0)
    return entries[at] if 0 <= at < len(entries) else ""


def _read_symbol(context: Context, element: Element) -> None:
    _write(context, symbols.sign(element.get(CHAR), element.get(FONT)))


def _read_ruby(context: Context, element: Element) -> None:
    base = element.find(RUBYBASE)
    if base is not None:
        read_inline(context, base)


def _read_box(context: Context, element: Element) -> None:
    if not context.muted:
        context.boxes.append(element)


def _read_shape_paragraph(context: Context, element: Element) -> None:
    _write(context, "\n")
    read_inline(context, element)


def _write(context: Context, text: str) -> None:
    if not context.muted:
        context.parts.append(text)


def _sign(text: str) -> Callable[[Context, Element], None]:
    def write(context: Context, _: Element) -> None:
        _write(context, text)

    return write


_HANDLERS: dict[str, Callable[[Context, Element], None]] = {
    T: _read_text,
    M_T: _read_text,
    A_T: _read_text,
    A_P: _read_shape_paragraph,
    TAB: _sign("\t"),
    PTAB: _sign("\t"),
    BR: _sign("\n"),
    CR: _sign("\n"),
    NOBREAKHYPHEN: _sign("-"),
    SYM: _read_symbol,
    RUBY: _read_ruby,
    FLDCHAR: _read_field,
    SDT: _read_inline_control,
    ALTERNATE: _read_alternate,
    INS: _read_inserted,
    MOVETO: _read_inserted,
    DEL: _read_deleted,
    MOVEFROM: _read_deleted,
    CONFLICTDEL: _read_deleted,
    DRAWING: read_drawing,
    PICT: read_drawing,
    OBJECT: read_drawing,
    TXBXCONTENT: _read_box,
    **dict.fromkeys(
        (PPR, RPR, M_RPR, M_CTRLPR, SDTPR, SDTENDPR, CUSTOMXMLPR, SMARTTAGPR, DELTEXT, INSTRTEXT, DELINSTRTEXT), _skip
    ),
}
