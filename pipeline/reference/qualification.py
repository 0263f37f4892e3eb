"""The types of a reference file: a qualification with its units, outcomes, criteria and awards."""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta, Struct

Text = Annotated[str, Meta(min_length=1)]
Positive = Annotated[float, Meta(gt=0)]
Whole = Annotated[int, Meta(ge=1)]


class _Data(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Minimum(_Data, frozen=True, kw_only=True):
    """A quantity that the criterion asks for: at least `value` `of` ("hours", "clients", "months")."""

    of: Text
    value: Positive


class Criterion(_Data, frozen=True, kw_only=True):
    """An assessment criterion; `ref` is its number inside the unit ("1.1")."""

    ref: Annotated[str, Meta(pattern=r"^\d+\.\d+$")]
    text: Text
    minimums: tuple[Minimum, ...] = ()


class Outcome(_Data, frozen=True, kw_only=True):
    """A learning outcome and its criteria; `number` as the unit gives it ("1")."""

    number: Annotated[str, Meta(pattern=r"^\d+$")]
    text: Text
    criteria: Annotated[tuple[Criterion, ...], Meta(min_length=1)]


class Unit(_Data, frozen=True, kw_only=True):
    """A unit of the qualification; `ref` as the form numbers it ("8580-500", "D/501/1234")."""

    ref: Text
    title: Text
    level: Whole
    credits: Whole
    outcomes: Annotated[tuple[Outcome, ...], Meta(min_length=1)]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The unit's criteria in order, over its outcomes."""
        return tuple(criterion for outcome in self.outcomes for criterion in outcome.criteria)


class Group(_Data, frozen=True, kw_only=True):
    """Optional units of an award, of which so many credits are needed at least."""

    key: Annotated[str, Meta(pattern=r"^\w+$")]
    title: Text
    units: Annotated[tuple[str, ...], Meta(min_length=1)]
    credits_min: Whole


class Award(_Data, frozen=True, kw_only=True):
    """An award: its mandatory units, its groups of optional ones, its credits, and the hours of support that it needs.

    Without groups `credits` are those of the mandatory units; with groups the least that all units add up to.
    """

    key: Annotated[str, Meta(pattern=r"^[a-z_]+$")]
    title: Text
    units: tuple[str, ...]
    groups: tuple[Group, ...] = ()
    credits: Whole
    induction_hours: Annotated[float, Meta(ge=0)]
    tutorial_hours: Annotated[float, Meta(ge=0)]

    @property
    def every_unit(self) -> tuple[str, ...]:
        """The refs of the mandatory units, then those of the groups."""
        return (*self.units, *(ref for group in self.groups for ref in group.units))


class Qualification(_Data, frozen=True, kw_only=True):
    """A whole reference file; `sha256` is that of its bytes, filled on load."""

    schema: Literal["ilm-coverage-reference/1"]
    ref: Text
    title: Text
    level: Whole
    awards: Annotated[tuple[Award, ...], Meta(min_length=1)]
    units: Annotated[tuple[Unit, ...], Meta(min_length=1)]
    sha256: str = ""

    def unit(self, ref: str) -> Unit:
        """The unit with this ref. Raises: KeyError."""
        return {unit.ref: unit for unit in self.units}[ref]

    def pairs(self) -> Iterator[tuple[Unit, Criterion]]:
        """Every criterion with its unit, in the reference's order."""
        return ((unit, criterion) for unit in self.units for criterion in unit.criteria)
