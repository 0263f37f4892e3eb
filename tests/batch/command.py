"""The real command as a user runs it, in a process group of its own, and what can go wrong around it.

What a process does wrong is asked for by the name of a file: `poison` is on the path of each process of a run."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

import pytest

from tests.mappings import certificate, paragraph
from tests.processes import heed_signals
from tests.wordml import docx

POISON = Path(__file__).parent / "poison"
_OWN = ("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-journal", "ledger.lock", "log.jsonl")
_POWERS = "-dac_override,-dac_read_search"
AS_OTHERS = ("setpriv", f"--inh-caps={_POWERS}", f"--bounding-set={_POWERS}")  # root, as permissions bind others
_PATIENCE_S = 120
_TICK_S = 0.01
_DAY_NS = 86_400 * 10**9
_FIRST_NS = 1_772_000_000 * 10**9  # 2026-02-25: when the first submission was last changed


def plain(text: str) -> bytes:
    """The smallest submission that has a result: a document that maps nothing."""
    return docx(paragraph(text))


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    """Writes submissions, each a day later than the one before: their dates are in the roll-up."""
    for day, (name, packed) in enumerate(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(packed)
        moment = _FIRST_NS + day * _DAY_NS
        os.utime(path, ns=(moment, moment))
    return folder


def season() -> dict[str, bytes]:
    """A pile with one of everything: complete, gaps, a resubmission, a copy, a name twice, unreadable, no mapping."""
    first = certificate({"8580-500 1.2": ""})
    return {
        "acme/mapping.docx": first,
        "acme/mapping 2.docx": certificate(),
        "copy/mapping.docx": first,
        "other/mapping.docx": plain("another document of that name"),
        "empty.docx": b"",
        **{f"plain {number}.docx": plain(f"plain {number}") for number in range(5)},
    }


class Command:
    """`python -m pipeline batch` under way. A context manager, at whose end no process of it is left.

    `through` is a command that runs it, as `nohup` does."""

    def __init__(
        self, *arguments: object, temporary: Path, faults: Path | None = None, through: Sequence[str] = (), **env: str
    ) -> None:
        temporary.mkdir(exist_ok=True)
        self.temporary = temporary
        self.mark = uuid4().hex
        self.faults = faults or temporary.with_name(f"faults-{self.mark}")
        self.faults.mkdir(exist_ok=True)
        own = {"TMPDIR": str(temporary), "FAULTS": str(self.faults), "RUN_MARK": self.mark, "PYTHONPATH": str(POISON)}
        self.process = subprocess.Popen(
            [*through, sys.executable, "-m", "pipeline", "batch", *map(str, arguments)],
            env=os.environ | {"NO_COLOR": "1", "COLUMNS": "100"} | own | env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=heed_signals,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        for pid in self.processes():
            _kill(pid, signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()

    def processes(self) -> list[int]:
        """The processes of this run that live, whatever group they are in."""
        return [pid for pid in _pids() if f"RUN_MARK={self.mark}".encode() in _environment(pid)]

    @property
    def lanes(self) -> list[int]:
        """The processes that its own has started."""
        return [pid for pid in self.processes() if _parent(pid) == self.process.pid]

    @property
    def children(self) -> list[int]:
        """The processes that its lanes have started."""
        lanes = self.lanes
        return [pid for pid in self.processes() if _parent(pid) in lanes]

    def ended(self) -> tuple[int, str]:
        """Its exit status, and all that it said."""
        said, _ = self.process.communicate(timeout=_PATIENCE_S)
        assert b"Traceback" not in said, said.decode()
        return self.process.returncode, said.decode()

    def reached(self, name: str) -> None:
        """Waits until a process has come to what `poison` calls so."""
        self.until((self.faults / name).exists, f"{name} is not reached")

    def open(self, name: str) -> None:
        """Lets the process go on that waits there."""
        (self.faults / f"{name}.open").touch()

    def until(self, is_so: Callable[[], object], why: str) -> None:
        """Waits for a condition for as long as the command runs."""
        until(lambda: is_so() or self.process.poll() is not None, why)
        assert is_so(), f"{why}: it ended with {self.ended()}"

    def kill(self) -> None:
        """Kill -9 of its own process, and nothing else; whatever it has started is to end by itself."""
        self.process.kill()
        self.process.wait()
        self.alone()

    def kill_all(self) -> None:
        """Kill -9 of all its processes at one moment, as a machine that goes down does it."""
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in self.processes():
                _kill(pid, number)
        self.process.wait()
        self.alone()

    def stop(self, number: signal.Signals) -> tuple[int, str]:
        """A signal to its group, as a terminal sends it: what it ended with, and said."""
        os.killpg(self.process.pid, number)
        return self.ended()

    def alone(self) -> None:
        """Nothing of it runs any more, nor will soon."""
        until(lambda: not self.processes(), f"left: {[_command_line(pid) for pid in self.processes()]}")


def batch(*arguments: object, temporary: Path, **more: object) -> tuple[int, str]:
    """A command that runs to its end: its exit status, and what it said. No process nor temporary file is left."""
    with Command(*arguments, temporary=temporary, **more) as command:  # type: ignore[arg-type]
        ended = command.ended()
        command.alone()
        assert not list(temporary.iterdir())
    return ended


def until(is_so: Callable[[], object], why: str) -> None:
    """Waits for a condition."""
    end = time.monotonic() + _PATIENCE_S
    while not is_so():
        if time.monotonic() > end:
            pytest.fail(why)
        time.sleep(_TICK_S)


def tree(out: Path) -> dict[str, bytes]:
    """Every file of an output by its name, but for what the batch keeps for itself; a folder that is empty as "".

    A run may be under way: what goes or gets its last name between two looks is not there."""
    found = {}
    for folder, folders, names in os.walk(out):
        held = {path.relative_to(out).as_posix(): path for path in (Path(folder, name) for name in names)}
        for name, path in held.items():
            with suppress(FileNotFoundError):
                found[name] = path.read_bytes()
        if not folders and not names and folder != str(out):
            found[f"{Path(folder).relative_to(out)}/"] = b""
    return {name: packed for name, packed in found.items() if name not in _OWN}


def differences(found: dict[str, bytes], expected: dict[str, bytes]) -> list[str]:
    """The names of what is not as expected."""
    return sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))


def half_written(found: dict[str, bytes], expected: dict[str, bytes]) -> list[str]:
    """The names, of those that people see, under which not all is there that will be there in the end."""
    seen = {name: packed for name, packed in found.items() if not name.startswith(".") and "/." not in name}
    return [name for name, packed in seen.items() if packed != expected.get(name)]


def log(out: Path) -> list[dict[str, object]]:
    """What is in the log, as far as its lines are whole."""
    path = out / "log.jsonl"
    return [json.loads(line) for line in path.read_bytes().rpartition(b"\n")[0].splitlines()] if path.exists() else []


def checked(out: Path) -> int:
    """How many outcomes are in the log."""
    return sum(line["event"] == "checked" for line in log(out))


def _pids() -> Iterable[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]  # noqa: PTH208


def _environment(pid: int) -> bytes:
    """A process's environment, "" where it has ended."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _kill(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
