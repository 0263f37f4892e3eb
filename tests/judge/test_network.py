"""The network beside the categoriser: its sums by hand, its file, its training."""

from pathlib import Path

import msgspec
import pytest

from bench.network import trained_network
from bench.training import cells_of, examples
from pipeline.errors import DataError
from pipeline.judge.evidence import _built, _Same
from pipeline.judge.network import Lookup, Network, NetworkFile, Window, load_network
from pipeline.judge.weighing import CATEGORIES, joined
from tests.judge.documents import POLICY

LIMITS = POLICY.cells.categoriser


def _signed(*numbers: int) -> bytes:
    return bytes(number % 256 for number in numbers)


# One number a word: "draft" is 3, any other word 0. One unit adds a word and its neighbours; weak weighs it twice.
SMALL = NetworkFile(
    categories=("substantive", "provisional"),
    width=1,
    columns=(Lookup(("draft",), _signed(0, 3)),),
    windows=(Window(1, _signed(1, 1, 1), (-2,)),),
    weights=_signed(0, 2),
    bias=(1, 0),
    scale=0.5,
)


@pytest.mark.parametrize(
    ("words", "odds"),
    [
        ("essay", 0.0),  # nothing fits: the biases alone, 1 against 0
        ("essay draft", 2 * (3 - 2)),  # one draft in the window, less the bias
        ("draft essay essay draft", 2 * (3 - 2)),  # two of them, too far apart: the best place counts
        ("draft draft essay", 2 * (6 - 2)),
    ],
)
def test_the_best_window_of_a_cell_counts(words: str, odds: float) -> None:
    found = Network(SMALL).probabilities([[word] for word in words.split()])
    expected = 1 / (1 + 2.718281828459045 ** (-0.5 * (odds - 1)))
    assert found["provisional"] == pytest.approx(expected)
    assert sum(found.values()) == pytest.approx(1)


def test_no_words_are_no_fault() -> None:
    assert set(load_network().probabilities([])) == set(CATEGORIES)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"columns": (Lookup(("draft", "final"), _signed(0, 3)),)}, "$.columns[0].vectors"),
        ({"windows": (Window(2, _signed(1, 1, 1), (-2,)),)}, "$.windows[0].weights"),
        ({"weights": _signed(0, 2, 4)}, "$.weights"),
        ({"bias": (1,)}, "$.bias"),
        ({"windows": (Window(1, _signed(1, 1, 1), (2**53,)),)}, "$.windows"),
        ({"windows": ()}, "$.windows"),
        ({"columns": ()}, "$.columns"),
        ({"windows": (Window(-1, b"", ()),)}, "$.windows[0].reach"),
        ({"width": 0}, "$.width"),
        ({"scale": 1e308}, "$.scale"),
        ({"categories": (), "bias": (), "weights": b""}, "$.categories"),
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


def test_a_network_in_whole_numbers_tells_what_it_was_taught() -> None:
    some = list(examples(cells_of("cells-13")))[:150]
    network = Network(trained_network(some, CATEGORIES, epochs=60))
    said = [max(found := network.probabilities(cell.words), key=lambda name: found[name]) for cell in some]
    right = sum(word == cell.category for word, cell in zip(said, some, strict=True))
    assert right > 0.95 * len(some)


def test_two_opinions_are_joined_by_their_logarithms() -> None:
    by_signs, by_words = {"substantive": 0.9, "optional": 0.1}, {"substantive": 0.5, "optional": 0.5}
    assert joined(by_signs, by_signs, LIMITS) == by_signs
    assert joined(by_signs, by_words, LIMITS)["optional"] == 0.25  # a third of the odds of one to nine
    alone = msgspec.structs.replace(LIMITS, network_weight=0.0)
    assert joined(by_signs, by_words, alone) == by_signs


def test_one_opinion_that_is_quite_sure_leaves_the_other_a_say() -> None:
    found = joined({"substantive": 1.0, "optional": 0.0}, {"substantive": 0.01, "optional": 0.99}, LIMITS)
    assert 0.2 < found["optional"] < 0.4


def test_a_network_of_other_categories_is_refused_before_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.judge.evidence.load_network", lambda: Network(SMALL))
    with pytest.raises(DataError, match="make train"):
        _built.__wrapped__(_Same(POLICY.cells))
