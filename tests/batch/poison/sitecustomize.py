"""What goes wrong in the processes of a batch: by the names of the submissions, and of what is written.

A submission is read once, in the sandbox's child; a pack is written by a lane, the roll-up by its drawer. With
FAULTS_WRITE="name" whoever writes a file whose name ends so has it half written when it says so, and waits. A "*" in it
stands for anything."""

import fnmatch
import os
import pathlib
import shutil
import signal
import tempfile
import time

_FAULTS = pathlib.Path(os.environ.get("FAULTS", "/nowhere"))
_WRITE = os.environ.get("FAULTS_WRITE", "\0")
_read, _write, _copy = pathlib.Path.read_bytes, pathlib.Path.write_bytes, shutil.copyfile


def _wait(name: str) -> None:
    """Says that it is here, and waits to be let on."""
    if (_FAULTS / f"{name}.open").exists():
        return
    (_FAULTS / name).touch()
    while not (_FAULTS / f"{name}.open").exists():
        time.sleep(0.005)


def _is_first(name: str) -> bool:
    try:
        (_FAULTS / f"{name}.once").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _hang(_: pathlib.Path) -> None:
    while True:
        time.sleep(1)


def _take_memory(_: pathlib.Path) -> None:
    taken = []
    while True:
        taken.append(bytearray(2**24))


def _raise(_: pathlib.Path) -> None:
    raise KeyError("poison")


def _die(_: pathlib.Path) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _kill_lane(_: pathlib.Path) -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)


def _kill_lane_once(path: pathlib.Path) -> None:
    if _is_first(path.stem):
        _kill_lane(path)


def _die_once(path: pathlib.Path) -> None:
    if _is_first(path.stem):
        os.kill(os.getpid(), signal.SIGKILL)


def _need_room(path: pathlib.Path) -> None:
    _wait(path.stem)
    _write(pathlib.Path(tempfile.mkdtemp(), "needed"), b"\0" * 2**20)


_BEFORE = {
    "room": _need_room,
    "hang": _hang,
    "memory": _take_memory,
    "exception": _raise,
    "crash": _die,
    "lane": _kill_lane,
    "lane-once": _kill_lane_once,
    "die-once": _die_once,
    "gate": lambda path: _wait(path.stem),
}


def _read_bytes(path: pathlib.Path) -> bytes:
    kind = path.stem.partition(" ")[0] if path.suffix == ".docx" else ""
    if kind in _BEFORE:
        _BEFORE[kind](path)
    packed = _read(path)
    if kind == "vanishes":  # once it is read, and before it is drawn
        path.unlink()
    if kind == "replaced" and _is_first(path.stem):
        _write(path, packed + b"\0")
    return packed


def _write_bytes(path: pathlib.Path, packed: bytes) -> int:
    if fnmatch.fnmatchcase(path.name, f"*{_WRITE}"):
        _write(path, packed[: len(packed) // 2])
        _wait("write")
    return _write(path, packed)


def _copy_file(source, target, **more):  # type: ignore[no-untyped-def]
    if fnmatch.fnmatchcase(str(source), f"*{_WRITE}"):
        packed = _read(pathlib.Path(source))
        _write(pathlib.Path(target), packed[: len(packed) // 2])
        _wait("write")
    return _copy(source, target, **more)


pathlib.Path.read_bytes = _read_bytes  # type: ignore[method-assign]
pathlib.Path.write_bytes = _write_bytes  # type: ignore[method-assign]
shutil.copyfile = _copy_file
