"""Texts against the criteria: character n-grams inside words, weighted by rarity, and the ratio of common letters."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

Floats = NDArray[np.float64]
_MOST_WORDS = 20_000


class Similarity:
    """How alike any folded text is to each of the `known` folded texts that it was fitted on.

    The first part is the cosine of sublinear TF-IDF over n-grams of `lengths` characters inside word bounds, the second
    the ratio of common letters, spaces aside; `text_share` is the first part's share of the whole.
    """

    def __init__(self, known: Sequence[str], lengths: tuple[int, int], text_share: float) -> None:
        self._known = _joined(known)
        self._lengths = lengths
        self._text_share = text_share
        grams = {gram for text in known for word in text.split() for gram in _grams(word, lengths)}
        self._vocabulary = {gram: at for at, gram in enumerate(sorted(grams))}
        self._words: dict[str, NDArray[np.intp]] = {}
        counts = self._counts(known)
        self._rarity: Floats = np.log((1 + len(known)) / (1 + (counts > 0).sum(axis=0))) + 1
        self._vectors_known = self._vectors(known)

    def of(self, texts: Sequence[str]) -> Floats:
        """texts x known: 0 (unlike) to 1 (the same letters), rounded so that every machine gives the same."""
        ratios = process.cdist(_joined(texts), self._known, scorer=fuzz.ratio, dtype=np.float64) / 100
        # Not `@`: starting the threads of a linear algebra library costs twice the whole match of a short process.
        cosines = np.einsum("tg,kg->tk", self._vectors(texts), self._vectors_known)
        blended: Floats = np.clip(self._text_share * cosines + (1 - self._text_share) * ratios, 0, 1).round(4)
        return blended

    def _vectors(self, texts: Sequence[str]) -> Floats:
        counts = self._counts(texts)
        weights = np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0) * self._rarity
        lengths = np.linalg.norm(weights, axis=1, keepdims=True)
        unit: Floats = weights / np.where(lengths > 0, lengths, 1)
        return unit

    def _counts(self, texts: Sequence[str]) -> Floats:
        size = len(self._vocabulary)
        counts = np.zeros((len(texts), size))
        for at, text in enumerate(texts):
            found = [self._word(word) for word in text.split()]
            if found:
                counts[at] = np.bincount(np.concatenate(found), minlength=size)
        return counts

    def _word(self, word: str) -> NDArray[np.intp]:
        if word not in self._words:
            if len(self._words) >= _MOST_WORDS:
                self._words.clear()
            places = [self._vocabulary.get(gram) for gram in _grams(word, self._lengths)]
            self._words[word] = np.array([place for place in places if place is not None], dtype=np.intp)
        return self._words[word]


def _grams(word: str, lengths: tuple[int, int]) -> list[str]:
    """The n-grams of a word with a space at either end; a word too short for a length counts once."""
    padded = f" {word} "
    grams: list[str] = []
    for length in range(lengths[0], lengths[1] + 1):
        grams += [padded[at : at + length] for at in range(max(1, len(padded) - length + 1))]
        if length >= len(padded):
            break
    return grams


def _joined(texts: Sequence[str]) -> list[str]:
    return [text.replace(" ", "") for text in texts]
