"""How well rows are matched, by kind of document: accuracy, how much is certain, and how right that is.

python -m bench.matching [documents per kind]
"""

import math
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.match import match
from pipeline.model.matching import MatchedRow
from pipeline.policy import Policy, load_policy
from tests.match.documents import CONTEXTS, REFERENCE, WORDINGS, Document, Labelled, Truth, as_submission, document
from tests.rounds import load_rounds

SHARE = 0.35  # of the rows that are not as the reference has them


@dataclass(frozen=True)
class Answer:
    """A row, its label, and whether its criterion is right: none, where it is misplaced."""

    label: Labelled
    row: MatchedRow

    @property
    def is_right(self) -> bool:
        found = (self.row.unit, self.row.ref) if self.row.unit and not self.row.is_misplaced else None
        return found == self.label.truth


def made(name: str, seed: int, rounds: str = "") -> Document:
    """The document of a kind and a seed; with the wordings of these rounds, wherever they have any ("round-1*")."""
    dice = random.Random(f"{name} {seed}")
    blocks = document(dice, dice.choice(("certificate", "diploma")), SHARE)
    return KINDS[name](_reworded(blocks, dice, _wordings(rounds)) if rounds else blocks, dice)


def _reworded(blocks: Document, dice: random.Random, wordings: dict[Truth, list[tuple[str, str]]]) -> Document:
    def reworded(each: Labelled) -> Labelled:
        if each.truth not in wordings:
            return each
        text, kind = dice.choice(wordings[each.truth])
        return replace(each, line=replace(each.line, text=text), kind=kind)

    return [replace(block, lines=tuple(reworded(each) for each in block.lines)) for block in blocks]


def _replaced(blocks: Document, dice: random.Random) -> Document:
    """One row in eight says something else altogether in a criterion's place, under its number."""

    def replaced(each: Labelled) -> Labelled:
        if dice.random() >= 1 / 8:
            return each
        return Labelled(replace(each.line, text=dice.choice(WORDINGS["unknown"])), None, "missing")

    return [replace(block, lines=tuple(replaced(each) for each in block.lines)) for block in blocks]


KINDS = CONTEXTS | {"replaced": _replaced}


@lru_cache(maxsize=4)
def _wordings(rounds: str) -> dict[Truth, list[tuple[str, str]]]:
    """Criterion -> the rounds' wordings of it and what they are, but for those of two right answers."""
    found: dict[Truth, list[tuple[str, str]]] = {}
    for one in (wording for each in load_rounds(names=rounds) for wording in each.wordings if len(wording.right) == 1):
        found.setdefault((one.unit, one.ref), []).append((one.text, one.right[0]))
    return found


def answers(blocks: Document, policy: Policy) -> list[Answer]:
    """Every row with its label; none where a row was parted, so that they cannot be told apart."""
    labelled = [each for block in blocks for each in block.lines]
    rows = match(as_submission(blocks), REFERENCE, policy).rows
    return [Answer(*pair) for pair in zip(labelled, rows, strict=True)] if len(labelled) == len(rows) else []


def counted(found: list[Answer]) -> Counter[str]:
    """Counts that add up over documents."""
    counts: Counter[str] = Counter()
    for each in found:
        is_altered, says = each.label.kind == "altered", each.row.kind == "altered"
        counts["rows"] += 1
        counts["right"] += each.is_right
        counts["certain"] += each.row.is_certain
        counts["certain right"] += each.row.is_certain and each.is_right
        counts["strange"] += each.label.truth is None
        counts["strange right"] += each.label.truth is None and each.is_right
        counts["altered"] += is_altered
        counts["says altered"] += says
        counts["both"] += is_altered and says
        counts["missed silently"] += is_altered and each.is_right and not says and each.row.is_certain
        counts["kind right"] += each.is_right and (each.label.truth is None or each.row.kind == each.label.kind)
    return counts


def shares(c: Counter[str]) -> dict[str, float]:
    """The counts as shares, in the table's order; `strange` is how many of the rows that map nothing are told so."""
    return {
        "right": c["right"] / c["rows"],
        "certain": c["certain"] / c["rows"],
        "its acc": c["certain right"] / max(1, c["certain"]),
        "strange": c["strange right"] / c["strange"] if c["strange"] else math.nan,
        "kind": c["kind right"] / c["rows"],
        "alt P": c["both"] / max(1, c["says altered"]),
        "alt R": c["both"] / max(1, c["altered"]),
    }


def score(name: str, documents: int) -> Counter[str]:
    """Counts over so many documents of one kind, "us" the time that they took."""
    counts: Counter[str] = Counter()
    policy = load_policy()
    for seed in range(documents):
        blocks = made(name, seed)
        started = time.perf_counter()
        found = answers(blocks, policy)
        counts["us"] += int((time.perf_counter() - started) * 1e6)
        counts += counted(found)
        if not found:
            print(name, seed, "split")
        for each in found if "-v" in sys.argv else ():
            label, row = each.label, each.row
            if row.is_certain and (not each.is_right or label.kind != row.kind.value):
                says = (label.truth, label.kind, "->", row.unit, row.ref, row.kind.value, row.difference)
                print("  ", name, *says, "|", row.text[:90])
    return counts


def main() -> None:
    """Prints one line a kind of document."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    for at, name in enumerate(KINDS):
        c = score(name, documents)
        told = shares(c)
        if not at:
            print(" " * 16 + "  rows" + "".join(f"{head:>9}" for head in (*told, "silent", "ms")))
        cells = "".join(f"{share:>9.4f}" for share in told.values())
        print(f"{name:16}{c['rows']:>6}{cells}{c['missed silently']:>9}{c['us'] / documents / 1000:>9.1f}")


if __name__ == "__main__":
    main()
