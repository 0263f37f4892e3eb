"""Reading alone: ours, the floor under it and the readers beside it, on the same bytes; the best of many runs counts.

The collector of garbage is off, as it is where the commands read. Times are CPU ms, children's included: what else the
machine does adds least to them.
"""

import gc
import io
import resource
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import pypdfium2 as pdfium
from lxml import etree

from bench import peers
from bench.peers import Work
from pipeline.policy import load_policy
from pipeline.readers import dispatch
from tests.corpus.office import SOFFICE, converted

RUNS = 40
ENOUGH_MS = 1500.0  # what one way may take: slow ones run less often
SCAN_PAGES = 2
SCAN_DPI = 200
LIMITS = load_policy().limits  # loaded before the clock starts: no other reader has a policy
Row = tuple[str, float]


def word(files: Sequence[bytes]) -> list[Row]:
    """CPU ms over Word files; the first row is the floor of the others."""
    return _measure({"unzip + lxml parse of document.xml": _parse, "our reader": _read, **peers.word()}, files)


def pdf(files: Sequence[bytes]) -> list[Row]:
    """CPU ms over PDFs; the first row is the floor of the others."""
    return _measure({"pdfium, text of the pages": _text, "our reader": _read, **peers.pdf()}, files)


def scan(file: bytes) -> list[Row]:
    """CPU ms over pictures of a PDF's first pages: Tesseract by itself, our reader; none where either is missing."""
    if not shutil.which("tesseract") or not find_spec("pipeline.readers.ocr"):
        return []
    with tempfile.TemporaryDirectory() as folder, pdfium.PdfDocument(file) as document:
        pictures = []
        for at in range(min(SCAN_PAGES, len(document))):
            pictures.append(document[at].render(scale=SCAN_DPI / 72, grayscale=True).to_pil())
            pictures[at].save(Path(folder, f"{at}.png"), dpi=(SCAN_DPI, SCAN_DPI))
        packed = io.BytesIO()
        pictures[0].save(packed, "PDF", save_all=True, append_images=pictures[1:], resolution=SCAN_DPI)
        pages = sorted(Path(folder).glob("*.png"))
        return _measure(
            {"Tesseract, whole pages": lambda _: _tesseract(pages), "our reader": _read}, [packed.getvalue()]
        )


def printed(sources: Sequence[Path]) -> list[bytes]:
    """The Word files as LibreOffice's PDFs; none where it is not installed."""
    if SOFFICE is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        return [path.read_bytes() for path in converted(sources, "pdf", Path(folder))]


def _measure(ways: dict[str, Work], files: Sequence[bytes]) -> list[Row]:
    gc.disable()
    try:
        return [(name, sum(_least(way, packed) for packed in files)) for name, way in ways.items()] if files else []
    finally:
        gc.enable()


def _read(packed: bytes) -> object:
    return dispatch.read(packed, LIMITS)


def _parse(packed: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def _text(packed: bytes) -> object:
    with pdfium.PdfDocument(packed) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def _tesseract(pages: Sequence[Path]) -> object:
    command = [shutil.which("tesseract") or ""]
    return [subprocess.run([*command, str(page), "-", "tsv"], capture_output=True, check=True) for page in pages]


def _cpu_s() -> float:
    """What this process and its ended children have taken so far."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _least(way: Callable[[bytes], object], packed: bytes) -> float:
    """CPU ms of the fastest run; the first one, which imports, is not counted."""
    way(packed)
    times: list[float] = []
    while not times or (len(times) < RUNS and sum(times) < ENOUGH_MS):
        start = _cpu_s()
        way(packed)
        times.append((_cpu_s() - start) * 1000)
    return min(times)
