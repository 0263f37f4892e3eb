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

    def __init__(self, code: str, advice: str) -> None:
        super().__init__(advice)
        self.code = code
        self.advice = advice


class SubmissionError(PipelineError):
    """A submission that cannot be read; `code` is one of `ErrorCode`."""

    def __init__(self, code: ErrorCode, advice: str) -> None:
        super().__init__(code, advice)


class DataError(PipelineError):
    """A reference or policy file that is wrong; `advice` names the file and the place inside it."""

    def __init__(self, advice: str) -> None:
        super().__init__("data", advice)


class UsageError(PipelineError):
    """A command that cannot be carried out as it was given."""

    def __init__(self, advice: str) -> None:
        super().__init__("usage", advice)
