"""Where submissions lie and outputs go: folders of this machine, and whatever fsspec knows by a URL."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from pipeline.batch.jobs import Source
from pipeline.errors import UsageError
from pipeline.pack import ERROR_FILE, RESULT_FILE, write_files, write_pack
from pipeline.report.drawing import REPORT_ENDING, Drawn
from pipeline.result import Outcome
from pipeline.source import sha256

SHARDS = "results"
"""The folder of the output in which whole results lie, where not all packs are written."""


class Output(Protocol):
    """Where a batch writes."""

    def write_pack(self, outcome: Outcome, drawn: Drawn, named: Path) -> str:
        """Writes a pack, and gives the name of its folder. Raises: UsageError, where nothing can be written."""
        ...

    def has_pack(self, folder: str) -> bool:
        """Whether a pack's folder is there."""
        ...

    def put(self, folder: Path, below: str = "") -> None:
        """Writes the files of a folder, each whole, in the order of their names. Raises: UsageError."""
        ...


class Folder:
    """An output that is a folder of this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write_pack(self, outcome: Outcome, drawn: Drawn, named: Path) -> str:
        """As `Output`."""
        return write_pack(outcome, drawn, named, self._path).name

    def has_pack(self, folder: str) -> bool:
        """As `Output`; a pack without the page that people open is not there."""
        pack = self._path / folder
        return (pack / ERROR_FILE).is_file() or (
            (pack / RESULT_FILE).is_file() and next(pack.glob(f"*{REPORT_ENDING}"), None) is not None
        )

    def put(self, folder: Path, below: str = "") -> None:
        """As `Output`."""
        write_files(sorted(path for path in folder.iterdir() if path.is_file()), self._path / below)


def local(named: str) -> Path | None:
    """The path of this machine that is named, as such or as file://…; None where another URL is."""
    scheme, found, rest = named.partition("://")
    if not found:
        return Path(named)
    if scheme.lower() != "file":
        return None
    return Path(unquote(urlsplit(f"file://{rest}").path))


def output(named: str) -> Output:
    """The output that is named, a folder or a URL. Raises: UsageError, where there is none of that kind."""
    path = local(named)
    if path is None:
        from pipeline.batch.sending import Objects

        return Objects(named)
    return Folder(path)


def absolute(named: str) -> str:
    """The output that is named, so that it means the same to a process that runs in another folder."""
    path = local(named)
    return named if path is None else os.path.abspath(path)  # noqa: PTH100 - no link is followed


def require_outside(named: str, out: str) -> None:
    """Raises: UsageError, where an output at a URL is inside of what a URL names."""
    if local(named) is None:
        from pipeline.batch import objects

        objects.require_outside(named, out)


def find(named: str, out: str, is_taken: Callable[[str], bool], *, is_alone: bool) -> Iterator[Source]:
    """The submissions at a URL: one object, those of a pattern, or all below it. Raises: UsageError."""
    from pipeline.batch import objects

    return objects.find(named, out, is_taken, is_alone=is_alone)


def fetched(path: str, folder: Path) -> Path:
    """The submission as a file of this machine, in that folder where it has to be brought here.

    Raises: UsageError, where it is not to be had.
    """
    here = local(path)
    if here is None:
        from pipeline.batch import objects

        return objects.fetched(path, folder)
    return here


def digest(path: str) -> str | None:
    """The sha256 of a submission's bytes; None where they cannot be had."""
    here = local(path)
    try:
        if here is None:
            from pipeline.batch import objects

            return objects.digest(path)
        return sha256(here)
    except (OSError, UsageError):
        return None
