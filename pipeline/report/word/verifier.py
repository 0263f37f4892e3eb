"""Review to what the external verifier needs: which assessment touches which criterion, and the fewest to look at."""

from collections.abc import Iterator, Sequence

from pipeline.report import rows, words
from pipeline.report.docx.markup import heading, line, paragraph, run, sign
from pipeline.report.docx.tables import Cell, Row, cell, heads, table
from pipeline.report.shown import short
from pipeline.report.verifier import Column, Sampling, by_unit, sampling
from pipeline.report.verifier import Row as Assessment
from pipeline.report.word import parts
from pipeline.result import Result

_CRITERIA_IN_A_TABLE = 18
_ROWS = 40
"""As many assessments as a reader takes in at once."""


def draw(result: Result) -> str:
    """The sample, a matrix a unit, and what rests on one assessment alone; "" where nothing was judged."""
    return "".join(_drawn(sampling(result))) if result.counts.criteria else ""


def _drawn(found: Sampling) -> Iterator[str]:
    yield heading(run("For the external verifier"))
    if found.rows:
        yield line(f"{words.sample_size(found)} {words.sample_proof(found.sample)}", "Lead")
        yield from (paragraph(parts.named(title), "ListBullet") for title in found.sample.titles[:_ROWS])
        yield heading(run("Which assessment touches which criterion"), 2)
        yield paragraph(_legend(found), "Lead")
        yield from _matrices(found)
    else:
        yield line("No criterion names an assessment, so there is nothing to sample yet.")
    yield from _rests(found)


def _legend(found: Sampling) -> str:
    total = len(found.rows)
    first = f" The first {_ROWS} of {total} assessments are here." if total > _ROWS else ""
    return (
        run("In bold: in the set. ") + sign("●") + run(" The criterion is full. ") + sign("◐") + run(" It is not. ")
        + sign("✕") + run(f" No assessment is named.{first}")
    )  # fmt: skip


def _matrices(found: Sampling) -> Iterator[str]:
    """A table a unit: the assessments that touch it down, its criteria across."""
    for unit in dict.fromkeys(column.unit for column in found.columns):
        places = [at for at, column in enumerate(found.columns) if column.unit == unit]
        for start in range(0, len(places), _CRITERIA_IN_A_TABLE):
            yield _matrix(unit, places[start : start + _CRITERIA_IN_A_TABLE], found)
            yield line("", "TableGap")


def _matrix(unit: str, places: Sequence[int], found: Sampling) -> str:
    columns = [found.columns[at] for at in places]
    width = min(700, 9_600 // len(places))
    touching = [row for row in found.rows[:_ROWS] if any(row.touches[at] for at in places)]
    drawn = [_row(row, places, found.columns) for row in touching]
    if not all(column.assessments for column in columns):
        none = [cell(sign("✕", "None"), style="TableTick") if not column.assessments else cell() for column in columns]
        drawn.append(Row([cell(run("None named", "Theirs")), *none]))
    names = heads(f"Unit {unit}", *(column.ref for column in columns))
    widths = (parts.WIDTH - width * len(places), *(width for _ in places))
    return table(f"Assessments and criteria of unit {unit}", widths, [names, *drawn])


def _row(row: Assessment, places: Sequence[int], columns: Sequence[Column]) -> Row:
    title = cell(run(short(row.title, parts.NAME), "Strong" if row.is_sampled else ""))
    return Row([title, *(_touch(columns[at]) if row.touches[at] else cell() for at in places)])


def _touch(column: Column) -> Cell:
    is_full = column.status == "full"
    return cell(sign("●" if is_full else "◐", "Full" if is_full else "Partial"), style="TableTick")


def _rests(found: Sampling) -> Iterator[str]:
    if found.rows and found.untouched:
        yield heading(run("No assessment is named"), 2)
        yield paragraph(_rows_of(found.untouched))
    if found.alone:
        yield heading(run("Rests on one assessment alone"), 2)
        drawn = [Row([cell(parts.named(one.title)), cell(_rows_of(one.columns))]) for one in found.alone[:_ROWS]]
        names = heads("Assessment", "Criteria")
        yield table("Criteria by the assessment that they rest on", (4800, 9600), [names, *drawn])
    yield heading(run("Not in the Summary’s list"), 2)
    for number, finding in found.unlisted:
        about = parts.linked(parts.concerning(finding.unit, finding.ref), f"finding-{number}")
        yield paragraph(about + run(f" {finding.message}"), "ListBullet")
    if not found.unlisted:
        yield line("We found no assessment that the Summary does not list.")


def _rows_of(columns: Sequence[Column]) -> str:
    """Criteria by unit, each a link to its row."""
    return run("; ").join(
        run(f"{unit} ") + run(", ").join(parts.linked(ref, rows.anchor("row", unit, ref)) for ref in refs)
        for unit, refs in by_unit(columns)
    )
