"""Characters of symbol fonts, and Unicode's own oddities, to the characters that a reader sees.

Symbol fonts put pictures where letters are: "ü" in Wingdings is a tick. Word writes them as w:sym, as private
characters (U+F020 to U+F0FF) or as plain letters in that font. Ticks, crosses and boxes become ✓ ✗ ☐ ☒ ☑ whatever
their drawing; the other signs follow the fonts' Unicode 7 names, those without a use in a form become "•".
"""

import re

_PRIVATE = range(0xF020, 0xF100)
_PRIVATE_START = 0xF000
_OTHER = "•"

# Runs of signs by the code of the first.
_WINGDINGS = {
    0x21: "✎✂✁",
    0x28: "☎✆✉✉",
    0x30: "📁📂📄",
    0x36: "⌛⌨",
    0x3E: "✇✍✍✌👌👍👎☜☞☝☟✋☺😐☹💣☠⚐⚐✈☼💧❄✝✞✝✠✡☪☯",
    0x5D: "☸♈♉♊♋♌♍♎♏♐♑♒♓&&●○■☐☐☐☐⬧⧫◆❖⬥☒",
    0x7A: "⌘❀✿❝❞",
    0x80: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿",
    0x9E: "•••○○○◉◎○▪☐",
    0xAA: "✦★✶✴✹✵",
    0xB7: "🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛",
    0xD8: "➢",
    0xDF: "←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩⇔⇕⇖⇗⇙⇘▭▫✗✓☒☑",
}
_SYMBOL = {
    0x21: "!∀#∃%&∋()∗+,−./0123456789:;<=>?",
    0x40: "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    0x60: "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵",
    0xC0: "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓",
    0xE0: "◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ ⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
}
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x55: "☒", 0x56: "☒", 0x57: "☒", 0x58: "☒",
    0x2A: "☐", 0x30: "☐", 0x96: "•", 0x97: "●", 0x98: "●", 0x99: "○", 0x9E: "•", 0x9F: "•", 0xA0: "■", 0xA1: "■",
    0xA2: "■", 0xA3: "☐", 0xA4: "☐", 0xA5: "☐", 0xA6: "▪", 0xA7: "☐", 0xA8: "☐", 0xAB: "★",
}  # fmt: skip
_WINGDINGS_3 = {
    0x22: "→", 0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x70: "▲", 0x71: "▼", 0x72: "△", 0x73: "▽", 0x74: "◄",
    0x75: "►", 0x76: "◁", 0x77: "▷", 0x7D: "▶",
}  # fmt: skip
_WEBDINGS = {
    0x33: "◄", 0x34: "►", 0x35: "▲", 0x36: "▼", 0x3C: "■", 0x3D: "■", 0x61: "✓", 0x63: "☐", 0x67: "■", 0x6E: "●",
    0x72: "✗", 0x73: "?", 0x78: "✗",
}  # fmt: skip
_ZAPF = {
    0x33: "✓", 0x34: "✓", 0x35: "✗", 0x36: "✗", 0x37: "✗", 0x38: "✗", 0x48: "★", 0x6C: "●", 0x6E: "■", 0x6F: "☐",
    0x70: "☐", 0x71: "☐", 0x72: "☐", 0x75: "◆",
}  # fmt: skip


def _table(runs: dict[int, str]) -> dict[int, str]:
    return {start + at: sign for start, signs in runs.items() for at, sign in enumerate(signs)}


_FONTS: dict[str, dict[int, str]] = {
    "wingdings": _table(_WINGDINGS),
    "wingdings2": _WINGDINGS_2,
    "wingdings3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
    "symbol": _table(_SYMBOL),
    "zapfdingbats": _ZAPF,
    "itczapfdingbats": _ZAPF,
}
_WIDTHLESS = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c\u180e\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_ODD = {
    **dict.fromkeys(map(ord, _WIDTHLESS), ""),
    **dict.fromkeys(map(ord, "\u00a0\u202f\u2007"), " "),
    0x2011: "-",
    0x2028: "\n",
    0x2029: "\n",
}
"""Characters that are seen as another one, or not at all."""


def symbol_font(name: str | None) -> str:
    """The key of the symbol font of this name; "" where it is an ordinary font."""
    folded = re.sub(r"[\s_-]|regular|mt$", "", (name or "").lower())
    return folded if folded in _FONTS else ""


def shown(text: str, font: str | None = None) -> str:
    """A text as a reader sees it, where it is set in this symbol font, or in an ordinary one."""
    if font:
        return "".join(_sign(ord(sign), font) for sign in text)
    return text.translate(_READING) if _TO_TRANSLATE.search(text) else text


def sign(code: str | None, font: str | None) -> str:
    """The sign of a w:sym: its code in hexadecimal digits ("F0FC"), its font's name. "" where the code is none."""
    try:
        at = int(code or "", 16)
    except ValueError:
        return ""
    if not 0 < at <= 0x10FFFF or 0xD800 <= at < 0xE000:
        return ""
    key = symbol_font(font)
    return _sign(at, key) if key else chr(at).translate(_READING)


def _sign(code: int, font: str) -> str:
    at = code - _PRIVATE_START if code in _PRIVATE else code
    if at <= 0x20 or at > 0xFF:
        return chr(at).translate(_ODD)
    return _FONTS[font].get(at, _OTHER)


def _private(at: int) -> str:
    """A private character in an ordinary font: what it is in Wingdings, but for the bullet of Symbol and the ticks and
    crosses of Wingdings 2, where Wingdings has flags and an aeroplane."""
    if at == 0xB7:
        return _OTHER
    return _sign(at, "wingdings2" if at in range(0x4F, 0x53) else "wingdings")


_READING = _ODD | {code: _private(code - _PRIVATE_START) for code in _PRIVATE}
_TO_TRANSLATE = re.compile(f"[{''.join(map(chr, _ODD))}{chr(_PRIVATE[0])}-{chr(_PRIVATE[-1])}]")
