"""May, can, could, might: whether a modal verb leaves a learner free, or only says how a thing is done."""

from collections.abc import Iterator, Sequence

from pipeline.judge.clauses import Clause
from pipeline.judge.cues import Cue
from pipeline.judge.language import Words
from pipeline.policy.cells import Modals


class ModalFinder:
    """The policy's modal verbs."""

    def __init__(self, modals: Modals) -> None:
        self._modals = modals
        self._sets = {name: frozenset(getattr(modals, name)) for name in modals.__struct_fields__}

    def find(self, words: Words, parts: Sequence[Clause]) -> Iterator[Cue]:
        """The modal verbs that make an assessment optional."""
        for part in parts:
            for at in range(part.start, part.end):
                if words.lowers[at] in self._sets["verbs"] and not self._is_month(words, at):
                    end = self._end_if_optional(words, part, at)
                    if not end:
                        yield Cue("explained", "modal", at, at + 1)
                    else:
                        kind = "provisional" if self._subject(words, part, at) in self._sets["centre"] else "optional"
                        yield Cue(kind, "modal", self._subject_start(words, part, at), end, "object")

    def _is_month(self, words: Words, at: int) -> bool:
        """ "4 May", "May 2019", "In May", "by the end of May"."""
        if words.texts[at] != "May":
            return False
        before = words.lowers[at - 1] if at else ""
        after = words.lowers[at + 1] if at + 1 < len(words) else ""
        return (
            before[:1].isdigit()
            or after[:1].isdigit()
            or before in self._sets["before_month"]
            or after in self._sets["after_month"]
            or (at + 1 == len(words))
        )

    def _end_if_optional(self, words: Words, part: Clause, at: int) -> int:
        """Where the cue ends, 0 where the modal verb is none: it asks, tells of a topic, or says how."""
        if any(words.lowers[i] in self._sets["topic"] for i in range(part.start, at)):
            return 0
        verb = self._next(words, at + 1, part.end)
        if verb is None or words.lowers[at + 1] in self._sets["negations"]:
            return 0
        if words.lemmas[verb] == "be":
            return self._passive(words, part, at, verb)
        if not self._is_free_to_act(words, part, at) or self._goes_on(words, part, at):
            return 0
        lemma, rest = words.lemmas[verb], range(verb + 1, part.end)
        if lemma in self._sets["manner"] or any(words.lowers[i] in self._sets["choices"] for i in rest):
            return 0
        first = words.lowers[verb + 1] if verb + 1 < part.end else ""
        if first in self._sets["particles"] and verb + 2 < part.end:
            first = words.lowers[verb + 2]
        is_manner = first in self._sets["pronouns"] and any(words.lowers[i] in self._sets["adjuncts"] for i in rest)
        is_manner = is_manner and "assessment" not in words.labels[verb : part.end]
        return 0 if is_manner else part.end

    def _passive(self, words: Words, part: Clause, at: int, verb: int) -> int:
        """ "A report may be submitted" is optional, "may be filled in by hand" is not."""
        done = self._next(words, verb + 1, part.end)
        if done is None or words.lemmas[done] not in self._sets["given"]:
            return 0
        subject = self._subject(words, part, at)
        if subject and subject not in self._sets["learners"] and subject in self._sets["matters"]:
            return 0
        is_manner = any(words.lowers[i] in self._sets["adjuncts"] for i in range(done + 1, part.end))
        is_manner = is_manner and "assessment" not in words.labels[done : part.end]
        return 0 if is_manner else part.end

    def _is_free_to_act(self, words: Words, part: Clause, at: int) -> bool:
        """Whether the subject is a learner, or the verb has none and is one of handing in."""
        subject = self._subject(words, part, at)
        verb = self._next(words, at + 1, part.end)
        acts = verb is not None and words.lemmas[verb] in self._sets["acts"]
        if subject in self._sets["learners"] or subject in self._sets["centre"]:
            return True
        return acts and subject not in self._sets["matters"] and words.labels[max(at - 1, part.start)] != "assessment"

    def _goes_on(self, words: Words, part: Clause, at: int) -> bool:
        """Whether a modal verb without a subject goes on with a topic: "what a coach should know, can do"."""
        if self._subject(words, part, at):
            return False
        stop = next((i for i in range(part.start - 1, -1, -1) if words.lowers[i] in self._sets["stops"]), -1)
        return any(words.lowers[i] in self._sets["topic"] for i in range(stop + 1, part.start))

    def _subject(self, words: Words, part: Clause, at: int) -> str:
        """The lemma of the word before the modal verb, adverbs left out; "" where there is none."""
        before = [i for i in range(part.start, at) if words.lowers[i] not in self._sets["adverbs"]]
        return words.lemmas[before[-1]] if before else ""

    def _subject_start(self, words: Words, part: Clause, at: int) -> int:
        """The learner who is the subject belongs to the cue, so that it is no thing of its own."""
        has_learner = self._subject(words, part, at) in self._sets["learners"]
        return (
            next((i for i in range(at - 1, part.start - 1, -1) if words.lemmas[i] in self._sets["learners"]), at)
            if has_learner
            else at
        )

    def _next(self, words: Words, start: int, end: int) -> int | None:
        """The first word that is no adverb."""
        return next((i for i in range(start, end) if words.lowers[i] not in self._sets["adverbs"]), None)
