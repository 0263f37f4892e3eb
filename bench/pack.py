"""What the files of a pack cost: python -m bench.pack [SUBMISSION]; CPU of a warm process, best of five, and size."""

import argparse
import time
from pathlib import Path

from pipeline.check import check, drawn
from pipeline.report.drawing import REPORTS
from pipeline.result import Result

SAMPLE = Path("inputs/Riverside Care Group - Diploma with gaps.docx")
RUNS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("submission", type=Path, nargs="?", default=SAMPLE)
    submission = parser.parse_args().submission
    result = check(submission)
    if not isinstance(result, Result):
        raise SystemExit(result.message)
    drawn(result, submission)  # loads what each report needs
    print(f"{submission.name}: {result.counts.criteria} criteria")
    total = 0.0
    for kind in REPORTS:
        spent, size = cost(result, submission, kind)
        total += spent
        print(f"{kind:10} {spent * 1000:6.1f} ms {size / 1000:8.1f} kB")
    print(f"{'pack':10} {total * 1000:6.1f} ms")


def cost(result: Result, submission: Path, kind: str) -> tuple[float, int]:
    """CPU seconds and bytes of one kind of report."""
    best, size = float("inf"), 0
    for _ in range(RUNS):
        begun = time.process_time()
        files = drawn(result, submission, only=[kind]).files
        best = min(best, time.process_time() - begun)
        size = sum(map(len, files.values()))
    return best, size


if __name__ == "__main__":
    main()
