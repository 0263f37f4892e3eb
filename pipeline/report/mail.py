"""Review to the reply to the customer as the text of an e-mail: the letter's own words, one beneath the other."""

import re
import textwrap
from collections.abc import Iterator

from pipeline.report.reply import reply
from pipeline.report.reply.blocks import (
    COUNTED,
    PLAN,
    REPLIES,
    Blank,
    Block,
    Bullets,
    Heading,
    Lines,
    Point,
    Points,
    Text,
    Words,
)
from pipeline.report.review import Review
from pipeline.report.shown import shown

_WIDTH = 74
"""A mail program that quotes a line puts two characters before it; 76 is the longest that none of them breaks."""

_ENDLESS = re.compile(r"(\S{240})(?=\S)")
"""A line of mail has at most 998 octets (RFC 5322, 2.1.1)."""


def render(review: Review) -> bytes:
    """The text, UTF-8 with the line ends of mail: its subject, then what is said, then the action plan."""
    told = reply(review)
    lines = [f"Subject: {told.subject}", ""]
    for block in told.text:
        lines += [*_drawn(block), ""]
    if told.plan:
        lines += [*_heading(PLAN), *_wrapped(COUNTED)]
    for part in told.plan:
        lines += ["", *_part(part)]
    return "\r\n".join((*lines[:-1], *filter(None, lines[-1:]), "")).encode()


def _drawn(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield from _heading(text)
        case Text(words):
            yield from _wrapped(_text(words))
        case Bullets(items):
            for words in items:
                yield from _wrapped(_text(words), "- ")
        case Lines(lines):
            for words in lines:
                yield _text(words)


def _text(words: Words) -> str:
    return "".join(f"[{word.label}]" if isinstance(word, Blank) else word for word in words)


def _heading(text: str) -> list[str]:
    return [text, "-" * len(text)]


def _part(part: Points) -> Iterator[str]:
    yield from _heading(part.name)
    yield from _wrapped(part.intro)
    for point in part.points:
        yield ""
        yield from _point(point, part)


def _point(point: Point, part: Points) -> Iterator[str]:
    number = f"{point.number}. "
    inner = " " * len(number)
    yield from _wrapped(point.about, number)
    for name, text in zip(part.columns, point.texts, strict=True):
        yield from _wrapped(text, f"{inner}{name}: ", f"{inner}  ")
    yield inner + "   ".join(f"{name}: {'_' * 12}" for name in REPLIES[:-1])
    yield f"{inner}{REPLIES[-1]}:"


def _wrapped(text: str, first: str = "", later: str | None = None) -> list[str]:
    """The text as lines of a mail; a word that is longer than a line stays whole, unless mail cannot carry it."""
    indent = " " * len(first) if later is None else later
    one_line = _ENDLESS.sub(r"\1 ", " ".join(shown(text).split()))
    lines = textwrap.wrap(
        one_line, _WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return lines or [first.rstrip()]
