"""Which awards are claimed: the Rules of Combination block, then the cover, then the qualification's edited title."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.front import labelled
from pipeline.extract.patterns import any_of
from pipeline.extract.sheets import Piece, Sheet
from pipeline.model.document import Cell, Location, Paragraph
from pipeline.model.submission import Answer, Claim, Unanswered
from pipeline.policy.form import Form, FormAward
from pipeline.text import squash

_AROUND = " \t\n:–—-=?_."
_OR = re.compile(r"\b(?:or|delete as (?:appropriate|applicable))\b", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def read_claims(pieces: Sequence[Piece], form: Form) -> tuple[Claim, ...]:
    """One claim an award at most, in the policy's order.

    The block counts before the cover, and the cover before the title of the qualification.
    """
    found: dict[str, Claim] = {}
    sources = (_in_block(pieces, form), _on_cover(pieces, form), _in_title(pieces, form))
    for at, source in enumerate(sources):
        if at and any(claim.answer is Answer.YES for claim in found.values()):
            break
        for claim in source:
            found.setdefault(claim.award, claim)
    return tuple(found[award.award] for award in form.claims.awards if award.award in found)


# ---------------------------------------------------------------- the block


def _in_block(pieces: Sequence[Piece], form: Form) -> Iterator[Claim]:
    for piece in _block(pieces, form):
        if isinstance(piece, Paragraph):
            yield from _in_text(piece.text, piece.location, form)
        else:
            yield from _in_table(piece, form)


def _block(pieces: Sequence[Piece], form: Form) -> Iterator[Piece]:
    """The lines and tables of the Rules of Combination."""
    is_block = False
    for piece in pieces:
        if isinstance(piece, Paragraph):
            is_block = is_block or any_of((form.claims.block,)).search(piece.text) is not None
            if is_block:
                yield piece
        else:
            if is_block or _names_block(piece, form):
                yield piece
            is_block = False


def _names_block(sheet: Sheet, form: Form) -> bool:
    """Whether a table is the block: its own words say so, or its cells begin with the awards' words."""
    if any(any_of((form.claims.block,)).search(text) for row in sheet.texts for text in row):
        return True
    begun = {
        award.award
        for row in sheet.texts
        for text in row
        for award in form.claims.awards
        if re.match(rf"\W*{award.word}", text, re.IGNORECASE)
    }
    return len(begun) > 1


def _in_table(sheet: Sheet, form: Form) -> Iterator[Claim]:
    for at, row in enumerate(sheet.rows):
        for cell in row.cells:
            whole = squash(cell.text)
            claims = list(_in_text(cell.text, cell.location, form)) or list(_in_text(whole, cell.location, form))
            yield from claims
            award = None if claims else _award_alone(whole, form)
            if award is None:
                continue
            first = (cell.location.column or 1) - 1
            beside = sheet.texts[at][first + cell.column_span :][:1]
            below = [sheet.texts[at + cell.row_span][first]] if at + cell.row_span < len(sheet.rows) else []
            for text in (*beside, *below):
                is_other = any_of(tuple(other.word for other in form.claims.awards)).search(text)
                if text and not is_other and (said := _answer(text, form)):
                    yield Claim(award, said, cell.location)
                    break


def _award_alone(text: str, form: Form) -> str | None:
    """The award that a short cell names, where it names just one."""
    words = form.claims
    named = [award.award for award in words.awards if any_of((award.word,)).search(text)]
    is_answered = any_of((*words.yes, *words.no, *words.not_applicable)).search(text) is not None
    return named[0] if len(named) == 1 and not is_answered and len(text.split()) <= words.answer_words_max else None


def _in_text(text: str, location: Location, form: Form) -> Iterator[Claim]:
    """The answers of lines like "Certificate: YES", "☒ Certificate ☐ Diploma"."""
    for line in text.split("\n"):
        squashed = _SPACES.sub(" ", line).strip()
        places = sorted(
            (found.start(), found.end(), award)
            for award in form.claims.awards
            for found in any_of((award.word,)).finditer(squashed)
        )
        if not places or len({award.award for *_, award in places}) < len(places):
            continue
        yield from _between(squashed, places, location, form)


def _between(
    line: str, places: Sequence[tuple[int, int, FormAward]], location: Location, form: Form
) -> Iterator[Claim]:
    """Each award's answer: the words behind it up to the next; the box before it where the line begins with one."""
    boxes = set(form.claims.boxes_ticked) | set(form.claims.boxes_unticked)
    leads = line[:1] in boxes
    if not leads and len(line[: places[0][0]].split()) > form.claims.lead_words_max:
        return
    for at, (start, end, award) in enumerate(places):
        before = line[places[at - 1][1] if at else 0 : start]
        after = line[end : places[at + 1][0] if at + 1 < len(places) else len(line)]
        said = _boxed(before, form) if leads else _answer(after, form)
        if said:
            yield Claim(award.award, said, location)


def _boxed(text: str, form: Form) -> Answer | None:
    return Answer.YES if any(box in text for box in form.claims.boxes_ticked) else None


def _answer(text: str, form: Form) -> Answer | None:
    """The answer in words behind an award; None where none or more than one is left standing."""
    words = form.claims
    if len(text.split()) > words.answer_words_max:
        return None
    folded = text.strip(" :–—-=?")
    spans = {
        answer: [found.span() for found in any_of(patterns).finditer(folded)]
        for answer, patterns in (
            (Answer.NOT_APPLICABLE, words.not_applicable),
            (Answer.NO, words.no),
            (Answer.YES, words.yes),
        )
    }
    taken = [span for answer in (Answer.NOT_APPLICABLE, Answer.NO) for span in spans[answer]]
    spans[Answer.YES] = [(a, b) for a, b in spans[Answer.YES] if not any(x <= a and b <= y for x, y in taken)]
    said = [answer for answer, places in spans.items() if places]
    if len(said) > 1:
        said = [answer for answer in said if any(_is_ticked(folded, place, form) for place in spans[answer])]
    if not said and len(folded.split()) <= 2 and _is_tick(folded, form):
        return Answer.YES
    return said[0] if len(said) == 1 else None


def _is_ticked(text: str, place: tuple[int, int], form: Form) -> bool:
    """Whether a ticked box stands beside a word, on the side on which the line has its boxes."""
    ticked, unticked = form.claims.boxes_ticked, form.claims.boxes_unticked
    start, end = place
    is_before = text.strip()[:1] in (*ticked, *unticked)
    side = text[:start].rstrip()[-1:] if is_before else text[end:].lstrip()[:1]
    return side in ticked and bool(side)


def _is_tick(text: str, form: Form) -> bool:
    return text.casefold() in form.ticks and text.casefold() not in form.unticked


# ---------------------------------------------------------------- what the block leaves open


def read_unanswered(pieces: Sequence[Piece], form: Form) -> tuple[Unanswered, ...]:
    """The awards for which the block has a line and no answer, each once, in the document's order."""
    answered = {claim.award for claim in _in_block(pieces, form)}
    found: dict[str, Unanswered] = {}
    for piece in _block(pieces, form):
        for one in _open_lines(piece, form):
            if one.award not in answered:
                found.setdefault(one.award, one)
    return tuple(found.values())


def _open_lines(piece: Piece, form: Form) -> Iterator[Unanswered]:
    if isinstance(piece, Paragraph):
        yield from _open_line(piece.text, piece.location, form)
        return
    for at, row in enumerate(piece.rows):
        for cell in row.cells:
            for one in _open_line(cell.text, cell.location, form):
                yield one if one.choices else replace(one, location=_answer_cell(piece, at, cell).location)


def _open_line(text: str, location: Location, form: Form) -> Iterator[Unanswered]:
    """The one award that a line or cell names, where nothing or a choice stands behind it.

    A box before it is the answer: unticked, the award is not claimed.
    """
    named = [(found, award) for award in form.claims.awards for found in any_of((award.word,)).finditer(text)]
    if len(named) != 1:
        return
    found, award = named[0]
    before, rest = text[: found.start()], text[found.end() :].strip(_AROUND)
    is_boxed = any(box in before for box in (*form.claims.boxes_unticked, *form.claims.boxes_ticked))
    is_short = len(before.split()) <= form.claims.lead_words_max
    if is_short and not is_boxed and (not rest or _is_choice(rest, form)):
        yield Unanswered(award.award, rest, location)


def _is_choice(text: str, form: Form) -> bool:
    """Whether a text is answers to choose from, and nothing else: "YES/NO/N/A", "☐ Yes ☐ No"."""
    left, met = text, 0
    for patterns in (form.claims.not_applicable, form.claims.no, form.claims.yes):
        left, count = any_of(patterns).subn(" ", left)
        met += count > 0
    is_ticked = any(box in text for box in form.claims.boxes_ticked)
    return met > 1 and not is_ticked and not any(map(str.isalnum, _OR.sub(" ", left)))


def _answer_cell(sheet: Sheet, at: int, cell: Cell) -> Cell:
    """Where the answer belongs that a cell asks for: beside it, below it, or in it where neither is blank."""
    first = (cell.location.column or 1) - 1
    beside = sheet.grid[at][first + cell.column_span :][:1]
    below = [sheet.grid[at + cell.row_span][first]] if at + cell.row_span < len(sheet.rows) else []
    return next((one for one in (*beside, *below) if one is not None and not one.text.strip()), cell)


# ---------------------------------------------------------------- cover and title


def _on_cover(pieces: Sequence[Piece], form: Form) -> Iterator[Claim]:
    """Sentences that say what is applied for; the qualification's own title names both awards and claims neither."""
    words = form.claims
    for text, location, is_line in _texts(pieces):
        for award in words.awards:
            patterns = (*words.stated, *words.titles) if is_line else words.stated
            found = any_of(tuple(pattern.replace("@", award.word) for pattern in patterns)).search(text)
            if found and not any_of((words.denied, *words.both)).search(_sentence(text, found)):
                yield Claim(award.award, Answer.YES, location)


def _sentence(text: str, found: re.Match[str]) -> str:
    """The sentence that a match stands in."""
    start = max(text.rfind(sign, 0, found.start()) for sign in ".;!?") + 1
    end = min((at for sign in ".;!?" if (at := text.find(sign, found.end())) >= 0), default=len(text))
    return text[start:end]


def _in_title(pieces: Sequence[Piece], form: Form) -> Iterator[Claim]:
    """The qualification's title where it was edited to name one award alone."""
    for value in labelled(pieces, form.front.qualification, form):
        named = [award.award for award in form.claims.awards if any_of((award.word,)).search(value)]
        if len(named) == 1:
            yield Claim(named[0], Answer.YES, Location())


def _texts(pieces: Sequence[Piece]) -> Iterator[tuple[str, Location, bool]]:
    """Lines and cells: the words, where, and whether they are a line outside the tables."""
    for piece in pieces:
        if isinstance(piece, Paragraph):
            yield squash(piece.text), piece.location, True
        else:
            yield from ((squash(cell.text), cell.location, False) for row in piece.rows for cell in row.cells)
