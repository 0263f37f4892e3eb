"""The log: whole lines, whatever ended the run before."""

import json
from pathlib import Path

import pytest

from pipeline.batch.log import LOG_FILE, Log
from pipeline.errors import UsageError


def lines(folder: Path) -> list[str]:
    return [json.loads(line)["event"] for line in (folder / LOG_FILE).read_text().splitlines()]


@pytest.mark.parametrize("before", [b"", b'{"event":"checked"}\n', b'{"event":"checked"}\n{"event":"che', b'{"ev'])
def test_the_beginning_of_a_line_that_a_kill_left_is_taken_off(before: bytes, tmp_path: Path) -> None:
    (tmp_path / LOG_FILE).write_bytes(before)
    with Log(tmp_path / LOG_FILE) as log:
        log.tell("finished")
    assert lines(tmp_path) == ["checked"] * before.count(b"\n") + ["finished"]


def test_a_log_that_takes_no_more_says_how_to_go_on(tmp_path: Path) -> None:
    (tmp_path / LOG_FILE).symlink_to("/dev/full")
    with (
        pytest.raises(UsageError, match=r"No space left on device\. What is done is kept"),
        Log(tmp_path / LOG_FILE) as log,
    ):
        log.tell("finished")
