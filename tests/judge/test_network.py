"""The network beside the categoriser: its layers by hand, its file, its training."""

import math
from pathlib import Path

import msgspec
import pytest

from bench.network import _packed, _trained, trained_network
from bench.training import cells_of, examples
from pipeline.errors import DataError
from pipeline.judge.likeness import CATEGORIES
from pipeline.judge.network import Block, Lookup, Network, NetworkFile, Table, load_network


def _signed(*numbers: int) -> bytes:
    return bytes(number % 256 for number in numbers)


# Two numbers a word: "draft" is 3 and 1, any other word nothing. One unit adds them up, less 1; weak weighs it once.
SMALL = NetworkFile(
    categories=("substantive", "provisional"),
    width=2,
    columns=(Lookup(("draft",), _signed(0, 0, 6, 2)),),
    scale=0.5,
    blocks=(),
    units=Table(_signed(2, 2), 0.5, (-1.0,)),
    last=Table(_signed(0, 2), 0.5, (0.5, 0.0)),
)
# The best of two rows a number: a word's own numbers, or nothing. They come out as 1 and -1, of which twice is added.
BLOCK = Block(
    1,
    Table(_signed(*(0, 0, 2, 0, 0, 0), *6 * (0,), *(0, 0, 0, 2, 0, 0), *6 * (0,)), 0.5, 4 * (0.0,)),
    (2.0, 2.0),
    (0.0, 0.0),
)


@pytest.mark.parametrize(
    ("words", "odds"),
    [
        ("essay", 0.0 - 0.5),  # nothing fits: the biases alone
        ("essay draft", 3 + 1 - 1 - 0.5),
        ("draft essay essay draft", 3 + 1 - 1 - 0.5),  # the best place counts, not how often
    ],
)
def test_the_best_place_of_a_cell_counts(words: str, odds: float) -> None:
    _holds(SMALL, words, odds)


def test_a_block_adds_what_fits_beside_a_words_other_numbers() -> None:
    file = msgspec.structs.replace(SMALL, blocks=(BLOCK,), units=Table(_signed(2, 0), 0.5, (-1.0,)))
    _holds(file, "draft", 3 + 2 - 1 - 0.5)  # the first number is the larger one: 1, twice
    _holds(file, "essay", 0.0 - 0.5)  # where all are alike, none stands out


def test_a_block_sees_the_words_at_its_distance() -> None:
    reading = (*(2, 0, 0, 0, 0, 0), *6 * (0,), *12 * (0,))  # the first number of the word before
    block = msgspec.structs.replace(BLOCK, distance=2, table=Table(_signed(*reading), 0.5, 4 * (0.0,)))
    file = msgspec.structs.replace(SMALL, blocks=(block,), units=Table(_signed(2, -2), 0.5, (-1.0,)))
    _holds(file, "draft essay", 3 - 1 - 1 - 0.5)
    _holds(file, "draft essay essay", 2 + 2 - 1 - 0.5)  # the third word sees it, and its own numbers are nothing


def _holds(file: NetworkFile, words: str, odds: float) -> None:
    """A network's probability of weak, by its odds."""
    found = Network(file).probabilities([[word] for word in words.split()])
    assert found["provisional"] == pytest.approx(1 / (1 + math.exp(-odds)))
    assert sum(found.values()) == pytest.approx(1)


def test_it_says_what_the_trained_one_says() -> None:
    some = list(examples(cells_of("cells-13")))[:64]
    parts, known, cells = _trained(some, CATEGORIES, epochs=10)
    network = Network(_packed(parts, known, CATEGORIES))
    for cell, said in zip(some, parts["whole"].predict(cells), strict=True):
        assert list(network.probabilities(cell.words).values()) == pytest.approx(said.tolist(), abs=0.03)


def test_no_words_are_no_fault() -> None:
    assert set(load_network().probabilities([])) == set(CATEGORIES)


def _with(**change: object) -> Block:
    return msgspec.structs.replace(BLOCK, **change)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"columns": (Lookup(("draft", "final"), _signed(0, 0, 6, 2)),)}, "$.columns[0].vectors"),
        ({"columns": ()}, "$.columns"),
        ({"width": 0}, "$.width"),
        ({"scale": 1e308}, "$.scale"),
        ({"blocks": (_with(table=Table(b"", 0.5, ())),)}, "$.blocks[0].table.bias"),
        ({"blocks": (_with(table=Table(_signed(*12 * (0,)), 0.5, 4 * (0.0,))),)}, "$.blocks[0].table.weights"),
        ({"blocks": (_with(gain=(1.0,)),)}, "$.blocks[0]"),
        ({"blocks": (_with(distance=0),)}, "$.blocks[0].distance"),
        ({"units": Table(_signed(2), 0.5, (-1.0,))}, "$.units.weights"),
        ({"units": Table(b"", 0.5, ())}, "$.units.weights"),
        ({"last": Table(_signed(0, 2, 4), 0.5, (0.5, 0.0))}, "$.last.weights"),
        ({"last": Table(_signed(2), 0.5, (0.5,))}, "$.last.bias"),
        ({"categories": ()}, "$.categories"),
    ],
)
def test_a_file_whose_tables_do_not_fit_is_refused_by_its_place(
    tmp_path: Path, change: dict[str, object], place: str
) -> None:
    path = tmp_path / "network.json"
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(SMALL, **change)))
    with pytest.raises(DataError, match=r"network\.json is wrong") as refused:
        load_network.__wrapped__(path)
    assert f"at `{place}`" in str(refused.value)


def test_the_same_cells_train_the_same_network() -> None:
    some = list(examples(cells_of("cells-13")))[:64]
    one, other = (msgspec.json.encode(trained_network(some, CATEGORIES, epochs=2)) for _ in range(2))
    assert one == other


def test_a_network_tells_what_it_was_taught() -> None:
    some = list(examples(cells_of("cells-13")))[:150]
    network = Network(trained_network(some, CATEGORIES, epochs=40))
    said = [max(found := network.probabilities(cell.words), key=lambda name: found[name]) for cell in some]
    right = sum(word == cell.category for word, cell in zip(said, some, strict=True))
    assert right > 0.95 * len(some)
