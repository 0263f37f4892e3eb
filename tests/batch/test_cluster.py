"""A batch on a real cluster: the same as on one machine, whatever happens to its parts."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pandas as pd
import psutil
import pytest

from pipeline.batch import Batch, Event, Finished, Settings, Unreachable
from pipeline.batch.cluster import Cluster, _Groups
from pipeline.batch.jobs import Done, Job, Order, Source
from pipeline.batch.ledger import LEDGER_FILE
from pipeline.batch.log import LOG_FILE
from pipeline.errors import UsageError
from tests.batch import GAPPY, WHOLE, fill, written
from tests.batch.clusters import POISON, Dask, is_alive, started, wait_until
from tests.batch.stores import Bucket
from tests.mappings import certificate

KEPT = (LEDGER_FILE, LOG_FILE)


@pytest.fixture(scope="module")
def environment(server: str) -> dict[str, str]:
    """What workers are told of the server that speaks S3."""
    return {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "eu-west-2",
    }


@pytest.fixture(scope="module")
def dask(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """A scheduler that gives a task to another worker twice, and two workers."""
    # Fewer than Dask's own 3, so that a file is suspected soon; more than one, as a test kills both workers at once.
    allowed = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "2"}
    with started(tmp_path_factory.mktemp("dask"), 2, **environment, **allowed) as cluster:
        yield cluster


@pytest.fixture
def quick(tmp_path: Path) -> Path:
    """A policy by which a check may take little."""
    policy = Path("reference/policy.toml").read_text(encoding="utf-8")
    path = tmp_path / "policy.toml"
    path.write_text(policy.replace("deadline_s = 60\npage_s", "deadline_s = 10\npage_s"), encoding="utf-8")
    return path


def run(inputs: Path | str, settings: Settings) -> list[Event]:
    with Batch(settings) as batch:
        return list(batch.run([str(inputs)]))


def kinds(events: list[Event]) -> dict[str, str]:
    return {event.job.shown: event.record.code or event.record.kind for event in events if isinstance(event, Done)}


def finished(events: list[Event]) -> Finished:
    (last,) = (event for event in events if isinstance(event, Finished))
    return last


class Running:
    """A batch that runs while a test does something else."""

    def __init__(self, inputs: Path | str, settings: Settings) -> None:
        self.events: list[Event] = []
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run, args=(inputs, settings))
        self._thread.start()

    def _run(self, inputs: Path | str, settings: Settings) -> None:
        try:
            with Batch(settings) as batch:
                for event in batch.run([str(inputs)]):
                    self.events.append(event)
        except BaseException as error:
            self._error = error

    def ended(self) -> list[Event]:
        self._thread.join()
        if self._error:
            raise self._error
        return self.events

    def told(self, word: str) -> bool:
        return any(isinstance(event, Unreachable) and word in event.why for event in self.events)


# ---------------------------------------------------------------- the same as on one machine


def test_a_cluster_writes_the_same_bytes_whatever_the_files_do(
    dask: Dask, quick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison = {name: certificate(programme=name) for name in ("hang", "crash", "memory", "lane")}
    folder = fill(tmp_path / "in", bad=b"", gappy=GAPPY, whole=WHOLE, z=WHOLE, **poison)
    monkeypatch.setenv("PYTHONPATH", str(POISON))
    here = run(folder, Settings(str(tmp_path / "here"), policy=quick, lanes=1))
    there = run(folder, Settings(str(tmp_path / "there"), policy=quick, scheduler=dask.address))
    assert (
        kinds(there)
        == kinds(here)
        == {
            "bad.docx": "empty",
            "gappy.docx": "gaps",
            "whole.docx": "complete",
            "hang.docx": "timeout",
            "crash.docx": "crashed",
            "memory.docx": "out_of_memory",
            "lane.docx": "crashed",
        }
    )
    assert written(tmp_path / "there") == written(tmp_path / "here")
    assert finished(there).kinds == {"unread": 5, "gaps": 1, "complete": 2}


def test_it_does_so_from_url_to_url_and_another_machine_goes_on(
    dask: Dask,
    bucket: Bucket,
    few: dict[str, bytes],
    few_outputs: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url, settings = bucket.fill("in", **few), Settings(bucket.url("out"), scheduler=dask.address)
    assert len(kinds(run(url, settings))) == 3
    assert {name: packed for name, packed in bucket.files("out").items() if name not in KEPT} == few_outputs
    monkeypatch.setenv("ILM_COVERAGE_STATE", str(tmp_path / "another machine"))
    bucket.fill("in", new=b"new")
    assert set(kinds(run(url, settings))) == {"new.docx"}


def test_without_packs_each_task_writes_a_shard(dask: Dask, tmp_path: Path) -> None:
    held = {f"f{number}": certificate(programme=f"Programme {number}") for number in range(6)}
    folder = fill(tmp_path / "in", **held)
    events = run(folder, Settings(str(tmp_path / "out"), packs="none", scheduler=dask.address))
    assert all(event.result is None for event in events if isinstance(event, Done))
    rows = pd.read_parquet(tmp_path / "out" / "results")
    assert sorted(rows["file"]) == [f"f{number}.docx" for number in range(6)]
    assert len(list((tmp_path / "out" / "results").iterdir())) > 1


# ---------------------------------------------------------------- what may happen to it


def test_workers_that_are_killed_lose_nothing_and_leave_nothing_running(dask: Dask, tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", a=WHOLE, b=GAPPY, gate=certificate(programme="gate"))
    running = Running(folder, Settings(str(tmp_path / "out"), scheduler=dask.address))
    wait_until(lambda: list(folder.glob("*.reached")), "a check in the midst")
    workers = dask.pids()
    lanes = [process.pid for pid in workers for process in psutil.Process(pid).children(recursive=True)]
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    (folder / "gate.docx.go").touch()
    assert kinds(running.ended()) == {"a.docx": "complete", "b.docx": "gaps", "gate.docx": "complete"}
    run(folder, Settings(str(tmp_path / "undisturbed"), lanes=1))
    assert written(tmp_path / "out") == written(tmp_path / "undisturbed")
    assert lanes
    wait_until(lambda: not any(is_alive(pid) for pid in lanes), "the lanes of workers that were killed to end")


def test_of_files_beside_one_that_kills_workers_none_is_failed(dask: Dask, tmp_path: Path) -> None:
    innocents = {f"f{number}": certificate(programme=f"Programme {number}") for number in range(7)}
    folder = fill(tmp_path / "in", worker=WHOLE, **innocents)
    events = run(folder, Settings(str(tmp_path / "out"), scheduler=dask.address))
    assert kinds(events) == {"worker.docx": "crashed", **{f"{name}.docx": "complete" for name in innocents}}
    assert (tmp_path / "out" / "worker" / "error.json").exists()


def test_a_scheduler_that_is_killed_and_comes_back_is_waited_for(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", a=WHOLE, b=GAPPY, gate=certificate(programme="gate"))
    (cluster_folder := tmp_path / "dask").mkdir()
    with started(cluster_folder, 1) as cluster:
        running = Running(folder, Settings(str(tmp_path / "out"), scheduler=cluster.address))
        wait_until(lambda: list(folder.glob("*.reached")), "a check in the midst")
        cluster.kill_scheduler()
        wait_until(lambda: running.told("does not answer"), "it to be told that the scheduler is away")
        cluster.start()
        wait_until(lambda: running.told("has no workers"), "it to be told that there are no workers")
        (folder / "gate.docx.go").touch()
        cluster.add_workers(1)
        assert kinds(running.ended()) == {"a.docx": "complete", "b.docx": "gaps", "gate.docx": "complete"}
        assert running.told("It goes on")
    run(folder, Settings(str(tmp_path / "undisturbed"), lanes=1))
    assert written(tmp_path / "out") == written(tmp_path / "undisturbed")
    assert [why for why in (tmp_path / "out" / LOG_FILE).read_text().splitlines() if "waiting" in why]


def test_a_batch_that_is_stopped_leaves_the_cluster_clean(dask: Dask, tmp_path: Path) -> None:
    held = {f"f{number}": certificate(programme=f"Programme {number}") for number in range(12)}
    settings = Settings(str(tmp_path / "out"), scheduler=dask.address)
    folder = fill(tmp_path / "in", **held)
    with Batch(settings) as batch, closing(batch.run([str(folder)])) as events:
        next(event for event in events if isinstance(event, Done))
    wait_until(lambda: not dask.tasks(), "no task to be left")
    again = run(folder, settings)
    assert finished(again).kinds == {"complete": 12}
    assert finished(again).known > 0
    assert not dask.tasks()


# ---------------------------------------------------------------- what is said where it cannot be


def test_no_scheduler_at_the_address_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Start one with: dask scheduler"):
        run(fill(tmp_path / "in", a=WHOLE), Settings(str(tmp_path / "out"), scheduler="tcp://127.0.0.1:9"))


@pytest.mark.parametrize("address", ["nonsense", "127.0.0.1:99999", "http://127.0.0.1:9", ""])
def test_an_address_that_is_none_is_said(address: str) -> None:
    with pytest.raises(UsageError, match="No scheduler answers"):
        Cluster(Order("/nowhere", "all"), "", address)


@pytest.mark.parametrize("address", ["nonsense", "tls://127.0.0.1:9"])
def test_a_command_with_an_address_that_is_none_says_that_and_nothing_else(address: str, tmp_path: Path) -> None:
    named = [str(fill(tmp_path / "in", a=b"")), "--out", str(tmp_path / "out"), "--scheduler", address]
    command = [sys.executable, "-m", "pipeline", "batch", *named]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "No scheduler answers" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "ignored" not in ended.stderr


def test_without_the_extra_the_advice_is_to_install_it(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['distributed'] = None; from pipeline.cli import main;"
        f"sys.exit(main(['batch', {str(fill(tmp_path / 'in', a=b''))!r}, '--out', {str(tmp_path / 'out')!r},"
        " '--scheduler', 'tcp://127.0.0.1:9']))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "pip install 'ilm-coverage[cluster]'" in ended.stderr


def test_a_batch_on_this_machine_does_not_load_dask(tmp_path: Path) -> None:
    program = (
        f"import sys; from pipeline.cli import main; main(['batch', {str(fill(tmp_path / 'in', a=b''))!r}, '--out',"
        f" {str(tmp_path / 'out')!r}]); sys.exit(bool({{'dask', 'distributed', 's3fs'}} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


def job(path: Path) -> Job:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Job(digest, str(path), path.name, digest, path.stem, path.stat().st_size)


def test_a_worker_with_other_data_files_is_named(dask: Dask, tmp_path: Path) -> None:
    fill(tmp_path, a=WHOLE)
    order, named = Order(str(tmp_path / "out"), "all"), r"The worker tcp://127.0.0.1:\d+ has another version"
    with Cluster(order, "another standing", dask.address) as cluster, pytest.raises(UsageError, match=named):
        list(cluster.check([job(tmp_path / "a.docx")]))


def test_a_worker_that_cannot_see_the_inputs_is_named(dask: Dask, tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", unseen=WHOLE)
    with pytest.raises(UsageError, match=r"The worker tcp://\S+ cannot see \S+unseen.docx, which this machine can"):
        run(folder, Settings(str(tmp_path / "out"), scheduler=dask.address))


def test_what_has_gone_for_everybody_is_told_as_such(dask: Dask, tmp_path: Path) -> None:
    source = Source(str(tmp_path / "gone.docx"), "gone.docx", 1, 1)
    with Cluster(Order(str(tmp_path / "out"), "all"), "", dask.address) as cluster:
        assert list(cluster.digests([source])) == [(source, None)]


# ---------------------------------------------------------------- groups


def groups(count: int, threads: int, size: int = 1) -> list[int]:
    sources = (Source(str(number), "", size, 0) for number in range(count))
    made: _Groups[Source] = _Groups(sources, most=250, most_bytes=1000)
    return [len(group) for group in iter(lambda: made.next(threads), ())]


def test_few_jobs_go_to_all_workers() -> None:
    assert groups(5, threads=100) == [1] * 5
    assert len(groups(200, threads=2)) >= 6


def test_many_jobs_go_in_large_groups_and_end_in_small_ones() -> None:
    made = groups(100_000, threads=10)
    assert sum(made) == 100_000
    assert made[:100] == [250] * 100
    assert made[-1] == 1
    assert len(made) < 600


def test_large_files_go_in_smaller_groups() -> None:
    assert set(groups(5000, threads=2, size=400)) == {3, 2, 1}


def test_jobs_are_read_no_faster_than_they_are_needed() -> None:
    read = iter(range(10**9))
    made: _Groups[Source] = _Groups((Source("", "", next(read), 0) for _ in range(10**9)), most=250, most_bytes=10**18)
    made.next(4)
    assert next(read) <= 4 * 3 * 250
