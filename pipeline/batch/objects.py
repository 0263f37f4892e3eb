"""Submissions and packs at a URL, through fsspec: objects of a store such as S3, or files of another machine.

How a store is reached, and as whom, is said where its own tools have it: of S3 the `AWS_…` variables and `~/.aws`, of
every protocol also fsspec's `FSSPEC_…` variables and configuration. So workers need no word from whoever starts a batch.
What fails now and then is tried again by those libraries (`AWS_MAX_ATTEMPTS`, `AWS_RETRY_MODE`), not here."""

import glob
import hashlib
import re
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from errno import EROFS
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.batch.jobs import Source
from pipeline.errors import PipelineError, UsageError
from pipeline.pack import ERROR_FILE, RESULT_FILE, file_name, write_pack
from pipeline.report.drawing import Drawn
from pipeline.result import Outcome, Result
from pipeline.source import decodable

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_EXTRAS = {"s3": "s3", "s3a": "s3"}  # which of our own extras brings a protocol
_OF_ONE_PROCESS = ("memory",)  # what is in it no other process sees
# Their folders are parts of names. To "make" one would make a bucket where somebody has mistyped its name.
_STORES = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "oci", "b2", "r2", "tos"})
_NO_CREDENTIALS = ("NoCredentialsError", "PartialCredentialsError", "TokenRetrievalError", "SSOTokenLoadError")
_DATES = ("LastModified", "last_modified", "mtime", "modified", "updated", "created")
_TAGS = ("ETag", "etag", "md5Hash", "ContentMD5")
_LEFTOVERS = ("~$", ".")
_NAME_BYTES = 240  # of the 255 that a file system takes
_ENDING_BYTES = 16
_LAST = (RESULT_FILE, ERROR_FILE)
_DIGITS = 8
_FRESH_S = 60.0


class Place(NamedTuple):
    """Where a URL is: in which file system, by what path there, and what goes before that path in a URL."""

    fs: "AbstractFileSystem"
    path: str
    head: str

    def url(self, path: str) -> str:
        """The URL of another path there."""
        return self.head + path


def place(url: str) -> Place:
    """Where a URL is; nothing is asked yet. Raises: UsageError, where nothing here knows its protocol."""
    from fsspec.registry import get_filesystem_class, known_implementations

    scheme = url.partition("://")[0].lower()
    if "::" in scheme or scheme in _OF_ONE_PROCESS:
        raise UsageError(f"{url} cannot be used in a batch: name a folder, or a URL such as s3://bucket/folder.")
    try:
        kind = get_filesystem_class(scheme)
    except ImportError as error:
        advice = known_implementations.get(scheme, {}).get("err", f"install what reads {scheme}://")
        extra = f"pip install 'ilm-coverage[{_EXTRAS[scheme]}]'" if scheme in _EXTRAS else advice
        raise UsageError(f"{url} cannot be reached: a package is missing ({extra}).") from error
    except ValueError as error:
        raise UsageError(f"{url} cannot be reached: nothing here knows {scheme}://.") from error
    with reached(url):
        fs = kind(**kind._get_kwargs_from_urls(url), use_listings_cache=False)
        path = str(kind._strip_protocol(url)).rstrip("/")
    bare = url.rstrip("/")
    head = bare.removesuffix(path) if bare.endswith(path) else fs.unstrip_protocol(path).removesuffix(path)
    return Place(fs, path, head)


@contextmanager
def reached(url: str) -> Iterator[None]:
    """Within it what a store says, or its library, becomes a UsageError that says what to do."""
    try:
        yield
    except PipelineError:
        raise
    except FileNotFoundError as error:
        raise UsageError(f"There is no {decodable(url)}.") from error
    except PermissionError as error:
        advice = f"{decodable(url)} may not be used: {_said(error)}. Are these the right credentials?"
        raise UsageError(advice) from OSError(EROFS, str(error))  # as of a disk that may only be read
    except Exception as error:  # each protocol's library has errors of its own
        if type(error).__name__ in _NO_CREDENTIALS:
            advice = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
            raise UsageError(f"{decodable(url)} needs credentials, and none are set. {advice}.") from error
        advice = "Is the network up, and the address right? What is done is kept: run the same command again."
        raise UsageError(f"{decodable(url)} cannot be reached: {_said(error)}. {advice}") from error


# ---------------------------------------------------------------- submissions


def find(named: str, out: str, is_taken: Callable[[str], bool], *, is_alone: bool) -> Iterator[Source]:
    """The submissions at a URL: one object, those of a pattern, or all below it, in the order of names.

    A folder is listed at a time, so that memory holds one; millions belong into folders, by day for example. Where an
    object has a tag beside its date, which has whole seconds only, two versions of one second are told apart by it.
    Raises: UsageError, where there is nothing, it cannot be reached, or `out` is inside.
    """
    spot = place(named)
    require_outside(named, out)
    with reached(named):
        held = _held(spot)
    if held is None and glob.has_magic(spot.path):
        yield from _by_pattern(spot, out, is_taken)
    elif held is None:
        raise UsageError(f"There is no {decodable(named)}.")
    elif held["type"] != "directory":
        yield _source(spot, held, spot.path.rpartition("/")[0])
    else:
        root = spot.path if is_alone else spot.path.rpartition("/")[0]
        yield from (_source(spot, info, root) for info in _below(spot, spot.path) if is_taken(_name(info["name"])))


def require_outside(named: str, out: str) -> None:
    """Raises: UsageError, where the output is inside what is searched."""
    if "://" in out and is_below(out, named):
        raise UsageError(f"{out} is inside {named}, and would be searched too: name another folder with --out.")


def is_below(url: str, other: str) -> bool:
    """Whether a URL is the other one, or below it."""
    inner, outer = place(url), place(other)
    is_of_one = type(inner.fs) is type(outer.fs) and inner.head.casefold() == outer.head.casefold()
    return is_of_one and f"{inner.path}/".startswith(f"{outer.path}/")


def fetched(url: str, folder: Path) -> Path:
    """The object, brought into a folder of this machine under its own name. Raises: UsageError, where it is not."""
    spot = place(url)
    path = folder / _safe(_name(spot.path))
    with reached(url):
        spot.fs.get_file(spot.path, str(path))
    return path


def _below(spot: Place, folder: str) -> Iterator[Mapping[str, Any]]:
    """The objects below a folder, to the bottom. A part that cannot be listed is not passed over: that would lose it."""
    with reached(spot.url(folder)), suppress(FileNotFoundError):  # it has gone meanwhile
        for info in sorted(spot.fs.ls(folder, detail=True), key=lambda info: str(info["name"])):
            name = _name(info["name"])
            if info["type"] != "directory":
                if info["name"].rstrip("/") != folder and name:  # a store may hold an object for the folder itself
                    yield info
            elif not name.startswith(_LEFTOVERS):
                yield from _below(spot, info["name"].rstrip("/"))


def _by_pattern(spot: Place, out: str, is_taken: Callable[[str], bool]) -> Iterator[Source]:
    from fsspec.utils import glob_translate

    parts = spot.path.split("/")
    root = "/".join(parts[: next(at for at, part in enumerate(parts) if glob.has_magic(part))])
    if not root:
        raise UsageError(f"{spot.url(spot.path)} names no bucket or folder to search.")
    is_match = re.compile(glob_translate(spot.path)).match
    for info in _below(spot, root):
        is_own = "://" in out and is_below(spot.url(info["name"]), out)
        if is_match(info["name"]) and not is_own and is_taken(_name(info["name"])):
            yield _source(spot, info, root)


def _held(spot: Place) -> Mapping[str, Any] | None:
    """What is said of the object or the folder there; None where there is none."""
    try:
        return spot.fs.info(spot.path)  # type: ignore[no-any-return]
    except FileNotFoundError:
        return None


def _source(spot: Place, info: Mapping[str, Any], root: str) -> Source:
    shown = info["name"].removeprefix(root).lstrip("/")
    return Source(spot.url(info["name"]), decodable(shown), int(info.get("size") or 0), _modified_ns(info))


def _modified_ns(info: Mapping[str, Any]) -> int:
    """When an object was last changed, its tag in the place of the nanoseconds; 1970 where that is not said."""
    when = next((info[name] for name in _DATES if info.get(name)), 0.0)
    if isinstance(when, str):
        when = datetime.fromisoformat(when)
    stamp = when.timestamp() if isinstance(when, datetime) else float(when)
    tag = next((str(info[name]) for name in _TAGS if info.get(name)), None)
    return int(stamp) * 10**9 + zlib.crc32(tag.encode()) % 10**9 if tag else int(stamp * 10**9)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _safe(name: str) -> str:
    """A key's last part as a file name: such as it is, where a file can be called so."""
    stem, dot, ending = name.replace("\0", "").rpartition(".")
    if not stem or len(ending.encode()) > _ENDING_BYTES:
        stem, dot, ending = stem + dot + ending, "", ""
    kept = stem.encode()[:_NAME_BYTES].decode(errors="ignore")
    return f"{kept}{dot}{ending}" if kept.strip(". ") else f"submission{dot}{ending}".rstrip(".")


def _said(error: Exception) -> str:
    return str(error).strip().rstrip(".") or type(error).__name__


# ---------------------------------------------------------------- packs


class Objects:
    """An output at a URL, of which each object is whole or not there, and `result.json` or `error.json` comes last.

    A pack is made in a folder of this machine by the rules of `pipeline.pack.write_pack`, over what is there already,
    and what came of it is sent: a file that somebody has worked in is kept under another name, outdated reports go, a
    folder that holds another submission is left alone.

    Two machines may write to one output. What both write is the same bytes. Where two submissions of one name meet,
    whoever comes first has the folder: its first object is created, not overwritten, and a pack that is not complete,
    of other bytes than one's own, is another's (or what a batch that was killed left of another version of the checker);
    the later one adds its digits. This holds for stores that can create (S3, its kin that know `If-None-Match`).
    """

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._spot = place(self._url)
        self._folders: frozenset[str] = frozenset()
        self._listed_s = float("-inf")

    def write_pack(self, outcome: Outcome, drawn: Drawn, named: Path) -> str:
        """As `Output`."""
        with reached(self._url):
            folder = self._packed(outcome, drawn, named, is_taken=False)
            return folder or self._packed(outcome, drawn, named, is_taken=True) or ""

    def has_pack(self, folder: str) -> bool:
        """As `Output`; what a listing of all folders, some seconds old, does not show is asked for by itself."""
        if time.monotonic() - self._listed_s > _FRESH_S:
            with reached(self._url):
                names = self._spot.fs.ls(self._spot.path, detail=False) if _held(self._spot) else ()
            self._folders = frozenset(_name(name.rstrip("/")) for name in names)
            self._listed_s = time.monotonic()
        if folder in self._folders:
            return True
        with reached(self._url):
            return any(self._spot.fs.exists(self._path(folder, name)) for name in _LAST)

    def put(self, folder: Path, below: str = "") -> None:
        """As `Output`."""
        with reached(self._url):
            self._make(self._path(below))
            for path in sorted(path for path in folder.iterdir() if path.is_file()):
                self._spot.fs.put_file(str(path), self._path(below, path.name))

    def _path(self, *parts: str) -> str:
        return "/".join((self._spot.path, *filter(None, parts)))

    def _brought(self, name: str, out: Path) -> dict[str, str]:
        """What the pack of that name holds, brought into a folder: the sha256 of each file by name."""
        try:
            listed = self._spot.fs.ls(self._path(name), detail=True)
        except (FileNotFoundError, NotADirectoryError):
            return {}
        files = {_name(info["name"]): info["name"] for info in listed if info["type"] != "directory"}
        kept = {name: path for name, path in files.items() if name and _safe(name) == name}
        folder = out / name
        for each, path in kept.items():
            folder.mkdir(parents=True, exist_ok=True)
            self._spot.fs.get_file(path, str(folder / each))
        return {each: _sha256(folder / each) for each in kept}

    def _packed(self, outcome: Outcome, drawn: Drawn, named: Path, *, is_taken: bool) -> str | None:
        """The folder that the pack was sent to; None, where it turns out to be another submission's.

        `is_taken`: that is known of the folder of its name.
        """
        name = file_name(named, "")
        with tempfile.TemporaryDirectory(prefix="ilm-coverage-pack-") as scratch:
            out = Path(scratch)
            before = {name: self._brought(name, out)}
            if is_taken:
                (out / name).mkdir(exist_ok=True)
                (out / name / RESULT_FILE).write_bytes(b"")  # nobody's result is not this one's
            if is_taken or before[name]:
                other = f"{name}-{_digits(outcome)}"
                before[other] = self._brought(other, out)
            folder = write_pack(outcome, drawn, named, out)
            held = before[folder.name]
            if folder.name == name and _is_begun_by_another(folder, held):
                return None
            return folder.name if self._send(folder, held) else None

    def _send(self, folder: Path, before: Mapping[str, str]) -> bool:
        """Sends what is new or changed: first what takes no other's place, last what says that all is there.

        Whether that went; not, where another has begun this folder at the same time.
        """
        held = {path.name: path for path in folder.iterdir()}
        changed = [name for name, path in held.items() if before.get(name) != _sha256(path)]
        changed.sort(key=lambda name: (name in _LAST, name in before, name))
        remote = self._path(folder.name)
        self._make(remote)
        if before:
            self._put_all(held, changed[:-1], remote)
            self._put_all(held, changed[-1:], remote)
        else:
            first, *middle = changed[:-1]
            if not self._created(held[first], f"{remote}/{first}"):
                return False
            self._put_all(held, middle, remote)
            if not self._created(held[changed[-1]], f"{remote}/{changed[-1]}"):
                return False
        for name in before.keys() - held.keys():
            self._spot.fs.rm_file(f"{remote}/{name}")
        return True

    def _put_all(self, held: Mapping[str, Path], names: Sequence[str], remote: str) -> None:
        """Sends files at the same time, where the store's library can."""
        if names:
            self._spot.fs.put([str(held[name]) for name in names], [f"{remote}/{name}" for name in names])

    def _created(self, path: Path, remote: str) -> bool:
        """Whether the object is there now, and is this file; not, where another one was there first."""
        try:
            self._spot.fs.put_file(str(path), remote, mode="create")
        except FileExistsError:
            return self._spot.fs.cat_file(remote) == path.read_bytes()  # type: ignore[no-any-return]
        return True

    def _make(self, folder: str) -> None:
        """Makes a folder, where there are any."""
        protocols = self._spot.fs.protocol
        if _STORES.isdisjoint((protocols,) if isinstance(protocols, str) else protocols):
            self._spot.fs.makedirs(folder, exist_ok=True)


def _is_begun_by_another(folder: Path, before: Mapping[str, str]) -> bool:
    """Whether the folder held a pack, not yet complete, that is not the one in it now."""
    if not before or any(name in before for name in _LAST):
        return False
    drawn = {path.name: _sha256(path) for path in folder.iterdir()}
    return any(before[name] != sha256 for name, sha256 in drawn.items() if name in before)


def _digits(outcome: Outcome) -> str:
    sha256 = outcome.submission.sha256 if isinstance(outcome, Result) else outcome.sha256
    return (sha256 or "unread")[:_DIGITS]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
