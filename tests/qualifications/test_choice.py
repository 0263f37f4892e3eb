"""Of several installed qualifications the one that a submission maps is chosen, and said; a doubt is put as one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.check import check
from pipeline.cli import main
from pipeline.reference import DEFAULT_REFERENCE
from pipeline.reference import installed as installed_in
from pipeline.report import webpage
from pipeline.report.review import Review
from pipeline.result import Result, decode
from tests.mappings import certificate
from tests.qualifications.forms import mapping, refs, template
from tests.wordml import docx

Captured = pytest.CaptureFixture[str]
AWARD = mapping({"Award": "YES"}, [*refs("Mandatory"), "8999-604"])


def checked(packed: bytes, folder: Path, reference: Path | None = None) -> Result:
    path = folder / "mapping.docx"
    path.write_bytes(packed)
    result = check(path, reference=reference)
    assert isinstance(result, Result)
    return result


def variant(folder: Path, change: Callable[[dict[str, Any]], object], name: str = "variant.json") -> Path:
    """8580 changed, and installed beside it."""
    data = json.loads(DEFAULT_REFERENCE.read_text(encoding="utf-8"))
    change(data)
    path = folder / name
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_every_reference_file_of_the_folder_is_installed_and_no_other(installed: Path):
    (installed / "notes.json").write_text('{"mine": true}', encoding="utf-8")
    (installed / "list.json").write_text("[1, 2]", encoding="utf-8")
    assert [path.name for path in installed_in(installed)] == ["8580.json", "8999.json"]


@pytest.mark.parametrize(("packed", "ref"), [(certificate(), "8580"), (AWARD, "8999"), (template(), "8999")])
def test_a_mapping_is_held_against_its_own_qualification(packed: bytes, ref: str, installed: Path, tmp_path: Path):
    reference = checked(packed, tmp_path).reference
    assert (reference.qualification, reference.chosen_from, reference.question) == (ref, ["8580", "8999"], None)


def test_the_choice_changes_nothing_else(installed: Path, tmp_path: Path):
    for packed, name in ((certificate(), "8580.json"), (AWARD, "8999.json")):
        chosen, named = checked(packed, tmp_path), checked(packed, tmp_path, installed / name)
        assert (chosen.units, chosen.findings, chosen.suggestion) == (named.units, named.findings, named.suggestion)
        assert named.reference.chosen_from == []


def test_the_wording_of_a_few_rows_tells_where_nothing_else_does(installed: Path, tmp_path: Path):
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>' for text in row)}</w:tr>"
        for row in (
            ("Assessment criteria", "Learning strategies", "Assessment evidence"),
            ("Describe the injuries that poor lifting technique causes", "Workshop", "Essay"),
            ("Select a lifting aid for loads that are too heavy for one person", "Workshop", "Essay"),
            ("Demonstrate the use of a chain hoist and of a pallet truck", "Workshop", "Observation"),
        )
    )
    bare = docx(f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * 3}</w:tblGrid>{rows}</w:tbl>")
    assert checked(bare, tmp_path).reference.qualification == "8999"


def test_a_reference_that_is_named_overrules(installed: Path, tmp_path: Path):
    result = checked(AWARD, tmp_path, installed / "8580.json")
    assert (result.reference.qualification, result.reference.question) == ("8580", None)
    assert "unit_unknown" in [finding.code for finding in result.findings]


def test_one_that_fits_as_well_is_a_question_and_no_silent_guess(installed: Path, tmp_path: Path):
    variant(installed, lambda data: data.update(ref="8581"))
    result = checked(certificate(), tmp_path)
    assert result.reference.question is not None
    assert "8581" in result.reference.question
    assert result.suggestion.answer == "look_first"
    assert result.suggestion.why.startswith("Look first. 1 question needs")
    (finding,) = [one for one in result.findings if one.code == "qualification_unclear"]
    assert finding.severity == "major"
    page = webpage.render(Review(result)).decode()
    assert page.count(result.reference.question) == 2, "on the first screen, and among the questions"


def test_of_two_versions_of_one_the_wording_tells(installed: Path, tmp_path: Path):
    def revise(data: dict[str, Any]) -> None:
        for unit in data["units"]:
            unit["outcomes"][0]["criteria"][0]["text"] += " in the light of current practice"

    variant(installed, revise)
    result = checked(certificate(), tmp_path)
    assert result.reference.question is None
    assert result.reference.sha256 == checked(certificate(), tmp_path, DEFAULT_REFERENCE).reference.sha256
    assert len(set(result.reference.chosen_from)) == 3


def test_a_mapping_to_none_of_them_is_a_question(installed: Path, tmp_path: Path):
    (installed / "8999.json").unlink()
    variant(installed, lambda data: _as_another(data, "8700"), "8700.json")
    result = checked(AWARD, tmp_path)
    assert result.reference.question is not None
    assert "none that is installed (8580 and 8700)" in result.reference.question
    assert result.suggestion.answer in ("look_first", "return")


def _as_another(data: dict[str, Any], ref: str) -> None:
    """Another trade's qualification: its numbers and its words."""
    data.update(ref=ref, title="ILM Level 2 Certificate in Baking")
    for unit in data["units"]:
        unit["ref"] = unit["ref"].replace("8580", ref)
        for outcome in unit["outcomes"]:
            for at, criterion in enumerate(outcome["criteria"]):
                criterion["text"] = (
                    f"Bake loaf {unit['ref']} {outcome['number']} {at} from rye, wheat, spelt and barley"
                )
    for award in data["awards"]:
        award["units"] = [unit.replace("8580", ref) for unit in award["units"]]


def test_a_letter_is_no_mapping_whatever_is_installed(installed: Path, tmp_path: Path):
    result = checked(docx("<w:p><w:r><w:t>Dear sirs</w:t></w:r></w:p>"), tmp_path)
    assert (result.verdict, result.reference.question, result.findings) == ("not_a_mapping", None, [])


def test_a_copy_of_a_reference_is_no_second_one(installed: Path, tmp_path: Path):
    (installed / "copy.json").write_bytes(DEFAULT_REFERENCE.read_bytes())
    assert checked(certificate(), tmp_path).reference.chosen_from == ["8999", "8580"][::-1]


def test_an_installed_file_that_is_not_whole_is_named(installed: Path, tmp_path: Path, capsys: Captured):
    variant(installed, lambda data: data["awards"][0].update(units=None), "draft.json")
    (tmp_path / "mapping.docx").write_bytes(AWARD)
    assert main(["check", str(tmp_path / "mapping.docx"), "--out", str(tmp_path / "out")]) == 2
    assert "draft.json is wrong" in capsys.readouterr().err
    chosen = ["--reference", str(installed / "8999.json")]
    assert main(["check", str(tmp_path / "mapping.docx"), "--out", str(tmp_path / "out"), *chosen]) == 0


# ---------------------------------------------------------------- the commands


@pytest.fixture
def submissions(tmp_path: Path, installed: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "coaching.docx").write_bytes(certificate())
    (folder / "safety.docx").write_bytes(AWARD)
    return folder


def test_the_terminal_says_which_one_it_was(submissions: Path, tmp_path: Path, capsys: Captured):
    assert main(["check", str(submissions / "safety.docx"), "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert "8999 Award\n" in said
    assert "Held against ILM Level 3 Award and Extended Diploma in Workshop Safety" in said
    assert "(8580, 8999)" in " ".join(said.split())  # a terminal may wrap it


def test_with_one_installed_nothing_is_said_of_it(tmp_path: Path, capsys: Captured, loaded: None):
    (tmp_path / "coaching.docx").write_bytes(certificate())
    assert main(["check", str(tmp_path / "coaching.docx"), "--out", str(tmp_path / "out")]) == 0
    assert "Held against" not in capsys.readouterr().out


def test_a_question_is_said_too(submissions: Path, installed: Path, tmp_path: Path, capsys: Captured):
    variant(installed, lambda data: data.update(ref="8581"))
    assert main(["check", str(submissions / "coaching.docx"), "--out", str(tmp_path / "out")]) == 0
    assert "Which qualification does this document map?" in capsys.readouterr().out


def test_a_batch_finds_out_for_each(
    submissions: Path, installed: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
):
    own = tmp_path / "site"  # the lanes of a batch are programs of their own, which have them installed so
    own.mkdir()
    named = f"import pathlib, pipeline.reference\npipeline.reference.REFERENCES = pathlib.Path({str(installed)!r})\n"
    (own / "sitecustomize.py").write_text(named)
    monkeypatch.setenv("PYTHONPATH", str(own))
    assert main(["batch", str(submissions), "--out", str(tmp_path / "out"), "--jobs", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "coaching.docx: 8580: 31 of 31 full" in lines[0]
    assert "safety.docx: 8999: 19 of 19 full" in lines[1]
    found = [decode(path.read_bytes()) for path in sorted((tmp_path / "out").rglob("result.json"))]
    assert [result.reference.qualification for result in found] == ["8580", "8999"]


def test_explain_finds_out_too(submissions: Path, capsys: Captured):
    assert main(["explain", str(submissions / "safety.docx"), "8999-601/1.1"]) == 0
    assert capsys.readouterr().out.startswith("8999-601 1.1 Explain the difference between a hazard and a risk")
