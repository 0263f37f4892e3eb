"""The naive way beside ours: a library's tables as they come, the criterion that reads most alike, words are evidence.

What many would write in an afternoon: python-docx's `row.cells` and pdfplumber's `extract_tables`, without options; for
each row the best `token_set_ratio` of any of its cells to any of the reference's criteria; a cell with words is enough.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process, utils

from pipeline.reference import load_reference

RATIO_MIN = 60.0  # of 100: what examples on the web take
Table = list[list[str]]


def statuses(path: Path) -> dict[str, str]:
    """ "8580-500/1.1" -> full, partial or none, for the criteria that some row reads like."""
    best: dict[str, tuple[float, str]] = {}
    for table in READERS[path.suffix](path):
        strategies, evidence, is_headed = _columns(table)
        for row in table[is_headed:]:
            found, ratio = _criterion(row)
            if ratio >= RATIO_MIN and ratio > best.get(found, (0.0, ""))[0]:
                told = [bool(row[at].strip()) for at in (strategies, evidence) if -len(row) <= at < len(row)]
                best[found] = ratio, ("none", "partial", "full")[sum(told)]
    return {ref: status for ref, (_, status) in best.items()}


def counts(path: Path, truth: dict[str, Any]) -> dict[str, int]:
    """What bench.score counts of a document, for the naive way; nothing where its libraries do not read the format."""
    if path.suffix not in READERS or truth.get("status_only"):
        return {}
    counted = {"docs": 1, "unread": 0, "all": 0, "ok": 0, "wrong full": 0, "wrong none": 0}
    try:
        found = statuses(path)
    except Exception:  # python-docx raises ValueError for some merged cells, and others for what Word opens
        counted["unread"], found = 1, {}
    for unit, label in truth["units"].items():
        for ac, want in label["criteria"].items():
            ref = f"{unit}/{ac}"
            status = found.get(ref, "none")
            is_right = status in [want["status"], *truth["lenient"].get(ref, [])]
            counted["all"] += 1
            counted["ok"] += is_right
            counted["wrong full"] += status == "full" and not is_right
            counted["wrong none"] += status == "none" and not is_right
    return {f"naive {name}": number for name, number in counted.items()}


def _columns(table: Table) -> tuple[int, int, bool]:
    """The strategies' and the evidence's column: by a word in the first row, else the last but one and the last."""
    heads = [head.lower() for head in (table[0] if table else [])]
    found = [next((at for at, head in enumerate(heads) if word in head), None) for word in ("strateg", "evidence")]
    is_headed = found != [None, None]
    return -2 if found[0] is None else found[0], -1 if found[1] is None else found[1], is_headed


def _criterion(row: list[str]) -> tuple[str, float]:
    """The criterion that one of the row's cells reads most like, and how much."""
    refs, texts = _criteria()
    if not row:
        return "", 0.0
    ratios = process.cdist(row, texts, scorer=fuzz.token_set_ratio, processor=utils.default_process)
    at = int(ratios.max(axis=0).argmax())
    return refs[at], float(ratios[:, at].max())


@lru_cache(maxsize=1)
def _criteria() -> tuple[list[str], list[str]]:
    pairs = list(load_reference().pairs())
    return [f"{unit.ref}/{criterion.ref}" for unit, criterion in pairs], [criterion.text for _, criterion in pairs]


def _word(path: Path) -> Iterator[Table]:
    import docx

    for table in docx.Document(str(path)).tables:
        yield [[cell.text for cell in row.cells] for row in table.rows]


def _pdf(path: Path) -> Iterator[Table]:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            yield from ([[cell or "" for cell in row] for row in table] for table in page.extract_tables())


READERS = {".docx": _word, ".pdf": _pdf}
