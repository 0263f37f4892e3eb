"""A copy without our comments, and with our changes rejected, is the customer's file; nothing else in it is changed."""

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from lxml.etree import _Element as Element

from pipeline.model.document import Cell, Document, Table
from pipeline.readers import dispatch
from pipeline.report.annotated import render
from pipeline.report.review import Review
from pipeline.result import Result
from tests.corpus.generate import generate
from tests.readers.written import limits, p, run
from tests.report.annotated.copies import checked, comments, copied, named, part, parts, text_of, without_ours, written
from tests.report.annotated.forms import NOTE, NOTED, form
from tests.report.annotated.valid import require_valid
from tests.wordml import W, pack

INPUTS = sorted(Path("inputs").glob("*.docx"))
CHANGED = {"word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
STRICT = 89
SEEDS = (*range(0, 50, 7), 1, 8, 15, 25, 32, 39, 56, STRICT)  # plain ones, and those with all that Word can write


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_a_shipped_submission_is_kept_but_for_our_comments(path: Path, tmp_path: Path):
    _require_kept(path.read_bytes(), path.name, tmp_path)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_generated_submission_is_kept_but_for_our_comments(seed: int, tmp_path: Path):
    labelled = generate(seed)
    _require_kept(labelled.docx, labelled.name, tmp_path)


def test_the_generated_submissions_have_what_may_be_lost():
    made = list(map(generate, SEEDS))
    worn = {feature for labelled in made for feature in labelled.truth["features"]}
    assert {Path(labelled.name).suffix for labelled in made} == {".docx", ".docm", ".dotx"}
    assert {"strict", "comment", "ins", "deleted_part", "dropdown", "sdt_cell", "nested", "link"} <= worn


def _require_kept(packed: bytes, name: str, folder: Path) -> None:
    result, copy = copied(packed, folder, name)
    before, after = parts(packed), parts(copy)
    assert [name for name in after if name in before] == list(before)
    assert set(after) - set(before) <= CHANGED
    assert {name: content for name, content in after.items() if name in before and name not in CHANGED} == {
        name: content for name, content in before.items() if name not in CHANGED
    }
    own = part(packed, "word/document.xml")
    assert written(_settled(without_ours(part(copy, "word/document.xml"), _numbers(own)))) == written(_settled(own))
    if "word/comments.xml" in before:
        kept = part(copy, "word/comments.xml")[: len(part(packed, "word/comments.xml"))]
        assert [written(comment) for comment in kept] == list(map(written, part(packed, "word/comments.xml")))
    require_valid(copy)
    _require_read_alike(packed, copy, result)
    again = checked(copy, folder, name)
    assert _verdicts(again) == _verdicts(result)


def _numbers(document: Element) -> set[str]:
    """The numbers of a document's own comments."""
    own = named(document, "id")
    return {mark.get(own, "") for mark in document.iter(named(document, "commentReference"))}


def _settled(document: Element) -> Element:
    """The document with runs that look alike joined: a run that is filled in may be cut in two."""
    for paragraph in document.iter(named(document, "p")):
        for one in list(paragraph):
            other = one.getnext()
            if other is None or one.tag != named(document, "r") or other.tag != one.tag:
                continue
            texts = [list(each.iterchildren(named(document, "t"))) for each in (one, other)]
            looks = [each.find(named(document, "rPr")) for each in (one, other)]
            if [len(each) for each in texts] == [1, 1] and len({b"" if x is None else written(x) for x in looks}) == 1:
                texts[1][0].text = (texts[0][0].text or "") + (texts[1][0].text or "")
                other.attrib.update(one.attrib)
                paragraph.remove(one)
    return document


def _require_read_alike(packed: bytes, copy: bytes, result: Result) -> None:
    """Nothing, where our reader reads both alike, but for the blank places that were filled in."""
    filled = {(blank.place.table, blank.place.row, blank.place.column) for blank in result.blanks}
    before, after = (dispatch.read(each, limits()) for each in (packed, copy))
    assert _texts(before, filled) == _texts(after, filled)


def _texts(document: Document, filled: set[tuple[int | None, int | None, int | None]]) -> list[object]:
    return [
        (block.text, block.is_heading) if not isinstance(block, Table) else _cells(block, filled)
        for block in document.blocks
    ]


def _cells(table: Table, filled: set[tuple[int | None, int | None, int | None]]) -> list[object]:
    cells: list[Cell] = [cell for row in table.rows for cell in row.cells]
    return [
        (cell.location, cell.row_span, cell.column_span, [_cells(inner, filled) for inner in cell.tables])
        + ((cell.text,) if (cell.location.table, cell.location.row, cell.location.column) not in filled else ())
        for cell in cells
    ]


def _verdicts(result: Result) -> list[object]:
    return [
        (unit.ref, unit.status, [(one.ref, one.status, one.certain, one.reasons, one.cells) for one in unit.criteria])
        for unit in result.units
    ]


def test_the_same_submission_gives_the_same_bytes_and_no_date(tmp_path: Path):
    packed = form({"8580-500 2.1": {"evidence": ""}})
    result, copy = copied(packed, tmp_path)
    assert render(Review(result), lambda: packed)[1] == copy
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"w:date" not in parts(copy)["word/comments.xml"]


def test_their_own_comment_stays_and_ours_have_other_numbers(tmp_path: Path):
    packed = form({"8580-500 2.1": {"evidence": NOTED}}, comments=NOTE)
    _, copy = copied(packed, tmp_path)
    written_ = part(copy, "word/comments.xml")
    assert text_of(written_[0]) == "Is this right?"
    assert written_[0].get(f"{{{W}}}id") == "4"
    require_valid(copy)


def test_a_number_that_cannot_be_followed_is_passed_over(tmp_path: Path):
    ins = f'<w:ins w:id="2147483647" w:author="A. Writer">{run("Essay 1")}</w:ins>'
    _, copy = copied(form({"8580-500 2.1": {"evidence": p(ins)}, "8580-500 1.1": {"evidence": ""}}), tmp_path)
    assert all(int(comment.number) < 1_000_000 for comment in comments(copy))
    require_valid(copy)


def test_a_document_with_relations_to_nothing_gets_its_own(tmp_path: Path):
    packed = form({"8580-500 2.1": {"evidence": ""}})
    without = {name: content for name, content in parts(packed).items() if name != "word/_rels/document.xml.rels"}
    _, copy = copied(pack(without), tmp_path)
    assert len(comments(copy)) == 2
    require_valid(copy)


def test_a_strict_file_gets_comments_in_its_own_words(tmp_path: Path):
    labelled = generate(STRICT)
    _, copy = copied(labelled.docx, tmp_path, labelled.name)
    strict = "http://purl.oclc.org/ooxml/"
    assert etree.QName(part(copy, "word/comments.xml")).namespace == f"{strict}wordprocessingml/main"
    links = part(copy, "word/_rels/document.xml.rels")
    assert f"{strict}officeDocument/relationships/comments" in {link.get("Type") for link in links}


def test_a_file_with_macros_stays_one(tmp_path: Path):
    labelled = generate(25)
    _, copy = copied(labelled.docx, tmp_path, labelled.name)
    kinds = {child.get("PartName"): child.get("ContentType") for child in part(copy, "[Content_Types].xml")}
    assert kinds["/word/document.xml"] == "application/vnd.ms-word.document.macroEnabled.main+xml"
