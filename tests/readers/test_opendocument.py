"""OpenDocument text whose merged cells overlap others, as LibreOffice writes it from some Word files."""

import pytest

from pipeline.readers import convert, dispatch
from pipeline.readers.opendocument import mended_xml
from tests.readers.test_convert import open_document
from tests.readers.written import limits, rows_of

NAMES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("table", "text"))
COVERED = "<table:covered-table-cell/>"


def cell(text: str, rows: int = 1, columns: int = 1) -> str:
    spans = f'table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
    return f"<table:table-cell {spans}><text:p>{text}</text:p></table:table-cell>"


def table(*rows: str) -> str:
    written = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    columns = '<table:table-column table:number-columns-repeated="3"/>'
    return f'<table:table {NAMES} table:name="T">{columns}{written}</table:table>'


OVERLAPPING = table(
    cell("1", rows=3) + cell("1.1") + cell("essay"),
    cell("Outcome", columns=2) + COVERED + cell("Evidence"),
    COVERED + cell("1.2") + cell("report"),
)
SOUND = table(cell("1", rows=2) + cell("1.1") + cell("essay"), COVERED + cell("1.2", columns=2) + COVERED)


@pytest.mark.skipif(convert.find_office() is None, reason="LibreOffice is not installed")
def test_words_under_a_heading_between_merged_rows_stay_in_their_columns():
    document = dispatch.read(open_document(OVERLAPPING), limits())
    assert rows_of(document.tables[0]) == [
        ["1", "1.1", "essay"],
        ["Outcome", "Outcome", "Evidence"],
        ["", "1.2", "report"],
    ]


def test_a_sound_table_is_left_as_it_is():
    assert mended_xml(SOUND.encode(), limits()) is None


def test_what_is_mended_is_sound():
    mended = mended_xml(OVERLAPPING.encode(), limits())
    assert mended
    assert mended_xml(mended, limits()) is None
