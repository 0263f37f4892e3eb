"""Result to one HTML page: the review report of a submission."""

from pipeline.result import Result


def render(result: Result) -> bytes:
    """The report as a whole page, UTF-8: no outside request, complete without JavaScript."""
    raise NotImplementedError
