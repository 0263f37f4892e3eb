"""Pictures in a Word document: those of words are recognised at their place, those of nothing are left out."""

import io
import subprocess
import sys
from typing import Any

import docx
import msgspec
import numpy as np
from docx.shared import Cm
from PIL import Image, ImageDraw, ImageFilter

from pipeline.model.document import Document, NoteKind
from pipeline.readers import dispatch
from pipeline.sandbox import Sandbox
from tests.readers.ocr.scanned import HEADINGS, ROWS, form, needs_recognition, packed, page
from tests.readers.written import limits


def written(*pictures: bytes, cell: bytes | None = None) -> bytes:
    """A Word document with these pictures between two sentences, and one in a cell of a table."""
    document: Any = docx.Document()
    document.add_paragraph("Before.")
    for picture in pictures:
        document.add_picture(io.BytesIO(picture), Cm(15))
    document.add_paragraph("After.")
    if cell:
        place = document.add_table(1, 2).cell(0, 1)
        place.paragraphs[0].add_run().add_picture(io.BytesIO(cell), Cm(6))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def cut(body: str) -> bytes:
    """What is printed on a page, without the white below it."""
    image = page(body)
    box = Image.eval(image, lambda grey: 255 - grey).getbbox()
    assert box is not None
    return packed(image.crop((box[0] - 20, box[1] - 20, box[2] + 20, box[3] + 20)), "PNG")


def photo() -> bytes:
    """A picture of light and shade without a letter in it."""
    shapes = Image.new("L", (1200, 900), 190)
    draw = ImageDraw.Draw(shapes)
    for at in range(12):
        draw.ellipse((at * 90, 300 - at * 10, at * 90 + 260, 800), fill=60 + at * 12)
    return packed(shapes.filter(ImageFilter.GaussianBlur(9)))


def read(data: bytes) -> Document:
    return dispatch.read(data, limits())


def kinds(document: Document) -> list[NoteKind]:
    return [note.kind for note in document.notes]


@needs_recognition
def test_a_picture_of_a_form_becomes_a_table_at_its_place():
    document = read(written(cut(form())))
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [list(HEADINGS), *map(list, ROWS)]
    assert [block.text for block in (document.blocks[0], document.blocks[-1]) if hasattr(block, "text")] == [
        "Before.",
        "After.",
    ]
    assert all(cell.confidence is not None for row in table.rows for cell in row.cells)
    assert table.is_pictured
    assert kinds(document) == [NoteKind.OCR_TEXT]


@needs_recognition
def test_a_check_in_a_sandbox_recognises_pictures_too(tmp_path):
    path = tmp_path / "form.docx"
    path.write_bytes(written(cut(form())))
    with Sandbox() as sandbox:
        (table,) = sandbox.tables(path)
    assert [cell.text for cell in table.rows[0].cells] == list(HEADINGS)


@needs_recognition
def test_a_picture_of_words_alone_in_a_cell_is_the_cells_text():
    document = read(written(cell=cut("<p>Assignment 1:<br>an essay of<br>2,000 words,<br>marked by the tutor</p>")))
    cell = document.tables[0].rows[0].cells[1]
    assert " ".join(cell.text.split()) == "Assignment 1: an essay of 2,000 words, marked by the tutor"
    assert cell.confidence is not None
    assert kinds(document) == [NoteKind.OCR_TEXT]


@needs_recognition
def test_a_photo_gives_neither_words_nor_a_note():
    document = read(written(photo()))
    assert [line.text for line in document.paragraphs] == ["Before.", "After."]
    assert kinds(document) == []


@needs_recognition
def test_pictures_past_the_limit_are_reported_and_the_rest_is_read():
    one = msgspec.structs.replace(limits(), recognition=msgspec.structs.replace(limits().recognition, pages=1))
    document = dispatch.read(written(cut(form()), cut("<p>Another one, with more words in it.</p>" * 12)), one)
    assert len(document.tables) == 1
    assert kinds(document) == [NoteKind.OCR_TEXT, NoteKind.TEXT_UNREADABLE]


def test_without_tesseract_a_picture_is_reported(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    noise = Image.fromarray(np.full((900, 1200), 128, np.uint8))
    assert kinds(read(written(packed(noise, "PNG")))) == [NoteKind.TEXT_UNREADABLE]


def test_a_word_document_without_pictures_loads_nothing_that_recognises(tmp_path):
    path = tmp_path / "plain.docx"
    path.write_bytes(written())
    code = (
        "import sys, pathlib, pipeline; pipeline.read(pathlib.Path(sys.argv[1]))\n"
        "print([name for name in ('cv2', 'PIL', 'pytesseract', 'pypdfium2') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
