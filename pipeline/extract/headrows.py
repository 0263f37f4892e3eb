"""Which rows of a table head its columns, and what a column's heading means."""

from functools import lru_cache

from pipeline.extract import scope
from pipeline.extract.numbers import leading
from pipeline.extract.patterns import any_of, plain
from pipeline.extract.profiles import profile
from pipeline.extract.sheets import Sheet
from pipeline.policy.form import Form, FormColumn

Roles = tuple[str | None, ...]
EXTRA, NUMBER, UNIT, CRITERIA, OUTCOME = "extra", "number", "unit", "criteria", "outcome"
EVIDENCE, STRATEGIES, OUTCOME_NUMBER, TICKS = "evidence", "strategies", "outcome_number", "ticks"
MAPPED = (EVIDENCE, STRATEGIES)
"""The columns that are judged."""


def meanings(heading: str, form: Form) -> tuple[str, ...]:
    """What a column headed so may mean, the likeliest first; () where its words are none of the form's."""
    if not heading or len(heading.split()) > form.heading_words_max:
        return ()
    return _meanings(plain(heading), form.columns)


@lru_cache(maxsize=4096)
def _meanings(words: str, columns: tuple[FormColumn, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.role for entry in columns if any_of(entry.words).search(words)))


def headings(sheet: Sheet, at: int, form: Form) -> Roles | None:
    """The meanings of a heading row's places; None where the row is no heading."""
    if any(text[:1].isdigit() and leading(text, form.numbers).numbers for text in sheet.texts[at]):
        return None
    own = {id(cell) for cell in sheet.rows[at].cells}
    found: list[str | None] = []
    for cell, text in zip(sheet.grid[at], sheet.texts[at], strict=True):
        known = meanings(text, form) if cell is not None and id(cell) in own else ()
        found.append(known[0] if known else None)
    told = set(found)
    if told & {CRITERIA, NUMBER} and None in told and _has_ticks_below(sheet, at, found, form):
        told |= {EVIDENCE}
    is_full = CRITERIA in told and bool(told & {EVIDENCE, STRATEGIES, OUTCOME, NUMBER})
    is_without_criteria = {EVIDENCE, STRATEGIES} <= told and bool(told & {OUTCOME, NUMBER, UNIT})
    if not is_full and told & {EVIDENCE, STRATEGIES} and _are_names(sheet, at, found, form):
        is_full = is_without_criteria or _has_numbers_below(sheet, at, found, form)
    return tuple(found) if is_full and not _is_data(sheet, at, found, form) else None


def is_unknown_heading(sheet: Sheet, form: Form) -> bool:
    """Whether the first row of a table is a heading in words that the form does not know, above numbered criteria."""
    texts = sheet.texts[0]
    is_short = len(sheet.own(0)) > 1 and all(len(text.split()) <= form.name_words_max for text in texts)
    return is_short and not any(leading(text, form.numbers).numbers for text in texts if text)


def _has_numbers_below(sheet: Sheet, at: int, roles: list[str | None], form: Form) -> bool:
    """Whether criterion numbers stand in a column that the form knows no words for."""
    places = (column for column, role in enumerate(roles) if role is None and sheet.texts[at][column])
    below = (profile(sheet.column(column, at + 1), form) for column in places)
    return any(seen.numbers + seen.leading >= form.share_min for seen in below)


def _are_names(sheet: Sheet, at: int, roles: list[str | None], form: Form) -> bool:
    """Whether the words that the form does not know are as short as names of columns are."""
    unknown = (text for text, role in zip(sheet.texts[at], roles, strict=True) if role is None)
    return all(len(text.split()) <= form.name_words_max for text in unknown)


def _is_data(sheet: Sheet, at: int, roles: list[str | None], form: Form) -> bool:
    """Whether a row is a criterion's or a statement's after all: numbers, a command, words of scope."""
    verbs = any_of(form.told_by.verbs)
    for text, role in zip(sheet.texts[at], roles, strict=True):
        if text and (leading(text, form.numbers).numbers or scope.find_scope(text, form)):
            return True
        if CRITERIA not in roles and scope.named(text, form):
            return True
        if role == CRITERIA and verbs.search(text):
            return True
    return False


def _has_ticks_below(sheet: Sheet, at: int, roles: list[str | None], form: Form) -> bool:
    """Whether ticks stand in a column that the form knows no words for."""
    places = (column for column, role in enumerate(roles) if role is None and sheet.texts[at][column])
    return any(text.casefold() in form.ticks for column in places for text in sheet.column(column, at + 1))


def lower_headings(sheet: Sheet, at: int, roles: Roles, form: Form) -> Roles | None:
    """The meanings of a second heading row's places; None where the next row is none.

    It is one where no place under the criteria has words of its own but a heading's, and a heading above spans it.
    """
    if at + 1 >= len(sheet.rows):
        return None
    above, below = sheet.grid[at], sheet.grid[at + 1]
    found: list[str | None] = []
    is_spanned = False
    for column in range(sheet.width):
        cell, text = below[column], sheet.texts[at + 1][column]
        if cell is None or cell is above[column] or not text:
            found.append(None)
            continue
        known = meanings(text, form)
        upper = above[column]
        spans = upper is not None and upper.column_span > cell.column_span
        if leading(text, form.numbers).numbers or scope.find_scope(text, form) or scope.named(text, form):
            return None
        if not known and not (spans and roles[column] in (*MAPPED, None)):
            return None
        is_spanned = is_spanned or spans or not sheet.texts[at][column]
        found.append(known[0] if known else None)
    is_heading = (is_spanned and len(sheet.own(at + 1)) > 1) or headings(sheet, at + 1, form) is not None
    return tuple(found) if is_heading and roles != tuple(found) else None
