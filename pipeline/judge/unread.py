"""Numbers of an evidence cell that nothing was made of, beside a minimum that it does not state: a person is asked."""

import re
from collections.abc import Sequence

from pipeline.judge.sums import units_of
from pipeline.policy.cells import Quantities
from pipeline.reference import Minimum
from pipeline.text import Quantity, in_figures, quantities

_NUMBER = re.compile(r"(?<![\w.,/-])\d+(?:\.\d+)?(?![\d.,/]{0,6}\d)")


def unread(text: str, minimums: Sequence[Minimum], policy: Quantities) -> Minimum | None:
    """The first minimum that the text may fall short of in numbers that were not read: "a caseload of three".

    None where it states enough, or no number but those of names, lengths and dates (`policy.harmless`).
    """
    figures = in_figures(text, ())
    unstated = [minimum for minimum in minimums if not _states(figures, minimum, policy)]
    if not unstated:
        return None
    if held := [minimum for minimum in unstated if _may_state(figures, minimum, policy)]:
        return held[0]
    units = units_of(policy, unstated[0].of)
    read = [range(found.start, found.end) for found in quantities(figures, units)]
    harmless = [range(found.start(), found.end()) for found in re.finditer(policy.harmless, figures, re.IGNORECASE)]
    known = [*read, *harmless]
    left = [found for found in _NUMBER.finditer(figures) if not any(found.start() in span for span in known)]
    if unstated[0].of == "clients":  # people by any name: "six probationers"
        left = [found for found in left if float(found[0]) < unstated[0].value]
    return unstated[0] if left else None


def _states(text: str, minimum: Minimum, policy: Quantities) -> bool:
    return any(found.low >= minimum.value for found in _own(text, minimum, policy))


def _may_state(text: str, minimum: Minimum, policy: Quantities) -> bool:
    """Whether an amount of that unit, taken for another thing's, may be meant: it is large, or may be repeated."""
    own = _own(text, minimum, policy)
    if any(found.low >= policy.hardly_below * minimum.value for found in own):
        return True
    weeks = quantities(text, units_of(policy, "months")) if own and minimum.of == "hours" else []
    return any(found.unit == "months" and not found.is_article for found in weeks)


def _own(text: str, minimum: Minimum, policy: Quantities) -> list[Quantity]:
    return [found for found in quantities(text, units_of(policy, minimum.of)) if found.unit == minimum.of]
