"""A row's wording against its criterion: what is the same, what is said otherwise, what asks for less."""

from dataclasses import replace

import pytest

from pipeline.match import match
from pipeline.match.wording import wording
from pipeline.model.matching import MatchedOutcome, MatchKind
from pipeline.policy import load_policy
from tests.match.documents import WORDINGS, key
from tests.match.forms import CANONICAL, REFERENCE, block, lines_of, submission

POLICY = load_policy().wording


@pytest.mark.parametrize(("short", "text"), WORDINGS["reworded"])
def test_the_same_requirement_in_other_words_is_reworded(short: str, text: str) -> None:
    verdict = wording(text, CANONICAL[key(short)], POLICY)
    assert (verdict.kind, verdict.is_certain) == (MatchKind.REWORDED, True), verdict.difference


@pytest.mark.parametrize(("short", "kind", "text"), WORDINGS["altered"])
def test_less_than_the_requirement_is_altered_and_said(short: str, kind: str, text: str) -> None:
    verdict = wording(text, CANONICAL[key(short)], POLICY)
    assert verdict.kind is MatchKind.ALTERED
    assert verdict.difference
    assert verdict.is_certain or kind == "clause"


@pytest.mark.parametrize(("short", "text"), WORDINGS["heavy"])
def test_far_rewording_is_never_called_altered_for_certain(short: str, text: str) -> None:
    verdict = wording(text, CANONICAL[key(short)], POLICY)
    assert verdict.kind is MatchKind.REWORDED or not verdict.is_certain


@pytest.mark.parametrize(
    ("short", "text", "kind"),
    [
        *((short, text, MatchKind.REWORDED) for short, text in WORDINGS["fresh_reworded"]),
        *((short, text, MatchKind.ALTERED) for short, _, text in WORDINGS["fresh_altered"]),
    ],
)
def test_a_wording_nobody_prepared_for_is_told_right_or_asked(short: str, text: str, kind: MatchKind) -> None:
    verdict = wording(text, CANONICAL[key(short)], POLICY)
    assert verdict.kind is kind or not verdict.is_certain


@pytest.mark.parametrize(
    ("short", "canonical", "submitted", "difference"),
    [
        ("501 2.1", "a minimum of twelve hours", "8 hours", "“a minimum of twelve hours” became “8 hours”"),
        ("502 2.2", "Critically evaluate", "Describe", "“Critically evaluate” became “Describe”"),
        ("502 1.2", " with each client", "", "“with each client” is left out"),
        ("500 2.2", " or mentors", "", "“or mentors” is left out"),
        ("500 3.1", "coaching or mentoring", "coaching or mentoring where possible", "“where possible” was added"),
    ],
)
def test_the_difference_is_said_in_plain_words(short: str, canonical: str, submitted: str, difference: str) -> None:
    text = CANONICAL[key(short)]
    assert wording(text.replace(canonical, submitted), text, POLICY).difference == difference


def test_every_criterion_is_identical_to_itself_however_it_is_dressed() -> None:
    for text in CANONICAL.values():
        for dressed in (
            text.upper(),
            f"1.1 {text}.",
            text.replace(" ", "  "),
            text.replace("e", "e­"),
            text.replace("-", "‑"),
        ):
            assert wording(dressed, text, POLICY).kind is MatchKind.IDENTICAL


def test_a_blank_text_is_a_number_only() -> None:
    for text in ("", " \n", "1.1", "–"):
        assert wording(text, "Explain the case", POLICY).kind is MatchKind.NUMBER_ONLY


@pytest.mark.parametrize(
    "text",
    [
        "Compelte a minimun of twelve hours of coaching or mentoring activty with one or more clients",
        "Compelte a mini mum of twelve hours of coachingor mentoring activity with one or more clients",
        "Complete a rninimum of twelve hours of coaching 0r mentoring activity with one or more c1ients",
        "Complete a minimum of twleve hours of coaching or mentoring activity with one or more clients",
    ],
)
def test_typing_errors_are_rewording(text: str) -> None:
    verdict = wording(text, CANONICAL["8580-501", "2.1"], POLICY)
    assert (verdict.kind, verdict.is_certain) == (MatchKind.REWORDED, True)


def test_spaces_lost_or_won_are_white_space() -> None:
    canonical = CANONICAL["8580-501", "2.1"]
    for text in (canonical.replace("coaching or", "coachingor"), canonical.replace("minimum", "mini mum")):
        assert wording(text, canonical, POLICY).kind is MatchKind.IDENTICAL


def test_a_word_that_turns_another_round_is_no_typing_error() -> None:
    canonical = CANONICAL["8580-500", "3.1"]
    assert wording(canonical.replace("formally", "informally"), canonical, POLICY).difference


@pytest.mark.parametrize(
    ("short", "old", "new"),
    [
        ("501 1.1", "and formally agree", "without formally agreeing"),
        ("500 1.3", "case for using", "case against using"),
        ("501 2.1", "with one or more clients", "without one or more clients"),
    ],
)
def test_a_denial_is_no_misspelt_preposition(short: str, old: str, new: str) -> None:
    canonical = CANONICAL[f"8580-{short.split()[0]}", short.split()[1]]
    assert old in canonical
    assert wording(canonical.replace(old, new), canonical, POLICY).kind is MatchKind.ALTERED


@pytest.mark.parametrize(
    ("short", "text", "kind"),
    [
        ("500 4.1", "Critically review what integrated, effective coaching or mentoring cannot do without", "reworded"),
        ("500 2.2", "Analyse why coaches or mentors cannot do without effective communication skills", "reworded"),
        ("500 2.2", "Analyse why coaches or mentors cannot have effective communication skills", "altered"),
        ("500 2.2", "Analyse how coaches or mentors do without effective communication skills", "altered"),
    ],
)  # fmt: skip
def test_two_denials_of_each_other_are_none(short: str, text: str, kind: str) -> None:
    assert wording(text, CANONICAL[key(short)], POLICY).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Reflect on the coaching or mentoring practice of others", "altered"),
        ("Reflect on other people's coaching or mentoring practise", "altered"),
        ("Reflect on your coaching or mentoring practice, with the views of others", "reworded"),
    ],
)  # fmt: skip
def test_ones_own_is_not_what_others_do(text: str, kind: str) -> None:
    rest = " (including evidence of supervision/tutorial feedback)"
    assert wording(text + rest, CANONICAL["8580-501", "3.3"], POLICY).kind == kind


def test_an_account_only_describes() -> None:
    canonical = CANONICAL["8580-502", "2.2"]
    found = wording(canonical.replace("Critically evaluate", "Give an account of"), canonical, POLICY)
    assert (found.kind, found.is_certain) == (MatchKind.ALTERED, True)


def test_more_than_the_minimum_is_rewording() -> None:
    canonical = CANONICAL["8580-502", "2.1"]
    for more in ("a minimum of 120 hours", "at least one hundred and ten hours", "110-120 hours"):
        verdict = wording(canonical.replace("a minimum of hundred hours", more), canonical, POLICY)
        assert (verdict.kind, verdict.is_certain) == (MatchKind.REWORDED, True)


def test_a_higher_verb_is_rewording() -> None:
    canonical = CANONICAL["8580-500", "2.2"]
    assert wording(canonical.replace("Analyse", "Critically evaluate"), canonical, POLICY).kind is MatchKind.REWORDED


@pytest.mark.parametrize(
    ("short", "text"),
    [
        ("500 4.2", "How the benefits of coaching or mentoring should be evaluated"),
        ("500 4.1", "The elements required for effective and integrated coaching or mentoring"),
        (
            "500 3.3",
            "Explain the necessity of exploring the expectations and boundaries of a coaching or mentoring programme "
            "with the line manager",
        ),
        ("500 2.2", "Say why coaches or mentors require effective communication skills"),
    ],
)
def test_a_change_that_may_be_another_way_of_putting_it_is_altered_and_asked(short: str, text: str) -> None:
    found = wording(text, CANONICAL[key(short)], POLICY)
    assert (found.kind, found.is_certain) == (MatchKind.ALTERED, False)


@pytest.mark.parametrize(
    ("short", "text"),
    [
        (
            "500 1.3",
            "The case for using coaching or mentoring to benefit individuals and organisation performance is presented",
        ),
        ("500 4.1", "The elements required for effective and integrated coaching or mentoring are critically reviewed"),
    ],
)
def test_a_command_in_the_passive_is_a_command(short: str, text: str) -> None:
    assert wording(text, CANONICAL[key(short)], POLICY).kind is not MatchKind.ALTERED


def test_and_that_became_or_is_altered_and_asked() -> None:
    canonical = CANONICAL["8580-500", "1.3"]
    verdict = wording(canonical.replace("individuals and", "individuals or"), canonical, POLICY)
    assert (verdict.kind, verdict.is_certain) == (MatchKind.ALTERED, False)


@pytest.mark.parametrize(
    ("short", "text"),
    [
        (
            "500 1.2",
            "Identify barriers, be they individual, operational or organisational, to using coaching or mentoring",
        ),
        ("500 3.4", "Justify the rationale for supervision of coaches or mentors in practice"),
    ],
)
def test_or_of_the_halves_or_after_whether_is_no_less(short: str, text: str) -> None:
    assert " or " not in wording(text, CANONICAL[key(short)], POLICY).difference.partition("” became “")[2]


@pytest.mark.parametrize(
    ("short", "was", "became"),
    [
        ("500 3.4", " in practise", ""),
        ("501 3.3", "practise ", ""),
        ("502 3.1", " on coaching interventions", ""),
        ("501 1.3", " to complete a minimum of", " around"),
        ("501 2.3", "listening ", ""),
        ("502 1.2", "individual developmental", "developmental"),
        ("500 1.1", "coaching and mentoring is", "coaching or mentoring is"),
        ("502 2.1", "Complete", "Observe"),
        ("502 2.1", "Complete", "Attempt"),
        ("501 2.4", "Maintain", "Review"),
        ("501 1.1", "formally agree", "think about"),
        ("503 3.3", "Provide", "Think about"),
        ("500 2.3", "the responsibilities of the coach or mentor to", "what coaches or mentors say they must do to"),
    ],
)
def test_what_may_ask_for_less_is_never_passed_in_silence(short: str, was: str, became: str) -> None:
    text = CANONICAL[key(short)]
    verdict = wording(text.replace(was, became, 1), text, POLICY)
    assert verdict.kind is MatchKind.ALTERED or not verdict.is_certain


@pytest.mark.parametrize(
    ("short", "was", "became"),
    [
        ("501 2.1", "one or more", "not only one but several"),
        ("501 2.2", "a range of", "more than a single"),
        ("502 2.1", "Complete", "Prepare and carry out"),
        ("501 2.3", "Assess your", "Assess, with your clients' ability to comment in mind, your"),
        ("503 3.2", "Provide evidence of", "Show with evidence"),
        ("503 3.3", "Provide", "Think out"),
        ("501 2.3", "Assess your ability", "Asses your abilty"),
        ("500 2.3", "the responsibilities of the coach or mentor", "the duties of the coach or mentor"),
        ("500 2.3", "the responsibilities of the coach or mentor to", "what a coach or mentor must do to"),
        ("500 2.2", "coaches or mentors require effective", "coaches or mentors have to be good at effective"),
        ("502 2.1", "with six or more clients", ", the clients being six at least"),
    ],
)
def test_what_asks_for_as_much_is_not_called_altered(short: str, was: str, became: str) -> None:
    text = CANONICAL[key(short)]
    assert wording(text.replace(was, became, 1), text, POLICY).kind is MatchKind.REWORDED


def test_one_word_of_content_that_became_another_is_asked() -> None:
    canonical = CANONICAL["8580-500", "2.2"]
    verdict = wording(canonical.replace("communication", "listening"), canonical, POLICY)
    assert (verdict.is_certain, verdict.difference) == (False, "“communication” became “listening”")


def test_a_wording_cut_short_with_dots_is_asked() -> None:
    canonical = CANONICAL["8580-500", "1.1"]
    verdict = wording(canonical.split(" and explain")[0] + " …", canonical, POLICY)
    assert (verdict.kind, verdict.is_certain) == (MatchKind.ALTERED, False)


# ---------------------------------------------------------------- outcomes


def outcomes(unit: str, *texts: str) -> list[MatchedOutcome]:
    lines = [replace(lines_of(unit)[0], outcome=text) for text in texts]
    return list(match(submission(block(lines, unit)), REFERENCE, load_policy()).outcomes)


@pytest.mark.parametrize(
    "text",
    [
        "Be able to assess your own skills, behaviours and knowledge as a coach and mentor",
        "Be able to assess own skills, behaviours and knowledge as a coach and mentor",
        "Be able to assess your own skills, behaviours",
        "LO1: Be able to assess tour own skills, behaviors and knowledge as coach and mentor",
    ],
)
def test_an_outcome_mended_cut_short_or_respelled_is_not_altered(text: str) -> None:
    (outcome,) = outcomes("8580-503", text)
    assert (outcome.number, outcome.kind is MatchKind.ALTERED) == ("1", False)


def test_an_outcome_that_asks_for_less_is_altered() -> None:
    text = REFERENCE.unit("8580-501").outcomes[1].text
    (outcome,) = outcomes("8580-501", text.replace("twelve", "eight"))
    assert (outcome.number, outcome.kind) == ("2", MatchKind.ALTERED)
    assert outcome.difference == "“at least twelve hours” became “at least eight hours”"


def test_an_outcome_cell_without_words_gives_no_outcome() -> None:
    assert outcomes("8580-501", "", "1", "Module 3") == []


def test_a_word_cut_short_by_a_full_stop_is_the_word() -> None:
    canonical = CANONICAL["8580-500", "4.1"]
    assert canonical.startswith("Critically review")
    assert wording(canonical.replace("Critically", "Crit."), canonical, POLICY).kind is MatchKind.REWORDED
    assert wording(canonical.replace("Critically review", "Review"), canonical, POLICY).kind is MatchKind.ALTERED


def test_one_half_that_is_lost_once_is_altered_and_asked() -> None:
    canonical = CANONICAL["8580-500", "1.1"]
    found = wording(canonical.replace("coaching and mentoring is", "coaching is"), canonical, POLICY)
    assert (found.kind, found.is_certain) == (MatchKind.ALTERED, False)
    both = "Define coaching and mentoring within an organisation and explain how they are alike and how they differ"
    assert wording(both, canonical, POLICY).kind is not MatchKind.ALTERED
