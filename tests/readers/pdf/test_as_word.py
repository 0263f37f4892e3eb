"""What the Word reader sees in a Word file, the PDF reader sees in the PDF that LibreOffice makes of it."""

from pathlib import Path

import pytest

from pipeline.model.document import Document
from tests.corpus.office import converted
from tests.readers.pdf.printed import needs_office, read

pytestmark = needs_office

INPUTS = sorted((Path(__file__).parents[3] / "inputs").glob("*.docx"))


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    made = converted(INPUTS, "pdf", tmp_path_factory.mktemp("pdf"))
    return {file.stem: file.read_bytes() for file in made}


def cells(document: Document) -> dict[tuple[int | None, int | None, int | None], str]:
    return {
        (cell.location.table, cell.location.row, cell.location.column): " ".join(cell.text.split())
        for table in document.tables
        for row in table.rows
        for cell in row.cells
    }


@pytest.mark.parametrize("source", INPUTS, ids=lambda path: path.stem)
def test_the_cells_are_the_same(source: Path, pdfs: dict[str, bytes]) -> None:
    word, pdf = read(source.read_bytes()), read(pdfs[source.stem])
    want, got = cells(word), cells(pdf)
    same = sum(got.get(place) == text for place, text in want.items())
    assert len(pdf.tables) == len(word.tables)
    assert [len(table.rows) for table in pdf.tables] == [len(table.rows) for table in word.tables]
    assert same >= 0.97 * len(want)  # LibreOffice shows prompts, and cuts the text of merged cells at a page's end


def test_each_row_knows_its_page(pdfs: dict[str, bytes]) -> None:
    document = read(pdfs[INPUTS[0].stem])
    pages = [row.location.page for table in document.tables for row in table.rows]
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert document.pages is not None
    assert pages[-1] is not None
    assert 1 < pages[-1] <= document.pages
