"""A part of the batch as a process of its own, and the pipe through which its starter talks with it.

It is started as a program, not as a fork, so that it takes along neither threads nor sockets, and a worker that may
have no children can have it."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.sandbox.child import remove
from pipeline.sandbox.serving import follow_parent

_ROOT = Path(__file__).parents[2]
_END_S = 10


class Program:
    """A process that runs a module's function `serve`, which is given the other end of `pipe`.

    Its temporary files lie in `scratch`, None: with all others. Raises: UsageError, where no process can be started.
    """

    def __init__(self, serve: Callable[[Connection], None], scratch: Path | None = None) -> None:
        try:
            self._folder = Path(tempfile.mkdtemp(prefix="ilm-coverage-", dir=scratch))
        except OSError as error:
            raise UsageError(f"There is no place for temporary files: {error.strerror}.") from error
        self.pipe, theirs = Pipe()
        program = f"from {__name__} import main; main({serve.__module__!r}, {theirs.fileno()})"
        path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
        own = {"PYTHONPATH": path, "TMPDIR": str(self._folder), "PYTHONDEVMODE": "1" if sys.flags.dev_mode else ""}
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", program],
                env=os.environ | own,  # the same checker as its starter's
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for who started it, who ends it then
            )
        except OSError as error:
            remove(self._folder)
            raise UsageError(f"No process can be started: {error.strerror}.") from error
        finally:
            theirs.close()

    def send(self, message: object) -> None:
        """Sends it a message. That it is gone shows where the answer is waited for."""
        with suppress(OSError):
            self.pipe.send(message)

    @property
    def is_alive(self) -> bool:
        """Whether its process runs."""
        return self._process.poll() is None

    def end(self) -> None:
        """Ends it, with what it has started; what it writes just now it leaves whole or not at all."""
        self._process.terminate()
        self.pipe.close()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            pass
        finally:  # and where Ctrl-C comes once more
            self._process.kill()
            self._process.wait()
            remove(self._folder)  # where it was killed, it has not done so itself


def main(module: str, descriptor: int) -> None:
    """In the process: serves at an open file descriptor, until the other end is closed, or SIGTERM."""
    with suppress(KeyboardInterrupt):  # it is told to end as it does so by itself
        try:
            with suppress(EOFError, OSError, KeyboardInterrupt):
                signal.signal(signal.SIGTERM, signal.default_int_handler)
                follow_parent()
                import_module(module).serve(Connection(descriptor))
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it is ending, and need not be told again
