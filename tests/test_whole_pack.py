"""A whole pack, from a submission to every file of it: they say the same, the same bytes each time, and do no harm."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from msgspec import structs

from pipeline.check import check, drawn
from pipeline.pack import RESULT_FILE, write_pack
from pipeline.policy import load_policy
from pipeline.readers import dispatch
from pipeline.report import rows, words
from pipeline.report.drawing import REPORTS, Drawn
from pipeline.result import Criterion, Result, decode
from tests.mappings import certificate, every_unit
from tests.report import ooxml
from tests.report.page import parse

GAPS = Path("inputs/Riverside Care Group - Diploma with gaps.docx")
CUSTOMERS = "reply to customer"
GAPS_OF = {"8580-500 1.2": "Essay 2, still to be agreed", "8580-500 2.1": "", "8580-503 1.1": "Group discussion"}
DOUBTFUL = ("8580-500", "1.2")
HOSTILE = {
    "script": "<script>alert(1)</script> Essay",
    "formula": '=HYPERLINK("http://example.org","Essay")',
    "command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "markup": "[/red] Essay [bold]",
    "long": "Essay, marked by the tutor. " * 1_500,
    "other way": "\u202eyassE\u202c \u05d7\u05d9\u05d1\u05d5\u05e8",
    "emoji": "Essay \U0001f4dd\u200d\U0001f469",
    "path": "../../../etc/passwd, C:\\..\\essay.docx",
    "template": "{{ 7 * 7 }} {% raw %} ${7*7} %(essay)s",
    "control": "Essay \x01\x02\x1b[31m",
}


def _pack(path: Path) -> tuple[Result, Drawn]:
    result = check(path)
    assert isinstance(result, Result)
    return result, drawn(result, path)


@pytest.fixture(scope="module")
def gaps() -> tuple[Result, dict[str, bytes]]:
    result, pack = _pack(GAPS)
    assert not pack.notes
    return result, {ending.removeprefix(" - "): packed for ending, packed in pack.files.items()}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result, dict[str, bytes]]:
    """A pack of a Word file whose cells, title and name are hostile."""
    refs = ("8580-500 1.1", "8580-500 1.2", "8580-500 1.3", "8580-500 2.1", "8580-500 2.2", "8580-500 2.3",
            "8580-500 3.1", "8580-500 3.2", "8580-500 3.3", "8580-500 3.4")  # fmt: skip
    said = {ref: _holdable(text) for ref, text in zip(refs, HOSTILE.values(), strict=True)}
    path = tmp_path_factory.mktemp("hostile") / "..=cmd [red] $(x) 'y'.docx"
    path.write_bytes(every_unit(said))
    result, pack = _pack(path)
    return path, result, {ending.removeprefix(" - "): packed for ending, packed in pack.files.items()}


def _holdable(text: str) -> str:
    """What XML can hold of a text: a file with more is no XML, and refused as damaged."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)


# ---------------------------------------------------------------- all files say the same


def _texts(files: Mapping[str, bytes]) -> dict[str, str]:
    """What each file of a pack says, read back from its bytes, spaces alike."""
    texts = {}
    for name, packed in files.items():
        if name.endswith(".html"):
            said = parse(packed).text
        elif name.endswith(".xlsx"):
            book = openpyxl.load_workbook(io.BytesIO(packed), read_only=True)
            said = " ".join(
                str(value)
                for sheet in book
                for row in sheet.iter_rows(values_only=True)
                for value in row
                if value is not None
            )
        elif name.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(packed)) as archive:
                parts = [
                    archive.read(part)
                    for part in archive.namelist()
                    if re.fullmatch(r"word/(?:document|comments)\.xml", part)
                ]
            said = " ".join(_paragraphs(part) for part in parts)
        else:
            said = packed.decode()
        texts[name] = " ".join(said.split())
    return texts


def _paragraphs(part: bytes) -> str:
    return " ".join(
        "".join(node.text or "" for node in paragraph.iter(f"{ooxml.W}t", f"{ooxml.W}delText"))
        for paragraph in etree.fromstring(part).iter(f"{ooxml.W}p")
    )


def test_every_kind_is_in_the_pack(gaps: tuple[Result, dict[str, bytes]]):
    assert set(gaps[1]) == {
        "coverage report.html", "coverage report.docx", "with comments.docx", "reply to customer.docx",
        "reply to customer.txt", "coverage.xlsx",
    }  # fmt: skip
    assert len(gaps[1]) == len(REPORTS)


def test_every_file_says_what_was_found_and_what_to_do_of_every_action(gaps: tuple[Result, dict[str, bytes]]):
    result, files = gaps
    texts = _texts(files)
    planned = rows.actions(result)
    assert len(planned) >= 10
    for action in planned:
        for name, said in texts.items():
            assert " ".join(action.found.split()) in said, (name, action.found)
            assert " ".join(action.ask.split()) in said, (name, action.ask)


def test_every_file_for_the_qcm_says_the_answer_and_the_counts(gaps: tuple[Result, dict[str, bytes]]):
    result, files = gaps
    counts = result.counts
    for name in ("coverage report.html", "coverage report.docx", "coverage.xlsx"):
        said = _texts(files)[name]
        assert result.suggestion.why in said, name
        for unit in result.units:
            assert words.unit_comment(unit) in said, (name, unit.ref)
    for name in ("coverage report.html", "coverage report.docx"):
        said = _texts(files)[name]
        for count in (counts.full, counts.partial, counts.none):
            assert f"{count} of {counts.criteria}" in said, name
    letter, mail = (_texts(files)[f"{CUSTOMERS}.{kind}"] for kind in ("docx", "txt"))
    for said in (letter, mail):
        found = f"of the {counts.criteria} criteria of your units, {counts.full} are covered in full"
        assert f"As we read it, {found}" in said


def test_page_word_report_and_workbook_give_each_criterion_the_same_status(gaps: tuple[Result, dict[str, bytes]]):
    result, files = gaps
    computed = {(unit.ref, c.ref): words.STATUS[c.status] for unit in result.units for c in unit.criteria}
    assert _in_workbook(files["coverage.xlsx"]) == computed
    assert _in_page(files["coverage report.html"], result) == computed
    assert _in_word(files["coverage report.docx"], result) == computed


def _in_workbook(packed: bytes) -> dict[tuple[str, str], str]:
    sheet = openpyxl.load_workbook(io.BytesIO(packed))["Criteria"]
    (area,) = sheet.tables.values()
    head, *lines = [[cell.value for cell in line] for line in sheet[area.ref]]
    unit, number, coverage = (head.index(title) for title in ("Unit", "Number", "Coverage"))
    return {(line[unit], line[number]): line[coverage].lstrip("✓◐✕ ") for line in lines}


def _in_page(packed: bytes, result: Result) -> dict[tuple[str, str], str]:
    page = parse(packed)
    found = {}
    for unit in result.units:
        for criterion in unit.criteria:
            line = page.by_id(rows.anchor("row", unit.ref, criterion.ref))
            shown = [e.text for e in line.by_class("status") if "eye" not in e.attributes["class"]]
            found[unit.ref, criterion.ref] = shown[0].lstrip("✓◐✕ ")
    return found


def _in_word(packed: bytes, result: Result) -> dict[tuple[str, str], str]:
    """The coverage column of the criterion tables, as our own reader sees them."""
    found = {}
    for table in dispatch.read(packed, load_policy().limits).tables:
        lines = [[cell.text if cell else "" for cell in line] for line in table.grid()]
        unit = next((unit for unit in result.units if unit.criteria and lines[0][0].endswith(unit.ref)), None)
        if unit and "Coverage" in lines[1]:
            at = lines[1].index("Coverage")
            refs = {criterion.ref for criterion in unit.criteria}
            found |= {(unit.ref, line[0]): line[at].split("\n")[0].lstrip("✓◐✕ ") for line in lines if line[0] in refs}
    return found


def _with_a_doubt(folder: Path) -> tuple[Result, dict[str, bytes]]:
    """The pack of a submission with three gaps, of which the first is put as a question."""
    path = folder / "doubts.docx"
    path.write_bytes(certificate(GAPS_OF))
    result = check(path)
    assert isinstance(result, Result)
    units = [
        structs.replace(unit, criteria=[_doubted(c) if (unit.ref, c.ref) == DOUBTFUL else c for c in unit.criteria])
        for unit in result.units
    ]
    result = structs.replace(result, units=units)
    return result, {ending.removeprefix(" - "): packed for ending, packed in drawn(result, path).files.items()}


def _doubted(criterion: Criterion) -> Criterion:
    return structs.replace(criterion, certain=False, questions=["Is “Essay 2” settled?"])


def test_every_file_numbers_its_points_alike_whether_sure_or_not(tmp_path: Path):
    result, files = _with_a_doubt(tmp_path)
    planned = rows.actions(result)
    assert {rows.weight(action) for action in planned} >= {"Must do", "To clear up"}
    plan = parse(files["coverage report.html"]).by_id("actions").all("tbody")[0].all("tr")
    lines = [[cell.text for cell in line.all("td", "th")][:2] for line in plan]
    book = openpyxl.load_workbook(io.BytesIO(files["coverage.xlsx"]))["Actions"]
    listed = [[cell.value for cell in line] for line in book.iter_rows(min_row=2)]
    texts = _texts(files)
    for number, action in enumerate(planned, 1):
        about = " ".join(filter(None, (action.unit, action.criteria)))
        assert lines[number - 1] == [str(number), about]
        assert [str(listed[number - 1][0]), *listed[number - 1][1:3]] == [str(number), action.unit, action.criteria]
        assert f"{number}. Unit {action.unit}, criterion {action.criteria}" in texts["reply to customer.txt"]
        assert f"Action {number}. {about}" in texts["with comments.docx"]


def test_what_is_doubtful_is_no_claim_in_what_the_customer_reads(tmp_path: Path):
    result, files = _with_a_doubt(tmp_path)
    texts = _texts(files)
    for action in rows.actions(result):
        lead = words.FIRM[0] if action.is_sure else words.OPEN[0]
        found = " ".join(action.found.split())
        for name in ("reply to customer.txt", "with comments.docx"):
            assert f"{lead}: {found}" in texts[name], (name, action.criteria)


# ---------------------------------------------------------------- the same bytes, nothing of the machine


def test_a_pack_has_the_same_bytes_each_time(gaps: tuple[Result, dict[str, bytes]]):
    again = {ending.removeprefix(" - "): packed for ending, packed in _pack(GAPS)[1].files.items()}
    assert [name for name, packed in again.items() if packed != gaps[1][name]] == []


def test_nothing_of_this_machine_or_of_a_clock_is_in_a_pack(gaps: tuple[Result, dict[str, bytes]]):
    here = str(Path.cwd()).encode()
    for name, packed in gaps[1].items():
        for part, held in _members(name, packed):
            assert here not in held, (name, part)
            assert b"python-docx" not in held, (name, part)
            assert b"openpyxl" not in held, (name, part)


def _members(name: str, packed: bytes) -> list[tuple[str, bytes]]:
    if not name.endswith((".docx", ".xlsx")):
        return [("", packed)]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        if not name.startswith("with comments"):
            assert {item.date_time[:3] for item in archive.infolist()} == {(1980, 1, 1)}, name
        return [(part, archive.read(part)) for part in archive.namelist()]


# ---------------------------------------------------------------- a hostile submission


def test_a_hostile_submission_gives_every_file(hostile: tuple[Path, Result, dict[str, bytes]], tmp_path: Path):
    path, result, files = hostile
    assert len(files) == len(REPORTS)
    pack = write_pack(result, drawn(result, path), path, tmp_path / "out")
    assert pack.parent == tmp_path / "out"
    assert decode((pack / RESULT_FILE).read_bytes()) == result
    assert {file.parent for file in (tmp_path / "out").rglob("*") if file.is_file()} == {pack}


def test_no_element_of_a_page_comes_from_a_hostile_submission(hostile: tuple[Path, Result, dict[str, bytes]]):
    page = parse(hostile[2]["coverage report.html"])
    assert len(page.all("script")) <= 1
    assert not any("alert(1)" in child for e in page.all("script") for child in e.children if isinstance(child, str))
    assert "<script>alert(1)</script> Essay" in page.text
    assert "{{ 7 * 7 }}" in page.text


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(hostile: tuple[Path, Result, dict[str, bytes]]):
    packed = hostile[2]["coverage.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(packed))
    kinds = Counter(cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line)
    assert "f" not in kinds
    assert not [
        cell.value
        for sheet in book
        for line in sheet.iter_rows()
        for cell in line
        if cell.hyperlink and "example" in str(cell.hyperlink.target)
    ]
    texts = [cell.value for line in book["Criteria"].iter_rows() for cell in line if isinstance(cell.value, str)]
    assert HOSTILE["formula"] in texts
    assert max(map(len, texts)) <= 32_767


@pytest.mark.parametrize("name", ["coverage report.docx", "reply to customer.docx", "with comments.docx"])
def test_word_opens_every_word_file_of_a_hostile_submission(hostile: tuple[Path, Result, dict[str, bytes]], name: str):
    path, _, files = hostile
    before = ooxml.faults(path.read_bytes()) if name.startswith("with") else []
    assert [fault for fault in ooxml.faults(files[name]) if fault not in before] == []


@ooxml.needs_office
@pytest.mark.parametrize("name", ["coverage report.docx", "reply to customer.docx", "with comments.docx"])
def test_libreoffice_draws_every_word_file_of_a_hostile_submission(
    hostile: tuple[Path, Result, dict[str, bytes]], name: str, tmp_path: Path
):
    assert ooxml.pages(hostile[2][name], tmp_path)


def test_the_text_of_a_hostile_submission_has_no_line_that_could_pass_for_ours(
    hostile: tuple[Path, Result, dict[str, bytes]],
):
    said = hostile[2]["reply to customer.txt"].decode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e]", said)
    assert "\r\n" in said
    assert "\n" not in said.replace("\r\n", "")
