"""The rules weighed against labelled cells: what the categoriser adds, what it leaves alone, and whom it asks."""

from dataclasses import replace

import pytest

from pipeline.judge.categoriser import Categoriser, load_categoriser
from pipeline.judge.manner import is_orderly
from pipeline.judge.weighing import share_weak, weighed
from pipeline.model.verdicts import CellState, CellVerdict, WeakKind
from tests.judge.documents import POLICY, RULES, opinion_on, reading, row, verdict, verdicts
from tests.judge.documents import judged as judged_rows
from tests.rounds import CASES, load_round

LIMITS = POLICY.cells.categoriser
NAMES = ("substantive", "provisional", "optional", "no_assessment_named", "part_only")


TEXT = "Report 2, when Moira has a minute to write the brief"


def judged(weak: float, kind: str, ruled: CellVerdict, share: float = 0.2, text: str = TEXT) -> CellVerdict:
    """The verdict where the categoriser gives this much to one weak kind, the rest to "substantive"."""
    shares = dict.fromkeys(NAMES, 0.0) | {"substantive": 1 - weak, kind: weak}
    said = replace(opinion_on(text), ruled=ruled, shares=shares)
    return weighed(said, share, load_categoriser(), POLICY.cells)


FIRM = CellVerdict(CellState.SUBSTANTIVE, rule="named")
OPTIONAL = CellVerdict(CellState.WEAK, kind=WeakKind.OPTIONAL, quote="if they like", rule="rule")


def test_where_rules_and_likeness_agree_nobody_is_asked() -> None:
    assert judged(0.001, "optional", FIRM) == FIRM
    assert judged(0.99, "optional", OPTIONAL) == OPTIONAL


def test_a_cell_that_the_rules_pass_and_that_reads_weak_is_weak_with_the_clause_that_reads_so() -> None:
    found = judged(0.7, "provisional", FIRM)
    assert (found.kind, found.rule) == (WeakKind.PROVISIONAL, "likeness")
    assert found.quote in "Report 2, when Moira has a minute to write the brief"
    assert found.doubt is not None


def test_a_cell_that_the_rules_stop_at_and_that_reads_firm_is_firm() -> None:
    found = judged(0.1, "optional", OPTIONAL)
    assert (found.state, found.kind) == (CellState.SUBSTANTIVE, None)
    assert found.doubt is not None
    assert "if they like" in found.doubt


def test_of_two_weak_kinds_the_rules_own_stays_unless_another_is_far_likelier() -> None:
    shares = dict.fromkeys(NAMES, 0.0) | {"substantive": 0.1, "optional": 0.4, "provisional": 0.5}
    said = replace(opinion_on("Report"), ruled=OPTIONAL, shares=shares)
    assert weighed(said, 0.2, load_categoriser(), POLICY.cells).kind is WeakKind.OPTIONAL
    said = replace(said, shares=shares | {"optional": 0.1, "provisional": 0.8})
    assert weighed(said, 0.2, load_categoriser(), POLICY.cells).kind is WeakKind.PROVISIONAL


def test_the_more_of_a_document_is_weak_the_sooner_a_person_is_asked_and_the_answer_stays() -> None:
    careful, hurried = (judged(LIMITS.sure_below, "optional", FIRM, share) for share in (0.1, 0.5))
    assert (careful.doubt, careful.state) == (None, hurried.state)
    assert hurried.doubt is not None


def test_a_few_cells_tell_less_of_a_document_than_many() -> None:
    weak = opinion_on("Essay, if they like")
    assert LIMITS.usual_share < share_weak([weak], LIMITS) < share_weak([weak] * 30, LIMITS)
    assert share_weak([], LIMITS) == LIMITS.usual_share


def test_another_rows_weakness_changes_no_status() -> None:
    alone = verdict("CW2 Q3")
    beside = verdicts({"1.1": "CW2 Q3", "1.2": "Essay, not written yet", "1.3": "Report if they like", "2.1": "A chat"})
    assert (beside["1.1"].state, beside["1.1"].kind) == (alone.state, alone.kind)


def test_a_name_that_the_document_uses_again_is_an_assessment_to_the_categoriser() -> None:
    names = {f"{outcome}.{at}": f"Blue Binder {at}" for outcome in (1, 2) for at in (1, 2, 3)}
    rows = tuple(row(("8580-500", ref), at, "Seminar", text) for at, (ref, text) in enumerate(names.items(), 2))
    found = judged_rows(rows)
    assert {reading(found["8580-500", ref].evidence.verdict) for ref in names} == {"substantive"}


@pytest.mark.parametrize(
    ("text", "answer"),
    [("", "absent"), ("☐", "absent"), ("—", "absent"), ("→ 1.2", "unresolved_reference"), ("Essay", "substantive")],
)
def test_cells_of_hardly_a_word_keep_their_answer(text: str, answer: str) -> None:
    assert reading(verdict(text)) == answer


def test_unheard_the_categoriser_changes_nothing() -> None:
    text = "Report 2, Moira still has not written the brief, she is away till Easter"
    ruled, heard = opinion_on(text).ruled, verdict(text, policy=RULES)
    assert (heard.state, heard.kind, heard.rule) == (ruled.state, ruled.kind, ruled.rule)


def test_probabilities_add_up_and_do_not_depend_on_the_order_of_signs() -> None:
    model = Categoriser(("substantive", "optional"), (10, -10), {"a": (50, -50), "b": (-120, 120)})
    found = model.probabilities(["a", "b", "c"])
    assert found == model.probabilities(["c", "b", "a"])
    assert sum(found.values()) == pytest.approx(1, abs=0.002)
    assert found["optional"] > model.probabilities(["a"])["optional"]


def test_the_shipped_weights_are_whole_numbers_one_for_each_category() -> None:
    model = load_categoriser()
    assert model.categories == NAMES
    assert {len(weights) for weights in model.weights.values()} == {len(NAMES)}


@pytest.mark.parametrize(
    "cell",
    [
        "Paper 3, from which no learner is excused",
        "Written test. A learner who has fallen ill sits it later; none is exempted.",
        "Reflective log; the log is not optional for bank staff",
        "Task 22, approved in March after a long time pending",
    ],
)
def test_words_that_say_the_opposite_of_weak_are_heard(cell: str) -> None:
    assert "firm" in {cue.kind for cue in opinion_on(cell).reading.cues}
    assert verdict(cell).state is CellState.SUBSTANTIVE


@pytest.mark.parametrize(
    "cell",
    [
        "Essay, to be approved in March",
        "Essay, no longer compulsory, not required of all",
        "Essay, not compulsory for all",
        "Essay: required of all but the part-timers",
        "Essay; brief never signed in March",
    ],
)
def test_what_only_looks_like_them_is_not(cell: str) -> None:
    assert "firm" not in {cue.kind for cue in opinion_on(cell).reading.cues}
    assert verdict(cell).state is CellState.WEAK


def test_plain_words_are_never_overruled_unasked() -> None:
    """What most centres write: one marker beside one assessment."""
    cells = [cell for cell in load_round(CASES / "plain.toml").cells if cell.right != ("substantive",)]
    plain = [cell for cell in cells if verdict(cell.text, f"{cell.unit} {cell.ref}", RULES).kind]
    assert len(plain) > 500
    found = {cell.text: verdict(cell.text, f"{cell.unit} {cell.ref}") for cell in plain}
    assert [text for text, said in found.items() if said.state is CellState.SUBSTANTIVE and not said.doubt] == []


@pytest.mark.parametrize(
    "cell",
    [
        "Everyone but the apprentices is filmed and graded",
        "Everyone except the apprentices is observed and graded",
        "The test is sat by everyone except line managers.",
        "Everybody, save the volunteers, writes a report.",
        "The whole group apart from agency staff sits the written test.",
    ],
)
def test_where_some_are_left_out_of_all_it_is_weak_whatever_is_likely(cell: str) -> None:
    found = verdict(cell)
    assert (found.state, found.kind) == (CellState.WEAK, WeakKind.OPTIONAL)


@pytest.mark.parametrize(
    "cell",
    [
        "Essay on feedback from everyone but the client's manager",
        "Report marked by everyone but the learner's own coach",
        "Everything but the appendix is marked: report of 2,000 words",
    ],
)
def test_nobody_is_left_out_where_it_says_who_is_met_or_marks(cell: str) -> None:
    assert verdict(cell).state is CellState.SUBSTANTIVE


def test_the_answer_is_likelier_firm_in_orderly_words_that_no_rule_stops_at() -> None:
    assert judged(0.5, "optional", FIRM).state is CellState.SUBSTANTIVE
    assert judged(0.5, "optional", OPTIONAL).state is CellState.WEAK
    assert judged(0.5, "optional", FIRM, text="report 2, when moira has a minute").state is CellState.WEAK
    assert all(judged(0.5, "optional", ruled).doubt for ruled in (FIRM, OPTIONAL))


@pytest.mark.parametrize(
    ("text", "orderly"),
    [
        ("Report 2, marked by the coach’s manager", True),
        ("CW2", True),
        ("CW2 Q3 & log", True),
        ("report 2, marked", False),
        ("REPORT 2, MARKED", False),
        ("Report 2, mkd by tutr", False),
        ("2", False),
    ],
)
def test_orderly_words_begin_with_a_capital_and_are_spelt(text: str, orderly: bool) -> None:
    assert is_orderly(text) is orderly


@pytest.mark.parametrize("weak", [0.01, LIMITS.weak_from - 0.01, LIMITS.weak_from + 0.01])
def test_where_plain_words_are_overruled_a_person_is_asked(weak: float) -> None:
    plain = CellVerdict(CellState.WEAK, kind=WeakKind.OPTIONAL, quote="optional", rule="optional_word")
    found = judged(weak, "optional", plain)
    assert found.doubt
    assert found.state is (CellState.SUBSTANTIVE if weak < LIMITS.weak_from else CellState.WEAK)


@pytest.mark.parametrize(
    "cell", ["Essay three, tobe confirmed", "Essay three, stillto be confirmed", "Essay iftime allows"]
)
def test_words_that_run_together_are_read_apart_and_quoted_as_they_stand(cell: str) -> None:
    found = verdict(cell)
    assert found.state is CellState.WEAK
    assert found.quote in cell
