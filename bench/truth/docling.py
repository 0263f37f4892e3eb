"""docling's test documents, and what its own readers made of their tables, kept as JSON beside them.

What its Word reader does by its own rules, and ours by other ones, is brought to the same here:
struck-out words are taken out of docling's cells (ours reads them as deleted); a table of a single cell is taken out of
ours (docling reads it as paragraphs); a cell with a formula is held to its place and spans (docling writes LaTeX).
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench.truth import pdf
from bench.truth.cells import Spot, cells_of, fold
from bench.truth.pdf import Grid, Marked
from pipeline.model.document import Document

FOLDER = Path("docling", "tests", "data", "docx")
PDF_FOLDER = Path("docling", "tests", "data", "pdf")
_FORMULA = re.compile(r"\$[^$]+\$")
_MASK = "(formula)"
Data = dict[str, Any]


def documents(outside: Path) -> Iterator[tuple[Path, list[Spot]]]:
    """Each document, and the cells of its tables."""
    for truth in sorted((outside / FOLDER / "groundtruth").glob("*.json")):
        source = outside / FOLDER / "sources" / truth.stem
        if source.is_file():
            yield source, list(cells(json.loads(truth.read_bytes())))


def cells(document: Data) -> Iterator[Spot]:
    """The cells of a docling document's tables."""
    for number, table in enumerate(document["tables"], start=1):
        for cell in table["data"]["table_cells"]:
            words = cell["text"]
            for struck in _struck(document, cell):
                words = words.replace(struck, "", 1)
            row, column = cell["start_row_offset_idx"] + 1, cell["start_col_offset_idx"] + 1
            shown = _MASK if _FORMULA.search(words) else fold(words)
            yield Spot(number, row, column, cell["row_span"], cell["col_span"], shown)


def given(document: Document, truth: Iterable[Spot]) -> list[Spot]:
    """Our reader's cells as they are held against docling's."""
    found = list(cells_of(document))
    size = Counter(spot.table for spot in found)
    kept = {table: number for number, table in enumerate((each for each in size if size[each] > 1), start=1)}
    formulas = {spot[:3] for spot in truth if spot.text == _MASK}
    moved = (spot._replace(table=kept[spot.table]) for spot in found if spot.table in kept)
    return [spot._replace(text=_MASK) if spot.text and spot[:3] in formulas else spot for spot in moved]


def pages(outside: Path) -> Iterator[Marked]:
    """Each PDF with a table, and its tables as docling's models found them: a second opinion, no truth."""
    for truth in sorted((outside / PDF_FOLDER / "groundtruth").glob("*.json")):
        source = outside / PDF_FOLDER / "sources" / f"{truth.stem}.pdf"
        tables = json.loads(truth.read_bytes()).get("tables") if source.is_file() else None
        if tables:
            yield Marked(source, list(map(_grid, tables)), is_ruled=False)


def _grid(table: Data) -> Grid:
    data = table["data"]
    grid = [[""] * data["num_cols"] for _ in range(data["num_rows"])]
    for cell in data["table_cells"]:
        grid[cell["start_row_offset_idx"]][cell["start_col_offset_idx"]] = pdf.fold(cell["text"])
    return grid


def _struck(document: Data, cell: Data) -> Iterator[str]:
    """The struck-out pieces of a cell that has pieces with formats of their own."""
    for item in _items(document, cell.get("ref")):
        if (item.get("formatting") or {}).get("strikethrough"):
            yield item["text"]


def _items(document: Data, reference: Data | None) -> Iterator[Data]:
    """What a reference ("#/groups/3") names, and all that is in it but tables."""
    if reference is None or reference["$ref"].startswith("#/tables"):
        return
    _, kind, at = reference["$ref"].split("/")
    item = document[kind][int(at)]
    yield item
    for child in item["children"]:
        yield from _items(document, child)
