"""The ICDAR-2013 table set: PDFs and their tables' cells as people marked them.

A table is ruled where lines are drawn between its columns and its rows.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pdfplumber
from lxml import etree
from pdfplumber.page import Page

from bench.truth.pdf import Grid, Marked, fold

FOLDER = Path("camelot", "tests", "files", "tabula", "icdar2013-dataset")
_SHARE = 0.5  # a line is one between rows or columns where it crosses half of its table
_ROWS, _COLUMNS = 3, 3  # so many lines at the least: a frame, and one within
_EDGE = 4.0  # points by which a table's lines lie outside the words that were marked
Span = tuple[float, float]


class Region(NamedTuple):
    """A table, or its part on one page (from 1), and where its words stand: left, bottom, right, top in points."""

    page: int
    grid: Grid
    box: tuple[float, float, float, float]


def documents(outside: Path) -> Iterator[Marked]:
    """The documents with their tables; the variants that are marked in two ways are held to the first."""
    for source in sorted((outside / FOLDER).rglob("*.pdf")):
        truth = source.with_name(f"{source.stem}-str.xml")
        if truth.is_file():
            regions = list(_regions(truth))
            yield Marked(source, [region.grid for region in regions], _are_ruled(source, regions))


def _regions(truth: Path) -> Iterator[Region]:
    for region in etree.parse(truth).getroot().iter("region"):
        placed = [(_place(cell), cell) for cell in region.iterchildren("cell")]
        rows = max((row for (row, _), _ in placed), default=-1) + 1
        columns = max((column for (_, column), _ in placed), default=-1) + 1
        grid = [[""] * columns for _ in range(rows)]
        for (row, column), cell in placed:
            grid[row][column] = fold(cell.findtext("content") or "")
        boxes = ([box.get(side, "") for side in ("x1", "y1", "x2", "y2")] for box in region.iter("bounding-box"))
        sides = [list(map(float, box)) for box in boxes if all(map(str.isdecimal, box))]  # one is "26ß"
        left, bottom, right, top = zip(*sides, strict=True)
        yield Region(int(region.get("page", "1")), grid, (min(left), min(bottom), max(right), max(top)))


def _place(cell: etree._Element) -> tuple[int, int]:
    return int(cell.get("start-row", "0")), int(cell.get("start-col", "0"))


def _are_ruled(source: Path, regions: list[Region]) -> bool:
    with pdfplumber.open(source) as document:
        return all(_is_ruled(document.pages[region.page - 1], region) for region in regions)


def _is_ruled(page: Page, region: Region) -> bool:
    left, bottom, right, top = region.box
    low, high = float(page.height) - top, float(page.height) - bottom  # pdfplumber counts from the top
    across = [(edge["top"], edge["x0"], edge["x1"]) for edge in page.edges if edge["orientation"] == "h"]
    down = [(edge["x0"], edge["top"], edge["bottom"]) for edge in page.edges if edge["orientation"] == "v"]
    return _lines(across, (low, high), (left, right)) >= _ROWS and _lines(down, (left, right), (low, high)) >= _COLUMNS


def _lines(edges: list[tuple[float, float, float]], between: Span, reach: Span) -> int:
    """How many lines there are at places between two others, of edges (place, start, end) that add up to a crossing."""
    lengths: dict[int, float] = defaultdict(float)
    for place, start, end in edges:
        if between[0] - _EDGE <= place <= between[1] + _EDGE:
            lengths[round(place)] += max(0, min(end, reach[1]) - max(start, reach[0]))
    return sum(length >= _SHARE * (reach[1] - reach[0]) for length in lengths.values())
