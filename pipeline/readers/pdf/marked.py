"""Runs and lines to what is left of them: lines through words strike them out, lines under words rule nothing."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.readers.paged.page import Edge
from pipeline.readers.pdf.runs import Characters, Run

_MET = 1.0  # points: borders are drawn cell by cell, up to the next one's side
_OVERHANG = 0.7  # points by which such a line is longer than its words
# Of the letters' height above their base: Word, LibreOffice and Chromium strike out at 0.22 to 0.35, underline below 0.
_THROUGH = (0.12, 0.5)


@dataclass(frozen=True, slots=True)
class Marked:
    """A page's runs without what is struck out, the lines that belong to no words, and what is struck out."""

    runs: tuple[Run, ...]
    rulings: tuple[Edge, ...]
    struck: tuple[str, ...]


def marked(runs: Iterable[Run], lines: Sequence[Edge], characters: Characters) -> Marked:
    """The runs and lines of a page, told apart."""
    level = sorted(filter(is_level, lines), key=_top)
    upright = [line for line in lines if not is_level(line)]
    kept: list[Run] = []
    struck: list[str] = []
    spent: set[Edge] = set()
    for run in runs:
        near = level[bisect_right(level, run.box.top, key=_top) : bisect_right(level, run.box.bottom + 1, key=_top)]
        own = [line for line in near if _is_of(line, run) and not _is_border(line, upright)]
        through = [line for line in own if _is_through(line, run, characters)]
        spent.update(own)
        if not through:
            kept.append(run)
            continue
        left, out = characters.parted(run, through)
        kept += left
        struck += [part.text for part in out]
    return Marked(tuple(kept), tuple(line for line in lines if line not in spent), tuple(struck))


def is_level(line: Edge) -> bool:
    """Whether a line lies flat."""
    return line.right - line.left > line.bottom - line.top


def _is_of(line: Edge, run: Run) -> bool:
    """Whether a level line that stands under or among words is no longer than they are."""
    return line.left >= run.box.left - _OVERHANG and line.right <= run.box.right + _OVERHANG


def _is_border(line: Edge, upright: Iterable[Edge]) -> bool:
    """Whether both ends of a level line meet lines that stand: words keep a distance from the borders of their cell."""
    met = [other for other in upright if other.top - _MET <= line.top <= other.bottom + _MET]
    return all(any(other.left - _MET <= end <= other.right + _MET for other in met) for end in (line.left, line.right))


def _top(line: Edge) -> float:
    return line.top


def _is_through(line: Edge, run: Run, characters: Characters) -> bool:
    low, high = _THROUGH
    return low < (run.base - line.top) / max(characters.size(run), 1) < high
