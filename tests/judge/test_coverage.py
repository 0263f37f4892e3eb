"""The rubric's status table, row by row, and the units."""

from dataclasses import replace

import pytest

from pipeline.judge.coverage import total, unit_results
from pipeline.model.matching import MatchKind, RunnerUp
from pipeline.model.submission import Coverage, SummaryRow
from pipeline.model.verdicts import CellState, CellVerdict, JudgedCell, WeakKind
from tests.judge import build
from tests.judge.build import ABSENT, NOWHERE, substantive

UNIT = "8580-500"
WEAK = JudgedCell("Essay, maybe", NOWHERE, CellVerdict(CellState.WEAK, WeakKind.OPTIONAL, quote="maybe"))
TAUGHT = substantive("Seminar")
ASSESSED = substantive("Essay")


def _criterion(case, ref="1.1", unit=UNIT):
    return next(c for u in unit_results(case, [unit]) if u.ref == unit for c in u.criteria if c.ref == ref)


@pytest.mark.parametrize(
    ("kind", "strategies", "evidence", "status", "codes"),
    [
        (MatchKind.IDENTICAL, ABSENT, ABSENT, "none", ["nothing_mapped"]),
        (MatchKind.IDENTICAL, TAUGHT, ABSENT, "partial", ["evidence_missing"]),
        (MatchKind.IDENTICAL, TAUGHT, WEAK, "partial", ["evidence_weak"]),
        (MatchKind.IDENTICAL, ABSENT, WEAK, "partial", ["evidence_weak", "strategies_missing"]),
        (MatchKind.IDENTICAL, ABSENT, ASSESSED, "partial", ["strategies_missing"]),
        (MatchKind.ALTERED, TAUGHT, ASSESSED, "partial", ["wording_altered"]),
        (MatchKind.ALTERED, ABSENT, ABSENT, "none", ["nothing_mapped", "wording_altered"]),
        (MatchKind.ALTERED, TAUGHT, WEAK, "partial", ["evidence_weak", "wording_altered"]),
        (MatchKind.REWORDED, TAUGHT, ASSESSED, "full", []),
        (MatchKind.NUMBER_ONLY, TAUGHT, ASSESSED, "full", []),
        (MatchKind.IDENTICAL, TAUGHT, ASSESSED, "full", []),
    ],
)
def test_the_status_table(kind, strategies, evidence, status, codes):
    case = build.with_row(build.case(), UNIT, "1.1", lambda row: replace(row, kind=kind, difference="x"))
    found = _criterion(build.with_criterion(case, UNIT, "1.1", strategies=strategies, evidence=evidence))
    assert (found.status, [reason.code for reason in found.reasons]) == (status, codes)


def test_a_criterion_without_a_row_is_missing():
    found = _criterion(build.with_row(build.case(), UNIT, "1.1", lambda row: None))
    assert (found.status, found.match.kind, found.location) == ("none", "missing", None)
    assert [reason.code for reason in found.reasons] == ["criterion_missing"]
    assert found.certain


def test_a_weak_reason_quotes_the_words_that_made_it_so():
    (reason,) = _criterion(build.with_criterion(build.case(), UNIT, "1.1", evidence=WEAK)).reasons
    assert (reason.kind, reason.quote) == ("optional", "maybe")
    assert "maybe" in reason.message


def test_braces_in_submitted_words_are_only_words():
    verdict = CellVerdict(CellState.WEAK, WeakKind.OPTIONAL, quote="{need} {0} {")
    cell = JudgedCell("{need}", NOWHERE, verdict)
    (reason,) = _criterion(build.with_criterion(build.case(), UNIT, "1.1", evidence=cell)).reasons
    assert "{need} {0} {" in reason.message


def test_a_shortfall_names_both_quantities():
    verdict = CellVerdict(CellState.WEAK, WeakKind.SHORTFALL, quote="7 hours", need="12 hours", have="7 hours")
    cell = JudgedCell("Log, 7 hours", NOWHERE, verdict)
    (reason,) = _criterion(build.with_criterion(build.case(), UNIT, "1.1", evidence=cell)).reasons
    assert "12 hours" in reason.message
    assert "7 hours" in reason.message


def test_an_altered_row_beside_the_units_own_wording_counts_as_its_own_wording():
    case = build.case()
    row = next(case.matching.of(UNIT, "1.1"))
    rows = (replace(row, kind=MatchKind.ALTERED), row)
    assert _criterion(build.with_criterion(case, UNIT, "1.1", rows=rows)).match.kind == "identical"


def test_an_unsure_match_is_a_question_with_the_runner_up():
    other = RunnerUp(UNIT, "2.3", 0.3)
    unsure = build.with_row(
        build.case(), UNIT, "1.1", lambda row: replace(row, is_certain=False, runner_up=other, text="Define")
    )
    found = _criterion(unsure)
    assert not found.certain
    assert not found.match.certain
    assert "table 1, row 3" in found.questions[0]
    assert f"{UNIT} 2.3" in found.questions[0]


def test_a_doubt_in_a_cell_is_a_question_though_the_match_is_certain():
    cell = JudgedCell("Mural", NOWHERE, CellVerdict(CellState.SUBSTANTIVE, doubt="Is “Mural” an assessment?"))
    found = _criterion(build.with_criterion(build.case(), UNIT, "1.1", evidence=cell))
    assert (found.certain, found.match.certain) == (False, True)
    assert found.questions == ["Is “Mural” an assessment?"]


def test_a_missing_criterion_that_an_unplaced_row_may_map_is_a_question():
    def unplaced(row):
        nearest = RunnerUp(UNIT, "1.1", 0.4)
        return replace(row, unit=None, ref=None, kind=MatchKind.MISSING, is_certain=False, runner_up=nearest)

    found = _criterion(build.with_row(build.case(), UNIT, "1.1", unplaced))
    assert (found.status, found.match.kind, found.certain) == ("none", "missing", False)


@pytest.mark.parametrize(
    ("absent", "status"), [((), "full"), (("1.1",), "partial"), (None, "none")], ids=["none", "one", "all"]
)
def test_a_unit_is_full_none_or_partial(absent, status):
    case = build.case()
    for ref in [c.ref for c in case.of(UNIT)] if absent is None else absent:
        case = build.with_criterion(case, UNIT, ref, strategies=ABSENT, evidence=ABSENT)
    assert next(u.status for u in unit_results(case, [UNIT])) == status


def test_a_unit_that_is_neither_claimed_nor_mapped_is_not_judged():
    unit = unit_results(build.case(), build.CERTIFICATE)[2]
    assert (unit.ref, unit.status, unit.criteria) == ("8580-502", "not_claimed", [])


def test_a_blank_unit_is_mapped_by_nobody_but_judged_where_its_award_is_claimed():
    blank = build.case()
    for criterion in blank.of("8580-503"):
        blank = build.with_criterion(blank, "8580-503", criterion.ref, strategies=ABSENT, evidence=ABSENT)
    assert unit_results(blank, [])[3].status == "not_claimed"
    unit = unit_results(blank, build.CERTIFICATE)[3]
    assert unit.status == "none"
    assert {reason.code for c in unit.criteria for reason in c.reasons} == {"nothing_mapped"}


def test_the_totals_count_judged_units_only():
    counts = total(unit_results(build.case(), build.CERTIFICATE))
    assert (counts.full, counts.partial, counts.none, counts.criteria) == (31, 0, 0, 31)


def test_the_summarys_tick_and_titles_stand_beside_the_unit():
    row = SummaryRow(UNIT, "", 5, Coverage.PARTIAL, "", ("Coaching essay",), NOWHERE)
    unit = unit_results(build.case(summary=(row,)), [UNIT])[0]
    assert (unit.claimed_status, unit.assessments) == ("partial", ["Coaching essay"])
