"""Fields: what they show is read, what they are made of is not."""

from tests.readers.written import cell_of, p, read, run, text_of


def char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(instruction: str, result: str) -> str:
    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return char("begin") + code + char("separate") + result + char("end")


def test_a_simple_field():
    assert text_of(f'<w:fldSimple w:instr=" REF x \\h ">{run("Essay 1")}</w:fldSimple>') == "Essay 1"


def test_a_complex_field():
    assert text_of(run("see ") + field("REF x", run("Essay 1")) + run(".")) == "see Essay 1."


def test_a_field_without_a_result():
    assert (
        text_of(run("a") + char("begin") + "<w:r><w:instrText>XE</w:instrText></w:r>" + char("end") + run("b")) == "ab"
    )


def test_a_field_in_the_result_of_another():
    assert text_of(field("HYPERLINK", run("see ") + field("PAGEREF", run("12"))) + run("!")) == "see 12!"


def test_a_field_in_the_instruction_of_another():
    inner = field("MERGEFIELD name", run("not shown"))
    outer = (
        char("begin")
        + "<w:r><w:instrText>IF </w:instrText></w:r>"
        + inner
        + char("separate")
        + run("shown")
        + char("end")
    )
    assert text_of(outer) == "shown"


def test_a_field_over_paragraphs():
    first = p(char("begin") + "<w:r><w:instrText>TOC</w:instrText></w:r>" + char("separate") + run("Unit 500"))
    assert cell_of(first + p(run("Unit 501")) + p(char("end")) + p("after")).text == "Unit 500\nUnit 501\n\nafter"


def test_a_field_that_is_never_closed_hides_no_more_than_its_paragraph():
    document = read(p(run("a") + char("begin") + run("x")) + p("b") + p(char("end") + char("end") + run("c")))
    assert [line.text for line in document.paragraphs] == ["a", "b", "c"]


def test_a_field_that_a_cell_leaves_open_does_not_reach_the_next_cell():
    assert cell_of(p(char("begin") + char("separate") + run("a"))).text == "a"


def test_a_hidden_field_is_counted_through():
    hidden = "".join(
        f'<w:r><w:rPr><w:vanish/></w:rPr><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end")
    )
    assert text_of(run("a") + hidden + run("b")) == "ab"
