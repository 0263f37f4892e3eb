"""The real make, with a Python that only writes down what it was given: what people type is what arrives."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYTHON = """#!/bin/sh
for argument in "$@"; do printf '%s\\0' "$argument" >> arguments; done
"""
REPORT = ("RESULT", "DECISIONS", "SINCE", "SUBMISSION")
AWKWARD = [
    "with space.docx",
    "it's.docx",
    'quoted "twice".docx',
    "R&D.docx",
    "$(touch ran).docx",
    "$(shell touch ran).docx",
    "$HOME.docx",
    "$$.docx",
    "$(unclosed.docx",
    "`touch ran`.docx",
    "a;touch ran.docx",
    "a|touch ran.docx",
    "-rf.docx",
    "--help",
    "100%.docx",
    "no#1.docx",
    "back\\slash\\.docx",
    "*.docx",
    "~root.docx",
    "a,b=c:d.docx",
    "Zoë – résumé 学.docx",
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what make needs, already set up with the Python that writes down its arguments."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    script(tmp_path / ".venv" / "bin" / "python", PYTHON)
    script(tmp_path / "bin" / "setup", "#!/bin/sh\ntouch set-up\n")
    for lock in ("requirements.lock", ".venv/requirements.lock"):
        (tmp_path / lock).write_text("pinned==1.0\n")
    return tmp_path


def script(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def environment(**more: str) -> dict[str, str]:
    """This environment without what a make around these tests put in it."""
    own = ("INPUT", "INPUTS", "CRITERION", "POLICY", "REFERENCE", "OUT", "PYTHON", *REPORT)
    return {name: value for name, value in os.environ.items() if name not in own and not name.startswith("M")} | more


def make(project: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *words], cwd=project, env=environment(**more), capture_output=True, text=True, check=False
    )


def given(project: Path) -> list[str]:
    """The arguments that Python was given, "-m pipeline" left out."""
    arguments = (project / "arguments").read_bytes().split(b"\0")[:-1]
    assert arguments[:2] == [b"-m", b"pipeline"]
    return [argument.decode() for argument in arguments[2:]]


@pytest.mark.parametrize("name", AWKWARD)
def test_a_file_name_arrives_as_it_is_and_runs_nothing(name: str, project: Path) -> None:
    assert make(project, "check", f"INPUT={name}").returncode == 0
    assert given(project) == ["check", "--out=outputs", "--", name]
    assert not list(project.glob("ran*"))


@pytest.mark.parametrize("name", AWKWARD)
def test_every_other_value_does_too(name: str, project: Path) -> None:
    values = [f"{variable}={name}" for variable in ("INPUT", "CRITERION", "POLICY", "REFERENCE")]
    assert make(project, "explain", *values).returncode == 0
    assert given(project) == ["explain", f"--policy={name}", f"--reference={name}", "--", name, name]
    assert not list(project.glob("ran*"))


@pytest.mark.parametrize("name", AWKWARD)
def test_what_a_report_is_drawn_with_does_too(name: str, project: Path) -> None:
    values = [f"{variable}={name}" for variable in ("INPUT", "DECISIONS", "SINCE", "SUBMISSION", "POLICY")]
    assert make(project, "report", *values).returncode == 0
    assert given(project) == [
        "report", f"--with-decisions={name}", f"--since={name}", f"--submission={name}", f"--policy={name}", "--", name,
    ]  # fmt: skip
    (project / "arguments").unlink()
    assert make(project, "decisions", f"INPUT={name}", f"RESULT={name}").returncode == 0
    assert given(project) == ["decisions", f"--result={name}", "--", name]
    assert not list(project.glob("ran*"))


def test_stats_are_of_the_folder_that_is_named_or_of_the_outputs(project: Path) -> None:
    assert make(project, "stats", "INPUT=o $(touch ran)").returncode == 0
    assert given(project) == ["stats", "--", "o $(touch ran)"]
    (project / "arguments").unlink()
    assert make(project, "stats").returncode == 0
    assert given(project) == ["stats", "--", "outputs"]
    assert not list(project.glob("ran*"))


def test_a_value_from_the_environment_does_too(project: Path) -> None:
    assert make(project, "batch", INPUTS="$(touch ran) `touch ran`", OUT="o $(touch ran)").returncode == 0
    assert given(project) == ["batch", "--out=o $(touch ran)", "--", "$(touch ran) `touch ran`"]
    assert not list(project.glob("ran*"))


def test_what_a_batch_is_told_besides_goes_along(project: Path) -> None:
    values = ["INPUTS=in", "PACKS=$(touch ran)", "JOBS=`touch ran`", "RETRY=1", "WATCH=1", "SCHEDULER=tcp://a:1"]
    assert make(project, "batch", *values).returncode == 0
    assert given(project) == [
        "batch", "--out=outputs", "--packs=$(touch ran)", "--jobs=`touch ran`", "--retry", "--watch",
        "--scheduler=tcp://a:1", "--", "in",
    ]  # fmt: skip
    assert not list(project.glob("ran*"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["check"], "Name the submission: INPUT="),
        (["tables"], "Name the submission: INPUT="),
        (["explain", "CRITERION=8580-501/2.3"], "Name the submission: INPUT="),
        (["explain", "INPUT=a.docx"], "Name the criterion: CRITERION="),
        (["batch"], "Name the folder of submissions: INPUTS="),
        (["decisions"], "Name the workbook: INPUT="),
        (["report"], "Name the result: INPUT="),
    ],
)
def test_what_is_not_named_is_asked_for_before_anything_is_set_up(
    words: list[str], sentence: str, project: Path
) -> None:
    shutil.rmtree(project / ".venv")
    done = make(project, *words)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert not (project / "set-up").exists()


def test_make_alone_prints_a_help_that_names_every_command(project: Path) -> None:
    shutil.rmtree(project / ".venv")
    done = make(project)
    documented = re.findall(r"^([a-z]+):.*## (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert done.returncode == 0
    assert {"check", "batch", "test", "lint"} <= {target for target, _ in documented}
    for target, meaning in documented:
        assert re.search(rf"^  make {target} +{re.escape(meaning)}$", done.stdout, re.MULTILINE)
    assert not (project / "set-up").exists()


def test_a_check_sets_nothing_up_where_the_lock_is_the_same(project: Path) -> None:
    make(project, "check", "INPUT=a.docx")
    assert not (project / "set-up").exists()


def test_a_changed_lock_is_set_up_again(project: Path) -> None:
    (project / "requirements.lock").write_text("pinned==1.1\n")
    make(project, "check", "INPUT=a.docx")
    assert (project / "set-up").exists()


def test_an_environment_that_was_left_half_built_is_built_again(project: Path) -> None:
    (project / ".venv" / "requirements.lock").unlink()
    make(project, "check", "INPUT=a.docx")
    assert (project / "set-up").exists()


def test_an_environment_whose_python_has_gone_is_built_again(project: Path) -> None:
    (project / ".venv" / "bin" / "python").unlink()
    make(project, "check", "INPUT=a.docx")
    assert (project / "set-up").exists()


def set_up(project: Path, **more: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(ROOT / "bin" / "setup", project / "bin")
    return subprocess.run(
        ["sh", "bin/setup"], cwd=project, env=environment(**more), capture_output=True, text=True, check=False
    )


def test_a_machine_with_old_pythons_alone_is_told_what_is_needed(project: Path) -> None:
    old = project / "old"
    old.mkdir()
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"):
        script(old / name, "#!/bin/sh\nexit 1\n")
    done = set_up(project, PATH=f"{old}:{os.environ['PATH']}")
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr


def test_a_python_that_is_named_and_does_not_run_is_not_replaced_in_silence(project: Path) -> None:
    done = set_up(project, PYTHON="/no/such/python")
    assert done.returncode == 1
    assert "/no/such/python" in done.stderr


def test_a_build_that_fails_leaves_nothing_that_looks_built(project: Path) -> None:
    broken = project / "python-without-venv"
    script(broken, '#!/bin/sh\n[ "$1" = -c ] || exit 1\n')
    (project / "requirements.lock").write_text("pinned==1.1\n")
    done = set_up(project, PYTHON=str(broken))
    assert done.returncode == 1
    assert "venv" in done.stderr
    assert not (project / ".venv" / "requirements.lock").exists()
    assert not (project / ".venv.building").exists()
