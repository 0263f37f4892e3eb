"""The copy of a Word file: each comment at the cell that it is about, whatever that cell is made of."""

from pathlib import Path

import pytest

from tests.corpus.generate import generate
from tests.readers.written import p, run, sdt, tbl, tr
from tests.report.annotated.copies import comments, copied, part, parts, says, with_part
from tests.report.annotated.forms import NOTE, NOTED, WEAK, form, summary
from tests.report.annotated.valid import require_valid
from tests.wordml import W


@pytest.mark.parametrize(
    ("column", "words", "found"),
    [
        ("evidence", "", "no assessment evidence is given"),
        ("evidence", WEAK, "still to be agreed"),
        ("strategies", "", "nothing says how it is taught"),
        ("wording", "2.1 Describe the knowledge, skills and behaviour of an effective coach", "has been changed"),
    ],
)
def test_a_gap_has_a_comment_at_the_cell_that_it_is_about(column: str, words: str, found: str, tmp_path: Path):
    _, copy = copied(form({"8580-500 2.1": {column: words}}), tmp_path)
    ((said, cell),) = says(copy, "8580-500 2.1")
    assert found in said
    assert "What to do:" in said
    assert cell == words


def test_a_blank_row_has_one_comment_at_its_evidence(tmp_path: Path):
    _, copy = copied(form({"8580-500 2.1": {"strategies": p("\u200b"), "evidence": ""}}), tmp_path)
    ((said, cell),) = says(copy, "8580-500 2.1")
    assert "both cells are blank" in said
    assert cell == ""


def test_a_criterion_without_a_row_has_its_comment_at_the_units_heading_with_the_text_that_is_wanted(tmp_path: Path):
    _, copy = copied(form(missing=("8580-501 1.2", "8580-501 2.1")), tmp_path)
    (comment,) = (comment for comment in comments(copy) if "1.2 and 2.1" in comment.title)
    assert comment.cell == "Unit No: 8580-501"
    assert comment.lines[1].startswith("1.2 Identify individual development")
    assert comment.title == "Actions 1 and 2. 8580-501 1.2 and 2.1: ✕ None"


def test_a_unit_that_is_not_there_has_its_comment_at_its_line_of_the_summary_or_else_at_the_start(tmp_path: Path):
    blank = summary(dict.fromkeys(("8580-500", "8580-501", "8580-503"), ("", "", "")))
    for drawn, place in ((blank, "8580-501"), ("", "Harbour Coaching Programme")):
        _, copy = copied(form(units=("8580-500", "8580-503"), summary=drawn), tmp_path)
        (comment,) = (comment for comment in comments(copy) if "Action 1. 8580-501" in comment.title)
        assert comment.cell == place


def test_a_finding_has_its_comment_at_its_place(tmp_path: Path):
    ticked = summary({"8580-500": ("", "", "X"), "8580-501": ("", "", "X"), "8580-503": ("", "Y", "")})
    cells = {"8580-500 1.1": {"evidence": ""}, "8580-501 1.3": {"wording": "9.9 Bake a loaf of bread for the team"}}
    _, copy = copied(form(cells, summary=ticked), tmp_path)
    places = {" ".join(comment.lines): comment.cell for comment in comments(copy)}
    assert {"X", "Y"} <= {cell for said, cell in places.items() if "Your summary says" in said}
    (cell,) = (cell for said, cell in places.items() if "This row does not match" in said)
    assert cell.startswith("9.9 Bake a loaf")


def test_template_text_outside_the_tables_has_its_comment_where_it_stands(tmp_path: Path):
    packed = form(summary=p("An overview: [Overview of customer programme/ mode of delivery etc.]"))
    _, copy = copied(packed, tmp_path)
    (comment,) = (comment for comment in comments(copy) if "Template text" in " ".join(comment.lines))
    assert comment.cell.startswith("An overview: [")


@pytest.mark.parametrize(
    "evidence",
    [
        p(WEAK),
        p(run(WEAK[:9]) + run(WEAK[9:])),
        sdt(p(WEAK)),
        sdt(p(WEAK)) + p(),
        p(sdt(run(WEAK))),
        p(f'<w:ins w:id="5" w:author="A. Writer">{run(WEAK)}</w:ins>'),
        p(f'<w:hyperlink r:id="rId99">{run(WEAK)}</w:hyperlink>'),
        p(f'<w:del w:id="6" w:author="A. Writer"><w:r><w:delText>Essay</w:delText></w:r></w:del>{run(WEAK)}'),
        tbl(tr(WEAK, ""), columns=2),
        p() + p(WEAK) + p(),
        f'<w:customXml w:element="x">{p(WEAK)}</w:customXml>',
        NOTED,
    ],
)
def test_a_cell_of_any_make_can_bear_a_comment(evidence: str, tmp_path: Path):
    noted = {"comments": NOTE} if evidence == NOTED else {}
    _, copy = copied(form({"8580-500 2.1": {"evidence": evidence}}, **noted), tmp_path)
    ((said, cell),) = says(copy, "8580-500 2.1")
    assert "still to be agreed" in said
    assert cell == WEAK
    require_valid(copy)


@pytest.mark.parametrize(
    "evidence",
    [
        p(),
        sdt(p("Click here to enter text."), "<w:showingPlcHdr/>"),
        p(sdt(run("Choose an item."), "<w:showingPlcHdr/>")),
        p('<w:del w:id="6" w:author="A. Writer"><w:r><w:delText>Essay</w:delText></w:r></w:del>'),
        p(run("hidden", "<w:vanish/>")),
    ],
)
def test_a_cell_that_holds_nothing_can_bear_a_comment(evidence: str, tmp_path: Path):
    _, copy = copied(form({"8580-500 2.1": {"evidence": evidence}}), tmp_path)
    ((said, _),) = says(copy, "8580-500 2.1")
    assert "no assessment evidence is given" in said
    require_valid(copy)


def test_a_comment_on_a_table_in_a_text_box_stands_at_the_paragraph_that_holds_the_box(tmp_path: Path):
    packed = form({"8580-500 2.1": {"evidence": ""}})
    main = parts(packed)["word/document.xml"].decode()
    start, end = main.index("<w:tbl>", main.index("<w:tbl>") + 1), main.index("</w:tbl>", main.index("8580-500")) + 8
    box = f"<wps:wsp><wps:txbx><w:txbxContent>{main[start:end]}{p()}</w:txbxContent></wps:txbx></wps:wsp>"
    data = f"<a:graphic><a:graphicData>{box}</a:graphicData></a:graphic>"
    boxed = f"<w:r><w:drawing><wp:inline>{data}</wp:inline></w:drawing></w:r>"
    _, copy = copied(with_part(packed, "word/document.xml", main[:start] + p(boxed) + main[end:]), tmp_path)
    assert says(copy, "8580-500 2.1")
    document = part(copy, "word/document.xml")
    assert not [mark for box in document.iter(f"{{{W}}}txbxContent") for mark in box.iter(f"{{{W}}}commentReference")]


def test_the_first_comment_says_what_the_copy_is_and_how_much_there_is_to_do(tmp_path: Path):
    _, copy = copied(form({"8580-500 2.1": {"evidence": ""}}), tmp_path)
    first = comments(copy)[0]
    assert first.cell == "Harbour Coaching Programme"
    assert first.lines[:3] == (
        "This is a copy of your document with our comments.",
        "30 of 31 criteria are covered in full; 1 in part.",
        "1 point must be put right. The numbers are those of the action plan.",
    )


def test_a_whole_submission_is_told_so(tmp_path: Path):
    _, copy = copied(form(), tmp_path)
    (only,) = comments(copy)
    assert only.lines[1:] == ("31 of 31 criteria are covered in full.", "We found nothing that must be put right.")


def test_what_is_no_mapping_is_told_so(tmp_path: Path):
    packed = generate(0).docx
    main = parts(packed)["word/document.xml"].decode()
    body = main[: main.index("<w:body>") + 8] + p("Minutes of the meeting on Tuesday") + "</w:body></w:document>"
    result, copy = copied(with_part(packed, "word/document.xml", body), tmp_path)
    assert result.verdict == "not_a_mapping"
    (only,) = comments(copy)
    assert "not a mapping document" in " ".join(only.lines)
