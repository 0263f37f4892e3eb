"""How a cell points to another place (judge/references, judge/places)."""

from pipeline.policy.base import Data


class References(Data, frozen=True, kw_only=True):
    """How a cell points to another place."""

    lead: str
    lead_row: str
    criterion: str
    outcome: str
    unit: str
    row_above: str
    row_below: str
    above: str
    below: str
    ordinal: str
    counted: str
    counts: tuple[tuple[str, int], ...]
    ups: frozenset[str]
    but: str
    by_words: str
    by_words_before: str
    ditto: str
    joined: str
    range: str
    away: str
    same: str
    covers: str
    uncovered: str
    heading: str
    parts: str
    limits: str
    words: frozenset[str]
    dittos: frozenset[str]
    words_max: int
    fillers: frozenset[str]
    rows: frozenset[str]
    unread: frozenset[str]
    ordinals: tuple[str, ...]
    openings: tuple[str, ...]
    lasts: tuple[str, ...]
    common: frozenset[str]
