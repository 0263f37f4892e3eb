"""Paragraphs and tables as Word writes them, with marks that mean nothing to a reader among them; and what was read."""

from functools import cache

from pipeline.model.document import Cell, Document, NoteKind, Table
from pipeline.policy import load_policy
from pipeline.policy.limits import Limits
from pipeline.readers import dispatch
from tests.wordml import docx


@cache
def limits() -> Limits:
    return load_policy().limits


def read(body: str, **parts: str) -> Document:
    return dispatch.read(docx(body, **parts), limits())


def run(text: str, properties: str = "") -> str:
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r w:rsidR="00A77B3E" w:rsidRPr="00C15D2A">{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str = "", properties: str = "") -> str:
    """A paragraph; plain words become a run, as Word cuts it up while it checks spelling."""
    if content and "<" not in content:
        at = len(content) // 2
        content = (
            '<w:bookmarkStart w:id="0" w:name="_GoBack"/>'
            + run(content[:at])
            + '<w:proofErr w:type="spellStart"/><w:bookmarkEnd w:id="0"/>'
            + run(content[at:]).replace("<w:t ", "<w:lastRenderedPageBreak/><w:t ")
        )
    look = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p w14:paraId="77D15A02" w14:textId="77777777" w:rsidR="00A77B3E">{look}{content}</w:p>'


def tc(content: str = "", properties: str = "") -> str:
    inside = content if content.startswith(("<w:p ", "<w:tbl", "<w:sdt>", "<mc:", "<w:customXml")) else p(content)
    return f'<w:tc><w:tcPr><w:tcW w:w="2254" w:type="dxa"/>{properties}</w:tcPr>{inside}</w:tc>'


def tr(*cells: str, properties: str = "") -> str:
    look = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    written = "".join(cell if cell.startswith("<w:") and "<w:tc>" in cell else tc(cell) for cell in cells)
    return f'<w:tr w:rsidR="00A77B3E" w14:paraId="1B2C3D4E" w14:textId="77777777">{look}{written}</w:tr>'


def tbl(*rows: str, columns: int = 3) -> str:
    grid = '<w:gridCol w:w="2254"/>' * columns
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>{p()}"
    )


def sdt(content: str, properties: str = "") -> str:
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="Evidence"/><w:id w:val="-12345"/>{properties}</w:sdtPr>'
        f"<w:sdtEndPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def table_of(body: str, **parts: str) -> Table:
    return read(body, **parts).tables[0]


def rows_of(table: Table) -> list[list[str]]:
    """The table's texts by its grid; a merged cell's in each of its places, "-" in a gap."""
    return [[cell.text if cell else "-" for cell in row] for row in table.grid()]


def cell_of(content: str, **parts: str) -> Cell:
    """The middle cell of a 3 x 3 table, which holds this content."""
    rows = [tr("a", "b", "c"), tr("d", tc(content), "f"), tr("g", "h", "i")]
    table = table_of(tbl(*rows), **parts)
    around = rows_of(table)
    around[1][1] = "e"
    assert around == [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]]
    return table.rows[1].cells[1]


def text_of(content: str, **parts: str) -> str:
    """The text of a paragraph with this content, the same in a cell as outside."""
    inside, outside = cell_of(p(content), **parts).text, read(p("x") + p(content), **parts).paragraphs
    assert inside == "\n".join(paragraph.text for paragraph in outside[1:])
    return inside


def note_of(body: str, kind: NoteKind, **parts: str) -> tuple[str, str, int]:
    """The place, words and count of the one note of this kind."""
    found = [note for note in read(body, **parts).notes if note.kind is kind]
    assert len(found) == 1
    return found[0].location.label, found[0].quote, found[0].count
