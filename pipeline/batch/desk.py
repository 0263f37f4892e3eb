"""Where a batch keeps its ledger and its log: beside its outputs, or, where these go to a URL, here and there.

SQLite needs a disk. So the ledger of an output at a URL is a working copy in a folder of this machine, which goes up to
the output at the beginning, now and then, and at the end, and comes down where the output's is another than the one
that was last seen: another machine has gone on, and this one goes on from there. A batch that is killed between two
uploads, and goes on elsewhere, checks again what is not in the ledger, to the same bytes.

Two batches on one URL, from two machines, each keep a ledger of their own, of which the one that is sent last stays.
Nothing is corrupted by that, as an object is whole or not there; some work is done twice, its packs being the same
bytes, and the roll-up lists what the last one knows until the next run has listed all."""

import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.batch import storage
from pipeline.batch.ledger import LEDGER_FILE, LOCK_FILE, Ledger
from pipeline.batch.log import LOG_FILE
from pipeline.errors import UsageError
from pipeline.pack import sweep

STATE = "ILM_COVERAGE_STATE"
_SEEN_FILE = "seen"  # which ledger of the output's this one has come from, or has become
_BESIDE = ("-wal", "-shm")
_OFTEN_S = 60.0
_SHARE = 20  # sending takes at most one part in so many of the time, however large the ledger is


def desk(out: str) -> Path:
    """The folder of this machine in which a batch keeps its ledger and its log: the output itself, where it is one.

    For a URL one that is called after it, in the folder for the state of programs (`XDG_STATE_HOME`), or in the one
    that the environment variable `ILM_COVERAGE_STATE` names.
    """
    path = storage.local(out)
    if path is not None:
        return path
    home = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")  # noqa: PTH111 - raises nothing
    state = os.environ.get(STATE) or os.path.join(home, "ilm-coverage")  # noqa: PTH118
    return Path(state, hashlib.sha256(out.rstrip("/").encode()).hexdigest()[:32])


@contextmanager
def alone(folder: Path, wait: Callable[[], object] | None = None) -> Iterator[None]:
    """Within it no other process keeps a ledger in the folder; one that does is waited for, after a call of `wait`.

    Raises: UsageError, where one does and `wait` is None, or the folder cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file. Name a folder with --out.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}.") from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if wait is None:
                raise UsageError(f"Another batch writes to {folder}. Let it end, or name another --out.") from None
            wait()
            fcntl.flock(lock, fcntl.LOCK_EX)
        except OSError as error:  # a file system that keeps no locks
            raise UsageError(f"{folder} cannot be kept for one batch: {error.strerror}.") from error
        yield
    finally:
        os.close(lock)


def begin(out: str, folder: Path) -> "Copies":
    """Makes the output ready, whose desk is this batch's now: removes what a batch that was killed had begun to write
    there, and brings its ledger to the desk. Raises: UsageError, where the output cannot be had.
    """
    for begun in (folder, folder / storage.SHARDS):
        sweep(begun)
    if storage.local(out) is not None:
        return Copies()
    copies = _Remote(out, folder)
    copies.bring()
    return copies


class Copies:
    """The output's copies of ledger and log. Of a folder there are none, as they lie in it."""

    def refresh(self, ledger: Ledger) -> None:
        """Sends both where that was not done for a while."""

    def send(self, ledger: Ledger) -> None:
        """Sends both where they have changed. Raises: UsageError, where they do not go."""

    @contextmanager
    def sent(self, ledger: Ledger) -> Iterator[None]:
        """Within it the ledger is written to; at its end both are sent, and what went wrong before is what is told."""
        self.send(ledger)
        try:
            yield
        except BaseException:
            with suppress(UsageError):
                self.send(ledger)
            raise
        self.send(ledger)


class _Remote(Copies):
    """Those of an output at a URL."""

    def __init__(self, out: str, folder: Path) -> None:
        from pipeline.batch.objects import place

        self._out = out.rstrip("/")
        self._folder = folder
        self._spot = place(self._out)
        self._changes = -1
        self._due_s = 0.0

    def bring(self) -> None:
        """Brings both down where the output's ledger is another than the one that was last seen here."""
        from pipeline.batch.objects import reached

        with reached(self._out):
            self._require_root()
            there = self._tag()
            if there == self._seen():
                return
            self._seen_path.unlink(missing_ok=True)
            for name in (LOG_FILE, LEDGER_FILE):
                self._bring(name)
            if there:
                self._seen_path.write_text(there, encoding="utf-8")

    def refresh(self, ledger: Ledger) -> None:
        """As `Copies`."""
        if time.monotonic() >= self._due_s:
            self.send(ledger)

    def send(self, ledger: Ledger) -> None:
        """As `Copies`."""
        from pipeline.batch.objects import reached

        if ledger.changes == self._changes:
            return
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(dir=self._folder) as scratch, reached(self._out):
            whole = Path(scratch, LEDGER_FILE)
            ledger.copy(whole)
            self._spot.fs.put_file(str(self._folder / LOG_FILE), self._path(LOG_FILE))
            self._spot.fs.put_file(str(whole), self._path(LEDGER_FILE))
            self._seen_path.write_text(self._tag(), encoding="utf-8")
        self._changes = ledger.changes
        now = time.monotonic()
        self._due_s = now + max(_OFTEN_S, _SHARE * (now - begun))

    @property
    def _seen_path(self) -> Path:
        return self._folder / _SEEN_FILE

    def _seen(self) -> str:
        return self._seen_path.read_text(encoding="utf-8") if self._seen_path.exists() else ""

    def _path(self, name: str) -> str:
        return f"{self._spot.path}/{name}"

    def _tag(self) -> str:
        """What tells the output's ledger from any other; "" where it has none."""
        try:
            return str(self._spot.fs.ukey(self._path(LEDGER_FILE)))
        except FileNotFoundError:
            return ""

    def _require_root(self) -> None:
        """Raises: FileNotFoundError, where the bucket, or the folder's own parent, is not there."""
        bucket = self._spot.path.strip("/").partition("/")[0]
        if bucket and self._spot.fs.protocol != "file":
            self._spot.fs.info(self._spot.path[: self._spot.path.index(bucket) + len(bucket)])

    def _bring(self, name: str) -> None:
        """Puts the output's file in the place of the one here, which goes where the output has none."""
        path = self._folder / name
        beside = path.with_name(f".{name}.new")
        with suppress(FileNotFoundError):
            self._spot.fs.get_file(self._path(name), str(beside))
        for ending in _BESIDE:  # what SQLite has not yet written into a file belongs to that one, and to no other
            path.with_name(f"{name}{ending}").unlink(missing_ok=True)
        if beside.exists():
            beside.replace(path)
        else:
            path.unlink(missing_ok=True)
