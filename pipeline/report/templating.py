"""Templates to pages that stand alone: nothing in them acts but their own script, and nothing is asked of outside."""

import base64
import hashlib
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.report.shown import shown

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.bccache import Bucket

_TEMPLATES = Path(__file__).parent / "templates"


def environment() -> "Environment":
    """An environment of the templates: all that they are given is escaped, and cut where it is longer than is read."""
    from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

    class Compiled(FileSystemBytecodeCache):
        """Compiled templates, kept where Python keeps compiled modules; where none can be written, there are none."""

        def dump_bytecode(self, bucket: "Bucket") -> None:
            with suppress(OSError):
                (_TEMPLATES / "__pycache__").mkdir(exist_ok=True)
                super().dump_bytecode(bucket)

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        bytecode_cache=Compiled(str(_TEMPLATES / "__pycache__")),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


class Assets(NamedTuple):
    """The style sheet, the script, and the content security policy that lets these two through and nothing else."""

    style: str
    script: str
    policy: str


@lru_cache(maxsize=2)
def assets(styles: tuple[str, ...], script: str) -> Assets:
    """What a page has in it of its own: these style sheets as one, and this script, by the names of their files."""
    from markupsafe import Markup

    style = "".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in styles)
    program = (_TEMPLATES / script).read_text(encoding="utf-8")
    allowed = f"style-src {_digest(style)}; script-src {_digest(program)}"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    return Assets(Markup(style), Markup(program), policy)


def _digest(text: str) -> str:
    """The text as the policy names it (CSP 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _shown(value: Any) -> Any:
    """A text as the page may show it; what is markup already, or no text, as it is."""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return shown(value)
