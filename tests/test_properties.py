"""What holds of every submission: order decides nothing, and more evidence never lowers a status."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from pipeline.extract import extract
from pipeline.judge import judge
from pipeline.match import match
from pipeline.model.document import Document, Table
from pipeline.model.submission import Submission
from pipeline.policy import load_policy
from pipeline.readers import dispatch
from pipeline.reference import load_reference
from pipeline.result import SubmissionInfo
from tests.corpus.generate import generate

REFERENCE, POLICY = load_reference(), load_policy()
SOURCE = SubmissionInfo(
    file="a.docx", sha256="0" * 64, format="docx", pages=None, programme=None, customer=None, read_by="docx"
)
RANK = ("none", "partial", "full")
FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
GAPS = next(Path("inputs").glob("*with gaps.docx")).read_bytes()


def _statuses(form: Submission) -> Mapping[str, str]:
    result = judge(form, match(form, REFERENCE, POLICY), REFERENCE, POLICY, SOURCE)
    return {f"{unit.ref}/{c.ref}": c.status for unit in result.units for c in unit.criteria}


def _document(packed: bytes) -> Document:
    return dispatch.read(packed, POLICY.limits)


@FEW
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_units_tables_changes_no_status(random):
    document = _document(GAPS)
    units = [block for block in document.blocks if isinstance(block, Table)][-3:]
    shuffled = random.sample(units, len(units))
    moved = {id(table): other for table, other in zip(units, shuffled, strict=True)}
    other = structs.replace(document, blocks=tuple(moved.get(id(block), block) for block in document.blocks))
    assert _statuses(extract(other, POLICY.form, REFERENCE)) == _statuses(extract(document, POLICY.form, REFERENCE))


@FEW
@given(st.integers(0, 24), st.randoms(use_true_random=False))
def test_a_named_assessment_where_there_was_nothing_lowers_no_status(seed, random):
    form = extract(_document(generate(seed).docx), POLICY.form, REFERENCE)
    blank = [(b, r) for b, block in enumerate(form.blocks) for r, row in enumerate(block.rows) if not row.evidence.text]
    before = _statuses(form)
    for b, r in random.sample(blank, min(3, len(blank))):
        rows = list(form.blocks[b].rows)
        rows[r] = replace(rows[r], evidence=structs.replace(rows[r].evidence, text="Assignment 7 (marked essay)"))
        block = replace(form.blocks[b], rows=tuple(rows))
        form = replace(form, blocks=(*form.blocks[:b], block, *form.blocks[b + 1 :]))
    after = _statuses(form)
    assert all(RANK.index(after[key]) >= RANK.index(status) for key, status in before.items())
