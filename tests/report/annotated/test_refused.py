"""Files that must not be changed, and files that are meant to do harm."""

from pathlib import Path

import pytest
from msgspec import structs

from pipeline.errors import NotDrawnError
from pipeline.report.annotated import render
from pipeline.report.review import Review
from tests.readers.written import p, run
from tests.report import sample
from tests.report.annotated.copies import checked, comments, copied, says, with_part
from tests.report.annotated.forms import form
from tests.report.annotated.valid import require_valid


@pytest.mark.parametrize("hostile", sample.HOSTILE, ids=range(len(sample.HOSTILE)))
def test_hostile_words_pass_through_harmlessly(hostile: str, tmp_path: Path):
    words = "".join(each for each in hostile if each.isprintable() and each != "\ufffe")
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    _, copy = copied(
        form({"8580-500 2.1": {"evidence": p(run(f"Learners may submit an essay if they wish. {escaped}"))}}), tmp_path
    )
    assert says(copy, "8580-500 2.1")
    require_valid(copy)


def test_a_hostile_result_passes_through_harmlessly():
    packed, result = form(), sample.hostile()
    info = structs.replace(result.submission, format="docx", read_by="docx")
    _, copy = render(Review(structs.replace(result, submission=info)), lambda: packed)
    require_valid(copy)
    assert all(len(line) < 2_000 for comment in comments(copy) for line in comment.lines)


def _protected(settings: str) -> bytes:
    return form(settings=settings)


SIGNATURE = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>'
ENFORCED = '<w:documentProtection w:edit="{}" w:enforcement="1"/>'


@pytest.mark.parametrize(
    ("packed", "said"),
    [
        (with_part(form(), "_xmlsignatures/sig1.xml", SIGNATURE), "digitally signed"),
        (_protected(ENFORCED.format("readOnly")), "protected against changes"),
        (_protected(ENFORCED.format("forms")), "protected against changes"),
        (_protected(ENFORCED.format("comments")), "protected against changes"),
        (_protected('<w:writeProtection w:hash="abc" w:salt="def"/>'), "protected against changes"),
    ],
)
def test_a_signed_or_protected_file_is_refused_with_a_sentence_that_says_what_to_do(
    packed: bytes, said: str, tmp_path: Path
):
    result = checked(packed, tmp_path)
    with pytest.raises(NotDrawnError, match=said) as refusal:
        render(Review(result), lambda: packed)
    assert "Send the comments in the reply" in refusal.value.advice


@pytest.mark.parametrize(
    "settings",
    [
        '<w:writeProtection w:recommended="1"/>',
        '<w:documentProtection w:edit="readOnly" w:enforcement="0"/>',
        '<w:documentProtection w:edit="none" w:enforcement="1" w:formatting="1"/>',
        "<w:trackRevisions/>",
    ],
)
def test_a_file_that_only_asks_not_to_be_changed_is_drawn(settings: str, tmp_path: Path):
    copied(_protected(settings), tmp_path)


@pytest.mark.parametrize(
    ("read_by", "format", "said"),
    [
        ("libreoffice", "doc", "old .doc form"),
        ("libreoffice", "odt", "OpenDocument"),
        ("libreoffice", "rtf", "rich text"),
        ("ocr", "png", "a picture"),
        ("ocr", "tiff", "a picture"),
    ],
)
def test_other_kinds_of_file_are_refused(read_by: str, format: str, said: str):  # noqa: A002
    result = sample.result(
        sample.CERTIFICATE, {},
        submission=sample.SubmissionInfo(
            file="a", sha256="0" * 64, format=format, pages=None, programme=None, customer=None, read_by=read_by
        ),
    )  # fmt: skip
    with pytest.raises(NotDrawnError, match=said):
        render(Review(result), lambda: b"")


def test_a_part_that_the_reader_had_no_need_of_may_be_damaged(tmp_path: Path):
    packed = bytearray(with_part(form(), "word/media/image1.bin", b"\x00" * 40))
    at = packed.index(b"word/media/image1.bin") + 22
    packed[at] ^= 0xFF
    result = checked(bytes(packed), tmp_path)
    with pytest.raises(NotDrawnError, match="damaged or missing"):
        render(Review(result), lambda: bytes(packed))
