"""Whatever the bytes are, they end in a Document or in a SubmissionError."""

import io
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import SubmissionError
from pipeline.model.document import Document
from pipeline.readers import dispatch
from tests.readers.test_boxes import both, picture
from tests.readers.test_changes import STYLES, deleted, ins
from tests.readers.test_controls import form_field
from tests.readers.test_fields import field
from tests.readers.test_numbering import OUTLINE, item
from tests.readers.written import limits, p, run, sdt, tbl, tc, tr
from tests.wordml import docx

EVERYTHING = docx(
    tbl(
        tr(tc("unit", '<w:gridSpan w:val="3"/>')),
        tr(
            tc(item("outcome"), '<w:vMerge w:val="restart"/>'),
            sdt(tc(item("criterion", level=1))),
            tc(p(ins(run("essay")))),
        ),
        tr(tc("", "<w:vMerge/>"), tc(tbl(tr("inner"))), p(deleted()), properties='<w:gridAfter w:val="1"/>'),
    )
    + p(both(p("box")) + field("REF x", run("12")) + form_field("<w:checkBox><w:checked/></w:checkBox>"))
    + p(
        picture(12, 8) + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + run("x", '<w:rStyle w:val="Goner"/>')
    ),
    numbering=OUTLINE,
    styles=STYLES,
)
SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def ends_well(packed: bytes) -> bool:
    try:
        return isinstance(dispatch.read(packed, limits()), Document)
    except SubmissionError as error:
        return bool(error.advice)


@SETTINGS
@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"<?xml"]),
)
def test_any_bytes(tail, head):
    assert ends_well(head + tail)


@SETTINGS
@given(st.lists(st.tuples(st.integers(0, len(EVERYTHING) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_file_with_wrong_bytes(changes):
    packed = bytearray(EVERYTHING)
    for at, byte in changes:
        packed[at] = byte
    assert ends_well(bytes(packed))


@st.composite
def spoilt_parts(draw: st.DrawFn) -> bytes:
    """The file with one of its parts' XML changed: a piece taken away, doubled or replaced, the rest whole."""
    with zipfile.ZipFile(io.BytesIO(EVERYTHING)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = draw(st.sampled_from(sorted(parts)))
    content = parts[name]
    start = draw(st.integers(0, len(content)))
    end = min(len(content), start + draw(st.integers(0, 80)))
    nonsense = [
        b"",
        content[start:end] * 2,
        b"-1",
        b"99999999999",
        b'w:val="abc"',
        b"<w:tbl/>",
        b"\x00",
        b"<w:r/>",
        "é".encode(),
    ]
    parts[name] = content[:start] + draw(st.sampled_from(nonsense)) + content[end:]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for each, whole in parts.items():
            archive.writestr(each, whole)
    return packed.getvalue()


@SETTINGS
@given(spoilt_parts())
def test_a_file_with_spoilt_xml(packed):
    assert ends_well(packed)


TAGS = (
    *("p", "r", "t", "tbl", "tr", "tc", "tcPr", "pPr", "rPr", "sdt", "sdtPr", "sdtContent", "ins", "del", "moveFrom"),
    *("vMerge", "hMerge", "gridSpan", "gridBefore", "trPr", "numPr", "numId", "ilvl", "pStyle", "strike", "vanish"),
    *("fldChar", "txbxContent", "pict", "drawing", "ruby", "sym", "rFonts", "showingPlcHdr"),
)
VALUES = [
    "",
    ' w:val="restart"',
    ' w:val="1"',
    ' w:val="-7"',
    ' w:fldCharType="begin"',
    ' w:fldCharType="end"',
    ' w:font="Symbol"',
]
ANY_XML = st.recursive(
    st.sampled_from(["", "<w:t>essay</w:t>", "essay"]),
    lambda inner: st.builds(
        lambda tag, value, content: f"<w:{tag}{value}>{''.join(content)}</w:{tag}>",
        st.sampled_from(TAGS),
        st.sampled_from(VALUES),
        st.lists(inner, max_size=4),
    ),
    max_leaves=30,
)


@SETTINGS
@given(st.lists(ANY_XML, min_size=1, max_size=4))
def test_any_nesting_of_any_elements(content):
    assert ends_well(docx(tbl(tr("".join(content))) + "".join(content), numbering=OUTLINE, styles=STYLES))
