"""The report in Word: what it says, that Word opens it, that it reads as the form does, and that nothing harms it."""

import re
from collections.abc import Callable, Sequence
from itertools import chain, pairwise
from pathlib import Path

import pytest

from pipeline import check, read
from pipeline.model.document import Table
from pipeline.report import rows
from pipeline.report.review import Review
from pipeline.report.word import render
from pipeline.result import Result
from tests.report import sample
from tests.report.ooxml import W, body, core, faults, needs_office, pages, tables, text_of, texts_of, unfixed
from tests.report.samples import every_sample

RIVERSIDE = next(Path("inputs").glob("*with gaps.docx"))
NORTHFIELD = next(Path("inputs").glob("Northfield*.docx"))


@pytest.fixture(scope="module")
def gaps() -> bytes:
    return render(Review(sample.with_gaps()))


def headings(packed: bytes) -> list[tuple[int, str]]:
    found = ((p.find(f"{W}pPr/{W}pStyle"), p) for p in body(packed).iterchildren(f"{W}p"))
    styled = ((style.get(f"{W}val"), text_of(p)) for style, p in found if style is not None)
    return [(int(style[-1]), text) for style, text in styled if style.startswith("Heading")]


# ---------------------------------------------------------------- the file


@every_sample
def test_word_opens_it(build: Callable[[], Result]) -> None:
    assert faults(render(Review(build()))) == []


def test_word_opens_it_with_all_that_may_be_in_it() -> None:
    assert faults(render(sample.decided())) == []
    assert faults(render(sample.decided_hostile())) == []


@every_sample
def test_the_same_review_gives_the_same_bytes(build: Callable[[], Result]) -> None:
    first = render(Review(build()))
    assert render(Review(build())) == first
    assert unfixed(first) == []


def test_the_properties_name_the_report_and_nobody(gaps: bytes) -> None:
    assert core(gaps) == {
        "title": "Coverage report: Northgate Leadership and Coaching Programme 2025",
        "creator": "ilm-coverage",
        "lastModifiedBy": "ilm-coverage",
        "language": "en-GB",
        "created": "2000-01-01T00:00:00Z",
        "modified": "2000-01-01T00:00:00Z",
    }


def test_a_report_of_all_44_criteria_is_small_enough_to_mail() -> None:
    units = [unit.ref for unit in sample.REFERENCE.units]
    assert len(render(Review(sample.result(units, sample._GAPS, sample._FINDINGS)))) <= 40_000


# ---------------------------------------------------------------- its structure


@every_sample
def test_headings_go_down_one_level_at_a_time(build: Callable[[], Result]) -> None:
    levels = [level for level, _ in headings(render(Review(build())))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_sections_stand_in_the_order_of_the_page() -> None:
    assert [text for level, text in headings(render(sample.decided())) if level == 1] == [
        "Suggested answer",
        "Summary of coverage",
        "Rules of Combination CHECK",
        "What the customer must do",
        "Needs your eye",
        "Criterion by criterion",
        "Other findings",
        "For the external verifier",
        "Since the last submission",
        "How this was done",
        "Decision",
    ]


@every_sample
def test_each_table_has_a_name_fixed_widths_and_fits_the_page(build: Callable[[], Result]) -> None:
    for name, table in tables(render(Review(build()))).items():
        widths = [int(column.get(f"{W}w", "0")) for column in table.iter(f"{W}gridCol")]
        assert name
        assert table.find(f"{W}tblPr/{W}tblLayout").get(f"{W}type") == "fixed"  # type: ignore[union-attr]
        assert table.find(f"{W}tblPr/{W}tblW").get(f"{W}w") == str(sum(widths))  # type: ignore[union-attr]
        assert sum(widths) <= 16838 - 2 * 1100
        for row in table.iter(f"{W}tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.iter(f"{W}tc")]
            places = [0, *accumulated([1 if span is None else int(span.get(f"{W}val", "1")) for span in spans])]
            told = [int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w", "0")) for cell in row.iter(f"{W}tc")]  # type: ignore[union-attr]
            assert told == [sum(widths[a:b]) for a, b in pairwise(places)]


def accumulated(sizes: Sequence[int]) -> list[int]:
    return [sum(sizes[: at + 1]) for at in range(len(sizes))]


def test_heads_are_repeated_on_each_page_and_short_rows_stay_whole(gaps: bytes) -> None:
    long_tables = [
        table for name, table in tables(gaps).items() if re.match("Action plan|The criteria of|Summary|Other", name)
    ]
    assert len(long_tables) == 6
    for table in long_tables:
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr")]
        assert heads[0]
        assert heads == sorted(heads, reverse=True)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in table.iter(f"{W}tr"))


def test_a_row_that_fills_a_page_may_go_on_over_it() -> None:
    (row,) = (
        r
        for r in tables(render(Review(sample.hostile())))["The criteria of unit 8580-500"].iter(f"{W}tr")
        if "1.1" in texts_of(r)[0]
    )
    assert row.find(f"{W}trPr/{W}cantSplit") is None


# ---------------------------------------------------------------- read and checked again


@pytest.mark.parametrize("source", [RIVERSIDE, NORTHFIELD], ids=lambda path: path.stem)
def test_the_report_is_read_as_the_form_that_it_looks_like(source: Path, tmp_path: Path) -> None:
    result = checked(source)
    path = tmp_path / "report.docx"
    path.write_bytes(render(Review(result)))
    grids = [table.grid() for table in read(path).blocks if isinstance(table, Table)]
    found = [[[cell.text if cell else "" for cell in row] for row in grid] for grid in grids]
    summary = next(rows for rows in found if "Summary" in rows[0])
    assert [row[0] for row in summary[2:]] == [unit.ref for unit in result.units]
    for unit in result.units:
        if unit.criteria:
            mapped = next(rows for rows in found if rows[0][0] == f"Unit No: {unit.ref}")
            assert [row[0] for row in mapped[2:]] == [criterion.ref for criterion in unit.criteria]
            assert [row[3] for row in mapped[2:]] == [criterion.evidence or "Blank" for criterion in unit.criteria]


@pytest.mark.parametrize("source", [RIVERSIDE, NORTHFIELD], ids=lambda path: path.stem)
def test_a_check_of_the_report_comes_to_the_same_counts(source: Path, tmp_path: Path) -> None:
    first = checked(source)
    path = tmp_path / "report.docx"
    path.write_bytes(render(Review(first)))
    again = checked(path)
    assert (again.claimed, again.counts) == (first.claimed, first.counts)
    assert again.submission.programme == first.submission.programme


def checked(path: Path) -> Result:
    result = check(path)
    assert isinstance(result, Result)
    return result


# ---------------------------------------------------------------- other people's text


def test_hostile_texts_are_shown_as_text() -> None:
    seen = text_of(body(render(Review(sample.hostile()))))
    for text in (
        "<script>alert(1)</script>",
        "\"'><img src=x onerror=alert(1)>",
        '=HYPERLINK("x") & &amp; &#60;b&#62;',
    ):
        assert text in seen
    assert "[31mred" in seen
    assert "🧑🏽‍🏫✅ Ω≈ç√ ﷽" in seen


def test_a_text_of_40000_characters_is_cut_and_says_so() -> None:
    seen = text_of(body(render(Review(sample.hostile()))))
    assert "more characters in the document)" in seen
    assert "w" * 2_000 not in seen


def test_nothing_in_a_text_becomes_a_link_or_a_field() -> None:
    tree = body(render(Review(sample.hostile())))
    assert {link.get(f"{W}anchor") is not None for link in tree.iter(f"{W}hyperlink")} == {True}
    assert list(tree.iter(f"{W}fldSimple", f"{W}instrText")) == []


# ---------------------------------------------------------------- on paper


@needs_office
def test_libreoffice_prints_every_gap_and_the_first_page_holds_the_answer(tmp_path: Path) -> None:
    result = sample.with_gaps()
    printed = pages(render(Review(result)), tmp_path)
    assert 8 <= len(printed) <= 20
    assert result.suggestion.why in printed[0]
    assert "26 of 34" in printed[0]
    assert "Summary of coverage" in printed[1]
    seen = squashed(" ".join(printed))
    messages = chain.from_iterable((action.found, action.ask, action.send_back) for action in rows.actions(result))
    assert [message for message in messages if squashed(message) not in seen] == []
    assert all(f"Page {number} of {len(printed)}" in page for number, page in enumerate(printed, 1))


@needs_office
def test_libreoffice_prints_a_hostile_submission(tmp_path: Path) -> None:
    assert "<script>alert(1)</script>" in " ".join(pages(render(Review(sample.hostile())), tmp_path))


def squashed(text: str) -> str:
    """The text without white space and hyphens, which a program that prints puts where lines end."""
    return re.sub(r"[\s\ufffe\u00ad-]+", "", text)
