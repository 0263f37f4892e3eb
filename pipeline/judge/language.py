"""Text to words: blank English, lookup lemmas, the policy's terms labelled, its patterns found."""

import gzip
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from pipeline.text import is_word

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# What the code of a task ("CW2") is labelled.
CODED = "assessment"
# One character for one, so that every place in the words is the same place in the text.
_ALIKE = str.maketrans("‐‑‘’“”„–—−‒―\u00a0", '--\'\'"""----- ')
# A misspelt word has so many letters at least; from so many on two of them may be wrong.
_SPELT_MIN, _SPELT_LONG = 5, 8
_MODALS = frozenset(("would", "could", "should", "might", "shall"))  # no dictionary's nouns, verbs or adjectives
_SIGNS = r"\[\](){}<>\"'‹›«»☐☒☑✓✔□■•·*#~,;:.!?/+&=→-"


def plain(text: str) -> str:
    """The text with quotes, dashes and spaces alike, and hyphens inside words opened; as long as it was."""
    alike = text.translate(_ALIKE)
    return "".join(
        " " if c == "-" and 0 < at < len(alike) - 1 and alike[at - 1].isalnum() and alike[at + 1].isalnum() else c
        for at, c in enumerate(alike)
    )


class Words:
    """A text's words: for each its lemma, the label of the term that it belongs to ("" for none), its place.

    `terms` numbers the terms, so that two that stand side by side are told apart; -1 outside them.
    """

    __slots__ = ("doc", "ends", "labels", "lemmas", "lowers", "starts", "terms", "text", "texts")

    def __init__(self, doc: "Doc", text: str) -> None:
        self.doc = doc
        self.text = text
        self.texts = [token.text for token in doc]
        self.lowers = [word.lower() for word in self.texts]
        self.lemmas = [token.lemma_ for token in doc]
        self.starts = [token.idx for token in doc]
        self.ends = [start + len(word) for start, word in zip(self.starts, self.texts, strict=True)]
        self.labels = [""] * len(doc)
        self.terms = [-1] * len(doc)
        for number, entity in enumerate(doc.ents):
            for at in range(entity.start, entity.end):
                self.labels[at] = entity.label_
                self.terms[at] = number

    def __len__(self) -> int:
        return len(self.texts)

    def quote(self, start: int, end: int) -> str:
        """The words from one to before another, to the letter."""
        return self.text[self.starts[start] : self.ends[end - 1]] if start < end else ""


class English:
    """The language of one policy: its lemmas and terms, built once; then texts to words."""

    def __init__(
        self,
        terms: Iterable[tuple[str, Iterable[str]]],
        lemmas: Iterable[tuple[str, str]],
        coded_task: str,
        run_together: Iterable[tuple[str, str]] = (),
    ) -> None:
        from spacy.matcher import PhraseMatcher

        self.lemma = _lemmatizer(dict(lemmas))
        self.nlp = _blank()
        tokenizer: Any = self.nlp.tokenizer
        for first, second in run_together:
            for word in (first, first.capitalize()):
                tokenizer.add_special_case(word + second, [{"ORTH": word}, {"ORTH": second}])
        self._coded_task = re.compile(rf"(?<![\w.]){coded_task}(?![\w.]\w)")
        terms = tuple((label, tuple(phrases)) for label, phrases in terms)
        words = (word for _, phrases in terms for phrase in phrases for word in phrase.split())
        self._meant = _speller(words, _MODALS)
        self._terms = PhraseMatcher(self.nlp.vocab, attr="NORM")
        for label, phrases in terms:
            self._terms.add(label, [self._phrase(phrase) for phrase in phrases])

    def words(self, text: str) -> Words:
        """The text's words; where terms overlap the longest is labelled."""
        from spacy.util import filter_spans

        doc = self._doc(text)
        codes = (doc.char_span(*m.span(), label=CODED) for m in self._coded_task.finditer(text))
        doc.ents = filter_spans([*self._terms(doc, as_spans=True), *(code for code in codes if code)])
        return Words(doc, text)

    def _doc(self, text: str) -> "Doc":
        return self._read(self.nlp.make_doc(plain(text)))

    def _phrase(self, phrase: str) -> "Doc":
        """A term of the policy, whose words stand apart: it needs no tokenizer."""
        from spacy.tokens import Doc

        return self._read(Doc(self.nlp.vocab, words=plain(phrase).split()))

    def _read(self, doc: "Doc") -> "Doc":
        """The words with their lemmas, and the forms by which terms are found."""
        for token in doc:
            lower = self._meant(token.lower_)
            token.lemma_ = self.lemma(lower)
            # Terms are nouns: "logged" and "logging" are no log.
            token.norm_ = lower if lower.endswith(("ed", "ing")) else token.lemma_
        return doc


def _blank() -> "Language":
    """Blank English with a tokenizer of few rules: setting up the usual one takes 100 ms, this 12."""
    from spacy.attrs import LIKE_NUM, LOWER, NORM  # type: ignore[import-not-found]
    from spacy.lang.en import English as BlankEnglish

    # Of a word's features those that are read here: working out all of them takes as long again.
    getters = BlankEnglish.Defaults.lex_attr_getters
    defaults: dict[str, Any] = {
        "lex_attr_getters": {feature: getters[feature] for feature in (LIKE_NUM, LOWER, NORM) if feature in getters},
        "tokenizer_exceptions": {},
        "prefixes": (f"[{_SIGNS}]",),
        "suffixes": (f"[{_SIGNS}]", "(?<=[a-zA-Z])'(?:s|ll|d|re|ve|m)", "(?<=[a-zA-Z])n't"),
        "infixes": (r"[/+,;:()&=→\[\]\"?!☐☒☑]", r"(?<=[a-z)])\.(?=[A-Z][a-z])"),
        "token_match": None,
        "url_match": None,
    }
    blank = type("CellEnglish", (BlankEnglish,), {"Defaults": type("Defaults", (BlankEnglish.Defaults,), defaults)})
    return cast("Language", blank())


def _lemmatizer(own: dict[str, str]) -> Callable[[str], str]:
    """A word in small letters to its lemma: the policy's own, then the lookup table's, then the word without its s."""
    table = _lookup_table()

    @lru_cache(maxsize=8192)
    def lemma(word: str) -> str:
        found = own.get(word) or table.get(word)
        if found:
            return found
        return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word

    return lemma


def _speller(words: Iterable[str], modals: frozenset[str]) -> Callable[[str], str]:
    """A word to the one of these that it misspells ("repport"); modals and words of a dictionary stay what they are."""
    known = sorted({word for word in words if len(word) >= _SPELT_MIN and word.isalpha()})
    right = frozenset(known) | modals

    @lru_cache(maxsize=8192)
    def meant(word: str) -> str:
        is_short = len(word) < _SPELT_MIN or not word.isalpha()
        if is_short or word in right or is_word(word) or word in _lookup_table():
            return word
        most = 1 if len(word) < _SPELT_LONG else 2
        found = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=most)
        return str(found[0]) if found and found[0][0] == word[0] else word

    return meant


@lru_cache(maxsize=1)
def _lookup_table() -> dict[str, str]:
    """spaCy's own lookup lemmas, read directly: its lemmatizer takes 70 ms to set up, this 11."""
    import spacy_lookups_data

    path = Path(spacy_lookups_data.__file__).parent / "data" / "en_lemma_lookup.json.gz"
    return msgspec.json.decode(gzip.decompress(path.read_bytes()), type=dict[str, str])
