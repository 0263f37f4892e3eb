"""What the customer left blank is filled in, as tracked changes; what they filled in stays."""

from pathlib import Path

import pytest
from lxml.etree import _Element as Element

from pipeline.reference import load_reference
from tests.readers.written import p, run, sdt
from tests.report.annotated.copies import AUTHOR, checked, comments, copied, named, part, text_of, without_ours, written
from tests.report.annotated.forms import form, summary
from tests.report.annotated.valid import require_valid

UNITS = ("8580-500", "8580-501", "8580-503")
GAP = {"8580-501 1.1": {"evidence": ""}}
BLANK = dict.fromkeys(UNITS, ("", "", ""))


def _rows(copy: bytes, table: int) -> list[list[str]]:
    document = part(copy, "word/document.xml")
    found = list(document.iter(named(document, "tbl")))[table - 1]
    return [[text_of(cell) for cell in row.iter(named(row, "tc"))] for row in found.iter(named(found, "tr"))]


def _changes(copy: bytes) -> list[Element]:
    document = part(copy, "word/document.xml")
    found = document.iter(named(document, "ins"), named(document, "del"))
    return [change for change in found if change.get(named(document, "author")) == AUTHOR]


def _ticks(copy: bytes) -> dict[str, list[str]]:
    return {row[0]: row[3:6] for row in _rows(copy, 2)[1:]}


def test_blank_ticks_are_filled_in_and_a_comment_says_why(tmp_path: Path):
    _, copy = copied(form(GAP, summary=summary(BLANK)), tmp_path)
    assert _ticks(copy) == {"8580-500": ["", "", "✓"], "8580-501": ["", "✓", ""], "8580-503": ["", "", "✓"]}
    said = {comment.title: comment for comment in comments(copy) if comment.cell == "✓"}
    assert said["8580-501: ◐ Partial"].lines[1:] == (
        "9 of 10 full and 1 partial.",
        "We filled this in, as it was blank.",
    )
    assert "Where your form was blank, we filled in what we found, as tracked changes." in comments(copy)[0].lines
    require_valid(copy)


def test_who_rejects_the_changes_has_the_form_as_it_was(tmp_path: Path):
    packed = form(GAP, summary=summary(BLANK), answers=("Certificate: YES/NO/N/A", "Diploma:"))
    _, copy = copied(packed, tmp_path)
    assert len(_changes(copy)) == 3 + 3
    ours, before = without_ours(part(copy, "word/document.xml")), part(packed, "word/document.xml")
    assert [text_of(cell) for cell in ours.iter(named(ours, "tc"))] == [
        text_of(cell) for cell in before.iter(named(before, "tc"))
    ]


def test_what_the_customer_ticked_is_left_as_it_is(tmp_path: Path):
    ticked = {"8580-500": ("", "", "X"), "8580-501": ("", "", "X"), "8580-503": ("", "", "")}
    _, copy = copied(form(GAP, summary=summary(ticked)), tmp_path)
    assert _ticks(copy) == {"8580-500": ["", "", "X"], "8580-501": ["", "", "X"], "8580-503": ["", "", "✓"]}
    assert [text_of(change) for change in _changes(copy)] == ["✓"]
    assert [comment.cell for comment in comments(copy) if "Your summary says" in " ".join(comment.lines)] == ["X"]


@pytest.mark.parametrize("written", [("-", "-", "-"), ("?", "", ""), ("X", "X", ""), ("n/a", "n/a", "n/a")])
def test_a_line_where_anything_is_written_is_left_as_it_is(written: tuple[str, str, str], tmp_path: Path):
    _, copy = copied(form(summary=summary(BLANK | {"8580-500": written})), tmp_path)
    assert _ticks(copy)["8580-500"] == list(written)


def test_boxes_are_ticked_and_words_are_written_where_the_form_has_those(tmp_path: Path):
    _, copy = copied(form(GAP, summary=summary(dict.fromkeys(UNITS, ("☐", "☐", "☐")))), tmp_path)
    assert _ticks(copy)["8580-501"] == ["☐", "☒", "☐"]
    require_valid(copy)
    _, copy = copied(form(GAP, summary=summary(dict.fromkeys(UNITS, ("",)), ["Coverage"])), tmp_path)
    assert {row[0]: row[3] for row in _rows(copy, 2)[1:]} == {
        "8580-500": "Full", "8580-501": "Partial", "8580-503": "Full"
    }  # fmt: skip


def test_a_unit_that_is_not_claimed_gets_no_tick(tmp_path: Path):
    _, copy = copied(form(summary=summary(BLANK | {"8580-502": ("", "", "")})), tmp_path)
    assert _ticks(copy)["8580-502"] == ["", "", ""]


@pytest.mark.parametrize(
    ("answers", "filled"),
    [
        (("Certificate: YES/NO/N/A", "Diploma: YES/NO/N/A"), ["Certificate: YES", "Diploma: N/A"]),
        (("Certificate: YES / NO / N/A", "Diploma: Yes or No or N/A"), ["Certificate: YES", "Diploma: N/A"]),
        (("Certificate:", "Diploma:"), ["Certificate: YES", "Diploma: N/A"]),
        (("Certificate", "", "Diploma", ""), ["Certificate", "YES", "Diploma", "N/A"]),
        (("Certificate: ☐ YES ☐ NO ☐ N/A", "Diploma: ☐ YES ☐ NO ☐ N/A"),
         ["Certificate: ☒ YES ☐ NO ☐ N/A", "Diploma: ☐ YES ☐ NO ☒ N/A"]),
        (("Certificate: YES ☐ NO ☐", "Diploma: N/A"), ["Certificate: YES ☒ NO ☐", "Diploma: N/A"]),
        (("Certificate: YES", "Diploma: YES/NO/N/A"), ["Certificate: YES", "Diploma: N/A"]),
    ],
)  # fmt: skip
def test_an_unanswered_rule_of_combination_is_answered(answers: tuple[str, ...], filled: list[str], tmp_path: Path):
    result, copy = copied(form(GAP, answers=answers), tmp_path)
    assert _rows(copy, 1)[0] == filled
    require_valid(copy)
    again = checked(copy, tmp_path)
    assert (again.claimed, again.counts) == (result.claimed, result.counts)


@pytest.mark.parametrize(
    "answers",
    [
        ("Certificate: YES", "Diploma: NO"),
        ("☒ Certificate", "☐ Diploma"),
        ("Certificate: no idea yet", "Diploma: tbc"),
    ],
)
def test_what_is_answered_or_written_there_is_left_as_it_is(answers: tuple[str, ...], tmp_path: Path):
    _, copy = copied(form(GAP, answers=answers), tmp_path)
    assert _rows(copy, 1)[0] == list(answers)


def test_an_award_that_is_claimed_and_not_met_stays_claimed_when_the_copy_is_checked(tmp_path: Path):
    packed = form(answers=("Certificate: YES/NO/N/A", "Diploma: YES/NO/N/A"), units=("8580-500", "8580-501"))
    result, copy = copied(packed, tmp_path)
    assert _rows(copy, 1)[0] == ["Certificate: NO (claimed, but not met)", "Diploma: N/A"]
    again = checked(copy, tmp_path)
    assert (again.claimed, again.counts) == (result.claimed, result.counts)
    assert again.claimed == ["certificate"]


def test_nothing_is_answered_where_no_award_is_claimed(tmp_path: Path):
    refs = [f"{unit.ref} {criterion.ref}" for unit, criterion in load_reference().pairs()]
    blank = {key: {"strategies": "", "evidence": ""} for key in refs}
    packed = form(blank, answers=("Certificate: YES/NO/N/A", "Diploma: YES/NO/N/A"))
    result, copy = copied(packed, tmp_path)
    assert result.claimed == []
    assert not _changes(copy)


@pytest.mark.parametrize(
    "cell",
    [
        sdt(p("Choose an item."), "<w:showingPlcHdr/>"),
        p(sdt(run("☐"), '<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>')),
    ],
)
def test_a_control_is_not_broken_but_a_comment_says_what_belongs_there(cell: str, tmp_path: Path):
    packed = form(summary=summary(BLANK | {"8580-500": ("", "", cell)}))
    _, copy = copied(packed, tmp_path)
    (comment,) = (comment for comment in comments(copy) if comment.title == "8580-500: ✓ Full")
    assert comment.lines[-1] == "This is blank. It is what belongs here."
    ours, before = without_ours(part(copy, "word/document.xml")), part(packed, "word/document.xml")
    assert written(ours) == written(before)


def test_a_choice_below_other_words_is_answered(tmp_path: Path):
    _, copy = copied(form(answers=(p("For our learners") + p("Certificate: YES/NO/N/A"), "Diploma: N/A")), tmp_path)
    assert _rows(copy, 1)[0] == ["For our learnersCertificate: YES", "Diploma: N/A"]


def test_a_choice_that_is_cut_up_in_the_file_is_answered_too(tmp_path: Path):
    cut = p(run("Certi") + run("ficate: YE", "<w:b/>") + run("S/NO/") + run("N/A (delete)"[:3], "<w:i/>"))
    _, copy = copied(form(answers=(cut, "Diploma: N/A")), tmp_path)
    assert _rows(copy, 1)[0] == ["Certificate: YES", "Diploma: N/A"]
    deleted, inserted = _changes(copy)
    assert "".join(found.text or "" for found in deleted.iter(named(deleted, "delText"))) == "YES/NO/N/A"
    assert inserted.find(f".//{named(inserted, 'i')}") is not None
    require_valid(copy)
