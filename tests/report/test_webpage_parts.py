"""The parts of the page that not every review has: the verifier's matrix, what changed since, what a person decided."""

import dataclasses
import re

import msgspec
import pytest

from pipeline.decisions import Decision
from pipeline.report import words
from pipeline.report.review import Review
from pipeline.report.since import compare
from pipeline.report.verifier import Sample, sampling
from pipeline.report.webpage import render
from pipeline.result import Change, Reason, Result
from tests.report import sample
from tests.report.page import Element, parse


@pytest.fixture(scope="module")
def decided() -> Element:
    return parse(render(sample.decided()))


@pytest.fixture(scope="module")
def gaps() -> Element:
    return parse(render(Review(sample.with_gaps())))


def page_of(result: Result) -> Element:
    return parse(render(Review(result)))


# ---------------------------------------------------------------- for the external verifier


def test_the_matrix_has_a_row_for_each_assessment_and_a_column_for_each_criterion(gaps: Element) -> None:
    found = sampling(sample.with_gaps())
    (matrix,) = gaps.by_class("matrix")
    assert [head.text for head in matrix.all("thead")[0].all("th")][3:] == [
        f"{column.unit} {column.ref}" for column in found.columns
    ]
    rows = matrix.all("tbody")[0].all("tr")
    assert [row.all("th")[0].text for row in rows] == [row.title for row in found.rows]
    for drawn, row in zip(rows, found.rows, strict=True):
        assert [bool(cell.text) for cell in drawn.all("td")[2:]] == list(row.touches)


def test_a_cell_says_whether_the_criterion_is_full(gaps: Element) -> None:
    found = sampling(sample.with_gaps())
    for drawn, row in zip(gaps.by_class("matrix")[0].all("tbody")[0].all("tr"), found.rows, strict=True):
        signs = [cell.text for cell in drawn.all("td")[2:]]
        expected = [
            ("●" if column.status == "full" else "◐") if is_touched else ""
            for column, is_touched in zip(found.columns, row.touches, strict=True)
        ]
        assert signs == expected


def test_the_sample_is_named_with_its_size_and_what_is_proved() -> None:
    changes = {f"{u.ref} {c.ref}": {"assessments": ["Essay"]} for u, c in sample.REFERENCE.pairs()}
    changes["8580-500 1.1"] = {"assessments": ["Essay", "Diary"]}
    changes["8580-500 1.2"] = {"assessments": ["Diary"]}
    verifier = page_of(sample.result(sample.CERTIFICATE, changes)).by_id("verifier")
    assert "2 assessments together touch every criterion: 31 of 31. No smaller set does." in verifier.text
    assert [item.text for item in verifier.by_class("sample")[0].all("li")] == ["Essay", "Diary"]


def test_a_set_that_is_not_proved_to_be_the_smallest_says_its_bound() -> None:
    said = words.sample_proof(Sample(("Essay", "Diary", "Log"), touched=9, at_least=2))
    assert said == "There may be a smaller set, but none of fewer than 2."


def test_criteria_without_an_assessment_are_named_and_have_a_row_of_the_matrix() -> None:
    verifier = page_of(sample.result(sample.CERTIFICATE, {"8580-501 1.2": {"assessments": []}})).by_id("verifier")
    assert "4 assessments together touch every criterion that any assessment touches: 30 of 31." in verifier.text
    assert "No assessment is named 8580-501 1.2" in verifier.text
    last = verifier.by_class("untouched")[0]
    assert [cell.text for cell in last.all("td")][1:].count("✕") == 1


def test_criteria_that_rest_on_one_assessment_link_to_their_rows(gaps: Element) -> None:
    found = sampling(sample.with_gaps())
    links = [link.attributes["href"] for link in gaps.by_id("verifier").by_class("refs")[0].all("a")]
    first = [column for column in found.alone[0].columns if column.unit == found.columns[0].unit]
    assert links == [f"#row-{column.unit}-{column.ref}" for column in first]


def test_an_assessment_that_the_summary_does_not_list_links_to_the_finding(gaps: Element) -> None:
    (link,) = [a for a in gaps.by_id("verifier").all("a") if a.attributes["href"].startswith("#finding")]
    assert "Professional discussion" in gaps.by_id(link.attributes["href"].removeprefix("#")).text


def test_where_no_assessment_is_named_the_page_says_so() -> None:
    verifier = page_of(sample.blank()).by_id("verifier")
    assert "there is nothing to sample yet" in verifier.text
    assert verifier.all("table") == []


def test_a_matrix_of_very_many_assessments_is_cut_and_says_so() -> None:
    changes = {f"{u.ref} {c.ref}": {"assessments": [f"Task {c.ref} {n}" for n in range(9)]}
               for u, c in sample.REFERENCE.pairs()}  # fmt: skip
    verifier = page_of(sample.result(sample.CERTIFICATE, changes)).by_id("verifier")
    assert re.search(r"The first 40 of \d{3} assessments are here\.", verifier.text)
    assert len(verifier.by_class("matrix")[0].all("tbody")[0].all("tr")) == 40


def test_a_page_on_which_nothing_was_judged_has_no_part_for_the_verifier() -> None:
    for result in (sample.unfilled(), sample.not_a_mapping()):
        assert "For the external verifier" not in page_of(result).text


# ---------------------------------------------------------------- since the last submission


def test_what_changed_is_told_on_the_first_screen_and_in_full_below(decided: Element) -> None:
    since = sample.decided().since
    assert since
    counts = "3 put right, 8 still open, 2 new and 4 got worse"
    assert words.since_counts(since) == counts
    assert f"Since the last submission: {counts}." in decided.by_class("beside")[0].text
    assert f"Held against “{since.file}”: {counts}." in decided.by_id("since").text
    assert since.sha256 in decided.by_id("method").text


def test_each_change_has_a_row_in_the_order_of_the_four_kinds(decided: Element) -> None:
    since = sample.decided().since
    assert since
    rows = decided.by_id("since").all("tbody")[0].all("tr")
    assert [row.attributes["data-change"] for row in rows] == [
        change for change in Change for changed in since.changes if changed.change is change
    ]
    first, worse = rows[0], rows[-1]
    assert [cell.text for cell in first.all("th", "td")] == [
        "✓ Put right", "8580-500 1.1", "✕ None", "✓ Full", "Last time: We could not find a row for this criterion.",
    ]  # fmt: skip
    assert worse.all("th")[0].text == "▼ Got worse"


def test_a_finding_is_said_to_be_found_or_not(decided: Element) -> None:
    rows = [[cell.text for cell in row.all("th", "td")] for row in decided.by_id("since").all("tbody")[0].all("tr")]
    assert ["+ New", "Whole document", "Not found", "Found"] in [row[:4] for row in rows]
    old, new = sample.with_gaps(), sample.complete()
    gone = parse(render(Review(new, compare(old, new)))).by_id("since")
    assert "✓ Put right Whole document Found Not found Last time: We found no statement of 2 hours" in gone.text


def test_a_row_says_what_it_was_last_time_where_that_was_another(decided: Element) -> None:
    assert "Last time: ✕ None" in decided.by_id("row-8580-500-1.1").text
    assert "Last time" not in decided.by_id("row-8580-500-3.2").text


def test_nothing_open_then_and_now_is_said() -> None:
    since = compare(sample.complete(), sample.complete())
    page = parse(render(Review(sample.complete(), since)))
    assert "nothing was open, and nothing is now." in page.by_id("since").text
    assert page.by_id("since").all("table") == []


def test_without_a_last_submission_nothing_is_said_of_one(gaps: Element) -> None:
    assert "last submission" not in gaps.text.lower()
    assert "Last time" not in gaps.text


# ---------------------------------------------------------------- decisions


def test_a_decided_row_shows_the_decided_status_and_the_computed_one_beside_it(decided: Element) -> None:
    row = decided.by_id("row-8580-503-1.1")
    assert (row.attributes["data-status"], row.attributes["data-computed"]) == ("full", "partial")
    assert "✓ Full By decision. We computed: ◐ Partial" in row.text
    assert "Decided: The self-audit is in the handbook as compulsory. A. Quality Manager, 3 March" in row.text


def test_a_decision_that_confirms_what_was_computed_says_so() -> None:
    row = decided_row(Decision(unit="8580-500", ref="2.2", computed="partial", decided="partial", reason="As it is.",
                               who="A. Quality Manager", when="3 March"))  # fmt: skip
    assert "◐ Partial By decision. We computed the same." in row.text


def test_what_a_person_wrote_is_told_once_with_what_to_ask_for() -> None:
    own = Reason(code="decided", kind=None, quote=None, message="The brief asks for less.", request="Change the row.",
                 must=True, risk="medium")  # fmt: skip
    row = decided_row(Decision(unit="8580-500", ref="2.2", computed="full", decided="partial", who="A. Quality Manager",
                               when="3 March", reason="The brief asks for less."), own)  # fmt: skip
    assert "Decided: The brief asks for less. A. Quality Manager, 3 March Ask: Change the row." in row.text
    assert row.text.count("The brief asks for less.") == 1


def decided_row(decision: Decision, *reasons: Reason) -> Element:
    changes = {f"{decision.unit} {decision.ref}": {"status": decision.decided, "reasons": list(reasons)}}
    review = Review(sample.result(sample.CERTIFICATE, changes), decided={(decision.unit, decision.ref): decision})
    return parse(render(review)).by_id(f"row-{decision.unit}-{decision.ref}")


def test_decisions_are_counted_on_the_first_screen_and_listed_before_the_signature(decided: Element) -> None:
    assert "Decided by a person: 2 criteria." in decided.by_class("beside")[0].text
    rows = decided.by_id("decided").all("tbody")[0].all("tr")
    assert [[cell.text for cell in row.all("th", "td")] for row in rows] == [
        ["8580-500 3.1", "✓ Full", "◐ Partial", "The assignment brief that was sent with it does not ask for this.",
         "A. Quality Manager", "3 March"],
        ["8580-503 1.1", "◐ Partial", "✓ Full", "The self-audit is in the handbook as compulsory.",
         "A. Quality Manager", "3 March"],
    ]  # fmt: skip


def test_the_signature_is_left_blank(decided: Element) -> None:
    (sign,) = decided.by_class("sign")
    assert [place.text for place in sign.all("dt")] == ["Decision", "Conditions", "Name", "Role", "Date"]
    assert {place.text for place in sign.all("dd")} == {""}


def test_without_decisions_nothing_is_said_of_them(gaps: Element) -> None:
    assert "ecided by" not in gaps.text
    assert "We computed" not in gaps.text


# ---------------------------------------------------------------- what the script reaches


def test_each_gap_of_the_report_is_marked_for_the_keys(gaps: Element) -> None:
    marked = {element.attributes["id"] for element in gaps.all("tr") if "data-gap" in element.attributes}
    partial = {row.attributes["id"] for row in gaps.by_class("partial") + gaps.by_class("none") if row.tag == "tr"
               and "id" in row.attributes}  # fmt: skip
    assert partial < marked
    assert sum(name.startswith("finding") for name in marked) == sum(f.must for f in sample.with_gaps().findings)


def test_what_needs_the_script_is_hidden_without_it(gaps: Element) -> None:
    assert "hidden" in gaps.by_id("find").attributes
    (item,) = [item for item in gaps.all("li") if any(b.attributes.get("id") == "keys" for b in item.all("button"))]
    assert "hidden" in item.attributes
    assert "open" not in gaps.by_id("help").attributes


def test_the_whole_of_a_long_page_is_small_enough_to_mail() -> None:
    units = [unit.ref for unit in sample.REFERENCE.units]
    new = sample.result(units, sample._GAPS, sample._FINDINGS)
    old = msgspec.structs.replace(sample.result(units, {}), submission=sample.earlier().submission)
    assert len(render(Review(new, compare(old, new), sample.decided().decided))) <= 150_000


def test_what_was_suggested_without_the_decisions_is_still_told() -> None:
    computed = msgspec.structs.replace(
        sample.with_gaps(), suggestion=msgspec.structs.replace(sample.with_gaps().suggestion, why="Return it.")
    )
    page = parse(render(dataclasses.replace(sample.decided(), computed=computed)))
    assert "Without them we suggested: “Return it.”" in page.by_id("decision").text
