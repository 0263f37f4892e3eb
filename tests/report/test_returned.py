"""Decisions read back from workbooks that people have worked in: sorted, moved, saved by other programs, and wrong."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.decisions import Decision
from pipeline.policy import load_policy
from pipeline.readers.workbook import sheets
from pipeline.report.review import Review
from pipeline.report.workbook import render
from pipeline.report.workbook.lists import fingerprint
from pipeline.report.workbook.returned import Returned, returned
from pipeline.result import Result
from tests.corpus import office
from tests.judge.test_decided import made
from tests.report import sample
from tests.report.test_workbook import column, with_decisions

RESULT = sample.with_gaps()
PACKED = render(Review(RESULT))
LIMITS = load_policy().limits
GAP, SURE, DOUBT = "8580-500 1.2", "8580-500 1.1", "8580-503 3.3"
FILLED = {GAP: ("Full", "On file."), SURE: ("None", "It is on another unit."), DOUBT: ("Full", "Row 11 it is.")}
EXPECTED = [(SURE, "full", "none"), (GAP, "none", "full"), (DOUBT, "full", "full")]

needs_calc = pytest.mark.skipif("not office.has_spreadsheets()", reason="LibreOffice Calc is not installed")


def worked_in(change: Callable[[Worksheet], object], packed: bytes = PACKED) -> bytes:
    """The workbook as somebody saves it who has changed its sheet Criteria."""
    book = openpyxl.load_workbook(io.BytesIO(packed))
    change(book["Criteria"])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def fill(sheet: Worksheet, filled: Mapping[str, tuple[object, ...]]) -> None:
    """Types decision, reason, name and date into the rows of criteria ("8580-500 1.2")."""
    titles = ("Your decision", "Reason", "Decided by", "Decided on")
    keys = [
        f"{unit.value} {number.value}"
        for unit, number in zip(column(sheet, "Unit"), column(sheet, "Number"), strict=True)
    ]
    for key, values in filled.items():
        for title, value in zip(titles, values, strict=False):
            column(sheet, title)[keys.index(key)].value = value


def read(packed: bytes, result: Result = RESULT) -> Returned:
    return returned(sheets(packed, LIMITS), result, {fingerprint(result)})


def said(found: Returned) -> list[tuple[str, str, str]]:
    return [(f"{one.unit} {one.ref}", one.computed, one.decided) for one in found.decisions]


def faults(change: Callable[[Worksheet], object]) -> list[tuple[str, str]]:
    found = read(worked_in(change))
    assert not found.faults or len({fault.place for fault in found.faults}) == len(found.faults)
    return [(fault.place, fault.text) for fault in found.faults]


# ---------------------------------------------------------------- what is read


def test_a_workbook_in_which_nothing_was_decided_has_no_decisions() -> None:
    assert read(PACKED) == Returned()


def test_what_was_typed_is_what_is_read_with_what_was_computed() -> None:
    found = read(worked_in(lambda sheet: fill(sheet, {GAP: ("Full", "On file.", "The QCM", "12 May 2025")})))
    assert found.decisions == (
        Decision(
            unit="8580-500", ref="1.2", computed="none", decided="full", reason="On file.", who="The QCM",
            when="12 May 2025",
        ),
    )  # fmt: skip
    assert not found.faults
    assert not found.needless


def test_decisions_come_in_the_results_order_each_with_what_was_computed() -> None:
    assert said(read(worked_in(lambda sheet: fill(sheet, FILLED)))) == EXPECTED


@pytest.mark.parametrize("word", ["Full", "full ", "  FULL", "fuLL", "✓ Full", "Full."])
def test_a_word_is_known_however_it_is_typed(word: str) -> None:
    found = read(worked_in(lambda sheet: fill(sheet, {GAP: (word, "On file.")})))
    assert said(found) == [(GAP, "none", "full")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2025, 5, 12), "2025-05-12"),
        (datetime(2025, 5, 12, 9, 30), "2025-05-12 09:30"),  # noqa: DTZ001 - a cell knows no zone
        ("12.5.", "12.5."),
        (45789, "45789"),
        (None, ""),
    ],
)
def test_a_date_is_kept_as_it_was_meant(value: object, text: str) -> None:
    found = read(worked_in(lambda sheet: fill(sheet, {GAP: ("Full", "On file.", "R. A.", value)})))
    assert found.decisions[0].when == text


def test_rows_may_be_sorted_hidden_or_deleted_and_columns_moved(tmp_path: Path) -> None:
    def rearrange(sheet: Worksheet) -> None:
        fill(sheet, FILLED)
        (table,) = sheet.tables.values()
        body = [[cell.value for cell in row] for row in sheet[table.ref]]
        head, rows = body[0], sorted(body[1:], key=lambda row: str(row[4]), reverse=True)
        order = list(reversed(range(len(head))))
        kept = [row for row in rows if row[5] != "Partial"]
        sheet.delete_rows(1, sheet.max_row)
        for row in [head, *kept]:
            sheet.append([row[at] for at in order])
        sheet.insert_rows(1, 3)
        sheet["B2"].value = "My notes"
        sheet.row_dimensions[7].hidden = True
        sheet.insert_cols(1)
        sheet.title = "Criteria (mine)"
        del sheet.tables[table.name]

    assert said(read(worked_in(rearrange))) == EXPECTED


def test_without_the_columns_for_name_and_date_both_are_blank() -> None:
    def cut(sheet: Worksheet) -> None:
        fill(sheet, FILLED)
        at = column(sheet, "Decided by")[0].column
        sheet.tables.clear()
        sheet.delete_cols(at, 2)

    found = read(worked_in(cut))
    assert said(found) == EXPECTED
    assert {(one.who, one.when) for one in found.decisions} == {("", "")}


def test_a_number_that_excel_made_of_a_text_is_still_the_criterion() -> None:
    def convert(sheet: Worksheet) -> None:
        fill(sheet, FILLED)
        for cell in column(sheet, "Number"):
            cell.value = float(str(cell.value))

    assert said(read(worked_in(convert))) == EXPECTED


@needs_calc
def test_a_workbook_that_libreoffice_saved_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_bytes(worked_in(lambda sheet: fill(sheet, FILLED)))
    (saved,) = office.converted([tmp_path / "mine.xlsx"], "xlsx", tmp_path / "saved")
    packed = saved.read_bytes()
    assert b"LibreOffice" in _part(packed, "docProps/app.xml")
    assert said(read(packed)) == EXPECTED


@needs_calc
def test_libreoffice_keeps_what_a_workbook_of_ours_is_for(tmp_path: Path) -> None:
    (tmp_path / "ours.xlsx").write_bytes(PACKED)
    (saved,) = office.converted([tmp_path / "ours.xlsx"], "xlsx", tmp_path / "saved")
    ours, theirs = openpyxl.load_workbook(io.BytesIO(PACKED)), openpyxl.load_workbook(saved)
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours.worksheets:
        assert [[cell.value for cell in row] for row in theirs[sheet.title][sheet.dimensions]] == [
            [cell.value for cell in row] for row in sheet[sheet.dimensions]
        ]
    (rule,) = (r for r in theirs["Criteria"].data_validations.dataValidation if r.type == "list")
    assert rule.formula1 == '"Full,Partial,None"'


def _part(packed: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return archive.read(name)


def test_a_workbook_drawn_with_decisions_gives_them_back() -> None:
    review = with_decisions(RESULT)
    assert read(render(review)).decisions == tuple(review.decided.values())


# ---------------------------------------------------------------- what is a decision


def test_the_computed_word_is_a_decision_only_where_it_answers_a_question() -> None:
    found = read(
        worked_in(lambda sheet: fill(sheet, {SURE: ("Full", "Yes."), GAP: ("none", ""), DOUBT: ("Full", "Yes.")}))
    )
    assert said(found) == [(DOUBT, "full", "full")]
    assert found.needless == (SURE, GAP)
    assert not found.faults


def test_a_name_that_is_filled_down_decides_nothing() -> None:
    def sign(sheet: Worksheet) -> None:
        for cell in column(sheet, "Decided by"):
            cell.value = "The QCM"

    assert read(worked_in(sign)) == Returned()


# ---------------------------------------------------------------- what is wrong


def test_all_that_is_wrong_is_said_at_once_with_its_cell() -> None:
    wrong = {
        SURE: ("Maybe", "Who knows."),
        GAP: ("Full", "  "),
        "8580-500 1.3": (None, "Not on file."),
        DOUBT: ("Full", None),
    }
    assert faults(lambda sheet: fill(sheet, wrong)) == [
        ("Criteria, row 2, cell L2", "“Maybe” is no decision. Choose Full, Partial or None, or leave the cell blank."),
        ("Criteria, row 3, cell M3", "The decision has no reason. Say why, or clear the decision."),
        ("Criteria, row 4, cell L4", "There is a reason, but no decision. Choose one, or clear the reason."),
        ("Criteria, row 35, cell M35", "The decision has no reason. Say why, or clear the decision."),
    ]  # fmt: skip


def test_a_long_word_is_cut_where_it_is_told() -> None:
    ((_, text),) = faults(lambda sheet: fill(sheet, {GAP: ("x" * 30_000, "Why not.")}))
    assert len(text) < 200


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"A": "8580-999"},
            "“8580-999 1.1” is no criterion of this result. Put the unit and the number back as they were.",
        ),
        ({"B": "9.9"}, "“8580-500 9.9” is no criterion of this result."),
        ({"A": "8580-501"}, "“8580-501 1.1” is no criterion of this result."),
        ({"A": None, "B": None}, "It does not say which criterion it is."),
        ({"B": "1.2"}, "2 rows are 8580-500 1.2. Keep one of them."),
    ],
)
def test_a_row_that_is_no_criterion_any_more_is_named(cells: Mapping[str, object], sentence: str) -> None:
    def change(sheet: Worksheet) -> None:
        fill(sheet, {SURE: ("None", "It is on another unit.")})
        for letter, value in cells.items():
            sheet[f"{letter}2"].value = value

    ((place, text),) = faults(change)
    assert place == "Criteria, row 2, cell B2"
    assert text.startswith(sentence)


def test_a_title_that_is_gone_or_there_twice_is_named() -> None:
    def rename(title: str, to: str) -> Callable[[Worksheet], None]:
        def change(sheet: Worksheet) -> None:
            fill(sheet, FILLED)
            (cell,) = (cell for cell in sheet[1] if cell.value == title)
            cell.value = to
            sheet.tables.clear()

        return change

    assert faults(rename("Reason", "Why on earth")) == [
        (
            "Sheet Criteria",
            "No sheet has a row with the titles Unit, Number, Your decision and Reason. Put the titles back.",
        )
    ]
    assert faults(rename("Decided by", "reason")) == [
        ("Criteria, row 1", "Two columns are headed “Reason”. Keep one of them.")
    ]


def test_a_workbook_on_another_result_is_not_taken_for_this_ones() -> None:
    other = sample.complete()
    (fault,) = read(worked_in(lambda sheet: fill(sheet, FILLED)), other).faults
    assert fault.place == "Sheet About"
    assert fault.text.startswith("This workbook was drawn from another result")


def test_a_workbook_without_its_sheet_about_says_what_is_missing() -> None:
    book = openpyxl.load_workbook(io.BytesIO(PACKED))
    del book["About"]
    saved = io.BytesIO()
    book.save(saved)
    (fault,) = read(saved.getvalue()).faults
    assert fault.text.startswith("The sheet is gone, so we cannot tell which result this workbook is on.")


def test_columns_far_to_the_right_are_named_as_excel_names_them() -> None:
    def move(sheet: Worksheet) -> None:
        fill(sheet, {GAP: ("Full", None)})
        sheet.tables.clear()
        sheet.insert_cols(3, 30)

    assert [place for place, _ in faults(move)] == ["Criteria, row 3, cell AQ3"]


def test_decisions_fit_the_result_that_they_were_read_for() -> None:
    found = read(worked_in(lambda sheet: fill(sheet, FILLED)))
    assert [(one.unit, one.ref) for one in found.decisions] == [
        (one.unit, one.ref) for one in made(RESULT, {SURE: "none", GAP: "full", DOUBT: "full"}).decisions
    ]
