"""What extract gives of a blank template: the qualification as the form itself tells it."""

from dataclasses import dataclass

from pipeline.model.submission import UnitBlock


@dataclass(frozen=True, slots=True)
class TemplateAward:
    """An award of the Rules of Combination block: its title, and the block's lines on it in order."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateGroup:
    """A list of units under a heading of the form's: "Group B"; the mandatory ones have the key ""."""

    key: str
    title: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A blank form. `number` and `title` are the qualification's, "" where the form does not say.

    `credits` are the Summary's, by unit; `blocks` and `saw` are as in a Submission. `is_exact`: its words are
    the file's own, and not put together from letters on a page.
    """

    number: str
    title: str
    level: int | None
    blocks: tuple[UnitBlock, ...]
    credits: tuple[tuple[str, int], ...]
    awards: tuple[TemplateAward, ...]
    groups: tuple[TemplateGroup, ...]
    saw: str
    is_exact: bool = True
