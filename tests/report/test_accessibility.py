"""The page held against axe in a browser: no violation of WCAG 2.2 AA or of good practice, in light and in dark."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from pipeline.report.review import Review
from tests.report import sample
from tests.report.browser import Open, every_review, needs_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = needs_chromium
schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


def violations(page: "Page", within: str = "html") -> list[str]:
    """What axe finds, and where."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=within).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@every_review
@schemes
def test_axe_finds_nothing(build: Callable[[], Review], scheme: str, open_page: Open) -> None:
    # The browser lets axe into the page; the page's own policy lets in nobody, as the other tests show.
    assert violations(open_page(build(), color_scheme=scheme, bypass_csp=True)) == []


def test_axe_finds_nothing_on_a_narrow_screen(open_page: Open) -> None:
    assert violations(open_page(sample.decided(), width=390, color_scheme="dark", bypass_csp=True)) == []


def test_axe_finds_nothing_while_the_page_is_used(open_page: Open) -> None:
    page = open_page(Review(sample.with_gaps()), bypass_csp=True)
    page.locator("#show-gaps").check()
    page.locator("#search").fill("coaching")
    page.locator("#search").blur()
    page.keyboard.press("j")
    assert violations(page, "#criteria") == []
    page.keyboard.press("?")
    assert violations(page, "#help") == []


def test_axe_is_able_to_find_something(open_page: Open) -> None:
    page = open_page(Review(sample.complete()), bypass_csp=True)
    page.evaluate("document.querySelector('h1').style.color = '#ddd'")
    assert violations(page, ".first") != []
