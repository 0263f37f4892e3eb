"""What a document itself calls its assessments and its teaching, so that a bare name is read as what it is."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model.submission import Column, Submission
from pipeline.text import fold

_NAME = re.compile(r"^\W*((?:[A-Za-z][\w'’-]*\s+){1,3})(\d{1,2}|[A-Z])\b")
_FIRST = re.compile(r"^[^\n.,;:()–—+&/]+")
_NUMBERED = re.compile(r"\s*\b(?:\d+[a-z]?|[a-z])$")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded names of assessments (as the evidence column and the Summary have them) and of teaching."""

    assessments: frozenset[str] = frozenset()
    teaching: frozenset[str] = frozenset()

    def label(self, text: str) -> str:
        """ "assessment", "teaching" or "unknown": what the document shows a bare name to be."""
        name = _NUMBERED.sub("", fold(text))
        if name in self.teaching and name not in self.assessments:
            return "teaching"
        return "assessment" if name and name in self.assessments else "unknown"


def vocabulary(submission: Submission) -> Vocabulary:
    """The names that a document uses: those that begin its evidence cells more than once, or stand in its Summary."""
    rows = [row for block in submission.blocks for row in block.rows]
    evidence = [row.evidence.text for row in rows]
    strategies = [row.strategies.text for row in rows]
    for statement in submission.statements:
        (evidence if statement.column is Column.EVIDENCE else strategies).append(statement.passage.text)
    titles = [title for row in submission.summary for title in row.assessments]
    taught = _numbered_names(strategies)
    counted = Counter(name for text in evidence if (name := _first_name(text)))
    named = {name for name, count in counted.items() if count > 1 and name not in taught}
    return Vocabulary(frozenset(named | {_NUMBERED.sub("", fold(title)) for title in titles}), frozenset(taught))


def _first_name(text: str) -> str:
    first = _FIRST.match(text)
    return _NUMBERED.sub("", fold(first[0])) if first else ""


def _numbered_names(texts: Iterable[str]) -> set[str]:
    """Names with a number or letter: "Twilight 2", "Block A", "Term 1 seminar" give twilight, block, term."""
    names: Counter[str] = Counter()
    for text in texts:
        for match in re.finditer(r"\b([A-Z][a-z]+(?:\s[a-z]+)?)s?\s+(?:\d{1,2}|[A-Z])\b", text):
            folded = fold(match[1])
            names[folded.removesuffix("s") if len(folded) > 4 else folded] += 1
    return {name for name, count in names.items() if count > 1}
