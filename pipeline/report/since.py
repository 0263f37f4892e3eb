"""Two results of one programme to what changed between them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.result import Change, Finding, Result, Status, change
from pipeline.text import fold


@dataclass(frozen=True, slots=True)
class Changed:
    """One criterion or finding in both submissions; `was` and `now` are a criterion's statuses, None where it is none.

    `found` is what the newer submission's report says of it, of what was put right what the older one said.
    """

    change: Change
    unit: str
    ref: str
    was: Status | None
    now: Status | None
    found: str


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the submission in `file`, in the reference's order, criteria before findings."""

    file: str
    sha256: str
    changes: tuple[Changed, ...]

    def of(self, change: Change) -> tuple[Changed, ...]:
        """The changes of one kind."""
        return tuple(changed for changed in self.changes if changed.change is change)


def compare(old: Result, new: Result) -> Since:
    """What was put right, is still open, is new, or got worse from the old result to the new one."""
    changes = (*_criteria(old, new), *_findings(old, new))
    return Since(old.submission.file, old.submission.sha256, changes)


def is_comparable(old: Result, new: Result) -> bool:
    """Whether both map the same qualification."""
    return old.reference.qualification == new.reference.qualification


def is_of_another(old: Result, new: Result) -> bool:
    """Whether the results name different customers, or different programmes where one of them names no customer."""
    was, now = old.submission, new.submission
    if was.customer and now.customer:
        return fold(was.customer) != fold(now.customer)
    return bool(was.programme and now.programme) and fold(was.programme or "") != fold(now.programme or "")


def _criteria(old: Result, new: Result) -> Iterator[Changed]:
    before = {(unit.ref, criterion.ref): criterion for unit in old.units for criterion in unit.criteria}
    for unit in new.units:
        for criterion in unit.criteria:
            was = before.get((unit.ref, criterion.ref))
            became = change(was.status if was else None, criterion.status)
            if became:
                told = was if was and became is Change.PUT_RIGHT else criterion
                found = " ".join(reason.message for reason in told.reasons)
                yield Changed(became, unit.ref, criterion.ref, was.status if was else None, criterion.status, found)


def _findings(old: Result, new: Result) -> Iterator[Changed]:
    """Findings that something is asked for; those of the same code at the same criterion go by their order."""
    before, after = _numbered(old.findings), _numbered(new.findings)
    for key, finding in after.items():
        yield _of_finding(Change.STILL_OPEN if key in before else Change.NEW, finding)
    for key, finding in before.items():
        if key not in after:
            yield _of_finding(Change.PUT_RIGHT, finding)


def _numbered(findings: Sequence[Finding]) -> dict[tuple[str, str, str, int], Finding]:
    met: Counter[tuple[str, str, str]] = Counter()
    numbered = {}
    for finding in findings:
        if finding.request:
            key = (finding.code, finding.unit or "", finding.ref or "")
            numbered[*key, met[key]] = finding
            met[key] += 1
    return numbered


def _of_finding(change: Change, finding: Finding) -> Changed:
    return Changed(change, finding.unit or "", finding.ref or "", None, None, finding.message)
