"""Characters: symbol fonts, ticks and boxes, breaks, blanks and what is not seen."""

import pytest

from tests.readers.written import p, read, run, text_of


def in_font(text: str, font: str) -> str:
    return run(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:hint="default"/>')


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Wingdings", "F0FC", "✓"),
        ("Wingdings", "00FC", "✓"),
        ("Wingdings", "F0FB", "✗"),
        ("Wingdings", "F0FD", "☒"),
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0A8", "☐"),
        ("Wingdings", "F06F", "☐"),
        ("Wingdings", "F0E0", "→"),
        ("Wingdings 2", "F050", "✓"),
        ("Wingdings 2", "F04F", "✗"),
        ("Wingdings 2", "F052", "☑"),
        ("Wingdings 2", "F054", "☒"),
        ("Wingdings 2", "F0A3", "☐"),
        ("Webdings", "F061", "✓"),
        ("Symbol", "F0B7", "•"),
        ("Symbol", "F0D6", "√"),
        ("Symbol", "F061", "α"),
        ("MS Gothic", "2612", "☒"),
        ("Segoe UI Symbol", "2714", "✔"),
        ("Calibri", "F0FC", "✓"),
        ("Wingdings", "zz", ""),
        ("Wingdings", "", ""),
        ("Wingdings", "DC00", ""),
    ],
)
def test_symbols(font, code, sign):
    assert text_of(run("a") + f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>' + run("b")) == f"a{sign}b"


@pytest.mark.parametrize(
    ("font", "typed", "sign"),
    [
        ("Wingdings", "ü", "✓"),
        ("Wingdings", "\uf0fc", "✓"),
        ("Wingdings", "o", "☐"),
        ("Wingdings 2", "P", "✓"),
        ("Wingdings 2", "R", "☑"),
        ("Wingdings 2", "T", "☒"),
        ("Wingdings 2", "\uf0a3", "☐"),
        ("Wingdings-Regular", "þ", "☑"),
        ("Webdings", "a", "✓"),
        ("Calibri", "R", "R"),
        ("Segoe UI Symbol", "☑", "☑"),
    ],
)
def test_letters_in_a_symbol_font(font, typed, sign):
    assert text_of(in_font(typed, font) + run(" Full")) == f"{sign} Full"


def test_a_symbol_font_of_a_style():
    styles = (
        '<w:style w:type="character" w:styleId="Tick"><w:name w:val="Tick"/><w:rPr>'
        '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr></w:style>'
    )
    ticks = run("ü", '<w:rStyle w:val="Tick"/>') + run("ü", '<w:rStyle w:val="Tick"/><w:rFonts w:ascii="Calibri"/>')
    assert text_of(ticks, styles=styles) == "✓ü"


def test_a_private_character_without_a_font_is_a_tick():
    assert text_of(run("\uf0fc\uf0b7")) == "✓•"


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        ("<w:tab/>", "\t"),
        ('<w:ptab w:relativeTo="margin" w:alignment="right" w:leader="none"/>', "\t"),
        ("<w:br/>", "\n"),
        ('<w:br w:type="page"/>', "\n"),
        ("<w:cr/>", "\n"),
        ("<w:noBreakHyphen/>", "-"),
        ("<w:softHyphen/>", ""),
        ("<w:lastRenderedPageBreak/>", ""),
        ('<w:footnoteReference w:id="2"/>', ""),
        ('<w:endnoteReference w:id="2"/>', ""),
        ('<w:commentReference w:id="2"/>', ""),
        ("<w:annotationRef/>", ""),
        ("<w:t>\u00ad</w:t>", ""),
        ("<w:t>\u200b\ufeff\u2060</w:t>", ""),
        ("<w:t>\u00a0</w:t>", " "),
        ("<w:t>\u2011</w:t>", "-"),
        ("<w:t>–</w:t>", "–"),
        ("<w:t>&amp;&lt;é</w:t>", "&<é"),
        ("<w:t/>", ""),
    ],
)
def test_what_stands_in_a_run(inside, seen):
    assert text_of(run("a") + f"<w:r>{inside}</w:r>" + run("b")) == f"a{seen}b"


def test_outer_blanks_count_where_the_file_says_so():
    loose = "<w:r><w:t> essay </w:t></w:r>"
    assert text_of(run("a") + loose + run("b")) == "aessayb"
    assert text_of(run("a") + loose.replace("<w:t>", '<w:t xml:space="preserve">') + run("b")) == "a essay b"
    assert text_of(run("a") + loose.replace("<w:r>", '<w:r xml:space="preserve">') + run("b")) == "a essay b"


def test_a_line_end_inside_a_text_is_a_blank():
    assert text_of("<w:r><w:t>\n  two\n words </w:t></w:r>") == "two  words"


def test_capitals_are_only_a_look():
    assert text_of(run("Essay", "<w:caps/><w:smallCaps/>")) == "Essay"


def test_the_base_of_ruby_is_read():
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('kana')}</w:rt><w:rubyBase>{run('base')}</w:rubyBase></w:ruby></w:r>"
    assert text_of(ruby) == "base"


def test_formulas_are_read():
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    power = "<m:sSup><m:ctrlPr/><m:e><m:r><m:t>y</m:t></m:r></m:e></m:sSup>"
    formula = f"<m:oMath {math}><m:r><m:rPr/><m:t>x</m:t></m:r>{power}</m:oMath>"
    assert text_of(run("a") + formula) == "axy"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ('<w:hyperlink r:id="rId9" w:history="1">', "</w:hyperlink>"),
        ('<w:smartTag w:uri="x" w:element="place"><w:smartTagPr/>', "</w:smartTag>"),
        ('<w:customXml w:uri="x" w:element="place"><w:customXmlPr/>', "</w:customXml>"),
        ('<w:dir w:val="rtl">', "</w:dir>"),
        ('<w:bdo w:val="rtl">', "</w:bdo>"),
        ('<w:permStart w:id="1" w:edGrp="everyone"/><w:commentRangeStart w:id="3"/>', '<w:permEnd w:id="1"/>'),
    ],
)  # fmt: skip
def test_wrappers_are_walked_through(start, end):
    assert text_of(run("an ") + start + run("essay") + end) == "an essay"


def test_right_to_left_text_is_kept():
    assert text_of(run("مقال", "<w:rtl/>")) == "مقال"


def test_a_run_outside_a_paragraph_is_read():
    assert [line.text for line in read(p("one") + run("two")).paragraphs] == ["one", "two"]
