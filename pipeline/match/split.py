"""Rows to parts: one part for each criterion that a row maps."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from pipeline.match.index import Index
from pipeline.model.submission import MappedRow, UnitBlock
from pipeline.text import fold, tokens

_NUMBER = re.compile(r"\d{1,2}\.\d{1,2}")
_INNER_NUMBER = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}(?![\d.]*\d)(?!\s*(?:h\b|hours?\b|hrs?\b|%|credits?\b))")
_STRONG_CUT = re.compile(r"(?<=\S)\s*\n\s*|;\s+|\.\s+(?=[A-Z])")
_WEAK_CUT = re.compile(r"(?<=[a-z)])(?=[A-Z][a-z])|\s+(?=[A-Z][a-z])")
_START = re.compile(r"^(?:[\s;,.&/•–-]|and\b|\(?\d{1,2}\.\d{1,2}[.):]?)+")
_END = re.compile(r"(?:[\s;,&/•–-]|\band|\(?\d{1,2}\.\d{1,2}[.):]?)+$")


@dataclass(frozen=True, slots=True)
class Part:
    """A row, or what a row says of one of the criteria that it maps.

    `number` is the criterion number that it bears, None where it bears none. `is_whole`: the row maps several criteria
    and its text could not be parted, so that it is all of the row's.
    """

    row: MappedRow
    block: int
    number: str | None
    text: str
    folded: str
    is_whole: bool = False


def parts(blocks: Sequence[UnitBlock], units: Sequence[int | None], index: Index) -> tuple[Part, ...]:
    """All rows' parts in the document's order; `units` are the units that the blocks' headings name."""
    split = [
        part
        for at, block in enumerate(blocks)
        for row in block.rows
        for part in (_by_numbers(row, at, units[at], index) if len(row.numbers) > 1 else (_single(row, at),))
    ]
    return tuple(_by_text(split, index))


def _single(row: MappedRow, block: int) -> Part:
    inner = _NUMBER.match(row.text.strip())
    number = row.numbers[0] if row.numbers else inner[0] if inner else None
    return Part(row=row, block=block, number=number, text=row.text, folded=fold(row.text))


# ---------------------------------------------------------------- a row that bears several numbers


def _by_numbers(row: MappedRow, block: int, unit: int | None, index: Index) -> Iterator[Part]:
    """One part a number: the text's piece where it can be parted, the whole text where it cannot."""
    pieces = _aligned(row, unit, index) if not _is_pointer(row, index) else [""] * len(row.numbers)
    for number, piece in zip(row.numbers, pieces or [row.text] * len(row.numbers), strict=True):
        yield Part(row, block, number, piece, fold(piece), is_whole=not pieces)


def _is_pointer(row: MappedRow, index: Index) -> bool:
    """Whether the text is blank or only points at the numbers: "all criteria of this outcome"."""
    folded, rules = fold(row.text), index.policy.split
    return len(folded.split()) <= rules.pointer_words and index.likeness([folded]).max() <= rules.pointer_max


def _aligned(row: MappedRow, unit: int | None, index: Index) -> list[str] | None:
    """The text cut where the joined criteria are; None where no unit's criteria are what it says."""
    best: tuple[float, list[str]] = (index.policy.split.part_min, [])
    for candidate in range(len(index.units)) if unit is None else (unit,):
        places = [index.at.get((candidate, number)) for number in row.numbers]
        known = [place for place in places if place is not None]
        if len(known) < len(places):
            continue
        pieces = _cut(row.text, [index.criteria[place].text for place in known], index.policy.split.snap)
        likeness = index.likeness([fold(piece) for piece in pieces])
        score = sum(likeness[at, place] for at, place in enumerate(known)) / len(known)
        if score > best[0]:
            best = (score, pieces)
    return best[1] or None


def _cut(text: str, canonical: Sequence[str], snap: int) -> list[str]:
    """The text's pieces, one for each canonical text, found by aligning it with all of them joined."""
    plain = _INNER_NUMBER.sub(lambda m: " " * len(m[0]), text).lower()
    if len(plain) != len(text):
        return [text]
    joined, starts = "", []
    for one in canonical:
        starts.append(len(joined))
        joined += one.lower() + " "
    changes = Levenshtein.opcodes(joined, plain)
    edges = [0]
    for start in starts[1:]:
        change = next(op for op in changes if op.src_end > start)
        edges.append(
            _snapped(
                text,
                change.dest_start + max(0, min(start - change.src_start, change.dest_end - change.dest_start)),
                snap,
            )
        )
    edges.append(len(text))
    return [_trimmed(text[a:b]) for a, b in pairwise(edges)]


def _snapped(text: str, edge: int, snap: int) -> int:
    """The nearest place where something begins; the edge itself where none is near."""
    places = [m.end() for pattern in (_INNER_NUMBER, _STRONG_CUT, _WEAK_CUT) for m in pattern.finditer(text)]
    return min((place for place in places if abs(place - edge) <= snap), key=lambda p: abs(p - edge), default=edge)


def _trimmed(piece: str) -> str:
    return _END.sub("", _START.sub("", piece))


# ---------------------------------------------------------------- a row whose text alone shows several criteria


def _by_text(split: Sequence[Part], index: Index) -> Iterator[Part]:
    """The parts, those cut in two whose halves are each another criterion's text."""
    open_ = {at: cuts for at, part in enumerate(split) if (cuts := _cuts(part, index))}
    pieces = [(at, cut) for at, cuts in open_.items() for cut in cuts]
    texts = [fold(piece) for at, (_, *halves) in pieces for piece in halves] + [split[at].folded for at in open_]
    likeness = index.likeness(texts)
    wholes = dict(zip(open_, likeness[2 * len(pieces) :].max(axis=1, initial=0.0), strict=True))
    chosen: dict[int, tuple[float, tuple[str, str]]] = {}
    for order, (at, (is_strong, first, second)) in enumerate(pieces):
        rows = likeness[2 * order : 2 * order + 2]
        score = float(rows.max(axis=1).min())
        rules = index.policy.split
        least = max(
            rules.part_min if is_strong else rules.sure_min, wholes[at] - rules.slack, chosen.get(at, (0.0,))[0]
        )
        if wholes[at] < rules.whole_max and score >= least and rows[0].argmax() != rows[1].argmax():
            chosen[at] = (score, (first, second))
    for at, part in enumerate(split):
        if at in chosen:
            yield from _halves(part, chosen[at][1])
        else:
            yield part


def _cuts(part: Part, index: Index) -> list[tuple[bool, str, str]]:
    """Where a text may be cut in two, and whether more than a capital says so."""
    if part.folded in index.places or not part.folded or len(part.row.numbers) > 1:
        return []
    text = part.text.strip()
    strong = [m.span() for m in _STRONG_CUT.finditer(text)]
    strong += [(m.start(), m.start()) for m in _INNER_NUMBER.finditer(text) if m.start()]
    openers = {folded.split()[0] for folded in index.places if folded}
    weak = [m.span() for m in _WEAK_CUT.finditer(text) if _first_word(text[m.end() :]) in openers]
    found = [(is_strong, text[:a], text[b:]) for is_strong, spans in ((True, strong), (False, weak)) for a, b in spans]
    return [(is_strong, a, b) for is_strong, a, b in found if fold(a) and fold(b)]


def _first_word(text: str) -> str:
    return next(iter(tokens(text[:30])), "")


def _halves(part: Part, halves: tuple[str, str]) -> Iterator[Part]:
    for at, half in enumerate(halves):
        inner = _NUMBER.match(half.strip())
        number = part.number if at == 0 else inner[0] if inner else None
        piece = _trimmed(half)
        yield Part(part.row, part.block, number, piece, fold(piece))
