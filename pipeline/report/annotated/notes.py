"""Review to the comments on the customer's own document: what each says, and where it stands."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.report import rows, words
from pipeline.report.review import Review
from pipeline.report.rows import Action, Question
from pipeline.result import Blank, Criterion, Finding, Place, Result, Unit

Line = tuple[str, str]
Tone = Literal["none", "partial", "full", "question", "advice", "told"]


@dataclass(frozen=True, slots=True)
class Note:
    """One comment: its first line, and those below it, each after its label ("" for none).

    `place` is where it stands, None where the whole document is meant; `quote` are words of the document that tell
    where that is, "" for none. `sign` is what stands for it where there is no room for more: the number of the action.
    `tone` says in which colour it is drawn, where one is; `written` are words that are filled in there, "" for none.
    """

    place: Place | None
    title: str
    lines: tuple[Line, ...]
    tone: Tone
    sign: str = "i"
    quote: str = ""
    written: str = ""

    @property
    def text(self) -> str:
        """The whole comment as plain text, line by line."""
        return "\n".join([self.title, *(" ".join(filter(None, line)) for line in self.lines)])


def notes(review: Review, filled: Sequence[Blank], how: str = "") -> tuple[Note, ...]:
    """Every comment: what there is to say of the whole first.

    `filled` are the blank places that were filled in, and `how` that was done in words (", as tracked changes").
    """
    about = _About(review)
    return (
        _opening(review, f"{how}." if filled else ""),
        *_grouped(about.of_actions()),
        *about.of_questions(),
        *_of_blanks(review.result, filled),
    )


def blanks(result: Result) -> tuple[Blank, ...]:
    """The blank places of the form, each with the words that belong there by the result as it stands."""
    statuses = {unit.ref: unit.status for unit in result.units}
    answers = {combination.award: combination.answer for combination in result.combinations}
    return tuple(
        blank
        for blank in result.blanks
        if blank.when == (statuses.get(blank.unit or "") if blank.unit else answers.get(blank.award or ""))
    )


# ---------------------------------------------------------------- the first comment


def _opening(review: Review, filled: str) -> Note:
    """What the copy is; `filled` ends the sentence on what was filled in, "" where nothing was."""
    result = review.result
    if result.verdict == "not_a_mapping":
        return Note(None, "This is a copy of your document.", (_plain(result.suggestion.why),), "told")
    planned = rows.actions(result)
    told = [_counts(result), _to_do(planned)]
    if review.since:
        told.append(f"Since the last submission: {words.since_counts(review.since)}.")
    if filled:
        told.append(f"Where your form was blank, we filled in what we found{filled}")
    if planned:
        told.append("Please correct your own document, not this copy, and send it again.")
    return Note(None, "This is a copy of your document with our comments.", tuple(map(_plain, told)), "told")


def _plain(text: str) -> Line:
    return "", text


def _counts(result: Result) -> str:
    counts = result.counts
    if not counts.criteria:
        return "No criterion was judged: no unit is claimed, and no row is filled in."
    short = [f"{count} {word}" for count, word in ((counts.partial, "in part"), (counts.none, "not at all")) if count]
    rest = f"; {words.listed(short)}" if short else ""
    return f"{counts.full} of {counts.criteria} criteria are covered in full{rest}."


def _to_do(planned: Sequence[Action]) -> str:
    if not planned:
        return "We found nothing that must be put right."
    must = sum(action.must and action.is_sure for action in planned)
    unclear = sum(action.must and not action.is_sure for action in planned)
    advised = len(planned) - must - unclear
    parts = [words.things(must, "point must be put right", "points must be put right")] if must else []
    if unclear:
        parts.append(f"on {words.things(unclear, 'point', 'points')} we are not sure that we read you rightly")
    if advised:
        more = "more " if must else ""
        parts.append(f"{words.things(advised, f'{more}point is', f'{more}points are')} advice")
    return f"{words.begun('; '.join(parts))}. The numbers are those of the action plan."


# ---------------------------------------------------------------- gaps, questions, decisions


_COLUMNS = {"strategies_missing": "strategies", "wording_altered": "wording"}
"""Which cell a reason is about; the others are about the evidence."""
_WEIGHT = {
    (True, True): "Must do.",
    (True, False): "To be cleared up: if we misread you, please tell us how it is meant.",
    (False, True): "Advice.",
    (False, False): "Advice.",
}
"""Of an action, by whether it must be done, and whether we are sure."""


@dataclass(frozen=True, slots=True)
class _Said:
    """An action, its number in the plan, and the comment on it by itself; `wanted` is the text of a missing row."""

    number: int
    action: Action
    note: Note
    wanted: str = ""


class _About:
    """What a review says of the places of a document."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self._units = {unit.ref: unit for unit in review.result.units}
        self._criteria = {
            (unit.ref, criterion.ref): criterion for unit in review.result.units for criterion in unit.criteria
        }
        changes = review.since.changes if review.since else ()
        self._changes = {
            (changed.unit, changed.ref, "" if changed.now else changed.found): words.CHANGE[changed.change]
            for changed in changes
        }

    def of_actions(self) -> Iterator[_Said]:
        """What the customer is asked for, in the order of the plan."""
        for number, action in enumerate(rows.actions(self._review.result), 1):
            criterion = self._criteria.get((action.unit, action.criteria))
            finding = self._finding(action)
            note = Note(
                place=self._place(action, criterion, finding),
                title=_titled([number], action, [action.criteria]),
                lines=tuple(self._lines(action)),
                tone=_tone(action),
                sign=str(number),
                quote=(finding.quote or "") if finding and finding.location is None else "",
            )
            is_missing = action.code == "criterion_missing" and criterion is not None
            yield _Said(number, action, note, f"{action.criteria} {criterion.text}" if is_missing and criterion else "")

    def _finding(self, action: Action) -> Finding | None:
        _, _, number = action.anchor.partition("finding-")
        return self._review.result.findings[int(number) - 1] if number.isdecimal() else None

    def _place(self, action: Action, criterion: Criterion | None, finding: Finding | None) -> Place | None:
        unit = self._units.get(action.unit)
        of_unit = (unit.heading or unit.summary) if unit else None
        if finding:
            is_on_summary = finding.code == "claim_disagrees" and unit is not None
            return finding.location or (unit.summary if is_on_summary and unit else None)
        if criterion is None:
            return of_unit or _first_place(unit)
        if criterion.match.kind == "missing" and criterion.location is None:
            return of_unit
        return cell_of(criterion, _COLUMNS.get(action.code, "evidence")) or of_unit

    def _lines(self, action: Action) -> Iterator[Line]:
        found, to_do = words.FIRM if action.is_sure or not action.must else words.OPEN
        yield f"{found}:", action.found
        yield f"{to_do}:", action.ask
        yield _WEIGHT[action.must, action.is_sure], f"Risk: {words.RISK[action.risk].lower()}."
        keys = ((action.unit, action.criteria, ""), (action.unit, action.criteria, action.found))
        change = next((self._changes[key] for key in keys if key in self._changes), None)
        if change:
            yield "Since the last submission:", f"{change.lower()}."

    def of_questions(self) -> Iterator[Note]:
        """What a person must look at, at the cell that it is about."""
        result = self._review.result
        if result.reference.question:
            yield Note(
                None, "? Question: the qualification", (_plain(result.reference.question), _FOR_QCM), "question", "?"
            )
        for question in rows.questions(result):
            yield self._question(question)

    def _question(self, question: Question) -> Note:
        unit, criterion = question.unit, question.criterion
        column = "evidence" if criterion.match.certain else "wording"
        asked = [_plain(words.begun(one)) for one in criterion.questions or ("Please look at this criterion.",)]
        place = cell_of(criterion, column) or unit.heading or unit.summary
        return Note(place, f"? Question: {unit.ref} {criterion.ref}", (*asked, _FOR_QCM), "question", "?")


_FOR_QCM = "For the Quality and Compliance Manager:", "please answer this before the copy is sent on."


def cell_of(criterion: Criterion, column: str) -> Place | None:
    """The cell of a criterion, else the cell of its wording, else its row; None where it has no row."""
    cells = criterion.cells
    places: Mapping[str, Place | None] = {
        "wording": cells.wording,
        "strategies": cells.strategies,
        "evidence": cells.evidence,
    }
    found = [place for place in (places[column], cells.wording) if place and place.column]
    return next(iter(found), places[column] or cells.wording or criterion.location)


def _first_place(unit: Unit | None) -> Place | None:
    """Where the first row of a unit without a heading stands."""
    places = (cell_of(criterion, "wording") for criterion in unit.criteria) if unit else ()
    return next((place for place in places if place), None)


def _titled(numbers: Sequence[int], action: Action, criteria: Sequence[str]) -> str:
    """The first line: "Action 4. 8580-502 2.1: ◐ Partial"."""
    about = " ".join(filter(None, (action.unit or "Whole document", words.listed([ref for ref in criteria if ref]))))
    status = f": {_status(action.status)}" if action.status else ""
    named = words.listed([str(number) for number in numbers])
    return f"{'Action' if len(numbers) == 1 else 'Actions'} {named}. {about}{status}"


def _status(status: Literal["full", "partial", "none"]) -> str:
    return f"{words.STATUS_SIGN[status]} {words.STATUS[status]}"


def _tone(action: Action) -> Tone:
    if action.status:
        return action.status
    return "partial" if action.must else "advice"


# ---------------------------------------------------------------- comments that say the same


def _grouped(said: Iterable[_Said]) -> Iterator[Note]:
    """The comments, those on criteria of a unit that say the same at one place made one."""
    groups: dict[object, list[_Said]] = {}
    for one in said:
        is_alone = one.action.status is None
        key = one.number if is_alone else (one.action.unit, one.action.code, one.note.place, one.note.lines)
        groups.setdefault(key, []).append(one)
    yield from (_one(group) for group in groups.values())


def _one(group: Sequence[_Said]) -> Note:
    first = group[0]
    wanted = tuple(_plain(one.wanted) for one in group if one.wanted)
    if len(group) == 1:
        return replace(first.note, lines=(*wanted, *first.note.lines))
    title = _titled([one.number for one in group], first.action, [one.action.criteria for one in group])
    sign = ", ".join(str(one.number) for one in group)
    return replace(first.note, title=title, sign=sign, lines=(*wanted, _plain("For each of these:"), *first.note.lines))


# ---------------------------------------------------------------- blank places of the form


def _of_blanks(result: Result, filled: Collection[Blank]) -> Iterator[Note]:
    """What belongs in each blank place, and that it was filled in where it was."""
    units = {unit.ref: unit for unit in result.units}
    awards = {combination.award: combination for combination in result.combinations}
    for blank in blanks(result):
        if blank.unit:
            status = units[blank.unit].status
            about, told = blank.unit, f"{words.STATUS_SIGN[status]} {words.STATUS[status]}"
            why = f"{words.unit_coverage(units[blank.unit])}."
        else:
            award = awards[blank.award or ""]
            about, told = award.title, blank.words
            is_claimed = award.award in result.claimed
            why = words.begun(words.award_facts(award)[0][0]) if is_claimed else "This award is not claimed."
        done = "We filled this in, as it was blank." if blank in filled else "This is blank. It is what belongs here."
        written = blank.words if blank in filled else ""
        yield Note(blank.place, f"{about}: {told}", (_plain(why), _plain(done)), "told", written=written)
