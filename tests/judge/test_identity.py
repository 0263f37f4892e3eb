"""Names of one document's assessments: which are the same thing, how it is spelt, and whether the Summary lists it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest

from pipeline.judge.combination import combination
from pipeline.judge.coverage import Case
from pipeline.judge.findings import Judged, findings
from pipeline.judge.identity import Identity, Mention, identity
from pipeline.judge.rows import judge_rows
from pipeline.model.document import Location
from pipeline.model.matching import Matching
from pipeline.model.submission import Submission, SummaryRow, Term
from tests.judge.documents import POLICY, REFERENCE, UNIT, row, submission

REFS = [criterion.ref for criterion in REFERENCE.unit(UNIT).criteria]
FULL = "Assgt 1 - Coaching essay"


def _document(cells: Sequence[str], titles: Sequence[str] = (), terms: Sequence[tuple[str, str]] = ()) -> Case:
    """A case whose first criteria have these cells of evidence."""
    rows = tuple(
        row((UNIT, ref), at, "Seminar", text) for at, (ref, text) in enumerate(zip(REFS, cells, strict=False), 2)
    )
    explained = tuple(Term(code, meaning, Location()) for code, meaning in terms)
    listed = (SummaryRow(UNIT, "", None, None, "", tuple(titles), Location()),) if titles else ()
    whole = replace(submission(rows, terms=explained), summary=listed)
    matching = Matching(rows, (UNIT,), ())
    return Case(whole, matching, judge_rows(whole, matching, REFERENCE, POLICY), REFERENCE, POLICY)


def _named(cells: Sequence[str], titles: Sequence[str] = (), terms: Sequence[tuple[str, str]] = ()) -> list[str]:
    """What each cell names, several joined by " | "."""
    judged = _document(cells, titles, terms).judged[: len(cells)]
    return [" | ".join(criterion.evidence.verdict.assessments) for criterion in judged]


def _unlisted(cells: Sequence[str], titles: Sequence[str]) -> list[str | None]:
    """The criteria whose evidence names an assessment that the Summary does not list."""
    case = _document(cells, titles)
    combinations = [combination(case, award, is_claimed=False) for award in REFERENCE.awards]
    found = findings(Judged(case, (), (), combinations))
    return [finding.ref for finding in found if finding.code == "assessment_unlisted"]


def _identity(*names: str, **of_units: Sequence[str]) -> Identity:
    blank = Submission(None, None, (), (), (), (), (), (), (), (), "")
    mentions = [Mention(name, "", at) for at, name in enumerate(names)]
    for unit, said in of_units.items():
        mentions += [Mention(name, unit, len(mentions) + at) for at, name in enumerate(said)]
    return identity(blank, mentions, POLICY.cells)


@pytest.mark.parametrize(
    "cell",
    [
        "Assignment 1",
        "ASSIGNMENT 1",
        "Assignment one",
        "Assignment no. 1",
        "Assignment #1",
        "assgt 01",
        "Ass't 1",
        "ASMT-01",
        "1st assignment",
        "A1",
        "A1: Coaching essay",
        "The coaching essay.",
        "Coaching Essays",
        "coaching esay",
        "2,000 word coaching essay",
        "Learners write the coaching essay.",
        "Coaching essay (Assignment 1)",
        "The essay",
    ],
)
def test_a_number_or_a_title_or_both_name_one_assessment(cell: str) -> None:
    assert _named([cell, FULL, "Assignment 2", "Mentoring diary"])[:2] == [_named([FULL, cell])[0]] * 2


@pytest.mark.parametrize(
    "cell",
    [
        "Assignment 2",
        "Assignment 1a",
        "Essay 1",
        "Task 1",
        "Mentoring essay",
        "Coaching report",
        "Coaching essay plan log",
    ],
)
def test_another_number_noun_or_title_names_another(cell: str) -> None:
    first, other = _named([FULL, cell])
    assert first == FULL
    assert other != FULL


def test_the_fullest_name_is_the_spelling() -> None:
    assert _named(["Assignment 1", FULL, "A1"]) == [FULL] * 3


def test_of_two_full_names_the_one_without_abbreviations_is_the_spelling() -> None:
    full = "Assignment 1: coaching essay"
    assert _named([FULL, full, "A1 - coaching essay"]) == [full] * 3


def test_the_summarys_title_is_the_spelling_even_of_a_fuller_name() -> None:
    title = "The coaching essay (2,000 words)"
    assert _named(["Assignment 1", FULL, "essay"], [title, "Viva"]) == [title] * 3


def test_a_noun_alone_is_none_of_two() -> None:
    names = ["Coaching essay", "Mentoring essay", "Essay"]
    assert _named(names) == names


def test_a_noun_alone_is_the_only_one_of_its_kind() -> None:
    assert _named(["Coaching essay", "Mentoring diary", "The essay"])[2] == "Coaching essay"


def test_what_stands_side_by_side_in_one_cell_is_not_one_thing() -> None:
    assert _named(["Log, report and supervisor report", "the report"]) == ["Log | Report | Supervisor report", "Report"]


def test_what_a_cell_takes_up_again_is_named_once() -> None:
    assert _named(["Coaching essay. The essay is marked by the tutor."]) == ["Coaching essay"]


def test_numbers_together_are_each_an_assessment() -> None:
    assert _named(["Assignments 1 and 2", "Tasks 1-3"]) == ["Assignment 1 | Assignment 2", "Task 1 | Task 2 | Task 3"]


def test_a_length_is_no_number() -> None:
    assert _named(["Essay 2,000 words", "Log 12 hours"]) == ["Essay", "Log"]


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("CW2", "Coursework 2"),
        ("CW 2", "Coursework 2"),
        ("PD", "Professional discussion"),
        ("prof. disc.", "Professional discussion"),
        ("Refl. diary", "Reflective diary"),
        ("coaching dairy", "Coaching diary"),
        ("coaching log book", "Coaching logbook"),
        ("Viva voce", "Viva"),
        ("Asgmt B", "Assignment B"),
        ("Essay II", "Essay 2"),
    ],
)
def test_abbreviations_and_typing_errors_are_the_word_that_they_stand_for(short: str, full: str) -> None:
    assert len(set(_named([short, full]))) == 1


def test_two_words_of_english_are_not_typing_errors_of_each_other() -> None:
    assert _named(["Mentoring report", "Monitoring report"]) == ["Mentoring report", "Monitoring report"]


def test_letters_that_may_stand_for_two_stand_for_neither() -> None:
    assert _named(["A1", "Assignment 1", "Assessment 1"])[0] == "A1"


def test_a_code_means_what_the_document_says() -> None:
    terms = [("PD", "personal development plan")]
    assert _named(["PD", "Professional discussion"], terms=terms) == [
        "Personal development plan",
        "Professional discussion",
    ]


def test_what_the_document_explains_is_one_with_its_code() -> None:
    terms = [("A1", "coaching essay")]
    assert _named(["A1", "Coaching essay"], ["A1"], terms) == ["A1", "A1"]


def test_a_name_passes_through_a_reference_in_its_one_spelling() -> None:
    assert _named(["as 1.2", "Assignment 1", FULL]) == [FULL] * 3


def test_one_number_with_a_title_in_each_unit_is_its_own_units() -> None:
    said = {"501": ["Assignment 1: Diary", "Assignment 1"], "502": ["Assignment 1: Report"]}
    names = _identity(**said)
    assert names.spelling("Assignment 1", "501") == "Assignment 1: Diary"
    assert names.spelling("Assignment 1", "502") == "Assignment 1: Report"
    assert names.spelling("Assignment 1", "503") == "Assignment 1"


@pytest.mark.parametrize(
    "titles", [["Assignment 1: Coaching essay (2,000 words)"], ["Coaching essay"], ["A1 Coaching essay", "A2 Viva"]]
)
def test_a_name_of_a_listed_assessment_is_listed(titles: list[str]) -> None:
    assert _unlisted([FULL, "the essay", "coaching esay"], titles) == []


def test_a_noun_that_may_be_either_of_two_listed_ones_is_listed() -> None:
    assert _unlisted(["the essay"], ["Coaching essay", "Mentoring essay"]) == []


def test_a_title_that_lists_several_lists_each() -> None:
    cells = ["Assignment 2", "Reflective diary"]
    assert _unlisted(cells, ["Assignments 1 and 2", "Coaching essay and reflective diary"]) == []


@pytest.mark.parametrize("cell", ["Assignment 2", "Learning diary", "Coaching report", "Viva", "Assignment 1 and viva"])
def test_a_name_of_another_thing_is_unlisted_once(cell: str) -> None:
    assert _unlisted(["Assignment 1", cell, cell], ["Assignment 1: Coaching essay", "Coaching diary"]) == ["1.2"]


def test_what_an_assessment_holds_is_no_other_assessment() -> None:
    cells = ["A business case for coaching. Assignment 1", "Coaching diary: reasons and the signed contract"]
    assert _unlisted(cells, ["Assignment 1", "Coaching diary"]) == []


def test_the_order_of_rows_does_not_change_which_names_are_one() -> None:
    cells = ["Assignment 1", "A1: coaching essay", "the essay", "Assgt 2", "Essay on mentoring", "coachng essay"]
    found = [dict(zip(order, _named(order), strict=True)) for order in [*permutations(cells)][::37]]
    assert all(names == found[0] for names in found)
