"""A real scheduler and real workers, started with the `dask` command, as an operator starts them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import Client

POISON = Path(__file__).parent / "poisoned_worker"
_DEADLINE_S = 120


def wait_until(is_so: Callable[[], object], what: str) -> None:
    """Returns when it is so."""
    until = time.monotonic() + _DEADLINE_S
    while not is_so():
        assert time.monotonic() < until, f"waited in vain: {what}"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Dask:
    """A scheduler on a port of its own, and workers."""

    def __init__(self, folder: Path, **environment: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self.port = taken.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self._folder = folder
        self._environment = environment
        self._scheduler: subprocess.Popen[bytes] | None = None
        self._workers: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Starts the scheduler, and waits for it."""
        self._scheduler = self._started("scheduler", "--host", "127.0.0.1", "--port", str(self.port))
        with self.client():
            pass

    def add_workers(self, number: int) -> None:
        """Starts workers in processes of their own, and waits for them."""
        place = ("--nworkers", str(number), "--nthreads", "1", "--local-directory", str(self._folder))
        self._workers.append(self._started("worker", self.address, "--host", "127.0.0.1", *place))
        with self.client() as client:
            client.wait_for_workers(number, timeout=_DEADLINE_S)

    def client(self) -> Client:
        return Client(self.address, timeout=_DEADLINE_S, set_as_default=False)

    def pids(self) -> list[int]:
        """Those of the worker processes."""
        with self.client() as client:
            return list(client.run(os.getpid).values())

    def tasks(self) -> int:
        """How many tasks the scheduler knows."""
        with self.client() as client:
            return int(client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)))

    def kill_scheduler(self) -> None:
        assert self._scheduler
        self._scheduler.kill()
        self._scheduler.wait()

    def end(self) -> None:
        for process in (*self._workers, self._scheduler):
            if process and process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _started(self, *command: str) -> subprocess.Popen[bytes]:
        paths = filter(None, (str(POISON), str(Path.cwd()), os.environ.get("PYTHONPATH")))
        own = {"PYTHONPATH": os.pathsep.join(paths), "COVERAGE_TEST_WORKER": "1", **self._environment}
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *command, "--no-dashboard"],
                env=os.environ | own,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


@contextmanager
def started(folder: Path, workers: int, **environment: str) -> Iterator[Dask]:
    """A cluster, until it is not needed any more."""
    dask = Dask(folder, **environment)
    try:
        dask.start()
        if workers:
            dask.add_workers(workers)
        yield dask
    finally:
        dask.end()
