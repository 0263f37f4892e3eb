"""The programme's and the customer's names, from labelled cells and lines, else from the cover."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.extract.patterns import any_of, each_of, plain
from pipeline.extract.placeholders import is_prompt
from pipeline.extract.sheets import Piece, Sheet
from pipeline.model.document import Cell, Paragraph
from pipeline.policy.form import Form
from pipeline.text import squash


def labelled(pieces: Sequence[Piece], labels: tuple[str, ...], form: Form) -> list[str]:
    """The values that stand beside these labels, in order: in the next cell, below, or behind a colon."""
    found: list[str] = []
    for piece in pieces:
        if isinstance(piece, Sheet):
            found += _in_table(piece, labels, form)
        elif value := _behind_colon(piece.text, labels):
            found.append(value)
    return [value for value in found if _is_name(value, form)]


def read_customer(pieces: Sequence[Piece], form: Form) -> str | None:
    """Who the programme is mapped for; None where nobody is named."""
    return next(iter(labelled(pieces, form.front.customer, form)), None)


def read_programme(pieces: Sequence[Piece], form: Form) -> str | None:
    """What the programme is called: as its label says, else as the cover does; None where nothing says."""
    return next(iter(labelled(pieces, form.front.programme, form)), None) or next(_on_cover(pieces, form), None)


def read_qualification(pieces: Sequence[Piece], form: Form) -> str:
    """What the form calls its qualification: behind the label, then in the lines that read like one; "" for nothing."""
    lines = [squash(piece.text) for piece in pieces if isinstance(piece, Paragraph)]
    named = [text for text in lines if any_of(form.front.named).search(text)]
    return " | ".join(dict.fromkeys([*labelled(pieces, form.front.qualification, form), *named]))


def _in_table(sheet: Sheet, labels: tuple[str, ...], form: Form) -> Iterator[str]:
    for at, texts in enumerate(sheet.texts):
        row = sheet.rows[at]
        for cell in row.cells:
            text = squash(cell.text)
            if value := _behind_colon(cell.text, labels):
                yield value
            elif _is_label(text, labels):
                end = (cell.location.column or 1) - 1 + cell.column_span
                beside = next(iter(texts[end:]), "")
                if beside and not _is_any_label(beside, form):
                    yield beside
                elif beside or end == sheet.width:
                    yield from _below(sheet, at, cell, form)


def _below(sheet: Sheet, at: int, cell: Cell, form: Form) -> Iterator[str]:
    """The value under a label in a row of labels."""
    own = sheet.own(at)
    if len(own) > 1 and at + 1 < len(sheet.rows) and all(_is_any_label(squash(one.text), form) for one in own):
        value = sheet.texts[at + 1][(cell.location.column or 1) - 1]
        if not _is_any_label(value, form):
            yield value


def _is_label(text: str, labels: tuple[str, ...]) -> bool:
    return any_of(tuple(f"^(?:{label})$" for label in labels)).search(plain(text)) is not None


def _is_any_label(text: str, form: Form) -> bool:
    front = form.front
    known = (*front.programme, *front.customer, *front.qualification)
    return (
        _is_label(text, known)
        or any_of(tuple(f"^(?:{label})" for label in front.other_labels)).search(plain(text)) is not None
    )


def _behind_colon(text: str, labels: tuple[str, ...]) -> str | None:
    """What a line says behind one of the labels and a colon."""
    for line in text.split("\n"):
        head, colon, value = line.partition(":")
        if colon and value.strip() and _is_label(head, labels):
            return squash(value)
    return None


def _is_name(text: str, form: Form) -> bool:
    return bool(text) and not any_of(form.front.blank).search(text) and not is_prompt(text, form.placeholders)


def _on_cover(pieces: Sequence[Piece], form: Form) -> Iterator[str]:
    """Names on the cover, likeliest first: "X: mapping to", under the form's title, above "Introduction", a heading.

    Only what stands before the first table is the cover.
    """
    front = form.front
    first_table = next((at for at, piece in enumerate(pieces) if isinstance(piece, Sheet)), len(pieces))
    lines = [piece for piece in pieces[:first_table] if isinstance(piece, Paragraph)]
    texts = [squash(line.text) for line in lines]
    for text in texts:
        for pattern in each_of(front.mapping_of):
            if found := pattern.search(text):
                yield squash(found["name"])
    for above, below in pairwise(texts):
        if any_of(front.title).search(above) and _may_be_programme(below, form):
            yield below
    for above, below in pairwise(texts):
        if any_of(front.before).search(below) and _may_be_programme(above, form):
            yield above
    yield from (
        text for line, text in zip(lines, texts, strict=True) if line.is_heading and _may_be_programme(text, form)
    )


def _may_be_programme(text: str, form: Form) -> bool:
    is_short = len(text.split()) <= form.title_words[1] and not text.endswith(".")
    return is_short and _is_name(text, form) and not any_of(form.front.cover).search(text)
