"""Forms that LibreOffice prints, on pages so small that rows break everywhere: the tables are the Word file's."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model.document import Document
from pipeline.readers import dispatch
from tests.corpus import office
from tests.corpus.formats import sources
from tests.corpus.printing import Look
from tests.readers.paged.pages import limits, texts

SMALL = Look(page=(11906, 8391), margin=720, splits_rows=True)  # A5 across
FIRST = 2003


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Document, Document]]:
    folder = tmp_path_factory.mktemp("printed")
    files = [folder / f"{source.name}.docx" for source in sources("pdf-lo", 3, FIRST)]
    for file, source in zip(files, sources("pdf-lo", 3, FIRST), strict=True):
        how = replace(SMALL, header=source.plan.programme.title, repeats="both")
        file.write_bytes(source.word(how))
    printed = office.converted(files, "pdf", folder / "pdf")
    return [(_read(file), _read(pdf)) for file, pdf in zip(files, printed, strict=True)]


def _read(file: Path) -> Document:
    return dispatch.read(file.read_bytes(), limits())


@pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not here")
def test_tables_over_small_pages_are_those_of_the_word_file(documents):
    for word, printed in documents:
        assert (printed.pages or 0) > 7
        assert [_words(table) for table in printed.tables] == [_words(table) for table in word.tables]


def _words(table) -> list[list[str]]:
    return [["".join(text.split()) for text in row if text] for row in texts(table)]
