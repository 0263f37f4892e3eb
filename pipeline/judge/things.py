"""Clauses to the things that they name: assessments, documents, teaching; heads, not what they are about."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.judge.clauses import Clause
from pipeline.judge.language import Words
from pipeline.policy.cells import Links

NAMED = ("assessment", "document", "act", "teaching", "formative")


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that a clause names, the words from `start` to before `end`.

    `label` is its term's ("assessment", "document", "act", "teaching", "formative"), or "unknown" for words that no
    term explains.
    """

    start: int
    end: int
    label: str
    clause: int


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a clause in order; `ends_as_topic` where its last words are what a head is about."""

    things: tuple[Thing, ...]
    ends_as_topic: bool


def heads(words: Words, clause: Clause, links: Links) -> Heads:
    """The heads of a clause: of "essay on the workshop" the essay, of "essay workshop" the workshop."""
    found: list[Thing] = []
    here: Thing | None = None
    is_topic = False
    for start, end in _terms(words, clause):
        label = words.labels[start]
        if here is None:
            here = Thing(start, end, label, clause.number)
            is_topic = label == "teaching" and any(word in links.asking for word in words.lowers[clause.start : start])
            continue
        link = _link(words, here.end, start, links)
        if link == "":
            here = _compound(here, start, end, label)
            continue
        if not is_topic:
            found.append(here)
        is_topic = is_topic or link == "topic" or (link == "with" and here.label != "assessment")
        here = Thing(start, end, label, clause.number)
    if here is not None and not is_topic:
        found.append(here)
    last = found[-1].end if found else clause.start
    return Heads(tuple(found), is_topic or _link(words, last, clause.end, links) == "topic")


def _compound(here: Thing, start: int, end: int, label: str) -> Thing:
    """Two terms side by side: the last says what it is, but an "observation record" stays an assessment."""
    if here.label == "assessment" and label in ("document", "act"):
        return Thing(here.start, end, "assessment", here.clause)
    return Thing(here.start if here.label == label else start, end, label, here.clause)


def _terms(words: Words, clause: Clause) -> Iterator[tuple[int, int]]:
    """The terms in a clause that name things."""
    at = clause.start
    while at < clause.end:
        end = at + 1
        while end < clause.end and words.terms[end] == words.terms[at] != -1:
            end += 1
        if words.labels[at] in NAMED:
            yield at, end
        at = end


def _link(words: Words, start: int, end: int, links: Links) -> str:
    """How two terms hang together: "" as one compound, "topic" (on, of, about), "in" (recorded in), "with"."""
    between = words.lowers[start:end]
    for word in between:
        if word in links.topic or word in links.verbs:
            return "topic"
        if word in links.inside:
            return "in"
        if word in links.beside:
            return "with"
    return "topic" if any(word in links.articles for word in between) else ""
