"""A batch that is stopped says so and leaves nothing; a process that hangs has a deadline; one output has one batch."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.batch.command import Command, batch, checked, differences, fill, half_written, plain, tree

_STOPS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
_MOMENTS = sorted(random.Random(8581).uniform(0.3, 2.5) for _ in range(2))


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A policy by which a check may take 3 seconds."""
    path = tmp_path_factory.mktemp("policy") / "policy.toml"
    limits = "deadline_s = 60\npage_s = 30\nmemory_bytes = 1_073_741_824"
    policy = Path("reference/policy.toml").read_text()
    assert limits in policy
    path.write_text(policy.replace(limits, "deadline_s = 3\npage_s = 1\nmemory_bytes = 268_435_456"))
    return path


@pytest.mark.parametrize("number", _STOPS)
def test_a_batch_that_is_stopped_says_what_is_done_and_how_to_go_on(
    number: signal.Signals, pile: Path, out: Path, temporary: Path, expected: dict[str, bytes]
) -> None:
    with Command(pile, "--out", out, "--jobs", 1, temporary=temporary) as command:
        command.until(lambda: checked(out) >= 3, "too few")
        status, said = command.stop(number)
        command.alone()
    assert status == 130
    assert f" of 9. What is done is kept in {out}. To go on, run the same command again" in " ".join(said.split())
    assert "Traceback" not in said
    assert not list(temporary.iterdir())
    assert not half_written(tree(out), expected)
    status, said = batch(pile, "--out", out, "--jobs", 1, temporary=temporary)
    assert status == 0
    assert not differences(tree(out), expected)
    assert checked(out) == 9


@pytest.mark.parametrize("moment", _MOMENTS)
def test_a_batch_can_be_stopped_at_any_moment(
    moment: float, pile: Path, out: Path, temporary: Path, expected: dict[str, bytes]
) -> None:
    with Command(pile, "--out", out, temporary=temporary) as command:
        command.until(lambda: out.exists(), "it does not begin")
        time.sleep(moment)
        status, said = command.stop(signal.SIGINT)
        command.alone()
    assert status in (130, 0), said
    assert "Traceback" not in said
    assert not list(temporary.iterdir())
    assert not half_written(tree(out), expected)
    assert not [name for name in tree(out) if name.startswith(".")]


def test_ctrl_c_while_the_roll_up_is_written_leaves_nothing_half_written(
    pile: Path, out: Path, temporary: Path, expected: dict[str, bytes]
) -> None:
    with Command(pile, "--out", out, "--jobs", 1, temporary=temporary, FAULTS_WRITE="batch.json") as command:
        command.reached("write")
        status, said = command.stop(signal.SIGINT)
        command.alone()
    assert status == 130
    assert "Stopped after 9 of 9." in said
    assert not half_written(tree(out), expected)
    assert not [name for name in tree(out) if name.startswith(".")]


def test_a_batch_that_is_to_outlive_its_terminal_does(out: Path, temporary: Path, tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", {"gate 1.docx": plain("1"), "b.docx": plain("2")})
    with Command(folder, "--out", out, "--jobs", 1, temporary=temporary, through=["nohup"]) as command:
        command.reached("gate 1")
        os.killpg(command.process.pid, signal.SIGHUP)
        command.open("gate 1")
        status, said = command.ended()
    assert status == 0, said
    assert "2 submissions: 2 not a mapping document" in said


def test_a_child_that_is_stopped_still_has_its_deadline(
    hasty: Path, out: Path, temporary: Path, tmp_path: Path
) -> None:
    folder = fill(tmp_path / "in", {"gate 1.docx": plain("1"), "later.docx": plain("2")})
    with Command(folder, "--out", out, "--jobs", 1, "--policy", hasty, temporary=temporary) as command:
        command.reached("gate 1")
        (child,) = command.children
        os.kill(child, signal.SIGSTOP)
        command.open("gate 1")
        status, said = command.ended()
        command.alone()
    assert status == 0, said
    assert "2 submissions: 1 not a mapping document, 1 could not be read" in said
    assert "longer than the 3 s" in (out / "gate 1" / "error.json").read_text()
    assert not list(temporary.iterdir())


def test_of_many_submissions_the_poisoned_ones_are_refused_and_no_other_is_touched(
    hasty: Path, out: Path, temporary: Path, tmp_path: Path
) -> None:
    poisoned = {"hang": "timeout", "crash": "crashed", "memory": "out_of_memory", "exception": "internal"}
    poisoned["lane"] = "crashed"
    innocent = {f"{number:03}.docx": plain(f"innocent {number}") for number in range(60)}
    fill(tmp_path / "innocent", innocent)
    batch(tmp_path / "innocent", "--out", tmp_path / "expected", "--policy", hasty, temporary=temporary)
    folder = fill(tmp_path / "in", innocent | {f"{kind}.docx": plain(kind) for kind in poisoned})
    status, said = batch(folder, "--out", out, "--policy", hasty, temporary=temporary)
    assert status == 0
    assert "65 submissions: 60 not a mapping document, 5 could not be read. " in said
    for kind, code in poisoned.items():
        assert f'"{code}"' in (out / kind / "error.json").read_text()
    found, alone = tree(out), tree(tmp_path / "expected")
    assert not [name for name, packed in alone.items() if "/" in name and found.get(name) != packed]
    assert {path.parent.name for path in out.glob("*/*.json")} == {path.stem for path in folder.iterdir()}


def test_two_batches_on_one_output_come_one_after_the_other(out: Path, temporary: Path, tmp_path: Path) -> None:
    first = fill(tmp_path / "one", {"gate 1.docx": plain("1"), "b.docx": plain("2")})
    second = fill(tmp_path / "two", {"c.docx": plain("3"), "b.docx": plain("4")})
    with Command(first, "--out", out, "--jobs", 1, temporary=temporary) as command:
        command.reached("gate 1")
        with (
            Command(second, "--out", out, "--jobs", 1, temporary=tmp_path / "tmp 2") as other,
            Command(first, "--out", out, "--jobs", 1, temporary=tmp_path / "tmp 3") as same,
            Command(second, "--out", out, "--watch", temporary=tmp_path / "tmp 4") as watch,
        ):
            status, said = watch.ended()
            assert status == 2
            assert "Another batch writes to" in said
            command.open("gate 1")
            assert command.ended()[0] == 0
            for waited in (other, same):
                waited.open("gate 1")
                status, said = waited.ended()
                assert status == 0, said
    names = {path.parent.name for path in out.glob("*/result.json")}
    assert {name[:6] for name in names} == {"gate 1", "b", "c", next(n for n in names if n.startswith("b-"))[:6]}
    assert checked(out) == 4


def test_a_batch_that_waits_can_be_stopped(out: Path, temporary: Path, tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", {"gate 1.docx": plain("1")})
    with Command(folder, "--out", out, "--jobs", 1, temporary=temporary) as command:
        command.reached("gate 1")
        with Command(folder, "--out", out, temporary=tmp_path / "tmp 2") as waiting:
            assert waiting.process.stdout
            assert b"Another batch writes to" in waiting.process.stdout.readline()
            status, _ = waiting.stop(signal.SIGINT)
        assert status == 130
        command.open("gate 1")
        assert command.ended()[0] == 0
