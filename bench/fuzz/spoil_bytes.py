"""Bytes to spoilt bytes, whatever they mean."""

from collections.abc import Callable
from random import Random

Spoil = Callable[[bytes, Random], bytes]
_EDGES = (
    b"\x00",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x80",
    b"\xff\xff\xff\x7f",
    b"\x01\x00",
)


def _piece(packed: bytes, rng: Random, most: int = 2000) -> tuple[int, int]:
    """Where a piece of the bytes begins and ends."""
    start = rng.randrange(len(packed) + 1)
    return start, min(len(packed), start + rng.randint(1, rng.choice([4, 64, most])))


def flip(packed: bytes, rng: Random) -> bytes:
    spoilt = bytearray(packed)
    for _ in range(rng.choice([1, 1, 4, 32])):
        if spoilt:
            spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
    return bytes(spoilt)


def overwrite(packed: bytes, rng: Random) -> bytes:
    edge = rng.choice(_EDGES)
    at = rng.randrange(len(packed) + 1)
    return packed[:at] + edge + packed[at + len(edge) :]


def cut(packed: bytes, rng: Random) -> bytes:
    start, end = _piece(packed, rng)
    return packed[:start] + packed[end:]


def insert(packed: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(packed) + 1)
    return packed[:at] + rng.randbytes(rng.choice([1, 8, 300])) + packed[at:]


def duplicate(packed: bytes, rng: Random) -> bytes:
    start, end = _piece(packed, rng)
    at = rng.randrange(len(packed) + 1)
    return packed[:at] + packed[start:end] * rng.choice([1, 2, 50]) + packed[at:]


def blank(packed: bytes, rng: Random) -> bytes:
    start, end = _piece(packed, rng)
    return packed[:start] + rng.choice([b"\x00", b" ", b"\xff"]) * (end - start) + packed[end:]


def truncate(packed: bytes, rng: Random) -> bytes:
    return packed[: rng.randrange(len(packed) + 1)]


def shift(packed: bytes, rng: Random) -> bytes:
    """Junk before the whole, as mail programs leave it."""
    return rng.randbytes(rng.choice([1, 3, 900])) + packed


SPOILS: tuple[Spoil, ...] = (flip, flip, overwrite, cut, insert, duplicate, blank, truncate, shift)
