"""Whether a dictionary has a word: spaCy's lookup tables, read directly."""

import gzip
import importlib.util
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=4096)
def is_word(word: str) -> bool:
    """Whether a dictionary has the word, or what it is an ordinary form of."""
    cut = [word.removesuffix(ending) for ending in ("s", "es", "d", "ed", "ing", "ly", "r", "er", "ness")]
    forms = {word, *cut, word.removesuffix("ing") + "e", word.removesuffix("ies") + "y", word.removesuffix("ied") + "y"}
    return not _dictionary().isdisjoint(form.encode() for form in forms)


@lru_cache(maxsize=1)
def _dictionary() -> frozenset[bytes]:
    """The words of spaCy's lemma index, cut out of its JSON at the quotes: to parse it all takes longer."""
    spec = importlib.util.find_spec("spacy_lookups_data")
    if spec is None or spec.origin is None:
        return frozenset()
    packed = Path(spec.origin).parent / "data" / "en_lemma_index.json.gz"
    return frozenset(gzip.decompress(packed.read_bytes()).split(b'"'))
