"""The shipped reference holds the template's own text; a wrong file is named with the place inside it."""

import copy
import hashlib
import json
from pathlib import Path

import pytest

from pipeline.errors import DataError
from pipeline.reference import DEFAULT_REFERENCE, find_faults, load_reference

SHIPPED = json.loads(DEFAULT_REFERENCE.read_text(encoding="utf-8"))


def test_the_qualification_has_4_units_14_outcomes_and_44_criteria():
    qualification = load_reference()
    assert [unit.ref for unit in qualification.units] == ["8580-500", "8580-501", "8580-502", "8580-503"]
    assert [len(unit.criteria) for unit in qualification.units] == [12, 10, 13, 9]
    assert sum(len(unit.outcomes) for unit in qualification.units) == 14
    assert [unit.credits for unit in qualification.units] == [5, 5, 29, 3]


def test_each_award_has_its_units_credits_and_hours():
    certificate, diploma = load_reference().awards
    assert (certificate.key, certificate.credits, certificate.units[1]) == ("certificate", 13, "8580-501")
    assert (diploma.key, diploma.credits, diploma.units[1]) == ("diploma", 37, "8580-502")
    assert {(award.induction_hours, award.tutorial_hours) for award in (certificate, diploma)} == {(1, 2)}


def test_the_templates_own_spelling_is_kept():
    texts = [outcome.text for unit in load_reference().units for outcome in unit.outcomes]
    assert "Be able to assess tour own skills, behaviours and knowledge as a coach and mentor" in texts
    criteria = {(unit.ref, criterion.ref): criterion.text for unit, criterion in load_reference().pairs()}
    assert criteria["8580-502", "2.1"].startswith("Complete a minimum of hundred hours")


def test_every_minimum_is_in_its_criterions_own_words():
    words = {6: "six", 12: "twelve", 100: "hundred"}
    for _, criterion in load_reference().pairs():
        for minimum in criterion.minimums:
            assert words[int(minimum.value)] in criterion.text
            assert minimum.of.rstrip("s") in criterion.text


def test_the_sha256_is_that_of_the_files_bytes():
    assert load_reference().sha256 == hashlib.sha256(DEFAULT_REFERENCE.read_bytes()).hexdigest()


def _faulty(change) -> str:
    data = copy.deepcopy(SHIPPED)
    change(data)
    return json.dumps(data)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "truncated"),
        ("[]", "Expected `object`"),
        (_faulty(lambda d: d["units"][1].pop("title")), "`title` - at `$.units[1]`"),
        (_faulty(lambda d: d["units"][1].update(credits="5")), "$.units[1].credits"),
        (_faulty(lambda d: d["units"][0].update(colour="red")), "`colour` - at `$.units[0]`"),
        (_faulty(lambda d: d["units"].append(d["units"][0])), "8580-500 is there twice - at `$.units`"),
        (_faulty(lambda d: d["awards"].append(d["awards"][0])), "certificate is there twice - at `$.awards`"),
        (_faulty(lambda d: d["awards"][0]["units"].append("8580-599")), "8580-599 is not in the file - at `$.awar"),
        (_faulty(lambda d: d["awards"][1].update(credits=36)), "do not add up to 36 - at `$.awards[1].credits`"),
        (_faulty(lambda d: d["units"][2]["outcomes"][0].update(number="7")), "$.units[2].outcomes[0]"),
        (
            _faulty(lambda d: d["units"][0]["outcomes"][0]["criteria"].append({"ref": "1.1", "text": "Again"})),
            "1.1 is there twice - at `$.units[0].outcomes`",
        ),
    ],
)
def test_a_wrong_file_is_named_with_the_place_inside_it(tmp_path: Path, content: str, said: str):
    path = tmp_path / "mine.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError) as raised:
        load_reference(path)
    assert str(path) in raised.value.advice
    assert said in raised.value.advice


def test_every_fault_is_listed_and_not_the_first_alone():
    data = copy.deepcopy(SHIPPED)
    data["title"] = None
    data["units"][1]["credits"] = "5"
    data["units"][2]["outcomes"][0]["criteria"][1].pop("text")
    data["units"][3]["colour"] = "red"
    data["units"][0]["outcomes"][1]["number"] = "7"
    data["awards"][0]["tutorial_hours"] = -1
    data["awards"][1]["units"] = ["8580-500", 7]
    found = {fault.place: fault.text for fault in find_faults(json.dumps(data).encode())}
    assert set(found) == {
        "$.title",
        "$.units[1].credits",
        "$.units[2].outcomes[0].criteria[1]",
        "$.units[3]",
        "$.units[0].outcomes[1]",
        "$.awards[0].tutorial_hours",
        "$.awards[1].units[1]",
    }
    assert found["$.title"] == "a text is still to be given"
    assert found["$.units[2].outcomes[0].criteria[1]"] == "the field `text` is missing"


@pytest.mark.parametrize("content", [b"", b"{", b'{"schema": "\xff"}', b"[]", b"7", b'{"units": 3, "awards": [[]]}'])
def test_bytes_that_are_no_reference_have_a_fault_and_break_nothing(content: bytes):
    assert find_faults(content)


def test_a_whole_file_has_no_fault():
    assert find_faults(DEFAULT_REFERENCE.read_bytes()) == ()


GROUP = {"key": "B", "title": "Group B", "units": ["8580-501", "8580-502"], "credits_min": 5}
AWARD = {"units": ["8580-500"], "credits": 10}


@pytest.mark.parametrize(
    ("group", "award", "said"),
    [
        ({}, {}, None),
        ({"credits_min": 34}, {}, "its groups' minimums come to 39 already - at `$.awards[1].credits`"),
        ({"credits_min": 35}, {}, "the group's units come to 34 credits only - at `$.awards[1].groups[0].credits_min`"),
        ({"units": ["8580-500", "8580-502"]}, {}, "unit 8580-500 is there twice - at `$.awards[1]`"),
        ({"units": ["8580-599"]}, {}, "unit 8580-599 is not in the file - at `$.awards[1].groups[0].units`"),
        ({"credits_min": None}, {}, "a whole number is still to be given - at `$.awards[1].groups[0].credits_min`"),
        ({}, {"credits": 40}, "all its units come to 39 credits only - at `$.awards[1].credits`"),
        ({}, {"groups": [], "units": []}, "an award needs units, or groups of them - at `$.awards[1].units`"),
        ({}, {"title": "Certificate"}, "the title Certificate is there twice - at `$.awards`"),
    ],
)
def test_groups_of_optional_units_are_held_against_the_units(
    group: dict[str, object], award: dict[str, object], said: str | None
):
    data = copy.deepcopy(SHIPPED)
    data["awards"][1] |= AWARD | {"groups": [GROUP | group]} | award
    found = [str(fault) for fault in find_faults(json.dumps(data).encode())]
    assert found == [] if said is None else any(fault.endswith(said) for fault in found)


def test_bytes_that_are_no_text_are_named(tmp_path: Path):
    path = tmp_path / "mine.json"
    path.write_bytes(b'{"schema": "\xff"}')
    with pytest.raises(DataError, match=r"mine\.json"):
        load_reference(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(DataError, match=r"nowhere\.json cannot be read"):
        load_reference(tmp_path / "nowhere.json")
