"""What the command tells, and how it ends."""

from pathlib import Path

import pytest

from pipeline.cli import main
from tests.batch import GAPPY, WHOLE, fill


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_it_tells_each_submission_and_how_it_ended(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = fill(tmp_path / "in", bad=b"", gappy=GAPPY)
    (folder / "notes.txt").write_text("mine")
    assert main(["batch", str(folder), "--out", str(out), "--jobs", "1"]) == 0
    said = capsys.readouterr()
    assert "[1/2] bad.docx: could not be read." in said.err
    assert "[2/2] gappy.docx: 29 of 31 full, 2 partial, 0 none" in said.out
    assert "notes.txt" in said.out
    assert "--retry" in said.out
    assert said.out.splitlines()[-1] == (
        f"2 submissions: 1 with gaps, 1 could not be read. To look through them, open {out}/index.html"
    )
    assert main(["batch", str(folder), "--out", str(out), "--jobs", "1"]) == 0
    assert "1 could not be read (2 checked before). To look" in capsys.readouterr().out


def test_a_blank_form_is_told_as_one(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (blank,) = Path("inputs").glob("*(blank).docx")
    assert main(["batch", str(blank), "--out", str(out)]) == 0
    assert f"{blank.name}: no unit is claimed or mapped" in capsys.readouterr().out


def test_a_quiet_batch_says_what_could_not_be_read_alone(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = fill(tmp_path / "in", bad=b"", gappy=GAPPY)
    assert main(["batch", str(folder), "--out", str(out), "--quiet"]) == 0
    said = capsys.readouterr()
    assert not said.out
    assert "bad.docx" in said.err


def test_a_pack_that_could_not_be_written_is_an_exit_status(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = fill(tmp_path / "in", a=WHOLE)
    out.mkdir()
    (out / "a").write_text("a file where the folder would be")
    assert main(["batch", str(folder), "--out", str(out)]) == 2
    said = capsys.readouterr()
    assert "a.docx: could not be checked. Nothing could be written" in said.err
    assert "1 went or could not be written meanwhile" in said.out


def test_a_wrong_policy_stops_a_batch_at_once(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("[nothing]\n")
    assert main(["batch", str(fill(tmp_path / "in", a=WHOLE)), "--out", str(out), "--policy", str(policy)]) == 2
    assert str(policy) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["in", "--jobs", "0"], "is not a number from 1 on"),
        (["in", "--rest", "soon"], "is no number of seconds"),
        (["in", "--packs", "some"], "invalid choice"),
        ([], "PATH_OR_GLOB_OR_URL"),
    ],
)
def test_a_wrong_use_is_said(wrong: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", *wrong]) == 2
    assert said in capsys.readouterr().err
