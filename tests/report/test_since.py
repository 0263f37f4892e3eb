"""Two results to what changed between them."""

from msgspec import structs

from pipeline.report.since import Changed, compare
from pipeline.result import Change, Criterion, Finding, Reason, Result, Status
from tests.report import sample

OLD = sample.with_gaps()


def _with(result: Result, status: Status, why: str = "") -> Result:
    """The result with the first criterion of its first judged unit changed to a status."""
    at = next(number for number, unit in enumerate(result.units) if unit.criteria)
    unit = result.units[at]
    reasons = [structs.replace(_reason(result), message=why)] if status != "full" else []
    criterion: Criterion = structs.replace(unit.criteria[0], status=status, reasons=reasons)
    units = list(result.units)
    units[at] = structs.replace(unit, criteria=[criterion, *unit.criteria[1:]])
    return structs.replace(result, units=units)


def _reason(result: Result) -> Reason:
    return next(c.reasons[0] for unit in result.units for c in unit.criteria if c.reasons)


def _first(old: Result, new: Result) -> Changed | None:
    """What became of the new result's first criterion."""
    unit = next(unit for unit in new.units if unit.criteria)
    here = (unit.ref, unit.criteria[0].ref)
    return next((one for one in compare(old, new).changes if (one.unit, one.ref) == here and one.now), None)


def test_a_gap_that_is_full_now_was_put_right_and_says_what_it_was():
    found = _first(_with(OLD, "partial", "It was weak."), _with(OLD, "full"))
    assert found
    assert (found.change, found.was, found.now, found.found) == (Change.PUT_RIGHT, "partial", "full", "It was weak.")


def test_a_gap_that_is_one_still_says_what_it_is_now():
    found = _first(_with(OLD, "partial", "It was weak."), _with(OLD, "partial", "It is altered."))
    assert found
    assert (found.change, found.found) == (Change.STILL_OPEN, "It is altered.")


def test_from_none_to_partial_is_still_open_and_says_both():
    found = _first(_with(OLD, "none"), _with(OLD, "partial"))
    assert found
    assert (found.change, found.was, found.now) == (Change.STILL_OPEN, "none", "partial")


def test_what_was_full_or_partial_and_is_less_got_worse():
    assert [
        found.change
        for was, now in (("full", "partial"), ("full", "none"), ("partial", "none"))
        if (found := _first(_with(OLD, was), _with(OLD, now)))
    ] == [Change.GOT_WORSE] * 3


def test_what_was_full_and_is_has_not_changed():
    assert _first(_with(OLD, "full"), _with(OLD, "full")) is None


def test_a_gap_in_a_unit_that_was_not_judged_is_new():
    new = _with(OLD, "partial")
    unit = next(unit for unit in new.units if unit.criteria)
    before = [structs.replace(u, criteria=[], status="not_claimed") if u.ref == unit.ref else u for u in OLD.units]
    found = _first(structs.replace(OLD, units=before), new)
    assert found
    assert (found.change, found.was) == (Change.NEW, None)


def test_findings_of_one_code_at_one_place_are_told_apart_by_number():
    finding = next(finding for finding in OLD.findings if finding.request)
    once = structs.replace(OLD, findings=[finding])
    twice = structs.replace(OLD, findings=[finding, structs.replace(finding, message="Another.")])

    def changes(old: Result, new: Result) -> list[tuple[Change, str]]:
        return [(one.change, one.found) for one in compare(old, new).changes if one.now is None]

    assert changes(once, twice) == [(Change.STILL_OPEN, finding.message), (Change.NEW, "Another.")]
    assert changes(twice, once) == [(Change.STILL_OPEN, finding.message), (Change.PUT_RIGHT, "Another.")]


def test_findings_that_ask_for_nothing_are_left_out():
    finding: Finding = structs.replace(OLD.findings[0], request="")
    assert not [
        one
        for one in compare(OLD, structs.replace(OLD, findings=[finding])).changes
        if one.found == finding.message and one.change is Change.NEW
    ]


def test_a_result_beside_itself_has_no_change_but_what_is_open():
    assert {one.change for one in compare(OLD, OLD).changes} == {Change.STILL_OPEN}
    assert not compare(sample.complete(), sample.complete()).changes
