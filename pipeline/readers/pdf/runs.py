"""A page's characters to runs: stretches of text on one line, in the file's order, where a person sees them.

What pdfium is asked about each character takes longer than all that it does itself, so that a run is asked for its two
ends only, and for its words where it lies across the cells of a table.
"""

import ctypes
import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from msgspec import Struct

from pipeline.readers.paged.page import Box, Edge
from pipeline.readers.symbols import shown, symbol_font

_HYPHEN = "\ufffe"  # what pdfium makes of a hyphen at a line's end
_LINES = re.compile(f"[^\r\n{_HYPHEN}]+{_HYPHEN}?|{_HYPHEN}")
_WORDS = re.compile(r"\S+")
# A sign by itself, as ticks and bullets are, or a private one: they may be set in a symbol font. Those that stand among
# words in any text may only where they end a line.
_SIGNS = re.compile(r"(?<!\S)[^\s\daAI&–—-](?!\S)|(?<!\S)[aAI&–—-](?=\s*$)|[\ue000-\uf8ff]", re.MULTILINE)
# Where such signs may be, and letters (below), from the blank before them: an expression that begins with what is rare
# is found several times as fast.
_LONE_SIGNS = re.compile(r"\s[^\s\d](?!\S)")
_PRIVATE_SIGNS = re.compile(r"[\ue000-\uf8ff]")
# A letter that is no word: pdfium parts the letters of words that are set wide ("U n i t", "Quali ty", "t").
_LONE = re.compile(r"(?<=\S )[b-hj-wyzB-HJ-WYZ](?!\S)|(?<!\S)[b-hj-wyzB-HJ-WYZ](?= \S)")
_LONE_LETTERS = re.compile(r"\s[b-hj-wyzB-HJ-WYZ](?!\S)")
_BLANKS = re.compile(r"(?<=\S) (?=\S)")
_NO_WIDTH = "\u200b"
_FONT_NAME_BYTES = 128
_SAME = 1e-4  # what differs less, over a page's 1,000 points, does so by a tenth of a point
OVERHANG = 2.5  # points by which a word may hang over its cell's border
_LEAN_LETTERS = 3  # a line with fewer says little
_LEAN_SAMPLE = 9  # lines
_NOTE_MARK = re.compile(r"(?<=[^\W\d]|[.,;:)!?”’])\s?\d{1,2}$|(?<=[.,;:)!?])\s?[ivx]{1,4}$")
_MARK_ENDS = frozenset("0123456789ivx")
_MARK_LETTERS = 6  # the mark, and the letter and the blank before it
_MARK_SIZE = 0.8
_CELL_GAP = 0.7  # of the letters' height: the least between words of two cells, Word's margins being 10.8 points
_WORD_GAP = (
    0.1  # of the letters' height: words stand farther apart than letters by more, in a narrow font by twice as much
)


class Run(Struct, frozen=True):
    """Text on one line, which stands on `base`. `is_wrapped`: it ends in a blank, as where a paragraph goes on in the
    next line; `start` and `end`: its characters by pdfium's count, 0 where it has none."""

    text: str
    box: Box
    base: float
    is_wrapped: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """From a page's own coordinates to where a person sees it: x' = a x + b y + c, y' = d x + e y + f.

    `is_plain`: it is but moved, its y turned downwards."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    is_plain: bool = False

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the page as a person sees it."""
        x1, y1 = self.a * left + self.b * bottom + self.c, self.d * left + self.e * bottom + self.f
        x2, y2 = self.a * right + self.b * top + self.c, self.d * right + self.e * top + self.f
        return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _is_apart(line: str) -> bool:
    """Whether a line's letters are typed one by one: "U n i t"."""
    return 2 * len(_LONE.findall(line)) > max(len(line.split()), 2)


def turn_of(page: pdfium.PdfPage) -> Turn:
    """How a page's coordinates are seen: its crop box and rotation applied, y downwards."""
    scale = 64  # pdfium answers in whole pixels
    width, height = page.get_size()
    x, y = ctypes.c_double(), ctypes.c_double()
    seen = []
    for at in ((0, 0), (scale, 0), (0, scale)):
        pdfium_c.FPDF_DeviceToPage(page, 0, 0, round(width * scale), round(height * scale), 0, *at, x, y)
        seen.append((x.value, y.value))
    (x0, y0), (x1, y1), (x2, y2) = seen
    ax, ay, bx, by = x1 - x0, y1 - y0, x2 - x0, y2 - y0
    size = ax * by - ay * bx
    a, b, d, e = by / size, -bx / size, -ay / size, ax / size
    is_plain = max(abs(a - 1), abs(b), abs(d), abs(e + 1)) < _SAME
    return Turn(a, b, -a * x0 - b * y0, d, e, -d * x0 - e * y0, is_plain)


class Characters:
    """The text of one page, with words in small letters that any page may have. Close it before its page."""

    def __init__(self, page: pdfium.PdfPage, turn: Turn, usual: frozenset[str] = frozenset()) -> None:
        self._opened = page.get_textpage()
        self._page = self._opened.raw  # what pdfium takes without asking
        self.turn = turn
        self._box = pdfium_c.FS_RECTF()
        self._sides = memoryview(self._box).cast("B").cast("f")  # read all four at once
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._count = pdfium_c.FPDFText_CountChars(self._page)
        self._usual = usual
        self._lower: str | None = None
        self._words: frozenset[str] | None = None
        self.text = self._text()
        self._lines = [line.span() for line in _LINES.finditer(self.text)]
        self.text = self._closed()
        self._lone = self._signs()

    def close(self) -> None:
        """Gives the page's text back to pdfium."""
        self._opened.close()

    def _signs(self) -> list[int]:
        """The places of signs that may be set in a symbol font."""
        lone = [blank.start() for blank in _LONE_SIGNS.finditer(f"\n{self.text}")]
        if self.text.isascii():
            return lone
        return sorted({*lone, *(sign.start() for sign in _PRIVATE_SIGNS.finditer(self.text))})

    def _text(self) -> str:
        """One character a place, so that a place in the text is one in the page."""
        units = bytearray(2 * (self._count + 1))
        pdfium_c.FPDFText_GetText(self._page, 0, self._count, ctypes.c_ushort.from_buffer(units))
        text = units[: 2 * self._count].decode("utf-16-le", "replace")
        if len(text) == self._count and "\0" not in text:
            return text
        codes = (pdfium_c.FPDFText_GetUnicode(self._page, at) for at in range(self._count))
        return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes)

    def _closed(self) -> str:
        """The text with a sign of no width for each blank that stands between letters of a word which is set wide."""
        text = list(self.text)
        has_lone = _LONE_LETTERS.search(f"\n{self.text}") is not None
        for start, end in self._lines:
            is_apart = has_lone and _is_apart(self.text[start:end])
            if not is_apart and (not self._has_gap(start, end) or self._is_of_cells(start, end)):
                continue
            letters = [(at, self._place(at)) for at in range(start, end) if not text[at].isspace()]
            gaps = [(at, end, after.left - before.right) for (at, before), (end, after) in pairwise(letters)]
            within = [gap for at, end, gap in gaps if end - at == 1] or [min((gap for *_, gap in gaps), default=0.0)]
            widest = median(within) + _WORD_GAP * max((box.height for _, box in letters), default=0.0)
            for at, after, gap in gaps:
                if after - at > 1 and gap < widest and (is_apart or self._is_gap(at + 1)):
                    text[at + 1 : after] = _NO_WIDTH * (after - at - 1)
        return "".join(text)

    def _has_gap(self, start: int, end: int) -> bool:
        """Whether the first or the last blank of a line is but a gap: where letters are set wide, they all are."""
        first = self.text.find(" ", start, end)
        return first >= 0 and (self._is_gap(first) or self._is_gap(self.text.rfind(" ", start, end)))

    def _is_of_cells(self, start: int, end: int) -> bool:
        """Whether all gaps of a line are as wide as between cells: letters of a word are not set so wide."""
        blanks = (blank.start() for blank in _BLANKS.finditer(self.text, start, end))
        return all(self._is_wide(at) for at in blanks if self._is_gap(at))

    def _is_wide(self, at: int) -> bool:
        before, after = self._place(at - 1), self._place(at + 1)
        return after.left - before.right > _CELL_GAP * before.height

    def _is_gap(self, at: int) -> bool:
        """Whether a blank is none of the file's: pdfium makes one of a gap that is wide beside the letters' widths."""
        return bool(pdfium_c.FPDFText_IsGenerated(self._page, at))

    def runs(self) -> Iterator[Run]:
        """The runs of the page in the file's order."""
        for start, end in self._lines:
            text = self.text[start:end]
            words = text.strip()
            if words:
                start += len(text) - len(text.lstrip())
                yield self._run(start, start + len(words), is_wrapped=text[-1].isspace())

    def words(self, run: Run) -> Iterator[Run]:
        """A run's words."""
        return (self._part(*word.span(), run) for word in _WORDS.finditer(self.text, run.start, run.end))

    def letters(self, run: Run) -> Iterator[Run]:
        """A run's letters."""
        places = (at for at in range(run.start, run.end) if not self.text[at].isspace())
        return (self._part(at, at + 1, run) for at in places)

    def stretches(self, run: Run, sides: Sequence[float]) -> Iterator[Run]:
        """A run's words in stretches: a new one begins with the first word that starts beyond each of these x, or up to
        as many points before it as a word may hang over. Words are taken to stand left to right."""
        words = [word.span() for word in _WORDS.finditer(self.text, run.start, run.end)]
        starts = [0]
        for x in sides:
            starts.append(bisect_left(words, x - OVERHANG, lo=starts[-1], key=lambda word: self._side(word[0])))
        for start, end in pairwise((*starts, len(words))):
            if start < end:
                yield self._part(words[start][0], words[end - 1][1], run)

    def _part(self, start: int, end: int, run: Run) -> Run:
        """A part of a run. It ends in a blank where the file has one, not where pdfium sees a gap between two cells."""
        if end == run.end:
            return self._run(start, end, is_wrapped=run.is_wrapped)
        is_wrapped = self.text[end].isspace() and not self._is_gap(end)
        return self._run(start, end, is_wrapped=is_wrapped)

    def parted(self, run: Run, struck: Sequence[Edge]) -> tuple[list[Run], list[Run]]:
        """What is left of a run under these lines through it, and what they strike out."""
        parts: tuple[list[Run], list[Run]] = ([], [])
        letters = ((at, self._is_struck(at, struck)) for at in range(run.start, run.end))
        for is_struck, found in groupby(letters, key=lambda letter: letter[1]):
            places = [at for at, _ in found if not self.text[at].isspace()]
            if places:
                parts[is_struck].append(self._part(places[0], places[-1] + 1, run))
        return parts

    def _is_struck(self, at: int, struck: Sequence[Edge]) -> bool:
        box = self._place(at)
        middle = (box.left + box.right) / 2
        return any(line.left <= middle <= line.right for line in struck)

    def knows(self, word: str) -> bool:
        """Whether this word, in small letters, is usual or stands on a line of the page."""
        if word in self._usual:
            return True
        if self._lower is None:
            self._lower = self.text.lower()
        if word not in self._lower:  # as most are that two lines' ends make
            return False
        if self._words is None:
            self._words = frozenset(re.findall(r"\w+", self._lower))
        return word in self._words

    def size(self, run: Run) -> float:
        """The height of the run's font."""
        matrix = pdfium_c.FS_MATRIX()
        size = float(pdfium_c.FPDFText_GetFontSize(self._page, run.start))
        if pdfium_c.FPDFText_GetMatrix(self._page, run.start, matrix):
            return size * math.hypot(matrix.c, matrix.d)
        return size

    def is_bold(self, run: Run) -> bool:
        """Whether the run's first letter is bold, by its font's weight or name."""
        weight = pdfium_c.FPDFText_GetFontWeight(self._page, run.start)
        return weight >= 600 or "bold" in self._font(run.start).lower()

    def is_unseen(self, run: Run) -> bool:
        """Whether the run's first letter is not drawn (ISO 32000-1, 9.3.6: rendering mode 3)."""
        text = pdfium_c.FPDFText_GetTextObject(self._page, run.start)
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(text) if text else None
        return bool(mode == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE)

    def lean(self) -> int:
        """By how many degrees most lines are turned clockwise against the page as it is seen: 0, 90, 180 or 270."""
        starts = [start for start, end in self._lines if end - start > _LEAN_LETTERS]
        leans = Counter(self._lean(at) for at in starts[:: max(1, len(starts) // _LEAN_SAMPLE)])
        return leans.most_common(1)[0][0] if leans else 0

    def lean_of(self, run: Run) -> int:
        """By how many degrees the run's first letter is turned clockwise: 0, 90, 180 or 270."""
        return self._lean(run.start)

    def _lean(self, at: int) -> int:
        angle = pdfium_c.FPDFText_GetCharAngle(self._page, at)
        x, y, turn = math.cos(angle), -math.sin(angle), self.turn  # pdfium counts angles clockwise
        degrees = math.degrees(math.atan2(turn.d * x + turn.e * y, turn.a * x + turn.b * y))
        return 90 * round(degrees / 90) % 360

    def _run(self, start: int, end: int, *, is_wrapped: bool) -> Run:
        if self.text[end - 1] in _MARK_ENDS:
            end = self._end_without_mark(start, end)
        box = self._place(start) if end == start + 1 else self._around(start, end - 1)
        return Run(self._shown(start, end), box, self._base(start), is_wrapped, start, end)

    def _end_without_mark(self, start: int, end: int) -> int:
        """Where the text ends but for the mark of a footnote: small, raised, right behind a word."""
        mark = _NOTE_MARK.search(self.text, max(start, end - _MARK_LETTERS), end)
        is_mark = mark and mark.start() > start and self._is_raised(start, end - 1)
        return mark.start() if mark and is_mark else end

    def _base(self, at: int) -> float:
        x, y, turn = self._x, self._y, self.turn
        pdfium_c.FPDFText_GetCharOrigin(self._page, at, x, y)
        return turn.d * x.value + turn.e * y.value + turn.f

    def _is_raised(self, first: int, mark: int) -> bool:
        """Whether a sign is set smaller and higher than the text before it, as the mark of a footnote is."""
        sizes = [pdfium_c.FPDFText_GetFontSize(self._page, at) for at in (first, mark)]
        return bool(sizes[1] < _MARK_SIZE * sizes[0]) or self._base(mark) < self._base(first) - sizes[0] / 5

    def _place(self, at: int) -> Box:
        turn, (left, top, right, bottom) = self.turn, self._drawn(at)
        if turn.is_plain:
            return Box(left + turn.c, turn.f - top, right + turn.c, turn.f - bottom)
        return turn.box(left, bottom, right, top)

    def _drawn(self, at: int) -> Sequence[float]:
        """The left, upper, right and lower side of a character in the page's own coordinates."""
        pdfium_c.FPDFText_GetLooseCharBox(self._page, at, self._box)
        return self._sides.tolist()

    def _side(self, at: int) -> float:
        """The left side of a character."""
        if not self.turn.is_plain:
            return self._place(at).left
        return self._drawn(at)[0] + self.turn.c

    def _around(self, first: int, last: int) -> Box:
        """The box around two characters of a line."""
        if not self.turn.is_plain:
            return self._place(first).around(self._place(last))
        turn, (left, top, right, bottom) = self.turn, self._drawn(first)
        left_2, top_2, right_2, bottom_2 = self._drawn(last)
        return Box(
            (left if left <= left_2 else left_2) + turn.c,
            turn.f - (top if top >= top_2 else top_2),
            (right if right >= right_2 else right_2) + turn.c,
            turn.f - (bottom if bottom <= bottom_2 else bottom_2),
        )

    def _shown(self, start: int, end: int) -> str:
        text = self.text[start:end]
        at = bisect_left(self._lone, start)
        if at < len(self._lone) and self._lone[at] < end:
            text = _SIGNS.sub(lambda sign: shown(sign[0], symbol_font(self._font(start + sign.start()))), text)
        return text if text.isascii() else shown(text.replace(_HYPHEN, "-"))

    def _font(self, at: int) -> str:
        """The name of a character's font without the mark of a subset ("ABCDEF+Wingdings-Regular")."""
        name, flags = ctypes.create_string_buffer(_FONT_NAME_BYTES), ctypes.c_int()
        pdfium_c.FPDFText_GetFontInfo(self._page, at, name, _FONT_NAME_BYTES, flags)
        return name.value.decode("utf-8", "replace").partition("+")[2] or name.value.decode("utf-8", "replace")
