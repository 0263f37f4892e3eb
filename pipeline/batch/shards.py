"""Whole results in Parquet shards, where not every submission has a pack: one row a submission, some hundred a file.

To read them: `pandas.read_parquet(folder)`; the column `result` holds what result.json or error.json would."""

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.records import Record

if TYPE_CHECKING:
    import pyarrow as pa

_AT_ONCE = 25  # rows of a group: so many results are in memory as they are, some 100 kB each
_NAMES = ("key", "sha256", "file", "kind", "customer", "programme", "qualification")

Row = tuple[str, Record, bytes]
"""Key, record, and the encoded result, compressed."""


def write_shard(rows: Sequence[Row], folder: Path) -> Path:
    """The file in the folder that holds these results now, called after their keys: the same rows are the same file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    ordered = sorted(rows, key=lambda row: row[0])
    path = folder / f"{_name(key for key, _, _ in ordered)}.parquet"
    schema = pa.schema([(name, pa.string()) for name in (*_NAMES, "result")])
    # No result is like another: a dictionary of them, or the first and the last one, would but take memory.
    names = list(_NAMES)
    with (
        path.open("wb") as file,  # pyarrow takes no path that is not UTF-8
        pq.ParquetWriter(file, schema, compression="zstd", use_dictionary=names, write_statistics=names) as writer,
    ):
        for at in range(0, len(ordered), _AT_ONCE):
            writer.write_table(_table(ordered[at : at + _AT_ONCE], schema))
    return path


def _name(keys: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:24]


def _table(rows: Sequence[Row], schema: "pa.Schema") -> "pa.Table":
    import pyarrow as pa

    columns = {
        "key": [key for key, _, _ in rows],
        **{name: [getattr(kept, name) for _, kept, _ in rows] for name in _NAMES[1:]},
        "result": [zlib.decompress(result).decode() for _, _, result in rows],
    }
    return pa.table(columns, schema=schema)
