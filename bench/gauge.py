"""Commands to what they took: seconds, CPU seconds, and the most memory of each process from the command downwards."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
# As on most machines: Python keeps what it has compiled.
USUAL = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
DRAWER = "roll-up"
ROLES = ("parent", "lane", "child", DRAWER)
"""What a batch's processes are: the one that was started, those that check, their sandboxes, and who draws at last."""

_LOOK_S = 0.25
_TICK_S = 0.005
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Taken:
    """What commands took that were started together: until the last ended; CPU of all that they waited for.

    Where it was watched: `peaks_kb` the most that one process of a role held at a time, `cpus_s` the CPU seconds of
    all of a role, both to the last look; `together_kb` the most that a lane and its child held without counting
    twice what they share.
    """

    wall_s: float = 0.0
    cpu_s: float = 0.0
    peaks_kb: dict[str, int] = field(default_factory=dict)
    cpus_s: dict[str, float] = field(default_factory=dict)
    together_kb: int = 0


def take(*commands: Sequence[str], is_watched: bool = False, env: Mapping[str, str] | None = None) -> Taken:
    """Runs Python commands side by side, and measures them. Raises: SystemExit, where one does not end with 0."""
    begun = time.perf_counter()
    running = [
        subprocess.Popen([sys.executable, *words], cwd=ROOT, env=USUAL | dict(env or {}), stdout=subprocess.DEVNULL)
        for words in commands
    ]
    watch = _Watch() if is_watched else None
    taken = Taken()
    for process in running:
        while watch and not _ends(process.pid, _LOOK_S):
            watch.look(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        taken.cpu_s += used.ru_utime + used.ru_stime
    taken.wall_s = time.perf_counter() - begun
    if failed := [process for process in running if process.returncode]:
        raise SystemExit(f"{failed[0].args} ended with {failed[0].returncode}.")
    return watch.told(taken) if watch else taken


def reset_peak() -> None:
    """From now on `peak_kb` counts anew; proc(5): 5 to clear_refs."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_kb() -> int:
    """The most memory that this process has held since it began, or `reset_peak`."""
    return _kilobytes(os.getpid(), "status", "VmHWM")


class _Watch:
    """What is seen of processes as they run, in /proc; nothing where the system has none."""

    def __init__(self) -> None:
        self._peaks: dict[str, int] = {}
        self._cpus: dict[int, tuple[str, float]] = {}
        self._together = 0

    def look(self, pid: int) -> None:
        for at, role in _family(pid):
            self._peaks[role] = max(self._peaks.get(role, 0), _kilobytes(at, "status", "VmHWM"))
            known, before_s = self._cpus.get(at, (role, 0.0))
            # One that has ended has no command any more to tell its role by, and then no CPU seconds.
            self._cpus[at] = DRAWER if DRAWER in (role, known) else role, max(before_s, cpu_s(at))
            if role == "lane":
                shares = (_kilobytes(each, "smaps_rollup", "Pss") for each in (at, *_children(at)))
                self._together = max(self._together, sum(shares))

    def told(self, taken: Taken) -> Taken:
        taken.peaks_kb, taken.together_kb = self._peaks, self._together
        for role, seconds in self._cpus.values():
            taken.cpus_s[role] = taken.cpus_s.get(role, 0.0) + seconds
        return taken


def _family(pid: int) -> list[tuple[int, str]]:
    """A process and those below it, each with its role."""
    below = _children(pid)
    drawers = [each for each in below if "pipeline.batch.rollup" in _read(Path(f"/proc/{each}/cmdline"))]
    lanes = [each for each in below if each not in drawers]
    children = [child for each in lanes for child in _children(each)]
    by_role = zip(ROLES, ([pid], lanes, children, drawers), strict=True)
    return [(each, role) for role, group in by_role for each in group]


def _children(pid: int) -> list[int]:
    return [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in _read(path).split()]


def _kilobytes(pid: int, file: str, name: str) -> int:
    lines = _read(Path(f"/proc/{pid}/{file}")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


def rss_kb(pid: int) -> int:
    """What a process holds now."""
    return _kilobytes(pid, "status", "VmRSS")


def cpu_s(pid: int) -> float:
    """CPU seconds of a process by itself; proc(5): fields 14 and 15, counted from the end of its name."""
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def _ends(pid: int, within_s: float) -> bool:
    """Whether a process ends in these seconds; it is seen at once."""
    last = time.perf_counter() + within_s
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if time.perf_counter() > last:
            return False
        time.sleep(_TICK_S)
    return True


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:  # it has ended, or there is no such place
        return ""
