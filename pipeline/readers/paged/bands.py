"""What is drawn of a table without upright lines: cuts at which lines or shading end, and the bands between them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.readers.paged.page import Box, Word

NEAR = 3.0  # points within which lines and sides of areas count as one


@dataclass(slots=True)
class Cut:
    """A height at which lines are drawn, or shading begins or ends, from each left to each right."""

    y: float
    rules: list[tuple[float, float]] = field(default_factory=list)
    shades: list[tuple[float, float]] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Where what is drawn begins."""
        return min(left for left, _ in self.rules + self.shades)

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(right for _, right in self.rules + self.shades)

    def ends(self) -> set[float]:
        """Where the lines and areas end."""
        return {x for part in self.rules + self.shades for x in part}

    def covers(self, left: float, right: float) -> bool:
        """Whether something is drawn between these two sides."""
        x = (left + right) / 2
        return any(start <= x <= end for start, end in self.rules + self.shades)


@dataclass(slots=True)
class Band:
    """The stretch of a table between two heights; `start` and `end` are what is drawn there, None where nothing is."""

    top: float
    bottom: float
    words: list[Word]
    shades: list[Box]
    start: Cut | None = None
    end: Cut | None = None

    @property
    def pad(self) -> float:
        """How far its words stand below its top."""
        return min((word.box.top for word in self.words), default=self.top) - self.top

    @property
    def is_free(self) -> bool:
        """Whether it is neither shaded nor between two lines: it may hold many rows, and what is of no table."""
        return not self.shades and not (self.start and self.start.rules and self.end and self.end.rules)

    def inner_ends(self) -> tuple[list[float], list[float]]:
        """Where what is drawn at its top and its bottom ends, but for the outer sides."""
        start, end = (clustered(cut.ends())[1:-1] if cut else [] for cut in (self.start, self.end))
        return start, end


@dataclass(slots=True)
class Part:
    """A table while it is put together: its bands, and where what is drawn of it ends."""

    bands: list[Band] = field(default_factory=list)
    ends: set[float] = field(default_factory=set)

    @property
    def is_closed(self) -> bool:
        """Whether a line is drawn under its last band."""
        return bool(self.bands and self.bands[-1].end and self.bands[-1].end.rules and not self.bands[-1].is_free)

    def add(self, band: Band) -> None:
        """Adds a band below the others."""
        self.bands.append(band)
        for cut in (band.start, band.end):
            self.ends |= cut.ends() if cut else set()


def clustered(xs: Iterable[float]) -> list[float]:
    """These x, left to right, those that lie near together once."""
    found: list[float] = []
    for x in sorted(xs):
        if not found or x - found[-1] > NEAR:
            found.append(x)
    return found
