"""What a Dask scheduler takes for a batch: python -m bench.scheduling [SUBMISSIONS …].

The real scheduler, two real workers and the real side of the batch; the tasks are as large as real ones, and only
pretend to check. So what it takes is what comes on top of the checks, and who is busy first as a cluster grows.
"""

import argparse
import hashlib
import itertools
import os
import time
from collections.abc import Iterator
from typing import Any
from unittest import mock

from bench import cluster
from bench.gauge import cpu_s, rss_kb
from pipeline.batch.jobs import Done, Job, Order

SIZES = (10_000, 100_000)
STANDING = "pretended"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("submissions", type=int, nargs="*", default=SIZES)
    sizes = parser.parse_args().submissions
    with cluster.running() as machines:
        if not machines:
            print(f"Dask: not measured, {cluster.why_not()}.")
            return
        print(
            f"{'submissions':>12} {'tasks':>7} {'seconds':>8} {'CPU ms a task: scheduler':>25} {'client':>8}", end=" "
        )
        print(f"{'a worker':>9} {'MB: scheduler':>14} {'client':>7}")
        for size in sizes:
            _run(size, machines)


def _run(size: int, machines: cluster.Machines) -> None:
    from pipeline.batch import tasks
    from pipeline.batch.cluster import Cluster
    from pipeline.batch.flow import Flow

    submitted, submit = itertools.count(), Flow.submit

    def counted(*given: Any) -> Any:  # a mock would keep all that it was given
        next(submitted)
        return submit(*given)

    pids = (machines.scheduler, os.getpid(), machines.workers[0])
    before, begun = [cpu_s(pid) for pid in pids], time.perf_counter()
    with (
        mock.patch.object(tasks, "check", cluster.pretend),
        mock.patch.object(Flow, "submit", counted),
        Cluster(Order("/pretended", "none"), STANDING, machines.address) as crew,
    ):
        ended = sum(isinstance(event, Done) for event in crew.check(_jobs(size)))
    seconds, count = time.perf_counter() - begun, next(submitted)
    each = [(cpu_s(pid) - so_far) / count * 1000 for pid, so_far in zip(pids, before, strict=True)]
    sizes = [rss_kb(pid) / 1024 for pid in pids]
    print(f"{ended:>12,} {count:>7,} {seconds:>8.1f} {each[0]:>25.2f} {each[1]:>8.2f} {each[2]:>9.2f}", end=" ")
    print(f"{sizes[0]:>14.0f} {sizes[1]:>7.0f}")


def _jobs(size: int) -> Iterator[Job]:
    for at in range(size):
        sha256 = hashlib.sha256(f"{size} {at}".encode()).hexdigest()
        shown = f"{at // 1_000:05}/Mapping of unit assessments {at:09}.docx"
        yield Job(sha256, f"/submissions/{shown}", shown, sha256, shown[6:-5], 15_000)


if __name__ == "__main__":
    main()
