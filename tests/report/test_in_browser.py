"""The page as a browser lays it out: the first screen, a narrow one, the filter, the print, and without a net."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.report.review import Review
from pipeline.report.rows import actions, gaps
from pipeline.report.webpage import render
from tests.report import sample
from tests.report.browser import Open, every_review, needs_chromium, of_all_units

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_chromium

MEASURE = """() => {
const seen = e => e.getClientRects().length > 0 && !e.closest('.unseen, .stack thead, .matrix, .said');
const box = e => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
const texts = [...document.querySelectorAll('h1, h2, h3, p, dt, dd, li > a, td, tbody th, label')].filter(seen);
const overlaps = texts.flatMap((e, i) => texts.slice(i + 1, i + 12).filter(o => {
  if (e.contains(o) || o.contains(e)) return false;
  const [a, b] = [box(e), box(o)];
  return Math.min(a[2], b[2]) - Math.max(a[0], b[0]) > 1 && Math.min(a[3], b[3]) - Math.max(a[1], b[1]) > 1;
}).map(o => e.textContent.slice(0, 40) + ' / ' + o.textContent.slice(0, 40)));
const targets = 'nav a, .gaps a, .more a, .show label, .find input, button, a.status';
return {
  pageWidth: document.documentElement.scrollWidth,
  spilled: texts.filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')
    .map(e => e.textContent.slice(0, 60)),
  small: [...document.querySelectorAll(targets)].filter(seen)
    .filter(e => Math.min(box(e)[3] - box(e)[1], box(e)[2] - box(e)[0]) < 24).map(e => e.textContent),
  overlaps,
};
}"""


def shown_rows(page: "Page") -> list[str]:
    rows: list[str] = page.locator("#criteria tbody tr").evaluate_all(
        "rows => rows.filter(row => row.getClientRects().length).map(row => row.id)"
    )
    return rows


def printed(page: "Page") -> tuple[str, list[tuple[float, float]]]:
    """The text of what the page prints, white space aside, and the size of each sheet in points."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    return "".join(text.split()).replace("\ufffe", ""), [sheet.get_size() for sheet in document]


# ---------------------------------------------------------------- alone


@every_review
def test_no_request_leaves_the_page(build: Callable[[], Review], chromium: "Browser", tmp_path: Path) -> None:
    file = tmp_path / "coverage report.html"
    file.write_bytes(render(build()))
    page = chromium.new_page()
    asked, said, dialogs = [], [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(file.as_uri(), wait_until="networkidle")
    page.keyboard.press("?")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.mouse.wheel(0, 20_000)
    page.emulate_media(media="print")
    page.wait_for_load_state("networkidle")
    page.close()
    assert asked == [file.as_uri()]
    assert (said, dialogs) == ([], [])


def test_the_own_script_runs_and_no_other(open_page: Open) -> None:
    page = open_page(Review(sample.hostile()))
    assert page.locator("#keys").is_visible()
    page.evaluate("const other = document.createElement('script'); other.text = 'ran = 1'; document.body.append(other)")
    assert page.evaluate("window.ran ?? 'it did not run'") == "it did not run"


# ---------------------------------------------------------------- first screen


@every_review
def test_all_that_matters_is_on_the_first_screen(build: Callable[[], Review], open_page: Open) -> None:
    review = build()
    page = open_page(review)
    wanted = page.locator(
        "h1, .facts dd, .answer, .beside li, .numbers li, .awards li, .first .gaps a, .more, .steps li"
    )
    boxes = [place.bounding_box() for place in wanted.all()]
    assert all(box and box["y"] >= 0 and box["y"] + box["height"] <= 900 for box in boxes)
    assert page.evaluate("scrollY") == 0
    assert len(page.locator(".answer").all()) == 1
    assert len(page.locator(".numbers li").all()) == (4 if review.result.counts.criteria else 0)
    assert len(page.locator(".gaps:not(.questions) a").all()) == min(6, len(gaps(actions(review.result))))
    assert len(page.locator(".beside a").all()) == bool(review.since) + bool(review.decided)


@every_review
def test_nothing_overlaps_or_runs_out_of_the_screen(build: Callable[[], Review], open_page: Open) -> None:
    page = open_page(build())
    for width in (390, 768, 1300):
        page.set_viewport_size({"width": width, "height": 900})
        found: dict[str, Any] = page.evaluate(MEASURE)
        assert found["pageWidth"] <= width
        assert found["overlaps"] == []
        assert found["spilled"] == []
        assert found["small"] == []


def test_the_matrix_of_44_criteria_needs_no_scrolling_on_a_desk(open_page: Open) -> None:
    scroll = open_page(Review(of_all_units())).locator(".scroll")
    assert scroll.evaluate("e => e.scrollWidth - e.clientWidth") <= 0


def test_the_matrix_can_be_scrolled_by_keys_where_the_screen_is_narrow(open_page: Open) -> None:
    page = open_page(Review(sample.with_gaps()), width=390)
    scroll = page.locator(".scroll")
    scroll.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.scroll').scrollLeft > 0")
    title = page.locator(".matrix tbody th").first.bounding_box()
    assert title
    assert title["x"] >= 0, "the assessment's title stays where it is"


# ---------------------------------------------------------------- the filter


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_the_filter_shows_all_the_gaps_or_the_questions(scripts: bool, open_page: Open) -> None:
    result = sample.with_gaps()
    criteria = [criterion for unit in result.units for criterion in unit.criteria]
    page = open_page(Review(result), java_script_enabled=scripts)
    assert len(shown_rows(page)) == len(criteria)
    page.locator("#show-gaps").check()
    assert len(shown_rows(page)) == sum(criterion.status != "full" for criterion in criteria)
    page.locator("#show-eye").check()
    assert shown_rows(page) == ["row-8580-502-2.3", "row-8580-503-1.1", "row-8580-503-3.3"]
    page.locator("#show-all").check()
    assert len(shown_rows(page)) == len(criteria)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_each_gap_of_the_first_screen_leads_to_its_row(scripts: bool, open_page: Open) -> None:
    page = open_page(Review(sample.with_gaps()), java_script_enabled=scripts)
    page.locator("#show-eye").check()
    for link in page.locator(".gaps:not(.questions) a").all():
        link.click()
        row = page.locator(f"[id='{link.get_attribute('href', timeout=1000).removeprefix('#')}']")
        assert row.is_visible()
        assert row.evaluate(
            "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }"
        )


@every_review
def test_without_javascript_all_is_there_but_what_needs_it(build: Callable[[], Review], open_page: Open) -> None:
    review = build()
    page = open_page(review, java_script_enabled=False)
    assert len(shown_rows(page)) == review.result.counts.criteria
    for place in page.locator("#find, #keys, #help").all():
        assert not place.is_visible()


# ---------------------------------------------------------------- print


def test_it_prints_on_a4_with_its_pages_counted(open_page: Open) -> None:
    text, sheets = printed(open_page(Review(sample.with_gaps())))
    assert {(round(width), round(height)) for width, height in sheets} == {(842, 595)}
    assert f"1of{len(sheets)}" in text


@pytest.mark.parametrize("build", [lambda: Review(sample.with_gaps()), sample.decided], ids=["gaps", "decided"])
def test_every_criterion_is_printed_whatever_is_chosen(build: Callable[[], Review], open_page: Open) -> None:
    review = build()
    page = open_page(review)
    whole, _ = printed(page)
    page.locator("#show-eye").check()
    page.locator("#search").fill("no row has these words")
    assert shown_rows(page) == []
    chosen, _ = printed(page)
    for unit in review.result.units:
        for criterion in unit.criteria:
            evidence = "".join(criterion.evidence.split())
            assert evidence in chosen, criterion.ref
            assert "".join(criterion.text.split())[:24] in chosen or criterion.match.kind == "altered", criterion.ref
    assert len(chosen) == len(whole)


def test_what_only_a_screen_can_use_is_not_printed(open_page: Open) -> None:
    page = open_page(Review(sample.with_gaps()))
    page.keyboard.press("j")
    page.emulate_media(media="print")
    for place in page.locator("nav, .choose, .said, #help").all():
        assert not place.is_visible()


def test_the_matrix_fits_the_sheet(open_page: Open) -> None:
    page = open_page(Review(of_all_units()), width=1032)  # A4 on its side without its margins, at 96 to the inch
    page.emulate_media(media="print")
    assert page.locator(".matrix").evaluate("e => e.getBoundingClientRect().right") <= 1032
