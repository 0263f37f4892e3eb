"""The cells of one document: which count for a criterion, what they point at, and the best verdict among them."""

import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline.judge.evidence import Evidence
from pipeline.judge.outcome import ABSENT, Outcome, beside_pointer, unresolved
from pipeline.judge.places import Place, Places
from pipeline.judge.reading import Reading
from pipeline.judge.references import PlaceKind, Pointing
from pipeline.judge.things import NAMED
from pipeline.judge.weighing import LIKENESS
from pipeline.model.document import Location
from pipeline.model.matching import Matching
from pipeline.model.submission import Column, Statement, Submission
from pipeline.model.verdicts import CellState, CellVerdict, JudgedCell, WeakKind
from pipeline.policy import Policy
from pipeline.reference import Minimum, Qualification
from pipeline.text import squash

# Pointers are followed so far; after so many steps what hangs on a circle is kept too.
_DEPTH_MAX, _STEPS_MAX, _FAR = 60, 20_000, 1_000
K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
_RANK = {CellState.SUBSTANTIVE: 0, CellState.WEAK: 1, CellState.ABSENT: 2}
_KINDS = tuple(WeakKind)
_NUMBERED = re.compile(r"\W*(?:[a-z]+\W+)?\d{1,2}[.,]\d", re.IGNORECASE)
_REPEATED = re.compile(r"([^\w\s])\1{5,}")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One cell, or one statement over several rows, that counts for a criterion; `row` None for a statement."""

    text: str
    location: Location | None
    row: int | None
    confidence: float | None = None
    is_sure: bool = True  # that it counts for the criterion


@dataclass(frozen=True, slots=True)
class _Here:
    """Where a cell is judged: its criterion, its column, its row."""

    place: Place
    column: Column
    row: int | None


class Judging:
    """One document's cells. Verdicts are kept, so that a pointer costs nothing and a circle is seen."""

    def __init__(
        self, submission: Submission, matching: Matching, qualification: Qualification, policy: Policy
    ) -> None:
        self._cells = cells = policy.cells
        self._certain_from = policy.limits.recognition.confidence
        self._evidence = Evidence(submission, matching, qualification, cells)
        self._reader, self._pointers = self._evidence.reader, self._evidence.pointers
        self._places = Places(matching, qualification, cells.references, self._reader.english.lemma)
        self._statements = submission.statements
        self._rows = matching.rows
        self._minimums = {(unit.ref, criterion.ref): criterion.minimums for unit, criterion in qualification.pairs()}
        self._known: dict[tuple[Place, Column], tuple[_Candidate, Outcome]] = {}
        self._row_known: dict[tuple[int, Place, Column], Outcome] = {}
        self._open: dict[object, int] = {}
        self._loop = _FAR
        self._steps = 0
        self._covered: dict[Column, dict[Place, list[tuple[int, bool]]]] = {}

    def cell(self, unit: str, ref: str, column: Column) -> JudgedCell:
        """One column of a criterion: the best of the cells and statements that count for it."""
        candidate, outcome = self._best((unit, ref), column)
        own = next((c for c in self._candidates((unit, ref), column) if squash(c.text)), candidate)
        shown = candidate if candidate.row is not None and squash(candidate.text) else own
        return JudgedCell(shown.text, shown.location, outcome.verdict)

    def _best(self, place: Place, column: Column) -> tuple[_Candidate, Outcome]:
        found = self._once((place, column), self._known, lambda: self._best_of(place, column))
        return found or (_Candidate("", None, None), self._circular(""))

    def _best_of(self, place: Place, column: Column) -> tuple[_Candidate, Outcome]:
        judged = [(c, self._outcome(c, _Here(place, column, c.row))) for c in self._candidates(place, column)]
        best = min(judged, key=_rank, default=None)
        if best is None:
            return _Candidate("", None, None), Outcome(ABSENT, "")
        own = judged[0]
        is_weak = own[1].verdict.kind not in (None, WeakKind.UNRESOLVED_REFERENCE)
        return self._beside(own[0], *best) if is_weak and best is not own else best

    def _beside(self, own: _Candidate, other: _Candidate, outcome: Outcome) -> tuple[_Candidate, Outcome]:
        """What another place says of a criterion whose own cell is weak: a person is asked which of them counts."""
        quote, text = squash(own.text), squash(other.text)
        doubt = self._cells.questions.elsewhere.replace("{quote}", quote).replace("{text}", text)
        return other, outcome.asked(doubt)

    def _once(self, key: K, known: dict[K, T], work: Callable[[], T]) -> T | None:
        """What `work` gives for a place; None where that is being read already: the pointers go round in a circle.

        It is kept, unless it hangs on a place that is still being read: seen from there it may be worth more.
        """
        if key in known:
            return known[key]
        if key in self._open or len(self._open) >= _DEPTH_MAX:
            self._loop = min(self._loop, self._open.get(key, 0))
            return None
        depth = self._open[key] = len(self._open)
        outer, self._loop = self._loop, _FAR
        found = work()
        del self._open[key]
        self._steps += 1
        if self._loop >= depth or self._steps > _STEPS_MAX:
            known[key], self._loop = found, _FAR
        self._loop = min(outer, self._loop)
        return found

    def _circular(self, text: str) -> Outcome:
        """A pointer that comes back to where it began; of one that goes on for very long a person is asked."""
        is_long = len(self._open) >= _DEPTH_MAX
        doubt = self._cells.questions.reference.replace("{text}", squash(text)) if is_long else None
        return Outcome(unresolved(squash(text), doubt), "")

    def _candidates(self, place: Place, column: Column) -> list[_Candidate]:
        """The cells of the rows that map a criterion, then the statements that cover it."""
        found = [self._in_row(row, column) for row in self._places.rows_of(place)]
        found += [self._in_row(row, column, is_sure=sure) for row, sure in self._covering(column).get(place, ())]
        found += [
            _Candidate(statement.passage.text, statement.passage.location, None, statement.passage.confidence)
            for statement in self._statements
            if statement.column is column and _covers(statement, place)
        ]
        return found

    def _in_row(self, row: int, column: Column, *, is_sure: bool = True) -> _Candidate:
        passage = getattr(self._rows[row].row, column.value)
        return _Candidate(passage.text, passage.location, row, passage.confidence, is_sure)

    def _covering(self, column: Column) -> dict[Place, list[tuple[int, bool]]]:
        """The rows of other criteria whose cell says that it covers a criterion too, and whether that is sure."""
        if column not in self._covered:
            covered = self._covered[column] = {}
            for at, row in enumerate(self._rows):
                text = getattr(row.row, column.value).text
                if row.unit is None or row.ref is None or row.is_misplaced or not any(map(str.isdigit, text)):
                    continue
                words = self._evidence.answer(text)
                pointing = self._pointing(words, _Here((row.unit, row.ref), column, at)) if words else None
                if words and not (pointing and pointing.is_pure):
                    refs, is_sure = self._pointers.covers(words, row.ref)
                    for ref in refs:
                        covered.setdefault((row.unit, ref), []).append((at, is_sure))
        return self._covered[column]

    # ------------------------------------------------------------ one cell

    def _outcome(self, candidate: _Candidate, here: _Here) -> Outcome:
        outcome = self._own_outcome(candidate, here)
        is_read = candidate.confidence is None or candidate.confidence >= self._certain_from
        if (is_read and candidate.is_sure) or outcome.verdict.doubt:
            return outcome
        questions, text = self._cells.questions, squash(candidate.text)
        question = questions.recognised if text else questions.recognised_blank
        return outcome.asked((questions.numbered if is_read else question).replace("{text}", text))

    def _own_outcome(self, candidate: _Candidate, here: _Here) -> Outcome:
        if candidate.row is None:
            return self._judged(candidate.text, here)
        key = (candidate.row, here.place, here.column)
        found = self._once(key, self._row_known, lambda: self._judged(candidate.text, here))
        return found or self._circular(candidate.text)

    def _judged(self, text: str, here: _Here) -> Outcome:
        """The verdict on a text; of one longer than any real cell the beginning is judged, and a person is asked."""
        plain = _REPEATED.sub(r"\1\1\1\1\1", text)
        outcome = self._judged_whole(plain[: self._cells.characters_max], here)
        if len(plain) <= self._cells.characters_max:
            return outcome
        return replace(outcome, verdict=replace(outcome.verdict, doubt=self._cells.questions.too_long))

    def _read(self, text: str, place: Place, *, is_rest: bool = False) -> Outcome:
        return Outcome(self._evidence.verdict(text, place, is_rest=is_rest), text)

    def _judged_whole(self, text: str, here: _Here) -> Outcome:
        words = self._evidence.answer(text)
        if not words:
            return Outcome(ABSENT, "")
        pointing = self._pointing(words, here)
        if here.column is Column.STRATEGIES:
            return self._strategies(words, pointing, here)
        meant = self._evidence.explained(words)
        outcome = self._pointed(meant, pointing, here) if pointing else self._read(meant, here.place)
        if not pointing and self._pointers.may_point(words):
            outcome = outcome.asked(self._cells.questions.row.replace("{text}", squash(words)))
        return self._with_minimums(outcome, self._minimums.get(here.place, ()))

    def _pointing(self, words: str, here: _Here) -> Pointing | None:
        """Where a cell points; by numbers alone too, where its other words name nothing ("1.1 does this too")."""
        found = self._pointers.find(words)
        if found and found.pointers[0].kind is not PlaceKind.AWAY:
            return found
        numbers = self._pointers.find_numbers(words)
        if numbers is None or len(numbers.rest.split()) > self._cells.references.words_max:
            return found
        is_own = any(pointer.value == here.place[1] and pointer.unit is None for pointer in numbers.pointers)
        if is_own and not _NUMBERED.match(words):  # "Workbook 1, for 1.2 and 1.3", in 1.2, is for both
            return found
        others = tuple(pointer for pointer in numbers.pointers if pointer.value != here.place[1])
        reading = self._reader.read(numbers.rest)
        is_placed = found is not None and any(pointer.unit for pointer in others)  # "see the review of unit 501, 3.2"
        is_named = not is_placed and any(qualified.thing.label in NAMED for qualified in reading.things)
        is_small = all(word in self._cells.empty_words or word == "\n" for word in reading.words.lowers)
        is_weak = any(cue.kind in _KINDS for cue in reading.cues) and not is_small
        is_titled = here.column is Column.STRATEGIES and not is_small  # "Module 5.1"
        if is_named or is_weak or is_titled or not others or "elsewhere" in reading.words.labels:
            return found
        return Pointing(others, numbers.rest, is_pure=True)

    def _strategies(self, words: str, pointing: Pointing | None, here: _Here) -> Outcome:
        """Strategies are never weak; those that only point take what is there, absent where nothing is."""
        if not (pointing and pointing.is_pure):
            verdict = self._evidence.strategies(words)
            return Outcome(verdict, words if verdict.state is CellState.SUBSTANTIVE else "")
        good = [t.verdict for t in self._targets(pointing, here) if t.verdict.state is CellState.SUBSTANTIVE]
        if good:
            doubt = next((verdict.doubt for verdict in good if verdict.doubt), None)
            return Outcome(CellVerdict(CellState.SUBSTANTIVE, rule="words", doubt=doubt), words)
        is_in_words = all(pointer.kind is PlaceKind.BY_WORDS for pointer in pointing.pointers)
        doubt = self._cells.questions.no_place.replace("{text}", squash(words)) if is_in_words else None
        return Outcome(replace(ABSENT, doubt=doubt), "")

    def _with_minimums(self, outcome: Outcome, minimums: tuple[Minimum, ...]) -> Outcome:
        """The outcome, a shortfall where the words state less than the criterion's minimum and nothing weaker holds."""
        verdict = outcome.verdict
        if not minimums or verdict.state is CellState.ABSENT:
            return outcome
        is_first = verdict.kind and _KINDS.index(verdict.kind) < _KINDS.index(WeakKind.SHORTFALL)
        if is_first and (verdict.rule != LIKENESS or not verdict.doubt):  # a count is firmer than a doubtful likeness
            return outcome
        short = self._evidence.shortfall(outcome.content, minimums)
        if short is None:
            return outcome
        question = self._cells.questions.quantity.replace("{quote}", short.quote).replace("{need}", short.need)
        if not short.is_short:
            return outcome.asked(question)
        found = CellVerdict(
            CellState.WEAK,
            kind=WeakKind.SHORTFALL,
            quote=short.quote,
            rule="minimum",
            need=short.need,
            have=short.have,
            doubt=question if short.is_doubtful else None,
            assessments=verdict.assessments,
        )
        return Outcome(found, outcome.content)

    # ------------------------------------------------------------ pointers

    def _pointed(self, text: str, pointing: Pointing, here: _Here) -> Outcome:
        """A cell that points: judged by what it names itself, else by the place that it points at."""
        is_whole = not pointing.rest or pointing.pointers[0].kind is PlaceKind.AWAY
        own = self._read(text if is_whole else pointing.rest, here.place, is_rest=not is_whole)
        if pointing.pointers[0].kind is PlaceKind.AWAY:
            return own if self._names_itself(pointing.rest, text) else Outcome(unresolved(squash(text)), "")
        is_named = not pointing.is_pure and self._names_itself(pointing.rest, pointing.rest)
        if is_named and not self._pointers.is_same(pointing):
            question = self._cells.questions.firm.replace("{text}", squash(text))
            return beside_pointer(own, self._read(text, here.place), question)
        kind = own.verdict.kind if not pointing.is_pure else None
        if kind in (WeakKind.PROVISIONAL, WeakKind.OPTIONAL, WeakKind.PART_ONLY):
            whole = self._read(text, here.place).verdict  # "covered by 2.2, where it is the closing question"
            is_sure = whole.state is CellState.WEAK and not whole.doubt
            return own if is_sure else own.asked(self._cells.questions.weak.replace("{text}", squash(text)))
        targets = list(self._targets(pointing, here))
        good = [target for target in targets if target.verdict.state is CellState.SUBSTANTIVE]
        doubt = next((target.verdict.doubt for target in good or targets if target.verdict.doubt), None)
        if not good:
            return own if kind else Outcome(unresolved(squash(text), doubt), "")
        if len(good) < len(targets):
            doubt = self._cells.questions.reference.replace("{text}", squash(text))
        elif self._pointers.is_limited(pointing):
            doubt = doubt or self._cells.questions.part.replace("{quote}", squash(text))
        names = tuple(dict.fromkeys(name for target in good for name in target.verdict.assessments))
        verdict = CellVerdict(
            CellState.SUBSTANTIVE, quote=squash(text), rule="reference", doubt=doubt, assessments=names
        )
        return Outcome(verdict, "\n".join(dict.fromkeys(target.content for target in good)))

    def _names_itself(self, rest: str, text: str) -> bool:
        """Whether words beside a pointer, or those that it points with, name an assessment or teaching."""
        reading: Reading = self._reader.read(rest)
        if "elsewhere" in reading.words.labels and rest != text:
            return False
        labels = {
            found.thing.label
            if found.thing.label != "unknown"
            else self._evidence.vocabulary.label(reading.words.quote(found.thing.start, found.thing.end))
            for found in reading.things
        }
        return (
            "assessment" in labels or (rest != text and "teaching" in labels) or (rest == text and "document" in labels)
        )

    def _targets(self, pointing: Pointing, here: _Here) -> Iterator[Outcome]:
        """The outcomes of the places that a cell points at; nothing for a place that the document does not have."""
        for pointer in pointing.pointers:
            found = list(self._places.find(pointer, here.place, here.row, here.column))
            if not found:
                yield Outcome(ABSENT, "")
            for target in found:
                if isinstance(target, int):
                    yield self._of_row(target, here)
                else:
                    yield self._of_criterion(target, here)

    def _of_criterion(self, place: Place, here: _Here) -> Outcome:
        return self._circular("") if place == here.place else self._best(place, here.column)[1]

    def _of_row(self, row: int, here: _Here) -> Outcome:
        matched = self._rows[row]
        if matched.unit and matched.ref and not matched.is_misplaced and (matched.unit, matched.ref) != here.place:
            return self._of_criterion((matched.unit, matched.ref), here)
        return self._outcome(self._in_row(row, here.column), replace(here, row=row))


def _rank(judged: tuple[_Candidate, Outcome]) -> tuple[float, bool]:
    """The best first; a cell that may be of other criteria comes before those that say nothing, and no others."""
    candidate, outcome = judged
    rank = _RANK[outcome.verdict.state]
    return rank if candidate.is_sure else max(rank, _RANK[CellState.WEAK] + 0.5), outcome.verdict.doubt is not None


def _covers(statement: Statement, place: Place) -> bool:
    """Whether a statement over several rows covers a criterion."""
    unit, ref = place
    is_of_unit = statement.unit is None or statement.unit.split("-")[-1] == unit.split("-")[-1]
    return is_of_unit and statement.covers(ref)
