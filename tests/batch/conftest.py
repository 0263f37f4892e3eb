"""What the tests of the batch share: a pile of submissions, what an undisturbed run makes of it, and an S3 server."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import boto3
import pytest

from pipeline.batch import Batch, Settings
from tests.batch import GAPPY, WHOLE, written
from tests.batch import fill as filled
from tests.batch.command import batch, fill, season, tree
from tests.batch.stores import Bucket

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that speaks S3, in a process of its own."""
    log = tmp_path_factory.mktemp("server") / "log"
    with log.open("wb") as told, log.open("rb") as heard:
        command = [sys.executable, "-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
        pages = os.environ | {"MOTO_S3_DEFAULT_MAX_KEYS": "5"}  # objects of an answer, so that a few are several pages
        with subprocess.Popen(command, stdout=told, stderr=told, env=pages) as process:
            said = b""
            while not (found := re.search(rb"Running on (http://\S+)", said)):
                assert process.poll() is None, said
                said += heard.readline()
            yield found[1].decode()
            process.terminate()


@pytest.fixture
def at_server(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The server, where every program that is started finds it; and a machine that has seen no batch yet."""
    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "eu-west-2",
        "ILM_COVERAGE_STATE": str(tmp_path / "this machine"),
    }.items():
        monkeypatch.setenv(name, value)
    return server


@pytest.fixture
def bucket(at_server: str) -> Bucket:
    """A new bucket."""
    name = f"bucket-{next(_NUMBERS)}"
    client = boto3.client("s3", endpoint_url=at_server)
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    return Bucket(client, name)


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


@pytest.fixture(scope="session")
def few() -> dict[str, bytes]:
    """A few submissions by name: one that cannot be read, one with gaps, two that are the same."""
    return {"bad": b"", "gappy": GAPPY, "same": WHOLE, "whole": WHOLE}


@pytest.fixture(scope="session")
def few_outputs(few: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a batch over them writes into a folder, by name there."""
    folder = tmp_path_factory.mktemp("few")
    with Batch(Settings(str(folder / "out"), lanes=1)) as batch:
        list(batch.run([str(filled(folder / "in", **few))]))
    return written(folder / "out")
