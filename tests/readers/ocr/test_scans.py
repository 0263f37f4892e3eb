"""Scans and photos: their tables and words, how sure they are, and what is refused."""

import subprocess
import sys

import msgspec
import pytest
from PIL import Image

from pipeline.errors import ErrorCode, PagesError, SubmissionError
from pipeline.model.document import Document, NoteKind
from pipeline.readers import dispatch, ocr
from pipeline.readers.ocr import opened
from tests.readers.ocr.scanned import HEADINGS, ROWS, form, needs_recognition, packed, page, scan
from tests.readers.written import limits


def texts(document: Document) -> list[list[str]]:
    (table,) = document.tables
    return [[" ".join(cell.text.split()) if cell else "?" for cell in row] for row in table.grid()]


def read(data: bytes) -> Document:
    return dispatch.read(data, limits())


@needs_recognition
@pytest.mark.parametrize(
    ("dpi", "angle", "kind"), [(200, 2.2, "JPEG"), (300, -1.4, "PNG"), (150, 0.6, "PNG")], ids=["200", "300", "150"]
)
def test_a_scan_gives_the_cells_that_were_printed(dpi, angle, kind):
    document = read(packed(scan(page(form(), dpi), angle), kind, dpi))
    assert texts(document) == [list(HEADINGS), *map(list, ROWS)]
    assert [line.text for line in document.paragraphs][-1] == "Every learner completes these assessments."
    assert (document.format, document.read_by, document.pages) == (kind.lower(), "ocr", 1)


@needs_recognition
def test_blank_cells_are_sure_and_the_note_says_that_words_were_recognised():
    document = read(packed(scan(page(form()), 1.0)))
    cells = {cell.text: cell for row in document.tables[0].rows for cell in row.cells}
    assert cells[""].confidence == 1.0
    assert all(cell.confidence is not None for cell in cells.values())
    (note,) = document.notes
    assert note.kind is NoteKind.OCR_TEXT
    assert note.confidence is not None
    assert note.confidence > 0.8


@needs_recognition
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_turned_back(turn):
    upright = scan(page(form()), 1.0)
    document = read(packed(upright.rotate(turn, expand=True)))
    assert texts(document) == [list(HEADINGS), *map(list, ROWS)]


def confidence_of(content: str) -> float:
    """How surely a form's only blank cell is read with this in it."""
    document = read(packed(scan(page(form().replace("<td></td>", f"<td>{content}</td>")), 0.5)))
    cell = document.tables[0].grid()[2][3]
    assert cell is not None
    assert cell.confidence is not None
    return cell.confidence


@needs_recognition
@pytest.mark.parametrize("mark", ["☐", "O", "✓", "v"])
def test_a_box_or_a_tick_is_no_answer_that_is_sure(mark):
    assert confidence_of(mark) < limits().recognition.confidence


@needs_recognition
def test_ink_that_is_no_word_leaves_a_cell_unsure():
    tick = '<svg width="40" height="26"><path d="M4 14 L14 24 L36 3" stroke="#000" stroke-width="3" fill="none"/></svg>'
    assert confidence_of(tick) < limits().recognition.confidence


@needs_recognition
def test_a_fax_of_two_pages_is_read_page_by_page():
    first, second = scan(page(form(), 200), 0.8, noise=0), scan(page("<p>Kept for the External Verifier.</p>"), noise=0)
    faxes = [image.point(lambda grey: 255 * (grey > 128)).convert("1") for image in (first, second)]
    document = read(packed(faxes[0], "TIFF", compression="group4", save_all=True, append_images=faxes[1:]))
    assert (document.format, document.pages) == ("tiff", 2)
    assert texts(document)[1:] == [list(row) for row in ROWS]
    assert document.paragraphs[-1].text == "Kept for the External Verifier."


@needs_recognition
@pytest.mark.parametrize("mode", ["RGBA", "CMYK"])
def test_colours_and_see_through_pictures(mode):
    image = page("<p>Every learner completes Assignment 1.</p>").convert("RGB").convert(mode)
    document = read(packed(image, "TIFF"))
    assert [line.text for line in document.paragraphs] == ["Every learner completes Assignment 1."]


@needs_recognition
def test_a_photo_that_says_how_it_was_held():
    image = page("<p>Every learner completes Assignment 1.</p>")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter when it is shown
    document = read(packed(image.rotate(90, expand=True), dpi=72, exif=exif))
    assert [line.text for line in document.paragraphs] == ["Every learner completes Assignment 1."]


@needs_recognition
def test_a_picture_without_words_is_empty():
    with pytest.raises(SubmissionError) as refused:
        read(packed(Image.new("L", (800, 600), 240)))
    assert refused.value.code is ErrorCode.EMPTY


@pytest.mark.parametrize("size", [(1, 1), (600, 10), (10, 600), (6000, 100)])
def test_an_icon_or_a_rule_is_no_page(size):
    with pytest.raises(SubmissionError) as refused:
        read(packed(Image.new("L", size, 240), "PNG"))
    assert refused.value.code is ErrorCode.EMPTY


@pytest.mark.parametrize("kind", ["TIFF", "WEBP", "BMP", "GIF", "PNG", "JPEG"])
def test_every_kind_of_picture_opens_in_a_process_that_has_opened_none(kind, tmp_path):
    path = tmp_path / "page"
    Image.new("L", (800, 600), 240).save(path, kind)
    script = (
        "import sys\nfrom pathlib import Path\nimport pipeline\nprint(pipeline.check(Path(sys.argv[1])).code, end='')"
    )
    run = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert run.stdout == "empty"


def test_a_picture_that_was_cut_off_is_damaged():
    whole = packed(Image.effect_noise((400, 300), 60), "PNG")
    with pytest.raises(SubmissionError) as refused:
        list(opened.pages(whole[: len(whole) // 2], limits()))
    assert refused.value.code is ErrorCode.CORRUPT


def test_a_picture_of_far_too_many_pixels_is_not_unpacked():
    few = msgspec.structs.replace(limits().recognition, pixels=10_000)
    with pytest.raises(SubmissionError) as refused:
        ocr.read(packed(Image.new("L", (200, 200)), "PNG"), msgspec.structs.replace(limits(), recognition=few))
    assert refused.value.code is ErrorCode.TOO_LARGE


def test_too_many_pages_are_counted_before_any_is_recognised():
    with pytest.raises(PagesError) as refused:
        ocr.require(limits().recognition.pages + 1, limits())
    assert refused.value.pages == limits().recognition.pages + 1


def test_without_tesseract_the_error_says_how_to_install_it(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SubmissionError) as refused:
        ocr.require(1, limits())
    assert refused.value.code is ErrorCode.CONVERTER_MISSING
    assert "apt install tesseract-ocr" in refused.value.advice
    assert "brew install tesseract" in refused.value.advice


def test_a_kind_of_picture_that_is_not_opened_is_named_so():
    with pytest.raises(SubmissionError) as refused:
        ocr.read(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40), limits())
    assert refused.value.code is ErrorCode.UNSUPPORTED_FORMAT
