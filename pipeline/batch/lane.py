"""A lane: a process of its own that does jobs one after another, each in its sandbox, and writes their packs.

`Lane` is the side of who starts it: the local pool, or a worker of a cluster."""

import os
import shutil
import tempfile
import time
import zlib
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from errno import EDQUOT, ENOSPC, EROFS
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from pipeline.batch import storage
from pipeline.batch.jobs import Done, Job, Order, Trouble
from pipeline.batch.program import Program
from pipeline.errors import ErrorCode, PipelineError, UsageError
from pipeline.records import record
from pipeline.report.drawing import NOTHING
from pipeline.result import Failure, encode, submitted
from pipeline.sandbox import Checked, Sandbox, preload
from pipeline.sandbox.messages import Wanted, is_packed, stopped
from pipeline.source import decodable, sha256

_NOTHING_FITS = (ENOSPC, EDQUOT, EROFS)
_ROOM_BYTES = 2**20  # less is none
_FAST = 1  # of zlib: a result is kept so until a shard has it
_ROOM_FOR = "Make room where TMPDIR points to, and run the same command again: it goes on there."
_FROM_OUTSIDE = (ErrorCode.CRASHED, ErrorCode.OUT_OF_MEMORY)


class Ready(NamedTuple):
    """A lane has loaded the checker: what its outcomes rest on, to be held against what the batch's do."""

    standing: str


class Refusal(NamedTuple):
    """A lane cannot do anything: why."""

    advice: str


class Lane(Program):
    """A lane that was started, and is given jobs, one after another. Raises: UsageError, as a `Program`."""

    def __init__(self, order: Order, scratch: Path | None = None) -> None:
        super().__init__(serve, scratch)
        self.send(order)


# ---------------------------------------------------------------- in the process


def serve(pipe: Connection) -> None:
    """Does the jobs that come through the pipe until its other end is closed."""
    order: Order = pipe.recv()
    with tempfile.TemporaryDirectory(prefix="ilm-coverage-lane-") as folder:
        try:
            data = _data(order, Path(folder))
            preload(**data)
            with Sandbox(**data) as sandbox:
                pipe.send(Ready(_standing(**data)))
                worker = Worker(order, sandbox, Path(folder))
                while True:
                    pipe.send(worker.done(pipe.recv()))
        except PipelineError as error:
            pipe.send(Refusal(error.advice))


class Worker:
    """Who does the jobs of an order, in a sandbox that is there already; `folder` is for what is brought here."""

    def __init__(self, order: Order, sandbox: Sandbox, folder: Path) -> None:
        self._order = order
        self._sandbox = sandbox
        self._folder = folder

    def done(self, job: Job) -> Done:
        """What becomes of a job. Raises: UsageError, DataError, where nothing could become of any."""
        seconds: dict[str, float] = {}
        begun = time.perf_counter()
        try:
            with self._place(job) as here:
                source = _fetched(job, Path(here))
                seconds["fetch"] = time.perf_counter() - begun
                checked = self._checked(source, job)
        except _GoneError as gone:
            return Done(job, record(failed(job, str(gone))), seconds=seconds, trouble=Trouble.GONE)
        except OSError as error:
            raise UsageError(f"There is no place for temporary files: {error.strerror}. {_ROOM_FOR}") from error
        seconds |= checked.seconds
        if submitted(checked.outcome) not in (job.sha256, None):
            return Done(job, record(checked.outcome), seconds=seconds, trouble=Trouble.CHANGED)
        return written(self._order, job, replace(checked, seconds=seconds))

    def _place(self, job: Job) -> AbstractContextManager[str | Path]:
        """A folder for a submission that has to be brought here."""
        is_here = storage.local(job.path) is not None
        return nullcontext(self._folder) if is_here else tempfile.TemporaryDirectory(dir=self._folder)

    def _checked(self, source: Path, job: Job) -> Checked:
        """What comes of a source that is there until the end, as it was.

        Where its child breaks off it is asked once more: something outside may have ended that, as a machine does whose
        memory is short. Raises: _GoneError; UsageError, where it is nothing that this source has done.
        """
        wanted = Wanted(packs=self._order.packs)
        try:
            checked = self._sandbox.pack(source, wanted)
            if _code(checked) in _FROM_OUTSIDE:
                checked = self._sandbox.pack(source, wanted)
        except UsageError:
            _digest(source)
            self._require_room()
            raise
        if isinstance(checked.outcome, Failure):
            self._require_room()
        # The reports read the submission a second time, and what is there then may be another one.
        is_read_twice = checked.drawn.notes or _code(checked) == ErrorCode.INTERNAL
        if is_read_twice and (sha256 := _digest(source)) != job.sha256:
            replaced = failed(job, "It was replaced while it was read.", sha256)
            return replace(checked, outcome=replaced, encoded=None)
        return checked

    def _require_room(self) -> None:
        with tempfile.TemporaryFile(dir=self._folder):  # OSError, where there is none for one
            pass
        if shutil.disk_usage(self._folder).free < _ROOM_BYTES:
            raise UsageError(f"There is no room for temporary files. {_ROOM_FOR}")


class _GoneError(Exception):
    """A submission that was there cannot be opened: why, as a sentence."""


def _fetched(job: Job, folder: Path) -> Path:
    try:
        return storage.fetched(job.path, folder)
    except UsageError as error:
        raise _GoneError(error.advice) from error


def _digest(source: Path) -> str:
    try:
        return sha256(source)
    except OSError as error:
        name = decodable(source.name)
        raise _GoneError(f"{name} could not be opened: {error.strerror}. Run the same command again.") from error


def written(order: Order, job: Job, checked: Checked) -> Done:
    """A job that was checked, its pack written where it gets one."""
    outcome, kept = checked.outcome, record(checked.outcome)
    result = None if order.packs == "all" else zlib.compress(checked.encoded or encode(outcome), _FAST)
    done = Done(job, kept, None, result, checked.seconds)
    if not is_packed(order.packs, outcome):
        return done
    begun = time.perf_counter()
    named = Path(job.name + Path(job.path).suffix)
    try:
        folder = storage.output(order.out).write_pack(outcome, checked.drawn, named)
    except UsageError as error:
        return _unwritten(order, job, checked, error)
    return replace(done, folder=folder, seconds=checked.seconds | {"write": time.perf_counter() - begun})


def _unwritten(order: Order, job: Job, checked: Checked, error: UsageError) -> Done:
    """A job whose pack could not be written: it alone, or none can be."""
    cause, out = error.__cause__, storage.local(order.out)
    is_shut = isinstance(cause, PermissionError) and out is not None and not os.access(out, os.W_OK | os.X_OK)
    if is_shut or getattr(cause, "errno", None) in _NOTHING_FITS:
        why, trouble = error.advice, Trouble.OUT_OF_PLACE
    else:  # what is listed beside the others names no folder of this machine
        why = f"Nothing could be written to its folder: {getattr(cause, 'strerror', None) or cause}."
        trouble = Trouble.UNWRITTEN
    return Done(job, record(failed(job, why, job.sha256)), seconds=checked.seconds, trouble=trouble)


def refused(order: Order, job: Job, code: ErrorCode) -> Done:
    """A job that keeps killing who does it: its submission could not be read."""
    why = Failure(file=decodable(Path(job.path).name), sha256=job.sha256, code=code, message=stopped(code).advice)
    return written(order, job, Checked(why, NOTHING, {}))


def failed(job: Job, advice: str, sha256: str | None = None) -> Failure:
    """The outcome of a job that nothing came of, through no fault of the file."""
    return Failure(file=decodable(Path(job.path).name), sha256=sha256, code=ErrorCode.INTERNAL, message=advice)


def _code(checked: Checked) -> str | None:
    return checked.outcome.code if isinstance(checked.outcome, Failure) else None


def _data(order: Order, folder: Path) -> dict[str, Path | None]:
    """The data files of an order, as files."""
    data: dict[str, Path | None] = {"reference": None, "policy": None}
    for name, packed, ending in (("reference", order.reference, "json"), ("policy", order.policy, "toml")):
        if packed is not None:
            path = folder / f"{name}.{ending}"
            try:
                path.write_bytes(packed)
            except OSError as error:
                raise UsageError(f"There is no place for temporary files: {error.strerror}.") from error
            data[name] = path
    return data


def _standing(reference: Path | None, policy: Path | None) -> str:
    from pipeline.batch.ledger import standing
    from pipeline.policy import DEFAULT_POLICY, load_policy
    from pipeline.reference import load_references

    references = (loaded.sha256 for loaded in load_references(reference))
    return standing(references, load_policy(policy or DEFAULT_POLICY).sha256)
