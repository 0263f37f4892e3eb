"""How well rows are matched, by kind of document: accuracy, how much is certain, and how right that is.

python -m bench.matching [documents per kind]
"""

import random
import sys
import time
from collections import Counter

from pipeline.match import match
from pipeline.policy import load_policy
from tests.match.documents import CONTEXTS, REFERENCE, as_submission, document


def score(name: str, documents: int, share: float = 0.35) -> Counter[str]:
    """Counts over so many documents of one kind."""
    counts: Counter[str] = Counter()
    policy = load_policy()
    for seed in range(documents):
        dice = random.Random(f"{name} {seed}")
        blocks = CONTEXTS[name](document(dice, dice.choice(("certificate", "diploma")), share), dice)
        submission = as_submission(blocks)
        started = time.perf_counter()
        matching = match(submission, REFERENCE, policy)
        counts["us"] += int((time.perf_counter() - started) * 1e6)
        labelled = [each for block in blocks for each in block.lines]
        if len(labelled) != len(matching.rows):
            print(name, seed, "split")
            continue
        for each, row in zip(labelled, matching.rows, strict=True):
            found = (row.unit, row.ref) if row.unit and not row.is_misplaced else None
            is_right = found == each.truth
            counts["rows"] += 1
            counts["right"] += is_right
            counts["certain"] += row.is_certain
            counts["certain right"] += row.is_certain and is_right
            is_altered, says = each.kind == "altered", row.kind == "altered"
            counts["altered"] += is_altered
            counts["says altered"] += says
            counts["both"] += is_altered and says
            counts["missed silently"] += is_altered and is_right and not says and row.is_certain
            counts["kind right"] += is_right and (each.truth is None or row.kind == each.kind)
            if "-v" in sys.argv and row.is_certain and (not is_right or each.kind != row.kind.value):
                print(
                    "  ", name, each.truth, each.kind, "->", found, row.kind.value, row.difference, "|", row.text[:90]
                )
    return counts


def main() -> None:
    """Prints one line a kind of document."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    heads = ("right", "certain", "its acc", "kind", "alt P", "alt R", "silent", "ms")
    print(" " * 16 + "  rows" + "".join(f"{head:>9}" for head in heads))
    for name in CONTEXTS:
        c = score(name, documents)
        shares = (
            c["right"] / c["rows"],
            c["certain"] / c["rows"],
            c["certain right"] / max(1, c["certain"]),
            c["kind right"] / c["rows"],
            c["both"] / max(1, c["says altered"]),
            c["both"] / max(1, c["altered"]),
        )
        cells = "".join(f"{share:>9.4f}" for share in shares)
        print(f"{name:16}{c['rows']:>6}{cells}{c['missed silently']:>9}{c['us'] / documents / 1000:>9.1f}")


if __name__ == "__main__":
    main()
