"""The analysis to bars: each with its name, how long its parts are, and the same in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.report.rollup import labels
from pipeline.report.rollup.analysis import in_order
from pipeline.report.rollup.counts import Analysis, Missed

MISSED_SHOWN, GROUPS_SHOWN, MONTHS_SHOWN = 15, 10, 24
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONGEST = 100.0


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a bar, of 100: its colour by the word that it stands for, where it begins, how long it is."""

    look: str
    at: float
    size: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `about` says more of its name, `told` is what it shows, in words."""

    name: str
    about: str
    parts: tuple[Part, ...]
    told: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one kind under a title; `key` says by its colours what the parts are; `note` what is not shown."""

    anchor: str
    title: str
    heads: tuple[str, str]
    key: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Months:
    """Submissions by the month in which they were received: columns of a chart, and the same as rows of a table."""

    columns: tuple[Bar, ...]
    rows: tuple[tuple[str, int, int, int, int, int], ...]
    highest: int
    told: str
    note: str


def most_missed(analysis: Analysis) -> Chart:
    """The criteria that are not full in most submissions."""
    found = [one for one in analysis.most_missed if one.missed]
    longest = max((one.missed for one in found), default=1)
    bars = tuple(_missed_bar(one, longest) for one in found[:MISSED_SHOWN])
    return Chart("missed", "Most missed criteria", ("Criterion", "Not full in"), _GAPS, bars)


def _missed_bar(one: Missed, longest: int) -> Bar:
    return Bar(
        f"{one.unit} {one.criterion}",
        one.text,
        _parts(longest, partial=one.partial, none=one.none),
        f"{one.missed:,} of {labels.counted(one.judged, 'submission')}",
    )


def by_place(analysis: Analysis) -> Sequence[Missed]:
    """Every criterion in the reference's order."""
    return sorted(analysis.most_missed, key=lambda one: (one.unit, in_order(one.criterion)))


_GAPS = (("partial", "Partial"), ("none", "None"))
_KINDS = (("full", "Complete"), ("partial", "With gaps"), ("none", "Not a mapping document"))


def charts(analysis: Analysis) -> Sequence[Chart]:
    """By unit, by customer, by reason, other findings and assessments; those alone in which something is counted."""
    return [chart for chart in _charts(analysis) if chart.bars]


def _charts(analysis: Analysis) -> Iterator[Chart]:
    longest = max((one.submissions for one in analysis.by_unit), default=1)
    units = (
        Bar(
            one.unit,
            one.title,
            _parts(longest, partial=one.with_gaps, rest=one.submissions - one.with_gaps),
            f"{one.with_gaps:,} of {one.submissions:,}",
        )
        for one in analysis.by_unit
    )
    key = (("partial", "With a gap in the unit"), ("rest", "Without"))
    yield Chart("by-unit", "By unit", ("Unit", "Submissions with gaps"), key, tuple(units))
    yield _customers(analysis)
    yield _reasons(analysis)
    most = max((one.submissions for one in analysis.by_finding), default=1)
    findings = (
        Bar(labels.reason(one.code), "", _parts(most, partial=one.submissions), f"{one.submissions:,}")
        for one in analysis.by_finding
    )
    yield Chart("findings", "Found beside the criteria", ("Found", "Submissions"), (), tuple(findings)[:GROUPS_SHOWN])
    yield _assessments(analysis)


def _customers(analysis: Analysis) -> Chart:
    found = analysis.by_customer[:GROUPS_SHOWN]
    longest = max((one.submissions for one in found), default=1)
    bars = tuple(
        Bar(
            one.customer or labels.NOT_STATED,
            "",
            _parts(longest, full=one.complete, partial=one.gaps, none=one.not_a_mapping),
            f"{one.complete:,} of {one.submissions:,}",
        )
        for one in found
    )
    more = analysis.customers - len(found)
    note = f"and {labels.counted(more, 'more customer')}, in the workbook" if more else ""
    return Chart("by-customer", "By customer", ("Customer", "Submissions complete"), _KINDS, bars, note)


def _reasons(analysis: Analysis) -> Chart:
    longest = max((one.criteria for one in analysis.by_reason), default=1)
    bars = tuple(
        Bar(
            labels.reason(one.code, one.kind),
            "",
            _parts(longest, partial=one.criteria),
            f"{labels.counted(one.criteria, 'criterion', 'criteria')} in {one.submissions:,}",
        )
        for one in analysis.by_reason
    )
    return Chart("by-reason", "Why criteria are not full", ("Reason", "Criteria, in submissions"), (), bars)


def _assessments(analysis: Analysis) -> Chart:
    found = analysis.assessments[:GROUPS_SHOWN]
    longest = max((one.criteria for one in found), default=1)
    bars = tuple(
        Bar(
            one.assessment,
            "",
            _parts(longest, rest=one.criteria),
            f"{labels.counted(one.criteria, 'criterion', 'criteria')} in {one.submissions:,}",
        )
        for one in found
    )
    more = analysis.assessments_named - len(found)
    note = f"and {more:,} more, in the workbook" if more else ""
    return Chart("assessments", "Assessments most used", ("Assessment", "Criteria, in submissions"), (), bars, note)


def months(analysis: Analysis) -> Months | None:
    """The last months in which submissions were received; None where not even one month is known."""
    known = [one for one in analysis.by_month if one.month]
    if not known:
        return None
    shown = known[-MONTHS_SHOWN:]
    highest = max(one.submissions for one in shown)
    columns = tuple(
        Bar(
            _MONTHS[int(one.month[5:]) - 1],
            one.month[:4],
            _parts(highest, full=one.complete, partial=one.gaps, none=one.not_a_mapping + one.unread),
            f"{one.submissions:,}",
        )
        for one in shown
    )
    rows = tuple(
        (_month(one.month), one.submissions, one.complete, one.gaps, one.not_a_mapping, one.unread) for one in shown
    )
    most = max(shown, key=lambda one: one.submissions)
    told = f"Submissions received by month. The most were {most.submissions:,}, in {_month(most.month)}."
    parts = [f"The last {MONTHS_SHOWN} of {len(known)} months."] if len(known) > MONTHS_SHOWN else []
    unknown = sum(one.submissions for one in analysis.by_month if not one.month)
    parts += [f"Of {labels.counted(unknown, 'submission')} the day is not known."] if unknown else []
    return Months(columns, rows, highest, told, " ".join(parts))


def _month(month: str) -> str:
    return f"{_MONTHS[int(month[5:]) - 1]} {month[:4]}"


def _parts(longest: int, **counts: int) -> tuple[Part, ...]:
    """The parts of a bar, of which the longest bar is 100 long."""
    parts, at = [], 0.0
    for look, count in counts.items():
        size = round(_LONGEST * count / max(longest, 1), 2)
        if count:
            parts.append(Part(look, round(at, 2), size))
        at += size
    return tuple(parts)
