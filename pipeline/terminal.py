"""Lines to a terminal, plain where there is none: the only room that prints."""

import os
import shutil
import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.lines import Line, Look, clean

if TYPE_CHECKING:
    import rich.progress

_STYLES = {
    Look.PLAIN: "none",
    Look.TITLE: "bold",
    Look.GOOD: "green",
    Look.DOUBT: "yellow",
    Look.BAD: "red",
    Look.FAINT: "dim",
}


class Progress:
    """Where each submission of a batch is told, with its number; what could not be read on standard error, always."""

    def __init__(self, *, is_quiet: bool) -> None:
        self._is_quiet = is_quiet
        self._total = self._count = 0

    def begin(self, total: int) -> None:
        """So many are to come."""
        self._total, self._count = total, 0

    def advance(self, line: Line, so_far: str, *, is_bad: bool) -> None:
        """One more; `so_far`: what all of them are."""
        self._count += 1
        text = f"[{self._count}/{self._total}] {line.text}" if self._total else line.text
        if is_bad:
            complain(text)
        elif not self._is_quiet:
            say([Line(text, is_whole=True)])

    def end(self) -> None:
        """No more are to come."""


class _Bar(Progress):
    """The same on a terminal: under a bar, with the rate, the time that is left, and what all of them are so far."""

    def __init__(self, bar: "rich.progress.Progress") -> None:
        super().__init__(is_quiet=False)
        self._bar = bar
        self._task: rich.progress.TaskID | None = None
        self._begun = 0.0

    def begin(self, total: int) -> None:
        super().begin(total)
        if total:
            self._begun = time.monotonic()
            self._task = self._bar.add_task("", total=total, rate="", so_far="")

    def advance(self, line: Line, so_far: str, *, is_bad: bool) -> None:
        self._bar.console.print(line.text, style=_STYLES[line.look], markup=False, highlight=False)
        self._count += 1
        rate = self._count / max(time.monotonic() - self._begun, 0.001)
        told = f"{rate:.1f} a second" if rate >= 1 else f"{rate * 60:.1f} a minute"
        kinds = so_far.partition(": ")[2]
        if self._task is not None:
            self._bar.update(self._task, completed=self._count, rate=told, so_far=kinds)

    def end(self) -> None:
        if self._task is not None:
            self._bar.remove_task(self._task)
            self._task = None


@contextmanager
def progress(*, is_quiet: bool) -> Iterator[Progress]:
    """Where each submission of a batch is told: under a bar on a terminal, else in lines."""
    if not sys.stdout.isatty() or is_quiet:
        yield Progress(is_quiet=is_quiet)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    told = (TextColumn("{task.fields[rate]}"), TimeRemainingColumn(), TextColumn("{task.fields[so_far]}"))
    with Bars(TextColumn("Checking"), BarColumn(24), MofNCompleteColumn(), *told, transient=True) as bar:
        yield _Bar(bar)


def say(lines: Iterable[Line]) -> None:
    """Prints lines as wide as the terminal is, in colour where there is a terminal."""
    width = max(40, min(shutil.get_terminal_size((100, 24)).columns, 120))
    show = _shower()
    try:
        for line in lines:
            for text in _wrapped(line, width):
                show(text, line)
    except OSError as error:
        _abandon_output(error)


def _shower() -> Callable[[str, Line], None]:
    """What puts a text of a line on standard output."""
    if not sys.stdout.isatty():
        return lambda text, _: print(text)
    from rich.console import Console
    from rich.style import Style
    from rich.text import Text

    console = Console(soft_wrap=True, highlight=False)
    looks = {look: Style.parse(style) for look, style in _STYLES.items()}
    return lambda text, line: console.print(Text(text, looks[line.look] + Style(link=line.link or None)))


def _wrapped(line: Line, width: int) -> list[str]:
    if line.is_whole or len(line.text) <= width:
        return [line.text]
    return textwrap.wrap(line.text, width, subsequent_indent=" " * line.hanging, break_on_hyphens=False)


def print_bytes(packed: bytes) -> None:
    """Puts bytes on standard output as they are."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(packed)
    except OSError as error:
        _abandon_output(error)


def complain(text: str) -> None:
    """Says what went wrong, on standard error, in one line; where nobody reads that any more, to nobody."""
    with suppress(OSError):
        print(clean(text), file=sys.stderr)


def steady_streams() -> None:
    """A terminal that is not UTF-8 shows "?", a closed one nothing: neither breaks a check."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for the whole run
        getattr(sys, name).reconfigure(errors="replace")


def flush() -> None:
    """Writes out what was printed. Raises: UsageError, where it cannot be."""
    try:
        sys.stdout.flush()
    except OSError as error:
        _abandon_output(error)


def _abandon_output(error: OSError) -> None:
    """Lets go of an output that takes nothing more; only a reader that has gone away (`| head`) is no fault."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if not isinstance(error, BrokenPipeError):
        raise UsageError(f"The output could not be written: {error.strerror}.") from error
