"""The numbers behind an assessment's name: "2", "no. 2", "1 and 2", "1-3"."""

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.judge.spellings import singular
from pipeline.policy.cells import Names

_MORE_MAX = 20


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers as they are written, ranges filled in, and where they end in the text."""

    values: tuple[str, ...]
    end: int


def numbers_behind(text: str, at: int, names: Names) -> Numbers | None:
    """The numbers at a place of a text; None for none, or where they count something ("essay 2,000 words")."""
    first = _first(names).match(text, at)
    if first is None or _is_length(text, first, names):
        return None
    values, end = [first["number"]], first.end()
    while (more := _more(names).match(text, end)) and not _is_length(text, more, names):
        is_range = re.fullmatch(names.number_range, more["joint"].strip(), re.IGNORECASE)
        values += _between(values[-1], more["number"]) if is_range else []
        values.append(more["number"])
        end = more.end()
    return Numbers(tuple(values), end)


def with_number(name: str, value: str) -> str:
    """A name of several with one of its numbers: "Assignments", "2" is "Assignment 2"."""
    words = name.split()
    last = words[-1]
    one = singular(last.casefold())
    return " ".join((*words[:-1], last[: len(one)] if last.casefold().startswith(one) else last, value))


def _between(low: str, high: str) -> list[str]:
    if not (low.isdigit() and high.isdigit() and int(high) - int(low) <= _MORE_MAX):
        return []
    return [str(value) for value in range(int(low) + 1, int(high))]


def _is_length(text: str, number: re.Match[str], names: Names) -> bool:
    start = number.start("number")
    return _pattern(names.measure).match(text, start) is not None


def _first(names: Names) -> re.Pattern[str]:
    return _pattern(rf"{names.number_lead}(?<![\w.])(?P<number>{names.number})(?![\w%]|[.,/:]\d)")


def _more(names: Names) -> re.Pattern[str]:
    return _pattern(rf"(?P<joint>{names.number_joint})(?<![\w.])(?P<number>{names.number})(?![\w%]|[.,/:]\d)")


@lru_cache(maxsize=16)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
