"""The process that draws shards and roll-up: whatever becomes of it, its starter is told, in words."""

import os
import signal
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.batch.rollup import Drawer
from pipeline.batch.storage import Folder
from pipeline.errors import UsageError
from tests.batch.command import Command, batch, differences, tree
from tests.report import rollups

_MANY = 1200  # more than the pipe between the two holds


class Damaged:
    """A ledger with a record in it that is none."""

    def results(self) -> Iterator[tuple[str, bytes, bytes]]:
        return iter([("key", b"no record", b"")])


def test_what_is_drawn_there_is_what_is_drawn_here(tmp_path: Path) -> None:
    entries = rollups.small()
    there = tmp_path / "there"
    there.mkdir()
    with Drawer(tmp_path) as drawer:
        assert drawer.write(entries, rollups.CATALOGUE, there) == []
    assert tree(there) == tree(rollups.written(entries, tmp_path / "here"))


def test_a_folder_that_is_not_there_is_the_starters_error_and_the_next_one_is_drawn(tmp_path: Path) -> None:
    entries = list(rollups.many(_MANY))
    with Drawer(tmp_path) as drawer:
        with pytest.raises(FileNotFoundError):
            drawer.write(entries, rollups.CATALOGUE, tmp_path / "nowhere")
        drawer.write(entries[:1], rollups.CATALOGUE, tmp_path)
    assert (tmp_path / "batch.json").is_file()


def test_a_fault_of_what_draws_is_told_with_its_place(tmp_path: Path) -> None:
    with Drawer(tmp_path) as drawer, pytest.raises(UsageError, match=r"fault of the checker: .* in report/rollup/"):
        drawer.write(list(rollups.many(_MANY)), None, tmp_path)  # type: ignore[arg-type]


def test_a_process_that_is_killed_while_it_draws_is_told_and_the_next_run_draws_all(
    pile: Path, out: Path, temporary: Path, expected: dict[str, bytes]
) -> None:
    with Command(pile, "--out", out, "--jobs", 1, temporary=temporary, FAULTS_WRITE="index.html") as command:
        command.reached("write")
        (drawer,) = [pid for pid in command.lanes if b"rollup" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        os.kill(drawer, signal.SIGKILL)
        status, said = command.ended()
    assert status == 2
    assert "process that draws the roll-up was ended" in said
    status, said = batch(pile, "--out", out, temporary=temporary)
    assert status == 0, said
    assert not differences(tree(out), expected)


def test_a_record_that_is_damaged_is_the_starters_error_as_if_it_had_read_it_itself(tmp_path: Path) -> None:
    with Drawer(tmp_path) as drawer, pytest.raises(zlib.error):
        drawer.write_kept(Damaged(), Folder(tmp_path), tmp_path)  # type: ignore[arg-type]
