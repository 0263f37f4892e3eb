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
    stated = [(minimum, quantities(figures, units_of(policy, minimum.of))) for minimum in minimums]
    unstated = [(minimum, found) for minimum, found in stated if not _states(found, minimum)]
    if not unstated:
        return None
    if held := [minimum for minimum, found in unstated if _may_state(found, minimum, policy)]:
        return held[0]
    minimum, read = unstated[0]
    known = [range(found.start, found.end) for found in read]
    known += [range(found.start(), found.end()) for found in re.finditer(policy.harmless, figures, re.IGNORECASE)]
    left = [found for found in _NUMBER.finditer(figures) if not any(found.start() in span for span in known)]
    if minimum.of == "clients":  # people by any name: "six probationers"
        left = [found for found in left if float(found[0]) < minimum.value]
    return minimum if left else None


def _states(found: Sequence[Quantity], minimum: Minimum) -> bool:
    return any(one.unit == minimum.of and one.low >= minimum.value for one in found)


def _may_state(found: Sequence[Quantity], minimum: Minimum, policy: Quantities) -> bool:
    """Whether an amount of that unit, taken for another thing's, may be meant: it is large, or may be repeated."""
    own = [one for one in found if one.unit == minimum.of]
    if any(one.low >= policy.hardly_below * minimum.value for one in own):
        return True
    is_repeated = any(one.unit == "months" and not one.is_article for one in found)
    return bool(own) and minimum.of == "hours" and is_repeated
