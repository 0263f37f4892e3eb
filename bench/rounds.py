"""Accuracy on the rounds of `tests/cases`: python -m bench.rounds [--folder DIR] [--names GLOB] [--worst N].

A round is scored before anything is mended by it; what it said then stands in docs/accuracy.md.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench.labelled import Case, checked
from bench.score import Score, scored
from pipeline.match.wording import wording
from pipeline.model.submission import Column
from pipeline.policy import load_policy
from tests.judge.documents import reading, verdicts
from tests.rounds import CASES, TEXTS, Cell, Round, RowWording, load_rounds


def score_rounds(rounds: Sequence[Round]) -> dict[str, Score]:
    """All that each round says, by its name, with what was wrong; the documents of all are checked together."""
    scores = {each.name: Score() for each in rounds}
    for each in rounds:
        for cell in each.cells:
            _cell(scores[each.name], cell)
        for row in each.wordings:
            _wording(scores[each.name], row)
    with tempfile.TemporaryDirectory() as folder:
        for case, outcome in checked(_cases(rounds, Path(folder))):
            found = scored(case, outcome)
            found.faults = [f"{case.truth['file']}: {fault}" for fault in found.faults]
            scores[case.truth["category"]].add(found)
    return scores


def _cases(rounds: Iterable[Round], folder: Path) -> Iterator[Case]:
    for each in rounds:
        for document in each.documents:
            path = folder / document.truth["file"]
            path.write_bytes(document.docx)
            yield Case(path, document.truth)


def _cell(score: Score, cell: Cell) -> None:
    column = Column.STRATEGIES if cell.is_strategies else Column.EVIDENCE
    found = verdicts({cell.ref: cell.text}, cell.unit, column)[cell.ref]
    answer, is_asked = reading(found), found.doubt is not None
    is_full = answer == "substantive" not in cell.right
    words = f"{answer}{'?' if is_asked else ''}, not {cell.right[0]}: {cell.text!r} ({cell.ref})"
    score.hit("cells", ok=answer in cell.right, fault=words)
    score.n["cells full"] += is_full
    score.n["cells silent"] += is_full and not is_asked
    score.n["cells asked"] += is_asked
    score.n["cells sure"] += not is_asked
    is_kept = (answer == "substantive") == ("substantive" in cell.right)
    score.n["cells sure right"] += not is_asked and is_kept


def _wording(score: Score, row: RowWording) -> None:
    found = wording(row.text, TEXTS[row.unit, row.ref], load_policy().wording)
    kind, sure = found.kind.value, "" if found.is_certain else "?"
    score.hit(
        "wordings", ok=kind in row.right, fault=f"{kind}{sure}, not {row.right[0]}: {row.text!r} ({row.unit} {row.ref})"
    )
    is_altered, says = row.right[0] == "altered", kind == "altered"
    score.n["altered.tp"] += is_altered and says
    score.n["altered.fp"] += says and "altered" not in row.right
    score.n["altered.fn"] += is_altered and kind not in row.right
    score.n["wordings silent"] += is_altered and kind not in row.right and found.is_certain


def figures(score: Score) -> dict[str, float | None]:
    """What a round's line shows, in per cent."""
    n = score.n
    found = {
        name: score.share(f"{name}.ok", f"{name}.all") for name in ("status", "match", "unit", "cells", "wordings")
    }
    for name in ("reasons", "findings", "altered"):
        for letter, miss in (("P", "fp"), ("R", "fn")):
            whole = n[f"{name}.tp"] + n[f"{name}.{miss}"]
            found[f"{name} {letter}"] = 100 * n[f"{name}.tp"] / whole if whole else None
    for name in ("wrong full", "silent", "wrong none"):
        found[name] = score.share(name, "status.all")
    found["certain"] = score.share("certain.ok", "certain.all")
    found["sure right"] = score.share("certain right", "certain.ok")
    found["cells silent"] = score.share("cells silent", "cells.all")
    found["cells asked"] = score.share("cells asked", "cells.all")
    return found


def table(scores: dict[str, Score]) -> str:
    """One column a round, one line a figure."""
    import pandas as pd

    sizes = ("docs", "status.all", "cells.all", "wordings.all")
    frame = pd.DataFrame(
        {name: {**{size: float(score.n[size]) for size in sizes}, **figures(score)} for name, score in scores.items()}
    )
    return str(frame.to_string(float_format="{:.2f}".format, na_rep="-"))


def summed(scores: Iterable[Score]) -> Score:
    """Several rounds as one."""
    whole = Score(Counter())
    for score in scores:
        whole.add(score)
    return whole


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=CASES)
    parser.add_argument("--names", default="round-*")
    parser.add_argument("--worst", type=int, default=0, help="show so many faults of each round")
    args = parser.parse_args()
    scores = score_rounds(load_rounds(args.folder, args.names))
    print(table(scores))
    for name, score in scores.items():
        for fault in score.faults[: args.worst]:
            print(f"{name}: {fault}")


if __name__ == "__main__":
    main()
