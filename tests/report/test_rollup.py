"""The files of a roll-up read back: each says what the entries say, and no other people's text acts in any of them."""

import csv
import json
import os
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline.policy import load_policy
from pipeline.records import Entry
from pipeline.report import rollup, words
from pipeline.report.rollup import commas, heads, labels, longbook, tables, workbook
from pipeline.report.rollup.links import link
from tests.mappings import certificate
from tests.report import rollups
from tests.report.page import Element, parse


def real() -> list[Entry]:
    """Entries of real checks: the documents of inputs/, and one written here."""
    from pipeline.check import check

    return [
        rollups.entry(f"inputs/{path.name}", check(path), received=f"2026-0{month}-01")
        for month, path in enumerate(sorted(Path("inputs").glob("*.docx")), 1)
    ]


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> list[Entry]:
    from pipeline.check import check

    made = tmp_path_factory.mktemp("made") / "harbour.docx"
    made.write_bytes(certificate({"8580-500 1.2": "", "8580-503 3.1": "To be agreed."}))
    return [*rollups.small(), *real(), rollups.entry("harbour.docx", check(made)), *rollups.many(40)]


@pytest.fixture(scope="module")
def folder(entries: list[Entry], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rollups.written(entries, tmp_path_factory.mktemp("batch") / "out")


def rows(sheet: Any) -> list[dict[str, Any]]:
    titles, *found = sheet.iter_rows(values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in found]


def lines(folder: Path) -> list[dict[str, str]]:
    text = (folder / "criteria.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def cells(folder: Path) -> list[list[str]]:
    return list(csv.reader(StringIO((folder / "criteria.csv").read_bytes().decode("utf-8-sig"), newline="")))


def judged(entries: Sequence[Entry]) -> Iterator[tuple[Entry, str, Any]]:
    for entry in entries:
        if entry.same_as is None:
            for unit in entry.record.units:
                for criterion in unit.criteria:
                    yield entry, unit.ref, criterion


# ---------------------------------------------------------------- the same numbers in all of them


def test_every_file_says_of_each_submission_what_its_entry_says(entries: list[Entry], folder: Path) -> None:
    batch = json.loads((folder / "batch.json").read_bytes())
    table = pd.read_parquet(folder / "submissions.parquet")
    book = openpyxl.load_workbook(folder / workbook.NAME)
    sheet = rows(book["Submissions"])
    page = {row[0].text.partition("Same file as")[0]: row for row in page_rows(folder)}
    assert len(batch["submissions"]) == len(table) == len(sheet) == len(page) == len(entries)
    for entry, told, stored, listed in zip(entries, batch["submissions"], table.to_dict("records"), sheet, strict=True):
        kept, shown = entry.record, page[entry.shown]
        assert told["submission"] == stored["submission"] == listed["Submission"] == entry.shown
        assert (told["sha256"], told["same_as"], told["folder"]) == (kept.sha256, entry.same_as, entry.folder)
        assert told["kind"] == stored["kind"] == kept.kind
        assert listed["Outcome"] == labels.KIND[kept.kind]
        assert (listed["Customer"] or "") == stored["customer"] == shown[1].text == kept.customer
        if kept.kind == "unread":
            assert (told["code"], told["message"]) == (kept.code, kept.message)
            assert "counts" not in told
            continue
        counts = {"full": kept.full, "partial": kept.partial, "none": kept.none}
        assert told["counts"] == counts | {"criteria": kept.total}
        assert [stored[name] for name in counts] == list(counts.values())
        assert told["needs_eye"] == stored["needs_eye"] == kept.needs_eye
        assert told["answer"] == stored["answer"] == kept.answer
        if kept.total:
            assert [listed[words.STATUS[name]] for name in ("full", "partial", "none")] == list(counts.values())
            assert [shown[at].text for at in (4, 5, 6)] == [
                f"{kept.full} of {kept.total}",
                *map(str, [kept.partial, kept.none]),
            ]
        if entry.changes:
            assert told["changes"]["put_right"] == stored["put_right"] == entry.changes.put_right
            assert listed["Since the last submission"] == "4 put right, 2 still open and 1 new"


def page_rows(folder: Path) -> list[list[Element]]:
    table = parse((folder / "index.html").read_bytes()).by_id("table")
    (body,) = table.all("tbody")
    return [row.all("th", "td") for row in body.all("tr")]


def test_every_file_says_of_each_criterion_what_its_entry_says(entries: list[Entry], folder: Path) -> None:
    table = pq.read_table(folder / "criteria.parquet").to_pylist()
    sheet = rows(openpyxl.load_workbook(folder / workbook.NAME)["Criteria"])
    found = list(judged(entries))
    assert len(table) == len(lines(folder)) == len(sheet) == len(found)
    for (entry, unit, criterion), stored, line, listed in zip(found, table, lines(folder), sheet, strict=True):
        place = (entry.shown, unit, criterion.ref)
        assert (stored["submission"], stored["unit"], stored["criterion"]) == place
        assert (line["Submission"], line["Unit"], line["Criterion"].removeprefix("AC ")) == place
        assert (listed["Submission"], listed["Unit"], listed["Number"]) == place
        assert stored["status"] == criterion.status
        assert line["Coverage"] == listed["Coverage"] == words.STATUS[criterion.status]
        assert stored["certain"] == criterion.certain
        assert line["Needs your eye"] == listed["Needs your eye"] == ("No" if criterion.certain else "Yes")
        assert stored["reasons"] == [reason.code for reason in criterion.reasons]
        assert stored["messages"] == [reason.message for reason in criterion.reasons]
        assert line["Why"] == (listed["Why"] or "") == "\n".join(stored["messages"])
        assert stored["criterion_text"] == rollups.CATALOGUE.texts[unit, criterion.ref]
        assert stored["assessments"] == criterion.assessments


def test_the_totals_are_those_of_the_entries(entries: list[Entry], folder: Path) -> None:
    totals = json.loads((folder / "batch.json").read_bytes())["totals"]
    own = [entry.record for entry in entries if entry.same_as is None]
    assert totals["submissions"] == len(entries)
    assert totals["kinds"] == dict(Counter(entry.record.kind for entry in entries))
    assert totals["answers"] == dict(Counter(entry.record.answer for entry in entries if entry.record.answer))
    assert totals["copies"] == 1
    assert totals["resubmissions"] == 1
    assert totals["judged"] == sum(bool(kept.total) for kept in own)
    assert totals["criteria"] == {
        "full": sum(kept.full for kept in own),
        "partial": sum(kept.partial for kept in own),
        "none": sum(kept.none for kept in own),
        "criteria": sum(kept.total for kept in own),
        "needs_eye": sum(kept.needs_eye for kept in own),
    }


def test_the_page_begins_with_the_whole_batch_in_a_sentence(entries: list[Entry], folder: Path) -> None:
    (title,) = parse((folder / "index.html").read_bytes()).all("h1")
    kinds = Counter(entry.record.kind for entry in entries)
    assert title.text.replace("\xa0", " ") == (
        f"{len(entries)} submissions: {kinds['complete']} complete, {kinds['gaps']} with gaps, "
        f"{labels.headline(0, {'not_a_mapping': kinds['not_a_mapping']}).removeprefix('0 submissions: ')}, "
        f"{kinds['unread']} could not be read"
    )


def test_the_matrix_has_every_verdict_in_letters_and_in_words(entries: list[Entry], folder: Path) -> None:
    (table,) = parse((folder / "index.html").read_bytes()).by_class("verdicts")
    (body,) = table.all("tbody")
    said = Counter(cell.all("i")[0].text.split(",")[0] for cell in body.all("td"))
    seen = Counter(cell.all("b")[0].text.rstrip("?") for cell in body.all("td"))
    expected = Counter(criterion.status for _, _, criterion in judged(entries))
    assert {word: said[word] for word in ("Full", "Partial", "None")} == {
        words.STATUS[status]: expected[status] for status in ("full", "partial", "none")
    }
    assert [seen[letter] for letter in "FPN"] == [said[word] for word in ("Full", "Partial", "None")]


def test_the_same_entries_give_the_same_bytes_whatever_the_machine_is_set_to(tmp_path: Path) -> None:
    found = [*rollups.small(), *rollups.many(30)]
    one = rollups.written(found, tmp_path / "one")
    before = os.umask(0o077)
    try:
        other = rollups.written(found, tmp_path / "other")
    finally:
        os.umask(before)
    assert sorted(path.name for path in one.iterdir()) == sorted(rollup.NAMES)
    for name in rollup.NAMES:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def test_a_batch_of_nothing_has_a_roll_up_too(tmp_path: Path) -> None:
    folder = rollups.written([], tmp_path / "out")
    assert "0 submissions" in parse((folder / "index.html").read_bytes()).text
    assert json.loads((folder / "batch.json").read_bytes())["submissions"] == []
    assert cells(folder) == [list(heads.CRITERION_HEADS.values())]


def test_a_batch_in_which_nothing_could_be_read_has_one_too(tmp_path: Path) -> None:
    folder = rollups.written([rollups.entry("a.docx", rollups.failure("a.docx"))], tmp_path / "out")
    page = parse((folder / "index.html").read_bytes())
    assert "It has a password. Send one without." in page.text
    (shown,) = page.by_class("unread-list")
    assert shown.all("a")[0].attributes["href"] == "./a/a%20-%20could%20not%20be%20read.txt"


# ---------------------------------------------------------------- how much there is


def test_row_groups_change_no_number_and_part_no_submission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(rollups.many(30))
    whole = rollups.written(found, tmp_path / "whole")
    monkeypatch.setattr(tables, "GROUP_ROWS", 200)
    parted = rollups.written(found, tmp_path / "parted")
    file = pq.ParquetFile(parted / "criteria.parquet")
    assert file.num_row_groups >= 5
    groups = [set(file.read_row_group(at, ["submission"]).column(0).to_pylist()) for at in range(file.num_row_groups)]
    assert sum(map(len, groups)) == len(set.union(*groups))
    for name in ("batch.json", "criteria.csv", "index.html", workbook.NAME):
        assert (whole / name).read_bytes() == (parted / name).read_bytes(), name


def test_what_has_no_room_is_left_out_of_the_csv_and_the_workbook_and_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = list(rollups.many(30))
    monkeypatch.setattr(commas, "EXCEL_ROWS", 500)
    monkeypatch.setattr(workbook, "SHEET_ROWS", 20)
    folder = tmp_path / "out"
    folder.mkdir()
    notes = rollup.write(found, rollups.CATALOGUE, folder)
    total = len(list(judged(found)))
    open_ones = [
        (entry.shown, criterion.ref)
        for entry, _, criterion in judged(found)
        if criterion.status != "full" or not criterion.certain
    ]
    sentence = "as there is no room for all"
    assert [(line["Submission"], line["Criterion"].removeprefix("AC ")) for line in lines(folder)] == open_ones
    sheet = rows(openpyxl.load_workbook(folder / workbook.NAME)["Criteria"])
    assert [(row["Submission"], row["Number"]) for row in sheet] == open_ones[:20]
    assert len(notes) == 2
    assert all(sentence in note for note in notes)
    page = parse((folder / "index.html").read_bytes()).text
    assert f"It lists the criteria that are not full or need your eye, {sentence} {total:,}." in page
    assert f"lists the first 20 of {len(open_ones):,} criteria" in page
    told = json.loads((folder / "batch.json").read_bytes())["criteria_in"]
    assert told["criteria.csv"] == {"rows": len(open_ones), "of": total, "is_whole": False}
    assert told[workbook.NAME] == {"rows": 20, "of": total, "is_whole": False}


# ---------------------------------------------------------------- other people's text


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rollups.written(rollups.hostile(), tmp_path_factory.mktemp("hostile") / "out")


def test_no_cell_of_the_csv_begins_as_a_formula_does(hostile: Path) -> None:
    found = cells(hostile)
    assert len(found) > 100
    assert not [cell for row in found for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any(cell.startswith("'=HYPERLINK") for row in found for cell in row)
    assert not [cell for row in found for cell in row if "\x07" in cell or "\x1b" in cell or "\u202e" in cell]
    assert {len(row) for row in found} == {len(heads.CRITERION_HEADS)}


def test_the_workbook_has_no_formula_and_no_link_but_its_own(hostile: Path) -> None:
    with zipfile.ZipFile(hostile / workbook.NAME) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheets = [text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert not [text for text in sheets if "<f>" in text]
    relations = "".join(text for name, text in parts.items() if "worksheets/_rels" in name)
    assert "evil" not in relations.replace("evil.example%22%2C%22click%22%29", "")
    assert "javascript:" not in relations
    assert ".." not in relations
    book = openpyxl.load_workbook(hostile / workbook.NAME)
    customers = [row["Customer"] for row in rows(book["Submissions"])]
    assert '=HYPERLINK("http://evil.example","click")' in customers
    assert "a_x0041_b" in {openpyxl.utils.escape.unescape(str(name)) for name in customers}
    assert all(len(str(name)) <= 32_767 for name in customers)


def test_the_page_shows_hostile_text_and_does_nothing_with_it(hostile: Path) -> None:
    page = parse((hostile / "index.html").read_bytes())
    assert len(page.all("script")) == 1
    links = [one.attributes["href"] for one in page.all("a")]
    assert all(one.startswith(("./", "#")) and ".." not in one for one in links)
    assert "<script>alert(1)</script>" in page.text
    assert not [one for one in page.all() if any(name.startswith("on") for name in one.attributes)]
    assert "\u202e" not in page.text
    assert len((hostile / "index.html").read_bytes()) < 600_000


def test_a_link_leads_to_a_place_below_the_page_or_nowhere() -> None:
    assert link("a b/c#d?e%f - coverage report.html") == "./a%20b/c%23d%3Fe%25f%20-%20coverage%20report.html"
    assert link("javascript:alert(1)") == "./javascript%3Aalert%281%29"
    for path in ("../a", "a/../b", "/etc/passwd", "a//b", "a\\..\\b", "", None, "x" * 3_000):
        assert link(path) is None


def test_links_of_the_workbook_are_relative_and_work_as_they_stand(folder: Path) -> None:
    sheet = openpyxl.load_workbook(folder / workbook.NAME)["Submissions"]
    found = [cell.hyperlink.target for row in sheet.iter_rows(min_row=2) for cell in row if cell.hyperlink]
    assert "gaps/gaps%20-%20coverage%20report.html" in found
    assert not [target for target in found if target.startswith(("/", "file:", ".")) or "\\" in target]


def test_links_beyond_what_excel_follows_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(longbook, "_LINKS", 3)
    folder = rollups.written(list(rollups.many(8)), tmp_path / "out")
    sheet = openpyxl.load_workbook(folder / workbook.NAME)["Submissions"]
    assert sum(bool(row[-1].hyperlink) for row in sheet.iter_rows(min_row=2)) == 3


# ---------------------------------------------------------------- words


def test_every_reason_and_finding_of_the_policy_has_words() -> None:
    sentences = load_policy().sentences
    names = [*sentences.reasons, *sentences.findings]
    assert len(names) > 20
    assert not [name for name in names if name not in labels._REASON]
    assert labels.reason("something_new") == "Something new"


def test_no_code_and_no_path_of_this_machine_is_in_the_page(folder: Path) -> None:
    text = parse((folder / "index.html").read_bytes()).text
    for code in ("evidence_weak", "no_assessment_named", "look_first", "not_a_mapping", "unread", "None_", "null"):
        assert code not in text.split()
    assert str(folder) not in text


def test_a_folder_whose_name_is_not_utf_8_gets_the_same(tmp_path: Path) -> None:
    entries = rollups.small()
    odd = rollups.written(entries, tmp_path / os.fsdecode(b"out \xff"))
    usual = rollups.written(entries, tmp_path / "out")
    assert {path.name: path.read_bytes() for path in odd.iterdir()} == {
        path.name: path.read_bytes() for path in usual.iterdir()
    }
