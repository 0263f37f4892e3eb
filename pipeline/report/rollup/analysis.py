"""The two tables to what they say of the whole season: most missed criteria, by customer, by unit, by reason, by month.

Each is added up over row groups with pandas, so that memory does not grow with the rows; a submission is within one row
group, so that submissions add up as rows do. Copies are counted nowhere, as they were checked once.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from pipeline.records import Kind
from pipeline.report.rollup.counts import Analysis, Missed, OfCustomer, OfFinding, OfMonth, OfReason, OfUnit, Used
from pipeline.report.rollup.tables import CRITERIA, ROW, SUBMISSIONS, read
from pipeline.text import fold

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

GROUPS_KEPT = 10_000
"""Customers and assessments beyond these, the greatest first, are counted and not listed."""
_LONGEST_NAME = 200


def analyse(folder: Path, *, kept: int = GROUPS_KEPT) -> Analysis:
    """What the two tables in the folder say, with so many customers and assessments at the most.

    Raises: OSError, pyarrow.ArrowInvalid, KeyError, where they are not there or are spoilt.
    """
    sums = Sums()
    judged = 0
    for batch in read(folder / CRITERIA, _CRITERIA):
        frame = _frame(batch)
        judged += int(frame["submission"].nunique())
        sums.add("criteria", _criteria(frame))
        sums.add("units", _units(frame))
        sums.add("reasons", _reasons(frame, batch))
        sums.add("assessments", _assessments(frame, batch))
    spelt: dict[str, str] = {}
    for batch in read(folder / SUBMISSIONS, _SUBMISSIONS):
        frame = batch.to_pandas()
        sums.add("kinds", _kinds(frame))
        own = frame[frame["same_as"].isna()]
        sums.add("customers", _customers(own, spelt))
        sums.add("months", _months(own))
        sums.add("findings", _findings(own))
    return _told(sums, judged, spelt, folder, kept)


class Sums:
    """Frames of counts that are added up by their index as they come, each under its name."""

    def __init__(self) -> None:
        self._frames: dict[str, pd.DataFrame] = {}

    def add(self, name: str, part: "pd.DataFrame") -> None:
        """Adds the part's counts to those that are there."""
        import pandas as pd

        held = self._frames.get(name)
        if held is not None:
            part = pd.concat([held, part])
        self._frames[name] = part.groupby(level=list(range(part.index.nlevels)), sort=False).sum()

    def rows(self, name: str) -> list[tuple[Any, ...]]:
        """The sums as rows: the keys, then the counts."""
        frame = self._frames.get(name)
        if frame is None:
            return []
        return [(*row[0], *row[1:]) if isinstance(row[0], tuple) else row for row in frame.itertuples(name=None)]

    def greatest(self, name: str, count: int) -> "pd.DataFrame | None":
        """So many rows with the greatest first counts, in the order in which they were met where these are equal."""
        frame = self._frames.get(name)
        if frame is None:
            return None
        return frame.sort_values(list(frame.columns), ascending=False, kind="stable").head(count)

    def size(self, name: str) -> int:
        """How many rows there are."""
        frame = self._frames.get(name)
        return 0 if frame is None else len(frame)


# ---------------------------------------------------------------- of one row group

_CRITERIA = (ROW, "unit", "unit_title", "criterion", "criterion_text", "status", "certain", "reasons",
             "reason_kinds", "assessments")  # fmt: skip
_SUBMISSIONS = ("customer", "received", "kind", "full", "partial", "none", "needs_eye", "findings", "same_as")
_NONE = "\0"
"""Stands for a kind that a code does not have, as no key of a group may be missing."""


def _frame(batch: "pa.RecordBatch") -> "pd.DataFrame":
    """The criteria of a row group: `submission` as its row, as names may be the same, and statuses as counts."""
    names = batch.select(["unit", "unit_title", "criterion", "criterion_text"]).to_pandas()
    status = batch["status"].dictionary_decode().to_numpy(zero_copy_only=False)
    counts = {name: status == name for name in ("full", "partial", "none")}
    eye = ~batch["certain"].to_numpy(zero_copy_only=False)
    submission = batch[ROW].to_numpy()
    frame: pd.DataFrame = names.assign(submission=submission, judged=1, needs_eye=eye, **counts)
    return frame.astype(dict.fromkeys((*counts, "needs_eye"), "int64"))


def _plain(frame: "pd.DataFrame") -> "pd.DataFrame":
    """The frame with the names themselves as its index, where they were numbers of this row group's categories."""
    levels = list(frame.index.names)
    flat = frame.reset_index()
    return flat.astype(dict.fromkeys(levels, "object")).set_index(levels)


def _criteria(frame: "pd.DataFrame") -> "pd.DataFrame":
    keys = ["unit", "criterion", "criterion_text"]
    found = frame.groupby(keys, observed=True, sort=False)[["judged", "partial", "none", "needs_eye"]].sum()
    return _plain(found)


def _units(frame: "pd.DataFrame") -> "pd.DataFrame":
    """By unit: in how many submissions, in how many of them with a gap, and the statuses of its criteria."""
    counts = ["full", "partial", "none"]
    each = frame.groupby(["unit", "unit_title", "submission"], observed=True, sort=False)[counts].sum().reset_index()
    each.insert(3, "with_gaps", (each["partial"] + each["none"] > 0).astype("int64"))
    each.insert(3, "submissions", 1)
    columns = ["submissions", "with_gaps", *counts]
    return _plain(each.groupby(["unit", "unit_title"], observed=True, sort=False)[columns].sum())


def _items(batch: "pa.RecordBatch", name: str) -> tuple[Any, Any]:
    """What the lists of a column hold, one after another, and the row of each."""
    import pyarrow.compute as pc

    return pc.list_flatten(batch[name]), pc.list_parent_indices(batch[name]).to_numpy()


def _reasons(frame: "pd.DataFrame", batch: "pa.RecordBatch") -> "pd.DataFrame":
    import pandas as pd

    codes, rows = _items(batch, "reasons")
    kinds, _ = _items(batch, "reason_kinds")
    return _named_in(
        pd.DataFrame({"code": codes.to_pandas(), "kind": kinds.fill_null(_NONE).to_pandas(), "row": rows}), frame
    )


def _assessments(frame: "pd.DataFrame", batch: "pa.RecordBatch") -> "pd.DataFrame":
    """By the number that stands for an assessment's title: millions of titles would take what numbers do not."""
    import pandas as pd

    titles, rows = _items(batch, "assessments")
    told = titles.dictionary_encode()
    numbers = _numbers(told.dictionary.to_pylist())
    return _named_in(pd.DataFrame({"number": numbers[told.indices.to_numpy()], "row": rows}), frame)


def _numbers(titles: Sequence[str]) -> Any:
    """Numbers that are the same for titles that differ in case or punctuation alone."""
    import numpy as np
    import pandas as pd

    folded = np.array([fold(title) or title for title in titles], dtype=object)
    return pd.util.hash_array(folded, categorize=False) if len(titles) else np.array([], dtype="uint64")


def _named_in(found: "pd.DataFrame", frame: "pd.DataFrame") -> "pd.DataFrame":
    """In how many rows and in how many submissions each key is, however often a row has it."""
    keys = [name for name in found.columns if name != "row"]
    once = found.drop_duplicates()
    once = once.assign(submission=frame["submission"].to_numpy()[once["row"].to_numpy()], criteria=1, submissions=0)
    once.loc[~once.duplicated([*keys, "submission"]), "submissions"] = 1
    return once.groupby(keys, sort=False)[["criteria", "submissions"]].sum()


_KINDS: tuple[Kind, ...] = get_args(Kind)


def _kinds(frame: "pd.DataFrame") -> "pd.DataFrame":
    kinds = frame["kind"].astype("object")
    return frame.assign(kind=kinds, count=1, copies=frame["same_as"].notna()).groupby("kind")[["count", "copies"]].sum()


def _of_kinds(frame: "pd.DataFrame", key: "pd.Series[str]", kinds: Iterable[str]) -> "pd.DataFrame":
    return frame.assign(key=key, submissions=1, **{kind: (frame["kind"] == kind).astype("int64") for kind in kinds})


def _customers(frame: "pd.DataFrame", spelt: dict[str, str]) -> "pd.DataFrame":
    """By customer as folded; `spelt` takes how each is first written."""
    frame = frame[frame["kind"] != "unread"]
    names = [" ".join(name.split())[:_LONGEST_NAME] for name in frame["customer"]]
    keys = [fold(name) or name for name in names]
    for key, name in zip(keys, names, strict=True):
        spelt.setdefault(key, name)
    kinds = ("complete", "gaps", "not_a_mapping")
    counted = _of_kinds(frame, _series(keys, frame), kinds)
    return counted.groupby("key", sort=False)[["submissions", *kinds, "full", "partial", "none", "needs_eye"]].sum()


def _months(frame: "pd.DataFrame") -> "pd.DataFrame":
    months = [str(day)[:7] if day is not None else "" for day in frame["received"]]
    return _of_kinds(frame, _series(months, frame), _KINDS).groupby("key")[["submissions", *_KINDS]].sum()


def _findings(frame: "pd.DataFrame") -> "pd.DataFrame":
    codes = frame["findings"].explode().dropna()
    return codes.astype("object").value_counts(sort=False).to_frame("submissions").rename_axis("code")


def _series(values: Sequence[str], frame: "pd.DataFrame") -> "pd.Series[str]":
    import pandas as pd

    return pd.Series(list(values), index=frame.index, dtype="object")


# ---------------------------------------------------------------- as typed rows


def _told(sums: Sums, judged: int, spelt: dict[str, str], folder: Path, kept: int) -> Analysis:
    kinds = {kind: (int(count), int(copies)) for kind, count, copies in sums.rows("kinds")}
    missed = [Missed(*row) for row in sums.rows("criteria")]
    units = [OfUnit(*row) for row in sums.rows("units")]
    reasons = [OfReason(code, None if kind == _NONE else kind, *counts) for code, kind, *counts in sums.rows("reasons")]
    customers = [OfCustomer(spelt[key], *counts) for key, *counts in sums.rows("customers")]
    customers.sort(key=lambda one: (-one.submissions, -(one.partial + one.none), one.customer.casefold()))
    return Analysis(
        submissions=sum(count for count, _ in kinds.values()),
        kinds={kind: kinds[kind][0] for kind in _KINDS if kind in kinds},
        copies=sum(copies for _, copies in kinds.values()),
        judged=judged,
        most_missed=tuple(sorted(missed, key=lambda one: (-one.missed, -one.none, one.unit, in_order(one.criterion)))),
        by_unit=tuple(sorted(units, key=lambda one: one.unit)),
        by_customer=tuple(customers[:kept]),
        by_reason=tuple(sorted(reasons, key=lambda one: (-one.criteria, one.code, one.kind or ""))),
        by_finding=tuple(
            sorted((OfFinding(*row) for row in sums.rows("findings")), key=lambda one: (-one.submissions, one.code))
        ),
        by_month=tuple(sorted((OfMonth(*row) for row in sums.rows("months")), key=lambda one: one.month)),
        assessments=_used(sums, folder, kept),
        customers=len(customers),
        assessments_named=sums.size("assessments"),
    )


def in_order(ref: str) -> tuple[int, ...]:
    """What criteria are sorted by: 1.10 comes after 1.9."""
    return tuple(int(number) for number in re.findall(r"\d+", ref))


def _used(sums: Sums, folder: Path, kept: int) -> tuple[Used, ...]:
    """The assessments that most criteria name; how they are written is looked up for these alone."""
    frame = sums.greatest("assessments", kept)
    if frame is None or frame.empty:
        return ()
    wanted = set(frame.index)
    titles: dict[int, str] = {}
    for batch in read(folder / CRITERIA, ["assessments"]):
        told = _items(batch, "assessments")[0].dictionary_encode().dictionary.to_pylist()
        for number, title in zip(_numbers(told), told, strict=True):
            if number in wanted:
                titles.setdefault(number, " ".join(title.split())[:_LONGEST_NAME])
        if len(titles) == len(wanted):
            break
    return tuple(Used(titles[number], *counts) for number, *counts in frame.itertuples(name=None))
