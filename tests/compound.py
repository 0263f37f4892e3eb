"""Names of streams to the bytes of an OLE2 file that holds them, as Office files before 2007 are made."""

import struct

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_SECTORS = 8  # of 512 bytes, in each stream
_STREAM, _STORAGE, _ROOT = 2, 1, 5


def compound_file(*streams: str, content: bytes = b"", embedded: str = "") -> bytes:
    """An OLE2 file ([MS-CFB]) with these streams at its root, each of `content` and zeros; one more in an object in it.

    FAT in sector 0, the directory in sectors 1 and 2, the streams after it.
    """
    names = [*streams, *([embedded] if embedded else [])]
    header = struct.pack("<8s16xHHHHH6x9I", _MAGIC, 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    chains = [_FAT, 2, _END]
    for at in range(len(names)):
        first = 3 + at * _SECTORS
        chains += [*range(first + 1, first + _SECTORS), _END]
    fat = struct.pack("<128I", *chains, *[_FREE] * (128 - len(chains)))
    return header + fat + _directory(streams, embedded) + content.ljust(_SECTORS * 512, b"\0") * len(names)


def _directory(streams: tuple[str, ...], embedded: str) -> bytes:
    """Eight entries: the root's children hang on one another's right side; an object comes last, with its stream."""
    at_root = [*streams, *(["Object"] if embedded else [])]
    entries = [_entry("Root Entry", _ROOT, child=1 if at_root else _NONE)]
    for at, name in enumerate(at_root, start=1):
        right = at + 1 if at < len(at_root) else _NONE
        if embedded and at == len(at_root):
            entries.append(_entry(name, _STORAGE, child=at + 1))
            entries.append(_entry(embedded, _STREAM, start=3 + len(streams) * _SECTORS))
        else:
            entries.append(_entry(name, _STREAM, right=right, start=3 + (at - 1) * _SECTORS))
    entries += [_entry("", 0)] * (8 - len(entries))
    return b"".join(entries)


def _entry(name: str, kind: int, *, right: int = _NONE, child: int = _NONE, start: int = _END) -> bytes:
    encoded = (name + "\0").encode("utf-16-le") if name else b""
    size = _SECTORS * 512 if kind == _STREAM else 0
    return struct.pack("<64sHBB3I16x4x16xIQ", encoded, len(encoded), kind, 1, _NONE, right, child, start, size)
