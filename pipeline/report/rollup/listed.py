"""Which criteria go into a file that has not room for all: those that are open, the first ones where these are many."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.report.rollup.tables import CRITERIA, read

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Listed:
    """What a file lists of the criteria: `rows` of `total`. Not `is_whole`: only of those that are not full or need a
    person's eye, of which there are `open`."""

    rows: int
    open: int
    total: int

    @property
    def is_whole(self) -> bool:
        """Whether it lists every criterion."""
        return self.rows == self.total

    @property
    def note(self) -> str:
        """A sentence on what is not in the file, "" where all is."""
        if self.is_whole:
            return ""
        first = "the " if self.rows == self.open else f"the first {self.rows:,} of {self.open:,} "
        return f"lists {first}criteria that are not full or need your eye, as there is no room for all {self.total:,}"


def listed(folder: Path, total: int, room: int) -> Listed:
    """What a file with room for so many rows lists of all the criteria in the folder."""
    if total <= room:
        return Listed(total, total, total)
    found = sum(batch.num_rows for batch in _open(folder))
    return Listed(min(found, room), found, total)


def batches(folder: Path, what: Listed, at_once: int) -> Iterator["pa.RecordBatch"]:
    """The rows that are listed, so many at once, with all their columns."""
    left = what.rows
    for batch in read(folder / CRITERIA) if what.is_whole else _open(folder, whole=True):
        for start in range(0, min(left, batch.num_rows), at_once):
            part = batch.slice(start, min(at_once, left))
            left -= part.num_rows
            yield part


def _open(folder: Path, *, whole: bool = False) -> Iterator["pa.RecordBatch"]:
    import pyarrow.compute as pc

    for batch in read(folder / CRITERIA, None if whole else ["status", "certain"]):
        is_full = pc.equal(batch["status"], "full")
        yield batch.filter(pc.invert(pc.and_(is_full, batch["certain"])))
