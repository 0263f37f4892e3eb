"""Runs and edges to a page's blocks: text into the cells of the grids, the rest into lines between them."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from pipeline.readers.paged.grid import Grid, GridCell
from pipeline.readers.paged.page import Box, PageCell, PageLine, PageTable
from pipeline.readers.pdf import flow
from pipeline.readers.pdf.flow import Line
from pipeline.readers.pdf.runs import OVERHANG, Run

_LETTER_GAP = 0.15  # of the letters' height: what stands closer is of one word
_PART_GAP = 0.5  # of the text's height: what stands farther apart on a line may be in different cells
_OPEN_COLUMNS = 3  # rows without upright lines show by so many parts, each in a column of its own,
_OPEN_ROWS = 2  # in so many rows: a title's words stand so by chance
_INSET_MAX = 6.0  # points between a cell's border and its text: Word's 5.4, and no more
_LETTERS_MIN = 3  # so many letters, each on a line of its own, are a word that was turned
_HEADING_SIZE = 1.15  # a heading's letters are so many times the body's
_HEADING_WORDS = 14
_COLUMN_LINES = 6  # lines on both sides of a gutter make two columns of text


class Source(Protocol):
    """Where runs come from, and what else can be asked about them."""

    def words(self, run: Run) -> Iterable[Run]:
        """The run's words."""

    def stretches(self, run: Run, sides: Sequence[float]) -> Iterable[Run]:
        """The run's words in stretches that do not go over these x, but where a word does."""

    def letters(self, run: Run) -> Iterable[Run]:
        """The run's letters."""

    def lean_of(self, run: Run) -> int:
        """By how many degrees it is turned clockwise."""

    def size(self, run: Run) -> float:
        """The height of its font."""

    def is_bold(self, run: Run) -> bool:
        """Whether its font is bold."""

    def knows(self, word: str) -> bool:
        """Whether the page has this word, in small letters, on one line."""


@dataclass(slots=True)
class _Filled:
    """A grid while its text is put in: the runs by the place of their cell; cells by every place that they cover."""

    grid: Grid
    is_ruled: bool = True
    at: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    runs: dict[tuple[int, int], list[Run]] = field(default_factory=dict)
    is_as_drawn: bool = True
    _rows: Sequence[float] = field(init=False)  # the inner sides
    _columns: Sequence[float] = field(init=False)

    def __post_init__(self) -> None:
        self._rows, self._columns = self.grid.rows[1:-1], self.grid.columns[1:-1]
        for cell in self.grid.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    self.at[row, column] = (cell.row, cell.column)
        self.is_as_drawn = len(self.at) == sum(cell.row_span * cell.column_span for cell in self.grid.cells)

    def cells(self) -> dict[tuple[int, int], GridCell]:
        """The cells by place, those that were joined as one."""
        if self.is_as_drawn:
            known = {(cell.row, cell.column): cell for cell in self.grid.cells}
            return known | {place: self._cell(place, [place]) for place in self.runs if place not in known}
        homes: dict[tuple[int, int], list[tuple[int, int]]] = {place: [place] for place in self.runs}
        for place, home in self.at.items():
            homes.setdefault(home, []).append(place)
        return {home: self._cell(home, places) for home, places in homes.items()}

    def _cell(self, home: tuple[int, int], places: Sequence[tuple[int, int]]) -> GridCell:
        (row, column), grid = home, self.grid
        last_row, last_column = max(row for row, _ in places), max(column for _, column in places)
        box = Box(grid.columns[column - 1], grid.rows[row - 1], grid.columns[last_column], grid.rows[last_row])
        return GridCell(box, row, column, last_row - row + 1, last_column - column + 1)

    def place(self, x: float, y: float) -> tuple[int, int]:
        """The first place of the cell at this point; one that no lines close is a cell of its own."""
        return self._home(self._row(y), self._column(x))

    def _row(self, y: float) -> int:
        return bisect_right(self._rows, y) + 1

    def _column(self, x: float) -> int:
        return bisect_right(self._columns, x) + 1

    def _home(self, row: int, column: int) -> tuple[int, int]:
        place = (row, column)
        return self.at.get(place, place)

    def is_level_with(self, box: Box) -> bool:
        """Whether a run stands in this table or to its left or right."""
        rows = self.grid.rows
        return rows[0] < (box.top + box.bottom) / 2 < rows[-1]

    def holds(self, box: Box) -> bool:
        """Whether most of a run that is level with this table stands in it."""
        left, right = self.grid.columns[0], self.grid.columns[-1]
        inside = min(box.right, right) - max(box.left, left)
        return inside > min(box.right - box.left, right - left) / 2

    def crossed(self, box: Box) -> list[float]:
        """The table's own sides that a run goes over."""
        left, right = self.grid.columns[0], self.grid.columns[-1]
        if box.left >= left - OVERHANG and box.right <= right + OVERHANG:
            return []
        return [x for x in (left, right) if box.left + OVERHANG < x < box.right - OVERHANG]

    def put(self, run: Run, source: Source) -> None:
        """Puts a run into its cell, or its words where it lies across several."""
        first, last = self._ends(run.box)
        if first == last:
            self._add(first, run)
            return
        for stretch in source.stretches(run, self._sides(run.box)):
            first, last = self._ends(stretch.box)
            if first == last:
                self._add(first, stretch)
            else:
                self._put_words(stretch, source)

    def _sides(self, box: Box) -> list[float]:
        """The sides of cells that a run crosses."""
        row, columns = self._row((box.top + box.bottom) / 2), self.grid.columns
        inner = range(self._column(box.left), self._column(box.right))
        return [columns[at] for at in inner if self._home(row, at) != self._home(row, at + 1)]

    def _put_words(self, run: Run, source: Source) -> None:
        """Puts words into their cells, and the letters of a word that was set across two."""
        for word in source.words(run):
            first, last = self._ends(word.box)
            letters = () if first == last else tuple(source.letters(word))
            if letters and self._is_cut(letters):
                self._join(first, last)
                letters = ()
            for part in letters or (word,):
                box = part.box
                self._add(self.place((box.left + box.right) / 2, (box.top + box.bottom) / 2), part)

    def _add(self, place: tuple[int, int], run: Run) -> None:
        self.runs.setdefault(place, []).append(run)

    def _is_cut(self, letters: Sequence[Run]) -> bool:
        """Whether a line of the grid runs through a word, as LibreOffice draws some on through merged cells."""
        gaps = [
            after.box.left - before.box.right
            for before, after in pairwise(letters)
            if any(before.box.left < x < after.box.right for x in self.grid.columns)
        ]
        return bool(gaps) and max(gaps) < _LETTER_GAP * letters[0].box.height

    def _join(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Makes one cell of two that stand side by side."""
        if first[0] != last[0]:
            return
        self.is_as_drawn = False
        for place, home in self.at.items():
            if home == last:
                self.at[place] = first
        for run in self.runs.pop(last, ()):
            self._add(first, run)

    def part_open_rows(self, source: Source) -> None:
        """Puts the text of rows without upright lines into the columns that other rows have."""
        parted = {place: parts for place in self.runs if self._is_wide(place) and (parts := self._parts(place, source))}
        if sum(len(parts) >= _OPEN_COLUMNS for parts in parted.values()) < _OPEN_ROWS:
            return
        self.is_as_drawn = False
        for (row, first), parts in parted.items():
            columns = [column for (at, column), home in self.at.items() if at == row and home == (row, first)]
            self.at.update({(row, column): (row, column) for column in columns})
            del self.runs[row, first]
            self.runs.update({(row, column): found for column, found in parts.items()})

    def _is_wide(self, place: tuple[int, int]) -> bool:
        """Whether a cell takes columns enough, and one row."""
        row, column = place
        is_wide = self.at.get((row, column + _OPEN_COLUMNS - 1)) == place
        return is_wide and self.at.get((row + 1, column)) != place

    def _parts(self, place: tuple[int, int], source: Source) -> dict[int, list[Run]]:
        """The text of a cell over several columns by column; none where it is no row of cells."""
        found: dict[int, list[Run]] = {}
        last: Run | None = None
        for part in self._pieces(place, source):
            column, end = self._reach(part.box)
            is_beside = not last or (_are_level(last, part) and (column in found or _are_apart(last, part)))
            if column != end or not is_beside:
                return {}
            found.setdefault(column, []).append(part)
            last = part
        return found if len(found) > 1 else {}

    def _pieces(self, place: tuple[int, int], source: Source) -> Iterator[Run]:
        """The runs of a cell, left to right, parted at the sides of columns."""
        for run in sorted(self.runs[place], key=lambda run: run.box.left):
            yield from _parts(run, [x for x in self.grid.columns if run.box.left < x < run.box.right], source)

    def _ends(self, box: Box) -> tuple[tuple[int, int], tuple[int, int]]:
        """The cells in which a run's two ends stand."""
        row, (first, last) = self._row((box.top + box.bottom) / 2), self._reach(box)
        home = self._home(row, first)
        return home, home if first == last else self._home(row, last)

    def _reach(self, box: Box) -> tuple[int, int]:
        """The columns in which a run's two ends stand."""
        left, right, columns = box.left, box.right, self._columns
        over = min(OVERHANG, (right - left) / 3)
        return bisect_right(columns, left + over) + 1, bisect_right(columns, right - over) + 1


Unruled = Callable[[Sequence[Run]], Sequence[Grid]]


def blocks(
    runs: Iterable[Run], grids: Sequence[Grid], unruled: Unruled, source: Source
) -> Iterator[PageTable | PageLine]:
    """The page's tables and lines, top to bottom; `unruled` finds tables among the runs outside the ruled grids."""
    filled = [_Filled(grid) for grid in grids]
    outside = list(_put(runs, filled, source))
    more = [_Filled(grid, is_ruled=False) for grid in unruled(outside)] if outside else []
    if more:
        outside = list(_put(outside, more, source))
        filled += more
    tables = [_table(table, source) for table in filled if table.runs]
    found: list[PageTable | PageLine] = [*tables, *_outside(outside, [table.box for table in tables], source)]
    yield from sorted(found, key=lambda block: block.box.top)


def _put(runs: Iterable[Run], tables: Sequence[_Filled], source: Source) -> Iterator[Run]:
    """Puts the runs into the tables where they stand; yields those that stand in none."""
    for run in runs:
        beside = [table for table in tables if table.is_level_with(run.box)]
        sides = [x for table in beside for x in table.crossed(run.box)]
        for part in _parts(run, sorted(sides), source) if sides else (run,):
            for table in beside:
                if table.holds(part.box):
                    table.put(part, source)
                    break
            else:
                yield part


def _parts(run: Run, sides: Sequence[float], source: Source) -> Sequence[Run]:
    """A run parted at these x, where its words stand apart there; else the whole of it."""
    parts = tuple(source.stretches(run, sides))
    return parts if all(_are_apart(one, other) for one, other in pairwise(parts)) else (run,)


def _are_level(one: Run, other: Run) -> bool:
    return abs(one.base - other.base) < one.box.height / 2


def _are_apart(one: Run, other: Run) -> bool:
    return other.box.left - one.box.right > _PART_GAP * one.box.height


def _table(filled: _Filled, source: Source) -> PageTable:
    grid = filled.grid
    if filled.is_ruled:
        filled.part_open_rows(source)
    known = filled.cells()
    insets = [run.box.left - known[place].box.left for place, runs in filled.runs.items() for run in runs]
    inset = min(max(min(insets), 0.5), _INSET_MAX)
    cells = tuple(_cell(known[place], filled.runs.get(place, ()), inset, source) for place in sorted(known))
    return PageTable(cells, grid.box, grid.columns, len(grid.rows) - 1, filled.is_ruled)


def _cell(cell: GridCell, runs: Sequence[Run], inset: float, source: Source) -> PageCell:
    is_upended = len(runs) >= _LETTERS_MIN and sum(len(run.text) for run in runs) < 2 * len(runs)
    lean = source.lean_of(runs[0]) if is_upended else 0
    found = flow.lines(flow.upright(runs, lean) if lean else runs)
    right = cell.box.bottom - cell.box.top if lean else cell.box.right - inset
    return PageCell(
        flow.text_of(found, right, source.knows),
        cell.box,
        cell.row,
        cell.column,
        cell.row_span,
        cell.column_span,
        lines=() if lean else tuple(line.box for line in found),
        is_wrapped=bool(found) and found[-1].is_wrapped,
    )


def _outside(runs: Sequence[Run], tables: Sequence[Box], source: Source) -> Iterator[PageLine]:
    """The paragraphs outside the tables, those of a page in two columns one column after the other."""
    if not runs:
        return
    styled = {run: (round(source.size(run), 1), source.is_bold(run)) for run in runs}
    letters: Counter[float] = Counter()
    for run, (size, _) in styled.items():
        letters[size] += len(run.text)
    body = letters.most_common(1)[0][0]
    for part in _columns(runs):
        right = max(run.box.right for run in part)
        for stretch in _stretches(flow.lines(part), tables, styled):
            for paragraph in flow.paragraphs(stretch, right):
                text = flow.joined(paragraph, right, source.knows)
                size, is_bold = styled[paragraph[0].parts[0]]
                is_large = size >= _HEADING_SIZE * body or (is_bold and size >= body)
                is_heading = is_large and len(text.split()) <= _HEADING_WORDS
                yield PageLine(text, flow.around(line.box for line in paragraph), is_heading)


def _stretches(
    found: Sequence[Line], tables: Sequence[Box], styled: dict[Run, tuple[float, bool]]
) -> Iterator[list[Line]]:
    """Lines that may be of one paragraph: no table between them, and the same font."""
    stretch: list[Line] = []
    for line in found:
        if stretch and (
            _is_parted(stretch[-1], line, tables) or styled[stretch[-1].parts[-1]] != styled[line.parts[0]]
        ):
            yield stretch
            stretch = []
        stretch.append(line)
    if stretch:
        yield stretch


def _is_parted(one: Line, other: Line, tables: Sequence[Box]) -> bool:
    return any(one.box.top < table.top < other.box.top for table in tables)


def _columns(runs: Sequence[Run]) -> list[Sequence[Run]]:
    """The runs as one column, or as two where a gutter near the middle parts whole lines."""
    left_side = min(run.box.left for run in runs)
    right_side = max(run.box.right for run in runs)
    middle = (left_side + right_side) / 2
    left = [run for run in runs if run.box.right < middle]
    right = [run for run in runs if run.box.left > middle]
    is_parted = len(left) + len(right) == len(runs) and min(len(left), len(right)) >= _COLUMN_LINES
    return [left, right] if is_parted else [runs]
