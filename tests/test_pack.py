"""Outcomes to packs: each file whole, nobody's pack overwritten."""

import io
import os
import shutil
import subprocess
from pathlib import Path

import msgspec
import openpyxl
import pytest

from pipeline.check import check, drawn
from pipeline.errors import UsageError
from pipeline.pack import ERROR_FILE, RESULT_FILE, UNREAD_ENDING, file_name, sweep, write_pack, write_reports
from pipeline.report.drawing import NOTHING, REPORT_ENDING, WORKBOOK_ENDING
from pipeline.result import Failure, PolicyInfo, Result, decode

GAPS = next(Path("inputs").glob("*with gaps.docx"))


def _checked(path: Path) -> Result:
    outcome = check(path)
    assert isinstance(outcome, Result)
    return outcome


def test_a_pack_holds_the_result_and_what_was_drawn_of_it(tmp_path: Path):
    result = _checked(GAPS)
    pack = write_pack(result, drawn(result, GAPS, only=["html"]), GAPS, tmp_path)
    assert pack == tmp_path / GAPS.stem
    assert {path.name for path in pack.iterdir()} == {RESULT_FILE, file_name(GAPS, REPORT_ENDING)}
    assert decode((pack / RESULT_FILE).read_bytes()) == _checked(GAPS)


def test_files_of_one_ending_do_not_get_in_each_others_way(tmp_path: Path):
    result = _checked(GAPS)
    reports = drawn(result, GAPS)
    pack = write_pack(result, reports, GAPS, tmp_path)
    assert sum(ending.endswith(".docx") for ending in reports.files) > 1
    assert {file_name(GAPS, ending): (pack / file_name(GAPS, ending)).read_bytes() for ending in reports.files} == {
        file_name(GAPS, ending): packed for ending, packed in reports.files.items()
    }


def test_a_second_check_of_the_same_bytes_takes_the_same_folder(tmp_path: Path):
    assert write_pack(_checked(GAPS), NOTHING, GAPS, tmp_path) == write_pack(_checked(GAPS), NOTHING, GAPS, tmp_path)


def test_another_submission_of_the_same_name_gets_its_own_folder(tmp_path: Path):
    first = write_pack(_checked(GAPS), NOTHING, GAPS, tmp_path)
    other = tmp_path / "in" / GAPS.name
    other.parent.mkdir()
    other.write_bytes(b"not a Word file")
    failure = check(other)
    assert isinstance(failure, Failure)
    second = write_pack(failure, NOTHING, other, tmp_path)
    assert second.name == f"{GAPS.stem}-{failure.sha256[:8]}"  # type: ignore[index]
    assert (first / RESULT_FILE).exists()


def test_a_submission_that_can_be_read_at_last_leaves_no_error_behind(tmp_path: Path):
    outcome = _checked(GAPS)
    broken = Failure(file=GAPS.name, sha256=outcome.submission.sha256, code="timeout", message="Too slow.")
    pack = write_pack(broken, NOTHING, GAPS, tmp_path)
    assert {path.name for path in pack.iterdir()} == {ERROR_FILE, file_name(GAPS, UNREAD_ENDING)}
    assert write_pack(outcome, NOTHING, GAPS, tmp_path) == pack
    assert {path.name for path in pack.iterdir()} == {RESULT_FILE}


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path):
    taken = tmp_path / "file"
    taken.write_text("")
    with pytest.raises(UsageError, match="Nothing could be written"):
        write_pack(_checked(GAPS), NOTHING, GAPS, taken)


@pytest.mark.parametrize("is_new", [True, False])
def test_a_failed_write_leaves_nothing_behind(is_new: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if not is_new:
        (tmp_path / GAPS.stem).mkdir()
    monkeypatch.setattr(Path, "rename" if is_new else "replace", full)
    with pytest.raises(UsageError, match="No space left"):
        write_pack(_checked(GAPS), NOTHING, GAPS, tmp_path)
    assert list(tmp_path.rglob("*")) == []


def test_a_new_pack_appears_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    result = _checked(GAPS)
    seen: list[set[str]] = []
    real = Path.write_bytes

    def write(path: Path, packed: bytes) -> int:
        seen.append({held.name for held in tmp_path.iterdir() if not held.name.startswith(".")})
        return real(path, packed)

    monkeypatch.setattr(Path, "write_bytes", write)
    pack = write_pack(result, drawn(result, GAPS, only=["html", "email"]), GAPS, tmp_path)
    assert seen == [set()] * 3
    assert {held.name for held in tmp_path.iterdir()} == {pack.name}


def test_what_a_killed_process_had_begun_is_swept_and_what_a_living_one_writes_is_left(tmp_path: Path):
    gone = subprocess.Popen(["true"])
    gone.wait()
    for name in (f".x-{gone.pid}.tmp", f".x-{os.getpid()}.tmp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "result.json").write_text("{")
    (tmp_path / f".1-{gone.pid}.tmp").write_text("{")
    (tmp_path / ".mine.tmp").write_text("")
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {f".x-{os.getpid()}.tmp", ".mine.tmp"}


def test_a_name_as_long_as_names_may_be_is_cut(tmp_path: Path):
    source = tmp_path / ("ä" * 120 + ".docx")
    shutil.copy(GAPS, source)
    result = _checked(source)
    pack = write_pack(result, drawn(result, source), source, tmp_path / "out")
    assert (pack / file_name(source, REPORT_ENDING)).is_file()


# ---------------------------------------------------------------- files that people work in


def _worked_in(path: Path) -> bytes:
    """The workbook at the path as a person saves it, who has filled in an owner."""
    book = openpyxl.load_workbook(path)
    book["Actions"]["I2"] = "S. Okafor"
    saved = io.BytesIO()
    book.save(saved)
    path.write_bytes(saved.getvalue())
    return saved.getvalue()


def test_a_workbook_that_somebody_worked_in_outlives_the_next_check(tmp_path: Path):
    result = _checked(GAPS)
    reports = drawn(result, GAPS, only=["xlsx"])
    pack = write_pack(result, reports, GAPS, tmp_path)
    fresh = pack / file_name(GAPS, WORKBOOK_ENDING)
    kept = [_worked_in(fresh)]
    write_pack(result, reports, GAPS, tmp_path)
    assert fresh.read_bytes() == reports.files[WORKBOOK_ENDING]
    kept.append(_worked_in(fresh))
    write_pack(result, reports, GAPS, tmp_path)
    write_pack(result, reports, GAPS, tmp_path)
    aside = [fresh.with_name(f"{fresh.stem} (worked in{number}).xlsx") for number in ("", " 2")]
    assert [path.read_bytes() for path in aside] == kept
    assert {path.name for path in pack.iterdir()} == {RESULT_FILE, fresh.name, *(path.name for path in aside)}


@pytest.mark.parametrize("held", [b"\xd0\xcf\x11\xe0 with a password", b"PK\x03\x04 torn"])
def test_a_file_that_cannot_be_opened_may_be_somebodys_work(tmp_path: Path, held: bytes):
    result = _checked(GAPS)
    reports = drawn(result, GAPS, only=["xlsx", "html"])
    name = f"{GAPS.stem}{WORKBOOK_ENDING}"
    (tmp_path / name).write_bytes(held)
    done = write_reports(reports, GAPS.stem, tmp_path)
    assert (done.left, done.written) == ((name,), (f"{GAPS.stem}{REPORT_ENDING}",))
    assert (tmp_path / name).read_bytes() == held
    assert write_reports(reports, GAPS.stem, tmp_path, is_forced=True).left == ()
    assert (tmp_path / name).read_bytes() == reports.files[WORKBOOK_ENDING]


def test_a_workbook_of_an_earlier_check_that_nobody_touched_is_written_over(tmp_path: Path):
    old, new = _checked(GAPS), _checked(next(Path("inputs").glob("*Certificate.docx")))
    write_reports(drawn(old, GAPS, only=["xlsx"]), "x", tmp_path)
    again = drawn(new, GAPS, only=["xlsx"])
    assert write_reports(again, "x", tmp_path).left == ()
    assert (tmp_path / f"x{WORKBOOK_ENDING}").read_bytes() == again.files[WORKBOOK_ENDING]


def test_reports_of_another_result_do_not_stay_beside_a_new_one(tmp_path: Path):
    result = _checked(GAPS)
    pack = write_pack(result, drawn(result, GAPS), GAPS, tmp_path)
    anew = msgspec.structs.replace(result, policy=PolicyInfo(sha256="1" * 64))
    write_pack(anew, drawn(anew, GAPS, only=["html"]), GAPS, tmp_path)
    names = {path.name.removeprefix(f"{GAPS.stem} - ") for path in pack.iterdir()}
    assert names == {"coverage report.html", "with comments (worked in).docx", RESULT_FILE}
    assert decode((pack / RESULT_FILE).read_bytes()) == anew


def test_reports_of_the_same_result_stay(tmp_path: Path):
    result = _checked(GAPS)
    pack = write_pack(result, drawn(result, GAPS), GAPS, tmp_path)
    before = {path.name for path in pack.iterdir()}
    write_pack(result, drawn(result, GAPS, only=["html"]), GAPS, tmp_path)
    assert {path.name for path in pack.iterdir()} == before
