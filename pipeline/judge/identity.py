"""The names of one document's assessments to one spelling for each thing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.judge.name import Name, is_within, title_parts
from pipeline.judge.spellings import Spellings
from pipeline.judge.wording import Wording
from pipeline.model.submission import Submission
from pipeline.policy.cells import Cells
from pipeline.text import is_word, squash


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as a unit has it, in a cell or in its line of the Summary; `place` tells these apart."""

    name: str
    unit: str
    place: int


class Identity:
    """Which names of one document are the same thing.

    A name is the fullest one that says all that it says, where there is one such: "Assignment 1" and "the coaching
    essay" are "Assgt 1 - Coaching essay". Where there are several it is none of them ("the essay", of two essays), but
    a number is first looked for in its own unit. So the order of the mentions tells nothing.
    """

    def __init__(self, titles: Iterable[Mention], mentions: Iterable[Mention], wording: Wording) -> None:
        listed, named = list(titles), list(mentions)
        self._wording = wording
        self._titles = list(dict.fromkeys(squash(title.name) for title in listed))
        self._counts = Counter(squash(mention.name) for mention in (*named, *listed))
        self._apart = frozenset(_apart(listed, wording)).union(_apart(named, wording))
        everything = tuple(dict.fromkeys(map(wording.name, (*self._counts, *wording.glosses))))
        self._with = _by_word(everything)
        self._thing_of = self._things(everything)
        self._units: dict[Name, set[str]] = {}
        for mention in (*named, *listed):
            above = self._above(wording.name(mention.name))
            if len(above) == 1:
                self._units.setdefault(above[0], set()).add(mention.unit)
        members: dict[Name, set[str]] = {}
        for mention in dict.fromkeys(replace(mention, place=0) for mention in (*named, *listed)):
            for unit in ("", mention.unit):
                members.setdefault(self._thing(mention.name, unit), set()).add(squash(mention.name))
        self._best = {thing: min(texts, key=self._order) for thing, texts in members.items()}

    def spelling(self, name: str, unit: str) -> str:
        """The one spelling of the thing that a unit's name means: the Summary's title, else the fullest name."""
        return self._best.get(self._thing(name, unit), squash(name))

    def is_listed(self, name: str, unit: str) -> bool:
        """Whether a title of the Summary is the same thing as a name, or may be: "essay", where it lists two."""
        thing, said = self._thing(name, unit), self._wording.name(name)
        for title in self._titles:
            listed = self._wording.name(title)
            if self._thing(title, unit) == thing or self._is_within(said, listed) or self._is_within(listed, said):
                return True
        return False

    def _thing(self, text: str, unit: str) -> Name:
        """The fullest name that says what a name says; the name's own words where several do, or none."""
        name = self._wording.name(text)
        above = self._above(name)
        if len(above) > 1 and name.number is not None:
            above = [thing for thing in above if unit in self._units.get(thing, ())]
        return above[0] if len(above) == 1 else name

    def _things(self, names: Sequence[Name]) -> dict[Name, Name]:
        """The fullest names, each with the first of those that say the same as it."""
        fullest = [name for name in names if not any(self._is_less(name, other) for other in self._near(name))]
        is_full = frozenset(fullest)
        thing_of: dict[Name, Name] = {}
        for name in fullest:
            waiting = [] if name in thing_of else [name]
            while waiting:
                here = waiting.pop()
                thing_of[here] = name
                same = (other for other in self._near(here) if other in is_full and self._is_within(here, other))
                waiting += [other for other in same if other not in thing_of]
        return thing_of

    def _is_less(self, one: Name, other: Name) -> bool:
        return self._is_within(one, other) and not self._is_within(other, one)

    def _is_within(self, one: Name, other: Name) -> bool:
        return (one, other) not in self._apart and is_within(one, other)

    def _above(self, name: Name) -> list[Name]:
        near = (other for other in self._near(name) if other in self._thing_of and self._is_within(name, other))
        return list(dict.fromkeys(self._thing_of[other] for other in near))

    def _near(self, name: Name) -> Sequence[Name]:
        """The names that have the rarest of a name's words, and its number: no other can say all that it says."""
        return min((self._with.get((word, name.number), ()) for word in name.words), key=len, default=())

    def _order(self, text: str) -> tuple[bool, int, int, int, int, int, str]:
        """Titles of the Summary first; then what says most, is spelt in full, is written most often, is short."""
        place = self._titles.index(text) if text in self._titles else len(self._titles)
        fullness = self._wording.name(text).fullness
        is_title = text in self._titles
        return not is_title, -fullness, place, self._wording.letters_short(text), -self._counts[text], len(text), text


def spellings(submission: Submission, cells: Cells) -> Spellings:
    """The words of a document's assessments by a policy; its own codes are its own."""
    return Spellings(cells, is_word, (term.code for term in submission.terms))


def identity(submission: Submission, mentions: Iterable[Mention], cells: Cells) -> Identity:
    """Which of a document's names of assessments are one: its titles, those of its cells, those that it explains."""
    own, named = spellings(submission, cells), list(mentions)
    titles = [
        Mention(part, row.unit, place)
        for place, row in enumerate(submission.summary)
        for title in row.assessments
        for part in title_parts(title, cells.names, own)
    ]
    glosses = [f"{term.code}: {term.meaning}" for term in submission.terms]
    texts = [mention.name for mention in (*named, *titles)]
    return Identity(titles, named, Wording(texts, glosses, cells.names, own))


def _by_word(names: Iterable[Name]) -> dict[tuple[str, str | None], list[Name]]:
    """The names under each of their words, all of them under None, those with a number under it too."""
    found: dict[tuple[str, str | None], list[Name]] = {}
    for name in names:
        for word in name.words:
            for number in dict.fromkeys((None, name.number)):
                found.setdefault((word, number), []).append(name)
    return found


def _apart(mentions: Iterable[Mention], wording: Wording) -> Iterator[tuple[Name, Name]]:
    """The names that stand side by side in one place, so that the one is not the other: "report, supervisor report"."""
    beside: dict[int, list[Name]] = {}
    for mention in mentions:
        beside.setdefault(mention.place, []).append(wording.name(mention.name))
    for names in beside.values():
        yield from ((one, other) for one in names for other in names if one != other and one.number is None)
