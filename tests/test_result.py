"""The contract: what is written decodes again, validates against the checked-in schema, and nothing else does."""

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest

from pipeline.data import DATA
from pipeline.errors import ErrorCode
from pipeline.result import Failure, decode, decode_failure, encode
from tests.report.sample import with_gaps

SCHEMA = json.loads((DATA / "result.schema.json").read_text(encoding="utf-8"))


def test_a_result_validates_against_the_schema():
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(encode(with_gaps())))


def test_a_result_comes_back_as_it_went():
    assert decode(encode(with_gaps())) == with_gaps()


def test_a_result_from_before_places_had_columns_is_still_read():
    old = json.loads(encode(with_gaps()))
    del old["blanks"], old["submission"]["pictured_tables"]
    for unit in old["units"]:
        del unit["heading"], unit["summary"]
        for criterion in unit["criteria"]:
            del criterion["cells"]
    for finding in old["findings"]:
        del finding["quote"]
    assert decode(json.dumps(old).encode()) == with_gaps()


def test_a_failure_comes_back_as_it_went():
    failure = Failure(file="a.docx", sha256="0" * 64, code=ErrorCode.ENCRYPTED, message="Send it without a password.")
    assert decode_failure(encode(failure)) == failure


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "perfect"},
        {"colour": "red"},
        {"counts": {"full": -1, "partial": 0, "none": 0, "criteria": 0}},
        {"schema": "ilm-coverage-result/2"},
    ],
    ids=["a word that is not the rubric's", "an unknown field", "a negative count", "another version"],
)
def test_what_breaks_the_contract_is_refused(change):
    broken = json.loads(encode(with_gaps())) | change
    with pytest.raises(msgspec.ValidationError):
        decode(json.dumps(broken).encode())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(broken)


def test_an_outcome_that_breaks_its_own_contract_is_not_encoded():
    broken = msgspec.structs.replace(with_gaps(), verdict="perfect")  # type: ignore[arg-type]
    with pytest.raises(msgspec.ValidationError):
        encode(broken)


def test_no_path_or_clock_goes_into_a_result():
    packed = encode(with_gaps()).decode()
    assert str(Path.cwd()) not in packed
