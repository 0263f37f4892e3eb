"""A Dask scheduler and its workers on this machine, started as an operator would; and tasks that pretend to check."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bench.gauge import ROOT, USUAL
from bench.simulation import STAGES, made

if TYPE_CHECKING:
    from pipeline.batch.jobs import Job
    from pipeline.batch.tasks import Answer

_START_S = 60
_QUIET = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False", "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s"}
"""As docs/batch.md sets them."""
_SEED = 1


def why_not() -> str:
    """What is missing for a cluster; "" where nothing is."""
    if not find_spec("distributed"):
        return "distributed is not installed"
    return "" if find_spec("pipeline.batch.cluster") else "there is no pipeline.batch.cluster"


@dataclass(frozen=True, slots=True)
class Machines:
    """A scheduler's address, its process, and those of its workers."""

    address: str
    scheduler: int
    workers: tuple[int, ...]


@contextmanager
def running(workers: int = 2) -> Iterator[Machines | None]:
    """A scheduler and so many workers, without nannies, so that each is one process; None where it cannot be had."""
    if why_not():
        yield None
        return
    from distributed import Client

    with tempfile.TemporaryDirectory() as folder, ExitStack() as started:
        file = Path(folder, "scheduler.json")
        own = ("--scheduler-file", str(file))
        scheduler = started.enter_context(
            _started("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", *own)
        )
        words = ("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", folder, *own)
        pids = [started.enter_context(_started(*words)) for _ in range(workers)]
        with Client(scheduler_file=str(file), timeout=_START_S) as client:
            client.wait_for_workers(workers, timeout=_START_S)
        yield Machines(json.loads(file.read_bytes())["address"], scheduler, tuple(pids))


@contextmanager
def _started(*words: str) -> Iterator[int]:
    command = [sys.executable, "-m", "dask", *words]
    process = subprocess.Popen(
        command, cwd=ROOT, env=USUAL | _QUIET, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def pretend(packed: bytes, standing: str, jobs: "Sequence[Job]", key: str) -> "Answer":
    """In a worker: the answer to a task, without its checks. A record is as long as a real one is."""
    from pipeline.batch.tasks import Answer, Told

    told = tuple(Told(job.key, _record(), None, None, dict.fromkeys(STAGES, 0.01), None) for job in jobs)
    return Answer("tcp://pretended", told)


@cache
def _record() -> bytes:
    """The packed record of a generated submission."""
    return made(_SEED).record
