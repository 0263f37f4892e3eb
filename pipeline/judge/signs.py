"""An evidence cell's reading to its signs, which the categoriser weighs, and its words, which the network reads.

A sign is a short text. Words stand as the policy reads them: `<assessment>` for a term of that label, `<topic>` for a
word of the criterion, `<people>` for learners and staff, `#` for a number, also a Roman one, a lemma for all else; one,
two and three of them in a row are a sign, and two with any third between them. Words by themselves and the beginnings
of long ones hold against misspelling. What the rules say of the cell is a sign like any other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.judge.clauses import Clause
from pipeline.judge.reading import Reading
from pipeline.judge.vocabulary import Vocabulary
from pipeline.model.verdicts import CellVerdict
from pipeline.policy.cells import Grammar

_NUMERAL = re.compile(r"(?=..)x{0,3}(?:ix|iv|v?i{0,3})")  # Roman, of more than one letter: "I" is a person, "x" times
_LONGEST = 3
_BEGINNING, _ENDING = 4, 3
COLUMNS = 6  # of what the network reads of a word
_START, _END = (("^", "^", "^", "", "", ""), ("$", "$", "$", "", "", ""))


@dataclass(frozen=True, slots=True)
class Sight:
    """How a cell is seen: by the lemmas of its criterion's wording, the names of its document, the policy's words."""

    subject: frozenset[str]
    known: Vocabulary
    grammar: Grammar


def signs(reading: Reading, verdict: CellVerdict, sight: Sight) -> frozenset[str]:
    """All signs of a cell that the rules read so."""
    found = set(_runs(("^", *_tokens(reading, range(len(reading.words)), sight), "$")))
    for word in reading.words.lowers:
        found.add(f"w={word}")
        if len(word) > _BEGINNING:
            found.add(f"p={word[:_BEGINNING]}")
    found.update(_rules(reading, verdict))
    return frozenset(found)


def clause_signs(reading: Reading, clause: Clause, sight: Sight) -> frozenset[str]:
    """The signs of one clause's words."""
    return frozenset(_runs(tuple(_tokens(reading, range(clause.start, clause.end), sight))))


def words_of(reading: Reading, sight: Sight) -> tuple[tuple[str, ...], ...]:
    """What the network reads: each word, its lemma, what the policy says that it is, its two ends, the cue it is of."""
    words = reading.words
    named = _named(reading, sight.known)
    cues = {at: cue.kind for cue in reading.cues for at in range(cue.start, cue.end)}
    found = []
    for at, (word, lemma) in enumerate(zip(words.lowers, words.lemmas, strict=True)):
        is_long = len(word) > _BEGINNING
        ends = (word[:_BEGINNING], word[-_ENDING:]) if is_long else ("", "")
        found.append((word, lemma, _kind(word, lemma, named.get(at, words.labels[at]), sight), *ends, cues.get(at, "")))
    return (_START, *found, _END)


def _kind(word: str, lemma: str, label: str, sight: Sight) -> str:
    """What the policy says that a word is; "" where it says nothing."""
    if label:
        return f"<{label}>"
    if _NUMERAL.fullmatch(word) or any(character.isdigit() for character in word):
        return "#"
    if lemma in sight.subject:
        return "<topic>"
    return "<people>" if lemma in sight.grammar.people or lemma in sight.grammar.learners else ""


def _tokens(reading: Reading, places: range, sight: Sight) -> Iterator[str]:
    """The words at some places as the policy reads them, a term or a document's own name of several words as one."""
    words = reading.words
    named = _named(reading, sight.known)
    for at in places:
        label = words.labels[at]
        if (label and at and words.terms[at - 1] == words.terms[at]) or named.get(at) == "":
            continue
        lemma = words.lemmas[at]
        yield _kind(words.lowers[at], lemma, named.get(at, label), sight) or lemma


def _named(reading: Reading, known: Vocabulary) -> dict[int, str]:
    """The places of words that the document shows to be a name, with what it names; "" behind the name's first word."""
    found: dict[int, str] = {}
    for named in reading.things:
        thing = named.thing
        if (
            thing.label == "unknown"
            and (label := known.label(reading.words.quote(thing.start, thing.end))) != "unknown"
        ):
            found |= {thing.start: label} | dict.fromkeys(range(thing.start + 1, thing.end), "")
    return found


def _runs(tokens: Sequence[str]) -> Iterator[str]:
    for length in range(1, _LONGEST + 1):
        for start in range(len(tokens) - length + 1):
            yield " ".join(tokens[start : start + length])
    for first, last in zip(tokens, tokens[2:], strict=False):
        yield f"{first} _ {last}"


def _rules(reading: Reading, verdict: CellVerdict) -> Iterator[str]:
    """What the rules found: their verdict and its rule, the cues, the things with the cues that bear on them."""
    said = verdict.kind or verdict.state
    yield f"R={said}"
    yield f"R={said} {verdict.rule}"
    yield f"R={said} asked={verdict.doubt is not None}"
    for cue in reading.cues:
        yield f"C={cue.kind}"
        yield f"C={cue.kind} {cue.rule}"
    for named in reading.things:
        yield f"T={named.thing.label} {','.join(sorted({cue.kind for cue in named.cues}))}"
    unexplained = sum(
        word[:1].isalpha() and not label for word, label in zip(reading.words.lowers, reading.words.labels, strict=True)
    )
    yield f"words={min(unexplained // 4, 6)}"
    yield f"clauses={min(len(reading.clauses), 6)}"
