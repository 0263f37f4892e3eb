"""Whatever a check does to its process, its file gets the right error, and nobody else notices."""

import ctypes
import faulthandler
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.errors import DataError, ErrorCode, PagesError, SubmissionError, UsageError
from pipeline.policy import DEFAULT_POLICY
from pipeline.result import Failure, Result, decode_failure
from pipeline.sandbox import Sandbox
from tests.mappings import certificate
from tests.processes import heed_signals

pytestmark = [
    pytest.mark.usefixtures("loaded"),
    pytest.mark.skipif(sys.platform != "linux", reason="what misbehaves here comes into the child by a fork"),
]
ROOT = Path(__file__).parent.parent
SLEEPER = "import time; time.sleep(600)"
QUICK_S = 6
PATIENCE_S = 40  # on a machine that does much else


def hang_in_c() -> None:
    ctypes.PyDLL(None).sleep(600)  # which keeps Python's lock: no handler of a signal ever runs


def eat_memory() -> None:
    eaten = []
    while True:
        eaten.append(bytes(2**26))


def recurse() -> None:
    recurse()


def refuse() -> None:
    raise SubmissionError(ErrorCode.ENCRYPTED, "A password.")


def start_and_wait() -> None:
    """A program in a session of its own, ended as it goes, as a converter is."""
    program = subprocess.Popen([sys.executable, "-c", SLEEPER], start_new_session=True)
    try:
        program.wait()
    finally:
        program.kill()
        program.wait()


CRIMES: dict[str, tuple[Callable[[], object], ErrorCode]] = {
    "hangs": (lambda: time.sleep(600), ErrorCode.TIMEOUT),
    "hangs_in_c": (hang_in_c, ErrorCode.TIMEOUT),
    "hangs_in_a_pattern": (lambda: re.match(r"(a|aa)+$", "a" * 90 + "!"), ErrorCode.TIMEOUT),
    "waits_for_a_program": (start_and_wait, ErrorCode.TIMEOUT),
    "eats_memory": (eat_memory, ErrorCode.OUT_OF_MEMORY),
    "is_killed": (lambda: os.kill(os.getpid(), signal.SIGKILL), ErrorCode.OUT_OF_MEMORY),
    "segfaults": (lambda: ctypes.string_at(0), ErrorCode.CRASHED),
    "aborts": (os.abort, ErrorCode.CRASHED),
    "exits": (lambda: os._exit(0), ErrorCode.CRASHED),
    "exits_with_a_status": (lambda: os._exit(3), ErrorCode.CRASHED),
    "says_exit": (lambda: sys.exit(0), ErrorCode.INTERNAL),
    "divides_by_zero": (lambda: 1 / 0, ErrorCode.INTERNAL),
    "recurses": (recurse, ErrorCode.INTERNAL),
    "refuses": (refuse, ErrorCode.ENCRYPTED),
}


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, empty at first."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def criminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check of a file whose name is a crime leaves a file and a running program behind, and commits the crime."""
    room = import_module("pipeline.check")
    real = room.examine

    def examine(path: Path, stage: Any) -> Result:
        if path.stem in CRIMES:
            faulthandler.disable()  # the test runner's, in the child
            with tempfile.NamedTemporaryFile(delete=False) as left:
                left.write(b"left behind")
            subprocess.Popen([sys.executable, "-c", SLEEPER])  # in the child's own group
            CRIMES[path.stem][0]()
        result: Result = real(path, stage)
        return result

    monkeypatch.setattr(room, "examine", examine)


@pytest.fixture
def quick(tmp_path: Path) -> Path:
    """The policy, with a deadline of a few seconds, which no other file comes near."""
    return policy(tmp_path, deadline_s=QUICK_S)


def policy(folder: Path, **limits: int) -> Path:
    text = DEFAULT_POLICY.read_text(encoding="utf-8")
    for name, value in limits.items():
        text = re.sub(rf"(\[limits\.sandbox\][^\[]*?\n{name} = )[\d_]+", rf"\g<1>{value}", text, count=1)
    changed = folder / "changed policy.toml"
    changed.write_text(text, encoding="utf-8")
    return changed


def submission(folder: Path, name: str) -> Path:
    path = folder / f"{name}.docx"
    path.write_bytes(certificate())
    return path


def sleepers() -> Iterator[Path]:
    """The programs still running that a crime has left behind."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if SLEEPER in (process / "cmdline").read_text() and f"\0TEST_PROCESS={os.getpid()}\0" in _environment(
                process
            ):
                yield process
        except OSError:
            continue


def _environment(process: Path) -> str:
    return "\0" + (process / "environ").read_text() + "\0"


@pytest.fixture(autouse=True)
def _marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_PROCESS", str(os.getpid()))


def eventually(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE_S
    while not (so := is_so()) and time.monotonic() < end:
        time.sleep(0.05)
    return so


# ---------------------------------------------------------------- one file's fault is its own


@pytest.mark.parametrize("crime", CRIMES)
@pytest.mark.usefixtures("criminal")
def test_a_file_that_misbehaves_is_called_that_and_the_others_are_checked(
    crime: str, tmp_path: Path, temporary: Path, quick: Path
) -> None:
    code = CRIMES[crime][1]
    with Sandbox(policy=quick if code is ErrorCode.TIMEOUT else None) as sandbox:
        before = sandbox.check(submission(tmp_path, "before"))
        outcome = sandbox.check(submission(tmp_path, crime))
        after = sandbox.check(submission(tmp_path, "after"))
    assert isinstance(before, Result)
    assert isinstance(after, Result)
    assert isinstance(outcome, Failure)
    assert outcome.code == code
    assert outcome.file == f"{crime}.docx"
    assert outcome.sha256 == after.submission.sha256
    assert outcome.message.endswith(".")
    assert not list(temporary.iterdir())
    assert eventually(lambda: not list(sleepers()))


@pytest.mark.usefixtures("criminal", "temporary")
def test_a_file_that_crashes_gets_its_error_from_the_command(tmp_path: Path) -> None:
    source = submission(tmp_path, "segfaults")
    assert main(["check", str(source), "--out", str(tmp_path / "out")]) == 3
    failure = decode_failure((tmp_path / "out" / "segfaults" / "error.json").read_bytes())
    assert failure.code == "crashed"
    assert main(["explain", str(source), "8580-500/1.1"]) == 3


def test_a_fault_names_its_kind_and_the_line_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("pipeline.check"), "load", lambda *_: 1 / 0)
    with Sandbox() as sandbox:
        outcome = sandbox.check(submission(tmp_path, "a"))
    assert isinstance(outcome, Failure)
    assert re.search(r"fault of the checker: ZeroDivisionError in check\.py, line \d+\.", outcome.message)


def test_a_maintainer_is_shown_the_traceback(tmp_path: Path) -> None:
    script = (
        "import sys, pipeline.check\nfrom pathlib import Path\nfrom pipeline.sandbox import Sandbox\n"
        "sys.modules['pipeline.check'].load = lambda *_: 1 / 0\n"
        "with Sandbox() as sandbox: print(sandbox.check(Path(sys.argv[1])).code)"
    )
    command = [sys.executable, "-X", "dev", "-c", script, submission(tmp_path, "a")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "internal\n"
    assert "ZeroDivisionError: division by zero" in done.stderr


@pytest.mark.parametrize(
    ("place", "sent"), [("pipeline.sandbox.serving.packed", b"\xc1"), ("pipeline.result.encode", b'{"schema": 1}')]
)
def test_a_child_that_sends_no_answer_has_crashed(
    place: str, sent: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, lambda _: sent)
    with Sandbox() as sandbox:
        outcome = sandbox.check(submission(tmp_path, "a"))
    assert isinstance(outcome, Failure)
    assert outcome.code == "crashed"


def test_a_child_that_is_killed_while_it_waits_is_replaced(tmp_path: Path) -> None:
    source = submission(tmp_path, "a")
    with Sandbox() as sandbox:
        assert isinstance(sandbox.check(source), Result)
        (child,) = children()
        os.kill(child, signal.SIGKILL)
        outcomes = [sandbox.check(source), sandbox.check(source)]
    assert isinstance(outcomes[-1], Result)


def children() -> list[int]:
    """The forks that this process has started; programs, as the servers of other tests, are none."""
    return [process.pid for process in multiprocessing.active_children() if process.pid]


def test_a_child_serves_so_many_files_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.sandbox._FILES", 2)
    source = submission(tmp_path, "a")
    served = []
    with Sandbox() as sandbox:
        for _ in range(5):
            assert isinstance(sandbox.check(source), Result)
            served += children()
    assert [served.count(child) for child in dict.fromkeys(served)] == [2, 2, 1]


# ---------------------------------------------------------------- errors that are nobody's fault


def test_errors_pass_as_what_they_are(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[nothing]\n")
    empty = tmp_path / "empty.docx"
    empty.write_bytes(b"")
    with Sandbox() as sandbox:
        with pytest.raises(UsageError, match="nowhere"):
            sandbox.check(tmp_path / "nowhere.docx")
        with pytest.raises(SubmissionError, match="empty"):
            sandbox.tables(empty)
        assert isinstance(sandbox.check(submission(tmp_path, "a")), Result)
    with Sandbox(policy=wrong) as sandbox, pytest.raises(DataError, match=re.escape(str(wrong))):
        sandbox.check(submission(tmp_path, "a"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("block = '", "block = '(", "is not a regular expression"),
        ("{learner}", "{lerner}", "names a class of words that is not there: 'lerner'"),
    ],
)
def test_a_pattern_that_is_none_is_the_policys_fault(tmp_path: Path, old: str, new: str, said: str) -> None:
    shipped = DEFAULT_POLICY.read_text(encoding="utf-8")
    assert old in shipped
    wrong = tmp_path / "mine.toml"
    wrong.write_text(shipped.replace(old, new, 1), encoding="utf-8")
    with Sandbox(policy=wrong) as sandbox, pytest.raises(DataError, match=re.escape(said)):
        sandbox.check(submission(tmp_path, "a"))


def test_tables_come_as_the_reader_sees_them(tmp_path: Path) -> None:
    source = submission(tmp_path, "a")
    with Sandbox() as sandbox:
        assert sandbox.tables(source) == import_module("pipeline.check").read(source).tables


# ---------------------------------------------------------------- pages that are recognised


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file has so many pages to be recognised as its name says; that takes longer than the deadline without."""
    room = import_module("pipeline.readers.dispatch")
    real = room.read

    def read(packed: bytes, limits: Any) -> Any:
        pages = int(os.environ["PAGES"])
        if pages > limits.recognition.pages:
            raise PagesError(pages, f"At most {limits.recognition.pages} pages.")
        time.sleep(QUICK_S + 1)
        return real(packed, limits)

    monkeypatch.setattr(room, "read", read)


@pytest.mark.usefixtures("scanned")
def test_each_page_that_is_recognised_adds_to_the_deadline(
    tmp_path: Path, quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGES", "7")
    with Sandbox(policy=quick) as sandbox:
        assert isinstance(sandbox.check(submission(tmp_path, "a")), Result)


@pytest.mark.usefixtures("scanned")
def test_more_pages_than_the_policy_allows_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGES", "100000")
    with Sandbox() as sandbox:
        outcome = sandbox.check(submission(tmp_path, "a"))
    assert isinstance(outcome, Failure)
    assert (outcome.code, outcome.message) == ("too_large", "At most 60 pages.")


# ---------------------------------------------------------------- systems without fork


def test_a_child_that_starts_anew_checks_the_same(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = submission(tmp_path, "a")
    with Sandbox() as sandbox:
        forked = sandbox.check(source)
    monkeypatch.setattr("pipeline.sandbox.child.METHOD", "spawn")
    with Sandbox() as sandbox:
        assert sandbox.check(source) == forked
    with Sandbox(policy=policy(tmp_path, memory_bytes=1_000_000)) as sandbox:
        outcome = sandbox.check(source)
    assert isinstance(outcome, Failure)
    assert outcome.code == "out_of_memory"
    assert not list(temporary.iterdir())


# ---------------------------------------------------------------- the parent ends

HANGING = """
import sys, time
import pipeline.check
from pipeline.cli import main
from pipeline.sandbox import serving
def examine(*_, **__):
    open(sys.argv[1] + ".busy", "w").close()
    time.sleep(600)
sys.modules["pipeline.check"].examine = examine
serving._GRACE_S = 1
sys.exit(main(["check", *sys.argv[1:]]))
"""


def hanging(source: Path, *options: object) -> subprocess.Popen[str]:
    """The command, in the middle of a check that never ends."""
    command = [sys.executable, "-c", HANGING, source, "--out", source.parent / "out", *options]
    process = subprocess.Popen(
        list(map(str, command)),
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        env=_here(),
        preexec_fn=heed_signals,
    )
    assert eventually(Path(f"{source}.busy").exists)
    return process


def _here() -> dict[str, str]:
    return os.environ | {"TMPDIR": tempfile.gettempdir()}


def running(source: Path) -> list[Path]:
    """The processes of the command."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(source) in (process / "cmdline").read_text():
                found.append(process)
        except OSError:
            continue
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_stopped_leaves_nothing(number: signal.Signals, tmp_path: Path, temporary: Path) -> None:
    source = submission(tmp_path, "a")
    with hanging(source) as command:
        command.send_signal(number)
        assert command.wait(PATIENCE_S) == 130
        assert command.stderr
        assert command.stderr.read() == "Stopped.\n"
    assert eventually(lambda: not running(source))
    assert not list(temporary.iterdir())


def test_a_command_that_is_killed_leaves_no_child_for_ever(tmp_path: Path, temporary: Path) -> None:
    """Where the system does not tell the child, its own alarm ends it."""
    source = submission(tmp_path, "a")
    with hanging(source, "--policy", policy(tmp_path, deadline_s=1)) as command:
        command.kill()
        command.wait(PATIENCE_S)
        assert eventually(lambda: not running(source))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell a process that its parent has ended")
def test_a_child_ends_with_its_parent_and_clears_up(tmp_path: Path, temporary: Path) -> None:
    source = submission(tmp_path, "a")
    with hanging(source) as command:
        command.kill()
        command.wait(PATIENCE_S)
        assert eventually(lambda: not running(source))
        assert eventually(lambda: not list(temporary.iterdir()))


# A child learns of it by its pipe, and at once by a signal too, which comes before it has ceased to listen to signals.
SLOW_TO_IGNORE = """
import signal, time
from pipeline.sandbox import serving
at_once = signal.signal
def slowly(number, handler):
    if (number, handler) == (signal.SIGTERM, signal.SIG_IGN):
        time.sleep(0.3)
    return at_once(number, handler)
serving.signal.signal = slowly
"""


@pytest.mark.parametrize("before", ["", SLOW_TO_IGNORE])
def test_a_child_whose_parent_is_gone_clears_up(tmp_path: Path, temporary: Path, before: str) -> None:
    source = submission(tmp_path, "a")
    script = (
        f"{before}\nimport os, sys, signal\nfrom pathlib import Path\nfrom pipeline.sandbox import Sandbox\n"
        "with Sandbox() as sandbox:\n sandbox.check(Path(sys.argv[1]))\n os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script, str(source)], cwd=ROOT, env=_here(), check=False)
    assert eventually(lambda: not running(source))
    assert eventually(lambda: not list(temporary.iterdir()))
