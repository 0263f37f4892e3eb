"""Words put into a wording that ask for less: about so many, a part of a whole, other people or deeds; nobody's own."""

from collections.abc import Iterator
from itertools import pairwise

from pipeline.match.changes import Change
from pipeline.match.phrase import Phrase
from pipeline.match.words import Lexicon
from pipeline.policy.matching import Narrowing
from pipeline.text import Quantity


def narrowings(row: Phrase, own: Phrase, lexicon: Lexicon) -> list[Change]:
    """All of them; each may be another way of putting the same, and so is doubtful."""
    policy = lexicon.policy.narrowing
    return [
        *_about(row, own, policy),
        *_parts(row, own, lexicon),
        *_kinds(row, own, lexicon),
        *_deeds(row, own, policy),
        *_people(row, own, lexicon),
        *_nobodys(row, own, lexicon),
    ]


def _about(row: Phrase, own: Phrase, policy: Narrowing) -> Iterator[Change]:
    """ "A minimum of twelve hours" that became "about twelve hours"."""
    for amount in own.amounts:
        enough = [one for one in row.amounts if one.unit == amount.unit and one.low >= amount.low]
        if amount.low > 1 and enough and all(_is_about(row, one, policy) for one in enough):
            yield Change(amount.words, row.text[: enough[0].end].rsplit(maxsplit=3)[-1], is_doubtful=True)


def _is_about(row: Phrase, amount: Quantity, policy: Narrowing) -> bool:
    before, after = row.text[: amount.start].casefold().split(), row.text[amount.end :].casefold().lstrip()
    return bool(before and before[-1].strip("(,~") in policy.about) or after.startswith(policy.or_so)


def _parts(row: Phrase, own: Phrase, lexicon: Lexicon) -> Iterator[Change]:
    """ "The elements" that became "some of the elements"; not "a model" that became "one of the models"."""
    words = [word.folded for word in row.words]
    added = (phrase for phrase in lexicon.policy.narrowing.part_of if f" {phrase} " not in f" {own.folded} ")
    for part in map(str.split, added):
        for at in range(len(words) - len(part)):
            end = at + len(part)
            if words[at:end] == part:
                noun = _next_own(row, own, end, lexicon)
                if noun is not None and not _is_one(own, row.words[noun].stem, lexicon):
                    yield Change("", row.quote(at, noun + 1), is_doubtful=True)


def _kinds(row: Phrase, own: Phrase, lexicon: Lexicon) -> Iterator[Change]:
    """ "Coaches" that became "new coaches"."""
    policy, owns = lexicon.policy.narrowing, {word.folded for word in own.words}
    for at, word in enumerate(row.words[:-1]):
        after = row.words[at + 1]
        is_added = word.folded in policy.kinds and word.folded not in owns
        if is_added and after.stem in own.stems and lexicon.is_content(after):
            yield Change("", row.quote(at, at + 2), is_doubtful=True)


def _next_own(row: Phrase, own: Phrase, at: int, lexicon: Lexicon) -> int | None:
    """The place of the criterion's word of content that begins there, or right behind one other word."""
    near = range(at, min(at + 2, len(row.words)))
    return next((i for i in near if row.words[i].stem in own.stems and lexicon.is_content(row.words[i])), None)


def _is_one(own: Phrase, stem: str, lexicon: Lexicon) -> bool:
    """Whether the criterion itself asks for one of a thing: "a model or process"."""
    ones = lexicon.policy.narrowing.ones
    return any(word.stem == stem and at and own.words[at - 1].folded in ones for at, word in enumerate(own.words))


def _deeds(row: Phrase, own: Phrase, policy: Narrowing) -> Iterator[Change]:
    """ "Complete" that became "complete or observe"."""
    asked = {command.stem for command in own.commands}
    owns = {word.folded for word in own.words}
    for at in range(len(row.words) - 2):
        first, link, second = row.words[at : at + 3]
        other = second if first.stem in asked else first if second.stem in asked else None
        if link.folded == "or" and other and other.folded in policy.lesser and other.folded not in owns:
            yield Change("", row.quote(at, at + 3), is_doubtful=True)


def _people(row: Phrase, own: Phrase, lexicon: Lexicon) -> Iterator[Change]:
    """ "Clients" that became "clients or colleagues"."""
    policy = lexicon.policy.narrowing
    for at, (client, link) in enumerate(pairwise(row.words)):
        if client.folded in policy.clients and link.folded == "or":
            behind = (i for i in range(at + 2, len(row.words)) if lexicon.is_content(row.words[i]))
            other = next(behind, at)
            if row.words[other].folded in policy.stand_ins and row.words[other].stem not in own.stems:
                yield Change("", row.quote(at, other + 1), is_doubtful=True)


def _nobodys(row: Phrase, own: Phrase, lexicon: Lexicon) -> Iterator[Change]:
    """ "Your use of tools" that became "the use of tools": nothing in the row says whose."""
    whose = lexicon.policy.own
    at = next((at for at, word in enumerate(own.words) if word.folded in whose), None)
    if at is None or any(word.folded in whose | lexicon.policy.narrowing.learner for word in row.words):
        return
    noun = next((word for word in own.words[at:] if word.folded not in whose and lexicon.is_content(word)), None)
    if noun is not None and noun.stem in row.stems:
        yield Change(own.quote(at, at + 1), "", is_doubtful=True)
