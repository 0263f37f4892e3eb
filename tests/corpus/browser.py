"""A form to a web page, and the page to a PDF as a browser prints it."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from itertools import takewhile
from pathlib import Path
from random import Random

from tests.corpus.markup import Block, Box, Grid, Line, Para
from tests.corpus.printing import Look

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
)
_TAGS = {"title": "h1", "heading": "h2", "body": "p", "bullet": "li"}
_RULES = {
    "all": "border: {width}px solid {colour}",
    "horizontal": "border: solid {colour}; border-width: {width}px 0",
    "none": "border: 0",
}
_STYLE = """
@page {{ size: {width}pt {height}pt; margin: {margin}pt }}
body {{ font: {points}pt "{font}"; margin: 0 }}
h1 {{ font-size: 1.6em }}
h2 {{ font-size: 1.2em; {heading} }}
p, li {{ margin: 0 0 .3em }}
td p, th p, td ul {{ margin: 0 0 .2em; padding-left: 0 }}
table {{ border-collapse: collapse; width: 100%; table-layout: {layout}; margin: 0 0 {gap} }}
td, th {{ {rules}; padding: {padding}px; vertical-align: {vertical}; text-align: left; overflow-wrap: break-word }}
td.skipped {{ border: 0 }}
{extra}
"""


@dataclass(frozen=True)
class Sheet:
    """What a web page varies beside its `Look`: how its tables are drawn and its headings spaced."""

    look: Look
    colour: str = "#000"
    width: float = 1
    padding: int = 4
    vertical: str = "top"
    layout: str = "fixed"
    is_shaded: bool = False
    is_striped: bool = False
    is_spaced: bool = False
    is_capital: bool = False
    is_turned: bool = False
    has_address: bool = False


def sheet(rng: Random, look: Look) -> Sheet:
    """A way to draw a page of this look; the same `rng`, the same way."""
    return Sheet(
        look,
        colour=rng.choice(["#000", "#000", "#444", "#999", "#ccc", "#1f3864"]),
        width=rng.choice([0.5, 1, 1, 1, 1.5, 2]),
        padding=rng.choice([2, 3, 4, 6, 8]),
        vertical=rng.choice(["top", "top", "top", "middle"]),
        layout=rng.choice(["fixed", "fixed", "auto"]),
        is_shaded=rng.random() < 0.5,
        is_striped=rng.random() < 0.2,
        is_spaced=rng.random() < 0.15,
        is_capital=rng.random() < 0.1,
        is_turned=rng.random() < 0.3,
        has_address=rng.random() < 0.3,
    )


def page(blocks: Sequence[Block], how: Sheet, title: str) -> str:
    """The web page of a form."""
    writer = _Page(how)
    body = "\n".join(writer.block(block) for block in blocks)
    head = f"<meta charset='utf-8'><title>{escape(title)}</title><style>{_style(how)}</style>"
    return f"<!doctype html><html lang='en-GB'><head>{head}</head><body>\n{body}\n</body></html>\n"


def _style(how: Sheet) -> str:
    look = how.look
    extra = [
        "" if look.splits_rows else "tr { break-inside: avoid }",
        "thead { display: table-row-group }" if look.repeats == "none" else "",
        "" if not how.is_striped else "tbody tr:nth-child(even) td { background: #f2f2f2 }",
        "th { background: #d9e2f3 }" if how.is_shaded else "",
        "h2, th { letter-spacing: .12em }" if how.is_spaced else "",
        "th { text-transform: uppercase }" if how.is_capital else "",
        "th.turned p { writing-mode: vertical-rl; transform: rotate(180deg) }" if how.is_turned else "",
    ]
    return _STYLE.format(
        width=look.page[0] / 20,
        height=look.page[1] / 20,
        margin=look.margin / 20,
        points=look.points,
        font=look.font,
        heading="margin: .2em 0" if look.is_tight else "margin: 1em 0 .4em",
        layout=how.layout,
        gap=".1em" if look.is_tight else "1em",
        rules=_RULES[look.rules].format(width=how.width, colour=how.colour),
        padding=how.padding,
        vertical=how.vertical,
        extra="\n".join(filter(None, extra)),
    )


class _Page:
    """One form at work: the numbers that Word would count are counted here."""

    def __init__(self, how: Sheet) -> None:
        self.how = how
        self.counts = [0, 0]

    def block(self, block: Block) -> str:
        if isinstance(block, Grid):
            return self.table(block)
        if not isinstance(block, Para) or not block.text:
            return "<div></div>" if self.how.look.is_tight else "<p>&nbsp;</p>"
        tag = _TAGS[block.style]
        text = "<br>".join(map(escape, block.text.split("\n")))
        return f"<ul><li>{text}</li></ul>" if tag == "li" else f"<{tag}>{text}</{tag}>"

    def table(self, grid: Grid) -> str:
        self.counts = [0, 0]
        columns = "".join(f"<col style='width:{100 * width / sum(grid.widths):.2f}%'>" for width in grid.widths)
        first = next((at for at, line in enumerate(grid.lines) if line.is_header), None)
        last = -1 if first is None or self.how.look.repeats == "none" else first
        rows = [self.row(grid, at) for at in range(len(grid.lines))]
        head, body = "".join(rows[: last + 1]), "".join(rows[last + 1 :])
        return f"<table><colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>"

    def row(self, grid: Grid, at: int) -> str:
        line = grid.lines[at]
        place, cells = line.before, [_skipped(line.before)]
        for box in line.boxes:
            if not (box.merge == "on" and at and _goes_on(grid.lines[at - 1], place)):
                cells.append(self.cell(grid, at, place, box))
            place += box.span
        return f"<tr>{''.join(cells)}{_skipped(line.after)}</tr>\n"

    def cell(self, grid: Grid, at: int, place: int, box: Box) -> str:
        spans = f" colspan={box.span}" if box.span > 1 else ""
        rows = _height(grid.lines, at, place) if box.merge else 1
        spans += f" rowspan={rows}" if rows > 1 else ""
        tag = "th" if box.is_bold and box.shade else "td"
        # A narrow column's heading is set upwards, as forms with a column for each assessment do.
        is_narrow = tag == "th" and box.span == 1 and grid.widths[place] < sum(grid.widths) * 0.085
        turned = " class=turned" if self.how.is_turned and is_narrow and len(box.text) > 8 else ""
        inner = self.table(box.inner) if box.inner else ""
        return f"<{tag}{spans}{turned}>{inner}{self.words(box)}</{tag}>"

    def words(self, box: Box) -> str:
        lines = [escape(line) for line in box.text.split("\n")]
        if box.number_level is not None:
            lines[0] = f"{self.number(box.number_level)} {lines[0]}".strip()
        if "numbered" in box.dress:
            lines = [f"{at}. {line}" for at, line in enumerate(lines, start=1)]
        if "symbol" in box.dress or "check_on" in box.dress:
            lines[0] = f"{'✓' if 'symbol' in box.dress else '☒'} {lines[0]}"
        if "listed" in box.dress:
            return "<ul style='padding-left:1.2em'>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
        bold = "<p style='font-weight:bold'>" if box.is_bold else "<p>"
        return "".join(f"{bold}{line}</p>" for line in lines if line)

    def number(self, level: int) -> str:
        self.counts = [self.counts[0] + 1, 0] if level == 0 else [self.counts[0], self.counts[1] + 1]
        return str(self.counts[0]) if level == 0 else f"{self.counts[0]}.{self.counts[1]}"


def _skipped(columns: int) -> str:
    return f"<td class=skipped colspan={columns}></td>" if columns else ""


def _height(lines: list[Line], at: int, place: int) -> int:
    """How many rows a cell is merged over: its own, and those below that go on in its column."""
    below = takewhile(lambda line: (box := _at(line, place)) and box.merge == "on", lines[at + 1 :])
    return 1 + sum(1 for _ in below)


def _goes_on(line: Line, place: int) -> bool:
    """Whether the cell of this row in this column is merged; a row of headings between ends what is merged."""
    box = _at(line, place)
    return box is not None and bool(box.merge)


def _at(line: Line, place: int) -> Box | None:
    """The cell that begins in this column of the table."""
    column = line.before
    for box in line.boxes:
        if column == place:
            return box
        column += box.span
    return None


def prints(pages: Sequence[tuple[Path, Sheet]], *, at_once: int = 2) -> list[Path]:
    """The PDFs that the browser prints of these pages, beside them. Raises: RuntimeError, where one was not made."""
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(_print, pages))


def _print(asked: tuple[Path, Sheet]) -> Path:
    source, how = asked
    pdf = source.with_suffix(".pdf")
    # The browser's own header and footer: the date, the title, the address and the page's number.
    bare = [] if how.has_address else ["--no-pdf-header-footer"]
    with tempfile.TemporaryDirectory() as home:
        command = [str(CHROMIUM), *_QUIET, *bare, f"--user-data-dir={home}", f"--print-to-pdf={pdf}", source.as_uri()]
        subprocess.run(command, capture_output=True, timeout=120, check=True)
    if not pdf.is_file():
        raise RuntimeError(f"Chromium did not print {source.name}.")
    return pdf
