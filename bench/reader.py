"""Reading Word files: ours, the floor under it, and python-docx, each at its best of several runs."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
from lxml import etree

from pipeline.policy import load_policy
from pipeline.readers import dispatch

RUNS = 15


def measure(*sources: Path) -> list[tuple[str, float]]:
    """What was read and CPU ms, summed over the files; the first row is the floor of the others."""
    limits = load_policy().limits
    ways: dict[str, Callable[[bytes], object]] = {
        "unzip + lxml parse of document.xml": _floor,
        "our reader": lambda packed: dispatch.read(packed, limits),
        "python-docx, row.cells": _python_docx,
    }
    files = [source.read_bytes() for source in sources]
    return [(name, sum(_least(way, packed) for packed in files)) for name, way in ways.items()]


def _floor(packed: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def _python_docx(packed: bytes) -> object:
    tables = docx.Document(io.BytesIO(packed)).tables
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]


def _least(way: Callable[[bytes], object], packed: bytes) -> float:
    """CPU ms of the fastest run: what else the machine does only adds."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        way(packed)
        times.append(time.process_time() - start)
    return min(times) * 1000
