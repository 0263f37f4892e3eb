"""What every test shares: the options of a run."""

import os
from collections.abc import Generator
from typing import TypeVar

import pytest
from hypothesis import settings

from pipeline.sandbox import preload
from pipeline.sandbox.serving import one_thread

one_thread()  # what is tested in this process too: its workers have the cores already

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


# Continuous integration tries the same examples each time; elsewhere each run tries others.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a test that is skipped has failed")
    parser.addoption("--renew-golden", action="store_true", help="write the golden packs anew; review the difference")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests come first: each worker has a part of them, and then of the others, so that none ends alone."""
    parts = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = [item for item in items if item.get_closest_marker("long")]
    rest = [item for item in items if not item.get_closest_marker("long")]
    bounds = [len(rest) * part // parts for part in range(parts + 1)]
    items[:] = [item for at in range(parts) for item in (*long[at::parts], *rest[bounds[at] : bounds[at + 1]])]


@pytest.fixture(scope="session")
def loaded() -> None:
    """The checker is loaded here, so that the child of every command that is run in this process has it at once."""
    preload()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return _failed(report, item.config)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return _failed(report, collector.config)


def _failed(report: Report, config: pytest.Config) -> Report:
    """The report, failed where its test was skipped and the run allows no skips; an expected failure is no skip."""
    if config.getoption("--no-skips") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, where no test may be: {report.longrepr}"
    return report
