"""Submissions at a URL, through fsspec: objects of a store such as S3, or files of another machine.

How a store is reached, and as whom, is said where its own tools have it: of S3 the `AWS_…` variables and `~/.aws`, of
every protocol also fsspec's `FSSPEC_…` variables and configuration. So workers need no word from who starts a batch.
What fails now and then is tried again by those libraries (`AWS_MAX_ATTEMPTS`, `AWS_RETRY_MODE`), not here."""

import glob
import hashlib
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from errno import EROFS
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.batch.jobs import Source
from pipeline.errors import PipelineError, UsageError
from pipeline.source import decodable

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_EXTRAS = {"s3": "s3", "s3a": "s3"}  # which of our own extras brings a protocol
_VERSION = "?versionId="
_OF_ONE_PROCESS = ("memory",)  # what is in it no other process sees
_NO_CREDENTIALS = ("NoCredentialsError", "PartialCredentialsError", "TokenRetrievalError", "SSOTokenLoadError")
_DATES = ("LastModified", "last_modified", "mtime", "modified", "updated", "created")
_TAGS = ("ETag", "etag", "md5Hash", "ContentMD5")
_PART_BYTES = 2**20
_LEFTOVERS = ("~$", ".")
_NAME_BYTES = 240  # of the 255 that a file system takes
_ENDING_BYTES = 16


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
    if scheme in _EXTRAS:
        kind = _with_whole_keys(kind)
    with reached(url):
        fs = kind(**kind._get_kwargs_from_urls(url), use_listings_cache=False)
        path = str(kind._strip_protocol(url)).rstrip("/")
    bare = url.rstrip("/")
    head = bare.removesuffix(path) if bare.endswith(path) else fs.unstrip_protocol(path).removesuffix(path)
    return Place(fs, path, head)


@cache
def _with_whole_keys(kind: type[Any]) -> type[Any]:
    """That file system of S3, which reads a version out of a key such as `x?versionId=1.docx`, and would miss it."""

    class Whole(kind):  # type: ignore[misc]
        def split_path(self, path: str) -> tuple[str, str, str | None]:
            before, mark, after = path.partition(_VERSION)
            bucket, key, _ = super().split_path(before)
            return bucket, key + mark + after, None

        @staticmethod
        def _get_kwargs_from_urls(_: str) -> dict[str, Any]:
            return {}

    return Whole


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


def find(named: str, out: str, is_taken: Callable[[str], bool], *, is_alone: bool) -> Iterator[Source]:
    """The submissions at a URL: one object, those of a pattern, or all below it, in the order of names.

    A folder is listed at a time, so that memory holds one; millions belong into folders, by day for example. Where an
    object has a tag beside its date, which has whole seconds only, two versions of one second are told apart by it.
    Raises: UsageError, where there is nothing, it cannot be reached, or `out` is inside.
    """
    spot = place(named)
    require_outside(named, out)
    with reached(named):
        held = held_at(spot)
    if held is None and glob.has_magic(spot.path):
        yield from _by_pattern(spot, out, is_taken)
    elif held is None:
        raise UsageError(f"There is no {decodable(named)}.")
    elif held["type"] != "directory":
        yield _source(spot, held, spot.path.rpartition("/")[0])
    else:
        root = spot.path if is_alone else spot.path.rpartition("/")[0]
        yield from (_source(spot, info, root) for info in _below(spot, spot.path) if is_taken(name_of(info["name"])))


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
    path = folder / safe(name_of(spot.path))
    with reached(url):
        spot.fs.get_file(spot.path, str(path))
    return path


def digest(url: str) -> str:
    """The sha256 of an object's bytes, of which nothing is left on this machine. Raises: UsageError."""
    spot, sha256 = place(url), hashlib.sha256()
    with reached(url), spot.fs.open(spot.path, "rb") as file:
        while part := file.read(_PART_BYTES):
            sha256.update(part)
    return sha256.hexdigest()


def _below(spot: Place, folder: str) -> Iterator[Mapping[str, Any]]:
    """The objects below a folder, to the bottom. One that cannot be listed ends it, or what is in it would be lost."""
    with reached(spot.url(folder)), suppress(FileNotFoundError):  # it has gone meanwhile
        for info in sorted(spot.fs.ls(folder, detail=True), key=lambda info: str(info["name"])):
            path = info["name"].rstrip("/")
            if info["type"] != "directory":
                if path != folder and name_of(info["name"]):  # a store may hold an object for the folder itself
                    yield info
            elif path == folder:
                yield from _below_nameless(spot, folder)
            elif not name_of(path).startswith(_LEFTOVERS):
                yield from _below(spot, path)


def _below_nameless(spot: Place, folder: str) -> Iterator[Mapping[str, Any]]:
    """The objects with `//` after the folder in their keys: no listing of a folder says what is in one without name."""
    for path, info in sorted(spot.fs.find(folder, prefix="/", detail=True).items()):
        *above, name = path.removeprefix(f"{folder}//").split("/")
        if path.startswith(f"{folder}//") and name and not any(part.startswith(_LEFTOVERS) for part in above):
            yield info


def _by_pattern(spot: Place, out: str, is_taken: Callable[[str], bool]) -> Iterator[Source]:
    from fsspec.utils import glob_translate

    parts = spot.path.split("/")
    root = "/".join(parts[: next(at for at, part in enumerate(parts) if glob.has_magic(part))]).rstrip("/")
    if not root:
        raise UsageError(f"{spot.url(spot.path)} names no bucket or folder to search.")
    match = re.compile(glob_translate(spot.path)).match
    for info in _below(spot, root):
        is_own = "://" in out and is_below(spot.url(info["name"]), out)
        is_named = match(info["name"]) or match(re.sub("//+", "/", info["name"]))  # `**` is no folder without a name
        if is_named and not is_own and is_taken(name_of(info["name"])):
            yield _source(spot, info, root)


def held_at(spot: Place) -> Mapping[str, Any] | None:
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


def name_of(path: str) -> str:
    """The last part of a path."""
    return path.rpartition("/")[2]


def safe(name: str) -> str:
    """A key's last part as a file name: such as it is, where a file can be called so."""
    stem, dot, ending = name.replace("\0", "").rpartition(".")
    if not stem or len(ending.encode()) > _ENDING_BYTES:
        stem, dot, ending = stem + dot + ending, "", ""
    kept = stem.encode()[:_NAME_BYTES].decode(errors="ignore")
    return f"{kept}{dot}{ending}" if kept.strip(". ") else f"submission{dot}{ending}".rstrip(".")


def _said(error: Exception) -> str:
    return str(error).strip().rstrip(".") or type(error).__name__
