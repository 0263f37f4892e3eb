"""The measure of a batch: costs come out of few and many submissions, and each target has its line."""

import os
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from bench import gauge, race
from bench.batch import (
    BESIDE,
    CLUSTER,
    DASK,
    FEW,
    LAYER,
    ONE,
    SANDBOX,
    TWO,
    Cost,
    cost,
    judged,
    raced,
    show,
    ways,
)
from bench.gauge import Taken, take


def test_a_start_is_told_apart_from_what_a_submission_costs() -> None:
    few, many = (
        Taken(wall_s=3 + FEW * 0.1, cpu_s=2 + FEW * 0.08),
        Taken(wall_s=3 + (FEW + 50) * 0.1, cpu_s=2 + 58 * 0.08),
    )
    found = cost([(few, many)], 50)
    assert (found.wall_ms, found.cpu_ms, found.start_s) == pytest.approx((100, (58 - FEW) / 50 * 80, 3))


def test_the_least_of_all_turns_counts() -> None:
    quiet, busy = Taken(wall_s=1, cpu_s=1), Taken(wall_s=9, cpu_s=9)
    assert cost([(busy, Taken(wall_s=2, cpu_s=2)), (quiet, busy)], 10).wall_ms == pytest.approx(100)


def test_each_target_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    alone, beside, two = Cost(100, 100, 1, {}), Cost(50, 100, 1, {}), Cost(55, 110, 1, {})
    one = Cost(105, 110, 1, {"parent": 3, "lane": 2, "child": 100, "roll-up": 4})
    costs = {SANDBOX: alone, ONE: one, TWO: two, BESIDE: beside}
    show("DOCX", costs)
    said = capsys.readouterr().out
    assert "two lanes" in said
    assert "child 100.0, roll-up 4.0" in said
    found = [measured for _, _, measured in judged(costs)]
    assert found == ["0.09 x", "1.91 x", "2.00 x"]


def test_each_process_of_a_batch_has_its_part_of_a_submission() -> None:
    few = Taken(cpus_s={"parent": 1.0, "child": 2.0})
    many = Taken(cpus_s={"parent": 1.2, "child": 12.0, "roll-up": 0.5})
    assert cost([(few, many)], 100).roles_ms == pytest.approx({"parent": 2, "child": 100, "roll-up": 5})


def test_a_command_is_measured_with_what_it_waited_for() -> None:
    work = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(3_000_000))'], check=True)"
    taken = take(["-c", work], is_watched=True)
    assert taken.wall_s > 0
    assert taken.cpu_s > 0
    with pytest.raises(SystemExit):
        take(["-c", "raise SystemExit(3)"])


@pytest.fixture
def bound(monkeypatch: pytest.MonkeyPatch) -> threading.local:
    """A machine with three cores; the one that a thread is bound to, as its `core`."""
    here = threading.local()
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {4, 5, 7}, raising=False)
    monkeypatch.setattr(os, "sched_setaffinity", lambda _, cores: setattr(here, "core", *cores), raising=False)
    return here


def test_in_a_race_each_has_a_core_of_its_own_and_then_the_others(bound: threading.local) -> None:
    def run(seconds: dict[int, float]) -> Callable[[], Taken]:
        return lambda: Taken(wall_s=seconds[bound.core])

    few = run({4: 1, 5: 1})
    first, second = (few, run({4: 9, 5: 5})), (few, run({4: 3, 5: 2}))  # 8 to 1, and then 4 to 2
    assert race.ratio(first, second) == pytest.approx(4)
    with pytest.raises(SystemExit, match="too few"):
        race.ratio(first, (few, few))


@pytest.mark.parametrize(("packs", "dask"), [("none", "1.07 x"), ("all", None)])
def test_a_cluster_is_raced_by_one_worker_where_it_is_measured_and_else_said_not_to_be(
    packs: str, dask: str | None, monkeypatch: pytest.MonkeyPatch, bound: threading.local, tmp_path: Path
) -> None:
    workers: list[int] = []

    def race_of(first: Sequence[partial[Taken]], second: Sequence[partial[Taken]]) -> float:
        workers.append(first[0].args[3])
        assert second[0].args[3] == 0
        assert first[0].args[2] != second[0].args[2]
        return 1.07

    monkeypatch.setattr(race, "ratio", race_of)
    by_name = {name: way for name, way in ways("none").items() if packs == "none" or name in (ONE, SANDBOX)}
    found = {what: ratio for what, _, ratio in raced(by_name, (tmp_path, tmp_path), tmp_path)}
    assert found.get(CLUSTER) == dask
    assert found[LAYER] == "1.07 x"
    assert workers == ([0, 1] if dask else [0])
    without = {name: way for name, way in by_name.items() if name != DASK}
    found = {what: ratio for what, _, ratio in raced(without, (tmp_path, tmp_path), tmp_path)}
    assert found.get(CLUSTER) == ("not measured" if dask else None)


def test_a_process_that_has_ended_keeps_its_role_and_its_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    watch, seconds = gauge._Watch(), {7: 1.5}
    monkeypatch.setattr(gauge, "cpu_s", lambda pid: seconds[pid])
    looks = [("lane", 0.1), ("roll-up", 1.5), ("lane", 2.0), ("lane", 0.0)]  # it has no command before and after
    for role, spent in looks:
        monkeypatch.setattr(gauge, "_family", lambda _, role=role: [(7, role)])
        seconds[7] = spent
        watch.look(1)
    assert watch.told(Taken()).cpus_s == {"roll-up": 2.0}
