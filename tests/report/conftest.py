"""What the browser's tests share: one browser for a module's tests, and the pages that they open in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.report.review import Review
from pipeline.report.webpage import render
from tests.report.browser import CHROMIUM, Open

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: "Browser", tmp_path: Path) -> Iterator[Open]:
    contexts = []

    def opened(review: Review, *, width: int = 1300, height: int = 900, **options: Any) -> "Page":
        file = tmp_path / "coverage report.html"
        file.write_bytes(render(review))
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(file.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
