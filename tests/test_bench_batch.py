"""The measure of a batch: costs come out of few and many submissions, and each target has its line."""

import pytest

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


def test_each_target_has_a_line_and_a_cluster_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    alone, beside, two = Cost(100, 100, 1, {}), Cost(50, 100, 1, {}), Cost(55, 110, 1, {})
    one = Cost(105, 110, 1, {"parent": 3, "lane": 2, "child": 100, "roll-up": 4})
    costs = {SANDBOX: alone, ONE: one, TWO: two, BESIDE: beside}
    show("DOCX", costs)
    said = capsys.readouterr().out
    assert "two lanes" in said
    assert "child 100.0, roll-up 4.0" in said
    found = [measured for _, _, measured in judged(costs)]
    assert found == ["1.10 x", "1.05 x", "0.09 x", "1.91 x", "2.00 x", "not measured"]


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
