"""Outcomes to disk: one folder a submission, each file in it whole."""

import errno
import glob
import hashlib
import io
import itertools
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipeline import decisions
from pipeline.decisions import Decisions
from pipeline.errors import UsageError
from pipeline.report.drawing import Drawn, is_drawn
from pipeline.result import Failure, Outcome, Result, decode, decode_failure, encode, submitted

RESULT_FILE = "result.json"
ERROR_FILE = "error.json"
DECISIONS_FILE = "decisions.json"
UNREAD_ENDING = " - could not be read.txt"
_OFFICE = (".xlsx", ".docx")
_PROPERTIES = "docProps/core.xml"
_PROPERTIES_BYTES = 65_536
DRAWN_ON = b"2000-01-01T00:00:00Z"  # when every Office file of a pack says that it was last saved
_BEGUN = re.compile(r"\..+-(\d+)\.tmp")  # what is being written, and by which process
_SHORT = 40  # characters of a folder's name that another name is made of
_NAME_BYTES = 200  # of 255, the rest for endings and for a second submission's digits


def write_pack(outcome: Outcome, drawn: Drawn, source: Path, out: Path) -> Path:
    """The folder in `out` that now holds the outcome and what was drawn of it, each file whole, the outcome's last.

    A folder that holds another submission of that name is left alone: the first eight digits of the sha256 are added. A
    file in it that somebody has worked in is kept under another name.
    Raises: UsageError, where nothing can be written there.
    """
    files = _files(outcome, drawn, source)
    try:
        folder = _folder(outcome, out / _pack_name(source))
        if not folder.exists() and _write_whole(folder, files):
            return folder
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        _set_aside(folder, files)
        outdated = _outdated(folder, source, files)
        _write(folder, files)
        stale = (ERROR_FILE, file_name(source, UNREAD_ENDING)) if isinstance(outcome, Result) else (RESULT_FILE,)
        for name in (*stale, *outdated):
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"Nothing could be written to {out}: {error.strerror or error}.") from error
    return folder


@dataclass(frozen=True, slots=True)
class Kept:
    """A result as it lies on disk; `sha256` is its file's."""

    result: Result
    sha256: str

    @property
    def fingerprints(self) -> frozenset[str]:
        """By what decisions and workbooks name it: its file, or the same written by this version."""
        return frozenset({self.sha256, hashlib.sha256(encode(self.result)).hexdigest()})


def load_result(path: Path) -> Kept:
    """The result in a result.json. Raises: UsageError, where it is none."""
    packed = _read(path)
    try:
        return Kept(decode(packed), hashlib.sha256(packed).hexdigest())
    except msgspec.MsgspecError as error:
        raise UsageError(f"{path} is no result.json of this version: {error}.") from error


def load_decisions(path: Path) -> Decisions:
    """The decisions in a decisions.json. Raises: UsageError, where it is none."""
    try:
        return decisions.decode(_read(path))
    except msgspec.MsgspecError as error:
        raise UsageError(f"{path} is no decisions.json of this version: {error}.") from error


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The names of the files that were written anew, and of those that were left, as somebody has worked in them."""

    written: tuple[str, ...]
    left: tuple[str, ...]


def write_reports(drawn: Drawn, name: str, folder: Path, *, is_forced: bool = False) -> Rewritten:
    """Writes what was drawn anew of a pack, each file whole, all or none; one that was worked in only where forced.

    Raises: UsageError, where nothing can be written there.
    """
    files = {f"{name}{ending}": packed for ending, packed in drawn.files.items()}
    try:
        left = () if is_forced else tuple(name for name in files if _is_worked_in(folder / name, files[name]))
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, {name: packed for name, packed in files.items() if name not in left})
    except OSError as error:
        raise UsageError(f"Nothing could be written to {folder}: {error.strerror or error}.") from error
    return Rewritten(tuple(name for name in files if name not in left), left)


def pack_name(result: Result, folder: Path) -> str:
    """What the files of the pack in a folder are called after: the folder where it has such files, as the later ones of
    one name in a batch do, else the submission."""
    if any(folder.glob(f"{glob.escape(folder.name)} - *")):
        return folder.name
    return _pack_name(Path(result.submission.file))


def other_name(name: str, sha256: str | None) -> str:
    """What a pack's folder is called whose name another submission's has: the first eight digits are added."""
    return f"{name}-{(sha256 or 'unread')[:8]}"


def file_name(source: Path, ending: str) -> str:
    """The name of that file of the pack on a submission."""
    return f"{_pack_name(source)}{ending}"


def write_files(paths: Iterable[Path], folder: Path) -> None:
    """Copies files into a folder, each whole, in this order; they may be too large for memory.

    Raises: UsageError, where they cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in paths:
            beside = folder / f".{path.name[:_SHORT]}-{os.getpid()}.tmp"
            try:
                shutil.copyfile(path, beside)
                beside.replace(folder / path.name)
            except BaseException:
                beside.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise UsageError(f"Nothing could be written to {folder}: {error.strerror or error}.") from error


def write_new(packed: bytes, path: Path, *, is_forced: bool = False) -> None:
    """Writes a file whole, where none is yet, or where that is forced. Raises: UsageError, where it cannot be."""
    if path.exists() and not is_forced:
        raise UsageError(f"{path} is there already. Name another file with --out, or overwrite it with --force.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path.parent, {path.name: packed})
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}.") from error


def _set_aside(folder: Path, files: Mapping[str, bytes]) -> None:
    """Renames what somebody has worked in, and what would be lost under one of these files."""
    for name, packed in files.items():
        path = folder / name
        if _is_worked_in(path, packed):
            _rename(path)


def _outdated(folder: Path, source: Path, files: Mapping[str, bytes]) -> list[str]:
    """The reports in a folder that are of another result than the one to be written, and are not written anew.

    Those that somebody may have worked in are kept under another name.
    """
    result = folder / RESULT_FILE
    if not result.exists() or result.read_bytes() == files.get(RESULT_FILE):
        return []
    name = _pack_name(source)
    held = sorted(path for path in folder.iterdir() if path.name not in files and path.name.startswith(name))
    outdated = [path for path in held if is_drawn(path.name.removeprefix(name))]
    for path in outdated:
        if path.suffix in _OFFICE and _modified(path.read_bytes()) != DRAWN_ON:
            _rename(path)
    return [path.name for path in outdated]


def _rename(path: Path) -> None:
    """Keeps a file under a name of its own, as one that somebody has worked in."""
    names = (f"{path.stem} (worked in{f' {number}' if number > 1 else ''})" for number in itertools.count(1))
    path.rename(next(kept for name in names if not (kept := path.with_name(name + path.suffix)).exists()))


def _is_worked_in(path: Path, drawn: bytes) -> bool:
    """Whether an Office file has been saved since it was drawn: every program that saves one says when it did."""
    if path.suffix not in _OFFICE or not path.exists():
        return False
    held = path.read_bytes()
    return held != drawn and _modified(held) != _modified(drawn)


def _modified(packed: bytes) -> bytes | None:
    """What an Office file says of when it was last saved; None where it cannot be told, as of one with a password."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive, archive.open(_PROPERTIES) as part:
            found = re.search(rb"<dcterms:modified[^>]*>([^<]*)<", part.read(_PROPERTIES_BYTES))
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, ValueError, RuntimeError):
        return None
    return found[1] if found else None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error


def _pack_name(source: Path) -> str:
    """The submission's name without its ending, cut so that every file named after it keeps within a file system."""
    stem = source.stem.strip(" .").encode("utf-8", "surrogateescape")
    return stem[:_NAME_BYTES].decode("utf-8", "ignore").rstrip(" .") or "submission"


def _files(outcome: Outcome, drawn: Drawn, source: Path) -> dict[str, bytes]:
    """The pack's files by name, in the order in which they are written: where the last one is, all are."""
    if isinstance(outcome, Failure):
        return {file_name(source, UNREAD_ENDING): _unread(outcome), ERROR_FILE: encode(outcome)}
    reports = {file_name(source, ending): packed for ending, packed in drawn.files.items()}
    return reports | {RESULT_FILE: encode(outcome)}


def _unread(failure: Failure) -> bytes:
    """What the customer or the operator is told, as a text that can be mailed as it is."""
    return f"{failure.file} could not be read.\r\n\r\n{failure.message}\r\n".encode()


def _folder(outcome: Outcome, folder: Path) -> Path:
    sha256 = submitted(outcome)
    if not folder.exists() or _held(folder) in (sha256, None):
        return folder
    return folder.with_name(other_name(folder.name, sha256))


def _held(folder: Path) -> str | None:
    """The sha256 of the submission whose pack the folder holds; None where it holds none."""
    result, error = folder / RESULT_FILE, folder / ERROR_FILE
    try:
        if result.is_file():
            return decode(result.read_bytes()).submission.sha256
        return decode_failure(error.read_bytes()).sha256 if error.is_file() else None
    except msgspec.MsgspecError:
        return "another version's"


def sweep(folder: Path) -> None:
    """Removes what a process that was killed had begun to write in a folder; what one that lives writes is left."""
    for path in folder.glob(".*.tmp"):
        begun = _BEGUN.fullmatch(path.name)
        if begun and not _is_running(int(begun[1])):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OverflowError:
        return True
    except PermissionError:
        pass
    return not _has_ended(pid)


def _has_ended(pid: int) -> bool:
    """Whether a process has ended that nobody has asked about yet, as where a container has no init that does."""
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] in (b"Z", b"X")
    except (OSError, IndexError):
        return False


def _write_whole(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Writes a folder that is not there yet, all of it at once; whether nobody else has made it meanwhile."""
    beside = folder.with_name(f".{folder.name[:_SHORT]}-{os.getpid()}.tmp")
    try:
        beside.mkdir(parents=True)
        for name, packed in files.items():
            (beside / name).write_bytes(packed)
        beside.rename(folder)
    except BaseException as error:
        shutil.rmtree(beside, ignore_errors=True)
        if isinstance(error, OSError) and error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            return False
        raise
    return True


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes the files beside their places first, so that a full disk leaves none of them, then into them, in order."""
    beside = {name: folder / f".{number}-{os.getpid()}.tmp" for number, name in enumerate(files, 1)}
    try:
        for name, packed in files.items():
            beside[name].write_bytes(packed)
        for name in files:
            beside[name].replace(folder / name)
    except BaseException:
        for path in beside.values():
            path.unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()  # only where nothing is in it
        raise
