"""Clauses to the things that they name: assessments, documents, teaching; heads, not what they are about."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.judge.clauses import Clause
from pipeline.judge.language import Words
from pipeline.policy import Links

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


def things(words: Words, clause: Clause, number: int, links: Links) -> tuple[Thing, ...]:
    """The heads of a clause in order: of "essay on the workshop" the essay, of "essay workshop" the workshop."""
    found: list[Thing] = []
    here: Thing | None = None
    role = ""
    for start, end in _terms(words, clause):
        label = words.labels[start]
        link = _link(words, here.end if here else clause.start, start, links)
        if here is None:
            here, role = Thing(start, end, label, number), ""
            continue
        if link == "":
            here = Thing(here.start if _is_one_term(here, label) else start, end, label, number)
            continue
        if role != "topic":
            found.append(here)
        role = "topic" if link == "topic" or (link == "with" and here.label != "assessment") or role == "topic" else ""
        here = Thing(start, end, label, number)
    if here is not None and role != "topic":
        found.append(here)
    return tuple(found)


def _is_one_term(here: Thing, label: str) -> bool:
    return here.label == label


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
        if word in links.topic:
            return "topic"
        if word in links.inside:
            return "in"
        if word in links.beside:
            return "with"
    return "topic" if any(word in links.articles for word in between) else ""
