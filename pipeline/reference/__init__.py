"""The canonical qualifications: read from reference files, checked, and which of them are installed."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.data import DATA, load
from pipeline.errors import DataError
from pipeline.reference.faults import Fault, clashes, find_faults
from pipeline.reference.qualification import Award, Criterion, Group, Minimum, Outcome, Qualification, Unit

__all__ = [
    "DEFAULT_REFERENCE",
    "SCHEMA",
    "Award",
    "Criterion",
    "Fault",
    "Group",
    "Minimum",
    "Outcome",
    "Qualification",
    "Unit",
    "find_faults",
    "installed",
    "load_reference",
    "load_references",
]

DEFAULT_REFERENCE = DATA / "8580.json"
REFERENCES = DATA
"""Where qualifications are installed: each reference file in this folder is one."""

SCHEMA = "ilm-coverage-reference/1"
_FAMILY = "ilm-coverage-reference/"
_KEPT = 32  # as many qualifications as an awarding body may install, each a few hundred kilobytes


class _Head(msgspec.Struct, frozen=True):
    """What tells a reference file from other JSON."""

    schema: str = ""


def load_reference(path: Path = DEFAULT_REFERENCE) -> Qualification:
    """The qualification in a reference file, checked. Raises: DataError, naming the file and the place inside it."""
    return load(path, "reference", _parsed, _faults)


def load_references(named: Path | None = None) -> tuple[Qualification, ...]:
    """The qualification in the file that is named; where none is, all that are installed, each once.

    Raises: DataError, where a file is wrong, or none is there.
    """
    if named:
        return (load_reference(named),)
    found = {loaded.sha256: loaded for loaded in map(load_reference, installed(REFERENCES))}
    if not found:
        raise DataError(f"There is no reference file in {REFERENCES}.")
    return tuple(found.values())


def installed(folder: Path) -> tuple[Path, ...]:
    """The reference files of a folder, by name. One that is no JSON is among them: to load it says what is wrong."""
    return tuple(path for path in sorted(folder.glob("*.json")) if _is_reference(path))


def _is_reference(path: Path) -> bool:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Head).schema.startswith(_FAMILY)
    except msgspec.ValidationError:
        return False
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, OSError):
        return True


@lru_cache(maxsize=_KEPT)
def _parsed(packed: bytes) -> Qualification:
    qualification = msgspec.json.decode(packed, type=Qualification)
    return msgspec.structs.replace(qualification, sha256=hashlib.sha256(packed).hexdigest())


def _faults(qualification: Qualification) -> Iterator[str]:
    return map(str, clashes(qualification))
