"""One check in a child process with a deadline and a memory limit: an Outcome, whatever happens in it.

`Sandbox` is what the commands use, `child` the parent's side of a process, `serving` what runs in it, `messages` what
goes between them."""

import gc
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

import msgspec

from pipeline.errors import ErrorCode, PagesError, PipelineError, SubmissionError
from pipeline.model.document import Table
from pipeline.report.drawing import NOTHING, Drawn
from pipeline.result import Outcome, decode
from pipeline.sandbox import child
from pipeline.sandbox.child import Child
from pipeline.sandbox.messages import Packed, Request, Wanted, Work, stopped
from pipeline.sandbox.serving import one_thread
from pipeline.source import failure

if TYPE_CHECKING:
    from pipeline.draft import Draft

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Checked:
    """One submission's outcome, the reports on it, and how long each stage took in its child, in seconds.

    `encoded` is what `encode` makes of the outcome, where the child has done so.
    """

    outcome: Outcome
    drawn: Drawn
    seconds: dict[str, float]
    encoded: bytes | None = None


_FILES = 200  # after so many files a child makes place for the next, and what a library leaked goes with it
_HARMLESS = frozenset(ErrorCode) - {ErrorCode.INTERNAL, ErrorCode.OUT_OF_MEMORY, ErrorCode.TIMEOUT, ErrorCode.CRASHED}


class Sandbox:
    """Checks in a child process, one after another, each with a deadline and a memory limit of its own.

    A context manager: the child starts on entry, and loads the checker while the caller does something else. It serves
    until something goes wrong in it, then another does. On exit all that was started and temporary files are gone.
    """

    def __init__(self, *, reference: Path | None = None, policy: Path | None = None) -> None:
        self._data = (reference, policy)
        self._child: Child | None = None

    def __enter__(self) -> Self:
        self._child = Child(*self._data)
        return self

    def __exit__(self, *_: object) -> None:
        self._drop()

    def check(self, source: Path) -> Outcome:
        """The verdict on a submission, or why there is none.

        Raises: UsageError, where the file cannot be opened; DataError, where a data file is wrong.
        """
        try:
            return self._asked("check", source, decode)
        except SubmissionError as error:
            return failure(source, error.code, error.advice)

    def pack(self, source: Path, wanted: Wanted) -> Checked:
        """The verdict on a submission and the reports that are wanted of it, none where there is no verdict.

        Raises: as `check`.
        """
        try:
            return self._asked("pack", source, _checked, wanted)
        except SubmissionError as error:
            return Checked(failure(source, error.code, error.advice), NOTHING, {})

    def redraw(self, source: Path, wanted: Wanted) -> Drawn:
        """The reports on a submission that was checked before, anew. Raises: UsageError, DataError, SubmissionError."""
        return self._asked("redraw", source, msgspec.msgpack.Decoder(Drawn).decode, wanted)

    def tables(self, source: Path) -> tuple[Table, ...]:
        """A submission's tables as its reader sees them. Raises: UsageError, DataError, SubmissionError."""
        return self._asked("tables", source, msgspec.msgpack.Decoder(tuple[Table, ...]).decode)

    def draft(self, source: Path) -> "Draft":
        """The draft of a blank template's reference. Raises: UsageError, DataError, SubmissionError."""
        from pipeline.draft import Draft

        return self._asked("draft", source, msgspec.msgpack.Decoder(Draft).decode)

    def _asked(self, work: Work, source: Path, decoded: Callable[[bytes], T], wanted: Wanted | None = None) -> T:
        """What a child answers. Pages to be recognised are counted first, as each of them adds to the deadline."""
        request = Request(work, source, pages=0, wanted=wanted)
        try:
            return self._ask(request, decoded)
        except PagesError as error:
            most = self._serving().ready().pages
            return self._ask(replace(request, pages=min(error.pages, most)), decoded)

    def _ask(self, request: Request, decoded: Callable[[bytes], T]) -> T:
        try:
            return decoded(self._serving().ask(request))
        except msgspec.MsgspecError as error:
            self._drop()
            raise stopped(ErrorCode.CRASHED) from error
        except BaseException as error:
            if not _is_harmless(error):
                self._drop()
            raise

    def _serving(self) -> Child:
        """The child that serves next; a new one where there is none, or it has served long enough."""
        if self._child and self._child.served >= _FILES:
            self._drop()
        self._child = self._child or Child(*self._data)
        return self._child

    def _drop(self) -> None:
        serving, self._child = self._child, None
        if serving:
            serving.end()


def _checked(answer: bytes) -> Checked:
    packed = msgspec.msgpack.decode(answer, type=Packed)
    return Checked(decode(packed.result), packed.drawn, packed.seconds, packed.result)


def preload(reference: Path | None = None, policy: Path | None = None) -> None:
    """Loads the checker into this process, where the children that it starts have it then, if they can.

    Raises: DataError, where a data file is wrong.
    """
    if child.METHOD != "fork":
        return
    one_thread()
    from pipeline.check import prepare

    prepare(reference=reference, policy=policy)
    gc.freeze()  # a child's collector does not touch, and so copy, what it shares with this process


def _is_harmless(error: BaseException) -> bool:
    """Whether the child that said so can be asked again: after a fault or a lack of memory, who knows its state."""
    return isinstance(error, PipelineError) and getattr(error, "code", ErrorCode.CORRUPT) in _HARMLESS
