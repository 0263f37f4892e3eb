"""Old formats, by way of LibreOffice: the Word file's own tables, nothing fetched, nothing run, nothing left."""

import http.server
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.model.document import Document, NoteKind
from pipeline.policy.limits import Limits
from pipeline.readers import convert, dispatch
from pipeline.readers.kinds import Kind, kind_of
from tests.compound import compound_file
from tests.readers.test_changes import deleted, ins
from tests.readers.written import limits, p, rows_of, run, sdt, tbl, tc, tr
from tests.wordml import docx, pack

needs_office = pytest.mark.skipif(convert.find_office() is None, reason="LibreOffice is not installed")
FILTERS = {
    "doc": "doc:MS Word 97",
    "odt": "odt:writer8",
    "rtf": "rtf:Rich Text Format",
    "fodt": "fodt:OpenDocument Text Flat XML",
}
ODT = "application/vnd.oasis.opendocument.text"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
FORM = docx(
    p("Mapping")
    + tbl(
        tr(tc("Unit 8580-500", '<w:gridSpan w:val="3"/>')),
        tr(
            tc("Outcome one", '<w:vMerge w:val="restart"/>'),
            "1.1 Define coaching",
            tc(p(ins(run("essay")))),
        ),
        tr(tc("", "<w:vMerge/>"), "1.2 Explain roles", tc(p(deleted() + run("report")))),
        tr(
            "Ticked",
            tc(p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')),
            tc(sdt(p("portfolio"), "<w:text/>")),
        ),
    )
)


def office(source: Path, target: str, folder: Path) -> Path:
    """The document as LibreOffice saves it in another format."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [convert.find_office() or "", profile, "--headless", "--convert-to", target, "--outdir", str(folder)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    return folder / f"{source.stem}.{target.partition(':')[0]}"


@cache
def saved_as(ending: str) -> bytes:
    """The form above in another format."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "form.docx")
        source.write_bytes(FORM)
        return office(source, FILTERS[ending], Path(folder)).read_bytes()


def read(packed: bytes, most: Limits | None = None) -> Document:
    return dispatch.read(packed, most or limits())


def refusal(packed: bytes, most: Limits | None = None) -> SubmissionError:
    with pytest.raises(SubmissionError) as caught:
        read(packed, most)
    return caught.value


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever happens in a test, no file of it is left."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.glob("ilm-coverage-*")) == []


@needs_office
@pytest.mark.parametrize("ending", FILTERS)
def test_an_old_format_gives_the_table_of_the_word_file_and_its_tracked_changes(ending):
    document = read(saved_as(ending))
    assert (document.format, document.read_by) == (ending, "libreoffice")
    assert rows_of(document.tables[0]) == rows_of(read(FORM).tables[0])
    assert NoteKind.TRACKED_CHANGES in [note.kind for note in document.notes]


@needs_office
@pytest.mark.parametrize(
    ("packed", "kind"),
    [
        (compound_file("WordDocument", content=b"\x00\x61\x00\x6e"), Kind.WORD_95),
        (pack({"mimetype": ODT, "content.xml": "<x", "META-INF/manifest.xml": "<y/>"}), Kind.ZIP),
    ],
)
def test_a_damaged_file_is_refused_although_the_converter_says_nothing(packed, kind):
    assert kind_of(packed) is kind
    assert refusal(packed).code == ErrorCode.CORRUPT


def test_a_document_with_a_password_is_told_before_it_is_converted(monkeypatch):
    monkeypatch.setattr(convert, "find_office", lambda: pytest.fail("converted"))
    manifest = f'<m:manifest xmlns:m="{MANIFEST}"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    locked_odt = pack({"mimetype": ODT, "content.xml": "?", "META-INF/manifest.xml": manifest})
    locked_doc = compound_file("WordDocument", content=b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x01")
    for packed in (locked_doc, locked_odt, b"\xdb\xa5\x2d\x00" + bytes(6) + b"\x00\x01" + bytes(600)):
        assert refusal(packed).code == ErrorCode.ENCRYPTED


def test_without_libreoffice_the_command_that_installs_it_is_named(monkeypatch):
    monkeypatch.setattr(convert, "find_office", lambda: None)
    error = refusal(b"{\\rtf1 essay}")
    assert error.code == ErrorCode.CONVERTER_MISSING
    assert "LibreOffice" in error.advice
    assert "install" in error.advice


def test_an_open_document_that_unpacks_without_end_does_not_reach_the_converter(monkeypatch):
    monkeypatch.setattr(convert, "find_office", lambda: pytest.fail("converted"))
    bomb = pack({"mimetype": ODT, "content.xml": bytes(20 * 2**20), "META-INF/manifest.xml": "<m/>"})
    assert refusal(bomb).code == ErrorCode.TOO_LARGE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_do_not_reach_the_converter(monkeypatch, encoding):
    monkeypatch.setattr(convert, "find_office", lambda: pytest.fail("converted"))
    declared = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "b">]><office:document/>'
    assert refusal(pack({"mimetype": ODT, "content.xml": declared.encode(encoding), "META-INF/manifest.xml": "<m/>"}))
    flat = f'<office:document office:mimetype="{ODT}"/>'.encode()
    assert refusal(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + flat).code == ErrorCode.CORRUPT


def stand_in(folder: Path, script: str) -> str:
    """A command that is run in LibreOffice's place."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def ended(process: int) -> bool:
    for _ in range(100):
        try:
            os.kill(process, 0)
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
            if state == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(os.name != "posix", reason="stands in by a shell script")
def test_a_converter_that_hangs_is_ended_with_all_that_it_started(monkeypatch, tmp_path):
    noted = tmp_path / "noted"
    script = stand_in(tmp_path, f"sleep 600 & echo $! >{noted}; wait")
    monkeypatch.setattr(convert, "find_office", lambda: script)
    quick = msgspec.structs.replace(limits().conversion, deadline_s=1)
    error = refusal(b"{\\rtf1 essay}", msgspec.structs.replace(limits(), conversion=quick))
    assert error.code == ErrorCode.TIMEOUT
    assert ".docx" in error.advice
    assert ended(int(noted.read_text()))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_converter_ends_when_the_checker_is_killed(monkeypatch, tmp_path):
    noted = tmp_path / "noted"
    script = stand_in(tmp_path, f"sleep 600 & echo $! >{noted}.new; mv {noted}.new {noted}; wait")
    monkeypatch.setattr(convert, "find_office", lambda: script)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # its folder is left to whoever killed it
    checker = os.fork()
    if not checker:
        read(b"{\\rtf1 essay}")
    while not noted.exists():
        time.sleep(0.02)
    os.kill(checker, 9)
    os.waitpid(checker, 0)
    assert ended(int(noted.read_text()))


@pytest.mark.skipif(os.name != "posix", reason="stands in by a shell script")
def test_the_converter_runs_within_limits_in_a_profile_of_its_own_and_writes_nothing_elsewhere(monkeypatch, tmp_path):
    noted = tmp_path / "noted"
    script = stand_in(tmp_path, f'ulimit -v >{noted}; ulimit -t >>{noted}; echo "$HOME $TMPDIR $*" >>{noted}')
    monkeypatch.setattr(convert, "find_office", lambda: script)
    assert refusal(b"{\\rtf1 essay}").code == ErrorCode.CORRUPT  # it wrote no file and said that all was well
    memory, seconds, rest = noted.read_text().splitlines()
    assert int(memory) * 1024 == limits().conversion.memory_bytes
    assert int(seconds) == limits().conversion.deadline_s
    home, temporary, profile, *_ = rest.split()
    assert home == temporary
    assert profile == f"-env:UserInstallation={Path(home, 'profile').as_uri()}"


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """The paths that were asked of a server at `asked[0]`."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    paths.append(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield paths
    server.shutdown()
    thread.join()
    server.server_close()


def open_document(body: str, **more: str) -> bytes:
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("script", "script"))
    )
    names += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dom="http://www.w3.org/2001/xml-events"'
    scripts = more.pop("scripts", "")
    content = f"<office:document-content {names} office:version='1.2'>{scripts}<office:body><office:text>{body}"
    content += "</office:text></office:body></office:document-content>"
    files = {"content.xml": content} | {name.replace("__", "/") + ".xml": text for name, text in more.items()}
    entries = "".join(f'<m:file-entry m:full-path="{name}" m:media-type="text/xml"/>' for name in files)
    manifest = (
        f'<m:manifest xmlns:m="{MANIFEST}"><m:file-entry m:full-path="/" m:media-type="{ODT}"/>{entries}</m:manifest>'
    )
    return pack(files | {"mimetype": ODT, "META-INF/manifest.xml": manifest})


@needs_office
def test_nothing_is_fetched(asked):
    server = asked[0]
    linked = f'xlink:href="{server}/%s" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"'
    odt = open_document(
        f"<text:p>essay<draw:frame draw:name='a'><draw:image {linked % 'picture.png'}/></draw:frame></text:p>"
        f"<text:section text:name='b'><text:section-source {linked % 'section.odt'}/><text:p>c</text:p></text:section>"
        f"<text:p><draw:frame><draw:object {linked % 'object.odt'}/></draw:frame></text:p>"
    )
    rtf = (
        rf"{{\rtf1{{\*\template {server}/template.dot}}essay "
        rf"{{\field{{\*\fldinst INCLUDEPICTURE "
        "{server}/field.png"
        " \\d}}{{\fldrslt x}}}}"
        rf"{{\field{{\*\fldinst INCLUDETEXT "
        "{server}/text.doc"
        "}}{{\fldrslt y}}}}}}"
    )
    for packed in (odt, rtf.encode()):
        assert "essay" in read(packed).paragraphs[0].text
    assert asked[1:] == []


@needs_office
def test_no_other_file_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("words of another file")
    linked = f'xlink:href="{secret.as_uri()}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"'
    odt = open_document(
        f"<text:p>essay</text:p><text:section text:name='a'><text:section-source {linked} "
        "text:filter-name='Text'/><text:p>old</text:p></text:section>"
    )
    field = rf'{{\field{{\*\fldinst INCLUDETEXT "{secret}"}}{{\fldrslt old}}}}'
    for packed in (odt, rf"{{\rtf1 essay {field}}}".encode()):
        document = read(packed)
        assert "essay" in document.paragraphs[0].text
        assert "another" not in " ".join(paragraph.text for paragraph in document.paragraphs)


@needs_office
def test_no_macro_is_run(tmp_path):
    witness = tmp_path / "witness"
    library = 'xmlns:library="http://openoffice.org/2000/library"'
    module = (
        '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="M" script:language="StarBasic">'
        f'Sub Main\nOpen "{witness}" For Output As #1\nPrint #1, "run"\nClose #1\nEnd Sub</script:module>'
    )
    event = (
        '<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" '
        'script:event-name="dom:load" xlink:type="simple" '
        'xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document"/>'
        "</office:event-listeners></office:scripts>"
    )
    odt = open_document(
        "<text:p>essay</text:p>",
        scripts=event,
        **{
            "Basic__script-lc": f'<library:libraries {library}><library:library library:name="Standard" '
            'library:link="false"/></library:libraries>',
            "Basic__Standard__script-lb": f'<library:library {library} library:name="Standard">'
            '<library:element library:name="M"/></library:library>',
            "Basic__Standard__M": module,
        },
    )
    assert read(odt).paragraphs[0].text == "essay"
    assert not witness.exists()


def test_libreoffice_is_found_under_either_name(monkeypatch):
    for name in ("soffice", "libreoffice"):
        monkeypatch.setattr(shutil, "which", lambda asked, name=name: f"/usr/bin/{name}" if asked == name else None)
        assert convert.find_office() == f"/usr/bin/{name}"
