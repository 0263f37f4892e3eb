"""Kill -9 at any moment: nothing half-written, nothing left, and the next run comes to the same bytes."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.batch.command import Command, batch, checked, differences, fill, half_written, log, plain, tree, until

_LANES = 2
_MOMENTS = sorted(random.Random(8580).uniform(0.2, 3.0) for _ in range(2))  # seconds after the start


def _completes(pile: Path, out: Path, temporary: Path, expected: dict[str, bytes]) -> None:
    """The next run is as if nothing had been: the same bytes, and no more checked again than was under way."""
    assert not half_written(tree(out), expected)
    status, said = batch(pile, "--out", out, "--jobs", _LANES, temporary=temporary)
    assert status == 0, said
    assert not differences(tree(out), expected)
    keys = [line["key"] for line in log(out) if line["event"] == "checked"]
    assert len(keys) - len(set(keys)) <= _LANES


@pytest.mark.parametrize("count", [0, 5])
def test_a_batch_that_is_killed_after_some_outcomes_goes_on_there(
    count: int, pile: Path, out: Path, temporary: Path, expected: dict[str, bytes]
) -> None:
    with Command(pile, "--out", out, "--jobs", _LANES, temporary=temporary) as command:
        command.until(lambda: checked(out) >= count and (count or command.lanes), "too few")
        command.kill()
    _completes(pile, out, temporary, expected)


@pytest.mark.parametrize("moment", _MOMENTS)
def test_a_batch_that_is_killed_at_some_moment_goes_on_there(
    moment: float, pile: Path, out: Path, temporary: Path, expected: dict[str, bytes]
) -> None:
    with Command(pile, "--out", out, "--jobs", _LANES, temporary=temporary) as command:
        end = time.monotonic() + moment
        until(lambda: time.monotonic() > end or command.process.poll() is not None, "")
        command.kill()
    if out.exists():
        _completes(pile, out, temporary, expected)
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("name", ["mapping 2 - coverage.xlsx", "result.json", "index.html", "batch.json"])
def test_a_batch_that_is_killed_while_a_file_is_half_written_leaves_none(
    name: str, pile: Path, out: Path, temporary: Path, expected: dict[str, bytes]
) -> None:
    with Command(pile, "--out", out, "--jobs", _LANES, temporary=temporary, FAULTS_WRITE=name) as command:
        command.reached("write")
        assert not half_written(tree(out), expected)
        command.kill()
    _completes(pile, out, temporary, expected)
    assert not list(temporary.iterdir())


def test_what_everything_that_was_killed_at_once_left_goes_with_the_next_run(
    pile: Path, out: Path, temporary: Path, expected: dict[str, bytes]
) -> None:
    with Command(pile, "--out", out, "--jobs", _LANES, temporary=temporary, FAULTS_WRITE="result.json") as command:
        command.reached("write")
        command.kill_all()
        assert any(name.startswith(".") for name in tree(out)), "it was in the midst of it"
    _completes(pile, out, temporary, expected)
    assert not list(temporary.iterdir())


def test_a_file_that_is_killed_in_the_midst_of_its_second_pack_has_the_first_or_the_second(
    out: Path, temporary: Path, tmp_path: Path
) -> None:
    folder = fill(tmp_path / "in", {"a.docx": plain("first")})
    batch(folder, "--out", out, temporary=temporary)
    before = tree(out)
    (out / "a" / "result.json").unlink()  # so that it is written again, into a folder that is there
    with Command(folder, "--out", out, temporary=temporary, FAULTS_WRITE=".2-*.tmp") as command:
        command.reached("write")
        assert any(name.startswith("a/.2-") for name in tree(out)), "it was in the midst of it"
        command.kill()
    batch(folder, "--out", out, temporary=temporary)
    assert not differences(tree(out), before)


@pytest.mark.parametrize("kind", ["lane-once", "die-once"])
def test_a_process_that_is_killed_once_costs_no_submission_its_result(
    kind: str, out: Path, temporary: Path, tmp_path: Path
) -> None:
    files = {f"{kind} file.docx": plain("innocent"), "beside.docx": plain("beside")}
    status, said = batch(fill(tmp_path / "in", files), "--out", out, "--jobs", 2, temporary=temporary)
    assert status == 0
    assert "2 submissions: 2 not a mapping document." in said
    assert (out / f"{kind} file" / "result.json").is_file()


def test_a_file_that_kills_its_lane_each_time_is_refused_and_no_other(
    out: Path, temporary: Path, tmp_path: Path
) -> None:
    files = {name: plain(name) for name in ("a.docx", "lane.docx", "z.docx")}
    status, said = batch(fill(tmp_path / "in", files), "--out", out, "--jobs", 2, temporary=temporary)
    assert status == 0
    assert "3 submissions: 2 not a mapping document, 1 could not be read." in said
    assert '"code":"crashed"' in (out / "lane" / "error.json").read_text().replace(": ", ":")
    assert (out / "a" / "result.json").is_file()
    assert (out / "z" / "result.json").is_file()


def test_a_lane_that_is_killed_from_outside_loses_nothing(
    pile: Path, out: Path, temporary: Path, expected: dict[str, bytes]
) -> None:
    with Command(pile, "--out", out, "--jobs", _LANES, temporary=temporary) as command:
        for count in (1, 4):
            command.until(lambda count=count: checked(out) >= count and command.lanes, "too few")  # type: ignore[misc]
            os.kill(command.lanes[0], signal.SIGKILL)
        status, said = command.ended()
        command.alone()
    assert status == 0, said
    assert not differences(tree(out), expected)
    assert not list(temporary.iterdir())
