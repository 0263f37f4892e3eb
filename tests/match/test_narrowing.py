"""Words put into a wording that ask for less make it an altered one; what only looks like them is not."""

import pytest

from pipeline.match.wording import wording
from pipeline.model.matching import MatchKind
from pipeline.policy import load_policy
from tests.match.documents import key
from tests.match.forms import CANONICAL

POLICY = load_policy().wording


@pytest.mark.parametrize(
    ("short", "was", "became"),
    [
        ("501 2.1", "a minimum of twelve", "about twelve"),
        ("502 2.1", "a minimum of hundred hours", "a hundred hours or so"),
        ("500 4.1", "the elements", "some of the elements"),
        ("502 2.2", "a range of diagnostic", "one of the diagnostic"),
        ("500 3.4", "coaches and mentors", "newly qualified coaches and mentors"),
        ("500 3.4", "coaches and mentors", "new coaches and mentors"),
        ("501 2.1", "Complete", "Complete or observe"),
        ("501 2.1", "Complete", "Observe or complete"),
        ("501 2.1", "clients", "clients or with classmates acting as clients"),
        ("502 1.3", "clients", "clients or colleagues"),
        ("501 2.2", "your use", "the use"),
        ("501 3.3", "on own coaching", "on coaching"),
        ("503 2.1", "undertaken", "that someone else has undertaken"),
        ("503 1.2", "strengths and weaknesses", "strengths or weaknesses"),
        ("500 3.1", "should be", "could be"),
    ],
)
def test_what_asks_for_less_is_altered_and_said(short: str, was: str, became: str) -> None:
    text = CANONICAL[key(short)]
    assert was in text
    found = wording(text.replace(was, became, 1), text, POLICY)
    assert found.kind is MatchKind.ALTERED
    assert found.difference


@pytest.mark.parametrize(
    ("short", "was", "became"),
    [
        ("501 2.1", "a minimum of twelve", "at least twelve"),
        ("500 3.1", "a model or process", "one of the models or processes"),
        ("501 2.1", "Complete", "Complete and record"),
        ("501 2.1", "clients", "clients or coachees"),
        ("501 2.2", "your use", "the learner's use"),
        ("501 2.2", "your use", "ur use"),
        ("501 3.3", "on own coaching", "on your coaching"),
        ("502 3.1", "coaching clients and other", "the coaching clients and also from other"),
    ],
)
def test_what_only_looks_like_it_is_not(short: str, was: str, became: str) -> None:
    text = CANONICAL[key(short)]
    assert was in text
    assert wording(text.replace(was, became, 1), text, POLICY).kind is not MatchKind.ALTERED


@pytest.mark.parametrize(
    ("short", "text"),
    [
        (
            "500 1.1",
            "Give a definition of both coaching and mentoring as they are understood inside an organisation, and "
            "explain in what ways the two are alike and in what ways they are not",
        ),
        ("500 2.2", "Analyse why effective communication skills are what coaches or mentors cannot do without"),
    ],
)
def test_a_denial_that_takes_nothing_away_is_none(short: str, text: str) -> None:
    assert wording(text, CANONICAL[key(short)], POLICY).kind is not MatchKind.ALTERED


@pytest.mark.parametrize(
    ("short", "text"),
    [
        ("502 3.1", "Collect feedback from coaching clients on whether they enjoyed it"),
        ("502 4.3", "Comment on the impact of the coaching activity or mentoring activity"),
        ("503 1.1", "Give an opinion of your own ability as a coach and/or mentor"),
        ("502 2.2", "Set out in a few words which diagnostic coaching and mentoring tools and techniques you used"),
    ],
)
def test_where_little_of_the_criterion_is_left_it_is_altered_and_asked(short: str, text: str) -> None:
    found = wording(text, CANONICAL[key(short)], POLICY)
    assert (found.kind, found.is_certain) == (MatchKind.ALTERED, False)
