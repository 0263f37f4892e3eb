"""Review to one HTML page: the review report of a submission."""

import base64
import hashlib
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.report import rows, words
from pipeline.report.glossary import GLOSSARY, NOT_JUDGED
from pipeline.report.review import Review
from pipeline.report.shown import shown
from pipeline.report.since import Since
from pipeline.report.verifier import Sampling, by_unit, sampling
from pipeline.result import Status

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.bccache import Bucket

_TEMPLATES = Path(__file__).parent / "templates"

_GAPS_ON_FIRST_SCREEN = 6
_ROWS_OF_MATRIX = 40
_READING_TROUBLE = ("text_unreadable", "ocr_text")


def render(review: Review) -> bytes:
    """The report as a whole page, UTF-8: no outside request, complete without JavaScript."""
    result, assets = review.result, _assets()
    planned = rows.actions(result)
    found = sampling(result)
    page = _template().render(
        result=result,
        since=review.since,
        decided=review.decided,
        computed=review.as_computed,
        last_time=_last_time(review.since),
        style=assets.style,
        script=assets.script,
        content_policy=assets.policy,
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
    from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

    class Compiled(FileSystemBytecodeCache):
        """Compiled templates, kept where Python keeps compiled modules; where none can be written, there are none."""

        def dump_bytecode(self, bucket: "Bucket") -> None:
            with suppress(OSError):
                (_TEMPLATES / "__pycache__").mkdir(exist_ok=True)
                super().dump_bytecode(bucket)

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        bytecode_cache=Compiled(str(_TEMPLATES / "__pycache__")),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= {
        "words": words,
        "anchor": rows.anchor,
        "weight": rows.weight,
        "wording": rows.wording,
        "by_unit": by_unit,
        "glossary": GLOSSARY,
        "not_judged": NOT_JUDGED,
    }
    return environment.get_template("report.html")


def _last_time(since: Since | None) -> dict[tuple[str, str], Status]:
    """By unit and criterion the status of the last submission, where it was another."""
    changes = since.changes if since else ()
    return {(one.unit, one.ref): one.was for one in changes if one.was and one.was != one.now}


def _begins(found: Sampling) -> frozenset[int]:
    """The columns of the matrix with which a unit begins."""
    units = [column.unit for column in found.columns]
    return frozenset(units.index(unit) for unit in units)


class _Assets(NamedTuple):
    """The style sheet, the script, and the content security policy that lets these two through and nothing else."""

    style: str
    script: str
    policy: str


@lru_cache(maxsize=1)
def _assets() -> _Assets:
    from markupsafe import Markup

    style, script = ((_TEMPLATES / name).read_text(encoding="utf-8") for name in ("style.css", "script.js"))
    allowed = f"style-src {_digest(style)}; script-src {_digest(script)}"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    return _Assets(Markup(style), Markup(script), policy)


def _digest(text: str) -> str:
    """The text as the policy names it (CSP 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _shown(value: Any) -> Any:
    """A text as the page may show it; what is markup already, or no text, as it is."""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return shown(value)
