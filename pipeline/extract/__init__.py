"""Document to Submission: all that knows what a mapping form looks like."""

from pipeline.extract.blocks import read_blocks
from pipeline.extract.claims import read_claims
from pipeline.extract.front import read_customer, read_programme
from pipeline.extract.headings import qualification
from pipeline.extract.placeholders import read_placeholders
from pipeline.extract.sheets import pieces
from pipeline.extract.summary import read_summary
from pipeline.extract.support import read_support
from pipeline.extract.terms import read_terms
from pipeline.model.document import Document
from pipeline.model.submission import Submission
from pipeline.policy.form import Form, FormSaw


def extract(document: Document, form: Form) -> Submission:
    """What the form says: its units' rows, claims, summary, support statements, placeholders."""
    read = pieces(document)
    prefix = qualification(read, form)
    summary = read_summary(read, form, prefix)
    others = tuple(piece for piece in read if id(piece) not in summary.used)
    mapping = read_blocks(others, summary.rows, form, prefix)
    used = mapping.used | summary.used
    front = tuple(piece for piece in read if id(piece) not in used)
    margins = tuple(line for line in document.margins if line.text.strip())
    return Submission(
        programme=read_programme((*front, *margins), form),
        customer=read_customer((*front, *margins), form),
        claims=read_claims(front, form),
        summary=summary.rows,
        blocks=mapping.blocks,
        statements=mapping.statements,
        terms=read_terms(front, summary.rows, form),
        support=read_support(front, form),
        placeholders=read_placeholders((*read, *margins), mapping.used, form.placeholders),
        notes=document.notes,
        saw="" if mapping.blocks else _saw(len(document.tables), form.saw),
    )


def _saw(tables: int, words: FormSaw) -> str:
    if not tables:
        return words.nothing
    return words.one if tables == 1 else words.many.format(count=tables)
