"""What an analysis counts: the types of its rows, and the whole of it."""

from msgspec import Struct


class Missed(Struct, frozen=True):
    """A criterion: in how many submissions it was judged, and was partial, none, or for a person's eye."""

    unit: str
    criterion: str
    text: str
    judged: int
    partial: int
    none: int
    needs_eye: int

    @property
    def missed(self) -> int:
        """In how many submissions it is not full."""
        return self.partial + self.none


class OfUnit(Struct, frozen=True):
    """A unit: submissions that it was judged in and those in which it has a gap, and its criteria in all of them."""

    unit: str
    title: str
    submissions: int
    with_gaps: int
    full: int
    partial: int
    none: int


class OfCustomer(Struct, frozen=True):
    """A customer: submissions that could be read, by what became of them, and their criteria. "": not stated."""

    customer: str
    submissions: int
    complete: int
    gaps: int
    not_a_mapping: int
    full: int
    partial: int
    none: int
    needs_eye: int


class OfReason(Struct, frozen=True):
    """A reason why criteria are not full: how many, and in how many submissions."""

    code: str
    kind: str | None
    criteria: int
    submissions: int


class OfFinding(Struct, frozen=True):
    """A finding beside the criteria: in how many submissions it was made."""

    code: str
    submissions: int


class OfMonth(Struct, frozen=True):
    """A month ("2026-03", "" where it is not known): the submissions received in it, by what became of them."""

    month: str
    submissions: int
    complete: int
    gaps: int
    not_a_mapping: int
    unread: int


class Used(Struct, frozen=True):
    """An assessment as it was first written: how many criteria name it, and in how many submissions."""

    assessment: str
    criteria: int
    submissions: int


class Analysis(Struct, frozen=True):
    """What a batch says as a whole.

    `kinds` counts every submission, copies too; `copies` are those with the bytes of another, and `judged` those with
    criteria that were judged. Everything else is of what was checked itself, the greatest first but for months.
    `customers` and `assessments` are how many there are, where the lists are cut.
    """

    submissions: int
    kinds: dict[str, int]
    copies: int
    judged: int
    most_missed: tuple[Missed, ...]
    by_unit: tuple[OfUnit, ...]
    by_customer: tuple[OfCustomer, ...]
    by_reason: tuple[OfReason, ...]
    by_finding: tuple[OfFinding, ...]
    by_month: tuple[OfMonth, ...]
    assessments: tuple[Used, ...]
    customers: int
    assessments_named: int
