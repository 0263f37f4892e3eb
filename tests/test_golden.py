"""The schema and the packs of the shipped submissions, byte by byte: any change of them shows in a review."""

import json
from pathlib import Path

import pytest

from pipeline.check import check, write_pack
from pipeline.data import DATA
from pipeline.result import schema

INPUTS = sorted(Path("inputs").glob("*.docx"))
GOLDEN = Path("tests/golden")


def test_the_shipped_submissions_are_there():
    assert len(INPUTS) >= 4


@pytest.mark.parametrize("submission", INPUTS, ids=lambda path: path.stem)
def test_a_shipped_submission_gives_its_golden_pack(submission: Path, tmp_path: Path, request: pytest.FixtureRequest):
    out = GOLDEN if request.config.getoption("--renew-golden") else tmp_path
    pack = write_pack(check(submission), submission, out)
    golden = GOLDEN / submission.stem
    assert {path.name: path.read_bytes() for path in pack.iterdir()} == {
        path.name: path.read_bytes() for path in golden.iterdir()
    }


def test_the_checked_in_schema_is_the_models(request: pytest.FixtureRequest):
    path = DATA / "result.schema.json"
    if request.config.getoption("--renew-golden"):
        path.write_text(json.dumps(schema(), indent=1) + "\n", encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == schema(), "run make golden, and review the difference"
