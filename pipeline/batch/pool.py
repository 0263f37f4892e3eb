"""The lanes of this machine: one for each core, each with one job at a time, so that memory does not grow with them."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType

from pipeline.batch.jobs import Done, Job, Order, Source
from pipeline.batch.lane import Lane, Ready, Refusal, refused
from pipeline.batch.storage import digest
from pipeline.errors import DataError, ErrorCode, UsageError

_TICK_S = 1.0  # how soon it is seen that a lane has been killed whose pipe something else holds open
_READERS = 4  # files that are read at a time for their sums: a network folder answers several as fast as one
_AT_ONCE = 64
_TRIES = 2  # of a job whose lane is killed, and of starts in a row that come to nothing


class Pool:
    """Lanes that do the jobs of an order. A context manager, at whose end none is left.

    `standing` is what the batch's outcomes rest on; `lanes` how many there are at the most, None: one for each core;
    their temporary files lie in `scratch`.
    """

    def __init__(self, order: Order, standing: str, scratch: Path, lanes: int | None = None) -> None:
        self._order = order
        self._scratch = scratch
        self._standing = standing
        self._most = lanes or cores()
        self._idle: list[Lane] = []
        self._busy: dict[Lane, Job] = {}
        self._ready: set[Lane] = set()
        self._tries: dict[str, int] = {}
        self._starts = 0

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for lane in (*self._idle, *self._busy):
            lane.end()
        self._idle.clear()
        self._busy.clear()

    def digests(self, sources: Iterable[Source]) -> Iterator[tuple[Source, str | None]]:
        """As `Crew`."""
        remaining = iter(sources)
        while page := list(islice(remaining, _AT_ONCE)):
            yield from zip(page, digests([source.path for source in page]), strict=True)

    def check(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """As `Crew`: each job is given out when a lane is free, so that `jobs` is read no faster than they are done."""
        remaining, again = iter(jobs), deque[Job]()
        while True:
            while len(self._busy) < self._most and (job := again.popleft() if again else next(remaining, None)):
                lane = self._rested() or Lane(self._order, self._scratch)
                lane.send(job)
                self._busy[lane] = job
            if not self._busy:
                return
            for lane in self._heard():
                yield from self._answer(lane, again)

    def _rested(self) -> Lane | None:
        """A lane that can be given a job; one that was killed meanwhile cannot, which is no fault of the job's."""
        while self._idle:
            lane = self._idle.pop()
            if lane.is_alive:
                return lane
            self._ready.discard(lane)
            lane.end()
        return None

    def _heard(self) -> list[Lane]:
        """The lanes that have said something, or have ended."""
        by_pipe = {lane.pipe: lane for lane in self._busy}
        heard = [by_pipe[pipe] for pipe in wait(list(by_pipe), _TICK_S) if pipe in by_pipe]
        return heard or [lane for lane in self._busy if not lane.is_alive]

    def _answer(self, lane: Lane, again: deque[Job]) -> Iterator[Done]:
        try:
            said = lane.pipe.recv()
        except (EOFError, OSError):
            yield from self._lost(lane, again)
            return
        match said:
            case Ready():
                self._starts = 0
                self._ready.add(lane)
                if said.standing != self._standing:
                    raise DataError("The reference or the policy was changed while the batch ran: begin again.")
            case Refusal():
                raise UsageError(said.advice)
            case Done():
                del self._busy[lane]
                self._idle.append(lane)
                self._tries.pop(said.job.key, None)
                yield said

    def _lost(self, lane: Lane, again: deque[Job]) -> Iterator[Done]:
        """A lane was killed: its job is done again by another, and where that is killed too, it is the job's fault."""
        job = self._busy.pop(lane)
        lane.end()
        if lane not in self._ready:
            self._starts += 1
            if self._starts > _TRIES * self._most:
                raise UsageError("The processes that check end as soon as they start. Is there enough memory?")
            again.append(job)
            return
        self._ready.discard(lane)
        self._tries[job.key] = self._tries.get(job.key, 0) + 1
        if self._tries[job.key] < _TRIES:
            again.append(job)
            return
        del self._tries[job.key]
        yield refused(self._order, job, ErrorCode.CRASHED)


def digests(paths: Sequence[str]) -> list[str | None]:
    """The sha256 of each of some files, None where its bytes cannot be had."""
    with ThreadPoolExecutor(_READERS) as readers:
        return list(readers.map(digest, paths))


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
