"""The shards and the roll-up, drawn by a process of its own.

What draws tables and sheets takes some hundred MB, which are given back with it: the process that leads stays small,
however many submissions there are and for as long as it watches."""

import zlib
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import msgspec

from pipeline.batch.ledger import Ledger
from pipeline.batch.program import Program
from pipeline.batch.shards import write_shard
from pipeline.batch.storage import SHARDS, Output
from pipeline.errors import ErrorCode, SubmissionError, UsageError
from pipeline.records import Catalogue, Entry, unpack
from pipeline.sandbox.serving import fault, lacks_memory

_PAGE = 100
_ROWS = 500
_END = b""


class Shard(NamedTuple):
    """A shard that is wanted, in a folder, of rows as the ledger holds them: their records are packed."""

    rows: Sequence[tuple[str, bytes, bytes]]
    folder: Path


class RollUp(NamedTuple):
    """A roll-up that is wanted, in an empty folder. Its entries follow in encoded lists, of which the last is empty."""

    catalogue: Catalogue
    folder: Path


class Failed(NamedTuple):
    """Nothing came of it: why, and whether that is for want of memory or by a fault of the checker."""

    code: ErrorCode
    advice: str


class DrawerEndedError(UsageError):
    """The process was ended before it was done, or there was no memory for it: another one may do it."""


class Drawer(Program):
    """A process that draws. A context manager, at whose end it is gone.

    Raises (each method): OSError, where a folder cannot be written; zlib.error, msgspec.MsgspecError, where what the
    ledger holds is damaged; DrawerEndedError; SubmissionError with the code "internal", by a fault of the checker.
    """

    def __init__(self, scratch: Path) -> None:
        super().__init__(serve, scratch)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.end()

    def write_kept(self, ledger: Ledger, output: Output, scratch: Path) -> None:
        """Moves the results that the ledger holds to shards of the output, a page at a time."""
        rows = ledger.results()
        while page := list(islice(rows, _ROWS)):
            folder = scratch / SHARDS
            folder.mkdir(exist_ok=True)
            self.send(Shard(page, folder))
            path: Path = self._answer()
            output.put(folder, SHARDS)
            path.unlink()
            ledger.sharded([key for key, _, _ in page])

    def write(self, entries: Iterable[Entry], catalogue: Catalogue, folder: Path) -> list[str]:
        """As `pipeline.report.rollup.write`."""
        self.send(RollUp(catalogue, folder))
        remaining = iter(entries)
        while not self.pipe.poll() and (page := list(islice(remaining, _PAGE))):  # an answer so soon is bad news
            self.send(msgspec.msgpack.encode(page))
        self.send(_END)
        notes: list[str] = self._answer()
        return notes

    def _answer(self) -> Any:
        try:
            said = self.pipe.recv()
        except (EOFError, OSError) as error:
            raise DrawerEndedError(_ENDED) from error
        match said:
            case Exception():
                raise said
            case Failed(ErrorCode.OUT_OF_MEMORY, advice):
                raise DrawerEndedError(advice)
            case Failed(code, advice):
                raise SubmissionError(code, advice)
        return said


# ---------------------------------------------------------------- in the process


def serve(pipe: Connection) -> None:
    """Draws what comes through the pipe until its other end is closed."""
    from pipeline.report.rollup import write

    decoder = msgspec.msgpack.Decoder(list[Entry])
    while True:
        match pipe.recv():
            case Shard(rows, folder):
                pipe.send(_tried(_shard, rows, folder))
            case RollUp(catalogue, folder):
                pages = iter(pipe.recv, _END)
                entries = chain.from_iterable(map(decoder.decode, pages))
                pipe.send(_tried(write, entries, catalogue, folder))
                for _ in pages:  # of one that broke off, until its starter has seen that
                    pass


def _shard(rows: Sequence[tuple[str, bytes, bytes]], folder: Path) -> Path:
    return write_shard([(key, unpack(kept), result) for key, kept, result in rows], folder)


def _tried(work: Callable[..., object], *given: object) -> object:
    """What comes of a piece of work, or what its starter is to raise."""
    try:
        return work(*given)
    except (OSError, zlib.error, msgspec.MsgspecError) as error:  # of a folder, or of a ledger that is damaged
        return error
    except Exception as error:  # no memory, or the checker's own fault: the process goes on, and its starter is told
        if lacks_memory(error):
            return Failed(ErrorCode.OUT_OF_MEMORY, _ENDED)
        return Failed(ErrorCode.INTERNAL, fault(error))


_ENDED = (
    "The process that draws the roll-up was ended before it was done. What is checked is kept. See that there is memory"
    " enough, and run the same command again."
)
