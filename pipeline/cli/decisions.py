"""The commands for what people decide: decisions read back from a workbook, and reports drawn anew with them."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from pipeline.cli.arguments import WRITTEN, WRONG_USE, earlier, folder, program, since_notes, submission
from pipeline.errors import UsageError
from pipeline.lines import Line, Look, clean, safe, summary, written
from pipeline.pack import (
    DECISIONS_FILE,
    RESULT_FILE,
    Kept,
    load_decisions,
    load_result,
    pack_name,
    write_new,
    write_reports,
)
from pipeline.report.drawing import REPORT_ENDING, Drawn
from pipeline.terminal import complain, say

if TYPE_CHECKING:
    from pipeline.decisions import Decision, Decisions
    from pipeline.report.review import Review
    from pipeline.report.workbook.returned import Returned


def read_decisions(arguments: argparse.Namespace) -> int:
    """Writes the decisions in a workbook beside its result; where anything in it is wrong, says all of it instead."""
    from pipeline import decisions
    from pipeline.decide import read_back

    workbook = _workbook(arguments.workbook)
    place = _result_beside(workbook, arguments.result)
    kept = load_result(place)
    read = read_back(workbook, kept.result, kept.fingerprints)
    if read.faults:
        return _refused(workbook, read)
    out = arguments.out or place.parent / DECISIONS_FILE
    made = decisions.Decisions(result=kept.sha256, decisions=list(read.decisions))
    if not arguments.force:
        _refuse_loss(out, made)
    write_new(decisions.encode(made), out, is_forced=True)
    say(_told(read, out, place))
    return WRITTEN


def draw_anew(arguments: argparse.Namespace) -> int:
    """Draws the reports of a result anew, with decisions over it where they are named; the result stays as it is."""
    from pipeline.decide import reviewed

    place = arguments.result / RESULT_FILE if arguments.result.is_dir() else arguments.result
    kept = load_result(place)
    if arguments.only and not set(arguments.only) - {"json"}:
        raise UsageError(f"{RESULT_FILE} is what reports are drawn from: it is not written anew. Name another kind.")
    made = _decisions(arguments.with_decisions, kept)
    out = folder(arguments.out or place.parent)
    since = earlier(arguments.since)
    doubts = list(since_notes(since, kept.result))
    review = reviewed(kept.result, decisions=made, since=since, policy=arguments.policy)
    drawn = _drawn(arguments, review)
    notes = [*doubts, *_policy_note(review, arguments.policy), *drawn.notes]
    if not drawn.files:
        complain(" ".join(notes))
        return WRONG_USE
    name = pack_name(kept.result, place.resolve().parent)
    done = write_reports(drawn, name, out, is_forced=arguments.force)
    notes += [
        f"{left} was worked in since it was drawn, so it is left. Overwrite it with --force." for left in done.left
    ]
    say(summary(review.result))
    say(written(out, done.written, f"{name}{REPORT_ENDING}", notes))
    return WRITTEN


# ---------------------------------------------------------------- decisions


def _workbook(named: str) -> Path:
    path = Path(named)
    if path.is_dir():
        raise UsageError(f"{named} is a folder. Name the workbook in it, which ends in .xlsx.")
    if not path.is_file():
        raise UsageError(f"There is no file {named}.")
    return path


def _result_beside(workbook: Path, named: Path | None) -> Path:
    place = named or workbook.parent / RESULT_FILE
    if not named and not place.is_file():
        raise UsageError(f"There is no {RESULT_FILE} beside {workbook}. Name the one of its check with --result.")
    return place


def _refused(workbook: Path, read: "Returned") -> int:
    many = f"{len(read.faults)} things are" if len(read.faults) > 1 else "One thing is"
    complain(f"{workbook}: {many} wrong, so no decision was kept.")
    for fault in read.faults:
        complain(f"  {fault.place}: {fault.text}")
    return WRONG_USE


def _refuse_loss(out: Path, made: "Decisions") -> None:
    """Raises: UsageError, where the file holds decisions already, and these do not."""
    if not out.exists():
        return
    advice = "Overwrite it with --force, or name another file with --out."
    try:
        held = load_decisions(out)
    except UsageError as error:
        raise UsageError(f"{error.advice} {advice}") from error
    if held.result != made.result:
        raise UsageError(f"{out} holds the decisions on another result. {advice}")
    lost = [f"{one.unit} {one.ref}" for one in held.decisions if one not in made.decisions]
    if lost:
        what = "decisions that the workbook does not have, or has otherwise"
        raise UsageError(f"{out} holds {what}: {', '.join(lost)}. {advice}")


def _told(read: "Returned", out: Path, result: Path) -> Iterator[Line]:
    """What was read back, where it is kept, and how to go on."""
    count = len(read.decisions)
    yield Line(f"{count} {'decision' if count == 1 else 'decisions'} read back", Look.TITLE)
    yield from (Line(f"  {_change(one)}  {clean(one.reason)}", hanging=4) for one in read.decisions)
    if read.needless:
        yield Line(f"As computed, and certain, so nothing to decide: {', '.join(read.needless)}", Look.FAINT)
    unsigned = sum(not one.who or not one.when for one in read.decisions)
    if unsigned:
        lack = f"{unsigned} of them {'does' if unsigned == 1 else 'do'} not say who decided, or when."
        yield Line(f"{lack} Fill in “Decided by” and “Decided on”, and read the workbook again.", Look.DOUBT)
    yield Line()
    yield Line(f"Written: {safe(str(out))}", Look.TITLE, is_whole=True)
    yield Line("To draw the reports with them:", Look.FAINT)
    command = f"{program()} report {quote(str(result))} --with-decisions {quote(str(out))}"
    yield Line(f"  {safe(command)}", Look.FAINT, is_whole=True)


def _change(decision: "Decision") -> str:
    if decision.decided == decision.computed:
        return f"{decision.unit} {decision.ref}  {decision.computed}, confirmed"
    return f"{decision.unit} {decision.ref}  {decision.computed}, now {decision.decided}"


# ---------------------------------------------------------------- reports


def _decisions(named: Path | None, kept: Kept) -> "Decisions | None":
    """The decisions that are named, None where none are. Raises: UsageError, where they are on another result."""
    if named is None:
        return None
    made = load_decisions(named)
    if made.result not in kept.fingerprints:
        raise UsageError(f"{named} holds the decisions on another result. Read them back from this result's workbook.")
    return made


def _drawn(arguments: argparse.Namespace, review: "Review") -> Drawn:
    """What is wanted, drawn in the sandbox where it is drawn into a file that somebody sent."""
    from pipeline.decide import redrawn

    if not arguments.submission:
        return redrawn(review, None, arguments.only)
    from pipeline.sandbox import Sandbox
    from pipeline.sandbox.messages import Wanted

    source = submission(arguments.submission)
    with Sandbox(policy=arguments.policy) as sandbox:
        return sandbox.redraw(source, Wanted(only=arguments.only, review=review))


def _policy_note(review: "Review", named: Path | None) -> Iterator[str]:
    """A word where what follows from decisions follows by another policy than the result's."""
    from pipeline.policy import DEFAULT_POLICY, load_policy

    if review.decided and load_policy(named or DEFAULT_POLICY).sha256 != review.result.policy.sha256:
        yield "The check was made by another policy. Name it with --policy, or the suggestion follows the one in use."
