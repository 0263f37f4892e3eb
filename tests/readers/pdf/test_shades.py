"""Shading as Word draws it: line by line, with a strip for each margin of a cell."""

from pipeline.readers.paged.page import Box, Edge
from pipeline.readers.pdf import shades

_GREY, _BLUE = 0xD9D9D9, 0x0000FF
_LEFT, _RIGHT = Box(100, 50, 105.4, 76), Box(194.6, 50, 200, 76)
_FIRST, _SECOND = Box(105.4, 50, 194.6, 63), Box(105.4, 63, 194.6, 76)
_CELL = Box(100, 50, 200, 76)


def test_the_lines_and_margins_of_a_shaded_cell_are_one_area() -> None:
    assert shades.joined(dict.fromkeys((_LEFT, _FIRST, _SECOND, _RIGHT), _GREY)) == (_CELL,)


def test_cells_of_a_shaded_row_whose_lines_are_level_are_each_one_area() -> None:
    pieces = [_LEFT, _FIRST, _SECOND, _RIGHT]
    beside = [Box(area.left + 100, area.top, area.right + 100, area.bottom) for area in pieces]
    assert sorted(shades.joined(dict.fromkeys((*pieces, *beside), _GREY)), key=lambda area: area.left) == [
        _CELL,
        Box(200, 50, 300, 76),
    ]


def test_shaded_lines_of_a_paragraph_are_one_area() -> None:
    assert shades.joined(dict.fromkeys((_FIRST, _SECOND), _GREY)) == (Box(105.4, 50, 194.6, 76),)


def test_rows_of_cells_that_are_shaded_alike_stay_rows() -> None:
    cells = {Box(x, y, x + 100, y + 20): _GREY for x in (0, 100) for y in (0, 20)}
    assert sorted(shades.joined(cells), key=lambda area: (area.top, area.left)) == sorted(
        cells, key=lambda area: (area.top, area.left)
    )


def test_areas_of_two_colours_stay_apart() -> None:
    assert set(shades.joined({_FIRST: _GREY, _SECOND: _BLUE})) == {_FIRST, _SECOND}


def test_a_shaded_paragraph_within_a_ruled_cell_has_no_upright_sides_of_its_own() -> None:
    upright = [Edge(100, 40, 100, 90), Edge(200, 40, 200, 90)]
    assert [side for side in shades.sides(_FIRST, upright) if side.left == side.right] == []
    assert len([side for side in shades.sides(_FIRST, ()) if side.left == side.right]) == 2
