"""Outcomes to disk: one folder a submission, each file in it whole."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from pipeline.errors import UsageError
from pipeline.report.drawing import Drawn
from pipeline.result import Failure, Outcome, Result, decode, decode_failure, encode

RESULT_FILE = "result.json"
ERROR_FILE = "error.json"
UNREAD_ENDING = " - could not be read.txt"
_NAME_BYTES = 200  # of 255, the rest for endings and for a second submission's digits


def write_pack(outcome: Outcome, drawn: Drawn, source: Path, out: Path) -> Path:
    """The folder in `out` that now holds the outcome and what was drawn of it, each file whole, the outcome's last.

    A folder that holds another submission of that name is left alone: the first eight digits of the sha256 are added.
    Raises: UsageError, where nothing can be written there.
    """
    files = _files(outcome, drawn, source)
    try:
        folder = _folder(outcome, out / _pack_name(source))
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, files)
        stale = (ERROR_FILE, file_name(source, UNREAD_ENDING)) if isinstance(outcome, Result) else (RESULT_FILE,)
        for name in stale:
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"Nothing could be written to {out}: {error.strerror or error}.") from error
    return folder


def file_name(source: Path, ending: str) -> str:
    """The name of that file of the pack on a submission."""
    return f"{_pack_name(source)}{ending}"


def write_new(packed: bytes, path: Path, *, is_forced: bool = False) -> None:
    """Writes a file whole, where none is yet, or where that is forced. Raises: UsageError, where it cannot be."""
    if path.exists() and not is_forced:
        raise UsageError(f"{path} is there already. Name another file with --out, or overwrite it with --force.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path.parent, {path.name: packed})
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}.") from error


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
    sha256 = outcome.submission.sha256 if isinstance(outcome, Result) else outcome.sha256
    if not folder.exists() or _held(folder) in (sha256, None):
        return folder
    return folder.with_name(f"{folder.name}-{(sha256 or 'unread')[:8]}")


def _held(folder: Path) -> str | None:
    """The sha256 of the submission whose pack the folder holds; None where it holds none."""
    result, error = folder / RESULT_FILE, folder / ERROR_FILE
    try:
        if result.is_file():
            return decode(result.read_bytes()).submission.sha256
        return decode_failure(error.read_bytes()).sha256 if error.is_file() else None
    except msgspec.MsgspecError:
        return "another version's"


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes all of the files or none: beside their places first, then into them, in order."""
    beside = {name: folder / f".{at}-{os.getpid()}.tmp" for at, name in enumerate(files)}
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
