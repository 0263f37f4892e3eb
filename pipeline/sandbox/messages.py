"""What goes between a sandbox and its child. What comes back is data that is checked: the child is not trusted."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.errors import DataError, ErrorCode, PagesError, PipelineError, SubmissionError, UsageError
from pipeline.report.drawing import Drawn
from pipeline.report.review import Review
from pipeline.result import Outcome, Result

Work = Literal["check", "pack", "redraw", "tables", "draft"]
Packs = Literal["all", "gaps", "none"]
"""Of which submissions the reports are drawn: of all, of those that are not complete, of none."""


def is_packed(packs: Packs, outcome: Outcome) -> bool:
    """Whether a submission gets a pack; one that could not be read has a gap."""
    is_complete = isinstance(outcome, Result) and outcome.verdict == "complete"
    return packs == "all" or (packs == "gaps" and not is_complete)


@dataclass(frozen=True, slots=True)
class Start:
    """What a child is told at its start: its folder for temporary files, the data files, whether to collect garbage."""

    folder: Path
    reference: Path | None
    policy: Path | None
    is_collecting: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be drawn: which kinds of reports, () for all; and the last submission's result, to compare with.

    `review`: what is to be drawn anew of the submission, where it was checked before. `packs`: of which verdicts.
    """

    packs: Packs = "all"
    only: tuple[str, ...] = ()
    since: Result | None = None
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One piece of work on one submission, of which so many pages may be recognised; `wanted` where it is drawn."""

    work: Work
    source: Path
    pages: int
    wanted: Wanted | None = None


class Packed(msgspec.Struct, frozen=True):
    """The answer where a pack is asked for: the encoded result, what was drawn of it, and each stage's seconds."""

    result: bytes
    drawn: Drawn
    seconds: dict[str, float]


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The child has loaded the checker. From the policy: the deadline, how much more a page, and how many pages."""

    deadline_s: int
    page_s: int
    pages: int


class Answer(msgspec.Struct, frozen=True, tag=True):
    """The work is done."""

    body: bytes


class Refused(msgspec.Struct, frozen=True, tag=True):
    """The work cannot be done: which error stopped it."""

    kind: Literal["submission", "pages", "usage", "data"]
    advice: str
    code: ErrorCode = ErrorCode.INTERNAL
    pages: int = 0

    @classmethod
    def of(cls, error: PipelineError) -> "Refused":
        """The message for an error of ours."""
        match error:
            case PagesError():
                return cls("pages", error.advice, error.code, error.pages)
            case SubmissionError():
                return cls("submission", error.advice, error.code)
            case DataError():
                return cls("data", error.advice)
            case _:
                return cls("usage", error.advice)

    def error(self) -> PipelineError:
        """The error that the message stands for."""
        match self.kind:
            case "pages":
                return PagesError(self.pages, self.advice)
            case "submission":
                return SubmissionError(self.code, self.advice)
            case "data":
                return DataError(self.advice)
            case "usage":
                return UsageError(self.advice)


_STOPPED = {
    ErrorCode.TIMEOUT: "Checking it took longer than the {seconds} s that a check may take, so it was stopped. "
    "Please copy the mapping into a new Word document and send that, or send it in parts.",
    ErrorCode.OUT_OF_MEMORY: "Checking it took more memory than a check may have, so it was stopped. "
    "Please copy the mapping into a new Word document without pictures and send that.",
    ErrorCode.CRASHED: "Something in it made the checker break off. "
    "Please open it in Word, save it as a new Word document (.docx) and send that.",
}


def stopped(code: ErrorCode, seconds: int = 0) -> SubmissionError:
    """The error of a check that came to no end of its own; `seconds`: what it was given."""
    return SubmissionError(code, _STOPPED[code].format(seconds=seconds))


Reply = Ready | Answer | Refused

_DECODER: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


def packed(reply: Reply) -> bytes:
    """The message as it crosses."""
    return msgspec.msgpack.encode(reply)


def unpacked(message: bytes) -> Reply:
    """The message that crossed. Raises: msgspec.MsgspecError, where it is none."""
    return _DECODER.decode(message)
