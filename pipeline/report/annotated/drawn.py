"""How a comment is drawn on a page: a tint and a frame over the cell, and its number in the corner."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.report.annotated.notes import Note, Tone

Box = tuple[float, float, float, float]
Colour = tuple[float, float, float]

SIDE = 16.0
"""Of a sign by itself, in points."""
FONTS: Mapping[str, str] = {"/F": "Helvetica-Bold", "/Z": "ZapfDingbats"}
SEE_THROUGH = "/M"
"""The names by which a drawing calls its fonts, and for ink through which the page is seen."""

_COLOURS: Mapping[Tone, Colour] = {
    "none": (0.74, 0.13, 0.13),
    "partial": (0.72, 0.43, 0.0),
    "full": (0.1, 0.46, 0.24),
    "question": (0.1, 0.36, 0.7),
    "advice": (0.33, 0.38, 0.45),
    "told": (0.33, 0.38, 0.45),
}
_TINT = 0.14
_SIZE, _LETTER, _HIGH, _PAD = 8.0, 4.5, 10.0, 2.5  # points: of a sign's letters, one letter across, the sign
_LEAST = 6.0  # points: a smaller box cannot be seen
_SIGN_LETTERS = 12
_TICKS = "✓☒☑"
_TICK = "4"  # a tick, in ZapfDingbats
_WRITTEN = 11.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn in a box of the page as it is seen: PDF operators, from the box's bottom left corner."""

    box: Box
    colour: Colour
    content: str
    is_on_cell: bool

    @property
    def width(self) -> float:
        """Of the box."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        """Of the box."""
        return self.box[3] - self.box[1]


def marked(note: Note, box: Box, before: int) -> Drawing:
    """A cell with a comment; `before` is how many others are drawn on it already: the signs stand side by side."""
    left, top, right, bottom = box
    box = (left, top, max(right, left + _LEAST), max(bottom, top + _LEAST))
    width, height = box[2] - box[0], box[3] - box[1]
    colour = _COLOURS[note.tone]
    tint = tuple(1 - (1 - part) * _TINT for part in colour)
    cell = (
        f"q {SEE_THROUGH} gs {_numbers(*tint)} rg {_numbers(0, 0, width, height)} re f Q\n"
        f"q {_numbers(*colour)} RG 1 w {_numbers(0.5, 0.5, width - 1, height - 1)} re S Q\n"
    )
    content = ("" if before else cell) + _written(note, height) + _sign(note, (width, height), before)
    return Drawing(box, colour, content, is_on_cell=True)


def badge(note: Note, box: Box) -> Drawing:
    """A sign by itself."""
    colour, text = _COLOURS[note.tone], _plain(note.sign)
    left = max((SIDE - _LETTER * len(text)) / 2, 1)
    content = f"q {_numbers(*colour)} rg {_numbers(0, 0, SIDE, SIDE)} re f Q\n"
    content += _text(text, "/F", _SIZE, (left, SIDE / 2 - 2.8), (1, 1, 1))
    return Drawing(box, colour, content, is_on_cell=False)


def _sign(note: Note, size: tuple[float, float], before: int) -> str:
    """The number in the box's top right corner, to the left of those before it."""
    text, colour = _plain(note.sign), _COLOURS[note.tone]
    width = _LETTER * len(text) + 2 * _PAD
    left, bottom = max(size[0] - width * (before + 1), 0), max(size[1] - _HIGH, 0)
    ground = f"q {_numbers(*colour)} rg {_numbers(left, bottom, width, _HIGH)} re f Q\n"
    return ground + _text(text, "/F", _SIZE, (left + _PAD, bottom + 2.2), (1, 1, 1))


def _written(note: Note, height: float) -> str:
    """What is filled in, at the left of the box."""
    if not note.written:
        return ""
    is_tick = note.written[0] in _TICKS
    text, font = (_TICK, "/Z") if is_tick else (_ascii(note.written), "/F")
    return _text(text, font, _WRITTEN, (3, max(height / 2 - 4, 1)), _COLOURS[note.tone])


def _text(text: str, font: str, size: float, at: tuple[float, float], colour: Colour) -> str:
    return f"q {_numbers(*colour)} rg BT {font} {size:g} Tf {_numbers(*at)} Td ({text}) Tj ET Q\n"


def _plain(sign: str) -> str:
    """A sign as a PDF string: no longer than a corner has room for."""
    text = _ascii(sign)
    return text if len(text) <= _SIGN_LETTERS else f"{text[: _SIGN_LETTERS - 2]}.."


def _ascii(text: str) -> str:
    """A text as a PDF string: letters and figures, and what needs no escape."""
    return "".join(letter for letter in text if letter.isascii() and (letter.isalnum() or letter in ",?/ ")).strip()


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.2f}".rstrip("0").rstrip(".") for value in values)
