"""The commands that add another qualification: a draft from a blank template, and the check of a reference file."""

import argparse
import re
from pathlib import Path

from pipeline.cli.arguments import WRITTEN, WRONG_USE, submission
from pipeline.lines import clean, drafted, sound
from pipeline.sandbox import Sandbox
from pipeline.terminal import complain, say


def import_template(arguments: argparse.Namespace) -> int:
    """Writes the draft of a template's reference, and says what it lacks; a file that is there is left alone."""
    template = submission(arguments.template)
    with Sandbox(policy=arguments.policy) as sandbox:
        from pipeline.pack import write_new
        from pipeline.reference import find_faults

        draft = sandbox.draft(template)
    packed = draft.packed()
    out = arguments.out or Path("outputs", f"{_name(draft.reference.ref) or template.stem}.json")
    write_new(packed, out, is_forced=arguments.force)
    say(drafted(draft, out, find_faults(packed)))
    return WRITTEN


def _name(number: str | None) -> str | None:
    """A qualification's number where it may name a file: it comes from the template, which may say anything."""
    return number if number and re.fullmatch(r"\w[\w-]{0,40}", number) else None


def check_reference(arguments: argparse.Namespace) -> int:
    """Says what a reference file holds, or every fault that is in it."""
    from pipeline.reference import find_faults, load_reference

    path = submission(arguments.file)
    faults = find_faults(path.read_bytes())
    if not faults:
        say(sound(load_reference(path)))
        return WRITTEN
    many = f"{len(faults)} things are" if len(faults) > 1 else "One thing is"
    complain(f"{clean(str(path))}: {many} wrong or still to be given.")
    for fault in faults:
        complain(f"  {fault.place}: {fault.text}")
    return WRONG_USE
