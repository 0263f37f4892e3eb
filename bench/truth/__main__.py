"""What our readers make of tables, held against truth from outside: python -m bench.truth."""

import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pipeline
from bench.truth import docling, icdar, pandoc, pdf
from bench.truth.cells import Count, shown
from bench.truth.pdf import Marked

OUTSIDE = Path(os.environ.get("ILM_BENCH_OUTSIDE") or Path(__file__).parent.parent / "outside")


def main() -> None:
    for title, folder, show in _SETS:
        if (OUTSIDE / folder).is_dir():
            print(title)
            show()
        else:
            print(f"{title}: not in {OUTSIDE / folder}; bench/README.md says how to get it")
        print()


def _show_word(source: ModuleType) -> None:
    """A line for each document with a table, then those without one together, then all."""
    every, without, files = Count(), Count(), 0
    for path, truth in source.documents(OUTSIDE):
        cells = source.given(pipeline.read(path), truth)
        every.add(truth, cells)
        if truth:
            one = Count()
            one.add(truth, cells)
            print(_line(f"{path.parent.name}/{path.name}", one))
        else:
            files += 1
            without.add(truth, cells)
    print(f"  {f'{files} documents without a table':<44} {without.given:>5} cells given")
    print(_line("all", every))


def _show_pdf(marked: list[Marked]) -> None:
    """A line for each reader over the ruled documents, then over all."""
    scores = list(pdf.measure(marked))
    ruled = sum(document.is_ruled for document in marked)
    print(f"  {'':<32}{'cells: recall':>14}{'precision':>11}{'neighbours: recall':>20}{'precision':>11}{'refused':>9}")
    for part, files in (("ruled", ruled), ("all", len(marked))):
        for score in scores if files else ():
            found: pdf.Score = getattr(score, part)
            shares = (found.cells.recall, found.cells.precision, found.neighbours.recall, found.neighbours.precision)
            figures = "".join(f"{shown(share):>{width}}" for share, width in zip(shares, (14, 11, 20, 11), strict=True))
            print(f"  {f'{score.reader}, {files} {part}':<32}{figures}{found.refused:>9}")
    print("  CPU s over all: " + ", ".join(f"{score.reader} {score.cpu_s:.1f}" for score in scores))


def _line(name: str, count: Count) -> str:
    return f"  {name:<44} {count.truth:>5} cells  recall {shown(count.recall)}  precision {shown(count.precision)}"


_SETS: tuple[tuple[str, Path, Callable[[], None]], ...] = (
    (
        "Word tables against docling's, by row, column, spans and text: at least its own reader's, 1.000",
        docling.FOLDER,
        lambda: _show_word(docling),
    ),
    (
        "Word tables against pandoc's, by row, column, spans and text: at least its own reader's, 1.000",
        pandoc.FOLDER,
        lambda: _show_word(pandoc),
    ),
    (
        "PDF tables against ICDAR-2013: on ruled ones at least pdfplumber's",
        icdar.FOLDER,
        lambda: _show_pdf(list(icdar.documents(OUTSIDE))),
    ),
    (
        "PDF tables beside those that docling's models see in its own documents",
        docling.PDF_FOLDER,
        lambda: _show_pdf(list(docling.pages(OUTSIDE))),
    ),
)

if __name__ == "__main__":
    main()
