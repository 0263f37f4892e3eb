"""Outcomes to disk: one folder a submission, each file in it whole."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from pipeline.errors import UsageError
from pipeline.report import webpage
from pipeline.result import Failure, Outcome, Result, decode, decode_failure, encode

RESULT_FILE = "result.json"
ERROR_FILE = "error.json"
_NAME_BYTES = 200  # of 255, the rest for endings and for a second submission's digits


def write_pack(outcome: Outcome, source: Path, out: Path) -> Path:
    """The folder in `out` that now holds the outcome's files, each whole; result.json or error.json is written last.

    A folder that holds another submission of that name is left alone: the first eight digits of the sha256 are added.
    Raises: UsageError, where nothing can be written there.
    """
    files = _files(outcome, source)
    try:
        folder = _folder(outcome, out / _pack_name(source))
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, files)
        stale = ERROR_FILE if isinstance(outcome, Result) else RESULT_FILE
        (folder / stale).unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"Nothing could be written to {out}: {error.strerror or error}.") from error
    return folder


def report_name(source: Path) -> str:
    """The file name of the report on a submission."""
    return f"{_pack_name(source)} - coverage report.html"


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


def _files(outcome: Outcome, source: Path) -> dict[str, bytes]:
    """The pack's files by name, in the order in which they are written."""
    if isinstance(outcome, Failure):
        return {ERROR_FILE: encode(outcome)}
    return {report_name(source): webpage.render(outcome), RESULT_FILE: encode(outcome)}


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
    beside = {name: folder / f".{name.rpartition('.')[2]}-{os.getpid()}.tmp" for name in files}
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
