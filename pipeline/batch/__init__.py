"""Submissions to outcomes and their roll-up: any number of them, what is done already left alone, nothing lost.

`run` composes it: find -> ledger -> crew (the lanes of this machine, or of a cluster) -> ledger -> roll-up."""

import itertools
import os
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import msgspec

from pipeline.batch import storage
from pipeline.batch.desk import alone, begin, desk
from pipeline.batch.find import PassedOver, check_inputs, find
from pipeline.batch.jobs import Crew, Done, Job, Order, Trouble, Waiting
from pipeline.batch.lane import failed
from pipeline.batch.ledger import LEDGER_FILE, Ledger, standing
from pipeline.batch.log import GO_ON, LOG_FILE, Log
from pipeline.batch.pool import Pool
from pipeline.batch.rollup import Drawer, DrawerEndedError
from pipeline.batch.scratch import scratch
from pipeline.batch.watch import Rest, newcomers
from pipeline.errors import UsageError
from pipeline.policy import DEFAULT_POLICY, load_policy
from pipeline.records import Catalogue, Entry, record
from pipeline.reference import load_references
from pipeline.sandbox.messages import Packs

_ROUNDS = 3  # a file that is another one each time it is read is still being written


@dataclass(frozen=True, slots=True)
class Settings:
    """How a batch is run: where to, of which submissions packs are written, by which data files, and by whom.

    `lanes` is how many processes check, None: one for each core. `is_retrying`: what could not be read is tried again.
    """

    out: str
    packs: Packs = "all"
    reference: Path | None = None
    policy: Path | None = None
    lanes: int | None = None
    scheduler: str | None = None
    is_retrying: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to do: of `total` submissions `waiting` are to be checked, the others are known."""

    total: int
    waiting: int
    passed_over: PassedOver


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of a run. `kinds` counts its submissions by what they are.

    Of these `known` were checked by an earlier run, and `same` have the bytes of another. `unsettled` have no outcome
    that is kept: they went, or their packs could not be written. `seconds` are those of each stage, over all lanes and
    runs. `notes` are sentences.
    """

    kinds: Mapping[str, int]
    known: int
    same: int
    unsettled: int
    seconds: Mapping[str, float]
    notes: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Something does not work just now and is waited for: a watched folder, a cluster, the roll-up of a watch.

    `why`: a sentence; "" where it works again.
    """

    why: str


Event = Found | Done | Finished | Unreachable
"""What a run tells, as it happens."""


class Batch:
    """A batch that is under way: its output is its own until its end. A context manager.

    `wait` is called where another batch has the output, which is then waited for; None: that is an error.
    Raises: UsageError, where the output cannot be had; DataError, where a data file is wrong.
    """

    def __init__(self, settings: Settings, wait: Callable[[], object] | None = None) -> None:
        self._settings = settings
        self._wait = wait
        self._closing = ExitStack()

    def __enter__(self) -> "Batch":
        settings = self._settings
        references, policy = load_references(settings.reference), load_policy(settings.policy or DEFAULT_POLICY)
        rests_on = standing((loaded.sha256 for loaded in references), policy.sha256)
        self._catalogue = Catalogue(
            {unit.ref: unit.title for loaded in references for unit in loaded.units},
            {(unit.ref, ac.ref): ac.text for loaded in references for unit, ac in loaded.pairs()},
        )
        with ExitStack() as opened:
            folder = desk(settings.out)
            opened.enter_context(alone(folder, self._wait))
            self._copies = begin(settings.out, folder)
            self._temporary = opened.enter_context(scratch(storage.absolute(settings.out)))
            self._output = storage.output(settings.out)
            opened.enter_context(_told(folder))
            self._desk = folder
            self._ledger = opened.enter_context(Ledger(folder / LEDGER_FILE, rests_on))
            self._log = opened.enter_context(Log(folder / LOG_FILE))
            opened.enter_context(self._copies.sent(self._ledger))
            self._crew: Crew = opened.enter_context(_crew(settings, rests_on, self._temporary))
            self._closing = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.__exit__(kind, error, trace)

    def run(self, inputs: Sequence[str]) -> Generator[Event, None, None]:
        """Checks what is new, changed or unsettled in these inputs, and draws the roll-up of all that the output holds.

        Raises: UsageError, where an input is not there, or nothing more can be written.
        """
        check_inputs(inputs, self._settings.out)
        passed_over = PassedOver()
        total = self._ledger.take(find(inputs, self._settings.out, passed_over))
        if not total:
            raise UsageError(f"No submissions were found in {', '.join(inputs)}.")
        yield from self._run(total, passed_over)

    def watch(self, inputs: Sequence[str], rest_s: float) -> Generator[Event, None, None]:
        """As `run`, and then each submission that comes, once it has rested so many seconds, until it is stopped."""
        check_inputs(inputs, self._settings.out)
        packs = self._settings.packs
        self._ledger.forget_lost(self._output.has_pack, is_all=True)
        if self._settings.is_retrying:
            self._ledger.retry(is_all=True)
        rest = Rest(rest_s, lambda source: self._ledger.has(source, packs))
        for rested, trouble in newcomers(inputs, self._settings.out, rest):
            if trouble is not None:
                yield Unreachable(trouble)
            elif rested:
                try:
                    yield from self._run(self._ledger.take(rested), PassedOver())
                except DrawerEndedError as error:  # what is checked is kept, and is drawn with what comes next
                    yield Unreachable(error.advice)

    def entries(self) -> Iterator[Entry]:
        """Every submission that the output holds, in the order of paths."""
        return self._ledger.entries()

    def _run(self, total: int, passed_over: PassedOver) -> Generator[Event, None, None]:
        """A run over the sources that the ledger has taken."""
        done_now = 0
        if self._settings.is_retrying:
            self._ledger.retry()
        for turn in itertools.count():  # each settles what waits, or in the end tells why not
            for event in self._read(is_first=not turn):
                done_now += isinstance(event, Done)
                yield event
            waiting = self._ledger.count(self._settings.packs)
            if waiting or not turn:
                yield Found(total, waiting, passed_over)
            if not waiting:
                break
            for done in self._crew.check(self._ledger.waiting(self._settings.packs)):
                if isinstance(done, Waiting):
                    yield self._waiting(done)
                    continue
                self._settle(done, is_last=turn >= _ROUNDS - 1)
                done_now += done.trouble is not Trouble.CHANGED
                self._copies.refresh(self._ledger)
                yield done
        self._ledger.tidy()
        notes = self._rolled_up()
        kinds, same = self._ledger.kinds(), self._ledger.count_same()
        self._log.tell("finished", **kinds, seconds=dict(self._log.seconds))
        self._copies.send(self._ledger)
        yield Finished(
            kinds,
            known=total - done_now - same,
            same=same,
            unsettled=self._ledger.count_unsettled(),
            seconds=self._log.seconds,
            notes=(*passed_over.troubles, *notes),
        )

    def _read(self, *, is_first: bool) -> Iterator[Done | Unreachable]:
        """Reads what may have changed for its sum, and gives what has gone since it was found."""
        for read in self._crew.digests(self._ledger.unread()):
            if isinstance(read, Waiting):
                yield self._waiting(read)
                continue
            source, sha256 = read
            if sha256:
                self._ledger.digested(source, sha256)
            else:
                job = Job("", source.path, source.shown, "", "", source.bytes)
                gone = Done(job, record(failed(job, _GONE)), trouble=Trouble.GONE)
                self._settle(gone, is_last=False)
                yield gone
        if is_first:
            self._ledger.forget_lost(self._output.has_pack)
        self._ledger.commit()

    def _waiting(self, waiting: Waiting) -> Unreachable:
        """Keeps in the log that nobody does anything just now."""
        self._log.tell("waiting", why=waiting.why)
        return Unreachable(waiting.why)

    def _settle(self, done: Done, *, is_last: bool) -> None:
        """Keeps what became of a job."""
        self._log.done(done)
        match done.trouble:
            case None:
                self._ledger.add(done)
            case Trouble.CHANGED if not is_last:
                self._ledger.read_again(done.job)
            case Trouble.CHANGED:
                self._ledger.fail(done.job.path, record(failed(done.job, _CHANGING)))
            case Trouble.OUT_OF_PLACE:
                raise UsageError(f"{done.record.message} {GO_ON}")
            case Trouble.UNWRITTEN:
                self._ledger.fail_all(done.job.key, done.record)
            case _:
                self._ledger.fail(done.job.path, done.record)

    def _rolled_up(self) -> list[str]:
        """Draws the roll-up, and gives what is to be said of it."""
        # Beside the outputs, where there is room for it if there is for them, and where the next run finds it.
        beside = self._desk / f".roll-up-{os.getpid()}.tmp"
        shutil.rmtree(beside, ignore_errors=True)  # in a container the process before had the same number
        try:
            beside.mkdir()
            folder = beside / "roll-up"
            try:
                notes = self._drawn(beside, folder)
            except DrawerEndedError:  # as a job whose lane is killed, it is tried once more
                notes = self._drawn(beside, folder)
            self._output.put(folder)
        except OSError as error:
            raise UsageError(f"{self._desk} cannot be written: {error.strerror or error}. {GO_ON}") from error
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        return notes

    def _drawn(self, beside: Path, folder: Path) -> list[str]:
        """Writes the roll-up into a folder that is made, by a process of its own."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        with Drawer(self._temporary) as drawer:
            drawer.write_kept(self._ledger, self._output, beside)
            return drawer.write(self.entries(), self._catalogue, folder)


_GONE = "It was there when the batch began, and could not be opened any more. Run the same command again."
_CHANGING = "It changes while it is read. Run the same command again once it is whole."
_REMOVE = "Remove it, and run the same command again: every submission is checked anew."
_NO_ROOM = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN")
_SPOILT = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def in_words(kinds: Mapping[str, int]) -> str:
    """What happened, in one line, from how often each kind came: "4 submissions: 1 complete, 3 with gaps"."""
    total = sum(kinds.values())
    parts = [f"{kinds[name]} {word}" for name, word in _WORDS.items() if kinds.get(name)]
    return f"{total} {'submission' if total == 1 else 'submissions'}: {', '.join(parts)}"


_WORDS = {
    "complete": "complete",
    "gaps": "with gaps",
    "not_a_mapping": "not a mapping document",
    "unread": "could not be read",
}


def _crew(settings: Settings, rests_on: str, temporary: Path) -> AbstractContextManager[Crew]:
    if settings.scheduler is None:
        return Pool(_order(settings), rests_on, temporary, settings.lanes)
    from pipeline.batch.cluster import Cluster

    return Cluster(_order(settings), rests_on, settings.scheduler)


def _order(settings: Settings) -> Order:
    packed = [path.read_bytes() if path else None for path in (settings.reference, settings.policy)]
    return Order(storage.absolute(settings.out), settings.packs, *packed)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """What SQLite says of the ledger, as an error that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        ledger = folder / LEDGER_FILE
        named = getattr(error, "sqlite_errorname", "")
        if named.startswith(_NO_ROOM):
            raise UsageError(f"{ledger} cannot be written: {error}. {GO_ON}") from error
        if named.startswith(_SPOILT) or str(error).startswith("no such"):  # a table that was there
            raise UsageError(f"{ledger} is damaged: {error}. {_REMOVE}") from error
        raise
    except (zlib.error, msgspec.MsgspecError) as error:  # the pages are whole, and what was put into them is not
        raise UsageError(f"{ledger} is damaged: {error}. {_REMOVE}") from error
