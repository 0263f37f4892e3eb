"""Which cells count for a criterion: rows, statements over several, codes, merged cells."""

from dataclasses import replace

from pipeline.model.document import Location, Passage
from pipeline.model.submission import Column, Statement, Term
from pipeline.model.verdicts import CellState, WeakKind
from tests.judge.documents import REFERENCE, UNIT, judged, reading, row

AT = Location(table=1, row=1)


def _statement(text: str, outcome: str | None = None, numbers: tuple[str, ...] = ()) -> Statement:
    return Statement(Column.EVIDENCE, UNIT, outcome, numbers, Passage(text, AT))


def test_every_criterion_of_the_qualification_is_judged_in_order() -> None:
    found = judged(())
    assert list(found) == [(unit.ref, criterion.ref) for unit, criterion in REFERENCE.pairs()]
    assert {criterion.evidence.verdict.state for criterion in found.values()} == {CellState.ABSENT}


def test_a_criterion_in_several_rows_takes_the_best_cell_of_each_column() -> None:
    rows = (row((UNIT, "1.1"), 2, "", "Essay"), row((UNIT, "1.1"), 3, "Seminar", "Optional report"))
    found = judged(rows)[UNIT, "1.1"]
    assert (found.strategies.verdict.state, found.evidence.verdict.state) == (CellState.SUBSTANTIVE,) * 2
    assert (found.strategies.text, found.evidence.text) == ("Seminar", "Essay")


def test_a_misplaced_row_counts_for_nothing() -> None:
    rows = (replace(row((UNIT, "1.1"), 2, "Seminar", "Essay"), is_misplaced=True),)
    assert judged(rows)[UNIT, "1.1"].evidence.verdict.state is CellState.ABSENT


def test_a_statement_counts_for_each_criterion_that_it_covers() -> None:
    rows = tuple(row((UNIT, ref), at, "Seminar", "") for at, ref in enumerate(("1.1", "1.2", "2.1"), 2))
    found = judged(rows, (_statement("Assignment 1", outcome="1"),))
    assert [reading(found[UNIT, ref].evidence.verdict) for ref in ("1.1", "1.2", "2.1")] == [
        "substantive",
        "substantive",
        "absent",
    ]
    assert (found[UNIT, "1.1"].evidence.text, found[UNIT, "2.1"].evidence.text) == ("Assignment 1", "")


def test_a_statement_counts_for_the_numbers_that_it_names() -> None:
    rows = tuple(row((UNIT, ref), at, "Seminar", "") for at, ref in enumerate(("1.1", "1.2"), 2))
    found = judged(rows, (_statement("Diary", numbers=("1.2",)),))
    assert [found[UNIT, ref].evidence.text for ref in ("1.1", "1.2")] == ["", "Diary"]


def test_a_code_means_what_the_document_says_it_means() -> None:
    rows = (row((UNIT, "1.1"), 2, "Seminar", "A1"), row((UNIT, "1.2"), 3, "Seminar", "A2"))
    terms = (Term("A1", "coaching essay", AT), Term("A2", "group discussion", AT))
    found = judged(rows, terms=terms)
    assert found[UNIT, "1.1"].evidence.verdict.state is CellState.SUBSTANTIVE
    assert found[UNIT, "1.2"].evidence.verdict.kind is WeakKind.NO_ASSESSMENT_NAMED


def test_a_pointer_in_a_cell_merged_over_rows_looks_above_the_whole_cell() -> None:
    rows = tuple(
        row((UNIT, ref), at, "Seminar", text)
        for at, (ref, text) in enumerate((("1.1", "Essay"), ("1.2", "as above"), ("1.3", "as above")), 2)
    )
    merged = tuple(
        replace(matched, row=replace(matched.row, evidence=Passage("as above", Location(table=1, row=3, column=4))))
        for matched in rows[1:]
    )
    found = judged((rows[0], *merged))
    assert [found[UNIT, ref].evidence.verdict.state for ref in ("1.2", "1.3")] == [CellState.SUBSTANTIVE] * 2


def test_a_session_that_the_strategies_name_is_no_assessment() -> None:
    cells = (
        ("Twilight 1: webinar", "Paper A"),
        ("Twilight 2: debate", "Paper B"),
        ("Twilight 3: clinic", "Twilight 3"),
    )
    rows = tuple(row((UNIT, f"1.{at}"), at + 1, *pair) for at, pair in enumerate(cells, 1))
    found = judged(rows)
    assert [reading(found[UNIT, f"1.{at}"].evidence.verdict) for at in (1, 2, 3)] == [
        "substantive",
        "substantive",
        "no_assessment_named",
    ]
