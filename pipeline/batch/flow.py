"""Groups of things to tasks on a Dask cluster: a bounded number at a time, each until it is done, whatever happens.

A worker that dies: Dask gives its tasks to others, and after several deaths says that they have killed workers. They
may only have been there. So they are done again at the end, one at a time, and the one that kills is divided until it
is a single thing. A scheduler that dies: whoever waits connects again, and submits what is not done. No worker at all:
that is told, and waited for."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from pipeline.batch.jobs import Waiting
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from distributed import Client
    from distributed import Future as Eventual

    Future = Eventual[Any]

Item = TypeVar("Item")
_AHEAD = 2  # tasks for each thread: the one that it does, and the one that it does next
_TICK_S = 1.0
_QUIET_S = 5.0  # without any worker before that is told: one that starts takes about so long
_CONNECT_S = 5.0
_PATIENCE_S = 600.0  # for a scheduler to come back: a machine that is started anew, or a pod that is moved
_CLOSE_S = 10.0
_GATHER_S = 60.0  # for the result of a task that is done: it may have to be done again first, elsewhere
_PARTS = 16  # of a group that kills workers: the fewer rounds, the fewer workers die


class Work(Protocol[Item]):
    """What is to be done on a cluster."""

    def group(self, threads: int) -> tuple[Item, ...]:
        """The things for the next task, where there are so many threads; () at the end."""
        ...

    def submit(self, client: "Client", items: tuple[Item, ...]) -> "Future":
        """The task that does them."""
        ...

    def rest(self, items: tuple[Item, ...], answer: Any) -> tuple[Item, ...]:
        """Which of them the answer does not have."""
        ...


@dataclass(frozen=True, slots=True)
class Ended(Generic[Item]):
    """A task has ended, with this answer."""

    items: tuple[Item, ...]
    answer: Any


@dataclass(frozen=True, slots=True)
class Killer(Generic[Item]):
    """What kills each worker that does it."""

    item: Item


class Flow:
    """A connection to a cluster, which is to be closed.

    Raises: UsageError, where the extra is not installed, or no scheduler answers at the address.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._client = _connected(address)
        self._threads = 0
        self._asked_s = float("-inf")

    def close(self) -> None:
        """Leaves the cluster; what is still under way there is cancelled."""
        with suppress(Exception):  # it may have gone, which is as good
            self._client.close(timeout=_CLOSE_S)

    def run(self, work: Work[Item]) -> Iterator[Ended[Item] | Killer[Item] | Waiting]:
        """What came of each group. Raises: UsageError, where no worker can do any."""
        return _Run(self, work).events()

    def submit(self, work: Work[Item], items: tuple[Item, ...], ended: Callable[["Future"], object]) -> "Future":
        """A task that was begun, and calls that with itself when it has ended, in whatever way."""
        future = work.submit(self._client, items)
        future.add_done_callback(ended)
        return future

    def threads(self) -> int:
        """How many threads the cluster has, as of a moment ago; -1 where nobody answers."""
        now = time.monotonic()
        if now - self._asked_s >= _TICK_S:
            try:
                self._threads = sum(self._client.nthreads().values()) if self.is_connected else -1
            except Exception:  # a connection breaks in many ways
                self._threads = -1
            self._asked_s = time.monotonic()
        return self._threads

    def cancel(self, futures: "list[Future]") -> None:
        """Ends what is under way: what waits at once, what runs after the thing that it does."""
        with suppress(Exception):
            self._client.cancel(futures)

    def connect_again(self) -> None:
        """Connects anew, with patience. Raises: UsageError, at its end."""
        self.close()
        until_s = time.monotonic() + _PATIENCE_S
        while True:
            try:
                self._client = _connected(self.address)
            except UsageError:
                if time.monotonic() > until_s:
                    raise
            else:
                self._asked_s = float("-inf")
                return

    @property
    def is_connected(self) -> bool:
        """Whether the connection stands, as far as is known."""
        return bool(self._client.status == "running")


class _Run(Generic[Item]):
    """One piece of work on a cluster, under way."""

    def __init__(self, flow: Flow, work: Work[Item]) -> None:
        self._flow = flow
        self._work = work
        self._again: deque[tuple[Item, ...]] = deque()
        self._suspects: deque[tuple[Item, ...]] = deque()
        self._flying: dict[int, tuple[Future, tuple[Item, ...]]] = {}  # by identity: those of one key are all equal
        self._ended: SimpleQueue[Future] = SimpleQueue()
        self._is_alone = False
        self._quiet_s = time.monotonic()
        self._is_told = False

    def events(self) -> Iterator[Ended[Item] | Killer[Item] | Waiting]:
        """As `Flow.run`."""
        try:
            while True:
                threads = self._flow.threads()
                if threads < 0:
                    yield from self._connect_again()
                    continue
                yield from self._quiet(threads)
                self._fill(threads)
                if threads and not (self._flying or self._again or self._suspects):
                    return
                with suppress(Empty):
                    yield from self._take(self._ended.get(timeout=_TICK_S))
        finally:
            self._flow.cancel([future for future, _ in self._flying.values()])
            self._flying.clear()

    def _fill(self, threads: int) -> None:
        """Submits what there is room for. Suspects have the cluster to themselves: who else dies is no suspect then."""
        while len(self._flying) < threads * _AHEAD and not self._is_alone:
            items = self._again.popleft() if self._again else self._work.group(threads)
            if not items:
                break
            if not self._submit(items):
                self._again.append(items)
                return
        if threads and not self._flying and self._suspects:
            self._is_alone = self._submit(self._suspects[0])
            if self._is_alone:
                self._suspects.popleft()

    def _submit(self, items: tuple[Item, ...]) -> bool:
        """Whether they are under way; not, where the connection has just broken, which the next look shows."""
        try:
            future = self._flow.submit(self._work, items, self._ended.put)
        except Exception:  # as a connection breaks; where it stands, it is something else
            if self._flow.is_connected:
                raise
            return False
        self._flying[id(future)] = future, items
        return True

    def _take(self, future: "Future") -> Iterator[Ended[Item] | Killer[Item]]:
        """What came of a task that has ended."""
        if id(future) not in self._flying:  # of a connection that is no more
            return
        _, items = self._flying.pop(id(future))
        match future.status:
            case "finished":
                self._is_alone = False
                yield from self._finished(future, items)
            case "error":
                yield from self._failed(future.exception(_GATHER_S), items)
            case _:
                self._is_alone = False
                self._again.append(items)
        with suppress(Exception):
            future.release()

    def _finished(self, future: "Future", items: tuple[Item, ...]) -> Iterator[Ended[Item]]:
        try:
            answer = future.result(_GATHER_S)
        except Exception:  # who did it has gone, and the answer with it
            self._again.append(items)
            return
        if rest := self._work.rest(items, answer):
            self._again.append(rest)
        yield Ended(items, answer)

    def _failed(self, error: BaseException | None, items: tuple[Item, ...]) -> Iterator[Killer[Item]]:
        from distributed.scheduler import KilledWorker

        was_alone, self._is_alone = self._is_alone, False
        if not isinstance(error, KilledWorker):
            advice = "Is the same version of ilm-coverage installed on every worker?"
            raise UsageError(f"The cluster's workers cannot do the work: {type(error).__name__}: {error}. {advice}")
        if not was_alone:
            self._suspects.append(items)
        elif len(items) == 1:
            yield Killer(items[0])
        else:
            size = -(-len(items) // _PARTS)
            self._suspects.extend(items[at : at + size] for at in range(0, len(items), size))

    def _connect_again(self) -> Iterator[Waiting]:
        """Begins anew what was under way at a scheduler that has gone."""
        yield Waiting(f"The scheduler {self._flow.address} does not answer. It is waited for; Ctrl-C stops this.")
        self._again.extend(items for _, items in self._flying.values())
        self._flying.clear()
        self._is_alone = False
        self._flow.connect_again()
        yield Waiting("The scheduler answers again. What was under way is done again.")
        self._quiet_s = time.monotonic()

    def _quiet(self, threads: int) -> Iterator[Waiting]:
        """What is to be said where all workers have gone, once, and where there are some again."""
        if threads:
            self._quiet_s = time.monotonic()
            if self._is_told:
                yield Waiting("There are workers again. It goes on.")
            self._is_told = False
        elif not self._is_told and time.monotonic() - self._quiet_s > _QUIET_S:
            self._is_told = True
            yield Waiting(
                f"The cluster at {self._flow.address} has no workers. They are waited for; Ctrl-C stops this."
            )


def _connected(address: str) -> "Client":
    """A connection. Raises: UsageError, where there is none."""
    try:
        from distributed import Client
    except ImportError as error:
        advice = "pip install 'ilm-coverage[cluster]'"
        raise UsageError(f"--scheduler needs a package that is missing: {advice}.") from error
    for name in ("distributed", "distributed.client"):  # what they tell of a scheduler that is away is told here
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        asyncio.run(_knock(address))
        return Client(address, timeout=_CONNECT_S, set_as_default=False, name="ilm-coverage")
    except (OSError, ValueError, TypeError, ImportError, AssertionError) as error:  # the last: no thread for its loop
        advice = "Start one with: dask scheduler"
        raise UsageError(f"No scheduler answers at {address}: {str(error).rstrip('.')}. {advice}") from error


async def _knock(address: str) -> None:
    """Opens a connection and ends it. Where that fails nothing is left, while a client that cannot begin hangs."""
    from distributed.comm.core import connect
    from distributed.security import Security

    comm = await connect(address, timeout=_CONNECT_S, **Security().get_connection_args("client"))
    comm.abort()
