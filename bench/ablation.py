"""What each part of the matcher is worth: `python -m bench.ablation [documents per kind]`.

Labelled documents, of seeds that neither the tests nor bench.matching use, are matched under the policy as shipped and
with one thing changed in its data: those of tests/match/documents.py, and fresh ones, in which nearly every row is
worded as somebody worded it who knew the rubric and not the word lists (tests/cases, from round 2 on). `won` and `lost`
are rows that only one of the two maps rightly: the documents are the same, so that small differences can be told from
chance. Then how often a claimed probability of a match holds. Weights are fitted where scikit-learn is installed, on
documents of other seeds: with the wordings of the list, and with those of round 1 as well.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.util import find_spec

from msgspec.structs import replace

from bench.bands import banded
from bench.fitting import fitted, scaled
from bench.matching import KINDS, Answer, answers, counted, made, shares
from pipeline.policy import Policy, load_policy

SEEDS, FITTED_ON = 10_000, 20_000  # the first seeds of the documents that are scored, and of those that are fitted on
BINS = (0.0, 0.5, 0.7, 0.8, 0.8889, 0.95, 0.99, 0.999, 1.0001)  # 0.8889: three bits, from where a match is certain
LIST, FITTED_TOO, FRESH = "", "round-1*", "round-[2-9]*"
NONE = 2.0  # no share of words is so large
Answers = dict[str, list[Answer]]


def main() -> None:
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    shipped = load_policy()
    variants = {"as shipped": shipped} | _variants(shipped)
    if find_spec("sklearn"):
        seeds = range(FITTED_ON, FITTED_ON + documents)
        variants |= fitted("fitted on the list", shipped, seeds, (LIST,))
        variants |= fitted("fitted on both", shipped, seeds, (LIST, FITTED_TOO))
    else:
        print("Left out: fitted weights (scikit-learn is not installed)")
    for rounds in (LIST, FRESH):
        base = answered(shipped, documents, rounds)
        rows = [each for found in base.values() for each in found]
        print(f"\n{'Fresh wordings' if rounds else 'Wordings of the list'}: {len(rows)} rows")
        print(" " * 40 + "".join(f"{column:>9}" for column in (*shares(counted(rows)), "won", "lost")) + "  worst kind")
        for name, policy in variants.items():
            print(_line(name, answered(policy, documents, rounds), base), flush=True)
        print("\n".join(reliability(rows)))


def answered(policy: Policy, documents: int, rounds: str) -> Answers:
    """The answers over so many documents of every kind, by kind."""
    seeds = range(SEEDS, SEEDS + documents)
    return {name: [each for seed in seeds for each in answers(made(name, seed, rounds), policy)] for name in KINDS}


def _line(name: str, found: Answers, base: Answers) -> str:
    told = shares(sum((counted(each) for each in found.values()), Counter()))
    right, before = ([each.is_right for one in of.values() for each in one] for of in (found, base))
    won = sum(now > then for now, then in zip(right, before, strict=True))
    lost = sum(now < then for now, then in zip(right, before, strict=True))
    by_kind = {kind: shares(counted(each))["right"] for kind, each in found.items()}
    worst = min(by_kind, key=lambda kind: by_kind[kind])
    cells = "".join(f"{share:>9.4f}" for share in told.values())
    return f"{name:40}{cells}{won:>9}{lost:>9}  {by_kind[worst]:.3f} {worst}"


def reliability(found: Iterable[Answer]) -> Iterator[str]:
    """The probability that a match claims against how often it is right, bin by bin."""
    mapped = (each for each in found if each.row.unit)
    yield f"\n{'match.score':>16}{'rows':>9}{'claimed':>9}{'right':>9}"
    pairs = ((each.row.score, each.is_right) for each in mapped)
    for low, high, rows, claimed, right in banded(pairs, BINS):
        yield f"{low:>8.3f}-{min(high, 1):.3f}{rows:>10}{claimed:>9.4f}{right:>9.4f}"


# ---------------------------------------------------------------- one thing changed


def _variants(policy: Policy) -> dict[str, Policy]:
    m, w = policy.matching, policy.wording

    def of(**changes: object) -> Policy:
        return replace(policy, matching=replace(m, **changes))

    def worded(**changes: object) -> Policy:
        return replace(policy, wording=replace(w, **changes))

    return {
        "without the number": scaled(policy, {"number": 0.0}),
        "number not scaled by trust": of(number=replace(m.number, sure_hits=1e9, sure_rows=1e9)),
        "without the unit": scaled(policy, {"unit": 0.0}),
        "without the order": scaled(policy, {"order": 0.0}),
        "without quantities": scaled(policy, {"quantity": 0.0}),
        "without the bonus for the letter": of(identical=0.0, null_identical=m.null),
        "n-grams alone, without the ratio": of(text_share=1.0),
        "half n-grams, half ratio": of(text_share=0.5),
        "n-grams three parts in ten": of(text_share=0.3),
        "the ratio alone, without n-grams": of(text_share=0.0),
        "no text below -7 bits": of(curve=tuple((score, max(-7.0, bits)) for score, bits in m.curve)),
        "no text below -5 bits": of(curve=tuple((score, max(-5.0, bits)) for score, bits in m.curve)),
        # Every row takes its own best criterion, where that beats none.
        "row by row instead of assignment": of(regret=-1.0, duplicate_min=m.null, duplicate_text_min=0.0),
        "assignment without regret": of(regret=1e6),
        "wording: without the groups of synonyms": worded(synonyms=()),
        "wording: a clause as any other words": worded(clause_contained_min=w.contained_min),
        "wording: without the rule for losses": worded(contained_min=NONE, clause_contained_min=NONE),
    }


if __name__ == "__main__":
    main()
