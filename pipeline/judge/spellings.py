"""A word of an assessment's name to the words that it stands for: abbreviations, plurals, typing errors."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from pipeline.policy.cells import Cells
from pipeline.text import fold, squash

# The full stop of an abbreviation, no sentence's.
_STOP = re.compile(r"\.(?=\s+[a-z0-9(]|\s*$)")
# Shorter words are like too many others.
_LETTERS_MIN = 4
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class SpeltOut:
    """A text in full words, and as it was written; `origins` are the places there of each character, and of the end."""

    text: str
    written: str
    origins: tuple[int, ...]

    def original(self, start: int, end: int) -> str:
        """What was written for the characters from `start` to before `end`."""
        return squash(self.written[self.origins[start] : self.origins[end]])


class Spellings:
    """One policy's words of assessments, without the codes that a document explains for itself."""

    def __init__(self, cells: Cells, is_word: Callable[[str], bool], codes: Iterable[str] = ()) -> None:
        names = cells.names
        explained = {fold(code) for code in codes}
        self._short = {tuple(fold(short).split()): tuple(full.split()) for short, full in names.spellings}
        self._short = {short: full for short, full in self._short.items() if " ".join(short) not in explained}
        self._longest = max(2, *map(len, self._short))
        self._similarity = names.same_word_similarity
        self._is_word = is_word
        terms = [tuple(fold(term).split()) for term in cells.terms.assessment]
        self.nouns = frozenset(term[-1] for term in terms)
        self.words = frozenset(word for term in (*terms, *self._short.values()) for word in term)
        self._noun = lru_cache(maxsize=4096)(lambda word: self.nearest(word, self.nouns))

    def is_known(self, word: str) -> bool:
        """Whether a folded word is spelt as a word is."""
        return word in self.words or singular(word) in self.words or self._is_word(word)

    def full(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Folded words in full, in the singular; those that are one word elsewhere joined ("log book")."""
        return tuple(singular(word) for part, _, _ in self._parts(words) for word in part)

    def spelt_out(self, text: str) -> SpeltOut:
        """The text with abbreviations in full and the names of assessments without typing errors."""
        places = list(_WORD.finditer(text))
        folded = tuple(place[0] if place[0].isdigit() else fold(place[0]) for place in places)
        pieces: list[str] = []
        origins: list[int] = []
        at = 0
        for part, start, end in self._parts(folded):
            said = tuple(self._noun(word) for word in part)
            first, last = places[start].start(), places[end - 1].end()
            if said != folded[start:end] and (stop := _STOP.match(text, last)):
                last = stop.end()
            pieces.append(text[at:first])
            origins += range(at, first)
            if said == folded[start:end]:
                pieces.append(text[first:last])
                origins += range(first, last)
            else:
                word = " ".join(said)
                pieces.append(word[0].upper() + word[1:] if text[first].isupper() else word)
                origins += [first] * len(word)
            at = last
        pieces.append(text[at:])
        origins += range(at, len(text) + 1)
        return SpeltOut("".join(pieces), text, tuple(origins))

    def nearest(self, word: str, among: Iterable[str]) -> str:
        """The one of some words that a misspelt one is meant to be; else the word itself."""
        return word if self.is_known(word) else nearest(word, among, self._similarity)

    def _parts(self, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int, int]]:
        """The words one after the other, abbreviations of one word or several in full, with their places."""
        at = 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                if full := self._in_full(words[at : at + length]):
                    yield full, at, at + length
                    at += length
                    break
            else:
                yield (words[at],), at, at + 1
                at += 1

    def _in_full(self, words: tuple[str, ...]) -> tuple[str, ...] | None:
        """What an abbreviation stands for, or two words that are one word elsewhere; None for anything else."""
        joined = "".join(words[:-1]) + singular(words[-1])
        return self._short.get(words) or ((joined,) if len(words) == 2 and joined in self.words else None)


def nearest(word: str, among: Iterable[str], similarity: float) -> str:
    """The one of some words that a misspelt one is most like, from this similarity on; else the word itself."""
    if len(word) < _LETTERS_MIN or not word.isalpha():
        return word
    scored = sorted(((_alike(singular(word), other), other) for other in among), reverse=True)
    best = [other for score, other in scored if score >= similarity and score == scored[0][0]]
    return best[0] if len(best) == 1 else word


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """A folded word in the singular: "diaries" is "diary"; "thesis" and "process" stay."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses")) else word[:-1]


@lru_cache(maxsize=8192)
def _alike(one: str, other: str) -> float:
    return OSA.normalized_similarity(one, other)
