"""One submission to its Result: the stages in order; and the one writer of packs to disk."""

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from pipeline.errors import ErrorCode, SubmissionError, UsageError
from pipeline.extract import extract
from pipeline.judge import judge
from pipeline.match import match
from pipeline.model.document import Document
from pipeline.policy import DEFAULT_POLICY, Policy, load_policy
from pipeline.policy.limits import Limits
from pipeline.readers import dispatch
from pipeline.reference import DEFAULT_REFERENCE, Qualification, load_reference
from pipeline.result import Failure, Outcome, Result, SubmissionInfo, decode, decode_failure, encode

RESULT_FILE = "result.json"
ERROR_FILE = "error.json"
_TOO_LARGE = "The file is larger than {megabytes} MB. Please send it without pictures, or in parts."
_NAME_BYTES = 200  # of 255, the rest for endings and for a second submission's digits


def check(path: Path, *, reference: Path | None = None, policy: Path | None = None) -> Outcome:
    """The verdict on the submission at `path`, or why it could not be read.

    Raises: UsageError, where the file is not there or may not be read; DataError, where a data file is wrong.
    """
    qualification = load_reference(reference or DEFAULT_REFERENCE)
    rules = load_policy(policy or DEFAULT_POLICY)
    try:
        return _judged(path, qualification, rules)
    except SubmissionError as error:
        return failure(path, error.code, error.advice)


def read(path: Path) -> Document:
    """The submission at `path` as its reader sees it. Raises: UsageError, DataError, SubmissionError."""
    return dispatch.read(_load(path, load_policy().limits), load_policy().limits)


def failure(path: Path, code: ErrorCode, advice: str) -> Failure:
    """The Failure of a submission; without a sha256 where the file can no longer be read."""
    try:
        sha256 = _sha256(path)
    except UsageError:
        sha256 = None
    return Failure(file=_decodable(path.name), sha256=sha256, code=code, message=advice)


def _judged(path: Path, qualification: Qualification, policy: Policy) -> Result:
    packed = _load(path, policy.limits)
    document = dispatch.read(packed, policy.limits)
    submission = extract(document, policy.form)
    source = SubmissionInfo(
        file=_decodable(path.name),
        sha256=hashlib.sha256(packed).hexdigest(),
        format=document.format,
        pages=document.pages,
        programme=submission.programme,
        customer=submission.customer,
        read_by=document.read_by,
    )
    return judge(submission, match(submission, qualification, policy), qualification, policy, source)


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


def _pack_name(source: Path) -> str:
    """The submission's name without its ending, cut so that every file named after it keeps within a file system."""
    stem = source.stem.strip(" .").encode("utf-8", "surrogateescape")
    return stem[:_NAME_BYTES].decode("utf-8", "ignore").rstrip(" .") or "submission"


def _files(outcome: Outcome, source: Path) -> dict[str, bytes]:
    """The pack's files by name, in the order in which they are written."""
    if isinstance(outcome, Failure):
        return {ERROR_FILE: encode(outcome)}
    from pipeline.report import webpage  # a submission that cannot be read pays for no renderer

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


def _load(path: Path, limits: Limits) -> bytes:
    try:
        _require_file(path)
        if path.stat().st_size > limits.file_bytes:
            raise SubmissionError(ErrorCode.TOO_LARGE, _TOO_LARGE.format(megabytes=limits.file_bytes // 1_048_576))
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error


def _sha256(path: Path) -> str:
    """The digest of a file of any size."""
    try:
        _require_file(path)
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error


def _require_file(path: Path) -> None:
    """A pipe or a device is no submission: reading it might never end."""
    if not path.is_file():
        raise UsageError(f"{path} is not there, or is not a file.")


def _decodable(name: str) -> str:
    """A file name as text: bytes that are no UTF-8 are shown as what they are."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
