"""Review to the reply to the customer as a letter in Word, its action plan as tables to fill in."""

from collections.abc import Iterator

from pipeline.report.docx.file import document
from pipeline.report.docx.markup import Numbers, heading, line, paragraph, run, section_end
from pipeline.report.docx.tables import Row, cell, heads, table
from pipeline.report.docx.tables import words as text_cell
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
    Reply,
    Text,
    Words,
)
from pipeline.report.review import Review

_WIDTHS = (500, 1700, 3100, 2900, 1900, 1300, 1100, 1900)


def render(review: Review) -> bytes:
    """The letter as a Word file: it stands, and the action plan behind it lies on its side."""
    told, numbers = reply(review), Numbers()
    letter = "".join((*_letter(told, numbers),))
    if not told.plan:
        return document(told.subject, letter, is_landscape=False)
    return document(told.subject, letter + section_end(is_landscape=False) + "".join(_plan(told)))


def _letter(told: Reply, numbers: Numbers) -> Iterator[str]:
    for words in told.letterhead:
        yield _line(words, "LetterLine", numbers)
    first, *others = told.text
    yield from _drawn(first, numbers)
    yield line(told.subject, "LetterSubject")
    for block in others:
        yield from _drawn(block, numbers)


def _drawn(block: Block, numbers: Numbers) -> Iterator[str]:
    match block:
        case Heading(text):
            yield paragraph(run(text), "LetterHeading")
        case Text(words):
            yield _line(words, "Letter", numbers)
        case Bullets(items):
            for words in items:
                yield _line(words, "LetterBullet", numbers)
        case Lines(lines):
            for words in lines:
                yield _line(words, "LetterLine", numbers)


def _line(words: Words, style: str, numbers: Numbers) -> str:
    runs = [
        numbers.blank(f"[{word.label}]", is_date=word.is_date) if isinstance(word, Blank) else run(word)
        for word in words
    ]
    return paragraph("".join(runs), style)


def _plan(told: Reply) -> Iterator[str]:
    yield heading(run(PLAN))
    yield line(COUNTED)
    for part in told.plan:
        yield heading(run(part.name), 2)
        yield line(part.intro, "Lead")
        names = heads("No.", "Unit and criterion", *part.columns, *REPLIES)
        yield table(part.name, _WIDTHS, [names, *(_row(point) for point in part.points)])


def _row(point: Point) -> Row:
    texts = (str(point.number), point.about, *point.texts)
    return Row([*(text_cell(text) for text in texts), *(cell() for _ in REPLIES)])
