"""A cell's text to the places that it points at, and what is left of it without them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from pipeline.judge.spellings import nearest
from pipeline.policy.pointers import References
from pipeline.text import is_word, squash, tokens

_WORD = re.compile(r"[^\W\d_]+")
_NUMBERED = re.compile(r"\d\.\d")


class PlaceKind(StrEnum):
    """What a pointer points at."""

    CRITERION = "criterion"
    OUTCOME = "outcome"
    UNIT = "unit"
    ABOVE = "above"
    BELOW = "below"
    ORDINAL = "ordinal"
    BY_WORDS = "by_words"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Pointer:
    """One place that a cell points at: `value` is its number, place in order or words; `unit` None for its own.

    `rows` is how many rows, from 1 on, it is above or below; elsewhere it says nothing.
    """

    kind: PlaceKind
    value: str = ""
    unit: str | None = None
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Pointing:
    """The places that a cell points at, and its words without them; `is_pure` where those say nothing."""

    pointers: tuple[Pointer, ...]
    rest: str
    is_pure: bool


class PointerFinder:
    """The policy's ways to point at another place."""

    def __init__(self, references: References, same_word_similarity: float) -> None:
        self._policy = references
        self._similarity = same_word_similarity
        self._ditto = _pattern(references.ditto)
        self._away = _pattern(references.away)
        self._joined, self._range = _pattern(references.joined), _pattern(references.range)
        self._covers, self._uncovered = (
            _pattern(rf"(?:{references.covers})\W*(?={_open(references.criterion, named=False)})"),
            _pattern(references.uncovered),
        )
        self._parts, self._limits = _pattern(references.parts), _pattern(references.limits)
        self._heading, self._same = _pattern(references.heading), _pattern(references.same)
        rows = {
            "criterion": references.criterion,
            "counted": references.counted,
            "by_words": references.by_words,
            "ordinal": references.ordinal,
            "row_above": references.row_above,
            "row_below": references.row_below,
            "before": references.by_words_before,
        }
        others = {
            "outcome": references.outcome,
            "unit": references.unit,
            "above": references.above,
            "below": references.below,
        }
        row, place = _any_of(rows), _any_of(rows | others)
        self._place = _pattern(place)
        self._counts = dict(references.counts)
        self._of_rows = references.rows | references.unread
        orders = {*references.ordinals, *references.lasts, *references.openings}
        self._known = self._of_rows | references.fillers | orders
        numbered = rf"(?:(?:{_open(references.unit, named=False)})[\W_]{{1,3}})?(?:{_open(row, named=False)})"
        self._led = _pattern(
            rf"(?:{references.lead})\W*(?={_open(place, named=False)})|(?:{references.lead_row})\W*(?={numbered})"
        )
        self.find = lru_cache(maxsize=4096)(self._find)

    def _find(self, text: str) -> Pointing | None:
        """Where a cell points; None where it does not."""
        line = self._heading.sub("", _WORD.sub(self._spelt, squash(text)))
        if self._ditto.fullmatch(line):
            return Pointing((Pointer(PlaceKind.ABOVE),), "", is_pure=True)
        spans, pointers = self._pointers(line)
        if not pointers and self._says_nothing(line) and not self._policy.dittos.isdisjoint(tokens(line)):
            return Pointing((Pointer(PlaceKind.ABOVE),), "", is_pure=True)
        if pointers:
            rest = self._without(line, spans)
            return Pointing(pointers, rest, is_pure=self._says_nothing(rest))
        away = self._away.match(line)
        return Pointing((Pointer(PlaceKind.AWAY, away[1]),), away[1], is_pure=False) if away else None

    def find_numbers(self, text: str) -> Pointing | None:
        """The criteria whose numbers stand in a text, whatever leads to them, and the text without; None for none.

        A unit beside a number is its unit.
        """
        if not _NUMBERED.search(text):
            return None
        line = squash(text)
        found = [place for place in self._place.finditer(line) if place["criterion"] or place["unit"]]
        beside = {place.start() for pair in pairwise(found) if self._is_number_of(*pair, line) for place in pair}
        places = [place for place in found if place["criterion"] or place.start() in beside]
        pointers: list[Pointer] = []
        for at, place in enumerate(places):
            between = line[places[at - 1].end() : place.start()] if at else ""
            is_more = at > 0 and self._is_joined(between)
            pointers += self._pointer(place, pointers[-1] if is_more else None, between)
        spans = [place.span() for place in places]
        return Pointing(_in_their_units(pointers), self._without(line, spans), is_pure=False) if pointers else None

    def _is_number_of(self, one: re.Match[str], other: re.Match[str], line: str) -> bool:
        """Whether a criterion goes on with its unit, or a unit with its criterion: "500 2.3", "2.3 (500)"."""
        is_number = bool(one["criterion"] or other["criterion"])
        return is_number and self._is_joined(line[one.end() : other.start()])

    def covers(self, text: str, ref: str) -> tuple[tuple[str, ...], bool]:
        """The other criteria that a criterion's cell covers: "ASMT-09 (covers 2.1 and 2.2)", "Essay 1.1-1.3".

        Not sure where the numbers may be of its own parts: "Case study, questions 2.1-2.3".
        """
        numbers = self.find_numbers(text)
        line = squash(text)
        if numbers is None or self._says_nothing(numbers.rest) or self._uncovered.search(line):
            return (), True
        refs = tuple(dict.fromkeys(pointer.value for pointer in numbers.pointers))
        is_own, is_led = ref in refs and len(refs) > 1, self._covers.search(line) is not None
        others = tuple(other for other in refs if other != ref) if is_own or is_led else ()
        return others, is_led or not self._parts.search(line)

    def may_point(self, text: str) -> bool:
        """Whether a text that `find` makes nothing of says no more than which row it means: "Third down", "AC one"."""
        words = tokens(text)
        return not self._of_rows.isdisjoint(words) and self._known.issuperset(words)

    def is_same(self, pointing: Pointing) -> bool:
        """Whether what is named beside a pointer is what stands there: "the same report as in the row before"."""
        return self._same.match(pointing.rest) is not None

    def is_limited(self, pointing: Pointing) -> bool:
        """Whether words beside a pointer may leave something out: "as 1.2, but for outcomes only"."""
        return self._limits.search(pointing.rest) is not None

    def _spelt(self, word: re.Match[str]) -> str:
        """A word, those by which a cell points without typing errors."""
        lower = word[0].casefold()
        return word[0] if lower in self._policy.words or is_word(lower) else self._nearest(word[0], lower)

    def _nearest(self, word: str, lower: str) -> str:
        found = nearest(lower, self._policy.words, self._similarity)
        return word if found == lower else found

    def _pointers(self, line: str) -> tuple[list[tuple[int, int]], tuple[Pointer, ...]]:
        """The pointers of a line with the places of their words: led by "see", or all that the line says."""
        spans: list[tuple[int, int]] = []
        pointers: list[Pointer] = []
        at = 0
        whole = self._says_nothing(self._place.sub(" ", line))
        while True:
            lead = None if whole else self._led.search(line, at)
            start = lead.end() if lead else at
            place = self._place.search(line, start) if lead or whole else None
            if place is None:
                return spans, _in_their_units(pointers)
            begin = lead.start() if lead else place.start()
            at = place.end()
            pointers += self._pointer(place)
            spans.append((begin, at))
            while (more := self._place.search(line, at)) and self._is_joined(line[at : more.start()]):
                found = self._pointer(more, pointers[-1], line[at : more.start()])
                if not line[at : more.start()].strip() and _is_way(pointers[-1], found):  # "above the previous row"
                    found = [replace(found[0], rows=found[0].rows + pointers.pop().rows)]
                pointers += found
                spans.append((at, more.end()))
                at = more.end()

    def _is_joined(self, between: str) -> bool:
        """Whether a place goes on with the one before it: "1.1 and 1.2", "unit 501, 1.2", "the row above"."""
        return bool(self._joined.fullmatch(between))

    def _pointer(self, place: re.Match[str], last: Pointer | None = None, between: str = "") -> list[Pointer]:
        named = {name: value for name, value in place.groupdict().items() if value is not None}
        kind = next(iter(named), "")
        inner = next((value for value in place.groups()[1:] if value and value not in named.values()), "")
        words = inner or place[0]
        if kind == "criterion":
            number = re.search(r"\d+\.\d+", place[0])
            value = number[0] if number else ""
            joined = last is not None and last.kind is PlaceKind.CRITERION and self._range.search(between)
            first = _between(last.value, value) if joined and last else []
            return [Pointer(PlaceKind.CRITERION, ref) for ref in (*first, value)]
        if kind in ("by_words", "before"):
            return [Pointer(PlaceKind.BY_WORDS, words)]
        if kind == "outcome":
            return [Pointer(PlaceKind.OUTCOME, re.findall(r"\d+", place[0])[-1])]
        if kind == "unit":
            return [Pointer(PlaceKind.UNIT, re.findall(r"\d+", place[0])[-1])]
        if kind == "ordinal":
            return [Pointer(PlaceKind.ORDINAL, words.casefold())]
        if kind == "counted":
            said = tokens(place[0])
            way = PlaceKind.BELOW if self._policy.ups.isdisjoint(said) else PlaceKind.ABOVE
            counts = [self._counts[word] for word in said if word in self._counts]
            return [Pointer(way, rows=1 + counts[-1] if self._policy.but in said else counts[0])]
        return [Pointer(PlaceKind.ABOVE if kind in ("above", "row_above") else PlaceKind.BELOW)]

    def _without(self, line: str, spans: list[tuple[int, int]]) -> str:
        for start, end in reversed(spans):
            line = f"{line[:start]} {line[end:]}"
        return squash(line).strip(" ,;:–—-/()[].")

    def _says_nothing(self, rest: str) -> bool:
        return all(word in self._policy.fillers or word.isdigit() for word in tokens(rest))


def _between(first: str, last: str) -> list[str]:
    """The numbers between two of one outcome: "1.1" to "1.4" are 1.2 and 1.3."""
    outcome, low = first.split(".")
    other, high = last.split(".")
    return [f"{outcome}.{n}" for n in range(int(low) + 1, int(high))] if outcome == other else []


def _in_their_units(pointers: list[Pointer]) -> tuple[Pointer, ...]:
    """Criteria and outcomes with the unit that is named beside them; words or "above" beside a number add nothing."""
    units = [pointer.value for pointer in pointers if pointer.kind is PlaceKind.UNIT]
    named = [pointer for pointer in pointers if pointer.kind is not PlaceKind.UNIT]
    numbered = [pointer for pointer in named if pointer.kind is PlaceKind.CRITERION]
    firm = numbered or [p for p in named if p.kind not in (PlaceKind.ABOVE, PlaceKind.BELOW)] or named
    if not units or not firm:
        return tuple(firm or pointers)
    return tuple(replace(pointer, unit=units[0]) for pointer in firm)


def _is_way(pointer: Pointer, found: list[Pointer]) -> bool:
    """Whether both are rows above, or both below."""
    return pointer.kind in (PlaceKind.ABOVE, PlaceKind.BELOW) and [one.kind for one in found] == [pointer.kind]


def _any_of(patterns: Mapping[str, str]) -> str:
    """Patterns that each give their name to what they find."""
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items())


@lru_cache(maxsize=64)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _open(pattern: str, *, named: bool = True) -> str:
    """A pattern inside another; `named` False takes its groups' names away."""
    return pattern if named else re.sub(r"\(\?P<\w+>", "(?:", pattern)
