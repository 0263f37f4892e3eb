"""PDFs as real programs print them, and what the reader makes of them."""

import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from pipeline.model.document import Document, Table
from pipeline.policy import load_policy
from pipeline.policy.limits import Limits
from pipeline.readers import dispatch
from tests.corpus import office
from tests.corpus.browser import CHROMIUM

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
needs_office = pytest.mark.skipif(office.SOFFICE is None, reason="soffice is not installed")
_STYLE = (
    "@page{size:A4;margin:15mm}body{font:10pt sans-serif}table{border-collapse:collapse;width:100%}"
    "td{border:1px solid #000;padding:4px;vertical-align:top}"
)


@cache
def limits() -> Limits:
    return load_policy().limits


@cache
def browsed(body: str, style: str = "") -> bytes:
    """A web page as a browser prints it."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(f"<!doctype html><meta charset=utf-8><style>{_STYLE}{style}</style>{body}", "utf-8")
        command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
        command += ["--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(command, capture_output=True, timeout=60, check=True)
        return target.read_bytes()


def read(packed: bytes) -> Document:
    return dispatch.read(packed, limits())


def rows_of(table: Table) -> list[list[str]]:
    """The table's texts by its grid; a merged cell's in each of its places, "-" in a gap."""
    return [[cell.text if cell else "-" for cell in row] for row in table.grid()]


def turned(packed: bytes, degrees: int) -> bytes:
    """The same file with its first page turned."""
    pdf = pdfium.PdfDocument(packed)
    pdf[0].set_rotation(degrees)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        pdf.save(file.name)
        return Path(file.name).read_bytes()
