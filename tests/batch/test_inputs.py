"""Inputs that go, change, or cannot be read while a batch runs; copies, changes, and what was done already."""

import os
import shutil
import socket
from pathlib import Path

import pytest

from tests.batch.command import AS_OTHERS, Command, batch, checked, differences, fill, log, plain, tree
from tests.mappings import certificate


def _kinds(said: str) -> str:
    """What the closing line counts."""
    return next((line for line in said.splitlines() if "To look through them" in line), said).partition(". ")[0]


def test_a_file_that_vanishes_before_it_is_checked_is_told_and_the_others_are_done(
    out: Path, temporary: Path, tmp_path: Path
) -> None:
    folder = fill(tmp_path / "in", {"gate 1.docx": plain("1"), "later.docx": plain("2"), "last.docx": plain("3")})
    with Command(folder, "--out", out, "--jobs", 1, temporary=temporary) as command:
        command.reached("gate 1")
        (folder / "later.docx").unlink()
        command.open("gate 1")
        _, said = command.ended()
    assert _kinds(said) == "3 submissions: 2 not a mapping document, 1 could not be read"
    assert not (out / "later").exists()
    assert "later.docx" in (out / "batch.json").read_text()


def test_of_many_copies_that_vanish_the_last_is_checked(out: Path, temporary: Path, tmp_path: Path) -> None:
    files = {"gate 0.docx": plain("0"), **{f"p{number}.docx": plain("same") for number in range(6)}}
    folder = fill(tmp_path / "in", files)
    with Command(folder, "--out", out, "--jobs", 1, temporary=temporary) as command:
        command.reached("gate 0")
        for number in range(5):
            (folder / f"p{number}.docx").unlink()
        command.open("gate 0")
        _, said = command.ended()
    assert _kinds(said) == "7 submissions: 2 not a mapping document, 5 could not be read"


@pytest.mark.parametrize("kind", ["vanishes", "replaced"])
def test_a_file_that_is_not_what_it_was_when_it_is_drawn_keeps_no_outcome_of_that(
    kind: str, out: Path, temporary: Path, tmp_path: Path
) -> None:
    folder = fill(tmp_path / "in", {f"{kind}.docx": certificate(), "beside.docx": plain("2")})
    _, said = batch(folder, "--out", out, "--jobs", 1, temporary=temporary)
    if kind == "vanishes":
        assert "1 could not be read" in said
        fill(folder, {"beside.docx": plain("2"), "whole.docx": certificate()})
    else:
        assert "1 complete" in said
        assert (out / "replaced" / "replaced - with comments.docx").is_file()


def test_a_file_that_is_replaced_before_it_is_checked_is_checked_as_it_is_then(
    out: Path, temporary: Path, tmp_path: Path
) -> None:
    folder = fill(tmp_path / "in", {"gate 1.docx": plain("1"), "later.docx": plain("2")})
    with Command(folder, "--out", out, "--jobs", 1, temporary=temporary) as command:
        command.reached("gate 1")
        (folder / "later.docx").write_bytes(plain("another"))
        command.open("gate 1")
        status, said = command.ended()
    assert status == 0
    assert _kinds(said) == "2 submissions: 2 not a mapping document"
    aside = fill(tmp_path / "aside", {"later.docx": plain("another")})
    batch(aside, "--out", tmp_path / "out aside", temporary=temporary)
    assert tree(out / "later") == tree(tmp_path / "out aside" / "later")


def test_what_is_no_file_holds_nobody_up_and_what_leads_nowhere_is_told(
    out: Path, temporary: Path, tmp_path: Path
) -> None:
    folder = fill(tmp_path / "in", {"a.docx": plain("a")})
    os.mkfifo(folder / "pipe.docx")
    (folder / "lost.docx").symlink_to(tmp_path / "nowhere")
    with socket.socket(socket.AF_UNIX) as served:
        served.bind(str(folder / "s.docx"))
        status, said = batch(folder, "--out", out, temporary=temporary)
    assert status == 0
    assert _kinds(said) == "1 submission: 1 not a mapping document"
    assert "lost.docx" in said
    assert "pipe.docx" in said


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give up its powers")
def test_files_and_folders_that_may_not_be_read_are_told_and_the_others_are_done(
    out: Path, temporary: Path, tmp_path: Path
) -> None:
    folder = fill(tmp_path / "in", {"a.docx": plain("a"), "b.docx": plain("b"), "shut/c.docx": plain("c")})
    (folder / "b.docx").chmod(0)
    (folder / "shut").chmod(0)
    with Command(folder, "--out", out, temporary=temporary, through=AS_OTHERS) as command:
        _, said = command.ended()
    assert _kinds(said) == "2 submissions: 1 not a mapping document, 1 could not be read"
    assert "shut could not be searched" in said
    (folder / "b.docx").chmod(0o644)
    (folder / "shut").chmod(0o755)
    with Command(folder, "--out", out, temporary=temporary, through=AS_OTHERS) as command:
        status, said = command.ended()
    assert status == 0
    assert _kinds(said).startswith("3 submissions: 3 not a mapping document")


def test_copies_are_checked_once_and_only_what_changed_is_checked_again(
    out: Path, temporary: Path, tmp_path: Path
) -> None:
    files = {"1/a.docx": plain("a"), "2/a.docx": plain("a"), "2/other.docx": plain("a"), "b.docx": plain("b")}
    folder = fill(tmp_path / "in", files)
    _, said = batch(folder, "--out", out, "--jobs", 1, temporary=temporary)
    assert checked(out) == 2
    assert _kinds(said) == "4 submissions: 4 not a mapping document (2 the same as another)"
    before = tree(out)

    was_ns = (folder / "b.docx").stat().st_mtime_ns
    os.utime(folder / "b.docx")  # touched, and not changed
    batch(folder, "--out", out, "--jobs", 1, temporary=temporary)
    assert checked(out) == 2

    os.utime(folder / "b.docx", ns=(was_ns, was_ns))  # the day is in the roll-up
    (out / "a" / "result.json").unlink()
    batch(folder, "--out", out, "--jobs", 1, temporary=temporary)
    assert checked(out) == 3
    assert not differences(tree(out), before)

    (folder / "b.docx").write_bytes(plain("changed"))
    batch(folder, "--out", out, "--jobs", 1, temporary=temporary)
    assert checked(out) == 4


def test_packs_none_then_all_comes_to_what_all_at_once_does(
    pile: Path, out: Path, temporary: Path, expected: dict[str, bytes]
) -> None:
    batch(pile, "--out", out, "--packs", "none", temporary=temporary)
    assert not list(out.glob("*/result.json"))
    status, _ = batch(pile, "--out", out, temporary=temporary)
    assert status == 0
    shutil.rmtree(out / "results")
    assert not differences(tree(out), expected)


def test_what_could_not_be_read_is_tried_again_where_that_is_asked_for(
    out: Path, temporary: Path, tmp_path: Path
) -> None:
    folder = fill(tmp_path / "in", {"a.docx": plain("a"), "b.docx": b""})
    batch(folder, "--out", out, "--jobs", 1, temporary=temporary)
    batch(folder, "--out", out, "--jobs", 1, "--retry", temporary=temporary)
    names = [line["kind"] for line in log(out) if line["event"] == "checked"]
    assert names == ["not_a_mapping", "unread", "unread"]


def test_another_policy_checks_everything_anew_and_the_first_one_is_known_no_more(
    out: Path, temporary: Path, tmp_path: Path
) -> None:
    folder = fill(tmp_path / "in", {"a.docx": plain("a")})
    policy = tmp_path / "policy.toml"
    policy.write_text(f"# another\n{Path('reference/policy.toml').read_text()}")
    batch(folder, "--out", out, temporary=temporary)
    first = tree(out)
    batch(folder, "--out", out, "--policy", policy, temporary=temporary)
    assert checked(out) == 2
    batch(folder, "--out", out, temporary=temporary)
    assert not differences(tree(out), first)


def test_a_ledger_that_is_spoilt_is_told_of_and_what_to_do(out: Path, temporary: Path, tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", {"a.docx": plain("a")})
    batch(folder, "--out", out, temporary=temporary)
    before = tree(out)
    ledger = out / "ledger.sqlite"
    packed = bytearray(ledger.read_bytes())
    packed[4096:] = b"\xff" * len(packed[4096:])  # its head is whole
    ledger.write_bytes(packed)
    status, said = batch(folder, "--out", out, temporary=temporary)
    assert status == 2
    assert f"{ledger} is damaged" in said
    ledger.unlink()
    status, said = batch(folder, "--out", out, temporary=temporary)
    assert status == 0, said
    assert not differences(tree(out), before)
