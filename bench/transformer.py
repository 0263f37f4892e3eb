"""Trains the transformers that judge evidence and amounts beside the categoriser and the network: `make train`.

Each begins as a package brings it (`bench/pretrained.py`). All is trained further but the numbers of its word pieces
and of their places, with PyTorch (`bench/training.txt`), half of the digits being left out where tables are multiplied.
The same cells give the same bytes on one kind of machine: every chance comes from one seed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bench.network import smoothed
from bench.pretrained import PARTS, Pretrained
from pipeline.judge.network import LEAST
from pipeline.judge.transformer import GELU, MASK, PIECES_MAX, Pieces, distances_apart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bench.training import Example

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.int64]

SEED = 8580
UNITS = 192
CHUNK = 20  # batches are of cells of like length, out of so many batches' cells
WARM_UP, DECAY, DROPOUT, HIDDEN = 0.06, 0.01, 0.1, 0.08
TOP = 127


@dataclass(frozen=True)
class Recipe:
    """How a transformer is trained further: its first so many layers, so often, so many cells at a time, so fast."""

    layers: int
    epochs: float
    batch: int
    rate: float
    rate_head: float = 1e-3


# The larger encoder's last layers add little to what these cells teach. There are far fewer amounts than cells.
EVIDENCE_RECIPE = Recipe(layers=8, epochs=1.5, batch=64, rate=4e-5)
AMOUNTS_RECIPE = Recipe(layers=6, epochs=4.0, batch=32, rate=2e-4)


def trained_transformer(
    found: Sequence["Example"], categories: Sequence[str], begun: Pretrained, recipe: Recipe
) -> dict[str, Any]:
    """A transformer trained on labelled cells, as the arrays of its file."""
    return packed(fitted(found, categories, begun, recipe), categories, begun)


def fitted(
    found: Sequence["Example"], categories: Sequence[str], begun: Pretrained, recipe: Recipe
) -> "TrainedTransformer":
    """The transformer itself, trained on labelled cells."""
    pieces = Pieces(begun.vocabulary)
    cells = [np.array(pieces(one.text, one.beside)) for one in found]
    torch.manual_seed(SEED)
    model = TrainedTransformer(begun, recipe.layers, len(categories))
    _fit(model, cells, smoothed([categories.index(one.category) for one in found], len(categories)), recipe)
    return model.eval()


class TrainedTransformer(nn.Module):
    """The encoder with a head of two layers over the mean and the maximum of what its last layer makes of a cell."""

    def __init__(self, begun: Pretrained, layers: int, categories: int) -> None:
        super().__init__()
        weights = {name: torch.tensor(table) for name, table in begun.weights.items()}
        width = weights["pieces"].shape[1]
        self.mask = begun.vocabulary.index(MASK)
        self.pieces, self.positions = weights["pieces"], weights["positions"]
        self.distances = nn.Parameter(weights["distances"])
        self.start = _norm(weights, "start")
        self.layers = nn.ModuleList(_Layer(weights, f"layers.{at}.", begun.heads) for at in range(layers))
        self.units, self.last = nn.Linear(2 * width, UNITS), nn.Linear(UNITS, categories)
        self.dropout = nn.Dropout(DROPOUT)

    @property
    def head(self) -> list[nn.Parameter]:
        """What begins with no knowledge at all."""
        return [*self.units.parameters(), *self.last.parameters()]

    def forward(self, cells: Sequence["Numbers"]) -> Tensor:
        """Cells in numbers of pieces to the odds of the categories, as logarithms: cells x categories."""
        lengths = np.array([len(cell) for cell in cells])
        is_piece = torch.tensor(np.arange(lengths.max()) < lengths[:, None])
        numbers = torch.zeros(is_piece.shape, dtype=torch.long)
        numbers[is_piece] = torch.tensor(np.concatenate(list(cells)))
        rows = self.start(self.pieces[numbers] + self.positions[: lengths.max()])
        apart = functional.embedding(torch.tensor(distances_apart(lengths.max())), self.distances).permute(2, 0, 1)
        seen = torch.where(is_piece[:, None, None, :], apart, float("-inf"))
        for layer in self.layers:
            rows = layer(rows, seen)
        rows, share = rows.float(), is_piece[..., None]
        mean = (rows * share).sum(1) / share.sum(1)
        most = rows.masked_fill(~share, float("-inf")).amax(1)
        pooled = self.dropout(torch.cat([mean, most], 1))
        found: Tensor = self.last(self.dropout(functional.relu(self.units(pooled))))
        return found.float()


class _Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, weights: dict[str, Tensor], place: str, heads: int) -> None:
        super().__init__()
        self.heads = heads
        query, key, value, self.attention, self.intermediate, self.output = (
            _linear(weights, place + part) for part in PARTS[:6]
        )
        self.attention_norm, self.output_norm = (_norm(weights, place + part) for part in PARTS[6:])
        width = query.weight.shape[1]
        self.query_key_value = nn.Linear(width, 3 * width)
        beside = (query, key, value)
        self.query_key_value.weight = nn.Parameter(torch.cat([one.weight.detach() for one in beside]))
        self.query_key_value.bias = nn.Parameter(torch.cat([one.bias.detach() for one in beside]))

    def forward(self, rows: Tensor, seen: Tensor) -> Tensor:
        """Cells x pieces x width to the same; `seen` is added to what each piece makes of each other one."""
        shape = (*rows.shape[:2], 3, self.heads, -1)
        query, key, value = self.query_key_value(rows).view(shape).permute(2, 0, 3, 1, 4)
        told = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen.to(query.dtype))
        rows = self.attention_norm(rows + self.attention(told.transpose(1, 2).reshape(rows.shape)))
        inner = self.intermediate(rows)
        found: Tensor = self.output_norm(rows + self.output(inner * torch.sigmoid(GELU * inner)))
        return found


def _linear(weights: dict[str, Tensor], name: str) -> nn.Linear:
    layer = nn.Linear(*reversed(weights[f"{name}.weight"].shape))
    layer.load_state_dict({part: weights[f"{name}.{part}"] for part in ("weight", "bias")})
    return layer


def _norm(weights: dict[str, Tensor], name: str) -> nn.LayerNorm:
    layer = nn.LayerNorm(len(weights[f"{name}.bias"]), eps=LEAST)
    layer.load_state_dict({part: weights[f"{name}.{part}"] for part in ("weight", "bias")})
    return layer


def _fit(model: TrainedTransformer, cells: Sequence["Numbers"], wanted: "Floats", recipe: Recipe) -> None:
    dice = np.random.default_rng(SEED)
    model.train()
    head = set(model.head)
    body = [one for one in model.parameters() if one not in head]
    groups = [
        {"params": [one for one in body if one.dim() > 1], "rate": recipe.rate, "weight_decay": DECAY},
        {"params": [one for one in body if one.dim() < 2], "rate": recipe.rate, "weight_decay": 0.0},
        {"params": model.head, "rate": recipe.rate_head, "weight_decay": DECAY},
    ]
    optimizer = torch.optim.AdamW(groups, lr=recipe.rate, fused=True)
    steps = int(recipe.epochs * -(-len(cells) // recipe.batch))
    for step, batch in enumerate(islice(_batches([len(cell) for cell in cells], recipe.batch, dice), steps)):
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * min(1, (step + 1) / (WARM_UP * steps)) * (1 - step / steps)
        shown = [_hidden(cells[at], model.mask, dice) for at in batch]
        with torch.autocast("cpu", torch.bfloat16):
            said = model(shown)
        functional.cross_entropy(said, torch.tensor(wanted[batch])).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()


def _hidden(cell: "Numbers", mask: int, dice: np.random.Generator) -> "Numbers":
    """A cell some pieces of which are hidden, so that the others have to tell."""
    is_hidden = dice.random(len(cell)) < HIDDEN
    is_hidden[0] = False
    return np.where(is_hidden, mask, cell)


def _batches(lengths: Sequence[int], size: int, dice: np.random.Generator) -> Iterator["Numbers"]:
    """All cells again and again in batches of like length, in ever another order."""
    while True:
        order = dice.permutation(len(lengths))
        chunks = [order[start : start + size * CHUNK] for start in range(0, len(order), size * CHUNK)]
        sized = [chunk[np.argsort([lengths[at] for at in chunk], kind="stable")] for chunk in chunks]
        batches = [chunk[start : start + size] for chunk in sized for start in range(0, len(chunk), size)]
        yield from (batches[at] for at in dice.permutation(len(batches)))


def packed(model: TrainedTransformer, categories: Sequence[str], begun: Pretrained) -> dict[str, Any]:
    """The trained numbers, the tables among them as whole ones with a scale for each row."""
    norms = [model.start, *(norm for layer in model.layers for norm in (layer.attention_norm, layer.output_norm))]
    arrays = {
        "heads": np.array(begun.heads),
        "categories": _packed_words(categories),
        "vocabulary": _packed_words(begun.vocabulary),
        "positions": model.positions[:PIECES_MAX].numpy(),
        "distances": model.distances.detach().numpy(),
        "gain": _stack(norms, "weight"),
        "shift": _stack(norms, "bias"),
        **_whole("pieces", model.pieces.numpy()),
    }
    for name in ("query_key_value", "attention", "intermediate", "output"):
        arrays |= _table(name, [getattr(layer, name) for layer in model.layers])
    return arrays | _table("units", [model.units]) | _table("last", [model.last])


def _table(name: str, layers: Sequence[Any]) -> dict[str, Any]:
    return _whole(name, _stack(layers, "weight")) | {f"{name}.bias": _stack(layers, "bias")}


def _stack(layers: Sequence[Any], part: str) -> "Floats":
    return np.stack([getattr(layer, part).detach().numpy() for layer in layers])


def _whole(name: str, table: "Floats") -> dict[str, Any]:
    """Numbers as whole ones, with a scale for each row."""
    scale = np.maximum(np.abs(table).max(axis=-1), 1e-12) / TOP
    return {name: (table / scale[..., None]).round().astype(np.int8), f"{name}.scale": scale.astype(np.float32)}


def _packed_words(words: Sequence[str]) -> "NDArray[np.uint8]":
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
