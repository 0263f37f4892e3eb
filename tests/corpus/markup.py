"""A form before Word writes it: paragraphs, and tables of rows of cells, each with the dress that it is to wear."""

from dataclasses import dataclass, field


@dataclass
class Para:
    """A paragraph outside the tables. `style` is title, heading, body or bullet."""

    text: str = ""
    style: str = "body"
    dress: tuple[str, ...] = ()


@dataclass
class Box:
    """A cell: its lines, its span, a table inside it; `merge` is "start" or "on" where it is merged downwards."""

    text: str = ""
    span: int = 1
    merge: str = ""
    is_bold: bool = False
    shade: str = ""
    dress: tuple[str, ...] = ()
    number_level: int | None = None
    inner: "Grid | None" = None


@dataclass
class Line:
    """A row of a table; `before` and `after` are grid columns that it skips."""

    boxes: list[Box] = field(default_factory=list)
    dress: tuple[str, ...] = ()
    before: int = 0
    after: int = 0
    is_header: bool = False


@dataclass
class Grid:
    """A table with its grid columns' widths in twentieths of a point."""

    widths: list[int]
    lines: list[Line]
    dress: tuple[str, ...] = ()


@dataclass
class Picture:
    """A picture in a paragraph of its own, its size in English metric units: a logo, or a table pasted as an image."""

    width: int
    height: int
    name: str


Block = Para | Grid | Picture
