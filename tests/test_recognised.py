"""Words recognised from pictures, from document to verdict: what was not read surely is put to the QCM."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.check import read
from pipeline.extract import extract
from pipeline.judge import judge
from pipeline.match import match
from pipeline.model.document import Cell, Document, Location, Note, NoteKind, Table
from pipeline.policy import load_policy
from pipeline.reference import load_reference
from pipeline.result import Criterion, Result, SubmissionInfo

COMPLETE = Path("inputs/Northfield Logistics - Certificate.docx")
UNSURE = 0.2
NOTE = Note(NoteKind.OCR_TEXT, Location(page=1), count=7, confidence=0.934)
Change = Callable[[Cell], Cell]


@pytest.fixture(scope="module")
def document() -> Document:
    return read(COMPLETE)


def _recognised(document: Document, change: Change = lambda cell: cell) -> Document:
    """The document as if it had been read from pictures, all of it surely but for what `change` does."""
    blocks = tuple(_sure(block, change) if isinstance(block, Table) else block for block in document.blocks)
    return replace(document, blocks=blocks, notes=(NOTE,))


def _sure(table: Table, change: Change) -> Table:
    rows = (replace(row, cells=tuple(change(replace(c, confidence=0.99)) for c in row.cells)) for row in table.rows)
    return replace(table, rows=tuple(rows))


def _result(document: Document) -> Result:
    policy, qualification = load_policy(), load_reference()
    submission = extract(document, policy.form, qualification)
    source = SubmissionInfo(
        file="a.pdf", sha256="0" * 64, format="pdf", pages=7, programme=None, customer=None, read_by="pdf"
    )
    return judge(submission, match(submission, qualification, policy), qualification, policy, source)


def _criterion(result: Result, unit: str, ref: str) -> Criterion:
    return next(c for u in result.units if u.ref == unit for c in u.criteria if c.ref == ref)


def _unsure(begins: str, **changes: object) -> Change:
    """A change of the cells whose text begins so."""
    return lambda cell: replace(cell, **changes) if cell.text.startswith(begins) else cell  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def first(document: Document) -> Criterion:
    criterion = _criterion(_result(document), "8580-501", "2.1")
    assert criterion.certain
    assert criterion.status == "full"
    return criterion


def test_what_was_read_surely_is_certain(document: Document):
    result = _result(_recognised(document))
    assert result.counts == _result(document).counts
    assert all(criterion.certain for unit in result.units for criterion in unit.criteria)


def test_the_finding_says_how_much_was_recognised_and_how_surely(document: Document):
    found = next(f for f in _result(_recognised(document)).findings if f.code == "ocr_text")
    assert "7 pages" in found.message
    assert "93 in 100" in found.message


@pytest.mark.parametrize("column", ["evidence", "strategies"])
def test_a_cell_that_was_read_unsurely_is_a_question(document: Document, first: Criterion, column: str):
    text = getattr(first, column).split("\n")[0]
    changed = _criterion(_result(_recognised(document, _unsure(text, confidence=UNSURE))), "8580-501", "2.1")
    assert not changed.certain
    assert any(text in question for question in changed.questions)


def test_a_cell_with_ink_and_no_words_is_a_question(document: Document, first: Criterion):
    blank = _unsure(first.evidence.split("\n")[0], confidence=0.0, text="")
    changed = _criterion(_result(_recognised(document, blank)), "8580-501", "2.1")
    assert changed.status == "partial"
    assert not changed.certain


def test_a_blank_cell_that_is_surely_blank_is_a_verdict(document: Document, first: Criterion):
    blank = _unsure(first.evidence.split("\n")[0], text="")
    changed = _criterion(_result(_recognised(document, blank)), "8580-501", "2.1")
    assert changed.status == "partial"
    assert changed.certain


def test_a_wording_that_was_read_unsurely_is_a_question(document: Document, first: Criterion):
    misread = first.text.replace("the", "tbe").replace("a", "e", 1)
    change = _unsure(first.text[:25], confidence=UNSURE, text=misread)
    changed = _criterion(_result(_recognised(document, change)), "8580-501", "2.1")
    assert not changed.certain
    assert not changed.match.certain


def test_a_wording_that_is_the_criterions_to_the_letter_was_read_well(document: Document, first: Criterion):
    changed = _criterion(_result(_recognised(document, _unsure(first.text[:25], confidence=UNSURE))), "8580-501", "2.1")
    assert changed.match.kind == "identical"
    assert changed.match.certain


def test_a_row_that_was_not_found_may_be_there_where_pictures_were_read(document: Document, first: Criterion):
    def without(cells: Document) -> Document:
        tables = (
            replace(
                block, rows=tuple(row for row in block.rows if not any(first.text[:25] in c.text for c in row.cells))
            )
            if isinstance(block, Table)
            else block
            for block in cells.blocks
        )
        return replace(cells, blocks=tuple(tables))

    typed = _criterion(_result(without(document)), "8580-501", "2.1")
    assert (typed.status, typed.certain) == ("none", True)
    scanned = _criterion(_result(without(_recognised(document))), "8580-501", "2.1")
    assert (scanned.status, scanned.certain) == ("none", False)
