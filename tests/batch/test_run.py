"""A batch over real submissions: where each goes, and that one bad file stops nothing."""

import hashlib
import json
import os
from pathlib import Path

import msgspec
import pandas as pd
import pytest

from pipeline.batch import Batch, Finished, Found, Settings, in_words
from pipeline.batch.jobs import Done, Trouble
from pipeline.batch.log import LOG_FILE
from pipeline.errors import DataError, UsageError
from pipeline.result import decode, decode_failure
from tests.batch import GAPPY, WHOLE, Run, fill


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def settings(out: Path, **more: object) -> Settings:
    return msgspec.convert({"out": str(out), "lanes": 1, **more}, Settings)


def test_every_submission_gets_a_folder_with_its_result_or_its_error(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", bad=b"", gappy=GAPPY, whole=WHOLE)
    run = Run([folder], settings(out))
    assert {shown: done.record.kind for shown, done in run.done.items()} == {
        "bad.docx": "unread",
        "gappy.docx": "gaps",
        "whole.docx": "complete",
    }
    assert decode_failure((out / "bad" / "error.json").read_bytes()).code == "empty"
    assert decode((out / "gappy" / "result.json").read_bytes()).counts.partial == 2
    assert (out / "whole" / "whole - coverage report.html").is_file()
    assert run.finished.kinds == {"unread": 1, "gaps": 1, "complete": 1}
    assert [entry.folder for entry in run.entries.values()] == ["bad", "gappy", "whole"]


def test_a_second_run_checks_nothing_and_changes_nothing(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", bad=b"", gappy=GAPPY)
    Run([folder], settings(out))
    before = {path: path.stat() for path in out.rglob("*") if path.parent != out}
    again = Run([folder], settings(out))
    assert not again.done
    assert again.finished.known == 2
    assert {path: path.stat() for path in out.rglob("*") if path.parent != out} == before


def test_what_is_new_or_changed_is_checked_alone(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", a=WHOLE, b=GAPPY)
    Run([folder], settings(out))
    fill(folder, b=WHOLE + b"\0", c=GAPPY)
    again = Run([folder], settings(out))
    assert set(again.done) == {"b.docx"}
    assert (again.finished.known, again.finished.same) == (2, 0)
    assert again.entries["c.docx"].folder == "b"


@pytest.mark.parametrize(("first", "second"), [("same", "same"), ("Same", "same"), ("STRASSE", "straße")])
def test_a_later_submission_of_the_same_name_adds_its_sum(first: str, second: str, tmp_path: Path, out: Path) -> None:
    fill(tmp_path / "in" / "1", **{first: WHOLE})
    fill(tmp_path / "in" / "2", **{second: GAPPY})
    digits = hashlib.sha256(GAPPY).hexdigest()[:8]
    run = Run([tmp_path / "in"], settings(out, lanes=2))
    assert [entry.folder for entry in run.entries.values()] == [first, f"{second}-{digits}"]
    assert (out / f"{second}-{digits}" / f"{second}-{digits} - coverage.xlsx").is_file()


def test_copies_of_one_submission_are_checked_once_and_linked(tmp_path: Path, out: Path) -> None:
    fill(tmp_path / "in" / "1", same=WHOLE)
    fill(tmp_path / "in" / "2", copy=WHOLE)
    run = Run([tmp_path / "in"], settings(out))
    assert set(run.done) == {"1/same.docx"}
    assert run.entries["2/copy.docx"].same_as == "1/same.docx"
    assert run.entries["2/copy.docx"].folder == "same"
    assert run.finished.same == 1


def test_a_pack_that_cannot_be_written_is_told_and_stops_nothing(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", a=WHOLE, b=GAPPY)
    out.mkdir()
    (out / "a").write_text("a file where the folder would be")
    run = Run([folder], settings(out))
    assert run.done["a.docx"].trouble is Trouble.UNWRITTEN
    assert "Nothing could be written" in run.done["a.docx"].record.message
    assert run.finished.unsettled == 1
    assert (out / "b" / "result.json").is_file()
    (out / "a").unlink()
    assert set(Run([folder], settings(out)).done) == {"a.docx"}


def test_a_file_that_has_gone_since_it_was_found_is_told(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", a=WHOLE, b=GAPPY)
    told = []
    with Batch(settings(out)) as batch:
        for event in batch.run([str(folder)]):
            told.append(event)
            if isinstance(event, Found):
                (folder / "a.docx").unlink()
    gone = next(event for event in told if isinstance(event, Done) and event.job.shown == "a.docx")
    assert gone.trouble is Trouble.GONE
    assert "a.docx" in gone.record.message
    finished = told[-1]
    assert isinstance(finished, Finished)
    assert finished.kinds == {"unread": 1, "gaps": 1}


def test_a_file_that_changes_after_it_was_found_is_read_again(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", a=WHOLE)
    told = []
    with Batch(settings(out)) as batch:
        for event in batch.run([str(folder)]):
            told.append(event)
            if isinstance(event, Found) and event.waiting and len(told) == 1:
                (folder / "a.docx").write_bytes(GAPPY)
        (entry,) = batch.entries()
    assert [event.trouble for event in told if isinstance(event, Done)] == [Trouble.CHANGED, None]
    assert (entry.record.kind, entry.record.sha256) == ("gaps", hashlib.sha256(GAPPY).hexdigest())


@pytest.mark.parametrize(("packs", "written"), [("gaps", {"bad", "gappy"}), ("none", set())])
def test_packs_are_written_by_choice_and_results_are_kept_in_shards(
    packs: str, written: set[str], tmp_path: Path, out: Path
) -> None:
    folder = fill(tmp_path / "in", bad=b"", gappy=GAPPY, whole=WHOLE)
    Run([folder], settings(out, packs=packs))
    assert {path.parent.name for path in out.glob("*/*.json")} == written
    shards = pd.read_parquet(out / "results")
    assert sorted(shards["file"]) == ["bad.docx", "gappy.docx", "whole.docx"]
    results = dict(zip(shards["file"], shards["result"], strict=True))
    assert decode(results["whole.docx"].encode()).verdict == "complete"
    assert decode_failure(results["bad.docx"].encode()).code == "empty"


def test_another_policy_checks_all_again_into_the_same_folders(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", a=WHOLE)
    Run([folder], settings(out))
    policy = tmp_path / "policy.toml"
    policy.write_text(Path("reference/policy.toml").read_text(encoding="utf-8") + "\n# another\n", encoding="utf-8")
    run = Run([folder], settings(out, policy=policy))
    assert set(run.done) == {"a.docx"}
    assert decode((out / "a" / "result.json").read_bytes()).policy.sha256 == run.entries["a.docx"].record.policy
    assert run.entries["a.docx"].changes is None


def test_a_wrong_policy_stops_a_batch_at_once(tmp_path: Path, out: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("[nothing]\n")
    with pytest.raises(DataError, match=r"policy\.toml"):
        Run([fill(tmp_path / "in", a=WHOLE)], settings(out, policy=policy))
    assert not out.exists()


def test_a_damaged_ledger_is_said_with_what_to_do(tmp_path: Path, out: Path) -> None:
    out.mkdir()
    (out / "ledger.sqlite").write_bytes(b"no database, but longer than the head of one" * 100)
    with pytest.raises(UsageError, match=r"ledger\.sqlite is damaged.*Remove it"):
        Run([fill(tmp_path / "in", a=WHOLE)], settings(out))


def test_a_log_holds_ids_and_durations_and_no_word_of_a_customer(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in", **{"Northfield secret": GAPPY, "bad": b""})
    Run([folder], settings(out))
    log = (out / LOG_FILE).read_text(encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines()]
    checked = {line["sha256"]: line for line in lines if line["event"] == "checked"}
    gappy = checked[hashlib.sha256(GAPPY).hexdigest()]
    assert set(gappy["ms"]) == {"fetch", "read", "extract", "match", "judge", "draw", "write"}
    assert checked[hashlib.sha256(b"").hexdigest()]["code"] == "empty"
    assert lines[-1]["event"] == "finished"
    customer = decode((out / "Northfield secret" / "result.json").read_bytes()).submission
    assert not [word for word in ("Northfield", customer.customer, customer.programme) if word and word in log]


def test_the_last_line_counts_every_kind_once() -> None:
    assert in_words({"gaps": 2, "complete": 1, "unread": 1}) == (
        "4 submissions: 1 complete, 2 with gaps, 1 could not be read"
    )
    assert in_words({"not_a_mapping": 1}) == "1 submission: 1 not a mapping document"


def test_a_name_that_is_no_utf8_has_its_pack_too(tmp_path: Path, out: Path) -> None:
    folder = fill(tmp_path / "in")
    (folder / os.fsdecode(b"caf\xe9.docx")).write_bytes(GAPPY)
    (done,) = Run([folder], settings(out)).done.values()
    assert done.folder is not None
    assert (out / done.folder / "result.json").is_file()
