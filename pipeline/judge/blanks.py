"""What the customer left blank in the form, and what belongs there."""

import re
from collections.abc import Iterator
from typing import get_args

from pipeline.judge import messages
from pipeline.judge.findings import Judged
from pipeline.model.submission import SummaryRow, TickCell, Unanswered
from pipeline.policy.form import Form, FormClaims
from pipeline.result import Blank, CombinationAnswer, Status

_STATUSES: tuple[Status, ...] = get_args(Status)


def blanks(judged: Judged) -> list[Blank]:
    """The ticks that the Summary lacks, then the answers that the Rules of Combination lack."""
    return [*_ticks(judged), *_answers(judged)]


def _ticks(judged: Judged) -> Iterator[Blank]:
    """The ticks of each judged unit without one; a line where anything is written is left as it is."""
    form = judged.case.policy.form
    rows = {row.unit: row for row in judged.case.submission.summary}
    for unit in judged.units:
        row = rows.get(unit.ref)
        if row is None or unit.status == "not_claimed" or not _is_blank(row, form):
            continue
        for status in _STATUSES:
            tick = next((tick for tick in row.ticks if tick.status in (status, None)), None)
            place = messages.place(tick.location) if tick else None
            if tick and place:
                words = _tick(tick, status, form)
                yield Blank(unit=unit.ref, award=None, when=status, place=place, instead_of=tick.text, words=words)


def _is_blank(row: SummaryRow, form: Form) -> bool:
    return all(not tick.text or tick.text in form.claims.boxes_unticked for tick in row.ticks)


def _tick(tick: TickCell, status: Status, form: Form) -> str:
    """What is written into a cell: a tick in a column of ticks, the word in one of words."""
    if tick.status is None:
        return status.capitalize()
    return form.claims.boxes_ticked[0] if tick.text else form.summary.tick


def _answers(judged: Judged) -> Iterator[Blank]:
    """The answers for the awards without one; none where no award is claimed, as then the form is not filled in."""
    claims = judged.case.policy.form.claims
    for line in judged.case.submission.unanswered if judged.claimed else ():
        place = messages.place(line.location)
        for answer, words in claims.written if place else ():
            written = _written(line, (answer, words), claims)
            if place and written:
                told = {"instead_of": written[0], "words": written[1]}
                yield Blank(unit=None, award=line.award, when=answer, place=place, **told)


def _written(line: Unanswered, said: tuple[CombinationAnswer, str], claims: FormClaims) -> tuple[str, str] | None:
    """What is written for an answer, after what it takes the place of; None where there is no box to be ticked for it.

    A box for NO stays as it is: ticked, it would say that the award is not claimed.
    """
    answer, words = said
    if not any(box in line.choices for box in claims.boxes_unticked):
        return line.choices, words
    patterns = {"yes": claims.yes, "n/a": claims.not_applicable}.get(answer, ())
    found = next(filter(None, (re.search(one, line.choices, re.IGNORECASE) for one in patterns)), None)
    return _ticked(line.choices, found.span(), claims) if found else None


def _ticked(choices: str, option: tuple[int, int], claims: FormClaims) -> tuple[str, str] | None:
    """An option with the box beside it, and the same with the box ticked: on the side where the line has its boxes."""
    start, end = option
    ticked = claims.boxes_ticked[0]
    if choices.startswith(claims.boxes_unticked):
        at = len(choices[:start].rstrip()) - 1
        return (choices[at:end], ticked + choices[at + 1 : end]) if choices[at] in claims.boxes_unticked else None
    at = end + len(choices[end:]) - len(choices[end:].lstrip())
    is_box = choices[at : at + 1] in claims.boxes_unticked and at < len(choices)
    return (choices[start : at + 1], choices[start:at] + ticked) if is_box else None
