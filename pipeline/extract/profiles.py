"""What stands in a column of a table: shares of its cells that are numbers, ticks, commands; how long they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.extract.numbers import Numbered, leading, outcome_number
from pipeline.extract.patterns import any_of
from pipeline.policy.form import Form

_LABELLED_NUMBER_CHARACTERS = 24


@dataclass(frozen=True)
class Profile:
    """The cells with words of a column; the shares are of these, 0 where there are none, counted when asked for."""

    said: tuple[str, ...]
    form: Form

    @cached_property
    def _read(self) -> list[Numbered]:
        return [leading(text, self.form.numbers) for text in self.said]

    def _share(self, count: int) -> float:
        return count / len(self.said) if self.said else 0.0

    @cached_property
    def numbers(self) -> float:
        """The share of criterion numbers alone."""
        return self._share(sum(bool(one.numbers) and not any(map(str.isalnum, one.rest)) for one in self._read))

    @cached_property
    def leading(self) -> float:
        """The share that begins with a criterion number and goes on."""
        return self._share(sum(bool(one.numbers and one.rest) for one in self._read))

    @cached_property
    def integers(self) -> float:
        """The share of whole numbers alone, as outcomes have them: "1", "LO 2"."""
        short = (text for text in self.said if len(text) < _LABELLED_NUMBER_CHARACTERS)
        return self._share(sum(outcome_number(text, self.form.numbers) == (_digits(text), "") for text in short))

    @cached_property
    def ticks(self) -> float:
        """The share of ticks and unticked boxes."""
        marks = {*self.form.ticks, *self.form.unticked}
        return self._share(sum(text.casefold() in marks for text in self.said))

    @cached_property
    def has_tick(self) -> bool:
        """Whether a tick stands in the column."""
        return any(text.casefold() in self.form.ticks for text in self.said)

    @cached_property
    def verbs(self) -> float:
        """The share that begins with a command, behind its number."""
        verbs = any_of(self.form.told_by.verbs)
        return self._share(sum(verbs.search(one.rest) is not None for one in self._read))

    @cached_property
    def words(self) -> float:
        """Words a cell, without its number."""
        return self._share(sum(len(one.rest.split()) for one in self._read))

    @cached_property
    def leaning(self) -> int:
        """How many more of the cells speak of teaching than of assessment."""
        taught, assessed = any_of(self.form.told_by.taught), any_of(self.form.told_by.assessed)
        return sum(bool(taught.search(text)) - bool(assessed.search(text)) for text in self.said)


def profile(texts: Sequence[str], form: Form) -> Profile:
    """The profile of a column's cells."""
    return Profile(tuple(filter(None, texts)), form)


def _digits(text: str) -> str | None:
    digits = "".join(filter(str.isdigit, text))
    return str(int(digits)) if digits else None
