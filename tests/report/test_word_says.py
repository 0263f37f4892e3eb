"""The report in Word: what it says of a result, table by table."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from pipeline.report import rows, words
from pipeline.report.review import Review
from pipeline.report.verifier import sampling
from pipeline.report.word import render
from pipeline.result import Result
from tests.report import sample
from tests.report.ooxml import W, body, cells, faults, rows_of, styled, tables, text_of, texts_of
from tests.report.samples import SAMPLES, every_sample


@pytest.fixture(scope="module")
def gaps() -> bytes:
    return render(Review(sample.with_gaps()))


def status(value: Any) -> str:
    return f"{words.STATUS_SIGN[value]} {words.STATUS[value]}"


def test_the_first_page_holds_the_answer_the_numbers_and_the_first_gaps(gaps: bytes) -> None:
    result, text = sample.with_gaps(), text_of(body(gaps))
    first = text[: text.index("Summary of coverage")]
    counts = result.counts
    assert result.suggestion.why in first
    assert "This is a check to help you decide. It is not the decision." in first
    (numbers,) = rows_of(tables(gaps)["The criteria by coverage"])
    assert numbers == [
        f"{counts.full} of 34\n✓ Full",
        f"{counts.partial} of 34\n◐ Partial",
        f"{counts.none} of 34\n✕ None",
        "3 of 34\n? Needs your eye",
    ]
    assert "✓ Diploma: rules of combination met. 37 of 37 credits. Induction: stated." in first
    assert "✕ Tutorial support: 1 hour stated, 2 needed." in first
    found = rows.gaps(rows.actions(result))
    for gap in found[:6]:
        assert f"{gap.unit} {gap.criteria}\t{status(gap.status)}\t{gap.found}" in first
    assert f"and {len(found) - 6} more" in first
    assert all(words.begun(q.criterion.questions[0]) in first for q in rows.questions(result))


def test_the_summary_has_a_tick_a_comment_and_the_assessments_of_each_unit(gaps: bytes) -> None:
    table = tables(gaps)["Summary of coverage by unit"]
    top, names, *_ = rows_of(table)
    assert top == ["", "Summary", "Coverage", "Comments", "Title of Assessment for External Verification"]
    assert names[:6] == ["Ref", "Unit Title", "Credit Value", "None", "Partial", "Full"]
    for unit, row in zip(sample.with_gaps().units, cells(gaps, "Summary of coverage by unit"), strict=True):
        assert row[:3] == [unit.ref, unit.title, str(unit.credits)]
        for name, cell in zip(("none", "partial", "full"), row[3:6], strict=True):
            theirs = ["Customer: ✓"] if unit.claimed_status == name != unit.status else []
            assert cell == "\n".join(["✓"] * (unit.status == name) + theirs)
        assert row[6:] == [words.unit_comment(unit), "\n".join(unit.assessments)]


def test_the_rules_of_combination_are_answered(gaps: bytes) -> None:
    assert rows_of(tables(gaps)["Rules of combination by award"]) == [
        ["Certificate: N/A", "Diploma: YES"],
        [
            "Not claimed, so not checked.",
            "✓ Rules of combination met. 37 of 37 credits.\n✓ Induction: stated.\n"
            "✕ Tutorial support: 1 hour stated, 2 needed.",
        ],
    ]


def test_an_award_that_is_claimed_and_not_met_is_not_said_to_be_unclaimed() -> None:
    (top, _) = rows_of(tables(render(Review(sample.without_a_unit())))["Rules of combination by award"])
    assert top == ["Diploma: NO (claimed, but not met)"]


def test_many_awards_stand_in_several_tables() -> None:
    awards = [sample.combination("diploma", title=f"Award {number}") for number in range(7)]
    packed = render(Review(sample.result(sample.DIPLOMA, {}, combinations=awards)))
    assert faults(packed) == []
    assert all(f"Award {number}: YES" in text_of(body(packed)) for number in range(7))


def test_the_action_plan_has_every_action_and_columns_left_blank(gaps: bytes) -> None:
    plan = cells(gaps, "Action plan")
    assert [row[:7] for row in plan] == [
        [
            str(number),
            " ".join(filter(None, (action.unit or "Whole document", action.criteria))),
            action.found,
            action.ask,
            action.send_back,
            rows.weight(action),
            words.RISK[action.risk],
        ]
        for number, action in enumerate(rows.actions(sample.with_gaps()), 1)
    ]
    assert {tuple(row[7:]) for row in plan} == {("", "", "", "")}


def test_a_complete_submission_has_nothing_to_do() -> None:
    packed = render(Review(sample.complete()))
    text = text_of(body(packed))
    assert "Nothing. We found no gap and no question." in text
    assert "Nothing. Every criterion of the claimed units is covered, and we found nothing else to ask for." in text
    assert "Nothing. We were sure of every row and every cell that we judged." in text
    assert "Action plan" not in tables(packed)


def test_a_document_that_is_no_mapping_says_what_to_do() -> None:
    packed = render(Review(sample.not_a_mapping()))
    assert "We found 2 tables, none with criteria." in text_of(body(packed))
    assert "ask the customer for the unit mapping" in text_of(body(packed))
    assert set(tables(packed)) == {"What was checked", "What the report rests on", "The words used", "Decision"}


def test_a_question_shows_both_wordings_with_the_differing_words_marked(gaps: bytes) -> None:
    table = tables(gaps)["The two wordings of 8580-502 2.3"]
    required, written, answer = (list(table.iter(f"{W}tc"))[at] for at in (3, 4, 5))
    assert styled(required, "Gone") == [
        "ability to build relationships",
        "effective communication techniques",
        "giving",
    ]
    assert styled(written, "Added") == ["capability in building rapport", "your"]
    assert text_of(answer) == ""
    assert "Is this criterion 8580-502 2.3 (most likely) or 8580-503 2.2?" in text_of(body(gaps))


def test_words_are_marked_by_more_than_their_colour() -> None:
    styles = etree.parse("pipeline/report/docx/parts/styles.xml")
    by_name = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}
    assert by_name["Gone"].find(f"{W}rPr/{W}strike") is not None
    assert by_name["Added"].find(f"{W}rPr/{W}u").get(f"{W}val") == "single"  # type: ignore[union-attr]


def test_every_criterion_has_a_row_with_status_why_ask_and_where(gaps: bytes) -> None:
    for unit in sample.with_gaps().units:
        if not unit.criteria:
            continue
        found = cells(gaps, f"The criteria of unit {unit.ref}")
        for criterion, row in zip(unit.criteria, found, strict=True):
            assert row[0] == criterion.ref
            assert row[2] == (criterion.strategies or "Blank")
            assert row[3] == (criterion.evidence or "Blank")
            assert row[4] == status(criterion.status) + ("" if criterion.certain else "\n? Needs your eye")
            assert row[5] == "\n".join(f"{reason.message} Ask: {reason.request}" for reason in criterion.reasons)
            assert row[6] == (words.place(criterion.location) or "Not found")


def test_a_reworded_or_altered_row_shows_what_was_changed(gaps: bytes) -> None:
    table = tables(gaps)["The criteria of unit 8580-500"]
    (row,) = (row for row in table.iter(f"{W}tr") if texts_of(row)[0] == "3.2")
    assert styled(row, "Gone") == ["Analyse", "or mentoring"]
    assert styled(row, "Added") == ["Describe"]


def test_findings_have_a_word_for_their_severity_and_a_place(gaps: bytes) -> None:
    found = cells(gaps, "Other findings")
    assert [row[0] for row in found] == ["▲ Major"] * 3 + ["△ Minor"] * 2 + ["ⓘ For information"]
    assert [row[2] for row in found] == [finding.message for finding in sample.with_gaps().findings]
    assert found[1][-1] == "Table 2, row 4"


def test_the_verifier_sees_which_assessment_touches_which_criterion(gaps: bytes) -> None:
    found = sampling(sample.with_gaps())
    marked: dict[tuple[str, str], set[str]] = {}
    for unit in sample.DIPLOMA:
        heads, *others = rows_of(tables(gaps)[f"Assessments and criteria of unit {unit}"])
        for row in others:
            refs = [ref for ref, mark in zip(heads[1:], row[1:], strict=True) if mark]
            for ref in refs:
                marked.setdefault((unit, ref), set()).add(row[0])
    assert marked == {(column.unit, column.ref): set(column.assessments) for column in found.columns}
    text = text_of(body(gaps))
    assert f"{words.sample_size(found)} {words.sample_proof(found.sample)}" in text


def test_what_changed_since_the_last_submission_is_told() -> None:
    review = sample.decided()
    assert review.since
    packed = render(review)
    found = cells(packed, "What changed since the last submission")
    assert len(found) == len(review.since.changes)
    found = [tuple(row) for row in found]
    lost = "Last time: We could not find a row for this criterion."
    assert ("✓ Put right", "8580-500 1.1", "✕ None", "✓ Full", lost) in found
    assert {row[0] for row in found} == {f"{words.CHANGE_SIGN[change]} {word}" for change, word in words.CHANGE.items()}
    assert any(row[2:4] == ("Not found", "Found") for row in found)
    assert text_of(body(packed)).count(words.since_counts(review.since)) == 2


def test_without_a_last_submission_nothing_is_said_of_one(gaps: bytes) -> None:
    assert "last submission" not in text_of(body(gaps))


def test_a_decision_stands_beside_what_was_computed() -> None:
    review = sample.decided()
    packed = render(review)
    assert cells(packed, "Decisions") == [
        [f"{d.unit} {d.ref}", status(d.computed), status(d.decided), d.reason, d.who, d.when]
        for d in review.decided.values()
    ]
    (row,) = (row for row in cells(packed, "The criteria of unit 8580-500") if row[0] == "3.1")
    assert row[4] == "◐ Partial\nBy decision\nWe computed: ✓ Full"
    assert row[5].startswith("Decided: The assignment brief that was sent with it does not ask for this.\nA. Quality")


@every_sample
def test_the_decision_is_left_blank(build: Callable[[], Result]) -> None:
    found = rows_of(tables(render(Review(build())))["Decision"])
    assert [row[0] for row in found] == ["Decision", "Conditions", "Name", "Role", "Date"]
    assert {row[1].strip() for row in found} == {""}


def test_how_it_was_done_names_what_is_not_judged_and_what_it_rests_on(gaps: bytes) -> None:
    result, text = sample.with_gaps(), text_of(body(gaps))
    assert "Whether each assessment is at the unit’s level." in text
    for proof in (result.submission.sha256, result.reference.sha256, result.policy.sha256, "ilm-coverage 0.1.0"):
        assert proof in text


@pytest.mark.parametrize("build", [b for b in SAMPLES if b is not sample.hostile], ids=lambda build: build.__name__)
def test_no_code_score_or_word_of_programmers_is_seen(build: Callable[[], Result]) -> None:
    seen = text_of(body(render(Review(build()))))
    assert re.findall(r"\b(?:error|invalid|null|NaN|undefined|score|True|False|None type|\w+_\w+)\b", seen) == []


@pytest.mark.parametrize("build", [b for b in SAMPLES if b is not sample.hostile], ids=lambda build: build.__name__)
def test_no_date_is_invented(build: Callable[[], Result]) -> None:
    seen = text_of(body(render(Review(build()))))
    assert re.findall(r"\b(?:19|20)\d\d\b|\d{1,2}/\d{1,2}", seen.replace("Programme 2025", "")) == []
