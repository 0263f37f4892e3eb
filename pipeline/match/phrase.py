"""A text laid out for comparison: its words, commands and quantities."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.match.words import Lexicon, Word, words_of
from pipeline.text import Quantity, fold, quantities


@dataclass(frozen=True, slots=True)
class Command:
    """A command verb, or the noun made of it: its word's place, its family, and whether it is "critically"."""

    at: int
    stem: str
    level: int
    is_critical: bool
    is_noun: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text, its words in order, what it commands and how much of what; `measured` are the words inside quantities."""

    text: str
    folded: str
    words: tuple[Word, ...]
    commands: tuple[Command, ...]
    amounts: tuple[Quantity, ...]
    measured: frozenset[int]

    @property
    def stems(self) -> frozenset[str]:
        """The stems of all words."""
        return frozenset(word.stem for word in self.words)

    def quote(self, start: int, end: int) -> str:
        """The text from one word to before another, as it stands there."""
        return " ".join(self.text[self.words[start].start : self.words[end - 1].end].split())

    def command_words(self, command: Command) -> str:
        """A command as it stands there, with its "critically"."""
        return self.quote(command.at - 1 if command.is_critical and command.at else command.at, command.at + 1)


@lru_cache(maxsize=1024)
def phrase_of(text: str, lexicon: Lexicon) -> Phrase:
    """The text laid out."""
    words = words_of(text, lexicon)
    found = quantities(text, dict(lexicon.policy.units))
    amounts = tuple(amount for amount in found if not (amount.is_article and amount.low <= 1))
    return Phrase(
        text=text,
        folded=fold(text),
        words=words,
        commands=tuple(_commands(words, lexicon)),
        amounts=amounts,
        measured=frozenset(
            at for at, word in enumerate(words) if any(amount.start <= word.start < amount.end for amount in amounts)
        ),
    )


def _commands(words: Sequence[Word], lexicon: Lexicon) -> Iterator[Command]:
    """Verbs where a command stands: first, or after "and", "critically" and their like; else nouns at the beginning.

    "to build relationships and use": what follows an infinitive is no command of its own.
    """
    found: list[Command] = []
    is_inside = False
    for at, word in enumerate(words):
        before = words[at - 1].folded if at else ""
        is_command = word.folded in lexicon.commands and (not at or before in lexicon.policy.verb_follows)
        if is_command and not (found and before == "to") and not (is_inside and before in ("and", "or")):
            is_critical = before in lexicon.critical
            found.append(Command(at, word.stem, lexicon.level(word.stem), is_critical))
            is_inside = False
        elif before == "to" and found:
            is_inside = True
    if not any(command.level for command in found if command.at < lexicon.policy.verb_within):
        found += _late(words, lexicon, {command.at for command in found})
    return iter(sorted(found, key=lambda command: command.at))


def _late(words: Sequence[Word], lexicon: Lexicon, taken: set[int]) -> Iterator[Command]:
    """ "Using this analysis list": a verb near the beginning; else "provide a critical review of": the noun of one."""
    places = [at for at, word in enumerate(words[: lexicon.policy.verb_within]) if at not in taken]
    verbs = [at for at in places if words[at].folded in lexicon.commands and lexicon.level(words[at].stem)]
    for at in verbs or [at for at in places if lexicon.level(words[at].stem)]:
        is_critical = bool(at) and words[at - 1].folded in lexicon.critical
        yield Command(at, words[at].stem, lexicon.level(words[at].stem), is_critical, is_noun=not verbs)
