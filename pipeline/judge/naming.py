"""A cell's reading to the names of the assessments in it."""

import re
from functools import lru_cache

from pipeline.judge.clauses import Clause
from pipeline.judge.reading import Reading
from pipeline.judge.things import Thing
from pipeline.policy.cells import Names
from pipeline.text import fold, squash

_NUMBER = re.compile(r"\d{1,3}[a-z]?|[A-Z]|[IVX]{1,4}")


def named_assessments(reading: Reading, titles: tuple[str, ...], names: Names) -> tuple[str, ...]:
    """The assessments that a cell names, in order: as the Summary lists them, else as the cell writes them.

    "Task 3" is a name where no other stands beside it: else it is a part of that one.
    """
    text = f" {fold(reading.words.text)} "
    listed = [title for title in titles if f" {fold(title)} " in text]
    if listed:
        return tuple(dict.fromkeys(squash(title) for title in listed))
    found = [
        _name(reading, qualified.thing, names)
        for qualified in reading.things
        if qualified.thing.label == "assessment" and not qualified.has("no_assessment_named")
    ]
    named = dict.fromkeys(name for name in found if name)
    whole = [name for name in named if name.split()[0].casefold() not in names.generic]
    return tuple(whole or named)


def _name(reading: Reading, thing: Thing, names: Names) -> str:
    """A thing's name: its noun with the words before it, its number, its title; "" where it is only spoken of."""
    words, part = reading.words, reading.clauses[thing.clause]
    start = thing.start
    while start > part.start and words.lowers[start - 1] not in names.breaks and words.texts[start - 1][:1].isalnum():
        start -= 1
    end = thing.end
    if end < part.end and _NUMBER.fullmatch(words.texts[end]):
        end += 1
    name = squash(words.quote(start, end))
    is_numbered = end > thing.end
    if part.depth or end - start > names.words_max or (fold(name) in names.generic and not is_numbered):
        return ""
    if start != part.start and not (name[:1].isupper() or is_numbered):
        return ""
    return name[:1].upper() + name[1:] + (_title(reading, part, end, names) if is_numbered else "")


def _title(reading: Reading, part: Clause, end: int, names: Names) -> str:
    """The title behind a numbered name: ": Why we coach" of "Report 1: Why we coach"; to the line's end."""
    if end != part.end:
        return ""
    behind = _line_behind(reading.words.text, reading.words.ends[end - 1])
    is_title = behind[:1].isupper() and len(behind.split()) <= names.words_max
    return f": {behind}" if is_title else ""


@lru_cache(maxsize=1024)
def _line_behind(text: str, at: int) -> str:
    found = re.match(r"\s*:\s*([^\n.;(]+)(?=\n|$)", text[at:])
    return squash(found[1]) if found else ""
