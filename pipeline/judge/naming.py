"""A cell's words to the names of the assessments in them, spelt alike."""

from pipeline.judge.reading import Reading
from pipeline.policy import Names


def named_assessments(reading: Reading, titles: tuple[str, ...], names: Names) -> tuple[str, ...]:
    """The assessments that a cell names, as the Summary lists them or as the cell writes them."""
    return ()
