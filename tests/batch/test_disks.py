"""A disk that is full, an output that may not be written: told in a sentence, and once it can be, the same bytes."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.batch.command import AS_OTHERS, Command, batch, checked, differences, fill, half_written, log, plain, tree

_MB = 2**20

Disk = Callable[[int], Path]

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="only root can make a small disk, or give up its powers")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Makes small disks of so many bytes."""
    made: list[Path] = []

    def make(size: int) -> Path:
        place = tmp_path / f"disk {len(made)}"
        place.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], capture_output=True, text=True, check=False
        )
        if mounted.returncode:
            pytest.skip(f"no small disk can be made here: {mounted.stderr}")
        made.append(place)
        return place

    yield make
    for place in made:
        subprocess.run(["umount", "-l", place], check=True)


def _free(place: Path) -> int:
    held = os.statvfs(place)
    return held.f_bavail * held.f_frsize


def _filled(place: Path, left: int) -> Path:
    """A file that leaves so many bytes of a disk free."""
    path = place / "ballast"
    path.write_bytes(b"\0" * (_free(place) - left))
    return path


@pytest.mark.parametrize("left_kb", [0, 300])
def test_a_disk_that_is_full_stops_a_batch_that_goes_on_once_there_is_room(
    left_kb: int, pile: Path, temporary: Path, disk: Disk, expected: dict[str, bytes]
) -> None:
    place = disk(4 * _MB)
    out = place / "out"
    ballast = _filled(place, left_kb * 1024)
    status, said = batch(pile, "--out", out, "--jobs", 1, temporary=temporary)
    assert status == 2, said
    _told(said)
    assert not half_written(tree(out), expected) if out.exists() else True
    ballast.unlink()
    status, said = batch(pile, "--out", out, "--jobs", 1, temporary=temporary)
    assert status == 0, said
    assert not differences(tree(out), expected)
    assert checked(out) <= 9 + 1


@pytest.mark.parametrize("name", ["result.json", "batch.json"])
def test_a_disk_that_fills_up_while_something_is_written_stops_a_batch(
    name: str, pile: Path, temporary: Path, disk: Disk, expected: dict[str, bytes]
) -> None:
    place = disk(4 * _MB)
    out = place / "out"
    with Command(pile, "--out", out, "--jobs", 1, temporary=temporary, FAULTS_WRITE=name) as command:
        command.reached("write")
        ballast = _filled(place, 0)
        command.open("write")
        status, said = command.ended()
        command.alone()
    if name == "result.json":
        assert status == 2
        _told(said)
    assert not half_written(tree(out), expected)
    ballast.unlink()
    status, said = batch(pile, "--out", out, "--jobs", 1, temporary=temporary)
    assert status == 0, said
    assert not differences(tree(out), expected)
    assert all("event" in line for line in log(out))


def test_a_full_folder_for_temporary_files_fails_no_submission(out: Path, tmp_path: Path, disk: Disk) -> None:
    place = disk(4 * _MB)
    folder = fill(tmp_path / "in", {"a.docx": plain("a"), "room.docx": plain("room")})
    faults = tmp_path / "faults"
    with Command(folder, "--out", out, "--jobs", 1, temporary=place, faults=faults) as command:
        command.reached("room")
        ballast = _filled(place, 0)
        command.open("room")
        status, said = command.ended()
    assert status == 2
    assert "There is no room for temporary files." in said
    _told(said)
    assert not (out / "room").exists()
    ballast.unlink()
    status, said = batch(folder, "--out", out, "--jobs", 1, temporary=place, faults=faults)
    assert status == 0
    assert "2 submissions: 2 not a mapping document" in said


def test_an_output_that_may_only_be_read_is_told(pile: Path, temporary: Path, disk: Disk) -> None:
    place = disk(_MB)
    subprocess.run(["mount", "-o", "remount,ro", place], check=True)
    status, said = batch(pile, "--out", place / "out", temporary=temporary)
    assert status == 2
    assert "cannot be written: Read-only file system." in " ".join(said.split())


def test_an_output_that_is_a_file_is_told(pile: Path, temporary: Path, out: Path) -> None:
    out.write_text("mine")
    status, said = batch(pile, "--out", out, temporary=temporary)
    assert status == 2
    assert f"{out} is a file. Name a folder with --out." in said
    assert out.read_text() == "mine"


def test_a_pack_that_cannot_be_written_is_told_for_each_copy_and_stops_nothing(
    temporary: Path, tmp_path: Path, out: Path
) -> None:
    copies = {f"{number}/a.docx": plain("a") for number in range(5)}
    folder = fill(tmp_path / "in", copies | {"b.docx": plain("b")})
    out.mkdir()
    (out / "a").write_text("a file where the folder would be")
    status, said = batch(folder, "--out", out, "--jobs", 1, temporary=temporary)
    assert status == 2
    assert "6 submissions: 1 not a mapping document, 5 could not be read" in said
    assert str(out) not in (out / "batch.json").read_text()
    (out / "a").unlink()
    status, said = batch(folder, "--out", out, "--jobs", 1, temporary=temporary)
    assert status == 0
    assert "6 submissions: 6 not a mapping document" in said


def test_an_output_that_is_shut_in_the_midst_stops_a_batch(temporary: Path, tmp_path: Path, out: Path) -> None:
    files = {"gate 1.docx": plain("gate"), **{f"{number}.docx": plain(str(number)) for number in range(5)}}
    folder = fill(tmp_path / "in", files)
    with Command(folder, "--out", out, "--jobs", 1, temporary=temporary, through=AS_OTHERS) as command:
        command.reached("gate 1")
        out.chmod(0o555)
        command.open("gate 1")
        status, said = command.ended()
    assert status == 2
    assert checked(out) <= 7
    _told(said)


def _told(said: str) -> None:
    """A sentence says what to do, and nothing says that the program is at fault."""
    assert "fault of the checker" not in said
    assert "Traceback" not in said
    assert "run the same command again" in " ".join(said.split())
