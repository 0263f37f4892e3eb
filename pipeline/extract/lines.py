"""A criterion table to its lines: unit headings, outcomes, statements, rows; headings and furniture left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extract import columns, scope
from pipeline.extract.columns import CRITERIA, EVIDENCE, NUMBER, OUTCOME, OUTCOME_NUMBER, STRATEGIES, UNIT, Layout
from pipeline.extract.headings import UnitHeading, find_ref, row_heading, title_row
from pipeline.extract.numbers import alone, by_lines, has_outcome_label, leading, outcome_number
from pipeline.extract.patterns import any_of, plain
from pipeline.extract.scope import Scope
from pipeline.extract.sheets import Sheet, passage
from pipeline.model import Cell, Column, Location, Passage
from pipeline.policy import Form
from pipeline.text import squash


@dataclass(frozen=True, slots=True)
class Said:
    """One column of a row: its cells, and what is said by ticks under assessments' names."""

    cells: tuple[Cell, ...] = ()
    ticked: str = ""

    @property
    def has_words(self) -> bool:
        """Whether anything is written there."""
        return bool(self.ticked) or any(cell.text.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of the grid. `ordinal` is a criterion's number within its outcome; `cell` holds the criterion's text."""

    numbers: tuple[str, ...]
    text: str
    outcome_number: str | None
    outcome: str
    strategies: Said
    evidence: Said
    location: Location
    cell: Cell | None = None
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """An outcome in a row of its own, with what stands in its strategies and evidence."""

    number: str | None
    text: str
    strategies: Passage
    evidence: Passage


@dataclass(frozen=True, slots=True)
class ScopeLine:
    """A row that maps several criteria without being one."""

    scope: Scope
    column: Column
    passage: Passage


Line = UnitHeading | RowLine | OutcomeLine | ScopeLine


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
class _Place:
    """Where the reading of a table stands: the outcome and the unit that hold for the rows to come."""

    outcome_number: str | None
    outcome: str
    unit: str | None = None
    outcome_cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A table's lines, and what tells that it maps criteria: its layout and the points it earns."""

    lines: tuple[Line, ...]
    layout: Layout
    points: int
    outcome_number: str | None = None
    outcome: str = ""
    headed: bool = field(default=False)


def read(sheet: Sheet, context: Context) -> Reading:
    """The table read as a criterion table, whether or not it is one."""
    form = context.form
    heads = {at: roles for at in range(len(sheet.rows)) if (roles := columns.headings(sheet, at, form))}
    first = min(heads, default=None)
    before = context.before if context.before and context.before.width == sheet.width else None
    place = _Place(context.outcome_number, context.outcome)
    lines: list[Line] = []
    layout = before if first is None else (before if first > 0 else None)
    if first is None:
        layout = _unheaded(sheet, before, context)
    at = 0
    while at < len(sheet.rows):
        if at in heads:
            layout, taken = columns.layout(sheet, at, heads[at], form)
            if found := row_heading(sheet, at, form, context.prefix):
                lines.append(found)
            at += taken
            continue
        lines += _above(sheet, at, context) if layout is None else _row(sheet, at, (layout, place), context)
        at += 1
    layout = layout or Layout(sheet.width, (None,) * sheet.width)
    done = tuple(_ordinals(lines))
    points = _points(sheet, layout, done, (first, before, form))
    return Reading(done, layout, points, place.outcome_number, place.outcome, first is not None)


def _unheaded(sheet: Sheet, before: Layout | None, context: Context) -> Layout:
    """The layout of a table without a heading row: the one before it goes on where its numbers stand as there."""
    told = columns.unheaded(sheet, 0, context.form)
    if before and (not told.of(CRITERIA) or told.of(NUMBER) == before.of(NUMBER) or not told.is_mapping):
        return before
    return told


def _above(sheet: Sheet, at: int, context: Context) -> Iterator[Line]:
    """The unit heading that a row above the heading row is."""
    found = row_heading(sheet, at, context.form, context.prefix) or title_row(sheet, at, context.form, context.prefix)
    if found:
        yield found


def _row(sheet: Sheet, at: int, reading: tuple[Layout, _Place], context: Context) -> Iterator[Line]:
    """The lines that one row below a heading row gives."""
    layout, place = reading
    form = context.form
    own = sheet.own(at)
    if not own or any_of(form.furniture).search(squash(own[0].text)):
        return
    numbers, ordinal, text, cell = _criterion(sheet, at, layout, form)
    if not numbers and (found := _unit(sheet, at, layout, context)):
        _enter(place, None, "", ())
        yield found
        return
    yield from _unit_column(sheet, at, reading, context)
    said = {role: _said(sheet, at, layout, role, form) for role in (STRATEGIES, EVIDENCE)}
    if len(own) == 1 and _is_across(sheet, own[0], layout):
        yield from _across(own[0], reading, form)
        return
    if not numbers or not text:
        found_scope = list(_scope_row(sheet, at, (said, numbers, form)))
        yield from found_scope
        if found_scope:
            return
    _see_outcome(sheet, at, reading, form)
    if not numbers and (outcome := _outcome_row(sheet, at, reading, (said, text, ordinal), form)):
        _enter(place, outcome.number or place.outcome_number, outcome.text or place.outcome, ())
        yield outcome
        return
    if numbers or text or any(one.has_words for one in said.values()):
        yield RowLine(
            numbers=numbers,
            text=text,
            outcome_number=place.outcome_number,
            outcome=place.outcome,
            strategies=said[STRATEGIES],
            evidence=said[EVIDENCE],
            location=sheet.rows[at].location,
            cell=cell,
            ordinal=ordinal,
        )


def _enter(place: _Place, number: str | None, text: str, cells: tuple[Cell, ...]) -> None:
    place.outcome_number, place.outcome, place.outcome_cells = number, text, cells


def _cells(sheet: Sheet, at: int, places: Sequence[int]) -> list[Cell]:
    """The distinct cells at some columns of a row."""
    found = (sheet.grid[at][column] for column in places)
    return list({id(cell): cell for cell in found if cell is not None}.values())


def _criterion(
    sheet: Sheet, at: int, layout: Layout, form: Form
) -> tuple[tuple[str, ...], int | None, str, Cell | None]:
    """A row's criterion numbers, its number within the outcome, its text, and the cell that holds the text."""
    number_cells, text_cells = _cells(sheet, at, layout.of(NUMBER)), _cells(sheet, at, layout.of(CRITERIA))
    number_text = squash(" ".join(cell.text for cell in number_cells if cell not in text_cells))
    written = "\n".join(cell.text.strip() for cell in text_cells if cell.text.strip())
    numbers = alone(number_text, form.numbers) or leading(number_text, form.numbers).numbers
    read_text = by_lines(written, form.numbers)
    text = read_text.rest if read_text.numbers and (not numbers or set(read_text.numbers) <= set(numbers)) else written
    ordinal = None
    if not numbers:
        numbers = read_text.numbers
        digits = "".join(filter(str.isalnum, number_text))
        ordinal = int(digits) if digits.isascii() and digits.isdigit() else None
    holder = next((cell for cell in text_cells or number_cells), None)
    return numbers, ordinal, text, holder


def _said(sheet: Sheet, at: int, layout: Layout, role: str, form: Form) -> Said:
    """The cells of a column, and the names of the assessments that are ticked for it."""
    cells = tuple(_cells(sheet, at, layout.of(role)))
    names = []
    for one in layout.named:
        mark = sheet.texts[at][one.at]
        folded = mark.casefold()
        if one.column.value != role or not mark or folded in form.unticked:
            continue
        if folded in form.ticks:
            if not (folded in form.crosses and _has_checks(sheet, layout, form)):
                names.append(one.name)
        else:
            names.append(f"{one.name}: {mark}")
    return Said(cells, "; ".join(names))


def _has_checks(sheet: Sheet, layout: Layout, form: Form) -> bool:
    """Whether real ticks stand in the columns of ticks, so that a cross says no."""
    checks = set(form.ticks) - set(form.crosses)
    return any(text.casefold() in checks for row in sheet.texts for text in (row[one.at] for one in layout.named))


def _unit(sheet: Sheet, at: int, layout: Layout, context: Context) -> UnitHeading | None:
    """The unit heading that a row among the criteria is: by its number, or by a title that the Summary lists."""
    own = sheet.own(at)
    if layout.of(UNIT) and own[0].column_span < sheet.width:
        return None
    mapped = {id(cell) for cell in _cells(sheet, at, layout.of(EVIDENCE) + layout.of(STRATEGIES))}
    if id(own[0]) in mapped and not _is_across(sheet, own[0], layout):
        return None
    found = row_heading(sheet, at, context.form, context.prefix)
    if found:
        return found
    if len(own) == 1 and plain(own[0].text) in context.titles:
        return UnitHeading(None, squash(own[0].text), None, sheet.rows[at].location)
    return None


def _unit_column(sheet: Sheet, at: int, reading: tuple[Layout, _Place], context: Context) -> Iterator[UnitHeading]:
    """A new unit where the row's unit column names another than the row above."""
    layout, place = reading
    text = " ".join(sheet.texts[at][column] for column in layout.of(UNIT))
    if not text.strip():
        return
    ref = find_ref(f"Unit {text}", context.form, context.prefix)
    key = ref or plain(text)
    if key != place.unit:
        place.unit = key
        _enter(place, None, "", ())
        yield UnitHeading(ref, None if ref else squash(text), None, sheet.rows[at].location)


def _is_across(sheet: Sheet, cell: Cell, layout: Layout) -> bool:
    """Whether a cell lies over criteria and what is mapped to them."""
    first = (cell.location.column or 1) - 1
    held = {layout.roles[at] for at in range(first, min(first + cell.column_span, sheet.width))}
    return cell.column_span >= sheet.width or (
        bool(held & {CRITERIA, NUMBER, OUTCOME}) and bool(held & {EVIDENCE, STRATEGIES})
    )


def _across(cell: Cell, reading: tuple[Layout, _Place], form: Form) -> Iterator[Line]:
    """What a cell over the whole width says: a statement, an outcome, or a criterion without anything mapped."""
    layout, place = reading
    text = cell.text.strip()
    if found := scope.stated(text, form):
        words = found[1] or text
        yield ScopeLine(found[0], scope.column(text[: -len(words)] or text, form), Passage(words, cell.location))
        return
    if anywhere := scope.find_scope(text, form):
        yield ScopeLine(anywhere, scope.column(text, form), Passage(text, cell.location))
        return
    read = leading(text, form.numbers)
    if read.numbers:
        yield RowLine(read.numbers, read.rest, place.outcome_number, place.outcome, Said(), Said(), cell.location, cell)
        return
    number, rest = outcome_number(text, form.numbers)
    if number or has_outcome_label(text, form.numbers) or not layout.of(OUTCOME):
        _enter(place, number, squash(rest), ())


def _scope_row(sheet: Sheet, at: int, rest: tuple[dict[str, Said], tuple[str, ...], Form]) -> Iterator[ScopeLine]:
    """A row whose first words say what it covers, its strategies and evidence the passages."""
    said, numbers, form = rest
    mapped = {id(cell) for one in said.values() for cell in one.cells}
    own = sheet.own(at)
    heads = [cell for cell in own if id(cell) not in mapped]
    columns_of = {STRATEGIES: Column.STRATEGIES, EVIDENCE: Column.EVIDENCE}
    if heads:
        found = scope.stated(squash(" ".join(cell.text for cell in heads)), form)
        if found and not found[1] and not (numbers and found[0].numbers):
            for role, column in columns_of.items():
                if said[role].has_words:
                    yield ScopeLine(found[0], column, words(said[role], sheet.rows[at].location))
        return
    for role, column in columns_of.items():
        whole = words(said[role], sheet.rows[at].location)
        found = scope.stated(whole.text, form)
        if found and found[1]:
            yield ScopeLine(found[0], column, Passage(found[1], whole.location))


def _see_outcome(sheet: Sheet, at: int, reading: tuple[Layout, _Place], form: Form) -> None:
    """Takes up the outcome that stands beside a row."""
    layout, place = reading
    cells = _cells(sheet, at, layout.of(OUTCOME_NUMBER) + layout.of(OUTCOME))
    wordy = tuple(cell for cell in cells if cell.text.strip())
    if not wordy or wordy == place.outcome_cells:
        return
    numbers = [cell.text for cell in _cells(sheet, at, layout.of(OUTCOME_NUMBER))]
    number = next((found for text in numbers if (found := outcome_number(text, form.numbers)[0])), None)
    texts = [cell.text for cell in _cells(sheet, at, layout.of(OUTCOME)) if cell.text.strip()]
    own, text = outcome_number("\n".join(texts), form.numbers) if texts else (None, "")
    if not text and number in (None, place.outcome_number):
        number, text = number or place.outcome_number, place.outcome
    _enter(place, number or own, squash(text), wordy)


def _outcome_row(
    sheet: Sheet,
    at: int,
    reading: tuple[Layout, _Place],
    rest: tuple[dict[str, Said], str, int | None],
    form: Form,
) -> OutcomeLine | None:
    """The outcome that stands in a row of its own, in the criteria's columns or in its own."""
    layout, place = reading
    said, text, ordinal = rest
    own = {id(cell) for cell in sheet.rows[at].cells}
    at_row = sheet.rows[at].location
    passages = words(said[STRATEGIES], at_row), words(said[EVIDENCE], at_row)
    beside = [cell for cell in _cells(sheet, at, layout.of(OUTCOME)) if id(cell) in own and cell.text.strip()]
    if not text and ordinal is None and beside:
        return OutcomeLine(place.outcome_number, place.outcome, *passages)
    if layout.of(OUTCOME) or not text:
        return None
    number_text = squash(" ".join(cell.text for cell in _cells(sheet, at, layout.of(NUMBER))))
    number, rest_text = outcome_number(f"{number_text} {text}" if number_text else text, form.numbers)
    if number and (has_outcome_label(f"{number_text} {text}", form.numbers) or _is_numbered(sheet, layout, form)):
        return OutcomeLine(number, squash(rest_text), *passages)
    return None


def _is_numbered(sheet: Sheet, layout: Layout, form: Form) -> bool:
    """Whether the table's criteria bear their numbers, so that a whole number is an outcome's."""
    places = layout.of(NUMBER) + layout.of(CRITERIA)
    return any(leading(row[column], form.numbers).numbers for row in sheet.texts for column in places if row[column])


def words(said: Said, fallback: Location) -> Passage:
    """What one column of a row says, and where."""
    own = passage(list(said.cells), fallback)
    return Passage("\n".join(filter(None, (own.text, said.ticked))), own.location)


def _ordinals(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, criteria numbered from 1 within each outcome given their whole numbers."""
    rows = [line for line in lines if isinstance(line, RowLine) and line.ordinal is not None and line.outcome_number]
    firsts: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.outcome_number or "", row.outcome)
        firsts[key] = min(firsts.get(key, row.ordinal or 0), row.ordinal or 0)
    is_within = len(firsts) > 1 and set(firsts.values()) == {1}
    for line in lines:
        if is_within and isinstance(line, RowLine) and line.ordinal is not None and line.outcome_number:
            yield _renumbered(line)
        else:
            yield line


def _renumbered(line: RowLine) -> RowLine:
    return replace(line, numbers=line.numbers or (f"{line.outcome_number}.{line.ordinal}",))


def _points(sheet: Sheet, layout: Layout, lines: Sequence[Line], rest: tuple[int | None, Layout | None, Form]) -> int:
    """How much speaks for a criterion table; 0 where nothing could be mapped in it."""
    first, before, form = rest
    points = form.points
    if not layout.is_mapping:
        return 0
    rows = [line for line in lines if isinstance(line, RowLine) and (line.numbers or line.text)]
    verbs = any_of(form.told_by.verbs)
    share = form.share_min * len(rows)
    earned = sum(getattr(points, role) for role in (CRITERIA, EVIDENCE, STRATEGIES, OUTCOME) if role in layout.headed)
    earned = earned if first is not None else 0
    earned += points.numbers if rows and sum(bool(row.numbers) for row in rows) >= share else 0
    earned += points.verbs if rows and sum(bool(verbs.search(row.text)) for row in rows) >= share else 0
    earned += points.unit if any(isinstance(line, UnitHeading) for line in lines) else 0
    earned += points.statement if any(isinstance(line, ScopeLine) for line in lines) else 0
    earned += points.continued if before is not None and first is None else 0
    return earned
