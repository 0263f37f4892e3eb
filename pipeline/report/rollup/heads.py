"""How the columns of the tables are headed where people read them, and which rows go where not all have room."""

from collections.abc import Mapping

CRITERION_HEADS: Mapping[str, str] = {
    "submission": "Submission",
    "customer": "Customer",
    "programme": "Programme",
    "qualification": "Qualification",
    "received": "Received",
    "unit": "Unit",
    "unit_title": "Unit title",
    "criterion": "Criterion",
    "criterion_text": "What the unit requires",
    "status": "Coverage",
    "certain": "Needs your eye",
    "messages": "Why",
    "requests": "What to ask for",
    "must": "Must do or advice",
    "risk": "Risk",
    "assessments": "Assessments",
    "match": "How the row was found",
    "reasons": "Codes",
    "reason_kinds": "Kinds",
    "file": "File",
    "sha256": "SHA-256",
}
"""The columns of the criteria in the order in which people read them."""

EXCEL_ROWS = 1_048_575
"""What a sheet of Excel holds below its heads."""
SHEET_ROWS = 50_000
"""What a workbook's sheet of criteria is given: it is to be filtered by a person, and drawn anew in seconds."""
