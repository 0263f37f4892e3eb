"""Speed beside peers, all in one run, so that the ratios hold on any machine: python -m bench.speed."""

import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from bench import peers, reader, sandbox
from pipeline.check import check
from pipeline.reference import load_reference
from tests.corpus.generate import generate
from tests.mappings import every_unit

ROOT = Path(__file__).parent.parent
PROCESS_RUNS = 7  # the least counts: what else the machine does only adds
CHECK_RUNS = 40
# As on most machines: Python keeps what it has compiled, as it does for an installed package such as spaCy.
USUAL = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
Row = tuple[str, float]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "every unit.docx")
        source.write_bytes(every_unit(dict(_evidence())))
        show(f"Whole process, least of {PROCESS_RUNS}: at most 1.6 x `import spacy`", processes(source))
        show("Read to result in one process, 44 criteria, median: at most 40 ms", [("check", inside(source))])
        bare = source.read_bytes()
    samples = sorted((ROOT / "inputs").glob("*.docx"))
    show("A file of a batch, median over the shipped samples: at most 15 ms more", sandbox.measure(*samples))
    show_reading(samples, bare)


def show_reading(samples: Sequence[Path], bare: bytes) -> None:
    """The readers by themselves, on Word files of three kinds, on PDFs and on a scan."""
    for name, files in (
        ("the shipped samples", [sample.read_bytes() for sample in samples]),
        ("Word's automatic numbers", [_numbered()]),
        ("bare XML without styles", [bare]),
    ):
        show(f"Reading Word, {name}: at most 4 x unzip and parse", reader.word(files))
    printed = reader.printed(samples)
    show("Reading the samples as ruled PDFs: at most 4 x pdfium's text", reader.pdf(printed))
    show("Reading a scan: at most 1.3 x Tesseract", reader.scan(printed[0]) if printed else [])
    if missing := peers.missing():
        print(f"{missing}\n")


def _numbered() -> bytes:
    """A generated submission whose criteria have automatic numbers."""
    made = (generate(seed) for seed in itertools.count())
    return next(each.docx for each in made if each.truth["layout"] == "automatic numbers")


def _evidence() -> Sequence[tuple[str, str]]:
    """A different evidence of some 40 words for each criterion, so that nothing is remembered from the row before."""
    return [
        (
            f"{unit.ref} {criterion.ref}",
            f"Assignment {at}, section {at % 5 + 1}: a written account in which every learner shows how they "
            f"{criterion.text[0].lower()}{criterion.text[1:]} Marked by the tutor against the centre's sheet.",
        )
        for at, (unit, criterion) in enumerate(load_reference().pairs(), start=1)
    ]


def processes(source: Path) -> list[Row]:
    """What a person waits for; the two commands are run in turn, the first turn not counted."""
    commands = {
        'python -c "import spacy"': ["-c", "import spacy"],
        "check, start to report": ["-m", "pipeline", "check", str(source), "--out", str(source.parent), "--quiet"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(PROCESS_RUNS + 1):
        for name, words in commands.items():
            times[name].append(_ms(lambda words=words: subprocess.run([sys.executable, *words], env=USUAL, check=True)))
    return [(name, min(runs[1:])) for name, runs in times.items()]


def inside(source: Path) -> float:
    """One check with everything loaded, data files included, in ms."""
    for _ in range(3):
        check(source)
    return median(_ms(lambda: check(source)) for _ in range(CHECK_RUNS))


def show(title: str, rows: Sequence[Row]) -> None:
    """A small table: ms, and the ratio to the first row."""
    print(title if rows else f"{title}: not measured, a program or a reader for it is missing")
    floor = rows[0][1] if rows else 0
    for name, ms in rows:
        print(f"  {name:<44} {ms:>9.1f} ms  {ms / floor:>7.2f} x")
    print()


def _ms(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
