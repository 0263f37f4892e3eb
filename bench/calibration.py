"""How often cells are weak that are said to be weak so likely: python -m bench.calibration --names "round-33-*".

What ships is asked of cells with labels. It says something only of files that joined no training.
"""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.bands import banded
from bench.training import Example, cells_of, examples
from pipeline.judge.likeness import Told, load_likeness
from pipeline.policy import load_policy
from tests.rounds import CASES

BANDS = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0001)


def said(found: Iterable[Example]) -> Iterator[tuple[float, bool]]:
    """How likely each cell is weak, by what ships, and whether it is."""
    limits, likeness = load_policy().cells.categoriser, load_likeness()
    for one in found:
        shares = likeness.shares([Told(one.signs, one.words, one.text)], limits)[0]
        yield 1 - shares["substantive"], one.category != "substantive"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", nargs="+", required=True, help="patterns of the files of cases")
    parser.add_argument("--folder", type=Path, default=CASES)
    args = parser.parse_args()
    found = examples(cell for names in args.names for cell in cells_of(names, args.folder))
    for low, high, cells, claimed, weak in banded(said(found), BANDS):
        print(f"{low:.0%} to {min(high, 1):.0%}: {cells} cells, {weak:.1%} weak, said {claimed:.1%}")


if __name__ == "__main__":
    main()
