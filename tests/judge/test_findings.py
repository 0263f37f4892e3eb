"""Every finding of the rubric: when it is made, when it is not, and where it points."""

from dataclasses import replace

from pipeline.judge.combination import claimed_awards, combination
from pipeline.judge.coverage import Case, unit_results
from pipeline.judge.findings import Judged, findings
from pipeline.model.document import Location, Note, NoteKind, Passage
from pipeline.model.matching import MatchedOutcome, MatchKind, RunnerUp
from pipeline.model.submission import Coverage, SummaryRow, Support, SupportStatement, UnitBlock
from tests.judge import build
from tests.judge.build import NOWHERE, REFERENCE, substantive

UNIT = "8580-500"
FOREIGN = UnitBlock("8600-301", "Another unit", 4, Location(table=9, row=1), ())


def _found(case: Case):
    awards = claimed_awards(case)
    combinations = [combination(case, award, is_claimed=award in awards) for award in REFERENCE.awards]
    units = unit_results(case, [ref for award in awards for ref in award.units])
    return findings(Judged(case, units, awards, combinations))


def _codes(case: Case):
    return [finding.code for finding in _found(case)]


def _summary(unit=UNIT, status=None, titles=()):
    return SummaryRow(unit, "", None, status, "", titles, Location(table=2, row=3))


def test_an_ordinary_complete_submission_has_none():
    assert _codes(build.case()) == []


def test_a_mandatory_unit_that_is_not_there():
    (finding,) = _found(build.case(("8580-500", "8580-501")))
    assert (finding.code, finding.unit, finding.severity) == ("unit_missing", "8580-503", "major")
    assert "Certificate" in finding.message


def test_a_unit_missing_for_both_awards_is_one_finding():
    case = build.case(("8580-500", "8580-501", "8580-502"))
    (finding,) = [f for f in _found(case) if f.code == "unit_missing"]
    assert "Certificate and Diploma" in finding.message


def test_a_unit_of_another_qualification():
    case = build.case()
    blocks = (*case.submission.blocks, FOREIGN)
    matching = replace(case.matching, units=(*case.matching.units, None))
    (finding,) = _found(replace(case, submission=replace(case.submission, blocks=blocks), matching=matching))
    assert (finding.code, finding.unit) == ("unit_unknown", "8600-301")
    assert finding.location is not None
    assert finding.location.label == "table 9, row 1"


def test_rows_of_an_unknown_unit_are_not_each_unknown():
    case = build.case()
    row = replace(case.matching.rows[0], block=3, unit=None, ref=None)
    case = replace(
        case,
        submission=replace(case.submission, blocks=(*case.submission.blocks, FOREIGN)),
        matching=replace(case.matching, units=(*case.matching.units, None), rows=(*case.matching.rows, row)),
    )
    assert _codes(case) == ["unit_unknown"]


def _with_heading(**changes):
    case = build.case()
    first, *others = case.submission.blocks
    return replace(case, submission=replace(case.submission, blocks=(replace(first, **changes), *others)))


def test_a_heading_with_another_title():
    assert _codes(_with_heading(title="Leading teams")) == ["unit_title_differs"]


def test_a_title_in_another_spelling_is_the_same():
    title = "UNDERSTANDING the skills, principles and practice of effective management coaching & mentoring"
    assert _codes(_with_heading(title=title.replace("&", "and"))) == []


def test_a_heading_with_another_credit_value():
    (finding,) = _found(_with_heading(credits=6))
    assert (finding.code, finding.unit) == ("credit_value_differs", UNIT)
    assert "6" in finding.message
    assert "5" in finding.message


def test_a_heading_without_title_or_credits_disagrees_with_nothing():
    assert _codes(_with_heading(title=None, credits=None)) == []


def test_an_altered_outcome():
    case = build.case()
    outcome = MatchedOutcome(UNIT, "1", "Know", MatchKind.ALTERED, "“understand” became “know”", NOWHERE)
    same = replace(outcome, kind=MatchKind.REWORDED)
    assert _codes(replace(case, matching=replace(case.matching, outcomes=(outcome, same)))) == ["outcome_altered"]


def _with_first_row(**changes):
    return build.with_row(build.case(), UNIT, "1.1", lambda row: replace(row, **changes))


def test_a_row_that_maps_no_criterion():
    case = _with_first_row(unit=None, ref=None, runner_up=RunnerUp(UNIT, "2.1", 0.1), text="Lead a team", number="9.1")
    (finding,) = _found(case)
    assert (finding.code, finding.unit) == ("criterion_unknown", UNIT)
    assert "8580-500 2.1" in finding.message


def test_a_blank_row_that_maps_no_criterion_is_no_finding():
    case = _with_first_row(unit=None, ref=None, text="")
    row = case.matching.rows[0]
    nothing = Passage("", NOWHERE)
    blank = replace(row, row=replace(row.row, strategies=nothing, evidence=nothing))
    assert _codes(replace(case, matching=replace(case.matching, rows=(blank, *case.matching.rows[1:])))) == []


def test_a_criterion_in_two_rows_is_one_finding():
    case = build.case()
    (row,) = case.matching.of(UNIT, "1.1")
    again = replace(row, row=replace(row.row, location=Location(table=1, row=20)))
    (finding,) = _found(build.with_criterion(case, UNIT, "1.1", rows=(row, again)))
    assert (finding.code, finding.ref) == ("criterion_duplicate", "1.1")
    assert "table 1, row 3 and table 1, row 20" in finding.message


def test_two_parts_of_one_row_are_no_duplicate():
    case = build.case()
    (row,) = case.matching.of(UNIT, "1.1")
    assert _codes(build.with_criterion(case, UNIT, "1.1", rows=(row, row))) == []


def test_a_row_of_another_unit():
    case = _with_first_row(unit="8580-503", ref="2.1", is_misplaced=True, number="1.1")
    (finding,) = _found(case)
    assert (finding.code, finding.unit, finding.ref) == ("criterion_misplaced", UNIT, "1.1")
    assert "8580-503 2.1" in finding.message


def test_a_row_with_another_criterions_number():
    (finding,) = _found(_with_first_row(is_renumbered=True, number="1.4"))
    assert (finding.code, finding.ref, finding.must) == ("criterion_renumbered", "1.1", False)


def test_a_summary_tick_that_differs():
    case = build.case(summary=(_summary(status=Coverage.PARTIAL), _summary("8580-501", Coverage.FULL)))
    (finding,) = _found(case)
    assert (finding.code, finding.unit) == ("claim_disagrees", UNIT)


def test_a_tick_for_a_unit_that_is_not_mapped():
    assert _codes(build.case(summary=(_summary("8580-502", Coverage.FULL),))) == ["claim_disagrees"]


def test_an_assessment_that_the_summary_does_not_list():
    case = build.case(summary=(_summary(titles=("Coaching essay (2,000 words)",)),))
    listed = build.with_criterion(case, UNIT, "1.1", evidence=substantive("", "Coaching essay"))
    unlisted = build.with_criterion(listed, UNIT, "1.2", evidence=substantive("", "Learning diary"))
    again = build.with_criterion(unlisted, UNIT, "1.3", evidence=substantive("", "Learning Diary"))
    assert _codes(listed) == []
    (finding,) = _found(again)
    assert (finding.code, finding.ref) == ("assessment_unlisted", "1.2")


def test_a_summary_without_titles_lists_nothing():
    case = build.case(summary=(_summary(),))
    assert _codes(build.with_criterion(case, UNIT, "1.1", evidence=substantive("", "Diary"))) == []


def test_template_text_left_in_place():
    passage = Passage("[name of customer programme]", NOWHERE)
    (finding,) = _found(build.case(placeholders=(passage,)))
    assert (finding.code, finding.location) == ("placeholder_left", None)


def test_no_induction_and_too_few_tutorial_hours():
    short = SupportStatement(Support.TUTORIAL, 1.0, Passage("", NOWHERE))
    assert _codes(build.case(support=(short,))) == ["induction_missing", "tutorial_missing"]


def test_nothing_is_asked_of_a_submission_that_claims_nothing():
    assert _codes(build.case((), support=())) == []


def test_the_readers_notes():
    notes = tuple(Note(kind, Location(table=1, row=2), "words", 3) for kind in NoteKind)
    found = _found(build.case(notes=notes))
    assert [finding.code for finding in found] == [kind.value for kind in NoteKind]
    assert {finding.location.label for finding in found if finding.location} == {"table 1, row 2"}
