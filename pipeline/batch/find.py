"""Paths, patterns and URLs to sources: what is taken as a submission, one at a time, however many there are."""

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from pipeline.batch import storage
from pipeline.batch.jobs import Source
from pipeline.errors import UsageError
from pipeline.source import decodable

# What people send as a submission. One that no reader knows is reported as such, where a silent skip would lose it.
_WORD_PROCESSORS = (".docx", ".docm", ".dotx", ".dotm", ".doc", ".dot", ".odt", ".ott", ".rtf", ".pages")
_OTHER_OFFICE = (".pdf", ".xlsx", ".xlsm", ".xls", ".ods", ".pptx", ".ppt", ".odp")
_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".heic")
_ENDINGS = frozenset((*_WORD_PROCESSORS, *_OTHER_OFFICE, *_PICTURES))
_LEFTOVERS = ("~$", ".")  # Word's lock files; hidden files
_UNFINISHED = ".tmp"
_NAMED = 20


@dataclass(slots=True)
class PassedOver:
    """How many files were found beside the submissions, the names of the first of them, and what could not be searched.

    `troubles` are sentences.
    """

    count: int = 0
    names: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        """One more such file."""
        self.count += 1
        if self.count <= _NAMED:
            self.names.append(decodable(name))


def find(inputs: Sequence[str], out: str, passed_over: PassedOver) -> Iterator[Source]:
    """The submissions in these folders, files, patterns and URLs, each once or more; folders to the bottom.

    A file that is named is taken whatever it is. What is no submission goes to `passed_over`.
    Raises: UsageError, where an input is not there, or `out` is inside it.
    """
    is_alone = len(inputs) == 1
    for named in inputs:
        path = storage.local(named)
        if path is None:
            yield from storage.find(named, out, lambda name: _is_taken(name, passed_over), is_alone=is_alone)
        elif path.is_dir():
            root = path if is_alone else path.parent
            yield from _sources(_in_folder(path, out, passed_over), root, passed_over)
        elif path.is_file():
            yield from _sources(iter([path]), path.parent, None)
        else:
            yield from _sources(_by_pattern(named, out), Path(_fixed(named)), passed_over)


def check_inputs(inputs: Sequence[str], out: str) -> None:
    """Raises: UsageError, where an input is not there, or `out` is inside a folder that is searched."""
    for named in inputs:
        path = storage.local(named)
        storage.require_outside(named, out)
        if path is not None and path.is_dir():
            _require_outside(path, out)
        elif path is not None and not path.exists() and not glob.has_magic(named):
            raise UsageError(f"There is no file or folder {decodable(named)!r}.")


def _sources(paths: Iterator[Path], root: Path, passed_over: PassedOver | None) -> Iterator[Source]:
    for path in paths:
        if passed_over is not None and not _is_taken(path.name, passed_over):
            continue
        shown = decodable(os.path.relpath(path, root))
        try:
            held = path.stat()
        except OSError as error:
            if passed_over is not None and (path.is_symlink() or not isinstance(error, FileNotFoundError)):
                passed_over.troubles.append(f"{shown} could not be opened: {error.strerror}.")
            continue  # or it has gone since it was listed
        if not S_ISREG(held.st_mode):  # a pipe would hold up who opens it
            if passed_over is not None:
                passed_over.add(path.name)
            continue
        own = os.path.abspath(path)  # noqa: PTH100 - no link is followed
        yield Source(own, shown, held.st_size, held.st_mtime_ns, held.st_ctime_ns)


def _is_taken(name: str, passed_over: PassedOver) -> bool:
    """Whether a file is a submission by its name; what is none is counted, what is hidden or unfinished is not."""
    if not is_whole(name):
        return False
    if Path(name).suffix.lower() in _ENDINGS:
        return True
    passed_over.add(name)
    return False


def is_whole(name: str) -> bool:
    """Whether a file's name says neither that it is hidden, nor that it is still being written."""
    return not name.startswith(_LEFTOVERS) and not name.endswith(_UNFINISHED)


def _require_outside(folder: Path, out: str) -> None:
    own = storage.local(out)
    if own is not None and own.resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"{out} is inside {folder}, and would be searched too: name another folder with --out.")


def _in_folder(folder: Path, out: str, passed_over: PassedOver) -> Iterator[Path]:
    """The files of a folder and of all below it, links to folders too, each folder once."""
    _require_outside(folder, out)

    def tell(error: OSError) -> None:
        passed_over.troubles.append(f"{decodable(str(error.filename))} could not be searched: {error.strerror}.")

    own = storage.local(out)
    searched = {_identity(folder)} | ({_identity(own)} if own else set())
    for base, folders, files in os.walk(folder, onerror=tell, followlinks=True):
        below = sorted(name for name in folders if not name.startswith(_LEFTOVERS))
        folders[:] = []
        for name in below:
            identity = _identity(Path(base, name))
            if identity not in searched:
                searched.add(identity)
                folders.append(name)
        yield from (Path(base, name) for name in sorted(files))


def _identity(folder: Path) -> tuple[int, int] | str:
    """What tells a folder from all others, by whatever path it is reached."""
    try:
        held = folder.stat()
    except OSError:  # that it cannot be searched is told where it is
        return str(folder)
    return held.st_dev, held.st_ino


def _by_pattern(pattern: str, out: str) -> Iterator[Path]:
    if not glob.has_magic(pattern):
        raise UsageError(f"There is no file or folder {decodable(pattern)!r}.")
    own = storage.local(out)
    is_own: Callable[[Path], bool] = (lambda path: own.resolve() in path.resolve().parents) if own else lambda _: False
    paths = (Path(name) for name in glob.iglob(pattern, recursive=True))  # noqa: PTH207 - a pattern may be absolute
    return (path for path in paths if path.is_file() and not is_own(path))


def _fixed(pattern: str) -> str:
    """The folder above the first part of a pattern that stands for several names."""
    parts = Path(pattern).parts
    fixed = next((at for at, part in enumerate(parts) if glob.has_magic(part)), len(parts) - 1)
    return str(Path(*parts[:fixed])) if fixed else "."
