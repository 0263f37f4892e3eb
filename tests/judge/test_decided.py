"""Decisions over a result: what follows from them follows as if it had been computed so."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.check import check
from pipeline.decisions import Decision, Decisions
from pipeline.errors import UsageError
from pipeline.judge.decided import decided
from pipeline.policy import load_policy
from pipeline.result import Result, Status, decode, encode
from tests.mappings import certificate
from tests.report import sample

POLICY = load_policy()
STATUSES: tuple[Status, ...] = ("full", "partial", "none")
GAPS = next(Path("inputs").glob("*with gaps.docx"))


def made(result: Result, words: Mapping[str, Status], reason: str = "We looked ourselves.") -> Decisions:
    """Decisions on criteria ("8580-500 1.2") of a result."""
    computed = statuses(result)
    return Decisions(
        result=hashlib.sha256(encode(result)).hexdigest(),
        decisions=[
            Decision(
                unit=key.split()[0], ref=key.split()[1], computed=computed[key], decided=word, reason=reason,
                who="The QCM", when="12 May 2025",
            )
            for key, word in words.items()
        ],
    )  # fmt: skip


def statuses(result: Result) -> dict[str, Status]:
    return {f"{unit.ref} {c.ref}": c.status for unit in result.units for c in unit.criteria}


def everything(result: Result, word: Status) -> Result:
    return decided(result, made(result, dict.fromkeys(statuses(result), word)), POLICY)


def checked(path: Path, packed: bytes | None = None) -> Result:
    if packed is not None:
        path.write_bytes(packed)
    outcome = check(path)
    assert isinstance(outcome, Result)
    return outcome


@pytest.fixture(scope="module")
def gaps() -> Result:
    return checked(GAPS)


def test_no_decisions_are_the_same_result(gaps: Result) -> None:
    assert decided(gaps, made(gaps, {}), POLICY) == gaps


def test_a_decision_for_what_was_certain_already_changes_nothing(gaps: Result) -> None:
    sure = {
        f"{unit.ref} {c.ref}": c.status for unit in gaps.units for c in unit.criteria if c.certain and c.match.certain
    }
    assert len(sure) > 20
    assert decided(gaps, made(gaps, sure), POLICY) == gaps


def test_what_was_put_right_by_decision_is_as_if_the_centre_had_put_it_right(tmp_path: Path) -> None:
    gappy = checked(tmp_path / "a.docx", certificate({"8580-500 1.2": "", "8580-503 1.1": "An essay, if they wish."}))
    whole = checked(tmp_path / "a.docx", certificate())
    assert gappy.suggestion.answer == "return"
    after = decided(gappy, made(gappy, {"8580-500 1.2": "full", "8580-503 1.1": "full"}), POLICY)
    assert (after.verdict, after.suggestion, after.counts) == (whole.verdict, whole.suggestion, whole.counts)
    assert [(unit.status, unit.counts) for unit in after.units] == [(unit.status, unit.counts) for unit in whole.units]
    assert all(not criterion.reasons for unit in after.units for criterion in unit.criteria)


def test_all_decided_full_is_complete_where_the_awards_are_met(gaps: Result) -> None:
    after = everything(gaps, "full")
    assert (gaps.verdict, after.verdict) == ("gaps", "complete")
    assert after.counts.full == after.counts.criteria == gaps.counts.criteria


def test_all_decided_full_does_not_make_a_unit_that_is_not_there() -> None:
    after = everything(sample.without_a_unit(), "full")
    assert after.verdict == "gaps"
    assert "unit_missing" in [finding.code for finding in after.findings]


def test_a_tick_that_agrees_by_decision_is_no_finding_and_one_that_no_longer_agrees_is(gaps: Result) -> None:
    def claims(result: Result) -> list[str | None]:
        return [finding.unit for finding in result.findings if finding.code == "claim_disagrees"]

    (unit,) = claims(gaps)
    before = next(one for one in gaps.units if one.ref == unit)
    assert before.claimed_status == "full"
    put_right = {f"{unit} {c.ref}": "full" for c in before.criteria if c.status != "full"}
    after = decided(gaps, made(gaps, put_right), POLICY)  # type: ignore[arg-type]
    assert claims(after) == []
    assert [f for f in gaps.findings if f.code != "claim_disagrees"] == after.findings
    agreeing = next(one for one in gaps.units if one.claimed_status == one.status == "partial")
    all_full = {f"{agreeing.ref} {c.ref}": "full" for c in agreeing.criteria if c.status != "full"}
    assert claims(decided(gaps, made(gaps, all_full), POLICY)) == sorted([unit, agreeing.ref])  # type: ignore[arg-type,type-var]


def test_a_finding_on_a_tick_keeps_its_place_and_its_rank(gaps: Result) -> None:
    at = [finding.code for finding in gaps.findings].index("claim_disagrees")
    claim = gaps.findings[at]
    unit = next(unit for unit in gaps.units if unit.ref == claim.unit)
    after = decided(gaps, made(gaps, {f"{unit.ref} {c.ref}": "none" for c in unit.criteria}), POLICY)
    assert after.findings[at].location == claim.location
    assert after.findings[at].message == "Your summary says full; we find none."
    assert after.findings[:at] + after.findings[at + 1 :] == gaps.findings[:at] + gaps.findings[at + 1 :]


def test_a_doubt_that_is_confirmed_is_settled() -> None:
    result = sample.with_gaps()
    assert result.suggestion.answer == "look_first"
    doubtful = {f"{unit.ref} {c.ref}": c.status for unit in result.units for c in unit.criteria if not c.certain}
    after = decided(result, made(result, doubtful), POLICY)
    assert statuses(after) == statuses(result)
    assert all(c.certain and c.match.certain and not c.questions for unit in after.units for c in unit.criteria)
    assert after.suggestion.answer == "return"
    assert criterion(after, "8580-503 1.1").reasons == criterion(result, "8580-503 1.1").reasons


def test_a_gap_by_decision_is_told_in_the_words_of_who_decided() -> None:
    result = sample.complete()
    after = decided(result, made(result, {"8580-500 1.1": "partial"}, "the essay is on {quote} mentoring"), POLICY)
    (reason,) = criterion(after, "8580-500 1.1").reasons
    assert (reason.code, reason.message, reason.must) == ("decided", "The essay is on {quote} mentoring.", True)
    assert reason.request
    assert after.suggestion.answer == "return"


def test_what_was_found_still_holds_where_the_decision_is_lower_and_not_where_it_is_higher() -> None:
    result = sample.with_gaps()

    def codes(key: str, word: Status) -> list[str]:
        return [reason.code for reason in criterion(decided(result, made(result, {key: word}), POLICY), key).reasons]

    assert codes("8580-500 2.2", "none") == ["decided", "evidence_missing"]
    assert codes("8580-500 1.2", "partial") == ["decided"]
    assert codes("8580-500 1.2", "full") == []


def test_a_decision_on_no_criterion_of_the_result_is_refused() -> None:
    result = sample.complete()
    strange = Decision(
        unit="8580-502", ref="1.1", computed="none", decided="full", reason="It is.", who="", when="",
    )  # fmt: skip
    with pytest.raises(UsageError, match=r"a decision on 8580-502 1\.1, which is no criterion of this result"):
        decided(result, Decisions(result="0" * 64, decisions=[strange]), POLICY)
    other = msgspec.structs.replace(strange, unit="8580-500")
    with pytest.raises(UsageError, match=r"on 8580-500 1\.1 is from none, but the result says full"):
        decided(result, Decisions(result="0" * 64, decisions=[other]), POLICY)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_decisions_add_up_and_leave_the_rest_alone(data: st.DataObject) -> None:
    result = data.draw(st.sampled_from([sample.with_gaps(), sample.blank(), sample.without_a_unit()]))
    words = data.draw(st.dictionaries(st.sampled_from(sorted(statuses(result))), st.sampled_from(STATUSES)))
    after = decided(result, made(result, words), POLICY)
    assert decode(encode(after)) == after
    assert statuses(after) == statuses(result) | words
    for unit in after.units:
        found = [c.status for c in unit.criteria]
        assert [unit.counts.full, unit.counts.partial, unit.counts.none] == [found.count(word) for word in STATUSES]
        assert unit.status in ({*found} if len({*found}) == 1 else {"partial"}) or not found
    for key in set(statuses(result)) - set(words):
        assert criterion(after, key) == criterion(result, key)
    assert all(criterion(after, key).reasons or word == "full" for key, word in words.items())
    assert (after.submission, after.claimed, after.combinations) == (
        result.submission, result.claimed, result.combinations,
    )  # fmt: skip


def criterion(result: Result, key: str):  # type: ignore[no-untyped-def]
    unit_ref, ref = key.split()
    (found,) = (c for unit in result.units if unit.ref == unit_ref for c in unit.criteria if c.ref == ref)
    return found
