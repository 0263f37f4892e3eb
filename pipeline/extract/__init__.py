"""Document to Submission: all that knows what a mapping form looks like."""

from pipeline.model import Document, Submission
from pipeline.policy import Form


def extract(document: Document, form: Form) -> Submission:
    """What the form says: its units' rows, claims, summary, support statements, placeholders."""
    raise NotImplementedError
