"""The transformer beside the categoriser: its pieces of words, its layers, its file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.errors import DataError
from pipeline.judge.likeness import CATEGORIES
from pipeline.judge.transformer import DISTANCES, PIECES_MAX, Pieces, Transformer, distances_apart, load_transformer

SPECIAL = ("[CLS]", "[SEP]", "[UNK]", "[MASK]")
LETTERS = tuple("abcdefghijklmnopqrstuvwxyz0123456789,.;:()\"'?!-/")
VOCABULARY = (*SPECIAL, *LETTERS, *(f"##{letter}" for letter in LETTERS), "essay", "op", "##tion", "draft", "##s")
WIDTH, INNER, LAYERS, UNITS, HEADS = 24, 48, 2, 16, 12
Arrays = dict[str, Any]


def _arrays() -> Arrays:
    """The file of a small one that knows nothing."""
    dice = np.random.default_rng(1)

    def packed(words: tuple[str, ...]) -> Any:
        return np.frombuffer("\n".join(words).encode(), np.uint8)

    found = {
        "heads": np.array(HEADS),
        "categories": packed(CATEGORIES),
        "vocabulary": packed(VOCABULARY),
        "positions": dice.standard_normal((PIECES_MAX, WIDTH)).astype("f"),
        "distances": dice.standard_normal((DISTANCES, HEADS)).astype("f"),
        "gain": np.ones((2 * LAYERS + 1, WIDTH), "f"),
        "shift": np.zeros((2 * LAYERS + 1, WIDTH), "f"),
    }
    for name, shape in {
        "pieces": (len(VOCABULARY), WIDTH),
        "query_key_value": (LAYERS, 3 * WIDTH, WIDTH),
        "attention": (LAYERS, WIDTH, WIDTH),
        "intermediate": (LAYERS, INNER, WIDTH),
        "output": (LAYERS, WIDTH, INNER),
        "units": (1, UNITS, 2 * WIDTH),
        "last": (1, len(CATEGORIES), UNITS),
    }.items():
        found[name] = dice.integers(-127, 128, shape).astype(np.int8)
        found[f"{name}.scale"] = np.full(shape[:-1], 0.003, "f")
        if name != "pieces":
            found[f"{name}.bias"] = dice.standard_normal(shape[:-1]).astype("f") * 0.1
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


def test_how_far_apart_two_pieces_stand_is_exact_where_they_are_near_and_has_a_direction() -> None:
    first, *_, last = distances_apart(PIECES_MAX)
    assert list(first[:8]) == [0, *range(17, 24)]
    assert list(last[-8:]) == [7, 6, 5, 4, 3, 2, 1, 0]
    assert (first[8], first[-1], last[0]) == (24, 31, 15)
    assert np.array_equal(np.diff(first[8:]) >= 0, np.ones(PIECES_MAX - 9, bool))


def test_where_pieces_stand_apart_counts() -> None:
    arrays = _arrays()
    near, none = Transformer(arrays), Transformer(arrays | {"distances": np.zeros_like(arrays["distances"])})
    assert near.probabilities("essay draft") != none.probabilities("essay draft")


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
        (lambda arrays: arrays.update(distances=arrays["distances"][1:]), "`distances` are not 32 of 12 heads"),
        (lambda arrays: arrays.update(distances=arrays["distances"][:, 1:]), "`distances` are not 32 of 12 heads"),
        (lambda arrays: arrays.update(vocabulary=arrays["vocabulary"][3:]), "`vocabulary` does not name"),
        (lambda arrays: arrays.update(vocabulary=arrays["vocabulary"] * 0 + 255), "`vocabulary` does not name"),
        (lambda arrays: arrays.update(categories=arrays["categories"][:3]), "`categories` does not name"),
    ],
)
def test_a_file_whose_arrays_do_not_fit_is_refused_by_name(
    tmp_path: Path, change: Callable[[Arrays], object], said: str
) -> None:
    arrays = _arrays()
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
