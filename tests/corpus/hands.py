"""A form to the bytes of a Word file, as one of several programs and versions of Word writes it."""

from dataclasses import dataclass
from random import Random

from tests.corpus import parts
from tests.corpus.dress import Dresser
from tests.corpus.markup import Block, Box, Grid, Line, Para, Picture
from tests.corpus.ml import control, el
from tests.corpus.parts import picture
from tests.corpus.wear import WEAR

STYLES = {"title": "Title", "heading": "Heading2", "bullet": "ListBullet", "body": ""}


@dataclass(frozen=True)
class Hand:
    """The habits of one program: the noise that it leaves in the XML."""

    rsids: bool = False
    proof: bool = False
    para_ids: bool = False
    smart_tags: bool = False
    page_breaks: bool = False
    bookmarks: bool = False
    run_splits: float = 0.0
    run_properties: str = ""
    paragraph_properties: str = ""
    cell_borders: bool = False
    merge_on: str = "<w:vMerge/>"
    blank_runs: bool = False
    wraps_runs: bool = False
    font: str = "Calibri"


HANDS = {
    "word2007": Hand(rsids=True, proof=True, smart_tags=True, run_splits=0.3, bookmarks=True, font="Times New Roman"),
    "word2010": Hand(rsids=True, proof=True, page_breaks=True, bookmarks=True, run_splits=0.25),
    "word2016": Hand(rsids=True, proof=True, para_ids=True, page_breaks=True, run_splits=0.15),
    "word365": Hand(rsids=True, para_ids=True, run_splits=0.2, font="Aptos", run_properties='<w:lang w:val="en-GB"/>'),
    "google docs": Hand(
        rsids=True,
        run_properties='<w:rtl w:val="0"/>',
        blank_runs=True,
        wraps_runs=True,
        font="Arial",
        merge_on='<w:vMerge w:val="continue"/>',
        paragraph_properties='<w:pageBreakBefore w:val="0"/><w:spacing w:after="0" w:before="0"/><w:ind w:left="0"/>',
    ),
    "libreoffice": Hand(
        cell_borders=True,
        font="Liberation Serif",
        merge_on='<w:vMerge w:val="continue"/>',
        paragraph_properties='<w:bidi w:val="0"/><w:jc w:val="start"/>',
        run_properties='<w:lang w:val="en-GB"/>',
    ),
    "wps": Hand(
        font="SimSun",
        run_properties='<w:vertAlign w:val="baseline"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>',
        cell_borders=True,
        paragraph_properties='<w:keepNext w:val="0"/><w:widowControl/>',
        run_splits=0.1,
        merge_on='<w:vMerge w:val="continue"/>',
    ),
    "plain": Hand(),
}


def write(blocks: list[Block], hand: str, packaging: str, seed: int) -> tuple[bytes, set[str]]:
    """The Word file of a form, and the Word features that it holds."""
    writer = _Writer(HANDS[hand], Random(f"hand {seed}"))
    title = next((block.text for block in blocks if isinstance(block, Para)), "")
    body = "".join(writer.block(block) for block in blocks)
    if packaging in ("strict", "docm", "dotx"):
        writer.dresser.features.add(packaging)
    return parts.package(body, writer.dresser, HANDS[hand].font, packaging, title), writer.dresser.features


class _Writer:
    def __init__(self, hand: Hand, rng: Random) -> None:
        self.hand, self.rng = hand, rng
        self.dresser = Dresser(hand, rng, WEAR)
        self.list_id = 0

    def block(self, block: Block) -> str:
        if isinstance(block, Picture):
            return self.dresser.use("picture", self.dresser.paragraph(picture(block)))
        return self.table(block) if isinstance(block, Grid) else self.paragraph(block)

    def paragraph(self, para: Para) -> str:
        style = STYLES[para.style]
        dress = self.dresser
        noise = "".join(dress.use(word, xml) for word, xml, keep in self.noise() if keep)
        lines = para.text.split("\n") if para.text else [""]
        properties = f'<w:pStyle w:val="{style}"/>' if style else ""
        return "".join(dress.paragraph(f"{noise}{dress.runs(line)}" if line else noise, properties) for line in lines)

    def noise(self) -> list[tuple[str, str, bool]]:
        at = self.rng.randint(10, 9999)
        return [
            (
                "bookmark",
                f'<w:bookmarkStart w:id="{at}" w:name="_GoBack{at}"/><w:bookmarkEnd w:id="{at}"/>',
                self.hand.bookmarks and self.rng.random() < 0.2,
            ),
            (
                "lastRenderedPageBreak",
                "<w:r><w:lastRenderedPageBreak/></w:r>",
                self.hand.page_breaks and self.rng.random() < 0.1,
            ),
        ]

    def table(self, grid: Grid) -> str:
        if "style_numbers" in grid.dress:
            self.list_id = -1
        elif any(box.number_level == 0 for line in grid.lines for box in line.boxes):
            self.list_id = self.dresser.new_list()
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid.widths)
        rows = "".join(self.row(grid, line) for line in grid.lines)
        look = el("tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=0, noVBand=1)
        head = (
            f'<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(grid.widths)}" w:type="dxa"/>{look}</w:tblPr>'
        )
        xml = f"<w:tbl>{head}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        if "sdt_table" in grid.dress:
            xml = self.dresser.use(
                "sdt_table",
                control(xml, self.dresser.next_id(), el("alias", val="Mapping")),
            )
        return xml

    def row(self, grid: Grid, line: Line) -> str:
        at, cells = line.before, ""
        for box in line.boxes:
            cells += self.cell(box, sum(grid.widths[at : at + box.span]), "grid_span" if box.span > 1 else "")
            at += box.span
        skipped = f'<w:gridBefore w:val="{line.before}"/>' if line.before else ""
        skipped += f'<w:gridAfter w:val="{line.after}"/>' if line.after else ""
        header = "<w:tblHeader/>" if line.is_header else ""
        track = ""
        for word, tag in (("ins_row", "ins"), ("del_row", "del")):
            if word in line.dress:
                track = self.dresser.use(
                    word, f'<w:{tag} w:id="{self.dresser.next_id()}" w:author="R. Lee" w:date="2026-02-03T09:12:00Z"/>'
                )
        for word, there in (("grid_before", line.before), ("grid_after", line.after)):
            if there:
                self.dresser.features.add(word)
        xml = f"<w:tr{self.dresser.row_ids()}><w:trPr>{skipped}<w:cantSplit/>{header}{track}</w:trPr>{cells}</w:tr>"
        if "sdt_row" in line.dress:
            xml = self.dresser.use(
                "sdt_row",
                control(xml, self.dresser.next_id()),
            )
        if "customxml_row" in line.dress:
            xml = self.dresser.use(
                "customxml_row", f'<w:customXml w:uri="urn:centre" w:element="mapping">{xml}</w:customXml>'
            )
        return xml

    def cell(self, box: Box, width: int, feature: str) -> str:
        dress = self.dresser
        if feature:
            dress.features.add(feature)
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>' + (
            f'<w:gridSpan w:val="{box.span}"/>' if box.span > 1 else ""
        )
        if box.merge:
            dress.features.add("vmerge")
            properties += '<w:vMerge w:val="restart"/>' if box.merge == "start" else self.hand.merge_on
        if self.hand.cell_borders:
            edges = (
                el(edge, val="single", sz=4, space=0, color="000000") for edge in ("top", "left", "bottom", "right")
            )
            properties += el("tcBorders", *edges)
        if box.shade:
            properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{box.shade}"/>'
        content = dress.content(box, self.list_id)
        if box.inner:
            content = dress.use("table_in_table", self.table(box.inner) + content)
        xml = f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"
        if "sdt_cell" in box.dress:
            xml = dress.use(
                "sdt_cell",
                control(xml, dress.next_id(), el("text", multiLine=1)),
            )
        if "customxml_cell" in box.dress:
            xml = dress.use("customxml_cell", f'<w:customXml w:uri="urn:centre" w:element="cell">{xml}</w:customXml>')
        return xml
