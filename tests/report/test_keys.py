"""The keys and the search, in a browser: every gap is reached without a mouse, and keys rest where a reader types."""

from typing import TYPE_CHECKING

import pytest

from pipeline.report.review import Review
from pipeline.report.rows import actions, gaps
from tests.report import sample
from tests.report.browser import Open, needs_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = needs_chromium


@pytest.fixture
def page(open_page: Open) -> "Page":
    return open_page(Review(sample.with_gaps()))


def focused(page: "Page") -> str:
    found: str = page.evaluate("document.activeElement.id")
    return found


def is_on_the_screen(page: "Page", name: str) -> bool:
    box = page.locator(f"[id='{name}']").bounding_box()
    return bool(box and box["y"] >= 0 and box["y"] + box["height"] <= 900)


def all_gaps(page: "Page") -> list[str]:
    found: list[str] = page.locator("[data-gap]").evaluate_all("rows => rows.map(row => row.id)")
    return found


def shown(page: "Page") -> list[str]:
    found: list[str] = page.locator("#criteria tbody tr").evaluate_all(
        "rows => rows.filter(row => row.getClientRects().length).map(row => row.id)"
    )
    return found


# ---------------------------------------------------------------- from gap to gap


def test_j_walks_through_every_gap_and_stays_at_the_last(page: "Page") -> None:
    walked = []
    for number, name in enumerate(all_gaps(page), 1):
        page.keyboard.press("j")
        walked.append(focused(page))
        assert is_on_the_screen(page, name)
        assert page.locator(":target").get_attribute("id") == name
        assert page.locator("#said").inner_text() == f"Gap {number} of {len(all_gaps(page))}"
    page.keyboard.press("j")
    assert [*walked, walked[-1]] == [*all_gaps(page), focused(page)]


def test_the_walk_meets_every_gap_of_the_report(page: "Page") -> None:
    assert {gap.anchor for gap in gaps(actions(sample.with_gaps()))} == set(all_gaps(page))


def test_k_walks_back_to_the_first_and_stays(page: "Page") -> None:
    names = all_gaps(page)
    page.locator(f"[id='{names[-1]}']").evaluate("row => { row.tabIndex = -1; row.focus() }")
    walked = []
    for _ in names:
        page.keyboard.press("k")
        walked.append(focused(page))
    assert walked == [*reversed(names[:-1]), names[0]]


def test_the_walk_begins_at_the_link_that_was_followed(page: "Page") -> None:
    page.locator(".gaps a[href='#row-8580-502-2.1']").click()
    page.keyboard.press("j")
    assert focused(page) == "row-8580-502-4.1"


def test_the_walk_begins_where_the_reader_is(page: "Page") -> None:
    page.locator("#unit-8580-502").evaluate("place => place.scrollIntoView()")
    page.keyboard.press("j")
    assert focused(page) == "row-8580-502-1.1"
    page.evaluate("document.activeElement.blur(); location.replace('#')")
    page.locator("#unit-8580-502").evaluate("place => place.scrollIntoView()")
    page.keyboard.press("k")
    assert focused(page) == "row-8580-500-3.2"


def test_the_walk_leaves_no_trail_in_the_history(page: "Page") -> None:
    before = page.evaluate("history.length")
    for _ in range(5):
        page.keyboard.press("j")
    assert page.evaluate("history.length") == before


def test_tab_and_enter_reach_every_gap(page: "Page") -> None:
    reached: set[str] = set()
    for _ in range(300):
        page.keyboard.press("Tab")
        place = page.evaluate("document.activeElement.closest('.gaps, .actions') && document.activeElement.hash")
        if place and place not in reached:
            reached.add(place)
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
        if focused(page) == "show-all":
            break
    assert {f"#{gap.anchor}" for gap in gaps(actions(sample.with_gaps()))} <= reached
    page.locator(".actions a").last.focus()
    page.keyboard.press("Enter")
    assert page.locator(":target").count() == 1


def test_where_there_is_no_gap_j_says_so(open_page: Open) -> None:
    page = open_page(Review(sample.complete()))
    page.keyboard.press("j")
    assert page.locator("#said").inner_text() == "There is no gap"


# ---------------------------------------------------------------- where keys rest


def test_keys_rest_in_the_search_field(page: "Page") -> None:
    page.keyboard.press("/")
    assert focused(page) == "search"
    page.keyboard.type("jk?/")
    assert page.locator("#search").input_value() == "jk?/"
    assert not page.locator("#help").is_visible()
    assert focused(page) == "search"


@pytest.mark.parametrize("held", ["Control", "Alt", "Meta"])
def test_keys_rest_with_another_key_held(page: "Page", held: str) -> None:
    for key in ("j", "k", "/"):
        page.keyboard.press(f"{held}+{key}")
    assert focused(page) == ""


def test_keys_work_after_the_filter_was_used(page: "Page") -> None:
    page.locator("#show-gaps").check()
    page.keyboard.press("j")
    assert focused(page) == all_gaps(page)[0]


def test_keys_can_be_switched_off_for_good(page: "Page") -> None:
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.locator("#keys").blur()
    for _ in range(2):
        page.keyboard.press("j")
        page.keyboard.press("?")
        assert not page.locator("#help").is_visible()
        assert page.locator(":target").count() == 0
        page.reload()
    page.locator("#keys").click()
    assert not page.locator("#keys-on").is_checked()


# ---------------------------------------------------------------- help


def test_a_question_mark_opens_the_help_and_escape_closes_it(page: "Page") -> None:
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    assert focused(page) == "help-close"
    page.keyboard.press("j")
    assert focused(page) == "help-close"
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def test_the_help_has_a_button_too_and_gives_the_focus_back(page: "Page") -> None:
    page.locator("#keys").focus()
    page.keyboard.press("Enter")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Enter")
    assert not page.locator("#help").is_visible()
    assert focused(page) == "keys"


def test_the_help_names_every_key(page: "Page") -> None:
    page.keyboard.press("?")
    assert page.locator("#help kbd").all_inner_texts() == ["j", "k", "/", "?", "Esc"]


# ---------------------------------------------------------------- search


def test_search_shows_the_rows_that_hold_every_word_and_says_how_many(page: "Page") -> None:
    page.locator("#search").fill("COUNTERSIGNED  coaching")
    assert shown(page) == ["row-8580-502-2.1"]
    assert page.locator("#found").inner_text() == "Shows 1 of 34 criteria"
    assert page.locator("#unit-8580-500 .nothing-shown").is_visible()
    assert not page.locator("#unit-8580-500 table").is_visible()


def test_search_finds_units_and_numbers(page: "Page") -> None:
    page.locator("#search").fill("8580-503 2.4")
    assert shown(page) == ["row-8580-503-2.4"]


def test_search_keeps_within_what_the_filter_shows(page: "Page") -> None:
    page.locator("#search").fill("8580-502")
    page.locator("#show-gaps").check()
    assert shown(page) == ["row-8580-502-1.1", "row-8580-502-2.1", "row-8580-502-4.1"]
    assert page.locator("#found").inner_text() == "Shows 3 of 34 criteria"


def test_search_knows_no_accents_and_treats_signs_as_text(open_page: Open) -> None:
    changed = {"8580-500 1.1": {"evidence": "Résumé (2,000 words) [.*"}}
    page = open_page(Review(sample.result(sample.CERTIFICATE, changed)))
    for words in ("resume", "RÉSUMÉ", "[.*"):
        page.locator("#search").fill(words)
        assert shown(page) == ["row-8580-500-1.1"]


def test_escape_clears_the_search(page: "Page") -> None:
    page.locator("#search").fill("nothing like this")
    assert shown(page) == []
    page.keyboard.press("Escape")
    assert page.locator("#search").input_value() == ""
    assert page.locator("#found").inner_text() == ""
    assert len(shown(page)) == 34


@pytest.mark.parametrize("way", ["link", "key"])
def test_a_row_that_is_gone_to_is_shown_whatever_was_searched(page: "Page", way: str) -> None:
    page.locator("#search").fill("countersigned")
    if way == "link":
        page.locator(".gaps a[href='#row-8580-500-1.2']").click()
    else:
        page.locator("#search").blur()
        page.evaluate("scrollTo(0, 0)")
        page.keyboard.press("j")
    assert page.locator("#row-8580-500-1\\.2").is_visible()
    assert page.locator("#search").input_value() == ""
