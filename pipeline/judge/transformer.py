"""A cell's text to what kind of evidence it is: a small pretrained transformer, trained further on the labelled cells.

Categoriser and network know the words of the labelled cells and no others. This one had met a great deal of English
before it met evidence: it is an encoder after J. Devlin et al. ("BERT", 2019), with what K. Song et al. ("MPNet", 2020)
add to it: how far apart two pieces stand (`bench/pretrained.py` says whose weights it begins with). A cell is read in
pieces of words; the mean and the maximum of what the last layer makes of them are weighed by two layers more. It is
reckoned in single precision, and what it says is rounded to thousandths where it is used: between processors the last
digits of a sum may differ, and one such value in a thousand with them, by one thousandth.
`bench/transformer.py` makes the file.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.data import TRAINED, load
from pipeline.judge.network import normalised
from pipeline.text.folding import letters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.int64]

DEFAULT_TRANSFORMER = TRAINED / "transformer.npz"
START, END, UNKNOWN, MASK = "[CLS]", "[SEP]", "[UNK]", "[MASK]"
PIECES_MAX = 128  # of a cell, both ends among them
DISTANCES = 32  # kinds of distance between two pieces: half of them backwards, of each half one in two exact
_FAR = 128  # from so far on all are of one kind
_TOGETHER = 16  # cells that are read at once
_KNOWN_MAX = 1024  # cells that are kept in mind
_LETTERS_MAX = 100  # of a word; a longer one is none
GELU = 1.702  # x times the logistic function of so many x: near the Gaussian's, and one exponential
_INSIDE = "##"  # before a piece that begins no word
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
# What numpy raises of a file that is none of its archives, or a spoilt one.
_NO_ARRAYS = (ValueError, TypeError, AttributeError, EOFError, OSError, MemoryError, zipfile.BadZipFile, zlib.error)
# Weights, each with a scale for each of its rows and a bias: layers x what comes out x what goes in.
_TABLES = {
    "query_key_value": ("layers", "3 width", "width"),
    "attention": ("layers", "width", "width"),
    "intermediate": ("layers", "inner width", "width"),
    "output": ("layers", "width", "inner width"),
    "units": ("one", "units", "2 width"),
    "last": ("one", "categories", "units"),
}
_FLOATS = {
    "positions": ("positions", "width"),
    "distances": ("distances", "heads"),
    "gain": ("norms", "width"),
    "shift": ("norms", "width"),
    "pieces.scale": ("pieces",),
    **{f"{name}.{part}": shape[:2] for name, shape in _TABLES.items() for part in ("scale", "bias")},
}
# Array -> its kind of numbers and its shape.
_EXPECTED = {
    "vocabulary": ("uint8", ("letters",)),
    "categories": ("uint8", ("names",)),
    "heads": ("int64", ()),
    "pieces": ("int8", ("pieces", "width")),
    **{name: ("int8", shape) for name, shape in _TABLES.items()},
    **{name: ("float32", shape) for name, shape in _FLOATS.items()},
}


class Pieces:
    """Text to the numbers of its word pieces, by a vocabulary in the order of these numbers."""

    def __init__(self, vocabulary: tuple[str, ...]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}

    def number(self, piece: str) -> int:
        """The number of one piece. Raises: KeyError, where it is none."""
        return self._numbers[piece]

    def __call__(self, text: str, beside: str = "") -> list[int]:
        """The text's pieces between a start and an end, then those of what stands beside it, with an end of their own.

        Of a text longer than any real cell it is the beginning.
        """
        end = self.number(END)
        behind = [*self._read(beside)[: PIECES_MAX // 2], end] if beside else []
        return [self.number(START), *self._read(text)[: PIECES_MAX - 2 - len(behind)], end, *behind]

    def _read(self, text: str) -> list[int]:
        return [number for word in _WORD.findall(letters(text)) for number in self._spell(word)]

    def _spell(self, word: str) -> tuple[int, ...]:
        """The longest piece that a word begins with, and so on; unknown, where a letter is none or no word so long."""
        if len(word) > _LETTERS_MAX:
            return (self.number(UNKNOWN),)
        found, start = [], 0
        while start < len(word):
            lead = _INSIDE if start else ""
            ends = (end for end in range(len(word), start, -1) if lead + word[start:end] in self._numbers)
            if (end := next(ends, None)) is None:
                return (self.number(UNKNOWN),)
            found.append(self.number(lead + word[start:end]))
            start = end
        return tuple(found)


class Transformer:
    """A trained transformer, ready to be asked; its large tables are unpacked when it first is."""

    def __init__(self, arrays: Mapping[str, Any]) -> None:
        self.categories = _words(arrays["categories"])
        self._spelt = Pieces(_words(arrays["vocabulary"]))
        self._pieces = arrays["pieces"]
        self._scale, self._positions = arrays["pieces.scale"], arrays["positions"]
        self._norms = tuple(zip(arrays["gain"], arrays["shift"], strict=True))  # at the start, then two a layer
        self._heads = int(arrays["heads"])
        self._apart = arrays["distances"][distances_apart(PIECES_MAX)].transpose(2, 0, 1)  # heads x pieces x pieces
        self._packed = {
            f"{name}{part}": arrays[f"{name}{part}"] for name in _TABLES for part in ("", ".scale", ".bias")
        }
        self._known: dict[tuple[str, str], dict[str, float]] = {}  # "Assignment 1" stands in many cells

    def probabilities(self, text: str, beside: str = "") -> dict[str, float]:
        """Category -> its probability, of a cell's text and what stands beside it."""
        return self.read([(text, beside)])[0]

    def read(self, cells: Sequence[tuple[str, str]]) -> list[dict[str, float]]:
        """Of each of several cells, of its text and what stands beside it: category -> its probability."""
        if len(self._known) > _KNOWN_MAX:
            self._known.clear()
        new = [cell for cell in dict.fromkeys(cells) if cell not in self._known]
        for at in range(0, len(new), _TOGETHER):
            some = new[at : at + _TOGETHER]
            self._known |= zip(some, self._read([self._spelt(*cell) for cell in some]), strict=True)
        return [self._known[cell] for cell in cells]

    def _read(self, cells: Sequence[list[int]]) -> Iterator[dict[str, float]]:
        """Cells in numbers of pieces to the probabilities: their pieces stand one below the other, cell by cell."""
        import numpy as np

        ends = np.cumsum([len(cell) for cell in cells])
        places = [slice(end - len(cell), end) for cell, end in zip(cells, ends, strict=True)]
        start, *norms = self._norms
        rows = _normed(np.concatenate([self._embedded(cell) for cell in cells]), start)
        for layer, (first, second) in enumerate(zip(norms[::2], norms[1::2], strict=True)):
            told = self._rows("query_key_value", rows, layer)
            seen = np.concatenate([self._attention(told[place]) for place in places])
            rows = _normed(rows + self._rows("attention", seen, layer), first)
            inner = self._rows("intermediate", rows, layer)
            rows = _normed(rows + self._rows("output", inner * gate(inner), layer), second)
        for place in places:
            pooled = np.concatenate([rows[place].mean(axis=0), rows[place].max(axis=0)])
            scores = self._rows("last", np.maximum(self._rows("units", pooled, 0), 0), 0)
            odds = np.exp(scores - scores.max())
            yield {name: float(odd / odds.sum()) for name, odd in zip(self.categories, odds, strict=True)}

    @cached_property
    def _tables(self) -> dict[str, tuple["Floats", "Floats"]]:
        """Weights, layers x what comes out x what goes in, and the bias of each layer; what was packed is let go."""
        packed = self._packed
        return {
            name: (packed.pop(name) * packed.pop(f"{name}.scale")[..., None], packed.pop(f"{name}.bias"))
            for name in _TABLES
        }

    def _embedded(self, numbers: list[int]) -> "Floats":
        """What each piece is at its position, pieces x width."""
        found: Floats = self._pieces[numbers] * self._scale[numbers, None] + self._positions[: len(numbers)]
        return found

    def _rows(self, table: str, rows: "Floats", layer: int) -> "Floats":
        weights, bias = self._tables[table]
        found: Floats = rows @ weights[layer].T + bias[layer]
        return found

    def _attention(self, rows: "Floats") -> "Floats":
        """What the pieces see of each other: queries, keys and values side by side, each in heads, to values."""
        import numpy as np

        query, key, value = rows.reshape(len(rows), 3, self._heads, -1).transpose(1, 2, 0, 3)
        apart = self._apart[:, : len(rows), : len(rows)]
        scores = query @ key.transpose(0, 2, 1) * query.shape[-1] ** -0.5 + apart
        odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
        seen = odds / odds.sum(axis=-1, keepdims=True) @ value
        return np.asarray(seen.transpose(1, 0, 2).reshape(len(rows), -1))


def distances_apart(length: int) -> "Numbers":
    """The kind of distance from each piece of a text (a row) to each other one, as MPNet tells them apart.

    Near ones are exact, the further ones are put together, by their logarithms.
    """
    import numpy as np

    half, exact = DISTANCES // 2, DISTANCES // 4
    ahead = np.arange(length)[None, :] - np.arange(length)[:, None]
    far = np.abs(ahead)
    share = np.log(np.maximum(far, exact) / exact) / np.log(_FAR / exact)
    grouped = np.minimum(exact + (share * (half - exact)).astype(int), half - 1)
    found: Numbers = np.where(ahead > 0, half, 0) + np.where(far < exact, far, grouped)
    return found


def _normed(rows: "Floats", norm: tuple["Floats", "Floats"]) -> "Floats":
    gain, shift = norm
    found: Floats = normalised(rows) * gain + shift
    return found


def gate(rows: Any) -> Any:
    """The share of each number that is let through: so weighed, it is nearly the Gaussian error linear unit."""
    import numpy as np

    return 1 / (1 + np.exp(-GELU * rows))


def _words(packed: Any) -> tuple[str, ...]:
    return tuple(bytes(packed).decode("utf-8").split("\n"))


@lru_cache(maxsize=2)
def load_transformer(path: Path = DEFAULT_TRANSFORMER) -> Transformer:
    """The transformer in a file. Raises: DataError, naming the file and what is wrong with it."""
    return Transformer(load(path, "transformer", _arrays, _faults))


def _arrays(packed: bytes) -> dict[str, Any]:
    import numpy as np

    try:
        with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
            return dict(arrays)
    except _NO_ARRAYS as error:
        raise msgspec.DecodeError(f"it is no archive of arrays ({error})") from error


def _faults(arrays: Mapping[str, Any]) -> Iterator[str]:
    """What is missing, of another kind or shape than its neighbours need, or no number at all."""
    import numpy as np

    sizes: dict[str, int] = {"one": 1}
    for name, (kind, shape) in _EXPECTED.items():
        if name not in arrays:
            yield f"there is no `{name}`"
            return
        found = arrays[name].shape
        is_alike = arrays[name].dtype == kind and len(found) == len(shape)
        if not is_alike or any(sizes.setdefault(of, size) != size for of, size in zip(shape, found, strict=True)):
            wanted = tuple(sizes.get(of, of) for of in shape)
            yield f"`{name}` is {arrays[name].dtype} of the shape {found}, not {kind} of {wanted}"
            return
        sizes |= {f"{times} width": times * sizes["width"] for times in (2, 3)} if "width" in sizes else {}
        sizes |= {"norms": 2 * sizes["layers"] + 1} if "layers" in sizes else {}
    yield from (f"`{name}` has what is no number" for name in _FLOATS if not np.isfinite(arrays[name]).all())
    yield from (f"`{name}` {fault}" for name, fault in _misfits(arrays, sizes))


def _misfits(arrays: Mapping[str, Any], sizes: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """What no kind and no shape can say."""
    if sizes["positions"] < PIECES_MAX:
        yield "positions", f"are fewer than {PIECES_MAX}"
    if arrays["heads"] < 1 or sizes["width"] % arrays["heads"]:
        yield "heads", "do not divide the width"
    if arrays["distances"].shape != (DISTANCES, arrays["heads"]):
        yield "distances", f"are not {DISTANCES} of {arrays['heads']} heads"
    for name, of, least in (("vocabulary", "pieces", {START, END, UNKNOWN, MASK}), ("categories", "categories", set())):
        try:
            words = _words(arrays[name])
        except UnicodeDecodeError:
            words = ()
        if len(words) != sizes[of] or not least <= set(words):
            yield name, f"does not name each of the {sizes[of]}"
