"""The measure of a batch: costs come out of few and many submissions, and each target has its line."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import gauge, race
from bench.batch import BESIDE, FEW, ONE, SANDBOX, TWO, Cost, cost, judged, show
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


@pytest.mark.skipif(bool(race.why_not()), reason="there are no two cores that processes can be bound to")
def test_in_a_race_each_has_a_core_of_its_own_and_then_the_others() -> None:
    cores: dict[str, list[int]] = {"first": [], "second": []}

    def run(name: str, seconds: float) -> Callable[[], Taken]:
        def _run() -> Taken:
            (core,) = os.sched_getaffinity(0)
            cores[name].append(core)
            return Taken(wall_s=seconds)

        return _run

    first, second = (run("first", 1), run("first", 3)), (run("second", 1), run("second", 2))
    assert race.ratio(first, second) == pytest.approx(2)
    assert cores["first"][0] == cores["first"][1] == cores["second"][2]
    assert cores["second"][0] == cores["second"][1] == cores["first"][2]
    assert len(set(cores["first"])) == 2
    assert len(os.sched_getaffinity(0)) > 1


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc")
def test_a_process_that_has_ended_keeps_its_role_and_its_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    watch, seconds = gauge._Watch(), {7: 1.5}
    monkeypatch.setattr(gauge, "cpu_s", lambda pid: seconds[pid])
    for role, spent in (("roll-up", 1.5), ("lane", 2.0), ("lane", 0.0)):  # at last it has no command to be told by
        monkeypatch.setattr(gauge, "_family", lambda _, role=role: [(7, role)])
        seconds[7] = spent
        watch.look(1)
    assert watch.told(Taken()).cpus_s == {"roll-up": 2.0}
