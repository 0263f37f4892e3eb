"""A watched folder, with the real command: what comes, grows, is replaced, and a folder that goes and comes back."""

import json
import signal
from pathlib import Path

from tests.batch.command import Command, batch, checked, fill, plain, tree
from tests.mappings import certificate


def test_a_watched_folder_gives_up_what_has_rested_and_nothing_else(out: Path, temporary: Path, tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", {"a.docx": certificate({"8580-500 1.2": ""}), "~$a.docx": b"lock", "b.tmp": b"b"})
    before = tree(folder), (folder / "a.docx").stat().st_mtime_ns
    with Command(folder, "--out", out, "--jobs", 1, "--watch", "--rest", 1, temporary=temporary) as command:
        command.until(lambda: (out / "batch.json").exists(), "nothing is taken")
        assert (tree(folder), (folder / "a.docx").stat().st_mtime_ns) == before

        folder.rename(tmp_path / "away")
        _said(command, "There is no file or folder")
        (tmp_path / "away").rename(folder)
        _said(command, "It can be reached again.")

        with (folder / "slow.docx").open("wb") as slow:
            for part in (plain("slow")[:100], plain("slow")[100:]):
                assert checked(out) == 1
                slow.write(part)
                slow.flush()
        command.until(lambda: checked(out) == 2, "the slow one is not taken")

        (folder / "a.docx").write_bytes(certificate())  # a new version in its place
        command.until(lambda: checked(out) == 3, "the new version is not taken")
        command.until(lambda: "complete" in (out / "batch.json").read_text(), "the roll-up is not drawn")
        status, _ = command.stop(signal.SIGINT)
        command.alone()
    assert status == 130
    assert not list(temporary.iterdir())
    assert {path.name for path in folder.iterdir()} == {"a.docx", "~$a.docx", "b.tmp", "slow.docx"}
    assert {path.parent.name for path in out.glob("*/*.json")} >= {"a", "slow"}
    assert all(json.loads(path.read_bytes()) for path in out.glob("*/result.json"))


def test_an_output_within_what_is_watched_is_refused_and_not_made(temporary: Path, tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", {"a.docx": b""})
    for more in (["--watch"], []):
        status, said = batch(folder, "--out", folder / "out", *more, temporary=temporary)
        assert status == 2
        assert "would be searched too" in said
        assert not (folder / "out").exists()


def test_an_input_that_is_not_there_leaves_no_output(temporary: Path, tmp_path: Path, out: Path) -> None:
    status, said = batch(tmp_path / "lost", "--out", out, temporary=temporary)
    assert status == 2
    assert "There is no file or folder" in said
    assert not out.exists()


def _said(command: Command, text: str) -> None:
    """Waits until it has said so."""
    assert command.process.stdout
    for line in command.process.stdout:
        if text in line.decode():
            return
    raise AssertionError(f"it ended without {text!r}")
