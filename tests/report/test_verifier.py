"""What the external verifier samples by: the matrix, the smallest set, what rests on one assessment alone."""

from collections.abc import Mapping
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.verifier import Column, Sampling, by_unit, sampling
from pipeline.result import Result
from tests.report import sample

REFS = [f"{unit.ref} {criterion.ref}" for unit, criterion in sample.REFERENCE.pairs() if unit.ref in sample.CERTIFICATE]


def named(assessments: Mapping[str, list[str]]) -> Result:
    """A certificate whose criteria name these assessments by criterion, the others none."""
    return sample.result(sample.CERTIFICATE, {ref: {"assessments": assessments.get(ref, [])} for ref in REFS})


def of(assessments: Mapping[str, list[str]]) -> Sampling:
    return sampling(named(assessments))


def refs(columns: tuple[Column, ...]) -> list[str]:
    return [f"{column.unit} {column.ref}" for column in columns]


def test_the_columns_are_the_criteria_of_the_judged_units_in_order() -> None:
    assert refs(of({}).columns) == REFS


def test_the_rows_are_the_assessments_in_the_order_of_their_first_use() -> None:
    found = of({"8580-500 1.1": ["Essay"], "8580-500 1.2": ["Diary", "Essay"], "8580-503 1.1": ["Contract"]})
    assert [(row.title, row.count) for row in found.rows] == [("Essay", 2), ("Diary", 1), ("Contract", 1)]


def test_a_cell_says_whether_the_assessment_touches_the_criterion() -> None:
    (essay,) = of({"8580-500 1.2": ["Essay"]}).rows
    assert [ref for ref, is_touched in zip(REFS, essay.touches, strict=True) if is_touched] == ["8580-500 1.2"]


def test_titles_that_differ_in_case_and_punctuation_are_one() -> None:
    found = of({"8580-500 1.1": ["Assignment 1"], "8580-500 1.2": ["assignment 1.", "Assignment 1"]})
    assert [(row.title, row.count) for row in found.rows] == [("Assignment 1", 2)]


def test_titles_of_signs_alone_stand_apart() -> None:
    assert len(of({"8580-500 1.1": ["★", "♥", " "]}).rows) == 2


def test_the_sample_is_the_smallest_set_that_touches_all_that_is_touched() -> None:
    found = of(
        {
            "8580-500 1.1": ["Essay", "Diary"],
            "8580-500 1.2": ["Essay", "Contract"],
            "8580-501 1.1": ["Diary"],
            "8580-501 1.2": ["Contract", "Diary"],
            "8580-503 1.1": ["Contract"],
        }
    )
    assert found.sample.titles == ("Diary", "Contract")
    assert found.sample.touched == 5
    assert found.sample.is_smallest
    assert [row.title for row in found.rows if row.is_sampled] == ["Diary", "Contract"]


def test_criteria_that_no_assessment_touches_are_said() -> None:
    found = of({ref: ["Essay"] for ref in REFS[1:-1]})
    assert refs(found.untouched) == [REFS[0], REFS[-1]]
    assert found.sample.touched == len(REFS) - 2


def test_criteria_that_rest_on_one_assessment_alone_are_under_it() -> None:
    found = of({"8580-500 1.1": ["Essay", "Diary"], "8580-500 1.2": ["Diary"], "8580-503 1.1": ["Diary"]})
    (alone,) = found.alone
    assert alone.title == "Diary"
    assert refs(alone.columns) == ["8580-500 1.2", "8580-503 1.1"]


def test_where_nothing_is_named_there_is_nothing_to_sample() -> None:
    for found in (of({}), sampling(sample.unfilled()), sampling(sample.not_a_mapping()), sampling(sample.blank())):
        assert (found.rows, found.sample.titles, found.alone) == ((), (), ())
        assert found.sample.is_smallest


def test_assessments_that_the_summary_does_not_list_come_with_their_place_among_the_findings() -> None:
    result = sample.with_gaps()
    ((number, finding),) = sampling(result).unlisted
    assert result.findings[number - 1] is finding
    assert "Professional discussion" in finding.message


def test_units_that_are_not_judged_are_left_out() -> None:
    assert {column.unit for column in sampling(sample.with_gaps()).columns} == set(sample.DIPLOMA)


def test_criteria_are_grouped_by_unit_in_order() -> None:
    columns = of({}).columns
    assert by_unit((columns[1], columns[2], columns[-1])) == (("8580-500", ("1.2", "1.3")), ("8580-503", ("3.3",)))


def test_the_same_result_gives_the_same_sampling() -> None:
    assert sampling(sample.with_gaps()) == sampling(sample.with_gaps())


TITLES = st.lists(st.sampled_from("ABCDEFG"), max_size=3)


@given(st.dictionaries(st.sampled_from(REFS), TITLES, max_size=12))
def test_no_smaller_set_touches_all_that_is_touched(assessments: dict[str, list[str]]) -> None:
    found = of(assessments)
    touched = [set(titles) for titles in assessments.values() if titles]
    titles = sorted(set().union(*touched))
    enough = [
        size
        for size in range(len(titles) + 1)
        for chosen in combinations(titles, size)
        if all(set(chosen) & wanted for wanted in touched)
    ]
    assert all(set(found.sample.titles) & wanted for wanted in touched)
    assert len(found.sample.titles) == found.sample.at_least == min(enough)


@given(st.dictionaries(st.sampled_from(REFS), TITLES, max_size=12))
def test_each_criterion_is_untouched_or_rests_on_one_or_on_several(assessments: dict[str, list[str]]) -> None:
    found = of(assessments)
    alone = [column for one in found.alone for column in one.columns]
    several = [column for column in found.columns if len(column.assessments) > 1]
    assert sorted(refs((*found.untouched, *alone, *several))) == sorted(REFS)


def test_a_long_list_of_names_is_sampled_too() -> None:
    names = [f"Task {number}" for number in range(200)]
    found = of({ref: names[at % 7 :: 7] for at, ref in enumerate(REFS)})
    assert len(found.rows) == 200
    assert len(found.sample.titles) == 7
    assert found.sample.is_smallest
