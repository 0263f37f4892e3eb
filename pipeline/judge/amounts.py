"""An evidence cell and a criterion's minimums to the shortfall: by the rules and by what is likely.

The rules work amounts out by patterns, and know those alone; a transformer that was trained on labelled amounts sees
the cell's words and what its numbers may come to, and cannot work anything out. Where they agree and neither is in
doubt, that is the answer; else a person is asked, and the likelier answer stands.
"""

import re
from dataclasses import replace

from pipeline.data import TRAINED
from pipeline.errors import DataError
from pipeline.judge.reckoning import reckoned
from pipeline.judge.shortfall import Shortfall, asked_for, shortfall
from pipeline.judge.transformer import Transformer, load_transformer
from pipeline.policy.cells import Quantities
from pipeline.reference import Minimum
from pipeline.text import squash

DEFAULT_AMOUNTS = TRAINED / "amounts.npz"
ENOUGH, SHORT = AMOUNTS = ("enough", "short")


def weighed_shortfall(
    text: str, minimums: tuple[Minimum, ...], model: Transformer, policy: Quantities
) -> Shortfall | None:
    """What a cell falls short of, or a person is to be asked about; None where it surely states enough, or nothing."""
    ruled = shortfall(text, minimums, policy)
    if not {(minimum.of, minimum.value) for minimum in minimums} <= policy.judged:
        return ruled
    figures, ways = reckoned(text, minimums, policy)
    if not ways:
        return ruled
    short = round(model.probabilities(figures, ways)[SHORT], 3)
    is_ruled_short = ruled is not None and ruled.is_short
    is_short = short >= (policy.short_kept_from if is_ruled_short else policy.short_from)
    is_plain = ruled is None or (ruled.is_short and not ruled.is_doubtful)
    is_sure = abs(is_ruled_short - short) <= (policy.sure_within if is_plain else policy.sure_within_doubt)
    is_sure = is_sure and (is_short or not (_is_taken_back(figures, minimums, policy) or _is_together(text, policy)))
    # What lengths of time come to together only the rules see.
    is_sure = is_sure and (is_plain or all(minimum.of != "months" for minimum in minimums))
    if not is_short and is_sure:
        return None
    found = ruled or Shortfall(asked_for(minimums), "", squash(text))
    return replace(found, have=found.have or policy.less, is_short=is_short, is_doubtful=not is_sure)


def _is_taken_back(figures: str, minimums: tuple[Minimum, ...], policy: Quantities) -> bool:
    """Whether a part of what is stated may not count: "12 hours planned, 8 completed", "two of them as the client"."""
    most = max(minimum.value for minimum in minimums)
    found = re.finditer(policy.taken_back, figures, re.IGNORECASE)
    return any(0 < float(next(filter(None, one.groups()))) < most for one in found)


def _is_together(text: str, policy: Quantities) -> bool:
    """Whether an amount may be no learner's own, or no client's: "twelve hours shared between two learners"."""
    return re.search(policy.together, text, re.IGNORECASE) is not None


def load_amounts() -> Transformer:
    """The transformer that judges amounts. Raises: DataError, where its file is wrong or of another version."""
    found = load_transformer(DEFAULT_AMOUNTS)
    if found.categories != AMOUNTS:
        raise DataError("What judges amounts in reference/trained is of another version: renew it with `make train`.")
    return found
