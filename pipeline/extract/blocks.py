"""A document's pieces to unit blocks and statements: which rows stand under which unit heading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.extract import scope
from pipeline.extract.columns import Layout
from pipeline.extract.gridrows import Context
from pipeline.extract.headings import UnitHeading, line_heading, row_heading
from pipeline.extract.lines import Line, OutcomeLine, RowLine, ScopeLine
from pipeline.extract.numbers import has_outcome_label, outcome_number
from pipeline.extract.patterns import plain
from pipeline.extract.reading import Reading, read
from pipeline.extract.rows import joined, mapped, restarts, speaks_for
from pipeline.extract.scope import Scope
from pipeline.extract.sheets import Piece, Sheet
from pipeline.model.document import Paragraph, Passage
from pipeline.model.submission import Column, MappedRow, Statement, SummaryRow, UnitBlock
from pipeline.policy.form import Form
from pipeline.text import squash


@dataclass(frozen=True, slots=True)
class Mapping:
    """The units' rows, the statements over several rows, and the pieces that were read for them."""

    blocks: tuple[UnitBlock, ...]
    statements: tuple[Statement, ...]
    used: frozenset[int]


@dataclass(slots=True)
class _Block:
    """A unit block while it is read; `said` are statements whose unit is not known yet."""

    heading: UnitHeading
    rows: list[MappedRow] = field(default_factory=list)
    said: list[Statement] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    """What holds for the pieces to come."""

    form: Form
    prefix: str
    titles: dict[str, str]
    blocks: list[_Block] = field(default_factory=list)
    pending: UnitHeading | None = None
    waiting: list[Statement] = field(default_factory=list)
    before: Layout | None = None
    outcome_number: str | None = None
    outcome: str = ""
    used: set[int] = field(default_factory=set)


def read_blocks(pieces: Sequence[Piece], summary: Sequence[SummaryRow], form: Form, prefix: str) -> Mapping:
    """The unit blocks of the document in order; tables that map no criteria are passed over."""
    state = _State(form, prefix, {plain(row.title): row.unit for row in summary if row.title})
    for piece in pieces:
        if isinstance(piece, Paragraph):
            _see_line(piece, state)
        else:
            _see_table(piece, state)
    finished = list(_finished(state))
    return Mapping(
        blocks=tuple(block for block, _ in finished),
        statements=tuple(statement for _, said in finished for statement in said),
        used=frozenset(state.used),
    )


# ---------------------------------------------------------------- lines between the tables


def _see_line(line: Paragraph, state: _State) -> None:
    if found := _listed(line, state) or line_heading(line, state.form, state.prefix):
        _await(found, state)
        return
    text = squash(line.text)
    if has_outcome_label(text, state.form.numbers) and not scope.find_scope(text, state.form):
        number, rest = outcome_number(text, state.form.numbers)
        state.outcome_number, state.outcome = number, rest
    elif (state.pending or state.blocks) and (said := _line_statement(line, state.form)):
        (state.waiting if state.pending or not state.blocks else state.blocks[-1].said).append(said)
    elif state.pending and not state.pending.is_sure:
        state.pending = None


def _listed(line: Paragraph, state: _State) -> UnitHeading | None:
    """A line that is a unit's title as the Summary gives it."""
    return UnitHeading(None, squash(line.text), None, line.location) if plain(line.text) in state.titles else None


def _await(found: UnitHeading, state: _State) -> None:
    """Keeps a heading for the next table; two lines of one heading are one."""
    last = state.pending
    is_one = last is not None and not (last.ref and found.ref) and not (last.title and found.title)
    if last is not None and last.is_sure and not found.is_sure:
        return
    state.pending = last.filled(found) if last is not None and is_one else found
    state.outcome_number, state.outcome = None, ""
    state.waiting = state.waiting if is_one else []


def _line_statement(line: Paragraph, form: Form) -> Statement | None:
    """What a line outside the tables maps to several criteria, where it begins with what it covers."""
    text = squash(line.text)
    said = Passage(text, line.location, line.confidence)
    found = scope.stated(text, form)
    if found and found[1]:
        column = scope.column(text[: -len(found[1])], form)
        return _statement(found[0], column, Passage(found[1], said.location, said.confidence), None)
    sentence = scope.in_sentence(text, form)
    return _statement(sentence, scope.column(text, form), said, None) if sentence else None


# ---------------------------------------------------------------- tables


def _see_table(sheet: Sheet, state: _State) -> None:
    context = Context(
        form=state.form,
        prefix=state.prefix,
        titles=frozenset(state.titles),
        before=state.before,
        outcome_number=state.outcome_number,
        outcome=state.outcome,
    )
    reading = read(sheet, context)
    earned = reading.points + (state.form.points.unit if state.pending and reading.points else 0)
    is_index = reading.is_bare and not state.pending and bool(state.blocks)
    if earned < state.form.points.needed or is_index:
        _see_heading_table(sheet, state)
        return
    state.used.add(id(sheet))
    if state.pending:
        _open(state.pending, sheet, state)
        state.pending = None
    _take(reading, sheet, state)
    state.before = reading.layout
    state.outcome_number, state.outcome = reading.outcome_number, reading.outcome


def _see_heading_table(sheet: Sheet, state: _State) -> None:
    """A small table that holds nothing but a unit's heading."""
    if state.pending and not state.pending.is_sure:
        state.pending = None
    if len(sheet.rows) <= state.form.heading_rows_max:
        for at in range(len(sheet.rows)):
            if found := row_heading(sheet, at, state.form, state.prefix):
                _await(found, state)


def _take(reading: Reading, sheet: Sheet, state: _State) -> None:
    """The lines of a table into the blocks that they belong to; rows are joined over no other line."""
    run: list[RowLine] = []
    segment: list[MappedRow] = []
    for line in reading.lines:
        if isinstance(line, RowLine):
            run.append(line)
            continue
        segment += map(mapped, joined(run))
        run = []
        if isinstance(line, UnitHeading):
            _add(segment, sheet, state)
            segment = []
            _open(line, sheet, state)
        else:
            _here(sheet, state).said += _line_statements(line)
    _add([*segment, *map(mapped, joined(run))], sheet, state)


def _open(heading: UnitHeading, sheet: Sheet, state: _State) -> None:
    """Begins the heading's block, or goes on with the last where the heading is that block's own."""
    place = heading.location if heading.location.label else sheet.table.location
    heading = replace(heading, location=place)
    last = state.blocks[-1] if state.blocks else None
    is_begun = last is not None and bool(last.rows or last.said)
    if last is not None and not is_begun and last.heading.may_be(heading):
        last.heading = heading.filled(last.heading)
    elif last is None or not last.heading.is_named_as(heading):
        state.blocks.append(_Block(heading))
    state.blocks[-1].said += state.waiting
    state.waiting = []


def _here(sheet: Sheet, state: _State) -> _Block:
    """The block that the rows to come belong to."""
    if not state.blocks:
        state.blocks.append(_Block(UnitHeading(None, None, None, sheet.table.location)))
    return state.blocks[-1]


def _add(rows: list[MappedRow], sheet: Sheet, state: _State) -> None:
    """Rows to the block they stand in; those that begin again at 1.1 with other words to a block of their own."""
    cuts = [*restarts(_here(sheet, state).rows, rows), len(rows)]
    _here(sheet, state).rows += rows[: cuts[0]]
    for start, end in pairwise(cuts):
        state.blocks.append(_Block(UnitHeading(None, None, None, rows[start].location)))
        state.blocks[-1].rows += rows[start:end]


# ---------------------------------------------------------------- statements


def _line_statements(line: Line) -> Iterator[Statement]:
    """What a row that is no criterion maps to several."""
    if isinstance(line, ScopeLine):
        yield _statement(line.scope, line.column, line.passage, None)
    elif isinstance(line, OutcomeLine) and line.number:
        for column, passage in ((Column.STRATEGIES, line.strategies), (Column.EVIDENCE, line.evidence)):
            if passage.text:
                yield Statement(column, None, line.number, (), passage)


def _statement(found: Scope, column: Column, passage: Passage, outcome: str | None) -> Statement:
    """The statement of a scope, its unit still open; `outcome` is that of the row it stands in."""
    named = outcome if found.outcome == "" else found.outcome
    return Statement(column, None, named or None, found.numbers, passage)


def _row_statements(row: MappedRow, block: _Block, form: Form) -> Iterator[Statement]:
    """What a row's own cells say that they cover beside it; all that a row maps which only speaks for others."""
    is_speaker = speaks_for(row, block.rows)
    own = row.outcome_number or (row.numbers[0].split(".")[0] if row.numbers else None)
    for column, passage in ((Column.STRATEGIES, row.strategies), (Column.EVIDENCE, row.evidence)):
        if passage.text and is_speaker:
            yield Statement(column, None, None, row.numbers, passage)
        elif found := scope.covered(passage.text, row.numbers, form):
            statement = _statement(found, column, passage, own)
            is_named = found.outcome is None or statement.outcome is not None
            if is_named and not (statement.numbers and set(statement.numbers) <= set(row.numbers)):
                yield statement


def _finished(state: _State) -> Iterator[tuple[UnitBlock, list[Statement]]]:
    """Each block as the model has it, and the statements that stand in it, with their unit."""
    for block in state.blocks:
        said = [*block.said, *(one for row in block.rows for one in _row_statements(row, block, state.form))]
        heading = block.heading
        unit = heading.ref or state.titles.get(plain(heading.title or ""))
        is_known = unit is not None or len(state.blocks) == 1
        yield (
            UnitBlock(
                ref=heading.ref,
                title=heading.title,
                credits=heading.credits,
                location=heading.location,
                rows=tuple(row for row in block.rows if not speaks_for(row, block.rows)),
            ),
            [replace(one, unit=unit) for one in dict.fromkeys(said)] if is_known else [],
        )
