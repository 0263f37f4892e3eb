"""What a batch did, and when, in JSON lines: ids, counts and durations, and no word of what people wrote."""

import os
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from errno import ENOSPC
from io import FileIO
from pathlib import Path
from types import TracebackType

import msgspec

from pipeline.batch.jobs import Done
from pipeline.errors import UsageError

LOG_FILE = "log.jsonl"
GO_ON = (
    "What is done is kept. Make room, or make the folder writable, and run the same command again: it goes on there."
)
_LONGEST = 65_536  # bytes, of a line


class Log:
    """The log in a file, which is added to. A context manager. Raises: UsageError, where it cannot be written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.seconds: Counter[str] = Counter()
        try:
            self._file = path.open("a+b", buffering=0)
            _end_with_a_line(self._file)
        except OSError as error:
            raise UsageError(f"{path} cannot be written: {error.strerror}.") from error

    def __enter__(self) -> "Log":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._file.close()

    def done(self, done: Done) -> None:
        """A line on a job, and its seconds added to those of its stages."""
        self.seconds.update(done.seconds)
        self.tell(
            "checked",
            sha256=done.job.sha256,
            key=done.job.key,
            kind=done.record.kind,
            code=done.record.code or None,
            trouble=done.trouble,
            ms={stage: round(seconds * 1000, 1) for stage, seconds in done.seconds.items()},
        )

    def tell(self, event: str, **ids: str | float | Mapping[str, float] | None) -> None:
        """A line on something that happened, one write, so that lines of two processes do not mix."""
        told = {name: value for name, value in ids.items() if value is not None}
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **told}
        packed = msgspec.json.encode(line) + b"\n"
        try:
            written = self._file.write(packed)
        except OSError as error:
            raise UsageError(f"{self._path} cannot be written: {error.strerror}. {GO_ON}") from error
        if written < len(packed):
            raise UsageError(f"{self._path} cannot be written: {os.strerror(ENOSPC)}. {GO_ON}")


def _end_with_a_line(file: FileIO) -> None:
    """Takes off the beginning of a line that a full disk, or a kill, left at the end."""
    end = file.seek(0, os.SEEK_END)
    kept = min(end, _LONGEST)
    file.seek(end - kept)
    tail = file.read(kept)
    if tail and not tail.endswith(b"\n"):
        file.truncate(end - len(tail) + tail.rfind(b"\n") + 1)
