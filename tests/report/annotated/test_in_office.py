"""The copy as LibreOffice opens it: each comment at its cell, the ticks in theirs."""

import zipfile
from pathlib import Path

import pytest
from lxml import etree
from lxml.etree import _Element as Element

from tests.corpus.generate import generate
from tests.corpus.office import SOFFICE, converted
from tests.report.annotated.copies import comments, copied
from tests.report.annotated.forms import NOTE, NOTED, WEAK, form, summary

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

OFFICE, TABLE, TEXT, DC = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" if name != "dc" else "{http://purl.org/dc/elements/1.1/}"
    for name in ("office", "table", "text", "dc")
)
GAPS = {
    "8580-500 1.1": {"evidence": ""},
    "8580-500 1.2": {"strategies": ""},
    "8580-500 2.1": {"evidence": NOTED},
    "8580-501 1.2": {"wording": "1.2 Identify individual developmental needs and agree goals, at least fifty of them"},
    "8580-503 2.2": {"strategies": "", "evidence": ""},
}
SEEDS = (15, 25, 32)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, Element]]:
    """Copies by name, and what LibreOffice has in them."""
    folder = tmp_path_factory.mktemp("copies")
    blank = dict.fromkeys(("8580-500", "8580-501", "8580-503"), ("", "", ""))
    made = {"form.docx": form(GAPS, summary=summary(blank), comments=NOTE)}
    made |= {labelled.name: labelled.docx for labelled in map(generate, SEEDS)}
    copies = {name: copied(packed, folder, name)[1] for name, packed in made.items()}
    paths = []
    for name, copy in copies.items():
        paths.append(folder / f"copy of {name}")
        paths[-1].write_bytes(copy)
    files = converted(paths, "odt", folder / "odt")
    return {name: (copies[name], _content(file)) for name, file in zip(made, files, strict=True)}


def _content(file: Path) -> Element:
    with zipfile.ZipFile(file) as archive:
        return etree.fromstring(archive.read("content.xml"))


def _seen(root: Element) -> list[tuple[tuple[str, ...], str]]:
    """Our comments as they are seen: their lines, and the letters of the cell or paragraph where they stand."""
    found = []
    for note in root.iter(f"{OFFICE}annotation"):
        if note.findtext(f"{DC}creator") == "ilm-coverage":
            cell = next(note.iterancestors(f"{TABLE}table-cell"), None)
            place = next(note.iterancestors(f"{TEXT}p", f"{TEXT}h")) if cell is None else cell
            lines = tuple("".join(line.itertext()) for line in note.iter(f"{TEXT}p"))
            found.append((lines, _letters(_words(place))))
    return found


def _words(element: Element) -> str:
    """The words of an element without those of comments and deletions in it."""
    if element.tag in (f"{OFFICE}annotation", f"{TEXT}note"):
        return element.tail or ""
    return (element.text or "") + "".join(map(_words, element)) + (element.tail or "")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def test_every_comment_is_seen_at_its_cell(opened: dict[str, tuple[bytes, Element]]):
    copy, root = opened["form.docx"]
    ours = [(comment.lines, _letters(comment.cell)) for comment in comments(copy)]
    assert sorted(_seen(root)) == sorted(ours)
    assert len(ours) > 8


@pytest.mark.parametrize("name", [labelled.name for labelled in map(generate, SEEDS)])
def test_every_comment_on_what_word_can_write_is_seen(name: str, opened: dict[str, tuple[bytes, Element]]):
    """But for the first line: LibreOffice 7.4 loses it where the cell is a control for plain text."""
    copy, root = opened[name]
    assert sorted(lines[1:] for lines, _ in _seen(root)) == sorted(comment.lines[1:] for comment in comments(copy))


def test_their_own_comment_is_still_seen(opened: dict[str, tuple[bytes, Element]]):
    _, root = opened["form.docx"]
    others = [note for note in root.iter(f"{OFFICE}annotation") if note.findtext(f"{DC}creator") == "A. Writer"]
    assert ["".join(next(note.iter(f"{TEXT}p")).itertext()) for note in others] == ["Is this right?"]
    assert WEAK in _words(next(others[0].iterancestors(f"{TABLE}table-cell")))


def test_the_ticks_are_seen_as_tracked_changes(opened: dict[str, tuple[bytes, Element]]):
    _, root = opened["form.docx"]
    regions = [region for region in root.iter(f"{TEXT}changed-region") if region.find(f"{TEXT}insertion") is not None]
    assert [region.findtext(f".//{DC}creator") for region in regions] == ["ilm-coverage"] * 3
    names = {region.get(f"{TEXT}id") for region in regions}
    starts = [mark for mark in root.iter(f"{TEXT}change-start") if mark.get(f"{TEXT}change-id") in names]
    assert [_words(next(mark.iterancestors(f"{TABLE}table-cell"))) for mark in starts] == ["✓"] * 3
    rows = [next(mark.iterancestors(f"{TABLE}table-row")) for mark in starts]
    assert ["".join(row[0].itertext()) for row in rows] == ["8580-500", "8580-501", "8580-503"]
