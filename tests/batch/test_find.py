"""Paths and patterns to sources: what is taken as a submission."""

import os
from pathlib import Path

import pytest

from pipeline.batch import Settings
from pipeline.errors import UsageError
from tests.batch import Run, fill, sources


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def shown(*inputs: Path | str, out: Path) -> list[str]:
    return [source.shown for source in sources(*inputs, out=out)[0]]


def test_folders_are_searched_to_the_bottom(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", b=b"", C=b"", a=b"")
    fill(folder / "aa" / "deep", z=b"")
    assert sorted(shown(folder, out=out)) == ["C.docx", "a.docx", "aa/deep/z.docx", "b.docx"]


def test_a_source_is_known_by_its_path_and_shown_below_the_folder(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in" / "sub", a=b"four")
    (source,), _ = sources(tmp_path / "in", out=out)
    held = (folder / "a.docx").stat()
    assert (source.path, source.shown) == (str(folder / "a.docx"), "sub/a.docx")
    assert (source.bytes, source.modified_ns) == (4, held.st_mtime_ns)


def test_of_several_folders_each_is_named(tmp_path: Path, out: Path) -> None:
    first, second = fill(tmp_path / "one", a=b""), fill(tmp_path / "two", a=b"")
    assert shown(first, second, out=out) == ["one/a.docx", "two/a.docx"]


@pytest.mark.parametrize("name", ["~$a.docx", ".a.docx", "a.docx.tmp", ".git/a.docx"])
def test_leftovers_and_hidden_files_are_no_submissions(name: str, tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", real=b"")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"")
    found, passed_over = sources(folder, out=out)
    assert [source.shown for source in found] == ["real.docx"]
    assert not passed_over.count


def test_a_file_that_is_no_document_is_passed_over_and_named(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", real=b"")
    (folder / "README.md").write_text("about this folder")
    assert sources(folder, out=out)[1].names == ["README.md"]


def test_of_many_files_that_are_passed_over_the_first_are_named_and_all_counted(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", real=b"")
    for number in range(30):
        (folder / f"note {number:02}.txt").write_text("")
    _, passed_over = sources(folder, out=out)
    assert passed_over.count == 30
    assert passed_over.names == [f"note {number:02}.txt" for number in range(20)]


@pytest.mark.parametrize("name", ["a.PDF", "scan.Jpeg", "old.doc", "sheet.xlsx"])
def test_a_document_that_no_reader_knows_is_taken_all_the_same(name: str, tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in")
    (folder / name).write_bytes(b"")
    assert shown(folder, out=out) == [name]


def test_a_file_that_is_named_is_taken_whatever_it_is(tmp_path: Path, out: Path) -> None:
    (tmp_path / "mapping").write_bytes(b"")
    assert shown(tmp_path / "mapping", out=out) == ["mapping"]


def test_a_url_of_this_machine_is_its_path(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in put", a=b"")
    assert shown(folder.as_uri(), out=out) == ["a.docx"]


def test_a_pattern_finds_what_it_says(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", a1=b"", a2=b"", b1=b"")
    assert sorted(shown(folder / "a*.docx", out=out)) == ["a1.docx", "a2.docx"]
    assert sorted(shown(tmp_path / "*" / "a*.docx", out=out)) == ["in/a1.docx", "in/a2.docx"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", **{"a[1]": b"", "a1": b""})
    assert shown(folder / "a[1].docx", out=out) == ["a[1].docx"]


@pytest.mark.parametrize("inner", ["", "results"])
def test_an_out_folder_that_would_be_searched_is_refused(inner: str, tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", a=b"")
    with pytest.raises(UsageError, match="is inside"):
        sources(folder, out=folder / inner)


def test_a_pattern_does_not_find_what_a_batch_wrote(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", a=b"")
    fill(tmp_path / "in" / "out" / "a", **{"a - with comments": b""})
    assert shown(folder / "**" / "*.docx", out=folder / "out") == ["a.docx"]


def test_a_link_to_a_folder_is_followed_once(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", a=b"")
    other = fill(tmp_path / "elsewhere", b=b"")
    (other / "back").symlink_to(folder)
    (folder / "there").symlink_to(other)
    assert shown(folder, out=out) == ["a.docx", "there/b.docx"]


def test_a_link_to_the_output_is_not_followed(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", a=b"")
    fill(out / "a", **{"a - with comments": b""})
    (folder / "results").symlink_to(out)
    assert shown(folder, out=out) == ["a.docx"]


def test_an_input_that_is_not_there_is_said(tmp_path: Path, out: Path) -> None:
    with pytest.raises(UsageError, match="no file or folder"):
        sources(tmp_path / "lost", out=out)


def test_an_empty_folder_is_said(tmp_path: Path, out: Path) -> None:
    with pytest.raises(UsageError, match="No submissions were found in"):
        Run([fill(tmp_path / "in")], Settings(str(out)))


def test_a_name_that_is_no_utf8_is_found_and_shown(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in")
    (folder / os.fsdecode(b"caf\xe9.docx")).write_bytes(b"")
    (source,), _ = sources(folder, out=out)
    assert source.shown == r"caf\udce9.docx"
    assert Path(source.path).is_file()
