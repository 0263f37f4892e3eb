"""Pages by hand: tables of texts on pages of A4 across; letters are 5 points wide, lines 12 points apart."""

from collections.abc import Sequence
from functools import cache

from pipeline.model.document import Document, Table
from pipeline.policy import load_policy
from pipeline.policy.limits import Limits
from pipeline.readers.paged import assemble
from pipeline.readers.paged.page import Box, Page, PageCell, PageLine, PageTable

WIDTH, HEIGHT = 842.0, 595.0
TOP, BOTTOM = 50.0, 545.0
LINE = 12.0
HEIGHT_OF_LINE = 10.0
LETTER = 5.0
INSET = 2.0
SIDES = (40.0, 80.0, 300.0, 540.0, 800.0)
Spec = str | tuple[str, int, int]  # a text, or a text with how many rows and columns it spans


@cache
def limits() -> Limits:
    return load_policy().limits


def line(text: str, top: float, *, is_heading: bool = False, confidence: float | None = None) -> PageLine:
    return PageLine(text, Box(40.0, top, 40.0 + 5 * len(text), top + LINE), is_heading, confidence)


def table(
    *rows: Sequence[Spec | None],
    top: float = TOP,
    bottom: float | None = None,
    sides: Sequence[float] = SIDES,
    confidence: float | None = None,
) -> PageTable:
    """A table whose rows are as high as their texts, in which line ends stand for wrapped lines, and a blank at the end
    for one that wraps over the page; None where a cell reaches in from above or from the left."""
    heights = [max((_height(spec) for spec in row), default=0.0) for row in rows]
    tops = [top + sum(heights[:at]) for at in range(len(rows) + 1)]
    if bottom is not None:
        tops = [one + bottom - tops[-1] for one in tops]
    cells = []
    for at, row in enumerate(rows):
        for column, spec in enumerate(row):
            if spec is not None:
                text, down, across = (spec, 1, 1) if isinstance(spec, str) else spec
                box = Box(sides[column], tops[at], sides[column + across], tops[at + down])
                place = (at + 1, column + 1, down, across)
                cells.append(PageCell(shown(text), box, *place, confidence, _lines(text, box), text[-1:] == " "))
    return PageTable(tuple(cells), Box(sides[0], tops[0], sides[-1], tops[-1]), tuple(sides), len(rows))


def shown(text: str) -> str:
    """A text as a reader has it, its wrapped lines as one."""
    return " ".join(text.split())


def _lines(text: str, box: Box) -> tuple[Box, ...]:
    left, top = box.left + INSET, box.top + INSET
    return tuple(
        Box(left, top + at * LINE, left + LETTER * len(words.strip()), top + at * LINE + HEIGHT_OF_LINE)
        for at, words in enumerate(text.split("\n"))
        if words
    )


def _height(spec: Spec | None) -> float:
    text, down = ("", 1) if spec is None else (spec, 1) if isinstance(spec, str) else spec[:2]
    return 2 * INSET + LINE * (text.count("\n") + 1) if down == 1 else 0.0


def pages(*contents: Sequence[PageTable | PageLine], is_recognised: bool = False) -> list[Page]:
    return [
        Page(number, WIDTH, HEIGHT, tuple(blocks), is_recognised) for number, blocks in enumerate(contents, start=1)
    ]


def read(*contents: Sequence[PageTable | PageLine], is_recognised: bool = False) -> Document:
    return assemble.document(pages(*contents, is_recognised=is_recognised), "pdf", "pdfium", limits())


def texts(table: Table) -> list[list[str]]:
    """The texts by place; a merged cell's in its first place alone, as `make tables` shows them."""
    shown = [[""] * table.column_count for _ in table.rows]
    for at, row in enumerate(table.rows):
        for cell in row.cells:
            shown[at][(cell.location.column or 1) - 1] = cell.text
    return shown
