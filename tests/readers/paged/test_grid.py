from pipeline.readers.paged.grid import Grid, tables
from pipeline.readers.paged.page import Edge


def level(y: float, left: float, right: float) -> Edge:
    return Edge(left, y, right, y)


def upright(x: float, top: float, bottom: float) -> Edge:
    return Edge(x, top, x, bottom)


def box(left: float, top: float, right: float, bottom: float) -> list[Edge]:
    return [
        level(top, left, right),
        level(bottom, left, right),
        upright(left, top, bottom),
        upright(right, top, bottom),
    ]


def spans(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells]


TWO_BY_TWO = [*(level(y, 10, 310) for y in (10, 60, 110)), *(upright(x, 10, 110) for x in (10, 110, 310))]
FOUR = [(1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]


def test_lines_make_cells() -> None:
    (grid,) = tables(TWO_BY_TWO)
    assert grid.columns == (10, 110, 310)
    assert grid.rows == (10, 60, 110)
    assert spans(grid) == FOUR


def test_lines_that_nearly_meet_are_one() -> None:
    near = [*box(10, 10, 110, 60), *box(111.5, 10, 310, 60), *box(10, 61, 110, 110), *box(111.5, 61, 310, 110)]
    (grid,) = tables(near)
    assert spans(grid) == FOUR


def test_a_merged_cell_spans_its_rows_and_columns() -> None:
    lines = [level(10, 10, 310), level(60, 110, 310), level(110, 10, 310), level(160, 10, 310)]
    lines += [upright(10, 10, 160), upright(110, 10, 110), upright(200, 10, 110), upright(310, 10, 160)]
    (grid,) = tables(lines)
    assert spans(grid) == [(1, 1, 2, 1), (1, 2, 1, 1), (1, 3, 1, 1), (2, 2, 1, 1), (2, 3, 1, 1), (3, 1, 1, 3)]


def test_a_table_inside_a_cell_is_none_of_its_own_and_leaves_the_cell_whole() -> None:
    inner = [*(level(y, 115, 305) for y in (11, 30, 50)), *(upright(x, 11, 50) for x in (115, 200, 305))]
    (grid,) = tables([*TWO_BY_TWO, *inner])
    assert spans(grid) == FOUR


def test_a_frame_round_the_page_is_no_table() -> None:
    (grid,) = tables([*box(2, 2, 500, 700), *TWO_BY_TWO])
    assert spans(grid) == FOUR


def test_a_box_by_itself_is_a_table_of_one_cell() -> None:
    (grid,) = tables(box(10, 10, 300, 40))
    assert spans(grid) == [(1, 1, 1, 1)]


def test_two_tables_are_two_from_top_to_bottom() -> None:
    below = [Edge(line.left, line.top + 200, line.right, line.bottom + 200) for line in TWO_BY_TWO]
    assert [grid.box.top for grid in tables([*below, *TWO_BY_TWO])] == [10, 210]


def test_a_row_that_the_end_of_the_page_leaves_open_is_closed() -> None:
    lines = [level(10, 10, 310), level(60, 10, 310), *(upright(x, 10, 110) for x in (10, 110, 310))]
    (grid,) = tables(lines)
    assert grid.rows == (10, 60, 110)
    assert spans(grid) == FOUR


def test_a_table_without_outer_sides_is_closed() -> None:
    lines = [*(level(y, 10, 310) for y in (10, 60, 110)), upright(110, 10, 110), upright(200, 10, 110)]
    (grid,) = tables(lines)
    assert grid.columns == (10, 110, 200, 310)


def test_level_lines_alone_are_no_table() -> None:
    assert tables([level(y, 10, 310) for y in (10, 60, 110)]) == ()
    assert tables([]) == ()
