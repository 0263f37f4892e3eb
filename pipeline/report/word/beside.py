"""Review to what stands beside the criteria: other findings, and what changed since the last submission."""

from pipeline.report import rows, words
from pipeline.report.docx.markup import Numbers, heading, line, run, sign
from pipeline.report.docx.tables import Cell, Row, cell, heads, table
from pipeline.report.docx.tables import words as text_cell
from pipeline.report.shown import short
from pipeline.report.since import Changed, Since
from pipeline.report.word import parts
from pipeline.result import Change, Finding, Result

_SEVERITY_STYLE = {"major": "None", "minor": "Partial", "info": "Quiet"}
_CHANGE_STYLE = {
    Change.PUT_RIGHT: "Full",
    Change.STILL_OPEN: "Partial",
    Change.NEW: "Partial",
    Change.GOT_WORSE: "None",
}


def findings(result: Result, numbers: Numbers) -> str:
    """What the QCM should know beside the criteria."""
    title = heading(run("Other findings"))
    if not result.findings:
        return title + line("None.")
    drawn = [_finding(at, finding, numbers) for at, finding in enumerate(result.findings, 1)]
    names = heads("Weight", "Unit and criterion", "What we found", "What to ask for", "Where")
    lead = line("What you should know beside the criteria.", "Lead")
    return title + lead + table("Other findings", (1900, 1900, 5400, 3600, 1600), [names, *drawn])


def _finding(at: int, finding: Finding, numbers: Numbers) -> Row:
    style = _SEVERITY_STYLE[finding.severity]
    weight = sign(f"{words.SEVERITY_SIGN[finding.severity]} ", style) + run(words.SEVERITY[finding.severity], style)
    return Row(
        [
            cell(numbers.bookmark(f"finding-{at}", weight)),
            text_cell(parts.concerning(finding.unit, finding.ref)),
            text_cell(finding.message),
            text_cell(finding.request),
            text_cell(parts.place(finding.location)),
        ]
    )


def since(found: Since | None, numbers: Numbers) -> str:
    """What became of the gaps since the last submission; "" where none is named."""
    if not found:
        return ""
    title = heading(numbers.bookmark("since", run("Since the last submission")))
    lead = line(f"Held against “{short(found.file, parts.NAME)}”: {words.since_counts(found)}.", "Lead")
    drawn = [_changed(changed) for change in words.CHANGE for changed in found.of(change)]
    if not drawn:
        return title + lead
    names = heads("What became of it", "Unit and criterion", "Last time", "Now", "What we found")
    said = "What changed since the last submission"
    return title + lead + table(said, (1900, 1900, 1500, 1500, 7600), [names, *drawn])


def _changed(changed: Changed) -> Row:
    change, style = changed.change, _CHANGE_STYLE[changed.change]
    about = parts.concerning(changed.unit, changed.ref)
    told = run("Last time: ", "Theirs") if change is Change.PUT_RIGHT else ""
    return Row(
        [
            cell(sign(f"{words.CHANGE_SIGN[change]} ", style) + run(words.CHANGE[change], style)),
            cell(parts.linked(about, rows.anchor("row", changed.unit, changed.ref)) if changed.now else run(about)),
            *_then_and_now(changed),
            cell(told + run(changed.found)),
        ]
    )


def _then_and_now(changed: Changed) -> tuple[Cell, Cell]:
    if changed.now:
        return cell(parts.status(changed.was) if changed.was else run("Not judged")), cell(parts.status(changed.now))
    was = "Not found" if changed.change is Change.NEW else "Found"
    now = "Not found" if changed.change is Change.PUT_RIGHT else "Found"
    return text_cell(was), text_cell(now)
