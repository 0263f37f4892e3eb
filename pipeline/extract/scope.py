"""Words that map more than one row: "whole unit: Essay", "all criteria of outcome 2: diary", "covers 1.1-1.3"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.numbers import leading
from pipeline.extract.patterns import any_of, each_of
from pipeline.model.submission import Column
from pipeline.policy.form import Form

_SEPARATOR = re.compile(r"(?:\s*\([^()]*\))?[\s)\]]*[:–—-]\s*|(?<=:)\s*|\s*\n\s*")
_BETWEEN = r"\s*(?:[-–—−‑,;&/+]|\bto\b|\band\b)\s*(?:and\b\s*)?"
_TO = re.compile(r"[-–—−‑]|\bto\b", re.IGNORECASE)
_OVER_OUTCOMES = re.compile(
    r"\W*(?:[a-z]{1,8}\s*)?(?P<first>\d{1,2})\s?[.,]\s?(?P<start>\d{1,2})\s*(?:[-–—−‑]|to\b|through\b)\s*(?:[a-z]{1,8}\s*)?"
    r"(?!(?P=first)\s?[.,])(?P<last>\d{1,2})\s?[.,]\s?(?P<stop>\d{1,2})\W*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d\s?[.,]\s?\d")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{3,40})[)\]]")


@dataclass(frozen=True, slots=True)
class Scope:
    """What words cover: the unit where neither outcome nor numbers are named; `outcome` "" is the row's own.

    `start` and `end` are their place in the text.
    """

    outcome: str | None
    numbers: tuple[str, ...]
    start: int
    end: int


def find_scope(text: str, form: Form) -> Scope | None:
    """The first words of a text that say that it covers several criteria; None where none do."""
    if not _may_cover(text, form) or any_of(form.scope.references).search(text):
        return None
    for read in (_outcome, _numbers, _unit):
        found = read(text, form)
        if found and _is_claim(text, found, form) and not any_of(form.scope.denied).search(text[: found.start]):
            return found
    return None


def _is_claim(text: str, found: Scope, form: Form) -> bool:
    """Whether words of scope stand where they say what is covered; numbers behind their own words always do."""
    if found.numbers:
        return True
    said = form.scope
    is_led = any_of((said.claimed_after,)).search(text[: found.start]) or any_of((said.claiming,)).match(
        text[found.start :]
    )
    return bool(is_led and any_of((said.claimed_before,)).match(text[found.end :]))


def stated(text: str, form: Form) -> tuple[Scope, str] | None:
    """A text that begins with what it covers, and what it maps to it: "Whole unit: Essay", "1.1-1.3: Essay"."""
    scope = find_scope(text, form) or _range(text, form)
    if scope is None or any(c.isalnum() for c in text[: scope.start]):
        return None
    between = _SEPARATOR.match(text, scope.end)
    return (scope, text[between.end() :].strip()) if between else (scope, "") if not text[scope.end :].strip() else None


def named(text: str, form: Form, outcome: str | None = None) -> tuple[Scope, ...]:
    """The outcomes, or the range over several, that a text names and nothing else: "LO1", "1-4", "1.1-4.2".

    Numbers without a label are the criteria's of `outcome` where one is given; one such number names nothing.
    """
    if any_of(form.scope.alone).search(text):
        return (Scope(None, (), 0, len(text)),)
    if found := _OVER_OUTCOMES.match(text):
        return tuple(_over_outcomes(found, len(text), form.scope.criteria_max))
    label = "|".join(form.numbers.outcome)
    whole = rf"^\W*(?P<label>(?:{label})\s*)?(?P<all>\d{{1,2}}(?:{_BETWEEN}(?:(?:{label})\s*)?\d{{1,2}})*)\W*$"
    found = any_of((whole,)).match(text)
    if not found:
        return ()
    numbers = [int(number) for number in re.findall(r"\d+", found["all"])]
    if len(numbers) == 2 and _TO.search(found["all"]):
        numbers = list(range(numbers[0], numbers[1] + 1))
    if not found["label"] and len(numbers) < 2:
        return ()
    if outcome and not found["label"]:
        return (Scope(None, tuple(f"{outcome}.{number}" for number in numbers), 0, len(text)),)
    return tuple(Scope(str(number), (), 0, len(text)) for number in dict.fromkeys(numbers))


def several(text: str, form: Form) -> tuple[tuple[Scope, ...], str]:
    """The outcomes that a text names first, where they are several, and what it maps to them: "1.1-4.2: Essay"."""
    head, _, rest = text.partition(":")
    scopes = named(head, form)
    return (scopes, rest.strip()) if len(scopes) > 1 else ((), text)


def _over_outcomes(found: re.Match[str], end: int, most: int) -> Iterator[Scope]:
    """The scopes of "1.1-4.2": whole outcomes, and the criteria of those that are not whole."""
    first, start, last, stop = (int(found[name]) for name in ("first", "start", "last", "stop"))
    begun = () if start == 1 else tuple(f"{first}.{number}" for number in range(start, most + 1))
    yield Scope(None if begun else str(first), begun, 0, end)
    yield from (Scope(str(number), (), 0, end) for number in range(first + 1, last))
    yield Scope(None, tuple(f"{last}.{number}" for number in range(1, stop + 1)), 0, end)


def in_sentence(text: str, form: Form) -> Scope | None:
    """The scope of a sentence that says what covers it: "All criteria of this unit are assessed by Assignment 1"."""
    found = find_scope(text, form)
    if found is None:
        return None
    is_said = any_of((form.scope.said_after,)).search(text[found.end :])
    return found if is_said or any_of((form.scope.said_before,)).search(text[: found.start]) else None


def covered(text: str, numbers: tuple[str, ...], form: Form) -> Scope | None:
    """What a cell says that it covers, beside the row of these numbers; None where it says nothing of the kind."""
    if not _may_cover(text, form):
        return None
    found = stated(text, form)
    return found[0] if found and found[1] else find_scope(text, form) or _in_brackets(text, numbers, form)


def column(text: str, form: Form) -> Column:
    """The column that words over several rows belong to: the evidence's, where they do not speak of teaching alone."""
    is_taught = any_of(form.scope.strategies).search(text) and not any_of(form.scope.evidence).search(text)
    return Column.STRATEGIES if is_taught else Column.EVIDENCE


def _may_cover(text: str, form: Form) -> bool:
    """Whether a word or a number of scope occurs at all: few cells have one, and the patterns are many."""
    for hint in form.scope.hints:
        if hint in text:
            return True
    return _NUMBER.search(text) is not None


def _outcome(text: str, form: Form) -> Scope | None:
    for pattern in each_of(form.scope.outcome):
        if found := pattern.search(text):
            return Scope(str(int(found["n"])) if found["n"] else "", (), found.start(), found.end())
    return None


def _unit(text: str, form: Form) -> Scope | None:
    found = any_of(form.scope.unit).search(text)
    return Scope(None, (), found.start(), found.end()) if found else None


def _numbers(text: str, form: Form) -> Scope | None:
    """Numbers behind a word that says that they are covered; of several criteria."""
    for found in any_of(form.scope.numbers).finditer(text):
        read = leading(text[found.end() :], form.numbers)
        if len(read.numbers) > 1:
            end = len(text[: len(text) - len(read.rest)].rstrip(" :–—-"))
            return Scope(None, read.numbers, found.start(), end)
    return None


def _range(text: str, form: Form) -> Scope | None:
    """Several numbers at a text's start, then a colon."""
    read = leading(text.strip(), form.numbers)
    end = len(text) - len(read.rest)
    if len(read.numbers) < 2 or ":" not in text[max(0, end - 3) : end]:
        return None
    return Scope(None, read.numbers, 0, text.rindex(":", 0, end))


def _in_brackets(text: str, numbers: tuple[str, ...], form: Form) -> Scope | None:
    """Several numbers in brackets, the row's own among them, where no word before makes them a part of something."""
    parts = any_of(form.scope.parts)
    for found in _BRACKETS.finditer(text):
        read = leading(found[1].strip(), form.numbers)
        is_own = set(numbers) <= set(read.numbers)
        if len(read.numbers) > 1 and is_own and not read.rest and not parts.search(text[: found.start()]):
            return Scope(None, read.numbers, found.start(), found.end())
    return None
