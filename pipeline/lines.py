"""Outcomes to the lines that a terminal shows: what a person needs, in few lines, with nothing in them that acts."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ErrorCode
from pipeline.model.document import Table
from pipeline.records import Record
from pipeline.report.drawing import REPORT_ENDING
from pipeline.result import Criterion, Failure, Result, TotalCounts, Unit
from pipeline.text import squash

if TYPE_CHECKING:
    from pipeline.draft import Draft
    from pipeline.draft.drafts import DraftUnit
    from pipeline.reference import Fault, Qualification
    from pipeline.reference import Unit as ReferenceUnit

_GAPS_SHOWN = 12
_QUESTIONS_SHOWN = 6
_TEXT_WIDTH = 240
_PLACE_WIDTH = 32
_CELL_WIDTH = 24
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?|\x9b[0-?]*[ -/]*[@-~]", re.DOTALL)
_JOINERS = "\u200c\u200d"  # the only invisible characters that change how words of some scripts are written


class Look(StrEnum):
    """What a line means to the eye; a terminal without colour shows them all alike."""

    PLAIN = "plain"
    TITLE = "title"
    GOOD = "good"
    DOUBT = "doubt"
    BAD = "bad"
    FAINT = "faint"


@dataclass(frozen=True, slots=True)
class Line:
    """One line; where it is too long it is wrapped with `hanging` spaces before its further parts.

    `is_whole`: never wrapped, so that a path can be copied and columns stay under each other. `link`: where a
    terminal that can follow links goes.
    """

    text: str = ""
    look: Look = Look.PLAIN
    hanging: int = 0
    is_whole: bool = False
    link: str = ""


def safe(text: str) -> str:
    """The text without escape sequences, control or invisible characters: printing it does nothing but show it."""
    plain = _ESCAPES.sub("", text)
    return "".join(c if c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf") else _blank(c) for c in plain)


def clean(text: str) -> str:
    """Submitted text in one line that is safe to print."""
    return squash(safe(text))


def _blank(character: str) -> str:
    return " " if character.isspace() else ""


def summary(result: Result) -> Iterator[Line]:
    """What a check found: who, how much is covered, the suggestion, and what is to be put right."""
    submission, counts = result.submission, result.counts
    yield Line(_short(submission.programme or submission.customer or submission.file), Look.TITLE)
    awards = " and ".join(award.title for award in result.combinations if award.award in result.claimed)
    yield Line(_short(f"{result.reference.qualification} {awards or result.reference.title}"), Look.FAINT)
    if result.reference.chosen_from:
        others = ", ".join(result.reference.chosen_from)
        look = Look.DOUBT if result.reference.question else Look.FAINT
        yield Line(_short(f"Held against {result.reference.title}, of those installed ({others})"), look)
    yield Line()
    if result.verdict != "not_a_mapping":
        covered = _covered(counts, " criteria")
        yield Line(covered[0].upper() + covered[1:], Look.GOOD if result.verdict == "complete" else Look.BAD)
    yield Line(_short(result.suggestion.why), _LOOK_OF_ANSWER[result.suggestion.answer])
    yield from _listed("To put right", [*_gaps(result), *_other_tasks(result)], _GAPS_SHOWN)
    yield from _listed("Questions for you", list(_questions(result)), _QUESTIONS_SHOWN)


_LOOK_OF_ANSWER = {
    "ready": Look.GOOD,
    "conditions": Look.DOUBT,
    "look_first": Look.DOUBT,
    "return": Look.BAD,
    "not_a_mapping": Look.BAD,
}


def _listed(title: str, items: Sequence[tuple[str, str]], shown: int) -> Iterator[Line]:
    """A title and one line for each place and its text, the first few alone where there are many."""
    if not items:
        return
    yield Line()
    yield Line(title, Look.TITLE)
    listed = [(_cut(safe(place), _PLACE_WIDTH), _short(text)) for place, text in items[:shown]]
    width = max(len(place) for place, _ in listed)
    yield from (Line(f"  {place:<{width}}  {text}", hanging=width + 4) for place, text in listed)
    if len(items) > shown:
        yield Line(f"  and {len(items) - shown} more, in the report", Look.FAINT)


def _gaps(result: Result) -> Iterator[tuple[str, str]]:
    """Place and task of every criterion that is not full; a unit whose criteria all lack the same is one task."""
    told = {finding.unit for finding in result.findings if finding.code == "unit_missing"}
    for unit in result.units:
        gaps = [criterion for criterion in unit.criteria if criterion.status != "full"]
        tasks = {_task(criterion) for criterion in gaps}
        if len(gaps) == len(unit.criteria) > 1 and len(tasks) == 1:
            if unit.ref not in told:
                yield f"{unit.ref}, all of it", tasks.pop()
        else:
            yield from ((f"{unit.ref} {criterion.ref}  {criterion.status}", _task(criterion)) for criterion in gaps)


def _task(criterion: Criterion) -> str:
    return " ".join(dict.fromkeys(reason.request for reason in criterion.reasons))


def _other_tasks(result: Result) -> Iterator[tuple[str, str]]:
    for finding in result.findings:
        if finding.must:
            place = " ".join(part for part in (finding.unit, finding.ref) if part)
            where = finding.location.label if finding.location else ""
            yield place or where or "whole document", f"{finding.message} {finding.request}"


def _questions(result: Result) -> Iterator[tuple[str, str]]:
    if result.reference.question:
        yield "qualification", result.reference.question
    for unit in result.units:
        for criterion in unit.criteria:
            if criterion.questions:
                yield f"{unit.ref} {criterion.ref}", " ".join(criterion.questions)


def told(name: str, kept: Record) -> Line:
    """One submission of a batch in one line."""
    if kept.kind == "unread":
        return Line(f"{clean(name)}: {refused(kept)}", Look.BAD)
    if kept.kind == "not_a_mapping":
        return Line(f"{clean(name)}: not a mapping document", Look.BAD)
    held = f"{clean(kept.held)}: " if kept.held else ""
    return Line(f"{clean(name)}: {held}{_covered(kept.counts)}")


def refused(failure: Failure | Record) -> str:
    """What became of a submission without a result, and what to do; a fault of ours is not laid on the file."""
    what = "checked" if failure.code == ErrorCode.INTERNAL else "read"
    return f"could not be {what}. {clean(failure.message)}"


def lasted(seconds: Mapping[str, float]) -> str:
    """How long each stage took, over all that was checked."""
    total = sum(seconds.values())
    return (
        f"Time by stage: {', '.join(f'{name} {spent / total:.0%}' for name, spent in seconds.items())} of {total:.1f} s"
    )


def _covered(counts: TotalCounts, what: str = "") -> str:
    if not counts.criteria:
        return "no unit is claimed or mapped"
    return f"{counts.full} of {counts.criteria}{what} full, {counts.partial} partial, {counts.none} none"


def explanation(unit: Unit, criterion: Criterion) -> Iterator[Line]:
    """Why a criterion got its status: what was submitted, how its row was found, and each reason."""
    match = criterion.match
    yield Line(clean(f"{unit.ref} {criterion.ref}  {criterion.text}"), Look.TITLE, hanging=4)
    look = {"full": Look.GOOD, "partial": Look.DOUBT, "none": Look.BAD}[criterion.status]
    yield Line(f"Status: {criterion.status}, {'certain' if criterion.certain else 'not certain'}", look)
    yield Line()
    if match.kind == "missing":
        yield Line("No row of the submission was found for this criterion.")
    else:
        yield from _row(criterion)
        yield Line()
        yield from _signals(criterion)
    if match.runner_up:
        other = match.runner_up
        yield Line(f"  Next best: {other.unit} {other.ref}, probability {other.score:.2f}")
    for reason in criterion.reasons:
        yield Line()
        yield Line(f"Reason: {reason.code}{f', {reason.kind}' if reason.kind else ''}", Look.TITLE)
        yield Line(f"  Found:   {clean(reason.message)}", hanging=11)
        yield Line(f"  To do:   {clean(reason.request)}", hanging=11)
    if criterion.questions:
        yield Line()
        yield Line("For a person to answer", Look.TITLE)
        yield from (Line(f"  {clean(question)}", hanging=4) for question in criterion.questions)


def _row(criterion: Criterion) -> Iterator[Line]:
    where = f" ({criterion.location.label})" if criterion.location and criterion.location.label else ""
    yield Line(f"As submitted{where}", Look.TITLE)
    for name, text in (
        ("Number", criterion.match.number or ""),
        ("Wording", criterion.match.text),
        ("Strategies", criterion.strategies),
        ("Evidence", criterion.evidence),
        ("Assessments named", "; ".join(criterion.assessments)),
    ):
        yield Line(f"  {name + ':':<19}{clean(text) or '-'}", hanging=21)


def _signals(criterion: Criterion) -> Iterator[Line]:
    """The weights under each other, and their sum; in bits, the log2 of the odds."""
    match = criterion.match
    sure = "certain" if match.certain else "not certain"
    yield Line(f"How the row was found: {match.kind}, probability {match.score:.2f}, {sure}", Look.TITLE)
    rows = [("signal", "submitted", "canonical", "level", "bits")]
    rows += [(s.signal, s.submitted, s.canonical, s.level, f"{s.bits:+.1f}") for s in match.signals]
    rows.append(("total", "", "", "", f"{sum(signal.bits for signal in match.signals):+.1f}"))
    yield from _columns(rows)


def written(folder: Path, names: Sequence[str], report: str, notes: Sequence[str]) -> Iterator[Line]:
    """What could not be drawn of a pack, its other files without what all names begin with, and the report to open."""
    yield Line()
    yield from (Line(clean(note), Look.DOUBT) for note in notes)
    common = report.removesuffix(REPORT_ENDING)
    others = [safe(name.removeprefix(common).removeprefix(" - ")) for name in names if name != report]
    if others:
        place = "Beside it" if report in names else f"In {safe(str(folder))}"
        yield Line(f"{place}: {', '.join(others)}", Look.FAINT, hanging=2)
    if report in names:
        path = folder / report
        link = path.resolve().as_uri()
        yield Line(f"Report: {safe(str(path))}", Look.TITLE, is_whole=True, link=link)


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    """Rows of texts as lines with their columns under each other, the last one to the right."""
    cut = [[_cut(clean(text), _CELL_WIDTH) for text in row] for row in rows]
    *widths, last = (max(len(text) for text in column) for column in zip(*cut, strict=True))
    for *texts, end in cut:
        left = "  ".join(f"{text:<{width}}" for text, width in zip(texts, widths, strict=True))
        yield Line(f"  {left}  {end:>{last}}", is_whole=True)


def _short(text: str) -> str:
    """Submitted text in one line of a bounded length: a hostile document does not flood a terminal."""
    return _cut(clean(text), _TEXT_WIDTH)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def drafted(draft: "Draft", path: Path, faults: Sequence["Fault"]) -> Iterator[Line]:
    """What was found in a template, what must be completed in the file that was written, and what be looked at."""
    reference = draft.reference
    yield Line(_short(f"{reference.ref or '?'} {reference.title or 'A qualification without a title'}"), Look.TITLE)
    yield Line(f"{_counted(reference.units)}, {_things(len(reference.awards), 'award')}", Look.FAINT)
    yield Line()
    yield Line("Found", Look.TITLE)
    for unit in reference.units:
        size = sum(len(outcome.criteria) for outcome in unit.outcomes)
        worth = f"{unit.credits} credits" if unit.credits else "no credits given"
        yield _item(f"{unit.ref or '?'}: {size} criteria, {worth}: {unit.title or 'no title given'}")
    for award in reference.awards:
        needs = [f"{one.title} {one.credits_min or '?'} credits" for one in award.groups]
        parts = [", ".join(award.units or ()) or "units not told", *needs, f"{award.credits or '?'} credits in all"]
        yield _item(f"{award.title or 'An award without a title'}: {'; '.join(parts)}")
    yield from _placed("To complete by hand", [(fault.place, fault.text) for fault in faults], Look.BAD)
    yield from _placed("To look at", draft.checks, Look.DOUBT)
    yield Line()
    yield Line(f"Written: {safe(str(path))}", Look.TITLE, is_whole=True)
    yield Line("When it is complete, look whether it holds: reference check, with the name of the file.", Look.FAINT)


def _placed(title: str, items: Sequence[tuple[str, str]], look: Look) -> Iterator[Line]:
    """A title and every one of the places in a file, each with what is said of it."""
    if items:
        yield Line()
        yield Line(title, look)
        yield from (_item(f"{place}: {text}") for place, text in items)


def _item(text: str) -> Line:
    return Line(f"  {_short(text)}", hanging=4)


def sound(qualification: "Qualification") -> Iterator[Line]:
    """What a reference file holds in which there is no fault."""
    yield Line(_short(f"{qualification.ref} {qualification.title}"), Look.TITLE)
    asked = sum(len(criterion.minimums) for _, criterion in qualification.pairs())
    yield Line(f"OK: {_counted(qualification.units)}, {_things(asked, 'minimum')}", Look.GOOD)
    for award in qualification.awards:
        groups = [f"{group.credits_min} of {group.title}" for group in award.groups]
        rules = ", ".join([_things(len(award.units), "mandatory unit"), *groups])
        yield _item(f"{award.title}, {award.credits} credits: {rules}")


def _counted(units: "Sequence[ReferenceUnit | DraftUnit]") -> str:
    outcomes = [outcome for unit in units for outcome in unit.outcomes]
    criteria = sum(len(outcome.criteria) for outcome in outcomes)
    return f"{_things(len(units), 'unit')}, {_things(len(outcomes), 'outcome')}, {criteria} criteria"


def _things(count: int, one: str) -> str:
    return f"{count} {one if count == 1 else one + 's'}"


def cells(table: Table) -> list[list[str]]:
    """The texts of a table, rows x columns: a merged cell's at its first place, "" at the others and in gaps."""
    rows = []
    for row in table.rows:
        texts = [""] * table.column_count
        for cell in row.cells:
            texts[(cell.location.column or 1) - 1] = cell.text
        rows.append(texts)
    return rows


def tables(found: Sequence[Table]) -> Iterator[Line]:
    """The tables as a reader saw them, a row a line, cells parted by bars."""
    for number, table in enumerate(found, start=1):
        page = f", page {table.location.page}" if table.location.page else ""
        yield Line(f"Table {number}: {len(table.rows)} rows, {table.column_count} columns{page}", Look.TITLE)
        for at, row in enumerate(cells(table), start=1):
            yield Line(f"  {at:>3}  {' | '.join(clean(text) for text in row)}", hanging=7)
        yield Line()
    if not found:
        yield Line("No tables.")
