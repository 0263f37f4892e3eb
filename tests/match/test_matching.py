"""Rows to criteria: number, place and text together."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.match import match
from pipeline.model.matching import MatchedRow, Matching, MatchKind
from pipeline.model.submission import Submission
from pipeline.policy import load_policy
from tests.match.documents import CONTEXTS, as_submission, document
from tests.match.forms import CANONICAL, REFERENCE, Line, block, lines_of, submission, unit_block

POLICY = load_policy()
UNITS = [unit.ref for unit in REFERENCE.units]
U500, U501, U502, U503 = UNITS


def matched(given: Submission) -> Matching:
    return match(given, REFERENCE, POLICY)


def found(row: MatchedRow) -> tuple[str | None, str | None]:
    return row.unit, row.ref


def test_the_template_as_it_is_is_identical_and_certain_throughout() -> None:
    matching = matched(submission(*(unit_block(unit) for unit in UNITS)))
    assert [found(row) for row in matching.rows] == list(CANONICAL)
    assert {row.kind for row in matching.rows} == {MatchKind.IDENTICAL}
    assert all(row.is_certain and not row.is_misplaced and not row.is_renumbered for row in matching.rows)
    assert matching.units == tuple(UNITS)
    assert {outcome.kind for outcome in matching.outcomes} == {MatchKind.IDENTICAL}
    assert len(matching.outcomes) == 14


def test_without_any_heading_the_rows_tell_their_unit() -> None:
    matching = matched(submission(*(unit_block(unit, headed=False) for unit in UNITS)))
    assert [found(row) for row in matching.rows] == list(CANONICAL)
    assert matching.units == tuple(UNITS)
    assert all(row.is_certain and not row.is_misplaced for row in matching.rows)


@pytest.mark.parametrize(
    ("ref", "title", "unit"),
    [
        ("501", None, U501),
        (None, "Reviewing own ability as a management coach/mentor", U503),
        ("8580-500", "Some other title", U500),
        ("8581-501", "Undertaking management coaching or mentoring in the workplace", U501),
    ],
)
def test_a_heading_is_read_by_its_number_then_by_its_title(ref: str | None, title: str | None, unit: str) -> None:
    assert matched(submission(block(lines_of(unit), ref, title))).units == (unit,)


def test_where_number_and_title_of_a_heading_differ_the_rows_decide() -> None:
    title = REFERENCE.unit(U502).title
    for unit in (U501, U502):
        matching = matched(submission(block(lines_of(unit), U501, title)))
        assert matching.units == (unit,)
        assert not any(row.is_misplaced for row in matching.rows)


def test_under_another_qualifications_unit_rows_map_nothing() -> None:
    strange = [Line("Understand the market", ("1.1",)), Line("", ("1.2",))]
    matching = matched(submission(unit_block(U500), block(strange, "8580-504", "Managing change")))
    assert matching.units == (U500, None)
    assert [found(row) for row in matching.rows[-2:]] == [(None, None)] * 2
    assert all(row.is_certain for row in matching.rows)


def test_our_own_rows_under_a_foreign_number_are_put_to_a_person() -> None:
    matching = matched(submission(block(lines_of(U501), "8581-501", "Something")))
    assert {found(row) for row in matching.rows} == {(None, None)}
    assert not any(row.is_certain for row in matching.rows)
    assert {(row.runner_up.unit, row.runner_up.ref) for row in matching.rows if row.runner_up} == {
        (U501, line.numbers[0]) for line in lines_of(U501)
    }


# ---------------------------------------------------------------- twins and places


@pytest.mark.parametrize(("heading", "rows"), [(U502, U501), (U501, U502)])
def test_a_block_pasted_under_its_twins_heading_is_misplaced(heading: str, rows: str) -> None:
    matching = matched(submission(block(lines_of(rows), heading, REFERENCE.unit(heading).title)))
    shared = {ref for unit, ref in CANONICAL if CANONICAL[unit, ref] == CANONICAL.get((heading, ref))}
    for row in matching.rows:
        is_shared = row.unit == heading
        assert row.is_misplaced is not is_shared
        assert row.ref == row.number
        assert not is_shared or row.ref in shared
        assert row.is_certain
    assert {row.ref for row in matching.rows if not row.is_misplaced} == {"2.3"}


@pytest.mark.parametrize(("own", "twin"), [(U502, U501), (U501, U502)])
def test_one_row_in_the_twins_words_is_a_version_of_this_units_own(own: str, twin: str) -> None:
    for at, line in enumerate(lines_of(own)):
        if (twin, line.numbers[0]) in CANONICAL:
            lines = lines_of(own)
            lines[at] = replace(line, text=CANONICAL[twin, line.numbers[0]])
            row = matched(submission(block(lines, own))).rows[at]
            assert (row.unit, row.ref, row.is_misplaced) == (own, line.numbers[0], False)


def test_the_twins_lower_wording_is_altered() -> None:
    lines = lines_of(U502)
    lines[1] = replace(lines[1], text=CANONICAL[U501, "1.2"])
    row = matched(submission(block(lines, U502))).rows[1]
    assert (row.kind, row.is_certain, row.difference) == (MatchKind.ALTERED, True, "“with each client” is left out")


@pytest.mark.parametrize(("number", "ref"), [("2.3", "2.3"), ("4.3", "3.3"), (None, "1.1")])
def test_another_units_criterion_is_misplaced_whatever_number_it_bears(number: str | None, ref: str) -> None:
    strange = Line(CANONICAL[U503, ref], (number,) if number else ())
    row = matched(submission(block([*lines_of(U500), strange], U500))).rows[-1]
    assert (row.unit, row.ref, row.is_misplaced, row.is_certain) == (U503, ref, True, True)


def test_the_criterion_that_two_units_share_counts_for_the_unit_claimed() -> None:
    alone = block([Line(CANONICAL[U501, "2.3"], ("2.3",))], None)
    (row,) = matched(submission(alone, claimed=["diploma"])).rows
    assert (row.unit, row.is_certain) == (U502, True)
    (row,) = matched(submission(alone)).rows
    assert not row.is_certain
    assert row.runner_up is not None
    assert row.runner_up.ref == "2.3"


# ---------------------------------------------------------------- numbers and texts


def test_texts_under_each_others_numbers_are_renumbered() -> None:
    lines = lines_of(U503)
    lines[2], lines[3] = replace(lines[3], numbers=("2.1",)), replace(lines[2], numbers=("2.2",))
    rows = matched(submission(block(lines, U503))).rows
    assert [row.ref for row in rows[2:4]] == ["2.2", "2.1"]
    assert [row.is_renumbered for row in rows] == [at in (2, 3) for at in range(len(rows))]


def test_a_blank_text_is_found_by_its_number_and_heading() -> None:
    lines = [replace(line, text="") for line in lines_of(U502)]
    rows = matched(submission(block(lines, U502))).rows
    assert [(row.ref, row.kind, row.is_certain) for row in rows] == [
        (line.numbers[0], MatchKind.NUMBER_ONLY, True) for line in lines
    ]


def test_two_rows_may_map_one_criterion() -> None:
    lines = lines_of(U500)
    rows = matched(submission(block([*lines, lines[4], replace(lines[5], text="")], U500))).rows
    assert [row.ref for row in rows[-2:]] == ["2.2", "2.3"]


def test_a_strange_row_maps_nothing_although_its_number_is_taken() -> None:
    strange = Line("Complete the centre's induction checklist", ("2.1",))
    row = matched(submission(block([*lines_of(U501), strange], U501))).rows[-1]
    assert found(row) == (None, None)


def test_every_signal_adds_up_to_the_score() -> None:
    matching = matched(submission(unit_block(U500), block([Line("Critically explore skills", ("2.1",))], U500)))
    for row in matching.rows:
        total = sum(signal.bits for signal in row.signals)
        assert row.signals[0].signal == "text"
        assert row.signals[-1].signal == "prior"
        assert total > POLICY.matching.null
        assert 0 <= row.score <= 1


def test_an_empty_submission_matches_nothing() -> None:
    assert matched(submission()) == Matching((), (), ())
    assert matched(submission(block([], U500), block([], None))) == Matching((), (U500, None), ())


# ---------------------------------------------------------------- whole documents


@pytest.mark.parametrize("name", CONTEXTS)
def test_whole_documents_are_matched_row_by_row(name: str) -> None:
    """Rows right of those certain, and all in all, over three changed documents of each kind."""
    right = certain = certain_right = rows = 0
    for seed in range(3):
        dice = random.Random(f"{name} test {seed}")
        blocks = CONTEXTS[name](document(dice, ("certificate", "diploma")[seed % 2], 0.35), dice)
        labelled = [each for one in blocks for each in one.lines]
        matching = matched(as_submission(blocks))
        for each, row in zip(labelled, matching.rows, strict=True):
            is_right = (found(row) if row.unit and not row.is_misplaced else None) == each.truth
            rows += 1
            right += is_right
            certain += row.is_certain
            certain_right += is_right and row.is_certain
    assert right / rows >= 0.97
    assert certain / rows >= 0.85
    assert certain_right / certain >= 0.99


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(range(12)))
def test_the_order_of_rows_changes_no_match(order: list[int]) -> None:
    lines = lines_of(U500)
    rows = matched(submission(block([lines[at] for at in order], U500))).rows
    assert [row.ref for row in rows] == [lines[at].numbers[0] for at in order]
    assert all(row.is_certain for row in rows)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.text(max_size=60) | st.sampled_from(sorted(CANONICAL.values())), st.sampled_from(["", "1.1", "9.9"])
        ),
        max_size=6,
    ),
    st.sampled_from([U500, None, "9999-1"]),
)
def test_any_rows_at_all_get_one_answer_each(rows: list[tuple[str, str]], heading: str | None) -> None:
    lines = [Line(text, (number,) if number else ()) for text, number in rows]
    given_ = submission(block(lines, heading))
    matching = matched(given_)
    assert len(matching.rows) >= len(lines)
    assert all((row.unit is None) == (row.ref is None) == (row.kind is MatchKind.MISSING) for row in matching.rows)
    assert matched(given_) == matching
