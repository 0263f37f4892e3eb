"""Which files of a pack are drawn, and what is said of those that cannot be."""

import pytest

from pipeline.errors import NotDrawnError
from pipeline.report import drawing
from pipeline.report.drawing import REPORT_ENDING, REPORTS, draw
from pipeline.report.review import Review
from tests.report import sample


def _no_source() -> bytes:
    raise AssertionError("nobody asked for the submission itself")


def test_what_is_asked_for_is_drawn_and_nothing_else():
    drawn = draw(Review(sample.complete()), _no_source, ["html"])
    assert list(drawn.files) == [REPORT_ENDING]
    assert not drawn.notes


def test_json_alone_draws_nothing():
    assert not draw(Review(sample.complete()), _no_source, ["json"]).files


def test_what_cannot_be_drawn_is_said_and_the_others_are_drawn(monkeypatch: pytest.MonkeyPatch):
    def refused(*_: object) -> tuple[str, bytes]:
        raise NotDrawnError("No copy: the document is signed.")

    monkeypatch.setattr(drawing, "REPORTS", {"comments": refused, "html": REPORTS["html"]})
    drawn = draw(Review(sample.complete()), _no_source)
    assert list(drawn.files) == [REPORT_ENDING]
    assert drawn.notes == ["No copy: the document is signed."]
