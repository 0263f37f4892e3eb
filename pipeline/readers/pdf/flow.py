"""Runs to text: runs that stand side by side become a line, lines that wrap become a paragraph.

A paragraph's end leaves no mark in a PDF. It is told as a person tells it: the next word would have fitted into the
line, the next line begins with a bullet or number, or stands farther below.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import pairwise

from msgspec import Struct

from pipeline.readers.paged.page import Box
from pipeline.readers.pdf.runs import Run

_SAME_LINE = 0.5  # of the lower one's height: runs that overlap by more stand on one line
_DOWNWARDS = 90  # degrees: text that reads from top to bottom; other turned text reads from bottom to top
_PITCH = 1.35  # lines so many times farther apart than the closest ones are parted by a blank line
_BLANK = 0.2  # of the text's height: the width of a blank, and how far apart words stand at least
_LABEL = re.compile(
    r"[•●○■▪◦☐☑☒✓✗➢*–—-]\s|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[ivx]{1,4})[.)]\s|\d{1,2}\.\d{1,2}\s|[•●○■▪◦➢]"
)
_STOPS = (".", ",", ";", ":", ")", "?", "!")
_WIDE = 0.8  # of the text's height: the widest letters, which had no room where a word is broken before one
_BROKEN_MAX = 3  # lines over which a narrow cell breaks a word
_COMPOUND = re.compile(r"\w-$")
_LAST_LETTERS = re.compile(r"[^\W\d]+(?=-?$)")
_FIRST_LETTERS = re.compile(r"[^\W\d]+")
_FIRST_WORD = re.compile(r"\S+")


Knows = Callable[[str], bool]


class Line(Struct, frozen=True):
    """One line of text, blanks between its runs."""

    text: str
    box: Box
    parts: tuple[Run, ...]

    @property
    def is_wrapped(self) -> bool:
        """Whether it ends in a blank."""
        return self.parts[-1].is_wrapped

    @property
    def base(self) -> float:
        """Where its letters stand."""
        return self.parts[0].base


def lines(runs: Iterable[Run]) -> list[Line]:
    """The lines that these runs make, top to bottom."""
    groups: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.box.top + run.box.bottom, run.box.left)):
        if groups and _is_beside(groups[-1][-1].box, run.box):
            groups[-1].append(run)
        else:
            groups.append([run])
    return [_line(sorted(group, key=lambda run: run.box.left)) for group in groups]


def _is_beside(one: Box, other: Box) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > _SAME_LINE * min(one.height, other.height)


def _line(runs: list[Run]) -> Line:
    if len(runs) == 1:
        return Line(runs[0].text, runs[0].box, (runs[0],))
    parts = [runs[0].text]
    for before, run in pairwise(runs):
        is_apart = before.is_wrapped or run.box.left - before.box.right > _BLANK * min(
            run.box.height, before.box.height
        )
        parts.append(f" {run.text}" if is_apart else run.text)
    return Line("".join(parts), around(run.box for run in runs), tuple(runs))


def upright(runs: Iterable[Run], lean: int) -> list[Run]:
    """Runs that are turned clockwise by this many degrees, at the places where they would stand if they were not."""
    if lean == _DOWNWARDS:
        return [_moved(run, Box(run.box.top, -run.box.right, run.box.bottom, -run.box.left)) for run in runs]
    return [_moved(run, Box(-run.box.bottom, run.box.left, -run.box.top, run.box.right)) for run in runs]


def _moved(run: Run, box: Box) -> Run:
    return Run(run.text, box, box.bottom, run.is_wrapped, run.start, run.end)


def around(boxes: Iterable[Box]) -> Box:
    """The box around these boxes; there must be one."""
    return reduce(Box.around, boxes)


def paragraphs(found: Sequence[Line], right: float) -> Iterator[list[Line]]:
    """The lines by paragraph; `right` is where a full line ends."""
    pitch = min((_pitch(one, other) for one, other in pairwise(found)), default=0.0)
    paragraph: list[Line] = []
    for line in found:
        if paragraph and _is_new(paragraph[-1], line, right, pitch):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def joined(paragraph: Sequence[Line], right: float, knows: Knows) -> str:
    """A paragraph's text: its lines with a blank between, none where a word was broken; `knows` tells a word that was
    broken from two words."""
    text, at = paragraph[0].text, 1
    while at < len(paragraph):
        count = _broken_lines(text, paragraph[at - 1 :], right, knows)
        if count:
            text = "".join([text.removesuffix("-"), *(line.text for line in paragraph[at : at + count])])
        elif _is_tied(text, paragraph[at].text):
            text += paragraph[at].text
        else:
            text = f"{text} {paragraph[at].text}"
        at += max(count, 1)
    return text


def text_of(found: Sequence[Line], right: float, knows: Knows) -> str:
    """The text of lines that stand in one cell, paragraphs parted by line ends."""
    if len(found) == 1:
        return found[0].text
    return "\n".join(joined(paragraph, right, knows) for paragraph in paragraphs(found, right))


def _pitch(one: Line, other: Line) -> float:
    return other.base - one.base


def _is_new(before: Line, line: Line, right: float, pitch: float) -> bool:
    """Whether a paragraph begins in this line."""
    if _pitch(before, line) > _PITCH * max(pitch, line.box.height * 0.9) or _LABEL.match(line.text):
        return True
    if before.is_wrapped or _is_tied(before.text, line.text):
        return False
    first = _FIRST_WORD.match(line.text)
    letters = len(first[0]) if first else 0
    width = line.box.width / max(len(line.text), 1) * letters
    return before.box.right + _BLANK * line.box.height + width < right - _letter(line)


def _letter(line: Line) -> float:
    return line.box.width / max(len(line.text), 1)


def _broken_lines(text: str, found: Sequence[Line], right: float, knows: Knows) -> int:
    """Of how many lines, after the first of these, the word goes on that the text ends in: "manage-" or "Parti" do."""
    is_hyphened = text.endswith("-")
    if not is_hyphened and not _is_full(found[0], right):
        return 0
    start = _LAST_LETTERS.search(text, text.rfind(" ") + 1)
    whole = start[0] if start else ""
    for at, (before, line) in enumerate(pairwise(found[: _BROKEN_MAX + 1]), start=1):
        letters = _FIRST_LETTERS.match(line.text)
        if not whole or not letters or not (is_hyphened or _is_full(before, right)):
            return 0
        whole += letters[0]
        if knows(whole.lower()) and line.text[0].islower():
            return at
        if letters[0] != line.text:
            return 0
    return 0


def _is_full(line: Line, right: float) -> bool:
    """Whether a line ends in the middle of a word, as far as its room tells."""
    return not line.is_wrapped and line.box.right + _WIDE * line.box.height > right


def _is_tied(text: str, more: str) -> bool:
    """Whether a line goes on without a blank: after the hyphen of a compound, before a full stop that found no room."""
    is_compound = text.endswith("-") and _COMPOUND.search(text) is not None
    return (is_compound and more[0].isalnum()) or more in _STOPS
