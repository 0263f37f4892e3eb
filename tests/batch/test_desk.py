"""The ledger of an output at a URL: here while a batch runs, there for whoever goes on."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pipeline.batch.desk import Copies, alone, begin, desk
from pipeline.batch.jobs import Source
from pipeline.batch.ledger import LEDGER_FILE, Ledger
from pipeline.batch.log import LOG_FILE
from pipeline.errors import UsageError
from tests.batch.stores import Bucket

A, B, C = (Source(f"s3://in/{name}.docx", f"{name}.docx", 1, 1) for name in "abc")


@contextmanager
def opened(out: str) -> Iterator[tuple[Ledger, Copies]]:
    """The ledger of an output, and its copies, while it is this machine's."""
    folder = desk(out)
    with alone(folder):
        copies = begin(out, folder)
        with Ledger(folder / LEDGER_FILE, "standing") as ledger:
            (folder / LOG_FILE).open("ab").close()
            yield ledger, copies


def keep(out: str, *sources: Source) -> None:
    """A whole run that takes these sources."""
    with opened(out) as (ledger, copies), copies.sent(ledger):
        ledger.take(sources)


def known(out: str) -> list[Source]:
    with opened(out) as (ledger, _):
        return [source for source in (A, B, C) if _is_listed(ledger, source)]


def _is_listed(ledger: Ledger, source: Source) -> bool:
    return bool(ledger._one("SELECT count(*) FROM source WHERE path = ?", os.fsencode(source.path)))


def go_to(machine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ILM_COVERAGE_STATE", str(tmp_path / machine))


def test_a_folder_is_its_own_desk(tmp_path: Path) -> None:
    assert desk(str(tmp_path)) == tmp_path
    assert desk(f"file://{tmp_path}") == tmp_path


def test_a_url_has_a_desk_where_programs_keep_their_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ILM_COVERAGE_STATE", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert desk("s3://b/out").parent == tmp_path / "ilm-coverage"
    assert desk("s3://b/out/") == desk("s3://b/out") != desk("s3://b/out2")
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert desk("s3://b/out").is_relative_to(tmp_path / ".local" / "state")


def test_another_machine_goes_on_and_so_does_the_first_one_after_it(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = bucket.url("out")
    keep(out, A)
    go_to("another machine", tmp_path, monkeypatch)
    assert known(out) == [A]
    keep(out, B)
    go_to("this machine", tmp_path, monkeypatch)
    assert known(out) == [A, B]


def test_what_was_not_sent_before_a_kill_is_still_known_here(bucket: Bucket) -> None:
    out = bucket.url("out")
    keep(out, A)
    with opened(out) as (ledger, _):
        ledger.take([B])
    assert known(out) == [A, B]


def test_what_was_not_sent_gives_way_to_what_another_machine_has_sent(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = bucket.url("out")
    keep(out, A)
    go_to("another machine", tmp_path, monkeypatch)
    keep(out, C)
    go_to("this machine", tmp_path, monkeypatch)
    with closing(
        sqlite3.connect(desk(out) / LEDGER_FILE)
    ) as killed:  # with changes that are not in the file itself yet
        killed.execute("PRAGMA journal_mode = WAL")
        killed.execute("DELETE FROM source")
        killed.commit()
        left = (desk(out) / f"{LEDGER_FILE}-wal").read_bytes()
    (desk(out) / f"{LEDGER_FILE}-wal").write_bytes(left)
    assert known(out) == [A, C]


def test_an_output_that_was_emptied_is_begun_anew(bucket: Bucket) -> None:
    out = bucket.url("out")
    keep(out, A)
    bucket.delete(f"out/{LEDGER_FILE}")
    assert known(out) == []


def test_the_ledger_at_the_url_is_whole_by_itself(bucket: Bucket, tmp_path: Path) -> None:
    keep(bucket.url("out"), A, B)
    path = tmp_path / "copy.sqlite"
    path.write_bytes(bucket.get(f"out/{LEDGER_FILE}"))
    with closing(sqlite3.connect(path)) as ledger:
        assert ledger.execute("SELECT count(*) FROM source").fetchone() == (2,)


def test_what_is_stopped_is_sent_all_the_same(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = bucket.url("out")

    def stopped() -> None:
        with opened(out) as (ledger, copies), copies.sent(ledger):
            ledger.take([A])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    go_to("another machine", tmp_path, monkeypatch)
    assert known(out) == [A]


@pytest.mark.usefixtures("at_server")
def test_a_bucket_that_is_not_there_is_said_before_anything_is_checked() -> None:
    with pytest.raises(UsageError, match="There is no s3://no-such-bucket/out"):
        known("s3://no-such-bucket/out")


def test_two_batches_of_one_machine_do_not_share_an_output(bucket: Bucket) -> None:
    with alone(desk(bucket.url("out"))), pytest.raises(UsageError, match="Another batch writes"):
        known(bucket.url("out"))
