"""When a file that comes has rested."""

import itertools
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.batch.jobs import Source
from pipeline.batch.watch import Rest, newcomers

FILE = Source("/in/a.docx", "a.docx", 10, 1)


def rested(rest: Rest, now_s: float, *found: Source) -> list[str]:
    return [source.shown for source in rest.rested(iter(found), now_s)]


@pytest.fixture
def rest() -> Rest:
    return Rest(5, lambda _: False)


def test_a_file_has_rested_after_its_time(rest: Rest) -> None:
    assert rested(rest, 100, FILE) == []
    assert rested(rest, 104.9, FILE) == []
    assert rested(rest, 105, FILE) == ["a.docx"]


@pytest.mark.parametrize("change", [{"bytes": 11}, {"modified_ns": 2}])
def test_a_file_that_grows_or_is_written_to_begins_anew(rest: Rest, change: dict[str, int]) -> None:
    grown = replace(FILE, **change)
    assert rested(rest, 100, FILE) == []
    assert rested(rest, 104, grown) == []
    assert rested(rest, 106, grown) == []
    assert rested(rest, 109, grown) == ["a.docx"]


def test_a_file_that_goes_and_comes_back_begins_anew(rest: Rest) -> None:
    assert rested(rest, 100, FILE) == []
    assert rested(rest, 103) == []
    assert rested(rest, 106, FILE) == []


def test_an_old_file_that_comes_just_now_has_not_rested(rest: Rest) -> None:
    """Its date came along with it; whether it is whole only time tells."""
    assert rested(rest, 1e9, replace(FILE, modified_ns=0)) == []


def test_what_is_known_is_not_taken_again() -> None:
    rest = Rest(0, lambda source: source == FILE)
    assert rested(rest, 100, FILE) == []
    assert rested(rest, 100, replace(FILE, bytes=11)) == ["a.docx"]


def test_a_pile_is_taken_in_parts(rest: Rest) -> None:
    pile = [replace(FILE, path=f"/in/{number}") for number in range(1200)]
    taken: set[str] = set()
    rest = Rest(0, lambda source: source.path in taken)
    sizes = []
    for now_s in itertools.count():
        part = rest.rested(iter(pile), now_s)
        if not part:
            break
        taken |= {source.path for source in part}
        sizes.append(len(part))
    assert sizes == [500, 500, 200]


def test_a_file_that_comes_to_nothing_is_given_again_after_a_minute(rest: Rest) -> None:
    assert rested(rest, 100, FILE) == []
    assert rested(rest, 105, FILE) == ["a.docx"]
    assert rested(rest, 106, FILE) == []
    assert rested(rest, 160, FILE) == []
    assert rested(rest, 170, FILE) == ["a.docx"]


def test_it_looks_again_soon_however_long_the_work_took(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now_s: list[float] = [0.0]
    slept: list[float] = []
    monkeypatch.setattr("pipeline.batch.watch.time", SimpleNamespace(monotonic=lambda: now_s[0], sleep=slept.append))
    looks = newcomers([str(tmp_path)], str(tmp_path.with_name("out")), Rest(0, lambda _: False))
    for _ in range(3):
        next(looks)
        now_s[0] += 600  # what is done with what was seen
    assert slept == [1.0, 1.0]
