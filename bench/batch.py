"""What a batch costs beside its checks, on this machine: python -m bench.batch [--memory N] [--turns N] [--only PART].

Each way is a command that is run over few submissions and over many, in turn with the others; the least of all turns
counts. The difference is what the rest of the submissions cost; what is left of the few is the start. What is held to
a small ratio runs side by side with what it is held against (race.py).
"""

import argparse
import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from bench import cluster, memory, race
from bench.gauge import Taken, take
from bench.simulation import bytes_below, number_below
from pipeline.batch.pool import cores
from tests.corpus.generate import generate
from tests.corpus.office import SOFFICE, converted

TURNS = 2
MEMORY = 10_000
FEW = 8
SETS = {"DOCX": {"none": 400, "all": 80}, "PDF": {"none": 160, "all": 40}}
"""How many submissions are run over, by format and by `--packs`."""

PROCESS, SANDBOX = "checks alone, in one process", "checks alone, in a sandbox"
BESIDE = "checks alone, two sandboxes side by side"
ONE, TWO = "batch, one lane", "batch, two lanes"
DASK = "batch, Dask with two workers"
LAYER, CLUSTER = "a lane's time to its checks', a core each", "Dask's, one worker, to a lane's, a core each"
NAIVE, MARKITDOWN = "naive: a library's tables, token_set_ratio", "markitdown: words alone, no status"
CORES = {BESIDE: 2, TWO: 2, DASK: 2}

Command = list[str]
Way = Callable[[Path, Path, str], list[Command]]
"""A folder of submissions, one to write to, and a scheduler or "", to the commands that are run side by side."""

Target = tuple[str, str, str]
"""What is measured, what it should be, and what it is."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a submission costs one way, in ms, by which process where that was watched, and the start in seconds."""

    wall_ms: float
    cpu_ms: float
    start_s: float
    roles_ms: Mapping[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--memory", type=int, default=MEMORY, help="over how many submissions at most memory is measured"
    )
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--only", choices=("cost", "memory"), help="one part alone")
    arguments = parser.parse_args()
    targets: list[Target] = []
    with tempfile.TemporaryDirectory() as folder:
        for form, sizes in {} if arguments.only == "memory" else SETS.items():
            for packs, size in sizes.items():
                targets += compare(form, packs, size, arguments.turns, Path(folder))
        if arguments.only != "cost":
            targets += memory.measure(arguments.memory, Path(folder))
    show_targets(targets)


def show_targets(targets: Iterable[Target]) -> None:
    """The table at the end."""
    print(f"{'':66} {'target':>16} {'measured':>16}")
    for what, target, measured in targets:
        print(f"{what:66} {target:>16} {measured:>16}")


def compare(form: str, packs: str, size: int, turns: int, folder: Path) -> list[Target]:
    """All ways over one set of submissions: prints a row for each, and gives what there are targets for."""
    few, many = submissions(form, size, folder / form)
    if not any(many.iterdir()):
        print(f"{form}: not measured, LibreOffice is missing.\n")
        return []
    out = folder / "out"
    costs = measured(ways(packs), (few, many), size, turns, out)
    show(f"{form}, {'result only' if packs == 'none' else 'with packs'}, {size - FEW} submissions", costs)
    if cluster.why_not():
        print(f"  {DASK}: not measured, {cluster.why_not()}")
    held = ", ".join(f"{name} {count / size:,.0f}" for name, count in bytes_below(out / ONE).items())
    print(f"  bytes a submission: {held}; files a submission: {number_below(out / ONE) / size:.1f}\n")
    found = (*raced(ways(packs), (few, many), out), *judged(costs))
    return [(f"{form}, packs {packs}: {what}", target, value) for what, target, value in found]


def submissions(form: str, size: int, folder: Path) -> tuple[Path, Path]:
    """Two folders of generated submissions: the first few of them, and all; both empty where they cannot be made."""
    few, many = folder / f"{FEW}", folder / f"{size}"
    many.mkdir(parents=True, exist_ok=True)
    for name, packed in _made(size):
        (many / name).write_bytes(packed)
    if form == "PDF":
        words = sorted(many.iterdir())
        printed = converted(words, "pdf", many) if SOFFICE else ()
        for path in words:
            path.unlink()
        if not printed:
            return few, many
    few.mkdir(exist_ok=True)
    for path in sorted(many.iterdir())[:FEW]:
        shutil.copyfile(path, few / path.name)
    return few, many


def _made(size: int) -> Iterator[tuple[str, bytes]]:
    labelled = (generate(seed) for seed in itertools.count())
    words = (each for each in labelled if each.name.endswith(".docx"))
    return ((each.name, each.docx) for each in itertools.islice(words, size))


def ways(packs: str) -> dict[str, Way]:
    """How submissions can be checked, by name; those with a batch and those beside it."""

    def alone(within: str, parts: int = 1) -> Way:
        words = ["--within", within, "--packs", packs]
        return lambda folder, *_: [
            ["-m", "bench.alone", str(folder), *words, "--part", str(at), str(parts)] for at in range(parts)
        ]

    def batch(*options: str) -> Way:
        words = ["-m", "pipeline", "batch", "--quiet", "--packs", packs, *options]
        return lambda folder, out, scheduler: [
            [*words, *(("--scheduler", scheduler) if scheduler else ()), "--out", str(out), str(folder)]
        ]

    found = {PROCESS: alone("process"), SANDBOX: alone("sandbox"), ONE: batch("--jobs", "1")}
    if packs == "none":
        found |= {BESIDE: alone("sandbox", 2)} if cores() > 1 else {}
        found |= {TWO: batch("--jobs", "2")} if cores() > 1 else {}
        found |= {} if cluster.why_not() else {DASK: batch()}
        found |= {NAIVE: alone("naive")}
        found |= {MARKITDOWN: alone("markitdown")} if find_spec("markitdown") else {}
    return found


def measured(
    by_name: Mapping[str, Way], folders: tuple[Path, Path], size: int, turns: int, out: Path
) -> dict[str, Cost]:
    """What each way costs, run over few and over many in turn with the others; a batch leaves `out` / its name."""
    taken: dict[str, list[tuple[Taken, Taken]]] = {name: [] for name in by_name}
    for _ in range(turns):
        for name, way in by_name.items():
            workers = CORES[DASK] if name == DASK else 0
            few, many = (_anew(way, folder, out / name, workers, is_watched=name == ONE) for folder in folders)
            taken[name].append((few, many))
    return {name: cost(pairs, size - FEW) for name, pairs in taken.items()}


def raced(by_name: Mapping[str, Way], folders: tuple[Path, Path], out: Path) -> Iterator[Target]:
    """What may take little longer than something else, each on a core of its own."""
    rivals = {LAYER: (ONE, SANDBOX)} | ({CLUSTER: (DASK, ONE)} if TWO in by_name else {})
    for what, names in rivals.items():
        ratio = "not measured"
        if by_name.keys() >= {*names} and not race.why_not():
            first, second = (
                tuple(partial(_anew, by_name[each], folder, out / each, int(each == DASK)) for folder in folders)
                for each in names
            )
            ratio = f"{race.ratio(first, second):.2f} x"
        yield what, "at most 1.10 x", ratio


def _anew(way: Way, folder: Path, out: Path, workers: int = 0, *, is_watched: bool = False) -> Taken:
    """Runs a way where nothing is known of the submissions: a cluster is a new one, whose workers have seen none."""
    shutil.rmtree(out, ignore_errors=True)
    with cluster.running(workers) if workers else nullcontext() as machines:
        return take(*way(folder, out, machines.address if machines else ""), is_watched=is_watched)


def cost(pairs: Iterable[tuple[Taken, Taken]], more: int) -> Cost:
    """What a submission costs, from runs over few and over so many more: the least of each, what else is done adds."""
    few, many = zip(*pairs, strict=True)
    few_s, many_s = min(taken.wall_s for taken in few), min(taken.wall_s for taken in many)
    cpu_s = min(taken.cpu_s for taken in many) - min(taken.cpu_s for taken in few)
    each_s = (many_s - few_s) / more
    roles_ms = {role: 1000 / more * (_least(many, role) - _least(few, role)) for role in many[0].cpus_s}
    return Cost(each_s * 1000, cpu_s / more * 1000, few_s - FEW * each_s, roles_ms)


def _least(runs: Iterable[Taken], role: str) -> float:
    """The fewest CPU seconds of a role's processes in a run."""
    return min(taken.cpus_s.get(role, 0.0) for taken in runs)


def show(title: str, costs: Mapping[str, Cost]) -> None:
    """A row for each way. The CPU of a cluster is not the command's own, and is not shown."""
    print(f"{title:<48} {'ms each':>9} {'CPU ms':>9} {'start s':>9} {'a second':>9} {'and core':>9}")
    for name, each in costs.items():
        rate = 1000 / each.wall_ms
        cpu_ms = "" if name == DASK else f"{each.cpu_ms:.1f}"
        figures = (
            f"{each.wall_ms:>9.1f} {cpu_ms:>9} {each.start_s:>9.1f} {rate:>9.2f} {rate / CORES.get(name, 1):>9.2f}"
        )
        print(f"  {name:<46} {figures}")
        if each.roles_ms:
            print("    CPU ms by process: " + ", ".join(f"{role} {ms:.1f}" for role, ms in each.roles_ms.items()))


def judged(costs: Mapping[str, Cost]) -> Iterator[Target]:
    """What there are targets for."""
    one = costs[ONE]
    if child_ms := one.roles_ms.get("child"):
        own_ms = sum(one.roles_ms.values()) - child_ms
        yield "its own CPU beside the checks', in one run", "at most 0.10 x", f"{own_ms / child_ms:.2f} x"
    if TWO in costs:
        beside = costs[SANDBOX].wall_ms / costs[BESIDE].wall_ms
        yield "two lanes to one", "at least 1.80 x", f"{one.wall_ms / costs[TWO].wall_ms:.2f} x"
        yield "  two sandboxes to one, which the machine gives", "", f"{beside:.2f} x"


if __name__ == "__main__":
    main()
