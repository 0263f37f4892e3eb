"""Every kind of result that a report must be able to draw."""

from collections.abc import Callable

import pytest

from pipeline.result import Result
from tests.report import sample

SAMPLES: tuple[Callable[[], Result], ...] = (
    sample.with_gaps,
    sample.complete,
    sample.advice_only,
    sample.blank,
    sample.without_a_unit,
    sample.unfilled,
    sample.without_an_award,
    sample.not_a_mapping,
    sample.hostile,
)
every_sample = pytest.mark.parametrize("build", SAMPLES, ids=lambda build: build.__name__)
