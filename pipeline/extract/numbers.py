"""Text to the criterion numbers that it bears: "1.1 and 1.2", "AC1.1)", "501.1.1", "1.1-1.3" written out."""

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.extract.patterns import any_of
from pipeline.policy.form import FormNumbers

_AFTER = re.compile(r"^[\s.:;)\]–—−-]*")
_RANGE = re.compile(r"\s*(?:[-–—−‑]|\bto\b|\bthrough\b)\s*", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:[,;&/+]|\band\b)\s*(?:and\b\s*|&\s*)?|\s+", re.IGNORECASE)
_SHORT = re.compile(r"(\d{1,2})(?![\d.,]*\d)(?=\s*(?:$|[-–—,;&/)]|and\b|to\b))", re.IGNORECASE)
_OUTCOME_AND_CRITERION = re.compile(r"\W*\bLO\s*(\d{1,2})\W*AC\s*(\d{1,2})(?![.,]?\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numbered:
    """The criterion numbers at a text's start, ranges written out, and the text behind them."""

    numbers: tuple[str, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    start: re.Pattern[str]
    one: re.Pattern[str]
    outcome: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(words: FormNumbers) -> _Patterns:
    criterion, outcome = "|".join(words.criterion), "|".join(words.outcome)
    unit = r"(?:(?:\d{4}\s?[-–/.]\s?)?\d{3}\s?[.:/-]\s?)?"
    not_before = "|".join(words.not_before)
    return _Patterns(
        start=re.compile(rf"\W*(?:(?:{outcome})\s*\d{{1,2}}(?![.,\d])\W*)?(?:(?:{criterion})\b\W*)?", re.IGNORECASE),
        one=re.compile(
            rf"[(\[]?(?:(?:{criterion})\s*\W?\s*)?{unit}(\d{{1,2}})(?:\s?\.\s?|,)(\d{{1,2}})(?:[a-z](?!\w))?"
            rf"(?![\d%])(?![.,]\d)(?!\s*-?\s*(?:{not_before}))[)\].:]*",
            re.IGNORECASE,
        ),
        outcome=re.compile(rf"\W*(?:(?:{outcome})\W*)?(\d{{1,2}})(?![.,]?\d)(?P<after>[\s.:;)\]–—-]*)", re.IGNORECASE),
    )


@lru_cache(maxsize=1024)
def leading(text: str, words: FormNumbers) -> Numbered:
    """The numbers at the text's start; () and the text itself where there are none. The text has no space before it."""
    patterns = _patterns(words)
    if short := _OUTCOME_AND_CRITERION.match(text):
        return Numbered((_written((int(short[1]), int(short[2]))),), _AFTER.sub("", text[short.end() :], count=1))
    start = patterns.start.match(text)
    found = patterns.one.match(text, start.end() if start else 0) or patterns.one.match(text)
    if not found:
        return Numbered((), text)
    numbers = [_pair(found)]
    at = found.end()
    while step := _next(text, at, numbers[-1], patterns.one):
        more, at = step
        numbers += more
    return Numbered(tuple(dict.fromkeys(map(_written, numbers))), _AFTER.sub("", text[at:], count=1))


def alone(text: str, words: FormNumbers) -> tuple[str, ...]:
    """The numbers of a text that says nothing else; () where it says more."""
    found = leading(text, words)
    return () if any(c.isalnum() for c in found.rest) else found.numbers


def by_lines(text: str, words: FormNumbers) -> Numbered:
    """As `leading`, and where each of several lines bears its own numbers, all of them and the lines without them."""
    lines = [line for line in text.split("\n") if line.strip()]
    read = [leading(line.strip(), words) for line in lines]
    if len(lines) > 1 and sum(bool(line.numbers) for line in read) > 1:
        numbers = tuple(dict.fromkeys(number for line in read for number in line.numbers))
        return Numbered(numbers, "\n".join(line.rest for line in read if line.rest))
    return leading(text.strip(), words)


def outcome_number(text: str, words: FormNumbers) -> tuple[str | None, str]:
    """An outcome's number at the text's start, and the text behind it: "LO2: Understand" is 2."""
    found = _patterns(words).outcome.match(text)
    if not found:
        return None, text.strip()
    rest = text[found.end() :].strip()
    if rest and not found["after"]:
        return None, text.strip()
    return str(int(found[1])), rest


def has_outcome_label(text: str, words: FormNumbers) -> bool:
    """Whether the text begins as an outcome does: "Learning outcome 2"."""
    return any_of(tuple(rf"^\W*(?:{label})\W*\d{{1,2}}(?![.,]?\d)" for label in words.outcome)).search(text) is not None


_Pair = tuple[int, int]


def _next(text: str, at: int, last: _Pair, one: re.Pattern[str]) -> tuple[list[_Pair], int] | None:
    """What a range or list goes on with from `at`, and where it ends; None where it does not."""
    between = _RANGE.match(text, at)
    if between and (found := one.match(text, between.end())):
        return _range(last, _pair(found)), found.end()
    if between and (short := _SHORT.match(text, between.end())):
        return _range(last, (last[0], int(short[1]))), short.end()
    between = _LIST.match(text, at)
    if between and (found := one.match(text, between.end())):
        return [_pair(found)], found.end()
    if between and between[0].strip() and (short := _SHORT.match(text, between.end())):
        return [(last[0], int(short[1]))], short.end()
    return None


def _range(first: _Pair, last: _Pair) -> list[_Pair]:
    """The pairs after the first up to the last; the last alone where they are of two outcomes."""
    if first[0] != last[0] or last[1] <= first[1]:
        return [last]
    return [(first[0], n) for n in range(first[1] + 1, last[1] + 1)]


def _pair(found: re.Match[str]) -> _Pair:
    return int(found[1]), int(found[2])


def _written(pair: _Pair) -> str:
    return f"{pair[0]}.{pair[1]}"
