"""Paths below the output to links that lead there and nowhere else."""

from urllib.parse import quote

_LONGEST = 2_000


def link(path: str | None) -> str | None:
    """A relative link to a file or folder below the page; None where there is none, or it would lead elsewhere.

    It begins with "./" and all but letters, digits and strokes is encoded, so that no name is a scheme, a query or a
    way up.
    """
    if not path:
        return None
    parts = path.split("/")
    if any(part in ("", ".", "..") or "\\" in part for part in parts):
        return None
    made = f"./{quote(path.encode('utf-8', 'surrogateescape'), safe='/')}"
    return made if len(made) <= _LONGEST else None
