"""What a batch did, and when, in JSON lines: ids, counts and durations, and no word of what people wrote."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import msgspec

from pipeline.batch.jobs import Done
from pipeline.errors import UsageError

LOG_FILE = "log.jsonl"


class Log:
    """The log in a file, which is added to. A context manager. Raises: UsageError, where it cannot be written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.seconds: Counter[str] = Counter()
        try:
            self._file = path.open("ab", buffering=0)
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
        try:
            self._file.write(msgspec.json.encode(line) + b"\n")
        except OSError as error:
            raise UsageError(f"{self._path} cannot be written: {error.strerror}.") from error
