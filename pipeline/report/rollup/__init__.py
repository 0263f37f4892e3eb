"""Entries to the roll-up of a batch: an index, a workbook, two tables, a CSV and a list for machines."""

from collections.abc import Iterable
from pathlib import Path

from pipeline.records import Catalogue, Entry
from pipeline.report.rollup import commas, listing, page, workbook
from pipeline.report.rollup.analysis import analyse
from pipeline.report.rollup.tables import CRITERIA, SUBMISSIONS, write_tables

NAMES = (CRITERIA, SUBMISSIONS, commas.NAME, workbook.NAME, listing.NAME, page.NAME)
"""The files of a roll-up, in the order in which they are written: where the last one is, all are."""


def write(entries: Iterable[Entry], catalogue: Catalogue, folder: Path) -> list[str]:
    """Writes the roll-up of the entries, which come in the order of paths, into an empty folder, and gives notes.

    A note is a sentence on a file that has not all in it. None of the entries is kept: memory does not grow with them,
    but for 20,000 links of the workbook. The same entries give the same bytes. Raises: OSError.
    """
    total = write_tables(entries, catalogue, folder)
    analysis = analyse(folder)
    totals = listing.totals(folder, analysis)
    files = {commas.NAME: commas.write(folder, total), workbook.NAME: workbook.write(folder, analysis, totals)}
    listing.write(folder, totals, files)
    page.write(folder, analysis, totals, files)
    return [f"{name} {what.note}." for name, what in files.items() if what.note]
