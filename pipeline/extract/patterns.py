"""Policy patterns, compiled once: does one of them occur, and where."""

import re
from functools import lru_cache

_NOT_A_WORD = re.compile(r"[^\w#]+")


@lru_cache(maxsize=512)
def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern that fits where one of these does, without regard to case."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


@lru_cache(maxsize=512)
def each_of(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The patterns one by one, for those that name groups; without regard to case."""
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def first(patterns: tuple[str, ...], text: str) -> re.Match[str] | None:
    """Where the first of the patterns that occurs in the text does."""
    return next((found for pattern in each_of(patterns) if (found := pattern.search(text))), None)


def plain(text: str) -> str:
    """The words of a label without case and punctuation: "Assignment / Evidence:" is "assignment evidence"."""
    return _NOT_A_WORD.sub(" ", text.casefold()).strip()
