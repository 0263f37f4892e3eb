"""A page read by pdfplumber: the second opinion, where pdfium's paths give no grid although the words look like one."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.readers.paged.page import Box, Edge
from pipeline.readers.pdf.runs import Run
from pipeline.readers.symbols import shown, symbol_font

# Words stand this share of their height apart; fixed gaps fail where letters are small or wide.
_WORD_GAP = 0.15


@dataclass(slots=True)
class Plumbed:
    """A page as pdfplumber reads it: words and lines, and what is known of each word's font."""

    runs: list[Run] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    fonts: dict[Run, tuple[float, str]] = field(default_factory=dict)

    def words(self, run: Run) -> Iterable[Run]:
        """The word itself."""
        return (run,)

    def stretches(self, run: Run, sides: Iterable[float]) -> Iterable[Run]:
        """The word itself."""
        return (run,)

    def letters(self, run: Run) -> Iterable[Run]:
        """The word itself: it goes where its middle stands."""
        return (run,)

    def lean_of(self, run: Run) -> int:
        """None: pdfplumber puts the letters of turned words together itself."""
        return 0

    def size(self, run: Run) -> float:
        """The height of its font."""
        return self.fonts[run][0]

    def is_bold(self, run: Run) -> bool:
        """Whether its font's name says bold."""
        return "bold" in self.fonts[run][1].lower()

    def knows(self, word: str) -> bool:
        """Whether the page has this word, in small letters."""
        return any(run.text.lower() == word for run in self.runs)


def plumbed(packed: bytes, number: int) -> Plumbed | None:
    """The page of this number in a PDF's bytes; None where pdfplumber cannot read it."""
    import pdfplumber
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(packed), pages=[number]) as pdf:
            page = pdf.pages[0].dedupe_chars()
            found = Plumbed()
            for word in page.extract_words(x_tolerance_ratio=_WORD_GAP, extra_attrs=["fontname", "size"]):
                font = word["fontname"].partition("+")[2] or word["fontname"]
                box = Box(word["x0"], word["top"], word["x1"], word["bottom"])
                run = Run(shown(word["text"], symbol_font(font)), box, box.bottom)
                found.runs.append(run)
                found.fonts[run] = (word["size"], font)
            found.edges += [Edge(edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in page.edges]
            return found
    except (PdfminerException, MalformedPDFException, PSException):
        return None
