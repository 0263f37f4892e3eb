"""What the sandbox costs a file in a batch: the same files checked in this process and in its child, in turn."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from pipeline.check import check
from pipeline.sandbox import Sandbox, preload

RUNS = 40


def measure(*sources: Path) -> list[tuple[str, float]]:
    """Where a file was checked, and ms, median; in the last case a child starts and ends, as after a crash."""
    preload()
    inside: list[float] = []
    apart: list[float] = []
    anew = [_ms(_once, source) for source in sources for _ in range(RUNS // 8)]
    with Sandbox() as sandbox:
        for turn in range(RUNS + 2):
            for source in sources:
                ms = (_ms(check, source), _ms(sandbox.check, source))
                if turn > 1:  # the first turns fill what is remembered from file to file
                    inside.append(ms[0])
                    apart.append(ms[1])
    rows = {"in this process": inside, "in the sandbox": apart, "in a new child for each file": anew}
    return [(name, median(times)) for name, times in rows.items()]


def _once(source: Path) -> None:
    with Sandbox() as sandbox:
        sandbox.check(source)


def _ms(work: Callable[[Path], object], source: Path) -> float:
    begun = time.perf_counter()
    work(source)
    return (time.perf_counter() - begun) * 1000
