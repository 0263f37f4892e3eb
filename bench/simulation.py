"""A batch of any size without its checks: python -m bench.simulation [SUBMISSIONS …] [--packs none|gaps].

The ledger, the log, the shards and the roll-up are the real ones, driven by the real batch. What is found, and what
becomes of it, is made up from the results of some generated submissions. Each size has a process of its own.
"""

import argparse
import collections
import functools
import hashlib
import inspect
import pickle
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from unittest import mock

from msgspec import structs

from bench.gauge import ROOT, peak_kb, reset_peak
from pipeline import batch
from pipeline.batch import Batch, Settings, storage
from pipeline.batch.jobs import Done, Job, Source
from pipeline.batch.ledger import Ledger
from pipeline.batch.rollup import Drawer
from pipeline.records import pack, record, unpack
from pipeline.result import encode
from pipeline.sandbox.messages import Packs

SIZES = (10_000, 100_000)
KINDS = 200  # different results, which are repeated
IN_FOLDER = 1_000
OF_PROGRAMME = 3  # submissions one after another: two of three are resubmissions
COPIED = 50  # one in so many has the same bytes as the one before it
FIRST_NS = 1_767_225_600 * 10**9  # 2026-01-01
MINUTE_NS = 60 * 10**9


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("submissions", type=int, nargs="*", default=SIZES)
    parser.add_argument("--packs", choices=("none", "gaps"), default="none")
    parser.add_argument("--made", type=Path, help="results that were made before, in this process, of one size")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.made:
            results = pickle.loads(arguments.made.read_bytes())
            simulate(arguments.submissions[0], arguments.packs, results, Path(folder, "out"))
            return
        kept = Path(folder, "made")
        kept.write_bytes(pickle.dumps([made(seed) for seed in range(KINDS)]))
        for size in arguments.submissions:  # each in a process that has loaded no more than a batch has
            command = ["-u", "-m", "bench.simulation", str(size), "--packs", arguments.packs, "--made", str(kept)]
            subprocess.run([sys.executable, *command], cwd=ROOT, check=True)


def simulate(size: int, packs: Packs, results: "list[Made]", out: Path) -> None:
    """A batch over so many submissions, and another over the same; prints what each part of them took."""
    print(f"{size:,} submissions, packs: {packs}, {len(results)} different results")
    meter = Meter(size)
    with _pretended(results, size, packs, meter):
        _run(Settings(str(out), packs), meter)
        meter.show("the first run")
        held = bytes_below(out)
        _run(Settings(str(out), packs), meter)
        meter.show("the same again")
    print("  bytes a submission: " + ", ".join(f"{name} {count / size:,.0f}" for name, count in held.items()), "\n")


def bytes_below(out: Path) -> dict[str, int]:
    """What lies in an output, by kind: the ledger, the log, the shards, each file of the roll-up, and the packs."""
    held = {path.name: path.stat().st_size for path in sorted(out.iterdir()) if path.is_file()}
    for folder in filter(Path.is_dir, sorted(out.iterdir())):
        kind = storage.SHARDS if folder.name == storage.SHARDS else "packs"
        held[kind] = held.get(kind, 0) + sum(path.stat().st_size for path in folder.iterdir())
    return {name: count for name, count in held.items() if count}


def number_below(out: Path) -> int:
    """How many files lie in an output."""
    return sum(path.is_file() for path in out.rglob("*"))


class Meter:
    """Seconds and the most memory of each part of a run."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._rows: list[tuple[str, float, float, int]] = []
        self._begun = 0.0, 0.0

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, measured each time."""

        @functools.wraps(work)
        def measured(*given: Any, **named: Any) -> Any:
            self.begin()
            done = work(*given, **named)
            self.end(name)
            return done

        @functools.wraps(work)
        def measured_steps(*given: Any, **named: Any) -> Iterator[Any]:
            self.begin()
            yield from work(*given, **named)
            self.end(name)

        return measured_steps if inspect.isgeneratorfunction(work) else measured

    def timed_below(self, name: str, end: Callable[[Any], None]) -> Callable[[Any], None]:
        """The end of a process, at which what it took of CPU and memory becomes known."""

        def measured(process: Any) -> None:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            end(process)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            self._rows.append((name, float("nan"), cpu_s, after.ru_maxrss))

        return measured

    def begin(self) -> None:
        """A part begins."""
        reset_peak()
        self._begun = time.perf_counter(), time.process_time()

    def end(self, name: str) -> None:
        """It has ended."""
        seconds, cpu_s = time.perf_counter() - self._begun[0], time.process_time() - self._begun[1]
        self._rows.append((name, seconds, cpu_s, peak_kb()))

    def show(self, title: str) -> None:
        """Prints a row for each part, and begins anew."""
        print(f"  {title:<36} {'seconds':>9} {'CPU s':>9} {'CPU ms each':>12} {'most MB':>9}")
        for name, seconds, cpu_s, kilobytes in self._rows:
            each = cpu_s / self._size * 1000
            print(f"    {name:<34} {seconds:>9.2f} {cpu_s:>9.2f} {each:>12.4f} {kilobytes / 1024:>9.0f}")
        self._rows.clear()


def _run(settings: Settings, meter: Meter) -> None:
    with Batch(settings) as running:
        collections.deque(running.run(["."]), maxlen=0)


@contextmanager
def _pretended(results: list["Made"], size: int, packs: Packs, meter: Meter) -> Iterator[None]:
    """Within it a batch finds so many submissions that are not there, and has them checked by nobody."""
    with ExitStack() as patched:

        def put(room: object, name: str, instead: object) -> None:
            patched.enter_context(mock.patch.object(room, name, instead))

        put(batch, "find", lambda *_: map(_source, range(size)))
        put(batch, "Pool", lambda *_: Pretending(results, size, packs, meter))
        put(storage.Folder, "has_pack", lambda *_: True)
        for name, part in (("take", "found"), ("count", "counted what waits"), ("tidy", "tidied")):
            put(Ledger, name, meter.timed(part, getattr(Ledger, name)))
        put(Batch, "_read", meter.timed("read, held against the ledger", Batch._read))
        put(Drawer, "write_kept", meter.timed("results to shards", Drawer.write_kept))
        put(Drawer, "write", meter.timed("roll-up", Drawer.write))
        put(Drawer, "end", meter.timed_below("both, in the process that draws them", Drawer.end))
        yield


@dataclass(frozen=True, slots=True)
class Made:
    """What a check gave: the packed record, and the encoded result, compressed."""

    record: bytes
    result: bytes


class Pretending:
    """A crew that reads and checks nothing."""

    def __init__(self, results: list[Made], size: int, packs: Packs, meter: Meter) -> None:
        self._results = results
        self._half = size // 2
        self._packs = packs
        self._meter = meter

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def digests(self, sources: Iterable[Source]) -> Iterator[tuple[Source, str | None]]:
        """A sum for each submission; some are those of the one before."""
        for source in sources:
            at = _at(source.path)
            yield source, _sha256(at - 1 if at % COPIED == 1 else at)

    def check(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """An outcome for each job, of another customer. When the next one is asked for, the last one has been kept."""
        self._meter.begin()
        count = 0
        for count, job in enumerate(jobs, 1):
            if count == self._half:
                self._meter.end("kept, the first half")
                self._meter.begin()
            yield self._done(job)
        if count:
            self._meter.end("kept, the second half")

    def _done(self, job: Job) -> Done:
        at = _at(job.path)
        result = self._results[at % len(self._results)]
        names = {"customer": f"Customer {at // OF_PROGRAMME // 2}", "programme": f"Programme {at // OF_PROGRAMME}"}
        kept = structs.replace(unpack(result.record), file=Path(job.path).name, sha256=job.sha256, **names)
        is_packed = self._packs == "gaps" and kept.kind != "complete"
        return Done(job, kept, job.name if is_packed else None, result.result, dict.fromkeys(STAGES, 0.0123))


STAGES = ("fetch", "read", "extract", "match", "judge")


def made(seed: int) -> Made:
    """What a check of the generated submission of a seed gives."""
    from pipeline.check import check
    from tests.corpus.generate import generate

    with tempfile.TemporaryDirectory() as folder:
        generated = generate(seed)
        path = Path(folder, generated.name)
        path.write_bytes(generated.docx)
        outcome = check(path)
    return Made(pack(record(outcome)), zlib.compress(encode(outcome)))


def _source(at: int) -> Source:
    shown = f"{at // IN_FOLDER:05}/Mapping of unit assessments {at:09}.docx"
    return Source(f"/submissions/{shown}", shown, 15_000 + at % 1_000, FIRST_NS + at * MINUTE_NS)


def _at(path: str) -> int:
    """Which submission it is, from its path."""
    return int(path[-14:-5])


def _sha256(at: int) -> str:
    return hashlib.sha256(f"submission {at}".encode()).hexdigest()


if __name__ == "__main__":
    main()
