"""Review to the files of its pack: which there are, and what draws each."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from importlib import import_module
from typing import cast

from msgspec import Struct

from pipeline.errors import NotDrawnError
from pipeline.report.review import Review

Source = Callable[[], bytes]
"""Gives the submission's own bytes to who asks for them. Raises: NotDrawnError, where they are not to be had."""

Render = Callable[[Review, Source], tuple[str, bytes]]
"""What draws one file: the ending of its name, after the submission's own name, and what it holds."""


class Drawn(Struct, frozen=True):
    """Files by the ending of their names, and a sentence for each that could not be drawn."""

    files: dict[str, bytes]
    notes: list[str]


NOTHING = Drawn({}, [])


def draw(review: Review, source: Source, only: Collection[str] = ()) -> Drawn:
    """The files of a pack beside its result.json: those kinds of `REPORTS` that are asked for, () for all of them."""
    files: dict[str, bytes] = {}
    notes: list[str] = []
    for kind, render in REPORTS.items():
        if only and kind not in only:
            continue
        try:
            ending, packed = render(review, source)
        except NotDrawnError as error:
            notes.append(error.advice)
        else:
            files[ending] = packed
    return Drawn(files, notes)


def _from_review(room: str, ending: str, review: Review, _: Source) -> tuple[str, bytes]:
    """The file that a room of this package draws; it is loaded when it is asked for, as each loads a library."""
    render = cast(Callable[[Review], bytes], import_module(f"pipeline.report.{room}").render)
    return ending, render(review)


def _from_source(room: str, review: Review, source: Source) -> tuple[str, bytes]:
    """The file that a room makes of the submission's own; it is loaded when it is asked for too."""
    return cast(Render, import_module(f"pipeline.report.{room}").render)(review, source)


REPORT_ENDING = " - coverage report.html"
WORKBOOK_ENDING = " - coverage.xlsx"
WORD_ENDING = " - coverage report.docx"
LETTER_ENDING = " - reply to customer.docx"
MAIL_ENDING = " - reply to customer.txt"
COPY_ENDING = " - with comments"
"""Behind it stands the submission's own, which no other file's name has."""

REPORTS: Mapping[str, Render] = {
    "html": partial(_from_review, "webpage", REPORT_ENDING),
    "docx": partial(_from_review, "word", WORD_ENDING),
    "comments": partial(_from_source, "annotated"),
    "reply": partial(_from_review, "letter", LETTER_ENDING),
    "email": partial(_from_review, "mail", MAIL_ENDING),
    "xlsx": partial(_from_review, "workbook", WORKBOOK_ENDING),
}
"""By the word that asks for it."""

_ENDINGS = (REPORT_ENDING, WORKBOOK_ENDING, WORD_ENDING, LETTER_ENDING, MAIL_ENDING)


def is_drawn(ending: str) -> bool:
    """Whether a file with this ending, after the submission's name, is one of a pack's reports."""
    return ending in _ENDINGS or ending.startswith(f"{COPY_ENDING}.")
