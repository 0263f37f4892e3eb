"""Document to Submission: all that knows what a mapping form looks like."""

from pipeline.extract.own import form_of
from pipeline.extract.reader import read
from pipeline.extract.template import read_template
from pipeline.model.document import Document
from pipeline.model.submission import Submission
from pipeline.policy.form import Form
from pipeline.reference import Qualification

__all__ = ["extract", "read_template"]


def extract(document: Document, form: Form, qualification: Qualification) -> Submission:
    """What the form says, read for a qualification: its units' rows, claims, summary, support, placeholders."""
    return read(document, form_of(form, qualification))
