"""A text to tokens of one letter each (N a number, U a unit's word, w another word, ...), numbers in words joined."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

_ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: float(at) for at, word in enumerate(_ONES.split())} | {
    word: 10.0 * at for at, word in enumerate(_TENS.split(), 2)
}
_LARGE = {"dozen": 12.0, "hundred": 100.0, "thousand": 1000.0}
NUMBER_WORDS = frozenset((*_SMALL, *_LARGE))  # the words that numbers are made of: "twelve", "hundred"
_PARTS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
# A letter a token: N a number, H a half ("half an hour"), U a unit's word, C a counted thing, w a word, "." a sign.
_LETTERS = {
    "a": "a an next coming",
    "x": "x × * times",
    "e": "each every per apiece",
    "l": "lasting at @",
    "f": "for",
    "v": "over across",
    "i": "with",
    "m": "more fewer less above",
    "k": "once twice",
    "W": "weekly monthly fortnightly daily",
    "o": "of",
    "&": "and",
    "t": "to",
    "r": "or",
    "b": "between",
    "h": "half",
    "s": "the in on by from as is are was were be been that this which who than then if but not no via into",
    **{sign: sign for sign in "-,;:()+/"},
}
_LETTER = {word: letter for letter, words in _LETTERS.items() for word in words.split()} | {"=": ":"}
_COUNTED = """session sess sesion sesh sessn meeting conversation appointment slot block visit call contact workshop
occasion lot go day evening sit"""
_LETTER |= {word + ending: "C" for word in _COUNTED.split() for ending in ("", "s", "es")}
# "Assignment 1 client log": the number is the name's, not the clients'.
_LABELS = """assignment task unit question q qu section paper part appendix outcome lo ac criterion criteria level
module page step stage chapter workbook no number template form element item"""
_LABEL = frozenset(_LABELS.split())
# "The 2024-25 academic year" is no number of years.
_YEAR = re.compile(r"(?<![\d.,])(?:19[5-9]|20[1-4])\d(?:\s?[-/]\s?(?:20)?\d\d)?(?![\w/]|[.,:-]\d)")
_FRACTION = re.compile(r"(?<![\d./])(?:\d{1,3}\s(?!\d/\d-))?(?:1/2|[13]/4)(?![\w/])")
_TOKEN = re.compile(
    rf"{_YEAR.pattern}|{_FRACTION.pattern}|\d+(?:st|nd|rd|th)\b|\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+(?:\.\d+)?|[½¼¾]|x(?=\d)"
    r"|[^\W\d_]+\d\w*|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\s\w]"
)
_ONE_TO_ONE = re.compile(r"\b(?:one|1)\s*-?\s*(?:to|:|-)\s*-?\s*(?:one|1)\b")
_HYPHENED = re.compile("N(?:-N)*(?:-&-a-h)?-U")


Spelt = tuple[tuple[str, tuple[str | tuple[str, float], ...]], ...]
"""The units by name with their spellings, as `Units` has them."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign of a text: `letter` its part in a pattern, `worth` a number's value or a unit's factor."""

    letter: str
    word: str
    start: int
    end: int
    worth: float = 0.0
    unit: str = ""


@lru_cache(maxsize=512)
def lexed(text: str, units: Spelt) -> tuple[Token, ...]:
    """The text's tokens, numbers in words joined into one, each with its letter."""
    pairs = [(unit, (entry, 1.0) if isinstance(entry, str) else entry) for unit, entries in units for entry in entries]
    spellings = {spelling: (unit, worth) for unit, (spelling, worth) in pairs}
    clean, origin = _clean(text)
    clean = _ONE_TO_ONE.sub(lambda m: "o" * len(m[0]), clean)
    raw = [_token(m, spellings) for m in _TOKEN.finditer(clean)]
    joined: list[Token] = []
    at = 0
    while at < len(raw):
        token, at = _number_at(raw, at)
        if token.letter == "N" and joined and joined[-1].word in _LABEL:
            token = replace(token, letter="s")
        joined.append(token)
    if origin is None:
        return tuple(joined)
    return tuple(replace(token, start=origin[token.start], end=origin[token.end - 1] + 1) for token in joined)


def in_figures(text: str, units: Spelt) -> str:
    """The text in small letters with its numbers in figures: "Twelve two-hour sessions" as "12 2-hour sessions"."""
    clean, at, parts = _clean(text)[0], 0, []
    for token in lexed(clean, units):
        if token.letter == "N":
            parts += [clean[at : token.start], f"{token.worth:.10g}"]
            at = token.end
    return "".join((*parts, clean[at:]))


def _clean(text: str) -> tuple[str, list[int] | None]:
    """The text in small letters, dashes alike, invisible characters dropped, and each character's place in the text."""
    if text.isascii():
        return text.lower(), None
    kept = [
        (at, "-" if unicodedata.category(c) == "Pd" or c == "−" else c.lower()[0])
        for at, c in enumerate(text)
        if unicodedata.category(c) != "Cf"
    ]
    return "".join(c for _, c in kept), [at for at, _ in kept]


def _token(m: re.Match[str], spellings: Mapping[str, tuple[str, float]]) -> Token:
    word, start, end = m[0], *m.span()
    stem = re.sub("['’]s$", "", word)
    unit = spellings.get(stem) or spellings.get(stem.removesuffix("s"))
    if unit:
        return Token("U", word, start, end, unit[1], unit[0])
    if _YEAR.fullmatch(word):
        return Token("s", word, start, end)
    if _FRACTION.fullmatch(word):
        return Token("N", word, start, end, float(sum(Fraction(part) for part in word.split())))
    if word[0].isdecimal() and word[-1].isdecimal():
        return Token("N", word, start, end, float(word.replace(",", "")))
    if word in _PARTS or word in _SMALL or word in _LARGE:
        return Token("N", word, start, end, _PARTS.get(word, _SMALL.get(word, _LARGE.get(word, 0.0))))
    letter = _LETTER.get(word) or ("w" if word[0].isalpha() else ".")
    return Token(letter, word, start, end)


def _number_at(raw: Sequence[Token], at: int) -> tuple[Token, int]:
    """The token at a place, a number of several tokens joined ("one hundred and ten", "twelve (12)"), and the next."""
    first, end, behind = raw[at], at + 1, _letters(raw, at + 1)
    half = re.match("[-a]?(?=U)", behind) if first.letter == "h" and _letters(raw, at - 2)[:2] != "&a" else None
    if half:
        return replace(first, letter="H", worth=0.5, end=raw[at + half.end()].end), end + half.end()
    if first.letter == "h" and behind[:2] == "aN" and raw[at + 2].word in _LARGE:
        value, end = raw[at + 2].worth / 2, at + 3
    elif first.word in ("a", "an") and behind[:1] == "N" and raw[end].word in _LARGE:
        value, end = raw[end].worth, end + 1
    elif first.letter == "N":
        value = first.worth
    else:
        return first, end
    value, end = _grown(raw, end, value)
    if half := re.match("-?&-?a-?h", _letters(raw, end)):
        value, end = value + 0.5, end + half.end()
    elif re.match("[(.]N", _letters(raw, end)):
        again, close = _grown(raw, end + 2, raw[end + 1].worth)
        if again == value and close < len(raw) and raw[end].word + raw[close].word in ("()", "[]"):
            end = close + 1
    return replace(first, letter="N", worth=value, end=raw[end - 1].end), end


def _letters(raw: Sequence[Token], at: int) -> str:
    return "".join(token.letter for token in raw[max(at, 0) : max(at, 0) + 10])


def _grown(raw: Sequence[Token], end: int, value: float) -> tuple[float, int]:
    """A number with the number words that continue it: "twenty-five", "fifty two", "1½"; not "fifty two-hour"."""
    while end < len(raw) and (raw[end].start == raw[end - 1].end or not _HYPHENED.match(_letters(raw, end))):
        link = raw[end].word in ("-", "and", "&")
        after = raw[end + 1] if link and end + 1 < len(raw) else raw[end]
        is_tens = (
            value % 100 >= 20 and value % 10 == 0 and raw[end - 1].word in _SMALL and raw[end].word not in ("and", "&")
        )
        is_hundreds = raw[end - 1].word in ("hundred", "thousand") and raw[end].word != "-"
        if after.word in _LARGE and not link:
            value *= after.worth
        elif (after.word in _SMALL and (is_hundreds or (is_tens and after.worth < 10))) or after.word in _PARTS:
            value += after.worth
        else:
            break
        end += 2 if link else 1
    return value, end
