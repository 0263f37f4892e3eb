"""A cell's words to paragraphs of WordprocessingML, as one hand writes them, with the noise that it leaves."""

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tests.corpus.markup import Box
from tests.corpus.ml import control, el

if TYPE_CHECKING:
    from tests.corpus.hands import Hand

SMART = "urn:schemas-microsoft-com:office:smarttags"
CHANGE = 'w:author="R. Lee" w:date="2026-02-03T09:12:00Z"'
OLD_WORDS = ("TBC", "Essay?", "optional", "see Appendix 9", "not yet agreed", "ask Jo", "may change")
NOTES = ("Check this with the centre.", "TBC", "Is this optional?", "See also 9.9.")
# How words that a cell holds may be written; each leaves the same words to read.
WORN = (
    "sdt_cell",
    "sdt_para",
    "sdt_run",
    "dropdown",
    "ins",
    "ins_all",
    "replaced",
    "moved_here",
    "moved_away",
    "deleted_part",
    "deleted_paragraph",
    "struck_part",
    "double_struck",
    "hidden_part",
    "link",
    "simple_field",
    "complex_field",
    "symbol",
    "soft",
    "no_break_space",
    "no_break_hyphen",
    "tab",
    "break",
    "footnote",
    "endnote",
    "comment",
    "text_box",
    "vml_box",
    "nested",
    "listed",
    "numbered",
    "check_on",
    "smart",
    "split",
    "customxml_cell",
    "customxml_run",
    "form_check",
    "rtl_wrapper",
    "nested_field",
)
TRACKED = (
    "ins",
    "ins_all",
    "replaced",
    "moved_here",
    "moved_away",
    "deleted_part",
    "deleted_paragraph",
    "ins_row",
    "del_row",
    "deleted_all",
)
STRUCK = ("struck_part", "double_struck", "struck_all", "others_struck")


class Dresser:
    """Writes text as one hand does; keeps the ids, links, notes and lists that the package needs, and what was used."""

    def __init__(self, hand: "Hand", rng: Random, wear: "Mapping[str, Callable[[Dresser, str], str]]") -> None:
        self.hand, self.rng, self.wear = hand, rng, wear
        self.features: set[str] = set()
        self.links: list[str] = []
        self.notes: dict[str, list[str]] = {"footnotes": [], "endnotes": [], "comments": []}
        self.lists = 0
        self.line_lists = 0
        self.last_id = 100

    def use(self, feature: str, xml: str) -> str:
        self.features.add(feature)
        return xml

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def new_list(self) -> int:
        self.lists += 1
        return self.lists

    def new_line_list(self) -> int:
        """A list of numbered lines that begins at 1."""
        self.line_lists += 1
        return 1000 + self.line_lists

    def hex(self) -> str:
        return f"{self.rng.getrandbits(31):08X}"

    def row_ids(self) -> str:
        ids = f' w:rsidR="00{self.hex()[2:]}"' if self.hand.rsids else ""
        return ids + (f' w14:paraId="{self.hex()}" w14:textId="77777777"' if self.hand.para_ids else "")

    def paragraph(self, content: str, properties: str = "", mark: str = "") -> str:
        """A paragraph round its runs; `mark` are the paragraph mark's own properties."""
        inner = properties + self.hand.paragraph_properties + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
        blank = '<w:r><w:rPr><w:rtl w:val="0"/></w:rPr></w:r>' if self.hand.blank_runs and not content else ""
        return f"<w:p{self.row_ids()}>{f'<w:pPr>{inner}</w:pPr>' if inner else ''}{content}{blank}</w:p>"

    def run(self, text: str, properties: str = "", tag: str = "t") -> str:
        """One run; a line break or tab inside the text becomes Word's own."""
        rsid = f' w:rsidRPr="00{self.hex()[2:]}"' if self.hand.rsids and self.rng.random() < 0.5 else ""
        inner = properties + self.hand.run_properties
        pieces = "".join(
            {"\t": "<w:tab/>", "\n": "<w:br/>"}.get(piece) or f'<w:{tag} xml:space="preserve">{escape(piece)}</w:{tag}>'
            for piece in re.split("([\t\n])", text)
            if piece
        )
        return f"<w:r{rsid}>{f'<w:rPr>{inner}</w:rPr>' if inner else ''}{pieces}</w:r>"

    def runs(self, text: str, properties: str = "") -> str:
        """A line as this hand breaks it into runs, with its proofing marks and smart tags."""
        if not text:
            return ""
        if self.hand.smart_tags and (found := re.search(r"\b(May|March|June|October)\b", text)):
            tag = el("smartTag", self.run(found.group(), properties), uri=SMART, element="date")
            return self.use(
                "smart_tag",
                self.runs(text[: found.start()], properties) + tag + self.runs(text[found.end() :], properties),
            )
        if self.hand.wraps_runs and self.rng.random() < 0.08:
            tag = el("tag", val=f"goog_rdk_{self.next_id()}")
            return self.use("google_control", control(self.run(text, properties), self.next_id(), tag))
        if len(text) > 4 and self.rng.random() < self.hand.run_splits:
            cut = self.rng.randint(1, len(text) - 1)
            proof = '<w:proofErr w:type="spellStart"/>' if self.hand.proof else ""
            end = '<w:proofErr w:type="spellEnd"/>' if self.hand.proof else ""
            self.features |= {"proof_error"} if self.hand.proof else set()
            return self.run(text[:cut], properties) + proof + self.run(text[cut:], properties) + end
        return self.run(text, properties)

    # ---------------------------------------------------------------- cells

    def content(self, box: Box, list_id: int) -> str:
        """A cell's paragraphs, in the dress that it wears."""
        bold = "<w:b/>" if box.is_bold else ""
        number = ""
        if box.number_level is not None:
            number = f'<w:numPr><w:ilvl w:val="{box.number_level}"/><w:numId w:val="{list_id}"/></w:numPr>'
            if list_id < 0:
                number = f'<w:pStyle w:val="{"UnitOutcome" if box.number_level == 0 else "UnitCriterion"}"/>'
            self.features.add("style_numbering" if list_id < 0 else "automatic_numbering")
        if "unit_heading" in box.dress:
            number = '<w:pStyle w:val="UnitHeading"/>'
        worn = next((word for word in box.dress if word in self.wear), None)
        if worn:
            return self.use(worn, self.wear[worn](self, box.text))
        lines = box.text.split("\n")
        return "".join(
            self.paragraph(self.runs(line, bold), number if at == 0 else "") for at, line in enumerate(lines)
        )

    def lines(self, text: str) -> str:
        return "".join(self.paragraph(self.runs(line)) for line in text.split("\n"))

    def halves(self, text: str) -> tuple[str, str]:
        """The text cut after a word near its middle."""
        cut = text.find(" ", len(text) // 2)
        return (text[: cut + 1], text[cut + 1 :]) if cut > 0 else (text, "")

    def old(self) -> str:
        return self.rng.choice(OLD_WORDS)
