"""Whole documents for the match: the reference's rows, changed as centres change them, and what each row truly maps."""

import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.model.submission import Submission
from tests.match.forms import CANONICAL, REFERENCE, Line, block, lines_of, submission

Truth = tuple[str, str] | None
WORDINGS = tomllib.loads((Path(__file__).parent / "wordings.toml").read_text(encoding="utf-8"))


def key(short: str) -> tuple[str, str]:
    """ "500 1.1" as the reference's unit and number."""
    unit, ref = short.split()
    return f"8580-{unit}", ref


REWORDED: dict[tuple[str, str], list[str]] = {}
for _short, _text in WORDINGS["reworded"]:
    REWORDED.setdefault(key(_short), []).append(_text)
ALTERED: dict[tuple[str, str], list[str]] = {}
for _short, _, _text in WORDINGS["altered"]:
    ALTERED.setdefault(key(_short), []).append(_text)


@dataclass(frozen=True)
class Labelled:
    """A line, the criterion that it maps, and how its wording stands to it."""

    line: Line
    truth: Truth
    kind: str


@dataclass(frozen=True)
class LabelledBlock:
    """A unit's lines as they are written, under a heading or none."""

    unit: str
    heading: str | None
    lines: tuple[Labelled, ...]


Document = list[LabelledBlock]
UNITS = {"certificate": ("500", "501", "503"), "diploma": ("500", "502", "503")}


def document(dice: random.Random, award: str, share: float) -> Document:
    """An award's units; `share` of the rows are reworded, altered, dropped, doubled or strange."""
    blocks = []
    for short in UNITS[award]:
        unit = f"8580-{short}"
        lines: list[Labelled] = []
        for line in lines_of(unit):
            truth = (unit, line.numbers[0])
            chance = dice.random() / share if share else 1.0
            if chance < 0.4 and truth in REWORDED:
                lines.append(Labelled(replace(line, text=dice.choice(REWORDED[truth])), truth, "reworded"))
            elif 0.4 <= chance < 0.6 and truth in ALTERED:
                lines.append(Labelled(replace(line, text=dice.choice(ALTERED[truth])), truth, "altered"))
            elif 0.6 <= chance < 0.75:
                continue
            else:
                lines.append(Labelled(line, truth, "identical"))
            if 0.75 <= chance < 0.85:
                strange = replace(line, text=dice.choice(WORDINGS["unknown"]))
                lines.append(Labelled(strange, None, "missing"))
        blocks.append(LabelledBlock(unit, unit, tuple(lines)))
    return blocks


def _each(blocks: Document, change: Callable[[Labelled], Labelled]) -> Document:
    return [replace(b, lines=tuple(change(line) for line in b.lines)) for b in blocks]


def clean(blocks: Document, dice: random.Random) -> Document:
    return blocks


def without_numbers(blocks: Document, dice: random.Random) -> Document:
    return _each(blocks, lambda each: replace(each, line=replace(each.line, numbers=())))


def renumbered(blocks: Document, dice: random.Random) -> Document:
    """Every unit's criteria counted on from its second outcome: 2.1, 2.2, ..."""
    return [
        replace(
            b,
            lines=tuple(
                replace(each, line=replace(each.line, numbers=(f"{1 + at // 4}.{1 + at % 4}",)))
                for at, each in enumerate(b.lines, 2)
            ),
        )
        for b in blocks
    ]


def random_numbers(blocks: Document, dice: random.Random) -> Document:
    refs = sorted({ref for _, ref in CANONICAL})
    return _each(blocks, lambda each: replace(each, line=replace(each.line, numbers=(dice.choice(refs),))))


def without_headings(blocks: Document, dice: random.Random) -> Document:
    return [replace(b, heading=None) for b in blocks]


def neither(blocks: Document, dice: random.Random) -> Document:
    return without_headings(without_numbers(blocks, dice), dice)


def one_table(blocks: Document, dice: random.Random) -> Document:
    """All units in one table without headings."""
    return [LabelledBlock(blocks[0].unit, None, tuple(line for b in blocks for line in b.lines))]


def shuffled(blocks: Document, dice: random.Random) -> Document:
    return [replace(b, lines=tuple(dice.sample(b.lines, len(b.lines)))) for b in blocks]


def blank_texts(blocks: Document, dice: random.Random) -> Document:
    """The numbers alone, as in a form cut down to two columns; strange rows have none to bear."""
    kept = [replace(b, lines=tuple(each for each in b.lines if each.truth)) for b in blocks]
    return _each(kept, lambda each: replace(each, line=replace(each.line, text=""), kind="number_only"))


_AMERICAN = (
    ("isation", "ization"),
    ("behaviour", "behavior"),
    ("programme", "program"),
    ("ise", "ize"),
    ("judge", "judg"),
)


def _american(text: str, dice: random.Random) -> str:
    for british, american in _AMERICAN:
        text = re.sub(rf"(?<=\w\w\w){british}\b" if british == "ise" else british, american, text)
    return text


def _typed(text: str, dice: random.Random) -> str:
    """One or two letters doubled, left out or changed about inside longer words."""
    for _ in range(dice.choice((1, 1, 2))):
        words = [m for m in re.finditer(r"[a-z]{6,}", text) if m[0] not in ("twelve", "hundred", "minimum", "months")]
        if words:
            m = dice.choice(words)
            at = dice.randrange(m.start() + 1, m.end() - 2)
            pair = text[at : at + 2]
            text = text[:at] + dice.choice((pair[::-1], pair[0], pair + pair[1])) + text[at + 2 :]
    return text


def _scanned(text: str, dice: random.Random) -> str:
    for right, wrong in (("m", "rn"), ("l", "1"), ("cl", "d"), ("o", "0")):
        if dice.random() < 0.3:
            places = [m.start() for m in re.finditer(right, text)]
            if places:
                at = dice.choice(places)
                text = text[:at] + wrong + text[at + len(right) :]
    return text


def _noise(change: Callable[[str, random.Random], str], kind: str) -> Callable[[Document, random.Random], Document]:
    def noisy(blocks: Document, dice: random.Random) -> Document:
        def changed(each: Labelled) -> Labelled:
            text = change(each.line.text, dice)
            is_changed = text != each.line.text and each.kind == "identical"
            return replace(each, line=replace(each.line, text=text), kind=kind if is_changed else each.kind)

        return _each(blocks, changed)

    return noisy


CONTEXTS: dict[str, Callable[[Document, random.Random], Document]] = {
    "clean": clean,
    "no numbers": without_numbers,
    "renumbered": renumbered,
    "random numbers": random_numbers,
    "no headings": without_headings,
    "neither": neither,
    "one table": one_table,
    "shuffled": shuffled,
    "blank texts": blank_texts,
    "capitals": _noise(lambda text, dice: text.upper(), "identical"),
    "American": _noise(_american, "identical"),
    "soft hyphens": _noise(lambda text, dice: re.sub(r"(?<=\w\w\w\w)(?=\w{4})", "­", text, count=9), "identical"),
    "typed": _noise(_typed, "reworded"),
    "scanned": _noise(_scanned, "reworded"),
}


def as_submission(blocks: Document) -> Submission:
    return submission(*(block([each.line for each in b.lines], b.heading) for b in blocks))


__all__ = ["CONTEXTS", "REFERENCE", "as_submission", "document"]
