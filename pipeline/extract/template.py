"""A blank template to what it tells of its qualification: number, title, awards, and which units are optional."""

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.front import labelled
from pipeline.extract.headings import qualification
from pipeline.extract.patterns import any_of, first
from pipeline.extract.reader import read
from pipeline.extract.sheets import Piece, Sheet, pieces
from pipeline.model.document import Document, Paragraph
from pipeline.model.template import Template, TemplateAward, TemplateGroup
from pipeline.policy.form import Form, FormTemplate
from pipeline.text import squash


def read_template(document: Document, form: Form) -> Template:
    """What a blank form says; read as a submission is, so that what is found here is found there."""
    found = pieces(document)
    form_read = read(document, form)
    refs = [block.ref for block in form_read.blocks if block.ref]
    units = tuple(dict.fromkeys([*(row.unit for row in form_read.summary), *refs]))
    title = next(iter(labelled(found, form.front.qualification, form)), "") or form_read.qualification.split(" | ")[0]
    level = first((form.template.level,), title)
    return Template(
        number=qualification(found, form),
        title=title,
        level=int(level["n"]) if level else None,
        blocks=form_read.blocks,
        credits=tuple((row.unit, row.credits) for row in form_read.summary if row.credits),
        awards=tuple(_awards(found, form)),
        groups=tuple(_groups(found, units, form.template)),
        saw=form_read.saw,
        is_exact=document.pages is None,
    )


# ---------------------------------------------------------------- awards


def _awards(found: Sequence[Piece], form: Form) -> Iterator[TemplateAward]:
    """The awards of the block, each title once; one that the block says is none is left out."""
    said: dict[str, list[str]] = {}
    is_block, title = False, ""
    for piece in found:
        if isinstance(piece, Paragraph):
            is_block = is_block or any_of((form.claims.block,)).search(piece.text) is not None
            for line in _lines(piece.text) if is_block else ():
                title = _award(line, form.template) or title
                if title:
                    said.setdefault(title, []).append(line)
        elif is_block or _names_block(piece, form):
            for award, lines in _in_table(piece, form.template):
                said.setdefault(award, []).extend(lines)
            if said:
                is_block, title = False, ""
    for award, lines in said.items():
        if not any(any_of(form.template.no_award).search(line) for line in lines):
            yield TemplateAward(award, tuple(lines))


def _names_block(sheet: Sheet, form: Form) -> bool:
    return any(any_of((form.claims.block,)).search(text) for row in sheet.texts for text in row)


def _in_table(sheet: Sheet, words: FormTemplate) -> Iterator[tuple[str, list[str]]]:
    """Each award's cell with the lines that are its own: in it, and below it, or beside it where awards are stacked."""
    heads = [
        (at, (cell.location.column or 1) - 1, cell, award)
        for at, row in enumerate(sheet.rows)
        for cell in row.cells
        if (award := _award(cell.text, words))
    ]
    rows = {at for at, *_ in heads}
    for at, column, cell, award in heads:
        is_stacked = sum(other == column for _, other, *_ in heads) > 1
        places = (
            [(at, beside) for beside in range(column + cell.column_span, sheet.width)]
            if is_stacked
            else [(below, column) for below in range(at + 1, len(sheet.rows)) if below not in rows]
        )
        cells = {id(one): one for down, right in places if (one := sheet.grid[down][right]) is not None}
        yield award, [line for one in (cell, *cells.values()) for line in _lines(one.text)]


def _award(text: str, words: FormTemplate) -> str:
    """The award that a line begins with; "" where it begins with none."""
    found = first(words.awards, squash(text))
    title = found["title"] if found else ""
    return title.title() if title.isupper() else title


def _lines(text: str) -> Iterator[str]:
    return (squash(line) for line in re.split(r"\n|(?<!^)[•·]", text) if line.strip())


# ---------------------------------------------------------------- groups of units


def _groups(found: Sequence[Piece], units: Sequence[str], words: FormTemplate) -> Iterator[TemplateGroup]:
    """The units by the headings that they stand under, or that stand beside them; a unit is where it is found first."""
    of: dict[str, tuple[str, str]] = {}
    for piece in found:
        here: tuple[str, str] | None = None
        for text in _rows(piece):
            head = _head(text, words)
            refs = [ref for ref in units if _names(text, ref, is_list=head is not None)]
            here = head or here
            for ref in refs:
                if here := head or here:
                    of.setdefault(ref, here)
    for key, title in dict.fromkeys(of.values()):
        yield TemplateGroup(key, title, tuple(ref for ref in units if of.get(ref) == (key, title)))


def _rows(piece: Piece) -> Iterator[str]:
    if isinstance(piece, Paragraph):
        yield from _lines(piece.text)
        return
    for texts in piece.texts:
        joined = list(dict.fromkeys(filter(None, texts)))
        if len(joined) == 1:
            yield joined[0]
        else:
            yield " | ".join(joined)


def _head(text: str, words: FormTemplate) -> tuple[str, str] | None:
    """The list of units that a line or a row heads: key and title."""
    if len(text.split()) > words.head_words_max:
        return None
    if found := first(words.group, text):
        return found["key"].upper(), f"Group {found['key'].upper()}"
    return ("", "") if any_of(words.mandatory).search(text) else None


def _names(text: str, ref: str, *, is_list: bool) -> bool:
    """Whether a line names a unit: by its number, or, in a list of units, by the number's last part."""
    last = re.split(r"\W+", ref)[-1]
    parts = (ref, last) if is_list else (ref,)
    return any(re.search(rf"(?<![\w/-]){re.escape(part)}(?![\w/-])", text) for part in parts)
