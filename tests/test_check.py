"""One submission to its Result: the same bytes each time, what is no submission refused, the policy in charge."""

import json
import os
import shutil
from pathlib import Path

import pytest

from pipeline.check import check
from pipeline.errors import DataError, UsageError
from pipeline.policy import DEFAULT_POLICY, load_policy
from pipeline.result import Failure, Result, encode

GAPS = next(Path("inputs").glob("*with gaps.docx"))


def _checked(path: Path) -> Result:
    outcome = check(path)
    assert isinstance(outcome, Result)
    return outcome


def test_the_same_submission_gives_the_same_bytes(tmp_path: Path):
    elsewhere = tmp_path / "deep" / GAPS.name
    elsewhere.parent.mkdir()
    shutil.copy(GAPS, elsewhere)
    assert encode(_checked(GAPS)) == encode(_checked(elsewhere))


def test_a_pipe_is_no_submission(tmp_path: Path):
    pipe = tmp_path / "pipe.docx"
    os.mkfifo(pipe)
    with pytest.raises(UsageError, match="not a file"):
        check(pipe)


def test_a_huge_file_is_too_large_and_named_by_its_sha256(tmp_path: Path):
    huge = tmp_path / "huge.docx"
    with huge.open("wb") as file:
        file.truncate(load_policy().limits.file_bytes + 1)
    failure = check(huge)
    assert isinstance(failure, Failure)
    assert (failure.code, len(failure.sha256 or "")) == ("too_large", 64)


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path):
    with pytest.raises(UsageError, match=r"nowhere\.docx"):
        check(tmp_path / "nowhere.docx")


def test_a_wrong_policy_is_named(tmp_path: Path):
    wrong = tmp_path / "policy.toml"
    wrong.write_text(DEFAULT_POLICY.read_text(encoding="utf-8").replace("[rules]", "[rulez]"), encoding="utf-8")
    with pytest.raises(DataError, match=r"policy\.toml"):
        check(GAPS, policy=wrong)


def test_a_changed_policy_changes_a_verdict_without_a_change_of_code(tmp_path: Path):
    """An awarding body for which "taught but not assessed" is none changes one line of data."""
    shipped = DEFAULT_POLICY.read_text(encoding="utf-8")
    before = 'status = "partial"\nreasons = ["evidence_missing"]'
    assert shipped.count(before) == 1
    strict = tmp_path / "policy.toml"
    strict.write_text(shipped.replace(before, before.replace("partial", "none")), encoding="utf-8")
    usual, changed = _checked(GAPS), check(GAPS, policy=strict)
    assert isinstance(changed, Result)
    taught = _with_reason(usual, "evidence_missing")
    assert taught
    assert set(taught.values()) == {"partial"}
    assert set(_with_reason(changed, "evidence_missing").values()) == {"none"}
    assert changed.counts.none == usual.counts.none + len(taught)


def _with_reason(result: Result, code: str) -> dict[str, str]:
    return {
        f"{unit.ref}/{criterion.ref}": criterion.status
        for unit in result.units
        for criterion in unit.criteria
        if code in [reason.code for reason in criterion.reasons]
    }


def test_every_claimed_criterion_gets_exactly_one_verdict():
    result = json.loads(encode(_checked(GAPS)))
    for unit in result["units"]:
        refs = [criterion["ref"] for criterion in unit["criteria"]]
        assert len(refs) == len(set(refs)) == sum(unit["counts"].values())
