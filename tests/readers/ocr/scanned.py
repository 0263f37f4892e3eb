"""Printed pages as a scanner gives them: turned a little, blurred, noisy, in JPEG's blocks."""

import io
import shutil
from functools import cache

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from tests.corpus.browser import CHROMIUM
from tests.readers.pdf.printed import browsed

needs_recognition = pytest.mark.skipif(
    CHROMIUM is None or shutil.which("tesseract") is None, reason="chromium or tesseract is not installed"
)
ROWS = (
    ("1.1", "Define what coaching and mentoring is", "Workshop on day one", "Assignment 1: an essay of 2,000 words"),
    ("1.2", "Identify potential barriers to coaching", "Group discussion, reading", ""),
    ("1.3", "Present the case for using coaching", "-", "Report to the board, with costs"),
    ("2.1", "Explore the skills of an effective coach", "Lecture; role play", "Reflective diary, marked by the tutor"),
)
HEADINGS = ("No", "Assessment Criteria", "Learning Strategies", "Assessment Evidence")


def form() -> str:
    """A page with a heading, a sentence and a ruled form."""
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in (HEADINGS, *ROWS))
    return f"<h1>Unit 8580-500</h1><p>Every learner completes these assessments.</p><table>{rows}</table>"


@cache
def page(body: str, dpi: int = 200, style: str = "") -> Image.Image:
    """The first page of a web page as a browser prints it."""
    return pdfium.PdfDocument(browsed(body, style))[0].render(scale=dpi / 72).to_pil().convert("L")


def scan(image: Image.Image, angle: float = 0.0, *, noise: float = 6.0, seed: int = 1) -> Image.Image:
    """The page after a scanner: turned anticlockwise by so many degrees, uneven light, blur and noise."""
    generator = np.random.default_rng(seed)
    turned = np.asarray(image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255), np.float32)
    light = np.linspace(0.88, 1.0, turned.shape[1])[None, :]
    soft = cv2.GaussianBlur((turned * light).astype(np.float32), (0, 0), 0.7)
    noisy = soft + generator.normal(0, noise, soft.shape)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def packed(image: Image.Image, kind: str = "JPEG", dpi: int = 200, **options: object) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    image.save(file, kind, dpi=(dpi, dpi), **({"quality": 60} if kind == "JPEG" else {}), **options)
    return file.getvalue()
