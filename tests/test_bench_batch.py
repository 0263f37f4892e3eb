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
    costs = {SANDBOX: Cost(100, 100, 1), ONE: Cost(105, 110, 1), TWO: Cost(55, 110, 1), BESIDE: Cost(50, 100, 1)}
    show("DOCX", costs)
    assert "two lanes" in capsys.readouterr().out
    assert [measured for _, _, measured in judged(costs)] == ["1.10 x", "1.05 x", "1.91 x", "2.00 x", "not measured"]


def test_a_command_is_measured_with_what_it_waited_for() -> None:
    work = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(3_000_000))'], check=True)"
    taken = take(["-c", work], is_watched=True)
    assert taken.wall_s > 0
    assert taken.cpu_s > 0
    with pytest.raises(SystemExit):
        take(["-c", "raise SystemExit(3)"])
