"""What a page holds, whoever read it: tables and lines at their places, before tables are joined over pages.

Lengths are points (1/72 inch) from the page's top left corner as a person sees it, y downwards. Confidences are 0 to 1;
None where the text was not recognised from a picture but is the file's own.

What is made by the thousand for one document is a Struct, here and where lines become grids and letters text: a frozen
dataclass takes ten times as long to make."""

from msgspec import Struct


class Box(Struct, frozen=True):
    """A rectangle on a page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def around(self, other: "Box") -> "Box":
        """The smallest rectangle that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


class Edge(Struct, frozen=True):
    """A ruling: a straight line that is horizontal or vertical, from (left, top) to (right, bottom)."""

    left: float
    top: float
    right: float
    bottom: float


class Word(Struct, frozen=True):
    """A word and where it stands."""

    text: str
    box: Box
    confidence: float | None = None


class PageCell(Struct, frozen=True):
    """One cell at its first place in its table's grid, rows and columns counted from 1; `text` has its line ends.

    What tells whether it goes on over the page, where the reader knows it: where its `lines` of text stand, top to
    bottom, wrapped ones too; `is_wrapped`, that the last one ends in a blank, as where a paragraph goes on.
    """

    text: str
    box: Box
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    confidence: float | None = None
    lines: tuple[Box, ...] = ()
    is_wrapped: bool = False


class PageTable(Struct, frozen=True):
    """A table as far as it stands on one page: cells in reading order; `columns` the x of each column's left side and
    of the last one's right side. `is_ruled`: its grid is drawn; else it was told by where the words stand."""

    cells: tuple[PageCell, ...]
    box: Box
    columns: tuple[float, ...]
    row_count: int
    is_ruled: bool = True


class PageLine(Struct, frozen=True):
    """A paragraph or line outside the tables."""

    text: str
    box: Box
    is_heading: bool = False
    confidence: float | None = None


class Page(Struct, frozen=True):
    """One page, its blocks in reading order; `number` counts from 1.

    `turn` is by how many degrees it was turned clockwise before it was read, so that its lines are level.
    """

    number: int
    width: float
    height: float
    blocks: tuple[PageTable | PageLine, ...]
    is_recognised: bool = False
    turn: float = 0.0
