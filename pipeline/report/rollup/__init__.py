"""Entries to the roll-up of a batch: what people read over many submissions."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from pipeline.records import Catalogue, Entry


def write(entries: Callable[[], Iterator[Entry]], catalogue: Catalogue, folder: Path) -> list[str]:
    """Writes the files of the roll-up into an empty folder, and gives a sentence for each that is not whole."""
    lines = [{"shown": entry.shown, "kind": entry.record.kind, "folder": entry.folder} for entry in entries()]
    (folder / "batch.json").write_bytes(msgspec.json.format(msgspec.json.encode(lines)))
    return []
