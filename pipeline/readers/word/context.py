"""What the walk over a Word document knows at the place where it stands: the one thing in the reader that changes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from pipeline.model.document import Location, Note, NoteKind
from pipeline.policy.limits import Limits
from pipeline.readers.paged.page import Page
from pipeline.readers.word.marks import Marks
from pipeline.readers.word.names import DELTEXT, Element, T
from pipeline.readers.word.numbering import Numbering
from pipeline.readers.word.styles import PLAIN, Look, Styles

_NOWHERE = Location()
# A picture and how wide and high it is drawn, in cm, to what is on it; None where that cannot be known.
Recognise = Callable[[Element, float, float], Page | None]


class Field(Enum):
    """Where the walk is in a field: in its instruction, in its result, in a form field whose result is known."""

    INSTRUCTION = auto()
    RESULT = auto()
    FORM = auto()


@dataclass(slots=True)
class Found:
    """A kind of thing met: where first, its words there, how often."""

    location: Location
    quote: str
    count: int = 1


@dataclass(slots=True)
class Context:
    """The walk's state.

    `parts` are the pieces of the paragraph that is read, `boxes` the text boxes anchored in it, `look` its style's.
    `instructions` counts the `fields` whose result is not reached; text is left out while `muted` is above 0. `carried`
    is the text of a paragraph that runs into the next. `place` is the cell that is read, None outside the tables.
    `inner_tables` counts the tables inside the top-level table that is read.
    `text_width_cm` is None until it is needed. `scans` are what was recognised on the pictures in the paragraph,
    `cell_pictures` the small ones in the cell: their words, and how to recognise them.
    """

    styles: Styles
    numbering: Numbering
    limits: Limits
    marks: Marks
    recognise: Recognise | None = None
    text_width_cm: float | None = None
    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    instructions: int = 0
    look: Look = PLAIN
    font: str | None = None
    muted: int = 0
    place: Location | None = None
    carried: str = ""
    tables: int = 0
    inner_tables: int = 0
    rows: int = 0
    depth: int = 0
    pictures: int = 0
    cell_pictures: list[tuple[str, Element, float, float]] = field(default_factory=list)
    scans: list[Page] = field(default_factory=list)
    recognised: Found | None = None
    sureness: list[float] = field(default_factory=list)
    changes: Found | None = None
    strikes: Found | None = None
    unreadable: list[Note] = field(default_factory=list)

    def change(self, changed: Element | None = None) -> None:
        """Takes down a tracked change of an element's words."""
        found = self.changes
        if found is None:
            self.changes = found = Found(self.place or _NOWHERE, "", 0)
        found.count += 1
        if not found.quote and changed is not None:
            found.quote = "".join([each.text or "" for each in changed.iter(T, DELTEXT)])

    def strike(self, quote: str) -> None:
        """Takes down struck-out words."""
        if self.strikes is None:
            self.strikes = Found(self.place or _NOWHERE, quote)
        else:
            self.strikes.count += 1

    def read_picture(self, words: str, picture: Element, width_cm: float, height_cm: float) -> None:
        """Takes down what is on a picture that may hold words, or that nobody can say."""
        page = None if self.recognise is None else self.recognise(picture, width_cm, height_cm)
        if page is None:
            self.cannot_read(words)
        elif page.blocks:
            self.scans.append(page)
            if self.recognised is None:
                self.recognised = Found(self.place or _NOWHERE, "", 0)
            self.recognised.count += 1

    def cannot_read(self, quote: str) -> None:
        """Takes down a part without readable text."""
        self.unreadable.append(Note(NoteKind.TEXT_UNREADABLE, self.place or _NOWHERE, self._short(quote)))

    def notes(self) -> Iterable[Note]:
        """All that was taken down."""
        for kind, found in ((NoteKind.TRACKED_CHANGES, self.changes), (NoteKind.STRUCK_TEXT, self.strikes)):
            if found is not None:
                yield Note(kind, found.location, self._short(found.quote), found.count)
        if self.recognised is not None:
            mean = sum(self.sureness) / len(self.sureness) if self.sureness else 0.0
            found = self.recognised
            yield Note(NoteKind.OCR_TEXT, found.location, count=found.count, confidence=mean)
        yield from self.unreadable

    def _short(self, quote: str) -> str:
        quote = " ".join(quote.split())
        room = self.limits.quote_characters
        return quote if len(quote) <= room else f"{quote[: room - 1]}…"
