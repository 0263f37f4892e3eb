"""Clauses that no pattern explains to cues, by their small words: who does not, who will, who it is left to."""

from collections.abc import Iterator, Sequence

from pipeline.judge.clauses import Clause
from pipeline.judge.cues import Cue
from pipeline.judge.language import Words
from pipeline.policy.cells import Grammar


class ClauseReader:
    """Reads a clause behind a named assessment by its grammar. All that it finds is put to the QCM as a question."""

    def __init__(self, grammar: Grammar, learners: frozenset[str]) -> None:
        self._grammar = grammar
        self._learners = learners

    def find(self, words: Words, parts: Sequence[Clause], taken: Sequence[Cue]) -> Iterator[Cue]:
        """A cue for each clause behind the first that holds none of those `taken` and reads like a limit."""
        assessed = {part.sentence for part in parts for cue in taken if cue.kind == "assessed" and _is_in(cue, part)}
        explained = {at for cue in taken if cue.kind != "explained" for at in range(cue.start, cue.end)}
        wholes = self._wholes_behind(words, parts)
        for number, part in enumerate(parts):
            if not explained.isdisjoint(range(part.start, part.end)) or self._is_topic(words, part):
                continue
            cue = self._for_some(words, part) or self._doubted(words, part)
            if number and cue is None:
                cue = self._denied(words, part) or self._intended(words, part)
            if number and cue is None and part.sentence not in assessed:
                cue = None if wholes[number] else self._left_to(words, part, parts)
            if cue is None and number and self._is_unclear(words, part):
                cue = Cue("unclear", "unclear", part.start, part.end)
            if cue is not None:
                yield cue

    def _is_topic(self, words: Words, part: Clause) -> bool:
        return any(words.lowers[at] in self._grammar.topic for at in range(part.start, part.end))

    def _denied(self, words: Words, part: Clause) -> Cue | None:
        """ "Chambers have not come back to us", "behaviours aren't touched on", "juniors needn't bother"."""
        denial = next((at for at in range(part.start, part.end) if words.lowers[at] in self._grammar.negatives), None)
        if denial is None:
            return None
        subject = self._subject(words, part.start, denial)
        if not subject and part.start and words.lowers[part.start - 1] in self._grammar.but:
            return Cue("part_only", "grammar", part.start, part.end, is_doubtful=True)
        if not subject or words.labels[subject[-1]] == "assessment":
            return None
        lemmas = {words.lemmas[at] for at in subject}
        if lemmas & self._grammar.matters:
            return Cue("nothing", "grammar", part.start, part.end)
        if self._is_learner(words, subject):
            return Cue("optional", "grammar", part.start, part.end, is_doubtful=True)
        return Cue("named_part", "grammar", part.start, part.end, is_doubtful=True, otherwise="provisional")

    def _intended(self, words: Words, part: Clause) -> Cue | None:
        """ "The partners will decide on the title", "Jan is going to write it", "captain wants to see it first"."""
        plan = next((at for at in range(part.start, part.end) if words.lowers[at] in self._grammar.intentions), None)
        if (
            plan is None
            or self._is_name(words, part, plan)
            or any(words.lemmas[at] in self._grammar.markers for at in range(plan, part.end))
        ):
            return None
        subject = self._subject(words, part.start, plan, with_pronouns=True)
        named = {words.labels[at] for at in range(part.start, part.end)}
        if not subject or "assessment" in named or any(words.lemmas[at] in self._grammar.learners for at in subject):
            return None
        return Cue("provisional", "grammar", part.start, part.end, is_doubtful=True)

    def _is_name(self, words: Words, part: Clause, at: int) -> bool:
        """ "Dr Will Reading": two words with capitals inside a clause."""
        pair = words.texts[at : min(at + 2, part.end)]
        return at > part.start and len(pair) == 2 and all(word[:1].isupper() for word in pair)

    def _for_some(self, words: Words, part: Clause) -> Cue | None:
        """ "Test for temps", "report from the permanent staff": people behind a thing, in its own clause."""
        at = next(
            (
                i
                for i in range(part.start + 1, part.end)
                if words.lowers[i] in self._grammar.givers and "assessment" in words.labels[part.start : i]
            ),
            part.end,
        )
        behind = [i for i in range(at + 1, part.end) if words.lowers[i] not in self._grammar.small]
        if any(words.lowers[i] in self._grammar.wholes for i in range(at, part.end)):
            return None
        if any(self._is_people(words, i) for i in behind[: self._grammar.people_within]):
            return Cue("optional", "grammar", at, part.end, is_doubtful=True)
        return None

    def _doubted(self, words: Words, part: Clause) -> Cue | None:
        """ "Essay?": a question mark behind a few words that name an assessment."""
        is_asked = part.end < len(words) and words.lowers[part.end] == "?"
        if is_asked and part.end - part.start <= self._grammar.people_within and part.joint != ":":
            return Cue("provisional", "grammar", part.end - 1, part.end, is_doubtful=True)
        return None

    def _left_to(self, words: Words, part: Clause, parts: Sequence[Clause]) -> Cue | None:
        """A clause that is nothing but people: "Essay, officers above sergeant", "Log - crew on long haul"."""
        content = [at for at in range(part.start, part.end) if words.lowers[at] not in self._grammar.small]
        if not content or any(words.labels[at] == "assessment" for at in content):
            return None
        if part.joint == "and" and self._is_second(words, parts[part.number - 1]):
            return None
        if any(words.lemmas[at] in self._grammar.markers for at in content):
            return None
        first = self._head(words, content, part)[: self._grammar.people_within]
        is_led = words.lowers[part.start] in self._grammar.leads
        if any(self._is_people(words, at) for at in first) and (is_led or part.start == content[0]):
            return Cue("optional", "grammar", part.start, part.end, is_doubtful=True)
        return None

    def _wholes_behind(self, words: Words, parts: Sequence[Clause]) -> list[bool]:
        """For each clause whether it, or a later one of its sentence, speaks of all ("officers and all others")."""
        found = [False] * len(parts)
        end, sentence, is_whole = len(words), -1, False
        for number in range(len(parts) - 1, -1, -1):
            part = parts[number]
            if part.sentence != sentence:
                end, sentence, is_whole = part.end, part.sentence, False
            is_whole = is_whole or not self._grammar.wholes.isdisjoint(words.lowers[part.start : end])
            end, found[number] = part.start, is_whole
        return found

    def _is_second(self, words: Words, before: Clause) -> bool:
        """Whether "and" joins a second to what a preposition leads: "between governor and officer"."""
        return any(words.lowers[at] in self._grammar.prepositions for at in range(before.start, before.end))

    def _head(self, words: Words, content: Sequence[int], part: Clause) -> Sequence[int]:
        """The words of a clause before its first preposition, one that leads it left out."""
        links = (at for at in range(part.start + 1, part.end) if words.lowers[at] in self._grammar.prepositions)
        end = next(links, part.end)
        return [at for at in content if at < end]

    def _is_unclear(self, words: Words, part: Clause) -> bool:
        found = {words.lowers[at] for at in range(part.start, part.end)} & self._grammar.unclear
        is_measured = any(
            words.labels[at] == "part" or words.lowers[at].isdigit() for at in range(part.start, part.end)
        )
        if found <= frozenset(["only"]) and is_measured:
            return False
        return bool(found)

    def _subject(self, words: Words, start: int, end: int, *, with_pronouns: bool = False) -> list[int]:
        """The words before a verb that can be its subject."""
        pronouns = self._grammar.persons if with_pronouns else frozenset[str]()
        return [
            at
            for at in range(start, end)
            if words.lowers[at][:1].isalpha()
            and (words.lowers[at] in pronouns or words.lowers[at] not in self._grammar.small)
        ]

    def _is_learner(self, words: Words, subject: Sequence[int]) -> bool:
        return any(words.lemmas[at] in self._learners or self._is_people(words, at) for at in subject)

    def _is_people(self, words: Words, at: int) -> bool:
        """Whether a word is people by its ending ("chargehands", "joiners") or by the policy's list."""
        lower = words.lowers[at]
        if words.labels[at] == "body" or words.lemmas[at] in self._grammar.audience:
            return False
        if words.lemmas[at] in self._grammar.people:
            return True
        is_plural = (
            lower.endswith("s")
            and len(lower) >= self._grammar.plural_letters_min
            and lower not in self._grammar.no_people
        )
        return is_plural and lower.endswith(self._grammar.people_endings)


def _is_in(cue: Cue, part: Clause) -> bool:
    return part.start <= cue.start < part.end
