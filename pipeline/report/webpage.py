"""Review to one HTML page: the review report of a submission."""

import base64
import hashlib
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.report import rows, words
from pipeline.report.review import Review
from pipeline.report.shown import shown

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.bccache import Bucket

_TEMPLATES = Path(__file__).parent / "templates"

_GAPS_ON_FIRST_SCREEN = 6
_READING_TROUBLE = ("text_unreadable", "ocr_text")


def render(review: Review) -> bytes:
    """The report as a whole page, UTF-8: no outside request, complete without JavaScript."""
    result = review.result
    style, policy = _style()
    planned = rows.actions(result)
    page = _template().render(
        result=result,
        style=style,
        content_policy=policy,
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
    environment.globals |= {"words": words, "anchor": rows.anchor, "wording": rows.wording}
    return environment.get_template("report.html")


@lru_cache(maxsize=1)
def _style() -> tuple[str, str]:
    """The style sheet, and the content security policy that lets it through and nothing else."""
    from markupsafe import Markup

    style = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return Markup(style), f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _shown(value: Any) -> Any:
    """A text as the page may show it; what is markup already, or no text, as it is."""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return shown(value)
