"""Runs to text: runs that stand side by side become a line, lines that wrap become a paragraph.

A paragraph's end leaves no mark in a PDF. It is told as a person tells it: the next word would have fitted into the
line, the next line begins with a bullet or number, or stands farther below.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from pipeline.readers.paged.page import Box
from pipeline.readers.pdf.runs import Run

_SAME_LINE = 0.5  # of the lower one's height: runs that overlap by more stand on one line
_PITCH = 1.35  # lines so many times farther apart than the closest ones are parted by a blank line
_BLANK = 0.2  # of the text's height: the width of a blank, and how far apart words stand at least
_LABEL = re.compile(
    r"[•●○■▪◦☐☑☒✓✗➢*–—-]\s|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[ivx]{1,4})[.)]\s|\d{1,2}\.\d{1,2}\s|[•●○■▪◦➢]"
)
_COMPOUND = re.compile(r"(\w+)-$")
_FIRST = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, blanks between its runs."""

    text: str
    box: Box
    is_wrapped: bool = False
    parts: tuple[Run, ...] = ()


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
        return Line(runs[0].text, runs[0].box, runs[0].is_wrapped, (runs[0],))
    parts = [runs[0].text]
    for before, run in zip(runs, runs[1:], strict=False):
        is_apart = before.is_wrapped or run.box.left - before.box.right > _BLANK * min(
            run.box.height, before.box.height
        )
        parts.append(f" {run.text}" if is_apart else run.text)
    return Line("".join(parts), around(run.box for run in runs), runs[-1].is_wrapped, tuple(runs))


def around(boxes: Iterable[Box]) -> Box:
    """The box around these boxes; there must be one."""
    return reduce(
        lambda one, other: Box(
            min(one.left, other.left),
            min(one.top, other.top),
            max(one.right, other.right),
            max(one.bottom, other.bottom),
        ),
        boxes,
    )


def paragraphs(found: Sequence[Line], right: float) -> Iterator[list[Line]]:
    """The lines by paragraph; `right` is where a full line ends."""
    pitch = min((_pitch(one, other) for one, other in zip(found, found[1:], strict=False)), default=0.0)
    paragraph: list[Line] = []
    for line in found:
        if paragraph and _is_new(paragraph[-1], line, right, pitch):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def joined(paragraph: Sequence[Line], right: float, words: frozenset[str]) -> str:
    """A paragraph's text: its lines with a blank between, none where a word was broken; `words` of the document in
    small letters tell a word that was hyphenated from a compound."""
    text = paragraph[0].text
    for before, line in zip(paragraph, paragraph[1:], strict=False):
        text = _continued(text, before, line, right, words)
    return text


def text_of(runs: Iterable[Run], right: float, words: frozenset[str]) -> str:
    """The text of runs that stand in one cell, paragraphs parted by line ends."""
    found = lines(runs)
    return "\n".join(joined(paragraph, right, words) for paragraph in paragraphs(found, right))


def _pitch(one: Line, other: Line) -> float:
    return other.box.bottom - one.box.bottom


def _is_new(before: Line, line: Line, right: float, pitch: float) -> bool:
    """Whether a paragraph begins in this line."""
    if _pitch(before, line) > _PITCH * max(pitch, line.box.height * 0.9) or _LABEL.match(line.text):
        return True
    if before.is_wrapped or before.text.endswith("-"):
        return False
    first = _FIRST.match(line.text)
    letters = len(first[0]) if first else 0
    width = line.box.width / max(len(line.text), 1) * letters
    return before.box.right + _BLANK * line.box.height + width < right - _letter(line)


def _letter(line: Line) -> float:
    return line.box.width / max(len(line.text), 1)


def _continued(text: str, before: Line, line: Line, right: float, words: frozenset[str]) -> str:
    compound = _COMPOUND.search(text)
    first = _FIRST.match(line.text)
    if compound and first and line.text[0].isalnum():
        whole = f"{compound[1]}{first[0].strip('.,;:)')}".lower()
        return f"{text[:-1]}{line.text}" if whole in words else f"{text}{line.text}"
    is_broken = (
        not before.is_wrapped
        and " " not in before.text
        and line.text[0].islower()
        and before.text[-1].isalpha()
        and before.box.right + _letter(before) > right
    )
    return f"{text}{line.text}" if is_broken else f"{text} {line.text}"
