"""Parts to an Open Packaging file, the same bytes for the same parts: no clock, no machine in it."""

import io
import zipfile
from collections.abc import Mapping

_DATE = (1980, 1, 1, 0, 0, 0)
"""The first that a zip file can say."""


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A zip file of these parts by name, in their order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, _DATE)
            member.create_system = 0
            archive.writestr(member, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
