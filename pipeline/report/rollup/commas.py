"""The criteria to a CSV file that Excel opens as it is meant."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.report import words
from pipeline.report.rollup.heads import CRITERION_HEADS, EXCEL_ROWS
from pipeline.report.rollup.listed import Listed, batches, listed

if TYPE_CHECKING:
    import pyarrow as pa

NAME = "criteria.csv"

_MARK = b"\xef\xbb\xbf"
"""By it Excel knows UTF-8; without it "Zoë" is read in the code page of whoever opens the file."""
_AT_ONCE = 8_192
_UNSEEN = r"[\x00-\x08\x0b-\x1f\x7f-\x{9f}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{fffe}\x{ffff}]"
"""As `report.shown` has it, in the words of RE2; a lone surrogate cannot be in an Arrow text."""
_ACTS = r"^([=+\-@\t])"
"""What Excel takes for a formula, though it is quoted; an apostrophe before it makes it a text."""
_LONGEST = 32_700


def write(folder: Path, total: int) -> Listed:
    """Writes the criteria of which there are so many, and gives what of them it lists.

    The number of a criterion has "AC" before it, as Excel would make 1.1 of 1.10. Raises: OSError.
    """
    import pyarrow as pa
    from pyarrow import csv

    what = listed(folder, total, EXCEL_ROWS)
    schema = pa.schema([(head, pa.string()) for head in CRITERION_HEADS.values()])
    with (folder / NAME).open("wb") as file:
        file.write(_MARK)
        with csv.CSVWriter(file, schema, write_options=csv.WriteOptions(batch_size=_AT_ONCE)) as writer:
            for batch in batches(folder, what, _AT_ONCE):
                columns = [_column(name, batch) for name in CRITERION_HEADS]
                writer.write_batch(pa.record_batch(columns, schema=schema))
    return what


def _column(name: str, batch: "pa.RecordBatch") -> "pa.Array":
    """A column as texts, each safe in a cell; what is told many times in a dictionary is made safe once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values = batch[name]
    if name == "certain":
        return pc.if_else(values, "No", "Yes")
    if name == "must":
        return pc.if_else(values, words.MUST, pc.if_else(_has_items(batch["reasons"]), words.ADVICE, ""))
    if pa.types.is_dictionary(values.type):
        return pc.fill_null(_safe(_worded(name, values.dictionary)).take(values.indices), "")
    if pa.types.is_list(values.type):
        values = _joined(values)
    return _safe(values.cast(pa.string()))


def _has_items(values: "pa.Array") -> "pa.Array":
    import pyarrow.compute as pc

    return pc.greater(pc.list_value_length(values), 0)


def _worded(name: str, values: "pa.Array") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    table: dict[str, Any] = {"status": words.STATUS, "risk": words.RISK}
    if name in table:
        return pa.array([table[name][value.as_py()] for value in values], pa.string())
    return pc.binary_join_element_wise("AC", values, " ") if name == "criterion" else values


def _joined(values: "pa.Array") -> "pa.Array":
    """Lists as texts, an item a line; what a list has no word for is left out of it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    items = pc.fill_null(pc.list_flatten(values), "")
    return pc.binary_join(pa.ListArray.from_arrays(_ends(values), items), "\n")


def _ends(values: "pa.Array") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    lengths = pc.fill_null(pc.list_value_length(values), 0)
    ends = pc.cumulative_sum(lengths)
    return pa.concat_arrays([pa.array([0], pa.int32()), ends.cast(pa.int32())])


def _safe(values: "pa.Array") -> "pa.Array":
    import pyarrow.compute as pc

    seen = pc.replace_substring_regex(pc.fill_null(values, ""), _UNSEEN, "")
    whole = pc.utf8_slice_codeunits(seen, 0, _LONGEST)
    return pc.replace_substring_regex(whole, _ACTS, r"'\1")
