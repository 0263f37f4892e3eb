"""Submissions and outputs at a URL, on a real server that speaks S3."""

import hashlib
import io
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline.batch import Batch, Event, Finished, Settings, storage
from pipeline.batch.find import PassedOver, check_inputs, find
from pipeline.batch.jobs import Done, Source
from pipeline.batch.ledger import LEDGER_FILE
from pipeline.batch.log import LOG_FILE
from pipeline.errors import UsageError
from tests.batch import GAPPY, WHOLE
from tests.batch.stores import Bucket
from tests.mappings import certificate

KEPT = (LEDGER_FILE, LOG_FILE)


def found(*inputs: str, out: str = "out") -> list[Source]:
    check_inputs(inputs, out)
    return list(find(inputs, out, PassedOver()))


def shown(*inputs: str, out: str = "out") -> list[str]:
    return [source.shown for source in found(*inputs, out=out)]


def run(inputs: str, out: str | Path, **more: object) -> list[Event]:
    with Batch(replace(Settings(str(out), lanes=1), **more)) as batch:  # type: ignore[arg-type]
        return list(batch.run([inputs]))


def checked(events: list[Event]) -> set[str]:
    return {event.job.shown for event in events if isinstance(event, Done)}


def finished(events: list[Event]) -> Finished:
    (last,) = (event for event in events if isinstance(event, Finished))
    return last


def outputs(bucket: Bucket, below: str = "out") -> dict[str, bytes]:
    return {name: packed for name, packed in bucket.files(below).items() if name not in KEPT}


# ---------------------------------------------------------------- inputs


def test_a_folder_is_searched_to_the_bottom(bucket: Bucket) -> None:
    bucket.fill("in", a=b"1", b=b"22")
    bucket.fill("in/deep/er", c=b"333")
    bucket.fill("other", d=b"")
    (first, *_) = sources = found(bucket.url("in"))
    assert [source.shown for source in sources] == ["a.docx", "b.docx", "deep/er/c.docx"]
    assert (first.path, first.bytes) == (bucket.url("in/a.docx"), 1)
    assert shown(bucket.url("in"), bucket.url("other")) == [*(f"in/{s.shown}" for s in sources), "other/d.docx"]
    assert shown(bucket.url()) == [*(f"in/{s.shown}" for s in sources), "other/d.docx"]


def test_leftovers_are_not_taken_and_what_is_no_submission_is_told(bucket: Bucket) -> None:
    for key in ("in/~$a.docx", "in/.a.docx", "in/a.docx.tmp", "in/.git/a.docx", "in/README.md", "in/", "in/a.docx"):
        bucket.put(key, b"")
    passed_over = PassedOver()
    assert [source.shown for source in find([bucket.url("in")], "out", passed_over)] == ["a.docx"]
    assert passed_over.names == ["README.md"]


def test_more_objects_than_one_answer_lists_are_all_found(bucket: Bucket) -> None:
    bucket.fill("in", **{f"{number:02}": b"" for number in range(23)})
    assert shown(bucket.url("in")) == [f"{number:02}.docx" for number in range(23)]


def test_an_object_that_is_named_is_taken_whatever_it_is(bucket: Bucket) -> None:
    bucket.put("in/mapping", b"")
    assert shown(bucket.url("in/mapping")) == ["mapping"]


def test_a_pattern_finds_what_it_says(bucket: Bucket) -> None:
    bucket.fill("in", a1=b"", a2=b"", b1=b"")
    bucket.fill("in/deep", a3=b"")
    assert shown(bucket.url("in/a*.docx")) == ["a1.docx", "a2.docx"]
    assert shown(bucket.url("in/**/a*.docx")) == ["a1.docx", "a2.docx", "deep/a3.docx"]
    assert shown(bucket.url("in/**/a*.docx"), out=bucket.url("in/deep")) == ["a1.docx", "a2.docx"]


def test_an_object_whose_name_looks_like_a_pattern_is_that_object(bucket: Bucket) -> None:
    bucket.fill("in", **{"a[1]": b"", "a1": b""})
    assert shown(bucket.url("in/a[1].docx")) == ["a[1].docx"]


@pytest.mark.parametrize(
    "key", ["in//b.docx", "in/a//b.docx", "in/a//x//b.docx", "in/x?versionId=1.docx", "in/a///b.docx"]
)
def test_an_object_whose_key_looks_like_something_else_is_taken_as_it_is(
    key: str, bucket: Bucket, tmp_path: Path
) -> None:
    bucket.fill("in", a=b"", c=b"")
    for hidden in ("in//.git/d.docx", "in/a//", "in/x"):
        bucket.put(hidden, b"")
    bucket.put(key, WHOLE)
    assert sorted(shown(bucket.url("in"))) == sorted(["a.docx", "c.docx", key.removeprefix("in").lstrip("/")])
    (source,) = (source for source in found(bucket.url("in")) if source.bytes)
    assert source.path == bucket.url(key)
    assert [source.path for source in found(bucket.url("in/**/*.docx")) if source.bytes] == [bucket.url(key)]
    assert [source.path for source in found(source.path)] == [source.path]
    assert storage.fetched(source.path, tmp_path).read_bytes() == WHOLE
    assert storage.digest(source.path) == hashlib.sha256(WHOLE).hexdigest()


@pytest.mark.parametrize("inner", ["in", "in/", "in/results"])
def test_an_output_that_would_be_searched_is_refused(inner: str, bucket: Bucket) -> None:
    bucket.fill("in", a=b"")
    with pytest.raises(UsageError, match="is inside"):
        found(bucket.url("in"), out=bucket.url(inner))
    assert found(bucket.url("in"), out=bucket.url("in-results"))


@pytest.mark.parametrize("lost", ["lost", "in/lost.docx", "in/lost*.docx"])
def test_what_is_not_there_is_said(lost: str, bucket: Bucket) -> None:
    bucket.fill("in", a=b"")
    if "*" in lost:
        assert not found(bucket.url(lost))
    else:
        with pytest.raises(UsageError, match="There is no s3://"):
            found(bucket.url(lost))


@pytest.mark.usefixtures("at_server")
def test_a_bucket_that_is_not_there_is_said() -> None:
    with pytest.raises(UsageError, match="There is no s3://no-such-bucket"):
        found("s3://no-such-bucket/in")


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("memory://in", "name a folder, or a URL such as s3://"),
        ("zip::s3://b/a.zip", "name a folder, or a URL such as s3://"),
        ("no-such://b/in", "nothing here knows no-such://"),
        ("gs://b/in", "a package is missing"),
    ],
)
def test_a_protocol_that_is_of_no_use_is_refused_with_what_to_do(url: str, advice: str) -> None:
    with pytest.raises(UsageError, match=advice):
        found(url)


def test_without_the_extra_the_advice_is_to_install_it() -> None:
    program = "import sys; sys.modules['s3fs'] = None; from pipeline.batch import objects; objects.place('s3://b/in')"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "pip install 'ilm-coverage[s3]'" in ended.stderr


def test_without_credentials_the_advice_is_to_set_them(
    at_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"{at_server}/")  # another session than that of the other tests
    program = "from pipeline.batch.find import find; list(find(['s3://bucket-1/in'], 'out', None))"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "AWS_ACCESS_KEY_ID" in ended.stderr.splitlines()[-1]


def test_without_a_network_that_is_said(at_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    command = [sys.executable, "-m", "pipeline", "batch", "s3://bucket-1/in", "--out", str(tmp_path / "out")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "cannot be reached" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_two_versions_of_one_second_and_size_are_told_apart(bucket: Bucket) -> None:
    seen = set()
    for packed in (b"1", b"2", b"3"):
        bucket.fill("in", a=packed)
        seen.add(found(bucket.url("in"))[0].modified_ns)
    assert len(seen) == 3


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a b+c%20?.docx", "a b+c%20?.docx"),
        ("...", "submission"),
        ("Ünïcode 🙂.docx", "Ünïcode 🙂.docx"),
        ("x" * 400 + ".docx", "x" * 240 + ".docx"),
        ("x" * 400, "x" * 240),
        ("<script>=1+1.docx", "<script>=1+1.docx"),
    ],
)
def test_an_object_comes_under_its_own_name_or_a_harmless_one(
    name: str, kept: str, bucket: Bucket, tmp_path: Path
) -> None:
    bucket.put(f"in/{name}", WHOLE)
    path = storage.fetched(bucket.url(f"in/{name}"), tmp_path)
    assert path == tmp_path / kept
    assert path.read_bytes() == WHOLE
    assert storage.digest(bucket.url(f"in/{name}")) == hashlib.sha256(WHOLE).hexdigest()


# ---------------------------------------------------------------- a whole batch


def test_a_batch_at_a_url_writes_what_it_writes_into_a_folder(
    bucket: Bucket, few: dict[str, bytes], few_outputs: dict[str, bytes]
) -> None:
    events = run(bucket.fill("in", **few), bucket.url("out"))
    assert finished(events).kinds == {"unread": 1, "gaps": 1, "complete": 2}
    there = outputs(bucket)
    assert there.keys() == few_outputs.keys()
    assert not {name for name in there if there[name] != few_outputs[name]}
    assert set(KEPT) <= bucket.files("out").keys()


def test_a_second_run_checks_what_is_new_changed_or_lost_on_any_machine(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, out = bucket.fill("in", a=WHOLE, b=GAPPY, c=b""), bucket.url("out")
    run(url, out)
    before = outputs(bucket)
    assert not checked(run(url, out))
    assert outputs(bucket) == before
    bucket.fill("in", b=certificate(programme="Another"), d=b"new")
    for key in bucket.keys("out/c/"):
        bucket.delete(key)
    assert checked(run(url, out)) == {"b.docx", "c.docx", "d.docx"}
    monkeypatch.setenv("ILM_COVERAGE_STATE", str(tmp_path / "another machine"))
    assert not checked(run(url, out))
    assert len(bucket.get(f"out/{LOG_FILE}").splitlines()) == 3 + 1 + 1 + 3 + 1 + 1


def test_results_without_packs_go_to_shards(bucket: Bucket) -> None:
    run(bucket.fill("in", a=WHOLE, b=GAPPY), bucket.url("out"), packs="none")
    (shard,) = (packed for name, packed in outputs(bucket).items() if name.startswith("results/"))
    assert sorted(pd.read_parquet(io.BytesIO(shard))["kind"]) == ["complete", "gaps"]


def test_a_batch_that_is_killed_goes_on_to_the_same_bytes(
    bucket: Bucket, few: dict[str, bytes], few_outputs: dict[str, bytes]
) -> None:
    url, out = bucket.fill("in", **few), bucket.url("out")
    command = [sys.executable, "-m", "pipeline", "batch", url, "--out", out, "--jobs", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout
        while ".docx" not in killed.stdout.readline():
            assert killed.poll() is None
        killed.kill()
    assert len(checked(run(url, out))) < 3
    assert outputs(bucket) == few_outputs
