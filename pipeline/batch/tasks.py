"""What runs in a worker of a cluster: tasks, each some hundred jobs that one lane does one by one.

Each thread of a worker has a lane of its own, which stays from task to task. It ends with the worker, however that
ends; when a task of another order comes; and some minutes after the last task."""

import pickle
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from threading import Lock, Timer, local
from typing import NamedTuple

from pipeline.batch import storage
from pipeline.batch.jobs import Done, Job, Order, Trouble
from pipeline.batch.pool import Pool, digests
from pipeline.errors import DataError, PipelineError, UsageError
from pipeline.records import pack, unpack

_IDLE_S = 300  # a lane takes some hundred MB: the client has gone, or has nothing more to do


class Told(NamedTuple):
    """What a task tells of a job, as small as it can be: a scheduler has all of them go through it."""

    key: str
    record: bytes
    folder: str | None
    result: bytes | None
    seconds: dict[str, float]
    trouble: Trouble | None


class Answer(NamedTuple):
    """What came of a task, and at which worker; of a task that was cancelled, of its first jobs.

    `refusal`: why that worker can do none; "" where it can.
    """

    worker: str
    told: tuple[Told, ...] = ()
    refusal: str = ""


class Sums(NamedTuple):
    """The sha256 of each file of a task, None where its bytes cannot be had; and at which worker."""

    worker: str
    sums: tuple[str | None, ...]


def done(told: Told, job: Job) -> Done:
    """What became of a job, from what a task tells of it."""
    return Done(job, unpack(told.record), told.folder, told.result, told.seconds, told.trouble)


def check(packed: bytes, standing: str, jobs: Sequence[Job], key: str) -> Answer:
    """Does jobs, in a worker, for the order that is packed. `key` is the task's, by which it sees that it is cancelled.

    Where packs are not all written, the whole results go to a shard of the output, and not through the scheduler.
    """
    worker = _worker()
    try:
        order: Order = pickle.loads(packed)
        with _seat().taken(packed, order, standing) as pool:
            ended = list(pool.check(takewhile(lambda _: _is_wanted(key), jobs)))
    except DataError:
        return Answer(worker, refusal=_ANOTHER.format(worker=worker))
    except PipelineError as error:
        return Answer(worker, refusal=f"The worker {worker} cannot check: {error.advice}")
    kept = _in_shard(order, ended)
    return Answer(worker, tuple(Told(e.job.key, pack(e.record), *_rest(e)) for e in kept))


def sums(paths: Sequence[str]) -> Sums:
    """The digests of files, in a worker."""
    return Sums(_worker(), tuple(digests(paths)))


_ANOTHER = (
    "The worker {worker} has another version of ilm-coverage, or other data files, than this machine. "
    "Install the same version on every worker, and start them again."
)


def _rest(ended: Done) -> tuple[str | None, bytes | None, dict[str, float], Trouble | None]:
    return ended.folder, ended.result, dict(ended.seconds), ended.trouble


def _in_shard(order: Order, ended: Sequence[Done]) -> Sequence[Done]:
    """The same without their results, where these could be written to a shard of their own."""
    from pipeline.batch.shards import write_shard

    rows = [(each.job.key, each.record, each.result) for each in ended if each.result and not each.trouble]
    if not rows:
        return ended
    try:
        with tempfile.TemporaryDirectory(prefix="ilm-coverage-shard-") as scratch:
            write_shard(rows, Path(scratch))
            storage.output(order.out).put(Path(scratch), storage.SHARDS)
    except (UsageError, OSError):
        return ended  # whoever asked has them then, and says what is wrong where they do not go either
    return [replace(each, result=None) for each in ended]


class _Seat:
    """A thread's lane, in a pool of its own, and of which order it is."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pool: Pool | None = None
        self._of: tuple[bytes, str] | None = None
        self._rest: Timer | None = None

    @contextmanager
    def taken(self, packed: bytes, order: Order, standing: str) -> Iterator[Pool]:
        """The pool, for one task; after one that went wrong there will be another."""
        with self._lock:
            if self._rest:
                self._rest.cancel()
            if self._of != (packed, standing):
                self._leave()
            pool = self._pool = self._pool or Pool(order, standing, _scratch(), lanes=1)
            self._of = packed, standing
            try:
                yield pool
            except BaseException:
                self._leave()
                raise
            self._rest = Timer(_IDLE_S, self._leave_idle)
            self._rest.daemon = True
            self._rest.start()

    def _leave_idle(self) -> None:
        with self._lock:
            self._leave()

    def _leave(self) -> None:
        pool, self._pool, self._of = self._pool, None, None
        if pool:
            pool.__exit__()


_here = local()


def _seat() -> _Seat:
    if not hasattr(_here, "seat"):
        _here.seat = _Seat()
    seat: _Seat = _here.seat
    return seat


def _scratch() -> Path:
    """The worker's own folder for temporary files, of which Dask removes what a worker that was killed has left."""
    from distributed import get_worker

    return Path(get_worker().local_directory)


def _worker() -> str:
    from distributed import get_worker

    return str(get_worker().address)


def _is_wanted(key: str) -> bool:
    """Whether a task is still wanted: one that runs cannot be stopped from outside, but sees here that it should."""
    from distributed import get_worker

    task = get_worker().state.tasks.get(key)
    return task is not None and task.state != "cancelled"
