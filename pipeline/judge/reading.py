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
from pipeline.judge.things import NAMED, Thing, heads
from pipeline.policy.cells import Cells
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
# In a list of what a thing is about these are no things of their own.
_LISTED = (",", "and", "or")
_MATERIAL = ("teaching", "formative", "unknown")


class Reader:
    """Reads texts by one policy; what was read once is kept."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        terms = {name: getattr(cells.terms, name) for name in cells.terms.__struct_fields__}
        self.english = English(terms.items(), cells.lemmas, cells.coded_task, cells.run_together)
        self._cues = CueFinder(cells, cells.classes, self.english)
        self._modals = ModalFinder(cells.modals)
        self._grammar = ClauseReader(cells.grammar, cells.modals.learners)
        self._empty = frozenset(cells.empty_words)
        self._pronouns = frozenset(cells.modals.pronouns)
        self.read = lru_cache(maxsize=4096)(self._read)
        self.subject = lru_cache(maxsize=256)(self._subject)
        self.wording = lru_cache(maxsize=256)(self._wording)

    def _read(self, text: str) -> Reading:
        words = self.english.words(text)
        parts = clauses(words, self.cells.joints)
        found = self._cues.find(words, parts, self._modals.find(words, parts))
        found = tuple(self._of_what(cue, words, parts) for cue in found)
        more = tuple(self._grammar.find(words, parts, found))
        cues = tuple(cue for cue in (*found, *more) if cue.kind not in ("nothing", "explained"))
        named = self._named(words, parts, cues)
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

    def _wording(self, text: str) -> frozenset[str]:
        """The lemmas of a criterion's own words, small ones left out."""
        return frozenset(self.english.lemma(word) for word in tokens(text) if word not in self.cells.grammar.small)

    def _of_what(self, cue: Cue, words: Words, parts: Sequence[Clause]) -> Cue:
        """ "Weaknesses are not assessed" is of a part, "the diary is not assessed" of the whole."""
        if cue.kind != "no_assessment_named":
            return cue
        part = next(part for part in parts if part.end > cue.start)
        before = [at for at in range(part.start, cue.start) if self._is_content(words, at)]
        is_part = "part" in words.labels[part.start : cue.start]
        if any(words.labels[at] in NAMED for at in before) or part.joint == "" or not (before or is_part):
            return cue
        return replace(cue, kind="named_part", otherwise="part_only" if is_part else cue.kind)

    # ------------------------------------------------------------ things

    def _named(self, words: Words, parts: Sequence[Clause], cues: Sequence[Cue]) -> list[Thing]:
        """The things of all clauses; "report on lectures, talks and films" names no talks."""
        named: list[Thing] = []
        was_topic = False
        for part in parts:
            read = heads(words, part, self.cells.links)
            found = list(self._things_of(words, part, read.things, cues))
            goes_on = was_topic and part.joint in _LISTED
            if part.joint == "(" and named and named[-1].label == "assessment":
                found = [thing for thing in found if not _is_gloss(words, part, thing)]
            named += [thing for thing in found if not (goes_on and thing.label in _MATERIAL)]
            was_topic = read.ends_as_topic or (goes_on and not read.things)
        return named

    def _things_of(self, words: Words, part: Clause, found: tuple[Thing, ...], cues: Sequence[Cue]) -> Iterator[Thing]:
        """The things of a clause; where no term explains its words, they are one unknown thing."""
        if words.lowers[part.start] in self.cells.grammar.denials:
            return
        taught = [cue for cue in cues if cue.kind == "teaching" and part.start <= cue.start < part.end]
        if taught:
            yield Thing(taught[0].start, taught[0].end, "teaching", part.number)
            found = tuple(
                thing
                for thing in found
                if (thing.start < taught[0].start and not self._is_material(words, taught[0], thing))
                or (thing.start >= taught[0].start and self._is_kept(words, taught[0], thing))
            )
        yield from found
        if not found and not taught:
            yield from self._unknown(words, part, cues)

    def _is_material(self, words: Words, taught: Cue, thing: Thing) -> bool:
        """Whether a thing is what is taught with: "case study discussed in the seminar", "is then read in pairs"."""
        behind = words.lowers[thing.end : taught.start + 1]
        is_beside = all(word in self.cells.grammar.small or word in self.cells.links.material for word in behind)
        return is_beside and any(word in self.cells.links.material for word in behind)

    def _is_kept(self, words: Words, taught: Cue, thing: Thing) -> bool:
        """Of "we watch a film and note it in the diary" the diary is a thing, of "read the essay" the essay is none."""
        between = words.lowers[taught.end : thing.start]
        return any(word in self.cells.links.inside for word in between)

    def _unknown(self, words: Words, part: Clause, cues: Sequence[Cue]) -> Iterator[Thing]:
        taken = {at for cue in cues for at in range(cue.start, self._reach(cue, words, part))}
        content = [at for at in range(part.start, part.end) if at not in taken and self._is_content(words, at)]
        if content:
            yield Thing(content[0], content[-1] + 1, "unknown", part.number)

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
        part = next(part for part in parts if part.end > cue.start)
        number = part.number
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
                return (*after, *self._listed_behind(number, parts, named))
            if not self._has_pronoun(words, cue.start + 1, part.end) and self._has_object(words, cue, part):
                return () if self._before(number, parts, named) else tuple(self._all_of(number, named))
        if cue.kind == "optional" and number and self._is_beside(words, cue, part):
            return ()
        outside = self._outside(cue, own, named)
        is_own = bool(outside) and named[outside[0]].end <= cue.start
        is_meant = part.joint not in _LOOSE or any(named[at].label in _FIRMER for at in outside)
        if outside and is_meant and (is_own or not self._has_pronoun(words, part.start, part.end)):
            return self._joined(outside, cue, words, parts, named)
        before = self._before(number, parts, named)
        return before or tuple(self._after(number, parts, named)) or tuple(self._all_of(number, named))

    def _outside(self, cue: Cue, own: Sequence[int], named: Sequence[Thing]) -> tuple[int, ...]:
        """The clause's things that a cue can speak of: those before it, and assessments behind it."""
        return tuple(
            at
            for at in own
            if named[at].end <= cue.start or (named[at].start >= cue.end and named[at].label == "assessment")
        )

    def _joined(
        self, own: tuple[int, ...], cue: Cue, words: Words, parts: Sequence[Clause], named: Sequence[Thing]
    ) -> tuple[int, ...]:
        """A clause's own things, those that "and" joins to them, and the one that a word like "task" stands for."""
        found = set(own)
        if cue.end <= named[own[0]].start:
            found.update(self._listed_behind(named[own[-1]].clause, parts, named))
        elif all(named[at].start == parts[named[at].clause].start for at in own):
            number = named[own[0]].clause
            while number > 0 and parts[number].joint == "and":
                number -= 1
                found.update(self._all_of(number, named))
        is_generic = all(words.quote(named[at].start, named[at].end).lower() in self.cells.names.generic for at in own)
        if is_generic or any(self._is_said_again(named[at], words, parts, named) for at in own):
            found.update(self._before(named[own[0]].clause, parts, named))
        return tuple(sorted(found))

    def _is_said_again(self, thing: Thing, words: Words, parts: Sequence[Clause], named: Sequence[Thing]) -> bool:
        """Whether a thing is one that was named before: "log of 100 hours; the log sheet", "agreement; the form"."""
        start = parts[thing.clause].start
        if words.lowers[start] not in self.cells.links.again:
            return False
        earlier = {
            words.lemmas[at] for other in named if other.clause < thing.clause for at in range(other.start, other.end)
        }
        own = words.lemmas[start : thing.end]
        return bool(earlier) and (thing.label == "document" or not earlier.isdisjoint(own))

    def _listed_behind(self, number: int, parts: Sequence[Clause], named: Sequence[Thing]) -> Iterator[int]:
        """The things that "and" or "or" joins to those of a clause, brackets between them left out."""
        depth = parts[number].depth
        for part in parts[number + 1 :]:
            if part.depth == depth and part.joint not in ("and", "or"):
                return
            if part.depth == depth:
                yield from self._all_of(part.number, named)

    def _is_beside(self, words: Words, cue: Cue, part: Clause) -> bool:
        """Whether a condition is on what its clause adds: "with photos if you have them", "+ 3 if a client comes"."""
        first = words.lowers[part.start]
        if any(words.lowers[at] in self.cells.grammar.also for at in range(cue.end, part.end)):
            return True
        return cue.start > part.start and (first in self.cells.grammar.beside or first[:1].isdigit())

    def _has_pronoun(self, words: Words, start: int, end: int) -> bool:
        """Whether a pronoun stands for a thing; "for this" is for the criterion."""
        return any(
            words.lowers[at] in self._pronouns
            and not (at > start and words.lowers[at - 1] in self.cells.links.about_this)
            for at in range(start, end)
        )

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
            return self._chain(known[-1], parts, named)
        same = [at for at in known if parts[named[at].clause].sentence == part.sentence]
        return tuple(same or known)

    def _chain(self, last: int, parts: Sequence[Clause], named: Sequence[Thing]) -> tuple[int, ...]:
        """The last thing before a bracket, with those that "and" joins to it ("testimony and log (to be agreed)")."""
        clauses_of = [named[last].clause]
        while clauses_of[-1] > 0 and parts[clauses_of[-1]].joint == "and":
            clauses_of.append(clauses_of[-1] - 1)
        return tuple(at for at in range(last + 1) if named[at].clause in clauses_of)

    def _all_of(self, number: int, named: Sequence[Thing]) -> Iterator[int]:
        return (at for at, thing in enumerate(named) if thing.clause == number)

    def _after(self, number: int, parts: Sequence[Clause], named: Sequence[Thing]) -> Iterator[int]:
        """The things behind a clause that speaks before it names one: of its sentence, else of the cell."""
        known = [at for at, thing in enumerate(named) if thing.label in NAMED and thing.clause > number]
        sentence = parts[number].sentence
        return iter([at for at in known if parts[named[at].clause].sentence == sentence] or known)


def _is_gloss(words: Words, part: Clause, thing: Thing) -> bool:
    """Whether a bracket only says what the thing before it is: "decision paper (assignment)"."""
    return thing.label == "assessment" and thing.start == part.start and thing.end == part.end
