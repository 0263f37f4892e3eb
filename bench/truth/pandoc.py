"""pandoc's Word test documents, and what its reader or writer holds them to be, kept as native text beside them.

What pandoc does by its own rules is brought to ours: struck-out words, notes and captions are no text of a cell; blank
cells are not compared, since pandoc fills gaps and short rows with them.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.truth.cells import Spot, cells_of, fold
from bench.truth.native import Node, Tree, parse
from pipeline.model.document import Document

FOLDER = Path("pandoc", "test", "docx")
_RAW_TABLE = "<w:tbl>"  # a table that pandoc keeps as the file's own XML: no truth about its cells
_UNSEEN = ("Note", "RawInline", "RawBlock", "Image", "Strikeout", "Table", "Caption")


def documents(outside: Path) -> Iterator[tuple[Path, list[Spot]]]:
    """Each document, and the cells of its tables: the one that pandoc reads, then the one that it wrote."""
    folder = outside / FOLDER
    for truth in sorted(folder.glob("*.native")):
        written = truth.read_text(encoding="utf-8")
        if _RAW_TABLE in written:
            continue
        found = list(cells(parse(written)))
        for source in (truth.with_suffix(".docx"), folder / "golden" / f"{truth.stem}.docx"):
            if source.is_file():
                yield source, found


def cells(document: Tree) -> Iterator[Spot]:
    """The cells with words of a native document's tables, at their places in the grid."""
    for number, table in enumerate(_nodes(document, "Table"), start=1):
        taken: set[tuple[int, int]] = set()
        for row, written in enumerate(_rows(table), start=1):
            column = 1
            for cell in written:
                _, _, rows, columns, blocks = cell.of
                while (row, column) in taken:
                    column += 1
                spot = Spot(number, row, column, _span(rows), _span(columns), fold(text(blocks)))
                taken |= {
                    (row + down, column + right) for down in range(spot.row_span) for right in range(spot.column_span)
                }
                if spot.text:
                    yield spot


def given(document: Document, _: Iterable[Spot]) -> list[Spot]:
    """Our reader's cells as they are held against pandoc's."""
    return [spot for spot in cells_of(document) if spot.text]


def text(tree: Tree) -> str:
    """The words of blocks or inlines as our reader reads them: no notes, pictures, struck words, tables in cells."""
    if isinstance(tree, list):
        return "".join(map(text, tree))
    if not isinstance(tree, Node) or tree.name in _UNSEEN:
        return ""
    if tree.name in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if tree.name in ("Para", "Plain", "Header"):
        return text(tree.of) + "\n"
    strings = [each for each in tree.of if isinstance(each, str)] if tree.name in ("Str", "Code", "Math") else []
    return "".join(strings) or text(tree.of)


def _rows(table: Node) -> Iterator[list[Node]]:
    for row in _nodes([part for part in table.of if part != table], "Row", but="Cell"):
        yield [cell for cell in row.of[-1] if isinstance(cell, Node)] if isinstance(row.of[-1], list) else []


def _nodes(tree: Tree, name: str, but: str = "") -> Iterator[Node]:
    """The nodes of this name, in order, not looking into those named `but`."""
    if isinstance(tree, list):
        for each in tree:
            yield from _nodes(each, name, but)
    elif isinstance(tree, Node) and tree.name != but:
        if tree.name == name:
            yield tree
        yield from _nodes(tree.of, name, but)


def _span(node: Tree) -> int:
    return int(node.of[0]) if isinstance(node, Node) and isinstance(node.of[0], float) else 1
