"""The memory of a batch's processes over ever more submissions: python -m bench.batch --only memory --memory 100000."""

import shutil
from pathlib import Path

from bench.gauge import ROLES, Taken, take
from bench.simulation import IN_FOLDER, bytes_below
from pipeline.reference import load_reference
from tests.mappings import EVIDENCE, STRATEGIES, heading, paragraph, table
from tests.wordml import docx

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROWS = 3  # criteria that are mapped: a small submission, which is checked fast
FLAT = 1.2


def measure(most: int, folder: Path) -> list[tuple[str, str, str]]:
    """Runs batches over small submissions, each of other bytes, and prints a row for each; gives what has a target."""
    print(f"{'small submissions, packs none: most MB of':<44} {'both':>8}", *(f"{role:>8}" for role in ROLES))
    peaks: dict[int, int] = {}
    for size in sorted({*(size for size in SIZES if size < most), most}):
        made, out = folder / "small", folder / "out"
        for each in (made, out):
            shutil.rmtree(each, ignore_errors=True)
        write(size, made)
        words = ("-m", "pipeline", "batch", "--quiet", "--packs", "none", "--out", str(out), str(made))
        taken = take(words, is_watched=True)
        peaks[size] = taken.peaks_kb.get("parent", 0)
        _show(size, taken, out)
    print()
    first, last = min(peaks), max(peaks)
    ratio = f"{peaks[last] / peaks[first]:.2f} x" if peaks[first] else "not measured"
    return [(f"the parent's memory over {last:,} to {first:,}", f"at most {FLAT:.2f} x", ratio)]


def write(size: int, folder: Path) -> None:
    """So many submissions, a thousand a folder, each of another customer."""
    unit = load_reference().units[0]
    pairs = [(outcome, criterion) for outcome in unit.outcomes for criterion in outcome.criteria][:ROWS]
    rows = [
        [f"{outcome.number} {outcome.text}", f"{criterion.ref} {criterion.text}", STRATEGIES, EVIDENCE]
        for outcome, criterion in pairs
    ]
    body = table([*heading(unit), *rows])
    for at in range(size):
        below = folder / f"{at // IN_FOLDER:05}"
        if not at % IN_FOLDER:
            below.mkdir(parents=True)
        names = [["Customer Name", f"Customer {at}"], ["Customer Programme Title", f"Programme {at % 7}"]]
        (below / f"{at:09}.docx").write_bytes(docx(paragraph("Coaching") + table(names) + body))


def _show(size: int, taken: Taken, out: Path) -> None:
    peaks = " ".join(f"{taken.peaks_kb.get(role, 0) / 1024:>8.0f}" for role in ROLES)
    both = f"{taken.together_kb / 1024:>8.0f}"
    print(f"  {size:>9,} in {taken.wall_s:>8.0f} s, {size / taken.wall_s:>6.1f} a second {'':>7} {both} {peaks}")
    cpus = ", ".join(f"{role} {taken.cpus_s.get(role, 0) / size * 1000:.2f}" for role in ROLES)
    held = ", ".join(f"{name} {count / size:,.0f}" for name, count in bytes_below(out).items())
    print(f"    CPU ms a submission: {cpus}\n    bytes a submission: {held}")
