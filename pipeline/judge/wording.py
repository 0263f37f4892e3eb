"""The words of one document's assessments: whose typing errors and abbreviations are read by its other names."""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.judge.name import Name, parsed
from pipeline.judge.spellings import Spellings
from pipeline.policy.cells import Names
from pipeline.text import tokens

_LETTERS_MAX = 2


class Wording:
    """Names as texts to what they say, by the policy's words and those of the document.

    `glosses` are what the document explains ("A1: coaching essay"): names of the same thing, that no cell need have.
    """

    def __init__(self, texts: Iterable[str], glosses: Iterable[str], names: Names, spellings: Spellings) -> None:
        self.glosses = tuple(glosses)
        self._names, self._spellings = names, spellings
        known = tuple(dict.fromkeys((*texts, *self.glosses)))
        said = {word for text in known for word in spellings.full(tokens(text)) if spellings.is_known(word)}
        self._words = frozenset(said | spellings.words)
        self._kept: dict[str, Name] = {}
        self._labels: frozenset[tuple[str, ...]] = frozenset()
        labels = {parsed(text, names, self._full).label for text in known}
        self._labels = frozenset(label for label in labels if label and not self._is_short(label))

    def name(self, text: str) -> Name:
        """What a name says in this document."""
        if text not in self._kept:
            self._kept[text] = self._labelled(parsed(text, self._names, self._full))
        return self._kept[text]

    def letters_short(self, text: str) -> int:
        """How many letters of a name's words its abbreviations and typing errors leave out."""
        return max(0, sum(map(len, self.name(text).words)) - sum(map(str.isalpha, text)))

    def _full(self, words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self._spellings.nearest(word, self._words) for word in self._spellings.full(words))

    def _is_short(self, label: tuple[str, ...]) -> bool:
        """Whether a label is only letters that stand for another: "A" of "A1", "Asmt"."""
        (word, *others) = label
        return not others and word.isalpha() and (len(word) <= _LETTERS_MAX or not self._spellings.is_known(word))

    def _labelled(self, name: Name) -> Name:
        """The name with the label that its letters stand for, where the document has one such."""
        if not name.label or not self._is_short(name.label):
            return name
        found = [label for label in self._labels if _stands_for(name.label[0], label)]
        if len(found) != 1:
            return name
        heads = name.heads - {name.label[-1]} | {found[0][-1]}
        return replace(name, label=found[0], heads=heads)


def _stands_for(letters: str, label: tuple[str, ...]) -> bool:
    """Whether letters are a label's initials, or its first letter and others of it in their order."""
    if len(label) > 1:
        return letters == "".join(word[0] for word in label)
    rest = iter(label[0])
    return letters[0] == label[0][0] and all(letter in rest for letter in letters)
