"""The process that draws shards and roll-up: whatever becomes of it, its starter is told, in words."""

import itertools
import os
import resource
import signal
import zlib
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from pipeline.batch.rollup import Drawer, DrawerEndedError
from pipeline.batch.storage import SHARDS, Folder
from pipeline.errors import SubmissionError
from pipeline.records import pack
from tests.batch.command import Command, batch, differences, fill, plain, tree
from tests.report import rollups

_MANY = 600  # more than the pipe between the two holds
_PAGES = 250  # more than are sent at once
_TOO_LITTLE = 300 * 2**20


class Held:
    """A ledger that holds these rows: key, packed record, compressed result."""

    def __init__(self, *rows: tuple[str, bytes, bytes]) -> None:
        self.rows = {row[0]: row for row in rows}

    def results(self) -> Iterator[tuple[str, bytes, bytes]]:
        return iter(list(self.rows.values()))

    def sharded(self, keys: list[str]) -> None:
        for key in keys:
            del self.rows[key]


def test_what_is_drawn_there_is_what_is_drawn_here(tmp_path: Path) -> None:
    entries = [*rollups.small(), *rollups.many(_PAGES)]
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
    with (
        Drawer(tmp_path) as drawer,
        pytest.raises(SubmissionError, match=r"fault of the checker: .* in report/rollup/"),
    ):
        drawer.write(list(rollups.many(_MANY)), None, tmp_path)  # type: ignore[arg-type]


def test_where_there_is_no_memory_to_draw_that_is_said(tmp_path: Path) -> None:
    with Drawer(tmp_path) as drawer:
        resource.prlimit(drawer._process.pid, resource.RLIMIT_AS, (_TOO_LITTLE, _TOO_LITTLE))
        with pytest.raises(DrawerEndedError, match="memory"):
            drawer.write(list(rollups.many(_MANY)), rollups.CATALOGUE, tmp_path)


def test_who_draws_no_more_is_not_sent_what_never_ends(tmp_path: Path) -> None:
    entries = itertools.cycle(rollups.small())
    with Drawer(tmp_path) as drawer, pytest.raises(FileNotFoundError):
        drawer.write(entries, rollups.CATALOGUE, tmp_path / "nowhere")


def test_results_go_to_shards_a_page_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.batch.rollup._ROWS", 2)
    records = [entry.record for entry in rollups.many(3)]
    held = Held(*((kept.sha256, pack(kept), zlib.compress(kept.file.encode())) for kept in records))
    scratch = tmp_path / os.fsdecode(b"not UTF-8 \xff")
    scratch.mkdir()
    with Drawer(tmp_path) as drawer:
        drawer.write_kept(held, Folder(tmp_path), scratch)  # type: ignore[arg-type]
    shards = [pd.read_parquet(path) for path in (tmp_path / SHARDS).iterdir()]
    assert sorted(map(len, shards)) == [1, 2]
    assert sorted(pd.concat(shards)["result"]) == sorted(kept.file for kept in records)
    assert not held.rows


def test_a_process_that_is_killed_while_it_draws_makes_place_for_another(
    pile: Path, out: Path, temporary: Path, expected: dict[str, bytes]
) -> None:
    with Command(pile, "--out", out, "--jobs", 1, temporary=temporary, FAULTS_WRITE="index.html") as command:
        _kill_drawer(command)
        command.open("write")
        status, said = command.ended()
    assert status == 0, said
    assert not differences(tree(out), expected)


def test_one_that_is_killed_each_time_is_told_and_the_next_run_draws_all(
    pile: Path, out: Path, temporary: Path, expected: dict[str, bytes]
) -> None:
    with Command(pile, "--out", out, "--jobs", 1, temporary=temporary, FAULTS_WRITE="index.html") as command:
        _kill_drawer(command)
        _kill_drawer(command)
        status, said = command.ended()
    assert status == 2
    assert "process that draws the roll-up was ended" in said
    status, said = batch(pile, "--out", out, temporary=temporary)
    assert status == 0, said
    assert not differences(tree(out), expected)


def test_a_watch_goes_on_after_that(out: Path, temporary: Path, tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", {"a.docx": plain("a")})
    with Command(
        folder, "--out", out, "--watch", "--rest", "0.2", temporary=temporary, FAULTS_WRITE="index.html"
    ) as command:
        _kill_drawer(command)
        _kill_drawer(command)
        command.open("write")
        fill(folder, {"b.docx": plain("b")})
        command.until((out / "index.html").exists, "no roll-up")
        status, said = command.stop(signal.SIGINT)
    assert status == 130
    assert "process that draws the roll-up was ended" in said
    assert b"b.docx" in (out / "batch.json").read_bytes()


def _kill_drawer(command: Command) -> None:
    """Kills who draws, in the midst of the index."""
    command.reached("write")
    (drawer,) = [pid for pid in command.lanes if b"rollup" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    (command.faults / "write").unlink()
    os.kill(drawer, signal.SIGKILL)


def test_a_record_that_is_damaged_is_the_starters_error_as_if_it_had_read_it_itself(tmp_path: Path) -> None:
    with Drawer(tmp_path) as drawer, pytest.raises(zlib.error):
        drawer.write_kept(Held(("key", b"no record", b"")), Folder(tmp_path), tmp_path)  # type: ignore[arg-type]
