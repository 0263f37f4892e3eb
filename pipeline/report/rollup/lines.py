"""Submissions to the lines of the index: those that need attention first, and no more than a reader scrolls through."""

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.report import words
from pipeline.report.rollup import labels
from pipeline.report.rollup.links import link
from pipeline.report.rollup.tables import CHANGES, CRITERIA, ROW, SUBMISSIONS, read, rows
from pipeline.report.shown import short

LINES, SHORT_LINES = 2_000, 200
"""How many submissions the table has, and how many each of the lists beside it."""
MATRIX = 300
"""How many submissions the matrix has room for; beyond it is folded to totals."""
_LONGEST, _SHORT = 120, 40


@dataclass(frozen=True, slots=True)
class Line:
    """One submission as the page lists it: names on one line each, links that are safe, None where there is none.

    `rank` is one of `labels.ATTENTION`. `page_name` is what the page is called by: its report, or why it was not read.
    """

    name: str
    customer: str
    programme: str
    award: str
    rank: str
    kind: str
    full: int
    partial: int
    none: int
    needs_eye: int
    why: str
    page: str | None
    folder: str | None
    same_as: str
    earlier: str
    since: str

    @property
    def total(self) -> int:
        """How many criteria were judged."""
        return self.full + self.partial + self.none

    @property
    def state(self) -> str:
        """The suggested answer in words, or that it could not be read."""
        return next((word for answer, word in labels.ANSWER.items() if answer == self.rank), labels.KIND["unread"])


@dataclass(slots=True)
class Lists:
    """The lists of the index; each is cut, and has its whole number beside it where the totals do not say it."""

    table: list[Line] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)
    resubmissions: list[Line] = field(default_factory=list)
    copies: list[Line] = field(default_factory=list)
    ranks: dict[str, int] = field(default_factory=dict)


def lists(folder: Path) -> Lists:
    """The lists of the submissions in the folder's table, each in the order of paths, the table by rank first."""
    found = Lists(ranks=dict.fromkeys(labels.ATTENTION, 0))
    by_rank: dict[str, list[Line]] = {rank: [] for rank in labels.ATTENTION}
    for row in rows(folder / SUBMISSIONS, _COLUMNS):
        rank = row["answer"] or "unread"
        found.ranks[rank] += 1
        wanted = [by_rank[rank]] if len(by_rank[rank]) < LINES else []
        wanted += [
            kept
            for kept, is_one in (
                (found.unread, rank == "unread"),
                (found.resubmissions, row["earlier"] is not None),
                (found.copies, row["same_as"] is not None),
            )
            if is_one and len(kept) < SHORT_LINES
        ]
        if wanted:
            line = _line(row, rank)
            for kept in wanted:
                kept.append(line)
    found.table = [line for rank in labels.ATTENTION for line in by_rank[rank]][:LINES]
    return found


_COLUMNS = ("submission", "customer", "programme", "awards", "kind", "answer", "full", "partial", "none", "needs_eye",
            "why", "page", "folder", "same_as", "earlier", *CHANGES)  # fmt: skip


def _line(row: Mapping[str, Any], rank: str) -> Line:
    return Line(
        name=_name(row["submission"]),
        customer=_name(row["customer"]),
        programme=_name(row["programme"]),
        award=words.listed(row["awards"]),
        rank=rank,
        kind=row["kind"],
        full=row["full"],
        partial=row["partial"],
        none=row["none"],
        needs_eye=row["needs_eye"],
        why=row["why"],
        page=link(row["page"]),
        folder=link(row["folder"]),
        same_as=_name(row["same_as"] or ""),
        earlier=_name(row["earlier"] or ""),
        since="" if row["earlier"] is None else words.begun(labels.changed(row[name] for name in CHANGES)),
    )


def _name(text: str) -> str:
    return short(text, _LONGEST)


# ---------------------------------------------------------------- the matrix


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a cell of the matrix says."""

    status: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    """The submissions of one qualification by its criteria, each (unit, criterion); a cell is None where not judged."""

    qualification: str
    criteria: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str | None, tuple[Verdict | None, ...]], ...]

    @property
    def begins(self) -> frozenset[int]:
        """The columns with which a unit begins."""
        units = [unit for unit, _ in self.criteria]
        return frozenset(units.index(unit) for unit in units)

    @property
    def missed(self) -> tuple[int, ...]:
        """In how many submissions each criterion is not full."""
        return tuple(
            sum(bool((cell := cells[at]) and cell.status != "full") for _, _, cells in self.rows)
            for at in range(len(self.criteria))
        )


def matrices(folder: Path) -> Iterator[Matrix]:
    """A matrix for each qualification; for few submissions, as all are in memory."""
    found: dict[str, dict[int, dict[tuple[str, str], Verdict]]] = {}
    names = ("qualification", ROW, "unit", "criterion", "status", "certain")
    for batch in read(folder / CRITERIA, names):
        for qualification, submission, unit, ref, status, certain in zip(
            *(batch[name].to_pylist() for name in names), strict=True
        ):
            place = found.setdefault(qualification, {}).setdefault(submission, {})
            place[unit, ref] = Verdict(status, certain)
    pages = _pages(folder, {row for submissions in found.values() for row in submissions})
    for qualification, submissions in found.items():
        criteria = _ordered(submissions.values())
        told = tuple((*pages[row], tuple(map(verdicts.get, criteria))) for row, verdicts in submissions.items())
        yield Matrix(short(qualification, _LONGEST), criteria, told)


def _pages(folder: Path, wanted: Set[int]) -> dict[int, tuple[str, str | None]]:
    """What a submission is called in the matrix, and where its report is: by its customer, where it is the only one."""
    columns = [ROW, "customer", "file", "page"]
    found = [row for row in rows(folder / SUBMISSIONS, columns) if row[ROW] in wanted]
    customers = Counter(row["customer"] for row in found)
    return {
        row[ROW]: (
            short(row["customer"] if row["customer"] and customers[row["customer"]] == 1 else row["file"], _SHORT),
            link(row["page"]),
        )
        for row in found
    }


def _ordered(submissions: Any) -> tuple[tuple[str, str], ...]:
    from pipeline.report.rollup.analysis import in_order

    places = {place for verdicts in submissions for place in verdicts}
    return tuple(sorted(places, key=lambda place: (place[0], in_order(place[1]))))
