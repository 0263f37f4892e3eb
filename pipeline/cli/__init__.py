"""Arguments to exit status: the only room that parses arguments, and says how the program ends."""

import argparse
import gc
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from pipeline.cli.arguments import (
    GATE_MET,
    INTERRUPTED,
    UNREAD,
    WRITTEN,
    WRONG_USE,
    Run,
    earlier,
    folder,
    parser,
    since_notes,
    submission,
)
from pipeline.cli.decisions import draw_anew, read_decisions
from pipeline.cli.references import check_reference, import_template
from pipeline.errors import PipelineError, SubmissionError, UsageError
from pipeline.lines import Line, Look, cells, clean, explanation, refused, safe, summary, tables, written
from pipeline.pack import RESULT_FILE, file_name, write_pack
from pipeline.report.drawing import REPORT_ENDING
from pipeline.result import Criterion, Failure, Result, Unit, encode
from pipeline.sandbox import Sandbox
from pipeline.sandbox.messages import Wanted
from pipeline.terminal import complain, flush, print_bytes, say, steady_streams


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status of a command line; what is to be said is printed on the way."""
    # The libraries make a hundred thousand objects as they load and no garbage: looking for it is a tenth of a check,
    # and at the end of the process too.
    gc.disable()
    steady_streams()
    with suppress(ValueError):  # outside a program's main thread nobody may say what its signals do
        for number in (signal.SIGTERM, signal.SIGHUP):  # as Ctrl-C: nothing is left behind
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
                signal.signal(number, signal.default_int_handler)
    try:
        status = _run(argv)
        flush()
    except SubmissionError as error:
        complain(error.advice)
        return UNREAD
    except PipelineError as error:
        complain(error.advice)
        return WRONG_USE
    except KeyboardInterrupt:
        complain("Stopped.")
        return INTERRUPTED
    except Exception as error:  # a fault of the checker, wherever: told in words
        if sys.flags.dev_mode:
            raise
        from pipeline.sandbox.serving import fault

        complain(fault(error))
        return UNREAD
    return status


def _run(argv: Sequence[str] | None) -> int:
    try:
        arguments = parser(_RUNS).parse_args(argv)
    except SystemExit as end:  # --help, --version, or a use that argparse refused
        return int(end.code or 0)
    return int(arguments.run(arguments))


# ---------------------------------------------------------------- the commands


def _check(arguments: argparse.Namespace) -> int:
    source = submission(arguments.input)
    out = folder(arguments.out)
    wanted = Wanted(only=arguments.only, since=earlier(arguments.since))
    with Sandbox(reference=arguments.reference, policy=arguments.policy) as sandbox:
        checked = sandbox.pack(source, wanted)
        outcome, drawn = checked.outcome, checked.drawn
        notes = list(since_notes(wanted.since, outcome)) if isinstance(outcome, Result) else []
        pack = write_pack(outcome, drawn, source, out)
    if arguments.json:
        print_bytes(encode(outcome))
    if isinstance(outcome, Failure):
        return _unread(outcome, pack)
    is_met = _is_met(arguments.fail_on, outcome)
    if not arguments.json and not arguments.quiet:
        say(summary(outcome))
        names = [*(file_name(source, ending) for ending in drawn.files), RESULT_FILE]
        say(written(pack, names, file_name(source, REPORT_ENDING), [*notes, *drawn.notes]))
        if is_met:
            say([Line(f"Exit status {GATE_MET}, as --fail-on {arguments.fail_on} asks.", Look.FAINT)])
    return GATE_MET if is_met else WRITTEN


def _batch(arguments: argparse.Namespace) -> int:
    from pipeline.cli.batch import run_batch

    return run_batch(arguments)


def _stats(arguments: argparse.Namespace) -> int:
    from pipeline.cli.stats import stats

    return stats(arguments)


def _explain(arguments: argparse.Namespace) -> int:
    source = submission(arguments.input)
    with Sandbox(reference=arguments.reference, policy=arguments.policy) as sandbox:
        outcome = sandbox.check(source)
    if isinstance(outcome, Failure):
        return _unread(outcome, None)
    unit, criterion = _criterion(outcome, arguments.criterion)
    if arguments.json:
        print_bytes(msgspec.json.encode({"unit": unit.ref, "title": unit.title, "criterion": criterion}) + b"\n")
    else:
        say(explanation(unit, criterion))
    return WRITTEN


def _tables(arguments: argparse.Namespace) -> int:
    source = submission(arguments.input)
    with Sandbox() as sandbox:
        found = sandbox.tables(source)
    if arguments.json:
        seen = [
            {"page": table.location.page, "table": number, "rows": cells(table)}
            for number, table in enumerate(found, start=1)
        ]
        print_bytes(msgspec.json.encode({"tables": seen}) + b"\n")
    else:
        say(tables(found))
    return WRITTEN


def _is_met(fail_on: str, result: Result) -> bool:
    """Whether the result has what --fail-on names; a document that maps nothing has every gap."""
    counts = result.counts
    gaps = {"never": 0, "none": counts.none, "partial": counts.none + counts.partial}[fail_on]
    return fail_on != "never" and (gaps > 0 or not counts.criteria)


def _criterion(result: Result, named: str) -> tuple[Unit, Criterion]:
    """The unit and criterion that "8580-501/2.3" names, or "501/2.3" for short."""
    unit_ref, _, ref = named.strip().rpartition("/")
    units = [unit for unit in result.units if unit_ref and unit.ref.endswith(unit_ref)]
    if len(units) != 1:
        known = [unit.ref for unit in result.units]
        such = f"Write UNIT/CRITERION, such as {known[0]}/1.1; units: {', '.join(known)}."
        raise UsageError(f"{named!r} names no criterion. {such}")
    unit = units[0]
    if not unit.criteria:
        raise UsageError(f"The submission neither claims nor maps unit {unit.ref}, so its criteria are not judged.")
    criterion = next((criterion for criterion in unit.criteria if criterion.ref == ref), None)
    if criterion is None:
        refs = ", ".join(criterion.ref for criterion in unit.criteria)
        raise UsageError(f"Unit {unit.ref} has no criterion {ref!r}. It has {refs}.")
    return unit, criterion


_RUNS: Mapping[str, Run] = {
    "check": _check,
    "batch": _batch,
    "stats": _stats,
    "decisions": read_decisions,
    "report": draw_anew,
    "explain": _explain,
    "tables": _tables,
    "reference import": import_template,
    "reference check": check_reference,
}


# ---------------------------------------------------------------- what is said


def _unread(failure: Failure, folder: Path | None) -> int:
    """Says why a submission could not be read, and gives the exit status for it."""
    complain(f"{clean(failure.file)} {refused(failure)}")
    if folder:
        complain(f"This is kept in {safe(str(folder / 'error.json'))}")
    return UNREAD
