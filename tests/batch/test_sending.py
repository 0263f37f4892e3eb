"""Packs at a URL, on a real server that speaks S3: those of a folder, whoever else writes there."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import docx as python_docx
import msgspec
import pytest

from pipeline.batch import storage
from pipeline.check import check, drawn
from pipeline.errors import ErrorCode
from pipeline.report.drawing import LETTER_ENDING, NOTHING, REPORT_ENDING, Drawn
from pipeline.result import Failure, Result, decode
from tests.batch import written
from tests.batch.stores import Bucket
from tests.mappings import paragraph
from tests.wordml import docx

GAPS = next(Path("inputs").glob("*with gaps.docx"))


@pytest.fixture(scope="module")
def result() -> Result:
    made = check(GAPS)
    assert isinstance(made, Result)
    return made


def failure(sha256: str = "ab" * 32) -> Failure:
    return Failure(file="a.docx", sha256=sha256, code=ErrorCode.CORRUPT, message="Send it again.")


def report(text: str) -> Drawn:
    return Drawn({REPORT_ENDING: text.encode(), LETTER_ENDING: docx(paragraph(text))}, [])


def other(result: Result) -> Result:
    """The same of another submission."""
    return msgspec.structs.replace(result, submission=msgspec.structs.replace(result.submission, sha256="cd" * 32))


def later(result: Result) -> Result:
    """The same submission, checked by another version."""
    return msgspec.structs.replace(result, checker=msgspec.structs.replace(result.checker, version="9"))


Step = Callable[[Result], tuple[Result | Failure, Drawn]]
STEPS: dict[str, list[Step]] = {
    "a pack": [lambda result: (result, report("one"))],
    "one that could not be read": [lambda _: (failure(), NOTHING)],
    "one that could be read at last": [lambda _: (failure(), NOTHING), lambda result: (result, report("one"))],
    "the same again": [lambda result: (result, report("one"))] * 2,
    "fewer reports of a later version": [lambda r: (r, report("one")), lambda r: (later(r), NOTHING)],
    "another of its name": [lambda r: (r, report("one")), lambda r: (other(r), report("two"))],
    "another of its name twice": [lambda r: (r, report("one")), *[lambda r: (other(r), report("two"))] * 2],  # type: ignore[list-item, misc]
}


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS.keys())
def test_packs_are_those_of_a_folder(steps: list[Step], result: Result, bucket: Bucket, tmp_path: Path) -> None:
    at_url, on_disk = storage.output(bucket.url("out")), storage.output(str(tmp_path))
    for step in steps:
        outcome, reports = step(result)
        folder = at_url.write_pack(outcome, reports, Path("a.docx"))
        assert folder == on_disk.write_pack(outcome, reports, Path("a.docx"))
        assert at_url.has_pack(folder)
    assert bucket.files("out") == written(tmp_path)
    assert not at_url.has_pack("b")


def test_a_file_that_somebody_has_worked_in_is_kept(result: Result, bucket: Bucket) -> None:
    output, letter = storage.output(bucket.url("out")), drawn(result, GAPS, only=["reply"])
    output.write_pack(result, letter, Path("a.docx"))
    made = python_docx.Document(io.BytesIO(letter.files[LETTER_ENDING]))
    made.core_properties.modified = datetime(2026, 3, 9, tzinfo=UTC)
    made.save(edited := io.BytesIO())
    bucket.put(f"out/a/a{LETTER_ENDING}", edited.getvalue())
    output.write_pack(later(result), letter, Path("a.docx"))
    held = bucket.files("out/a")
    assert held[f"a{LETTER_ENDING}".replace(".docx", " (worked in).docx")] == edited.getvalue()
    assert held[f"a{LETTER_ENDING}"] == letter.files[LETTER_ENDING]


def test_a_pack_that_another_is_writing_just_now_is_left_alone(result: Result, bucket: Bucket) -> None:
    theirs, ours = {f"a{REPORT_ENDING}": b"theirs"}, report("ours")
    bucket.put(f"out/a/a{REPORT_ENDING}", b"theirs")
    folder = storage.output(bucket.url("out")).write_pack(result, ours, Path("a.docx"))
    assert folder == f"a-{result.submission.sha256[:8]}"
    assert bucket.files("out/a") == theirs
    assert set(bucket.files(f"out/{folder}")) == {"result.json", f"a{REPORT_ENDING}", f"a{LETTER_ENDING}"}


def test_two_that_begin_one_pack_at_the_same_time_do_not_mix(result: Result, bucket: Bucket) -> None:
    outputs = [storage.output(bucket.url("out")) for _ in range(2)]
    for round_ in range(5):
        with ThreadPoolExecutor(2) as both:
            made = [
                both.submit(output.write_pack, outcome, report(text), Path(f"{round_}.docx"))
                for output, outcome, text in zip(outputs, (result, other(result)), ("one", "two"), strict=True)
            ]
        folders = [each.result() for each in made]
        assert len(set(folders)) == 2
        for folder, outcome, text in zip(folders, (result, other(result)), ("one", "two"), strict=True):
            held = bucket.files(f"out/{folder}")
            assert decode(held["result.json"]) == outcome
            assert held[f"{round_}{REPORT_ENDING}"] == text.encode()


def test_a_pack_that_was_begun_and_not_ended_is_completed(result: Result, bucket: Bucket) -> None:
    bucket.put(f"out/a/a{REPORT_ENDING}", b"one")
    assert storage.output(bucket.url("out")).write_pack(result, report("one"), Path("a.docx")) == "a"
    assert "result.json" in bucket.files("out/a")
