import json
import subprocess
from pathlib import Path

import msgspec
import pypdfium2 as pdfium
import pytest

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.readers import dispatch
from tests.corpus import office
from tests.readers.pdf.printed import browsed, limits, needs_browser, needs_office, read


def saved(pdf: pdfium.PdfDocument, folder: Path) -> bytes:
    pdf.save(folder / "made.pdf")
    return (folder / "made.pdf").read_bytes()


def refusal(packed: bytes) -> ErrorCode:
    with pytest.raises(SubmissionError) as caught:
        read(packed)
    return caught.value.code


def test_a_damaged_file_is_corrupt() -> None:
    assert refusal(b"%PDF-1.7\n" + bytes(range(1, 256)) * 20) is ErrorCode.CORRUPT


def test_blank_pages_are_empty(tmp_path: Path) -> None:
    pdf = pdfium.PdfDocument.new()
    pdf.new_page(595, 842)
    assert refusal(saved(pdf, tmp_path)) is ErrorCode.EMPTY


def test_too_many_pages_are_too_large(tmp_path: Path) -> None:
    pdf = pdfium.PdfDocument.new()
    for _ in range(3):
        pdf.new_page(595, 842)
    few = msgspec.structs.replace(limits(), pages=msgspec.structs.replace(limits().pages, pages=2))
    with pytest.raises(SubmissionError, match="has 3 pages, more than 2") as caught:
        dispatch.read(saved(pdf, tmp_path), few)
    assert caught.value.code is ErrorCode.TOO_LARGE


@needs_browser
def test_too_many_objects_are_too_large() -> None:
    few = msgspec.structs.replace(limits(), pages=msgspec.structs.replace(limits().pages, objects=5))
    with pytest.raises(SubmissionError) as caught:
        dispatch.read(browsed("<table><tr><td>a<td>b<tr><td>c<td>d</table>"), few)
    assert caught.value.code is ErrorCode.TOO_LARGE


@needs_office
@pytest.mark.parametrize("password", ["EncryptFile DocumentOpenPassword", "RestrictPermissions PermissionPassword"])
def test_a_password_is_asked_for_only_where_it_is_needed_to_read(password: str, tmp_path: Path) -> None:
    switch, name = password.split()
    options = {switch: {"type": "boolean", "value": "true"}, name: {"type": "string", "value": "secret"}}
    (tmp_path / "plain.txt").write_text("Words in it.")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    target = f"pdf:writer_pdf_Export:{json.dumps(options)}"
    command = [str(office.SOFFICE), profile, "--headless", "--convert-to", target, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "plain.txt")], capture_output=True, timeout=60, check=True)
    packed = (tmp_path / "plain.pdf").read_bytes()
    assert b"/Encrypt" in packed
    if switch == "EncryptFile":
        assert refusal(packed) is ErrorCode.ENCRYPTED
    else:
        assert read(packed).paragraphs[0].text == "Words in it."
