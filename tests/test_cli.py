"""The command line as people use it: what it says, where it leaves the report, how it ends."""

import json
import os
import pty
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from pipeline import __version__
from pipeline.cli import main
from pipeline.lines import clean, safe, summary
from pipeline.result import decode
from tests.mappings import certificate
from tests.report.sample import hostile
from tests.wordml import docx

pytestmark = pytest.mark.usefixtures("loaded")
ROOT = Path(__file__).parent.parent
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with a whole certificate and one with two gaps."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "whole.docx").write_bytes(certificate())
    (tmp_path / "gappy.docx").write_bytes(
        certificate({"8580-500 1.2": "", "8580-503 1.1": "Learners may submit an essay if they wish."})
    )
    return tmp_path


# ---------------------------------------------------------------- check


def test_a_check_says_what_a_person_needs_and_where_the_report_is(folder: Path, capsys: Captured) -> None:
    assert main(["check", "gappy.docx"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Harbour Coaching Programme\n")
    assert "29 of 31 criteria full, 2 partial, 0 none" in said
    assert re.search(r"^  8580-500 1\.2  partial  Name the assessment", said, re.MULTILINE)
    assert re.search(r"^  8580-503 1\.1  partial  Name an assessment that every learner", said, re.MULTILINE)
    report = said.splitlines()[-1].removeprefix("Report: ")
    assert not Path(report).is_absolute()
    assert (folder / report).is_file()
    assert decode((folder / "outputs/gappy/result.json").read_bytes()).verdict == "gaps"


def test_a_whole_certificate_is_ready_and_has_nothing_to_put_right(folder: Path, capsys: Captured) -> None:
    assert main(["check", "whole.docx", "--out", "elsewhere"]) == 0
    said = capsys.readouterr().out
    assert "31 of 31 criteria full, 0 partial, 0 none" in said
    assert "Ready to approve." in said
    assert "put right" not in said
    assert (folder / "elsewhere/whole/result.json").is_file()


def test_a_unit_that_lacks_everything_is_one_line(folder: Path, capsys: Captured) -> None:
    refs = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "2.5", "3.1", "3.2", "3.3", "3.4"]
    Path("blank.docx").write_bytes(certificate({f"8580-503 {ref}": "" for ref in refs}))
    main(["check", "blank.docx"])
    lines = [line for line in capsys.readouterr().out.splitlines() if "8580-503" in line]
    assert len(lines) == 1
    assert "8580-503, all of it" in lines[0]


def test_many_gaps_are_cut_short_and_counted(folder: Path, capsys: Captured) -> None:
    refs = [f"8580-{unit} {outcome}.{number}" for unit in (500, 501) for outcome in (1, 2, 3) for number in (1, 2, 3)]
    Path("many.docx").write_bytes(certificate(dict.fromkeys(refs, "")))
    main(["check", "many.docx"])
    said = capsys.readouterr().out
    assert len(re.findall(r"^  8580", said, re.MULTILINE)) == 12
    gaps = int(re.findall(r"(\d+) partial", said)[0])
    assert f"and {gaps - 12} more, in the report" in said


def test_json_is_the_result_file_and_nothing_else(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["check", "gappy.docx", "--json"]) == 0
    assert capsysbinary.readouterr() == ((folder / "outputs/gappy/result.json").read_bytes(), b"")


def test_json_of_what_cannot_be_read_is_its_error_file(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    Path("bad.docx").write_bytes(b"")
    assert main(["check", "bad.docx", "--json"]) == 3
    assert capsysbinary.readouterr().out == (folder / "outputs/bad/error.json").read_bytes()


def test_quiet_says_nothing_where_all_went_well(folder: Path, capsys: Captured) -> None:
    assert main(["check", "gappy.docx", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_quiet_still_says_what_went_wrong(folder: Path, capsys: Captured) -> None:
    Path("bad.docx").write_bytes(b"")
    assert main(["check", "bad.docx", "--quiet"]) == 3
    said = capsys.readouterr()
    assert not said.out
    assert "bad.docx could not be read." in said.err


@pytest.mark.parametrize(
    ("evidence", "fail_on", "status"),
    [
        ({}, "partial", 0),
        ({}, "none", 0),
        ({"8580-500 1.2": ""}, "never", 0),
        ({"8580-500 1.2": ""}, "none", 0),
        ({"8580-500 1.2": ""}, "partial", 1),
    ],
)
def test_fail_on_ends_with_1_where_it_is_met(evidence: dict[str, str], fail_on: str, status: int, folder: Path) -> None:
    Path("a.docx").write_bytes(certificate(evidence))
    assert main(["check", "a.docx", "--fail-on", fail_on]) == status
    assert (folder / "outputs/a/result.json").is_file()


@pytest.mark.parametrize(("fail_on", "status"), [("never", 0), ("none", 1), ("partial", 1)])
def test_a_document_that_maps_nothing_meets_every_fail_on(fail_on: str, status: int, folder: Path) -> None:
    Path("letter.docx").write_bytes(docx("<w:p><w:r><w:t>Dear reader</w:t></w:r></w:p>"))
    assert main(["check", "letter.docx", "--fail-on", fail_on]) == status


def test_lines_are_no_wider_than_the_terminal(folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    main(["check", "gappy.docx"])
    lines = capsys.readouterr().out.splitlines()
    assert max(len(line) for line in lines if not line.startswith("Report: ")) <= 60


@pytest.mark.parametrize("name", ["--help", "-rf.docx", "with space.docx", "$(touch ran).docx", "[red]x[nope].docx"])
def test_any_file_name_works_after_two_dashes(name: str, folder: Path) -> None:
    (folder / name).write_bytes(certificate())
    assert main(["check", "--out=o", "--", name]) == 0
    assert (folder / "o" / Path(name).stem / "result.json").is_file()


# ---------------------------------------------------------------- explain and tables


def test_explain_shows_weights_that_add_up(folder: Path, capsys: Captured) -> None:
    assert main(["explain", "gappy.docx", "8580-503/1.1"]) == 0
    said = capsys.readouterr().out
    assert "Learners may submit an essay if they wish." in said
    assert "evidence_weak, optional" in said
    bits = [float(weight) for weight in re.findall(r" ([+-]\d+\.\d)$", said, re.MULTILINE)]
    assert len(bits) > 2
    assert sum(bits[:-1]) == pytest.approx(bits[-1], abs=0.05 * len(bits))


def test_explain_takes_a_short_unit_and_gives_json(folder: Path, capsys: Captured) -> None:
    assert main(["explain", "gappy.docx", "500/1.2", "--json"]) == 0
    explained = json.loads(capsys.readouterr().out)
    assert explained["unit"] == "8580-500"
    assert explained["criterion"]["ref"] == "1.2"
    assert [reason["code"] for reason in explained["criterion"]["reasons"]] == ["evidence_missing"]


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("nonsense", "names no criterion"),
        ("8580/1.1", "names no criterion"),
        ("8580-999/1.1", "8580-500, 8580-501, 8580-502, 8580-503"),
        ("8580-500/9.9", "1.1, 1.2"),
        ("8580-502/1.1", "neither claims nor maps unit 8580-502"),
    ],
)
def test_explain_names_what_there_is_where_a_criterion_is_not(
    named: str, sentence: str, folder: Path, capsys: Captured
) -> None:
    assert main(["explain", "gappy.docx", named]) == 2
    assert sentence in capsys.readouterr().err


def test_tables_shows_a_merged_cell_at_its_first_place(folder: Path, capsys: Captured) -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    rows = (
        cell("wide", '<w:gridSpan w:val="2"/>') + cell("c"),
        cell("tall", '<w:vMerge w:val="restart"/>') + cell("b") + cell("c"),
        cell("", "<w:vMerge/>") + cell("b") + cell("c"),
    )
    grid = '<w:tblGrid><w:gridCol w:w="9"/><w:gridCol w:w="9"/><w:gridCol w:w="9"/></w:tblGrid>'
    Path("t.docx").write_bytes(docx(f"<w:tbl>{grid}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"))
    assert main(["tables", "t.docx", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "tables": [{"page": None, "table": 1, "rows": [["wide", "", "c"], ["tall", "b", "c"], ["", "b", "c"]]}]
    }
    assert main(["tables", "t.docx"]) == 0
    assert "Table 1: 3 rows, 3 columns" in capsys.readouterr().out


# ---------------------------------------------------------------- use


@pytest.mark.parametrize("words", [[], ["chek", "a.docx"], ["check"], ["check", "a", "--fail-on", "full"]])
def test_a_wrong_use_is_refused_with_the_right_one(words: list[str], capsys: Captured) -> None:
    assert main(words) == 2
    assert "usage:" in capsys.readouterr().err


def test_the_help_has_examples_and_every_exit_status(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["ilm-coverage"])  # `python -m pytest` has another name
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(re.search(rf"^  {status} ", said, re.MULTILINE) for status in (0, 1, 2, 3, 130))
    assert all(f"ilm-coverage {command} " in said for command in ("check", "batch", "explain", "tables"))


def test_the_version_is_the_packages(capsys: Captured) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"ilm-coverage {__version__}\n"


def test_the_console_script_is_this_command() -> None:
    (script,) = entry_points(group="console_scripts", name="ilm-coverage")
    assert script.load() is main


def test_stopping_with_ctrl_c_says_so(folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.sandbox.Sandbox.pack", stop)
    assert main(["check", "whole.docx"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_a_fault_of_the_checker_is_told_without_a_traceback(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.cli.tables", lambda _: 1 / 0)
    assert main(["tables", "whole.docx"]) == 3
    assert "This is a fault of the checker: ZeroDivisionError" in capsys.readouterr().err


# ---------------------------------------------------------------- terminals and pipes


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *words],
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        check=False,
        timeout=60,
    )


def on_a_terminal(*words: str, **environment: str) -> str:
    """What a terminal gets from the command."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "pipeline", *words]
    more = {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "100"} | environment
    inherited = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    with subprocess.Popen(command, env=inherited | more, stdin=theirs, stdout=theirs, stderr=theirs) as child:
        os.close(theirs)
        said = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # how Linux says that the child has closed its end
                break
            if not part:
                break
            said += part
    os.close(ours)
    assert child.returncode == 0, said
    return said.decode()


def test_submitted_text_is_no_markup_on_a_terminal(folder: Path) -> None:
    Path("a.docx").write_bytes(certificate(programme="[bold]Name[/red] of [link=x]customer[/link]"))
    assert "[bold]Name[/red] of [link=x]customer[/link]" in on_a_terminal("check", "a.docx")


def test_a_terminal_gets_colour_unless_it_wants_none(folder: Path) -> None:
    colour = "\x1b[31m"
    assert colour in on_a_terminal("check", "gappy.docx")
    assert colour not in on_a_terminal("check", "gappy.docx", NO_COLOR="1")
    assert "\x1b" not in on_a_terminal("check", "gappy.docx", TERM="dumb")


def test_a_batch_on_a_terminal_tells_how_far_it_is_and_ends_with_what_happened(folder: Path) -> None:
    Path("in").mkdir()
    for number in range(40):  # for some looks at the bar
        Path("in", f"{number}.docx").write_bytes(certificate({"8580-500 1.2": "", "8580-503 1.1": f"Essay {number}"}))
    said = on_a_terminal("batch", "in", "whole.docx", "--out", "o", "--jobs", "1")
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said)
    assert re.search(r"\b[1-9]\d?/41 +[\d.]+ a (second|minute) +[\d:-]+ +\d+ with gaps", shown)
    assert "41 submissions: 1 complete, 40 with gaps" in said


def test_a_terminal_that_is_not_utf_8_breaks_nothing(folder: Path) -> None:
    Path("a.docx").write_bytes(certificate(programme="Zoë’s 学 programme"))
    done = run("check", "a.docx", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0
    assert b"Zo?" in done.stdout


@pytest.mark.parametrize("words", [["check", "gappy.docx"], ["check", "gappy.docx", "--json"], ["--help"]])
def test_a_reader_that_goes_away_is_no_fault(words: list[str], folder: Path) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *words],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=theirs,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_an_output_that_is_full_is_told(unbuffered: str, folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", "check", "gappy.docx"],
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == "The output could not be written: No space left on device.\n"


def test_asking_for_the_version_loads_no_reader_and_no_language() -> None:
    code = "import sys, pipeline.cli as c; c.main(['--version']); print([m for m in sys.modules if m in sys.argv])"
    heavy = ["lxml", "numpy", "rapidfuzz", "spacy", "jinja2", "rich"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# ---------------------------------------------------------------- what is shown is only text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07name", "name"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jcleared", "cleared"),
        ("a\rb\nc\td", "a b c d"),
        ("bell\x07 null\x00 delete\x7f", "bell null delete"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("exe\u202efdp.docx", "exefdp.docx"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_nothing_that_acts_on_a_terminal_is_left_in_a_text(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_a_hostile_document_does_not_flood_the_terminal() -> None:
    lines = list(summary(hostile()))
    assert len(lines) < 30
    assert max(len(line.text) for line in lines) < 400
    assert not [line for line in lines if "\x1b" in line.text or "\n" in line.text]


def test_a_path_keeps_its_spaces() -> None:
    assert safe("a  b.docx") == "a  b.docx"


# ---------------------------------------------------------------- from Python


@pytest.mark.parametrize(
    "code",
    [
        "import pipeline; outcome = pipeline.check(path)",
        "import pipeline, pipeline.check; outcome = pipeline.check(path)",
        "import pipeline; pipeline.check; import pipeline.check; outcome = pipeline.check(path)",
        "from pipeline.check import read; import pipeline; outcome = pipeline.check(path)",
        "from pipeline import check; outcome = check(path)",
        "from pipeline.check import check; outcome = check(path)",
    ],
)
def test_check_is_the_function_whoever_imports_the_room_of_that_name(code: str, folder: Path) -> None:
    script = f"from pathlib import Path; path = Path('gappy.docx'); {code}; print(outcome.verdict)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("gaps\n", "")


def test_read_gives_the_document(folder: Path) -> None:
    import pipeline

    assert len(pipeline.read(folder / "gappy.docx").tables) == 5


def test_the_package_has_no_other_lazy_names() -> None:
    import pipeline

    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = pipeline.nonsense
