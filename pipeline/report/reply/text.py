"""Review to what the customer is told, in words: what was checked, what was found, what happens next."""

from collections.abc import Iterator, Sequence

from pipeline.report import words
from pipeline.report.reply.blocks import Blank, Block, Bullets, Heading, Lines, Reply, Text, Words
from pipeline.report.reply.plan import Plan, planned, points
from pipeline.report.review import Review
from pipeline.report.shown import short
from pipeline.report.since import Since
from pipeline.result import Change, Result

_LONGEST_NAME = 160
_LOOKED_FOR = (
    "For each assessment criterion we looked for two things: how it is taught, and which assessment every learner "
    "completes. We read what the document says. We have not seen the assessments themselves."
)
_NEEDED = (
    "The unit mapping of your programme, as a Word document, on the form with its own tables.",
    "In each row: the criterion in the unit’s own words, how it is taught, and which assessment all learners complete.",
    "The award that the mapping is for.",
)
_IN_WORD = "Please make the changes in the same Word document, and keep the form’s own tables and numbers."
_IN_WORD_INSTEAD = (
    "Please make the changes in Word, and keep the form’s own tables and numbers. Send the Word document itself, not a "
    "PDF or a scan."
)
_AS_WORD = (
    "Please make the changes in the same document, and keep the form’s own tables and numbers. Send it as a Word "
    "document (.docx)."
)
_WORD = ("docx", "docm", "dotx", "dotm")
_SENDER = ("your name", "your role", "telephone or e-mail")


def reply(review: Review) -> Reply:
    """What the customer is told of this result."""
    result = review.result
    plan = planned(result)
    return Reply(
        subject=_subject(result),
        letterhead=_letterhead(result),
        text=tuple(_text(review, plan)),
        plan=tuple(points(plan)),
    )


def _subject(result: Result) -> str:
    submission = result.submission
    if result.verdict == "not_a_mapping":
        return f"Your document: {short(submission.file, _LONGEST_NAME)}"
    return f"Your unit mapping: {short(submission.programme or submission.file, _LONGEST_NAME)}"


def _letterhead(result: Result) -> Sequence[Words]:
    customer = result.submission.customer
    return (
        ("Date: ", Blank("date", is_date=True)),
        ("Our reference: ", Blank("our reference")),
        (),
        (Blank("name"),),
        (short(customer, _LONGEST_NAME) if customer else Blank("organisation"),),
        (Blank("address"),),
        (),
    )


def _text(review: Review, plan: Plan) -> Iterator[Block]:
    result = review.result
    yield Text(("Dear ", Blank("name"), ","))
    yield from _checked(result)
    if result.verdict == "not_a_mapping":
        yield from _needed(result)
    else:
        yield Heading("What we found")
        yield from _found(result)
        yield from _since(review.since)
        yield Heading("What happens next")
        yield from _outcome(result, plan)
    if plan.must or plan.unclear or result.verdict != "complete":
        yield from _sending_back(result, plan)
    yield Text(("Thank you for your work on this.",))
    yield Lines((("Yours sincerely,",), (), *((Blank(label),) for label in _SENDER)))


def _checked(result: Result) -> Iterator[Block]:
    submission, reference = result.submission, result.reference
    mapping = f"the unit mapping of your programme {_quoted(submission.programme)}"
    is_named = submission.programme and result.verdict != "not_a_mapping"
    yield Text((f"Thank you for sending us {mapping if is_named else 'your document'}.",))
    said = f"We checked your document {_quoted(submission.file)} against {reference.title} ({reference.qualification})."
    yield Text((f"{said} {_LOOKED_FOR}" if result.counts.criteria else said,))


def _needed(result: Result) -> Iterator[Block]:
    yield Heading("What we found")
    yield Text((result.suggestion.why,))
    yield Heading("What we need")
    yield Bullets(tuple((item,) for item in _NEEDED))
    yield Text(("If this is the document that you meant to send, please tell us, and we will look again.",))


def _found(result: Result) -> Iterator[Block]:
    counts = result.counts
    if not counts.criteria:
        yield Text(("The form is not filled in yet: no unit is claimed, and no row has words in it.",))
        return
    reading = "" if _is_sure(result) else "As we read it, "
    if counts.full == counts.criteria:
        yield Text((words.begun(f"{reading}all {counts.criteria} criteria of your units are covered in full."),))
    else:
        parts = [f"{counts.full} {'is' if counts.full == 1 else 'are'} covered in full"]
        parts += [f"{counts.partial} in part"] if counts.partial else []
        parts += [f"{counts.none} not yet"] if counts.none else []
        said = f"{reading}of the {counts.criteria} criteria of your units, {words.listed(parts)}."
        yield Text((words.begun(said),))
    awards = [award for award in result.combinations if award.award in result.claimed]
    facts = [[fact for fact, _ in words.award_facts(award)] for award in awards]
    if awards:
        yield Bullets(tuple((f"{award.title}: {' '.join(told)}",) for award, told in zip(awards, facts, strict=True)))


def _is_sure(result: Result) -> bool:
    """Whether nothing is left to ask a person: neither which qualification it is, nor how a criterion is to be read."""
    criteria = (criterion for unit in result.units for criterion in unit.criteria)
    return not result.reference.question and all(criterion.certain for criterion in criteria)


def _since(since: Since | None) -> Iterator[Block]:
    if since:
        thanks = " Thank you for what you put right." if since.of(Change.PUT_RIGHT) else ""
        counts = words.since_counts(since)
        yield Text((f"Since your last document, {_quoted(since.file)}: {counts}.{thanks}",))


def _outcome(result: Result, plan: Plan) -> Iterator[Block]:
    if not result.claimed:
        first = "" if result.counts.criteria else "fill in the form, and "
        yield Text((f"Please {first}say in the document which award the mapping is for.",))
    elif not plan.must and not plan.unclear:
        yield Text(("There is nothing that you must put right.",))
    if said := tuple(_sizes(plan)):
        yield Text((" ".join((*said, "You find each in the action plan at the end.")),))
    if result.verdict == "complete" and not plan.must and not plan.unclear:
        yield Text(("Subject to the decision of our Quality and Compliance Manager, we need nothing more from you.",))
    else:
        yield Text(("Our Quality and Compliance Manager decides when we have your answer.",))


def _sizes(plan: Plan) -> Iterator[str]:
    """How many points there are of each part of the plan."""
    more = ""
    if count := len(plan.must):
        yield f"{words.things(count, 'point', 'points')} must be put right before we can go on."
        more = "more "
    if count := len(plan.unclear):
        points = words.things(count, f"{more}point", f"{more}points")
        yield f"On {points} we are not sure that we read you rightly."
        more = "more "
    if count := len(plan.advice):
        yield f"{words.things(count, f'{more}point is', f'{more}points are')} advice, which you are free to leave."


def _sending_back(result: Result, plan: Plan) -> Iterator[Block]:
    items: list[Words] = []
    if result.verdict != "not_a_mapping":
        items.append((_changes(result),))
    if plan.must or plan.unclear:
        items.append(("At each point of the action plan, please give the owner, by when, and your reply.",))
        items.append(("If you think that we misread something, say so in your reply. We will look again.",))
    what = "the document and the action plan" if plan.must or plan.unclear else "the document"
    items.append((f"Please send {what} to ", Blank("address or e-mail"), " by ", Blank("date", is_date=True), "."))
    yield Heading("How to send it back" if result.verdict != "not_a_mapping" else "How to send it")
    yield Bullets(tuple(items))


def _changes(result: Result) -> str:
    """Where the customer makes the changes: in what they sent, where that is a document that one writes in."""
    submission = result.submission
    if submission.format in _WORD:
        return _IN_WORD
    return _AS_WORD if submission.read_by == "libreoffice" else _IN_WORD_INSTEAD


def _quoted(name: str | None) -> str:
    return f"“{short(name or '', _LONGEST_NAME)}”"
