"""What helps to judge evidence: python -m bench.evidence --held "round-6-*" [--folder DIR].

Each way is trained on all cases but the held-out rounds, then asked about the held-out cells: the rules alone, the
categoriser on words alone, on what the rules say alone, on both, the network, the transformer (`make train` fetches
what it begins as), the three joined, and spaCy's own text categoriser on the bare words.

It trains a transformer too: `make training` once, then with PYTHONPATH=.venv/training.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.network import trained_network
from bench.pretrained import MPNET, pretrained
from bench.training import CORPUS_SEEDS, Example, cells_of, cells_of_corpus, examples, trained
from bench.transformer import EVIDENCE_RECIPE, trained_transformer
from pipeline.judge.likeness import CATEGORIES, Likeness, Told
from pipeline.judge.network import Network
from pipeline.judge.transformer import Transformer
from pipeline.policy import load_policy
from tests.rounds import CASES

Shares = Callable[[Example], dict[str, float]]
RULED = ("R=", "C=", "T=", "words=", "clauses=")
SEED = 8580
EPOCHS = 12
BATCH = 64


def ways(found: Sequence[Example]) -> dict[str, Shares]:
    """The ways by name, each trained on these cells."""
    limits = load_policy().cells.categoriser
    likeness = Likeness(
        trained(list(found)),
        Network(trained_network(found, CATEGORIES)),
        Transformer(trained_transformer(found, CATEGORIES, pretrained(MPNET), EVIDENCE_RECIPE)),
    )
    return {
        "rules alone": _ruled,
        "spaCy text categoriser (bag of words, up to 3)": _spacy(found),
        "signs of the words": _linear(found, lambda sign: not sign.startswith(RULED)),
        "signs of the rules": _linear(found, lambda sign: sign.startswith(RULED)),
        "both: the categoriser": lambda one: likeness.categoriser.probabilities(one.signs),
        "the network": lambda one: likeness.network.probabilities(one.words),
        "the transformer": lambda one: likeness.transformer.probabilities(one.text),
        "all three, as shipped": lambda one: likeness.shares([Told(one.signs, one.words, one.text)], limits)[0],
    }


def _ruled(example: Example) -> dict[str, float]:
    said = next(sign[2:] for sign in example.signs if sign.startswith("R=") and " " not in sign)
    return {category: float(category == said) for category in CATEGORIES}


def _linear(found: Sequence[Example], is_used: Callable[[str], bool]) -> Shares:
    def used(example: Example) -> Example:
        return Example(example.text, frozenset(filter(is_used, example.signs)), example.category)

    model = trained([used(example) for example in found])
    return lambda example: model.probabilities(used(example).signs)


def _spacy(found: Sequence[Example]) -> Shares:
    import random

    import spacy
    from spacy.training import Example as Training
    from spacy.util import fix_random_seed, minibatch

    fix_random_seed(SEED)
    nlp = spacy.blank("en")
    architecture = {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": True,
        "ngram_size": 3,
        "length": 65536,
    }
    nlp.add_pipe("textcat", config={"model": architecture | {"no_output_layer": False}})
    rows = [
        Training.from_dict(nlp.make_doc(one.text), {"cats": {c: float(c == one.category) for c in CATEGORIES}})
        for one in found
    ]
    optimizer = nlp.initialize(lambda: rows)
    dice = random.Random(SEED)
    for _ in range(EPOCHS):
        dice.shuffle(rows)
        for batch in minibatch(rows, BATCH):
            nlp.update(batch, sgd=optimizer)
    return lambda example: dict(nlp(example.text).cats)


def figures(shares: Shares, held: Sequence[Example]) -> list[float]:
    """Per cent of held-out cells: weak or firm told right, weak kind right; area under the curve; firm cells asked of
    where 97 % of the weak ones are called weak or asked of."""
    weak = [1 - shares(example).get("substantive", 0.0) for example in held]
    is_weak = [example.category != "substantive" for example in held]
    kinds = [
        max(CATEGORIES[1:], key=lambda kind: shares(example).get(kind, 0.0)) == example.category
        for example in held
        if example.category != "substantive"
    ]
    right = sum((share >= 0.5) == truth for share, truth in zip(weak, is_weak, strict=True))
    lows = sorted(share for share, truth in zip(weak, is_weak, strict=True) if truth)
    firm = [share for share, truth in zip(weak, is_weak, strict=True) if not truth]
    above = sum((low > share) + 0.5 * (low == share) for low in lows for share in firm)
    asked = sum(share >= lows[int(0.03 * len(lows))] for share in firm)
    parts = (right / len(held), sum(kinds) / len(kinds), above / (len(lows) * len(firm)), asked / len(firm))
    return [100 * part for part in parts]


def main() -> None:
    import pandas as pd

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held", nargs="+", default=["round-6-*"], help="patterns of the files that are held out")
    parser.add_argument("--folder", type=Path, default=CASES, help="where the held-out files are")
    args = parser.parse_args()
    held = list(examples(cell for names in args.held for cell in cells_of(names, args.folder)))
    texts = {example.text for example in held}
    written = (*cells_of("*"), *cells_of_corpus(CORPUS_SEEDS))
    found = [example for example in examples(written) if example.text not in texts]
    rows = {name: figures(shares, held) for name, shares in ways(found).items()}
    heads = ["weak or firm", "weak kind", "AUC", "firm asked at 97 %"]
    print(f"{len(found)} cells to train on, {len(held)} held out")
    print(pd.DataFrame(rows, index=heads).T.to_string(float_format="{:.1f}".format))


if __name__ == "__main__":
    main()
