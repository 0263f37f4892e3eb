"""A document's evidence as rules and categoriser see it: its words, its codes, its names, how much reads weak."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from pipeline.judge.absence import Postponement, answer, put_off
from pipeline.judge.amounts import load_amounts, weighed_shortfall
from pipeline.judge.cells import judge_evidence
from pipeline.judge.identity import Identity, Mention, identity, spellings
from pipeline.judge.likeness import Likeness, load_likeness
from pipeline.judge.naming import named_assessments
from pipeline.judge.places import Place
from pipeline.judge.reading import Reader, Reading
from pipeline.judge.references import PointerFinder
from pipeline.judge.shortfall import Shortfall, shortfall
from pipeline.judge.signs import Sight
from pipeline.judge.transformer import Transformer
from pipeline.judge.vocabulary import vocabulary
from pipeline.judge.weighing import Opinion, opinions, share_weak, weighed
from pipeline.model.matching import Matching
from pipeline.model.submission import Column, Submission
from pipeline.model.verdicts import CellState, CellVerdict
from pipeline.policy.cells import Cells
from pipeline.reference import Minimum, Qualification
from pipeline.text import squash

_TAUGHT = ("teaching", "formative", "act")


class Evidence:
    """What the words of one document's evidence are worth, wherever they stand."""

    def __init__(self, submission: Submission, matching: Matching, qualification: Qualification, cells: Cells) -> None:
        self.reader, self.pointers, self._likeness, self._amounts = _tools(cells)
        self.vocabulary = vocabulary(submission)
        self._cells = cells
        self._submission = submission
        self._rows = matching.rows
        self._statements = submission.statements
        self._titles = tuple(title for row in submission.summary for title in row.assessments)
        self._terms = {term.code: term.meaning for term in submission.terms}
        self._texts = {(unit.ref, criterion.ref): criterion.text for unit, criterion in qualification.pairs()}
        self._spellings = spellings(submission, cells)
        self._opinions: dict[tuple[str, Place], Opinion] = {}
        self.answer = lru_cache(maxsize=1024)(self._answer)  # asked for again and again
        self._named = lru_cache(maxsize=1024)(self._names_in)  # asked for what is one thing, then for each criterion

    def verdict(self, text: str, place: Place, *, is_rest: bool = False) -> CellVerdict:
        """The verdict on words; on those that a pointer leaves, by the rules alone: a cell says more than they."""
        reading = self.reader.read(text)
        if self._cells.categoriser.is_heard and not is_rest:
            share = self._share  # all the document's cells are heard with it
            verdict = weighed(self._opinion(text, place), share, self._likeness.categoriser, self._cells)
        else:
            verdict = self._ruled(reading, place)
        names = dict.fromkeys(self._identity.spelling(name, place[0]) for name in self._named(text))
        return replace(verdict, assessments=tuple(names))

    def shortfall(self, words: str, minimums: tuple[Minimum, ...]) -> Shortfall | None:
        """What the words state less of than a criterion's minimums, or a person is to be asked about."""
        quantities = self._cells.quantities
        if not self._cells.categoriser.is_heard:
            return shortfall(words, minimums, quantities)
        return weighed_shortfall(words, minimums, self._amounts, quantities)

    def strategies(self, words: str) -> CellVerdict:
        """The verdict on a strategies cell that does not point elsewhere: absent where it puts its answer off.

        A person is asked where it does so beside other words, unless these name teaching that is only partly settled.
        """
        postponed = put_off(words, self._cells.absent.put_off)
        question = self._cells.questions.put_off.replace("{text}", squash(words))
        if postponed in (Postponement.WHOLE, Postponement.SOFT):
            doubt = question if postponed is Postponement.SOFT else None
            return CellVerdict(CellState.ABSENT, rule="put_off", doubt=doubt)
        is_asked = postponed is Postponement.DENIAL or (
            postponed is Postponement.BEGINNING
            and not any(found.thing.label in _TAUGHT for found in self.reader.read(words).things)
        )
        return CellVerdict(CellState.SUBSTANTIVE, rule="words", doubt=question if is_asked else None)

    def _names_in(self, text: str) -> tuple[str, ...]:
        """The assessments that a text names, as it writes them."""
        spelt = self._spellings.spelt_out(text)
        return named_assessments(self.reader.read(spelt.text), spelt, self._titles, self._cells.names)

    @cached_property
    def _identity(self) -> Identity:
        """Which of the document's names are one, whatever cell they stand in."""
        cells = [(row.unit or "", row.row.evidence.text) for row in self._rows]
        cells += [(said.unit or "", said.passage.text) for said in self._statements if said.column is Column.EVIDENCE]
        mentions = []
        for place, (unit, text) in enumerate(dict.fromkeys(cells)):
            words = self.answer(text)
            pointing = self.pointers.find(words) if words else None
            said = self.explained(pointing.rest if pointing else words)
            mentions += [Mention(name, unit, place) for name in self._named(said)]
        return identity(self._submission, mentions, self._cells)

    def _answer(self, text: str) -> str:
        """What a cell answers, "" where it is absent; of one longer than any real cell the beginning counts."""
        return answer(text[: self._cells.characters_max], self._cells.absent, self._names_something)

    def _ruled(self, reading: Reading, place: Place) -> CellVerdict:
        return judge_evidence(reading, self.vocabulary, self.reader.subject(self._texts[place]), self._cells)

    def _opinion(self, text: str, place: Place) -> Opinion:
        """What is likely of a text as evidence for a criterion; kept, since each is asked for twice."""
        if (text, place) not in self._opinions:
            self._heard([(text, place)])
        return self._opinions[text, place]

    def _heard(self, cells: Sequence[tuple[str, Place]]) -> None:
        """What is likely of these, at once: the transformer takes little longer for ten than for one."""
        told = []
        for text, place in cells:
            reading = self.reader.read(text)
            sight = Sight(self.reader.wording(self._texts[place]), self.vocabulary, self._cells.grammar)
            told.append((reading, self._ruled(reading, place), sight))
        self._opinions |= zip(cells, opinions(told, self._likeness, self._cells.categoriser), strict=True)

    @cached_property
    def _share(self) -> float:
        """Which share of the document's evidence reads weak, cells that point elsewhere left out."""
        cells = []
        for row in self._rows:
            words = self.answer(row.row.evidence.text)
            if row.unit and row.ref and words and not self.pointers.find(words):
                cells.append((self.explained(words), (row.unit, row.ref)))
        self._heard(list(dict.fromkeys(cells)))
        return share_weak([self._opinions[cell] for cell in cells], self._cells.categoriser)

    def explained(self, text: str) -> str:
        """The text with each code in the place of which the document says what it means."""
        for code, meaning in self._terms.items():
            text = re.sub(rf"(?<![\w.]){re.escape(code)}(?![\w]|\.\d)", lambda _, m=meaning: m, text)  # type: ignore[misc]
        return text

    def _names_something(self, text: str) -> bool:
        reading = self.reader.read(text)
        return any(found.thing.label == "assessment" for found in reading.things)


_Tools = tuple[Reader, PointerFinder, Likeness, Transformer]


def _tools(cells: Cells) -> _Tools:
    """The reader and the pointer finder of a policy, and what learned from labelled cells: built once."""
    return _built(_Same(cells))


class _Same:
    """A policy's table as a key: the same object, not one that is equal."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells

    def __hash__(self) -> int:
        return id(self.cells)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.cells is other.cells


@lru_cache(maxsize=4)
def _built(same: _Same) -> _Tools:
    cells = same.cells
    pointers = PointerFinder(cells.references, cells.names.same_word_similarity)
    return Reader(cells), pointers, load_likeness(), load_amounts()
