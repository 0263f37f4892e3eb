"""The grid's rows to mapped rows: what one criterion has over several rows is joined."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.extract.lines import RowLine, Said, words
from pipeline.extract.sheets import lowest
from pipeline.model.submission import MappedRow

_GOES_ON = re.compile(r"^[a-z(,;&–—-]")
_OPEN_END = re.compile(
    r"(?:[,;:(&/–—-]|\b(?:and|or|of|the|to|with|for|in|a|an|by|on|from|your|own|their|as))$", re.IGNORECASE
)


def joined(lines: Iterable[RowLine]) -> list[RowLine]:
    """The rows of one table, each criterion's further rows joined to its first."""
    rows: list[RowLine] = []
    for line in lines:
        last = rows[-1] if rows else None
        if last is not None and _belongs(last, line):
            rows[-1] = _join(last, line)
        else:
            rows.append(line)
    return [row for row in rows if row.numbers or row.text or row.strategies.has_words or row.evidence.has_words]


def mapped(line: RowLine) -> MappedRow:
    """The row as the model has it."""
    return MappedRow(
        numbers=line.numbers,
        text=line.text.strip(),
        outcome_number=line.outcome_number,
        outcome=line.outcome,
        strategies=words(line.strategies, line.location),
        evidence=words(line.evidence, line.location),
        location=line.location,
        confidence=line.confidence,
        wording=line.cell.location if line.cell else None,
    )


def _belongs(last: RowLine, line: RowLine) -> bool:
    """Whether a row goes on with the criterion above it: no number of its own, and no text or one that goes on."""
    if line.cell is not None and line.cell is last.cell and line.cell.text.strip():
        return not line.numbers or line.numbers == last.numbers
    if line.numbers and line.numbers != last.numbers:
        return False
    if line.ordinal is not None and line.ordinal != last.ordinal:
        return False
    if not line.text:
        return True
    if not last.text:
        return False
    return bool(_GOES_ON.search(line.text) or (_OPEN_END.search(last.text.rstrip()) and not line.numbers))


def _join(last: RowLine, line: RowLine) -> RowLine:
    is_same_cell = line.cell is not None and line.cell is last.cell
    text = last.text if is_same_cell or not line.text else f"{last.text.rstrip()} {line.text.lstrip()}"
    return replace(
        last,
        text=text,
        numbers=last.numbers or line.numbers,
        strategies=_both(last.strategies, line.strategies),
        evidence=_both(last.evidence, line.evidence),
        confidence=lowest((last.confidence, line.confidence)),
    )


def _both(first: Said, second: Said) -> Said:
    cells = tuple({id(cell): cell for cell in (*first.cells, *second.cells)}.values())
    ticked = "; ".join(dict.fromkeys(filter(None, (*first.ticked.split("; "), *second.ticked.split("; ")))))
    return Said(cells, ticked)


def restarts(seen: Sequence[MappedRow], rows: Sequence[MappedRow]) -> Iterator[int]:
    """Where rows begin another unit without a heading: numbers met before, from 1.1 on, with other words."""
    known = {number: row.text.casefold() for row in seen for number in row.numbers}
    for at, row in enumerate(rows):
        ahead = [later for later in rows[at : at + 3] if later.numbers]
        is_again = ahead and all(
            later.numbers[0] in known and later.text.casefold() != known[later.numbers[0]] for later in ahead
        )
        if row.numbers[:1] == ("1.1",) and is_again and len(ahead) > 1:
            known = {}
            yield at
        known |= {number: row.text.casefold() for number in row.numbers}


def speaks_for(row: MappedRow, others: Iterable[MappedRow]) -> bool:
    """Whether a row of several numbers and no text stands beside the rows of the criteria that it names."""
    if len(row.numbers) < 2 or row.text:
        return False
    return set(row.numbers) <= {number for other in others if other is not row for number in other.numbers}
