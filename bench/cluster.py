"""A Dask scheduler and its workers on this machine, started as an operator would."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

from bench.gauge import ROOT, USUAL

_START_S = 60


def why_not() -> str:
    """What is missing for a cluster; "" where nothing is."""
    if not find_spec("distributed"):
        return "distributed is not installed"
    return "" if find_spec("pipeline.batch.cluster") else "there is no pipeline.batch.cluster"


@contextmanager
def running(workers: int = 2) -> Iterator[str | None]:
    """The address of a scheduler with so many workers; None where it cannot be had."""
    if why_not():
        yield None
        return
    from distributed import Client

    with tempfile.TemporaryDirectory() as folder, ExitStack() as started:
        file = Path(folder, "scheduler.json")
        own = ("--scheduler-file", str(file))
        started.enter_context(_started("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", *own))
        for _ in range(workers):
            started.enter_context(_started("worker", "--nthreads", "1", "--no-dashboard", *own, folder=folder))
        with Client(scheduler_file=str(file), timeout=_START_S) as client:
            client.wait_for_workers(workers, timeout=_START_S)
        yield str(json.loads(file.read_bytes())["address"])


@contextmanager
def _started(*words: str, folder: str | None = None) -> Iterator[None]:
    where = ("--local-directory", folder) if folder else ()
    command = [sys.executable, "-m", "dask", *words, *where]
    process = subprocess.Popen(command, cwd=ROOT, env=USUAL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()
