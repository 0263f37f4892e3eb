"""Trains the network that judges evidence beside the categoriser, with thinc, on the labelled cells: `make train`.

The same cells give the same bytes on one kind of machine: every chance comes from one seed.
"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.judge.network import Block, Lookup, NetworkFile, Table, beside

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from thinc.api import Model

    from bench.training import Example

SEED = 8580
WIDTH, UNITS, PIECES, DISTANCES = 96, 192, 2, (1, 1, 2, 4)
EPOCHS, BATCH, RATE, WARM_UP = 12, 64, 0.002, 0.05
DROPOUT, DROPOUT_INSIDE, SMOOTHING = 0.4, 0.1, 0.05
WORDS_HIDDEN, ALL_HIDDEN = 0.25, 0.125  # of the words learned from: what they are, or all that is known of them
CELLS_LONGER, UNKNOWN_MAX = 0.15, 6  # of the cells learned from: with so many words amid them that nobody knows
WORDS_MAX = 120  # of a cell
VALUES_MIN = 2  # a word of fewer cells is like any unknown one
TOP = 127


def trained_network(found: Sequence["Example"], categories: Sequence[str], epochs: int = EPOCHS) -> NetworkFile:
    """A network trained on labelled cells."""
    parts, known, _ = _trained(found, categories, epochs)
    return _packed(parts, known, tuple(categories))


def _trained(
    found: Sequence["Example"], categories: Sequence[str], epochs: int
) -> tuple[dict[str, Any], list[tuple[str, ...]], list["NDArray[np.int64]"]]:
    """The trained layers, the values that each column knows, and the cells as the layers read them."""
    from thinc.api import fix_random_seed

    fix_random_seed(SEED)
    known = [_values([word[column] for one in found for word in one.words]) for column in range(len(found[0].words[0]))]
    places = [{value: at for at, value in enumerate(values, 1)} for values in known]
    cells = [_encoded(one.words, places) for one in found]
    answers = [categories.index(one.category) for one in found]
    parts = _parts([len(values) + 1 for values in known], len(categories))
    _fit(parts["whole"], cells, answers, len(categories), epochs)
    return parts, known, cells


def _values(column: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(value for value, count in Counter(column).items() if value and count >= VALUES_MIN))


def _encoded(words: Sequence[Sequence[str]], places: Sequence[dict[str, int]]) -> "NDArray[np.int64]":
    import numpy as np

    return np.array([[at.get(value, 0) for at, value in zip(places, word, strict=True)] for word in words[:WORDS_MAX]])


def _parts(sizes: Sequence[int], categories: int) -> dict[str, Any]:
    """The network and those of its layers whose numbers are kept."""
    from thinc.api import (
        Dropout,
        Embed,
        LayerNorm,
        Maxout,
        Relu,
        Softmax,
        add,
        chain,
        list2ragged,
        reduce_max,
        residual,
        with_array,
    )

    embeds = [Embed(nO=WIDTH, nV=size, column=column) for column, size in enumerate(sizes)]
    steps = [(Maxout(nO=WIDTH, nI=3 * WIDTH, nP=PIECES), LayerNorm(nI=WIDTH)) for _ in DISTANCES]
    blocks = [
        residual(chain(_beside(distance), maxout, norm, Dropout(DROPOUT_INSIDE)))
        for distance, (maxout, norm) in zip(DISTANCES, steps, strict=True)
    ]
    units, last = Relu(nO=UNITS, nI=WIDTH), Softmax(nO=categories, nI=UNITS)
    inner = with_array(chain(add(*embeds), *blocks, units), pad=sum(DISTANCES))
    whole = chain(inner, list2ragged(), reduce_max(), Dropout(DROPOUT), last)
    return {"whole": whole, "embeds": embeds, "steps": steps, "units": units, "last": last}


def _beside(distance: int) -> "Model[Any, Any]":
    """A layer that puts each row between the two that stand so far before and behind it."""
    from thinc.api import Model

    def forward(_model: "Model[Any, Any]", rows: Any, is_train: bool) -> tuple[Any, Any]:  # noqa: FBT001 - called by name
        def backprop(change: Any) -> Any:
            width = change.shape[1] // 3
            before, behind = change[:, :width], change[:, 2 * width :]
            found = change[:, width : 2 * width].copy()
            found[:-distance] += before[distance:]
            found[distance:] += behind[:-distance]
            return found

        return beside(rows, distance), backprop

    return Model("beside", forward)


def _fit(
    model: "Model[Any, Any]",
    cells: Sequence["NDArray[np.int64]"],
    answers: Sequence[int],
    categories: int,
    epochs: int,
) -> None:
    import numpy as np
    from thinc.api import Adam

    dice = np.random.default_rng(SEED)
    wanted = smoothed(answers, categories)
    model.initialize(X=list(cells[:8]))
    optimizer = Adam(RATE, L2=1e-4, L2_is_weight_decay=True, grad_clip=1.0)
    order = np.arange(len(cells))
    steps, step = epochs * -(-len(cells) // BATCH), 0
    for _ in range(epochs):
        dice.shuffle(order)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            optimizer.learn_rate = RATE * min(1, step / (WARM_UP * steps)) * (1 - step / (steps + 1))
            said, learn = model.begin_update([_hidden(cells[at], dice) for at in batch])
            learn((said - wanted[batch]) / len(batch))
            model.finish_update(optimizer)
            step += 1


def smoothed(answers: Sequence[int], categories: int) -> "NDArray[np.float32]":
    """What a model is to say of each cell, cells x categories: nearly all the right answer, a little of each."""
    import numpy as np

    wanted = np.full((len(answers), categories), SMOOTHING / categories, dtype=np.float32)
    wanted[np.arange(len(answers)), list(answers)] += 1 - SMOOTHING
    return wanted


def _hidden(cell: "NDArray[np.int64]", dice: "np.random.Generator") -> "NDArray[np.int64]":
    """A cell some words of which are unknown, so that the others have to tell; to some cells such words are added."""
    import numpy as np

    unknown = dice.integers(1, UNKNOWN_MAX + 1) if dice.random() < CELLS_LONGER else 0
    cell = np.insert(cell, dice.integers(1, len(cell)), np.zeros((unknown, 1), cell.dtype), axis=0)
    cell[dice.random(len(cell)) < WORDS_HIDDEN, :2] = 0
    cell[dice.random(len(cell)) < ALL_HIDDEN] = 0
    return cell


def _packed(parts: dict[str, Any], known: Sequence[tuple[str, ...]], categories: tuple[str, ...]) -> NetworkFile:
    """The trained numbers, the tables among them as whole ones with a factor each."""
    import numpy as np

    embeds = [layer.layers[-1].get_param("E") for layer in parts["embeds"]]  # behind what picks the column
    by_vector = TOP / max(float(np.abs(table).max()) for table in embeds)
    return NetworkFile(
        categories=categories,
        width=WIDTH,
        columns=tuple(Lookup(values, _whole(table, by_vector)) for values, table in zip(known, embeds, strict=True)),
        scale=float(1 / by_vector),
        blocks=tuple(
            Block(distance, _table(maxout), _floats(norm.get_param("G")), _floats(norm.get_param("b")))
            for distance, (maxout, norm) in zip(DISTANCES, parts["steps"], strict=True)
        ),
        units=_table(parts["units"]),
        last=_table(parts["last"]),
    )


def _table(layer: Any) -> Table:
    import numpy as np

    weights = layer.get_param("W")
    factor = TOP / float(np.abs(weights).max())
    return Table(_whole(weights, factor), float(1 / factor), _floats(layer.get_param("b")))


def _whole(table: Any, factor: float) -> bytes:
    import numpy as np

    return np.asarray((table * factor).round(), dtype=np.int8).tobytes()


def _floats(values: Any) -> tuple[float, ...]:
    return tuple(round(float(value), 5) for value in values.ravel())
