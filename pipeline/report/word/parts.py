"""The small things that every section of the Word report draws: statuses, differing words, what a row is about."""

from collections.abc import Sequence

from pipeline.report import words
from pipeline.report.differences import Run
from pipeline.report.docx.markup import joined, link, run, sign
from pipeline.report.rows import Action
from pipeline.report.shown import short
from pipeline.result import Place, UnitStatus

WIDTH = 14_400
"""Of every table, in twentieths of a point: the form's own."""

LABEL, NAME, SENTENCE = 60, 160, 300
"""As many characters as have their place in a narrow cell, in a name, and on the first page."""

SHADE = {"full": "", "partial": "FFF3DC", "none": "FCE4E1", "not_claimed": "F2F2F2"}
"""Behind a status, beside its word and sign."""

STYLE = {"full": "Full", "partial": "Partial", "none": "None", "not_claimed": "Quiet"}


def status(value: UnitStatus) -> str:
    """A status as sign and word."""
    return sign(f"{words.STATUS_SIGN[value]} ", STYLE[value]) + run(words.STATUS[value], STYLE[value])


def needs_eye() -> str:
    """What marks a doubt."""
    return run("? Needs your eye", "Eye")


def about(action: Action) -> str:
    """What an action is about: "8580-500 1.2"."""
    return concerning(action.unit, action.criteria)


def concerning(unit: str | None, criteria: str | None) -> str:
    """A unit and its criteria as a label: "8580-500 1.2", "Whole document"."""
    return short(" ".join(filter(None, (unit or "Whole document", criteria))), LABEL)


def place(location: Place | None) -> str:
    """Where it is in the document, as a label."""
    return short(words.place(location), LABEL)


def named(text: str) -> str:
    """A name as the customer gives it."""
    return run(short(text, NAME))


def written(text: str) -> str:
    """What the customer wrote in a cell."""
    return run(text) if text.strip() else run("Blank", "Theirs")


def marked(parts: Sequence[Run], style: str) -> str:
    """Runs of words, those that the other wording does not have in the style."""
    return joined(run(part.text, style if part.is_own else "") for part in parts)


def linked(text: str, anchor: str) -> str:
    """A text that leads to a place in the report."""
    return link(run(text, "Hyperlink"), anchor)
