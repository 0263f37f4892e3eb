"""Numbers to the words that forms write them in."""

from functools import lru_cache

from pipeline.text.lexer import NUMBER_WORDS
from pipeline.text.measures import quantities


def spelt(value: float) -> tuple[str, ...]:
    """The ways in which a form writes a number: in figures, and in one word where there is one ("12", "twelve")."""
    return tuple(filter(None, (f"{value:g}", _words().get(value))))


@lru_cache(maxsize=1)
def _words() -> dict[float, str]:
    """The word of each number that has one; of two it is the later in the alphabet, "twelve" and not "dozen"."""
    counted = ((word, quantities(f"{word} units", {"units": ["unit"]})) for word in sorted(NUMBER_WORDS))
    return {found[0].low: word for word, found in counted if found}
