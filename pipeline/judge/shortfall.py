"""Evidence and a criterion's minimums to the quantity that falls short, where one does."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.judge.headcount import headcount
from pipeline.judge.language import plain
from pipeline.judge.spoken import spoken
from pipeline.judge.sums import told_as_one, units_of
from pipeline.judge.unread import Unread, may_add_up, unread
from pipeline.policy.cells import Quantities
from pipeline.reference import Minimum
from pipeline.text import Quantity, in_figures, quantities, squash

_ITEM = r"[\w-]+(?: [\w-]+)?"
_NO_NUMBER = r"(?!\d|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)"
_LISTED = re.compile(
    rf"\b(each|every one|all) of (?:the |our |his |her |their )?{_NO_NUMBER}((?:{_ITEM}, )+{_ITEM},? and [\w-]+)\b",
    re.IGNORECASE,
)
_PERSON = re.compile("coachee|mentee")

_NEAR = 30  # characters beside a quantity, in which it is said to sum up others


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What is asked for and what the evidence states, in words ("12 hours", "7 hours").

    `quote` is as written; the whole text where what was counted was written otherwise.
    """

    need: str
    have: str
    quote: str
    is_doubtful: bool = False
    is_short: bool = True


def shortfall(text: str, minimums: tuple[Minimum, ...], policy: Quantities) -> Shortfall | None:
    """The first minimum that the text states less of; None where it states enough, or nothing of that thing.

    Where it is enough only by a sum that had to be worked out, or has numbers that were not read, `is_short` is false
    and a person is to be asked.
    """
    is_listed = any(minimum.of != "months" for minimum in minimums)
    figures = spoken(_LISTED.sub(_as_number, text) if is_listed else text, policy)
    every = [found for minimum in minimums if (found := _short_of(figures, minimum, policy))]
    found = next((found for found in every if found.is_short), every[0] if every else None)
    if not (found and found.is_short) and (numbers := unread(figures, minimums, policy)):
        asked = _by_numbers(figures, numbers)
        found = asked if asked.is_short else found or asked
    return replace(found, quote=squash(text)) if found and found.quote not in text else found


def asked_for(minimums: Iterable[Minimum]) -> str:
    """What minimums ask for, in words: "100 hours and 6 clients"."""
    return " and ".join(_in_words(minimum.value, minimum.of) for minimum in minimums)


def _by_numbers(text: str, found: Unread) -> Shortfall:
    """What is asked where no amount of a minimum's unit was read."""
    minimum, likely = found.minimum, found.likely
    asked = Shortfall(_in_words(minimum.value, minimum.of), "", squash(text), is_doubtful=True, is_short=False)
    if likely is None or likely >= minimum.value:
        return asked
    return replace(asked, have=_in_words(likely, minimum.of), is_short=True)


def _as_number(listed: re.Match[str]) -> str:
    """ "Each of the autumn, spring and summer terms": each of 3."""
    return f"{listed[1]} of {len(re.split(', and |, | and ', listed[2]))}"


def _short_of(text: str, minimum: Minimum, policy: Quantities) -> Shortfall | None:
    told, text = text, _as_clients(text, policy) if minimum.of == "clients" else text
    summed, is_doubtful = told_as_one(text, minimum.of, policy)
    is_summed = summed != text
    short = _less_than(summed, minimum, policy, is_summed=is_summed)
    if short:
        are_more = text != told and (headcount(in_figures(told, ()), policy) or 0) >= minimum.value
        return replace(short, is_doubtful=short.is_doubtful or is_doubtful or are_more, is_short=not are_more)
    plain = _less_than(text, minimum, policy, is_summed=False) if is_summed else None
    return replace(plain, is_doubtful=True, is_short=False) if plain else None


def _less_than(text: str, minimum: Minimum, policy: Quantities, *, is_summed: bool) -> Shortfall | None:
    """How a text falls short of a minimum; `is_summed`: sums were worked out in it."""
    found = quantities(text, units_of(policy, minimum.of))
    own = [q for q in found if q.unit == minimum.of]
    starts = [q.start for q in found] + [len(text)]
    periods = (
        policy.periods if len(own) == 1 else frozenset()
    )  # beside other hours, weekly ones may be of another thing
    counted = [
        q for q in own if not _is_another(text[: min(at for at in starts if at > q.start)], q, minimum, policy, periods)
    ]
    need = _in_words(minimum.value, minimum.of)
    for quantity in own:
        share = _share(text, quantity, policy)
        if share is not None and share < minimum.value:
            return Shortfall(need, _in_words(share, minimum.of), quantity.words, is_doubtful=True)
    if not counted:
        return None
    counted = [q for q in counted if not set(_words(text[q.end :])[:1]) & policy.asked_behind] or counted
    present = [q for q in counted if _ends(_clause_before(text[: q.start], policy), policy.present)]
    is_changed = len(counted) > len(present) > 0
    counted = present or counted
    if minimum.of == "hours":
        most = max(quantity.low for quantity in counted)
        counted = [q for q in counted if q.low == most and _sums_up(text, q, policy)][:1] or counted
        joined = counted = _once(counted) if is_summed or any(map(_is_product, counted)) else counted
    else:
        joined = _joined(text, counted, policy)
    totals = [] if minimum.of == "months" else [_total(text, joined, policy)]  # a length told twice is no longer
    have = max([_stated(text, quantity, policy) for quantity in counted] + totals)
    if have >= minimum.value:
        return None
    best = max(counted, key=lambda quantity: quantity.low)
    return Shortfall(
        need=need,
        have=best.words if best.bound == "at_most" else _in_words(have, minimum.of),
        quote=best.words,
        is_doubtful=is_changed
        or have < policy.hardly_below * minimum.value
        or best.bound == "at_most"
        or _may_be_multiplied(text.replace(best.words, " "), minimum, policy)
        or may_add_up(text, have, minimum, policy),
    )


def _may_be_multiplied(text: str, minimum: Minimum, policy: Quantities) -> bool:
    """Whether the words beside hours tell of times that were not counted: "with each of them", "on four nights"."""
    return minimum.of == "hours" and re.search(policy.multiplied, squash(text), re.IGNORECASE) is not None


def _as_clients(text: str, policy: Quantities) -> str:
    """The text with "contracts with three foremen and two clerks" as "contracts with three clients and two clients"."""
    for lead in reversed(list(re.finditer(policy.coached, text, re.IGNORECASE))):
        at, people = lead.end(), policy.coached_people
        while found := re.compile(people, re.IGNORECASE).match(text, at):
            said = re.sub(r"^an?\s+", "1 ", text[found.start() : found.start(1)], flags=re.IGNORECASE) + "clients"
            text = f"{text[: found.start()]}{said}{text[found.end(1) :]}"
            end = found.start() + len(said)
            joint = re.compile(r"\s*(?:,|&|\+|\band\b|\bplus\b)+\s*").match(text, end)
            at, people = (joint.end(), policy.coached_more) if joint else (len(text), people)
    return text


def _share(text: str, quantity: Quantity, policy: Quantities) -> float | None:
    """What is meant of a quantity in "4 of the 12 hours" (4), "half of the 12 hours" (6); None where all of it is."""
    found = re.search(policy.share, in_figures(text[max(quantity.start - _NEAR, 0) : quantity.start], ()).casefold())
    if not found:
        return None
    return quantity.low / 2 if found[1] == "half" else float(found[1])


def _stated(text: str, quantity: Quantity, policy: Quantities) -> float:
    """A quantity's lower end; what is "nearly" or "up to" it falls short of it."""
    before = plain(text[max(quantity.start - _NEAR, 0) : quantity.start]).casefold().rstrip()
    is_less = quantity.bound == "at_most" or any(before.endswith(word) for word in policy.below)
    return quantity.low - 0.001 if is_less else quantity.low


def _sums_up(text: str, quantity: Quantity, policy: Quantities) -> bool:
    """Whether a quantity is what others come to: "7 x 90 min = 10.5 h", "ten hours in all"."""
    before, behind = policy.total
    return bool(
        re.search(before, text[max(quantity.start - _NEAR, 0) : quantity.start], re.IGNORECASE)
        or re.match(behind, text[quantity.end : quantity.end + _NEAR], re.IGNORECASE)
    )


def _is_product(quantity: Quantity) -> bool:
    """Whether a quantity was worked out: "twelve sessions of one hour"."""
    numbers = re.findall(r"\d+(?:\.\d+)?", in_figures(quantity.words, ()))
    return len(numbers) > 1 and quantity.low == quantity.high


def _once(counted: list[Quantity]) -> list[Quantity]:
    """Each amount once: "six sessions of two hours, twelve hours in the season" says the same twice."""
    return list({quantity.low: quantity for quantity in reversed(counted)}.values())[::-1]


def _joined(text: str, counted: list[Quantity], policy: Quantities) -> list[Quantity]:
    """The first quantity and those that are added to it: "four clients and four contracts" are four."""
    joined = counted[:1]
    for quantity in counted[1:]:
        kinds = [_PERSON.sub("client", " ".join(_words(one.words)[-1:])) for one in (quantity, joined[-1])]
        is_same = kinds[0] == kinds[1]
        if is_same and re.search(policy.joined, text[joined[-1].end : quantity.start], re.IGNORECASE):
            joined.append(quantity)
    return joined


def _total(text: str, counted: list[Quantity], policy: Quantities) -> float:
    """What quantities add up to where only joining words part them: "8 hours with client A and 4 with client B"."""
    total = sum(_stated(text, quantity, policy) for quantity in counted if quantity.bound != "at_most")
    behind = text[counted[-1].end :]
    if sum(float(number) for number in re.findall(policy.part, behind)) == total:
        return total  # "8 hours, 4 at work and 4 at college" are eight
    return total + sum(float(number) for number in re.findall(policy.more, behind))


def _is_another(text: str, quantity: Quantity, minimum: Minimum, policy: Quantities, periods: frozenset[str]) -> bool:
    """Whether a quantity is of another thing, held in reserve, a time apart, or the minimum itself.

    `periods` are words that inside a quantity say how often, not of what.
    """
    before_text = _clause_before(text[: quantity.start], policy)
    before = _words(before_text)[-policy.near_words :]
    rest = _words(_clause_after(text[quantity.end :], policy))
    after = rest[: policy.near_words]
    inside = _words(quantity.words)
    is_asked = _ends(before_text, policy.asked) and not _ends(before_text, policy.wholly)
    is_fewer = quantity.low < minimum.value and _ends(before_text, policy.as_many)
    if quantity.is_article or (is_asked and not is_fewer):
        return True
    if minimum.of == "clients" and quantity.low <= 1 and not {*inside, *after, *before} & policy.own:
        return True
    near = {*before, *after}
    is_held = {*near, *inside} & policy.reserve and not near & policy.own
    if is_held or (set(after) & policy.reserve_behind and not set(after) & policy.own):
        return True
    if minimum.of == "months":
        return not _ends(before_text, policy.lasting) and bool({*before[-2:], *after[:2], *inside} & policy.apart)
    if set(before[-1:]) & policy.apart - policy.own:
        return True
    if minimum.of != "hours":
        return False
    if set(after) & policy.other - policy.own and not set(after) & policy.own:
        return True
    is_named_other = (set(inside) - periods) & policy.other and not set(inside[:-1]) & policy.own  # "16 tutorial hours"
    is_own = after[:1] == ("of",) and bool(set(rest[1:4]) & policy.practice)  # "10 supervised hours of coaching"
    if is_own or ({*after, *before[-2:]} & policy.own and not is_named_other):
        return False
    heading = _words(_clause_before(text[: quantity.start].rstrip(" ,:("), policy)) if not before_text else ()
    if (
        len(heading) <= policy.heading_words_max
        and set(heading) & policy.other_before
        and not set(heading) & policy.own
    ):
        return True
    beside = {*after, *before[-2:], *(set(inside) - periods)} & policy.other
    return bool(beside)


def _ends(text: str, endings: tuple[str, ...]) -> bool:
    """Whether a text ends with one of these words."""
    return any(text == ending or text.endswith(f" {ending}") for ending in endings)


def _clause_before(text: str, policy: Quantities) -> str:
    return re.split(policy.parts, plain(text[-policy.clause_characters :]).casefold())[-1].strip()


def _clause_after(text: str, policy: Quantities) -> str:
    return re.split(policy.parts, plain(text[: policy.clause_characters]).casefold())[0].strip()


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    """The words of a text, a plural as its singular."""
    return tuple(word.removesuffix("s") if len(word) > 3 else word for word in re.findall(r"[a-z]+", text.casefold()))


def _in_words(value: float, of: str) -> str:
    return f"{value:g} {of.removesuffix('s') if value == 1 else of}"
