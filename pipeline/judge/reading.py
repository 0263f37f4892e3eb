"""A text to its reading: the things that it names, and what each cue does to them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.judge.clauses import Clause, clauses
from pipeline.judge.cues import Cue, CueFinder
from pipeline.judge.grammar import ClauseReader
from pipeline.judge.language import English, Words
from pipeline.judge.modals import ModalFinder
from pipeline.judge.things import NAMED, Thing, things
from pipeline.policy import Cells
from pipeline.text import tokens


@dataclass(frozen=True, slots=True)
class Qualified:
    """A thing with the cues that bear on it."""

    thing: Thing
    cues: tuple[Cue, ...]

    def has(self, kind: str) -> bool:
        """Whether a cue of this kind bears on the thing."""
        return any(cue.kind == kind for cue in self.cues)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: its clauses, its things with their cues, and all cues in order.

    `loose` are the cues that bear on something offered beside, which is no assessment ("optional reading").
    """

    words: Words
    clauses: tuple[Clause, ...]
    things: tuple[Qualified, ...]
    cues: tuple[Cue, ...]
    loose: tuple[Cue, ...]

    def quote(self, cue: Cue) -> str:
        """The clause or clauses in which a cue stands, to the letter."""
        inside = [part for part in self.clauses if part.start < cue.end and cue.start < part.end]
        return self.words.quote(inside[0].start, inside[-1].end).strip() if inside else ""


# A pause before words without an assessment: they speak of the one before ("Diary - template not ready").
_LOOSE = (",", "-", "(", ":")
_FIRMER = ("assessment", "teaching", "formative")


class Reader:
    """Reads texts by one policy; what was read once is kept."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        terms = {name: getattr(cells.terms, name) for name in cells.terms.__struct_fields__}
        self.english = English(terms.items(), cells.lemmas)
        self._cues = CueFinder(cells, cells.classes, self.english)
        self._modals = ModalFinder(cells.modals)
        self._grammar = ClauseReader(cells.grammar, cells.modals.learners)
        self._empty = frozenset(cells.empty_words)
        self._pronouns = frozenset(cells.modals.pronouns)
        self.read = lru_cache(maxsize=4096)(self._read)
        self.subject = lru_cache(maxsize=256)(self._subject)

    def _read(self, text: str) -> Reading:
        words = self.english.words(text)
        parts = clauses(words, self.cells.joints)
        found = self._cues.find(words, parts, self._modals.find(words, parts))
        found = tuple(self._of_what(cue, words, parts) for cue in found)
        more = tuple(self._grammar.find(words, parts, found))
        cues = tuple(cue for cue in (*found, *more) if cue.kind not in ("nothing", "explained"))
        named = [thing for number, part in enumerate(parts) for thing in self._things_of(words, part, number, cues)]
        bearing = {at: self._targets(cue, words, parts, named) for at, cue in enumerate(cues)}
        qualified = tuple(
            Qualified(thing, tuple(cues[at] for at, targets in bearing.items() if place in targets))
            for place, thing in enumerate(named)
        )
        loose = tuple(cues[at] for at, targets in bearing.items() if not targets)
        return Reading(words, parts, qualified, cues, loose)

    def _subject(self, text: str) -> frozenset[str]:
        """The lemmas of what a criterion is about; coaching and mentoring only where it asks for both of them."""
        units = {
            word
            for spellings in (self.cells.quantities.hours, self.cells.quantities.clients, self.cells.quantities.months)
            for word, _ in spellings
        }
        words = {self.english.lemma(word) for word in tokens(text) if word not in self._empty} - units
        topics = {self.english.lemma(word) for word in self.cells.joints.topics}
        return frozenset(words if re.search(self.cells.both, text, re.IGNORECASE) else words - topics)

    def _of_what(self, cue: Cue, words: Words, parts: Sequence[Clause]) -> Cue:
        """ "Weaknesses are not assessed" is of a part, "the diary is not assessed" of the whole."""
        if cue.kind != "no_assessment_named":
            return cue
        part = next(part for part in parts if part.end > cue.start)
        before = [at for at in range(part.start, cue.start) if self._is_content(words, at)]
        if not before or any(words.labels[at] in NAMED for at in before) or part.joint == "":
            return cue
        return replace(cue, kind="named_part", otherwise=cue.kind)

    # ------------------------------------------------------------ things

    def _things_of(self, words: Words, part: Clause, number: int, cues: Sequence[Cue]) -> Iterator[Thing]:
        """The things of a clause; where no term explains its words, they are one unknown thing."""
        if words.lowers[part.start] in self.cells.grammar.denials:
            return
        taught = [cue for cue in cues if cue.kind == "teaching" and part.start <= cue.start < part.end]
        found = things(words, part, number, self.cells.links)
        if taught:
            yield Thing(taught[0].start, taught[0].end, "teaching", number)
            found = tuple(
                thing
                for thing in found
                if (thing.start < taught[0].start and not self._is_material(words, taught[0], thing))
                or (thing.start >= taught[0].start and self._is_kept(words, taught[0], thing))
            )
        yield from found
        if not found and not taught:
            yield from self._unknown(words, part, number, cues)

    def _is_material(self, words: Words, taught: Cue, thing: Thing) -> bool:
        """Whether a thing is what is taught with: "case study discussed in the seminar"."""
        return thing.end == taught.start and words.lowers[taught.start] in self.cells.links.material

    def _is_kept(self, words: Words, taught: Cue, thing: Thing) -> bool:
        """Of "we watch a film and note it in the diary" the diary is a thing, of "read the essay" the essay is none."""
        between = words.lowers[taught.end : thing.start]
        return any(word in self.cells.links.inside for word in between)

    def _unknown(self, words: Words, part: Clause, number: int, cues: Sequence[Cue]) -> Iterator[Thing]:
        taken = {at for cue in cues for at in range(cue.start, self._reach(cue, words, part))}
        content = [at for at in range(part.start, part.end) if at not in taken and self._is_content(words, at)]
        if content:
            yield Thing(content[0], content[-1] + 1, "unknown", number)

    def _reach(self, cue: Cue, words: Words, part: Clause) -> int:
        """Where a cue's words end, with the words that it qualifies where it takes the next thing."""
        if cue.takes != "next" or not part.start <= cue.start < part.end:
            return cue.end
        end = cue.end
        while end < part.end and words.lowers[end][:1].isalpha() and words.lowers[end] not in self._empty:
            end += 1
        return end

    def _is_content(self, words: Words, at: int) -> bool:
        lower = words.lowers[at]
        return (
            lower[:1].isalpha()
            and lower not in self._empty
            and words.labels[at] not in ("part", "body", "people", "elsewhere")
        )

    # ------------------------------------------------------------ what a cue bears on

    def _targets(self, cue: Cue, words: Words, parts: Sequence[Clause], named: Sequence[Thing]) -> tuple[int, ...]:
        """The places of the things that a cue bears on; () where it bears on something offered beside."""
        number = next(at for at, part in enumerate(parts) if part.end > cue.start)
        part = parts[number]
        own = [at for at, thing in enumerate(named) if thing.clause == number and thing.label != "unknown"]
        if cue.takes == "next":
            behind = [at for at in own if named[at].end > cue.end]
            if behind:
                return (behind[0],)
            if self._reach(cue, words, part) > cue.end:
                return ()
        elif cue.takes == "object":
            after = [at for at in own if named[at].end > cue.start]
            if after:
                return tuple(after)
            if not self._has_pronoun(words, cue.start + 1, part.end) and self._has_object(words, cue, part):
                return () if self._before(number, parts, named) else tuple(self._all_of(number, named))
        if cue.kind == "optional" and number and not own and self._is_beside(words, cue, part):
            return ()
        if not self._has_pronoun(words, part.start, part.end):
            outside = [at for at in own if not (cue.start <= named[at].start and named[at].end <= cue.end)]
            if outside and (part.joint not in _LOOSE or any(named[at].label in _FIRMER for at in outside)):
                return tuple(outside)
        before = self._before(number, parts, named)
        return before or tuple(self._all_of(number, named)) or tuple(self._after(number, parts, named))

    def _is_beside(self, words: Words, cue: Cue, part: Clause) -> bool:
        """Whether a condition is on what its clause adds: "with photos if you have them", "+ 3 if a client comes"."""
        first = words.lowers[part.start]
        return cue.start > part.start and (first in self.cells.grammar.beside or first[:1].isdigit())

    def _has_pronoun(self, words: Words, start: int, end: int) -> bool:
        return any(words.lowers[at] in self._pronouns for at in range(start, end))

    def _has_object(self, words: Words, cue: Cue, part: Clause) -> bool:
        return sum(self._is_content(words, at) for at in range(cue.start, part.end)) > 2

    def _before(self, number: int, parts: Sequence[Clause], named: Sequence[Thing]) -> tuple[int, ...]:
        """The things that a clause without one speaks of: the last before a bracket, else its sentence's, else all."""
        earlier = [at for at, thing in enumerate(named) if thing.clause < number]
        if not earlier:
            return ()
        known = [at for at in earlier if named[at].label in NAMED] or earlier
        part = parts[number]
        if part.depth:
            return (known[-1],)
        same = [at for at in known if parts[named[at].clause].sentence == part.sentence]
        return tuple(same or known)

    def _all_of(self, number: int, named: Sequence[Thing]) -> Iterator[int]:
        return (at for at, thing in enumerate(named) if thing.clause == number)

    def _after(self, number: int, parts: Sequence[Clause], named: Sequence[Thing]) -> Iterator[int]:
        sentence = parts[number].sentence
        return (at for at, thing in enumerate(named) if parts[thing.clause].sentence == sentence)


def with_label(qualified: Qualified, label: str) -> Qualified:
    """The thing known by the document as something else."""
    return replace(qualified, thing=replace(qualified.thing, label=label))
