"""The arguments of every command, and the exit statuses that they end with."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pipeline import __version__
from pipeline.errors import UsageError
from pipeline.lines import clean
from pipeline.pack import load_result
from pipeline.report.drawing import REPORTS
from pipeline.result import Result

WRITTEN, GATE_MET, WRONG_USE, UNREAD, INTERRUPTED = 0, 1, 2, 3, 130

Run = Callable[[argparse.Namespace], int]
"""What carries a command out: its arguments to an exit status."""

_ABOUT = """\
Checks the unit mapping that a centre submits for an ILM qualification: is every assessment criterion covered by a
learning strategy and by assessment evidence, and if not, what should the centre be asked for?"""

_EXAMPLES = """\
examples:
  %(prog)s check "inputs/my mapping.docx"          check one submission, write its report under outputs/
  %(prog)s batch submissions --out results         check every submission in a folder
  %(prog)s stats results                           what a batch says as a whole: most missed criteria, by customer …
  %(prog)s decisions "x - coverage.xlsx"           what you decided in a workbook, kept beside its result
  %(prog)s report outputs/x/result.json            the reports anew, with your decisions or without
  %(prog)s explain mapping.docx 8580-501/2.3       why this criterion got its status
  %(prog)s tables mapping.docx                     what the reader sees, before anything is judged
  %(prog)s reference import template.docx          another qualification, from its blank template

exit status:
  0    a report was written, or decisions were kept (in a batch: each submission has a result or an error.json)
  1    a report was written, and --fail-on was met
  2    the command cannot be carried out as it was given, or a workbook or a file of the checker's data has faults
  3    the submission could not be read: error.json says why
  130  stopped with Ctrl-C

What counts as evidence is data: reference/policy.toml. Change a copy of it, and name it with --policy. Each other JSON
file in reference/ is a qualification; which one a submission maps is found out, unless --reference names it."""


def program() -> str:
    """What people type to start this program."""
    return "python -m pipeline" if Path(sys.argv[0]).name == "__main__.py" else "ilm-coverage"


def parser(runs: Mapping[str, Run]) -> argparse.ArgumentParser:
    """The parser of the command line, which sets `run` to what carries the command out, by the command's name."""
    whole = argparse.ArgumentParser(
        prog=program(), description=_ABOUT, epilog=_EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    whole.add_argument("--version", action="version", version=f"ilm-coverage {__version__}")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)

    check = _command(commands, "check", runs["check"], "check one submission and write its report")
    check.add_argument("input", metavar="INPUT", help="the submission: Word, PDF, a scan, .doc, .odt or .rtf")
    _add_out(check)
    _add_data(check)
    _add_wanted(check, "which files to write beside result.json, with commas between: {}, json (all)")
    check.add_argument(
        "--fail-on",
        choices=("none", "partial", "never"),
        default="never",
        help="exit with 1 where any criterion is none; where any is partial or none; or never (the default)",
    )
    check.add_argument("--json", action="store_true", help="print result.json (or error.json), and nothing else")
    check.add_argument("--quiet", action="store_true", help="print nothing but what went wrong")

    _add_batch(commands, runs)
    _add_stats(commands, runs)
    _add_decisions(commands, runs)

    explain = _command(commands, "explain", runs["explain"], "show why a criterion got its status")
    explain.add_argument("input", metavar="INPUT", help="the submission: Word, PDF, a scan, .doc, .odt or .rtf")
    explain.add_argument("criterion", metavar="UNIT/CRITERION", help="such as 8580-501/2.3, or 501/2.3")
    _add_data(explain)
    explain.add_argument("--json", action="store_true", help="print it as JSON")

    _add_reference(commands, runs)

    seen = _command(commands, "tables", runs["tables"], "show the tables as the reader sees them")
    seen.add_argument("input", metavar="INPUT", help="the submission: Word, PDF, a scan, .doc, .odt or .rtf")
    seen.add_argument("--json", action="store_true", help="print them as JSON")
    return whole


def _add_batch(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", runs: Mapping[str, Run]) -> None:
    about = "check every submission in folders, each with its own report, and draw a report over all"
    batch = _command(commands, "batch", runs["batch"], about)
    batch.add_argument(
        "inputs",
        metavar="PATH_OR_GLOB_OR_URL",
        nargs="+",
        help='a folder, a file, a pattern ("in/*.docx"), or a URL ("s3://bucket/in")',
    )
    batch.add_argument("--out", metavar="DIR_OR_URL", default="outputs", help="where to write (outputs)")
    batch.add_argument(
        "--packs",
        choices=("all", "gaps", "none"),
        default="all",
        help="write the reports of every submission (the default), of those that are not complete, or of none; "
        "with the last two all results go to Parquet files in results/",
    )
    batch.add_argument("--retry", action="store_true", help="check again what could not be read")
    batch.add_argument("--watch", action="store_true", help="go on: take what comes into the folders, until Ctrl-C")
    batch.add_argument(
        "--rest", metavar="S", type=_seconds, default=5.0, help="how long a file must have rested to be taken (5)"
    )
    batch.add_argument("--jobs", metavar="N", type=_number, help="how many to check at a time here (one for each core)")
    batch.add_argument(
        "--scheduler", metavar="ADDRESS", help="check on a cluster: its Dask scheduler (tcp://host:8786)"
    )
    _add_data(batch)
    batch.add_argument("--quiet", action="store_true", help="print nothing but what went wrong")


def _number(named: str) -> int:
    """A count from 1. Raises: ArgumentTypeError."""
    if not named.isascii() or not named.isdigit() or int(named) < 1:
        raise argparse.ArgumentTypeError(f"{clean(named)!r} is not a number from 1 on")
    return int(named)


def _seconds(named: str) -> float:
    """A time. Raises: ArgumentTypeError."""
    try:
        seconds = float(named)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{clean(named)!r} is no number of seconds")
    return seconds


def _add_stats(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", runs: Mapping[str, Run]) -> None:
    about = "what a batch says as a whole: what is missed most, by customer, by unit, by reason"
    stats = _command(commands, "stats", runs["stats"], about)
    stats.add_argument("folder", metavar="DIR", help="the folder that the batch wrote to")
    stats.add_argument("--top", metavar="N", type=_number, default=10, help="how many rows of each table (10)")
    stats.add_argument("--json", action="store_true", help="print all of it as JSON")


def _add_decisions(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", runs: Mapping[str, Run]) -> None:
    about = "read your decisions back from a workbook, and keep them beside its result"
    decisions = _command(commands, "decisions", runs["decisions"], about)
    decisions.add_argument(
        "workbook", metavar="WORKBOOK", help="the workbook of a check, with “Your decision” filled in"
    )
    decisions.add_argument("--result", metavar="FILE", type=Path, help="its result (result.json beside the workbook)")
    decisions.add_argument(
        "--out", metavar="FILE", type=Path, help="the file to write (decisions.json beside the result)"
    )
    decisions.add_argument("--force", action="store_true", help="overwrite decisions that the workbook does not have")

    report = _command(
        commands, "report", runs["report"], "draw the reports of a check anew, with your decisions in them"
    )
    report.add_argument("result", metavar="RESULT", type=Path, help="the check's result.json, or its folder")
    report.add_argument("--with-decisions", metavar="FILE", type=Path, help="the decisions.json on this result")
    _add_wanted(report, "which files to write, with commas between: {} (all)")
    report.add_argument(
        "--submission", metavar="FILE", help="the submission itself, which the copy with comments needs"
    )
    report.add_argument("--policy", metavar="FILE", type=Path, help="another policy (reference/policy.toml)")
    report.add_argument("--out", metavar="DIR", type=Path, help="where to write (beside the result)")
    report.add_argument("--force", action="store_true", help="overwrite files that somebody has worked in")


def _add_reference(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", runs: Mapping[str, Run]) -> None:
    about = "add another qualification: draft its reference from a blank template, and check it"
    kinds = commands.add_parser("reference", help=about, description=f"{about[0].upper()}{about[1:]}.").add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    drafts = _command(
        kinds, "import", runs["reference import"], "draft a reference from a blank template, and say what it lacks"
    )
    drafts.add_argument("template", metavar="TEMPLATE", help="the blank form of the qualification, as for check")
    drafts.add_argument("--out", metavar="FILE", type=Path, help="the file to write (outputs/NUMBER.json)")
    drafts.add_argument("--force", action="store_true", help="overwrite the file where it is there already")
    drafts.add_argument("--policy", metavar="FILE", type=Path, help="another policy (reference/policy.toml)")
    checks = _command(kinds, "check", runs["reference check"], "say all that is wrong in a reference file")
    checks.add_argument("file", metavar="FILE", help="the reference file")


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Run,
    about: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    parser.set_defaults(run=run)
    return parser


def _add_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="DIR", type=Path, default=Path("outputs"), help="where to write (outputs)")


def _add_wanted(parser: argparse.ArgumentParser, about: str) -> None:
    kinds = about.format(", ".join(REPORTS))
    parser.add_argument("--only", metavar="KINDS", type=_kinds, default=(), help=kinds)
    parser.add_argument("--since", metavar="RESULT", type=Path, help="the last submission's result.json: what changed")


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reference", metavar="FILE", type=Path, help="the qualification's file (found out of those in reference/)"
    )
    parser.add_argument("--policy", metavar="FILE", type=Path, help="another policy (reference/policy.toml)")


def _kinds(named: str) -> tuple[str, ...]:
    """The kinds of files that are named; "json" is always written, and alone where it is named alone."""
    kinds = tuple(filter(None, (kind.strip().lower() for kind in named.split(","))))
    unknown = [kind for kind in kinds if kind not in (*REPORTS, "json")]
    if unknown or not kinds:
        known = ", ".join((*REPORTS, "json"))
        wrong = clean(unknown[0] if unknown else named)
        raise argparse.ArgumentTypeError(f"{wrong!r} is no kind of file; there are {known}")
    return kinds


def earlier(path: Path | None) -> Result | None:
    """The result in a result.json that is named, None where none is. Raises: UsageError, where it is none."""
    return None if path is None else load_result(path).result


def since_notes(old: Result | None, new: Result) -> Iterator[str]:
    """A word where an earlier result may not be that of the last submission: a letter that names it goes to a customer.

    Raises: UsageError, where it is on another qualification.
    """
    from pipeline.report.since import is_comparable, is_of_another

    if old is None:
        return
    if not is_comparable(old, new):
        was, now = old.reference.qualification, new.reference.qualification
        raise UsageError(f"The result that --since names is on {was}, and this one is on {now}: nothing compares.")
    if is_of_another(old, new):
        named = clean(old.submission.customer or old.submission.programme or old.submission.file)
        yield f"The last submission that --since names is from {named}. Is it the right one?"


def submission(named: str) -> Path:
    """The file that is named. Raises: UsageError, where it is none."""
    path = Path(named)
    if not named:
        raise UsageError("No submission is named.")
    if path.is_dir():
        raise UsageError(f"{clean(named)} is a folder. To check every submission in it, use the command batch.")
    if path.exists() and not path.is_file():
        raise UsageError(f"{clean(named)} is not a file.")
    if not path.is_file():
        raise UsageError(f"There is no file {clean(named)}.")
    return path


def folder(out: Path) -> Path:
    """The folder to write to, which need not be there yet. Raises: UsageError, where it is a file."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"{clean(str(out))} is a file. Name a folder with --out.")
    return out
