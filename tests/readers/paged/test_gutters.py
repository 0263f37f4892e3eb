from collections.abc import Iterable

from pipeline.readers.paged import banded
from pipeline.readers.paged.gutters import grids
from pipeline.readers.paged.page import Box, Edge, Word

HEADINGS = frozenset({"ac", "assessment criteria", "assessment", "learning strategies", "assessment evidence"})
LEFTS = (20.0, 60.0, 220.0, 380.0)


def words(y: float, *cells: str) -> list[Word]:
    """Words on a line whose letters are 5 wide and 10 high, each text at its column's left."""
    found = []
    for left, text in zip(LEFTS, cells, strict=False):
        x = left
        for word in text.split():
            found.append(Word(word, Box(x, y, x + 5 * len(word), y + 10)))
            x += 5 * len(word) + 3
    return found


def page(rows: Iterable[tuple[float, tuple[str, ...]]]) -> list[Word]:
    return [word for y, cells in rows for word in words(y, *cells)]


TABLE = [
    (0.0, ("AC", "Assessment criteria", "Learning strategies", "Assessment evidence")),
    (12.0, ("1.1", "Explain what coaching", "Day 1", "Essay 1")),
    (24.0, ("", "is", "", "and a report")),
    (36.0, ("1.2", "Review a model", "Day 2", "Essay 2")),
]


def test_columns_are_told_by_gutters_and_rows_by_numbers() -> None:
    (grid,) = grids(page(TABLE), (), HEADINGS)
    assert len(grid.columns) == 5
    assert len(grid.rows) == 4
    assert 12 < grid.rows[2] < 36


def test_lines_across_part_rows() -> None:
    plain = [(y, ("", *cells[1:])) for y, cells in TABLE]
    rules = [Edge(20, y, 480, y) for y in (11.0, 35.0, 47.0)]
    (grid,) = grids(page([(0.0, TABLE[0][1]), *plain[1:]]), rules, HEADINGS)
    assert len(grid.rows) == 4


def test_prose_is_no_table() -> None:
    prose = [
        (12.0 * at, ("The assessment criteria and the learning strategies are in the assessment evidence",))
        for at in range(8)
    ]
    assert grids(page(prose), (), HEADINGS) == ()


def test_numbered_prose_is_no_table() -> None:
    prose = [(12.0 * at, (f"1.{at}", "Each candidate writes an essay and a report on it")) for at in range(1, 8)]
    assert grids(page(prose), (), HEADINGS) == ()


def test_a_heading_across_the_columns_is_a_row_of_one_cell() -> None:
    across = (48.0, ("Unit 501 Undertaking management coaching or mentoring in the workplace, in full",))
    (grid,) = grids(page([*TABLE, across, (60.0, ("1.1", "Plan a programme", "Day 3", "Diary"))]), (), HEADINGS)
    assert [cell.column_span for cell in grid.cells if cell.row == 4] == [4]
    assert len(grid.rows) == 6


def test_a_table_goes_on_in_the_columns_of_the_page_before() -> None:
    (first,) = grids(page(TABLE), (), HEADINGS)
    rest = [(0.0, ("1.3", "Present a case", "", "Essay 3")), (12.0, ("1.4", "Define it", "Day 4", "Essay 4"))]
    (grid,) = grids(page(rest), (), HEADINGS, first.columns)
    assert len(grid.columns) == 5
    assert len(grid.rows) == 3


def test_short_lines_make_no_table_of_words():
    lines = [Edge(100, y, 104, y) for y in (50, 70, 90)]
    assert banded.grids([Word("Essay", Box(90, 52, 120, 62))], lines, []) == ()
