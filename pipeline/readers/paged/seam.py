"""The last row on a page and the first on the next: whether they are one row, and which cells go on in any case."""

from collections.abc import Sequence

from pipeline.readers.paged.habits import is_number
from pipeline.readers.paged.page import PageCell
from pipeline.readers.paged.pair import BROKEN_NUMBER, Flow, Pair


def is_one_row(pairs: Sequence[Pair], unpaired: Sequence[PageCell]) -> bool:
    """Whether the rows on both sides of a break are one row that is broken there.

    `unpaired` are the cells below that have no cell above them. Two rows that are joined would hide that a criterion
    has no evidence: a row is joined where something says that it goes on and nothing that it is one of its own.
    """
    if any(cell.text.strip() for cell in unpaired) or _has_own_number(pairs):
        return False
    single = [pair for pair in pairs if not pair.is_merged]
    if any(pair.has_room for pair in single):
        return False
    if not any(pair.below.text.strip() for pair in pairs):
        return any(pair.whole.text.strip() for pair in single)
    keys = [pair for pair in single if pair.column.is_key]
    if any(pair.is_begun for pair in keys) and any(pair.is_left for pair in keys):
        return True
    both = [pair for pair in single if pair.has_both]
    is_whole = not any(pair.is_left for pair in keys if not pair.column.is_number)
    return _flows(both, is_whole=is_whole)


def _flows(both: Sequence[Pair], *, is_whole: bool) -> bool:
    """Whether the texts on both sides run through the break.

    `is_whole`: the row below has all that a row of its own needs but for a number; then more must speak for it.
    """
    flows = [pair.flow for pair in both]
    if not flows:
        return False
    surest, is_apart = max(flows), Flow.APART in flows
    if is_whole:
        return surest is Flow.SURE or (surest is Flow.ON and not is_apart)
    return surest >= Flow.ON or not is_apart


def is_one_cell(pair: Pair) -> bool:
    """Whether a cell lies over rows on both sides of a break between two rows.

    A blank below a cell of several rows is most likely its last row: a break is as likely within it as at its end, and
    blanks are rare. Below a cell of one row it is a blank, unless the cells of the column all lie over several rows.
    """
    if pair.below.text.strip():
        if not pair.has_both or pair.column.numbers(pair.below.text) or pair.has_room:
            return False
        return pair.flow >= (Flow.ON if pair.is_merged or pair.is_filled else Flow.SURE)
    if pair.below.row_span > 1 or pair.whole.row_span > 1:
        return bool(pair.whole.text.strip()) or pair.is_merged
    return pair.column.is_grouping and bool(pair.whole.text.strip())


def one_text(above: str, below: str) -> str:
    """The text of a cell from its parts: the break is a blank, or nothing in a word that it breaks."""
    first, rest = above.rstrip(), below.lstrip()
    if not first or not rest:
        return first or rest
    if first.endswith("\u00ad"):
        return first[:-1] + rest
    is_tied = (first[-1] in "-/" and first[-2:-1].strip()) or BROKEN_NUMBER.fullmatch(f"{first}\n{rest}")
    return first + rest if is_tied else f"{first} {rest}"


def _has_own_number(pairs: Sequence[Pair]) -> bool:
    """Whether the row below begins with its own number."""
    numbering = [pair for pair in pairs if pair.column.is_number]
    if numbering:
        return any(pair.column.numbers(pair.below.text) and not pair.is_broken_number for pair in numbering)
    return any(is_number(pair.below.text) and not pair.is_broken_number for pair in pairs)
