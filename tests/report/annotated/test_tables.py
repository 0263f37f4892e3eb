"""The cell at a place is the one that the reader read: each cell bears a stamp, is read, and is found by its place."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from lxml.etree import _Element as Element

from pipeline.judge.messages import place
from pipeline.model.document import Cell, Table
from pipeline.readers import dispatch
from pipeline.report.annotated.package import Names, Package
from pipeline.report.annotated.tables import Tables
from pipeline.result import Place
from tests.corpus.generate import generate
from tests.readers.written import limits, p, sdt, tbl, tc, tr
from tests.wordml import docx

STAMP = re.compile(r"§(\d+)§")
WIDE = '<w:gridSpan w:val="2"/>'
START, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
LEFT, RIGHT = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
GAP = '<w:gridBefore w:val="1"/>'
DELETED, INSERTED = '<w:del w:id="7" w:author="A. Writer"/>', '<w:ins w:id="9" w:author="A. Writer"/>'
CUT = '<w:cellDel w:id="3" w:author="A. Writer"/>'
FIRST, NEXT = (f'<w:cellMerge w:id="3" w:author="A. Writer" w:vMerge="{how}"/>' for how in ("rest", "cont"))
INNER = tbl(tr("inner 1", tc("inner 2")), tr(tc("over", START), "a"), tr(tc("", ON), "b"), columns=2)


def wrapped(content: str) -> str:
    return f'<w:customXml w:element="x">{content}</w:customXml>'


def either(content: str, other: str) -> str:
    choice = f'<mc:Choice Requires="wps">{content}</mc:Choice>'
    return f"<mc:AlternateContent>{choice}<mc:Fallback>{other}</mc:Fallback></mc:AlternateContent>"


def boxed(content: str) -> str:
    """A run with a text box."""
    box = f"<wps:wsp><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp>"
    data = f"<a:graphic><a:graphicData>{box}</a:graphicData></a:graphic>"
    return f"<w:r><w:drawing><wp:inline>{data}</wp:inline></w:drawing></w:r>"


BODIES = {
    "merged": tbl(tr(tc("a", START), tc("b", WIDE)), tr(tc("", ON), "c", "d"), tr(tc("e", ON), "f")),
    "old merges": tbl(tr(tc("a", LEFT), tc("", RIGHT), "c"), tr("d", "e", "f")),
    "gaps": tbl(tr("a", "b", properties=GAP), tr("c", "d", "e")),
    "deleted row": tbl(tr("a", "b", properties=DELETED), tr("c", "d")) + tbl(tr("e", "f")),
    "deleted table": tbl(tr("a", "b", properties=DELETED)) + tbl(tr("c", "d")),
    "deleted cell": tbl(tr(tc("a", CUT), "b", "c")),
    "tracked merge": tbl(tr(tc("a", FIRST), "b"), tr(tc("", NEXT), "c")),
    "controls": sdt(tbl(sdt(tr("a", sdt(tc("b")), "c")), tr("d", tc(sdt(p("e"))), "f"))),
    "custom": wrapped(tbl(wrapped(tr("a", "b")), tr("c", "d"))),
    "inserted row": tbl(tr("a", "b"), tr("c", "d", properties=INSERTED)),
    "nested": tbl(tr("a", tc(p("b") + INNER + p("c") + INNER), tc(INNER))),
    "nested twice": tbl(tr(tc(p("a") + tbl(tr(tc(p("b") + INNER), "c"), columns=2) + INNER), "d")),
    "nested in a merged cell": tbl(tr(tc(p("a") + INNER, START), "b"), tr(tc(INNER, ON), tc(INNER))),
    "alternate": either(tbl(tr("a", "b")), tbl(tr("c"), tr("d"))) + tbl(tr("e", "f")),
    "in a text box": p(either(boxed(tbl(tr("a", "b"))), boxed(tbl(tr("a", "b"))))) + tbl(tr("c", "d")),
    "in a text box in a cell": tbl(tr(tc(p("x") + p(boxed(INNER)) + INNER), "c")),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_every_cell_of_an_odd_table_is_found_by_its_place(body: str):
    assert _found(docx(p("first") + body)) > 1


@pytest.mark.parametrize("seed", range(0, 96, 3))
def test_every_cell_of_a_generated_submission_is_found_by_its_place(seed: int):
    assert _found(generate(seed).docx) > 100


@pytest.mark.parametrize("path", sorted(Path("inputs").glob("*.docx")), ids=lambda path: path.stem)
def test_every_cell_of_a_shipped_submission_is_found_by_its_place(path: Path):
    assert _found(path.read_bytes()) > 100


def test_a_table_that_was_read_from_a_picture_is_passed_over():
    _, tables = _opened(docx(tbl(tr("a", "b")) + tbl(tr("c", "d"))), [1, 3])
    places = {number: Place(page=None, table=number, row=1, label="", column=2) for number in range(1, 6)}
    assert {number: _words(tables, at) for number, at in places.items()} == {1: "", 2: "b", 3: "", 4: "d", 5: ""}


def test_a_row_and_a_table_are_their_first_cell_and_what_is_not_there_is_nothing():
    _, tables = _opened(docx(tbl(tr(tc("over", START), "a"), tr(tc("", ON), "b"))))
    assert _words(tables, Place(page=None, table=1, row=2, label="")) == "b"
    assert _words(tables, Place(page=None, table=1, row=None, label="")) == "over"
    assert _words(tables, Place(page=None, table=1, row=3, label="")) == ""
    assert _words(tables, Place(page=None, table=2, row=1, label="")) == ""


def _opened(packed: bytes, pictured: list[int] | None = None) -> tuple[Element, Tables]:
    package = Package(packed)
    root = package.tree(package.main)
    return root, Tables(root, Names(etree.QName(root).namespace or ""), pictured or [])


def _words(tables: Tables, at: Place) -> str:
    cell = tables.find(at)
    return "" if cell is None else "".join(cell.itertext())


def _found(packed: bytes) -> int:
    """How many cells were read, each of them found by its place."""
    package = Package(packed)
    root = package.edited(package.main)
    names = Names(etree.QName(root).namespace or "")
    stamps: dict[Element, str] = {}
    for at, cell in enumerate(root.iter(names("tc"))):
        stamps[cell] = str(at)
        run = etree.SubElement(etree.SubElement(cell, names("p")), names("r"))
        etree.SubElement(run, names("t")).text = f"§{at}§"
    document = dispatch.read(package.packed(), limits())
    tables = Tables(root, names, [])
    read = [cell for table in document.tables for cell in _cells(table)]
    for cell in read:
        at_place = place(cell.location)
        found = tables.find(at_place) if at_place else None
        inner = {stamp for table in cell.tables for each in _cells(table) for stamp in STAMP.findall(each.text)}
        assert found is not None, cell
        assert stamps[found] in STAMP.findall(cell.text), cell
        assert stamps[found] not in inner, cell
    return len(read)


def _cells(table: Table) -> Iterator[Cell]:
    for row in table.rows:
        for cell in row.cells:
            yield cell
            for inner in cell.tables:
                yield from _cells(inner)
