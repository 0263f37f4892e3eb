"""The policy's patterns, compiled to spaCy matchers, and their matches in a text.

A pattern is words parted by spaces, each compared by its lemma: `word`, `this|that`, `=planned` (to the letter),
`{class}` (a word of a class of the policy), `<label>` (a term with that label, of any length), `#` (a number), `_` (any
word), `~` (up to three words of a clause), `~~` (up to seven), `?` behind any of these (it may be absent), `^` and `$`
(a clause begins, ends).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from pipeline.errors import DataError
from pipeline.judge.clauses import Clause
from pipeline.judge.language import Words

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.vocab import Vocab

_GAPS = {"~": "{0,3}", "~~": "{0,7}"}
_NOT_IN_GAP = ["\n", ";", ".", ":", "(", ")", "!", "?"]

Classes = Mapping[str, tuple[str, ...]]
Members = Callable[[str], frozenset[str]]
"""A part of a pattern to the lemmas that it stands for, or "=word" where it is to the letter."""


def members_of(classes: Classes, lemma: Callable[[str], str]) -> Members:
    """The words of a policy's patterns: of "{learner|pupil}|nobody" those of two classes and one more."""

    @cache
    def members(part: str) -> frozenset[str]:
        words = part.removesuffix("?").split("|")
        if part.startswith("="):
            return frozenset(word if word.startswith("=") else f"={word}" for word in words)
        found: set[str] = set()
        inside = False
        for word in words:
            inside = inside or word.startswith("{")
            found.update(lemma(member) for member in (_class(word.strip("{}"), classes) if inside else (word,)))
            inside = inside and not word.endswith("}")
        return frozenset(found)

    return members


def _class(name: str, classes: Classes) -> tuple[str, ...]:
    if name not in classes:
        raise DataError(f"A pattern of the policy names a class of words that is not there: {name!r}.")
    return classes[name]


@dataclass(frozen=True, slots=True)
class Scene:
    """A text in which patterns are looked for.

    `present` are its lemmas, its words ("=word") and its labels ("<label>"); `begins` and `ends` where its clauses
    begin and end; `sentences` the sentence of each word.
    """

    words: Words
    present: frozenset[str]
    begins: frozenset[int]
    ends: frozenset[int]
    sentences: Mapping[int, int]

    def sentence(self, at: int) -> int | None:
        """The sentence of a word; None before the first."""
        return self.sentences.get(at)


def scene(words: Words, parts: Sequence[Clause]) -> Scene:
    """The words of a text with their clauses, ready for patterns."""
    return Scene(
        words=words,
        present=frozenset((*words.lemmas, *(f"={word}" for word in words.lowers), *(f"<{x}>" for x in words.labels))),
        begins=frozenset(part.start for part in parts),
        ends=frozenset(part.end for part in parts),
        sentences=_sentences(len(words), parts),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A match: the words from `start` to before `end`."""

    start: int
    end: int


def _sentences(count: int, parts: Sequence[Clause]) -> dict[int, int]:
    """The sentence of each word; a word that joins clauses belongs to the one before it."""
    found: dict[int, int] = {}
    for part, behind in zip(parts, (*(later.start for later in parts[1:]), count), strict=False):
        found.update(dict.fromkeys(range(part.start, behind), part.sentence))
    return found


class Patterns:
    """Some patterns that mean one thing."""

    def __init__(self, patterns: Iterable[str], members: Members, vocab: "Vocab") -> None:
        self._patterns, self._members, self._vocab = tuple(patterns), members, vocab

    @cached_property
    def _by_word(self) -> dict[str, list["_Pattern"]]:
        """Each pattern under the words of which a text must hold one; made when a text is first looked at."""
        found: dict[str, list[_Pattern]] = defaultdict(list)
        for text in self._patterns:
            pattern = _Pattern(text, self._members, self._vocab)
            for word in pattern.rarest:
                found[word].append(pattern)
        return found

    def find(self, here: Scene) -> Iterator[Found]:
        """The matches in a text."""
        tried: set[int] = set()
        for word in here.present & self._by_word.keys():
            for pattern in self._by_word[word]:
                if id(pattern) not in tried and pattern.may_match(here.present):
                    tried.add(id(pattern))
                    yield from pattern.find(here)


class _Pattern:
    """One pattern; its matcher is built when a text first holds its words."""

    def __init__(self, text: str, members: Members, vocab: "Vocab") -> None:
        parts = text.split()
        self._begins, self._ends = parts[0] == "^", parts[-1] == "$"
        self._parts = [part for part in parts if part not in ("^", "$")]
        self._members, self._vocab = members, vocab

    @cached_property
    def _needed(self) -> tuple[frozenset[str], ...]:
        """What a text must hold for a match: of each set one, a lemma or a "<label>"; the smallest set first."""
        sets = [
            frozenset([part]) if part.startswith("<") else self._members(part)
            for part in self._parts
            if part not in _GAPS and not part.endswith("?") and part not in ("#", "_")
        ]
        if not sets:
            raise DataError(f"A pattern of the policy needs a word that must be there: {' '.join(self._parts)!r}.")
        return tuple(sorted(sets, key=len))

    @property
    def rarest(self) -> frozenset[str]:
        """Words of which a text must hold one."""
        return self._needed[0]

    def may_match(self, present: frozenset[str]) -> bool:
        """Whether a text with these lemmas and labels holds all that the pattern needs."""
        return all(not needed.isdisjoint(present) for needed in self._needed)

    def find(self, here: Scene) -> Iterator[Found]:
        """The matches that begin and end where the pattern says."""
        for _, start, end in self._matcher(here.words.doc):
            if (not self._begins or start in here.begins) and (not self._ends or end in here.ends):
                yield Found(start, end)

    @cached_property
    def _matcher(self) -> "Matcher":
        from spacy.matcher import Matcher

        matcher = Matcher(self._vocab)
        matcher.add("pattern", [[self._token(part) for part in self._parts]])
        return matcher

    def _token(self, part: str) -> dict[str, Any]:
        if part in _GAPS:
            return {"ORTH": {"NOT_IN": _NOT_IN_GAP}, "OP": _GAPS[part]}
        is_optional = part.endswith("?") and part != "?"
        optional = {"OP": "?"} if is_optional else {}
        part = part.removesuffix("?") if is_optional else part
        if part == "#":
            return {"LIKE_NUM": True, **optional}
        if part == "_":
            return {"IS_ALPHA": True, **optional}
        if part.startswith("<"):
            return {"ENT_TYPE": part.strip("<>"), "OP": "*" if optional else "+"}
        words = sorted(self._members(part))
        if part.startswith("="):
            return {"LOWER": {"IN": [word[1:] for word in words]}, **optional}
        return {"LEMMA": words[0] if len(words) == 1 else {"IN": words}, **optional}
