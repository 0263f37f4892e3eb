"""The page that the QCM reads: what it says, where its links lead, and that no text of another's can harm it."""

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.report import webpage
from pipeline.report.review import Review
from pipeline.report.webpage import render
from pipeline.result import Result
from tests.report import sample
from tests.report.page import Element, parse
from tests.report.samples import SAMPLES, every_sample

TEMPLATES = Path(webpage.__file__).parent / "templates"
STYLE = (TEMPLATES / "style.css").read_text(encoding="utf-8")
SCRIPT = (TEMPLATES / "script.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def gaps() -> Element:
    return parse(render(Review(sample.with_gaps())))


@pytest.fixture(scope="module")
def hostile() -> Element:
    return parse(render(Review(sample.hostile())))


# ---------------------------------------------------------------- every page


@every_sample
def test_every_link_leads_to_a_place_in_the_page(build: Callable[[], Result]) -> None:
    page = parse(render(Review(build())))
    ids = {element.attributes.get("id") for element in page.all()}
    assert [link for link in page.all("a") if link.attributes["href"].removeprefix("#") not in ids] == []


@every_sample
def test_ids_are_unique(build: Callable[[], Result]) -> None:
    ids = [element.attributes["id"] for element in parse(render(Review(build()))).all() if "id" in element.attributes]
    assert len(ids) == len(set(ids))


@every_sample
def test_labels_name_elements_that_are_there(build: Callable[[], Result]) -> None:
    page = parse(render(Review(build())))
    labels = {
        element.attributes["aria-labelledby"] for element in page.all() if "aria-labelledby" in element.attributes
    }
    assert labels
    assert all(page.by_id(label).text for label in labels)


@every_sample
def test_nothing_is_fetched_and_nothing_runs_but_the_own_script(build: Callable[[], Result]) -> None:
    page = parse(render(Review(build())))
    (script,) = page.all("script")
    assert script.children == [SCRIPT]
    assert page.all("img", "link", "iframe", "object", "embed", "form", "base") == []
    for element in page.all():
        assert not {name for name in element.attributes if name.startswith("on") or name in ("style", "src", "srcset")}
        assert element.attributes.get("href", "#").startswith("#")
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert re.findall(r"fetch|XMLHttp|import|innerHTML|document\.write|eval|\bsrc\b|https?:|</", SCRIPT) == []


@every_sample
def test_the_policy_lets_the_own_style_and_script_through_and_nothing_else(build: Callable[[], Result]) -> None:
    page = parse(render(Review(build())))
    style, script = (_digest(*element.children) for element in page.all("style", "script"))
    (policy,) = (e.attributes["content"] for e in page.all("meta") if "http-equiv" in e.attributes)
    allowed = f"style-src 'sha256-{style}'; script-src 'sha256-{script}'"
    assert policy == f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _digest(text: Element | str) -> str:
    return base64.b64encode(hashlib.sha256(str(text).encode()).digest()).decode()


@every_sample
def test_the_same_result_gives_the_same_bytes(build: Callable[[], Result]) -> None:
    first = render(Review(build()))
    webpage._template.cache_clear()
    assert render(Review(build())) == first


@every_sample
def test_tables_have_a_caption_one_row_of_heads_and_no_merged_cells(build: Callable[[], Result]) -> None:
    for table in parse(render(Review(build()))).all("table"):
        (caption,), (head,) = table.all("caption"), table.all("thead")
        (row,) = head.all("tr")
        assert caption.text
        assert {cell.attributes.get("scope") for cell in row.all("th")} == {"col"}
        (body,) = table.all("tbody")
        for line in body.all("tr"):
            cells = line.all("th", "td")
            assert len(cells) == len(row.all("th"))
            assert [cell.attributes.get("scope") for cell in line.all("th")] == ["row"]
            assert not any({"rowspan", "colspan"} & set(cell.attributes) for cell in cells)


@every_sample
def test_the_page_has_a_language_landmarks_and_one_first_heading(build: Callable[[], Result]) -> None:
    page = parse(render(Review(build())))
    assert page.all("html")[0].attributes["lang"] == "en-GB"
    assert [len(page.all(tag)) for tag in ("header", "nav", "main", "footer", "h1", "title")] == [1] * 6
    assert page.by_class("skip")[0].attributes["href"] == "#answer"


@pytest.mark.parametrize("build", [b for b in SAMPLES if b is not sample.hostile], ids=lambda build: build.__name__)
def test_no_code_score_or_word_of_programmers_is_seen(build: Callable[[], Result]) -> None:
    seen = parse(render(Review(build()))).text
    assert re.findall(r"\b(?:error|invalid|null|NaN|undefined|score|True|False|None type|\w+_\w+)\b", seen) == []


def test_the_own_sentences_are_short() -> None:
    page = parse(render(Review(sample.complete())))
    prose = [e.text for e in page.all("p", "caption", "dd", "li") if not e.all("p", "li", "a")]
    sentences = [sentence for text in prose for sentence in re.split(r"(?<=[.?:;]) ", text)]
    assert len(sentences) > 20
    assert [sentence for sentence in sentences if len(sentence.split()) > 20] == []


def test_a_page_of_all_44_criteria_is_small_enough_to_mail() -> None:
    units = [unit.ref for unit in sample.REFERENCE.units]
    assert len(render(Review(sample.result(units, sample._GAPS, sample._FINDINGS)))) <= 150_000


# ---------------------------------------------------------------- first screen


def test_the_four_numbers_are_those_of_the_result(gaps: Element) -> None:
    counts, total = sample.with_gaps().counts, sample.with_gaps().counts.criteria
    (numbers,) = gaps.by_class("numbers")
    assert [number.text for number in numbers.all("li")] == [
        f"{counts.full} of {total} ✓ Full",
        f"{counts.partial} of {total} ◐ Partial",
        f"{counts.none} of {total} ✕ None",
        f"3 of {total} ? Needs your eye",
    ]


def test_the_first_six_gaps_are_listed_and_the_others_counted() -> None:
    result = sample.with_gaps()
    page = parse(render(Review(result)))
    listed = page.by_class("gaps")[-1].all("li")
    to_do = result.counts.partial + result.counts.none + sum(finding.must for finding in result.findings)
    assert len(listed) == 6
    assert page.by_class("more")[-1].text == f"and {to_do - 6} more"


def test_gaps_of_high_risk_come_first(gaps: Element) -> None:
    where = [item.by_class("where")[0].text for item in gaps.by_class("gaps")[-1].all("li")]
    assert where[:4] == ["8580-500 1.2", "8580-500 2.2", "8580-502 2.1", "8580-502 4.1"]


def test_each_gap_links_to_its_row(gaps: Element) -> None:
    for link in gaps.by_class("gaps")[-1].all("a"):
        row = gaps.by_id(link.attributes["href"].removeprefix("#"))
        assert link.by_class("what")[0].text in row.text


def test_an_award_says_which_of_its_needs_are_met(gaps: Element) -> None:
    (awards,) = gaps.by_class("awards")
    assert awards.text == (
        "✓ Diploma: rules of combination met. 37 of 37 credits. Induction: stated. "
        "✕ Tutorial support: 1 hour stated, 2 needed."
    )


def test_an_award_with_a_unit_missing_names_the_unit() -> None:
    (awards,) = parse(render(Review(sample.without_a_unit()))).by_class("awards")
    assert awards.text.startswith(
        "✕ Diploma: rules of combination not met. 8 of 37 credits. Not in the document: 8580-502."
    )
    assert "Tutorial support: no hours stated, 2 needed." in awards.text


def test_a_unit_that_is_not_there_is_one_gap() -> None:
    page = parse(render(Review(sample.without_a_unit())))
    (item,) = page.by_class("gaps")[-1].all("li")
    assert item.text.startswith("8580-502 all 13 criteria ✕ None Unit 8580-502 is needed")
    assert item.all("a")[0].attributes["href"] == "#unit-8580-502"


def test_a_blank_form_is_one_gap_for_each_unit() -> None:
    result = sample.blank()
    page = parse(render(Review(result)))
    assert len(page.by_class("gaps")[-1].all("li")) == len(page.by_id("actions").all("tbody")[0].all("tr")) == 3
    assert page.by_class("more") == []


# ---------------------------------------------------------------- the parts


def test_the_summary_marks_our_tick_and_the_customers_where_it_differs(gaps: Element) -> None:
    first, second, *_ = gaps.by_id("summary").all("tbody")[0].all("tr")
    assert [cell.text for cell in first.all("td")][2:6] == [
        "",
        "✓ Partial",
        "Customer: ✓",
        "9 of 12 full, 2 partial and 1 none.",
    ]
    assert [cell.text for cell in second.all("td")][2:6] == ["", "", "", "Not claimed, so not judged."]


def test_each_reason_and_each_request_is_one_line_of_the_action_plan(gaps: Element) -> None:
    result = sample.with_gaps()
    reasons = [reason for unit in result.units for criterion in unit.criteria for reason in criterion.reasons]
    rows = [[cell.text for cell in row.all("td", "th")] for row in gaps.by_id("actions").all("tbody")[0].all("tr")]
    assert len(rows) == len(reasons) + len(result.findings)
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    assert [row[5] for row in rows] == sorted((row[5] for row in rows), key=["Must do", "To clear up", "Advice"].index)
    assert {row[5] for row in rows} >= {"Must do", "To clear up"}
    assert {tuple(row[7:]) for row in rows} == {("", "", "", "")}


def test_a_complete_submission_has_no_action_and_says_so() -> None:
    page = parse(render(Review(sample.complete())))
    assert page.by_id("actions").all("table") == []
    assert page.by_id("actions").text.startswith("What the customer must do Nothing.")
    assert page.by_class("gaps") == []
    assert "We found no gap and no question." in page.text


def test_advice_alone_is_said_to_be_advice() -> None:
    plan = parse(render(Review(sample.advice_only()))).by_id("actions")
    assert "Nothing must be done. What follows is advice." in plan.text
    assert len(plan.all("tbody")[0].all("tr")) == 1


def test_a_document_that_is_no_mapping_says_what_to_do() -> None:
    page = parse(render(Review(sample.not_a_mapping())))
    assert "We found 2 tables, none with criteria." in page.by_id("answer").text
    assert "ask the customer for the unit mapping" in page.text
    assert " of 0" not in page.text


def test_a_form_that_is_not_filled_in_is_never_said_to_lack_nothing() -> None:
    page = parse(render(Review(sample.unfilled())))
    ask = "Ask the customer to fill in the form, and to say which award it is for."
    assert page.text.count(ask) == 2
    assert " of 0" not in page.text
    assert "We found no gap" not in page.text


def test_a_mapping_that_claims_no_award_is_never_said_to_lack_nothing() -> None:
    page = parse(render(Review(sample.without_an_award())))
    assert page.text.count("Ask the customer to say which award it is for.") == 2
    assert "We found no gap" not in page.text


def test_a_question_shows_both_wordings_with_the_differing_words_marked(gaps: Element) -> None:
    question = gaps.by_id("question-8580-502-2.3")
    required, written = question.all("dd")
    assert "Is this criterion 8580-502 2.3 (most likely) or 8580-503 2.2?" in question.text
    assert [run.text for run in required.all("del")] == [
        "ability to build relationships",
        "effective communication techniques",
        "giving",
    ]
    assert [run.text for run in written.all("ins")] == ["capability in building rapport", "your"]
    assert re.search(r"\ndel \{[^}]*line-through", STYLE)
    assert re.search(r"\nins \{[^}]*underline", STYLE)


def test_spelling_case_and_punctuation_are_no_difference() -> None:
    said = sample.match("Justify the Rationale for supervision, of coaches and mentors in practice.", certain=False)
    changes = {"8580-500 3.4": {"certain": False, "questions": ["Is it?"], "match": said}}
    question = parse(render(Review(sample.result(sample.CERTIFICATE, changes)))).by_id("question-8580-500-3.4")
    assert question.all("ins", "del") == []


def test_a_doubt_about_a_cell_shows_the_cells(gaps: Element) -> None:
    question = gaps.by_id("question-8580-503-1.1")
    assert "Evidence: Learners may submit a self-audit or discuss it with their tutor." in question.text


def test_every_criterion_has_a_row_with_status_why_ask_and_where(gaps: Element) -> None:
    result = sample.with_gaps()
    rows = [row for table in gaps.by_class("criteria") for row in table.all("tbody")[0].all("tr")]
    assert len(rows) == result.counts.criteria
    row = gaps.by_id("row-8580-502-1.1")
    assert row.attributes["data-codes"] == "evidence_weak:provisional strategies_missing"
    assert [cell.text for cell in row.all("td")][1:] == [
        "Blank",
        "Case study; assessment brief awaiting approval.",
        "◐ Partial",
        "The evidence says it is still to be agreed: “assessment brief awaiting approval”. "
        "Ask: Give the agreed assessment. It is assessed, but nothing says how it is taught. "
        "Ask: Say how learners are prepared for it.",
        "Table 5, row 3",
    ]


def test_a_reworded_or_altered_row_shows_what_was_changed(gaps: Element) -> None:
    row = gaps.by_id("row-8580-500-3.2")
    assert [run.text for run in row.all("del")] == ["Analyse", "or mentoring"]
    assert [run.text for run in row.all("ins")] == ["Describe"]


def test_findings_have_a_word_for_their_severity_and_a_place(gaps: Element) -> None:
    rows = [[cell.text for cell in row.all("th", "td")] for row in gaps.by_id("findings").all("tbody")[0].all("tr")]
    assert [row[0] for row in rows] == ["▲ Major"] * 3 + ["△ Minor"] * 2 + ["ⓘ For information"]
    assert rows[1][-1] == "Table 2, row 4"


def test_how_it_was_done_names_what_is_not_judged_and_what_it_rests_on(gaps: Element) -> None:
    result, text = sample.with_gaps(), gaps.by_id("method").text
    assert "Whether each assessment is at the unit’s level" in text
    for proof in (result.submission.sha256, result.reference.sha256, result.policy.sha256, "ilm-coverage 0.1.0"):
        assert proof in text


# ---------------------------------------------------------------- other people's text


def test_hostile_texts_are_shown_as_text(hostile: Element) -> None:
    seen = hostile.text
    assert "<script>alert(1)</script>" in seen
    assert "\"'><img src=x onerror=alert(1)>" in seen
    assert "[/red] {{ 7 * 7 }} {% raw %} ${7*7}" in seen
    assert "& &amp; &#60;b&#62;" in seen
    assert "🧑🏽‍🏫✅ Ω≈ç√ ﷽" in seen


def test_control_characters_and_turned_text_are_taken_out() -> None:
    page = render(Review(sample.hostile())).decode()
    assert re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", page) == []
    assert "[31mred" in page


def test_a_text_of_40000_characters_is_cut_and_says_so(hostile: Element) -> None:
    assert "more characters in the document)" in hostile.text
    assert "w" * 2_000 not in hostile.text


def test_a_lone_surrogate_does_not_stop_the_page() -> None:
    assert render(Review(sample.hostile())).decode("utf-8")


# ---------------------------------------------------------------- the colours


def _palettes() -> dict[str, dict[str, str]]:
    roots = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    found = [dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6})", root)) for root in roots]
    return dict(zip(("light", "dark", "print"), found, strict=True))


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, the definitions of contrast ratio and relative luminance."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize("ground", ["paper", "wash"])
def test_every_colour_of_text_can_be_read(scheme: str, ground: str) -> None:
    palette = _palettes()[scheme]
    for name in ("ink", "quiet", "link", "full", "partial", "none", "eye"):
        assert _contrast(palette[name], palette[ground]) >= 4.5, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_that_carry_meaning_can_be_seen(scheme: str) -> None:
    palette = _palettes()[scheme]
    assert _contrast(palette["strong"], palette["paper"]) >= 3
