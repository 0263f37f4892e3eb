"""Document to Submission, part by part, by the words that a form knows."""

from pipeline.extract.blocks import read_blocks
from pipeline.extract.claims import read_claims, read_unanswered
from pipeline.extract.front import read_customer, read_programme, read_qualification
from pipeline.extract.headings import qualification as number
from pipeline.extract.placeholders import read_placeholders
from pipeline.extract.sheets import pieces
from pipeline.extract.summary import read_summary
from pipeline.extract.support import read_support
from pipeline.extract.terms import read_terms
from pipeline.model.document import Document
from pipeline.model.submission import Submission
from pipeline.policy.form import Form, FormSaw


def read(document: Document, form: Form) -> Submission:
    """What a form says that knows its qualification's words, or none."""
    found = pieces(document)
    prefix = number(found, form)
    summary = read_summary(found, form, prefix)
    others = tuple(piece for piece in found if id(piece) not in summary.used)
    mapping = read_blocks(others, summary.rows, form, prefix)
    used = mapping.used | summary.used
    front = tuple(piece for piece in found if id(piece) not in used)
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
        placeholders=read_placeholders((*found, *margins), mapping.used, form.placeholders),
        notes=document.notes,
        qualification=read_qualification((*front, *margins), form),
        unanswered=read_unanswered(front, form),
        saw="" if mapping.blocks else _saw(len(document.tables), form.saw),
    )


def _saw(tables: int, words: FormSaw) -> str:
    if not tables:
        return words.nothing
    return words.one if tables == 1 else words.many.format(count=tables)
