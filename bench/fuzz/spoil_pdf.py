"""A PDF's bytes to those of one whose objects lie: references, lengths, filters, cross-references, trees that loop."""

import re
from collections.abc import Callable
from random import Random

from bench.fuzz.spoil_bytes import Spoil

_NUMBER = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
_REFERENCE = re.compile(rb"\b\d+ 0 R\b")
_OBJECT = re.compile(rb"\b\d+ 0 obj\b[\x00-\xff]*?\bendobj\b")
_LENGTH = re.compile(rb"/Length \d+")
_FILTER = re.compile(rb"/Filter ?/?\w+|<<(?=[^<>]*/Length)")
_STREAM = re.compile(rb"stream\r?\n([\x00-\xff]*?)endstream")
_NAME = re.compile(rb"/[A-Za-z]+\d*")
_OPERATOR = re.compile(rb"(?<=[\s)])(?:re|m|l|c|h|S|s|f|B|n|W|q|Q|cm|BT|ET|Tf|Td|Tm|Tj|TJ|Do|gs)(?=\s)")
_VALUES = (
    *(b"0", b"-1", b"1", b"2147483647", b"-2147483648", b"4294967296", b"99999999999999999999", b"0.0000001", b"1e9"),
    *(b"(x)", b"null", b"[]", b"<<>>", b"/Name", b"true", b"1 0 R"),
)
_FILTERS = (
    *(b"/FlateDecode", b"/LZWDecode", b"/ASCII85Decode", b"/ASCIIHexDecode", b"/RunLengthDecode", b"/DCTDecode"),
    *(b"/JBIG2Decode", b"/CCITTFaxDecode", b"/Crypt", b"/JPXDecode", b"[" + b"/FlateDecode " * 50 + b"]"),
)
_NAMES = (b"/Kids", b"/Parent", b"/Type", b"/Encrypt", b"/XObject", b"/Rotate", b"/A")
_OPERATORS = (b"re", b"m", b"l", b"c", b"S", b"f", b"q", b"Q", b"cm", b"BT", b"ET", b"Tj", b"Do", b"W n", b"BI ID EI")


def _replaced(pattern: re.Pattern[bytes], value: Callable[[Random], bytes]) -> Spoil:
    """A spoil that writes another value for one thing, or a few, that the pattern finds."""

    def spoil(packed: bytes, rng: Random) -> bytes:
        for _ in range(rng.choice([1, 1, 3, 10])):
            found = list(pattern.finditer(packed))
            if not found:
                return packed
            one = rng.choice(found)
            packed = packed[: one.start()] + value(rng) + packed[one.end() :]
        return packed

    return spoil


def _objects(packed: bytes, rng: Random) -> bytes:
    """An object taken away, doubled, or put in another's place."""
    found = list(_OBJECT.finditer(packed))
    if not found:
        return packed
    one, other = rng.choice(found), rng.choice(found)
    return packed[: one.start()] + rng.choice([b"", one[0] * 2, other[0]]) + packed[one.end() :]


def _stream(packed: bytes, rng: Random) -> bytes:
    """A stream with other content: nothing, junk, or drawing without end."""
    found = list(_STREAM.finditer(packed))
    if not found:
        return packed
    one = rng.choice(found)
    line = b"%d %d m %d %d l S\n" % tuple(rng.randrange(-1000, 1000) for _ in range(4))
    content = rng.choice([
        b"",
        rng.randbytes(500),
        one[1][: len(one[1]) // 2],
        one[1] * 20,
        line * 20_000,
        b"0 0 10 10 re f\n" * 20_000,
        b"q " * 50_000,
        b"BT /F1 1 Tf (a) Tj ET\n" * 5_000,
        b"1e30 0 0 1e30 0 0 cm\n" + one[1],
        b"0 1 -1 0 0 0 cm\n" + one[1],
    ])  # fmt: skip
    return packed[: one.start(1)] + content + packed[one.end(1) :]


def _deep(packed: bytes, rng: Random) -> bytes:
    """A value nested as deep as no reader goes."""
    found = list(_NUMBER.finditer(packed))
    if not found:
        return packed
    one, depth = rng.choice(found), rng.choice([100, 5_000])
    open_, close = rng.choice([(b"[", b"]"), (b"<</A ", b">>"), (b"(", b")")])
    return packed[: one.start()] + open_ * depth + one[0] + close * depth + packed[one.end() :]


SPOILS: tuple[Spoil, ...] = (
    *[_replaced(_NUMBER, lambda rng: rng.choice(_VALUES))] * 3,
    *[_replaced(_REFERENCE, lambda rng: b"%d 0 R" % rng.randrange(0, 20))] * 3,
    _replaced(_LENGTH, lambda rng: b"/Length " + rng.choice(_VALUES)),
    _replaced(_FILTER, lambda rng: b"/Filter " + rng.choice(_FILTERS)),
    _replaced(_NAME, lambda rng: rng.choice(_NAMES)),
    _replaced(_OPERATOR, lambda rng: rng.choice(_OPERATORS)),
    _objects,
    _stream,
    _deep,
)
