"""What every report is drawn from: the result, and what is known beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.decisions import Decision
from pipeline.report.since import Since
from pipeline.result import Result


@dataclass(frozen=True, slots=True)
class Review:
    """A result as it is to be shown.

    `decided` holds by unit and criterion what the QCM decided; `result` has these decisions in it already, a decision
    still says what was computed, and `computed` is the whole result without them, None where there are none. `since`
    is what changed since the last submission, None where none is named.
    """

    result: Result
    since: Since | None = None
    decided: Mapping[tuple[str, str], Decision] = field(default_factory=dict)
    computed: Result | None = None

    @property
    def as_computed(self) -> Result:
        """The result as `result.json` holds it."""
        return self.computed or self.result
