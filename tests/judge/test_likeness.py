"""The three that learned from labelled cells, heard as one."""

import msgspec
import pytest

from pipeline.errors import DataError
from pipeline.judge.likeness import Told, joined, load_likeness
from pipeline.judge.network import Network, load_network
from tests.judge.documents import POLICY

LIMITS = POLICY.cells.categoriser
LEAST = 0.002


def test_opinions_are_joined_by_their_logarithms() -> None:
    firm, torn = {"substantive": 0.9, "optional": 0.1}, {"substantive": 0.5, "optional": 0.5}
    assert joined((firm, firm, firm), (1, 2, 3), LEAST) == firm
    assert joined((firm, torn), (1, 1), LEAST)["optional"] == 0.25  # a third of the odds of one to nine
    assert (
        joined((firm, torn, torn), (2, 1, 1), LEAST)["optional"] == 0.25
    )  # two that say it count as one that weighs more
    assert joined((firm, torn), (1, 0), LEAST) == firm


def test_one_opinion_that_is_quite_sure_leaves_the_other_a_say() -> None:
    found = joined(({"substantive": 1.0, "optional": 0.0}, {"substantive": 0.01, "optional": 0.99}), (1, 1), LEAST)
    assert 0.2 < found["optional"] < 0.4


def _shares(**change: float) -> dict[str, float]:
    signs, words = frozenset({"w=essay"}), [["essay", "essay", "", "", "", ""]]
    limits = msgspec.structs.replace(LIMITS, transformer_from=0.0, transformer_to=1.0)
    text = "Essay, once the board has nodded it through"
    return load_likeness().shares([Told(signs, words, text)], msgspec.structs.replace(limits, **change))[0]


@pytest.mark.parametrize("silent", ["categoriser_weight", "network_weight", "transformer_weight"])
def test_all_three_are_heard(silent: str) -> None:
    assert _shares(**{silent: 0.001}) != _shares()


def test_where_two_are_sure_the_third_is_not_asked() -> None:
    alone = _shares(transformer_weight=0.0)
    weak = 1 - alone["substantive"]
    assert _shares(transformer_from=weak + 0.001) == _shares(transformer_to=weak - 0.001) == alone
    assert _shares(transformer_from=weak - 0.001, transformer_to=weak + 0.001) != alone


def test_one_of_other_categories_is_refused_before_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = load_network()
    other = msgspec.structs.replace(shipped._file, categories=shipped.categories[::-1])
    monkeypatch.setattr("pipeline.judge.likeness.load_network", lambda: Network(other))
    with pytest.raises(DataError, match="make train"):
        load_likeness()
