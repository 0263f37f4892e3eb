"""Lines to a terminal, plain where there is none: the only room that prints."""

import itertools
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.lines import Line, Look, clean
from pipeline.result import Failure, Outcome

_STYLES = {
    Look.PLAIN: "none",
    Look.TITLE: "bold",
    Look.GOOD: "green",
    Look.DOUBT: "yellow",
    Look.BAD: "red",
    Look.FAINT: "dim",
}


@contextmanager
def progress(total: int, *, is_quiet: bool) -> Iterator[Callable[[Line, Outcome], None]]:
    """Where each submission of a batch is told: under a bar on a terminal, else with its number.

    What could not be read is told on standard error, however quiet.
    """
    if sys.stdout.isatty() and not is_quiet:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("Checking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, transient=True) as bar:
            task = bar.add_task("", total=total)

            def advance(line: Line, _: Outcome) -> None:
                bar.console.print(line.text, style=_STYLES[line.look], markup=False, highlight=False)
                bar.advance(task)

            yield advance
        return
    numbers = itertools.count(1)

    def tell(line: Line, outcome: Outcome) -> None:
        text = f"[{next(numbers)}/{total}] {line.text}"
        if isinstance(outcome, Failure):
            complain(text)
        elif not is_quiet:
            say([Line(text, is_whole=True)])

    yield tell


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
    """Says what went wrong, on standard error, in one line."""
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
