"""Folding and quantities: what is the same text, and how much is said."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.reference import load_reference
from pipeline.text import Units, fold, in_figures, is_word, quantities, spelt, squash, tokens

UNITS: Units = {
    "hours": ["hour", "hr", "h", ("minute", 1 / 60), ("min", 1 / 60)],
    "months": ["month", ("year", 12)],
    "clients": ["client", "coachee", "mentee"],
}


@pytest.mark.parametrize(
    ("submitted", "canonical"),
    [
        ("1.1 Explain the case", "explain the case"),
        ("AC1.1: Explain", "Explain"),
        ("AC 1.1 Explain", "Explain"),
        ("LO2 Explain", "Explain"),
        ("a) Explain", "Explain"),
        ("(ii) Explain", "Explain"),
        ("• 1. Explain", "Explain"),
        ("1.1Explain", "Explain"),
        ("1.1 a) Explain", "Explain"),
        ("  Explain\n\tthe  case. ", "explain the case"),
        ("“Explain” – the client’s case", "'Explain' - the client's case"),
        ("eﬀective coaching", "effective coaching"),
        ("effec­tive coach​ing", "effective coaching"),
        ("coaching & mentoring", "coaching and mentoring"),
        ("in practise", "in practice"),
        ("organizational behavior", "organisational behaviour"),
        ("analyze", "analyse"),
        ("focussing", "focusing"),
        ("non-judgmental", "non judgemental"),
        ("nonjudgemental", "non‑judgmental"),
        ("2,000 words", "2000 words"),
        ("ＦＵＬＬ width", "full width"),
    ],
)
def test_two_spellings_of_one_text_fold_alike(submitted: str, canonical: str) -> None:
    assert fold(submitted) == fold(canonical)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("8 hours", "hours"),
        ("2.5 hours", "hours"),
        ("a coach", "coach"),
        ("twelve hours", "12 hours"),
        ("coaching or mentoring", "coaching and mentoring"),
        ("1.5 hours", "15 hours"),
    ],
)
def test_two_requirements_never_fold_alike(first: str, second: str) -> None:
    assert fold(first) != fold(second)


def test_no_spelling_rule_touches_short_words() -> None:
    words = "hour your four tour our size prize seize exercise"
    assert fold(words) == words


def test_the_criteria_fold_apart_but_for_the_one_that_two_units_share() -> None:
    folded = [fold(criterion.text) for _, criterion in load_reference().pairs()]
    assert len(folded) - len(set(folded)) == 1


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aclo1.,) (x-'­½İßnse ", max_size=30))
def test_folding_twice_changes_nothing_where_numbering_is_likely(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_tokens_are_the_folded_words() -> None:
    assert tokens("1.2 Coach's self-awareness") == ("coachs", "selfawareness")


def test_squash_leaves_single_spaces() -> None:
    assert squash(" a\n\tb  c ") == "a b c"


def read(text: str) -> list[tuple[float, float, str, str]]:
    return [(q.low, q.high, q.unit, q.bound) for q in quantities(text, UNITS)]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("8 hours", 8),
        ("12hrs", 12),
        ("1hr", 1),
        ("an hour", 1),
        ("half an hour", 0.5),
        ("an hour and a half", 1.5),
        ("1½ hours", 1.5),
        ("90 minutes", 1.5),
        ("1 hour 30 minutes", 1.5),
        ("2,000 hours", 2000),
        ("a hundred hours", 100),
        ("one hundred and twenty hours", 120),
        ("twenty-five hours", 25),
        ("twelve (12) hours", 12),
        ("12 one-to-one coaching hours", 12),
        ("six 2-hour sessions", 12),
        ("six two-hour sessions", 12),
        ("twelve one hour coaching sessions", 12),
        ("6 x 1hr", 6),
        ("4 × 3 hrs", 12),
        ("4x3 hrs", 12),
        ("two hours x 6 sessions", 12),
        ("6 sessions of 2 hours", 12),
        ("six sessions, each lasting two hours", 12),
        ("six sessions (2 hours each)", 12),
        ("two hours a week for six weeks", 12),
        ("1 hour weekly for 8 weeks", 8),
        ("weekly one-hour sessions for twelve weeks", 12),
        ("hours: 12", 12),
        ("6 sessions (12 hours)", 12),
        ("CW2 and Task 3: 8 hours", 8),
        ("24 half-hour sessions", 12),
        ("six half hours", 3),
        ("24 sessions of half an hour each", 12),
        ("half an hour x 24", 12),
        ("24 x half-hour", 12),
        ("a half-hour session", 0.5),
        ("half a dozen two-hour sessions", 12),
        ("fifty two-hour sessions", 100),
        ("forty two-hour sessions", 80),
        ("twenty two-hour sessions", 40),
        ("one hundred two-hour sessions", 200),
        ("twenty forty-five-minute sessions", 15),
        ("twenty-two two-hour sessions", 44),
        ("twenty-two hours", 22),
        ("twenty two hours", 22),
        ("fifty two hours", 52),
        ("fifty-two hour sessions", 52),
        ("thirty-minute", 0.5),
        ("45-minute", 0.75),
        ("one and a half hours", 1.5),
        ("six one-and-a-half-hour sessions", 9),
        ("twelve 1½-hour sessions", 18),
        ("24 ½-hour sessions", 12),
        ("12 1/2 hours", 12.5),
        ("12 x one-hour", 12),
        ("12x1h", 12),
        ("twelve 60-minute sessions", 12),
        ("8 sessions of 90 minutes", 12),
        ("2 hrs x 6 clients", 12),
        ("2 hours per client x 6", 12),
        ("6 clients, 2 hours each", 12),
        ("6 clients for two hours each", 12),
        ("2 hours each, 6 clients", 12),
        ("two hours for each of the six clients", 12),
        ("6 clients x 2 sessions x 1 hour", 12),
        ("ten sessions of one hour with each of ten clients", 100),
        ("over 100 hours", 100),
        ("one hundred hours", 100),
        ("100hrs", 100),
        ("100 hrs.", 100),
        ("1hr 30min", 1.5),
        ("90 mins", 1.5),
        ("12 (twelve) hours", 12),
        ("100 (one hundred) hours", 100),
        ("twelve [12] hours", 12),
        ("six (6) two-hour sessions", 12),
    ],
)
def test_hours_are_read_however_they_are_written(text: str, hours: float) -> None:
    assert [(low, high) for low, high, unit, _ in read(text) if unit == "hours"] == [(hours, hours)]


def test_each_of_several_clients_multiplies_the_hours_and_is_counted_itself() -> None:
    assert read("2 hours with each of six clients") == [(12, 12, "hours", ""), (6, 6, "clients", "")]


@pytest.mark.parametrize("text", ["2 hrs x 6 clients", "2 hours with each of six clients", "6 clients, 2 hours each"])
def test_multiplied_hours_multiply_no_clients(text: str) -> None:
    assert sorted(read(text)) == [(6, 6, "clients", ""), (12, 12, "hours", "")]


@pytest.mark.parametrize(
    "text",
    ["6 sessions totalling 8 hours", "6 sessions over 8 hours", "6 sessions for 8 hours", "6 sessions (8 hours)"],
)
def test_hours_in_all_are_not_multiplied_by_the_sessions(text: str) -> None:
    assert read(text) == [(8, 8, "hours", "")]


def test_only_hours_are_multiplied() -> None:
    assert read("six clients over 3 months") == [(6, 6, "clients", ""), (3, 3, "months", "")]
    assert read("8 hours across six clients") == [(8, 8, "hours", ""), (6, 6, "clients", "")]


@pytest.mark.parametrize("text", ["ten hours plus two hours", "10 hours + 2 hours"])
def test_two_quantities_that_are_added_are_two_and_neither_is_a_bound(text: str) -> None:
    assert read(text) == [(10, 10, "hours", ""), (2, 2, "hours", "")]


@pytest.mark.parametrize("text", ["12-14 hours", "12 – 14 hours", "12 to 14 hours", "between 12 and 14 hours"])
def test_a_range_has_both_ends(text: str) -> None:
    assert read(text) == [(12, 14, "hours", "")]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("a minimum of twelve hours", "at_least"),
        ("at least 12 hours", "at_least"),
        ("12+ hours", "at_least"),
        ("12 hours minimum", "at_least"),
        ("12 hours plus", "at_least"),
        ("just over 12 hours", "at_least"),
        ("not less than 12 hours", "at_least"),
        ("not under 12 hours", "at_least"),
        ("just under 12 hours", "at_most"),
        ("nearly 12 hours", "at_most"),
        ("no fewer than 12 hours", "at_least"),
        ("fewer than 12 hours", "at_most"),
        ("not more than 12 hours", "at_most"),
        ("up to 12 hours", "at_most"),
        ("12 hours or less", "at_most"),
        ("12 hours", ""),
    ],
)
def test_a_bound_is_named_and_changes_no_number(text: str, bound: str) -> None:
    assert read(f"Log of {text} of coaching") == [(12, 12, "hours", bound)]
    assert quantities(f"Log of {text} of coaching", UNITS)[0].words == text


@pytest.mark.parametrize(
    ("text", "clients"),
    [
        ("7 clients", 7),
        ("six different clients", 6),
        ("six or more clients", 6),
        ("3 coachees", 3),
        ("two mentees", 2),
        ("six (6) clients", 6),
        ("half a dozen clients", 6),
    ],
)
def test_clients_are_counted_by_their_synonyms(text: str, clients: float) -> None:
    assert [(low, unit) for low, _, unit, _ in read(text)] == [(clients, "clients")]


@pytest.mark.parametrize("text", ["6-8 clients", "six to eight clients", "between six and eight clients"])
def test_a_range_of_clients_has_both_ends(text: str) -> None:
    assert read(text) == [(6, 8, "clients", "")]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("12 months", 12),
        ("one year", 12),
        ("18-month", 18),
        ("a 12-month plan", 12),
        ("the next year", 12),
        ("a year and a half", 18),
        ("half a year", 6),
    ],
)
def test_months_are_read_however_they_are_written(text: str, months: float) -> None:
    assert read(text) == [(months, months, "months", "")]


def test_a_year_is_twelve_months() -> None:
    assert [(q.low, q.is_article) for q in quantities("for a year", UNITS)] == [(12, True)]
    assert read("the Autumn and Spring terms, eight months") == [(8, 8, "months", "")]
    assert read("2 years and 3 months") == [(27, 27, "months", "")]


@pytest.mark.parametrize(
    "text",
    [
        "Assignment 1 client log",
        "CW2 hours",
        "one-to-one client meetings",
        "1:1 client work",
        "half a day",
        "half-day",
        "Year 2",
        "in year one",
        "three terms",
        "2024-25 academic year",
        "the 2024/25 academic year",
        "once a month",
    ],
)
def test_a_number_of_something_else_is_no_quantity(text: str) -> None:
    assert read(text) == []


def test_words_and_places_are_those_of_the_text_as_given() -> None:
    text = "Diary — at least “8 ho​urs”"
    (found,) = quantities(text.replace("“", "").replace("”", ""), UNITS)
    assert found.words == "at least 8 ho​urs"


@given(st.text(alphabet="012 aonehuridxs½²-–()​of,with each client:", max_size=40) | st.text())
@example("9" * 400 + " two-hour sessions")
@example("² hours")
@example("9" * 400 + " 1/2 hours")
@example("x half")
def test_every_quantity_is_where_it_says(text: str) -> None:
    for quantity in quantities(text, UNITS):
        assert text[quantity.start : quantity.end] == quantity.words
        assert quantity.low <= quantity.high


@pytest.mark.parametrize(
    ("value", "ways"),
    [(2, ("2", "two")), (12, ("12", "twelve")), (2.5, ("2.5",)), (21, ("21",)), (100, ("100", "hundred"))],
)
def test_a_number_is_spelt_in_figures_and_in_one_word_where_there_is_one(value: float, ways: tuple[str, ...]):
    assert spelt(value) == ways


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Twelve hours", "12 hours"),
        ("Fifty two-hour sessions", "50 2-hour sessions"),
        ("One hundred and ten hrs", "110 hrs"),
        ("hundred & ten hrs", "110 hrs"),
        ("2,000 words", "2000 words"),
        ("No number", "no number"),
    ],
)
def test_numbers_are_put_in_figures(text: str, figures: str) -> None:
    assert in_figures(text, (("hours", (("hour", 1.0), ("hr", 1.0))),)) == figures


@pytest.mark.parametrize("word", ["without", "against", "until", "because", "goals", "goal", "agreeing"])
def test_small_words_and_forms_of_words_are_words(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize("word", ["withuot", "agianst", "gaolz", "munths"])
def test_what_no_dictionary_has_is_none(word: str) -> None:
    assert not is_word(word)
