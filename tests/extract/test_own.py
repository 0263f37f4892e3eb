"""The form's words are the qualification's own: awards are claimed by the titles that its reference gives them."""

import msgspec
import pytest

from pipeline.extract import extract
from pipeline.extract.own import form_of
from pipeline.policy import load_policy
from pipeline.reference import Qualification, load_reference
from tests.extract.forms import Texts, document

FOUR = ("Award", "Certificate", "Diploma", "Extended Diploma")
BLOCK = "Rules of combination"


def qualification(*titles: str) -> Qualification:
    """8580 with awards of these titles."""
    own = load_reference()
    awards = tuple(
        msgspec.structs.replace(own.awards[0], key=title.casefold().replace(" ", "_"), title=title) for title in titles
    )
    return msgspec.structs.replace(own, awards=awards)


def claims(titles: tuple[str, ...], *blocks: str | Texts) -> dict[str, str]:
    found = extract(document(*blocks), load_policy().form, qualification(*titles)).claims
    return {claim.award: claim.answer.value for claim in found}


@pytest.mark.parametrize("claimed", FOUR)
def test_each_award_is_claimed_by_its_own_title(claimed: str):
    row = [f"{title}: {'YES' if title == claimed else 'NO'}" for title in FOUR]
    expected = {title.casefold().replace(" ", "_"): "yes" if title == claimed else "no" for title in FOUR}
    assert claims(FOUR, BLOCK, [row]) == expected
    assert claims(FOUR, BLOCK, *row) == expected
    assert claims(FOUR, BLOCK, [[one] for one in row]) == expected


@pytest.mark.parametrize("claimed", FOUR)
def test_a_sentence_claims_the_award_that_it_names(claimed: str):
    said = f"We are applying for the {claimed} in this document."
    assert claims(FOUR, said) == {claimed.casefold().replace(" ", "_"): "yes"}


@pytest.mark.parametrize(
    "line",
    [
        "ILM Level 3 Award, Certificate and Diploma in Workshop Safety",
        "Every award of marks is moderated by the awarding body.",
        "No award",
        "Award title",
    ],
)
def test_the_word_award_alone_claims_nothing(line: str):
    assert claims(FOUR, BLOCK, line) == {}


def test_a_title_may_be_framed_by_level_and_trade():
    titles = ("Level 3 Certificate in Welding", "Level 3 Diploma in Welding")
    assert list(claims(titles, BLOCK, [["Certificate: YES", "Diploma: NO"]]).values()) == ["yes", "no"]


def test_titles_that_differ_by_their_trade_alone_are_told_by_it():
    titles = ("Certificate in Welding", "Certificate in Joinery")
    row = ["Certificate in Welding: NO", "Certificate in Joinery: YES"]
    assert list(claims(titles, BLOCK, [row]).values()) == ["no", "yes"]


def test_unit_numbers_of_any_kind_are_found_where_the_reference_has_them():
    own = load_reference()
    unit = msgspec.structs.replace(own.units[0], ref="WS 1")
    odd = msgspec.structs.replace(own, units=(unit, *own.units[1:]))
    rows = [["Assessment criteria", "Learning strategies", "Assessment evidence"], ["1.1 Explain it", "Talk", "Essay"]]
    found = extract(document("# Unit WS 1: Safety", rows), load_policy().form, odd)
    assert [block.ref for block in found.blocks] == ["WS 1"]


def test_a_form_is_made_its_own_once():
    form, own = load_policy().form, load_reference()
    assert form_of(form, own) is form_of(form, own)
