"""Trains what judges evidence, the categoriser and the two beside it, on the cells of `tests/cases`: make train.

Writes `reference/trained`. The same cells give the same bytes on one kind of machine: one fit has no chance in it, that
of the two others comes from a seed, and the weights are rounded to whole numbers.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from bench.network import trained_network
from bench.pretrained import MINILM, MPNET, pretrained
from pipeline.data import TRAINED
from pipeline.judge.amounts import AMOUNTS, DEFAULT_AMOUNTS, ENOUGH, SHORT
from pipeline.judge.categoriser import DEFAULT_CATEGORISER, Categoriser
from pipeline.judge.cells import judge_evidence
from pipeline.judge.likeness import CATEGORIES
from pipeline.judge.network import DEFAULT_NETWORK, NetworkFile
from pipeline.judge.reading import Reader
from pipeline.judge.reckoning import reckoned
from pipeline.judge.references import PointerFinder
from pipeline.judge.signs import Sight, signs, words_of
from pipeline.judge.transformer import DEFAULT_TRANSFORMER
from pipeline.judge.vocabulary import Vocabulary
from pipeline.model.verdicts import CellState, WeakKind
from pipeline.policy import load_policy
from tests.corpus.generate import planned
from tests.rounds import CASES, MINIMUMS, TEXTS, Cell, load_rounds

STRENGTH = 10.0  # of the data against the ridge that keeps weights small: chosen on rounds that were not trained on
CELLS_MIN = 3  # a sign of fewer cells tells more of them than of evidence
CORPUS_SEEDS = range(20_000, 20_160)  # the generator's training half: `make score` makes the seeds from 0 on
WEIGHT_MIN = 4  # in hundredths: signs that say less are left out


@dataclass(frozen=True)
class Example:
    """A cell's text, signs, words and label."""

    text: str
    signs: frozenset[str]
    category: str
    words: tuple[tuple[str, ...], ...] = ()
    beside: str = ""


def examples(cells: Iterable[Cell]) -> Iterator[Example]:
    """The cells that the categoriser is asked about: evidence with words, that does not point elsewhere.

    One that falls short is firm to the categoriser: amounts are the rules' alone.
    """
    policy = load_policy().cells
    reader, pointers = Reader(policy), PointerFinder(policy.references, policy.names.same_word_similarity)
    for cell in cells:
        category = CellState.SUBSTANTIVE if cell.right[0] == WeakKind.SHORTFALL else cell.right[0]
        if cell.is_strategies or len(cell.right) > 1 or category not in CATEGORIES or pointers.find(cell.text):
            continue
        text = TEXTS[cell.unit, cell.ref]
        reading = reader.read(cell.text)
        verdict = judge_evidence(reading, Vocabulary(), reader.subject(text), policy)
        sight = Sight(reader.wording(text), Vocabulary(), policy.grammar)
        yield Example(cell.text, signs(reading, verdict, sight), category, words_of(reading, sight))


def amounts(cells: Iterable[Cell]) -> Iterator[Example]:
    """The cells that the judge of amounts is asked about, each once: firm ones, and those that fall short."""
    policy, seen = load_policy().cells, set()
    for cell in cells:
        minimums = MINIMUMS[cell.unit, cell.ref]
        if not minimums or cell.is_strategies or cell.right[0] not in (CellState.SUBSTANTIVE, WeakKind.SHORTFALL):
            continue
        figures, ways = reckoned(cell.text, minimums, policy.quantities)
        if ways and (figures, ways) not in seen:
            seen.add((figures, ways))
            is_short = cell.right[0] == WeakKind.SHORTFALL
            yield Example(figures, frozenset(), SHORT if is_short else ENOUGH, beside=ways)


def trained(found: list[Example]) -> Categoriser:
    """A regression with a ridge over all signs that enough cells have."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = Counter(sign for example in found for sign in example.signs)
    known = {sign for sign, count in counts.items() if count >= CELLS_MIN}
    rows = [{sign: len(example.signs) ** -0.5 for sign in sorted(example.signs & known)} for example in found]
    table = DictVectorizer(sort=True)
    model = LogisticRegression(C=STRENGTH, max_iter=1000, tol=1e-6)
    model.fit(table.fit_transform(rows), [CATEGORIES.index(example.category) for example in found])
    hundredths = (100 * model.coef_).round().astype(int)
    return Categoriser(
        categories=CATEGORIES,
        bias=tuple(int(value) for value in (100 * model.intercept_).round()),
        weights={
            str(sign): tuple(int(value) for value in hundredths[:, at])
            for at, sign in enumerate(table.feature_names_)
            if abs(hundredths[:, at]).max() >= WEIGHT_MIN
        },
    )


def cells_of(names: str, folder: Path = CASES) -> list[Cell]:
    """The single cells and the documents' evidence of some files of cases."""
    cells = (cell for each in load_rounds(folder, names) for cell in (*each.cells, *each.document_cells))
    return [cell for cell in cells if cell.text.strip()]


def cells_of_corpus(seeds: Iterable[int]) -> Iterator[Cell]:
    """The evidence of generated submissions, each text once for a criterion; cells that point elsewhere left out."""
    seen: set[tuple[str, str]] = set()
    for seed in seeds:
        for row in planned(seed).rows():
            slot = row.evidence
            if (
                row.ref
                and slot.text
                and slot.shown is None
                and slot.points_to is None
                and (row.ref, slot.text) not in seen
            ):
                seen.add((row.ref, slot.text))
                yield Cell(row.unit, row.ref, slot.text, (slot.kind or slot.state,))


def main() -> None:
    kinds = {"categoriser": _categoriser, "network": _network, "transformer": _transformer, "amounts": _amounts}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=CASES)
    parser.add_argument("--names", nargs="*", default=["*"], help="patterns of the files to train on")
    parser.add_argument("--only", nargs="+", choices=kinds, default=list(kinds), help="what to train")
    parser.add_argument("--out", type=Path, default=TRAINED, help="the folder of the files")
    args = parser.parse_args()
    written = [cell for names in args.names for cell in cells_of(names, args.folder)]
    cells = (*written, *cells_of_corpus(CORPUS_SEEDS))
    evidence = list(examples(cells)) if {*args.only} - {"amounts"} else []
    for name in args.only:
        found = list(amounts(cells)) if name == "amounts" else evidence
        print(f"{name}: {kinds[name](found, args.out)} from {len(found)} cells", flush=True)


def _categoriser(found: list[Example], folder: Path) -> str:
    model = trained(found)
    _write(folder / DEFAULT_CATEGORISER.name, model)
    return f"{len(model.weights)} signs"


def _network(found: list[Example], folder: Path) -> str:
    model = trained_network(found, CATEGORIES)
    _write(folder / DEFAULT_NETWORK.name, model)
    return f"{sum(len(column.values) for column in model.columns)} values of words"


def _transformer(found: list[Example], folder: Path) -> str:
    from bench.transformer import EVIDENCE_RECIPE, trained_transformer  # PyTorch is there where it is asked for alone

    arrays = trained_transformer(found, CATEGORIES, pretrained(MPNET), EVIDENCE_RECIPE)
    return _saved(arrays, folder / DEFAULT_TRANSFORMER.name)


def _amounts(found: list[Example], folder: Path) -> str:
    from bench.transformer import AMOUNTS_RECIPE, trained_transformer

    arrays = trained_transformer(found, AMOUNTS, pretrained(MINILM), AMOUNTS_RECIPE)
    return _saved(arrays, folder / DEFAULT_AMOUNTS.name)


def _saved(arrays: dict[str, Any], path: Path) -> str:
    np.savez(path, **arrays)
    return f"{sum(array.size for array in arrays.values()):,} numbers"


def _write(path: Path, model: Categoriser | NetworkFile) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=0).replace(b",\n", b",") + b"\n")


if __name__ == "__main__":
    main()
