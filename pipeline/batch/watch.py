"""A watched folder to the submissions that come: each once it has rested, so that none is read while it is copied."""

import time
from collections.abc import Callable, Iterator, Sequence

from pipeline.batch.find import PassedOver, check_inputs, find
from pipeline.batch.jobs import Source
from pipeline.errors import UsageError

_AT_ONCE = 500  # newcomers of one run: a pile is told, and rolled up, in parts
_LOOK_S = 1.0  # seconds from one look to the next
_AGAIN_S = 60.0  # after which one is given again that came to nothing, as where it may not be read
_SHARE = 5  # looking takes at most one part in so many of the time


class Rest:
    """Which sources have rested: of the same size and date for so many seconds, by this process's own clock.

    Only those that have not are remembered; `is_known` says which have been taken as they are.
    """

    def __init__(self, seconds: float, is_known: Callable[[Source], bool]) -> None:
        self._seconds = seconds
        self._is_known = is_known
        self._seen: dict[str, tuple[Source, float]] = {}

    def rested(self, found: Iterator[Source], now_s: float) -> list[Source]:
        """Of what is found at this moment, what is not known and has rested; what is not found is forgotten."""
        before, self._seen = self._seen, {}
        ready: list[Source] = []
        for source in found:
            if self._is_known(source):
                continue
            seen, since = before.get(source.path, (source, now_s))
            if seen != source:
                since = now_s
            if now_s - since >= self._seconds and len(ready) < _AT_ONCE:
                ready.append(source)
                since = now_s + _AGAIN_S
            self._seen[source.path] = source, since
        return ready


def newcomers(inputs: Sequence[str], out: str, rest: Rest) -> Iterator[tuple[list[Source], str | None]]:
    """Again and again, without end: what has come and rested; or why nothing can be seen, once, and "" once it can be.

    A folder that has gone, as one of a network does, is waited for.
    """
    is_away, looked_s = False, 0.0  # how long a look takes, and not what is done with what it sees
    while True:
        begun = time.monotonic()
        try:
            ready = rest.rested(_seen(inputs, out), begun)
        except (UsageError, OSError) as error:
            if not is_away:
                yield [], error.advice if isinstance(error, UsageError) else str(error.strerror)
            is_away = True
        else:
            looked_s = time.monotonic() - begun
            if is_away:
                yield [], ""
            is_away = False
            yield ready, None
        time.sleep(max(_LOOK_S, _SHARE * looked_s))


def _seen(inputs: Sequence[str], out: str) -> Iterator[Source]:
    check_inputs(inputs, out)
    return find(inputs, out, PassedOver())
