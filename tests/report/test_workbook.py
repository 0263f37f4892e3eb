"""The workbook, opened as a program opens it: its sheets, tables, lists to choose from, and nothing in it that acts."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import openpyxl
import pytest
from lxml import etree
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.decisions import by_criterion
from pipeline.judge.decided import decided
from pipeline.policy import load_policy
from pipeline.report import rows, words
from pipeline.report.review import Review
from pipeline.report.since import compare
from pipeline.report.workbook import render
from pipeline.report.workbook.lists import fingerprint
from pipeline.result import Result
from tests.judge.test_decided import made
from tests.report import sample

SHEETS = ["Summary", "Criteria", "Actions", "Findings", "EV sample", "About"]
BUILDS = (
    sample.with_gaps, sample.complete, sample.advice_only, sample.blank, sample.without_a_unit, sample.unfilled,
    sample.without_an_award, sample.not_a_mapping, sample.hostile,
)  # fmt: skip
every_build = pytest.mark.parametrize("build", BUILDS, ids=lambda build: build.__name__)
XL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def opened(review: Review | Result) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(render(review if isinstance(review, Review) else Review(review))))


def with_decisions(result: Result) -> Review:
    """A review in which one gap was closed, one opened, and one question answered."""
    chosen = made(result, {"8580-500 1.2": "full", "8580-500 2.1": "partial", "8580-502 2.3": "full"}, "Seen, on file.")
    return Review(decided(result, chosen, load_policy()), None, by_criterion(chosen), result)


def table(sheet: Worksheet) -> list[dict[str, str]]:
    """The rows of a sheet's table by its titles, blank cells as ""."""
    (found,) = sheet.tables.values()
    head, *body = sheet[found.ref]
    titles = [cell.value for cell in head]
    return [{title: _text(cell) for title, cell in zip(titles, row, strict=True)} for row in body]


def column(sheet: Worksheet, title: str) -> list[Cell]:
    """The cells of a table's column, without its title."""
    (found,) = sheet.tables.values()
    head, *body = sheet[found.ref]
    at = [cell.value for cell in head].index(title)
    return [row[at] for row in body]


def _text(cell: Cell) -> str:
    return "" if cell.value is None else str(cell.value)


def cells(book: Workbook) -> Iterator[Cell]:
    return (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None)


def parts(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# ---------------------------------------------------------------- what is in it


@every_build
def test_its_sheets_are_real_tables_with_filters_under_heads_that_stay(build: Callable[[], Result]) -> None:
    book = opened(build())
    assert book.sheetnames == SHEETS
    for sheet in book.worksheets:
        (found,) = sheet.tables.values()
        assert found.autoFilter is not None
        head = [_text(cell) for cell in sheet[found.ref][0]]
        assert head == [one.name for one in found.tableColumns]
        assert len(set(head)) == len(head)
        setup = sheet.page_setup
        assert (setup.orientation, setup.fitToWidth or 1, setup.fitToHeight) == ("landscape", 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        if sheet.title != "Summary":
            top = sheet[found.ref][0][0].row
            assert re.fullmatch(rf"[A-Z]+{top + 1}", sheet.freeze_panes)
            assert sheet.print_title_rows == f"${top}:${top}"


@pytest.mark.parametrize("build", [sample.with_gaps, sample.blank, sample.without_a_unit])
def test_every_judged_criterion_is_a_row_with_all_that_is_known_of_it(build: Callable[[], Result]) -> None:
    result = build()
    found = table(opened(result)["Criteria"])
    judged = [(unit, criterion) for unit in result.units for criterion in unit.criteria]
    assert len(found) == len(judged)
    for row, (unit, criterion) in zip(found, judged, strict=True):
        assert (row["Unit"], row["Number"], row["What the unit requires"]) == (unit.ref, criterion.ref, criterion.text)
        assert (row["Learning strategies"], row["Assessment evidence"]) == (criterion.strategies, criterion.evidence)
        assert row["Coverage"] == words.STATUS[criterion.status]
        assert row["Needs your eye"] == ("No" if criterion.certain else "Yes")
        assert bool(row["Question"]) == (not criterion.certain)
        assert row["Why"].split("\n") == ([reason.message for reason in criterion.reasons] or [""])
        assert row["What to ask for"].split("\n") == ([reason.request for reason in criterion.reasons] or [""])
        assert row["Where"] == (words.place(criterion.location) or "Not found")


def test_actions_and_findings_are_those_of_every_report() -> None:
    result = sample.with_gaps()
    book = opened(result)
    planned = rows.actions(result)
    found = table(book["Actions"])
    assert [row["What to do"] for row in found] == [action.ask for action in planned]
    assert [row["What we found"] for row in found] == [action.found for action in planned]
    assert [row["Must do or advice"] for row in found] == [rows.weight(action) for action in planned]
    assert {row["Must do or advice"] for row in found} >= {"Must do", "To clear up"}
    assert [row["No."] for row in found] == [str(number) for number in range(1, len(planned) + 1)]
    assert [row["What we found"] for row in table(book["Findings"])] == [one.message for one in result.findings]
    assert [row["Code"] for row in table(book["Findings"])] == [one.code for one in result.findings]


def test_nothing_that_a_person_fills_in_is_invented() -> None:
    book = opened(sample.with_gaps())
    for sheet, titles in (
        ("Actions", ("Owner", "By when", "Customer’s reply", "Closed on")),
        ("Criteria", ("Your decision", "Reason", "Decided by", "Decided on")),
    ):
        assert {row[title] for row in table(book[sheet]) for title in titles} == {""}


def test_the_summary_answers_before_its_table() -> None:
    result = sample.with_gaps()
    sheet = opened(result)["Summary"]
    said = {_text(row[0]): _text(row[1]) for row in sheet.iter_rows(max_row=16, max_col=2)}
    assert said["Suggested answer"] == result.suggestion.why
    assert (said["✓ Full"], said["◐ Partial"], said["✕ None"], said["? Needs your eye"]) == (
        "26 of 34", "6 of 34", "2 of 34", "3 of 34",
    )  # fmt: skip
    assert said["Diploma"].endswith("✕ Tutorial support: 1 hour stated, 2 needed.")
    units = table(sheet)
    ticked = [[title for title in ("None", "Partial", "Full") if unit[title]] for unit in units]
    assert ticked == [["Partial"], [], ["Partial"], ["Partial"]]
    assert [unit["Customer’s own tick"] for unit in units] == ["Full", "", "Full", "Full"]
    assert units[0]["Title of assessment for external verification"].split("\n") == result.units[0].assessments


def test_the_sample_touches_every_criterion_that_any_assessment_touches() -> None:
    result = sample.with_gaps()
    named = {
        f"{unit.ref} {criterion.ref}": criterion.assessments for unit in result.units for criterion in unit.criteria
    }
    found = table(opened(result)["EV sample"])
    for row in found:
        assert {key for key in named if row[key]} == {
            key for key, titles in named.items() if row["Assessment"] in titles
        }
        assert row["Criteria"] == str(sum(row["Assessment"] in titles for titles in named.values()))
        assert row["Rest on it alone"] == str(sum(titles == [row["Assessment"]] for titles in named.values()))
    sampled = [row for row in found if row["Suggestion"] == "In the sample"]
    assert all(any(row[key] for row in sampled) for key, titles in named.items() if titles)


def test_about_says_what_is_not_judged_and_holds_the_fingerprints() -> None:
    result = sample.with_gaps()
    said = {(row["Part"], row["What"]): row["It says"] for row in table(opened(result)["About"])}
    prints = {what: text for (part, what), text in said.items() if part.startswith("Fingerprints")}
    assert prints == {
        "Submission": result.submission.sha256, "Reference": result.reference.sha256, "Policy": result.policy.sha256,
        "Result": fingerprint(result),
    }  # fmt: skip
    assert ("What is not judged", "This stays with you") in said
    assert {what for part, what in said if part == "The words used"} >= {"Full", "Partial", "None", "Needs your eye"}


@pytest.mark.parametrize(
    ("build", "sheet", "sentence"),
    [
        (sample.not_a_mapping, "Criteria", "No criterion was judged."),
        (sample.complete, "Actions", "Nothing is asked for."),
        (sample.complete, "Findings", "Nothing beside the criteria."),
    ],
)
def test_a_sheet_without_rows_says_so(build: Callable[[], Result], sheet: str, sentence: str) -> None:
    (row,) = table(opened(build())[sheet])
    assert [text for text in row.values() if text] == [sentence]


def test_codes_stand_in_their_own_last_column_alone() -> None:
    result = sample.with_gaps()
    codes = {finding.code for finding in result.findings}
    codes |= {reason.code for unit in result.units for c in unit.criteria for reason in c.reasons}
    book = opened(result)
    for name in ("Criteria", "Findings"):
        assert list(table(book[name])[0])[-1] == "Code"
    apart = {cell.coordinate for name in ("Criteria", "Findings") for cell in column(book[name], "Code")}
    for cell in cells(book):
        if not (cell.parent.title in ("Criteria", "Findings") and cell.coordinate in apart):
            assert not any(code in str(cell.value) for code in codes), cell.value


# ---------------------------------------------------------------- deciding in it


def test_a_decision_is_chosen_from_a_list_in_every_row() -> None:
    sheet = opened(sample.with_gaps())["Criteria"]
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    (rule,) = lists
    assert rule.formula1 == '"Full,Partial,None"'
    assert rule.allow_blank
    assert "leave the cell blank" in rule.error
    assert all(cell.coordinate in rule.sqref for cell in column(sheet, "Your decision"))
    told = [rule.prompt for rule in sheet.data_validations.dataValidation if rule.promptTitle == "Reason"]
    assert "the customer is told it in these words" in told[0]


@pytest.mark.parametrize(
    ("sheet", "title", "marks"),
    [
        ("Criteria", "Coverage", {"Full", "Partial", "None"}),
        ("Criteria", "Your decision", {"Full", "Partial", "None"}),
        ("Criteria", "Needs your eye", {"Yes"}),
        ("Actions", "Must do or advice", {"Must do", "To clear up"}),
        ("Actions", "Risk", {"High", "Medium"}),
        ("Findings", "Weight", {"Major", "Minor"}),
    ],
)
def test_a_word_has_its_colour_wherever_it_is_written(sheet: str, title: str, marks: set[str]) -> None:
    found = opened(sample.with_gaps())[sheet]
    last = column(found, title)[-1].coordinate
    rules = {
        rule.formula[0].strip('"'): rule.dxf
        for area, ruled in found.conditional_formatting._cf_rules.items()
        if last in area
        for rule in ruled
    }
    assert set(rules) == marks
    assert len({rule.fill.bgColor.rgb for rule in rules.values()}) == len(marks)
    if title == "Coverage":
        assert [rules[word].numFmt.formatCode for word in ("Full", "Partial", "None")] == ['"✓ "@', '"◐ "@', '"✕ "@']


def test_decisions_stand_over_what_was_computed_and_it_stays_in_sight() -> None:
    result = sample.with_gaps()
    review = with_decisions(result)
    book = opened(review)
    found = {f"{row['Unit']} {row['Number']}": row for row in table(book["Criteria"])}
    closed, opened_anew, answered = (found[key] for key in ("8580-500 1.2", "8580-500 2.1", "8580-502 2.3"))
    assert (closed["Coverage"], closed["As computed"], closed["Your decision"]) == ("Full", "None", "Full")
    assert closed["Why"] == "As computed: The row is there, but both cells are blank."
    assert (closed["Reason"], closed["Decided by"], closed["Decided on"]) == (
        "Seen, on file.",
        "The QCM",
        "12 May 2025",
    )
    assert (opened_anew["Coverage"], opened_anew["As computed"]) == ("Partial", "Full")
    assert (answered["As computed"], answered["Needs your eye"]) == ("Full", "No")
    assert found["8580-500 1.3"]["As computed"] == found["8580-500 1.3"]["Your decision"] == ""
    said = {_text(row[0]): _text(row[1]) for row in book["Summary"].iter_rows(max_row=18, max_col=2)}
    assert said["✕ None"] == "1 of 34. As computed: 2 of 34."
    assert said["Decided by a person"].startswith("3 criteria")
    prints = {row["What"]: row["It says"] for row in table(book["About"])}
    assert prints["Result"] == fingerprint(result) != fingerprint(review.result)
    assert "As computed" not in table(opened(result)["Criteria"])[0]


def test_what_changed_since_the_last_submission_has_a_sheet_of_its_own() -> None:
    new = sample.with_gaps()
    review = Review(new, compare(sample.blank(), new))
    assert review.since
    book = opened(review)
    assert book.sheetnames == [*SHEETS[:4], "Since last time", *SHEETS[4:]]
    found = table(book["Since last time"])
    assert len(found) == len(review.since.changes)
    assert {row["What became of it"] for row in found} == {words.CHANGE[one.change] for one in review.since.changes}
    (right,) = (row for row in found if (row["Unit"], row["Criterion"]) == ("8580-500", "1.1"))
    assert (right["What became of it"], right["Last time"], right["Now"]) == ("Put right", "None", "Full")


# ---------------------------------------------------------------- what harms nobody


@every_build
def test_no_cell_is_a_formula_or_a_link_whatever_was_submitted(build: Callable[[], Result]) -> None:
    packed = render(Review(build()))
    book = openpyxl.load_workbook(io.BytesIO(packed))
    assert {cell.data_type for cell in cells(book)} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells(book))
    for name, part in parts(packed).items():
        tree = etree.fromstring(part)
        assert not tree.findall(f".//{XL}c/{XL}f"), name
        assert b'TargetMode="External"' not in part


def test_a_text_that_would_become_a_formula_when_its_cell_is_edited_is_marked_as_text() -> None:
    texts = ["=HYPERLINK(\"x\")", "+1", "-1", "@SUM(A1)", "\t=1", "plain = 1"]  # fmt: skip
    changes = {
        f"8580-500 {ref}": {"evidence": text}
        for ref, text in zip(("1.1", "1.2", "1.3", "2.1", "2.2", "2.3"), texts, strict=True)
    }
    found = column(opened(sample.result(sample.CERTIFICATE, changes))["Criteria"], "Assessment evidence")[:6]
    assert [cell.value for cell in found] == texts
    assert [cell.quotePrefix for cell in found] == [True] * 5 + [False]


@pytest.mark.parametrize(("text", "kept"), [("w" * 40_000, 32_707), ("🧑" * 20_000, 16_353)])
def test_what_a_cell_cannot_hold_is_cut_in_sight(text: str, kept: int) -> None:
    result = sample.result(sample.CERTIFICATE, {"8580-500 1.1": {"evidence": text}})
    shown = _text(column(opened(result)["Criteria"], "Assessment evidence")[0])
    assert len(shown.encode("utf-16-le")) // 2 <= 32_767
    assert shown == f"{text[:kept]}… ({len(text) - kept:,} more characters in the document)"


def test_a_cell_that_is_just_full_is_not_cut() -> None:
    text = "w" * 32_767
    result = sample.result(sample.CERTIFICATE, {"8580-500 1.1": {"evidence": text}})
    assert _text(column(opened(result)["Criteria"], "Assessment evidence")[0]) == text


def test_control_characters_go_and_the_rest_of_a_text_stays() -> None:
    said = "a\x00b\x07c\x1b[31md\ud800e\u202ef\ufffeg _x0041_ Ω عربى 🧑🏽‍🏫\nnext"
    result = sample.result(sample.CERTIFICATE, {"8580-500 1.1": {"strategies": said}})
    shown = _text(column(opened(result)["Criteria"], "Learning strategies")[0])
    assert shown == "abc[31mdefg _x0041_ Ω عربى 🧑🏽‍🏫\nnext"


# ---------------------------------------------------------------- the file


@every_build
def test_the_same_review_gives_the_same_bytes_and_nothing_of_this_machine(build: Callable[[], Result]) -> None:
    review = Review(build())
    packed = render(review)
    assert packed == render(review)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = openpyxl.load_workbook(io.BytesIO(packed)).properties
    assert properties.creator == properties.lastModifiedBy == "ilm-coverage"
    assert properties.created == properties.modified == datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl knows no zones
    assert properties.title


def test_rows_are_high_enough_and_grow_when_somebody_types() -> None:
    sheets = {
        name: part for name, part in parts(render(Review(sample.with_gaps()))).items() if "worksheets/sheet" in name
    }
    assert len(sheets) == len(SHEETS)
    for part in sheets.values():
        heights = [row.attrib for row in etree.fromstring(part).iter(f"{XL}row")]
        assert all("customHeight" not in row for row in heights)
        assert all(float(row["ht"]) <= 409 for row in heights if "ht" in row)
    criteria = [row.attrib for row in etree.fromstring(sheets["xl/worksheets/sheet2.xml"]).iter(f"{XL}row")]
    assert all(float(row["ht"]) > 20 for row in criteria)


def test_numbers_of_criteria_are_texts_and_no_mistakes() -> None:
    packed = render(Review(sample.with_gaps()))
    assert all(
        isinstance(cell.value, str) for cell in column(openpyxl.load_workbook(io.BytesIO(packed))["Criteria"], "Number")
    )
    assert b'numberStoredAsText="1"' in parts(packed)["xl/worksheets/sheet2.xml"]


def test_a_unit_that_is_missing_is_one_action_until_somebody_decides_on_a_criterion_of_it() -> None:
    result = sample.without_a_unit()
    ref = next(unit.criteria[0].ref for unit in result.units if unit.ref == "8580-502")
    chosen = made(result, {f"8580-502 {ref}": "partial"}, "It is in the appendix, half of it.")
    after = decided(result, chosen, load_policy())

    def told(result: Result) -> Mapping[str, str]:
        return {
            row["Criterion"]: row["What we found"]
            for row in table(opened(result)["Actions"])
            if row["Unit"] == "8580-502"
        }

    assert list(told(result)) == ["all 13 criteria"]
    assert told(after)[ref] == "It is in the appendix, half of it."
    assert len(told(after)) == 14
