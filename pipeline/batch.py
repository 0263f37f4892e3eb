"""Submissions to outcomes, one after another: each with a pack of its own, none stopping the others."""

import glob
import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ErrorCode, UsageError
from pipeline.report.drawing import NOTHING, Drawn
from pipeline.result import Outcome, Result
from pipeline.sandbox import Sandbox, preload
from pipeline.sandbox.messages import Wanted
from pipeline.source import failure

# What people send as a submission. One that no reader knows is reported as such, where a silent skip would lose it.
_WORD_PROCESSORS = (".docx", ".docm", ".dotx", ".dotm", ".doc", ".dot", ".odt", ".ott", ".rtf", ".pages")
_OTHER_OFFICE = (".pdf", ".xlsx", ".xlsm", ".xls", ".ods", ".pptx", ".ppt", ".odp")
_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".heic")
_ENDINGS = frozenset((*_WORD_PROCESSORS, *_OTHER_OFFICE, *_PICTURES))
_LEFTOVERS = ("~$", ".")  # Word's lock files; hidden files
_UNFINISHED = ".tmp"


@dataclass(frozen=True, slots=True)
class Found:
    """The submissions of a batch, sorted, and the files beside them that are none."""

    submissions: tuple[Path, ...]
    passed_over: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One submission of a batch and what became of it; `folder` holds its pack, None where none could be written."""

    source: Path
    outcome: Outcome
    folder: Path | None


def find(inputs: Sequence[str], out: Path) -> Found:
    """The submissions in these folders, files and patterns, folders searched to the bottom.

    A file that is named is taken whatever it is. Raises: UsageError, where there is nothing, or `out` is inside it.
    """
    submissions: set[Path] = set()
    passed_over: set[Path] = set()
    for named in inputs:
        path = Path(named)
        if path.is_file():
            submissions.add(path)
            continue
        files = _in_folder(path, out) if path.is_dir() else _by_pattern(named, out)
        for file in files:
            (submissions if file.suffix.lower() in _ENDINGS else passed_over).add(file)
    if not submissions:
        raise UsageError(f"No submissions were found in {', '.join(inputs)}.")
    return Found(_sorted(submissions), _sorted(passed_over - submissions))


def run(
    submissions: Sequence[Path], out: Path, *, reference: Path | None = None, policy: Path | None = None
) -> Iterator[Entry]:
    """Every submission with its outcome, in order, each pack written before its entry is given.

    Raises: DataError, where a data file is wrong; UsageError, where `out` cannot be written at all.
    """
    from pipeline.pack import write_pack

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{out} cannot be made: {error.strerror}.") from error
    preload(reference, policy)
    taken: Counter[str] = Counter()
    with Sandbox(reference=reference, policy=policy) as sandbox:
        for source in submissions:
            outcome, drawn = _checked(sandbox, source)
            stem = source.stem.casefold()
            taken[stem] += 1
            named = source if taken[stem] == 1 else _renamed(source, outcome)
            try:
                yield Entry(source, outcome, write_pack(outcome, drawn, named, out))
            except UsageError as error:
                yield Entry(source, failure(source, ErrorCode.INTERNAL, error.advice), None)


def _checked(sandbox: Sandbox, source: Path) -> tuple[Outcome, Drawn]:
    try:
        return sandbox.pack(source, Wanted())
    except UsageError as error:  # gone or locked since it was found
        return failure(source, ErrorCode.INTERNAL, error.advice), NOTHING


def closing(kinds: Counter[str]) -> str:
    """What happened, in one line, from how often each kind came: "4 submissions: 1 complete, 3 with gaps"."""
    total = kinds.total()
    parts = [f"{kinds[name]} {word}" for name, word in _WORDS.items() if kinds[name]]
    return f"{total} {'submission' if total == 1 else 'submissions'}: {', '.join(parts)}"


def kind(entry: Entry) -> str:
    """The verdict of a result; "unread" for a failure; "unwritten" where no pack could be written."""
    if entry.folder is None:
        return "unwritten"
    return entry.outcome.verdict if isinstance(entry.outcome, Result) else "unread"


_WORDS = {
    "complete": "complete",
    "gaps": "with gaps",
    "not_a_mapping": "not a mapping document",
    "unread": "could not be read",
    "unwritten": "could not be written",
}


def _in_folder(folder: Path, out: Path) -> Iterator[Path]:
    if out.resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"{out} is inside {folder}, and would be searched too: name another folder with --out.")
    for base, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(_LEFTOVERS))
        yield from (Path(base, name) for name in files if _is_whole(name))


def _by_pattern(pattern: str, out: Path) -> Iterator[Path]:
    if not glob.has_magic(pattern):
        raise UsageError(f"There is no file or folder {pattern!r}.")
    own = out.resolve()
    paths = (Path(name) for name in glob.iglob(pattern, recursive=True))  # noqa: PTH207 - a pattern may be absolute
    return (path for path in paths if path.is_file() and _is_whole(path.name) and own not in path.resolve().parents)


def _is_whole(name: str) -> bool:
    return not name.startswith(_LEFTOVERS) and not name.endswith(_UNFINISHED)


def _sorted(paths: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(sorted(paths, key=lambda path: (str(path).casefold(), str(path))))


def _renamed(source: Path, outcome: Outcome) -> Path:
    """The path under which a later submission of the same name is filed; on some disks "A" and "a" are one name."""
    sha256 = outcome.submission.sha256 if isinstance(outcome, Result) else outcome.sha256
    mark = (sha256 or hashlib.sha256(os.fsencode(source)).hexdigest())[:8]
    return source.with_name(f"{source.stem}-{mark}{source.suffix}")
