"""The types of a draft: a reference file to be, in which None stands for what the template does not tell."""

import msgspec
from msgspec import Struct

from pipeline.reference import SCHEMA, Minimum


class DraftCriterion(Struct, kw_only=True, omit_defaults=True):
    """A criterion as it is drafted; None is to be completed."""

    ref: str | None
    text: str
    minimums: tuple[Minimum, ...] = ()


class DraftOutcome(Struct, kw_only=True):
    """An outcome as it is drafted."""

    number: str | None
    text: str | None
    criteria: list[DraftCriterion]


class DraftUnit(Struct, kw_only=True):
    """A unit as it is drafted."""

    ref: str | None
    title: str | None
    level: int | None
    credits: int | None
    outcomes: list[DraftOutcome]


class DraftGroup(Struct, kw_only=True):
    """A group of optional units as it is drafted."""

    key: str
    title: str
    units: list[str] | None
    credits_min: int | None


class DraftAward(Struct, kw_only=True, omit_defaults=True):
    """An award as it is drafted."""

    key: str | None
    title: str | None
    units: list[str] | None
    groups: list[DraftGroup] = []
    credits: int | None
    induction_hours: float | None
    tutorial_hours: float | None


class DraftReference(Struct, kw_only=True):
    """A reference file to be: its fields, and None where the template does not tell."""

    schema: str = SCHEMA
    ref: str | None
    title: str | None
    level: int | None
    awards: list[DraftAward]
    units: list[DraftUnit]


class Draft(Struct, kw_only=True):
    """The draft, and what a person should look at in it: places in the file ("$.awards[0].units") with a sentence."""

    reference: DraftReference
    checks: list[tuple[str, str]]

    def packed(self) -> bytes:
        """The file's bytes."""
        return msgspec.json.format(msgspec.json.encode(self.reference), indent=1) + b"\n"
