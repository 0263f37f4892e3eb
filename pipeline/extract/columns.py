"""Which column of a table means what: by the words of its heading, and by what stands in it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.extract.headrows import (
    CRITERIA,
    EVIDENCE,
    EXTRA,
    MAPPED,
    NUMBER,
    OUTCOME,
    OUTCOME_NUMBER,
    STRATEGIES,
    TICKS,
    UNIT,
    Roles,
    lower_headings,
    meanings,
)
from pipeline.extract.numbers import leading
from pipeline.extract.patterns import any_of, first, plain
from pipeline.extract.profiles import Profile, profile
from pipeline.extract.sheets import Sheet
from pipeline.model.submission import Column
from pipeline.policy.form import Form


@dataclass(frozen=True, slots=True)
class Named:
    """A column headed by an assessment's name, with ticks in its rows."""

    at: int
    name: str
    column: Column


@dataclass(frozen=True, slots=True)
class Layout:
    """What each column means, left to right; `width` is the table's number of columns.

    `headed` are the meanings that a heading gave. `has_checks`: real ticks stand in the columns of ticks, so that a
    cross says no. `is_numbered`: criteria bear their numbers, so that a whole number is an outcome's.
    """

    width: int
    roles: Roles
    named: tuple[Named, ...] = ()
    headed: frozenset[str] = frozenset()
    has_checks: bool = False
    is_numbered: bool = False

    def of(self, role: str) -> tuple[int, ...]:
        """The columns that have this meaning."""
        return _places(self.roles, role)

    @property
    def is_mapping(self) -> bool:
        """Whether there are criteria and something that is mapped to them."""
        has_cells = bool(self.of(EVIDENCE) or self.of(STRATEGIES) or self.named)
        return has_cells and bool(self.of(CRITERIA) or self.of(NUMBER))


@lru_cache(maxsize=256)
def _places(roles: Roles, role: str) -> tuple[int, ...]:
    return tuple(at for at, given in enumerate(roles) if given == role)


def layout(sheet: Sheet, at: int, roles: Roles, form: Form) -> tuple[Layout, int]:
    """The layout under a heading row at `at`, and how many rows the heading takes."""
    names = list(sheet.texts[at])
    taken = 1
    lower = lower_headings(sheet, at, roles, form)
    if lower is not None:
        taken = 2
        names = [below or above for above, below in zip(names, sheet.texts[at + 1], strict=True)]
        roles = tuple(_under(above, below) for above, below in zip(roles, lower, strict=True))
    profiles = [profile(sheet.column(column, at + taken), form) for column in range(sheet.width)]
    given = [
        _unit_or_other(sheet.column(column, at + taken), names[column], form) if role == UNIT else role
        for column, role in enumerate(roles)
    ]
    headed = frozenset(role for role in roles if role)
    _by_content(given, names, profiles, form)
    if _is_shifted(given, profiles, form):
        return replace(unheaded(sheet, at + taken, form), headed=headed), taken
    _fallbacks(given, names, profiles, form)
    named = tuple(_named(given, names, roles, profiles))
    for one in named:
        given[one.at] = TICKS
    return _finished(sheet, Layout(sheet.width, tuple(given), named, headed), form), taken


def _finished(sheet: Sheet, told: Layout, form: Form) -> Layout:
    """The layout with what its columns' contents say as a whole."""
    checks = set(form.ticks) - set(form.crosses)
    marks = (row[one.at].casefold() for row in sheet.texts for one in told.named)
    numbered = (row[at] for row in sheet.texts for at in (*told.of(NUMBER), *told.of(CRITERIA)))
    return replace(
        told,
        has_checks=any(mark in checks for mark in marks),
        is_numbered=any(leading(text, form.numbers).numbers for text in numbered if text),
    )


def _unit_or_other(texts: list[str], name: str, form: Form) -> str | None:
    """What a column headed "Unit" or "Module" is: the unit's where numbers of units or titles stand in it."""
    said = [text for text in texts if text]
    refs = sum(first(form.unit.refs, f"Unit {text}") is not None for text in said)
    words = sum(len(text.split()) for text in said)
    if not said or refs >= form.share_min * len(said) or words > form.title_words[0] * len(said):
        return UNIT
    return next(iter(meanings(name, form)[1:]), None)


def _under(above: str | None, below: str | None) -> str | None:
    """A lower heading's meaning, or the upper one's where the lower says nothing of its own."""
    return below if below and not (below == EXTRA and above in MAPPED) else above


def _by_content(given: list[str | None], names: list[str], profiles: list[Profile], form: Form) -> None:
    """Numbers told from texts under one heading, and headings left blank filled in from what stands below."""
    least = form.share_min
    for at, (role, seen) in enumerate(zip(given, profiles, strict=True)):
        left = given[at - 1] if at else None
        if role in (CRITERIA, OUTCOME, NUMBER, None, OUTCOME_NUMBER):
            if seen.numbers >= least and role != OUTCOME:
                given[at] = NUMBER
            elif role == CRITERIA and given.count(CRITERIA) == 1 and names[at + 1 : at + 2] != [""]:
                continue  # "LO1" and "Outcome 2" in the only column of criteria: rows over whole outcomes
            elif seen.integers >= least and (role in (OUTCOME, NUMBER, CRITERIA) or not names[at]):
                given[at] = OUTCOME_NUMBER if role != CRITERIA or CRITERIA not in given[:at] else NUMBER
            elif role == NUMBER and (seen.leading >= least or seen.words >= form.prose_words_min):
                given[at] = CRITERIA if CRITERIA not in given else None
            elif role is None and not names[at] and seen.words >= form.prose_words_min:
                given[at] = _after(left, given)
    _settle_numbers(given, names)


def _after(left: str | None, given: list[str | None]) -> str | None:
    """What a column of prose without a heading is, by the column to its left."""
    if left in MAPPED:
        other = STRATEGIES if left == EVIDENCE else EVIDENCE
        return left if other in given else other
    return {NUMBER: CRITERIA, OUTCOME_NUMBER: OUTCOME}.get(left or "", left)


def _settle_numbers(given: list[str | None], names: list[str]) -> None:
    """A column of whole numbers beside the criteria, with one beside the outcomes too, numbers the criteria."""
    numbers = [at for at, role in enumerate(given) if role == OUTCOME_NUMBER]
    for at in numbers:
        right = given[at + 1] if at + 1 < len(given) else None
        if right == CRITERIA and (len(numbers) > 1 or OUTCOME in given[:at]) and NUMBER not in given:
            given[at] = NUMBER


def _is_shifted(given: list[str | None], profiles: list[Profile], form: Form) -> bool:
    """Whether the headings do not stand over their columns: criterion numbers elsewhere than with the criteria."""
    if NUMBER in given or any(seen.leading for role, seen in zip(given, profiles, strict=True) if role == CRITERIA):
        return False
    return any(
        role in (*MAPPED, OUTCOME) and seen.numbers >= form.share_min
        for role, seen in zip(given, profiles, strict=True)
    )


def _fallbacks(given: list[str | None], names: list[str], profiles: list[Profile], form: Form) -> None:
    """What is still missing, from headings whose second meaning it is and from what stands in the columns."""
    least = form.share_min
    if CRITERIA not in given:
        wordy = [at for at, role in enumerate(given) if role is None and profiles[at].words >= form.prose_words_min]
        told = [at for at in wordy if profiles[at].verbs >= form.share_min or profiles[at].leading >= form.share_min]
        beside = [at for at in wordy if at and given[at - 1] == NUMBER]
        if chosen := (beside or told):
            given[chosen[0]] = CRITERIA
        elif OUTCOME in given and profiles[given.index(OUTCOME)].leading >= form.share_min:
            given[given.index(OUTCOME)] = CRITERIA
    for wanted in MAPPED:
        if wanted not in given:
            spare = [
                at
                for at, role in enumerate(given)
                if role in (EXTRA, None) or (role in MAPPED and given.count(role) > 1)
            ]
            by_name = (at for at in spare if wanted in meanings(names[at], form) and profiles[at].integers < least)
            by_words = (at for at in spare if given[at] is None and _is_told(profiles[at], wanted))
            place = next(by_name, next(by_words, None))
            if place is not None:
                given[place] = wanted


def _is_told(seen: Profile, wanted: str) -> bool:
    """Whether a column's words speak of teaching, or of assessment, in most of its cells."""
    leaning = seen.leaning if wanted == STRATEGIES else -seen.leaning
    return bool(seen.said) and leaning >= seen.form.share_min * len(seen.said)


def _named(given: list[str | None], names: list[str], roles: Roles, profiles: list[Profile]) -> Iterator[Named]:
    """The columns of ticks and the assessments that head them; `roles` are the headings' meanings alone."""
    for at, (role, name, seen) in enumerate(zip(given, names, profiles, strict=True)):
        if role not in (None, *MAPPED) or not name or not seen.said:
            continue
        form = seen.form
        is_alone = role is not None and given.count(role) == 1
        is_ticked = seen.ticks >= form.share_min and seen.has_tick
        is_brief = role == EVIDENCE and not is_alone and 0 < seen.words < form.prose_words_min
        if not (is_ticked or is_brief) or plain(name) in form.general_headings:
            continue
        yield Named(at, name, Column.STRATEGIES if _is_taught(at, name, roles, profiles) else Column.EVIDENCE)


def _is_taught(at: int, name: str, roles: Roles, profiles: list[Profile]) -> bool:
    """Whether a ticked column is a kind of teaching: by its heading, where no column tells the strategies in words.

    Beside such a column it is one only under a heading of strategies that it shares with others.
    """
    form = profiles[at].form
    own = next(iter(meanings(name, form)), None)
    if any(
        role == STRATEGIES and seen.said and seen.ticks < form.share_min
        for role, seen in zip(roles, profiles, strict=True)
    ):
        return roles[at] == STRATEGIES and own != STRATEGIES
    is_said = any_of(form.told_by.taught).search(name) and not any_of(form.told_by.assessed).search(name)
    return roles[at] == STRATEGIES or (roles[at] is None and bool(is_said))


# ---------------------------------------------------------------- tables without a heading row


def unheaded(sheet: Sheet, start: int, form: Form) -> Layout:
    """The layout that the columns themselves tell: numbers, the criteria beside them, what is left to their right."""
    profiles = [profile(sheet.column(column, start), form) for column in range(sheet.width)]
    given: list[str | None] = [None] * sheet.width
    text = _criteria(given, profiles, form)
    if text is None:
        return Layout(sheet.width, tuple(given))
    for at in range(text):
        if given[at] is None and profiles[at].integers >= form.share_min:
            given[at] = OUTCOME_NUMBER
        elif given[at] is None and profiles[at].words >= form.prose_words_min:
            given[at] = OUTCOME
    _mapped(given, [at for at in range(text + 1, sheet.width) if given[at] is None], profiles)
    return _finished(sheet, Layout(sheet.width, tuple(given)), form)


def _criteria(given: list[str | None], profiles: list[Profile], form: Form) -> int | None:
    """Marks the criteria's column and its numbers'; its place, None where no column bears criterion numbers."""
    least = form.share_min
    number = next((at for at, seen in enumerate(profiles) if seen.numbers >= least), None)
    if number is not None:
        beside = range(number + 1, len(profiles))
        text = next((at for at in beside if profiles[at].words >= form.prose_words_min), None)
        given[number] = NUMBER
    else:
        text = next((at for at, seen in enumerate(profiles) if seen.leading >= least), None)
        if text is None:
            text = next((at for at, seen in enumerate(profiles) if seen.verbs >= form.verbs_share_min), None)
    if text is not None:
        given[text] = CRITERIA
    return text


def _mapped(given: list[str | None], left: list[int], profiles: list[Profile]) -> None:
    """Marks strategies and evidence among the columns left over: by their words, else in the form's own order."""
    if len(left) < 2:
        for at in left:
            given[at] = STRATEGIES if profiles[at].leaning > 0 else EVIDENCE
        return
    one, other = left[:2]
    is_turned = profiles[other].leaning > profiles[one].leaning
    given[one], given[other] = (EVIDENCE, STRATEGIES) if is_turned else (STRATEGIES, EVIDENCE)
