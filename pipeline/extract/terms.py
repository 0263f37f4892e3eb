"""Codes that the document explains: "A1 = coaching essay", keys to the assessments, "professional discussion (PD)"."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.extract.patterns import any_of, plain
from pipeline.extract.sheets import Piece, Sheet
from pipeline.model.document import Location, Paragraph
from pipeline.model.submission import SummaryRow, Term
from pipeline.policy.form import Form, FormTerms
from pipeline.text import squash

_PARTS = re.compile(r"[\n;•·]+|(?<=\))\s*,")
_INITIALS = re.compile(r"((?:[A-Za-z][\w'’-]*[ -]){1,5}[A-Za-z][\w'’-]*)\s*\(([A-Z]{2,5})\)")


def read_terms(pieces: Sequence[Piece], summary: Sequence[SummaryRow], form: Form) -> tuple[Term, ...]:
    """The codes in order, each once: from lines and tables, then from the Summary's titles ("CW1 Coaching essay")."""
    found: dict[str, Term] = {}
    is_key = False
    for at, piece in enumerate(pieces):
        if isinstance(piece, Paragraph):
            is_head = any_of(form.terms.key).search(piece.text) is not None
            terms = _in_lines(piece, form.terms, is_list=is_key or is_head or _is_list(pieces, at, form.terms))
            is_key = is_head or (is_key and bool(terms))
        else:
            terms = _in_table(piece, form.terms, is_key=is_key)
            is_key = False
        for term in terms:
            found.setdefault(term.code, term)
    for term in _in_titles(summary, form.terms):
        found.setdefault(term.code, term)
    return tuple(found.values())


def _in_titles(summary: Sequence[SummaryRow], words: FormTerms) -> Iterator[Term]:
    """The codes that the Summary's titles of assessments begin with."""
    for row in summary:
        for title in row.assessments:
            coded = re.match(words.titled, title)
            term = _term(coded["code"], coded["meaning"], row.location, words) if coded else None
            if term:
                yield term


@lru_cache(maxsize=8)
def _explained(words: FormTerms, *, is_list: bool) -> re.Pattern[str]:
    between = "|".join((*words.means, *(words.lists if is_list else ())))
    return re.compile(rf"^[\W_]*(?P<code>{words.code})(?:{between})[\"“'‘]?(?P<meaning>[^\W_].*)$", re.DOTALL)


def _in_lines(line: Paragraph, words: FormTerms, *, is_list: bool) -> list[Term]:
    """The codes explained in a line: anywhere by "=" or "means", in a list by a colon or dash too."""
    text = line.text
    head = any_of(words.key).match(text)
    if head and head.end() < len(text):
        text = text[head.end() :].lstrip(" :–—-")
    return [*_explanations(text, line.location, words, is_list=is_list), *_by_initials(text, line.location, words)]


def _explanations(text: str, location: Location, words: FormTerms, *, is_list: bool) -> Iterator[Term]:
    for part in _PARTS.split(text):
        found = _explained(words, is_list=is_list).match(part.strip())
        if found and (term := _term(found["code"], found["meaning"], location, words)):
            yield term


def _by_initials(text: str, location: Location, words: FormTerms) -> Iterator[Term]:
    """Words with their initials in brackets behind them: "professional discussion (PD)"."""
    for found in _INITIALS.finditer(text) if "(" in text else ():
        said = re.split(r"[ -]", found[1])[-len(found[2]) :]
        initials = "".join(word[0] for word in said).upper()
        if initials == found[2] and (term := _term(found[2], " ".join(said), location, words)):
            yield term


def _is_list(pieces: Sequence[Piece], at: int, words: FormTerms) -> bool:
    """Whether a line stands in a list of codes: it explains several, or a neighbour explains one in the same way."""

    def codes(piece: Piece) -> int:
        return (
            len(list(_explanations(piece.text, piece.location, words, is_list=True)))
            if isinstance(piece, Paragraph)
            else 0
        )

    here = codes(pieces[at])
    beside = [codes(pieces[near]) for near in (at - 1, at + 1) if 0 <= near < len(pieces)]
    return here > 1 or (here > 0 and any(beside))


def _in_table(sheet: Sheet, words: FormTerms, *, is_key: bool) -> list[Term]:
    """The codes of a key table: one whose heading says so, that stands under a key's heading, or all of whose first
    cells are codes."""
    terms: list[Term] = []
    for row in sheet.rows:
        for cell in row.cells:
            terms += _explanations(cell.text, cell.location, words, is_list=_lists(cell.text, words))
    is_head = sheet.width >= 2 and any_of(words.head).search(plain(sheet.texts[0][0])) is not None
    body = sheet.texts[1:] if is_head else sheet.texts
    codes = [re.fullmatch(words.code, row[0]) is not None for row in body if row[0]]
    if sheet.width >= 2 and codes and all(codes) and (is_head or is_key):
        for row, texts in zip(sheet.rows[-len(body) :], body, strict=True):
            if texts[0] and (term := _term(texts[0], texts[1], row.location, words)):
                terms.append(term)
    return terms


def _lists(text: str, words: FormTerms) -> bool:
    return sum(_explained(words, is_list=True).match(part.strip()) is not None for part in _PARTS.split(text)) > 1


def _term(code: str, meaning: str, location: Location, words: FormTerms) -> Term | None:
    said = squash(meaning).strip(" .,;\"”'’")
    is_fit = len(code) <= words.code_characters_max and 0 < len(said.split()) <= words.meaning_words_max
    if not is_fit or re.match("|".join(words.not_codes), code) or not any(map(str.isalpha, said)):
        return None
    return Term(code.strip(), said, location)
