"""How a cell may be dressed: a table of functions, one for each feature of Word that a reader must know."""

from collections.abc import Callable
from itertools import pairwise

from tests.corpus.dress import CHANGE, NOTES, SMART, Dresser
from tests.corpus.ml import control, el, field_mark

Wear = Callable[[Dresser, str], str]
CHECK_BOX = (
    '<w14:checkbox><w14:checked w14:val="{}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)
UNDERLINED = '<w:color w:val="0563C1"/><w:u w:val="single"/>'
PLACEHOLDER = '<w:rStyle w:val="PlaceholderText"/>'


def _control(content: str, extra: str = "") -> str:
    return control(content, 4711, extra)


def _changed(d: Dresser, tag: str, content: str) -> str:
    return f'<w:{tag} w:id="{d.next_id()}" {CHANGE}>{content}</w:{tag}>'


def _removed(d: Dresser, text: str) -> str:
    return _changed(d, "del", d.run(text, tag="delText"))


def _paragraphs(d: Dresser, text: str, inside: Callable[[str], str]) -> str:
    """Every line as a paragraph; `inside` writes its runs."""
    return "".join(d.paragraph(inside(line) if line else "") for line in text.split("\n"))


def _first(d: Dresser, text: str, before: str) -> str:
    """The lines as paragraphs, with this before the first line's runs."""
    lines = text.split("\n")
    return d.paragraph(before + d.runs(lines[0])) + "".join(d.paragraph(d.runs(line)) for line in lines[1:])


def _last(d: Dresser, text: str, after: str) -> str:
    """The lines as paragraphs, with this after the last line's runs."""
    lines = text.split("\n")
    return "".join(d.paragraph(d.runs(line)) for line in lines[:-1]) + d.paragraph(d.runs(lines[-1]) + after)


def _half(d: Dresser, text: str, wrap: Callable[[str], str]) -> str:
    """The lines as paragraphs, the second half of each inside what `wrap` makes of it."""

    def inside(line: str) -> str:
        first, second = d.halves(line)
        return (d.runs(first) if second else "") + wrap(second or first)

    return _paragraphs(d, text, inside)


def _sdt_run(d: Dresser, text: str) -> str:
    return _half(d, text, lambda part: _control(d.run(part), "<w:text/>"))


def _dropdown(d: Dresser, text: str) -> str:
    items = el("dropDownList", *(el("listItem", displayText=text, value=text) for text in ("Choose an item.", "Essay")))
    return _paragraphs(d, text, lambda line: _control(d.run(line), items))


def _prompt(d: Dresser, text: str) -> str:
    return d.paragraph(
        _control(
            d.run(text, PLACEHOLDER),
            el("placeholder", el("docPart", val="DefaultPlaceholder_-1854013440")) + "<w:showingPlcHdr/><w:text/>",
        )
    )


def _moved_here(d: Dresser, text: str) -> str:
    at = d.next_id()
    start, end = f'<w:moveToRangeStart w:id="{at}" {CHANGE} w:name="move{at}"/>', f'<w:moveToRangeEnd w:id="{at}"/>'
    return start + _paragraphs(d, text, lambda line: _changed(d, "moveTo", d.run(line))) + end


def _moved_away(d: Dresser, text: str) -> str:
    return _last(d, text, _changed(d, "moveFrom", d.run(" " + d.old())))


def _deleted_paragraph(d: Dresser, text: str) -> str:
    mark = f'<w:del w:id="{d.next_id()}" {CHANGE}/>'
    return d.paragraph(_removed(d, d.old()), mark=mark) + d.lines(text)


def _struck(d: Dresser, text: str, tag: str) -> str:
    return _last(d, text, d.run(" " + d.old(), f"<w:{tag}/>"))


def _others_struck(d: Dresser, text: str) -> str:
    """An answer with the form's other answers struck out."""
    award, _, answer = text.partition(": ")
    options = ("YES", "NO", "N/A")
    before, after = options[: options.index(answer)], options[options.index(answer) + 1 :]
    struck = [d.run("/".join(part), "<w:strike/>") if part else "" for part in (before, after)]
    slashes = [d.run("/") if part else "" for part in (before, after)]
    return d.paragraph(d.run(f"{award}: ") + struck[0] + slashes[0] + d.run(answer) + slashes[1] + struck[1])


def _link(d: Dresser, text: str) -> str:
    d.links.append("https://example.org/brief")
    return _half(
        d,
        text,
        lambda part: f'<w:hyperlink r:id="rLink{len(d.links)}" w:history="1">{d.run(part, UNDERLINED)}</w:hyperlink>',
    )


def _simple_field(d: Dresser, text: str) -> str:
    return _half(d, text, lambda part: f'<w:fldSimple w:instr=" DOCPROPERTY Assessment ">{d.run(part)}</w:fldSimple>')


def _field(d: Dresser, instruction: str, result: str) -> str:
    asked = d.run(instruction, tag="instrText")
    return field_mark("begin") + asked + field_mark("separate") + result + field_mark("end")


def _complex_field(d: Dresser, text: str) -> str:
    return _half(d, text, lambda part: _field(d, " REF Assessment1 \\h ", d.run(part)))


def _nested_field(d: Dresser, text: str) -> str:
    return _half(d, text, lambda part: _field(d, " IF ", _field(d, " MERGEFIELD Task ", d.run(part))))


def _symbol(d: Dresser, text: str) -> str:
    return _first(d, text, '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + d.run(" "))


def _symbol_only(d: Dresser, _text: str) -> str:
    return d.paragraph(
        d.rng.choice(
            [
                '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
                '<w:r><w:sym w:font="Wingdings 2" w:char="F050"/></w:r>',
                d.run("✓"),
            ]
        )
    )


def _soft(d: Dresser, text: str) -> str:
    def inside(line: str) -> str:
        words = line.split(" ")
        at = max(range(len(words)), key=lambda n: len(words[n]))
        word, cut = words[at], len(words[at]) // 2
        before, after = " ".join([*words[:at], word[:cut]]), " ".join([word[cut:], *words[at + 1 :]])
        soft = "<w:r><w:softHyphen/></w:r>" if d.rng.random() < 0.5 else d.run("\u00ad")
        return d.run(before) + soft + d.run(after)

    return _paragraphs(d, text, inside)


def _no_break_hyphen(d: Dresser, text: str) -> str:
    return _paragraphs(
        d,
        text,
        lambda line: "<w:r><w:noBreakHyphen/></w:r>".join(d.run(part) if part else "" for part in line.split("-")),
    )


def _note(d: Dresser, text: str, kind: str) -> str:
    notes = d.notes[f"{kind}s"]
    notes.append(d.rng.choice(NOTES))
    return _last(d, text, f'<w:r><w:{kind}Reference w:id="{len(notes) + 1}"/></w:r>')


def _comment(d: Dresser, text: str) -> str:
    notes = d.notes["comments"]
    notes.append(d.rng.choice(NOTES))
    at = len(notes) + 1
    return f'<w:commentRangeStart w:id="{at}"/>' + _last(
        d, text, f'<w:commentRangeEnd w:id="{at}"/><w:r><w:commentReference w:id="{at}"/></w:r>'
    )


def _shape(content: str) -> str:
    return f'<w:pict><v:shape style="width:141pt;height:31pt"><v:textbox>{content}</v:textbox></v:shape></w:pict>'


def _text_box(d: Dresser, text: str) -> str:
    content = f"<w:txbxContent>{d.lines(text)}</w:txbxContent>"
    drawing = (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="1800000" cy="400000"/>'
        '<wp:docPr id="1" name="Text Box 1"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f"<wps:spPr/><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    choice = f'<mc:Choice Requires="wps">{drawing}</mc:Choice>'
    return d.paragraph(
        f"<w:r><mc:AlternateContent>{choice}<mc:Fallback>{_shape(content)}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def _vml_box(d: Dresser, text: str) -> str:
    return d.paragraph(el("r", _shape(el("txbxContent", d.lines(text)))))


def _nested(d: Dresser, text: str) -> str:
    head = el("tblPr", el("tblW", w=0, type="auto")) + el("tblGrid", el("gridCol", w=1500), el("gridCol", w=1500))
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="1500" w:type="dxa"/></w:tcPr>{d.lines(part.strip())}</w:tc>'
        for part in d.halves(text)
    )
    return f"<w:tbl>{head}<w:tr>{cells}</w:tr></w:tbl>{d.paragraph('')}"


def _listed(d: Dresser, text: str) -> str:
    properties = '<w:pStyle w:val="ListBullet"/>'
    return "".join(d.paragraph(d.runs(line), properties) for line in text.split("\n"))


def _numbered(d: Dresser, text: str) -> str:
    properties = (
        f'<w:pStyle w:val="ListParagraph"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{d.new_line_list()}"/></w:numPr>'
    )
    return "".join(d.paragraph(d.runs(line), properties) for line in text.split("\n"))


def _smart(d: Dresser, text: str) -> str:
    return _half(
        d,
        text,
        lambda part: el("smartTag", "<w:smartTagPr/>", d.run(part), uri=SMART, element="place"),
    )


def _split(d: Dresser, text: str) -> str:
    def inside(line: str) -> str:
        cuts = sorted(d.rng.sample(range(1, len(line)), min(3, len(line) - 1))) if len(line) > 1 else []
        edges = [0, *cuts, len(line)]
        return '<w:proofErr w:type="gramStart"/>'.join(
            d.run(line[a:b], "<w:i/>" if a else "") for a, b in pairwise(edges)
        )

    return _paragraphs(d, text, inside)


def _form_check(d: Dresser, text: str) -> str:
    field = (
        field_mark(
            "begin", el("ffData", el("name", val="Check1"), "<w:enabled/>", el("checkBox", el("default", val=1)))
        )
        + d.run(" FORMCHECKBOX ", tag="instrText")
        + field_mark("separate")
        + field_mark("end")
    )
    return _first(d, text, field + d.run(" "))


def _check_off(d: Dresser, text: str) -> str:
    return d.paragraph(_control(d.run(text), CHECK_BOX.format(0)))


def _check_on(d: Dresser, text: str) -> str:
    return _first(d, text, _control(d.run("☒"), CHECK_BOX.format(1)) + d.run(" "))


WEAR: dict[str, Wear] = {
    "sdt_para": lambda d, text: _control(d.lines(text), "<w:richText/>") + d.paragraph(""),
    "sdt_run": _sdt_run,
    "dropdown": _dropdown,
    "prompt": _prompt,
    "ins": lambda d, text: _half(d, text, lambda part: _changed(d, "ins", d.run(part))),
    "ins_all": lambda d, text: _paragraphs(d, text, lambda line: _changed(d, "ins", d.run(line))),
    "replaced": lambda d, text: _first(d, text, _removed(d, d.old())),
    "moved_here": _moved_here,
    "moved_away": _moved_away,
    "deleted_part": lambda d, text: _last(d, text, _removed(d, " " + d.old())),
    "deleted_paragraph": _deleted_paragraph,
    "deleted_all": lambda d, text: d.paragraph(_removed(d, "Essay 4, marked by the tutor")),
    "struck_part": lambda d, text: _struck(d, text, "strike"),
    "double_struck": lambda d, text: _struck(d, text, "dstrike"),
    "struck_all": lambda d, text: d.paragraph(d.run("Essay 4, marked by the tutor", "<w:strike/>")),
    "hidden_part": lambda d, text: _last(d, text, d.run(" " + d.old(), "<w:vanish/>")),
    "hidden_all": lambda d, text: d.paragraph(d.run("Essay 4, marked by the tutor", "<w:vanish/>")),
    "comment_only": lambda d, text: _comment(d, ""),
    "others_struck": _others_struck,
    "link": _link,
    "simple_field": _simple_field,
    "complex_field": _complex_field,
    "nested_field": _nested_field,
    "symbol": _symbol,
    "sym_only": _symbol_only,
    "soft": _soft,
    "no_break_space": lambda d, text: d.lines(text.replace(" ", "\u00a0")),
    "no_break_hyphen": _no_break_hyphen,
    "tab": lambda d, text: d.lines(text.replace(" ", "\t", 1)),
    "break": lambda d, text: d.paragraph(d.run(text)),
    "footnote": lambda d, text: _note(d, text, "footnote"),
    "endnote": lambda d, text: _note(d, text, "endnote"),
    "comment": _comment,
    "text_box": _text_box,
    "vml_box": _vml_box,
    "nested": _nested,
    "listed": _listed,
    "numbered": _numbered,
    "smart": _smart,
    "split": _split,
    "customxml_run": lambda d, text: _half(
        d, text, lambda part: f'<w:customXml w:uri="urn:centre" w:element="task">{d.run(part)}</w:customXml>'
    ),
    "rtl_wrapper": lambda d, text: _half(d, text, lambda part: f'<w:dir w:val="ltr">{d.run(part)}</w:dir>'),
    "form_check": _form_check,
    "check_off": _check_off,
    "check_on": _check_on,
}
