"""Judged cells to statuses: the rubric's status table, then the units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.judge import messages
from pipeline.model.document import Location, NoteKind
from pipeline.model.matching import MatchedRow, Matching, MatchKind
from pipeline.model.submission import Coverage, Submission
from pipeline.model.verdicts import JudgedCriterion
from pipeline.policy import Policy
from pipeline.policy.rules import StatusRule
from pipeline.reference import Criterion, Qualification, Unit
from pipeline.result import (
    Counts,
    CriterionCells,
    Match,
    MatchRunnerUp,
    MatchSignal,
    Status,
    TotalCounts,
)
from pipeline.result import Criterion as CriterionResult
from pipeline.result import Unit as UnitResult
from pipeline.text import squash

_BEST_WORDING = (MatchKind.IDENTICAL, MatchKind.REWORDED, MatchKind.NUMBER_ONLY, MatchKind.ALTERED)


@dataclass(frozen=True, slots=True)
class Case:
    """What the judge decides on: the submission, how its rows match, the cells judged, and by which rules."""

    submission: Submission
    matching: Matching
    judged: tuple[JudgedCriterion, ...]
    qualification: Qualification
    policy: Policy

    def of(self, unit: str) -> tuple[JudgedCriterion, ...]:
        """The judged criteria of one unit, in the reference's order."""
        return tuple(criterion for criterion in self.judged if criterion.unit == unit)

    @property
    def is_read_by_guess(self) -> bool:
        """Whether rows may have been missed: text was recognised from pictures, or tables are drawn without lines."""
        is_recognised = any(note.kind is NoteKind.OCR_TEXT for note in self.submission.notes)
        return is_recognised or any(row.row.confidence is not None for row in self.matching.rows)

    def is_present(self, unit: str) -> bool:
        """Whether the document has the unit: a heading of its own, or a row that maps one of its criteria."""
        return unit in self.matching.units or any(criterion.rows for criterion in self.of(unit))

    def heading(self, unit: str) -> Location | None:
        """Where the unit's first heading stands, or the table below it; None where it has none of its own."""
        blocks = zip(self.submission.blocks, self.matching.units, strict=True)
        return next((block.location for block, ref in blocks if ref == unit), None)

    def is_mapped(self, unit: str) -> bool:
        """Whether a row of the unit has words in its strategies or evidence cell."""
        return any(
            squash(criterion.strategies.text + criterion.evidence.text) for criterion in self.of(unit) if criterion.rows
        )

    def is_taken(self, unit: str) -> bool:
        """Whether an optional unit is meant to count: it is mapped, or the Summary says that it is covered."""
        ticks = {row.status for row in self.submission.summary if row.unit == unit}
        return self.is_mapped(unit) or bool(ticks & {Coverage.FULL, Coverage.PARTIAL})


def unit_results(case: Case, claimed_units: Iterable[str]) -> list[UnitResult]:
    """Every unit of the qualification, in its order; those neither claimed nor mapped are `not_claimed`."""
    judged_units = {unit.ref for unit in case.qualification.units if case.is_mapped(unit.ref)} | set(claimed_units)
    return [_unit_result(case, unit, is_judged=unit.ref in judged_units) for unit in case.qualification.units]


def summed(criteria: Sequence[CriterionResult]) -> tuple[Status, Counts]:
    """The status and the counts of a judged unit, from its criteria."""
    statuses = [criterion.status for criterion in criteria]
    found = set(statuses)
    status = statuses[0] if len(found) == 1 else "partial"
    return status, Counts(full=statuses.count("full"), partial=statuses.count("partial"), none=statuses.count("none"))


def total(units: Sequence[UnitResult]) -> TotalCounts:
    """The counts over the units that are judged."""
    full, partial, none = (
        sum(getattr(unit.counts, status) for unit in units) for status in ("full", "partial", "none")
    )
    return TotalCounts(full=full, partial=partial, none=none, criteria=full + partial + none)


def _unit_result(case: Case, unit: Unit, *, is_judged: bool) -> UnitResult:
    criteria = [_criterion_result(case, *pair) for pair in zip(unit.criteria, case.of(unit.ref), strict=True)]
    shown = criteria if is_judged else []
    status, counts = summed(shown)
    summary = next((row for row in case.submission.summary if row.unit == unit.ref), None)
    titles = summary.assessments if summary and summary.assessments else _distinct(shown)
    return UnitResult(
        ref=unit.ref,
        title=unit.title,
        credits=unit.credits,
        status=status if is_judged else "not_claimed",
        claimed_status=_ticked(summary.status) if summary else None,
        counts=counts,
        assessments=list(titles),
        criteria=shown,
        heading=messages.place(case.heading(unit.ref)),
        summary=messages.place(summary.location if summary else None),
    )


def _ticked(status: str | None) -> Status | None:
    words: dict[str, Status] = {"full": "full", "partial": "partial", "none": "none"}
    return words.get(status or "")


def _distinct(criteria: Iterable[CriterionResult]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(title for criterion in criteria for title in criterion.assessments))


def _criterion_result(case: Case, criterion: Criterion, judged: JudgedCriterion) -> CriterionResult:
    row = _best_wording(judged.rows)
    kind = row.kind if row else MatchKind.MISSING
    rule = _status_rule(kind, judged, case.policy.rules.status)
    codes = list(dict.fromkeys([*rule.reasons, *(b.reason for b in case.policy.rules.beside if b.match == kind)]))
    questions = _questions(case, judged)
    return CriterionResult(
        ref=criterion.ref,
        text=criterion.text,
        status=rule.status,
        certain=not questions,
        questions=questions,
        reasons=[
            messages.reason(code, judged.evidence.verdict, row.difference if row else "", case.policy.sentences)
            for code in codes
        ],
        match=_match_result(row, is_certain=not _match_questions(case, judged)),
        strategies=judged.strategies.text,
        evidence=judged.evidence.text,
        assessments=list(judged.evidence.verdict.assessments),
        location=messages.place(row.row.location if row else None),
        cells=CriterionCells(
            wording=messages.place((row.row.wording or row.row.location) if row else None),
            strategies=messages.place(judged.strategies.location),
            evidence=messages.place(judged.evidence.location),
        ),
    )


def _status_rule(kind: MatchKind, judged: JudgedCriterion, rules: Sequence[StatusRule]) -> StatusRule:
    """The first row of the status table that fits; the policy's last row fits everything."""
    states = (kind, judged.strategies.verdict.state, judged.evidence.verdict.state)
    return next(
        rule
        for rule in rules
        if all(
            not wanted or state == wanted
            for state, wanted in zip(states, (rule.match, rule.strategies, rule.evidence), strict=True)
        )
    )


def _best_wording(rows: Sequence[MatchedRow]) -> MatchedRow | None:
    """The row that stands for a criterion that several map: the one nearest to the unit's own wording."""
    return min(rows, key=lambda row: _BEST_WORDING.index(row.kind), default=None)


def _match_result(row: MatchedRow | None, *, is_certain: bool) -> Match:
    if row is None:
        return Match(kind="missing", score=0.0, certain=is_certain, text="", number=None, runner_up=None, signals=[])
    runner_up = row.runner_up
    return Match(
        kind=row.kind.value,
        score=row.score,
        certain=is_certain,
        text=row.text,
        number=row.number,
        runner_up=MatchRunnerUp(unit=runner_up.unit, ref=runner_up.ref, score=runner_up.score) if runner_up else None,
        signals=[
            MatchSignal(
                signal=signal.signal,
                submitted=signal.submitted,
                canonical=signal.canonical,
                level=signal.level,
                bits=signal.bits,
            )
            for signal in row.signals
        ],
    )


def _questions(case: Case, judged: JudgedCriterion) -> list[str]:
    """What the QCM is asked about this criterion; [] where every part of its verdict is certain."""
    doubts = (judged.strategies.verdict.doubt, judged.evidence.verdict.doubt)
    return [*_match_questions(case, judged), *dict.fromkeys(doubt for doubt in doubts if doubt)]


def _match_questions(case: Case, judged: JudgedCriterion) -> list[str]:
    here = (judged.unit, judged.ref)
    if judged.rows:
        unsure = [row for row in judged.rows if not row.is_certain or _is_dim(case, row)]
    else:
        unsure = [row for row in case.matching.rows if _may_be(row, here)]
    if not judged.rows and not unsure and case.is_read_by_guess:
        return [messages.filled(case.policy.sentences.questions.unread_row, {"this": " ".join(here)})]
    return [_question(case, row, here) for row in unsure]


def _is_dim(case: Case, row: MatchedRow) -> bool:
    """Whether a row's wording was recognised unsurely; one that is the criterion's own to the letter was read well."""
    confidence, certain_from = row.row.confidence, case.policy.limits.recognition.confidence
    return confidence is not None and confidence < certain_from and row.kind is not MatchKind.IDENTICAL


def _may_be(row: MatchedRow, here: tuple[str, str]) -> bool:
    """Whether a row that was put nowhere might map this criterion after all."""
    nearest = row.runner_up
    return row.unit is None and not row.is_certain and nearest is not None and (nearest.unit, nearest.ref) == here


def _question(case: Case, row: MatchedRow, here: tuple[str, str]) -> str:
    questions = case.policy.sentences.questions
    text = messages.shorten(row.text, case.policy.sentences.quote_characters)
    words = {"place": row.row.location.label or "a row", "text": text, "this": " ".join(here)}
    other = row.runner_up
    if not text:
        return messages.filled(questions.match_by_number, words)
    if other is None or (other.unit, other.ref) == here:
        return messages.filled(questions.match_alone, words)
    return messages.filled(questions.match_or_other, words | {"other": f"{other.unit} {other.ref}"})
