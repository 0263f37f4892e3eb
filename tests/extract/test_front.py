"""Programme, customer, claims, the Summary table, placeholders, terms."""

import pytest

from pipeline.model.submission import Coverage
from tests.extract.forms import DEFINE, HEADS, Box, read

DETAILS = [
    ["Customer Programme Title", "Shop Floor to Coach", "Assessment Manager/QA", "J. Okafor"],
    ["ILM Qualification", "ILM Level 5 Certificate or Diploma in Coaching and Mentoring", "QCM", ""],
    ["Customer", "Penwith Precision Engineering", "", ""],
]
BULLETS = "· One hour induction\n· At least two hours tutorial support\n· Three mandatory units (total credit value 13)"


def names(*blocks):
    found = read(*blocks)
    return found.programme, found.customer


def test_programme_and_customer_stand_beside_their_labels():
    assert names(DETAILS) == ("Shop Floor to Coach", "Penwith Precision Engineering")


def test_programme_and_customer_behind_a_colon():
    assert names("Programme title: Heads Who Coach", "Centre: Cathedral Schools Trust") == (
        "Heads Who Coach",
        "Cathedral Schools Trust",
    )
    assert names([["Provider: Dunmore Packaging"], ["Course title: Line Coach"]]) == ("Line Coach", "Dunmore Packaging")


def test_labels_above_their_values():
    assert names([["Customer", "Programme title"], ["Dunmore Packaging", "Line Coach"]]) == (
        "Line Coach",
        "Dunmore Packaging",
    )


def test_a_blank_value_or_a_placeholder_names_nobody():
    assert names([["Customer", ""], ["Customer Programme Title", "[name of customer programme]"]]) == (None, None)
    assert names([["Customer Programme Title", "", "Assessment Manager/QA", "J. Okafor"]]) == (None, None)
    assert names("Customer: TBC") == (None, None)


@pytest.mark.parametrize(
    "cover",
    [
        [
            "# ILM LEVEL 5 UNITS IN COACHING ACCREDITATION ASSESSMENT DOCUMENT",
            "Heads Who Coach",
            "Advice for ILM Centre Managers",
        ],
        ["Heads Who Coach: mapping to ILM Level 5 Coaching and Mentoring units", "Twilights, for heads of year."],
        ["Pay particular attention to the summative assessment activities.", "Heads Who Coach", "Introduction"],
        ["# Heads Who Coach", "A programme for heads of year."],
    ],
)
def test_the_programme_of_a_cover_without_details(cover):
    assert read(*cover).programme == "Heads Who Coach"


def test_the_forms_own_title_is_no_programme():
    assert (
        read(
            "# ILM LEVEL 5 UNITS IN COACHING ACCREDITATION ASSESSMENT DOCUMENT", "[Name of Customer programme]"
        ).programme
        is None
    )


# ---------------------------------------------------------------- claims


def claims(*blocks):
    return {claim.award: claim.answer.value for claim in read(*blocks).claims}


def block(certificate: str, diploma: str):
    return (
        "Rules of Combination CHECK",
        [["Award:  all credits L5 from Group 1: N/A", certificate, diploma], ["No award", BULLETS, BULLETS]],
    )


@pytest.mark.parametrize(
    ("certificate", "diploma", "expected"),
    [
        ("Certificate: YES", "Diploma: N/A", {"certificate": "yes", "diploma": "n/a"}),
        ("Certificate: NO", "Diploma: YES", {"certificate": "no", "diploma": "yes"}),
        ("Certificate: YES/NO/N/A", "Diploma: YES/NO/N/A", {}),
        ("Certificate: YES/NO/N/A", "Diploma: YES", {"diploma": "yes"}),
        ("Certificate:", "Diploma: ", {}),
        ("Certificate: Yes – claimed", "Diploma: not claimed", {"certificate": "yes", "diploma": "no"}),
        ("Certificate: ☒ YES  ☐ NO  ☐ N/A", "Diploma: ☐ YES  ☐ NO  ☒ N/A", {"certificate": "yes", "diploma": "n/a"}),
        ("Certificate: YES ☒ NO ☐ N/A ☐", "Diploma: YES ☐ NO ☒ N/A ☐", {"certificate": "yes", "diploma": "no"}),
        ("☒ Certificate", "☐ Diploma", {"certificate": "yes"}),
        ("Certificate ✓", "Diploma", {"certificate": "yes"}),
        ("CERTIFICATE - yes", "DIPLOMA - not applicable", {"certificate": "yes", "diploma": "n/a"}),
        ("Certificate: Y", "Diploma: N", {"certificate": "yes", "diploma": "no"}),
        ("Certificate\nYES", "Diploma\nN/A", {"certificate": "yes", "diploma": "n/a"}),
        ("Certificate: YES\n13 credits", "Diploma: N/A\n37 credits", {"certificate": "yes", "diploma": "n/a"}),
    ],
)
def test_answers_of_the_rules_of_combination_block(certificate, diploma, expected):
    assert claims(*block(certificate, diploma)) == expected


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (
            "Learners who complete all units will be registered for the Level 5 Diploma. Those needing 13 credits "
            "should apply for the certificate programme instead, which is mapped in another document.",
            {"diploma": "yes"},
        ),
        ("The programme leads to the ILM Level 5 Certificate.", {"certificate": "yes"}),
        ("Learners are working towards the Diploma.", {"diploma": "yes"}),
        ("On completion our learners claim the Certificate. We do not offer the Diploma.", {"certificate": "yes"}),
        ("The Certificate is mapped separately; this one leads to the Diploma.", {"diploma": "yes"}),
        ("A course leading to the Certificate or the Diploma.", {}),
        ("Some learners are registered on the Diploma.", {}),
    ],
)
def test_a_sentence_of_the_cover_claims_for_its_own_learners_alone(sentences, expected):
    assert claims(sentences) == expected


def test_answers_in_the_next_cell_or_the_one_below():
    assert claims("Rules of Combination", [["Certificate", "YES"], ["Diploma", "N/A"]]) == {
        "certificate": "yes",
        "diploma": "n/a",
    }
    assert claims("Rules of Combination", [["Certificate", "Diploma"], ["No", "Yes"]]) == {
        "certificate": "no",
        "diploma": "yes",
    }
    assert claims("Rules of Combination", "Certificate ☒ Diploma ☐") == {"certificate": "yes"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("This submission is for the Level 5 Certificate in Coaching and Mentoring.", {"certificate": "yes"}),
        ("Award claimed: Diploma", {"diploma": "yes"}),
        ("Award applied for: Certificate", {"certificate": "yes"}),
        ("We are applying for the Diploma.", {"diploma": "yes"}),
        ("# ILM Level 5 Certificate in Coaching and Mentoring", {"certificate": "yes"}),
        ("# Submission for the ILM Level 5 Diploma in Coaching and Mentoring", {"diploma": "yes"}),
        ("We are applying for the Certificate and the Diploma.", {"certificate": "yes", "diploma": "yes"}),
        ("We are not applying for the Diploma.", {}),
        ("Level 5 Certificate and Diploma in Coaching and Mentoring", {}),
        ("This mapping is for the ILM Level 5 Certificate and Diploma in Coaching and Mentoring.", {}),
        ("The tutor holds a Level 7 Diploma in coaching.", {}),
    ],
)
def test_claims_on_the_cover(line, expected):
    assert claims(line) == expected


def test_the_block_counts_before_the_cover():
    assert claims("Award claimed: Certificate", *block("Certificate: N/A", "Diploma: YES")) == {
        "certificate": "n/a",
        "diploma": "yes",
    }
    assert claims("Award claimed: Certificate", *block("Certificate: YES/NO/N/A", "Diploma: YES/NO/N/A")) == {
        "certificate": "yes"
    }


def test_the_qualifications_title_claims_an_award_only_where_it_was_edited():
    assert claims(DETAILS) == {}
    edited = [["ILM Qualification", "ILM Level 5 Certificate in Coaching and Mentoring"]]
    assert claims(edited) == {"certificate": "yes"}
    assert claims(*block("Certificate: N/A", "Diploma: YES"), edited) == {"certificate": "n/a", "diploma": "yes"}


# ---------------------------------------------------------------- the Summary


HEAD = [
    ["", "Summary", "", Box("Coverage", columns=3), "Comments", "Title of Assessment for External Verification"],
    ["Ref", "Unit Title", "Credit Value", "None", "Partial", "Full", "", ""],
]


@pytest.mark.parametrize(
    ("marks", "status"),
    [
        (["", "X", ""], Coverage.PARTIAL),
        (["", "", "✓"], Coverage.FULL),
        (["☒", "☐", "☐"], Coverage.NONE),
        (["", "", "Yes"], Coverage.FULL),
        (["", "P", ""], Coverage.PARTIAL),
        (["", "Partial", ""], Coverage.PARTIAL),
        (["", "", ""], None),
        (["☐", "☐", "☐"], None),
        (["", "x", "x"], None),
    ],
)
def test_the_summarys_ticks(marks, status):
    (row,) = read([*HEAD, ["8580-501", "Undertaking coaching", "5", *marks, "Resit offered", "Essay\nDiary"]]).summary
    assert (row.unit, row.title, row.credits, row.status) == ("8580-501", "Undertaking coaching", 5, status)
    assert (row.comments, row.assessments) == ("Resit offered", ("Essay", "Diary"))


def test_a_coverage_column_of_words():
    rows = [
        ["Unit", "Title", "Coverage", "Comments"],
        ["500", "Understanding it", "Fully covered", ""],
        ["501", "Doing it", "Partial", ""],
    ]
    assert [(row.unit, row.status) for row in read(rows).summary] == [
        ("8580-500", Coverage.FULL),
        ("8580-501", Coverage.PARTIAL),
    ]


@pytest.mark.parametrize(
    ("cell", "titles"),
    [
        ("Essay; Diary", ("Essay", "Diary")),
        ("· Essay\n· Diary", ("Essay", "Diary")),
        ("Assignment 1, Coaching diary", ("Assignment 1", "Coaching diary".capitalize())),
        ("Essay on goals, barriers and benefits", ("Essay on goals, barriers and benefits",)),
        ("Essay (2,000 words)", ("Essay (2,000 words)",)),
        ("", ()),
    ],
)
def test_the_titles_of_assessments(cell, titles):
    (row,) = read([*HEAD, ["8580-501", "Undertaking coaching", "5", "", "", "", "", cell]]).summary
    assert row.assessments == titles


def test_the_summary_is_no_criterion_table_nor_the_other_way_round():
    found = read([*HEAD, ["8580-500", "Understanding it", "5", "", "", "X", "", "Essay"]])
    assert (len(found.summary), found.blocks) == (1, ())
    heads = ["Unit", *HEADS, "None", "Partial", "Full"]
    found = read([heads, ["8580-500", "1 Understand", f"1.1 {DEFINE}", "Workshop", "Essay", "", "", "✓"]])
    assert (found.summary, found.blocks[0].rows[0].evidence.text) == ((), "Essay")


# ---------------------------------------------------------------- placeholders and terms


def test_placeholders_left_in_place():
    found = read(
        "[Name of Customer programme]",
        "[Overview of customer programme/ mode of delivery etc.]",
        [["Customer", "[insert centre name]"]],
        "As Whitmore [1] says, [sic] coaching is a skill.",
    )
    assert [passage.text for passage in found.placeholders] == [
        "[Name of Customer programme]",
        "[Overview of customer programme/ mode of delivery etc.]",
        "[insert centre name]",
    ]


def terms(*blocks):
    return {term.code: term.meaning for term in read(*blocks).terms}


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (["A1 = coaching essay"], {"A1": "coaching essay"}),
        (["PD means professional discussion."], {"PD": "professional discussion"}),
        (["Key: CW1 – coursework 1 (essay); L = log"], {"CW1": "coursework 1 (essay)", "L": "log"}),
        (["Key to assessments", "A1: Coaching essay", "A2: Diary"], {"A1": "Coaching essay", "A2": "Diary"}),
        (["Our assessments are these.", "A1: Coaching essay", "A2: Diary"], {"A1": "Coaching essay", "A2": "Diary"}),
        (["Task 3 = reflective account"], {"Task 3": "reflective account"}),
        (
            [[["Code", "Assessment"], ["CW1", "Coaching essay"], ["RA", "Reflective account"]]],
            {"CW1": "Coaching essay", "RA": "Reflective account"},
        ),
        (
            ["Key", [["CW1", "Coaching essay"], ["RA", "Reflective account"]]],
            {"CW1": "Coaching essay", "RA": "Reflective account"},
        ),
        (["Learners have a professional discussion (PD) at the end."], {"PD": "professional discussion"}),
        (["Note: bring a pen", "Tel: 0121 555 1234", "LO1: Understand the purpose"], {}),
        (["A1: Coaching essay"], {}),
        ([[["Week", "Topic"], ["W1", "Introduction to coaching"]]], {}),
    ],
)
def test_codes_that_are_explained(blocks, expected):
    assert terms(*blocks) == expected


def test_a_criterions_own_cells_explain_no_codes():
    assert terms([HEADS, ["1 Understand", f"1.1 {DEFINE}", "Workshop", "A1: essay\nA2: diary"]]) == {}


def test_a_title_of_the_summary_explains_its_code():
    line = [
        "8580-501",
        "Undertaking coaching",
        "5",
        "",
        "",
        "",
        "",
        "CW1 Coaching essay (2,000 words)\nT2: Diary\nEssay 2",
    ]
    assert terms([*HEAD, line]) == {"CW1": "Coaching essay (2,000 words)", "T2": "Diary"}


def test_a_line_of_the_rules_without_an_answer_is_told_with_its_choice_and_where_an_answer_belongs():
    def unanswered(*rows: list[str]) -> list[tuple[str, str, int | None, int | None]]:
        found = read("Rules of Combination CHECK", list(rows)).unanswered
        return [(one.award, one.choices, one.location.row, one.location.column) for one in found]

    assert unanswered(["Award", "Certificate: YES/NO/N/A", "Diploma:"]) == [
        ("certificate", "YES/NO/N/A", 1, 2), ("diploma", "", 1, 3)
    ]  # fmt: skip
    assert unanswered(["Certificate", ""], ["Diploma", "Yes"]) == [("certificate", "", 1, 2)]
    assert unanswered(["Certificate", "Diploma"], ["", "N/A"]) == [("certificate", "", 2, 1)]
    assert unanswered(["☒ Certificate", "☐ Diploma"]) == []
    assert unanswered(["Certificate: three units", "Diploma: NO"]) == []


def test_the_cells_of_a_units_tick_are_known():
    (row,) = read(
        [["Ref", "Unit Title", "None", "Partial", "Full", "Comments"], ["8580-500", "Skills", "", "X", "", ""]]
    ).summary
    assert [(tick.status, tick.text, tick.location.column) for tick in row.ticks] == [
        (Coverage.NONE, "", 3), (Coverage.PARTIAL, "X", 4), (Coverage.FULL, "", 5)
    ]  # fmt: skip
    (row,) = read([["Ref", "Unit Title", "Coverage", "Comments"], ["8580-500", "Skills", "", ""]]).summary
    assert [(tick.status, tick.location.column) for tick in row.ticks] == [(None, 3)]
