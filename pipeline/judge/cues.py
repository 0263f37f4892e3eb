"""Words to cues: what limits, postpones or promises an assessment, by the policy's patterns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.judge.clauses import Clause
from pipeline.judge.language import English, Words
from pipeline.judge.patterns import Classes, Found, Patterns, Scene, members_of, scene
from pipeline.policy.cells import Cells, CueRule


@dataclass(frozen=True, slots=True)
class Cue:
    """Words with a meaning for the verdict.

    `kind` is a weak kind, "assessed" (marked, every learner), "teaching" (we watch a film), "unclear" (to be asked),
    or "nothing" and "explained" (words that look like a cue and are none). `takes` is "next" where the cue qualifies
    the word behind it ("optional essay"), "object" where it is a verb's. A "named_part" is part_only where its clause
    names something of the criterion, and what `otherwise` says elsewhere: "barriers only", "chargehands only".
    """

    kind: str
    rule: str
    start: int
    end: int
    takes: str = ""
    is_doubtful: bool = False
    otherwise: str = ""


_LIMITS = ("provisional", "optional", "part_only", "no_assessment_named", "named_part")


@dataclass(frozen=True, slots=True)
class _Rule:
    data: CueRule
    patterns: Patterns
    unless: Patterns
    unless_anywhere: Patterns


class CueFinder:
    """The policy's cues, compiled once."""

    def __init__(self, cells: Cells, classes: Classes, english: English) -> None:
        members = members_of(classes, english.lemma)

        def compiled(patterns: Sequence[str]) -> Patterns:
            return Patterns(patterns, members, english.nlp.vocab)

        self._links = cells.links
        self._rules = tuple(
            _Rule(rule, compiled(rule.patterns), compiled(rule.unless), compiled(rule.unless_anywhere))
            for rule in cells.cues
        )
        self._order = {kind: place for place, kind in enumerate(cells.cue_order)}

    def find(self, words: Words, parts: Sequence[Clause], more: Iterable[Cue]) -> tuple[Cue, ...]:
        """The cues of a text in order, `more` among them; of two that overlap the stronger kind, then the longer."""
        here = scene(words, parts)
        found = [cue for rule in self._rules for cue in self._matches(rule, here)]
        found.extend(more)
        found.sort(key=lambda cue: (self._order[cue.kind], cue.start - cue.end))
        kept: list[Cue] = []
        for cue in found:
            if not any(cue.start < other.end and other.start < cue.end for other in kept):
                kept.append(cue)
        return tuple(sorted(kept, key=lambda cue: cue.start))

    def _matches(self, rule: _Rule, here: Scene) -> Iterator[Cue]:
        found = list(rule.patterns.find(here))
        if not found or any(rule.unless_anywhere.find(here)):
            return
        data = rule.data
        excused = {here.sentence(match.start) for match in rule.unless.find(here)}
        for match in found:
            is_whole = here.sentence(match.start) == here.sentence(match.end - 1)
            if is_whole and here.sentence(match.start) not in excused and not self._is_topic(data, match, here):
                yield Cue(data.kind, data.id, match.start, match.end, data.takes, data.is_doubtful, data.otherwise)

    def _is_topic(self, data: CueRule, match: Found, here: Scene) -> bool:
        """Whether a match is inside what a thing is about: "report on whether ...", "paper on informal mentoring".

        At the clause's end it may be meant of the thing again ("report on ethics optional").
        """
        start = max((begin for begin in here.begins if begin <= match.start), default=0)
        before = here.words.lowers[start : match.start]
        if any(word in self._links.asking for word in before) and data.kind in _LIMITS:
            return True
        if not data.is_topical or here.words.lowers[match.start] in self._links.finite:
            return False
        about = next((at for at, word in enumerate(before) if word in self._links.about), None)
        has_thing = about is not None and any(here.words.labels[start : start + about])
        return has_thing and match.end not in here.ends
