"""The one tree of errors: each carries a code and a sentence that says what to do."""

from enum import StrEnum


class ErrorCode(StrEnum):
    """The codes of `error.json`: why a submission could not be read."""

    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    UNSUPPORTED_FORMAT = "unsupported_format"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NO_TEXT_LAYER = "no_text_layer"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    CONVERTER_MISSING = "converter_missing"
    INTERNAL = "internal"


class PipelineError(Exception):
    """Anything that stops the pipeline, with advice that a reader can act on."""

    def __init__(self, advice: str) -> None:
        super().__init__(advice)
        self.advice = advice


class SubmissionError(PipelineError):
    """A submission that cannot be read, and why."""

    def __init__(self, code: ErrorCode, advice: str) -> None:
        super().__init__(advice)
        self.code = code


class PagesError(SubmissionError):
    """A submission with more pages to be recognised from pictures than may be in one go; `pages` is how many it has."""

    def __init__(self, pages: int, advice: str) -> None:
        super().__init__(ErrorCode.TOO_LARGE, advice)
        self.pages = pages


class NotDrawnError(PipelineError):
    """A file of the pack that cannot be drawn for this submission; the others can."""


class DataError(PipelineError):
    """A reference or policy file that is wrong; `advice` names the file and the place inside it."""


class UsageError(PipelineError):
    """A command that cannot be carried out as it was given."""
