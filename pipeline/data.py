"""Data files: where the shipped ones lie, and how any of them is loaded and checked."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from pipeline.errors import DataError

_INSTALLED = Path(__file__).parent / "_reference"
# reference/ of a checkout, or its copy inside an installed package
DATA = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parent.parent / "reference"
TRAINED = DATA / "trained"  # what `make train` makes; apart, since all JSON in DATA itself is looked at for references

T = TypeVar("T")


def load(path: Path, kind: str, parse: Callable[[bytes], T], faults: Callable[[T], Iterator[str]]) -> T:
    """What `parse` makes of a data file of this kind ("policy"), where `faults` finds none in it.

    Raises: DataError, naming the file and the place inside it.
    """
    try:
        content = parse(path.read_bytes())
    except OSError as error:
        raise DataError(f"The {kind} file {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"The {kind} file {path} is not UTF-8 text: {error.reason} at byte {error.start}.") from error
    except msgspec.DecodeError as error:
        raise DataError(f"The {kind} file {path} is wrong: {error}.") from error
    if fault := next(faults(content), None):
        raise DataError(f"The {kind} file {path} is wrong: {fault}.")
    return content
