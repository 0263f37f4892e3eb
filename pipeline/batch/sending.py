"""Packs and roll-up at a URL: objects that are made on this machine, and then sent."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.batch.objects import held_at, name_of, place, reached, safe
from pipeline.pack import ERROR_FILE, RESULT_FILE, file_name, other_name, write_pack
from pipeline.report.drawing import Drawn
from pipeline.result import Outcome, submitted
from pipeline.source import sha256

_LAST = (RESULT_FILE, ERROR_FILE)
_FRESH_S = 60.0
# Their folders are parts of names. To "make" one would make a bucket where somebody has mistyped its name.
_STORES = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "oci", "b2", "r2", "tos"})


class Objects:
    """An output at a URL, of which each object is whole or not there, and `result.json` or `error.json` comes last.

    A pack is made in a folder of this machine by the rules of `pipeline.pack.write_pack`, over what is there already,
    and what came of it is sent: a file that somebody has worked in is kept under another name, outdated reports go, a
    folder that holds another submission is left alone.

    Two machines may write to one output. What both write is the same bytes. Where two submissions of one name meet,
    whoever comes first has the folder, and the later one adds its digits: the first object is created, and overwrites
    nothing, and a pack that is not complete, of other bytes than one's own, is another's (or what a batch that was
    killed left of another version of the checker). This holds for stores that can create, as S3 can.
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
                names = self._spot.fs.ls(self._spot.path, detail=False) if held_at(self._spot) else ()
            self._folders = frozenset(name_of(name.rstrip("/")) for name in names)
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
        files = {name_of(info["name"]): info["name"] for info in listed if info["type"] != "directory"}
        kept = {name: path for name, path in files.items() if name and safe(name) == name}
        folder = out / name
        for each, path in kept.items():
            folder.mkdir(parents=True, exist_ok=True)
            self._spot.fs.get_file(path, str(folder / each))
        return {each: sha256(folder / each) for each in kept}

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
                other = other_name(name, submitted(outcome))
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
        changed = [name for name, path in held.items() if before.get(name) != sha256(path)]
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
    drawn = {path.name: sha256(path) for path in folder.iterdir()}
    return any(before[name] != digest for name, digest in drawn.items() if name in before)
