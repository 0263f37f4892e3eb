"""Review to what stands beside the criteria: decisions, other findings, the verifier's sample, what changed."""

from collections.abc import Iterator, Sequence

from pipeline.report import words
from pipeline.report.docx.markup import Numbers, heading, line, run, sign
from pipeline.report.docx.tables import Cell, Row, cell, heads, table
from pipeline.report.docx.tables import words as text_cell
from pipeline.report.review import Review
from pipeline.report.shown import short
from pipeline.report.since import Change, Changed, Since
from pipeline.report.verifier import Column, Sampling, by_unit, sampling
from pipeline.report.verifier import Row as SampleRow
from pipeline.report.word import parts
from pipeline.result import Finding, Result

_SEVERITY_STYLE = {"major": "None", "minor": "Partial", "info": "Quiet"}
_CHANGE = {
    Change.PUT_RIGHT: "Put right",
    Change.STILL_OPEN: "Still open",
    Change.NEW: "New",
    Change.GOT_WORSE: "Got worse",
}
_CHANGE_STYLE = {
    Change.PUT_RIGHT: "Full",
    Change.STILL_OPEN: "Partial",
    Change.NEW: "Partial",
    Change.GOT_WORSE: "None",
}
_CRITERIA_IN_A_TABLE = 20


def findings(result: Result, numbers: Numbers) -> str:
    """What the QCM should know beside the criteria."""
    said = [heading(run("Other findings"))]
    if not result.findings:
        return "".join((*said, line("None.")))
    drawn = [_finding(at, finding, numbers) for at, finding in enumerate(result.findings, 1)]
    names = heads("Weight", "Unit and criterion", "What we found", "What to ask for", "Where")
    said.append(line("What you should know beside the criteria.", "Lead"))
    said.append(table("Other findings", (1900, 1900, 5400, 3600, 1600), [names, *drawn]))
    return "".join(said)


def _finding(at: int, finding: Finding, numbers: Numbers) -> Row:
    style = _SEVERITY_STYLE[finding.severity]
    weight = sign(f"{words.SEVERITY_SIGN[finding.severity]} ", style) + run(words.SEVERITY[finding.severity], style)
    where = parts.concerning(finding.unit, finding.ref)
    return Row(
        [
            cell(numbers.bookmark(f"finding-{at}", weight)),
            text_cell(where),
            text_cell(finding.message),
            text_cell(finding.request),
            text_cell(parts.place(finding.location)),
        ]
    )


def verifier(result: Result) -> str:
    """Which assessment touches which criterion, the fewest to look at, and what rests on one alone."""
    found = sampling(result)
    if not found.columns:
        return ""
    said = [heading(run("For the external verifier")), *_sample(found)]
    if found.rows:
        said.append(heading(run("Which assessment touches which criterion"), 2))
        said.append(line("In bold: the set to look at.", "Lead"))
        said += _matrices(found)
    return "".join((*said, *_rests(found)))


def _sample(found: Sampling) -> Iterator[str]:
    total = len(found.columns)
    if not found.rows:
        yield line("No assessment is named, so there is nothing to sample.")
        return
    size = words.things(len(found.sample.titles), "assessment", "assessments")
    touched = f"touch every criterion that names one ({found.sample.touched} of {total})"
    verb = touched if len(found.sample.titles) > 1 else touched.replace("touch", "touches", 1)
    proof = "No smaller set does." if found.sample.is_smallest else f"None of fewer than {found.sample.at_least} does."
    yield line(f"{size} {verb}. {proof}", "Lead")
    for row in found.rows:
        if row.is_sampled:
            yield line(
                f"{short(row.title, parts.NAME)} ({words.things(row.count, 'criterion', 'criteria')})", "ListBullet"
            )


def _matrices(found: Sampling) -> Iterator[str]:
    """A table a unit: the assessments that touch it down, its criteria across."""
    units = list(dict.fromkeys(column.unit for column in found.columns))
    for unit in units:
        places = [at for at, column in enumerate(found.columns) if column.unit == unit]
        for start in range(0, len(places), _CRITERIA_IN_A_TABLE):
            yield _matrix(unit, places[start : start + _CRITERIA_IN_A_TABLE], found)
            yield line("", "TableGap")


def _matrix(unit: str, places: Sequence[int], found: Sampling) -> str:
    width = min(700, 9_600 // len(places))
    touching = [row for row in found.rows if any(row.touches[at] for at in places)]
    names = heads(f"Unit {unit}", *(found.columns[at].ref for at in places))
    drawn = [
        Row(
            [
                cell(run(short(row.title, parts.NAME), "Strong" if row.is_sampled else "")),
                *(_touch(row, at) for at in places),
            ]
        )
        for row in touching
    ]
    widths = (parts.WIDTH - width * len(places), *(width for _ in places))
    return table(f"Assessments and criteria of unit {unit}", widths, [names, *drawn])


def _touch(row: SampleRow, at: int) -> Cell:
    if not row.touches[at]:
        return cell()
    return cell(sign("✓"), style="TableTick")


def _rests(found: Sampling) -> Iterator[str]:
    if found.alone:
        yield heading(run("Criteria that rest on one assessment alone"), 2)
        drawn = [Row([cell(parts.named(alone.title)), text_cell(_listed(alone.columns))]) for alone in found.alone]
        yield table(
            "Criteria by the assessment that they rest on", (4800, 9600), [heads("Assessment", "Criteria"), *drawn]
        )
    if found.untouched:
        yield heading(run("Criteria for which no assessment is named"), 2)
        yield line(_listed(found.untouched))
    if found.unlisted:
        yield heading(run("Assessments that the Summary does not list"), 2)
        yield from (
            line(f"{finding.message} {parts.place(finding.location)}", "ListBullet") for _, finding in found.unlisted
        )


def _listed(columns: Sequence[Column]) -> str:
    return "; ".join(f"{unit}: {', '.join(refs)}" for unit, refs in by_unit(columns))


def since(found: Since | None) -> str:
    """What became of the gaps since the last submission; "" where none is named."""
    if not found:
        return ""
    counts = ", ".join(f"{len(found.of(change))} {_CHANGE[change].lower()}" for change in Change)
    said = [
        heading(run("Since the last submission")),
        line(f"Compared with “{short(found.file, parts.NAME)}”: {counts}.", "Lead"),
    ]
    drawn = [_changed(changed) for change in Change for changed in found.of(change)]
    if drawn:
        names = heads("What became of it", "Unit and criterion", "Was", "Is", "What was found")
        said.append(table("What changed since the last submission", (1900, 1900, 1500, 1500, 7600), [names, *drawn]))
    return "".join(said)


def _changed(changed: Changed) -> Row:
    where = parts.concerning(changed.unit, changed.ref)
    return Row(
        [
            cell(run(_CHANGE[changed.change], _CHANGE_STYLE[changed.change])),
            text_cell(where),
            cell(parts.status(changed.was) if changed.was else ""),
            cell(parts.status(changed.now) if changed.now else ""),
            text_cell(changed.found),
        ]
    )


def decisions(review: Review) -> str:
    """What was decided otherwise than computed; "" where nothing was."""
    if not review.decided:
        return ""
    names = heads("Unit and criterion", "We found", "Decided", "Reason", "By", "When")
    drawn = [
        Row(
            [
                text_cell(f"{decision.unit} {decision.ref}"),
                cell(parts.status(decision.computed)),
                cell(parts.status(decision.decided)),
                *(text_cell(text) for text in (decision.reason, decision.who, decision.when)),
            ]
        )
        for decision in review.decided.values()
    ]
    title = heading(run("What you decided otherwise"))
    return title + table("Decisions", (1900, 1500, 1500, 5500, 2400, 1600), [names, *drawn])
