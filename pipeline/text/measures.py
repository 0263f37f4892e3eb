"""Quantities: "six two-hour sessions" to 12 hours.

The text becomes one letter a token (N a number, U a unit's word, w another word, ...), and patterns over these letters
find the quantities: a grammar on one page, which a single pattern over the text would not be.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

from pipeline.text.lexer import NUMBER_WORDS, Token, lexed

Units = Mapping[str, Sequence[str | tuple[str, float]]]
"""A unit's name to its spellings in the singular, each alone or with what one of it is worth in that unit:
{"hours": ["hour", "hr", ("minute", 1 / 60)], "months": ["month", ("year", 12)], "clients": ["client", "coachee"]}."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in a text: `low` (a range's lower end) to `high` of `unit` ("hours"), products multiplied.

    `bound` is "at_least" ("a minimum of", "or more", "+"), "at_most" ("up to", "no more than") or "": it changes
    neither `low` nor `high`, so that "up to 12 hours" is 12 to 12, at_most. `is_article`: the number is only "a" or its
    like ("a client", "an hour", "the next year"). `start` and `end` are its place in the text as given, the bound
    included; `words` the text there, to the letter.
    """

    low: float
    high: float
    unit: str
    start: int
    end: int
    words: str
    bound: str = ""
    is_article: bool = False


_N = "(?:N-N|NtN|NrN|bN&N|N)"
_NH = f"(?:{_N}|H)"
_GAP = "(?:-?w){0,3}"
_COUNTED_GAP = "(?:-?[wW]){0,3}"  # six weekly sessions
_MOST_COUNTED = 200  # "In 2024 two-hour sessions" is no product
_FAR = 40
_SIMPLE = re.compile(f"(?:(?P<n>{_N}|(?<![UCWk])H)(?:rm|[+])?x?{_GAP}|(?<![UCWk])(?P<a>a))-?(?P<u>U)(?P<half>&ah)?")
_AND_PART = re.compile("[&,]?N-?U")
_REVERSED = re.compile(
    f"(?P<u>U)(?::?[(:](?P<n>{_N})(?=[);,]|$)|x(?P<m>{_N})(?!{_GAP}[CUx])|[,:(]?w{{0,2}}(?P<o>{_N})ow(?=[.,;)]|$))"
)
_EACH = f"(?P<n>{_NH}|a)-?(?P<u>U)"
_MULTIPLIED = "hours"  # Six clients over three months are no 18 months.
_PRODUCTS = tuple(  # With a count more before or behind, of three: "6 clients x 2 sessions x 1 hour".
    re.compile(
        f"(?:(?P<j>{_N}){_GAP}[CU]?(?:x|,?eow{{1,2}}))?{pattern}(?:(?:x|[ifv]e(?:o[sw]?)?)(?P<j2>{_N})(?:{_GAP}[CU])?)?"
    )
    for pattern in (
        # six two-hour sessions, six coaching two-hour sessions, six two hour sessions, six half-hours
        f"(?P<k>{_N})(?:-?[wW]){{0,2}}(?P<n>{_NH})(?:-(?P<u>U)(?:{_GAP}C)?|(?P<v>U){_GAP}C|(?<=H)(?P<w>U))",
        # 6 x 1hr, 6 sessions x 2 hours
        f"(?P<k>{_N}){_COUNTED_GAP}[CU]?x{_EACH}(?:{_GAP}C)?",
        # 2 hours x 6, 2 hours per client x 6
        f"{_EACH}(?:[ae][CU])?x(?P<k>{_N})(?:{_GAP}[CU])?",
        # six sessions of 2 hours, six clients each for 2 hours; "six sessions for 8 hours" may be 8 in all
        f"(?P<k>{_N}){_COUNTED_GAP}[CU](?:ow{{1,2}})?[,(:-]*(?:[ol]+|[olf]*e[olf]*){_EACH}[ea]?\\)?",
        # six sessions (2 hours each), six clients for 2 hours each
        f"(?P<k>{_N}){_COUNTED_GAP}[CU][,(:-]*f?{_EACH}i?e\\)?",
        # 2 hours a week for six weeks, 2 hours weekly for six weeks, hr a wk coaching, six wks
        f"(?:(?P<n>{_NH}|a)-?)?(?P<u>U)(?:ow{{1,2}}|{_GAP})(?:[ae](?P<p>[wCU])|(?P<p2>W))w?[fv,x]?(?P<k>{_N})(?P<q>[wCU])",
        # two hours per session, six of them
        f"{_EACH}[ae][CU][,(:-]*(?P<k>{_N})ow",
        # weekly one-hour sessions for six weeks
        f"(?P<p>W){_EACH}{_GAP}C?[fv](?P<k>{_N})(?P<q>[wCU])",
        # 2 hours with each of six clients, 2 hours each, six clients
        f"{_EACH}(?:[ifv]e(?:o[sw]?)?|e[ifv,]?)(?P<k>{_N}){_GAP}[CU]",
    )
)
_BEFORE = {
    "at_most": "(?:no|not) more than|at most|(?<!add.)(?<!adds.)(?<!adding.)up to|(?:a )?maximum(?: of)?|max[.]?"
    "|(?:just )?(?<!no.)(?<!not.)(?:(?:less|fewer) than|under|below)|nearly|almost|not quite",
    "at_least": "at least|(?:an? |the )?(?:absolute )?minimum(?: of)?|min[.]?|(?:no|not) (?:less|fewer) than|more than"
    "|not (?:under|below)|in excess of|upwards of|(?:just|well) over|(?<!the.)above",
}
# "Ten hours plus two hours" bounds nothing.
_ADDED = rf"(?!\s*(?:\d|(?:an?|another|half|{'|'.join(sorted(NUMBER_WORDS))})\b))"
_AFTER = {
    "at_least": rf"(?:\+|plus\b){_ADDED}|or more|or above|\(?min(?:imum)?\b\.?\)?|upwards|as a minimum|at least",
    "at_most": r"or less|or fewer|or under|\(?maximum\)?|\(?max\b\.?\)?|at most",
}
_LINK = r"(?:between|from|the next|a further|a total of|of)?\s*$"
_BOUND_BEFORE = {b: re.compile(rf"(?<!\w)(?:{p})\s*{_LINK}".replace(" ", r"\s+")) for b, p in _BEFORE.items()}
_BOUND_AFTER = {b: re.compile(rf"\s*,?\s*(?:{p})".replace(" ", r"\s+")) for b, p in _AFTER.items()}


def quantities(text: str, units: Units) -> tuple[Quantity, ...]:
    """The quantities in a text, in order; only those of the `units` given, whose spellings are single words.

    A spelling stands for its plural too. Read are digits and words ("twelve", "a hundred", "2,000"), glued units
    ("12hrs"), ranges ("12-14 hours"), products ("six 2-hour sessions", "two hours a week for six weeks"), up to three
    words between number and unit ("six different clients"), "or more", and the number behind ("hours: 12").
    """
    read = lexed(text, tuple((name, tuple(spellings)) for name, spellings in units.items()))
    if not any(token.unit for token in read):
        return ()
    shape = "".join(token.letter for token in read)
    found = sorted(_found(read, shape), key=lambda quantity: quantity.start)
    return tuple(_bounded(quantity, text) for quantity in found)


def _found(read: Sequence[Token], shape: str) -> Iterator[Quantity]:
    """Products, then plain quantities, then numbers behind their unit; a part of a product is not counted again."""
    taken: list[tuple[str, int, int]] = []
    for place, quantity in (*_products(read, shape), *_plain_ones(read, shape), *_reversed(read, shape)):
        start, end = place
        if not any(unit == quantity.unit and start < b and a < end for unit, a, b in taken):
            taken.append((quantity.unit, start, end))
            yield quantity


_Found = tuple[tuple[int, int], Quantity]


def _products(read: Sequence[Token], shape: str) -> Iterator[_Found]:
    for pattern in _PRODUCTS:
        for m in pattern.finditer(shape):
            parts = m.groupdict()
            at = next(m.start(name) for name in "uvw" if parts.get(name))
            counts = [_ends(read, *m.span(name)) for name in ("k", "j", "j2") if parts[name]]
            are_counts = all(k[0] >= 1 and k[0].is_integer() and k[1] <= _MOST_COUNTED for k in counts)
            is_product = are_counts and read[at].unit == _MULTIPLIED
            if is_product and _is_same_period(read, m) and _counts_another(read, shape, m, at):
                low, high = zip(*counts, _ends(read, *m.span("n")), strict=True)
                yield _quantity(read, m.span(), (prod(low), prod(high)), at)


def _is_same_period(read: Sequence[Token], m: re.Match[str]) -> bool:
    """ "a week for six weeks" is a product, "a week for six clients" is none."""
    parts = m.groupdict()
    if "q" not in parts:
        return True
    first = m.start("p") if parts["p"] else m.start("p2")
    return _period(read[first].word) == _period(read[m.start("q")].word)


def _period(word: str) -> str:
    return word.removesuffix("ly").removesuffix("s").replace("dai", "day")


def _counts_another(read: Sequence[Token], shape: str, m: re.Match[str], at: int) -> bool:
    """Whether no other number of the product is of the unit itself: "12 hours at 2 hours" multiplies nothing."""
    return all(read[i].unit != read[at].unit for i in range(*m.span()) if shape[i] == "U" and i != at)


def _plain_ones(read: Sequence[Token], shape: str) -> Iterator[_Found]:
    at = 0
    while m := _SIMPLE.search(shape, at):
        is_article = m["a"] is not None
        unit_at = m.start("u")
        low, high = (1.0, 1.0) if is_article else _ends(read, *m.span("n"))
        end, worth = m.end(), read[unit_at].worth
        extra = 0.5 if m["half"] else 0.0
        part = _AND_PART.match(shape, end)
        if part and read[part.end() - 1].unit == read[unit_at].unit and read[part.end() - 1].worth < worth:
            number = next(token for token in read[end:] if token.letter == "N")
            extra, end = number.worth * read[part.end() - 1].worth / worth, part.end()
        at = end
        span = (m.start(), end)
        quantity = _quantity(read, span, (low + extra, high + extra), unit_at)
        yield span, replace(quantity[1], is_article=is_article and not extra)


def _reversed(read: Sequence[Token], shape: str) -> Iterator[_Found]:
    for m in _REVERSED.finditer(shape):
        number = next(name for name in "nmo" if m[name])
        yield _quantity(read, m.span(), _ends(read, *m.span(number)), m.start("u"))


def _quantity(read: Sequence[Token], span: tuple[int, int], ends: tuple[float, float], at: int) -> _Found:
    start, end = read[span[0]].start, read[span[1] - 1].end
    low, high = (round(value * read[at].worth, 4) for value in ends)
    return span, Quantity(low=low, high=high, unit=read[at].unit, start=start, end=end, words="")


def _ends(read: Sequence[Token], start: int, end: int) -> tuple[float, float]:
    """A number's or range's lower and upper end; a range that runs backwards is its last number. "a" is one."""
    numbers = [token.worth for token in read[start:end] if token.letter in "NH"] or [1.0]
    return (numbers[0], numbers[-1]) if numbers[0] <= numbers[-1] else (numbers[-1], numbers[-1])


def _bounded(quantity: Quantity, text: str) -> Quantity:
    """The quantity with the bound that stands before or behind it, and its words."""
    start, end, bound = quantity.start, quantity.end, ""
    before = text[max(0, start - _FAR) : start].lower()
    for name, pattern in _BOUND_BEFORE.items():
        if not bound and (m := pattern.search(before)):
            bound, start = name, start - len(before) + m.start()
    inside = text[start:end].lower()
    for name, pattern in _BOUND_AFTER.items():
        if not bound and (m := pattern.match(text[end : end + _FAR].lower())):
            bound, end = name, end + m.end()
        elif not bound and re.search(rf"\s(?:{_AFTER[name]})\s|\+", inside):
            bound = name
    return replace(quantity, start=start, end=end, bound=bound, words=text[start:end])
