"""Pointers to the criteria and rows that they point at."""

from collections.abc import Callable, Iterator

from pipeline.judge.references import PlaceKind, Pointer
from pipeline.model.matching import Matching
from pipeline.model.submission import Column
from pipeline.policy.pointers import References
from pipeline.reference import Qualification
from pipeline.text import tokens

Place = tuple[str, str]
"""A criterion: its unit's ref and its own."""


class Places:
    """The rows and criteria of one document, as its pointers name them."""

    def __init__(
        self, matching: Matching, qualification: Qualification, references: References, lemma: Callable[[str], str]
    ) -> None:
        self._matching = matching
        self._references = references
        self._lemma = lemma
        self._criteria: dict[str, list[str]] = {}
        self._texts: dict[Place, str] = {}
        for unit, criterion in qualification.pairs():
            self._criteria.setdefault(unit.ref, []).append(criterion.ref)
            self._texts[unit.ref, criterion.ref] = criterion.text
        self._of: dict[Place, list[int]] = {}
        self._numbered: dict[Place, Place] = {}
        for at, row in enumerate(matching.rows):
            if row.unit is None or row.ref is None or row.is_misplaced:
                continue
            self._of.setdefault((row.unit, row.ref), []).append(at)
            if row.number:
                self._numbered.setdefault((row.unit, row.number), (row.unit, row.ref))

    def rows_of(self, place: Place) -> tuple[int, ...]:
        """The rows that map a criterion, by their place in the matching."""
        return tuple(self._of.get(place, ()))

    def find(self, pointer: Pointer, here: Place, row: int | None, column: Column) -> Iterator[Place | int]:
        """The criteria, or the row, that a pointer in a criterion's cell names; none where there is no such place."""
        unit = self._unit(pointer.unit) if pointer.unit else here[0]
        if unit is None:
            return
        if pointer.kind is PlaceKind.CRITERION:
            place = self._numbered.get((unit, pointer.value), (unit, pointer.value))
            yield from [place] if place in self._texts else []
        elif pointer.kind is PlaceKind.OUTCOME:
            yield from self._outcome(unit, pointer.value, here)
        elif pointer.kind is PlaceKind.UNIT:
            named = self._unit(pointer.value)
            yield from ((named, ref) for ref in self._criteria[named] if (named, ref) != here) if named else ()
        elif pointer.kind is PlaceKind.ORDINAL:
            yield from self._ordinal(unit, pointer.value)
        elif pointer.kind is PlaceKind.BY_WORDS:
            yield from self._by_words(unit, pointer.value, here)
        elif row is not None and unit == here[0] and pointer.kind in (PlaceKind.ABOVE, PlaceKind.BELOW):
            yield from self._beside(row, -1 if pointer.kind is PlaceKind.ABOVE else 1, pointer.rows, column)

    def _unit(self, number: str) -> str | None:
        """The unit of a number: "501", "8580-501"; of its place in order: "2" is the second."""
        digits = number.split("-")[-1].split("/")[-1].strip()[-3:]
        return next((ref for ref in self._criteria if ref.endswith(f"-{digits}")), None)

    def _outcome(self, unit: str, outcome: str, here: Place) -> Iterator[Place]:
        return (
            (unit, ref)
            for ref in self._criteria[unit]
            if ref.split(".")[0] == outcome and (unit, ref) != here and (unit, ref) in self._of
        )

    def _ordinal(self, unit: str, words: str) -> Iterator[Place]:
        """The criterion at a place in the unit's order: "third row", "closing row", "last box but one"."""
        refs, (word, *others) = self._criteria[unit], words.split()
        before = dict(self._references.counts).get(others[-1], 0) if len(others) > 1 else 0  # "row but one"
        if word in self._references.lasts and before < len(refs):
            yield unit, refs[-1 - before]
        elif word in self._references.openings:
            yield unit, refs[0]
        elif word in self._references.ordinals and self._references.ordinals.index(word) < len(refs):
            yield unit, refs[self._references.ordinals.index(word)]

    def _by_words(self, unit: str, words: str, here: Place) -> Iterator[Place]:
        """The criterion of the unit that holds most of the words, as the reference or the submission has it."""
        wanted = self._lemmas(words) - self._references.common
        scored = [
            (len(wanted & self._lemmas(self._text((unit, ref)))), (unit, ref))
            for ref in self._criteria[unit]
            if (unit, ref) != here
        ]
        best = max((score for score, _ in scored), default=0)
        if wanted and best:
            yield from (place for score, place in scored if score == best)

    def _text(self, place: Place) -> str:
        return " ".join((self._texts[place], *(self._matching.rows[at].text for at in self.rows_of(place))))

    def _lemmas(self, text: str) -> set[str]:
        return {self._lemma(word) for word in tokens(text)}

    def _beside(self, row: int, step: int, count: int, column: Column) -> Iterator[int]:
        """The row of the same unit so many before or behind, a cell merged over both left out."""
        rows = self._matching.rows
        here = rows[row]
        at = row + step
        while 0 <= at < len(rows):
            other = rows[at]
            if self._unit_of(at) != self._unit_of(row):
                return
            passage, own = (getattr(r.row, column.value) for r in (other, here))
            is_same_cell = passage.location == own.location and passage.location.row is not None
            if other.row is not here.row and not is_same_cell:
                count -= 1
                if not count:
                    yield at
                    return
            at += step

    def _unit_of(self, row: int) -> str | int:
        matched = self._matching.rows[row]
        block = self._matching.units[matched.block] if matched.block < len(self._matching.units) else None
        return block or matched.unit or matched.block
