"""A form as it is sent to a printer: what of its Word features is left to see, and on what page, in what type."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from xml.sax.saxutils import escape

from tests import wordml
from tests.corpus.hands import write
from tests.corpus.markup import Block, Box, Grid, Para
from tests.corpus.ml import el, field_mark
from tests.corpus.parts import EDGES, SECTION, WORD
from tests.wordml import R

# Features that look alike on the screen and on paper. The others are of a screen alone, or show on paper what a reader
# of the Word file is not to read (a deletion in red); whoever prints a form accepts its changes first.
SHOWN = frozenset(
    (
        "prompt",
        "check_off",
        "check_on",
        "link",
        "symbol",
        "sym_only",
        "no_break_space",
        "no_break_hyphen",
        "tab",
        "break",
        "listed",
        "numbered",
        "split",
        "unit_heading",
        "style_numbers",
    )
)
# Features that the older word processors' formats have as well.
KEPT = SHOWN | {"ins", "ins_all", "replaced", "deleted_part", "struck_part", "struck_all", "hidden_part", "hidden_all"}
FONTS = (
    "Liberation Sans",
    "Liberation Sans",
    "Liberation Serif",
    "Liberation Sans Narrow",
    "DejaVu Sans",
    "DejaVu Sans Condensed",
    "DejaVu Serif",
)
A4, A3, LETTER = (11906, 16838), (16838, 23811), (12240, 15840)
TALL = (14000, 31680)  # Word's greatest height of a page
_FORM_WIDTH = 14638  # of the page that the tables' own widths are made for
_SMALL = el("pPr", el("spacing", before=0, after=0, line=20, lineRule="exact"), el("rPr", el("sz", val=2)))


@dataclass(frozen=True)
class Look:
    """How a form is set: a page in twentieths of a point, its margin too; `rules` are all, horizontal or none.

    `repeats` are the rows that each page begins with: both (the unit's and the headings), headings, or none.
    """

    page: tuple[int, int] = A4
    margin: int = 1000
    font: str = "Liberation Sans"
    points: float = 10
    rules: str = "all"
    repeats: str = "headings"
    splits_rows: bool = False
    is_tight: bool = False
    header: str = ""
    footer: str = "Page {page}"

    @property
    def is_landscape(self) -> bool:
        return self.page[0] > self.page[1]


def look(rng: Random, name: str, *, landscape: bool | None = None) -> Look:
    """A way to set a form; the same `rng`, the same way."""
    paper = rng.choices([A4, LETTER], [9, 1])[0]
    is_wide = rng.random() < 0.5 if landscape is None else landscape
    return Look(
        page=paper[::-1] if is_wide else paper,
        margin=rng.choice([600, 720, 850, 1000, 1134, 1440]),
        font=rng.choice(FONTS),
        points=rng.choice([7, 7.5, 8, 8.5, 9, 9.5, 10, 10, 10.5, 11, 12]),
        rules=rng.choices(["all", "horizontal", "none"], [86, 9, 5])[0],
        repeats=rng.choice(["both", "both", "headings", "none"]),
        splits_rows=rng.random() < 0.6,
        is_tight=rng.random() < 0.3,
        header=rng.choice(["", "", name, f"{name} – version {rng.randint(1, 4)}"]),
        footer=rng.choice(["Page {page}", "Page {page} of {pages}", "{page}", f"{name}\t{{page}}", ""]),
    )


def printed(blocks: list[Block], kept: frozenset[str] = SHOWN) -> list[Block]:
    """The blocks with these features alone; a deleted row is gone, every other word is where it was."""
    return [_block(block, kept) for block in blocks]


def _block(block: Block, kept: frozenset[str]) -> Block:
    if isinstance(block, Grid):
        return _grid(block, kept)
    return replace(block, dress=()) if isinstance(block, Para) else block


def _grid(grid: Grid, kept: frozenset[str]) -> Grid:
    lines = [
        replace(line, boxes=[_box(box, kept) for box in line.boxes], dress=_left(line.dress, kept))
        for line in grid.lines
        if "del_row" not in line.dress
    ]
    return replace(grid, lines=lines, dress=_left(grid.dress, kept))


def _box(box: Box, kept: frozenset[str]) -> Box:
    return replace(box, dress=_left(box.dress, kept), inner=_grid(box.inner, kept) if box.inner else None)


def _left(dress: tuple[str, ...], kept: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in dress if word in kept)


def set_out(blocks: list[Block], how: Look) -> list[Block]:
    """The blocks with their tables as wide as the page lets them be, and the rows marked that each page repeats."""
    scale = (how.page[0] - 2 * how.margin) / _FORM_WIDTH
    return [_scaled(block, scale, how) if isinstance(block, Grid) else block for block in blocks]


def _scaled(grid: Grid, scale: float, how: Look) -> Grid:
    heads = [at for at, line in enumerate(grid.lines) if line.is_header]
    first = heads[0] if heads else -1
    lines = [
        replace(
            line,
            boxes=[replace(box, inner=_scaled(box.inner, scale, how)) if box.inner else box for box in line.boxes],
            is_header=line.is_header if how.repeats == "headings" else how.repeats == "both" and at <= first,
        )
        for at, line in enumerate(grid.lines)
    ]
    return replace(grid, widths=[round(width * scale) for width in grid.widths], lines=lines)


def word_file(blocks: list[Block], how: Look, hand: str, seed: int) -> bytes:
    """The Word file of a form that is set so."""
    docx, _ = write(set_out(blocks, how), hand, "docx", seed)
    return edited(
        docx,
        {
            "word/document.xml": lambda xml: _body(xml, how),
            "word/styles.xml": lambda xml: _styles(xml, how),
            "word/footer1.xml": lambda _: wordml.root("ftr", running(how.footer)),
            "word/header1.xml": lambda _: wordml.root("hdr", running(how.header)),
            "[Content_Types].xml": lambda xml: xml.replace("</Types>", _HEADER_TYPE + "</Types>"),
            "word/_rels/document.xml.rels": lambda xml: xml.replace("</Relationships>", _HEADER + "</Relationships>"),
        },
    )


_HEADER_TYPE = f'<Override PartName="/word/header1.xml" ContentType="{WORD}.header+xml"/>'
_HEADER = f'<Relationship Id="rHeader" Type="{R}/header" Target="header1.xml"/>'


def edited(docx: bytes, edits: dict[str, Callable[[str], str]]) -> bytes:
    """A Word file with these parts edited; a part that is not there is made from nothing."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return wordml.pack(files | {name: edit(files.get(name, b"").decode()).encode() for name, edit in edits.items()})


def with_picture(docx: bytes, png: bytes) -> bytes:
    """A Word file whose picture shows this."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return wordml.pack(files | {"word/media/image1.png": png})


def features(blocks: list[Block]) -> set[str]:
    """The features of Word that blocks wear."""
    grids = [block for block in blocks if isinstance(block, Grid)]
    lines = [line for grid in grids for line in grid.lines]
    boxes = [box for line in lines for box in line.boxes]
    inner = features([box.inner for box in boxes if box.inner]) if any(box.inner for box in boxes) else set()
    return inner.union(*(part.dress for part in (*grids, *lines, *boxes)))


def _body(xml: str, how: Look) -> str:
    width, height = how.page
    margins = dict.fromkeys(("top", "right", "bottom", "left"), how.margin)
    margins |= {"header": 400, "footer": 400, "gutter": 0}
    size = el("pgSz", w=width, h=height, **({"orient": "landscape"} if how.is_landscape else {}))
    marks = '<w:headerReference w:type="default" r:id="rHeader"/><w:footerReference w:type="default" r:id="rFooter"/>'
    xml = xml.replace(SECTION, el("sectPr", marks, size, el("pgMar", **margins)))
    if how.splits_rows:
        xml = xml.replace("<w:cantSplit/>", "")
    if how.rules != "all":
        xml = re.sub("<w:tcBorders>.*?</w:tcBorders>", "", xml)
    if how.is_tight:
        xml = re.sub(r"(?<=</w:tbl>)<w:p\b[^>]*>(?:(?!<w:t\b|<w:p\b).)*?</w:p>(?=<w:tbl>)", f"<w:p>{_SMALL}</w:p>", xml)
    return xml


def _styles(xml: str, how: Look) -> str:
    fonts = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), how.font)
    xml = re.sub(r"<w:rFonts [^>]*/>", el("rFonts", **fonts), xml)
    edges = {"all": EDGES, "none": ""}.get(how.rules)
    if edges is None:
        edges = re.sub(r"<w:(?:left|right|insideV) [^>]*/>", "", EDGES)
    return xml.replace('<w:sz w:val="20"/>', el("sz", val=round(2 * how.points))).replace(EDGES, edges)


def running(text: str) -> str:
    """A header's or footer's paragraph, with fields where the page's number and their count are to stand."""
    pieces = re.split(r"(\{pages?\}|\t)", text)
    fields = {"{page}": " PAGE ", "{pages}": " NUMPAGES ", "\t": ""}
    runs = "".join(_field(fields[piece]) if piece in fields else _run(piece) for piece in pieces if piece)
    return el("p", el("pPr", el("jc", val="center")), runs)


def _field(instruction: str) -> str:
    if not instruction:
        return "<w:r><w:tab/></w:r>"
    asked = f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
    return field_mark("begin") + asked + field_mark("separate") + _run("1") + field_mark("end")


def _run(text: str) -> str:
    return f'<w:r><w:rPr><w:sz w:val="16"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
