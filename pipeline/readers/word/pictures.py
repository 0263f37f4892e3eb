"""Drawings to text boxes and pictures: which picture is large enough to hold words that nobody could read."""

import re
from typing import Final

from pipeline.readers.word.context import Context
from pipeline.readers.word.names import (
    ALTERNATE,
    ANCHOR,
    BODY,
    CHOICE,
    DECORATIVE,
    DOCPR,
    EXTENT,
    GRAPHICDATA,
    IMAGEDATA,
    INLINE,
    LEFT,
    PGMAR,
    PGSZ,
    RIGHT,
    SECTPR,
    SHAPE,
    TXBXCONTENT,
    W_W,
    Element,
    whole,
)

_EMU_PER_CM: Final = 360_000
_TWIPS_PER_CM: Final = 1440 / 2.54
_A4_TWIPS: Final = 11906
_INCH_TWIPS: Final = 1440
_CM_PER: Final = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "px": 2.54 / 96, "pc": 2.54 / 6, "": 2.54 / 72}
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]{1,12})\s*(cm|mm|in|pt|px|pc)?", re.IGNORECASE)


def branch(alternate: Element) -> Element | None:
    """The part of an mc:AlternateContent that is read: its first Choice, else its Fallback; never both."""
    first = alternate.find(CHOICE)
    return first if first is not None else next(iter(alternate), None)


def read_drawing(context: Context, drawing: Element) -> None:
    """Gathers the text boxes in a w:drawing, w:pict or w:object, and takes down its pictures."""
    boxes = len(context.boxes)
    pictures: list[Element] = []
    _gather(context, drawing, pictures)
    if context.muted or len(context.boxes) > boxes:
        return
    for picture in pictures:
        _judge(context, picture)


def _gather(context: Context, element: Element, pictures: list[Element]) -> None:
    for child in element:
        tag = child.tag
        if tag == TXBXCONTENT:
            if not context.muted:
                context.boxes.append(child)
        elif tag == ALTERNATE:
            chosen = branch(child)
            if chosen is not None:
                _gather(context, chosen, pictures)
        else:
            if tag in (GRAPHICDATA, IMAGEDATA):
                pictures.append(child)
            _gather(context, child, pictures)


def _judge(context: Context, picture: Element) -> None:
    """Takes a picture down where it may hold words: a wide and high one; in a cell, see `Context.cell_pictures`."""
    context.pictures += 1
    width, height, words, is_decoration = _drawn(picture) if picture.tag == GRAPHICDATA else _shape(picture)
    limits = context.limits
    if context.text_width_cm is None:
        context.text_width_cm = _text_width_cm(picture.getroottree().getroot())
    if is_decoration or any(word in words.lower() for word in limits.decoration):
        return
    if width >= limits.picture_share * context.text_width_cm and height >= limits.picture_height_cm:
        context.read_picture(words, picture, width, height)
    elif width >= limits.cell_picture_width_cm and height >= limits.cell_picture_height_cm:
        context.cell_pictures.append((words, picture, width, height))


def _text_width_cm(root: Element) -> float:
    """The width between the margins of the last section; that of A4 with an inch each side where it is not said."""
    section = root.find(f"{BODY}/{SECTPR}")
    page = None if section is None else section.find(PGSZ)
    margins = None if section is None else section.find(PGMAR)
    width = _A4_TWIPS if page is None else whole(page.get(W_W), _A4_TWIPS)
    sides = (_INCH_TWIPS,) * 2 if margins is None else (whole(margins.get(side), _INCH_TWIPS) for side in (LEFT, RIGHT))
    return (width - sum(sides)) / _TWIPS_PER_CM


def _drawn(data: Element) -> tuple[float, float, str, bool]:
    """Width and height in cm, alternative text, whether it is decoration: of a DrawingML picture."""
    frame = next(data.iterancestors(INLINE, ANCHOR), None)
    extent = None if frame is None else frame.find(EXTENT)
    about = None if frame is None else frame.find(DOCPR)
    if frame is None or extent is None or len(data) == 0:
        return 0, 0, "", True
    words = "" if about is None else about.get("descr") or about.get("title") or ""
    marks = () if about is None else (mark.get("val") for mark in about.iter(DECORATIVE))
    is_decoration = frame.get("behindDoc") in ("1", "true") or any(mark in ("1", "true") for mark in marks)
    return _cm(extent.get("cx")), _cm(extent.get("cy")), words, is_decoration


def _shape(data: Element) -> tuple[float, float, str, bool]:
    """The same of a VML picture."""
    shape = next(data.iterancestors(SHAPE), None)
    if shape is None:
        return 0, 0, "", True
    found = {at[1].lower(): _length(at[2], at[3]) for at in _LENGTH.finditer(shape.get("style", ""))}
    return found.get("width", 0), found.get("height", 0), shape.get("alt", ""), False


def _cm(emu: str | None) -> float:
    return int(emu) / _EMU_PER_CM if emu and emu.isdecimal() and len(emu) < 12 else 0


def _length(number: str, unit: str | None) -> float:
    try:
        return float(number) * _CM_PER[(unit or "").lower()]
    except ValueError:
        return 0
