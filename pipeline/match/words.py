"""A text's words with their places and stems, and the repair of typing errors against a criterion's words."""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from pipeline.policy.matching import Wording
from pipeline.text import NUMBER_WORDS, fold, is_word

_WORD = re.compile(r"[^\W_]+(?:['’‘][^\W_]+)*")
_INITIALS = 2  # letters: "e." and "p.m." are no words cut short
_JOINING = re.compile(r"\b(?:non|self|co)[\W_]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its fold, its stem, and its place in the text."""

    folded: str
    stem: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The policy's words by stem: `meanings` are the groups of synonyms that a stem belongs to, itself among them."""

    policy: Wording
    stop: frozenset[str]
    light: frozenset[str]
    faint: frozenset[str]
    heads: frozenset[str]
    levels: dict[str, int]
    commands: frozenset[str]
    critical: frozenset[str]
    telling: frozenset[str]
    means: frozenset[str]
    each: frozenset[str]
    negations: frozenset[str]
    irregular: dict[str, str]
    meanings: dict[str, frozenset[str]]

    def stem(self, word: str) -> str:
        """What stands for all forms of a folded word."""
        return _stem(self.irregular.get(word, word), self.policy.suffixes, self.policy.stem_min)

    def level(self, stem: str) -> int:
        """The family of a verb or of the noun made of it, 1 the lowest; 0 where it is no such word."""
        return self.levels.get(stem, 0)

    def meaning(self, stem: str) -> frozenset[str]:
        """The stem and the groups of synonyms that it belongs to."""
        return self.meanings.get(stem) or frozenset((stem,))

    def meanings_of(self, words: Iterable[Word]) -> frozenset[str]:
        """All that words may mean together."""
        return frozenset().union(*(self.meaning(word.stem) for word in words))

    def is_content(self, word: Word) -> bool:
        """Whether a word carries a requirement: no stop word, no number, no sign of "each"."""
        return not (word.folded in self.stop or word.folded in NUMBER_WORDS or word.folded.isdigit())


@lru_cache(maxsize=4)
def lexicon_of(policy: Wording) -> Lexicon:
    """The policy's word lists, laid out for look-up."""

    irregular = {fold(noun): fold(verb) for noun, verb in policy.nouns}

    def stem(word: str) -> str:
        return _stem(irregular.get(fold(word), fold(word)), policy.suffixes, policy.stem_min)

    def stems(words: Iterable[str]) -> frozenset[str]:
        return frozenset(stem(word) for word in words)

    groups: dict[str, set[str]] = {}
    for at, group in enumerate(policy.synonyms):
        for one in stems(group):
            groups.setdefault(one, {one}).add(f"#{at}")
    levels = {fold(verb): level for level, family in enumerate(policy.verbs, 1) for verb in family}
    return Lexicon(
        policy=policy,
        stop=frozenset(fold(word) for word in policy.stop_words),
        light=stems(policy.light_words),
        faint=stems(policy.faint_words),
        heads=stems(policy.heads),
        levels={stem(verb): level for verb, level in levels.items()},
        commands=frozenset(levels)
        | frozenset(fold(verb) for verb in (*policy.doing, *policy.telling, *policy.intending)),
        critical=frozenset(policy.critical),
        telling=stems((*policy.telling, *policy.intending)),
        means=stems(policy.means),
        each=frozenset(policy.each),
        negations=frozenset(policy.negations),
        irregular=irregular,
        meanings={one: frozenset(found) for one, found in groups.items()},
    )


@lru_cache(maxsize=8192)
def _stem(word: str, suffixes: tuple[str, ...], least: int) -> str:
    """The word without its endings and without a doubled last letter."""
    while True:
        suffix = next((s for s in suffixes if word.endswith(s) and len(word) - len(s) >= least), "")
        if not suffix or (suffix == "s" and word[-2:] in ("ss", "us", "is")):
            break
        word = word[: -len(suffix)]
    return word[:-1] if len(word) > least and word[-1] == word[-2] else word


def words_of(text: str, lexicon: Lexicon) -> tuple[Word, ...]:
    """The text's words in order; "non-judgmental" is one word."""
    found: list[Word] = []
    start: int | None = None
    for m in _WORD.finditer(text):
        start = m.start() if start is None else start
        if _JOINING.search(text[start : m.end() + 1] + " ") and _WORD.match(text, m.end() + 1) and m[0].isalpha():
            continue
        folded = _folded(text[start : m.end()])
        if folded:
            found.append(Word(folded, lexicon.stem(folded), start, m.end()))
        start = None
    return tuple(found)


@lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    """A word's fold; alone, "a." would be list numbering."""
    return fold("x " + word)[2:].replace(" ", "")


# ---------------------------------------------------------------- repair


def repaired(text: str, canonical: Sequence[str], lexicon: Lexicon) -> str:
    """The text with its typing errors mended where the criterion has the word: misspelt, split, run together.

    `canonical` are the criterion's folded words in order. Words that a dictionary has stay, so do numbers.
    """
    words = words_of(text, lexicon)
    known = set(canonical)
    kept = known | lexicon.negations | NUMBER_WORDS
    pairs = {first + second: f"{first} {second}" for first, second in pairwise(canonical)}
    mended: list[tuple[int, int, str]] = []
    at = 0
    while at < len(words):
        word, after = words[at], words[at + 1] if at + 1 < len(words) else None
        at += 1
        if word.folded in kept or word.folded.isdigit():
            continue
        if after and after.folded not in known and word.folded + after.folded in known:
            mended.append((word.start, after.end, word.folded + after.folded))
            at += 1
        elif word.folded in pairs:
            mended.append((word.start, word.end, pairs[word.folded]))
        elif better := _shortened(word, text, known) or _nearest(word, canonical, lexicon):
            mended.append((word.start, word.end, better))
    for start, end, better in reversed(mended):
        text = text[:start] + better + text[end:]
    return text


def _shortened(word: Word, text: str, canonical: Set[str]) -> str | None:
    """The one word of the criterion that begins so, where a full stop inside the text cuts it short: "Crit. review"."""
    is_cut = text[word.end : word.end + 1] == "." and text[word.end + 1 :].strip() != ""
    meant = [one for one in canonical if one.startswith(word.folded)] if is_cut and len(word.folded) > _INITIALS else []
    return meant[0] if len(meant) == 1 else None


def _nearest(word: Word, canonical: Sequence[str], lexicon: Lexicon) -> str | None:
    """The criterion's word that this one misspells; None where it is a word of its own."""
    policy = lexicon.policy
    if read := _misread(word.folded, canonical, policy):
        return read
    if len(word.folded) < policy.repair_length or word.folded in lexicon.commands or word.folded in lexicon.stop:
        return None
    near = process.extractOne(word.folded, canonical, scorer=fuzz.ratio, score_cutoff=policy.repair_ratio)
    if near is None or len(near[0]) < policy.repair_length:
        return None
    if lexicon.stem(near[0]) == word.stem and is_word(word.folded):
        return None
    if any(word.folded == prefix + near[0] or near[0] == prefix + word.folded for prefix in policy.opposites):
        return None
    is_sure = is_slip(word.folded, near[0]) and len(word.folded) >= policy.slip_length
    return str(near[0]) if is_sure or not is_word(word.folded) else None


def _misread(word: str, canonical: Sequence[str], policy: Wording) -> str | None:
    """What a scanner made this word of: a word of the criterion, or digits; None where it is a word of its own."""
    if word.isalpha() and is_word(word):
        return None
    digits = word
    for letter, digit in policy.misread_digits:
        digits = digits.replace(letter, digit)
    if digits.isdigit() and any(letter.isdigit() for letter in word):
        return digits
    reads = (word.replace(wrong, right) for wrong, right in policy.misread)
    return next((read for read in reads if read != word and read in canonical), None)


def is_slip(first: str, second: str) -> bool:
    """Whether one of two words is the other with one letter wrong, missing, added or two changed about."""
    return min(len(first), len(second)) >= 4 and OSA.distance(first, second, score_cutoff=1) <= 1
