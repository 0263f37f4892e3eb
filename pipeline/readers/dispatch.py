"""Bytes to Document: the format is told by the content, never by the name."""

from pipeline.model import Document


def read(packed: bytes) -> Document:
    """The document in a file's bytes. Raises: SubmissionError, where it cannot be read."""
    raise NotImplementedError
