"""The child's side: it loads the checker, and answers each request until its parent is gone."""

import gc
import os
import re
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pipeline.errors import DataError, ErrorCode, PipelineError
from pipeline.report.drawing import NOTHING
from pipeline.sandbox.memory import limited
from pipeline.sandbox.messages import (
    Answer,
    Packed,
    Ready,
    Refused,
    Reply,
    Request,
    Start,
    Wanted,
    is_packed,
    packed,
    stopped,
)

if TYPE_CHECKING:
    from pipeline.check import Stages
    from pipeline.policy.limits import Sandbox as Allowance

_PR_SET_PDEATHSIG = 1
_GRACE_S = 30  # after which a child whose parent has not stopped it stops itself: the parent has been killed
# What the system, its loader, C++ and OpenCV say where Python would raise MemoryError.
_NO_MEMORY = re.compile("cannot allocate memory|failed to map segment|bad_alloc|insufficient memory", re.IGNORECASE)
_PACKAGE = Path(__file__).parent.parent


class _Ended(BaseException):
    """The parent asks this process to end; on its way up it ends the programs that were started on the way down."""


def serve(ours: Connection, theirs: Connection | None, start: Start) -> None:
    """Answers what comes through `ours`, and never returns; `theirs`: the other end, where a fork left it open."""
    if theirs:
        theirs.close()  # or this process would not see that its parent is gone
    try:
        try:
            _settle(start)
            reply, allowance = _ready(start)
            ours.send_bytes(packed(reply))
            while allowance:
                ours.send_bytes(packed(_answered(ours.recv(), start, allowance)))
        finally:  # one that comes just before this is met below: when the parent goes, the pipe ends first
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
    except (_Ended, EOFError, OSError):  # the parent ends this process, or is gone
        os.killpg(0, signal.SIGTERM)  # the programs that it started
        shutil.rmtree(start.folder, ignore_errors=True)
    finally:
        os._exit(0)  # nothing that was taken over from the parent is flushed or cleaned up a second time


def _end(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # to be asked once is enough
    raise _Ended


def _settle(start: Start) -> None:
    """A group of its own, so that it can be ended with all that it started, and Ctrl-C reaches the parent alone."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends it in the midst of a library too
    signal.signal(signal.SIGTERM, _end)
    follow_parent()
    if not start.is_collecting:
        gc.disable()
    tempfile.tempdir = os.environ["TMPDIR"] = str(start.folder)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1,) if sys.flags.dev_mode else (1, 2):  # what a library prints is no answer
        os.dup2(nowhere, stream)
    one_thread()


def follow_parent() -> None:
    """Where the system can say so, this process is asked to end when its parent does, however that ends (prctl(2))."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def one_thread() -> None:
    """Linear algebra in one thread: small matrices gain nothing from more, and each takes address space for itself."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _ready(start: Start) -> tuple[Reply, "Allowance | None"]:
    """What is said once the checker is loaded, and what each check may take; None where it cannot be loaded."""
    try:
        from pipeline import check  # noqa: F401 - so that loading takes no part of a check's time and memory
        from pipeline.policy import DEFAULT_POLICY, load_policy

        limits = load_policy(start.policy or DEFAULT_POLICY).limits
    except PipelineError as error:
        return Refused.of(error), None
    except Exception as error:  # whatever loading raises: the parent is told, and no traceback is
        return _faulty(error), None
    return Ready(limits.sandbox.deadline_s, limits.sandbox.page_s, limits.recognition.pages), limits.sandbox


def _answered(request: Request, start: Start, allowance: "Allowance") -> Reply:
    """The answer to a request, or why there is none; whatever the work raises is one."""
    deadline_s = allowance.deadline_s + request.pages * allowance.page_s
    signal.setitimer(signal.ITIMER_REAL, deadline_s + _GRACE_S)
    try:
        with limited(allowance.memory_bytes):
            return Answer(_WORK[request.work](request, start))
    except PipelineError as error:
        return Refused.of(error)
    except re.error as error:  # of the policy: the package's own are constants
        return Refused.of(DataError(_unreadable(error, start.policy)))
    except (Exception, SystemExit) as error:
        return Refused.of(stopped(ErrorCode.OUT_OF_MEMORY)) if lacks_memory(error) else _faulty(error)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        _clear(start.folder)


def _unreadable(error: re.error, policy: Path | None) -> str:
    """Which pattern of a policy is none, for whoever wrote it; patterns are made when a check first needs them."""
    name = f"The policy file {policy}" if policy else "The policy"
    return f"{name} is wrong: {error.pattern!r} is not a regular expression: {error}."


def _clear(folder: Path) -> None:
    """Removes what a check left in the folder for temporary files."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


@lru_cache(maxsize=1)
def _loaded(reference: Path | None, policy: Path | None) -> "Stages":
    """The data files, read once for all that this process checks."""
    from pipeline.check import stages

    return stages(reference=reference, policy=policy)


def _stages(request: Request, start: Start) -> "Stages":
    return _loaded(start.reference, start.policy).anew(request.pages)


def _result(request: Request, start: Start) -> bytes:
    from pipeline.check import examine
    from pipeline.result import encode

    return encode(examine(request.source, _stages(request, start)))


def _pack(request: Request, start: Start) -> bytes:
    from pipeline.check import drawn, examine
    from pipeline.result import encode

    wanted = request.wanted or Wanted()
    stage = _stages(request, start)
    result = examine(request.source, stage)
    reports = NOTHING
    if is_packed(wanted.packs, result):
        with stage.timed("draw"):
            reports = drawn(result, request.source, only=wanted.only, since=wanted.since)
    return msgspec.msgpack.encode(Packed(encode(result), reports, stage.seconds))


def _redraw(request: Request, _: Start) -> bytes:
    from pipeline.decide import redrawn

    wanted = request.wanted or Wanted()
    assert wanted.review, "it is asked for with what is to be drawn"
    return msgspec.msgpack.encode(redrawn(wanted.review, request.source, wanted.only))


def _tables(request: Request, _: Start) -> bytes:
    from pipeline.check import read

    return msgspec.msgpack.encode(read(request.source, pages=request.pages).tables)


def _draft(request: Request, start: Start) -> bytes:
    from pipeline.draft import draft

    return msgspec.msgpack.encode(draft(request.source, policy=start.policy, pages=request.pages))


_WORK: dict[str, Callable[[Request, Start], bytes]] = {
    "check": _result,
    "pack": _pack,
    "redraw": _redraw,
    "tables": _tables,
    "draft": _draft,
}


def lacks_memory(error: BaseException) -> bool:
    """Whether there was no memory for something, by whatever says so."""
    return isinstance(error, MemoryError) or _NO_MEMORY.search(str(error)) is not None


def _faulty(error: BaseException) -> Refused:
    return Refused("submission", fault(error))


def fault(error: BaseException) -> str:
    """The checker's own fault in words for its maintainers: its kind and the line of ours where it came up."""
    if sys.flags.dev_mode:  # python -X dev shows a maintainer the whole of it
        traceback.print_exception(error)
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(_PACKAGE))]
    place = f" in {Path(ours[-1].filename).relative_to(_PACKAGE).as_posix()}, line {ours[-1].lineno}" if ours else ""
    return f"This is a fault of the checker: {type(error).__name__}{place}. Report it, and add the file if you may."
