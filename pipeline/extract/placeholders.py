"""Template prompts that were left in place."""

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.patterns import any_of
from pipeline.extract.sheets import Piece
from pipeline.model.document import Location, Paragraph, Passage
from pipeline.policy.form import FormPlaceholders
from pipeline.text import squash


def read_placeholders(pieces: Sequence[Piece], mapped: frozenset[int], words: FormPlaceholders) -> tuple[Passage, ...]:
    """The prompts in lines and cells, in order; in the criteria's cells (`mapped`) only the template's very own."""
    found: list[Passage] = []
    for piece in pieces:
        if isinstance(piece, Paragraph):
            found += _prompts(piece.text, piece.location, words, is_mapped=False)
            continue
        for row in piece.rows:
            for cell in row.cells:
                found += _prompts(cell.text, cell.location, words, is_mapped=id(piece) in mapped)
    return tuple(found)


def is_prompt(text: str, words: FormPlaceholders) -> bool:
    """Whether a template's prompt stands in the text."""
    return any_of((*words.template, *words.generic)).search(text) is not None


def _prompts(text: str, location: Location, words: FormPlaceholders, *, is_mapped: bool) -> Iterator[Passage]:
    if not re.search(words.sign, text):
        return
    for found in any_of(words.template if is_mapped else (*words.template, *words.generic)).finditer(text):
        yield Passage(squash(found[0]), location)
