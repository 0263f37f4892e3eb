"""An assessment's name to what it says: its label and number, its title, its head."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.judge.numbering import numbers_behind, with_number
from pipeline.judge.spellings import Spellings
from pipeline.policy.cells import Names
from pipeline.text import fold, plain, squash

_LISTED = re.compile(r"^\W*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)+", re.IGNORECASE)
_SEGMENT = re.compile(r"\s*[:;()\[\]\"“”]\s*|\s+[-–—]+\s+|[–—]|\.\s+(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CODED = re.compile(r"([A-Za-z]{1,4})(\d{1,3}[a-z]?)", re.ASCII)
_DIGITS = re.compile(r"0*(\d{1,3}[a-z]?)", re.IGNORECASE)


Full = Callable[[tuple[str, ...]], tuple[str, ...]]
"""Folded words to those that they stand for."""


@dataclass(frozen=True, slots=True)
class Name:
    """What an assessment's name says: of "Assgt 1 - Coaching essay" the label "assignment", the number, the title.

    Without a number all words are the title's. `heads` are what its parts name ("assignment" and "essay"; of "essay on
    coaching" the essay). `measures` are lengths ("2000", "word").
    """

    label: tuple[str, ...]
    number: str | None
    title: frozenset[str]
    heads: frozenset[str]
    measures: frozenset[tuple[str, str]]

    @property
    def words(self) -> frozenset[str]:
        """The words of label and title."""
        return self.title.union(self.label)

    @property
    def fullness(self) -> int:
        """How much the name says."""
        return len(self.words) + (self.number is not None)


def parsed(text: str, names: Names, full: Full) -> Name:
    """What a name says, in words as `full` gives them; articles and their like say nothing."""
    line = _LISTED.sub("", squash(plain(text)))
    measure = _pattern(names.measure)
    measures = frozenset((re.sub(r"\D", "", found[1]), found[2].casefold()) for found in measure.finditer(line))
    label: tuple[str, ...] = ()
    number: str | None = None
    parts: list[tuple[str, ...]] = []
    for segment in _SEGMENT.split(measure.sub(" ", line)):
        words: Sequence[str] = _WORD.findall(segment)
        numbered = None if number else _numbered(words, names)
        if numbered:
            before, number, words = numbered
            # The "a" of "A1" is no article.
            label = spelt if len(spelt := _full(before, full)) == 1 else _content(spelt, names)
        parts.append(_full(words, full))
    heads = frozenset(head for words in parts if (head := _head(words, names)))
    title = _content([word for part in parts for word in part], names)
    return Name(label, number, frozenset(title), heads.union(label[-1:]), measures)


def title_parts(title: str, names: Names, spellings: Spellings) -> tuple[str, ...]:
    """The assessments in a title of the Summary, mostly one: "Assignments 1 and 2", "Coaching essay + diary"."""
    for noun in _WORD.finditer(title):
        numbers = numbers_behind(title, noun.end(), names)
        if numbers and len(numbers.values) > 1 and numbers.end == len(title.rstrip()):
            return tuple(with_number(title[: noun.end()], value) for value in numbers.values)
    # What stands in brackets or behind a colon tells of one assessment.
    parts = [title] if re.search(r"[:(]", title) else _pattern(rf"\s*(?:{names.title_joint})\s*").split(title)
    heads = [_head(_full(_WORD.findall(part), spellings.full), names) for part in parts]
    if len(parts) == 1 or not spellings.nouns.issuperset(heads):
        return (title,)
    return tuple(part[:1].upper() + part[1:] for part in parts)


def is_within(one: Name, other: Name) -> bool:
    """Whether all that a name says of the thing another says too: "Assignment 1", "Assignment 1: Coaching essay"."""
    if not one.words or _differ(one.measures, other.measures):
        return False
    if one.number is None:
        return one.words <= other.words and one.heads <= other.heads
    if one.number != other.number:
        return False
    if one.title and one.title == other.title:
        return True
    is_label = not one.label or (bool(other.label) and one.label[-1] == other.label[-1])
    return is_label and one.words <= other.words and one.heads <= other.heads


def _differ(some: frozenset[tuple[str, str]], others: frozenset[tuple[str, str]]) -> bool:
    """Whether two names state other lengths in one unit."""
    return any(unit == other_unit and some.isdisjoint(others) for _, unit in some for _, other_unit in others)


def _numbered(words: Sequence[str], names: Names) -> tuple[Sequence[str], str, Sequence[str]] | None:
    """The words before a number, the number, the words behind; None where there is none."""
    for at, word in enumerate(words):
        if coded := _CODED.fullmatch(word):
            return [*words[:at], coded[1]], _plain_number(coded[2]), words[at + 1 :]
        written = word.casefold()
        value = next((place for place, ways in enumerate(names.numerals, 1) if written in ways), None)
        if at == 0:
            # "Second essay" is "Essay 2", "two essays" is no number.
            if value and written in names.numerals[value - 1][2:]:
                return words[1:], str(value), ()
            continue
        end = at - 1 if words[at - 1].casefold() in names.number_marks and at > 1 else at
        if _DIGITS.fullmatch(word):
            return words[:end], _plain_number(word), words[at + 1 :]
        if value and written in names.numerals[value - 1][:2]:
            return words[:end], str(value), words[at + 1 :]
        if len(word) == 1 and word.isupper() and at == len(words) - 1:
            return words[:end], written, ()
    return None


def _plain_number(digits: str) -> str:
    found = _DIGITS.fullmatch(digits)
    return found[1].casefold() if found else digits


def _full(words: Sequence[str], full: Full) -> tuple[str, ...]:
    return full(tuple(part for word in words for part in (fold(word) or word.casefold()).split()))


def _content(words: Sequence[str], names: Names) -> tuple[str, ...]:
    return tuple(word for word in words if word not in names.breaks)


def _head(words: Sequence[str], names: Names) -> str:
    """The last of the words before the first small one behind them: of "the essay on coaching" "essay"."""
    head = ""
    for word in words:
        if word not in names.breaks:
            head = word
        elif head:
            break
    return head


@lru_cache(maxsize=8)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
