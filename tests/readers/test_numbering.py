"""Automatic numbers, which stand nowhere in the text: computed as Word shows them."""

import pytest

from tests.readers.written import cell_of, p, read, rows_of, run, table_of, tbl, tc, tr


def lvl(at: int, text: str, form: str = "decimal", more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}" w:tplc="08090001"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="720"/></w:pPr></w:lvl>'
    )


def abstract(at: int, *levels: str, head: str = "") -> str:
    kind = '<w:nsid w:val="0A1B2C3D"/><w:multiLevelType w:val="multilevel"/>'
    return f'<w:abstractNum w:abstractNumId="{at}">{kind}{head}{"".join(levels)}</w:abstractNum>'


def num(at: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{at}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def restart(at: int, start: int = 1) -> str:
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def item(text: str, num_id: int = 1, level: int | None = 0) -> str:
    at = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    return p(text, f'<w:pStyle w:val="ListParagraph"/><w:numPr>{at}<w:numId w:val="{num_id}"/></w:numPr>')


def styled(text: str, style: str, more: str = "") -> str:
    return p(text, f'<w:pStyle w:val="{style}"/>{more}')


def lines(body: str, numbering: str, styles: str = "") -> list[str]:
    parts = {"numbering": numbering} | ({"styles": styles} if styles else {})
    return [line.text for line in read(body, **parts).paragraphs]


OUTLINE = abstract(0, lvl(0, "%1"), lvl(1, "%1.%2"), lvl(2, "%1.%2.%3")) + num(1, 0)


def test_numbers_of_several_levels_counted_across_tables():
    criteria = (
        tr(tc(item("Outcome")), tc(item("Define", level=1)), "x"),
        tr("", tc(item("", level=1)), "y"),
        tr(tc(item("Next")), tc(item("Review", level=1)), "z"),
    )
    document = read(tbl(*criteria) + tbl(tr(tc(item("Last", level=1)))), numbering=OUTLINE)
    assert rows_of(document.tables[0]) == [
        ["1 Outcome", "1.1 Define", "x"],
        ["", "1.2", "y"],
        ["2 Next", "2.1 Review", "z"],
    ]
    assert rows_of(document.tables[1]) == [["2.2 Last"]]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimal", "3"),
        ("decimalZero", "03"),
        ("upperRoman", "III"),
        ("lowerRoman", "iii"),
        ("upperLetter", "C"),
        ("lowerLetter", "c"),
        ("ordinal", "3rd"),
        ("cardinalText", "Three"),
        ("ordinalText", "Third"),
        ("decimalEnclosedCircle", "③"),
        ("some format of a later Word", "3"),
    ],
)
def test_number_formats(form, shown):
    assert lines(item("a") * 3, abstract(0, lvl(0, "(%1)", form)) + num(1, 0))[2] == f"({shown}) a"


@pytest.mark.parametrize(
    ("form", "start", "shown"),
    [("lowerLetter", 27, "aa"), ("lowerRoman", 49, "xlix"), ("upperRoman", 5000, "5000"), ("ordinal", 12, "12th"),
     ("ordinal", 22, "22nd"), ("decimalZero", 10, "10"), ("lowerLetter", 0, "0")],
)  # fmt: skip
def test_number_formats_further_on(form, start, shown):
    assert lines(item("a"), abstract(0, lvl(0, "%1", form, start=start)) + num(1, 0)) == [f"{shown} a"]


def test_a_custom_format_with_zeros():
    custom = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    level = f'<w:lvl w:ilvl="0"><w:start w:val="7"/>{custom}<w:lvlText w:val="C%1"/></w:lvl>'
    assert lines(item("a"), abstract(0, level) + num(1, 0)) == ["C007 a"]


def test_a_bullet_is_a_bullet_whatever_its_font_and_none_alone():
    bullets = abstract(0, lvl(0, "\uf0fc", "bullet", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>')) + num(1, 0)
    assert cell_of(item("Essay") + item("Diary"), numbering=bullets).text == "• Essay\n• Diary"
    assert cell_of(item(""), numbering=bullets).text == ""


def test_no_number_and_number_zero():
    nothing = abstract(0, lvl(0, "", "none")) + num(1, 0)
    assert lines(item("a") + item("b", num_id=0) + item("c", num_id=99), nothing) == ["a", "b", "c"]


@pytest.mark.parametrize(("suffix", "between"), [("tab", " "), ("space", " "), ("nothing", "")])
def test_what_parts_a_number_from_its_text(suffix, between):
    assert lines(item("a"), abstract(0, lvl(0, "%1)", more=f'<w:suff w:val="{suffix}"/>')) + num(1, 0)) == [
        f"1){between}a"
    ]


def test_a_deeper_level_begins_anew_after_a_higher_one():
    body = "".join(item("a", level=at) for at in (0, 1, 2, 2, 1, 2, 0, 1, 2))
    assert lines(body, OUTLINE) == [
        f"{number} a" for number in ("1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1", "2", "2.1", "2.1.1")
    ]


def test_a_level_that_never_begins_anew():
    going = abstract(0, lvl(0, "%1"), lvl(1, "AC%2", more='<w:lvlRestart w:val="0"/>')) + num(1, 0)
    assert lines("".join(item("a", level=at) for at in (0, 1, 1, 0, 1)), going) == [
        "1 a",
        "AC1 a",
        "AC2 a",
        "2 a",
        "AC3 a",
    ]


def test_a_level_that_begins_anew_after_the_first_only():
    after = abstract(0, lvl(0, "%1"), lvl(1, "%2"), lvl(2, "%3", more='<w:lvlRestart w:val="1"/>')) + num(1, 0)
    assert lines("".join(item("a", level=at) for at in (0, 1, 2, 1, 2, 0, 1, 2)), after) == [
        f"{number} a" for number in ("1", "1", "1", "2", "2", "2", "1", "1")
    ]


def test_a_level_below_one_that_was_never_used_shows_its_start():
    assert lines(item("a", level=1) + item("b", level=1) + item("c"), OUTLINE) == ["1.1 a", "1.2 b", "1 c"]


def test_legal_numbers_are_digits():
    legal = abstract(0, lvl(0, "%1", "upperRoman"), lvl(1, "%1.%2", more="<w:isLgl/>")) + num(1, 0)
    assert lines(item("a") + item("b", level=1), legal) == ["I a", "1.1 b"]


def test_two_lists_of_one_kind_go_on_unless_one_begins_anew():
    numbering = abstract(0, lvl(0, "%1")) + num(1, 0) + num(2, 0) + num(3, 0, restart(0)) + num(4, 0, restart(0, 10))
    body = item("a") + item("b", 2) + item("c", 3) + item("d", 3) + item("e", 4) + item("f", 4)
    assert lines(body, numbering) == ["1 a", "2 b", "1 c", "2 d", "10 e", "11 f"]


def test_a_list_that_begins_anew_does_so_on_a_deeper_level_too():
    numbering = OUTLINE + num(2, 0, restart(0))
    body = item("a") + item("b") + item("c", level=1) + item("d", 2, level=1) + item("e", 2, level=1)
    assert lines(body, numbering)[3:] == ["1.1 d", "1.2 e"]


def test_a_list_may_override_a_level():
    own = f'<w:lvlOverride w:ilvl="0">{lvl(0, "Task %1:", start=4)}</w:lvlOverride>'
    assert lines(item("a"), abstract(0, lvl(0, "%1")) + num(1, 0, own)) == ["Task 4: a"]


NUMBERED = (
    '<w:style w:type="paragraph" w:styleId="Outcome"><w:name w:val="Outcome"/><w:pPr><w:numPr>'
    '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Criterion"><w:name w:val="Criterion"/><w:basedOn w:val="Outcome"/><w:pPr>'
    '<w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="Criterion"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Tied"><w:name w:val="Tied"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr>'
    '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="Off"><w:name w:val="Off"/><w:basedOn w:val="Outcome"/>'
    '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="numbering" w:styleId="ListStyle"><w:name w:val="L"/><w:pPr><w:numPr>'
    '<w:numId w:val="4"/></w:numPr></w:pPr></w:style>'
)


def test_numbers_that_come_with_a_style():
    body = styled("a", "Outcome") + styled("b", "Criterion") + styled("c", "Mine") + styled("d", "Off")
    assert lines(body, OUTLINE, NUMBERED) == ["1 a", "1.1 b", "1.2 c", "d"]


def test_the_paragraph_switches_its_styles_number_off_or_to_another_level():
    none, deeper = '<w:numPr><w:numId w:val="0"/></w:numPr>', '<w:numPr><w:ilvl w:val="1"/></w:numPr>'
    body = styled("a", "Outcome") + styled("b", "Outcome", none) + styled("c", "Outcome", deeper)
    assert lines(body, OUTLINE, NUMBERED) == ["1 a", "b", "1.1 c"]


def test_a_style_finds_its_level_by_the_tie_in_the_list():
    tied = abstract(1, lvl(0, "%1"), lvl(1, "%1-%2", more='<w:pStyle w:val="Tied"/>')) + num(2, 1)
    assert lines(item("a", 2) + styled("b", "Tied"), tied, NUMBERED) == ["1 a", "1-1 b"]


def test_a_list_may_be_that_of_a_list_style():
    linked = abstract(5, head='<w:numStyleLink w:val="ListStyle"/>') + num(3, 5)
    real = abstract(6, lvl(0, "Q%1"), head='<w:styleLink w:val="ListStyle"/>') + num(4, 6)
    assert lines(item("a", 3) + item("b", 3), linked + real, NUMBERED) == ["Q1 a", "Q2 b"]


def test_links_in_a_circle_end():
    circle = abstract(5, head='<w:numStyleLink w:val="ListStyle"/>') + num(4, 5)
    assert lines(item("a", 4), circle, NUMBERED) == ["a"]


def test_a_hidden_number_counts_and_is_not_shown():
    hidden = abstract(0, lvl(0, "%1"), lvl(1, "%1.%2")).replace(
        "</w:pPr></w:lvl>", "</w:pPr><w:rPr><w:vanish/></w:rPr></w:lvl>", 1
    )
    assert lines(item("a") + item("b", level=1), hidden + num(1, 0)) == ["a", "1.1 b"]


def test_deleted_paragraphs_and_rows_are_not_counted():
    change = '<w:del w:id="1" w:author="QA" w:date="2026-01-05T09:00:00Z"/>'
    gone = item("").replace("<w:numPr>", "<w:numPr>", 1).replace("</w:pPr>", f"<w:rPr>{change}</w:rPr></w:pPr>")
    table = table_of(
        tbl(tr(tc(item("a"))), tr(tc(item("x")), properties=change), tr(tc(gone + item("b")))), numbering=OUTLINE
    )
    assert rows_of(table) == [["1 a"], ["2 b"]]


def test_the_number_of_a_struck_out_paragraph_goes_with_it():
    struck = p(
        run("old", "<w:strike/>"),
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:strike/></w:rPr>',
    )
    assert cell_of(struck + item("b"), numbering=OUTLINE).text == "2 b"


@pytest.mark.parametrize("nonsense", ["abc", "-1", "99999999999999999999999", ""])
def test_numbers_that_are_none_break_nothing(nonsense):
    level = lvl(0, "%1", start=1).replace('<w:start w:val="1"/>', f'<w:start w:val="{nonsense}"/>')
    odd = f'<w:numPr><w:ilvl w:val="{nonsense}"/><w:numId w:val="1"/></w:numPr>'
    assert lines(p("a", odd), abstract(0, level) + num(1, 0))[0].endswith("a")


def test_a_document_without_the_part_has_no_numbers():
    assert [line.text for line in read(item("a")).paragraphs] == ["a"]
