"""Small submissions as Word files: a certificate that is whole but for the cells that a test says."""

from collections.abc import Mapping, Sequence
from html import escape

from pipeline.reference import Unit, load_reference
from tests.wordml import docx

STRATEGIES = "Workshop with practice in threes and a reading list."
EVIDENCE = "Assignment 1, marked by the tutor."


def certificate(evidence: Mapping[str, str] | None = None, *, programme: str = "Harbour Coaching Programme") -> bytes:
    """A Word file that maps the certificate; `evidence` by unit and criterion: {"8580-500 1.2": ""}."""
    award = load_reference().awards[0]
    return _form("Certificate: YES", award.units, evidence or {}, programme)


def every_unit(evidence: Mapping[str, str]) -> bytes:
    """A Word file that maps all the criteria of the qualification, for both awards."""
    units = [unit.ref for unit in load_reference().units]
    return _form("Certificate: YES, Diploma: YES", units, evidence, "Harbour Coaching Programme")


def _form(claim: str, units: Sequence[str], evidence: Mapping[str, str], programme: str) -> bytes:
    qualification = load_reference()
    parts = [
        paragraph(programme),
        paragraph("Every learner has an induction of one hour and four hours of tutorial support."),
        table([["Rules of combination", *claim.split(", ")]]),
        table([["Customer Programme Title", programme]]),
        *(_unit(qualification.unit(ref), evidence) for ref in units),
    ]
    return docx("".join(parts))


def _unit(unit: Unit, evidence: Mapping[str, str]) -> str:
    rows = heading(unit)
    for outcome in unit.outcomes:
        for criterion in outcome.criteria:
            said = evidence.get(f"{unit.ref} {criterion.ref}", EVIDENCE)
            rows.append([f"{outcome.number} {outcome.text}", f"{criterion.ref} {criterion.text}", STRATEGIES, said])
    return paragraph(unit.title) + table(rows)


def heading(unit: Unit) -> list[list[str]]:
    """The rows that head a unit's table."""
    return [
        [f"Unit No: {unit.ref}", f"{unit.title} {unit.credits} credits", "", ""],
        ["Learning Outcomes", "Assessment Criteria", "Learning Strategies", "Assessment Evidence"],
    ]


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table's XML, each line of a cell a paragraph."""
    lines = "".join(f"<w:tr>{''.join(f'<w:tc>{_lines(text)}</w:tc>' for text in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * len(rows[0])}</w:tblGrid>{lines}</w:tbl>"


def _lines(text: str) -> str:
    return "".join(paragraph(line) for line in text.split("\n"))


def paragraph(text: str) -> str:
    """A paragraph's XML."""
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
