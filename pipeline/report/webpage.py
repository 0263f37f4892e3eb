"""Review to one HTML page: the review report of a submission."""

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.report import rows, words
from pipeline.report.glossary import GLOSSARY, NOT_JUDGED
from pipeline.report.review import Review
from pipeline.report.since import Since
from pipeline.report.templating import assets, environment
from pipeline.report.verifier import Sampling, by_unit, sampling
from pipeline.result import Status

if TYPE_CHECKING:
    from jinja2 import Template

_GAPS_ON_FIRST_SCREEN = 6
_ROWS_OF_MATRIX = 40
_READING_TROUBLE = ("text_unreadable", "ocr_text")


def render(review: Review) -> bytes:
    """The report as a whole page, UTF-8: no outside request, complete without JavaScript."""
    result = review.result
    style, script, policy = assets(("style.css",), "script.js")
    planned = rows.actions(result)
    found = sampling(result)
    page = _template().render(
        result=result,
        since=review.since,
        decided=review.decided,
        computed=review.as_computed,
        last_time=_last_time(review.since),
        style=style,
        script=script,
        content_policy=policy,
        sampling=found,
        begins=_begins(found),
        rows_shown=_ROWS_OF_MATRIX,
        is_reworded=any(rows.is_reworded(criterion) for unit in result.units for criterion in unit.criteria),
        actions=planned,
        gaps=rows.gaps(planned),
        questions=rows.questions(result),
        claimed=[award for award in result.combinations if award.award in result.claimed],
        unread=[finding for finding in result.findings if finding.code in _READING_TROUBLE],
        gaps_shown=_GAPS_ON_FIRST_SCREEN,
    )
    return page.encode()


@lru_cache(maxsize=1)
def _template() -> "Template":
    pages = environment()
    pages.globals |= {
        "words": words,
        "anchor": rows.anchor,
        "weight": rows.weight,
        "wording": rows.wording,
        "by_unit": by_unit,
        "glossary": GLOSSARY,
        "not_judged": NOT_JUDGED,
    }
    return pages.get_template("report.html")


def _last_time(since: Since | None) -> dict[tuple[str, str], Status]:
    """By unit and criterion the status of the last submission, where it was another."""
    changes = since.changes if since else ()
    return {(one.unit, one.ref): one.was for one in changes if one.was and one.was != one.now}


def _begins(found: Sampling) -> frozenset[int]:
    """The columns of the matrix with which a unit begins."""
    units = [column.unit for column in found.columns]
    return frozenset(units.index(unit) for unit in units)
