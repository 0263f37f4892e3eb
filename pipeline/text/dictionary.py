"""Whether a dictionary has a word: spaCy's lookup tables, read directly."""

import gzip
import importlib.util
from functools import lru_cache
from pathlib import Path

# Words of the closed classes (pronouns, prepositions, conjunctions, auxiliaries), which have no lemma to look up.
_SMALL = """against although among amongst anybody anyone anything because been beside between cannot could did during
each either else everybody everyone everything from had hers herself him himself if into its itself might my myself
neither nobody nor nothing of onto or our ours ourselves shall she should since somebody someone something than
that the their theirs them themselves these they this those though through throughout till toward towards unless
until unto upon us versus via were what whatever when whenever where whereas whereby wherein wherever whether which
whichever while whilst who whoever whom whose with within without would you your yours yourself
yourselves"""
_SMALL_WORDS = frozenset(_SMALL.split())


@lru_cache(maxsize=4096)
def is_word(word: str) -> bool:
    """Whether a dictionary has the word, or what it is an ordinary form of."""
    if word in _SMALL_WORDS:
        return True
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
