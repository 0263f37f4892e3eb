"""The lanes of a cluster: each thread of each Dask worker has one, and takes tasks of some hundred jobs.

To start one, in environments with the same ilm-coverage and its extra `cluster`: `dask scheduler` on one machine,
`dask worker tcp://…:8786 --nworkers auto --nthreads 1` on each, under something that starts them again. Inputs and
outputs must be reachable from every worker under the path or the URL that the batch is given."""

import hashlib
import pickle
import time
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pipeline.batch import storage
from pipeline.batch.flow import Flow, Killer
from pipeline.batch.jobs import Done, Job, Order, Source, Trouble, Waiting
from pipeline.batch.lane import refused
from pipeline.errors import ErrorCode, UsageError

if TYPE_CHECKING:
    from distributed import Client

    from pipeline.batch.flow import Future
    from pipeline.batch.tasks import Answer, Sums

Item = TypeVar("Item", Job, Source)
# A task is some ten seconds of work and more: long beside the milliseconds that a scheduler takes for it, short beside
# what a worker that is killed leaves to be done again. What takes long is large: scans, of some megabytes each.
_MOST_JOBS = 250
_MOST_BYTES = 32 * 2**20
_MOST_SOURCES, _MOST_SOURCES_BYTES = 2000, 2**30  # reading is fast
_SHARES = 3  # tasks that are still to come for each thread, towards the end, so that all end at the same time
_READ_AHEAD = 100_000  # jobs that are held at the most, some 60 MB, so that memory does not grow with them
_LOOK_S = 5.0  # for a pack to be seen that was written elsewhere: a network folder may show it late
_TICK_S = 0.5


class Cluster:
    """The lanes of a cluster that do the jobs of an order. A context manager, at whose end it is left clean.

    `standing` is what the batch's outcomes rest on, `address` the scheduler's.
    Raises: UsageError, where the extra is not installed, or no scheduler answers.
    """

    def __init__(self, order: Order, standing: str, address: str) -> None:
        self._order = order
        self._standing = standing
        self._output = storage.output(order.out)
        self._flow = Flow(address)
        self._seen: set[str] = set()

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        self._flow.close()

    def digests(self, sources: Iterable[Source]) -> Iterator[tuple[Source, str | None] | Waiting]:
        """As `Crew`. Raises: UsageError, where a worker cannot see what this machine can."""
        for event in self._flow.run(_Reading(sources)):
            if isinstance(event, Waiting):
                yield event
            elif isinstance(event, Killer):
                yield event.item, None
            else:
                yield from self._read(event.items, event.answer)

    def check(self, jobs: Iterable[Job]) -> Iterator[Done | Waiting]:
        """As `Crew`. Raises: as `digests`."""
        for event in self._flow.run(_Checking(jobs, self._order, self._standing)):
            if isinstance(event, Waiting):
                yield event
            elif isinstance(event, Killer):
                yield refused(self._order, event.item, ErrorCode.CRASHED)
            else:
                yield from self._checked(event.items, event.answer)

    def _read(self, sources: tuple[Source, ...], answer: "Sums") -> Iterator[tuple[Source, str | None]]:
        is_blind = not any(answer.sums)
        for source, sha256 in zip(sources, answer.sums, strict=True):
            own = sha256 or storage.digest(source.path)
            if own and is_blind:
                raise UsageError(_BLIND.format(worker=answer.worker, path=source.path))
            yield source, own

    def _checked(self, jobs: tuple[Job, ...], answer: "Answer") -> Iterator[Done]:
        from pipeline.batch.tasks import done

        if answer.refusal:
            raise UsageError(answer.refusal)
        by_key = {job.key: job for job in jobs}
        ended = [done(told, by_key[told.key]) for told in answer.told]
        if ended and all(each.trouble is Trouble.GONE for each in ended) and storage.digest(ended[0].job.path):
            raise UsageError(_BLIND.format(worker=answer.worker, path=ended[0].job.path))
        self._require_seen(answer.worker, ended)
        yield from ended

    def _require_seen(self, worker: str, ended: list[Done]) -> None:
        """Raises: UsageError, where the first pack that a worker says it has written is not to be seen here."""
        folder = next((each.folder for each in ended if each.folder and not each.trouble), None)
        if worker in self._seen or folder is None:
            return
        until_s = time.monotonic() + _LOOK_S
        while not self._output.has_pack(folder):
            if time.monotonic() > until_s:
                raise UsageError(_ELSEWHERE.format(worker=worker, out=self._order.out))
            time.sleep(_TICK_S)
        self._seen.add(worker)


_BLIND = (
    "The worker {worker} cannot see {path}, which this machine can. "
    "Inputs must be reachable from every worker under the same path or URL: a shared folder, or s3://…"
)
_ELSEWHERE = (
    "The worker {worker} writes to another {out} than this machine sees. "
    "Outputs must be reachable from every worker under the same path or URL: a shared folder, or s3://…"
)


class _Groups(Generic[Item]):
    """Things to groups of them: as large as is good, but towards the end such that every thread has some."""

    def __init__(self, items: Iterable[Item], most: int, most_bytes: int) -> None:
        self._rest: Iterator[Item] = iter(items)
        self._most = most
        self._most_bytes = most_bytes
        self._held: deque[Item] = deque()
        self._is_last = False

    def next(self, threads: int) -> tuple[Item, ...]:
        """The next group; () at the end."""
        self._read(min(threads * _SHARES * self._most, _READ_AHEAD))
        size = min(self._most, -(-len(self._held) // (threads * _SHARES))) if self._is_last else self._most
        group: list[Item] = []
        so_far = 0
        while self._held and len(group) < size and so_far < self._most_bytes:
            group.append(self._held.popleft())
            so_far += group[-1].bytes
        return tuple(group)

    def _read(self, most: int) -> None:
        while not self._is_last and len(self._held) < most:
            item = next(self._rest, None)
            if item is None:
                self._is_last = True
            else:
                self._held.append(item)


class _Checking:
    """Jobs to be checked, by the same lanes as everywhere."""

    def __init__(self, jobs: Iterable[Job], order: Order, standing: str) -> None:
        self._groups = _Groups(jobs, _MOST_JOBS, _MOST_BYTES)
        self._packed = pickle.dumps(order)
        self._standing = standing

    def group(self, threads: int) -> tuple[Job, ...]:
        """As `Work`."""
        return self._groups.next(threads)

    def submit(self, client: "Client", items: tuple[Job, ...]) -> "Future":
        """As `Work`: a task is known by what it does, so that one that is done twice is one."""
        from pipeline.batch.tasks import check

        keys = "\n".join(job.key for job in items)
        key = f"ilm-coverage-{hashlib.sha256(self._packed + keys.encode()).hexdigest()}"
        return client.submit(check, self._packed, self._standing, items, key, key=key)

    def rest(self, items: tuple[Job, ...], answer: "Answer") -> tuple[Job, ...]:
        """As `Work`: a task that was cancelled, and taken up again, may have done a part."""
        told = {each.key for each in answer.told}
        return () if answer.refusal else tuple(job for job in items if job.key not in told)


class _Reading:
    """Sources to be read for their sums: what is read again may be other bytes, so that no task is another."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._groups = _Groups(sources, _MOST_SOURCES, _MOST_SOURCES_BYTES)

    def group(self, threads: int) -> tuple[Source, ...]:
        """As `Work`."""
        return self._groups.next(threads)

    def submit(self, client: "Client", items: tuple[Source, ...]) -> "Future":
        """As `Work`."""
        from pipeline.batch.tasks import sums

        return client.submit(sums, [source.path for source in items], pure=False)

    def rest(self, items: tuple[Source, ...], answer: Any) -> tuple[Source, ...]:
        """As `Work`: none."""
        return ()
