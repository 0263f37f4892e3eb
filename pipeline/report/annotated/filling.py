"""Words into blank places of a Word document, as tracked changes: who rejects them has the document as it was."""

import re
from collections.abc import Sequence
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.report.annotated.comments import AUTHOR, SPACE, Ids
from pipeline.report.annotated.package import Names
from pipeline.result import Blank

_PLAIN = ("rPr", "t", "lastRenderedPageBreak")
_LOOKS = ("rFonts", "b", "i", "color", "sz", "szCs")


def fill(cell: Element, blank: Blank, names: Names, ids: Ids) -> bool:
    """Whether the words of a blank place were written into its cell: not where that would break a content control."""
    if next(cell.iter(names("sdt"), names("fldChar"), names("txbxContent")), None) is not None:
        return False
    paragraphs = list(cell.iterchildren(names("p")))
    if not paragraphs:
        return False
    if blank.instead_of:
        return any(_replace(paragraph, blank, names, ids) for paragraph in paragraphs)
    worded = [paragraph for paragraph in paragraphs if _text(paragraph, names).strip()]
    _append((worded or paragraphs)[-1 if worded else 0], blank.words, names, ids)
    return True


def _append(paragraph: Element, words: str, names: Names, ids: Ids) -> None:
    """Writes words at the end of a paragraph, after a blank where it has words already."""
    runs = list(paragraph.iterchildren(names("r")))
    mark = paragraph.find(f"{names('pPr')}/{names('rPr')}")
    text = _text(paragraph, names)
    is_apart = bool(text) and not text[-1].isspace()
    look = runs[-1].find(names("rPr")) if runs else mark
    paragraph.append(_inserted(f" {words}" if is_apart else words, look, names, ids))


def _replace(paragraph: Element, blank: Blank, names: Names, ids: Ids) -> bool:
    """Puts words in the place of others that stand in plain runs of a paragraph; False where they do not."""
    runs = list(paragraph.iterchildren(names("r")))
    plain = [run for run in runs if all(child.tag in map(names, _PLAIN) for child in run)]
    pattern = r"\s+".join(map(re.escape, blank.instead_of.split()))
    found = re.search(pattern, "".join(_text(run, names) for run in runs))
    if found is None:
        return False
    at, taken = 0, []
    for run in runs:
        start, at = at, at + len(_text(run, names))
        if at <= found.start() or start >= found.end():
            continue
        if run not in plain:
            return False
        taken.append((run, max(found.start() - start, 0), min(found.end(), at) - start))
    if not taken:
        return False
    pieces = [_cut(run, start, end, names) for run, start, end in taken]
    look = pieces[-1].find(names("rPr"))
    deleted = _deleted(pieces, names, ids)
    deleted.addnext(_inserted(blank.words, look, names, ids))
    return True


def _cut(run: Element, start: int, end: int, names: Names) -> Element:
    """The run that holds a run's text from one place to another; what is before and behind has runs of its own."""
    text = _text(run, names)
    if end < len(text):
        run.addnext(_with_text(run, text[end:], names))
    if start:
        piece = _with_text(run, text[start:end], names)
        run.addnext(piece)
        _set_text(run, text[:start], names)
        return piece
    if end < len(text):
        _set_text(run, text[:end], names)
    return run


def _with_text(run: Element, text: str, names: Names) -> Element:
    other = _without_breaks(deepcopy(run), names)
    other.tail = None
    _set_text(other, text, names)
    return other


def _set_text(run: Element, text: str, names: Names) -> None:
    first, *others = run.iterchildren(names("t"))
    first.text = text
    first.set(SPACE, "preserve")
    for other in others:
        run.remove(other)


def _without_breaks(run: Element, names: Names) -> Element:
    for found in list(run.iterchildren(names("lastRenderedPageBreak"))):
        run.remove(found)
    return run


def _deleted(pieces: Sequence[Element], names: Names, ids: Ids) -> Element:
    """The runs, one behind the other, as a tracked deletion in their place."""
    change = _change("del", names, ids)
    pieces[0].addprevious(change)
    for piece in pieces:
        change.append(piece)
        for text in piece.iterchildren(names("t")):
            text.tag = names("delText")
    return change


def _inserted(words: str, look: Element | None, names: Names, ids: Ids) -> Element:
    """A tracked insertion of words that look like their neighbours."""
    change = _change("ins", names, ids)
    run = etree.SubElement(change, names("r"))
    kept = [deepcopy(child) for child in ([] if look is None else look) if child.tag in map(names, _LOOKS)]
    if kept:
        etree.SubElement(run, names("rPr")).extend(kept)
    text = etree.SubElement(run, names("t"))
    text.text = words
    text.set(SPACE, "preserve")
    return change


def _change(kind: str, names: Names, ids: Ids) -> Element:
    change = etree.Element(names(kind))
    change.set(names("id"), ids.next())
    change.set(names("author"), AUTHOR)
    return change


def _text(parent: Element, names: Names) -> str:
    return "".join(text.text or "" for text in parent.iter(names("t")))
