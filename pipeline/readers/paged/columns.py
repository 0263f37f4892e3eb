"""The columns of two parts of a table to one set of columns: by where their sides stand, whatever each part draws."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from pipeline.readers.paged.page import PageCell

# Shares of a table's width. Writers draw the parts of one table to a tenth of a point; a scanner stretches a page by
# a hundredth, and no column is as narrow as that.
_WIDER = 0.03
_APART = 0.012


@dataclass(frozen=True, slots=True)
class Alignment:
    """The sides of the common columns, and where in them each part's own sides are, counted from 0."""

    columns: tuple[float, ...]
    above: tuple[int, ...]
    below: tuple[int, ...]


def aligned(above: Sequence[float], below: Sequence[float]) -> Alignment | None:
    """How the sides of two parts' columns fall together; None where the parts are of different tables.

    A part may lack sides that the other has, where it holds merged cells alone; both lacking some is another table.
    The parts may stand further left or right: inner and outer margins change sides from page to page.
    """
    width, other = above[-1] - above[0], below[-1] - below[0]
    if min(width, other) <= 0 or abs(width - other) > _WIDER * width:
        return None
    moved = [above[0] + (x - below[0]) * width / other for x in below]
    fine, coarse = (above, moved) if len(above) >= len(moved) else (moved, above)
    places = _places(coarse, fine, _APART * width)
    if places is None:
        return None
    every = tuple(range(len(fine)))
    is_above_fine = fine is above
    return Alignment(tuple(fine), every if is_above_fine else tuple(places), tuple(places) if is_above_fine else every)


def moved(cell: PageCell, at: Sequence[int]) -> PageCell:
    """The cell in the common columns."""
    first = at[cell.column - 1]
    span = at[cell.column - 1 + cell.column_span] - first
    if (cell.column, cell.column_span) == (first + 1, span):
        return cell
    return replace(cell, column=first + 1, column_span=span)


def _places(coarse: Sequence[float], fine: Sequence[float], apart: float) -> list[int] | None:
    """Where each of the coarse sides is among the fine ones; None where one is not."""
    places: list[int] = []
    for x in coarse:
        near = min(range(len(fine)), key=lambda at: abs(fine[at] - x))
        if abs(fine[near] - x) > apart or (places and near <= places[-1]):
            return None
        places.append(near)
    return places
