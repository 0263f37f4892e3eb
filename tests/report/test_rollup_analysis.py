"""The analysis held against counting by hand, and the command that prints it."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline.cli import main
from pipeline.records import Entry
from pipeline.report.rollup import tables
from pipeline.report.rollup.analysis import analyse
from pipeline.report.rollup.counts import Analysis
from pipeline.report.rollup.lines import matrices
from tests.report import rollups


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return [*rollups.small(), *rollups.many(80)]


@pytest.fixture(scope="module")
def folder(entries: list[Entry], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rollups.written(entries, tmp_path_factory.mktemp("analysis") / "out")


@pytest.fixture(scope="module")
def found(folder: Path) -> Analysis:
    return analyse(folder)


def own(entries: list[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.same_as is None]


def test_a_criterion_is_counted_once_in_each_submission(entries: list[Entry], found: Analysis) -> None:
    judged: Counter[tuple[str, str]] = Counter()
    missed: Counter[tuple[str, str]] = Counter()
    for entry in own(entries):
        for unit in entry.record.units:
            for criterion in unit.criteria:
                judged[unit.ref, criterion.ref] += 1
                missed[unit.ref, criterion.ref] += criterion.status != "full"
    assert {(one.unit, one.criterion): one.judged for one in found.most_missed} == dict(judged)
    assert {(one.unit, one.criterion): one.missed for one in found.most_missed} == dict(missed)
    order = [one.missed for one in found.most_missed]
    assert order == sorted(order, reverse=True)
    assert all(one.text == rollups.CATALOGUE.texts[one.unit, one.criterion] for one in found.most_missed)


def test_a_unit_has_a_gap_in_a_submission_where_one_of_its_criteria_is_not_full(
    entries: list[Entry], found: Analysis
) -> None:
    for one in found.by_unit:
        units = [unit for entry in own(entries) for unit in entry.record.units if unit.ref == one.unit]
        assert one.submissions == len(units)
        assert one.with_gaps == sum(any(each.status != "full" for each in unit.criteria) for unit in units)
        assert one.title == rollups.CATALOGUE.titles[one.unit]


def test_two_submissions_of_one_name_are_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(rollups.many(30))
    apart = analyse(rollups.written(found, tmp_path / "apart"))
    monkeypatch.setattr(tables, "GROUP_ROWS", 300)
    same = [replace(entry, shown="m.docx") for entry in found]
    folder = rollups.written(same, tmp_path / "same")
    assert analyse(folder) == apart
    told = [json.loads((folder.parent / name / "batch.json").read_bytes())["totals"] for name in ("apart", "same")]
    assert told[0] == told[1]
    assert [sum(map(len, (one.rows for one in matrices(tmp_path / name)))) for name in ("apart", "same")] == [29, 29]
    criteria = pd.read_parquet(folder / tables.CRITERIA).groupby(tables.ROW).size()
    totals = pd.read_parquet(folder / tables.SUBMISSIONS).set_index(tables.ROW)[["full", "partial", "none"]].sum(axis=1)
    assert criteria.to_dict() == totals[totals > 0].to_dict()
    assert totals.index.to_list() == list(range(30))


def test_a_customer_is_one_however_the_name_is_written(entries: list[Entry], found: Analysis) -> None:
    (one,) = [one for one in found.by_customer if one.customer.casefold().startswith("customer 3 ltd")]
    records = [entry.record for entry in own(entries) if entry.record.customer.startswith("Customer 3 ")]
    assert len({kept.customer for kept in records}) == 2
    assert (one.submissions, one.complete) == (len(records), sum(kept.kind == "complete" for kept in records))
    assert (one.full, one.partial, one.none) == tuple(
        sum(getattr(kept, name) for kept in records) for name in ("full", "partial", "none")
    )


def test_reasons_are_counted_by_criteria_and_by_submissions(entries: list[Entry], found: Analysis) -> None:
    criteria: Counter[tuple[str, str | None]] = Counter()
    submissions: Counter[tuple[str, str | None]] = Counter()
    for entry in own(entries):
        met = []
        for unit in entry.record.units:
            for criterion in unit.criteria:
                met += list({(reason.code, reason.kind) for reason in criterion.reasons})
        criteria.update(met)
        submissions.update(set(met))
    assert {(one.code, one.kind): (one.criteria, one.submissions) for one in found.by_reason} == {
        key: (criteria[key], submissions[key]) for key in criteria
    }


def test_months_hold_what_was_received_in_them(entries: list[Entry], found: Analysis) -> None:
    received = Counter(entry.received[:7] for entry in own(entries))
    assert {one.month: one.submissions for one in found.by_month} == dict(received)
    assert sum(one.unread for one in found.by_month) == found.kinds["unread"]
    assert [one.month for one in found.by_month] == sorted(received)


def test_an_assessment_is_one_whatever_its_case_and_stop(entries: list[Entry], found: Analysis) -> None:
    named = [
        {title.casefold().rstrip(".") for title in criterion.assessments}
        for entry in own(entries)
        for unit in entry.record.units
        for criterion in unit.criteria
    ]
    (one,) = [one for one in found.assessments if one.assessment.casefold().startswith("assignment 1")]
    assert one.criteria == sum("assignment 1" in titles for titles in named)


def test_findings_are_counted_once_in_each_submission(entries: list[Entry], found: Analysis) -> None:
    codes = Counter(code for entry in own(entries) for code in {one.code for one in entry.record.findings})
    assert {one.code: one.submissions for one in found.by_finding} == dict(codes)


def test_it_is_the_same_however_many_row_groups_there_are(
    found: Analysis, entries: list[Entry], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "GROUP_ROWS", 400)
    tables.write_tables(iter(entries), rollups.CATALOGUE, tmp_path)
    assert analyse(tmp_path) == found


def test_lists_that_are_cut_say_how_many_there_are(folder: Path, found: Analysis) -> None:
    cut = analyse(folder, kept=2)
    assert (len(cut.by_customer), len(cut.assessments)) == (2, 2)
    assert (cut.customers, cut.assessments_named) == (found.customers, found.assessments_named)
    assert cut.by_customer == found.by_customer[:2]
    assert cut.assessments == found.assessments[:2]


def test_hostile_text_is_counted_as_any_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = rollups.written(rollups.hostile(), tmp_path / "out")
    assert analyse(folder).submissions == len(rollups.HOSTILE)
    assert main(["stats", "--top", "50", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\x07" not in said
    assert max(map(len, said.splitlines())) < 140


# ---------------------------------------------------------------- the command


def test_the_command_says_in_how_many_of_how_many(
    folder: Path, found: Analysis, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stats", str(folder), "--top", "3"]) == 0
    said = capsys.readouterr().out
    worst = found.most_missed[0]
    assert said.startswith("87 submissions: ")
    assert f"{worst.unit} {worst.criterion}" in said
    assert f"{worst.missed} of {worst.judged}" in said
    missed = sum(one.missed > 0 for one in found.most_missed)
    assert f"and {missed - 3} more, with --top {missed}" in said
    assert "Not every learner is assessed" in said
    assert "evidence_weak" not in said


def test_the_command_prints_all_of_it_as_json(
    folder: Path, found: Analysis, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["stats", "--json", str(folder)]) == 0
    told = json.loads(capsysbinary.readouterr().out)
    assert told["submissions"] == found.submissions
    assert [one["criterion"] for one in told["most_missed"]] == [one.criterion for one in found.most_missed]


def test_it_says_what_to_do_where_there_is_no_roll_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "result.json").write_text("{}")
    for named, sentence in (
        (tmp_path / "nowhere", "There is no folder"),
        (pack / "result.json", "is a file. Name its folder."),
        (pack, "is the pack of one submission. Name the folder that all packs are in."),
        (
            "s3://coverage/2026",
            "stats reads a folder of this machine, and s3://coverage/2026 is none. Copy criteria.parquet and "
            "submissions.parquet from there into a folder here, and name that.",
        ),
        (tmp_path, "has no roll-up. The command batch writes one: batch SUBMISSIONS --out"),
    ):
        assert main(["stats", str(named)]) == 2
        assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("spoil", [lambda packed: packed[:-50], lambda _: b"", lambda packed: b"PAR1" + packed[9:]])
@pytest.mark.parametrize("name", [tables.CRITERIA, tables.SUBMISSIONS])
def test_it_says_what_to_do_where_the_roll_up_is_spoilt(
    spoil: object, name: str, entries: list[Entry], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables.write_tables(iter(entries[:12]), rollups.CATALOGUE, tmp_path)
    (tmp_path / name).write_bytes(spoil((tmp_path / name).read_bytes()))  # type: ignore[operator]
    assert main(["stats", str(tmp_path)]) == 2
    assert "is spoilt, or of another version. Run the command batch" in capsys.readouterr().err


def test_a_table_of_something_else_is_no_roll_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for name in (tables.CRITERIA, tables.SUBMISSIONS):
        pq.write_table(pa.table({"a": [1]}), tmp_path / name)
    assert main(["stats", str(tmp_path)]) == 2
    assert "of another version" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "-1", "many", "²"])
def test_a_top_of_no_rows_is_refused(number: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", str(folder), f"--top={number}"]) == 2
    assert "is not a number from 1 on" in capsys.readouterr().err


def test_the_other_commands_do_not_load_what_only_a_roll_up_needs() -> None:
    program = "import sys; from pipeline.cli import main; main(['--version']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pandas", "pyarrow", "xlsxwriter", "jinja2", "pipeline.report.rollup"} & set(loaded)
