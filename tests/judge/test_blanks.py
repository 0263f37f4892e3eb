"""What belongs in the places that a form was left blank in: listed for each status and answer that may be reached."""

from dataclasses import replace

from pipeline.judge.blanks import blanks
from pipeline.judge.combination import claimed_awards, combination
from pipeline.judge.coverage import Case, unit_results
from pipeline.judge.findings import Judged
from pipeline.model.document import Location
from pipeline.model.submission import Answer, Claim, Coverage, SummaryRow, TickCell, Unanswered
from pipeline.result import Blank
from tests.judge.build import CERTIFICATE, NOWHERE, REFERENCE, case

CELLS = tuple(
    TickCell(status, "", Location(table=2, row=3, column=column))
    for column, status in ((4, Coverage.NONE), (5, Coverage.PARTIAL), (6, Coverage.FULL))
)
ROW = SummaryRow("8580-500", "", None, None, "", (), Location(table=2, row=3), CELLS)
CLAIM = Claim("certificate", Answer.YES, NOWHERE)
LINE = Unanswered("diploma", "YES/NO/N/A", Location(table=1, row=1, column=3))


def _blanks(**submission: object) -> list[Blank]:
    made: Case = case(CERTIFICATE, (CLAIM,), **submission)
    claimed = claimed_awards(made)
    combinations = [combination(made, award, is_claimed=award in claimed) for award in REFERENCE.awards]
    return blanks(Judged(made, unit_results(made, CERTIFICATE), claimed, combinations))


def test_each_status_has_its_own_column():
    found = _blanks(summary=(ROW,))
    assert [(blank.unit, blank.when, blank.place.column, blank.words) for blank in found] == [
        ("8580-500", "full", 6, "✓"), ("8580-500", "partial", 5, "✓"), ("8580-500", "none", 4, "✓")
    ]  # fmt: skip


def test_a_column_of_words_takes_the_word():
    words = (TickCell(None, "", Location(table=2, row=3, column=4)),)
    found = _blanks(summary=(replace(ROW, ticks=words),))
    assert {blank.when: blank.words for blank in found} == {"full": "Full", "partial": "Partial", "none": "None"}


def test_a_line_with_a_tick_or_with_anything_else_has_no_blank():
    assert not _blanks(summary=(replace(ROW, status=Coverage.FULL, ticks=(replace(CELLS[0], text="X"), *CELLS[1:])),))
    assert not _blanks(summary=(replace(ROW, ticks=(replace(CELLS[0], text="-"), *CELLS[1:])),))


def test_a_choice_is_replaced_by_the_answer_and_a_bare_no_is_never_written():
    found = {blank.when: (blank.instead_of, blank.words) for blank in _blanks(unanswered=(LINE,))}
    assert found == {
        "yes": ("YES/NO/N/A", "YES"), "n/a": ("YES/NO/N/A", "N/A"), "no": ("YES/NO/N/A", "NO (claimed, but not met)")
    }  # fmt: skip


def test_boxes_are_ticked_on_the_side_where_they_stand_and_none_for_no():
    before = _blanks(unanswered=(replace(LINE, choices="☐ YES ☐ NO ☐ N/A"),))
    after = _blanks(unanswered=(replace(LINE, choices="YES ☐ NO ☐ N/A ☐"),))
    assert [(blank.when, blank.instead_of, blank.words) for blank in (*before, *after)] == [
        ("yes", "☐ YES", "☒ YES"), ("n/a", "☐ N/A", "☒ N/A"), ("yes", "YES ☐", "YES ☒"), ("n/a", "N/A ☐", "N/A ☒")
    ]  # fmt: skip


def test_a_place_that_is_not_known_has_no_blank():
    assert not _blanks(unanswered=(replace(LINE, location=NOWHERE),))
