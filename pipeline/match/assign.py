"""Parts to criteria: additive weights in bits, solved as one assignment in which a part may map nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.match.headings import ABSENT, FOREIGN
from pipeline.match.index import Index, Ints
from pipeline.match.similarity import Floats
from pipeline.match.split import Part

NOTHING = -1
_IMPOSSIBLE = 1e6


@dataclass(frozen=True, slots=True)
class Weights:
    """parts x criteria, each sign's bits; `null` what "no criterion" scores for each part; `trust` the numbers' own."""

    likeness: Floats
    text: Floats
    number: Floats
    unit: Floats
    quantity: Floats
    order: Floats
    prior: float
    null: Floats
    trust: float

    @property
    def total(self) -> Floats:
        """The bits of every pair."""
        summed: Floats = self.text + self.number + self.unit + self.quantity + self.order + self.prior
        return summed.round(2)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Each part's criterion, or NOTHING; the unit that it was expected to be of; the weights that decided it."""

    chosen: Ints
    expected: Ints
    weights: Weights


def assign(
    parts: Sequence[Part], likeness: Floats, expected: Ints, claimed: frozenset[int], index: Index
) -> Assignment:
    """The criterion of every part; `expected` is the unit of each part's heading, ABSENT or FOREIGN."""
    weights = weigh(parts, likeness, expected, claimed, index)
    first = solve(weights, expected, index)
    blocks = np.array([part.block for part in parts], dtype=np.intp)
    order = _order(first, weights, blocks, expected, index)
    if not order.any():
        return Assignment(first, expected, weights)
    weights = replace(weights, order=order)
    return Assignment(solve(weights, expected, index), expected, weights)


# ---------------------------------------------------------------- weights


def weigh(parts: Sequence[Part], likeness: Floats, expected: Ints, claimed: frozenset[int], index: Index) -> Weights:
    """Every sign's bits for every pair, but for the order, which needs a first answer."""
    policy = index.policy
    scores, bits = zip(*policy.curve, strict=True)
    has_text = np.array([bool(part.folded) for part in parts])[:, None]
    number, trust = _numbers(parts, likeness, index)
    is_identical = np.array([part.folded in index.places for part in parts])
    return Weights(
        likeness=likeness,
        text=(np.where(has_text, np.interp(likeness, scores, bits), 0.0) + _identical(parts, index)).round(2),
        number=number,
        unit=_units(expected, claimed, index),
        quantity=_quantities(parts, index),
        order=np.zeros_like(likeness),
        prior=-round(float(np.log2(max(1, len(index.criteria) - 1))), 2),
        null=np.where(is_identical, policy.null_identical, policy.null),
        trust=trust,
    )


def _identical(parts: Sequence[Part], index: Index) -> Floats:
    """What a criterion's text to the letter is worth beyond its score, unless another reads almost the same."""
    bits = np.zeros((len(parts), len(index.criteria)))
    for at, part in enumerate(parts):
        for place in index.places.get(part.folded, ()):
            rival = np.delete(index.among[place], place).max(initial=0.0)
            bits[at, place] = index.policy.identical if rival < index.policy.twin.alike_min else 0.0
    return bits


def _numbers(parts: Sequence[Part], likeness: Floats, index: Index) -> tuple[Floats, float]:
    rules = index.policy.number
    refs = np.array([criterion.ref for criterion in index.criteria])
    outcomes = np.array([criterion.ref.split(".")[0] for criterion in index.criteria])
    numbers = np.array([part.number or "" for part in parts])[:, None]
    heads = np.array([(part.number or "").split(".")[0] for part in parts])[:, None]
    told = (likeness.max(axis=1) > rules.text_min) & (numbers[:, 0] != "")
    # Twins share the text and the number, so a hit is the number of any criterion that reads best.
    hits = ((likeness >= likeness.max(axis=1, keepdims=True)) & (numbers == refs)).any(axis=1) & told
    trust = max(0.0, 2 * (float(hits.sum()) + rules.sure_hits) / (float(told.sum()) + rules.sure_rows) - 1)
    bits = np.where(numbers == refs, rules.same, np.where(heads == outcomes, rules.outcome, rules.other))
    return np.where(numbers == "", 0.0, bits * trust).round(2), trust


def _units(expected: Ints, claimed: frozenset[int], index: Index) -> Floats:
    rules = index.policy.unit
    bits = np.where(expected[:, None] == index.unit_of, rules.same, rules.other)
    if claimed:
        is_claimed = np.isin(index.unit_of, list(claimed))
        return np.where(expected[:, None] >= 0, bits, np.where(is_claimed, 0.0, rules.unclaimed))
    return np.where(expected[:, None] >= 0, bits, 0.0)


def _quantities(parts: Sequence[Part], index: Index) -> Floats:
    rules = index.policy.quantity
    bits = np.zeros((len(parts), len(index.criteria)))
    for at, part in enumerate(parts):
        places = index.places.get(part.folded)
        amounts = index.amounts[places[0]] if places else index.amounts_of(part.text)
        if amounts:
            bits[at] = [
                rules.shared if amounts & others else rules.different if others else rules.extra
                for others in index.amounts
            ]
    return bits


def _order(chosen: Ints, weights: Weights, blocks: Ints, expected: Ints, index: Index) -> Floats:
    """What strong rows lend their neighbours in the block: the next criteria, and their unit where no heading is."""
    rules, total = index.policy.order, weights.total
    bits = np.zeros_like(total)
    strong = [place != NOTHING and total[row, place] > rules.strong for row, place in enumerate(chosen)]
    for row in range(len(chosen)):
        near = [
            other
            for other in range(max(0, row - rules.reach), min(len(chosen), row + rules.reach + 1))
            if other != row and strong[other] and blocks[other] == blocks[row]
        ]
        for other in near:
            _lend(bits[row], int(chosen[other]), row - other, index)
        if near and expected[row] == ABSENT:
            near_units = index.unit_of[chosen[near]]
            for unit in set(near_units.tolist()):
                bits[row, index.unit_of == unit] += rules.unit * float((near_units == unit).mean())
    return bits.round(2)


def _lend(bits: Floats, place: int, step: int, index: Index) -> None:
    """A neighbour `step` rows before (or after) speaks for the criterion as far after (or before) its own."""
    rules, way = index.policy.order, 1 if step > 0 else -1
    lent = {place + step: rules.next if abs(step) == 1 else rules.after_next}
    if abs(step) == 1:
        lent[place + 2 * way] = rules.after_next
    for to, amount in lent.items():
        if 0 <= to < len(bits) and index.unit_of[to] == index.unit_of[place]:
            bits[to] = max(bits[to], amount)


# ---------------------------------------------------------------- the answer


def solve(weights: Weights, expected: Ints, index: Index) -> Ints:
    """The criterion of every part, NOTHING where none fits, so that the sum is greatest; then duplicates and regret."""
    total, null = weights.total, np.where(expected == FOREIGN, _IMPOSSIBLE, weights.null)
    if not len(total):
        return np.zeros(0, dtype=np.intp)
    best = total.argmax(axis=1)
    lead = total[np.arange(len(total)), best]
    chosen = np.where(lead > null, best, NOTHING)
    placed = chosen[chosen != NOTHING]
    if len(set(placed.tolist())) < len(placed):
        chosen = _assigned(total, null)
        given = np.where(chosen == NOTHING, null, total[np.arange(len(total)), chosen])
        alike = weights.likeness[np.arange(len(total)), best]
        is_like = (alike >= index.policy.duplicate_text_min) | ~weights.likeness.any(axis=1)
        is_left = (chosen == NOTHING) & (lead > index.policy.duplicate_min) & is_like
        is_regretted = (chosen != NOTHING) & (lead - given > index.policy.regret)
        chosen = np.where((is_left & (expected != FOREIGN)) | is_regretted, best, chosen)
    return chosen


def _assigned(total: Floats, null: Floats) -> Ints:
    """The one-to-one assignment of the greatest sum; each part has a "no criterion" of its own."""
    import lap  # lazy: only documents in which two rows want one criterion need it

    parts, criteria = total.shape
    cost = np.full((parts, criteria + parts), _IMPOSSIBLE)
    cost[:, :criteria] = -total
    cost[np.arange(parts), criteria + np.arange(parts)] = -null
    columns = lap.lapjv(cost, extend_cost=True)[1]
    return np.where(columns < criteria, columns, NOTHING).astype(np.intp)
