"""Amounts put in words that name no number and no unit, as numbers and units; the words are data."""

import re
from functools import lru_cache, partial

from pipeline.policy.cells import Quantities

_CLOCK = re.compile(
    r"(?<![\w.:])(\d{1,2})\s?(?:h|hrs?(?=\s?\d\d\s*(?:$|[,.;:)]|each\b|ea\b)))\s?([0-5]\d)(?![\w.])", re.IGNORECASE
)

# Months by their numbers: "01/2026 to 06/2026".
_NUMBERED = re.compile(r"\b(0?[1-9]|1[0-2])/(20\d\d)\s*(?:-|–|—|\bto\b|\buntil\b)\s*(0?[1-9]|1[0-2])/(20\d\d)\b")


def spoken(text: str, policy: Quantities) -> str:
    """The text with "half a dozen" as "6", "the coming quarter" as "3 months", "Sept-Mar" as "(7 months)"."""
    for pattern, number, unit in policy.spoken:
        text = re.sub(pattern, f"{number} {unit}".strip(), text, flags=re.IGNORECASE)
    text = _NUMBERED.sub(partial(_by_name, names=policy.month_names), text)
    text = re.sub(_span_of(policy.month_names), partial(_in_months, names=policy.month_names), text)
    return _CLOCK.sub(lambda found: f"{int(found[1]) + int(found[2]) / 60:g} hours", text)


@lru_cache(maxsize=4)
def _span_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Two months with or without their years: "Sept-Mar", "June 2026 to the end of May 2027"."""
    month = (
        rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?({'|'.join(names)})[a-z]*\.?(?:\s+(20\d\d|['’]?[2-4]\d)(?![\w:]|\.\d))?"
    )
    return re.compile(
        rf"(?:\b[\w-]+\s+of\s+)?{month}\s*(?:-|–|—|\b(?:to|until|till|thru|through)\b|\band\s+end(?:ing|s)?\s+(?:on|in|at)\b)\s*"
        rf"(?:the\s+)?(?:[\w-]+\s+(?:of|in)\s+)?(?:the\s+)?(?:(?:following|next)\s+)?{month}(?:\s+(?:of\s+the\s+)?(?:following|next)(?:\s+year)?)?",
        re.IGNORECASE,
    )


def _by_name(span: re.Match[str], names: tuple[str, ...]) -> str:
    """A span of months by their numbers as one by their names."""
    first, last = (names[int(span[at]) - 1] for at in (1, 3))
    return f"{first} {span[2]} to {last} {span[4]}"


def _in_months(span: re.Match[str], names: tuple[str, ...]) -> str:
    """The length of a span of months, both of them counted; one without years ends within twelve months."""
    first, last = (names.index(span[at].casefold()) for at in (1, 3))
    years = int(span[4][-2:]) - int(span[2][-2:]) if span[2] and span[4] else int(last <= first)
    length = years * 12 + last - first + int(last != first)
    return f"({length} months)" if length >= 0 else span[0]
