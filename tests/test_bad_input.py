"""What nobody should send, given to the real command: a clear sentence and the right exit status, within bounds."""

import ctypes
import io
import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.result import decode, decode_failure
from tests.compound import compound_file
from tests.mappings import certificate
from tests.wordml import NAMESPACES, docx, pack

ROOT = Path(__file__).parent.parent
MEMORY_BYTES = 500 * 2**20
CPU_SECONDS = 5
SECRET = "the words of another file"


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def roomy() -> None:
    """As `bounded`, with address space for what draws a batch's tables."""
    resource.setrlimit(resource.RLIMIT_AS, (8 * MEMORY_BYTES, 8 * MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def unprivileged() -> None:
    """Takes away root's right to read every file (capabilities 1 and 2, dropped from what the child may have)."""
    bounded()
    if os.geteuid() == 0:
        for capability in (1, 2):
            assert ctypes.CDLL(None).prctl(24, capability, 0, 0, 0) == 0


def pipeline(
    arguments: Sequence[str | Path], prepare: Callable[[], None] = bounded
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, encoding="utf-8", preexec_fn=prepare, timeout=60, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def word_file(document: bytes | str) -> bytes:
    """A Word file whose main part is exactly these bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx("<w:p/>"))) as model, zipfile.ZipFile(packed, "w") as archive:
        for name in model.namelist():
            content = document if name == "word/document.xml" else model.read(name)
            archive.writestr(name, content, zipfile.ZIP_DEFLATED, compresslevel=1)
    return packed.getvalue()


def with_doctype(doctype: str, text: str) -> bytes:
    body = f"<w:body><w:tbl><w:tr><w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body>"
    return word_file(f"<!DOCTYPE w:document [{doctype}]><w:document {NAMESPACES}>{body}</w:document>")


def entity_expansion(_: Path) -> bytes:
    doublings = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return with_doctype(f'<!ENTITY e0 "lol">{doublings}', "&e9;")


def external_entity(folder: Path) -> bytes:
    secret = folder / "secret.txt"
    secret.write_text(SECRET)
    return with_doctype(f'<!ENTITY secret SYSTEM "{secret.as_uri()}">', "&secret;")


UNREADABLE: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "plain_text": (lambda _: b"Dear reader, our mapping follows by post.\n", "unsupported_format"),
    "a_zip_of_something_else": (lambda _: pack({"notes.txt": "hello"}), "unsupported_format"),
    "encrypted": (lambda _: compound_file("EncryptedPackage"), "encrypted"),
    "spreadsheet": (lambda _: compound_file("Workbook"), "unsupported_format"),
    "truncated": (lambda _: certificate()[:-900], "corrupt"),
    "broken_xml": (lambda _: word_file(b"<w:document"), "corrupt"),
    "empty": (lambda _: b"", "empty"),
    "zip_bomb": (lambda _: word_file(bytes(300 * 2**20)), "too_large"),
    "entity_expansion": (entity_expansion, "corrupt"),
    "external_entity": (external_entity, "corrupt"),
    "nested_tables": (lambda _: docx("<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000), "too_large"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_gets_an_error_file_and_a_sentence(case: str, tmp_path: Path) -> None:
    make, code = UNREADABLE[case]
    source = tmp_path / f"{case}.docx"
    source.write_bytes(make(tmp_path))
    done = pipeline(["check", source, "--out", tmp_path / "out"])
    failure = decode_failure((tmp_path / "out" / case / "error.json").read_bytes())
    assert done.returncode == 3
    assert failure.code == code
    assert f"{case}.docx could not be read. {failure.message}" in done.stderr
    assert SECRET not in done.stdout + done.stderr + failure.message
    assert not done.stdout


@pytest.mark.parametrize("command", ["tables", "explain"])
def test_the_other_commands_say_the_same_of_it(command: str, tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(b"no document")
    done = pipeline([command, source, *(["8580-500/1.1"] if command == "explain" else [])])
    assert done.returncode == 3
    assert done.stderr.strip()


def test_a_letter_without_tables_is_not_a_mapping(tmp_path: Path) -> None:
    source = tmp_path / "letter.docx"
    source.write_bytes(docx("<w:p><w:r><w:t>Dear reader, our mapping follows.</w:t></w:r></w:p>"))
    done = pipeline(["check", source, "--out", tmp_path / "out"])
    result = decode((tmp_path / "out" / "letter" / "result.json").read_bytes())
    assert done.returncode == 0
    assert result.verdict == "not_a_mapping"
    assert result.suggestion.why in " ".join(done.stdout.split())


def test_a_folder_is_a_wrong_use_and_names_the_right_command(tmp_path: Path) -> None:
    done = pipeline(["check", tmp_path])
    assert done.returncode == 2
    assert "is a folder" in done.stderr
    assert "batch" in done.stderr


def test_a_missing_file_is_a_wrong_use(tmp_path: Path) -> None:
    done = pipeline(["check", tmp_path / "lost.docx", "--out", tmp_path / "out"])
    assert done.returncode == 2
    assert "lost.docx" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_device_is_a_wrong_use() -> None:
    done = pipeline(["check", "/dev/zero"])
    assert done.returncode == 2
    assert "not a file" in done.stderr


def test_a_file_without_the_right_to_read_is_a_wrong_use(tmp_path: Path) -> None:
    source = tmp_path / "locked.docx"
    source.write_bytes(certificate())
    source.chmod(0)
    done = pipeline(["check", source, "--out", tmp_path / "out"], unprivileged)
    assert done.returncode == 2
    assert "locked.docx" in done.stderr
    assert "Permission denied" in done.stderr


def test_an_out_folder_without_the_right_to_write_is_a_wrong_use(tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(certificate())
    out = tmp_path / "out"
    out.mkdir(mode=0o500)
    done = pipeline(["check", source, "--out", out], unprivileged)
    assert done.returncode == 2
    assert "Permission denied" in done.stderr


def test_an_out_that_is_a_file_is_a_wrong_use(tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(certificate())
    done = pipeline(["check", source, "--out", source])
    assert done.returncode == 2
    assert "is a file" in done.stderr


@pytest.mark.parametrize("option", ["--reference", "--policy"])
def test_a_wrong_data_file_is_a_wrong_use_that_names_the_file(option: str, tmp_path: Path) -> None:
    source, data = tmp_path / "a.docx", tmp_path / "data"
    source.write_bytes(certificate())
    data.write_text('{"schema": 1}')
    done = pipeline(["check", source, option, data, "--out", tmp_path / "out"])
    assert done.returncode == 2
    assert str(data) in done.stderr


def test_one_bad_file_does_not_stop_a_batch(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "bad.docx").write_bytes(b"")
    (folder / "good.docx").write_bytes(certificate())
    done = pipeline(["batch", folder, "--out", tmp_path / "out"], prepare=roomy)
    assert done.returncode == 0
    assert json.loads((tmp_path / "out" / "bad" / "error.json").read_bytes())["code"] == "empty"
    assert (tmp_path / "out" / "good" / "result.json").is_file()
