"""How a cell is written: in orderly words, or in haste."""

import re

from pipeline.text import is_word

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LONG = 4  # shorter words in capitals are codes and initials as often as not


def is_orderly(text: str) -> bool:
    """Whether a text begins with a capital, is not all in capitals, and misspells and shortens no word."""
    words = _WORD.findall(text)
    if not words or not words[0][0].isupper():
        return False
    long = [word for word in words if len(word) >= _LONG]
    if long and all(word.isupper() for word in long):
        return False
    return all(_is_spelt(word) for word in words if word[0].islower() and len(word) > 1)


def _is_spelt(word: str) -> bool:
    return is_word(word.casefold().replace("’", "'").removesuffix("'s"))
