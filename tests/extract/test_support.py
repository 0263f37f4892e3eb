"""Induction and tutorial support: the submission's own sentences, and the hours that they give."""

import pytest

from tests.extract.forms import DEFINE, HEADS, read

BULLETS = "· One hour induction\n· At least two hours tutorial support\n· Three mandatory units (total credit value 13)"
IND, TUT = "induction", "tutorial"


def stated(*blocks):
    return [(one.kind.value, one.hours) for one in read(*blocks).support]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Each learner has an induction of one hour.", [(IND, 1)]),
        ("Induction (1hr) is held on the first morning.", [(IND, 1)]),
        ("The first block opens with an induction (60 minutes).", [(IND, 1)]),
        ("Induction is a talk of twenty minutes.", [(IND, pytest.approx(1 / 3, rel=1e-3))]),
        ("Induction: half an hour by telephone.", [(IND, 0.5)]),
        ("Induction lasts an hour and a half and covers the handbook and support.", [(IND, 1.5)]),
        ("All learners attend an induction.", [(IND, None)]),
        ("Tutorial support of two hours is given to every learner.", [(TUT, 2)]),
        ("Two hours of tutorial per learner.", [(TUT, 2)]),
        ("There are at least 2 hours of tutorial support for each learner, with more on request.", [(TUT, 2)]),
        ("Each learner has four 30-minute tutorials.", [(TUT, 2)]),
        ("3 x 1 hour tutorials", [(TUT, 3)]),
        ("Each learner has three one-hour tutorials.", [(TUT, 3)]),
        ("Each learner has two tutorials of twenty minutes.", [(TUT, pytest.approx(2 / 3, rel=1e-3))]),
        ("Tutorials: four sessions of thirty minutes with the tutor.", [(TUT, 2)]),
        ("The tutor gives each learner two and a half hours of tutorials.", [(TUT, 2.5)]),
        ("One-to-one tutorial support totals three hours across the programme.", [(TUT, 3)]),
        ("There are ninety minutes of tutorial support.", [(TUT, 1.5)]),
        ("1 hour induction and 3 hours tutorials", [(IND, 1), (TUT, 3)]),
        ("An induction of one hour and tutorials of two hours are timetabled.", [(IND, 1), (TUT, 2)]),
        (
            "The programme begins with one hour of induction; 2.5 hours tutorial support is timetabled.",
            [(IND, 1), (TUT, 2.5)],
        ),
        ("Tutorials: min. 2 hrs pp.", [(TUT, 2)]),
        ("Induction: approx. 1 hr. Tutorial support: min. 2 hrs each.", [(IND, 1), (TUT, 2)]),
        ("Induction lasts 60 min. Tutorials last 2 hrs.", [(IND, 1), (TUT, 2)]),
        ("Support from a tutor is given, one hour in all.", [(TUT, 1)]),
        ("Two hours of tutorials, in person where possible, are given.", [(TUT, 2)]),
        ("An induction of one hour will be arranged for each group.", [(IND, 1)]),
        ("Induction: one hour. Tutorial support: two hours per learner as a minimum.", [(IND, 1), (TUT, 2)]),
        (
            "All attend a one hour induction before the first session and receive three hours of tutorial support.",
            [(IND, 1), (TUT, 3)],
        ),
    ],
)
def test_statements_and_their_hours(sentence, expected):
    assert stated(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "There is no induction.",
        "Induction is not included.",
        "Induction to be confirmed.",
        "Tutorials (2 hours) are to be arranged.",
        "Induction: TBC",
        "An induction will be arranged if required.",
        "An induction will be arranged.",
        "Induction is held where needed.",
        "If required, an induction of one hour is given.",
        "Tutorials of two hours are offered on request.",
        "An induction can be arranged.",
        "There is an optional induction.",
        "The programme runs without an induction.",
        "Learners do not have tutorials of two hours.",
        "The handbook is given out at induction.",
        "Learners complete three hours of coaching after induction.",
        "Tutorials are held monthly.",
        "Twelve hours of coaching are logged.",
    ],
)
def test_what_states_nothing(sentence):
    assert stated(sentence) == []


def test_the_templates_own_bullets_state_nothing():
    assert stated("Rules of Combination CHECK", [["Certificate: YES"], [BULLETS]]) == []


def test_a_bullet_of_the_submissions_own_is_a_statement():
    assert stated("Introduction", "One hour induction", "At least two hours tutorial support") == [(IND, 1), (TUT, 2)]
    assert stated("Rules of Combination CHECK", [["Certificate: YES"], ["· One hour induction on 3 May, 9 to 10"]]) == [
        (IND, 1)
    ]


def test_a_table_of_delivery():
    assert stated([["Induction", "1 hour"], ["Tutorials", "4 x 30 minutes"]]) == [(IND, 1), (TUT, 2)]


def test_tutorials_among_the_strategies_do_not_count():
    assert (
        stated([HEADS, ["1 Understand", f"1.1 {DEFINE}", "Tutorial supervision, 2 hours; induction 1 hour", "Essay"]])
        == []
    )


def test_a_heading_or_label_alone_is_no_statement():
    assert stated("# Induction and tutorial support", "Induction:") == []
    assert stated([["Induction", "Induction lasts an hour and covers the handbook."]]) == [(IND, 1)]
