"""The measure of accuracy: a result that says what the label says scores in full, and each fault is counted."""

import re
from pathlib import Path
from typing import Any

import docx
import msgspec
import pytest

from bench import naive
from bench.labelled import Case
from bench.score import beside_naive, score_document, scored_twice, table
from bench.score import scored as scored_case
from pipeline.errors import ErrorCode
from pipeline.result import Failure, Result
from tests.corpus.generate import generate
from tests.match.forms import CANONICAL

SHA = "0" * 64
PLACE = {"page": None, "table": None, "row": None, "label": ""}
MATCH = {"score": 1.0, "certain": True, "text": "", "number": None, "runner_up": None, "signals": []}
SAID = {"message": "", "request": "", "must": True, "risk": "low"}


def perfect(truth: dict[str, Any]) -> dict[str, Any]:
    """The result that a label describes."""
    units = [{"ref": ref, **unit_of(unit)} for ref, unit in truth["units"].items()]
    findings = [
        {"code": f["code"], "severity": "minor", "unit": f["unit"][0] if isinstance(f["unit"], list) else f["unit"]}
        | {"ref": f["ref"], **SAID, "location": PLACE}
        for f in truth["findings"]
    ]
    award = {"title": "", "credits": 0, "required": 0, "missing_units": [], "induction_stated": True}
    award |= {"induction_hours_required": 1, "tutorial_hours_stated": None, "tutorial_hours_required": 2}
    return {
        "submission": {"file": "", "sha256": SHA, "format": "docx", "pages": None, "programme": None, "customer": None}
        | {"read_by": "docx"},
        "reference": {"qualification": "8580", "title": "", "sha256": SHA},
        "policy": {"sha256": SHA},
        "checker": {"name": "", "version": ""},
        "claimed": truth["claimed"],
        "combinations": [{"award": name, "answer": answer, **award} for name, answer in truth["combinations"].items()],
        "units": units,
        "findings": findings,
        "counts": {"full": 0, "partial": 0, "none": 0, "criteria": 0},
        "verdict": "gaps",
        "suggestion": {"answer": "return", "why": ""},
        "schema": "ilm-coverage-result/1",
    }


def unit_of(unit: dict[str, Any]) -> dict[str, Any]:
    criteria = []
    for ref, label in unit["criteria"].items():
        reasons = [dict(zip(("code", "kind"), (*r.split(":"), None), strict=False)) for r in label["reasons"]]
        criteria.append(
            {"ref": ref, "text": "", "status": label["status"], "certain": True, "questions": [], "assessments": []}
            | {"reasons": [{**reason, "quote": None, **SAID} for reason in reasons]}
            | {"match": {"kind": label["match"], **MATCH}, "location": PLACE}
            | {"strategies": label["strategies"], "evidence": label["evidence"]}
        )
    counts = {"full": 0, "partial": 0, "none": 0}
    shown = {"title": "", "credits": 0, "claimed_status": None, "counts": counts, "assessments": []}
    return {"status": unit["status"], **shown, "criteria": criteria}


def scored(answer: dict[str, Any], truth: dict[str, Any]) -> dict[str, float | None]:
    return score_document(msgspec.convert(answer, Result), truth).row()


@pytest.mark.parametrize("seed", range(0, 240, 17))
def test_what_the_label_says_scores_in_full(seed: int) -> None:
    truth = generate(seed).truth
    row = scored(perfect(truth), truth)
    for name in ("wrong full", "silent", "wrong none"):
        assert row.pop(name) == 0
    assert {share for share in row.values() if share is not None} == {100}


def test_a_wrong_full_is_counted_and_is_silent_where_nothing_is_asked() -> None:
    truth = generate(3).truth
    answer = perfect(truth)
    gap = next(c for unit in answer["units"] for c in unit["criteria"] if c["status"] == "partial")
    gap["status"] = "full"
    row = scored(answer, truth)
    assert row["wrong full"] == row["silent"]
    assert row["wrong full"]
    gap["certain"] = False
    assert scored(answer, truth)["silent"] == 0


def test_other_words_in_a_cell_and_findings_beyond_the_label_lower_the_score() -> None:
    truth = generate(0).truth
    answer = perfect(truth)
    answer["units"][0]["criteria"][0]["evidence"] = "something else"
    answer["findings"].append(
        {"code": "unit_unknown", "severity": "major", "unit": None, "ref": None, **SAID, "location": PLACE}
    )
    row = scored(answer, truth)
    assert row["cell"] is not None
    assert row["cell"] < 100
    assert row["findings P"] == 0 or (row["findings P"] is not None and row["findings P"] < 100)


def test_a_document_that_gave_no_result_is_counted_and_its_reason_is_shown() -> None:
    truth = generate(0).truth
    failure = Failure(file="g0000.docx", sha256=None, code=ErrorCode.CRASHED, message="The check stopped.")
    score = scored_case(Case(Path("g0000.docx"), truth), failure)
    assert score.n["unread"] == 1
    assert score.faults[0] == "unread: crashed: The check stopped."


def test_formats_are_shown_in_their_order_and_categories_by_their_names() -> None:
    one, other = (generate(seed).truth | {"format": name} for seed, name in ((1, "word"), (0, "pdf-lo")))
    scores = [(truth, score_document(msgspec.convert(perfect(truth), Result), truth)) for truth in (one, other)]
    assert re.findall(r"^\S+", table(scores, "format"), re.MULTILINE) == ["word", "pdf-lo", "all"]
    assert re.findall(r"^\S+", table(scores, "category"), re.MULTILINE) == ["a", "b", "all"]


def test_nothing_read_scores_nothing() -> None:
    row = score_document(None, generate(0).truth).row()
    assert row["status"] == 0
    assert row["claimed"] == 0


CRITERIA = [text for (unit, _), text in CANONICAL.items() if unit == "8580-500"]


def word_file(path: Path, rows: list[list[str]]) -> Path:
    document = docx.Document()
    grid = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(grid.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def test_the_naive_way_takes_any_words_for_evidence_and_the_most_alike_criterion(tmp_path: Path) -> None:
    rows = [
        ["Criteria", "Evidence", "Strategies", "Notes"],
        [CRITERIA[0], "Essay 1", "Workshop", ""],
        [CRITERIA[1].upper(), "to be confirmed", "Workshop", ""],
        [CRITERIA[2], " ", "Workshop", "seen"],
        [CRITERIA[3], "", "", "seen"],
        ["Something else altogether", "Essay 1", "Workshop", ""],
    ]
    headed = naive.statuses(word_file(tmp_path / "headed.docx", rows))
    assert list(headed.values()) == ["full", "full", "partial", "none"]
    assert list(headed) == ["8580-500/1.1", "8580-500/1.2", "8580-500/1.3", "8580-500/2.1"]
    bare = naive.statuses(word_file(tmp_path / "bare.docx", rows[1:]))
    assert list(bare.values()) == ["partial", "partial", "full", "partial"]


def test_the_naive_way_is_counted_on_the_same_criteria_and_shown_beside_ours(tmp_path: Path) -> None:
    truth = generate(0).truth | {"format": "word"}
    path = word_file(tmp_path / "g0000.docx", [[text, "Workshop", "to be confirmed"] for text in CANONICAL.values()])
    answer = msgspec.convert(perfect(truth), Result)
    score = scored_twice(Case(path, truth), answer)
    labels = {f"{ref}/{ac}": c["status"] for ref, unit in truth["units"].items() for ac, c in unit["criteria"].items()}
    found = naive.statuses(path)
    right = sum(found.get(ref, "none") == status for ref, status in labels.items())
    assert score.n["naive all"] == score.n["status.all"] == len(labels)
    assert len(labels) > score.n["naive ok"] == right > 0
    assert score.n["naive wrong full"] == sum(found.get(ref) == "full" != labels[ref] for ref in labels) > 0
    shown = beside_naive([(truth, score)])
    assert re.search(r"^word +ours +1 +0 +100\.00 +0\.00 +0\.00$", shown, re.MULTILINE)
    assert re.search(rf"^ +the naive way +1 +0 +{100 * right / len(labels):.2f} ", shown, re.MULTILINE)


def test_what_the_naive_way_cannot_read_counts_as_none_and_what_it_is_not_for_is_left_out(tmp_path: Path) -> None:
    truth = generate(0).truth
    broken = tmp_path / "g0000.docx"
    broken.write_bytes(b"PK")
    counted = naive.counts(broken, truth)
    assert counted["naive unread"] == 1
    assert counted["naive wrong none"] == counted["naive all"] - counted["naive ok"] > 0
    assert naive.counts(broken, truth | {"status_only": True}) == {}
    assert naive.counts(tmp_path / "g0000.odt", truth) == {}
