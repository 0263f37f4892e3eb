"""Two ways side by side, each bound to a core of its own, and once more with the cores changed.

A machine whose speed changes from minute to minute slows both alike, so that their ratio holds where times do not. On
one core the whole of a batch counts: what runs beside its checks, too. Who is slower is alone at the end, and a cluster
starts meanwhile: what either makes of the ratio is small beside a long run.
"""

import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from bench.gauge import Taken

Run = Callable[[], Taken]
"""Does something, and tells what it took."""


def why_not() -> str:
    """What is missing for a race; "" where nothing is."""
    if not hasattr(os, "sched_setaffinity"):
        return "processes cannot be bound to cores here"
    return "" if len(os.sched_getaffinity(0)) > 1 else "there is one core"


def ratio(first: Sequence[Run], second: Sequence[Run]) -> float:
    """How many times as long as the second the first takes, each for what the latter of its two runs has more.

    Raises: SystemExit, where one of them takes no time for that: there is too little of it.
    """
    cores = sorted(os.sched_getaffinity(0))[:2]
    ratios = [_ratio(first, second, order) for order in (cores, cores[::-1])]
    return math.sqrt(math.prod(ratios))


def _ratio(first: Sequence[Run], second: Sequence[Run], cores: Sequence[int]) -> float:
    (few, few_beside), (many, many_beside) = (_beside(runs, cores) for runs in zip(first, second, strict=True))
    more_s, more_beside_s = many.wall_s - few.wall_s, many_beside.wall_s - few_beside.wall_s
    if min(more_s, more_beside_s) <= 0:
        raise SystemExit("There are too few submissions to tell what one takes.")
    return more_s / more_beside_s


def _beside(runs: Sequence[Run], cores: Sequence[int]) -> list[Taken]:
    """Runs side by side, with what they start, each on its core."""
    with ThreadPoolExecutor(len(runs)) as threads:
        return list(threads.map(_bound, runs, cores))


def _bound(run: Run, core: int) -> Taken:
    os.sched_setaffinity(0, {core})  # of this thread, and of what it starts
    return run()
