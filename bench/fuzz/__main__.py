"""Runs spoilt files through the sandbox and keeps those that do not end well: `make fuzz`.

    python -m bench.fuzz --count 5000 --seed 1     what is run; the same numbers are the same files
    python -m bench.fuzz --seed 1 --only 4711      one of them again

No other program is started: a file for LibreOffice or Tesseract ends in `converter_missing`.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.fuzz.seeds import Seed, seeds
from pipeline.errors import ErrorCode
from pipeline.result import Failure
from pipeline.sandbox import Sandbox, preload

FAULTS = (ErrorCode.INTERNAL, ErrorCode.CRASHED, ErrorCode.TIMEOUT, ErrorCode.OUT_OF_MEMORY)
SLOW_S = 20.0
KEPT = Path("outputs", "fuzz")


@dataclass(frozen=True)
class Spoilt:
    """A spoilt file: its number, how it was made, its bytes."""

    number: int
    made: str
    packed: bytes


@dataclass(frozen=True)
class Find:
    """A spoilt file that did not end well, and how it ended."""

    spoilt: Spoilt
    why: str


def spoil(number: int, seed: int, files: tuple[Seed, ...]) -> Spoilt:
    """The spoilt file of a number: one of the valid files, spoilt in one way, two or three."""
    rng = Random(f"fuzz {seed} {number}")
    file = rng.choices(files, [each.weight for each in files])[0]
    packed, made = file.packed, [file.name]
    for _ in range(rng.choice([1, 1, 2, 3])):
        way = rng.choice(file.spoils)
        try:
            packed = way(packed, rng)
        except Exception:
            break
        made.append(f"{way.__module__.rpartition('.')[2]}.{way.__name__}")
    return Spoilt(number, ", ".join(made), packed)


def run(files: Iterable[Spoilt], folder: Path, codes: Counter[str]) -> Iterator[Find]:
    """Checks each file in the sandbox; yields those that end in a fault, or late. `codes` counts how they ended."""
    preload()
    with Sandbox() as sandbox:
        for spoilt in files:
            path = folder / f"{spoilt.number}.bin"
            path.write_bytes(spoilt.packed)
            begun = time.perf_counter()
            outcome = sandbox.check(path)
            seconds = time.perf_counter() - begun
            path.unlink()
            code = str(outcome.code) if isinstance(outcome, Failure) else f"result: {outcome.verdict}"
            codes[code] += 1
            if code in FAULTS:
                yield Find(spoilt, f"{code}: {outcome.message if isinstance(outcome, Failure) else ''}")
            elif seconds > SLOW_S:
                yield Find(spoilt, f"{code} after {seconds:.0f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description="Spoilt files, each of which must end in an outcome.")
    parser.add_argument("--count", type=int, default=5000, help="how many files")
    parser.add_argument("--seed", type=int, default=1, help="which files: another number, other files")
    parser.add_argument("--only", type=int, help="run the file of this number alone, and keep it")
    parser.add_argument("--keep", type=Path, default=KEPT, help="the folder for files that do not end well")
    args = parser.parse_args()
    os.environ["PATH"] = ""
    args.keep.mkdir(parents=True, exist_ok=True)
    files = seeds()
    numbers = range(args.count) if args.only is None else [args.only]
    codes: Counter[str] = Counter()
    finds = 0
    begun = time.perf_counter()
    for find in run((spoil(number, args.seed, files) for number in numbers), args.keep, codes):
        finds += 1
        kept = args.keep / f"{args.seed}-{find.spoilt.number}.bin"
        kept.write_bytes(find.spoilt.packed)
        print(f"{kept}: {find.why} ({find.spoilt.made}). Again: --seed {args.seed} --only {find.spoilt.number}")
    for code, count in codes.most_common():
        print(f"{count:>6}  {code}")
    print(f"{sum(codes.values())} files in {time.perf_counter() - begun:.0f} s, {finds} did not end well")
    sys.exit(1 if finds else 0)


if __name__ == "__main__":
    main()
