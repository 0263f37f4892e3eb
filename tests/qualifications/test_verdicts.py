"""Another qualification is data: mappings to the made-up one, from its blank template to right verdicts."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from pipeline.check import check
from pipeline.report import webpage
from pipeline.report.review import Review
from pipeline.result import Combination, Result
from tests.qualifications.forms import NO, TAUGHT, YES, mapping, refs

AWARD = {"Award": YES, "Extended Diploma": "N/A"}
DIPLOMA = {"Award": "N/A", "Extended Diploma": YES}
MANDATORY = refs("Mandatory")
WHOLE = [*MANDATORY, "8999-603", "8999-606", "8999-607"]
Checked = Callable[..., Result]


@pytest.fixture
def checked(tmp_path: Path, workshop: Path) -> Checked:
    """The result of a mapping to the made-up qualification."""

    def run(claims: Mapping[str, str], units: Sequence[str], **said: object) -> Result:
        path = tmp_path / "mapping.docx"
        path.write_bytes(mapping(claims, units, **said))  # type: ignore[arg-type]
        result = check(path, reference=workshop)
        assert isinstance(result, Result)
        return result

    return run


def statuses(result: Result) -> dict[str, str]:
    return {unit.ref: unit.status for unit in result.units}


def award(result: Result, key: str) -> Combination:
    return next(one for one in result.combinations if one.award == key)


def groups(result: Result, key: str) -> list[tuple[str, int, int]]:
    return [(group.key, group.credits, group.required) for group in award(result, key).groups]


def codes(result: Result) -> list[str]:
    return [finding.code for finding in result.findings]


def criterion(result: Result, unit: str, ref: str) -> tuple[str, list[str | None]]:
    found = next(one for u in result.units if u.ref == unit for one in u.criteria if one.ref == ref)
    return found.status, [reason.kind or reason.code for reason in found.reasons]


def test_a_whole_mapping_is_ready(checked: Checked):
    result = checked(DIPLOMA, WHOLE)
    assert (result.claimed, result.verdict, result.suggestion.answer) == (["extended_diploma"], "complete", "ready")
    assert (award(result, "extended_diploma").answer, award(result, "extended_diploma").credits) == ("yes", 30)
    assert groups(result, "extended_diploma") == [("A", 5, 4), ("B", 16, 15)]
    assert award(result, "award").answer == "n/a"
    assert result.counts.full == result.counts.criteria == 5 + 6 + 5 + 6 + 20


def test_optional_units_that_are_neither_claimed_nor_mapped_are_not_claimed(checked: Checked):
    found = statuses(checked(DIPLOMA, WHOLE))
    assert {ref for ref, status in found.items() if status == "not_claimed"} == {"8999-604", "8999-605"}


def test_a_group_that_falls_short_of_its_credits_is_said(checked: Checked):
    result = checked(DIPLOMA, [*MANDATORY, "8999-603", "8999-604", "8999-605", "8999-606"])
    assert (award(result, "extended_diploma").answer, result.verdict) == ("no", "gaps")
    assert groups(result, "extended_diploma") == [("A", 9, 4), ("B", 13, 15)]
    (finding,) = result.findings
    assert (finding.code, finding.severity, finding.must) == ("credits_short", "major", True)
    assert finding.message.startswith("The Extended Diploma needs at least 15 credits from Group B;")
    assert finding.message.endswith("come to 13.")
    assert result.suggestion.answer == "return"
    assert "Group B: 13 of 15 credits." in webpage.render(Review(result)).decode()


def test_groups_that_are_met_may_leave_the_award_short_in_all(checked: Checked):
    result = checked(DIPLOMA, [*MANDATORY, "8999-603", "8999-605", "8999-607"])
    assert groups(result, "extended_diploma") == [("A", 5, 4), ("B", 15, 15)]
    assert (award(result, "extended_diploma").answer, award(result, "extended_diploma").credits) == ("no", 29)
    (finding,) = result.findings
    assert "30 credits in all" in finding.message


def test_a_mandatory_unit_that_is_not_there_is_none_and_said(checked: Checked):
    result = checked(AWARD, ["8999-601", "8999-604"])
    assert award(result, "award").missing_units == ["8999-602"]
    assert award(result, "award").answer == "no"
    assert codes(result) == ["unit_missing"]
    assert statuses(result)["8999-602"] == "none"
    assert criterion(result, "8999-602", "1.1") == ("none", ["criterion_missing"])


def test_a_template_table_that_is_left_blank_counts_where_it_is_mandatory_and_not_where_it_is_optional(
    checked: Checked,
):
    result = checked(AWARD, ["8999-601"], blank=["8999-602", "8999-603"])
    assert award(result, "award").missing_units == []
    assert groups(result, "award") == [("A", 0, 4)]
    assert statuses(result)["8999-602"] == "none"
    assert criterion(result, "8999-602", "1.1") == ("none", ["nothing_mapped"])
    assert statuses(result)["8999-603"] == "not_claimed"
    assert codes(result) == ["credits_short"]


def test_an_optional_unit_that_the_summary_claims_is_judged_whether_it_is_there_or_not(checked: Checked):
    ticks = {"8999-603": "full", "8999-605": "full"}
    result = checked(DIPLOMA, [*MANDATORY, "8999-606", "8999-607"], blank=["8999-603"], ticks=ticks)
    assert groups(result, "extended_diploma") == [("A", 5, 4), ("B", 16, 15)]
    assert (statuses(result)["8999-603"], statuses(result)["8999-605"]) == ("none", "none")
    assert criterion(result, "8999-603", "1.1") == ("none", ["nothing_mapped"])
    assert criterion(result, "8999-605", "1.1") == ("none", ["criterion_missing"])
    assert codes(result) == ["claim_disagrees", "claim_disagrees"]


def test_cells_are_judged_by_the_rubric(checked: Checked):
    cells = {
        "8999-601 1.1": ("", ""),
        "8999-601 1.2": (TAUGHT, ""),
        "8999-601 1.3": (TAUGHT, "Learners may submit a report if they wish."),
        "8999-601 2.2": ("", "Report on the inspections, marked by the tutor"),
    }
    result = checked(AWARD, [*MANDATORY, "8999-604"], cells=cells)
    assert criterion(result, "8999-601", "1.1") == ("none", ["nothing_mapped"])
    assert criterion(result, "8999-601", "1.2") == ("partial", ["evidence_missing"])
    assert criterion(result, "8999-601", "1.3") == ("partial", ["optional"])
    assert criterion(result, "8999-601", "2.1") == ("full", [])
    assert criterion(result, "8999-601", "2.2") == ("partial", ["strategies_missing"])
    assert (award(result, "award").answer, award(result, "award").credits) == ("yes", 13)
    assert statuses(result) == dict.fromkeys(refs(), "not_claimed") | {
        "8999-601": "partial",
        "8999-602": "full",
        "8999-604": "full",
    }


@pytest.mark.parametrize(
    ("unit", "ref", "evidence", "is_short"),
    [
        ("8999-602", "2.1", "Log of eight hours of supervised practice, marked by the tutor", True),
        ("8999-602", "2.1", "Log of ten hours of supervised practice, marked by the tutor", False),
        ("8999-601", "2.1", "Portfolio with records of two inspections", True),
        ("8999-601", "2.1", "Portfolio with records of four inspections", False),
        ("8999-604", "3.1", "Plan for a spill of 10 litres, assessed as Task 3", True),
    ],
)
def test_evidence_below_the_minimum_that_a_criterion_asks_for_falls_short(
    checked: Checked, unit: str, ref: str, evidence: str, is_short: bool
):
    result = checked(AWARD, [*MANDATORY, "8999-604"], cells={f"{unit} {ref}": (TAUGHT, evidence)})
    assert criterion(result, unit, ref) == (("partial", ["shortfall"]) if is_short else ("full", []))


@pytest.mark.parametrize(
    ("units", "claimed"),
    [
        ([*MANDATORY, "8999-604"], ["award"]),
        ([*MANDATORY, "8999-603", "8999-604"], ["award"]),
        ([*MANDATORY, "8999-603", "8999-605"], ["extended_diploma"]),
        (WHOLE, ["extended_diploma"]),
        (MANDATORY, []),
    ],
)
def test_where_no_award_is_claimed_the_units_tell(checked: Checked, units: Sequence[str], claimed: list[str]):
    assert checked({}, units).claimed == claimed


def test_the_templates_own_bullets_state_no_support(checked: Checked):
    result = checked(AWARD, [*MANDATORY, "8999-604"], support="Learners meet on Fridays.")
    assert codes(result) == ["induction_missing", "tutorial_missing"]
    assert "2 hours" in result.findings[0].message
    assert "3 hours" in result.findings[1].message


def test_both_awards_may_be_claimed_and_each_has_its_answer(checked: Checked):
    result = checked({"Award": YES, "Extended Diploma": YES}, [*MANDATORY, "8999-603"])
    assert [(one.award, one.answer) for one in result.combinations] == [("award", "yes"), ("extended_diploma", "no")]
    assert codes(result) == ["credits_short"]


def test_an_award_that_is_denied_is_not_inferred(checked: Checked):
    assert checked({"Award": NO, "Extended Diploma": NO}, WHOLE).claimed == []
