"""PDF tables as texts that can be counted: ours and those of other readers, against a truth's.

A table is a grid with each cell's text in its first place. Counted are the texts of the cells and, as in the contest of
2013 (Göbel and others, ICDAR), the pairs of neighbours: a cell with the next one that has words to its right or below.
White space does not count.
"""

import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pdfplumber

import pipeline
from bench.truth.cells import Count
from pipeline.errors import SubmissionError

Grid = list[list[str]]
Reader = Callable[[Path], list[Grid]]


class Marked(NamedTuple):
    """A document, its tables, and whether all of them are ruled."""

    path: Path
    tables: list[Grid]
    is_ruled: bool


@dataclass(slots=True)
class Score:
    """What a reader made of a set of documents; `refused` are those that it could not read."""

    cells: Count = field(default_factory=Count)
    neighbours: Count = field(default_factory=Count)
    refused: int = 0

    def add(self, truth: list[Grid], grids: list[Grid] | None) -> None:
        """Counts one document's tables; None where it was not read."""
        self.refused += grids is None
        self.cells.add(_texts(truth), _texts(grids or []))
        self.neighbours.add(_neighbours(truth), _neighbours(grids or []))


class Scores(NamedTuple):
    """A reader, its scores over the ruled documents and over all, and CPU s of its work over all."""

    reader: str
    ruled: Score
    all: Score
    cpu_s: float


def readers() -> dict[str, Reader]:
    """Our reader and, beside it, those of the others that are installed."""
    found: dict[str, Reader] = {"ours": _ours, "pdfplumber": _pdfplumber}
    if find_spec("camelot"):
        found["camelot, lattice"] = _camelot
    return found


def measure(marked: list[Marked]) -> Iterator[Scores]:
    """The scores of each reader."""
    for name, read in readers().items():
        ruled, every, start = Score(), Score(), time.process_time()
        for document in marked:
            grids = _read(read, document.path)
            for score in (ruled, every) if document.is_ruled else (every,):
                score.add(document.tables, grids)
        yield Scores(name, ruled, every, time.process_time() - start)


def _read(read: Reader, path: Path) -> list[Grid] | None:
    try:
        return read(path)
    except SubmissionError:
        return None


def fold(text: str | None) -> str:
    """A PDF cell's text as it is compared: without white space."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def _texts(grids: list[Grid]) -> Iterator[str]:
    return (text for grid in grids for row in grid for text in row if text)


def _neighbours(grids: list[Grid]) -> Iterator[tuple[str, str, str]]:
    for grid in grids:
        for way, lines in (("right", grid), ("below", list(zip(*grid, strict=True)))):
            for line in lines:
                words = [text for text in line if text]
                yield from ((way, first, second) for first, second in pairwise(words))


def _ours(path: Path) -> list[Grid]:
    grids = []
    for table in pipeline.read(path).tables:
        grid = [[""] * table.column_count for _ in table.rows]
        for at, row in enumerate(table.rows):
            for cell in row.cells:
                grid[at][(cell.location.column or 1) - 1] = fold(cell.text)
        grids.append(grid)
    return grids


def _pdfplumber(path: Path) -> list[Grid]:
    with pdfplumber.open(path) as document:
        found = [table for page in document.pages for table in page.extract_tables()]
    return [[[fold(text) for text in row] for row in table] for table in found]


def _camelot(path: Path) -> list[Grid]:
    import camelot

    found = camelot.read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True)
    return [[[fold(text) for text in row] for row in table.df.to_numpy().tolist()] for table in found]
