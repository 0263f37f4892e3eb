"""What the comments say: what was found and what to do, whose question it is, what changed."""

import pytest
from msgspec import structs

from pipeline.decisions import Decision
from pipeline.report import rows, words
from pipeline.report.annotated.notes import Note, notes
from pipeline.report.review import Review
from pipeline.report.since import compare
from pipeline.result import Criterion, CriterionCells, Place, Result, Unit
from tests.report import sample

CODES = ("evidence_weak", "evidence_missing", "unit_missing", "null", "invalid", "error")


def cell(row: int, column: int) -> Place:
    return Place(page=None, table=3, row=row, label=f"table 3, row {row}", column=column)


def placed(result: Result) -> Result:
    """The result with a place for each cell, as a check gives them: wording, strategies and evidence in 4, 5 and 6."""

    def of(unit: Unit) -> Unit:
        criteria = [_placed(criterion, at) for at, criterion in enumerate(unit.criteria, 3)]
        return structs.replace(unit, criteria=criteria, heading=cell(1, 1), summary=cell(2, 1))

    return structs.replace(result, units=[of(unit) for unit in result.units])


def _placed(criterion: Criterion, row: int) -> Criterion:
    if criterion.match.kind == "missing":
        return criterion
    cells = CriterionCells(wording=cell(row, 4), strategies=cell(row, 5), evidence=cell(row, 6))
    return structs.replace(criterion, cells=cells)


def said(result: Result, **review: object) -> tuple[Note, ...]:
    return notes(Review(placed(result), **review), ())  # type: ignore[arg-type]


def about(found: tuple[Note, ...], words: str) -> Note:
    (note,) = (note for note in found if words in note.title)
    return note


def test_every_action_of_the_plan_is_said_once_with_its_number():
    result = sample.with_gaps()
    found = said(result)
    numbers = [int(number) for note in found for number in note.sign.split(", ") if number.isdecimal()]
    assert sorted(numbers) == list(range(1, len(rows.actions(result)) + 1))
    for number, action in enumerate(rows.actions(result), 1):
        (note,) = (note for note in found if str(number) in note.sign.split(", "))
        found_as, to_do = words.FIRM if action.is_sure or not action.must else words.OPEN
        assert (f"{found_as}:", action.found) in note.lines
        assert (f"{to_do}:", action.ask) in note.lines


def test_every_question_is_said_once_and_put_to_the_qcm():
    result = sample.with_gaps()
    found = [note for note in said(result) if note.tone == "question"]
    assert len(found) == len(rows.questions(result))
    assert all(note.lines[-1][0] == "For the Quality and Compliance Manager:" for note in found)


@pytest.mark.parametrize(
    ("code", "column"),
    [("evidence_missing", 6), ("strategies_missing", 5), ("wording_altered", 4), ("nothing_mapped", 6)],
)
def test_a_reason_is_said_at_the_cell_that_it_is_about(code: str, column: int):
    changed = {"status": "partial", "reasons": [sample.reason(code, difference="x")]}
    note = about(said(sample.result(sample.CERTIFICATE, {"8580-500 1.2": changed})), "8580-500 1.2")
    assert note.place == cell(4, column)


def test_a_unit_whose_criteria_all_lack_the_same_has_one_comment_at_its_heading():
    found = [note for note in said(sample.blank()) if "8580-500" in note.title]
    assert [(note.title, note.place) for note in found] == [("Action 1. 8580-500 all 12 criteria: ✕ None", cell(1, 1))]


def test_a_unit_that_is_not_there_is_said_at_its_line_of_the_summary():
    result = placed(sample.without_a_unit())
    result = structs.replace(result, units=[structs.replace(unit, heading=None) for unit in result.units])
    assert about(notes(Review(result), ()), "8580-502").place == cell(2, 1)


def test_criteria_that_lack_the_same_at_one_place_share_a_comment():
    alike = {"status": "partial", "reasons": [sample.reason("evidence_weak", "provisional", "TBC")]}
    result = placed(sample.result(sample.CERTIFICATE, {"8580-500 1.1": alike, "8580-500 1.2": alike}))
    merged = cell(3, 6)
    for criterion in result.units[0].criteria[:2]:
        place = structs.replace(criterion.cells, evidence=merged)
        result.units[0].criteria[result.units[0].criteria.index(criterion)] = structs.replace(criterion, cells=place)
    note = about(notes(Review(result), ()), "Actions")
    assert (note.title, note.sign) == ("Actions 1 and 2. 8580-500 1.1 and 1.2: ◐ Partial", "1, 2")
    assert note.lines[0] == ("", "For each of these:")


def test_what_changed_since_the_last_submission_is_said_beside_each_gap():
    new = sample.with_gaps()
    found = said(new, since=compare(sample.complete(), new))
    told = {line for note in found for line in note.lines if line[0] == "Since the last submission:"}
    assert told == {("Since the last submission:", "new."), ("Since the last submission:", "got worse.")}
    assert any(text.startswith("Since the last submission: ") for _, text in found[0].lines)


def test_what_a_person_decided_is_not_told_to_the_customer_but_by_what_it_asks_for():
    decision = Decision(
        unit="8580-500", ref="1.2", computed="partial", decided="full", reason="Seen at the visit.",
        who="The QCM", when="3 May",
    )  # fmt: skip
    found = said(sample.result(sample.CERTIFICATE, {}), decided={("8580-500", "1.2"): decision})
    assert not [note for note in found if "8580-500 1.2" in note.title]
    gap = {"status": "none", "reasons": [sample.reason("evidence_missing")]}
    lower = structs.replace(decision, decided="none")
    found = said(sample.result(sample.CERTIFICATE, {"8580-500 1.2": gap}), decided={("8580-500", "1.2"): lower})
    told = str(about(found, "8580-500 1.2").lines)
    assert "The QCM" not in told
    assert "computed" not in told
    assert "no assessment evidence is given" in told


def test_a_result_from_before_cells_were_known_is_said_at_its_rows():
    result = sample.with_gaps()
    assert all(criterion.cells == CriterionCells() for unit in result.units for criterion in unit.criteria)
    row = about(notes(Review(result), ()), "8580-500 1.2").place
    assert row is not None
    assert (row.table, row.column) == (3, None)


def test_no_code_is_read_by_people():
    made = (sample.with_gaps(), sample.blank(), sample.without_a_unit())
    words = " ".join(note.text for result in made for note in said(result))
    assert not [code for code in CODES if code in words]
