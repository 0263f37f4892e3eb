"""Rows over several criteria: each criterion that no other row maps is found by them."""

import pytest

from pipeline.match import match
from pipeline.model.document import Location, Passage
from pipeline.model.submission import Column, Statement, Submission, UnitBlock
from pipeline.policy import load_policy
from pipeline.reference import load_reference

REFERENCE = load_reference()
UNIT = REFERENCE.units[3]
AT = Location(table=4, row=3)


def _matching(*statements: Statement):
    block = UnitBlock(UNIT.ref, UNIT.title, UNIT.credits, Location(table=4, row=1), ())
    form = Submission(None, None, (), (), (block,), statements, (), (), (), (), "")
    return match(form, REFERENCE, load_policy())


def _said(column: Column, text: str, *, outcome: str | None = None, numbers: tuple[str, ...] = (), at: Location = AT):
    return Statement(column, UNIT.ref, outcome, numbers, Passage(text, at))


@pytest.mark.parametrize(
    ("outcome", "numbers", "refs"),
    [
        (None, (), [criterion.ref for criterion in UNIT.criteria]),
        ("2", (), ["2.1", "2.2", "2.3", "2.4"]),
        (None, ("1.1", "3.2"), ["1.1", "3.2"]),
    ],
)
def test_a_row_over_several_criteria_maps_each_of_them(outcome, numbers, refs):
    rows = _matching(_said(Column.EVIDENCE, "Essay", outcome=outcome, numbers=numbers)).rows
    assert [(row.unit, row.ref, row.kind) for row in rows] == [(UNIT.ref, ref, "number_only") for ref in refs]


def test_both_columns_of_one_row_stand_together():
    said = (_said(Column.EVIDENCE, "Essay", outcome="1"), _said(Column.STRATEGIES, "Seminar", outcome="1"))
    row = _matching(*said).rows[0].row
    assert (row.strategies.text, row.evidence.text, row.location) == ("Seminar", "Essay", AT)


def test_a_line_outside_the_tables_maps_no_criterion_by_itself():
    assert _matching(_said(Column.EVIDENCE, "Essay", at=Location())).rows == ()
