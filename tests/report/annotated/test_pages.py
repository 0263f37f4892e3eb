"""The copy of a PDF: its annotations stand on the cells that they are about, on whatever page, however it is turned."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from msgspec import structs

from pipeline.errors import NotDrawnError
from pipeline.reference import load_reference
from pipeline.report.annotated import render
from pipeline.report.review import Review
from pipeline.result import Place, Result
from tests.mappings import STRATEGIES
from tests.readers.pdf.printed import browsed, needs_browser
from tests.report import sample
from tests.report.annotated.copies import checked

WEAK = "Essay three, to be confirmed"
ALTERED = "Describe the knowledge of an effective coach"
EVIDENCE = {"1.3": WEAK, "2.2": ""}


def html() -> str:
    """A mapping of one unit as a web page: a Summary that is blank, and a table of criteria."""
    heads = ("Ref", "Unit Title", "Credit Value", "None", "Partial", "Full", "Comments")
    summary = _table([heads, ("8580-500", "Understanding the skills of coaching", "5", "", "", "", "")])
    texts = {criterion.ref: criterion.text for criterion in load_reference().units[0].criteria} | {"2.1": ALTERED}
    rows = [(ref, text, STRATEGIES, EVIDENCE.get(ref, "Essay, marked by the tutor")) for ref, text in texts.items()]
    criteria = _table([("No", "Assessment Criteria", "Learning Strategies", "Assessment Evidence"), *rows])
    return f"<h1>Harbour Coaching Programme</h1><p>Certificate: YES</p>{summary}<h2>Unit 8580-500</h2>{criteria}"


def _table(rows: list[tuple[str, ...]]) -> str:
    return f"<table>{''.join(f'<tr>{_cells(row)}</tr>' for row in rows)}</table>"


def _cells(row: tuple[str, ...]) -> str:
    return "".join(f"<td>{escape(text)}</td>" for text in row)


@cache
def printed() -> bytes:
    return browsed(html())


@dataclass(frozen=True)
class Drawn:
    """One of our annotations: its page from 1, its words, its corners on the page, and the words that it lies over."""

    page: int
    contents: str
    rect: tuple[float, ...]
    kind: str
    words: str


def drawn(copy: bytes) -> list[Drawn]:
    """Our annotations, in order."""
    return list(_drawn(copy))


def _drawn(copy: bytes) -> Iterator[Drawn]:
    seen = pdfium.PdfDocument(copy)
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        for at, sheet in enumerate(pdf.pages):
            text = seen[at].get_textpage()
            for annotation in sheet.obj.get("/Annots", ()):  # type: ignore[call-overload]
                if str(annotation.get("/T", "")) == "ilm-coverage":
                    left, bottom, right, top = (float(side) for side in annotation.Rect)
                    words = text.get_text_bounded(left, bottom, right, top)
                    kind = str(annotation.Subtype).lstrip("/")
                    yield Drawn(
                        at + 1, str(annotation.Contents), (left, bottom, right, top), kind, " ".join(words.split())
                    )


def copied(packed: bytes, folder: Path) -> tuple[Result, bytes]:
    result = checked(packed, folder, "mapping.pdf")
    ending, copy = render(Review(result), lambda: packed)
    assert ending == " - with comments.pdf"
    return result, copy


def about(found: list[Drawn], title: str) -> Drawn:
    (one,) = (each for each in found if title in each.contents.split("\n")[0])
    return one


def changed(packed: bytes, change: Callable[[pikepdf.Page], None]) -> bytes:
    """The file with each of its pages changed."""
    with pikepdf.open(io.BytesIO(packed)) as pdf:
        for each in pdf.pages:
            change(each)
        written = io.BytesIO()
        pdf.save(written)
        return written.getvalue()


# ---------------------------------------------------------------- on the cells


@needs_browser
def test_each_annotation_lies_on_the_cell_that_it_is_about(tmp_path: Path):
    _, copy = copied(printed(), tmp_path)
    found = drawn(copy)
    assert about(found, "8580-500 1.3").words == WEAK
    assert about(found, "8580-500 2.1").words == ALTERED
    blank = about(found, "8580-500 2.2")
    assert (blank.words, blank.kind) == ("", "Highlight")
    assert blank.rect[0] == about(found, "8580-500 1.3").rect[0]
    assert "What to do: Give the agreed assessment." in about(found, "8580-500 1.3").contents


@needs_browser
def test_a_blank_tick_is_drawn_in_its_cell(tmp_path: Path):
    _, copy = copied(printed(), tmp_path)
    tick = about(drawn(copy), "8580-500: ◐ Partial")
    assert "We filled this in, as it was blank." in tick.contents
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        streams = [annotation.AP.N.read_bytes() for annotation in pdf.pages[0].obj.Annots]
    assert sum(b"/Z 11 Tf" in stream for stream in streams) == 1


@needs_browser
def test_what_has_no_place_is_a_note_in_the_corner_of_the_first_page(tmp_path: Path):
    _, copy = copied(printed(), tmp_path)
    notes = [each for each in drawn(copy) if each.kind == "Text"]
    assert notes[0].contents.startswith("This is a copy of your document with our comments.")
    assert {each.page for each in notes} == {1}
    assert len({each.rect for each in notes}) == len(notes)


def _turned(degrees: int) -> Callable[[pikepdf.Page], None]:
    def turn(page: pikepdf.Page) -> None:
        page.Rotate = degrees

    return turn


def _cropped(page: pikepdf.Page) -> None:
    left, bottom, right, top = (float(side) for side in page.mediabox)
    page.CropBox = pikepdf.Array([left, bottom, right, top])
    page.MediaBox = pikepdf.Array([left - 50, bottom - 40, right + 30, top + 20])


def _turned_and_cropped(page: pikepdf.Page) -> None:
    _cropped(page)
    page.Rotate = 270


def _on_its_side(page: pikepdf.Page) -> None:
    """The page drawn on its side and turned back: seen as before, as scanners and printers write landscape pages."""
    _, _, right, top = (float(side) for side in page.mediabox)
    page.contents_add(f"q 0 1 -1 0 {top:g} 0 cm".encode(), prepend=True)
    page.contents_add(b"Q")
    page.MediaBox = pikepdf.Array([0, 0, top, right])
    page.CropBox = page.MediaBox
    page.Rotate = 90


@needs_browser
@pytest.mark.parametrize(
    "change", [_turned(90), _turned(180), _turned(270), _cropped, _turned_and_cropped, _on_its_side]
)
def test_a_turned_or_cropped_page_has_them_on_the_same_words(change: Callable[[pikepdf.Page], None], tmp_path: Path):
    _, copy = copied(changed(printed(), change), tmp_path)
    found = drawn(copy)
    for title, words in (("8580-500 1.3", WEAK), ("8580-500 2.1", ALTERED), ("8580-500 2.2", "")):
        one = about(found, title)
        assert (_letters(one.words), one.kind) == (_letters(words), "Highlight")


def _letters(words: str) -> list[str]:
    """The letters in any order: on a page on its head they are met from the last to the first."""
    return sorted(filter(str.isalnum, words))


@needs_browser
def test_a_place_without_a_box_and_one_past_the_last_page_are_notes(tmp_path: Path):
    result = checked(printed(), tmp_path, "mapping.pdf")
    far = Place(page=99, table=1, row=1, label="page 99")
    units = [
        structs.replace(unit, criteria=[_at(criterion, far) for criterion in unit.criteria]) for unit in result.units
    ]
    _, copy = render(Review(structs.replace(result, units=units, blanks=[])), printed)
    assert {each.kind for each in drawn(copy)} == {"Text"}


def _at(criterion: object, place: Place) -> object:
    cells = structs.replace(criterion.cells, wording=place, strategies=place, evidence=place)  # type: ignore[attr-defined]
    return structs.replace(criterion, cells=cells, location=place)  # type: ignore[type-var]


# ---------------------------------------------------------------- nothing else is changed


@needs_browser
def test_pages_look_and_read_as_before_and_their_own_annotations_stay(tmp_path: Path):
    def noted(page: pikepdf.Page) -> None:
        own = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[9, 9, 29, 29], Contents="Right?"
        )
        page.Annots = pikepdf.Array([own])

    packed = changed(printed(), noted)
    _, copy = copied(packed, tmp_path)
    before, after = pdfium.PdfDocument(packed), pdfium.PdfDocument(copy)
    assert [each.get_textpage().get_text_range() for each in before] == [
        each.get_textpage().get_text_range() for each in after
    ]
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert str(pdf.pages[0].obj.Annots[0].Contents) == "Right?"
    images = [each[0].render(may_draw_forms=False, draw_annots=False).to_numpy() for each in (before, after)]
    assert (images[0] == images[1]).all()


@needs_browser
def test_every_viewer_shows_them_and_they_print(tmp_path: Path):
    _, copy = copied(printed(), tmp_path)
    plain, noted = (pdfium.PdfDocument(each)[0].render(scale=2).to_numpy() for each in (printed(), copy))
    assert (plain != noted).any()
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        ours = list(pdf.pages[0].obj.Annots)
        assert all(int(annotation.F) & 4 for annotation in ours)
        assert all("/N" in annotation.AP for annotation in ours)
        assert not [annotation for annotation in ours if "/M" in annotation or "/CreationDate" in annotation]
        assert len({str(annotation.NM) for annotation in ours}) == len(ours)


@needs_browser
def test_the_same_pdf_gives_the_same_bytes(tmp_path: Path):
    result, copy = copied(printed(), tmp_path)
    assert render(Review(result), printed)[1] == copy


@needs_browser
def test_our_reader_reads_the_copy_to_the_same_verdict(tmp_path: Path):
    result, copy = copied(printed(), tmp_path)
    again = checked(copy, tmp_path, "mapping.pdf")
    assert (again.units, again.findings) == (result.units, result.findings)


@needs_browser
def test_a_hostile_result_passes_through_harmlessly():
    result = sample.hostile()
    info = structs.replace(result.submission, format="pdf", read_by="pdf")
    _, copy = render(Review(structs.replace(result, submission=info)), printed)
    assert all("\x00" not in each.contents and "\x1b" not in each.contents for each in drawn(copy))
    assert len(pdfium.PdfDocument(copy)) == len(pdfium.PdfDocument(printed()))


# ---------------------------------------------------------------- refusals


def _locked(**allowed: bool) -> bytes:
    with pikepdf.open(io.BytesIO(printed())) as pdf:
        written = io.BytesIO()
        pdf.save(written, encryption=pikepdf.Encryption(owner="owner", user="", allow=pikepdf.Permissions(**allowed)))
        return written.getvalue()


def _signed() -> bytes:
    with pikepdf.open(io.BytesIO(printed())) as pdf:
        value = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"))
        kid = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Signature1", V=value)
        parent = pikepdf.Dictionary(T="form", Kids=pikepdf.Array([pdf.make_indirect(kid)]))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([pdf.make_indirect(parent)]), SigFlags=3)
        written = io.BytesIO()
        pdf.save(written)
        return written.getvalue()


def _unsigned() -> bytes:
    with pikepdf.open(io.BytesIO(printed())) as pdf:
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Signature1")
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([pdf.make_indirect(field)]))
        written = io.BytesIO()
        pdf.save(written)
        return written.getvalue()


@needs_browser
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: _locked(modify_annotation=False, modify_other=False), "the PDF is protected"),
        (lambda: _locked(modify_annotation=True), "the PDF is protected"),
        (_signed, "digitally signed"),
    ],
)
def test_a_protected_or_signed_pdf_is_refused_with_a_sentence(make: Callable[[], bytes], said: str, tmp_path: Path):
    packed = make()
    result = checked(packed, tmp_path, "mapping.pdf")
    with pytest.raises(NotDrawnError, match=said) as refusal:
        render(Review(result), lambda: packed)
    assert "Send the comments in the reply" in refusal.value.advice


@needs_browser
def test_a_field_that_nobody_signed_yet_is_no_signature(tmp_path: Path):
    copied(_unsigned(), tmp_path)


@needs_browser
def test_a_damaged_pdf_is_refused_with_a_sentence(tmp_path: Path):
    result = checked(printed(), tmp_path, "mapping.pdf")
    with pytest.raises(NotDrawnError, match="damaged"):
        render(Review(result), lambda: b"%PDF-1.7\nnothing")
