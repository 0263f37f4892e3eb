"""Words to clauses: where a text stops, pauses, opens a bracket or joins one thing to another."""

from dataclasses import dataclass

from pipeline.judge.language import Words
from pipeline.policy.cells import Joints


@dataclass(frozen=True, slots=True)
class Clause:
    """The words from `start` to before `end`; `joint` is what parts it from the clause before ("" for the first).

    `number` counts the clauses and `sentence` the sentences, both from 0; `depth` the brackets that are open.
    """

    number: int
    start: int
    end: int
    joint: str
    sentence: int
    depth: int


def clauses(words: Words, joints: Joints) -> tuple[Clause, ...]:
    """The clauses of a text in order, none of them empty."""
    found: list[Clause] = []
    start, joint, sentence, depth = 0, "", 0, 0
    for at in range(len(words) + 1):
        mark = _joint(words, at, joints) if at < len(words) else "."
        if not mark:
            continue
        if at > start:
            found.append(Clause(len(found), start, at, joint, sentence, depth))
            joint = ""
        depth = max(0, depth + (mark == "(") - (mark == ")"))
        sentence += mark == "."
        joint = _stronger(joint, mark)
        start = at + 1
    return tuple(found)


def _stronger(one: str, other: str) -> str:
    """Of two joints that stand together the one that parts more: ". (" is a new sentence, ", and" an "and"."""
    return one if one == "." or not other else other


def _joint(words: Words, at: int, joints: Joints) -> str:
    """What a word joins or parts: "." a sentence, "(" and ")", "," a pause, "-", ":", "and", "or"; "" for none."""
    word = words.lowers[at]
    if word in joints.stops:
        return "" if word == "." and _is_abbreviation(words, at, joints) else "."
    if word == "\n" or "\n" in word:
        return "," if at + 1 < len(words) and words.texts[at + 1][:1].islower() else "."
    if word == "/" and at and words.lowers[at - 1] in joints.abbreviations:
        return ""
    for joint, members in (("(", joints.opens), (")", joints.closes), (",", joints.pauses), ("-", joints.dashes)):
        if word in members:
            return joint
    if word == ":":
        return ":"
    if word in joints.ands or word in joints.ors:
        if _is_between_topics(words, at, joints) or _excepts(words, at, joints):
            return ""
        return "and" if word in joints.ands else "or"
    return ""


def _is_abbreviation(words: Words, at: int, joints: Joints) -> bool:
    """Whether a full stop only shortens the word before it: "qu. 4", not "8 hrs. Essay"."""
    if at == 0 or words.lowers[at - 1] not in joints.abbreviations:
        return False
    return at + 1 < len(words) and not words.texts[at + 1][:1].isupper()


def _excepts(words: Words, at: int, joints: Joints) -> bool:
    """ "Everyone but the apprentices" is one group."""
    return words.lowers[at] in joints.excepts and at > 0 and words.lowers[at - 1] in joints.wholes


def _is_between_topics(words: Words, at: int, joints: Joints) -> bool:
    """ "coaching or mentoring diary" is one thing."""
    near = [words.lowers[i] for i in (at - 1, at + 1) if 0 <= i < len(words)]
    return len(near) == 2 and all(word in joints.topics for word in near)
