"""Result to what the external verifier samples by: which assessment touches which criterion, the fewest to see."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.report.fewest import fewest
from pipeline.result import Finding, Result, Status
from pipeline.text import fold


@dataclass(frozen=True, slots=True)
class Column:
    """A criterion of a judged unit, and the titles of the assessments that its evidence names, in their order."""

    unit: str
    ref: str
    status: Status
    assessments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An assessment: whether it touches each of the columns, and whether it is one of the sample."""

    title: str
    touches: tuple[bool, ...]
    is_sampled: bool

    @property
    def count(self) -> int:
        """How many criteria it touches."""
        return sum(self.touches)


@dataclass(frozen=True, slots=True)
class Sample:
    """Assessments that together touch every criterion that any touches.

    `touched` is how many criteria these are; no set of fewer than `at_least` assessments touches them all.
    """

    titles: tuple[str, ...]
    touched: int
    at_least: int

    @property
    def is_smallest(self) -> bool:
        """Whether it is proved that no smaller set does."""
        return len(self.titles) == self.at_least


@dataclass(frozen=True, slots=True)
class Alone:
    """An assessment, and the criteria that rest on it and on no other."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Sampling:
    """What the external verifier needs of one result.

    `rows` are in the order in which the criteria first name them, `columns` by unit in the reference's order, `alone`
    in the order of the rows. `unlisted` are the findings on assessments that the Summary does not list, each with its
    position among the result's findings, from 1.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sample: Sample
    untouched: tuple[Column, ...]
    alone: tuple[Alone, ...]
    unlisted: tuple[tuple[int, Finding], ...]


def sampling(result: Result) -> Sampling:
    """The matrix of assessments and criteria over the judged units, and what follows from it."""
    columns = _columns(result)
    titles = tuple(dict.fromkeys(title for column in columns for title in column.assessments))
    touches = [tuple(title in column.assessments for column in columns) for title in titles]
    found = fewest([sum(1 << at for at, is_touched in enumerate(row) if is_touched) for row in touches])
    sampled = set(found.chosen)
    return Sampling(
        columns=columns,
        rows=tuple(Row(title, touches[at], at in sampled) for at, title in enumerate(titles)),
        sample=Sample(
            titles=tuple(titles[at] for at in found.chosen),
            touched=sum(bool(column.assessments) for column in columns),
            at_least=found.bound,
        ),
        untouched=tuple(column for column in columns if not column.assessments),
        alone=_alone(columns, titles),
        unlisted=tuple((at, f) for at, f in enumerate(result.findings, 1) if f.code == "assessment_unlisted"),
    )


def by_unit(columns: Sequence[Column]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The units of some criteria, in order, each with the criteria's numbers."""
    refs: dict[str, list[str]] = defaultdict(list)
    for column in columns:
        refs[column.unit].append(column.ref)
    return tuple((unit, tuple(found)) for unit, found in refs.items())


def _columns(result: Result) -> tuple[Column, ...]:
    """The criteria of the judged units; a title that differs in case or punctuation alone is the one met before."""
    met: dict[str, str] = {}
    return tuple(
        Column(unit.ref, criterion.ref, criterion.status, _titles(criterion.assessments, met))
        for unit in result.units
        for criterion in unit.criteria
    )


def _titles(named: Sequence[str], met: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(met.setdefault(fold(title) or title, title) for title in named if title.strip()))


def _alone(columns: Sequence[Column], titles: Sequence[str]) -> tuple[Alone, ...]:
    resting: dict[str, list[Column]] = {title: [] for title in titles}
    for column in columns:
        if len(column.assessments) == 1:
            resting[column.assessments[0]].append(column)
    return tuple(Alone(title, tuple(found)) for title, found in resting.items() if found)
