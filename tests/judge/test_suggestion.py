"""What the check suggests: ready, conditions, look first, return."""

from dataclasses import replace

import pytest

from pipeline.judge.combination import claimed_awards, combination
from pipeline.judge.coverage import unit_results
from pipeline.judge.findings import Judged, findings
from pipeline.judge.suggestion import suggestion, verdict
from pipeline.model.matching import MatchKind
from pipeline.model.verdicts import CellState, CellVerdict, JudgedCell, WeakKind
from tests.judge import build
from tests.judge.build import ABSENT, NOWHERE, POLICY, REFERENCE

UNIT = "8580-500"


def _suggested(case):
    awards = claimed_awards(case)
    combinations = [combination(case, award, is_claimed=award in awards) for award in REFERENCE.awards]
    units = unit_results(case, [ref for award in awards for ref in award.units])
    found = findings(Judged(case, units, awards, combinations))
    reached = verdict(units, [c for c in combinations if c.answer != "n/a"])
    return reached, suggestion(reached, units, found, POLICY)


def _weak(case, kind, *refs):
    cell = JudgedCell("words", NOWHERE, CellVerdict(CellState.WEAK, kind, quote="words"))
    for ref in refs:
        case = build.with_criterion(case, UNIT, ref, evidence=cell)
    return case


def test_a_complete_submission_is_ready():
    reached, suggested = _suggested(build.case())
    assert (reached, suggested.answer) == ("complete", "ready")
    assert "31" in suggested.why


def test_nothing_claimed_and_nothing_mapped_is_not_complete():
    reached, suggested = _suggested(build.case(()))
    assert (reached, suggested.answer) == ("gaps", "return")
    assert "nothing is mapped" in suggested.why


def test_an_award_with_a_missing_unit_is_not_complete():
    reached, suggested = _suggested(build.case(("8580-500", "8580-501")))
    assert (reached, suggested.answer) == ("gaps", "return")


@pytest.mark.parametrize("refs", [("1.1",), ("1.1", "1.2", "1.3")])
def test_up_to_three_slight_gaps_are_conditions(refs):
    reached, suggested = _suggested(_weak(build.case(), WeakKind.PROVISIONAL, *refs))
    assert (reached, suggested.answer) == ("gaps", "conditions")


def test_four_slight_gaps_go_back():
    case = _weak(build.case(), WeakKind.PROVISIONAL, "1.1", "1.2", "1.3", "2.1")
    assert _suggested(case)[1].answer == "return"


def test_strategies_missing_and_altered_wording_are_slight():
    case = build.with_criterion(build.case(), UNIT, "1.1", strategies=ABSENT)
    assert _suggested(case)[1].answer == "conditions"
    altered = build.with_row(build.case(), UNIT, "1.1", lambda row: replace(row, kind=MatchKind.ALTERED))
    assert _suggested(altered)[1].answer == "conditions"


@pytest.mark.parametrize("kind", [kind for kind in WeakKind if kind is not WeakKind.PROVISIONAL])
def test_any_other_weak_evidence_goes_back(kind):
    assert _suggested(_weak(build.case(), kind, "1.1"))[1].answer == "return"


def test_a_criterion_with_nothing_goes_back():
    case = build.with_criterion(build.case(), UNIT, "1.1", strategies=ABSENT, evidence=ABSENT)
    assert _suggested(case)[1].answer == "return"


def test_a_major_finding_goes_back_though_all_is_covered():
    reached, suggested = _suggested(build.case(support=()))
    assert (reached, suggested.answer) == ("complete", "return")


def test_a_doubt_comes_first():
    cell = JudgedCell("Mural", NOWHERE, CellVerdict(CellState.SUBSTANTIVE, doubt="Is it?"))
    case = build.with_criterion(build.case(support=()), UNIT, "1.1", evidence=cell)
    assert _suggested(case)[1].answer == "look_first"


def test_the_limits_are_policy():
    import msgspec

    limits = msgspec.structs.replace(POLICY.rules.conditions, partial_max=0)
    strict = msgspec.structs.replace(POLICY, rules=msgspec.structs.replace(POLICY.rules, conditions=limits))
    case = _weak(build.case(), WeakKind.PROVISIONAL, "1.1")
    units = unit_results(case, build.CERTIFICATE)
    assert suggestion("gaps", units, [], POLICY).answer == "conditions"
    assert suggestion("gaps", units, [], strict).answer == "return"
