"""A zip's bytes to the bytes of a zip whose structure lies: its directory, sizes, names, methods and comments."""

import io
import struct
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from random import Random

from bench.fuzz.spoil_bytes import Spoil

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
# Offset and width of the fields of each header (APPNOTE 4.3.7, 4.3.12, 4.3.16).
_FIELDS = {
    _LOCAL: ((4, 2), (6, 2), (8, 2), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2)),
    _CENTRAL: ((6, 2), (8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (34, 2), (42, 4)),
    _END: ((4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)),
}
_VALUES = (0, 1, 2, 8, 9, 12, 14, 99, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFE)
_NAMES = (
    "../../etc/passwd",
    "/word/document.xml",
    "C:\\word\\document.xml",
    "WORD/DOCUMENT.XML",
    "",
    "a" * 5000,
    "é\x00",
)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
Part = tuple[str, bytes]


def parts_of(packed: bytes) -> list[Part]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def zip_of(parts: Sequence[Part], methods: Mapping[str, int] | None = None, comment: bytes = b"") -> bytes:
    """The zip of these parts, names twice over where they are twice in the list, with a fixed date."""
    packed = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w") as archive:
        warnings.simplefilter("ignore")
        archive.comment = comment
        for name, content in parts:
            method = (methods or {}).get(name, zipfile.ZIP_DEFLATED)
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, method, compresslevel=1)
    return packed.getvalue()


def header(packed: bytes, rng: Random) -> bytes:
    """One field of one header with another value."""
    sign = rng.choice([_LOCAL, _CENTRAL, _CENTRAL, _END])
    places = [at for at in range(len(packed)) if packed.startswith(sign, at)] if sign in packed else []
    if not places:
        return packed
    offset, width = rng.choice(_FIELDS[sign])
    at = rng.choice(places) + offset
    value = rng.choice([*_VALUES, rng.getrandbits(32)]) & ((1 << 8 * width) - 1)
    return packed[:at] + struct.pack("<H" if width == 2 else "<I", value) + packed[at + width :]


def names(packed: bytes, rng: Random) -> bytes:
    parts = parts_of(packed)
    at = rng.randrange(len(parts))
    parts[at] = (rng.choice(_NAMES), parts[at][1])
    return zip_of(parts)


def twice(packed: bytes, rng: Random) -> bytes:
    """A part twice, the second time with another's content."""
    parts = parts_of(packed)
    name = rng.choice([name for name, _ in parts if name.endswith(".xml")] or [parts[0][0]])
    parts.insert(rng.randrange(len(parts) + 1), (rng.choice([name, name.upper()]), rng.choice(parts)[1]))
    return zip_of(parts)


def without(packed: bytes, rng: Random) -> bytes:
    parts = parts_of(packed)
    del parts[rng.randrange(len(parts))]
    return zip_of(parts)


def swapped(packed: bytes, rng: Random) -> bytes:
    """Two parts with each other's content."""
    parts = parts_of(packed)
    one, other = rng.randrange(len(parts)), rng.randrange(len(parts))
    parts[one], parts[other] = (parts[one][0], parts[other][1]), (parts[other][0], parts[one][1])
    return zip_of(parts)


def methods(packed: bytes, rng: Random) -> bytes:
    parts = parts_of(packed)
    return zip_of(parts, {name: rng.choice(_METHODS) for name, _ in parts})


def crowded(packed: bytes, rng: Random) -> bytes:
    """More parts, or a longer comment, than anybody has."""
    more = [(f"word/media/{at}.bin", b"") for at in range(rng.choice([10, 1200]))]
    return zip_of(parts_of(packed) + more, comment=bytes(rng.choice([0, 60_000])))


def bomb(packed: bytes, rng: Random) -> bytes:
    """A part that unpacks to megabytes of one byte."""
    parts = parts_of(packed)
    at = rng.randrange(len(parts))
    filling = rng.choice([b" ", b"<", b"a", b"\x00"]) * rng.choice([300_000, 3_000_000, 40_000_000])
    name, content = parts[at]
    return zip_of([*parts[:at], (name, content + filling), *parts[at + 1 :]])


SPOILS: tuple[Spoil, ...] = (*[header] * 8, names, twice, without, swapped, methods, crowded, bomb)
