"""What people decide, as they do it: a workbook filled in, read back, and the reports drawn anew with it."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from pipeline.cli import main
from pipeline.policy import DEFAULT_POLICY
from pipeline.report.drawing import Drawn
from pipeline.report.review import Review
from pipeline.result import decode, encode
from pipeline.sandbox import child
from tests.mappings import certificate
from tests.report.test_returned import fill

pytestmark = pytest.mark.usefixtures("loaded")
Captured = pytest.CaptureFixture[str]
GAP, SURE = "8580-500 1.2", "8580-500 1.1"


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Path:
    """The pack of a certificate with two gaps, in a folder to stand in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    Path("gappy.docx").write_bytes(certificate({GAP: "", "8580-503 1.1": "Learners may submit an essay if they wish."}))
    assert main(["check", "gappy.docx", "--quiet"]) == 0
    return Path("outputs/gappy")


def filled(pack: Path, rows: Mapping[str, tuple[object, ...]], name: str = "gappy - coverage.xlsx") -> str:
    """The pack's workbook with these rows filled in, saved where it is, or beside it under another name."""
    book = openpyxl.load_workbook(pack / "gappy - coverage.xlsx")
    fill(book["Criteria"], rows)
    book.save(pack / name)
    return str(pack / name)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# ---------------------------------------------------------------- decisions


def test_decisions_are_kept_beside_the_result_and_told(pack: Path, capsys: Captured) -> None:
    before = (pack / "result.json").read_bytes()
    workbook = filled(pack, {GAP: ("full ", "On file.", "The QCM", "12 May 2025"), SURE: ("Full", "Yes.")})
    assert main(["decisions", workbook]) == 0
    assert json.loads((pack / "decisions.json").read_text(encoding="utf-8")) == {
        "schema": "ilm-coverage-decisions/1",
        "result": sha256(pack / "result.json"),
        "decisions": [
            {
                "unit": "8580-500", "ref": "1.2", "from": "partial", "to": "full", "reason": "On file.",
                "who": "The QCM", "when": "12 May 2025",
            }
        ],
    }  # fmt: skip
    assert (pack / "result.json").read_bytes() == before
    said = capsys.readouterr().out
    assert said.startswith("1 decision read back\n  8580-500 1.2  partial, now full  On file.\n")
    assert "As computed, and certain, so nothing to decide: 8580-500 1.1" in said
    assert "who decided" not in said
    assert said.splitlines()[-1].endswith(f"report {pack}/result.json --with-decisions {pack}/decisions.json")


def test_a_decision_without_a_name_or_date_is_kept_and_asked_about(pack: Path, capsys: Captured) -> None:
    assert main(["decisions", filled(pack, {GAP: ("Full", "On file.", "The QCM")})]) == 0
    assert "1 of them does not say who decided, or when." in capsys.readouterr().out
    (kept,) = json.loads((pack / "decisions.json").read_text(encoding="utf-8"))["decisions"]
    assert (kept["who"], kept["when"]) == ("The QCM", "")


def test_a_workbook_in_which_nothing_is_decided_says_so(pack: Path, capsys: Captured) -> None:
    assert main(["decisions", str(pack / "gappy - coverage.xlsx")]) == 0
    assert capsys.readouterr().out.startswith("0 decisions read back\n")
    assert json.loads((pack / "decisions.json").read_text(encoding="utf-8"))["decisions"] == []


def test_what_is_wrong_is_told_cell_by_cell_and_nothing_is_written(pack: Path, capsys: Captured) -> None:
    assert main(["decisions", filled(pack, {GAP: ("Full", ""), SURE: ("Perhaps", "=cmd()")})]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said == [
        f"{pack}/gappy - coverage.xlsx: 2 things are wrong, so no decision was kept.",
        "Criteria, row 2, cell L2: “Perhaps” is no decision. Choose Full, Partial or None, or leave the cell blank.",
        "Criteria, row 3, cell M3: The decision has no reason. Say why, or clear the decision.",
    ]
    assert not (pack / "decisions.json").exists()


def test_a_workbook_elsewhere_needs_its_result_named(pack: Path, capsys: Captured) -> None:
    workbook = shutil.move(filled(pack, {GAP: ("Full", "On file.")}), "mine.xlsx")
    assert main(["decisions", workbook]) == 2
    assert capsys.readouterr().err == (
        "There is no result.json beside mine.xlsx. Name the one of its check with --result.\n"
    )
    assert main(["decisions", workbook, "--result", str(pack / "result.json"), "--out", "d/mine.json"]) == 0
    assert Path("d/mine.json").is_file()
    assert not (pack / "decisions.json").exists()


def test_a_workbook_of_another_check_is_refused(pack: Path, capsys: Captured) -> None:
    workbook = filled(pack, {GAP: ("Full", "On file.")})
    Path("whole.docx").write_bytes(certificate())
    main(["check", "whole.docx", "--quiet"])
    assert main(["decisions", workbook, "--result", "outputs/whole/result.json"]) == 2
    assert "Sheet About: This workbook was drawn from another result" in capsys.readouterr().err
    assert not Path("outputs/whole/decisions.json").exists()


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("nowhere.xlsx", "There is no file nowhere.xlsx."),
        ("outputs/gappy", "outputs/gappy is a folder. Name the workbook in it, which ends in .xlsx."),
        ("gappy.docx", "gappy.docx cannot be read. It is damaged and cannot be read."),
        ("outputs/gappy/result.json", "outputs/gappy/result.json cannot be read. It is not an Excel workbook (.xlsx)."),
    ],
)
def test_what_is_no_workbook_is_told(named: str, sentence: str, pack: Path, capsys: Captured) -> None:
    assert main(["decisions", named, "--result", str(pack / "result.json")]) == 2
    assert capsys.readouterr().err.startswith(sentence)


def test_a_result_that_is_none_is_told(pack: Path, capsys: Captured) -> None:
    for content, sentence in ((b"{}", "is no result.json of this version"), (b"\xff\xfe", "is no result.json")):
        Path("bad.json").write_bytes(content)
        assert main(["decisions", str(pack / "gappy - coverage.xlsx"), "--result", "bad.json"]) == 2
        assert sentence in capsys.readouterr().err
    assert main(["report", "nowhere.json"]) == 2
    assert capsys.readouterr().err == "nowhere.json cannot be read: No such file or directory.\n"


def test_more_decisions_are_added_and_none_is_lost_unless_that_is_meant(pack: Path, capsys: Captured) -> None:
    first = filled(pack, {GAP: ("Full", "On file.")}, "first.xlsx")
    both = filled(pack, {GAP: ("Full", "On file."), SURE: ("None", "It is not.")}, "both.xlsx")
    assert main(["decisions", first]) == main(["decisions", both]) == main(["decisions", both]) == 0
    assert len(json.loads((pack / "decisions.json").read_text(encoding="utf-8"))["decisions"]) == 2
    capsys.readouterr()
    assert main(["decisions", first]) == 2
    assert capsys.readouterr().err == (
        f"{pack}/decisions.json holds decisions that the workbook does not have, or has otherwise: 8580-500 1.1. "
        "Overwrite it with --force, or name another file with --out.\n"
    )
    assert len(json.loads((pack / "decisions.json").read_text(encoding="utf-8"))["decisions"]) == 2
    assert main(["decisions", first, "--force"]) == 0
    assert len(json.loads((pack / "decisions.json").read_text(encoding="utf-8"))["decisions"]) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not JSON", "is no decisions.json of this version"),
        (b'{"schema":"ilm-coverage-decisions/1","result":"%s","decisions":[]}' % (b"0" * 64), "on another result"),
    ],
)
def test_a_file_that_is_something_else_is_not_overwritten(
    content: bytes, sentence: str, pack: Path, capsys: Captured
) -> None:
    (pack / "decisions.json").write_bytes(content)
    assert main(["decisions", filled(pack, {GAP: ("Full", "On file.")})]) == 2
    assert sentence in capsys.readouterr().err
    assert (pack / "decisions.json").read_bytes() == content


def test_decisions_that_cannot_be_written_leave_nothing_half_written(pack: Path, capsys: Captured) -> None:
    workbook = filled(pack, {GAP: ("Full", "On file.")})
    assert main(["decisions", workbook, "--out", "gappy.docx/decisions.json"]) == 2
    assert "gappy.docx/decisions.json cannot be written" in capsys.readouterr().err


def test_a_hostile_reason_does_nothing_but_show(pack: Path, capsys: Captured) -> None:
    reason = "[/red] <script>alert(1)</script> =cmd() \u202egnp.exe"
    assert main(["decisions", filled(pack, {GAP: ("Partial", reason), SURE: ("None", reason, "=A1", "@x")})]) == 0
    assert "[/red] <script>alert(1)</script> =cmd() gnp.exe" in capsys.readouterr().out
    assert main(["report", str(pack / "result.json"), "--with-decisions", str(pack / "decisions.json")]) == 0
    page = (pack / "gappy - coverage report.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page


# ---------------------------------------------------------------- report


@pytest.fixture
def decided(pack: Path, capsys: Captured) -> Path:
    """The pack with decisions beside its result, read back from a copy of its workbook."""
    rows = {GAP: ("Full", "On file.", "The QCM", "12 May 2025"), SURE: ("None", "It is on another unit.")}
    assert main(["decisions", filled(pack, rows, "mine.xlsx")]) == 0
    capsys.readouterr()
    return pack


def test_a_report_without_decisions_is_the_one_that_the_check_drew(pack: Path, capsys: Captured) -> None:
    before = {path.name: path.read_bytes() for path in pack.iterdir()}
    assert main(["report", str(pack / "result.json"), "--submission", "gappy.docx"]) == 0
    assert {path.name: path.read_bytes() for path in pack.iterdir()} == before
    assert main(["report", str(pack), "--submission", "gappy.docx", "--out", "again"]) == 0
    assert {path.name: path.read_bytes() for path in Path("again").iterdir()} == {
        name: packed for name, packed in before.items() if name != "result.json"
    }


def test_decisions_stand_in_every_report_over_what_was_computed(decided: Path, capsys: Captured) -> None:
    before = (decided / "result.json").read_bytes()
    command = ["report", str(decided / "result.json"), "--with-decisions", str(decided / "decisions.json")]
    assert main(command) == 0
    assert "29 of 31 criteria full, 1 partial, 1 none" in capsys.readouterr().out
    assert (decided / "result.json").read_bytes() == before
    book = openpyxl.load_workbook(decided / "gappy - coverage.xlsx")
    said = {str(row[0].value): str(row[1].value) for row in book["Summary"].iter_rows(max_row=16, max_col=2)}
    assert said["✕ None"] == "1 of 31. As computed: 0 of 31."
    page = (decided / "gappy - coverage report.html").read_text(encoding="utf-8")
    assert 'data-status="none"' in page
    drawn = {path.name: path.read_bytes() for path in decided.iterdir()}
    assert main(command) == 0
    assert {path.name: path.read_bytes() for path in decided.iterdir()} == drawn


def test_the_workbook_drawn_with_decisions_gives_the_same_ones_back(decided: Path, capsys: Captured) -> None:
    kept = (decided / "decisions.json").read_bytes()
    main(["report", str(decided), "--with-decisions", str(decided / "decisions.json"), "--only", "xlsx"])
    assert main(["decisions", str(decided / "gappy - coverage.xlsx")]) == 0
    assert (decided / "decisions.json").read_bytes() == kept


def test_only_what_is_named_is_drawn(pack: Path, capsys: Captured) -> None:
    assert main(["report", str(pack), "--only", "xlsx", "--out", "new"]) == 0
    assert [path.name for path in Path("new").iterdir()] == ["gappy - coverage.xlsx"]
    assert main(["report", str(pack), "--only", "json"]) == 2
    assert "it is not written anew. Name another kind." in capsys.readouterr().err
    assert main(["report", str(pack), "--only", "nonsense"]) == 2
    assert "'nonsense' is no kind of file; there are html, " in capsys.readouterr().err


def test_what_changed_since_the_last_submission_is_drawn_where_it_is_named(pack: Path, capsys: Captured) -> None:
    Path("blank.docx").write_bytes(certificate({GAP: "", SURE: ""}))
    main(["check", "blank.docx", "--quiet"])
    since = ["--since", "outputs/blank/result.json"]
    assert main(["report", str(pack), "--only", "xlsx", "--out", "new", *since]) == 0
    assert "Since last time" in openpyxl.load_workbook("new/gappy - coverage.xlsx").sheetnames
    assert main(["report", str(pack), "--since", "gappy.docx"]) == 2
    assert "gappy.docx is no result.json of this version" in capsys.readouterr().err


def test_an_earlier_result_on_another_qualification_is_refused_and_another_customers_is_told(
    pack: Path, capsys: Captured
) -> None:
    held = json.loads((pack / "result.json").read_bytes())
    other = held | {"reference": held["reference"] | {"qualification": "8575"}}
    Path("other.json").write_text(json.dumps(other))
    assert main(["report", str(pack), "--only", "email", "--out", "new", "--since", "other.json"]) == 2
    assert "--since names is on 8575, and this one is on 8580: nothing compares." in capsys.readouterr().err
    assert main(["check", "gappy.docx", "--only", "email", "--out", "new", "--since", "other.json"]) == 2
    assert not Path("new").exists()
    theirs = held | {"submission": held["submission"] | {"customer": "Another Ltd", "programme": "Another"}}
    Path("theirs.json").write_text(json.dumps(theirs))
    for command in (["report", str(pack)], ["check", "gappy.docx"]):
        capsys.readouterr()
        assert main([*command, "--only", "email", "--out", "new", "--since", "theirs.json"]) == 0
        assert "The last submission that --since names is from Another Ltd." in " ".join(
            capsys.readouterr().out.split()
        )
    assert main(["report", str(pack), "--only", "email", "--out", "new", "--since", str(pack / "result.json")]) == 0
    assert "See that it is the right one" not in capsys.readouterr().out


def test_a_file_that_somebody_worked_in_is_left_unless_that_is_meant(decided: Path, capsys: Captured) -> None:
    book = openpyxl.load_workbook(decided / "gappy - coverage.xlsx")
    book["Actions"]["I2"].value = "S. Okafor"
    book.save(decided / "gappy - coverage.xlsx")
    mine = (decided / "gappy - coverage.xlsx").read_bytes()
    command = ["report", str(decided), "--with-decisions", str(decided / "decisions.json")]
    assert main(command) == 0
    said = capsys.readouterr().out
    assert "gappy - coverage.xlsx was worked in since it was drawn, so it is left. Overwrite it with --force." in said
    assert (decided / "gappy - coverage.xlsx").read_bytes() == mine
    assert main([*command, "--force"]) == 0
    assert openpyxl.load_workbook(decided / "gappy - coverage.xlsx")["Actions"]["I2"].value is None


def test_decisions_on_another_result_are_refused(decided: Path, capsys: Captured) -> None:
    Path("whole.docx").write_bytes(certificate())
    main(["check", "whole.docx", "--quiet"])
    assert main(["report", "outputs/whole/result.json", "--with-decisions", str(decided / "decisions.json")]) == 2
    assert (
        "holds the decisions on another result. Read them back from this result's workbook." in capsys.readouterr().err
    )


def test_decisions_that_somebody_wrote_by_hand_must_fit_the_result(decided: Path, capsys: Captured) -> None:
    made = json.loads((decided / "decisions.json").read_text(encoding="utf-8"))
    for change, sentence in (
        ({"ref": "9.9"}, "There is a decision on 8580-500 9.9, which is no criterion of this result."),
        ({"from": "none"}, "The decision on 8580-500 1.1 is from none, but the result says full."),
        ({"reason": ""}, "by-hand.json is no decisions.json of this version: Expected `str` of length >= 1"),
        ({"to": "maybe"}, "by-hand.json is no decisions.json of this version: Invalid enum value 'maybe'"),
    ):
        written = made | {"decisions": [made["decisions"][0] | change]}
        Path("by-hand.json").write_text(json.dumps(written), encoding="utf-8")
        assert main(["report", str(decided), "--with-decisions", "by-hand.json"]) == 2
        assert capsys.readouterr().err.startswith(sentence)


def test_another_policy_than_the_checks_is_told(decided: Path, capsys: Captured) -> None:
    Path("ours.toml").write_text(DEFAULT_POLICY.read_text(encoding="utf-8") + "\n# ours\n", encoding="utf-8")
    command = ["report", str(decided), "--with-decisions", str(decided / "decisions.json"), "--out", "new"]
    assert main([*command, "--policy", "ours.toml"]) == 0
    assert "The check was made by another policy." in capsys.readouterr().out
    assert main(command) == 0
    assert "another policy" not in capsys.readouterr().out


@pytest.mark.skipif(child.METHOD != "fork", reason="a child that is not forked has none of this process")
def test_a_submission_is_opened_in_the_sandbox_alone(
    pack: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tells(_: Review, source: Path | None, __: object) -> Drawn:
        return Drawn({" - where.txt": f"{os.getpid()} {source}".encode()}, [])

    monkeypatch.setattr("pipeline.decide.redrawn", tells)
    assert main(["report", str(pack), "--submission", "gappy.docx", "--out", "new"]) == 0
    process, source = Path("new/gappy - where.txt").read_text(encoding="utf-8").split()
    assert (process != str(os.getpid()), source) == (True, "gappy.docx")
    assert main(["report", str(pack), "--out", "new"]) == 0
    assert Path("new/gappy - where.txt").read_text(encoding="utf-8") == f"{os.getpid()} None"
    assert main(["report", str(pack), "--submission", "nowhere.docx"]) == 2
    assert "There is no file nowhere.docx." in capsys.readouterr().err


def test_the_files_of_a_pack_keep_the_name_that_a_batch_gave_them(pack: Path, capsys: Captured) -> None:
    for name in ("a", "b"):
        Path("in", name).mkdir(parents=True)
        Path("in", name, "same.docx").write_bytes(certificate(programme=name))
    assert main(["batch", "in", "--out", "all", "--quiet"]) == 0
    (later,) = (path for path in Path("all").iterdir() if path.is_dir() and path.name != "same")
    names = {path.name for path in later.iterdir()}
    assert main(["report", str(later)]) == 0
    assert {path.name for path in later.iterdir()} == names


def test_a_name_that_leads_elsewhere_leads_nowhere(pack: Path, capsys: Captured) -> None:
    result = decode((pack / "result.json").read_bytes())
    Path("odd").mkdir()
    odd = replace(result, submission=replace(result.submission, file="../../up.docx"))
    Path("odd/result.json").write_bytes(encode(odd))
    assert main(["report", "odd", "--only", "xlsx"]) == 0
    assert {path.name for path in Path("odd").iterdir()} == {"result.json", "up - coverage.xlsx"}
