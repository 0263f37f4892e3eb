"""The reply to the customer, as a letter and as an e-mail: the same words, fair ones, and nothing invented."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline import check
from pipeline.decide import reviewed
from pipeline.decisions import Decision, Decisions
from pipeline.report import letter, mail, rows
from pipeline.report.annotated.notes import notes
from pipeline.report.review import Review
from pipeline.report.since import compare
from pipeline.result import Result
from tests.report import sample
from tests.report.ooxml import W, body, core, faults, needs_office, pages, rows_of, tables, text_of, unfixed
from tests.report.samples import SAMPLES, every_sample

every_sound_sample = pytest.mark.parametrize(
    "build", [b for b in SAMPLES if b is not sample.hostile], ids=lambda build: build.__name__
)
RIVERSIDE = next(Path("inputs").glob("*with gaps.docx"))
COLUMNS = "What we found|How we read it|What to do|What to do, if that is right|What to send back"
PARTS = ("What must be put right", "What we would like to clear up", "Advice")


def letter_of(result: Result) -> str:
    return text_of(body(letter.render(Review(result))))


def mail_of(result: Result) -> str:
    return mail.render(Review(result)).decode()


def plan_of(result: Result) -> dict[str, list[list[str]]]:
    """The parts of the letter's action plan by their names, without their heads."""
    found = tables(letter.render(Review(result)))
    return {name: rows_of(found[name])[1:] for name in PARTS if name in found}


def mailed_plan(result: Result) -> dict[str, list[list[str]]]:
    """The same of the e-mail, taken apart line by line."""
    _, _, plan = mail_of(result).partition("\r\nAction plan\r\n")
    found: dict[str, list[list[str]]] = {}
    name = ""
    for line in plan.split("\r\n"):
        if line in PARTS:
            name = line
            found[name] = []
        elif number := re.match(r"(\d+)\. (.*)", line):
            found[name].append([*number.groups()])
        elif said := re.match(rf" +(?:{COLUMNS}): (.*)", line):
            found[name][-1].append(said[1])
        elif re.match(" +(Owner|Your reply):", line):
            found[name][-1].append("")
        elif line.startswith("  ") and name and found[name]:
            found[name][-1][-1] += f" {line.strip()}"
    return found


def doubted(**fields: Any) -> Result:
    """A certificate that is complete but for one criterion, of which we are not sure."""
    unsure = {
        "status": "partial", "certain": False, "questions": ["Is every learner assessed?"],
        "reasons": [sample.reason("evidence_weak", "optional", "may submit")],
    }  # fmt: skip
    return sample.result(sample.CERTIFICATE, {"8580-500 1.2": unsure | fields})


# ---------------------------------------------------------------- the files


@every_sample
def test_word_opens_the_letter(build: Callable[[], Result]) -> None:
    packed = letter.render(Review(build()))
    assert faults(packed) == []
    assert unfixed(packed) == []
    assert core(packed)["creator"] == "ilm-coverage"


def test_word_opens_the_letter_with_all_that_may_be_in_it() -> None:
    for build in (sample.decided, sample.decided_hostile):
        assert faults(letter.render(build())) == []


@every_sample
def test_the_same_review_gives_the_same_bytes(build: Callable[[], Result]) -> None:
    for room in (letter, mail):
        assert room.render(Review(build())) == room.render(Review(build()))


@every_sample
def test_an_e_mail_has_short_lines_and_the_line_ends_of_mail(build: Callable[[], Result]) -> None:
    text = mail_of(build())
    assert text.endswith("\r\n")
    assert re.findall("(?<!\r)\n|\r(?!\n)|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]", text) == []
    for line in text.split("\r\n"):
        assert line == line.rstrip()
        assert len(line) <= 76 or line.startswith("Subject: ") or max(map(len, line.split())) > 55
        assert len(line.encode()) <= 998


def test_the_subject_is_one_line_whatever_the_programme_is_called() -> None:
    info = msgspec.structs.replace(sample.complete().submission, programme="A\r\nBcc: all")
    named = sample.result(sample.CERTIFICATE, {}, submission=info)
    first, second, *_ = mail_of(named).split("\r\n")
    assert first == "Subject: Your unit mapping: A Bcc: all"
    assert second == ""


# ---------------------------------------------------------------- the same words


@every_sample
def test_letter_and_e_mail_say_the_same_words(build: Callable[[], Result]) -> None:
    result = build()
    paper, _, _ = letter_of(result).partition("\nAction plan\n")
    text, _, _ = mail_of(result).partition("\r\nAction plan\r\n")
    _, _, paper = paper.partition("\nDear ")
    subject, _, text = text.partition("\r\n\r\nDear ")
    told = re.sub(r"^-+$|^- ", "", text.replace("\r\n", "\n"), flags=re.MULTILINE)
    lines = paper.split("\n")
    assert subject == f"Subject: {lines.pop(1)}"
    assert " ".join(told.split()) == " ".join(" ".join(lines).split())


@every_sample
def test_letter_and_e_mail_have_the_same_action_plan(build: Callable[[], Result]) -> None:
    result = build()
    on_paper = {name: [one_line(row[:5]) for row in found] for name, found in plan_of(result).items()}
    assert {name: [one_line(row[:5]) for row in found] for name, found in mailed_plan(result).items()} == on_paper


def one_line(texts: list[str]) -> list[str]:
    return ["".join(text.split()) for text in texts]


@every_sound_sample
def test_every_action_is_in_the_plan_once_and_numbered(build: Callable[[], Result]) -> None:
    result = build()
    told = [row for found in plan_of(result).values() for row in found]
    assert [row[0] for row in told] == [str(number) for number in range(1, len(told) + 1)]
    assert sorted(tuple(row[2:5]) for row in told) == sorted(
        (action.found, action.ask, action.send_back) for action in rows.actions(result)
    )


def test_what_the_customer_fills_in_is_left_blank() -> None:
    assert {tuple(row[5:]) for found in plan_of(sample.with_gaps()).values() for row in found} == {("", "", "")}


def test_a_point_names_its_unit_and_criterion() -> None:
    about = [row[1] for row in plan_of(sample.with_gaps())["What must be put right"]]
    assert about[0] == "Unit 8580-500, criterion 1.2"
    assert "The whole document" in about
    (missing,) = plan_of(sample.without_a_unit())["What must be put right"]
    assert missing[1] == "Unit 8580-502, all 13 criteria"


# ---------------------------------------------------------------- what is said


def test_the_counts_are_those_of_the_result() -> None:
    result = check(RIVERSIDE)
    assert isinstance(result, Result)
    text = letter_of(result)
    assert "As we read it, of the 34 criteria of your units, 24 are covered in full, 9 in part and 1 not yet." in text
    assert "Diploma: rules of combination met. 37 of 37 credits. Induction: stated. Tutorial support: 2.5 hours" in text
    assert "10 points must be put right before we can go on." in text
    assert len(plan_of(result)["What must be put right"]) == 10


def test_what_must_be_done_stands_before_advice() -> None:
    plan = plan_of(sample.with_gaps())
    must = [action.found for action in rows.actions(sample.with_gaps()) if action.must]
    assert list(plan) == list(PARTS)
    assert {row[2] for row in plan["What must be put right"] + plan["What we would like to clear up"]} == set(must)
    assert "Advice" not in plan_of(sample.blank())


def test_a_complete_mapping_is_thanked_for_and_left_to_the_decision() -> None:
    text = letter_of(sample.complete())
    assert "Thank you for sending us the unit mapping of your programme" in text
    assert "All 31 criteria of your units are covered in full." in text
    assert "There is nothing that you must put right." in text
    assert "Subject to the decision of our Quality and Compliance Manager, we need nothing more from you." in text
    assert "How to send it back" not in text
    assert plan_of(sample.complete()) == {}


def test_advice_alone_asks_for_nothing() -> None:
    text = letter_of(sample.advice_only())
    assert "There is nothing that you must put right." in text
    assert "1 point is advice, which you are free to leave." in text
    assert "must be put right before" not in text


def test_a_document_that_is_no_mapping_is_told_what_we_need() -> None:
    text = letter_of(sample.not_a_mapping())
    assert "We found 2 tables, none with criteria." in text
    assert "What we need" in text
    assert "The unit mapping of your programme, as a Word document" in text
    assert "unit mapping of your programme “" not in text
    assert "\nYour document: Northgate coaching diploma mapping v3.docx\n" in text
    assert "must be put right" not in text


def test_a_form_that_is_not_filled_in_is_not_said_to_be_covered() -> None:
    text = letter_of(sample.unfilled())
    assert "The form is not filled in yet" in text
    assert "Please fill in the form, and say in the document which award the mapping is for." in text
    assert "covered" not in text
    assert "nothing that you must put right" not in text


def test_a_mapping_that_claims_no_award_is_asked_for_it() -> None:
    text = letter_of(sample.without_an_award())
    assert "Please say in the document which award the mapping is for." in text
    assert "we need nothing more from you" not in text


def test_a_scan_is_asked_for_as_a_word_document() -> None:
    info = msgspec.structs.replace(sample.with_gaps().submission, format="pdf")
    scanned = sample.result(sample.DIPLOMA, sample._GAPS, submission=info)
    assert "Send the Word document itself, not a PDF or a scan." in letter_of(scanned)
    assert "not a PDF" not in letter_of(sample.with_gaps())


def test_what_was_put_right_since_the_last_submission_is_thanked_for() -> None:
    old, new = sample.with_gaps(), sample.complete()
    said = " ".join(mail.render(Review(new, compare(old, new))).decode().split())
    assert f"Since your last document, “{old.submission.file}”: " in said
    assert "put right" in said
    assert "Thank you for what you put right." in said
    assert "Since your last document" not in mail_of(new)


# ---------------------------------------------------------------- fair


def test_a_gap_that_we_are_not_sure_of_is_cleared_up_and_not_held_against_the_customer() -> None:
    plan = plan_of(doubted())
    assert list(plan) == ["What we would like to clear up"]
    ((number, about, found, *_),) = plan["What we would like to clear up"]
    assert (number, about) == ("1", "Unit 8580-500, criterion 1.2")
    assert found == "“may submit” means that some learners may not be assessed."
    text = letter_of(doubted())
    assert "As we read it, of the 31 criteria of your units, 30 are covered in full and 1 in part." in text
    assert "On 1 point we are not sure that we read you rightly." in text
    assert "How we read it" in text
    assert "If we misread one, please tell us how it is meant" in text
    assert "must be put right" not in text


def test_the_letter_the_comments_and_every_report_number_the_points_alike() -> None:
    gap = {"status": "partial", "reasons": [sample.reason("evidence_weak", "optional", "may submit")]}
    changes = {"8580-500 1.2": gap | {"certain": False}, "8580-500 1.3": gap, "8580-501 2.1": gap}
    result = sample.result(sample.CERTIFICATE, changes)
    expected = [("1", "8580-500 1.3"), ("2", "8580-501 2.1"), ("3", "8580-500 1.2")]
    letters = [(row[0], row[1]) for part in plan_of(result).values() for row in part]
    assert letters == [(number, f"Unit {about.replace(' ', ', criterion ')}") for number, about in expected]
    assert [f"{action.unit} {action.criteria}" for action in rows.actions(result)] == [about for _, about in expected]
    said = [note for note in notes(Review(result), ()) if note.title.startswith("Action")]
    assert [note.title for note in said] == [f"Action {number}. {about}: ◐ Partial" for number, about in expected]


def test_the_comments_ask_where_the_letter_asks() -> None:
    opening, said, *_ = (note.text for note in notes(Review(doubted()), ()))
    assert "On 1 point we are not sure that we read you rightly." in opening
    assert "must be put right" not in opening
    assert "How we read it: “may submit” means that some learners may not be assessed." in said
    assert "What to do, if that is right:" in said
    assert "Must do" not in said
    assert "What we found" not in said


@pytest.mark.parametrize(
    ("form", "read_by", "asked"),
    [
        ("docx", "docx", "in the same Word document"),
        ("docm", "docx", "in the same Word document"),
        ("doc", "libreoffice", "in the same document, and keep the form’s own tables and numbers. Send it as a Word"),
        ("odt", "libreoffice", "in the same document, and keep the form’s own tables and numbers. Send it as a Word"),
        ("pdf", "pdf", "Send the Word document itself, not a PDF or a scan."),
        ("pdf", "ocr", "Send the Word document itself, not a PDF or a scan."),
    ],
)
def test_the_changes_are_to_be_made_in_what_was_sent_where_one_can_write_in_it(
    form: str, read_by: str, asked: str
) -> None:
    result = sample.with_gaps()
    info = msgspec.structs.replace(result.submission, format=form, read_by=read_by)
    text = letter_of(msgspec.structs.replace(result, submission=info))
    assert asked in text
    assert ("not a PDF or a scan" in text) == (form == "pdf")


def test_a_comment_tells_the_reason_of_a_decision_once_and_not_whose_it_is() -> None:
    result = sample.complete()
    lower = Decision(
        unit="8580-500", ref="1.1", computed="full", decided="none", reason="We saw it.", who="The QCM", when=""
    )
    review = reviewed(result, decisions=Decisions(result="0" * 64, decisions=[lower]))
    (said,) = (note.text for note in notes(review, ()) if "8580-500 1.1" in note.title)
    assert said.count("We saw it") == 1
    assert "The QCM" not in said


def test_a_doubt_without_a_gap_stays_with_us() -> None:
    text = letter_of(doubted(status="full", reasons=[]))
    assert "1.2" not in text
    assert "Is every learner assessed?" not in text
    assert "As we read it, all 31 criteria of your units are covered in full." in text


def test_where_the_qualification_is_a_question_we_say_that_it_is_our_reading() -> None:
    asked = msgspec.structs.replace(sample.complete().reference, question="Which qualification does it map?")
    text = letter_of(sample.result(sample.CERTIFICATE, {}, reference=asked))
    assert "As we read it, all 31 criteria of your units are covered in full." in text
    assert asked.question not in text


def test_the_questions_for_the_manager_do_not_go_to_the_customer() -> None:
    text = letter_of(sample.with_gaps())
    asked = [asked for question in rows.questions(sample.with_gaps()) for asked in question.criterion.questions]
    assert [question for question in asked if question in text] == []
    assert "8580-503 2.2" not in text


def test_a_tick_that_may_be_right_is_not_called_wrong() -> None:
    disagrees = [finding for finding in sample._FINDINGS if finding.code == "claim_disagrees"]
    gap = {"status": "partial", "reasons": [sample.reason("nothing_mapped")]}
    unsure, sure = {"8580-500 1.2": gap | {"certain": False}}, {"8580-500 1.3": gap}
    may_be_right = plan_of(sample.result(sample.CERTIFICATE, unsure, disagrees))
    assert len(may_be_right["What we would like to clear up"]) == 2
    is_wrong = plan_of(sample.result(sample.CERTIFICATE, unsure | sure, disagrees))
    assert [row[1] for row in is_wrong["What must be put right"]] == ["Unit 8580-500, criterion 1.3", "Unit 8580-500"]


def test_a_unit_with_a_doubt_in_it_is_not_held_against_the_customer_as_a_whole() -> None:
    nothing = {"status": "none", "reasons": [sample.reason("nothing_mapped")], "strategies": "", "evidence": ""}
    refs = [f"8580-501 {criterion.ref}" for unit, criterion in sample.REFERENCE.pairs() if unit.ref == "8580-501"]
    sure = plan_of(sample.result(sample.CERTIFICATE, dict.fromkeys(refs, nothing)))
    assert [row[1] for row in sure["What must be put right"]] == ["Unit 8580-501, all 10 criteria"]
    changes = dict.fromkeys(refs, nothing) | {refs[0]: nothing | {"certain": False}}
    assert list(plan_of(sample.result(sample.CERTIFICATE, changes))) == ["What we would like to clear up"]


# ---------------------------------------------------------------- nothing invented


@every_sound_sample
def test_what_we_do_not_know_is_a_place_to_fill_in(build: Callable[[], Result]) -> None:
    tree = body(letter.render(Review(build())))
    controls = list(tree.iter(f"{W}sdt"))
    blanks = [text_of_runs(control) for control in controls]
    assert blanks[:2] == ["[date]", "[our reference]"]
    assert blanks[-3:] == ["[your name]", "[your role]", "[telephone or e-mail]"]
    assert all(control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None for control in controls)
    assert "[" not in re.sub(r"\[name of customer programme\]", "", without(text_of(tree), blanks))


def text_of_runs(control: Any) -> str:
    return "".join(text.text or "" for text in control.iter(f"{W}t"))


def without(text: str, blanks: list[str]) -> str:
    for blank in blanks:
        text = text.replace(blank, "", 1)
    return text


@every_sound_sample
def test_no_date_and_no_name_is_invented(build: Callable[[], Result]) -> None:
    result = build()
    seen = letter_of(result).replace(result.submission.programme or "", "").replace(result.submission.file, "")
    assert re.findall(r"\b(?:19|20)\d\d\b|\d{1,2}/\d{1,2}|\b(?:Mr|Mrs|Ms|Dr)\b|@", seen) == []
    assert "Northgate" not in seen.replace("Northgate Training Ltd", "")


@every_sound_sample
def test_no_code_score_or_word_of_programmers_is_seen(build: Callable[[], Result]) -> None:
    seen = letter_of(build())
    assert re.findall(r"\b(?:error|invalid|null|NaN|undefined|score|True|False|QCM|risk|\w+_\w+)\b", seen) == []


def test_the_own_sentences_are_short() -> None:
    paragraphs = letter_of(sample.with_gaps()).partition("Action plan")[0].split("\n")
    sentences = [sentence for text in paragraphs for sentence in re.split(r"(?<=[.?:;]) ", text)]
    assert len(sentences) > 15
    assert [sentence for sentence in sentences if len(sentence.split()) > 24] == []


# ---------------------------------------------------------------- other people's text


def test_hostile_texts_are_words_and_nothing_else() -> None:
    for text in (letter_of(sample.hostile()), mail_of(sample.hostile())):
        assert "<script>alert(1)</script>" in text
        assert '=HYPERLINK("x") & &amp; &#60;b&#62;' in text
        assert "more characters in the document)" in " ".join(text.split())
        assert re.findall("[\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]", text) == []


# ---------------------------------------------------------------- on paper


@needs_office
def test_the_letter_fits_on_a_page_and_its_action_plan_holds_every_gap(tmp_path: Path) -> None:
    result = check(RIVERSIDE)
    assert isinstance(result, Result)
    first, *others = pages(letter.render(Review(result)), tmp_path)
    assert "Yours sincerely" in first
    assert "Action plan" in others[0]
    seen = squashed(" ".join(others))
    for action in rows.actions(result):
        assert squashed(action.found) in seen
        assert squashed(action.ask) in seen


def squashed(text: str) -> str:
    """The text without white space and hyphens, which a program that prints puts where lines end."""
    return re.sub(r"[\s\ufffe\u00ad-]+", "", text)
