"""Old formats to Word files: the one room that runs an outside converter, LibreOffice.

It runs without a window, in a profile of its own that allows no macro, no link and no network, in a process group of
its own that is killed as one, and in a folder that goes away. Whether it succeeded is told by the file that it wrote:
its exit status is 0 where it wrote none.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.policy.limits import Conversion, Limits
from pipeline.readers import opendocument
from pipeline.readers.archive import DAMAGED, ENCRYPTED, Archive
from pipeline.readers.kinds import Kind


@dataclass(frozen=True, slots=True)
class Source:
    """An old format: its name in a result ("doc"), and LibreOffice's name of the filter that reads it and no other."""

    format: str
    filter: str


SOURCES = {
    Kind.OLD_WORD: Source("doc", "MS Word 97"),
    Kind.WORD_95: Source("doc", "MS Word 95"),
    Kind.WORD_6: Source("doc", "MS WinWord 6.0"),
    Kind.WORD_2: Source("doc", "MS WinWord 5"),
    Kind.RTF: Source("rtf", "Rich Text Format"),
    Kind.OPEN_DOCUMENT: Source("odt", "writer8"),
    Kind.FLAT_OPEN_DOCUMENT: Source("fodt", "OpenDocument Text Flat XML"),
}

_MISSING = (
    "This format is read with the help of LibreOffice, which is not installed here. Please install it ({command}), or "
    "send the mapping as a Word document (.docx)."
)
_INSTALL = {
    "linux": "on Debian and Ubuntu: sudo apt install libreoffice-writer",
    "darwin": "brew install --cask libreoffice",
    "win32": "winget install TheDocumentFoundation.LibreOffice",
}
_TIMEOUT = (
    "The file could not be converted in the time that is allowed. Please open it in Word, choose Save As, Word "
    "Document (.docx), and send that."
)
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.com",
)
_OUTPUT = "docx:MS Word 2007 XML"
_SWITCHES = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault", "--nofirststartwizard")
# The shell sets the limits: Python between fork and exec may lock up where there are threads. Kilobytes, seconds,
# blocks of 512 bytes; a system without one of the limits goes on without it. Where this process is killed, the pipe to
# the shell closes, and its second line ends the whole group.
_SHELL = """
ulimit -S -v {memory}; ulimit -S -t {seconds}; ulimit -S -f {blocks}; ulimit -c 0; exec 3<&0
"$@" </dev/null 3<&- & office=$!; (read -r _ <&3; kill -9 0) & wait $office
"""
_NOWHERE = "127.0.0.1"  # a proxy where nobody listens: what tries to fetch fails at once
_DISCARD_PORT = "9"
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),  # none but from trusted places, and there are none
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Misc", "CrashReport", "false"),
    ("Office.Common/Misc", "CollectUsageInformation", "false"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Writer/Content/Update", "Link", "2"),  # never
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Office.Recovery/AutoSave", "Enabled", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),  # one that is named here
    *(
        ("Inet/Settings", f"ooInet{scheme}Proxy{what}", value)
        for scheme in ("HTTP", "HTTPS", "FTP")
        for what, value in (("Name", _NOWHERE), ("Port", _DISCARD_PORT))
    ),
)
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_PROFILE = '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def to_word(packed: bytes, kind: Kind, limits: Limits) -> bytes:
    """A file of one of the kinds in `SOURCES` as a Word file (.docx).

    Raises: SubmissionError: converter_missing, encrypted, corrupt, too_large or timeout; what zipfile and zlib raise.
    """
    packed = _harmless(packed, kind, limits)
    office = find_office()
    if office is None:
        command = _INSTALL.get(sys.platform, _INSTALL["linux"])
        raise SubmissionError(ErrorCode.CONVERTER_MISSING, _MISSING.format(command=command))
    with tempfile.TemporaryDirectory(prefix="ilm-coverage-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"submission.{SOURCES[kind].format}"
        source.write_bytes(packed)
        _run(_command(office, source, SOURCES[kind].filter), folder, limits.conversion)
        return _written(folder / "out" / "submission.docx", limits)


def find_office() -> str | None:
    """The path of LibreOffice's command; None where it is not installed."""
    found = (shutil.which(name) for name in (*_NAMES, *_PLACES))
    return next((path for path in found if path), None)


def _harmless(packed: bytes, kind: Kind, limits: Limits) -> bytes:
    """What is given to the converter. What has a password, unpacks without end or expands entities is refused."""
    if kind is Kind.FLAT_OPEN_DOCUMENT:
        if _has_entities(packed):
            raise SubmissionError(ErrorCode.CORRUPT, DAMAGED)
        return opendocument.mended_xml(packed, limits) or packed
    if kind is not Kind.OPEN_DOCUMENT:
        return packed
    archive = Archive(packed, limits)
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):  # ODF 1.3 part 2, 3.4.1
        raise SubmissionError(ErrorCode.ENCRYPTED, ENCRYPTED)
    contents = {name: archive.read(name) for name in archive.names if not name.endswith("/")}
    if any(_has_entities(content) for name, content in contents.items() if name.endswith(".xml")):
        raise SubmissionError(ErrorCode.CORRUPT, DAMAGED)
    return opendocument.mended(archive, packed, limits)


def _has_entities(content: bytes) -> bool:
    return b"<!ENTITY" in (content.replace(b"\x00", b"") if b"\x00" in content[:200] else content)


def _command(office: str, source: Path, reader: str) -> list[str]:
    profile = source.parent / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    items = (_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    settings.write_text(_PROFILE.format(items="".join(items)), encoding="utf-8")
    return [
        office,
        f"-env:UserInstallation={profile.as_uri()}",
        *_SWITCHES,
        f"--infilter={reader}",
        "--convert-to",
        _OUTPUT,
        "--outdir",
        str(source.parent / "out"),
        str(source),
    ]


def _run(command: Sequence[str], folder: Path, limits: Conversion) -> None:
    """Runs the converter to its end, or to the deadline. Raises: SubmissionError."""
    if os.name == "posix":
        memory, blocks = limits.memory_bytes // 1024, limits.output_bytes // 512
        shell = _SHELL.format(memory=memory, seconds=limits.deadline_s, blocks=blocks)
        command = ["/bin/sh", "-c", shell, "sh", *command]
    with subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as converter:
        try:
            converter.wait(limits.deadline_s)
        except subprocess.TimeoutExpired as fault:
            raise SubmissionError(ErrorCode.TIMEOUT, _TIMEOUT) from fault
        finally:
            _end(converter.pid)


def _end(group: int) -> None:
    """Ends the converter and whatever it started: its command is a script that waits for the program itself."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(group)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):  # the second is what macOS says of a group that has ended
            os.killpg(group, signal.SIGKILL)


def _environment(folder: Path) -> Mapping[str, str]:
    """The environment, with home and temporary files in the folder that goes away, and no way to the network."""
    here = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(folder))
    proxy = f"http://{_NOWHERE}:{_DISCARD_PORT}"
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), proxy)
    return dict(os.environ) | here | proxies | {"SAL_USE_VCLPLUGIN": "svp"}


def _written(path: Path, limits: Limits) -> bytes:
    if not path.is_file():
        raise SubmissionError(ErrorCode.CORRUPT, DAMAGED)
    with path.open("rb") as file:
        return file.read(limits.file_bytes + 1)
