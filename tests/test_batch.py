"""Batches: what is taken, where it goes, and that one bad file stops nothing."""

import hashlib
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from pipeline import batch
from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.pack import write_pack
from pipeline.report.drawing import Drawn
from pipeline.result import Failure, Outcome, Result, decode, decode_failure
from tests.mappings import certificate

pytestmark = pytest.mark.usefixtures("loaded")
WHOLE = certificate()
GAPPY = certificate({"8580-500 1.2": "", "8580-503 1.1": ""})


def fill(folder: Path, **files: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, packed in files.items():
        (folder / name).with_suffix(".docx").write_bytes(packed)
    return folder


def names(paths: tuple[Path, ...]) -> list[str]:
    return [path.name for path in paths]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_folders_are_searched_to_the_bottom_in_order(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", b=b"", C=b"", a=b"")
    fill(folder / "aa" / "deep", z=b"")
    found = batch.find([str(folder)], out)
    assert [path.relative_to(folder).as_posix() for path in found.submissions] == [
        "a.docx",
        "aa/deep/z.docx",
        "b.docx",
        "C.docx",
    ]


@pytest.mark.parametrize("name", ["~$a.docx", ".a.docx", "a.docx.tmp", ".git/a.docx"])
def test_leftovers_and_hidden_files_are_no_submissions(name: str, tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", real=b"")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"")
    found = batch.find([str(folder)], out)
    assert names(found.submissions) == ["real.docx"]
    assert not found.passed_over


def test_a_file_that_is_no_document_is_passed_over_and_named(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", real=b"")
    (folder / "README.md").write_text("about this folder")
    assert names(batch.find([str(folder)], out).passed_over) == ["README.md"]


@pytest.mark.parametrize("name", ["a.PDF", "scan.Jpeg", "old.doc", "sheet.xlsx"])
def test_a_document_that_no_reader_knows_is_taken_all_the_same(name: str, tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in")
    (folder / name).write_bytes(b"")
    assert names(batch.find([str(folder)], out).submissions) == [name]


def test_a_file_that_is_named_is_taken_whatever_it_is(tmp_path: Path, out: Path) -> None:
    (tmp_path / "mapping").write_bytes(WHOLE)
    assert names(batch.find([str(tmp_path / "mapping")], out).submissions) == ["mapping"]


def test_a_file_that_is_named_twice_is_taken_once(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", a=b"")
    assert names(batch.find([str(folder), str(folder / "a.docx")], out).submissions) == ["a.docx"]


def test_a_pattern_finds_what_it_says(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", a1=b"", a2=b"", b1=b"")
    assert names(batch.find([str(folder / "a*.docx")], out).submissions) == ["a1.docx", "a2.docx"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", **{"a[1]": b"", "a1": b""})
    assert names(batch.find([str(folder / "a[1].docx")], out).submissions) == ["a[1].docx"]


@pytest.mark.parametrize("inner", ["", "results"])
def test_an_out_folder_that_would_be_searched_is_refused(inner: str, tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", a=b"")
    with pytest.raises(UsageError, match="is inside"):
        batch.find([str(folder)], folder / inner)


def test_nothing_to_check_is_said(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in")
    with pytest.raises(UsageError, match="No submissions"):
        batch.find([str(folder)], out)
    with pytest.raises(UsageError, match="no file or folder"):
        batch.find([str(tmp_path / "lost")], out)


def test_every_submission_gets_a_folder_with_its_result_or_its_error(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", bad=b"", gappy=GAPPY, whole=WHOLE)
    entries = list(batch.run(batch.find([str(folder)], out).submissions, out))
    assert [entry.source.name for entry in entries] == ["bad.docx", "gappy.docx", "whole.docx"]
    assert decode_failure((out / "bad" / "error.json").read_bytes()) == entries[0].outcome
    assert decode((out / "gappy" / "result.json").read_bytes()) == entries[1].outcome
    assert decode((out / "whole" / "result.json").read_bytes()) == entries[2].outcome
    assert (out / "whole" / "whole - coverage report.html").is_file()


@pytest.mark.parametrize(("first", "second"), [("same", "same"), ("Same", "same"), ("STRASSE", "straße")])
def test_a_later_submission_of_the_same_name_adds_its_sum(first: str, second: str, tmp_path: Path, out: Path) -> None:
    fill(tmp_path / "in" / "1", **{first: WHOLE})
    fill(tmp_path / "in" / "2", **{second: GAPPY})
    found = batch.find([str(tmp_path / "in")], out)
    for _ in range(2):  # and again where the packs are there already
        folders = [entry.folder for entry in batch.run(found.submissions, out)]
        assert folders == [out / first, out / f"{second}-{hashlib.sha256(GAPPY).hexdigest()[:8]}"]


def test_two_copies_of_one_submission_have_a_folder_each(tmp_path: Path, out: Path) -> None:
    fill(tmp_path / "in" / "1", same=WHOLE)
    fill(tmp_path / "in" / "2", same=WHOLE)
    entries = batch.run(batch.find([str(tmp_path / "in")], out).submissions, out)
    assert len({entry.folder for entry in entries}) == 2


def test_a_fault_of_the_checker_in_one_file_is_that_files_error(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = import_module("pipeline.check")
    real = room.examine

    def examine(path: Path, **data: Any) -> Result:
        if path.name == "b.docx":
            raise KeyError("surprise")
        result: Result = real(path, **data)
        return result

    monkeypatch.setattr(room, "examine", examine)
    folder = fill(tmp_path / "in", a=WHOLE, b=GAPPY, c=WHOLE)
    first, broken, last = batch.run(batch.find([str(folder)], out).submissions, out)
    assert isinstance(first.outcome, Result)
    assert isinstance(last.outcome, Result)
    assert isinstance(broken.outcome, Failure)
    assert broken.outcome.code == "internal"
    assert "KeyError" in broken.outcome.message
    assert broken.outcome.sha256 == hashlib.sha256(GAPPY).hexdigest()


def test_a_pack_that_cannot_be_written_is_told_and_stops_nothing(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = fill(tmp_path / "in", a=WHOLE, b=WHOLE)
    out.mkdir()
    (out / "a").write_text("a file where the folder would be")
    assert main(["batch", str(folder), "--out", str(out)]) == 2
    assert "a.docx: could not be checked. Nothing could be written" in capsys.readouterr().err
    assert (out / "b" / "result.json").is_file()


def test_a_lack_of_memory_is_called_that(tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def examine(path: Path, **_: object) -> Result:
        raise MemoryError

    monkeypatch.setattr(import_module("pipeline.check"), "examine", examine)
    folder = fill(tmp_path / "in", a=WHOLE)
    (entry,) = batch.run(batch.find([str(folder)], out).submissions, out)
    assert isinstance(entry.outcome, Failure)
    assert entry.outcome.code == "out_of_memory"


def test_a_file_that_has_gone_since_it_was_found_is_told(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", a=WHOLE, b=WHOLE)
    found = batch.find([str(folder)], out)
    (folder / "a.docx").unlink()
    gone, there = batch.run(found.submissions, out)
    assert isinstance(gone.outcome, Failure)
    assert "a.docx" in gone.outcome.message
    assert isinstance(there.outcome, Result)


def test_the_last_line_counts_every_kind_once() -> None:
    assert batch.closing(Counter(gaps=2, complete=1, unread=1)) == (
        "4 submissions: 1 complete, 2 with gaps, 1 could not be read"
    )
    assert batch.closing(Counter(not_a_mapping=1)) == "1 submission: 1 not a mapping document"


def test_the_command_tells_each_submission_and_how_it_ended(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = fill(tmp_path / "in", bad=b"", gappy=GAPPY)
    (folder / "notes.txt").write_text("mine")
    assert main(["batch", str(folder), "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert f"[1/2] {folder / 'bad.docx'}: could not be read." in said.err
    assert f"[2/2] {folder / 'gappy.docx'}: 29 of 31 full, 2 partial, 0 none" in said.out
    assert "notes.txt" in said.out
    assert said.out.splitlines()[-1] == (f"2 submissions: 1 with gaps, 1 could not be read. The results are in {out}")


def test_a_blank_form_is_told_as_one(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (blank,) = Path("inputs").glob("*(blank).docx")
    assert main(["batch", str(blank), "--out", str(out)]) == 0
    assert f"{blank}: no unit is claimed or mapped" in capsys.readouterr().out


def test_a_quiet_batch_says_what_could_not_be_read_alone(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = fill(tmp_path / "in", bad=b"", gappy=GAPPY)
    assert main(["batch", str(folder), "--out", str(out), "--quiet"]) == 0
    said = capsys.readouterr()
    assert not said.out
    assert "bad.docx" in said.err


def test_a_batch_that_is_stopped_says_how_far_it_came(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def write(outcome: Outcome, drawn: Drawn, source: Path, out: Path) -> Path:
        if source.name == "b.docx":
            raise KeyboardInterrupt
        return write_pack(outcome, drawn, source, out)

    monkeypatch.setattr("pipeline.pack.write_pack", write)
    folder = fill(tmp_path / "in", a=WHOLE, b=WHOLE)
    assert main(["batch", str(folder), "--out", str(out)]) == 130
    assert "Stopped after 1 of 2." in capsys.readouterr().err
    assert (out / "a" / "result.json").is_file()


def test_a_wrong_policy_stops_a_batch_at_once(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = fill(tmp_path / "in", a=WHOLE)
    policy = tmp_path / "policy.toml"
    policy.write_text("[nothing]\n")
    assert main(["batch", str(folder), "--out", str(out), "--policy", str(policy)]) == 2
    assert str(policy) in capsys.readouterr().err
