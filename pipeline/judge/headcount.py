"""People by any name but the unit's to how many they come: "2 gangs of 3", "4 stylists and an apprentice"."""

import re
from collections.abc import Iterable, Iterator
from functools import partial

from pipeline.policy.cells import Headcount, Quantities

_NUMBER = re.compile(r"(?<![\w.,/-])\d+(?:\.\d+)?(?![\d.,/]{0,6}\d)")  # one that is no part of another
_UPPER = re.compile(r"\d\s*(?:to|or|-|–)\s*$")  # what stands before a range's upper end
_NEAR = 40  # characters before a number that may say that it counts nobody
_SMALL = "to|or|and|of|o|x|by|plus|with|per|in|at|on|from|off|each|every"
_LABELS = "part|section|task|unit|page|question|tab|form|chapter"
_NEXT_ONES = re.compile(
    rf"(\d (?!(?:{_SMALL}|{_LABELS})\b)[a-z-]+(?: (?!(?:{_SMALL}|{_LABELS})\b)[a-z-]+)?) (?=\d+ [a-z])"
)  # "2 clerks 1 cook"


def headcount(text: str, policy: Quantities) -> float | None:
    """How many people the numbers of a cell in figures come to; None where none of them may be of people.

    What is said to be all of them, else a product where the words make one, else a sum. Numbers of other things are
    left out: of names, lengths and dates (`policy.harmless`), of what is no person, of what was, and of those who are
    gone.
    """
    known = policy.headcount
    people = _plain(text.casefold(), known)
    if (whole := re.search(known.whole, people)) and not re.match(known.no_people, people[whole.end(1) :]):
        return float(whole[1])
    product = _product(people, known)
    found = _sum(people, policy) if product is None else product
    return _listed(people, known) if found is None else found


def _listed(text: str, known: Headcount) -> float | None:
    """How many people a list without numbers names: "with the ward manager, the bed manager and the porter"."""
    found = re.search(known.listed, text)
    return len(re.findall(known.listed_one, found[0])) if found and not re.search(known.no_list, found[0]) else None


def bare_numbers(text: str, taken: Iterable[range], policy: Quantities) -> Iterator[re.Match[str]]:
    """The numbers of a text in figures that are of no name, length or date (`policy.harmless`), and not `taken`.

    A range counts by its lower end: of "10 to 14" it is the 10.
    """
    spans = [*taken, *(range(m.start(), m.end()) for m in re.finditer(policy.harmless, text, re.IGNORECASE))]
    for found in _NUMBER.finditer(text):
        is_taken = any(found.start() in span for span in spans)
        if not is_taken and not _UPPER.search(text[max(found.start() - _NEAR, 0) : found.start()]):
            yield found


def _plain(text: str, known: Headcount) -> str:
    """The text with "3 pairs of" as "6", "one for each" as "each", and numbers after a colon or a noun set apart."""
    for pattern, worth in known.groups:
        text = re.sub(pattern, partial(_in_people, worth=worth), text)
    text = re.sub(known.one_each, " each ", text)
    return re.sub(r":\s*(?=\d)", " – ", _NEXT_ONES.sub(r"\1, ", text))


def _in_people(group: re.Match[str], worth: int) -> str:
    return f"{int(group[1]) * worth if group.re.groups else worth} "


def _product(text: str, known: Headcount) -> float | None:
    """ "2 clerks from each of the 3 shops", "2 a shop, 4 shops", "2 gangs of 3": 6, 8, 6."""
    if found := re.search(known.from_each, text):
        return float(found[1]) * float(found[2])
    if found := re.search(known.per_place, text):
        elsewhere = f"{text[: found.start()]} . {text[found.end() :]}"
        if places := re.search(rf"\b(\d+) (?:[a-z]+ )?{re.escape(found[2].rstrip('s'))}\w*", elsewhere):
            return float(found[1]) * float(places[1])
    if (found := re.search(known.groups_of, text)) and not re.match(known.no_people, text[found.end() :]):
        return float(found[1]) * float(found[2])
    return None


def _sum(text: str, policy: Quantities) -> float | None:
    known = policy.headcount
    there = gone = 0.0
    for number in bare_numbers(text, (), policy):
        before, behind = text[max(number.start() - _NEAR, 0) : number.start()], text[number.end() :]
        if float(number[0]) > known.most or re.match(known.no_people, behind) or re.search(known.no_more, before):
            continue
        near = f"{before[-known.near :]} | {re.split('[.;]', behind)[0][: 2 * known.near]}"
        if there and re.search(known.gone, near):
            gone += float(number[0])
        else:
            there += float(number[0])
    return there + len(re.findall(known.articles, text)) - gone if there > gone else None
