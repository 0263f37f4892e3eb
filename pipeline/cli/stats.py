"""The command that says what a batch says as a whole: its roll-up as tables on a terminal."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.cli.arguments import WRITTEN
from pipeline.errors import UsageError
from pipeline.lines import Line, Look, clean
from pipeline.pack import ERROR_FILE, RESULT_FILE
from pipeline.report.rollup import labels
from pipeline.report.rollup.analysis import analyse
from pipeline.report.rollup.counts import Analysis
from pipeline.report.rollup.tables import CRITERIA, SUBMISSIONS
from pipeline.terminal import print_bytes, say

_NAME_WIDTH = 60
_KEPT_FOR_JSON = 10_000


def stats(arguments: argparse.Namespace) -> int:
    """Prints what a roll-up says. Raises: UsageError, where there is none, or it cannot be read."""
    found = _analysis(_here(arguments.folder), arguments.top)
    if arguments.json:
        import msgspec

        print_bytes(msgspec.json.encode(found) + b"\n")
    else:
        say(_lines(found, arguments.top))
    return WRITTEN


def _here(named: str) -> Path:
    """The folder of this machine that is named. Raises: UsageError, where it is elsewhere."""
    from pipeline.batch.storage import local

    folder = local(named)
    if folder is None:
        advice = f"Copy {CRITERIA} and {SUBMISSIONS} from there into a folder here, and name that."
        raise UsageError(f"stats reads a folder of this machine, and {clean(named)} is none. {advice}")
    return folder


def _analysis(folder: Path, top: int) -> Analysis:
    named = clean(str(folder))
    if not folder.is_dir():
        raise UsageError(f"{named} is a file. Name its folder." if folder.exists() else f"There is no folder {named}.")
    if not all((folder / name).is_file() for name in (CRITERIA, SUBMISSIONS)):
        if any((folder / name).is_file() for name in (RESULT_FILE, ERROR_FILE)):
            raise UsageError(f"{named} is the pack of one submission. Name the folder that all packs are in.")
        raise UsageError(f"{named} has no roll-up. The command batch writes one: batch SUBMISSIONS --out {named}")
    import pyarrow as pa

    try:
        return analyse(folder, kept=max(top, _KEPT_FOR_JSON))
    except (OSError, KeyError, pa.ArrowException, ValueError, TypeError) as error:
        again = "Run the command batch on the submissions once more: it draws the roll-up anew."
        raise UsageError(f"The roll-up in {named} is spoilt, or of another version. {again}") from error


# ---------------------------------------------------------------- as lines


_Row = Sequence[str]


def _lines(found: Analysis, top: int) -> Iterator[Line]:
    yield Line(labels.headline(found.submissions, found.kinds), Look.TITLE)
    if found.copies:
        yield Line(f"{labels.counted(found.copies, 'duplicate')}, checked once and counted once below.", Look.FAINT)
    for title, heads, rows, total in _tables(found):
        if rows:
            yield Line()
            yield Line(title, Look.TITLE)
            yield from _table(heads, rows[:top])
            if total > top:
                yield Line(f"  and {total - top:,} more, with --top {total}", Look.FAINT)


_Table = tuple[str, _Row, Sequence[_Row], int]


def _tables(found: Analysis) -> Iterator[_Table]:
    """Each with its title, the heads of its columns, its rows, and how many rows there are."""
    missed = [
        (
            f"{one.unit} {one.criterion}  {one.text}",
            f"{one.missed:,} of {one.judged:,}",
            f"{one.partial:,}",
            f"{one.none:,}",
        )
        for one in found.most_missed
        if one.missed
    ]
    yield "Most missed criteria", ("", "not full in", "partial", "none"), missed, len(missed)
    units = [
        (f"{one.unit}  {one.title}", f"{one.with_gaps:,} of {one.submissions:,}", f"{one.partial:,}", f"{one.none:,}")
        for one in found.by_unit
    ]
    yield "By unit", ("", "with gaps", "criteria partial", "criteria none"), units, len(units)
    customers = [
        (
            one.customer or labels.NOT_STATED,
            f"{one.complete:,} of {one.submissions:,}",
            f"{one.partial:,}",
            f"{one.none:,}",
        )
        for one in found.by_customer
    ]
    yield "By customer", ("", "complete", "criteria partial", "criteria none"), customers, found.customers
    reasons = [
        (labels.reason(one.code, one.kind), f"{one.criteria:,}", f"{one.submissions:,}") for one in found.by_reason
    ]
    yield "Why criteria are not full", ("", "criteria", "submissions"), reasons, len(reasons)
    findings = [(labels.reason(one.code), f"{one.submissions:,}") for one in found.by_finding]
    yield "Found beside the criteria", ("", "submissions"), findings, len(findings)
    months = [
        (one.month or "Not known", *(f"{count:,}" for count in (one.submissions, one.complete, one.gaps, one.unread)))
        for one in reversed(found.by_month)
    ]
    yield "By month received", ("", "submissions", "complete", "with gaps", "not read"), months, len(months)
    used = [(one.assessment, f"{one.criteria:,}", f"{one.submissions:,}") for one in found.assessments]
    yield "Assessments most used", ("", "criteria", "submissions"), used, found.assessments_named


def _table(heads: _Row, rows: Sequence[_Row]) -> Iterator[Line]:
    """Rows with their names to the left and their counts to the right, under the heads of their columns."""
    cut = [(_cut(clean(name)), *counts) for name, *counts in rows]
    width = max(len(row[0]) for row in cut)
    widths = [max(len(row[at]) for row in (heads, *cut)) for at in range(1, len(heads))]
    for row, look in ((heads, Look.FAINT), *((row, Look.PLAIN) for row in cut)):
        counts = "".join(f"  {count:>{size}}" for count, size in zip(row[1:], widths, strict=True))
        yield Line(f"  {row[0]:<{width}}{counts}", look, is_whole=True)


def _cut(text: str) -> str:
    return text if len(text) <= _NAME_WIDTH else f"{text[: _NAME_WIDTH - 1]}…"
