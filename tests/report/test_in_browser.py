"""The page as a browser lays it out: the first screen, a narrow one, the filter, the print."""

import json
import shutil
import subprocess
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest

from pipeline.report.review import Review
from pipeline.report.webpage import render
from pipeline.result import Result
from tests.report import sample

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

MEASURE = """
const seen = e => e.getClientRects().length > 0;
const box = e => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
const rows = () => [...document.querySelectorAll('.criteria tbody tr')].filter(seen).map(e => e.id);
const shown = {};
for (const id of ['show-all', 'show-gaps', 'show-eye']) {
  document.getElementById(id).checked = true;
  shown[id] = rows();
}
document.getElementById('show-all').checked = true;
const texts = [...document.querySelectorAll('h1, h2, h3, p, dt, dd, li > a, td, tbody th')].filter(seen);
const overlaps = texts.flatMap((e, i) => texts.slice(i + 1, i + 12).filter(o => {
  if (e.contains(o) || o.contains(e)) return false;
  const [a, b] = [box(e), box(o)];
  return Math.min(a[2], b[2]) - Math.max(a[0], b[0]) > 1 && Math.min(a[3], b[3]) - Math.max(a[1], b[1]) > 1;
}).map(o => e.textContent.slice(0, 40) + ' / ' + o.textContent.slice(0, 40)));
const first = [...document.querySelectorAll('.first li, .first p, .first .number')].filter(seen);
const out = top.document.createElement('pre');
out.id = 'measured';
out.textContent = JSON.stringify({
  width: innerWidth, height: innerHeight, pageWidth: document.documentElement.scrollWidth,
  first: Math.max(...first.map(e => box(e)[3])),
  spilled: texts.filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')
    .map(e => e.textContent.slice(0, 60)),
  targets: [...document.querySelectorAll('nav a, .gaps a, .more a, .show label')].filter(seen)
    .map(e => box(e)[3] - box(e)[1]),
  overlaps, shown,
});
top.document.body.append(out);
"""


def chromium(page: Path, *options: str) -> str:
    home = page.parent / "browser"
    quiet = ("--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update")
    fixed = ("--headless", "--no-sandbox", "--disable-sync", "--hide-scrollbars", f"--user-data-dir={home}")
    done = subprocess.run(
        [str(CHROMIUM), *fixed, *quiet, *options, page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


def measured(result: Result, folder: Path, width: int) -> dict[str, Any]:
    """What a script finds in a copy of the page whose policy lets scripts run, in a window of `width` x 900."""
    before, after = render(Review(result)).decode().split('<meta http-equiv="Content-Security-Policy"', 1)
    page = before + after[after.index(">") + 1 :].replace("</body>", f"<script>{MEASURE}</script></body>")
    outer = folder / "outer.html"
    frame = f'<iframe width="{width}" height="900" style="border: 0" srcdoc="{escape(page)}"></iframe>'
    outer.write_text(f"<!doctype html><meta charset=utf-8><body>{frame}</body>", "utf-8")
    laid_out = chromium(outer, "--dump-dom")
    found: dict[str, Any] = json.loads(unescape(laid_out.split('<pre id="measured">')[1].split("</pre>")[0]))
    return found


@pytest.mark.parametrize("build", [sample.with_gaps, sample.hostile], ids=lambda build: build.__name__)
def test_all_that_matters_is_on_the_first_screen(build: Callable[[], Result], tmp_path: Path) -> None:
    found = measured(build(), tmp_path, 1300)
    assert found["width"] == 1300
    assert found["first"] <= 900
    assert found["pageWidth"] <= 1300
    assert found["overlaps"] == []
    assert found["spilled"] == []
    assert min(found["targets"]) >= 24


@pytest.mark.parametrize("build", [sample.with_gaps, sample.hostile], ids=lambda build: build.__name__)
def test_nothing_overlaps_or_runs_out_of_a_narrow_screen(build: Callable[[], Result], tmp_path: Path) -> None:
    found = measured(build(), tmp_path, 390)
    assert found["width"] == 390
    assert found["pageWidth"] <= 390
    assert found["overlaps"] == []
    assert found["spilled"] == []
    assert min(found["targets"]) >= 24


def test_the_filter_shows_all_the_gaps_or_the_questions(tmp_path: Path) -> None:
    result = sample.with_gaps()
    criteria = [criterion for unit in result.units for criterion in unit.criteria]
    shown = measured(result, tmp_path, 1300)["shown"]
    assert len(shown["show-all"]) == len(criteria)
    assert len(shown["show-gaps"]) == sum(criterion.status != "full" for criterion in criteria)
    assert shown["show-eye"] == ["row-8580-502-2.3", "row-8580-503-1.1", "row-8580-503-3.3"]


def test_the_page_itself_runs_into_no_policy_of_its_own(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(render(Review(sample.hostile())))
    log = tmp_path / "log"
    chromium(page, "--enable-logging", f"--log-file={log}", "--dump-dom")
    assert "CONSOLE" not in log.read_text("utf-8", "replace")


def test_it_prints_on_a4_with_its_pages_counted(tmp_path: Path) -> None:
    page, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_bytes(render(Review(sample.with_gaps())))
    chromium(page, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    packed = pdf.read_bytes()
    assert packed.startswith(b"%PDF")
    assert b"/MediaBox [0 0 841.9" in packed
