"""The batch to batch.json: its totals, what of it stands in which file, and a line a submission."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from pipeline.report.rollup.counts import Analysis
from pipeline.report.rollup.listed import Listed
from pipeline.report.rollup.tables import CHANGES, SUBMISSIONS, rows

NAME = "batch.json"
SCHEMA = "ilm-coverage-batch/1"


class Totals(Struct, frozen=True):
    """The batch in numbers: `submissions`, `kinds` and `answers` of all, `criteria` of what was checked itself.

    `copies` have the bytes of another submission, which was checked in their stead; `judged` were checked themselves
    and have criteria.
    """

    submissions: int
    kinds: Mapping[str, int]
    answers: Mapping[str, int]
    needs_eye: int
    copies: int
    resubmissions: int
    judged: int
    criteria: Mapping[str, int]


def totals(folder: Path, analysis: Analysis) -> Totals:
    """The totals of the submissions whose table is in the folder; `needs_eye` are those that a person must look at."""
    answers: dict[str, int] = {}
    needs_eye = resubmissions = 0
    for row in rows(folder / SUBMISSIONS, ["answer", "needs_eye", "earlier"]):
        if row["answer"]:
            answers[row["answer"]] = answers.get(row["answer"], 0) + 1
        needs_eye += row["needs_eye"] > 0
        resubmissions += row["earlier"] is not None
    units = analysis.by_unit
    criteria = {status: sum(getattr(unit, status) for unit in units) for status in ("full", "partial", "none")}
    criteria |= {"criteria": sum(criteria.values()), "needs_eye": sum(one.needs_eye for one in analysis.most_missed)}
    return Totals(
        submissions=analysis.submissions,
        kinds=analysis.kinds,
        answers=dict(sorted(answers.items())),
        needs_eye=needs_eye,
        copies=analysis.copies,
        resubmissions=resubmissions,
        judged=analysis.judged,
        criteria=criteria,
    )


def write(folder: Path, found: Totals, files: Mapping[str, Listed]) -> None:
    """Writes batch.json: the totals first, then a submission a line, so that it can be read as lines too.

    `files` say by name what of the criteria they list. Raises: OSError.
    """
    told = {name: {"rows": what.rows, "of": what.total, "is_whole": what.is_whole} for name, what in files.items()}
    encode = msgspec.json.encode
    with (folder / NAME).open("wb") as file:
        file.write(
            b'{"schema":' + encode(SCHEMA) + b',\n"totals":' + encode(found) + b',\n"criteria_in":' + encode(told)
        )
        file.write(b',\n"submissions":[')
        for number, row in enumerate(rows(folder / SUBMISSIONS)):
            file.write((b",\n" if number else b"\n") + encode(_line(row)))
        file.write(b"\n]}\n")


def _line(row: Mapping[str, Any]) -> dict[str, object]:
    """What is told of a submission; of one that could not be read why, and no counts."""
    names = ("submission", "sha256", "kind", "folder", "page", "same_as")
    line = {"received": row["received"], **{name: row[name] for name in names}}
    if row["kind"] == "unread":
        return line | {"code": row["code"], "message": row["why"]}
    line |= {name: row[name] for name in ("customer", "programme", "qualification", "awards", "answer", "why")}
    counts = {name: row[name] for name in ("full", "partial", "none")}
    line |= {"counts": counts | {"criteria": sum(counts.values())}, "needs_eye": row["needs_eye"]}
    changes = None if row["earlier"] is None else {"earlier": row["earlier"]} | {name: row[name] for name in CHANGES}
    return line | {"findings": row["findings"], "changes": changes}
