"""Changes that alter the requirement: a quantity, a verb, a negation, a half, "each", a softening, whose it is."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from pipeline.match.phrase import Command, Phrase
from pipeline.match.words import Lexicon
from pipeline.policy.matching import WordingSentences
from pipeline.text import Quantity

# "Non-judgmental" and "does not judge" deny the same: the word behind a denial begins so, within so many words.
_NON, _DENIED, _DENIED_WITHIN = "non", 4, 4
_POSSESSIVE = ("'", "’", "‘", "'s", "’s", "‘s")
_BEGINNING = 5  # "reviewed", "a review": so much of a verb is in all its forms


@dataclass(frozen=True, slots=True)
class Change:
    """The criterion's words and what became of them; "" on one side where they were left out or added.

    Where it `is_doubtful` it may be another way of putting the same.
    """

    canonical: str
    submitted: str
    is_doubtful: bool = False

    def said(self, sentences: WordingSentences) -> str:
        """The change in words."""
        if not self.submitted:
            return sentences.left_out.format(canonical=self.canonical)
        if not self.canonical:
            return sentences.added.format(submitted=self.submitted)
        return sentences.became.format(canonical=self.canonical, submitted=self.submitted)


def hard_changes(row: Phrase, own: Phrase, lexicon: Lexicon) -> list[Change]:
    """All changes of the requirement, in the order in which they are said."""
    return [
        *_quantities(row, own),
        *verbs(row, own, lexicon)[0],
        *_left_out(row, own, lexicon),
        *_negations(row, own, lexicon),
        *_halves(row, own, lexicon),
        *_each(row, own, lexicon),
        *_all(row, own, lexicon),
        *_weakenings(row, own, lexicon),
        *_others(row, own, lexicon),
        *_contraries(row, own, lexicon),
        *_loosened(row, own, lexicon),
    ]


def _quantities(row: Phrase, own: Phrase) -> Iterator[Change]:
    """Quantities lowered, bounded above, or left out. More than is asked for is no change of this kind."""
    numbers = {amount.low for amount in row.amounts}
    for amount in own.amounts:
        same = [other for other in row.amounts if other.unit == amount.unit]
        if any(other.low >= amount.low and other.bound != "at_most" for other in same):
            continue
        if same:
            yield Change(amount.words, max(same, key=lambda other: other.low).words)
        elif not _is_one(amount) and amount.low not in numbers:
            yield Change(amount.words, "")


def _is_one(amount: Quantity) -> bool:
    """ "One or more clients" asks for no number: "with clients" says as much."""
    return amount.low <= 1


# ---------------------------------------------------------------- verbs


def verbs(row: Phrase, own: Phrase, lexicon: Lexicon) -> tuple[list[Change], frozenset[int], bool]:
    """Commands lowered or no longer critical; the places of the criterion's commands that the row answers; any doubt.

    A verb of the same or a higher family asks for no less. A doubt is a command that nothing in the row answers.
    """
    changes: list[Change] = []
    answered: set[int] = set()
    free = [command for command in row.commands if command.stem not in {c.stem for c in own.commands}]
    is_doubtful = False
    for command in own.commands:
        answer, is_answered = _answer(command, row, own, free, lexicon)
        if answer in free:
            free.remove(answer)
        if is_answered:
            answered.add(command.at)
            changes += _criticism(command, answer, row, own, lexicon)
        elif answer:
            answered.add(command.at)
            is_vague = row.words[answer.at].folded in lexicon.policy.vague
            changes.append(Change(own.command_words(command), row.command_words(answer), is_vague))
        elif _is_dropped(command, row, own, lexicon) or _is_uncritical(command, row, lexicon):
            changes.append(Change(own.command_words(command), "", is_doubtful=True))
        else:
            is_doubtful = is_doubtful or command.level > 0 or not (command.at or _is_done(command, row, lexicon))
    return changes, frozenset(answered), is_doubtful


def _answer(
    command: Command, row: Phrase, own: Phrase, free: list[Command], lexicon: Lexicon
) -> tuple[Command | None, bool]:
    """The row's command that stands for the criterion's, and whether it asks for no less."""
    same = next((c for c in row.commands if c.stem == command.stem), None)
    if same:
        return same, True
    if not command.level:
        lowered = next((c for c in free if _is_lower_than_doing(c, command, row, lexicon)), None)
        return lowered, lowered is None and command.stem in row.stems
    enough = next((c for c in free if c.level >= command.level), None)
    if enough:
        return enough, True
    lower = next((c for c in free if c.level), None)
    others = row.stems - own.stems | ({command.stem} & row.stems)
    is_said = any(lexicon.level(stem) >= command.level for stem in others)
    if lower and not (is_said and lower.stem in lexicon.means):
        return lower, False
    return None, is_said


def _is_dropped(command: Command, row: Phrase, own: Phrase, lexicon: Lexicon) -> bool:
    """Whether one of several commands is gone, and no word means the same: "explain and reflect" is "explain" now."""
    kept = {one.stem for one in row.commands} & {one.stem for one in own.commands}
    is_light = not command.level or command.stem in lexicon.light
    return bool(kept) and not is_light and not _is_meant(command, row, lexicon)


def _is_uncritical(command: Command, row: Phrase, lexicon: Lexicon) -> bool:
    """Whether nothing answers a critical command, and the row begins with a verb of doing: "set out the skills"."""
    is_doing = bool(row.commands) and not row.commands[0].at and not row.commands[0].level
    return command.is_critical and is_doing and not any(word.folded in lexicon.critical for word in row.words)


def _is_done(command: Command, row: Phrase, lexicon: Lexicon) -> bool:
    """Whether a row asks to do something as the criterion does: by a verb of doing, or a word that means the same."""
    return any(not c.level for c in row.commands) or _is_meant(command, row, lexicon)


def _is_meant(command: Command, row: Phrase, lexicon: Lexicon) -> bool:
    """Whether a word of the row means the same as a command."""
    return not lexicon.meaning(command.stem).isdisjoint(lexicon.meanings_of(row.words))


def _is_lower_than_doing(command: Command, own: Command, row: Phrase, lexicon: Lexicon) -> bool:
    """Whether a command asks to tell of, or to mean to do, what the criterion asks to do."""
    if command.is_noun or bool(command.at) != bool(own.at):
        return False
    others = {c.stem for c in row.commands if not c.level} - lexicon.telling
    is_telling = command.stem in lexicon.telling and own.stem not in lexicon.telling and not others
    return is_telling or (not own.at and 0 < command.level <= lexicon.policy.verb_low)


def _left_out(row: Phrase, own: Phrase, lexicon: Lexicon) -> Iterator[Change]:
    """The command left out at the beginning: the row begins with what stands behind it, and has no form of its word."""
    first = own.commands[0] if own.commands else None
    if first is None or not first.level or first.at > int(first.is_critical):
        return
    beginning = own.words[first.at].folded[:_BEGINNING]
    is_said = any(word.folded.startswith(beginning) for word in row.words) or any(c.level for c in row.commands)
    behind = (word.stem for word in own.words[first.at + 1 :] if lexicon.is_content(word))
    begins = (word.stem for word in row.words if lexicon.is_content(word))
    if not is_said and next(begins, "") == next(behind, None):
        yield Change(own.command_words(first), "", is_doubtful=True)


def _criticism(
    command: Command, answer: Command | None, row: Phrase, own: Phrase, lexicon: Lexicon
) -> Iterator[Change]:
    """ "Critically" left out, unless a higher verb says it."""
    is_kept = any(word.folded in lexicon.critical for word in row.words)
    if command.is_critical and not is_kept and not (answer and answer.level > command.level):
        yield Change(own.command_words(command), row.command_words(answer) if answer else "")


# ---------------------------------------------------------------- the others


def _negations(row: Phrase, own: Phrase, lexicon: Lexicon) -> Iterator[Change]:
    """Negations beyond the criterion's own: where it has one ("non-judgmental"), the row may say it in other words."""
    found, allowed = _denials(row, lexicon), _denials(own, lexicon)
    if len(found) <= len(allowed):
        return
    denied = {word[:_DENIED] for at in allowed for word in _denied(own, at)}
    for at in found:
        behind = row.words[at : at + _DENIED_WITHIN]
        if not row.words[at].folded.startswith(_NON) and not any(word.folded[:_DENIED] in denied for word in behind):
            quote = row.quote(at, min(len(row.words), at + lexicon.policy.quoted_words))
            denies_own = any(word.stem in own.stems - lexicon.stop for word in row.words[at + 1 : at + 3])
            yield Change("", quote, is_doubtful=bool(allowed) and not denies_own)


def _denied(phrase: Phrase, at: int) -> list[str]:
    """What a negation denies: the rest of its own word ("nonjudgmental"), or the word behind it."""
    rest = phrase.words[at].folded.removeprefix(_NON)
    return (
        [rest] if rest and rest != phrase.words[at].folded else [word.folded for word in phrase.words[at + 1 : at + 2]]
    )


def _denials(phrase: Phrase, lexicon: Lexicon) -> list[int]:
    """The places of a phrase's negations; those of a bound ("no fewer than") are none."""
    afters = [word.folded for word in phrase.words[1:]] + [""]
    found = [
        at
        for at, (word, after) in enumerate(zip(phrase.words, afters, strict=True))
        if word.folded.startswith(_NON)
        or (
            word.folded in lexicon.negations
            and after not in lexicon.policy.negations_unless
            and at not in phrase.measured
            and not _is_elliptic(phrase, at, lexicon)
        )
    ]
    return [at for at in found if not any(_is_undone(phrase, at, other, lexicon) for other in found)]


def _is_elliptic(phrase: Phrase, at: int, lexicon: Lexicon) -> bool:
    """ "In what ways they are alike and in what ways they are not"."""
    is_last = at == len(phrase.words) - 1
    return is_last and " ".join(word.folded for word in phrase.words[at - 1 :]) in lexicon.policy.elliptic


def _is_undone(phrase: Phrase, at: int, other: int, lexicon: Lexicon) -> bool:
    """Whether two negations deny each other: "without which it cannot", "cannot do without"."""
    first, *denials = lexicon.policy.denied_twice
    words = {phrase.words[at].folded, phrase.words[other].folded}
    is_near = 0 < abs(at - other) <= lexicon.policy.denied_twice_within
    return is_near and first in words and not words.isdisjoint(denials)


def _halves(row: Phrase, own: Phrase, lexicon: Lexicon) -> Iterator[Change]:
    """ "Coaching or mentoring" that became one of them."""
    for pair in lexicon.policy.halves:
        stems = [lexicon.stem(half) for half in pair]
        lost = [stem for stem in stems if stem not in row.stems]
        if len(lost) == 1 and all(stem in own.stems for stem in stems):
            at = next(at for at, word in enumerate(own.words) if word.stem == lost[0])
            is_joined = bool(at) and own.words[at - 1].folded in ("and", "or")
            yield Change(own.quote(at - 1 if is_joined else at, at + 1), "")
        elif not lost:
            yield from _lost_once(row, own, stems)


def _lost_once(row: Phrase, own: Phrase, stems: Sequence[str]) -> Iterator[Change]:
    """ "What coaching and mentoring is" that became "what coaching is", where both stand elsewhere too."""
    counts = [[[word.stem for word in phrase.words].count(stem) for stem in stems] for phrase in (row, own)]
    fewer = [stem for stem, has, had in zip(stems, *counts, strict=True) if has < had]
    joined = [
        at
        for at, word in enumerate(own.words)
        if at > 1 and word.stem in fewer and own.words[at - 1].folded == "and" and own.words[at - 2].stem in stems
    ]
    if len(fewer) == 1 and joined:
        yield Change(own.quote(joined[0] - 1, joined[0] + 1), "", is_doubtful=True)


def _each(row: Phrase, own: Phrase, lexicon: Lexicon) -> Iterator[Change]:
    at = next((at for at, word in enumerate(own.words) if word.folded == lexicon.policy.each[0]), None)
    if at is not None and not any(word.folded in lexicon.each for word in row.words):
        start = at - 1 if at and own.words[at - 1].folded in lexicon.stop else at
        yield Change(own.quote(start, min(len(own.words), at + 2)), "")


def _all(row: Phrase, own: Phrase, lexicon: Lexicon) -> Iterator[Change]:
    """ "All stakeholders" that became some of them, or others: no word of the row speaks of all."""
    every, some = lexicon.policy.every, lexicon.policy.some
    at = next((at for at, word in enumerate(own.words) if word.folded == every[0]), None)
    if at is None or at + 1 >= len(own.words) or any(word.folded in every for word in row.words):
        return
    noun = own.words[at + 1].stem
    kept = [at for at, word in enumerate(row.words) if word.stem == noun]
    if not kept:
        yield Change(own.quote(at, at + 2), "", is_doubtful=True)
    elif all(place and row.words[place - 1].folded in some for place in kept):
        yield Change(own.quote(at, at + 2), row.quote(kept[0] - 1, kept[0] + 1))


def _weakenings(row: Phrase, own: Phrase, lexicon: Lexicon) -> Iterator[Change]:
    """Words that ask for less than always; a criterion with such words of its own may be put with others."""
    policy, text = lexicon.policy, f" {row.folded} "
    if any(f" {phrase} " in f" {own.folded} " for phrase in policy.weakening):
        return
    for phrase in policy.weakening:
        denied = sum(text.count(f" {word} {phrase} ") for word in policy.weakening_unless)
        if text.count(f" {phrase} ") > denied:
            yield Change("", phrase)


def _others(row: Phrase, own: Phrase, lexicon: Lexicon) -> Iterator[Change]:
    """ "Own practice" that became "the practice of others", "your ability" that became "your client's ability"."""
    policy = lexicon.policy
    at = next((at for at, word in enumerate(own.words) if word.folded in policy.own), None)
    if at is None:
        return
    noun = next((word.stem for word in own.words[at:] if word.folded not in policy.own), None)
    is_kept = any(whose.folded in policy.own and word.stem == noun for whose, word in pairwise(row.words))
    for place, (whose, word) in enumerate(pairwise(row.words)):
        is_possessive = row.text[whose.start : whose.end + 1].rstrip().endswith(_POSSESSIVE)
        if whose.folded in policy.others and is_possessive and not is_kept:
            yield Change(own.quote(at, at + 1), row.quote(place, place + 1), is_doubtful=word.stem != noun)
    if not any(word.folded in policy.own for word in row.words):
        yield from (
            Change(own.quote(at, at + 1), phrase) for phrase in policy.of_others if f" {phrase} " in f" {row.folded} "
        )


def _contraries(row: Phrase, own: Phrase, lexicon: Lexicon) -> Iterator[Change]:
    """ "Actual" that became "simulated", and no other word for it stands in the row."""
    owns, rows = f" {own.folded} ", f" {row.folded} "
    said = lexicon.meanings_of(row.words)
    for word, *against in lexicon.policy.contraries:
        other = next((one for one in against if f" {one} " in rows and f" {one} " not in owns), None)
        if f" {word} " in owns and other and not lexicon.meaning(lexicon.stem(word)) & said:
            yield Change(word, other)


def _loosened(row: Phrase, own: Phrase, lexicon: Lexicon) -> Iterator[Change]:
    """ "And" that became "or" between the same words; not between the halves of one subject."""
    for at, place in _and_or(row, own):
        if not _is_half({own.words[at].stem, own.words[at + 2].stem}, lexicon):
            before = row.words[max(0, place - lexicon.policy.loosened_within) : place]
            if not any(word.folded in lexicon.policy.loosened_unless for word in before):
                yield Change(own.quote(at, at + 3), row.quote(place, place + 3), is_doubtful=True)


def is_half_loosened(row: Phrase, own: Phrase, lexicon: Lexicon) -> bool:
    """ "Coaches and mentors" that became "coaches or mentors": it may ask for either."""
    return any(_is_half({own.words[at].stem, own.words[at + 2].stem}, lexicon) for at, _ in _and_or(row, own))


def _is_half(stems: Set[str], lexicon: Lexicon) -> bool:
    return any({lexicon.stem(half) for half in pair} == stems for pair in lexicon.policy.halves)


def _and_or(row: Phrase, own: Phrase) -> Iterator[tuple[int, int]]:
    """The places, in the criterion and in the row, of two words that "and" links in the one and "or" in the other."""
    rows = _linked(row)
    for (first, link, second), at in _linked(own).items():
        place = rows.get((first, "or", second))
        if link == "and" and place is not None:
            yield at, place


def _linked(phrase: Phrase) -> dict[tuple[str, str, str], int]:
    """Each three words in a row, by their stems, with the first's place."""
    stems = [word.stem for word in phrase.words]
    return {three: at for at, three in enumerate(zip(stems, stems[1:], stems[2:], strict=False))}
