"""The schema and the packs of the shipped submissions, byte by byte: any change of them shows in a review."""

import json
from pathlib import Path

import pytest

from pipeline.check import check, drawn
from pipeline.data import DATA
from pipeline.pack import write_pack
from pipeline.policy import load_policy
from pipeline.reference import DEFAULT_REFERENCE, load_reference
from pipeline.result import Result, schema

INPUTS = sorted(Path("inputs").glob("*.docx"))
GOLDEN = Path("tests/golden")


def test_the_shipped_submissions_are_there():
    assert len(INPUTS) >= 4


@pytest.mark.parametrize("submission", INPUTS, ids=lambda path: path.stem)
def test_a_shipped_submission_gives_its_golden_pack(submission: Path, tmp_path: Path, request: pytest.FixtureRequest):
    result = check(submission, reference=DEFAULT_REFERENCE)
    assert isinstance(result, Result)
    folder = write_pack(result, drawn(result, submission, only=["html"]), submission, tmp_path)
    pack = {path.name: _unsigned(path.read_bytes()) for path in folder.iterdir()}
    golden = GOLDEN / submission.stem
    if request.config.getoption("--renew-golden"):
        golden.mkdir(parents=True, exist_ok=True)
        for name, packed in pack.items():
            (golden / name).write_bytes(packed)
    assert pack == {path.name: path.read_bytes() for path in golden.iterdir()}


def _unsigned(packed: bytes) -> bytes:
    """The bytes without the sums of policy and reference: an edit of them that changes no verdict changes nothing."""
    for sha256 in (load_policy().sha256, load_reference().sha256):
        packed = packed.replace(sha256.encode(), b"0" * 64)
    return packed


def test_the_checked_in_schema_is_the_models(request: pytest.FixtureRequest):
    path = DATA / "result.schema.json"
    if request.config.getoption("--renew-golden"):
        path.write_text(json.dumps(schema(), indent=1) + "\n", encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == schema(), "run make golden, and review the difference"
