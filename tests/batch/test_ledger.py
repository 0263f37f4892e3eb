"""What a ledger knows, from run to run."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from pipeline.batch.desk import alone
from pipeline.batch.jobs import Done, Job, Source
from pipeline.batch.ledger import LEDGER_FILE, Ledger, standing
from pipeline.errors import UsageError
from pipeline.records import CriterionRecord, Record, UnitRecord
from pipeline.result import Status

STANDING = standing(["reference"], "policy")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / LEDGER_FILE, STANDING) as opened:
        yield opened


def source(name: str, modified_ns: int = 1, size: int = 10) -> Source:
    return Source(f"/in/{name}", name, size, modified_ns)


def sha(number: int) -> str:
    return f"{number:064x}"


def took(ledger: Ledger, **sums: int) -> list[Job]:
    """A run over sources of these names and sums; what there is to do then."""
    ledger.take(source(f"{name}.docx", modified_ns=number) for name, number in sums.items())
    for each in ledger.unread():
        ledger.digested(each, sha(sums[each.shown.removesuffix(".docx")]))
    return list(ledger.waiting("all"))


def record(job: Job, status: Status = "full", customer: str = "Acme") -> Record:
    criterion = CriterionRecord(ref="1.1", status=status, certain=True, match="identical", reasons=[], assessments=[])
    unit = UnitRecord(ref="8580-500", status=status, claimed_status=None, criteria=[criterion])
    return Record(
        file=job.shown,
        sha256=job.sha256,
        kind="complete" if status == "full" else "gaps",
        customer=customer,
        programme="Coaching",
        units=(unit,),
    )


def settle(ledger: Ledger, jobs: list[Job], status: Status = "full") -> None:
    for job in jobs:
        ledger.add(Done(job, record(job, status), job.name))


def failure(name: str) -> Record:
    return Record(file=name, sha256=None, kind="unread", code="internal", message="It has gone.")


def test_what_is_done_is_not_done_again(ledger: Ledger) -> None:
    jobs = took(ledger, a=1, b=2)
    assert [job.shown for job in jobs] == ["a.docx", "b.docx"]
    settle(ledger, jobs[:1])
    assert [job.shown for job in took(ledger, a=1, b=2)] == ["b.docx"]


def test_what_is_done_outlives_the_process_that_did_it(tmp_path: Path) -> None:
    first = Ledger(tmp_path / LEDGER_FILE, STANDING)
    settle(first, took(first, a=1))
    first._db.close()  # as a process that is killed leaves it
    with Ledger(tmp_path / LEDGER_FILE, STANDING) as again:
        assert took(again, a=1) == []
        assert [entry.shown for entry in again.entries()] == ["a.docx"]


def test_jobs_come_in_the_order_of_paths_as_people_sort_them(ledger: Ledger) -> None:
    assert [job.shown for job in took(ledger, b=1, C=2, a=3)] == ["a.docx", "b.docx", "C.docx"]


def test_many_sources_are_taken_and_walked_page_by_page(ledger: Ledger) -> None:
    jobs = took(ledger, **{f"s{number:04}": number for number in range(1, 1202)})
    assert [job.shown for job in jobs] == [f"s{number:04}.docx" for number in range(1, 1202)]
    settle(ledger, jobs)
    assert sum(1 for _ in ledger.entries()) == ledger.kinds()["complete"] == 1201


def test_another_policy_or_reference_or_version_does_all_again(tmp_path: Path) -> None:
    with Ledger(tmp_path / LEDGER_FILE, STANDING) as first:
        settle(first, took(first, a=1))
    with Ledger(tmp_path / LEDGER_FILE, standing(["reference"], "another policy")) as second:
        assert [(job.shown, job.name) for job in took(second, a=1)] == [("a.docx", "a")]


def test_a_file_that_was_only_touched_is_known_by_its_bytes(ledger: Ledger) -> None:
    settle(ledger, took(ledger, a=1))
    ledger.take([source("a.docx", modified_ns=99)])
    assert [each.shown for each in ledger.unread()] == ["a.docx"]
    ledger.digested(source("a.docx"), sha(1))
    assert list(ledger.waiting("all")) == []
    (entry,) = ledger.entries()
    assert entry.changes is None


def test_of_the_same_bytes_the_first_is_checked_and_the_others_are_linked(ledger: Ledger) -> None:
    jobs = took(ledger, a=1, b=1, c=2)
    assert [job.shown for job in jobs] == ["a.docx", "c.docx"]
    settle(ledger, jobs)
    same = {entry.shown: (entry.same_as, entry.folder) for entry in ledger.entries()}
    assert same == {"a.docx": (None, "a"), "b.docx": ("a.docx", "a"), "c.docx": (None, "c")}


def test_where_the_first_of_them_has_gone_the_next_is_checked(ledger: Ledger) -> None:
    first, *_ = took(ledger, a=1, b=1)
    ledger.fail(first.path, failure("a.docx"))
    assert [job.shown for job in ledger.waiting("all")] == ["b.docx"]
    settle(ledger, list(ledger.waiting("all")))
    told = {entry.shown: (entry.record.kind, entry.same_as) for entry in ledger.entries()}
    assert told == {"a.docx": ("unread", None), "b.docx": ("complete", None)}
    assert ledger.kinds() == {"unread": 1, "complete": 1}


def test_trouble_is_tried_again_by_the_next_run(ledger: Ledger) -> None:
    (job,) = took(ledger, a=1)
    ledger.fail(job.path, failure("a.docx"))
    assert list(ledger.waiting("all")) == []
    assert [job.shown for job in took(ledger, a=1)] == ["a.docx"]


def test_what_could_not_be_read_is_tried_again_where_that_is_asked_for(ledger: Ledger) -> None:
    (job,) = took(ledger, a=1)
    ledger.add(Done(job, failure("a.docx"), "a"))
    assert took(ledger, a=1) == []
    ledger.retry()
    assert [job.shown for job in ledger.waiting("all")] == ["a.docx"]


def test_names_of_packs_are_one_for_the_same_bytes_and_never_shared(ledger: Ledger) -> None:
    ledger.take([Source("/in/1/same.docx", "1/same.docx", 1, 1), Source("/in/2/SAME.docx", "2/SAME.docx", 1, 1)])
    for number, each in enumerate(ledger.unread(), 1):
        ledger.digested(each, f"{number:08x}" + "0" * 56)
    for _ in range(2):
        assert [job.name for job in ledger.waiting("all")] == ["same", "SAME-00000002"]


def test_names_are_not_shared_even_where_sums_begin_alike(ledger: Ledger) -> None:
    ledger.take([Source(f"/in/{folder}/same.docx", f"{folder}/same.docx", 1, 1) for folder in "abc"])
    for number, each in enumerate(ledger.unread(), 1):
        ledger.digested(each, sha(number))
    assert [job.name for job in ledger.waiting("all")] == ["same", "same-00000000", f"same-{sha(3)}"]


def test_packs_that_are_wanted_now_and_were_not_are_written(ledger: Ledger) -> None:
    (job,) = took(ledger, a=1)
    ledger.add(Done(job, record(job), None, b"result"))
    assert list(ledger.waiting("none")) == []
    assert list(ledger.waiting("gaps")) == []
    assert [job.shown for job in ledger.waiting("all")] == ["a.docx"]


def test_a_pack_that_was_deleted_is_written_again(ledger: Ledger) -> None:
    settle(ledger, took(ledger, a=1, b=2))
    ledger.forget_lost(lambda folder: folder != "b")
    assert [job.shown for job in ledger.waiting("all")] == ["b.docx"]


def test_a_file_that_was_renamed_is_not_listed_twice(tmp_path: Path, ledger: Ledger) -> None:
    old, new = tmp_path / "old.docx", tmp_path / "new.docx"
    new.touch()
    ledger.take([Source(str(old), "old.docx", 1, 1)])
    ledger.digested(next(ledger.unread()), sha(1))
    settle(ledger, list(ledger.waiting("all")))
    ledger.take([Source(str(new), "new.docx", 1, 1)])
    ledger.digested(next(ledger.unread()), sha(1))
    ledger.forget_lost(lambda _: True)
    assert [(entry.shown, entry.folder, entry.same_as) for entry in ledger.entries()] == [("new.docx", "old", None)]


def test_results_stay_until_a_shard_has_them(ledger: Ledger) -> None:
    for job in took(ledger, a=1, b=2):
        ledger.add(Done(job, record(job), None, job.shown.encode()))
    kept = list(ledger.results())
    assert sorted(result for _, _, result in kept) == [b"a.docx", b"b.docx"]
    ledger.sharded([kept[0][0]])
    assert [result for _, _, result in ledger.results()] == [kept[1][2]]


def test_outcomes_that_no_source_has_are_forgotten(tmp_path: Path) -> None:
    with Ledger(tmp_path / LEDGER_FILE, STANDING) as first:
        settle(first, took(first, a=1))
    with Ledger(tmp_path / LEDGER_FILE, standing([], "another")) as second:
        settle(second, took(second, a=1))
        second.tidy()
        assert second._one("SELECT count(*) FROM outcome") == 1


@pytest.mark.parametrize("name", ["index.html", "Ledger.SQLite", "results", "batch.json", "criteria.parquet"])
def test_no_pack_is_called_as_the_outputs_own_files_are(name: str, ledger: Ledger) -> None:
    (job,) = took(ledger, **{name: 1})
    assert job.name == f"{name}-00000000"


def test_dates_that_no_calendar_has_are_as_far_as_they_can_be(ledger: Ledger) -> None:
    late, early = source("late.docx", modified_ns=2**70), source("early.docx", modified_ns=-(2**70))
    ledger.take([late, early])
    for number, each in enumerate(ledger.unread(), 1):
        ledger.digested(each, sha(number))
    settle(ledger, list(ledger.waiting("all")))
    assert [entry.received for entry in ledger.entries()] == ["1677-09-21", "2262-04-11"]
    assert ledger.has(late, "all")


def test_what_was_taken_and_not_done_is_not_known(ledger: Ledger) -> None:
    (job,) = took(ledger, a=1)
    found = source("a.docx", modified_ns=1)
    assert not ledger.has(found, "all")
    ledger.add(Done(job, record(job, "partial"), None, b"result"))
    assert ledger.has(found, "none")
    assert not ledger.has(found, "all")
    assert not ledger.has(source("a.docx", modified_ns=2), "none")


def test_by_another_policy_nothing_is_known(tmp_path: Path) -> None:
    with Ledger(tmp_path / LEDGER_FILE, STANDING) as first:
        settle(first, took(first, a=1))
    with Ledger(tmp_path / LEDGER_FILE, standing([], "another")) as second:
        assert not second.has(source("a.docx", modified_ns=1), "all")


def test_other_bytes_of_the_same_size_and_date_are_read(ledger: Ledger) -> None:
    settle(ledger, took(ledger, a=1))
    ledger.take([Source("/in/a.docx", "a.docx", 10, 1, changed_ns=7)])
    assert [each.shown for each in ledger.unread()] == ["a.docx"]


def test_a_pack_of_another_run_that_was_deleted_stays_listed(ledger: Ledger) -> None:
    settle(ledger, took(ledger, a=1), "none")
    settle(ledger, took(ledger, b=2))
    ledger.forget_lost(lambda folder: folder != "a")
    assert [entry.shown for entry in ledger.entries()] == ["a.docx", "b.docx"]


def test_a_resubmission_of_what_has_no_outcome_any_more_is_none(ledger: Ledger) -> None:
    settle(ledger, took(ledger, a=1), "none")
    settle(ledger, took(ledger, b=2))
    assert [entry.changes is None for entry in ledger.entries()] == [True, False]
    ledger.forget_lost(lambda folder: folder != "a", is_all=True)
    assert [(entry.shown, entry.changes) for entry in ledger.entries()] == [("b.docx", None)]


def test_the_same_bytes_by_another_policy_have_one_outcome_as_they_have_one_pack(tmp_path: Path) -> None:
    with Ledger(tmp_path / LEDGER_FILE, STANDING) as first:
        settle(first, took(first, a=1), "full")
    with Ledger(tmp_path / LEDGER_FILE, standing([], "another")) as second:
        settle(second, took(second, copy=1), "partial")
        told = [(entry.shown, entry.record.kind, entry.same_as) for entry in second.entries()]
        second.tidy()
    assert told == [("a.docx", "gaps", None), ("copy.docx", "gaps", "a.docx")]
    with Ledger(tmp_path / LEDGER_FILE, STANDING) as third:
        assert [job.shown for job in took(third, a=1)] == ["a.docx"]


# ---------------------------------------------------------------- resubmissions


def test_a_later_file_of_the_programme_shows_what_changed(ledger: Ledger) -> None:
    old, new = took(ledger, **{"acme 1": 1, "acme 2": 2})
    settle(ledger, [old], "none")
    settle(ledger, [new], "full")
    first, second = ledger.entries()
    assert first.changes is None
    assert second.changes is not None
    assert (second.changes.earlier, second.changes.put_right, second.changes.still_open) == ("acme 1.docx", 1, 0)


def test_which_is_the_later_one_is_told_by_the_files_dates(ledger: Ledger) -> None:
    ledger.take([source("a.docx", modified_ns=2), source("b.docx", modified_ns=1)])
    for number, each in enumerate(ledger.unread(), 1):
        ledger.digested(each, sha(number))
    settle(ledger, list(ledger.waiting("all")), "partial")
    changed = {entry.shown: entry.changes and entry.changes.earlier for entry in ledger.entries()}
    assert changed == {"a.docx": "b.docx", "b.docx": None}


@pytest.mark.parametrize("customer", ["Another", ""])
def test_another_customers_file_or_one_that_names_none_is_no_resubmission(customer: str, ledger: Ledger) -> None:
    first, second = took(ledger, a=1, b=2)
    ledger.add(Done(first, record(first, customer=customer), "a"))
    ledger.add(Done(second, record(second, customer="" if not customer else "Acme"), "b"))
    assert [entry.changes for entry in ledger.entries()] == [None, None]


def test_a_file_that_was_replaced_is_a_resubmission_of_what_lay_there(ledger: Ledger) -> None:
    settle(ledger, took(ledger, a=1), "none")
    (job,) = took(ledger, a=2)
    assert job.name == "a-00000000"
    settle(ledger, [job], "partial")
    ledger.tidy()
    (entry,) = ledger.entries()
    assert entry.changes is not None
    assert (entry.changes.earlier, entry.changes.still_open) == ("a.docx", 1)


def test_results_by_another_policy_are_not_compared(tmp_path: Path) -> None:
    with Ledger(tmp_path / LEDGER_FILE, STANDING) as first:
        settle(first, took(first, a=1), "none")
    with Ledger(tmp_path / LEDGER_FILE, standing([], "another")) as second:
        (job,) = took(second, b=2)
        second.add(Done(job, structs.replace(record(job), policy=sha(9)), "b"))
        assert [(entry.shown, entry.changes) for entry in second.entries()] == [("a.docx", None), ("b.docx", None)]


# ---------------------------------------------------------------- the file


def test_one_process_has_the_ledger_at_a_time(tmp_path: Path) -> None:
    waited = []
    with alone(tmp_path), pytest.raises(UsageError, match="Another batch writes to"), alone(tmp_path):
        waited.append("never")
    with alone(tmp_path):
        waited.append("free again")
    assert waited == ["free again"]


def test_a_ledger_of_another_layout_is_begun_anew(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / LEDGER_FILE)
    other.executescript("CREATE TABLE source (path TEXT); PRAGMA user_version = 99;")
    other.close()
    with Ledger(tmp_path / LEDGER_FILE, STANDING) as ledger:
        assert [job.shown for job in took(ledger, a=1)] == ["a.docx"]


def test_what_comes_within_a_commit_spoils_nothing(tmp_path: Path) -> None:
    """As Ctrl-C does that comes after its COMMIT, and before its BEGIN."""
    for ends in (1, 2):
        with Ledger(tmp_path / f"{ends}.sqlite", "rests on") as ledger:
            for _ in range(ends):
                if ledger._db.in_transaction:
                    ledger._db.execute("COMMIT")
            if ends == 2:
                ledger.commit()
