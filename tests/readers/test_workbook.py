"""Workbooks from people, and files that are none: texts, or one sentence; nothing else comes out of them."""

import io
import random
import zipfile
from collections.abc import Mapping

import openpyxl
import pytest
from msgspec.structs import replace

from pipeline.errors import UsageError
from pipeline.policy import load_policy
from pipeline.readers.workbook import sheets
from pipeline.report.review import Review
from pipeline.report.workbook import render
from tests.report import sample

LIMITS = load_policy().limits
OURS = render(Review(sample.with_gaps()))


def saved(**values: object) -> bytes:
    """A workbook with these cells in a sheet of the name Sheet."""
    book = openpyxl.Workbook()
    for place, value in values.items():
        book.active[place] = value
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def changed(packed: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The zip with these parts in the place of its own, or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            if name not in parts:
                copy.writestr(name, archive.read(name))
        for name, content in parts.items():
            copy.writestr(name, content)
    return made.getvalue()


def test_cells_are_texts_in_their_places() -> None:
    found = sheets(saved(A1="a", C1=2, B2=2.5, A4=True, D4="  kept  "), LIMITS)
    assert found == {"Sheet": [["a", "", "2"], ["", "2.5"], [], ["True", "", "", "  kept  "]]}


def sheet(rows: str, more: str = "") -> bytes:
    """A sheet's part, written by hand."""
    start = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return f"{start}{more}<sheetData>{rows}</sheetData></worksheet>".encode()


def with_sheet(part: bytes) -> bytes:
    return changed(saved(A1="x"), {"xl/worksheets/sheet1.xml": part})


def test_a_formula_is_what_it_last_came_to() -> None:
    part = sheet('<row r="1"><c r="A1" t="str"><f>UPPER("full")</f><v>FULL</v></c></row>')
    assert sheets(with_sheet(part), LIMITS) == {"Sheet": [["FULL"]]}


def test_a_size_that_a_sheet_only_claims_to_have_costs_nothing() -> None:
    first = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
    last = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>b</t></is></c></row>'
    found = sheets(with_sheet(sheet(first + last, '<dimension ref="A1:XFD1048576"/>')), LIMITS)
    assert found["Sheet"][0] == ["a"]
    assert len(found["Sheet"]) <= LIMITS.rows


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ENTITY = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
MUCH = {"xl/sharedStrings.xml": b" " * 20_000_000}
MANY = {f"xl/{number}.xml": b"" for number in range(1_100)}


@pytest.mark.parametrize(
    ("packed", "sentence"),
    [
        (b"", "It is not an Excel workbook"),
        (b"Unit,Number,Your decision\n", "It is not an Excel workbook"),
        (OURS[:2000], "It is not an Excel workbook"),
        (OLD, "It is protected with a password, or an Excel file of the old kind"),
        (changed(saved(A1="x"), {"xl/workbook.xml": b"<workbook"}), "It is damaged"),
        (changed(saved(A1="x"), {"[Content_Types].xml": b"<Types/>"}), "It is damaged"),
        (with_sheet(ENTITY), "It is damaged"),
        (with_sheet("<!DOCTYPE a><a/>".encode("utf-16")), "It is damaged"),
        (changed(saved(A1="x"), MUCH), "It holds far more than a workbook of ours"),
        (changed(saved(A1="x"), MANY), "It holds far more than"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_told_in_a_sentence(packed: bytes, sentence: str) -> None:
    with pytest.raises(UsageError) as raised:
        sheets(packed, LIMITS)
    assert raised.value.advice.startswith(sentence)


def test_a_file_that_is_too_large_is_not_even_opened() -> None:
    with pytest.raises(UsageError, match="far more than a workbook of ours"):
        sheets(OURS, replace(LIMITS, file_bytes=1_000))


def test_a_word_document_is_no_workbook() -> None:
    from tests.mappings import certificate

    with pytest.raises(UsageError, match="It is damaged"):
        sheets(certificate(), LIMITS)


def test_spoilt_bytes_end_in_texts_or_a_sentence() -> None:
    dice = random.Random(8580)
    ends = {"read": 0, "refused": 0}
    with zipfile.ZipFile(io.BytesIO(OURS)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        parts = {name: archive.read(name) for name in names}
    for turn in range(120):
        if turn % 2:
            spoilt = bytearray(OURS)
            for _ in range(dice.randint(1, 40)):
                spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
            packed = bytes(spoilt)
        else:
            name = dice.choice(names)
            part = bytearray(parts[name])
            at = dice.randrange(len(part))
            part[at : at + dice.randint(1, 30)] = dice.randbytes(dice.randint(0, 5))
            packed = changed(OURS, {name: bytes(part)})
        try:
            sheets(packed, LIMITS)
            ends["read"] += 1
        except UsageError:
            ends["refused"] += 1
    assert min(ends.values()) > 5
