"""A cell's reading to the names of the assessments in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.judge.clauses import Clause
from pipeline.judge.numbering import numbers_behind, with_number
from pipeline.judge.reading import Reading
from pipeline.judge.spellings import SpeltOut
from pipeline.judge.things import Thing
from pipeline.policy.cells import Names
from pipeline.text import fold, tokens

# What stands between a number and its title: "Report 1: Why we coach", "Assignment 1 - essay", "Essay 2 (log)".
_TITLED = re.compile(r"\s*(?::|\s[-–—]+\s|[–—(\[]|\s?[\"“])\s*[\"“]?")
_LINE = re.compile(r"\s*:\s*([^\n.;(]+)(?=\n|$)")
_CODED = re.compile(r"[A-Za-z]{1,4}-?\d{1,3}[a-z]?")
_CLOSES = {"(": ")", "[": "]", '"': '"', "“": "”"}
_LISTED = (",", "and", "or")


@dataclass(frozen=True, slots=True)
class _Named:
    """Names that stand at one place of the text; `is_generic`: of "task" and the like, without a title.

    `words` are those of its noun, `article` is the word before them. It `is_firm` where it is written as a name is;
    `is_joined` to the clause before by "and" or "or".
    """

    names: tuple[str, ...]
    start: int
    end: int
    is_generic: bool = False
    words: tuple[str, ...] = ()
    article: str = ""
    clause: int = -1
    is_firm: bool = True
    is_joined: bool = False


def named_assessments(reading: Reading, spelt: SpeltOut, titles: Sequence[str], names: Names) -> tuple[str, ...]:
    """The assessments that a cell names, in order, as it writes them; `reading` is of `spelt`, the cell in full words.

    "Task 3" is a name where no other stands beside it: else it is a part of that one.
    """
    found: list[_Named] = []
    for qualified in reading.things:
        thing = qualified.thing
        is_new = not found or reading.words.starts[thing.start] >= found[-1].end
        if thing.label == "assessment" and is_new and not qualified.has("no_assessment_named"):
            found += _Finder(reading, spelt, names).find(thing)
    listed = list(_of_summary(spelt.text, titles))
    found = [*_meant(found, is_named=bool(listed)), *listed]
    whole = [named for named in found if not named.is_generic]
    said = [named for at, named in enumerate(whole) if not _is_said_again(named, whole[:at], names)]
    together = said or found
    kept = [named for at, named in enumerate(together) if not _is_covered(named, at, together)]
    kept.sort(key=lambda named: named.start)
    return tuple(dict.fromkeys(name for named in kept for name in named.names))


def _of_summary(text: str, titles: Sequence[str]) -> Iterator[_Named]:
    """The Summary's titles that stand in a text word by word, whatever they are."""
    for title in titles:
        words = re.findall(r"\w+", title)
        pattern = r"\b" + r"\W+".join(map(re.escape, words)) + r"\b"
        if words and (place := re.search(pattern, text, re.IGNORECASE)):
            yield _Named((title,), place.start(), place.end())


def _meant(found: Sequence[_Named], *, is_named: bool) -> Iterator[_Named]:
    """Of a cell that names one by its name, what that one holds is left out: "the business case. Assignment 1"."""
    clauses = {named.clause for named in found if named.is_firm}
    for named in found:
        if named.is_firm or not (clauses or is_named) or (named.is_joined and named.clause - 1 in clauses):
            yield named


def _is_said_again(named: _Named, before: Sequence[_Named], names: Names) -> bool:
    """Whether a name only takes up one before it: "coaching essay; the essay is marked"."""
    words = set(named.words)
    return named.article in names.definite and any(words < set(other.words) for other in before)


def _is_covered(named: _Named, at: int, together: Sequence[_Named]) -> bool:
    """Whether a longer name stands at the same place, or an equal one before."""
    for place, other in enumerate(together):
        is_within = other.start <= named.start and named.end <= other.end and place != at
        if is_within and (other.end - other.start > named.end - named.start or place < at):
            return True
    return False


class _Finder:
    """The name of each thing of a text."""

    def __init__(self, reading: Reading, spelt: SpeltOut, names: Names) -> None:
        self._reading, self._spelt, self._names = reading, spelt, names
        self._text = reading.words.text
        self._lengths = [m.span() for m in re.finditer(names.measure, self._text, re.IGNORECASE)]

    def find(self, thing: Thing) -> Iterator[_Named]:
        """A thing's name: its noun with the words before it, its numbers, its title; none where it is spoken of."""
        words, part = self._reading.words, self._reading.clauses[thing.clause]
        first = self._first(thing, part)
        start, end = words.starts[first], words.ends[thing.end - 1]
        name = self._spelt.original(start, end)
        is_coded = _CODED.fullmatch(words.texts[thing.end - 1]) is not None
        numbers = None if is_coded else numbers_behind(self._text, end, self._names)
        is_numbered = is_coded or numbers is not None
        if part.depth or thing.end - first > self._names.words_max:
            return
        is_generic = fold(self._text[start:end]) in self._names.generic
        is_firm = is_numbered or first == part.start or name[:1].isupper()
        if (is_generic and not is_numbered) or not (is_firm or self._is_bare(part, first)):
            return
        stop = numbers.end if numbers else end
        title = self._title(stop, thing) if is_numbered else self._number_in_title(stop, thing)
        if numbers and len(numbers.values) > 1:
            title = None
            found = tuple(with_number(name, value) for value in numbers.values)
        else:
            found = (self._closed(self._spelt.original(start, title or stop)),)
        named = tuple(text[:1].upper() + text[1:] for text in found)
        noun = tokens(self._text[start : title or stop])
        is_part = bool(noun) and noun[0] in self._names.generic and not title
        article = words.lowers[first - 1] if first > part.start else ""
        is_joined = part.joint in ("and", "or")
        yield _Named(named, start, title or stop, is_part, noun, article, part.number, is_firm, is_joined)

    def _first(self, thing: Thing, part: Clause) -> int:
        """Where the words of a name begin, lengths and small words left out."""
        words, first = self._reading.words, thing.start
        while first > part.start and not self._is_small(first - 1) and words.texts[first - 1][:1].isalnum():
            first -= 1
        return first

    def _is_small(self, at: int) -> bool:
        words = self._reading.words
        is_length = any(start <= words.starts[at] < end for start, end in self._lengths)
        return words.lowers[at] in self._names.breaks or is_length

    def _is_bare(self, part: Clause, first: int) -> bool:
        """Whether only small words stand before a name, or those of a means: "the essay", "assessed by essay"."""
        words, before = self._reading.words, first
        while before > part.start and self._is_small(before - 1):
            before -= 1
            if words.lowers[before] in self._names.means:
                return True
        return all(self._is_small(at) or not words.texts[at][:1].isalnum() for at in range(part.start, first))

    def _title(self, stop: int, thing: Thing) -> int | None:
        """Where the title behind a numbered name ends; None where there is none."""
        line = _LINE.match(self._text, stop)
        behind = self._behind(stop, thing)
        if behind is None or self._is_list(behind):
            return None
        if line and line[1][:1].isupper() and len(line[1].split()) <= self._names.words_max:
            return line.start(1) + len(line[1].rstrip())
        words, first = self._reading.words, behind.start
        while first < behind.end and self._is_small(first):
            first += 1
        end = first
        while end < behind.end and not self._is_small(end):
            end += 1
        is_name = first < end and words.labels[end - 1] == "assessment" and end - first <= self._names.words_max
        return words.ends[end - 1] if is_name else None

    def _number_in_title(self, stop: int, thing: Thing) -> int | None:
        """Where a number behind a title ends, "Coaching essay (Assignment 1)"; None where there is none."""
        behind = self._behind(stop, thing)
        if behind is None:
            return None
        words = self._reading.words
        end = words.ends[behind.end - 1]
        if behind.end - behind.start == 1 and _CODED.fullmatch(words.texts[behind.start]):
            return end if words.labels[behind.start] == "assessment" else None
        labelled = [at for at in range(behind.start, behind.end) if words.labels[at] == "assessment"]
        numbers = numbers_behind(self._text, words.ends[labelled[-1]], self._names) if labelled else None
        return end if numbers and len(numbers.values) == 1 and numbers.end == end else None

    def _behind(self, stop: int, thing: Thing) -> Clause | None:
        """The clause behind a name that may be its title."""
        clauses = self._reading.clauses
        joint = _TITLED.match(self._text, stop)
        behind = next((c for c in clauses[thing.clause + 1 :] if self._reading.words.starts[c.start] >= stop), None)
        if joint is None or behind is None:
            return None
        return behind if self._reading.words.starts[behind.start] <= joint.end() else None

    def _is_list(self, behind: Clause) -> bool:
        """Whether what stands behind a name are the several things that it is made of."""
        words = self._reading.words
        for clause in self._reading.clauses[behind.number + 1 :]:
            if clause.joint not in _LISTED or clause.depth != behind.depth:
                return False
            if "assessment" in words.labels[clause.start : clause.end]:
                return True
        return False

    @staticmethod
    def _closed(name: str) -> str:
        """The name with the bracket or quote that it opens closed."""
        for sign, closing in _CLOSES.items():
            if sign in name and (name.count(sign) % 2 if sign == closing else closing not in name):
                return name + closing
        return name
