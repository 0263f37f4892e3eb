"""Submissions as Word files, each cell's XML as a test has it: the whole form, with its Summary and rules."""

from collections.abc import Mapping, Sequence

from pipeline.reference import Unit, load_reference
from tests.mappings import EVIDENCE, STRATEGIES
from tests.readers.written import p, run, tbl, tc, tr
from tests.wordml import docx

CERTIFICATE = ("8580-500", "8580-501", "8580-503")
WEAK = "An essay, still to be confirmed"
NOTE = f'<w:comment w:id="4" w:author="A. Writer" w:initials="AW"><w:p>{run("Is this right?")}</w:p></w:comment>'
NOTED = p(
    f'<w:commentRangeStart w:id="4"/>{run(WEAK)}<w:commentRangeEnd w:id="4"/><w:r><w:commentReference w:id="4"/></w:r>'
)
TICKS = ("None", "Partial", "Full")
Cells = Mapping[str, Mapping[str, str]]
"""By unit and criterion ("8580-500 1.2"): what its "wording", "strategies" and "evidence" cells hold, words or XML."""


def form(
    cells: Cells | None = None,
    *,
    answers: Sequence[str] = ("Certificate: YES", "Diploma: N/A"),
    summary: str = "",
    units: Sequence[str] = CERTIFICATE,
    missing: Sequence[str] = (),
    main_type: str = "",
    **parts: str,
) -> bytes:
    """A form that maps these units, whole but for `cells` and for the criteria that are `missing`."""
    unit_of = load_reference().unit
    tables = [tbl(*_rows(unit_of(ref), cells or {}, missing), columns=4) for ref in units]
    body = [
        p("Harbour Coaching Programme"),
        p("Every learner has an induction of one hour and four hours of tutorial support."),
        p("Rules of Combination CHECK"),
        tbl(tr(*answers), columns=len(answers)),
        summary,
        *tables,
    ]
    kind = {"main_type": main_type} if main_type else {}
    return docx("".join(body), **kind, **parts)


def summary(ticks: Mapping[str, Sequence[str]], titles: Sequence[str] = TICKS) -> str:
    """The Summary table: by unit, what stands in the columns of these titles, words or XML."""
    head = tr("Ref", "Unit Title", "Credit Value", *titles, "Comments", "Title of Assessment")
    unit_of = load_reference().unit
    rows = [tr(ref, unit_of(ref).title, str(unit_of(ref).credits), *said, "", "") for ref, said in ticks.items()]
    return tbl(head, *rows, columns=5 + len(titles))


def _rows(unit: Unit, cells: Cells, missing: Sequence[str]) -> list[str]:
    rows = [
        tr(f"Unit No: {unit.ref}", f"{unit.title} {unit.credits} credits", "", ""),
        tr("Learning Outcomes", "Assessment Criteria", "Learning Strategies", "Assessment Evidence"),
    ]
    for outcome in unit.outcomes:
        for criterion in outcome.criteria:
            key = f"{unit.ref} {criterion.ref}"
            said = {"wording": f"{criterion.ref} {criterion.text}", "strategies": STRATEGIES, "evidence": EVIDENCE}
            said |= cells.get(key, {})
            if key not in missing:
                rows.append(tr(f"{outcome.number} {outcome.text}", *map(tc, said.values())))
    return rows
