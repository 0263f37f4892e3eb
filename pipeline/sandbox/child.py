"""The parent's side: a child process that is asked, waited for, and ended with all that it started."""

import gc
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import time
from contextlib import suppress
from multiprocessing import connection
from multiprocessing.context import ForkContext, SpawnContext
from pathlib import Path

import msgspec

from pipeline.errors import ErrorCode, UsageError
from pipeline.sandbox.messages import Answer, Ready, Refused, Reply, Request, Start, stopped, unpacked
from pipeline.sandbox.serving import serve

# A forked child has what is loaded already. Elsewhere than on Linux the system's own libraries do not outlive a fork.
METHOD = "fork" if sys.platform == "linux" else "spawn"
_START_S = 120  # to load the checker: a start that takes longer, on however slow a disk, has hung
_END_S = 2  # for a process that is asked to end to end what it has started
_TRIES, _TICK_S = 20, 0.05
_ANSWER_BYTES = 2**28  # what no answer comes near
# Which signals say more than that it crashed. Linux kills so what takes the machine's last memory.
_SIGNALS = {
    signal.SIGKILL: ErrorCode.OUT_OF_MEMORY,
    signal.SIGALRM: ErrorCode.TIMEOUT,
    signal.SIGXCPU: ErrorCode.TIMEOUT,
}


class Child:
    """A process that checks, from its start to its end. Raises: UsageError, where none can be started."""

    def __init__(self, reference: Path | None, policy: Path | None) -> None:
        self.served = 0
        self._ready: Ready | None = None
        try:
            self._folder = Path(tempfile.mkdtemp(prefix="ilm-coverage-"))
        except OSError as error:
            raise UsageError(f"There is no place for temporary files: {error.strerror}.") from error
        context = _context()
        self._pipe, theirs = context.Pipe()
        start = Start(self._folder, reference, policy, gc.isenabled())
        left_open = self._pipe if METHOD == "fork" else None
        self._process = context.Process(target=serve, args=(theirs, left_open, start), daemon=True)
        try:
            self._process.start()
        except OSError as error:
            remove(self._folder)
            raise UsageError(f"No process can be started: {error.strerror}.") from error
        finally:
            theirs.close()

    def ready(self) -> Ready:
        """What it said once it had loaded the checker. Raises: what kept it from that; SubmissionError."""
        if self._ready is None:
            reply = self._received(_START_S)
            if isinstance(reply, Refused):
                raise reply.error()
            if not isinstance(reply, Ready):
                raise stopped(ErrorCode.CRASHED)
            self._ready = reply
        return self._ready

    def ask(self, request: Request) -> bytes:
        """Its answer. Raises: what kept it from one; SubmissionError, where none came."""
        ready = self.ready()
        self.served += 1
        with suppress(OSError):  # it has ended: what comes back, or rather does not, says how
            self._pipe.send(request)
        reply = self._received(ready.deadline_s + request.pages * ready.page_s)
        if isinstance(reply, Refused):
            raise reply.error()
        if not isinstance(reply, Answer):
            raise stopped(ErrorCode.CRASHED)
        return reply.body

    def _received(self, seconds: int) -> Reply:
        waiting = connection.wait([self._pipe, self._process.sentinel], seconds)
        if not waiting:
            raise stopped(ErrorCode.TIMEOUT, seconds)
        if not self._pipe.poll():  # a program that it started may hold the pipe open
            raise stopped(self._why())
        try:
            return unpacked(self._pipe.recv_bytes(_ANSWER_BYTES))
        except (EOFError, OSError) as error:
            raise stopped(self._why()) from error
        except msgspec.MsgspecError as error:
            raise stopped(ErrorCode.CRASHED) from error

    def _why(self) -> ErrorCode:
        """Why it ended; one that has closed its pipe and lives on is as good as crashed."""
        if not connection.wait([self._process.sentinel], _END_S):
            return ErrorCode.CRASHED
        self._process.join()
        signals = {-number: code for number, code in _SIGNALS.items()}
        return signals.get(self._process.exitcode or 0, ErrorCode.CRASHED)

    def end(self) -> None:
        """Ends it and all that it started, and removes its temporary files."""
        self._signal(signal.SIGTERM)
        connection.wait([self._process.sentinel], _END_S)
        self._signal(signal.SIGKILL)
        self._process.join()
        self._process.close()
        self._pipe.close()
        remove(self._folder)

    def _signal(self, number: signal.Signals) -> None:
        """Sends a signal to its group, which may have outlived it; or to it alone where it has made no group yet."""
        pid = self._process.pid
        assert pid, "it has been started"
        try:
            os.killpg(pid, number)
        except (ProcessLookupError, PermissionError):  # the second is what macOS says of a group that has ended
            with suppress(ProcessLookupError):
                self._process.kill()


def remove(folder: Path) -> None:
    """Removes a folder, which a program that was killed just now may still be writing to."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.lexists(folder):
            return
        time.sleep(_TICK_S)


def _context() -> ForkContext | SpawnContext:
    return multiprocessing.get_context("fork") if METHOD == "fork" else multiprocessing.get_context("spawn")
