"""A real browser for the tests: the system's Chromium, driven by Playwright, each page in a context of its own."""

import shutil
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pytest

from pipeline.report.review import Review
from pipeline.result import Result
from tests.report import sample

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

Open = Callable[..., "Page"]
"""Opens the page of a review from a file: `open_page(review, width=1300, height=900, …)`, the rest for the context."""


def of_all_units() -> Result:
    return sample.result([unit.ref for unit in sample.REFERENCE.units], sample._GAPS, sample._FINDINGS)


REVIEWS: Mapping[str, Callable[[], Review]] = {
    "gaps": lambda: Review(sample.with_gaps()),
    "complete": lambda: Review(sample.complete()),
    "not filled in": lambda: Review(sample.unfilled()),
    "not a mapping": lambda: Review(sample.not_a_mapping()),
    "decided, and since": sample.decided,
    "hostile": sample.decided_hostile,
}
every_review = pytest.mark.parametrize("build", REVIEWS.values(), ids=REVIEWS.keys())
