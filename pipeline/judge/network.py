"""A cell's words in their order to what kind of evidence it is: a small convolutional network beside the categoriser.

The categoriser adds up signs; the network reads a word by what it shares with others (its beginning and ending, its
lemma, what the policy says that it is), so that the two seldom err alike. Windows of words are held against learned
ones, and the best place of each counts (Y. Kim, "Convolutional Neural Networks for Sentence Classification", 2014).
Its numbers are whole and their sums below 2**53, so that they are the same on every processor; `bench/network.py`
makes the file.
"""

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from pipeline.data import DATA, load

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Table = NDArray[np.float64]

DEFAULT_NETWORK = DATA / "network.json"
_LIMIT = 2**53  # whole numbers up to here are exact, in whatever order they are added


class Lookup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One column of what is known of a word: its known values in order, and a vector each behind that of all others."""

    values: tuple[str, ...]
    vectors: bytes  # int8, (values + 1) x width


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What so many words to either side of a word are held against."""

    reach: Annotated[int, Meta(ge=1, le=10)]
    weights: bytes  # int8, units x (2 reach + 1) x width
    bias: tuple[int, ...]


class NetworkFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A trained network as it is stored; `scale` makes natural logarithms of its whole numbers."""

    categories: Annotated[tuple[str, ...], Meta(min_length=2)]
    width: Annotated[int, Meta(ge=1)]
    columns: Annotated[tuple[Lookup, ...], Meta(min_length=1)]
    windows: Annotated[tuple[Window, ...], Meta(min_length=1)]
    weights: bytes  # int8, categories x (units of all windows)
    bias: tuple[int, ...]
    scale: Annotated[float, Meta(gt=0, lt=1)]


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
        self._vectors = _table(b"".join(column.vectors for column in file.columns), file.width)
        self._windows = tuple(
            (window.reach, _table(window.weights, (2 * window.reach + 1) * file.width).T.astype(float), window.bias)
            for window in file.windows
        )
        self._weights = _table(file.weights, sum(len(window.bias) for window in file.windows)).astype(float)

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

        margin = max(reach for reach, _, _ in self._windows)
        known = list(zip(self._places, self._unknown, strict=True))
        beyond = [self._unknown] * margin  # beyond the ends
        rows = [[at.get(value, none) for (at, none), value in zip(known, word, strict=True)] for word in words]
        sums = np.ascontiguousarray(self._vectors[[*beyond, *rows, *beyond]].sum(axis=1, dtype=float))
        best = np.concatenate([_best(sums, margin - reach, table, bias) for reach, table, bias in self._windows])
        scores = [
            (int(total) + bias) * self._file.scale
            for total, bias in zip(self._weights @ best, self._file.bias, strict=True)
        ]
        highest = max(scores)
        odds = [math.exp(score - highest) for score in scores]
        return {name: odd / sum(odds) for name, odd in zip(self._file.categories, odds, strict=True)}


def _best(sums: "Table", skip: int, weights: "Table", bias: Sequence[int]) -> "Table":
    """How well each unit's window fits where it fits best; 0 where it fits nowhere."""
    import numpy as np

    count, width = len(sums) - 2 * skip, sums.shape[1]
    reach = len(weights) // width
    if count < reach:
        return np.zeros(len(bias))
    windows = np.lib.stride_tricks.as_strided(sums[skip:], (count - reach + 1, reach * width), sums.strides)
    return np.asarray(np.maximum((windows @ weights).max(axis=0) + np.asarray(bias, dtype=float), 0))


def _table(packed: bytes, width: int) -> "NDArray[np.int8]":
    import numpy as np

    return np.frombuffer(packed, dtype=np.int8).reshape(-1, width)


@lru_cache(maxsize=1)
def load_network(path: Path = DEFAULT_NETWORK) -> Network:
    """The network in a file. Raises: DataError, naming the file and the place inside it."""
    return Network(load(path, "network", lambda packed: msgspec.json.decode(packed, type=NetworkFile), _faults))


def _faults(file: NetworkFile) -> Iterator[str]:
    """What no type can say: tables of the sizes that their neighbours need, and sums that stay exact."""
    for at, column in enumerate(file.columns):
        if len(column.vectors) != (len(column.values) + 1) * file.width:
            yield f"there is not one vector for each value - at `$.columns[{at}].vectors`"
    for at, window in enumerate(file.windows):
        if len(window.weights) != len(window.bias) * (2 * window.reach + 1) * file.width:
            yield f"there is not one row of weights for each bias - at `$.windows[{at}].weights`"
    units = sum(len(window.bias) for window in file.windows)
    if len(file.weights) != len(file.categories) * units:
        yield "there is not one weight for each category and unit - at `$.weights`"
    if len(file.bias) != len(file.categories):
        yield "there is not one bias for each category - at `$.bias`"
    if _largest(file) + max(map(abs, file.bias), default=0) >= _LIMIT:
        yield "the sums grow too large to be exact - at `$.windows`"


def _largest(file: NetworkFile) -> int:
    """The largest sum that can arise: every number at its limit."""
    inner = max(
        (2 * window.reach + 1) * file.width * 128 * 128 * len(file.columns) + max(map(abs, window.bias), default=0)
        for window in file.windows
    )
    return inner * 128 * sum(len(window.bias) for window in file.windows)
