"""The file of a submission: its bytes, and the Failure that names it."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ErrorCode, NotDrawnError, SubmissionError, UsageError
from pipeline.result import Failure

if TYPE_CHECKING:
    from pipeline.policy.limits import Limits

_TOO_LARGE = "The file is larger than {megabytes} MB. Please send it without pictures, or in parts."


def load(path: Path, limits: "Limits") -> bytes:
    """The bytes of a submission. Raises: UsageError, where it cannot be opened; SubmissionError, too large."""
    try:
        _require_file(path)
        if path.stat().st_size > limits.file_bytes:
            raise SubmissionError(ErrorCode.TOO_LARGE, _TOO_LARGE.format(megabytes=limits.file_bytes // 1_048_576))
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error


def original(path: Path | None, sha256: str) -> Callable[[], bytes]:
    """What gives the bytes of a submission that was checked, known by its sha256.

    It raises NotDrawnError instead, where the file is not named, or is another one.
    """

    def source() -> bytes:
        if path is None:
            raise NotDrawnError("The copy with comments is not drawn: name the submission itself with --submission.")
        packed = path.read_bytes()
        if hashlib.sha256(packed).hexdigest() != sha256:
            raise NotDrawnError(f"{decodable(path.name)} is not the file that was checked: no copy of it is made.")
        return packed

    return source


def failure(path: Path, code: ErrorCode, advice: str) -> Failure:
    """The Failure of a submission; without a sha256 where the file can no longer be read."""
    try:
        sha256 = _sha256(path)
    except UsageError:
        sha256 = None
    return Failure(file=decodable(path.name), sha256=sha256, code=code, message=advice)


def decodable(name: str) -> str:
    """A file name as text: bytes that are no UTF-8 are shown as what they are."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def sha256(path: Path) -> str:
    """The digest of a file of any size. Raises: OSError, where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sha256(path: Path) -> str:
    try:
        _require_file(path)
        return sha256(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error


def _require_file(path: Path) -> None:
    """A pipe or a device is no submission: reading it might never end."""
    if not path.is_file():
        raise UsageError(f"{path} is not there, or is not a file.")
