"""Two wordings to runs of words, each marked as the same, only in the first, or only in the second."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.text import fold

_LONGEST_WORDS = 400
"""Beyond this a comparison helps nobody, and its time grows with the square."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in a row; `is_own` where the other wording does not have them."""

    text: str
    is_own: bool


def compare(required: str, written: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both wordings as runs, in order; what folding makes equal ("practise", "Practice,") is no difference."""
    left, right = required.split()[:_LONGEST_WORDS], written.split()[:_LONGEST_WORDS]
    matcher = SequenceMatcher(None, [_key(word) for word in left], [_key(word) for word in right], autojunk=False)
    steps = matcher.get_opcodes()
    return (
        _runs((left[start:end], tag != "equal") for tag, start, end, _, _ in steps),
        _runs((right[start:end], tag != "equal") for tag, _, _, start, end in steps),
    )


def _key(word: str) -> str:
    return fold(word) or word


def _runs(parts: Iterable[tuple[Sequence[str], bool]]) -> tuple[Run, ...]:
    return tuple(Run(" ".join(words), is_own) for words, is_own in parts if words)
