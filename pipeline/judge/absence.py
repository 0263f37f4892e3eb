"""A cell's text to what of it is an answer: nothing where it is blank, a dash, a prompt, an unticked box."""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache

from pipeline.policy.cells import Absence, PutOff
from pipeline.text import squash

_BULLET = re.compile(r"^[•·▪◦‣●○■□*–—-]\s+")
_ENDS = re.compile(r"^[\W_]+|[\W_]+$")


def answer(text: str, absence: Absence, names_something: Callable[[str], bool]) -> str:
    """The words that answer, "" where there are none: of options with check boxes only those that are ticked.

    `names_something` says whether a text names an assessment: then brackets around it make no instruction of it.
    """
    chosen = _ticked(text, absence)
    if not chosen or _is_absent(chosen, absence):
        return ""
    bracketed = re.fullmatch(r"[\[<{](.*?)[\]>}]?\W*", chosen.strip(), re.DOTALL)
    if bracketed and not _is_instruction(bracketed[1], absence) and names_something(bracketed[1]):
        return bracketed[1]
    return "" if _matches_whole(chosen, absence) else chosen


class Postponement(StrEnum):
    """Whether a strategies cell puts its answer off or denies that there is one, and whether that is all it says."""

    NONE = "none"
    BEGINNING = "beginning"  # and more words follow
    DENIAL = "denial"  # "none", "n/a", and more words follow
    SOFT = "soft"  # the whole cell, in words that may mean that it is taught
    WHOLE = "whole"


def put_off(text: str, policy: PutOff) -> Postponement:
    """How far a strategies cell says that its answer is still to come: "To be confirmed by the programme director"."""
    line = squash(text).replace("’", "'")
    whole, soft, denial, beginning = _put_off_patterns(policy)
    if whole.fullmatch(line):
        return Postponement.WHOLE
    if soft.fullmatch(line):
        return Postponement.SOFT
    if denial.match(line):
        return Postponement.DENIAL
    return Postponement.BEGINNING if beginning.match(line) else Postponement.NONE


@lru_cache(maxsize=8)
def _put_off_patterns(policy: PutOff) -> tuple[re.Pattern[str], ...]:
    """A cell that is nothing else, one with soft words among them, one that begins with a denial, or with the words."""
    firm, soft = rf"(?:{policy.words}|{policy.denials})", rf"(?:{policy.words}|{policy.denials}|{policy.soft})"
    lead, tail = (rf"(?:(?>(?:{part})(?!\w)|[\W_]))*+" for part in (policy.lead, policy.tail))
    whole = (rf"{lead}{words}{tail}(?:{words}{tail})*+" for words in (firm, soft))
    begins = (rf"{lead}(?:{words})(?!\w)" for words in (policy.denials, policy.words))
    return _compiled((*whole, *begins))


def _ticked(text: str, absence: Absence) -> str:
    """The text without the options that are left unticked; "" where all are."""
    if not any(sign in text for sign in absence.unticked):
        return text.strip(absence.ticked) if squash(text).strip(absence.ticked) else text
    parts = re.split(f"([{re.escape(absence.ticked + absence.unticked)}])", text)
    kept = [parts[0]] if squash(parts[0]) and not re.search(r"\w\s*$", parts[0]) else []
    kept += [words for sign, words in zip(parts[1::2], parts[2::2], strict=True) if sign in absence.ticked]
    return " ".join(part.strip(" \n,;/") for part in kept if part.strip())


def _is_absent(text: str, absence: Absence) -> bool:
    line = squash(text).casefold().replace("’", "'")
    core = _ENDS.sub("", line)
    return line in absence.words or (core != "" and core in _cores(absence.words))


@lru_cache(maxsize=8)
def _cores(words: frozenset[str]) -> frozenset[str]:
    """The words without the signs round them: a full stop is the first thing that a scan loses ("N.A")."""
    return frozenset(filter(None, (_ENDS.sub("", word) for word in words)))


def _matches_whole(text: str, absence: Absence) -> bool:
    line = _BULLET.sub("", squash(text))
    return any(pattern.fullmatch(line) for pattern in _compiled(absence.patterns))


def _is_instruction(text: str, absence: Absence) -> bool:
    return not absence.instructions.isdisjoint(re.findall(r"[a-z]+", text.casefold()))


@lru_cache(maxsize=16)
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
