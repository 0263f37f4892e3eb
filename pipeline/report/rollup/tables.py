"""Entries to the two tables that all else is drawn from: one row a submission, and one row a criterion."""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.records import Catalogue, CriterionRecord, Entry
from pipeline.result import Change

if TYPE_CHECKING:
    import pyarrow as pa

SUBMISSIONS, CRITERIA = "submissions.parquet", "criteria.parquet"

GROUP_ROWS = 65_536
"""At so many criteria, or so many letters in names, a row group ends: it is what is held in memory at a time."""
_GROUP_LETTERS = 8_000_000
_RISKS = ("low", "medium", "high")

_NAMES: Mapping[str, Callable[[Entry], object]] = {
    name: operator.attrgetter(path)
    for name, path in {
        "submission": "shown",
        "file": "record.file",
        "sha256": "record.sha256",
        "customer": "record.customer",
        "programme": "record.programme",
        "qualification": "record.qualification",
    }.items()
}
"""What a row of either table says of its submission, in the order of the columns."""
ROW = "row"
"""The column that says in either table which row of the submissions it is of, from 0 on: two may have the same name."""
CHANGES = tuple(change.value for change in Change)


def write_tables(entries: Iterable[Entry], catalogue: Catalogue, folder: Path) -> int:
    """Writes both tables into the folder, and gives how many rows the criteria have.

    A copy (`same_as`) has its row among the submissions and none among the criteria. A submission's criteria are all
    in one row group, in the reference's order. Raises: OSError.
    """
    import pyarrow.parquet as pq

    written = 0
    with (
        (folder / SUBMISSIONS).open("wb") as first,  # pyarrow takes no path that is not UTF-8
        (folder / CRITERIA).open("wb") as second,
        pq.ParquetWriter(first, _submission_schema(), compression="zstd") as submissions,
        pq.ParquetWriter(second, _criterion_schema(), compression="zstd") as criteria,
    ):
        for group in _groups(entries, catalogue):
            submissions.write_batch(group.submissions())
            batch = group.criteria()
            if batch.num_rows:
                criteria.write_batch(batch)
            written += batch.num_rows
    return written


def _groups(entries: Iterable[Entry], catalogue: Catalogue) -> Iterator["_Group"]:
    """The entries in runs, each of which is a row group of both tables."""
    group = _Group(catalogue)
    for entry in entries:
        group.add(entry)
        if group.is_full:
            yield group
            group = _Group(catalogue, group.first + group.size)
    if group.size:
        yield group


class _Group:
    """A row group of both tables while it grows: plain values by column, as keeping the records would cost more.

    `first` is the row of its first submission among all.
    """

    def __init__(self, catalogue: Catalogue, first: int = 0) -> None:
        self.first = first
        self._catalogue = catalogue
        self._submissions: dict[str, list[Any]] = {name: [] for name in _submission_schema().names}
        self._verdicts: dict[str, list[Any]] = {name: [] for name in _VERDICTS}
        self._reasons = _Lists(tuple(_REASONS))
        self._assessments = _Lists(("assessments",))
        self._of_entry: list[int] = []
        self._places: list[int] = []
        self._at = {place: number for number, place in enumerate(catalogue.texts)}
        self._letters = 0
        self.size = 0

    @property
    def is_full(self) -> bool:
        return self.size + len(self._places) >= GROUP_ROWS or self._letters >= _GROUP_LETTERS

    def add(self, entry: Entry) -> None:
        """Takes in a submission, and its criteria where it is no copy."""
        self._submissions[ROW].append(self.first + self.size)
        for name, value in _submission(entry).items():
            self._submissions[name].append(value)
        self._letters += len(entry.shown) + len(entry.record.customer) + len(entry.record.programme)
        for unit in entry.record.units if entry.same_as is None else ():
            ref, at = unit.ref, self._at
            self._places += [at.setdefault((ref, criterion.ref), len(at)) for criterion in unit.criteria]
            self._of_entry += [self.size] * len(unit.criteria)
            for name, value in _VERDICTS.items():
                self._verdicts[name] += map(value, unit.criteria)
            for criterion in unit.criteria:
                self._reasons.add([(one.code, one.kind, one.message, one.request) for one in criterion.reasons])
                self._assessments.add([(title,) for title in criterion.assessments])
        self.size += 1

    def submissions(self) -> "pa.RecordBatch":
        """A row a submission; `why` is why it is suggested, or why it could not be read; `findings` are their codes."""
        import pyarrow as pa

        schema = _submission_schema()
        return pa.record_batch([_array(self._submissions[one.name], one.type) for one in schema], schema=schema)

    def criteria(self) -> "pa.RecordBatch":
        """A row a criterion. Of its reasons each list has one item a reason; `must` where any is, `risk` the highest.

        Names that are the same in many rows are written once and pointed at: one of 40,000 letters costs 40,000.
        """
        import pyarrow as pa

        known, texts, titles = list(self._at), self._catalogue.texts, self._catalogue.titles
        columns = {name: _repeated(self._submissions[name], self._of_entry) for name in _NAMES}
        columns["unit"] = _repeated([unit for unit, _ in known], self._places)
        columns["unit_title"] = _repeated([titles.get(unit, "") for unit, _ in known], self._places)
        columns["criterion"] = _repeated([ref for _, ref in known], self._places)
        columns["criterion_text"] = _repeated([texts.get(place, "") for place in known], self._places)
        schema = _criterion_schema()
        of_entry = pa.array(self._of_entry, pa.int32())
        for name in (ROW, "received"):
            columns[name] = _array(self._submissions[name], schema.field(name).type).take(of_entry)
        columns |= {name: _array(values, schema.field(name).type) for name, values in self._verdicts.items()}
        columns |= self._reasons.columns() | self._assessments.columns()
        return pa.record_batch([columns[name] for name in schema.names], schema=schema)


# ---------------------------------------------------------------- submissions


def _submission_schema() -> "pa.Schema":
    import pyarrow as pa

    word, words = pa.dictionary(pa.int32(), pa.string()), pa.list_(pa.string())
    count = pa.int32()
    return pa.schema([
        (ROW, pa.int64()),
        *((name, pa.string()) for name in _NAMES),
        ("received", pa.date32()),
        ("awards", words),
        ("kind", word),
        ("answer", word),
        ("why", pa.string()),
        *((name, count) for name in ("full", "partial", "none", "needs_eye")),
        ("findings", words),
        ("code", word),
        ("format", word),
        ("read_by", word),
        ("folder", pa.string()),
        ("page", pa.string()),
        ("same_as", pa.string()),
        ("earlier", pa.string()),
        *((name, count) for name in CHANGES),
    ])  # fmt: skip


def _submission(entry: Entry) -> dict[str, object]:
    kept, changes = entry.record, entry.changes
    return {
        **{name: get(entry) for name, get in _NAMES.items()},
        "received": _date(entry.received),
        "awards": list(kept.claimed),
        "kind": kept.kind,
        "answer": kept.answer,
        "why": kept.why or kept.message,
        "full": kept.full,
        "partial": kept.partial,
        "none": kept.none,
        "needs_eye": kept.needs_eye,
        "findings": list(dict.fromkeys(found.code for found in kept.findings)),
        "code": kept.code or None,
        "format": kept.format,
        "read_by": kept.read_by,
        "folder": entry.folder,
        "page": entry.page,
        "same_as": entry.same_as,
        "earlier": changes and changes.earlier,
        **{name: changes and getattr(changes, name) for name in CHANGES},
    }


# ---------------------------------------------------------------- criteria


def _criterion_schema() -> "pa.Schema":
    import pyarrow as pa

    word, words = pa.dictionary(pa.int32(), pa.string()), pa.list_(pa.string())
    return pa.schema([
        (ROW, pa.int64()),
        *((name, word) for name in _NAMES),
        ("received", pa.date32()),
        ("unit", word),
        ("unit_title", word),
        ("criterion", word),
        ("criterion_text", word),
        ("status", word),
        ("certain", pa.bool_()),
        ("match", word),
        ("reasons", words),
        ("reason_kinds", words),
        ("messages", words),
        ("requests", words),
        ("must", pa.bool_()),
        ("risk", word),
        ("assessments", words),
    ])  # fmt: skip


_REASONS = ("reasons", "reason_kinds", "messages", "requests")
_VERDICTS: Mapping[str, Callable[[CriterionRecord], Any]] = {
    "status": operator.attrgetter("status"),
    "certain": operator.attrgetter("certain"),
    "match": operator.attrgetter("match"),
    "must": lambda criterion: any(reason.must for reason in criterion.reasons),
    "risk": lambda criterion: max((one.risk for one in criterion.reasons), key=_RISKS.index, default=None),
}
"""What a row says of its criterion."""


# ---------------------------------------------------------------- arrays


class _Lists:
    """Columns of lists that are equally long in each row, while they grow: flat, and where each row ends."""

    def __init__(self, names: Sequence[str]) -> None:
        self._values: dict[str, list[str | None]] = {name: [] for name in names}
        self._ends = [0]

    def add(self, items: Sequence[Sequence[str | None]]) -> None:
        """A row: its items, each with one value for every column."""
        if items:
            for kept, values in zip(self._values.values(), zip(*items, strict=True), strict=True):
                kept += values
        self._ends.append(self._ends[-1] + len(items))

    def columns(self) -> dict[str, "pa.Array"]:
        import pyarrow as pa

        ends = pa.array(self._ends, pa.int32())
        return {
            name: pa.ListArray.from_arrays(ends, _array(values, pa.string())) for name, values in self._values.items()
        }


def _repeated(values: list[Any], numbers: Sequence[int]) -> "pa.Array":
    """A column that says in each row the value with that number, each value once."""
    import pyarrow as pa

    told = _array(values, pa.dictionary(pa.int32(), pa.string()))
    return pa.DictionaryArray.from_arrays(told.indices.take(pa.array(numbers, pa.int32())), told.dictionary)


def _array(values: list[Any], kind: "pa.DataType") -> "pa.Array":
    """The values as an array; what UTF-8 cannot hold, as half a sign in a file's name, is shown as a question mark."""
    import pyarrow as pa

    try:
        if pa.types.is_dictionary(kind):
            return pa.array(values, kind.value_type).dictionary_encode()
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return _array([_storable(value) for value in values], kind)


def _storable(value: Any) -> Any:
    if isinstance(value, list):
        return [_storable(one) for one in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# ---------------------------------------------------------------- reading them back


def read(path: Path, columns: Sequence[str] | None = None) -> Iterator["pa.RecordBatch"]:
    """A table's rows, a row group at a time, of these columns in this order; None: of all."""
    import pyarrow.parquet as pq

    with path.open("rb") as file, pq.ParquetFile(file) as table:
        for number in range(table.num_row_groups):
            group = table.read_row_group(number, columns, use_threads=False).combine_chunks()
            yield from group.select(list(columns or group.column_names)).to_batches()


def rows(path: Path, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """A table's rows one by one, by the names of their columns."""
    for batch in read(path, columns):
        for start in range(0, batch.num_rows, 2_048):
            yield from batch.slice(start, 2_048).to_pylist()
