"""One row of a criterion table to its lines: what stands in it, read by the table's layout."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extract import scope
from pipeline.extract.columns import Layout
from pipeline.extract.headings import UnitHeading, column_heading, row_heading
from pipeline.extract.headrows import (
    CRITERIA,
    EVIDENCE,
    EXTRA,
    NUMBER,
    OUTCOME,
    OUTCOME_NUMBER,
    STRATEGIES,
    UNIT,
)
from pipeline.extract.lines import Line, OutcomeLine, RowLine, Said, ScopeLine, words
from pipeline.extract.numbers import alone, by_lines, has_outcome_label, leading, outcome_number
from pipeline.extract.patterns import any_of, plain
from pipeline.extract.scope import Scope
from pipeline.extract.sheets import Sheet, lowest
from pipeline.model.document import Cell, Location, Passage
from pipeline.model.submission import Column
from pipeline.policy.form import Form
from pipeline.text import squash

_COLUMNS = {STRATEGIES: Column.STRATEGIES, EVIDENCE: Column.EVIDENCE}


@dataclass(frozen=True, slots=True)
class Context:
    """What is known before a table is read: its unit numbers' prefix, the Summary's unit titles, the layout before it,
    the outcome above it."""

    form: Form
    prefix: str
    titles: frozenset[str] = frozenset()
    before: Layout | None = None
    outcome_number: str | None = None
    outcome: str = ""


@dataclass(slots=True)
class Place:
    """Where the reading of a table stands: the outcome and the unit that hold for the rows to come."""

    outcome_number: str | None
    outcome: str
    unit: str | None = None
    outcome_cells: tuple[Cell, ...] = ()

    def enter(self, number: str | None, text: str, cells: tuple[Cell, ...] = ()) -> None:
        """Takes up an outcome."""
        self.outcome_number, self.outcome, self.outcome_cells = number, text, cells


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a sheet under a layout; `own` are the cells with words that begin in it."""

    sheet: Sheet
    at: int
    layout: Layout
    own: list[Cell]

    @property
    def location(self) -> Location:
        """Where the row stands."""
        return self.sheet.rows[self.at].location

    def cells(self, *roles: str) -> list[Cell]:
        """The distinct cells at the columns of these meanings, merged ones from above too."""
        line = self.sheet.grid[self.at]
        found: list[Cell] = []
        for role in roles:
            for column in self.layout.of(role):
                cell = line[column]
                if cell is not None and not any(cell is other for other in found):
                    found.append(cell)
        return found

    def is_across(self, cell: Cell) -> bool:
        """Whether a cell lies over criteria and what is mapped to them."""
        first = (cell.location.column or 1) - 1
        held = set(self.layout.roles[first : first + cell.column_span])
        is_over_both = bool(held & {CRITERIA, NUMBER, OUTCOME}) and bool(held & {EVIDENCE, STRATEGIES})
        return cell.column_span >= self.sheet.width or is_over_both


@dataclass(frozen=True, slots=True)
class _Criterion:
    """A row's criterion: its numbers, its text, the cell that holds it, its whole number within the outcome."""

    numbers: tuple[str, ...]
    text: str
    cell: Cell | None
    ordinal: int | None


def read_row(sheet: Sheet, at: int, layout: Layout, place: Place, context: Context) -> Iterator[Line]:
    """The lines that one row below a heading row gives; `place` goes on with it."""
    form = context.form
    row = GridRow(sheet, at, layout, sheet.own(at))
    if not row.own or any_of(form.furniture).search(squash(row.own[0].text)):
        return
    criterion = _criterion(row, form)
    if not criterion.numbers and (found := _unit(row, context)):
        place.enter(None, "")
        yield found
        return
    yield from _unit_column(row, place, context)
    if len(row.own) == 1 and row.is_across(row.own[0]):
        yield from _across(row, place, form)
    else:
        yield from _beside(row, criterion, place, form)


def _beside(row: GridRow, criterion: _Criterion, place: Place, form: Form) -> Iterator[Line]:
    """A row whose cells stand under their columns."""
    said = {role: _said(row, role, form) for role in (STRATEGIES, EVIDENCE)}
    if not (criterion.numbers and criterion.text) or len(criterion.numbers) > 1:
        scopes = list(_scopes(row, criterion, said, form))
        if scopes:
            if has_outcome_label(row.own[0].text, form.numbers) and (outcome := scopes[0].scope.outcome):
                place.enter(outcome, "")
            yield from scopes
            return
    _see_outcome(row, place, form)
    if not criterion.numbers and (found := _outcome(row, criterion, said, place, form)):
        place.enter(found.number, found.text)
        yield found
    elif criterion.numbers or criterion.text or any(one.has_words for one in said.values()):
        yield RowLine(
            numbers=criterion.numbers,
            text=criterion.text,
            outcome_number=place.outcome_number,
            outcome=place.outcome,
            strategies=said[STRATEGIES],
            evidence=said[EVIDENCE],
            location=row.location,
            cell=criterion.cell,
            ordinal=criterion.ordinal,
            confidence=lowest(cell.confidence for cell in row.cells(NUMBER, CRITERIA)),
        )


# ---------------------------------------------------------------- criterion, strategies, evidence


def _criterion(row: GridRow, form: Form) -> _Criterion:
    """The criterion of a row: numbers from their own column, else from the text's start."""
    text_cells = row.cells(CRITERIA)
    number_cells = [cell for cell in row.cells(NUMBER) if not any(cell is other for other in text_cells)]
    number_text = squash(" ".join(cell.text for cell in number_cells))
    written = "\n".join(cell.text.strip() for cell in text_cells if cell.text.strip())
    numbers = alone(number_text, form.numbers) or leading(number_text, form.numbers).numbers
    inside = by_lines(written, form.numbers)
    is_repeated = bool(inside.numbers) and set(inside.numbers) <= set(numbers or inside.numbers)
    digits = "".join(filter(str.isalnum, number_text))
    is_whole = not numbers and digits.isascii() and digits.isdigit()
    return _Criterion(
        numbers=numbers or inside.numbers,
        text=inside.rest if is_repeated else written,
        cell=next(iter(text_cells or number_cells), None),
        ordinal=int(digits) if is_whole else None,
    )


def _said(row: GridRow, role: str, form: Form) -> Said:
    """The cells of a column, and the names of the assessments that are ticked for it."""
    names = []
    for one in row.layout.named:
        mark = row.sheet.texts[row.at][one.at]
        folded = mark.casefold()
        if one.column.value != role or not mark or folded in form.unticked:
            continue
        if folded not in form.ticks:
            names.append(f"{one.name}: {mark}")
        elif not (row.layout.has_checks and folded in form.crosses):
            names.append(one.name)
    return Said(tuple(row.cells(role)), "; ".join(names))


# ---------------------------------------------------------------- unit headings


def _unit(row: GridRow, context: Context) -> UnitHeading | None:
    """The unit heading that a row among the criteria is: by its number, or by a title that the Summary lists."""
    first = row.own[0]
    is_wide = row.is_across(first)
    if (row.layout.of(UNIT) and not is_wide) or (
        not is_wide and any(first is cell for cell in row.cells(EVIDENCE, STRATEGIES))
    ):
        return None
    found = row_heading(row.sheet, row.at, context.form, context.prefix)
    if found is None and len(row.own) == 1 and plain(first.text) in context.titles:
        return UnitHeading(None, squash(first.text), None, row.location)
    return found


def _unit_column(row: GridRow, place: Place, context: Context) -> Iterator[UnitHeading]:
    """A new unit where the row's unit column names another than the row above."""
    text = squash(" ".join(row.sheet.texts[row.at][column] for column in row.layout.of(UNIT)))
    if not text:
        return
    found = column_heading(text, row.location, context.form, context.prefix)
    key = found.ref or plain(text)
    if key != place.unit:
        place.unit = key
        place.enter(None, "")
        yield found


# ---------------------------------------------------------------- rows that are no criterion


def _across(row: GridRow, place: Place, form: Form) -> Iterator[Line]:
    """What a cell over the whole width says: a statement, an outcome, or a criterion with nothing mapped to it."""
    cell = row.own[0]
    text = cell.text.strip()
    scopes, mapped = scope.several(text, form)
    if scopes and mapped:
        column = scope.column(text.removesuffix(mapped), form)
        yield from (ScopeLine(one, column, _part(mapped, cell)) for one in scopes)
        return
    if found := scope.stated(text, form):
        said = found[1] or text
        yield ScopeLine(found[0], scope.column(text[: -len(said)] or text, form), _part(said, cell))
        return
    if anywhere := scope.find_scope(text, form):
        yield ScopeLine(anywhere, scope.column(text, form), _part(text, cell))
        return
    read = leading(text, form.numbers)
    if read.numbers:
        outcome = place.outcome_number, place.outcome
        line = RowLine(read.numbers, read.rest, *outcome, Said(), Said(), row.location, cell)
        yield replace(line, confidence=cell.confidence)
        return
    number, rest = outcome_number(text, form.numbers)
    if number or has_outcome_label(text, form.numbers) or not row.layout.of(OUTCOME):
        place.enter(number, squash(rest))


def _part(text: str, cell: Cell) -> Passage:
    """Some of a cell's words, at its place."""
    return Passage(text, cell.location, cell.confidence)


def _scopes(row: GridRow, criterion: _Criterion, said: dict[str, Said], form: Form) -> Iterator[ScopeLine]:
    """A row whose first words say what it covers: its strategies and evidence are what is mapped."""
    passages = {column: words(said[role], row.location) for role, column in _COLUMNS.items()}
    others = row.cells(STRATEGIES, EVIDENCE, UNIT, EXTRA)
    heads = [cell for cell in row.own if not any(cell is other for other in others)]
    if heads:
        scopes, rest = _headed(row, heads, criterion, form)
        if rest and not any_of(form.told_by.verbs).search(rest):
            column = scope.column(squash(" ".join(cell.text for cell in heads)).removesuffix(rest), form)
            text = "\n".join(filter(None, (rest, passages[column].text)))
            place = heads[-1].location if text == rest else passages[column].location
            sure = lowest((passages[column].confidence, *(cell.confidence for cell in heads)))
            passages[column] = Passage(text, place, sure)
        yield from (ScopeLine(one, *said) for one in scopes for said in passages.items() if said[1].text)
        return
    for column, one in passages.items():
        found = scope.stated(one.text, form)
        if found and found[1]:
            yield ScopeLine(found[0], column, Passage(found[1], one.location, one.confidence))


def _headed(row: GridRow, heads: list[Cell], criterion: _Criterion, form: Form) -> tuple[tuple[Scope, ...], str]:
    """What the cells of number and criterion cover, where they say no more, and what is mapped to it in them."""
    beside = row.cells(OUTCOME_NUMBER, OUTCOME)
    numbers = (outcome_number(cell.text, form.numbers)[0] for cell in beside if cell.text.strip())
    own = next(filter(None, numbers), None)
    texts = [squash(cell.text) for cell in heads if not any(cell is other for other in beside)]
    is_beside = bool(texts)
    texts = texts or [squash(cell.text) for cell in heads]
    narrow = [one for text in texts if is_beside and (one := scope.named(text, form, own))]
    wide = [text for text in texts if not text.isdecimal() and not scope.named(text, form, own)]
    found = scope.stated(" ".join(wide), form) if wide else None
    if wide and found is None:
        whole = scope.stated(" ".join(texts), form)
        is_bare = whole and not whole[1] and not (criterion.numbers and whole[0].numbers)
        return ((whole[0],), "") if whole and is_bare else scope.several(" ".join(texts), form)
    rest = found[1] if found else ""
    if narrow:
        return narrow[0], rest
    if found is None or (found[0].numbers and (rest or criterion.numbers)):
        return (), ""
    if len(criterion.numbers) > 1:
        return (replace(found[0], numbers=criterion.numbers),), rest
    is_named = any(scope.named(squash(cell.text), form) for cell in beside)
    is_of_outcome = is_named or any_of((form.scope.of_outcome,)).search(wide[0]) is not None
    is_outcomes = is_beside and own and found[0].outcome is None and is_of_outcome
    return (replace(found[0], outcome=own) if is_outcomes else found[0],), rest


def _see_outcome(row: GridRow, place: Place, form: Form) -> None:
    """Takes up the outcome that stands beside a row."""
    cells = tuple(cell for cell in row.cells(OUTCOME_NUMBER, OUTCOME) if cell.text.strip())
    if not cells or all(any(cell is other for other in place.outcome_cells) for cell in cells):
        return
    numbers = (outcome_number(cell.text, form.numbers)[0] for cell in row.cells(OUTCOME_NUMBER))
    number = next(filter(None, numbers), None)
    texts = [cell.text for cell in row.cells(OUTCOME) if cell.text.strip()]
    own, text = outcome_number("\n".join(texts), form.numbers) if texts else (None, "")
    if not text and (number or own) in (None, place.outcome_number):
        text = place.outcome
        own = own or place.outcome_number
    place.enter(number or own, squash(text), cells)


def _outcome(
    row: GridRow, criterion: _Criterion, said: dict[str, Said], place: Place, form: Form
) -> OutcomeLine | None:
    """The outcome that stands in a row of its own, in its own column or in the criteria's."""
    passages = words(said[STRATEGIES], row.location), words(said[EVIDENCE], row.location)
    beside = [cell for cell in row.cells(OUTCOME) if any(cell is own for own in row.own)]
    if beside and not criterion.text and criterion.ordinal is None:
        return OutcomeLine(place.outcome_number, place.outcome, *passages)
    whole = squash(" ".join([*(cell.text for cell in row.cells(NUMBER)), criterion.text]))
    if row.layout.of(OUTCOME) or not whole:
        return None
    number, text = outcome_number(whole, form.numbers)
    if number and (row.layout.is_numbered or has_outcome_label(whole, form.numbers)):
        return OutcomeLine(number, squash(text), *passages)
    return None
