"""Batches for the roll-up's tests: of every kind of outcome, of hostile ones, and as many as wanted."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import msgspec

from pipeline.errors import ErrorCode
from pipeline.records import (
    Catalogue,
    Changes,
    CriterionRecord,
    Entry,
    ReasonRecord,
    Record,
    UnitRecord,
    record,
)
from pipeline.report import rollup
from pipeline.report.drawing import REPORT_ENDING
from pipeline.result import Failure, Outcome, Status
from tests.report import sample

CATALOGUE = Catalogue(
    {unit.ref: unit.title for unit in sample.REFERENCE.units},
    {(unit.ref, criterion.ref): criterion.text for unit, criterion in sample.REFERENCE.pairs()},
)
HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil.example","click")',
    "@SUM(1)",
    "\tcmd",
    "[/red][bold]",
    "../../etc/passwd",
    "bell \x07 and \x1b[31mred",
    "\u202egnp.exe",
    "half a sign \ud800",
    "👩‍🏫 coaching",
    "javascript:alert(1)",
    "a_x0041_b",
    "long " + "x" * 40_000,
    'quote " and , comma\nline',
)


def entry(shown: str, outcome: Outcome, **fields: object) -> Entry:
    """An entry as a batch has it, with a pack named after the file."""
    stem = Path(shown).stem
    ending = " - could not be read.txt" if isinstance(outcome, Failure) else REPORT_ENDING
    made = Entry(shown, "2026-03-09", stem, record(outcome), page=f"{stem}/{stem}{ending}")
    return replace(made, **fields)  # type: ignore[arg-type]


def failure(name: str) -> Failure:
    return Failure(file=name, sha256=None, code=ErrorCode.ENCRYPTED, message="It has a password. Send one without.")


def small() -> list[Entry]:
    """One of every kind: with gaps, complete, not a mapping, unread, a copy, a resubmission, one of no customer."""
    gaps = entry("a/gaps.docx", sample.with_gaps())
    return [
        gaps,
        entry("a/copy of gaps.docx", sample.with_gaps(), same_as=gaps.shown, folder=gaps.folder, page=gaps.page),
        entry("b/complete.docx", sample.complete(), received="2026-01-31"),
        entry("b/later.docx", sample.without_a_unit(), changes=Changes("a/gaps.docx", 4, 2, 1, 0), received=""),
        entry("b/unfilled.docx", sample.unfilled()),
        entry("c/no mapping.docx", sample.not_a_mapping()),
        entry("c/secret.docx", failure("secret.docx"), received="2026-02-01"),
    ]


def hostile() -> list[Entry]:
    """Every hostile text in every place that a roll-up shows."""
    return [_hostile(text, number) for number, text in enumerate(HOSTILE)]


def _hostile(text: str, number: int) -> Entry:
    kept = record(sample.with_gaps())
    unit = kept.units[0]
    first = unit.criteria[0]
    bad = ReasonRecord(code=text, kind=text, message=text, request=text, must=True, risk="high")
    criterion = msgspec.structs.replace(first, status="none", reasons=[bad], assessments=[text, text])
    unit = msgspec.structs.replace(unit, criteria=[criterion, *unit.criteria[1:]])
    kept = msgspec.structs.replace(
        kept, file=text, customer=text, programme=text, claimed=(text,), why=text, units=(unit, *kept.units[1:])
    )
    made = Entry(f"{number}/{text}", "not a day", text, kept, page=f"{text}/{text}")
    return replace(made, changes=Changes(text, 1, 1, 1, 1), same_as=text if number % 5 == 4 else None)


def many(count: int) -> Iterator[Entry]:
    """So many entries, each of its own name, over customers, months, statuses and outcomes."""
    return (_one(number) for number in range(count))


def _one(number: int) -> Entry:
    chance = Random(number)
    name = f"{number:06}"
    if number % 17 == 16:
        return entry(f"{name}.docx", failure(f"{name}.docx"), received=f"2025-{1 + number % 12:02}-01")
    units = tuple(_unit(ref, chance) for ref in (sample.CERTIFICATE, sample.DIPLOMA)[number % 2])
    statuses = [criterion.status for unit in units for criterion in unit.criteria]
    counts = {status: statuses.count(status) for status in ("full", "partial", "none")}
    doubts = sum(not criterion.certain for unit in units for criterion in unit.criteria)
    is_full = counts["full"] == len(statuses)
    kept = Record(
        file=f"{name}.docx",
        sha256=f"{number:064x}",
        kind="complete" if is_full else "gaps",
        customer=f"Customer {number % 7}{' Ltd' if number % 2 else ' LTD.'}" if number % 7 else "",
        programme=f"Programme {number}",
        qualification="8580",
        claimed=("Certificate",),
        needs_eye=doubts,
        answer="look_first" if doubts else "ready" if is_full else "return",
        why="Because.",
        units=units,
        **counts,
    )
    return Entry(f"{name}.docx", f"2025-{1 + number % 12:02}-{1 + number % 28:02}", name, kept, page=f"{name}/r.html")


def _unit(ref: str, chance: Random) -> UnitRecord:
    criteria = [_criterion(criterion.ref, chance) for criterion in sample.REFERENCE.unit(ref).criteria]
    return UnitRecord(ref=ref, status="partial", claimed_status=None, criteria=criteria)


def _criterion(ref: str, chance: Random) -> CriterionRecord:
    status: Status = chance.choices(["full", "partial", "none"], [90, 6, 4])[0]
    code, kind = {"full": ("", None), "partial": ("evidence_weak", "optional"), "none": ("evidence_missing", None)}[
        status
    ]
    reason = ReasonRecord(code=code, kind=kind, message="Found.", request="Ask.", must=True, risk="high")
    return CriterionRecord(
        ref=ref,
        status=status,
        certain=chance.random() > 0.02,
        match="identical",
        reasons=[reason] if code else [],
        assessments=chance.sample(["Assignment 1", "assignment 1.", "Diary", "Portfolio"], chance.randint(0, 2)),
    )


def written(entries: Sequence[Entry], folder: Path) -> Path:
    """The folder with the roll-up of these entries in it."""
    folder.mkdir()
    rollup.write(entries, CATALOGUE, folder)
    return folder
