"""A zip's bytes to its parts, safely: sizes are taken from the directory and counted again while inflating."""

import io
import zipfile
from urllib.parse import unquote

from pipeline.errors import ErrorCode, SubmissionError
from pipeline.policy.limits import Limits

TOO_LARGE = (
    "The file unpacks to far more than a mapping document holds. "
    "Please copy the mapping into a new Word document and send that."
)
ENCRYPTED = "The file is protected with a password. Please send it without one."
DAMAGED = "The file is damaged and cannot be opened. Please open it in Word, save it again and send the new copy."
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_IS_ENCRYPTED = 0x1
_ENTRY = b"PK\x01\x02"
_EMBEDDED = 10  # files in it that are zips themselves have entries too; counted before a million of them become objects


class Archive:
    """An opened zip. Parts are found whatever the case of their names, with or without a leading slash.

    Raises: zipfile.BadZipFile, where the bytes are no whole zip; SubmissionError, where it is past the limits.
    """

    def __init__(self, packed: bytes, limits: Limits) -> None:
        if packed.count(_ENTRY) > limits.entries * _EMBEDDED:
            raise SubmissionError(ErrorCode.TOO_LARGE, TOO_LARGE)
        self._zip = zipfile.ZipFile(io.BytesIO(packed))
        self._limits = limits
        self._left = limits.unpacked_bytes
        entries = self._zip.infolist()
        if len(entries) > limits.entries:
            raise SubmissionError(ErrorCode.TOO_LARGE, TOO_LARGE)
        self._entries = {_folded(entry.filename): entry for entry in entries}

    @property
    def names(self) -> tuple[str, ...]:
        """The parts' names in lower case, without a leading slash, in the zip's order."""
        return tuple(self._entries)

    @property
    def spellings(self) -> tuple[str, ...]:
        """The parts' names as the zip spells them, in its order; of two that differ in case alone the last."""
        return tuple(entry.filename for entry in self._entries.values())

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self._entries

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises: KeyError; SubmissionError; what zipfile and zlib raise for damaged data."""
        entry = self._entries[_folded(name)]
        if entry.flag_bits & _IS_ENCRYPTED:
            raise SubmissionError(ErrorCode.ENCRYPTED, ENCRYPTED)
        if entry.compress_type not in _METHODS:
            raise SubmissionError(ErrorCode.CORRUPT, DAMAGED)
        self._refuse_large(entry.file_size, entry.compress_size)
        with self._zip.open(entry) as part:
            content = part.read(min(self._limits.part_bytes, self._left) + 1)
        self._refuse_large(len(content), entry.compress_size)
        self._left -= len(content)
        return content

    def _refuse_large(self, size: int, packed: int) -> None:
        limits = self._limits
        is_bomb = size > limits.ratio_past_bytes and size > limits.ratio * packed
        if is_bomb or size > min(limits.part_bytes, self._left):
            raise SubmissionError(ErrorCode.TOO_LARGE, TOO_LARGE)


def _folded(name: str) -> str:
    """A part's name as it is compared (ECMA-376 part 2, 6.2.2.3: ASCII case does not count)."""
    return unquote(name.replace("\\", "/")).lstrip("/").lower()
