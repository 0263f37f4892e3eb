"""What a reply to a customer is made of: words, in them places to fill in, and the parts of an action plan."""

from collections.abc import Sequence
from dataclasses import dataclass

PLAN = "Action plan"
COUNTED = "Where a table and a row are named, they are counted from the top of your document."
"""What stands above the parts of the plan."""

REPLIES = ("Owner", "By when", "Your reply")
"""What the customer fills in at each point."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A place to fill in, by what belongs there: "your name"."""

    label: str
    is_date: bool = False


Words = Sequence[str | Blank]
"""A line of text, in it what is to be filled in."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    words: Words


@dataclass(frozen=True, slots=True)
class Bullets:
    """Some things in no order."""

    items: Sequence[Words]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that stand close together, as an address does."""

    lines: Sequence[Words]


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the action plan: its number, what it is about, and a text for each of the plan's columns."""

    number: int
    about: str
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Points:
    """A part of the action plan: what its columns are, its points, and what the customer fills in at each."""

    name: str
    intro: str
    columns: Sequence[str]
    points: Sequence[Point]


Block = Heading | Text | Bullets | Lines


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply: its subject, whom it goes to (on paper alone), its text, and the parts of the action plan."""

    subject: str
    letterhead: Sequence[Words]
    text: Sequence[Block]
    plan: Sequence[Points]
