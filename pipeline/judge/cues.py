"""Words to cues: what limits, postpones or promises an assessment, by the policy's patterns and its modal verbs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.judge.clauses import Clause
from pipeline.judge.language import English, Words
from pipeline.judge.patterns import Bounds, Classes, Found, Patterns
from pipeline.policy import Cells, CueRule


@dataclass(frozen=True, slots=True)
class Cue:
    """Words with a meaning for the verdict.

    `kind` is a weak kind, "assessed" (marked, every learner), "teaching" (we watch a film) or "nothing" (words that
    look like a cue and are none). `takes` is "next" where the cue qualifies the word behind it ("optional essay"),
    "object" where it is a verb's. A "named_part" is part_only where its clause names something of the criterion, and
    what `otherwise` says elsewhere: "barriers only", "chargehands only".
    """

    kind: str
    rule: str
    start: int
    end: int
    takes: str = ""
    is_doubtful: bool = False
    otherwise: str = ""


_ASKING = ("whether", "how", "what", "why")
_ABOUT = ("of", "on", "about", "around", "into", "how", "what", "why")


@dataclass(frozen=True, slots=True)
class _Rule:
    data: CueRule
    patterns: Patterns
    unless: Patterns
    unless_anywhere: Patterns


class CueFinder:
    """The policy's cues, compiled once."""

    def __init__(self, cells: Cells, classes: Classes, english: English) -> None:
        def compiled(patterns: Sequence[str]) -> Patterns:
            return Patterns(patterns, classes, english.lemma, english.nlp.vocab)

        self._rules = tuple(
            _Rule(rule, compiled(rule.patterns), compiled(rule.unless), compiled(rule.unless_anywhere))
            for rule in cells.cues
        )
        self._order = {kind: place for place, kind in enumerate(cells.cue_order)}

    def find(self, words: Words, parts: Sequence[Clause], more: Iterable[Cue]) -> tuple[Cue, ...]:
        """The cues of a text in order, `more` among them; of two that overlap the stronger kind, then the longer."""
        bounds = (frozenset(part.start for part in parts), frozenset(part.end for part in parts))
        sentence = {at: part.sentence for part in parts for at in range(part.start, part.end)}
        present = frozenset((*words.lemmas, *(f"={word}" for word in words.lowers), *(f"<{x}>" for x in words.labels)))
        found = [cue for rule in self._rules for cue in _matches(rule, words, present, bounds, sentence)]
        found.extend(more)
        found.sort(key=lambda cue: (self._order[cue.kind], cue.start - cue.end))
        kept: list[Cue] = []
        for cue in found:
            if not any(cue.start < other.end and other.start < cue.end for other in kept):
                kept.append(cue)
        return tuple(sorted((cue for cue in kept if cue.kind != "nothing"), key=lambda cue: cue.start))


def _matches(
    rule: _Rule, words: Words, present: frozenset[str], bounds: Bounds, sentence: dict[int, int]
) -> Iterator[Cue]:
    found = list(rule.patterns.find(words, present, bounds))
    if not found or any(rule.unless_anywhere.find(words, present, bounds)):
        return
    excused = {sentence.get(match.start) for match in rule.unless.find(words, present, bounds)}
    for match in found:
        if sentence.get(match.start) not in excused and _is_whole(match, sentence):
            data = rule.data
            if data.is_topical and _is_topic(words, match, bounds):
                continue
            yield Cue(data.kind, data.id, match.start, match.end, data.takes, data.is_doubtful, data.otherwise)


def _is_topic(words: Words, match: Found, bounds: Bounds) -> bool:
    """Whether a match is inside what a thing is about: "paper on informal mentoring", "report on whether ...".

    At the clause's end it may be meant of the thing again ("report on ethics optional").
    """
    start = max((begin for begin in bounds[0] if begin <= match.start), default=0)
    before = words.lowers[start : match.start]
    if any(word in _ASKING for word in before):
        return True
    about = next((at for at, word in enumerate(before) if word in _ABOUT), None)
    has_thing = about is not None and any(words.labels[start : start + about])
    return has_thing and match.end not in bounds[1]


def _is_whole(match: Found, sentence: dict[int, int]) -> bool:
    """Whether a match stays inside one sentence."""
    return sentence.get(match.start) == sentence.get(match.end - 1)
