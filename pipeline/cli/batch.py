"""The command that checks many submissions: what it is told, and what it tells as it goes."""

import argparse
import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing

from pipeline.batch import Batch, Event, Finished, Found, Settings, Unreachable, in_words
from pipeline.batch.find import check_inputs
from pipeline.batch.jobs import Done
from pipeline.cli.arguments import INTERRUPTED, WRITTEN, WRONG_USE
from pipeline.lines import Line, Look, clean, lasted, safe, told
from pipeline.source import decodable
from pipeline.terminal import Progress, complain, progress, say


def run_batch(arguments: argparse.Namespace) -> int:
    """Checks every submission in what is named, and tells each; the exit status says whether all have an outcome."""
    gc.enable()
    settings = Settings(
        arguments.out,
        arguments.packs,
        arguments.reference,
        arguments.policy,
        arguments.jobs,
        arguments.scheduler,
        arguments.retry,
    )
    check_inputs(arguments.inputs, settings.out)  # before anything is made, or waited for
    teller = _Teller(settings, is_quiet=arguments.quiet, is_watching=arguments.watch)
    waiting = f"Another batch writes to {safe(settings.out)}. This one begins when that has ended; Ctrl-C stops it."
    try:
        with Batch(settings, None if arguments.watch else lambda: complain(waiting)) as batch:
            teller.begin(arguments.inputs)
            steps = batch.watch(arguments.inputs, arguments.rest) if arguments.watch else batch.run(arguments.inputs)
            with closing(steps), progress(is_quiet=arguments.quiet) as bar:
                for event in steps:
                    teller.tell(event, bar)
    except KeyboardInterrupt:
        complain(teller.stopped())
        return INTERRUPTED
    return WRITTEN if teller.is_whole else WRONG_USE


class _Teller:
    """What is said of each event, and what is known of the run so far."""

    def __init__(self, settings: Settings, *, is_quiet: bool, is_watching: bool) -> None:
        self._out = safe(settings.out)
        self._is_quiet = is_quiet
        self._is_watching = is_watching
        self._kinds: Counter[str] = Counter()
        self._total = 0
        self.is_whole = True

    def begin(self, inputs: Sequence[str]) -> None:
        """Says that a folder is watched, as it may be long before anything happens."""
        if self._is_watching and not self._is_quiet:
            names = ", ".join(safe(decodable(named)) for named in inputs)
            say([Line(f"Watching {names}. What comes is checked once it has rested; Ctrl-C ends it.", is_whole=True)])

    def tell(self, event: Event, bar: Progress) -> None:
        """Says what happened."""
        match event:
            case Found():
                self._total, self._kinds = event.waiting, Counter()
                bar.begin(event.waiting)
                if not self._is_quiet:
                    say(_found(event))
            case Done():
                self._kinds[event.record.kind] += 1
                line = told(event.job.shown, event.record)
                bar.advance(line, in_words(self._kinds), is_bad=event.record.kind == "unread")
            case Unreachable():
                complain(event.why or "It can be reached again.")
            case Finished():
                bar.end()
                self.is_whole = self.is_whole and not event.unsettled
                if not self._is_quiet:
                    say(self._finished(event))

    def stopped(self) -> str:
        """The word to somebody who has stopped it."""
        if self._is_watching and self._kinds.total() == self._total:
            return f"Stopped watching. What is done is kept in {self._out}. To go on, run the same command again."
        done = f"Stopped after {self._kinds.total()} of {self._total}. What is done is kept in {self._out}."
        return f"{done} To go on, run the same command again: it does only what is left."

    def _finished(self, event: Finished) -> Iterator[Line]:
        yield from (Line(note, Look.DOUBT, is_whole=True) for note in event.notes)
        if event.seconds:
            yield Line(lasted(event.seconds), Look.FAINT)
        if event.unsettled:
            what = f"{event.unsettled} went or could not be written meanwhile: the same command tries them again."
            yield Line(what, Look.BAD)
        if event.kinds.get("unread", 0) > event.unsettled:
            yield Line("To try those again that could not be read: the same command with --retry", Look.FAINT)
        of_these = [(event.known, "checked before"), (event.same, "the same as another")]
        told = ", ".join(f"{count} {what}" for count, what in of_these if count)
        some = f" ({told})" if told else ""
        look = f"To look through them, open {self._out}/index.html"
        yield Line(f"{in_words(event.kinds)}{some}. {look}", Look.TITLE, is_whole=True)


def _found(event: Found) -> Iterator[Line]:
    over = event.passed_over
    if over.count:
        more = f" and {over.count - len(over.names)} more" if over.count > len(over.names) else ""
        names = ", ".join(clean(name) for name in over.names)
        yield Line(f"Passed over, as they are no submissions: {names}{more}", Look.FAINT)
    if event.total > event.waiting:
        others = "the others are known, or the same as one of them"
        yield Line(f"{event.waiting} of {event.total} are to be checked; {others}", Look.FAINT)
