"""The generator of labelled submissions: its files open, its labels follow the rubric, and it leaves nothing out."""

import io
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import docx
import pytest
from lxml import etree

from bench.score import Score, score_document
from pipeline.check import check
from pipeline.result import Result
from tests.corpus.dress import TRACKED, WORN
from tests.corpus.generate import CATEGORIES, Labelled, generate
from tests.corpus.hands import HANDS
from tests.corpus.inputs import FOLDER, inputs
from tests.corpus.layouts import LAYOUTS
from tests.corpus.programmes import data, programmes, reference
from tests.corpus.truth import ORDER

SEEDS = range(300)
STATUSES = {"full", "partial", "none"}
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
    "tracked_changes",
    "struck_text",
    "text_unreadable",
}
REASONS = {"criterion_missing", "nothing_mapped", "evidence_missing", "strategies_missing", "wording_altered"} | {
    f"evidence_weak:{kind}" for kind in ORDER
}
STRUCTURE = {
    "grid_span",
    "vmerge",
    "grid_before",
    "grid_after",
    "sdt_table",
    "sdt_row",
    "del_row",
    "ins_row",
    "prompt",
    "check_off",
    "deleted_all",
    "struck_all",
    "hidden_all",
    "comment_only",
    "automatic_numbering",
    "style_numbering",
    "strict",
    "docm",
    "dotx",
    "smart_tag",
    "proof_error",
    "bookmark",
    "lastRenderedPageBreak",
    "sym_only",
    "customxml_row",
}


@cache
def made(seed: int) -> Labelled:
    return generate(seed)


def labels() -> list[dict]:  # type: ignore[type-arg]
    return [
        label for seed in SEEDS for unit in made(seed).truth["units"].values() for label in unit["criteria"].values()
    ]


@pytest.mark.parametrize("seed", range(0, 300, 13))
def test_every_part_is_well_formed_and_the_file_opens(seed: int) -> None:
    labelled = made(seed)
    with zipfile.ZipFile(io.BytesIO(labelled.docx)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
    if labelled.name.endswith(".docx") and "strict" not in labelled.truth["features"]:
        assert docx.Document(io.BytesIO(labelled.docx)).tables


def test_same_seed_gives_the_same_bytes_and_another_seed_does_not() -> None:
    assert generate(7) == generate(7)
    assert generate(7).docx != generate(31).docx


def test_every_criterion_of_a_claimed_unit_is_labelled() -> None:
    for seed in SEEDS:
        for ref, unit in made(seed).truth["units"].items():
            assert unit["status"] == "not_claimed" or list(unit["criteria"]) == list(reference()[ref]["criteria"])


def test_status_follows_from_reasons_as_the_rubric_has_it() -> None:
    for label in labels():
        reasons = set(label["reasons"])
        expected = "none" if reasons & {"criterion_missing", "nothing_mapped"} else "partial" if reasons else "full"
        assert label["status"] == expected
        assert (label["match"] == "missing") == ("criterion_missing" in reasons)
        assert (label["match"] == "altered") == ("wording_altered" in reasons)
        assert sum(reason.startswith("evidence_") for reason in reasons) <= 1


def test_a_unit_is_full_or_none_only_where_every_criterion_is() -> None:
    for seed in SEEDS:
        for unit in made(seed).truth["units"].values():
            found = {label["status"] for label in unit["criteria"].values()}
            assert unit["status"] == ("not_claimed" if not found else found.pop() if len(found) == 1 else "partial")


def test_an_award_is_met_only_where_it_is_claimed_and_no_unit_of_it_is_missing() -> None:
    for seed in SEEDS:
        truth = made(seed).truth
        missing = {finding["unit"] for finding in truth["findings"] if finding["code"] == "unit_missing"}
        for award, answer in truth["combinations"].items():
            assert (answer == "n/a") == (award not in truth["claimed"])
            assert answer != "no" or missing


def test_every_reason_finding_match_and_status_occurs() -> None:
    reasons = Counter(reason for label in labels() for reason in label["reasons"])
    assert set(reasons) == REASONS
    assert {label["match"] for label in labels()} == {"identical", "reworded", "altered", "number_only", "missing"}
    assert {label["status"] for label in labels()} == STATUSES
    assert {finding["code"] for seed in SEEDS for finding in made(seed).truth["findings"]} == FINDINGS


def test_every_word_feature_hand_layout_and_programme_occurs() -> None:
    features = Counter(feature for seed in SEEDS for feature in made(seed).truth["features"])
    assert set(features) >= STRUCTURE | set(WORN) | set(TRACKED)
    assert {made(seed).truth["hand"] for seed in SEEDS} == set(HANDS)
    assert {made(seed).truth["layout"] for seed in SEEDS} == set(LAYOUTS)
    assert {made(seed).truth["category"] for seed in SEEDS} == set(CATEGORIES)


def test_tracked_and_struck_words_are_always_reported() -> None:
    for seed in SEEDS:
        truth = made(seed).truth
        assert bool(set(TRACKED) & set(truth["features"])) == any(
            f["code"] == "tracked_changes" for f in truth["findings"]
        )


def test_the_vocabulary_is_wide() -> None:
    said, innocent = data("weak"), data("innocent")
    assert len(programmes()) >= 12
    for kind in ORDER[:3]:
        assert len(set(said[kind])) >= 25
        assert len(set(innocent[kind])) >= 25
    for kind in ("part_only", "shortfall"):
        phrases = set(said.get(kind, [])) | {say for entry in said[f"{kind}_at"] for say in entry["say"]}
        looks = set(innocent.get(kind, [])) | {say for entry in innocent.get(f"{kind}_at", []) for say in entry["say"]}
        assert len(phrases) >= 25
        assert len(looks) >= 25
    assert sum(map(len, said["reference"].values())) >= 25
    assert len(set(innocent["reference"])) >= 25


def test_the_shipped_inputs_are_the_generators_own() -> None:
    for labelled in inputs():
        assert (FOLDER / labelled.name).read_bytes() == labelled.docx


def test_the_checker_reads_two_dozen_submissions_and_is_never_silently_too_kind(tmp_path: Path) -> None:
    total = Score()
    for seed in range(24):
        path = tmp_path / made(seed).name
        path.write_bytes(made(seed).docx)
        outcome = check(path)
        total.add(score_document(outcome if isinstance(outcome, Result) else None, made(seed).truth))
    status = total.row()["status"]
    assert status is not None
    assert status >= 99, "\n".join(total.faults)
    assert total.n["silent"] == 0, "\n".join(total.faults)
