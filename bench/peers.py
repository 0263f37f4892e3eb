"""The readers beside ours, as functions of a file's bytes; those that are not installed are left out, and named.

Each is imported on its first call, which is not counted.
"""

import io
import logging
from collections.abc import Callable
from importlib.util import find_spec

Work = Callable[[bytes], object]


def word() -> dict[str, Work]:
    """The readers of Word files that are installed, the fast ones first."""
    return _installed(
        {
            "python-docx, row.cells": ("docx", _python_docx),
            "docx2python": ("docx2python", _docx2python),
            "markitdown, Word": ("markitdown", _markitdown(".docx")),
        }
    )


def pdf() -> dict[str, Work]:
    """The readers of PDFs that are installed."""
    return _installed(
        {
            "pdfplumber, extract_tables": ("pdfplumber", _pdfplumber),
            "markitdown, PDF": ("markitdown", _markitdown(".pdf")),
            "camelot, lattice": ("camelot", _camelot),
        }
    )


def missing() -> str:
    """How to get those that are not installed; "" where all are."""
    wanted = {"docx2python": "docx2python", "markitdown": '"markitdown[docx,pdf]"', "camelot": "camelot-py"}
    names = [wanted[module] for module in wanted if not find_spec(module)]
    return f"Not measured; to have them beside ours: .venv/bin/pip install {' '.join(names)}" if names else ""


def _installed(peers: dict[str, tuple[str, Work]]) -> dict[str, Work]:
    return {name: work for name, (module, work) in peers.items() if find_spec(module)}


def _python_docx(packed: bytes) -> object:
    import docx

    tables = docx.Document(io.BytesIO(packed)).tables
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]


def _docx2python(packed: bytes) -> object:
    from docx2python import docx2python

    with docx2python(io.BytesIO(packed)) as found:
        return found.body


def _markitdown(ending: str) -> Work:
    made: list[Callable[..., object]] = []

    def convert(packed: bytes) -> object:
        if not made:
            from markitdown import MarkItDown

            made.append(MarkItDown().convert_stream)
        return made[0](io.BytesIO(packed), file_extension=ending)

    return convert


def _pdfplumber(packed: bytes) -> object:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(packed)) as document:
        return [page.extract_tables() for page in document.pages]


def _camelot(packed: bytes) -> object:
    import camelot

    logging.getLogger("camelot").setLevel(logging.ERROR)
    return camelot.read_pdf(io.BytesIO(packed), pages="all", flavor="lattice", suppress_stdout=True)
