"""The submission's own sentences on induction and tutorial support, with the hours that they give."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.extract.patterns import any_of, each_of, plain
from pipeline.extract.sheets import Piece, Sheet
from pipeline.model.document import Location, Paragraph, Passage
from pipeline.model.submission import Support, SupportStatement
from pipeline.policy.form import Form, FormSupport
from pipeline.text import Quantity, quantities, squash

Span = tuple[int, int]


def read_support(pieces: Sequence[Piece], form: Form) -> tuple[SupportStatement, ...]:
    """The statements in order; the template's own bullets state nothing."""
    is_block = False
    found: list[SupportStatement] = []
    for piece in pieces:
        if isinstance(piece, Paragraph):
            is_block = is_block or any_of((form.claims.block,)).search(piece.text) is not None
            found += [
                one
                for one in _in_text(piece.text, piece.location, form, is_block=is_block)
                if one.hours is not None or not piece.is_heading
            ]
        else:
            for text, location in _lines(piece, form):
                found += _in_text(text, location, form, is_block=True)
            is_block = False
    return tuple(found)


def _lines(sheet: Sheet, form: Form) -> Iterator[tuple[str, Location]]:
    """The cells' words; a short cell that names support is read on with the cells to its right."""
    topics = any_of((*form.support.induction, *form.support.tutorial))
    for row in sheet.rows:
        cells = [cell for cell in row.cells if cell.text.strip()]
        for at, cell in enumerate(cells):
            text = cell.text
            is_label = topics.search(text) and len(text.split()) <= form.support.label_words_max
            if is_label and at + 1 < len(cells) and not topics.search(cells[at + 1].text):
                text = f"{text.strip(' :')}: {squash(cells[at + 1].text)}"
            yield text, cell.location


def _in_text(text: str, location: Location, form: Form, *, is_block: bool) -> Iterator[SupportStatement]:
    support = form.support
    if not any_of((*support.induction, *support.tutorial)).search(text):
        return
    bullets = {plain(bullet) for bullet in support.bullets}
    for sentence in each_of((support.sentence_end,))[0].split(text):
        if not (is_block and plain(sentence) in bullets):
            yield from _in_sentence(sentence, location, support)


def _in_sentence(sentence: str, location: Location, support: FormSupport) -> Iterator[SupportStatement]:
    """What one sentence states: its hours go to the topics in order where they are as many, else to the nearest."""
    topics = [
        (kind, found.span())
        for kind, patterns in ((Support.INDUCTION, support.induction), (Support.TUTORIAL, support.tutorial))
        for found in any_of(patterns).finditer(sentence)
        if not _is_aside(sentence, found.span(), kind, support)
    ]
    topics = [(kind, span) for kind, span in sorted(topics, key=lambda topic: topic[1]) if span]
    kinds = list(dict.fromkeys(kind for kind, _ in topics))
    denied = {kind for kind in kinds if _is_denied(sentence, kind, support)}
    said = [quantity for quantity in _hours(sentence, support) if _is_of(sentence, quantity, topics, support)]
    hours: dict[Support, float] = {}
    if len(said) == len(kinds):
        hours = dict(zip(kinds, (quantity.low for quantity in said), strict=True))
    else:
        for quantity in said:
            if topics:
                kind = min(topics, key=lambda topic: _distance(quantity, topic[1]))[0]
                hours[kind] = max(hours.get(kind, 0.0), quantity.low)
    is_told = any_of(support.told).search(sentence) is not None
    for kind in kinds:
        if kind not in denied and (kind in hours or (kind is Support.INDUCTION and is_told)):
            yield SupportStatement(kind, hours.get(kind), Passage(squash(sentence), location))


def _is_aside(sentence: str, span: Span, kind: Support, support: FormSupport) -> bool:
    """Whether the word only names a time or a thing: "at induction", "tutorial report"."""
    patterns = support.induction_aside if kind is Support.INDUCTION else support.tutorial_aside
    return any(found.start() <= span[0] and span[1] <= found.end() for found in any_of(patterns).finditer(sentence))


def _is_denied(sentence: str, kind: Support, support: FormSupport) -> bool:
    words = support.induction if kind is Support.INDUCTION else support.tutorial
    return _denials(support.denied, words).search(sentence) is not None


@lru_cache(maxsize=8)
def _denials(denied: tuple[str, ...], words: tuple[str, ...]) -> re.Pattern[str]:
    topic = f"(?:{'|'.join(words)})"
    return any_of(tuple(pattern.replace("@", topic) for pattern in denied))


def _hours(sentence: str, support: FormSupport) -> tuple[Quantity, ...]:
    """The hours in a sentence; a tutorial counts as a session does ("four tutorials of 30 minutes")."""
    counted = each_of((support.counted,))[0].sub(lambda found: "sessions".ljust(len(found[0])), sentence)
    return quantities(counted, {"hours": [(word, worth) for word, worth in support.hours]})


def _is_of(sentence: str, quantity: Quantity, topics: Sequence[tuple[Support, Span]], support: FormSupport) -> bool:
    """Whether hours are of no other thing: "three hours of coaching" are, "two hours of one-to-one tutorials" not."""
    behind = sentence[quantity.end :]
    if not re.match(r"\s+of\b", behind):
        return True
    reach = " ".join(behind.split()[: support.reach_words + 1])
    return any(0 <= start - quantity.end <= len(reach) + 1 for _, (start, _) in topics)


def _distance(quantity: Quantity, span: Span) -> int:
    return max(span[0] - quantity.end, quantity.start - span[1], 0)
