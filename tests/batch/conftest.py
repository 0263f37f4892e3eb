"""What the tests of the batch share: a pile of submissions, and what an undisturbed run makes of it."""

from pathlib import Path

import pytest

from tests.batch.command import batch, fill, season, tree


@pytest.fixture(scope="session")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of submissions that no test changes."""
    return fill(tmp_path_factory.mktemp("pile") / "in", season())


@pytest.fixture(scope="session")
def expected(pile: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of an undisturbed run over the pile."""
    folder = tmp_path_factory.mktemp("undisturbed")
    status, said = batch(pile, "--out", folder / "out", temporary=folder / "tmp")
    assert status == 0, said
    return tree(folder / "out")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """The folder for temporary files of a run, in which nothing is to be left."""
    return tmp_path / "tmp"
