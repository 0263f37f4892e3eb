"""The policy is checked on load, and holds a sentence for every code of the rubric."""

from pathlib import Path

import msgspec
import pytest

from pipeline.errors import DataError
from pipeline.model.document import NoteKind
from pipeline.model.verdicts import WeakKind
from pipeline.policy import DEFAULT_POLICY, load_policy

SHIPPED = DEFAULT_POLICY.read_text(encoding="utf-8")

FINDINGS = {
    "unit_missing",
    "unit_unknown",
    "unit_title_differs",
    "credit_value_differs",
    "outcome_altered",
    "criterion_unknown",
    "criterion_duplicate",
    "criterion_misplaced",
    "criterion_renumbered",
    "claim_disagrees",
    "assessment_unlisted",
    "placeholder_left",
    "induction_missing",
    "tutorial_missing",
    "qualification_unclear",
    "credits_short",
}


def test_every_code_of_the_rubric_has_its_sentences():
    sentences = load_policy().sentences
    assert set(sentences.findings) == FINDINGS | set(NoteKind)
    weak = {f"evidence_weak:{kind}" for kind in WeakKind}
    whole = {"criterion_missing", "nothing_mapped", "evidence_missing", "strategies_missing", "wording_altered"}
    assert set(sentences.reasons) == weak | whole


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('status = "full"', 'status = "fine"', "$.rules.status[7].status"),
        ('evidence = "weak"', 'evidence = "feeble"', "$.rules.status[3].evidence"),
        ('reasons = ["criterion_missing"]', 'reasons = ["gone"]', "gone has no sentence"),
        ("quote_characters = 160", 'quote_characters = "160"', "$.sentences.quote_characters"),
        ("quote_characters = 160", "quote_characters = 160\nquote_colour = 3", "quote_colour"),
        ('[[rules.status]]\nstatus = "full"\n', "", "the last row of the status table"),
        ("[rules]", "[rules", "Expected"),
    ],
)
def test_a_wrong_policy_is_named_with_the_place_inside_it(tmp_path: Path, old: str, new: str, said: str):
    assert old in SHIPPED
    path = tmp_path / "mine.toml"
    path.write_text(SHIPPED.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError) as raised:
        load_policy(path)
    assert str(path) in raised.value.advice
    assert said in raised.value.advice


def test_the_policy_is_frozen():
    policy = load_policy()
    with pytest.raises(AttributeError):
        policy.cells.names.same_word_similarity = 1.0  # type: ignore[misc]
    assert msgspec.structs.replace(policy.cells.names, same_word_similarity=1.0) != policy.cells.names
