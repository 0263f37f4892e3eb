"""A cell's words in their order to what kind of evidence it is: a small convolutional network beside the categoriser.

The categoriser adds up signs; the network reads a word by what it shares with others (its beginning and ending, its
lemma, what the policy says that it is), so that the two seldom err alike. Block by block each word is read between two
others, near ones first and then farther ones, so that a clause is read whole; what fits best anywhere in the cell
counts. The blocks are those of spaCy's own encoders (maxout, layer normalisation, a residual); that they reach ever
farther is after F. Yu and V. Koltun, "Multi-Scale Context Aggregation by Dilated Convolutions", 2016. What it says is
rounded where it is used, so that the last digits of a sum, which may differ between processors, do not matter.
`bench/network.py` makes the file.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta

from pipeline.data import TRAINED, load

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DEFAULT_NETWORK = TRAINED / "network.json"
LEAST = 1e-8  # of a variance: thinc's, by which the network was trained

Scale = Annotated[float, Meta(gt=0, lt=1)]


class Lookup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One column of what is known of a word: its known values in order, and a vector each behind that of all others."""

    values: tuple[str, ...]
    vectors: bytes  # int8, (values + 1) x width


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights as whole numbers with the factor that makes them what they are, and a bias for each of their rows."""

    weights: bytes  # int8, len(bias) x what goes in
    scale: Scale
    bias: tuple[float, ...]


class Block(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a word between those `distance` before and behind it is held against; of each few rows the best counts."""

    distance: Annotated[int, Meta(ge=1, le=16)]
    table: Table
    gain: tuple[float, ...]
    shift: tuple[float, ...]


class NetworkFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A trained network as it is stored; `scale` is that of the vectors of all columns."""

    categories: Annotated[tuple[str, ...], Meta(min_length=2)]
    width: Annotated[int, Meta(ge=1)]
    columns: Annotated[tuple[Lookup, ...], Meta(min_length=1)]
    scale: Scale
    blocks: tuple[Block, ...]
    units: Table
    last: Table


class _Layer:
    """A table, ready to be asked."""

    def __init__(self, table: Table, width: int) -> None:
        import numpy as np

        self._weights = np.ascontiguousarray(_numbers(table.weights, width).T * table.scale)
        self._bias = np.array(table.bias)

    def __call__(self, rows: "Floats") -> "Floats":
        import numpy as np

        return np.asarray(rows @ self._weights + self._bias)


class Network:
    """A trained network, ready to be asked."""

    def __init__(self, file: NetworkFile) -> None:
        import numpy as np

        self._file = file
        starts = np.cumsum([0, *(len(column.values) + 1 for column in file.columns)])
        self._unknown = [int(start) for start in starts[:-1]]
        self._places = tuple(
            {value: at for at, value in enumerate(column.values, start + 1)}
            for column, start in zip(file.columns, self._unknown, strict=True)
        )
        self._vectors = _numbers(b"".join(column.vectors for column in file.columns), file.width)
        self._blocks = tuple(
            (block, _Layer(block.table, 3 * file.width), np.array(block.gain), np.array(block.shift))
            for block in file.blocks
        )
        self._units = _Layer(file.units, file.width)
        self._last = _Layer(file.last, len(file.units.bias))

    @property
    def categories(self) -> tuple[str, ...]:
        """What it tells apart, in order."""
        return self._file.categories

    @property
    def columns(self) -> int:
        """How many values it knows a word by."""
        return len(self._places)

    def probabilities(self, words: Sequence[Sequence[str]]) -> dict[str, float]:
        """Category -> its probability, of a cell's words: for each word a value a column, in the order of the file."""
        import numpy as np

        margin = sum(block.distance for block in self._file.blocks)
        known = list(zip(self._places, self._unknown, strict=True))
        beyond = [self._unknown] * margin  # beyond the ends
        rows = [[at.get(value, none) for (at, none), value in zip(known, word, strict=True)] for word in words]
        if not rows:
            beyond, rows = [], [self._unknown]
        found = self._vectors[[*beyond, *rows, *beyond]].sum(axis=1, dtype=float) * self._file.scale
        for block, layer, gain, shift in self._blocks:
            pieces = layer(beside(found, block.distance)).reshape(len(found), self._file.width, -1)
            fits = reduce(np.maximum, np.moveaxis(pieces, 2, 0))  # numpy's own max over so few is many times slower
            found = found + normalised(fits) * gain + shift
        fits = self._units(found[len(beyond) : len(found) - len(beyond)])
        scores = self._last(np.maximum(fits, 0).max(axis=0))
        odds = np.exp(scores - scores.max())
        return {name: float(odd / odds.sum()) for name, odd in zip(self._file.categories, odds, strict=True)}


def beside(rows: Any, distance: int) -> Any:
    """Each row of a table between the one that stands so far before it and the one behind it, zeros beyond the ends."""
    import numpy as np

    before, behind = np.zeros_like(rows), np.zeros_like(rows)
    before[distance:], behind[:-distance] = rows[:-distance], rows[distance:]
    return np.concatenate([before, rows, behind], axis=1)


def normalised(rows: Any) -> Any:
    """Each row with mean 0 and variance 1."""
    import numpy as np

    apart = rows - rows.mean(axis=1, keepdims=True)
    return apart / np.sqrt((apart * apart).mean(axis=1, keepdims=True) + LEAST)


def _numbers(packed: bytes, width: int) -> "NDArray[np.int8]":
    import numpy as np

    return np.frombuffer(packed, dtype=np.int8).reshape(-1, width)


@lru_cache(maxsize=1)
def load_network(path: Path = DEFAULT_NETWORK) -> Network:
    """The network in a file. Raises: DataError, naming the file and the place inside it."""
    return Network(load(path, "network", lambda packed: msgspec.json.decode(packed, type=NetworkFile), _faults))


def _faults(file: NetworkFile) -> Iterator[str]:
    """What no type can say: tables of the sizes that their neighbours need."""
    for at, column in enumerate(file.columns):
        if len(column.vectors) != (len(column.values) + 1) * file.width:
            yield f"there is not one vector for each value - at `$.columns[{at}].vectors`"
    for at, block in enumerate(file.blocks):
        if not block.table.bias or len(block.table.bias) % file.width:
            yield f"there are not as many rows for each number of a word - at `$.blocks[{at}].table.bias`"
        if len(block.gain) != file.width or len(block.shift) != file.width:
            yield f"there is not one number for each of a word's - at `$.blocks[{at}]`"
        yield from _misfit(block.table, 3 * file.width, f"$.blocks[{at}].table")
    yield from _misfit(file.units, file.width, "$.units")
    yield from _misfit(file.last, len(file.units.bias), "$.last")
    if len(file.last.bias) != len(file.categories):
        yield "there is not one bias for each category - at `$.last.bias`"


def _misfit(table: Table, width: int, place: str) -> Iterator[str]:
    if not table.bias or len(table.weights) != len(table.bias) * width:
        yield f"there is not one row of weights for each bias - at `{place}.weights`"
