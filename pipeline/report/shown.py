"""Other people's text to what a report may show of it: without what harms a page, and no longer than a reader reads."""

import re

LONGEST_TEXT = 1_500
"""What a reader takes in of one cell; the rest is a look at the document away."""

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Control characters, marks that turn the direction of what follows, and what UTF-8 and XML cannot hold."""


def shown(text: str) -> str:
    """The text without what cannot or must not be shown, cut with a word on how much is left out."""
    text = _UNSEEN.sub("", text)
    if len(text) <= LONGEST_TEXT:
        return text
    return f"{text[:LONGEST_TEXT]}… ({len(text) - LONGEST_TEXT:,} more characters in the document)"


def short(text: str, longest: int) -> str:
    """The text as a label: on one line, of so many characters at the most."""
    one_line = " ".join(_UNSEEN.sub("", text).split())
    return one_line if len(one_line) <= longest else f"{one_line[: longest - 1].rstrip()}…"
