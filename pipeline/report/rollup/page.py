"""The two tables and their analysis to the index of a batch: one page that stands alone."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.report import words
from pipeline.report.rollup import charts, labels
from pipeline.report.rollup.counts import Analysis
from pipeline.report.rollup.lines import LINES, MATRIX, SHORT_LINES, Matrix, lists, matrices
from pipeline.report.rollup.listed import Listed
from pipeline.report.rollup.listing import Totals
from pipeline.report.templating import assets, environment

if TYPE_CHECKING:
    from jinja2 import Template

NAME = "index.html"

_STYLES = ("style.css", "rollup.css")
_FIRST_SCREEN = 6


def write(folder: Path, analysis: Analysis, found: Totals, files: Mapping[str, Listed]) -> None:
    """Writes the index into the folder; `files` say by name what of the criteria they list. Raises: OSError."""
    style, script, policy = assets(_STYLES, "rollup.js")
    listing = lists(folder)
    page = _template().render(
        style=style,
        script=script,
        content_policy=policy,
        headline=_whole(labels.headline(found.submissions, found.kinds)),
        totals=found,
        analysis=analysis,
        lists=listing,
        ranks={rank: listing.ranks[rank] for rank in labels.ATTENTION if listing.ranks[rank]},
        lines_max=LINES,
        short_max=SHORT_LINES,
        first_screen=_FIRST_SCREEN,
        charts=charts.charts(analysis),
        missed=charts.most_missed(analysis),
        months=charts.months(analysis),
        matrices=_matrices(folder, analysis),
        matrix_max=MATRIX,
        by_place=charts.by_place(analysis),
        notes={name: what.note for name, what in files.items() if what.note},
    )
    (folder / NAME).write_bytes(page.encode())


def _whole(headline: str) -> str:
    """The sentence with each count beside its words, wherever the line ends."""
    whole, _, parts = headline.partition(": ")
    return ": ".join(
        filter(None, (whole, parts.replace(" ", "\N{NO-BREAK SPACE}").replace(",\N{NO-BREAK SPACE}", ", ")))
    )


def _matrices(folder: Path, analysis: Analysis) -> Sequence[Matrix]:
    return tuple(matrices(folder)) if analysis.judged <= MATRIX else ()


@lru_cache(maxsize=1)
def _template() -> "Template":
    pages = environment()
    # A cell of the matrix is one of a dozen, of which there are thousands.
    pages.globals |= {"words": words, "labels": labels, "once": lru_cache(maxsize=64)}
    return pages.get_template("rollup.html")
