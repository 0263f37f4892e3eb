"""Rows that map several criteria."""

from dataclasses import replace

import pytest

from pipeline.match import match
from pipeline.model.matching import MatchedRow, MatchKind
from pipeline.policy import load_policy
from tests.match.forms import CANONICAL, REFERENCE, Line, block, lines_of, submission

POLICY = load_policy()
UNIT = "8580-500"
FIRST, SECOND = CANONICAL[UNIT, "2.1"], CANONICAL[UNIT, "2.2"]


def rows_of(line: Line, *, replaced: int = 2, at: int = 3, heading: str | None = UNIT) -> list[MatchedRow]:
    """The matched rows of one line that stands for `replaced` rows of the unit."""
    lines = lines_of(UNIT)
    lines[at : at + replaced] = [line]
    matching = match(submission(block(lines, heading)), REFERENCE, POLICY)
    return [row for row in matching.rows if row.row.location.row == at + 2]


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}{SECOND}",
        f"{FIRST} {SECOND}",
        f"{FIRST}\n{SECOND}",
        f"{FIRST}; {SECOND}",
        f"{FIRST} and {SECOND}",
        f"2.1 {FIRST} 2.2 {SECOND}",
        f"2.1 {FIRST}\n2.2 {SECOND}",
        f"{FIRST}.{SECOND}.",
    ],
)
@pytest.mark.parametrize("heading", [UNIT, None])
def test_a_row_with_two_numbers_is_two_criteria_however_their_texts_are_joined(text: str, heading: str | None) -> None:
    rows = rows_of(Line(text, ("2.1", "2.2")), heading=heading)
    assert [(row.number, row.ref, row.kind) for row in rows] == [
        ("2.1", "2.1", MatchKind.IDENTICAL),
        ("2.2", "2.2", MatchKind.IDENTICAL),
    ]
    assert all(row.is_certain for row in rows)


def test_three_numbers_and_three_texts_on_lines() -> None:
    text = "\n".join(CANONICAL[UNIT, ref] for ref in ("1.1", "1.2", "1.3"))
    rows = rows_of(Line(text, ("1.1", "1.2", "1.3")), replaced=3, at=0)
    assert [(row.ref, row.kind) for row in rows] == [(ref, MatchKind.IDENTICAL) for ref in ("1.1", "1.2", "1.3")]


def test_each_part_is_judged_by_its_own_words() -> None:
    text = f"{FIRST.replace('Critically explore', 'Describe')} {SECOND}"
    rows = rows_of(Line(text, ("2.1", "2.2")))
    assert [row.kind for row in rows] == [MatchKind.ALTERED, MatchKind.IDENTICAL]
    assert rows[0].difference == "“Critically explore” became “Describe”"


@pytest.mark.parametrize("text", ["", "  ", "All criteria of this outcome", "2.1 - 2.3"])
def test_numbers_without_a_wording_are_found_by_number_alone(text: str) -> None:
    rows = rows_of(Line(text, ("2.1", "2.2", "2.3")), replaced=3)
    assert [(row.ref, row.kind, row.is_certain) for row in rows] == [
        (ref, MatchKind.NUMBER_ONLY, True) for ref in ("2.1", "2.2", "2.3")
    ]


def test_two_criteria_in_a_row_with_one_number_are_told_by_their_texts() -> None:
    for text in (f"{FIRST}. {SECOND}", f"{FIRST}\n{SECOND}", f"{FIRST} 2.2 {SECOND}", f"{FIRST} {SECOND}"):
        rows = rows_of(Line(text, ("2.1",)))
        assert [(row.ref, row.kind) for row in rows] == [("2.1", MatchKind.IDENTICAL), ("2.2", MatchKind.IDENTICAL)]


def test_no_single_criterion_is_ever_cut_in_two() -> None:
    for unit in REFERENCE.units:
        lines = lines_of(unit.ref)
        for change in (
            str.title,
            str.upper,
            lambda text: text.replace(" and ", ";\nand "),
            lambda text: f"{text}. Essay.",
        ):
            changed = [replace(line, text=change(line.text)) for line in lines]
            matching = match(submission(block(changed, unit.ref)), REFERENCE, POLICY)
            assert [row.ref for row in matching.rows] == [line.numbers[0] for line in lines]


def test_a_text_that_cannot_be_parted_is_judged_whole_and_asked() -> None:
    text = "Explore with a critical eye what a coach or mentor knows, and communication skills, analysed as to why"
    rows = rows_of(Line(text, ("2.1", "2.2")))
    assert [row.ref for row in rows] == ["2.1", "2.2"]
    assert not any(row.kind is MatchKind.IDENTICAL or row.is_certain for row in rows)
