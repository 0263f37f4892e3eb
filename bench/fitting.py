"""The matcher's weights fitted on labelled documents: a regression over pairs of a row and a criterion.

The bits of a pair are a sum, so that a logistic regression gives weights in the policy's own terms: a factor for each
signal, or every weight by itself. They are put into the policy's data, and the rest of the matcher stays as it is.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace as with_fields

import numpy as np
from msgspec.structs import replace

from bench.matching import KINDS, made
from pipeline.match import headings
from pipeline.match.assign import assign, weigh
from pipeline.match.index import index_of
from pipeline.match.similarity import Floats
from pipeline.match.split import parts
from pipeline.policy import Policy
from pipeline.policy.matching import Matching
from tests.match.documents import REFERENCE, Document, as_submission

RIDGE = 1.0  # scikit-learn's C: the data's strength against the ridge
SIGNALS = ("text", "number", "unit", "quantity", "order")
NO_BITS = {"sure_hits", "sure_rows", "text_min", "unclaimed"}  # "unclaimed" is in none of these documents
Bits = dict[str, float]


def fitted(name: str, policy: Policy, seeds: Sequence[int], rounds: Sequence[str]) -> dict[str, Policy]:
    """The policy with weights fitted on documents of every kind and these wordings; what they are is printed."""
    names = _names(policy.matching)
    pairs = [_pairs(made(kind, seed, of), policy, names) for of in rounds for seed in seeds for kind in KINDS]
    by_signal, by_weight, is_own = (np.concatenate(of) for of in zip(*(each for each in pairs if each), strict=True))
    factors, null = _regression(by_signal, is_own, SIGNALS)
    weights, null_too = _regression(by_weight, is_own, [*names, "order"])
    order = weights.pop("order")
    return {
        f"{name}: a factor a signal": _with_null(scaled(policy, factors), null),
        f"{name}: every weight": _with_null(_with(scaled(policy, {"order": order}), weights), null_too),
    }


def scaled(policy: Policy, factors: Bits) -> Policy:
    """The policy with the bits of some signals times a factor."""
    m, by = policy.matching, dict.fromkeys(SIGNALS, 1.0) | factors
    changed = replace(
        m,
        curve=tuple((score, bits * by["text"]) for score, bits in m.curve),
        identical=m.identical * by["text"],
        number=replace(m.number, **_times(m.number, ("same", "outcome", "other"), by["number"])),
        unit=replace(m.unit, **_times(m.unit, ("same", "other", "unclaimed"), by["unit"])),
        quantity=replace(m.quantity, **_times(m.quantity, ("shared", "different", "extra"), by["quantity"])),
        order=replace(m.order, **_times(m.order, ("next", "after_next", "unit"), by["order"])),
    )
    return replace(policy, matching=changed)


def _times(of: object, names: Sequence[str], by: float) -> Bits:
    return {name: getattr(of, name) * by for name in names}


# ---------------------------------------------------------------- every weight by itself


def _names(m: Matching) -> list[str]:
    """The weights that a pair's bits are a sum of, but for the order's."""
    levels = [f"{of}.{name}" for of in ("number", "unit", "quantity") for name in getattr(m, of).__struct_fields__]
    points = [f"text {score}" for score, _ in m.curve]
    return [*points, "identical", *(name for name in levels if name.partition(".")[2] not in NO_BITS)]


def _with(policy: Policy, bits: Bits) -> Policy:
    """The policy with these weights; what is not named keeps its own."""
    m = policy.matching
    changed: dict[str, object] = {"curve": tuple((score, bits.get(f"text {score}", own)) for score, own in m.curve)}
    changed["identical"] = bits.get("identical", m.identical)
    for of in ("number", "unit", "quantity"):
        named = {name.partition(".")[2]: bit for name, bit in bits.items() if name.startswith(f"{of}.")}
        changed[of] = replace(getattr(m, of), **named)
    return replace(policy, matching=replace(m, **changed))


def _with_null(policy: Policy, null: float) -> Policy:
    """The policy with another score of "no criterion"; other thresholds on bits stay: moved with it, they did worse."""
    m = policy.matching
    return replace(policy, matching=replace(m, null=null, null_identical=null + m.null_identical - m.null))


# ---------------------------------------------------------------- pairs


def _pairs(blocks: Document, policy: Policy, names: Sequence[str]) -> tuple[Floats, Floats, Floats] | None:
    """pairs x signals, pairs x weights, and 1 for the pairs that belong together; None where a row was parted."""
    submitted = as_submission(blocks).blocks
    index = index_of(REFERENCE, policy.matching, policy.wording)
    stated = headings.stated(submitted, index)
    split = parts(submitted, [heading.unit if heading.unit >= 0 else None for heading in stated], index)
    truths = [each.truth for block in blocks for each in block.lines]
    if len(truths) != len(split):
        return None
    likeness = index.likeness([part.folded for part in split])
    settled = headings.settled(stated, split, likeness, index)
    expected = np.array([settled[part.block].unit for part in split], dtype=np.intp)
    shipped = assign(split, likeness, expected, frozenset(), index).weights
    columns = []
    for alone in _alone(policy, names):
        weights = weigh(split, likeness, expected, frozenset(), with_fields(index, policy=alone.matching))
        columns.append(weights.total - weights.prior)
    return (
        _table([getattr(shipped, signal) for signal in SIGNALS]),
        _table([*columns, shipped.order]),
        _table([_own(truths)])[:, 0],
    )


def _alone(policy: Policy, names: Sequence[str]) -> Iterator[Policy]:
    """For each weight a policy in which it is one bit and every other is none: its bits say where it counts."""
    for name in names:
        yield _with(policy, dict.fromkeys(names, 0.0) | {name: 1.0})


def _own(truths: Sequence[tuple[str, str] | None]) -> Floats:
    """rows x criteria: 1 for the row's own criterion."""
    refs = [(unit.ref, criterion.ref) for unit, criterion in REFERENCE.pairs()]
    return np.array([[float(truth == ref) for ref in refs] for truth in truths])


def _table(columns: Sequence[Floats]) -> Floats:
    return np.stack([column.ravel() for column in columns], axis=1)


def _regression(table: Floats, is_own: Floats, names: Sequence[str]) -> tuple[Bits, float]:
    """Each column's bits, and what "no criterion" scores for the prior that the matcher adds to every pair."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=RIDGE, max_iter=2000).fit(table, is_own)
    bits = dict(zip(names, (model.coef_[0] / math.log(2)).round(2).tolist(), strict=True))
    prior = -math.log2(len(list(REFERENCE.pairs())) - 1)
    null = round(prior - float(model.intercept_[0]) / math.log(2), 2)
    print(", ".join(f"{name} {bit:.2f}" for name, bit in bits.items()) + f", null {null:.2f}")
    return bits, null
