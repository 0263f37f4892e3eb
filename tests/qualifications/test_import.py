"""`reference import` and `reference check`: from a blank template to a reference file that is whole."""

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from pipeline.cli import main
from pipeline.draft import draft, minimums
from pipeline.draft import drafted as drafted_from
from pipeline.errors import DataError
from pipeline.extract import read_template
from pipeline.policy import load_policy
from pipeline.readers import dispatch
from pipeline.reference import DEFAULT_REFERENCE, find_faults, load_reference
from tests.qualifications.forms import refs, template, told
from tests.wordml import docx

pytestmark = pytest.mark.usefixtures("loaded")
Captured = pytest.CaptureFixture[str]
SHIPPED = json.loads(DEFAULT_REFERENCE.read_text(encoding="utf-8"))
BLANK = Path(__file__).parents[2] / "inputs" / "ILM 8580 mapping template (blank).docx"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with the blank template, and one whose Summary does not part the units."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "template.docx").write_bytes(template())
    (tmp_path / "plain.docx").write_bytes(template(sections=False))
    return tmp_path


def drafted(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(draft(path).packed())
    return loaded


# ---------------------------------------------------------------- the made-up qualification


def test_every_unit_outcome_and_criterion_of_a_template_is_found(workshop: Path):
    qualification, data = load_reference(workshop), told()
    assert (qualification.ref, qualification.title, qualification.level) == ("8999", data["title"], 3)
    assert [(u.ref, u.title, u.credits, u.level) for u in qualification.units] == [
        (u["ref"], u["title"], u["credits"], 3) for u in data["units"]
    ]
    for unit, said in zip(qualification.units, data["units"], strict=True):
        assert {outcome.number: outcome.text for outcome in unit.outcomes} == said["outcomes"]
        assert {criterion.ref: criterion.text for criterion in unit.criteria} == said["criteria"]
    sizes = [len(unit.criteria) for unit in qualification.units]
    assert (min(sizes), max(sizes), len(sizes)) == (5, 20, 7)


def test_the_rules_of_combination_are_read_with_their_groups(workshop: Path):
    award, diploma = load_reference(workshop).awards
    assert (award.key, award.title, award.credits) == ("award", "Award", 13)
    assert (diploma.key, diploma.title, diploma.credits) == ("extended_diploma", "Extended Diploma", 30)
    for one in (award, diploma):
        assert list(one.units) == refs("Mandatory")
        assert (one.induction_hours, one.tutorial_hours) == (2, 3)
    assert [(group.key, group.credits_min) for group in award.groups] == [("A", 4)]
    assert [(group.key, group.title, group.credits_min) for group in diploma.groups] == [
        ("A", "Group A", 4),
        ("B", "Group B", 15),
    ]
    assert list(diploma.groups[1].units) == refs("Group B")


def test_the_minimums_are_found_in_the_criterias_words(workshop: Path):
    found = {
        (unit.ref, criterion.ref): [(one.of, one.value) for one in criterion.minimums]
        for unit, criterion in load_reference(workshop).pairs()
        if criterion.minimums
    }
    assert found == {
        ("8999-601", "2.1"): [("inspections", 3)],
        ("8999-602", "2.1"): [("hours", 10), ("operators", 2)],
        ("8999-602", "2.4"): [("months", 6)],
        ("8999-604", "3.1"): [("litres", 20)],
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Complete a minimum of twelve hours of coaching with six or more clients", [("hours", 12), ("clients", 6)]),
        ("Provide a plan for a minimum of the next twelve months", [("months", 12)]),
        ("Set goals for the hundred hours of practice", [("hours", 100)]),
        ("Keep at least four short case notes", [("notes", 4)]),
        ("Explain the rationale for one or more clients", []),
        ("Write a report of up to two hours of work", []),
        ("Compare two models of how accidents are caused", []),
        ("Agree a contract with a client over the next year", []),
    ],
)
def test_a_minimum_is_a_quantity_that_is_asked_for(text: str, found: list[tuple[str, float]]):
    assert [(one.of, one.value) for one in minimums(text, load_policy())] == found


# ---------------------------------------------------------------- 8580's own template


def _8580(rules: Mapping[str, list[str]]) -> dict[str, Any]:
    """8580 as its template has it: its units and criteria, and the lines of its Rules of Combination block."""
    units = [
        {
            **{name: unit[name] for name in ("ref", "title", "credits")},
            "section": "",
            "outcomes": {outcome["number"]: outcome["text"] for outcome in unit["outcomes"]},
            "criteria": {c["ref"]: f"{c['text']} \n\n" for outcome in unit["outcomes"] for c in outcome["criteria"]},
        }
        for unit in SHIPPED["units"]
    ]
    awards = [{"title": title, "rules": lines} for title, lines in rules.items()]
    title = "ILM Level 5 Certificate or Diploma in Coaching and Mentoring"
    return {"level": 5, "title": title, "awards": awards, "units": units}


SUPPORT = ["One hour induction", "At least two hours tutorial support "]
RULES = {
    "Award:  all credits L5 from Group 1": ["No award", "", "StorageX/G/ilmcurrent/qualitypractice/mapping/"],
    "Certificate": [*SUPPORT, "Three mandatory units (total credit value 13) "],
    "Diploma": [*SUPPORT, "Three mandatory units (total credit value 37)"],
}


@pytest.mark.parametrize("is_shipped", [True, False], ids=["the shipped blank form", "the template rebuilt"])
def test_8580s_own_template_gives_what_its_reference_has(is_shipped: bool, tmp_path: Path):
    rebuilt = tmp_path / "template.docx"
    rebuilt.write_bytes(template(_8580(RULES), sections=False))
    found = drafted(BLANK if is_shipped else rebuilt)
    assert found["units"] == SHIPPED["units"]
    assert (found["ref"], found["level"]) == ("8580", 5)
    for award, own in zip(found["awards"], SHIPPED["awards"], strict=True):
        told_of = ("key", "title", "credits", "induction_hours", "tutorial_hours")
        assert {name: award[name] for name in told_of} == {name: own[name] for name in told_of}


def test_mandatory_units_are_concluded_from_their_credits_only_where_there_is_one_way():
    certificate, diploma = drafted(BLANK)["awards"]
    assert certificate["units"] == ["8580-500", "8580-501", "8580-503"]
    assert diploma["units"] is None, "500 or 501 would do"
    assert draft(BLANK).checks[0][0] == "$.awards[0].units"


# ---------------------------------------------------------------- the commands


def test_the_import_says_what_it_found_and_where_the_file_is(folder: Path, capsys: Captured):
    assert main(["reference", "import", "template.docx"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        "8999 ILM Level 3 Award and Extended Diploma in Workshop Safety\n7 units, 17 outcomes, 55 crit"
    )
    assert "  8999-607: 20 criteria, 9 credits: Managing a workshop safety programme\n" in said
    assert "Group B 15 credits; 30 credits in all" in said
    assert "To complete by hand" not in said
    assert "$.units[1].outcomes[1].criteria[0].minimums: 8999-602 2.1 asks for 10 hours and 2 operators" in said
    assert "Written: outputs/8999.json\n" in said
    assert find_faults((folder / "outputs/8999.json").read_bytes()) == ()


def test_what_a_template_does_not_tell_is_said_with_its_place_and_can_be_completed(folder: Path, capsys: Captured):
    assert main(["reference", "import", "plain.docx", "--out", "ours.json"]) == 0
    said = capsys.readouterr().out
    places = [
        "$.awards[0].units",
        "$.awards[0].groups[0].units",
        "$.awards[1].units",
        "$.awards[1].groups[0].units",
        "$.awards[1].groups[1].units",
    ]
    todo = said.partition("To complete by hand\n")[2].partition("\n\n")[0].splitlines()
    assert todo == [f"  {place}: a list is still to be given" for place in places]
    with pytest.raises(DataError, match=r"\$\.awards\[0\]\.units"):
        load_reference(Path("ours.json"))
    assert main(["reference", "check", "ours.json"]) == 2
    assert [line.split(": ")[0] for line in capsys.readouterr().err.splitlines()[1:]] == places

    data = json.loads(Path("ours.json").read_text(encoding="utf-8"))
    for award in data["awards"]:
        award["units"] = refs("Mandatory")
        for group in award["groups"]:
            group["units"] = refs(group["title"])
    Path("ours.json").write_text(json.dumps(data), encoding="utf-8")
    assert main(["reference", "check", "ours.json"]) == 0
    assert capsys.readouterr().out == (
        "8999 ILM Level 3 Award and Extended Diploma in Workshop Safety\n"
        "OK: 7 units, 17 outcomes, 55 criteria, 5 minimums\n"
        "  Award, 13 credits: 2 mandatory units, 4 of Group A\n"
        "  Extended Diploma, 30 credits: 2 mandatory units, 4 of Group A, 15 of Group B\n"
    )


def test_a_file_that_is_there_is_overwritten_only_where_that_is_asked_for(folder: Path, capsys: Captured):
    Path("ours.json").write_text("mine", encoding="utf-8")
    assert main(["reference", "import", "template.docx", "--out", "ours.json"]) == 2
    assert "ours.json is there already." in capsys.readouterr().err
    assert Path("ours.json").read_text(encoding="utf-8") == "mine"
    assert main(["reference", "import", "template.docx", "--out", "ours.json", "--force"]) == 0
    assert load_reference(Path("ours.json")).ref == "8999"


def test_what_is_no_template_is_refused(folder: Path, capsys: Captured):
    Path("letter.docx").write_bytes(docx("<w:p><w:r><w:t>Dear sirs</w:t></w:r></w:p>"))
    Path("broken.docx").write_bytes(b"PK\x03\x04")
    assert main(["reference", "import", "letter.docx"]) == 2
    assert main(["reference", "import", "nowhere.docx"]) == 2
    assert main(["reference", "import", "broken.docx"]) == 3
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "letter.docx is no template that we can read: we found no tables."
    assert "nowhere.docx" in said[1]
    assert not Path("outputs").exists()


def test_a_template_without_rules_of_combination_leaves_the_award_to_be_given(folder: Path):
    Path("bare.docx").write_bytes(template({**told(), "awards": []}))
    faults = find_faults(draft(Path("bare.docx")).packed())
    fields = ("key", "title", "units", "credits", "induction_hours", "tutorial_hours")
    assert [fault.place for fault in faults] == [f"$.awards[0].{name}" for name in fields]


def test_words_that_are_put_together_from_a_page_are_to_be_compared():
    document = dispatch.read(template(), load_policy().limits)
    for pages, is_asked in ((None, False), (9, True)):
        found = read_template(replace(document, pages=pages), load_policy().form)
        places = [place for place, _ in drafted_from(found, load_policy()).checks]
        assert ("$.units" in places) is is_asked


def test_units_may_be_numbered_as_the_regulator_does(folder: Path, capsys: Captured):
    data = copy.deepcopy(told())
    for unit, code in zip(data["units"], "DHKMTAF", strict=True):
        unit["ref"] = f"{code}/501/12{data['units'].index(unit)}4"
    Path("codes.docx").write_bytes(template(data))
    assert main(["reference", "import", "codes.docx"]) == 0
    found = json.loads(Path("outputs/codes.json").read_text(encoding="utf-8"))
    assert [unit["ref"] for unit in found["units"]] == [unit["ref"] for unit in data["units"]]
    assert found["awards"][1]["groups"][1]["units"] == ["T/501/1244", "A/501/1254", "F/501/1264"]
    assert [fault.place for fault in find_faults(json.dumps(found).encode())] == ["$.ref"]
    assert "  $.ref: a text is still to be given\n" in capsys.readouterr().out


def test_a_number_out_of_a_template_names_no_file_elsewhere(folder: Path):
    data = copy.deepcopy(told())
    for at, unit in enumerate(data["units"]):
        unit["ref"] = f"1/../../elsewhere-{at}"
    Path("hostile.docx").write_bytes(template(data))
    assert main(["reference", "import", "hostile.docx"]) == 0
    assert [path.relative_to(folder) for path in folder.rglob("*.json")] == [Path("outputs/hostile.json")]


def test_a_draft_is_the_same_bytes_every_time(folder: Path):
    assert draft(Path("template.docx")).packed() == draft(Path("template.docx")).packed()
