"""What the QCM should know beside the criteria: one small function per finding of the rubric, in its order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec import structs

from pipeline.judge import messages
from pipeline.judge.combination import is_tutorial_stated
from pipeline.judge.coverage import Case
from pipeline.judge.identity import Mention, identity
from pipeline.model.document import Location, NoteKind
from pipeline.model.matching import MatchedRow, MatchKind
from pipeline.model.submission import SummaryRow, UnitBlock
from pipeline.policy.rules import Sentences
from pipeline.reference import Award
from pipeline.result import Combination, Finding, Unit
from pipeline.text import fold, squash

About = tuple[str | None, str | None]
"""The unit and the criterion that a finding is about."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with its units and combinations judged."""

    case: Case
    units: Sequence[Unit]
    claimed: Sequence[Award]
    combinations: Sequence[Combination]


def findings(judged: Judged) -> list[Finding]:
    """Every finding, in the rubric's order and then the document's."""
    return [found for find in _FINDERS for found in find(judged)]


def _qualification_unclear(judged: Judged) -> Iterator[Finding]:
    choice = judged.case.matching.choice
    if judged.case.submission.blocks and not choice.is_certain:
        words = {"this": judged.case.qualification.title, "installed": messages.listed(choice.installed)}
        yield _found(judged, "qualification_unclear", None, (None, None), **words)


def _unit_missing(judged: Judged) -> Iterator[Finding]:
    lacking: dict[str, list[str]] = {}
    for award, combination in zip(judged.case.qualification.awards, judged.combinations, strict=True):
        for ref in combination.missing_units if award in judged.claimed else ():
            lacking.setdefault(ref, []).append(award.title)
    for ref, titles in lacking.items():
        yield _found(judged, "unit_missing", None, (ref, None), named=ref, award=" and ".join(titles))


def _credits_short(judged: Judged) -> Iterator[Finding]:
    """Each group of a claimed award that falls short; else the award as a whole, where no unit is missing."""
    words = judged.case.policy.sentences
    for combination in _claimed_combinations(judged):
        short = [group for group in combination.groups if group.credits < group.required]
        for group in short:
            part = messages.filled(words.credits_of_group, {"group": group.title})
            yield _short(judged, combination.title, (group.credits, group.required), part)
        is_whole_short = combination.credits < combination.required
        if is_whole_short and combination.groups and not short and not combination.missing_units:
            held = (combination.credits, combination.required)
            yield _short(judged, combination.title, held, words.credits_in_all)


def _short(judged: Judged, award: str, credits_held: tuple[int, int], part: str) -> Finding:
    have, need = map(str, credits_held)
    return _found(judged, "credits_short", None, (None, None), award=award, have=have, need=need, part=part)


def _unit_unknown(judged: Judged) -> Iterator[Finding]:
    for block in _blocks(judged):
        if not block.is_known and block.heading.ref:
            at = block.heading.location
            yield _found(judged, "unit_unknown", at, (block.heading.ref, None), named=block.heading.ref)


def _unit_title_differs(judged: Judged) -> Iterator[Finding]:
    for block in _blocks(judged):
        if block.unit is None or not block.heading.title:
            continue
        title = judged.case.qualification.unit(block.unit).title
        if fold(block.heading.title) != fold(title):
            at = block.heading.location
            words = {"quote": block.heading.title, "title": title}
            yield _found(judged, "unit_title_differs", at, (block.unit, None), **words)


def _credit_value_differs(judged: Judged) -> Iterator[Finding]:
    for block in _blocks(judged):
        if block.unit is None or block.heading.credits is None:
            continue
        credits_due = judged.case.qualification.unit(block.unit).credits
        if block.heading.credits != credits_due:
            words = {"have": str(block.heading.credits), "need": str(credits_due)}
            yield _found(judged, "credit_value_differs", block.heading.location, (block.unit, None), **words)


def _outcome_altered(judged: Judged) -> Iterator[Finding]:
    for outcome in judged.case.matching.outcomes:
        if outcome.kind is MatchKind.ALTERED:
            words = {"named": outcome.number, "difference": outcome.difference or outcome.text}
            yield _found(judged, "outcome_altered", outcome.location, (outcome.unit, None), **words)


def _criterion_unknown(judged: Judged) -> Iterator[Finding]:
    for row in judged.case.matching.rows:
        block = _block(judged, row.block)
        has_words = any(squash(words) for words in (row.text, row.row.strategies.text, row.row.evidence.text))
        if row.unit is None and block.is_known and has_words:
            yield _row_found(judged, "criterion_unknown", row, block.unit)


def _criterion_duplicate(judged: Judged) -> Iterator[Finding]:
    for criterion in judged.case.judged:
        if len({row.row.location for row in criterion.rows}) > 1:
            at = _wording(criterion.rows[-1])
            places = " and ".join(dict.fromkeys(row.row.location.label for row in criterion.rows))
            yield _found(judged, "criterion_duplicate", at, (criterion.unit, criterion.ref), place=places)


def _criterion_misplaced(judged: Judged) -> Iterator[Finding]:
    for row in judged.case.matching.rows:
        if row.is_misplaced:
            yield _row_found(judged, "criterion_misplaced", row, _block(judged, row.block).unit)


def _criterion_renumbered(judged: Judged) -> Iterator[Finding]:
    for row in judged.case.matching.rows:
        if row.is_renumbered and not row.is_misplaced:
            words = {"quote": row.number or "", "named": row.ref or ""}
            yield _found(judged, "criterion_renumbered", _wording(row), (row.unit, row.ref), **words)


def claim_disagrees(unit: Unit, sentences: Sentences) -> Finding | None:
    """The finding, without its place, where the Summary's tick for a unit is not its status."""
    if not unit.claimed_status or unit.claimed_status == unit.status:
        return None
    said = {"claim": sentences.statuses[unit.claimed_status], "status": sentences.statuses[unit.status]}
    return messages.finding("claim_disagrees", sentences, None, (unit.ref, None), **said)


def _claim_disagrees(judged: Judged) -> Iterator[Finding]:
    rows = {row.unit: row for row in judged.case.submission.summary}
    for unit in judged.units:
        if found := claim_disagrees(unit, judged.case.policy.sentences):
            yield structs.replace(found, location=messages.place(_tick(rows[unit.ref])))


def _tick(row: SummaryRow) -> Location:
    """Where a line of the Summary says what it claims."""
    said = (tick.location for tick in row.ticks if tick.text and tick.status in (row.status, None))
    return next(said, row.location)


def _assessment_unlisted(judged: Judged) -> Iterator[Finding]:
    """Each assessment that is the same thing as no title of the Summary, once."""
    case = judged.case
    if not any(row.assessments for row in case.submission.summary):
        return
    named = [(at, found, name) for at, found in enumerate(case.judged) for name in found.evidence.verdict.assessments]
    names = identity(case.submission, [Mention(name, found.unit, at) for at, found, name in named], case.policy.cells)
    seen: set[str] = set()
    for _, found, name in named:
        spelling = names.spelling(name, found.unit)
        if spelling not in seen and not names.is_listed(name, found.unit):
            yield _found(judged, "assessment_unlisted", found.evidence.location, (found.unit, found.ref), title=name)
        seen.add(spelling)


def _placeholder_left(judged: Judged) -> Iterator[Finding]:
    for passage in judged.case.submission.placeholders:
        yield _found(judged, "placeholder_left", passage.location, (None, None), quote=passage.text)


def _induction_missing(judged: Judged) -> Iterator[Finding]:
    due = [c for c in _claimed_combinations(judged) if not c.induction_stated and c.induction_hours_required]
    if due:
        need = messages.hours(max(combination.induction_hours_required for combination in due))
        yield _found(judged, "induction_missing", None, (None, None), need=need)


def _tutorial_missing(judged: Judged) -> Iterator[Finding]:
    due = [c for c in _claimed_combinations(judged) if not is_tutorial_stated(c)]
    if due:
        need = messages.hours(max(combination.tutorial_hours_required for combination in due))
        yield _found(judged, "tutorial_missing", None, (None, None), need=need)


def _reader_notes(judged: Judged) -> Iterator[Finding]:
    for note in judged.case.submission.notes:
        words = {
            "quote": note.quote,
            "count": str(note.count),
            "pages": messages.things(note.count, "page", "pages"),
            "confidence": f"{100 * (note.confidence or 0):.0f}",
        }
        yield _found(judged, _NOTES[note.kind], note.location, (None, None), **words)


_NOTES = {
    NoteKind.TRACKED_CHANGES: "tracked_changes",
    NoteKind.STRUCK_TEXT: "struck_text",
    NoteKind.OCR_TEXT: "ocr_text",
    NoteKind.TEXT_UNREADABLE: "text_unreadable",
}

_FINDERS = (
    _qualification_unclear,
    _unit_missing,
    _credits_short,
    _unit_unknown,
    _unit_title_differs,
    _credit_value_differs,
    _outcome_altered,
    _criterion_unknown,
    _criterion_duplicate,
    _criterion_misplaced,
    _criterion_renumbered,
    _claim_disagrees,
    _assessment_unlisted,
    _placeholder_left,
    _induction_missing,
    _tutorial_missing,
    _reader_notes,
)


@dataclass(frozen=True, slots=True)
class _Block:
    """A unit block with the unit that it was matched to; `is_known` where the reference can speak of its rows."""

    heading: UnitBlock
    unit: str | None

    @property
    def is_known(self) -> bool:
        return self.unit is not None or not self.heading.ref


def _block(judged: Judged, index: int) -> _Block:
    case = judged.case
    return _Block(case.submission.blocks[index], case.matching.units[index])


def _blocks(judged: Judged) -> Iterator[_Block]:
    return (_block(judged, index) for index in range(len(judged.case.submission.blocks)))


def _claimed_combinations(judged: Judged) -> list[Combination]:
    claimed = {award.key for award in judged.claimed}
    return [combination for combination in judged.combinations if combination.award in claimed]


def _row_found(judged: Judged, code: str, row: MatchedRow, unit: str | None) -> Finding:
    """A finding on a row that counts for no criterion: what it says, and what it reads like."""
    nearest = (row.unit, row.ref) if row.unit else (row.runner_up.unit, row.runner_up.ref) if row.runner_up else None
    other = f"{nearest[0]} {nearest[1]}" if nearest else judged.case.policy.sentences.nothing_known
    refs = {criterion.ref for criterion in judged.case.of(unit)} if unit else set()
    about = (unit, row.number if row.number in refs else None)
    return _found(judged, code, _wording(row), about, quote=row.text, other=other)


def _wording(row: MatchedRow) -> Location:
    """The cell of a row's wording; the row, where that cell begins in another one."""
    cell = row.row.wording
    own = row.row.location
    is_here = cell is not None and (cell.row, cell.inner_row) == (own.row, own.inner_row)
    return cell if cell is not None and is_here else own


def _found(judged: Judged, code: str, at: Location | None, of: About, **words: str) -> Finding:
    return messages.finding(code, judged.case.policy.sentences, at, of, **words)
