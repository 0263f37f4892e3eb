"""Claimed awards and rules of combination."""

from dataclasses import replace

import pytest

from pipeline.judge.combination import claimed_awards, combination, is_tutorial_stated
from pipeline.model.document import Passage
from pipeline.model.submission import Answer, Claim, Support, SupportStatement
from tests.judge import build
from tests.judge.build import CERTIFICATE, NOWHERE, REFERENCE

DIPLOMA = ("8580-500", "8580-502", "8580-503")
AWARDS = {award.key: award for award in REFERENCE.awards}


def _claims(**answers):
    return tuple(Claim(award, answer, NOWHERE) for award, answer in answers.items())


def _claimed(case):
    return [award.key for award in claimed_awards(case)]


def test_the_forms_own_answer_decides():
    claims = _claims(certificate=Answer.YES, diploma=Answer.NOT_APPLICABLE)
    assert _claimed(build.case(DIPLOMA, claims)) == ["certificate"]


@pytest.mark.parametrize(
    ("units", "awards"),
    [
        (CERTIFICATE, ["certificate"]),
        (DIPLOMA, ["diploma"]),
        ((*CERTIFICATE, "8580-502"), ["certificate", "diploma"]),
        (("8580-500", "8580-503"), []),
        ((), []),
    ],
)
def test_without_an_answer_the_mapped_units_tell(units, awards):
    assert _claimed(build.case(units)) == awards


def test_an_award_that_the_form_denies_is_not_inferred():
    assert _claimed(build.case(CERTIFICATE, _claims(certificate=Answer.NO))) == []


def test_all_units_and_credits_meet_the_rules():
    met = combination(build.case(), AWARDS["certificate"], is_claimed=True)
    assert (met.answer, met.credits, met.missing_units) == ("yes", 13, [])
    assert met.induction_stated
    assert is_tutorial_stated(met)


def test_a_missing_unit_breaks_the_rules():
    broken = combination(build.case(("8580-500", "8580-501")), AWARDS["certificate"], is_claimed=True)
    assert (broken.answer, broken.credits, broken.missing_units) == ("no", 10, ["8580-503"])


def test_an_award_that_is_not_claimed_is_not_applicable():
    assert combination(build.case(), AWARDS["diploma"], is_claimed=False).answer == "n/a"


@pytest.mark.parametrize(
    ("kind", "hours", "is_stated"),
    [
        (Support.INDUCTION, None, True),
        (Support.INDUCTION, 1.0, True),
        (Support.INDUCTION, 0.5, False),
        (Support.TUTORIAL, None, False),
        (Support.TUTORIAL, 2.0, True),
        (Support.TUTORIAL, 1.5, False),
    ],
)
def test_hours_below_the_minimum_count_as_not_stated(kind, hours, is_stated):
    statement = SupportStatement(kind, hours, Passage("", NOWHERE))
    found = combination(build.case(support=(statement,)), AWARDS["certificate"], is_claimed=True)
    stated = found.induction_stated if kind is Support.INDUCTION else is_tutorial_stated(found)
    assert stated is is_stated


def test_a_blank_unit_is_in_the_submission():
    case = build.case()
    rows = tuple(row for row in case.matching.rows if row.unit != "8580-503")
    blank = build.judged(replace(case, matching=replace(case.matching, rows=rows)))
    assert combination(blank, AWARDS["certificate"], is_claimed=True).answer == "yes"
